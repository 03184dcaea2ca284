"""Spreadsheets (.xlsx, .csv): tables with their heads, the lines above and below them, each with its address."""

import csv
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import groupby, product

from extract.readers.guard import Limits
from extract.readers.reading import Piece, Reading, compose
from extract.readers.text import decode
from extract.readers.workbook import (
    MOST_COLUMNS,
    NOT_XLSX,
    TOO_LARGE,
    Sheet,
    SheetCell,
    Workbook,
    address_of,
    blank_between,
)
from records import Cell, UnreadableFile

HIDDEN_SHEETS = "工作簿有 {} 个隐藏的工作表（{}），未读取"
HIDDEN_CELLS = "工作表“{}”有隐藏的行、列或被合并遮住的单元格，其中 {} 个单元格未读取"
UNCOUNTED = "工作表“{}”有 {} 个公式没有保存计算结果（{}），其数值未读取；请用 Excel 或 WPS 打开并保存后重新提交"
ERRORS = "工作表“{}”有 {} 个单元格是错误值（{}），请核对"
NAMED = 5  # addresses given in a warning

UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
NUMBER = re.compile(r"[-—+]?[¥￥]?\d[\d,]*(?:\.\d+)?%?")
# «填报单位：槐镇（盖章）», and a label whose value stands in the next cell
LABELLED = re.compile(r"[^：:\n]{1,14}[：:].*", re.DOTALL)
LABEL = re.compile(r"[^：:\n]{1,14}[：:]\s*")
DAY = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*(?:[月./-]\s*(?:\d{1,2}\s*日?)?)?")
LONGEST_HEAD = 40
SHORTEST_NOTE = 12
DELIMITERS = ",\t;|"
# «="0012"», as programs write numbers that are names
QUOTED_FORMULA = re.compile(r'="([^"]*)"')


def read(data: bytes, limits: Limits) -> Reading:
    """The visible sheets of an .xlsx. Raises UnreadableFile."""
    try:
        book = Workbook(data, limits)
        listed = list(book.sheets())
        sheets = [book.sheet(name, part) for name, hidden, part in listed if not hidden]
        return compose_sheets(sheets, [name for name, hidden, _ in listed if hidden], limits)
    except (ValueError, IndexError, RecursionError) as error:  # numbers that are none, strings that are not there
        raise UnreadableFile(NOT_XLSX) from error


def read_csv(data: bytes, limits: Limits) -> Reading:
    """The table of a .csv, in whatever encoding and with whatever delimiter. Raises UnreadableFile."""
    text = decode(data).removeprefix("\ufeff")
    sheet, mark = Sheet(""), delimiter_of(text)
    try:
        for row, values in enumerate(csv.reader(lines_of(text, mark, limits), delimiter=mark)):
            filled = [(at, plain(value)) for at, value in enumerate(values) if value.strip()]
            sheet.cells += [SheetCell(row, at, value, row, at) for at, value in filled]
            if len(sheet.cells) > limits.cells:
                raise UnreadableFile(TOO_LARGE.format(limits.cells))
    except csv.Error as error:
        raise UnreadableFile("CSV 文件格式有误（引号不成对？），请用 Excel 或 WPS 另存为 .xlsx 后重试") from error
    return compose_sheets([sheet], [], limits)


def lines_of(text: str, mark: str, limits: Limits) -> Iterator[str]:
    """The lines with their ends. Raises UnreadableFile for one of more columns than a sheet can have."""
    for line in StringIO(text, newline=""):
        if line.count(mark) > MOST_COLUMNS:
            raise UnreadableFile(TOO_LARGE.format(limits.cells))
        yield line


def delimiter_of(text: str) -> str:
    """The sign that stands most often in the first lines, outside quotation marks."""
    head = re.sub(r'"[^"]*"', "", text[:10_000])
    return max(DELIMITERS, key=head.count)


def plain(value: str) -> str:
    """A value of a .csv without the formula that keeps its noughts."""
    found = QUOTED_FORMULA.fullmatch(value)
    return found[1] if found else value


def compose_sheets(sheets: Sequence[Sheet], hidden: Sequence[str], limits: Limits) -> Reading:
    """One reading of all sheets, and what was left out of them."""
    filled = [sheet for sheet in sheets if sheet.cells or sheet.notes]
    layout = Layout(limits)
    pieces = [piece for sheet in filled for piece in layout.sheet(sheet, len(filled) > 1)]
    return compose(pieces, warnings=warnings(sheets, hidden))


