"""Tables whose line of totals is not the sum of the lines above (R01, R13)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from check.compare import plain
from check.paper import Paper, Span
from check.rules import finding
from language.normalize import normalize
from records import Finding

_TOTAL = re.compile(r"合计|总计|共计|全[市县区省镇](?:合计|总计)?")
# rows that are no lines of the sum: shares of the row above, other periods, comparisons
_BESIDE = re.compile(r"其中.*|[#＃].*|.*(?:同期|上月|上年|去年|同比|环比|增减|增幅|降幅|占比|比例|平均|备注|说明)")
_SUBTOTAL = re.compile(r"小计")
_INDEX = re.compile(r"[甲乙丙丁戊]|[A-Z]|栏次")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_EMPTY = frozenset({"", "-", "—", "——", "/", "无"})
_NOT_SUMMED = re.compile(
    r"率|%|序号|编号|比例|占比|排名|名次|位次|平均|人均|年度|日期|时间|电话|得分|分数|同比|环比|增幅|降幅"
)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell's text without spaces, and its place in the normalised text; span is None when it is empty."""

    text: str
    span: Span | None

    @property
    def number(self) -> Decimal | None:
        """Its value; 0 for a dash or nothing; None for words."""
        if self.text in _EMPTY:
            return Decimal(0)
        return Decimal(self.text.replace(",", "")) if _NUMBER.fullmatch(self.text) else None


Grid = Mapping[int, Mapping[int, GridCell]]  # by row, then by column


def wrong_totals(paper: Paper) -> Iterator[Finding]:
    """Columns in which the line of totals is another number than the sum."""
    for grid in grids(paper).values():
        for row in sorted(grid):
            if _is_labelled(grid[row], _TOTAL):
                yield from _checked(paper, grid, row)


def grids(paper: Paper) -> dict[int, dict[int, dict[int, GridCell]]]:
    """The tables of a document by number, each by row and column."""
    found: dict[int, dict[int, dict[int, GridCell]]] = {}
    for block in paper.extraction.blocks:
        if block.cell is not None:
            text = re.sub(r"\s", "", normalize(paper.extraction.text[block.start : block.end]).text)
            span = Span(paper.position(block.start), paper.position(block.end - 1) + 1) if text else None
            rows = found.setdefault(block.cell.table, {})
            rows.setdefault(block.cell.row, {})[block.cell.column] = GridCell(text, span)
    return found


def _is_labelled(cells: Mapping[int, GridCell], label: re.Pattern[str]) -> bool:
    """Whether the first two cells that hold words bear the label."""
    words = [cells[column].text for column in sorted(cells) if cells[column].text][:2]
    return any(label.fullmatch(word) for word in words)


def _checked(paper: Paper, grid: Grid, total_row: int) -> Iterator[Finding]:
    heads = [row for row in sorted(grid) if all(cell.number is None or not cell.text for cell in grid[row].values())]
    body = [
        row
        for row in sorted(grid)
        if row not in heads and row != total_row and not _is_index(grid[row])
        and not _is_labelled(grid[row], _TOTAL) and not _is_labelled(grid[row], _BESIDE)
    ]  # fmt: skip
    totals = [row for row in sorted(grid) if row < total_row and _is_labelled(grid[row], _TOTAL)]
    lines = _lines_of(body, total_row, max(totals, default=-1))
    for column, cell in sorted(grid[total_row].items()):
        title = "".join(grid[row][column].text for row in heads if row < min(body, default=0) and column in grid[row])
        if cell.number is not None and cell.text not in _EMPTY and not _NOT_SUMMED.search(title):
            yield from _column_checked(paper, grid, lines, column, cell, title)


def _is_index(cells: Mapping[int, GridCell]) -> bool:
    """Whether a row only numbers the columns of a form: «甲 1 2 3»."""
    texts = [cells[column].text for column in sorted(cells) if cells[column].text]
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit()]
    others = [text for text in texts if not (text.isascii() and text.isdigit())]
    return len(numbers) > 2 and numbers == list(range(1, len(numbers) + 1)) and all(map(_INDEX.fullmatch, others))


def _lines_of(body: list[int], total_row: int, earlier: int) -> list[int]:
    """The lines that the total sums: those above it up to the total before it, or those below where it stands first."""
    above = [row for row in body if earlier < row < total_row]
    return above or ([row for row in body if row > total_row] if earlier < 0 else [])


def _column_checked(
    paper: Paper, grid: Grid, lines: list[int], column: int, total: GridCell, title: str
) -> Iterator[Finding]:
    parts = [row for row in lines if not _is_labelled(grid[row], _SUBTOTAL)]
    sub = [row for row in lines if _is_labelled(grid[row], _SUBTOTAL)]
    sums = [_sum(grid, rows, column) for rows in (parts, sub) if rows]
    written = [row for row in parts if column in grid[row] and grid[row][column].text not in _EMPTY]
    if None in sums or not sums or len(written) < 2 or total.span is None or total.number in sums:
        return
    summed = sums[0]
    if summed is not None and total.number is not None and not _differs_by_rounding(grid, parts, column, total, summed):
        yield finding(
            "figure.table-total", paper, total.span, related=_spans(grid, written, column),
            column=title or f"第{column + 1}列", sum=plain(summed), printed=plain(total.number),
            gap=plain(abs(summed - total.number)),
        )  # fmt: skip


def _sum(grid: Grid, rows: list[int], column: int) -> Decimal | None:
    """Sum of the column over the rows; None where one of the cells is missing or holds words."""
    numbers = [grid[row][column].number if column in grid[row] else None for row in rows]
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if len(known) == len(numbers) else None


def _differs_by_rounding(grid: Grid, rows: list[int], column: int, total: GridCell, summed: Decimal) -> bool:
    """Whether decimals cut off in the lines explain the difference: half of the last place for each."""
    places = max((len(grid[row][column].text.partition(".")[2]) for row in rows), default=0)
    margin = Decimal(len(rows)) / 2 * Decimal(1).scaleb(-places) if places else Decimal(0)
    return abs(summed - (total.number or 0)) <= margin


def _spans(grid: Grid, rows: list[int], column: int) -> list[Span]:
    return [span for row in rows if (span := grid[row][column].span)]
