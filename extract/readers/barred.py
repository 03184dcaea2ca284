"""Tables that a website's text gives with a bar behind each cell: cell by cell, a line for each, or row by row.

«单位 |⏎检查企业 |⏎东河镇 |⏎25 |⏎»: an empty cell is a bar alone, and several may share a line («||||»). How many
columns there are is told by the heads and by where lines end: no row ends inside one. A cell that spans rows is told
in the first of them only; the next row then lacks it, and has an empty cell too many at its end.

«任务 | 要求 | 单位 | 时限 |⏎一、建账 | 1.登记 | 安委办 | 4月 |⏎2.核对 | 各镇 | 5月 |⏎»: a row that lacks cells has
those that span it from above, to the left or to the right of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from records import Block
from records import Cell as Place

Line = tuple[int, int]  # where it begins and ends

_LINE = re.compile(r"(?P<cell>[^|\n]*?)\s*(?P<bars>\|[|\s]*)")
_NUMBER = re.compile(r"[-+]?\d[\d,.]*\s*[%％‰]?")
_TIME = re.compile(r"\d[日月]|[年月季]底|[每各][年月周季日]|长期|全年|适时")
_FIELD = re.compile("序号|单位|任务|措施|时限|责任|隐患|部门|要求|备注")  # of which a table's heads name one
_LEAST_LINES, _MOST_COLUMNS, _LONGEST_HEAD = 6, 16, 20


class _Cell(NamedTuple):
    """A cell's span, empty where it shows nothing, and whether it is the first of its line."""

    start: int
    end: int
    opens: bool


def barred_tables(text: str, lines: Sequence[Line]) -> Iterator[tuple[Sequence[Line], list[list[Line | None]]]]:
    """Runs of lines, each with the rows of the table that it is; no rows for a run that is none."""
    others: list[Line] = []
    for barred, group in groupby(lines, lambda line: _LINE.fullmatch(text, *line) is not None):
        run = list(group)
        cells = [cell for line in run for cell in _cells(text, line)] if barred and len(run) >= _LEAST_LINES else []
        width = _width(text, cells)
        if not width:
            others += run
            continue
        if others:
            yield others, []
            others = []
        rows = [cells[at : at + width] for at in range(0, len(cells), width)]
        yield run, _set_right(text, [[_shown(cell) for cell in row] for row in rows])
    if others:
        yield others, []


def spanned_blocks(text: str, rows: Sequence[Sequence[Line]], number: int) -> Iterator[Block]:
    """The blocks of a table whose rows lack the cells that span them; the first row names the columns."""
    width = len(rows[0])
    full = [row for row in rows[1:] if len(row) == width]
    usual = [Counter(_kind(text, cell) for cell in column).most_common(1)[0][0] for column in zip(*full, strict=True)]
    placed = [_placed(text, row, usual or ["words"] * width) for row in rows]
    spans = {(row, column): 1 for row, cells in enumerate(placed) for column in cells}
    last = dict[int, int]()
    for row, cells in enumerate(placed):
        alone = len(cells) == 1 < width  # a heading within the table, which nothing spans
        for column in range(width):
            if column in cells or alone:
                last[column] = row if column in cells else -1
            elif last.get(column, -1) > 0:
                spans[last[column], column] += 1
    for row, cells in enumerate(placed):
        for column, cell in cells.items():
            place = Place(number, row, column, row_span=spans[row, column], head=row == 0)
            yield Block(*cell, "cell", cell=place)


def _placed(text: str, row: Sequence[Line], usual: Sequence[str]) -> dict[int, Line]:
    """The cells of a row by their columns: as far to the right as they fit those best."""
    spare = len(usual) - len(row)
    offsets = [0] if len(row) == 1 else range(spare, -1, -1)

    def misfits(by: int) -> int:
        return sum(_kind(text, cell) not in (usual[at], "empty") for at, cell in enumerate(row, by))

    by = min(offsets, key=misfits)
    return {at: cell for at, cell in enumerate(row, by) if cell[1] > cell[0]}


def blocks_of(rows: Sequence[Sequence[Line | None]], number: int) -> Iterator[Block]:
    """The blocks of a table's cells; the first row names the columns."""
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell:
                yield Block(*cell, "cell", cell=Place(number, row, column, head=row == 0))


def _cells(text: str, line: Line) -> Iterator[_Cell]:
    """The cells of a line: its words, and one more for each bar behind the first."""
    match = _LINE.fullmatch(text, *line)
    assert match is not None
    start, end = match.span("cell")
    yield _Cell(start + len(match["cell"]) - len(match["cell"].lstrip()), end, opens=True)
    yield from (_Cell(end, end, opens=False) for _ in range(match["bars"].count("|") - 1))


def _shown(cell: _Cell) -> Line | None:
    return (cell.start, cell.end) if cell.end > cell.start else None


def _width(text: str, cells: Sequence[_Cell]) -> int:
    """How many columns fit: heads that are short, rows that end with lines, columns alike; 0 where none do."""
    kinds = {_kind(text, _shown(cell)) for cell in cells}
    if not kinds & {"number", "time"} and not any(_FIELD.search(text, cell.start, cell.end) for cell in cells):
        return 0  # a website's menu
    heads = next((at for at, cell in enumerate(cells) if not 0 < cell.end - cell.start <= _LONGEST_HEAD), len(cells))
    fitting = [
        width for width in range(2, min(heads, _MOST_COLUMNS) + 1)
        if len(cells) % width == 0 and len(cells) > width and all(cell.opens for cell in cells[::width])
        and not any(_kind(text, _shown(cell)) == "number" for cell in cells[:width])
    ]  # fmt: skip
    return max(fitting, key=lambda width: _evenness(text, cells, width), default=0)


def _evenness(text: str, cells: Sequence[_Cell], width: int) -> float:
    """How much of a table's cells below the heads is of the kind that most of their columns are."""
    kinds = [[_kind(text, _shown(cell)) for cell in cells[width + at :: width]] for at in range(width)]
    return sum(Counter(column).most_common(1)[0][1] for column in kinds) / (len(cells) - width)


def _kind(text: str, cell: Line | None) -> str:
    told = text[slice(*cell)] if cell else ""
    if not told:
        return "empty"
    if _NUMBER.fullmatch(told):
        return "number"
    return "time" if _TIME.search(told) and len(told) < _LONGEST_HEAD else "words"


def _set_right(text: str, rows: list[list[Line | None]]) -> list[list[Line | None]]:
    """The rows, those that lack a cell which spans them moved to their columns."""
    body = rows[1:]
    spare = [_spare(row) for row in body]
    full = [row for row, more in zip(body, spare, strict=True) if more == min(spare, default=0)]
    usual = [Counter(_kind(text, cell) for cell in column).most_common(1)[0][0] for column in zip(*full, strict=True)]
    return [*rows[:1], *(_moved(text, row, usual, more - min(spare)) for row, more in zip(body, spare, strict=True))]


def _spare(row: Sequence[Line | None]) -> int:
    """How many cells at a row's end are empty."""
    return next((at for at, cell in enumerate(reversed(row)) if cell), len(row))


def _moved(text: str, row: list[Line | None], usual: Sequence[str], most: int) -> list[Line | None]:
    """The row with its cells as far to the right as they fit the columns best."""
    moved = [[*[None] * by, *row[: len(row) - by]] for by in range(most + 1)]

    def misfits(cells: Sequence[Line | None]) -> int:
        return sum(_kind(text, cell) not in (kind, "empty") for cell, kind in zip(cells, usual, strict=True))

    return min(moved, key=misfits)