def warnings(sheets: Iterable[Sheet], hidden: Sequence[str]) -> Iterator[str]:
    """What the user has to know of the sheets."""
    if hidden:
        yield HIDDEN_SHEETS.format(len(hidden), "、".join(hidden[:NAMED]))
    for sheet in sheets:
        if sheet.withheld:
            yield HIDDEN_CELLS.format(sheet.name, sheet.withheld)
        if sheet.uncounted:
            yield UNCOUNTED.format(sheet.name, len(sheet.uncounted), "、".join(sheet.uncounted[:NAMED]))
        if sheet.errors:
            yield ERRORS.format(sheet.name, len(sheet.errors), "、".join(sheet.errors[:NAMED]))


# --- rows into captions and tables -------------------------------------------------------------------------------

Row = tuple[SheetCell, ...]


@dataclass(slots=True)
class Grid:
    """The rows of one table."""

    rows: list[Row]


class Layout:
    """Parts sheets into lines and tables; counts tables over all of them."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.tables = 0

    def sheet(self, sheet: Sheet, several: bool) -> Iterator[Piece]:
        """The sheet's name if it says something, its lines and tables in order, the texts of its boxes."""
        parts = list(parted(sheet))
        titled = bool(parts) and not isinstance(parts[0], Grid)
        if sheet.name and not UNNAMED.fullmatch(sheet.name.strip()) and (several or not titled):
            yield Piece(sheet.name, "heading", level=1, address=sheet.name)
        for part in parts:
            yield from self.table(part, sheet) if isinstance(part, Grid) else lines(part, sheet)
        for note in sheet.notes:
            yield Piece(note, address=sheet.name or None)

    def table(self, grid: Grid, sheet: Sheet) -> Iterator[Piece]:
        """The cells of a table, row by row, those without text among them; blank rows and columns are left out."""
        number, self.tables = self.tables, self.tables + 1
        columns = sorted({cell.column for row in grid.rows for cell in row})
        rows = [row[0].row for row in grid.rows]
        if len(rows) * len(columns) > self.limits.cells:
            raise UnreadableFile(TOO_LARGE.format(self.limits.cells))
        spans = [[span_of(cell, rows, columns) for cell in row] for row in grid.rows]
        heads = head_rows(spans)
        covered: set[tuple[int, int]] = set()
        for at, (places, row) in enumerate(zip(spans, grid.rows, strict=True)):
            filled = {span.left: (span, cell.text) for span, cell in zip(places, row, strict=True)}
            for span in places:
                covered.update(span.places())
            for column in range(len(columns)):
                if column not in filled and (at, column) in covered:
                    continue
                span, text = filled.get(column, (Span(at, column, at, column), ""))
                place = Cell(number, at, column, span.bottom - at + 1, span.right - column + 1, at < heads)
                yield Piece(text, "cell", cell=place, address=named(sheet, rows[at], columns[column]))


