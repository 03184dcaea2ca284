"""Registers of hazards: days that go backwards, and hazards closed by nobody."""

import datetime as dt
import re
from collections.abc import Iterator

from check.paper import Paper
from check.rules import finding
from check.tables import Grid, GridCell, grids
from records import Finding

_FOUND = re.compile(r"(?:发现|排查|检查|登记|交办|上报)(?:日期|时间)")
_CLOSED = re.compile(r"(?:销号|验收|复查|办结|实际完成|整改完成)(?:日期|时间)")
_BY = re.compile(r"(?:销号|验收|复查)(?:责任)?(?:人|单位)(?:员|签字)?")
_STATE = re.compile(r"(?:整改|销号|办理)?(?:状态|情况|进展|结果)")
_DONE = re.compile(r"(?:已|全部)?(?:销号|闭环|验收合格)(?:完成)?")
_DAY = re.compile(r"(20\d{2})[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?")


def register_faults(paper: Paper) -> Iterator[Finding]:
    """All findings on registers among the tables."""
    for grid in grids(paper).values():
        head = min(grid)
        for row in sorted(grid):
            if row != head:
                yield from _days_checked(paper, grid, head, row)
        yield from _unsigned(paper, grid, head)


def _column(grid: Grid, head: int, title: re.Pattern[str]) -> int | None:
    return next((column for column, cell in sorted(grid[head].items()) if title.fullmatch(cell.text)), None)


def _days_checked(paper: Paper, grid: Grid, head: int, row: int) -> Iterator[Finding]:
    """A hazard closed before it was found."""
    found, closed = (_cell(grid, row, _column(grid, head, title)) for title in (_FOUND, _CLOSED))
    first, last = _day(found), _day(closed)
    if first and last and last < first and found and closed and closed.span:
        yield finding(
            "date.ledger", paper, closed.span, related=[found.span] if found.span else [],
            closed=closed.text, found=found.text,
        )  # fmt: skip


def _cell(grid: Grid, row: int, column: int | None) -> GridCell | None:
    return None if column is None else grid[row].get(column)


def _day(cell: GridCell | None) -> dt.date | None:
    told = _DAY.fullmatch(cell.text) if cell else None
    try:
        return dt.date(*map(int, told.groups())) if told else None
    except ValueError:  # a day that does not exist is another rule's matter
        return None


def _unsigned(paper: Paper, grid: Grid, head: int) -> Iterator[Finding]:
    """Hazards told as closed without a name in a column that holds names for others."""
    state, name = _column(grid, head, _STATE), _column(grid, head, _BY)
    if state is None or name is None:
        return
    body = [row for row in sorted(grid) if row != head and state in grid[row] and name in grid[row]]
    if not any(grid[row][name].text for row in body):
        return
    for row in body:
        cell = grid[row][state]
        if _DONE.fullmatch(cell.text) and not grid[row][name].text and cell.span:
            yield finding("section.unsigned", paper, cell.span, row=row, column=grid[head][name].text)