@dataclass(frozen=True, slots=True)
class Span:
    """The rows and columns of its table that a cell reaches over, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def places(self) -> Iterable[tuple[int, int]]:
        """The places of a merged cell; none for a cell of one place."""
        if self.top == self.bottom and self.left == self.right:
            return ()
        return product(range(self.top, self.bottom + 1), range(self.left, self.right + 1))

    def divides(self, column: int) -> bool:
        """Whether it is a head of several columns, the given one among them."""
        return self.left < self.right and self.left <= column <= self.right


def span_of(cell: SheetCell, rows: Sequence[int], columns: Sequence[int]) -> Span:
    """The place of a cell among the rows and columns that its table has."""
    row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
    if (cell.row, cell.column) == (cell.bottom, cell.right):
        return Span(row, column, row, column)
    return Span(row, column, bisect_right(rows, cell.bottom) - 1, bisect_right(columns, cell.right) - 1)


def named(sheet: Sheet, row: int, column: int) -> str:
    """An address with its sheet: «台账!C7»."""
    return f"{sheet.name}!{address_of(row, column)}" if sheet.name else address_of(row, column)


def lines(row: Row, sheet: Sheet) -> Iterator[Piece]:
    """The cells of a row that belongs to no table, each a line; a label and its value are one."""
    label: SheetCell | None = None
    for cell in row:
        if label is not None and not LABELLED.fullmatch(cell.text):
            yield Piece(f"{label.text}{cell.text}", address=named(sheet, label.row, label.column))
            label = None
            continue
        if label is not None:
            yield Piece(label.text, address=named(sheet, label.row, label.column))
        label = cell if LABEL.fullmatch(cell.text) else None
        if label is None:
            yield Piece(cell.text, address=named(sheet, cell.row, cell.column))
    if label is not None:
        yield Piece(label.text, address=named(sheet, label.row, label.column))


def parted(sheet: Sheet) -> Iterator[Row | Grid]:
    """The sheet from top to bottom: rows that are lines of their own, and tables."""
    rows = [tuple(cells) for _, cells in groupby(sheet.cells, key=lambda cell: cell.row)]
    open_grid: Grid | None = None
    for block in blocks_of(rows, sheet):
        above, body, below = split(block)
        if open_grid is not None and body and not begins_table(above, body, open_grid):
            open_grid.rows += [*above, *body]
        elif body:
            yield from (open_grid,) if open_grid else ()
            yield from above
            open_grid = Grid([*body])
        else:
            yield from (open_grid,) if open_grid else ()
            yield from above
            open_grid = None
        if below:
            yield from (open_grid,) if open_grid else ()
            yield from below
            open_grid = None
    if open_grid is not None:
        yield open_grid


def blocks_of(rows: Iterable[Row], sheet: Sheet) -> Iterator[list[Row]]:
    """Runs of rows without a blank row between them; a tall merged cell reaches over those that are blank below it."""
    block: list[Row] = []
    bottom = 0
    for row in rows:
        if block and blank_between(sheet, bottom, row[0].row):
            yield block
            block = []
        block.append(row)
        bottom = max(bottom, *(cell.bottom for cell in row))
    if block:
        yield block


def split(block: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Lines above a table, its rows, lines below it; all are lines where no row has two cells."""
    if max(map(len, block)) < 2:
        return ([], block, []) if all(NUMBER.fullmatch(row[0].text.strip()) for row in block) else (block, [], [])
    widest = max(map(len, block))
    first = next((at for at, row in enumerate(block) if not is_line(row, widest, strict=False)), len(block))
    last = len(block)
    while last > first and is_line(block[last - 1], widest, strict=True):
        last -= 1
    return block[:first], block[first:last], block[last:]


def is_line(row: Row, widest: int, strict: bool) -> bool:
    """Whether a row is no row of a table: a title, a note, «填报单位：… 填报日期：…».

    Above a table one cell may be without a label: «统计表», «单位：项».
    """
    texts = [cell.text.strip() for cell in row]
    if len(texts) == 1:
        return is_note(row[0]) if strict else not NUMBER.fullmatch(texts[0])
    unlabelled = sum(not is_labelled(texts, at) for at in range(len(texts)))
    most = 0 if strict else 1
    return unlabelled <= most and (len(texts) < widest or unlabelled == 0)


def is_note(cell: SheetCell) -> bool:
    """Whether a cell alone in its row below a table is no row of it, as «合计» without figures is."""
    text = cell.text.strip()
    return cell.right > cell.column or len(text) > SHORTEST_NOTE or is_labelled([text], 0)


def is_labelled(texts: Sequence[str], at: int) -> bool:
    """Whether a cell is «label：value», a day, or the value of the label before it."""
    if LABELLED.fullmatch(texts[at]) or DAY.fullmatch(texts[at]):
        return True
    return at > 0 and LABEL.fullmatch(texts[at - 1]) is not None


def begins_table(above: Sequence[Row], body: Sequence[Row], before: Grid) -> bool:
    """Whether rows below a blank one are a table of their own: they have a line above them, or the same heads again."""
    first = [cell.text.strip() for cell in body[0]]
    if any(NUMBER.fullmatch(text) or DAY.fullmatch(text) or len(text) > LONGEST_HEAD for text in first):
        return False
    return bool(above) or first == [cell.text.strip() for cell in before.rows[0]]


def head_rows(rows: Sequence[Sequence[Span]]) -> int:
    """How many rows head the columns: the first, as far as its cells reach down, and those below a cell that spans."""
    if len(rows) < 2:
        return 0
    heads = at = 0
    while at <= heads and at < len(rows) - 1:
        heads = max(heads, at + int(is_divided(rows[at], rows[at + 1])), *(span.bottom for span in rows[at]))
        at += 1
    return min(heads + 1, len(rows) - 1)


def is_divided(above: Sequence[Span], below: Sequence[Span]) -> bool:
    """Whether a row does nothing but divide the heads that span columns in the row above it."""
    return len(below) > 1 and all(any(head.divides(span.left) for head in above) for span in below)
