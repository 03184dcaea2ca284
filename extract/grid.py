"""A document's tables as grids, their heads told from their rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.rulebook import load
from language.normalize import normalize
from language.numerals import find_quantities
from records import Block, Document


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell's normalised text, without line ends, and its block; a merged cell stands at each place that it covers."""

    text: str
    block: Block


Row = Sequence[TableCell | None]


@dataclass(frozen=True)
class Table:
    """A grid of cells; heads is the number of rows that name the columns. A place without a cell is None."""

    rows: tuple[Row, ...]
    heads: int

    @cached_property
    def head_parts(self) -> tuple[tuple[str, ...], ...]:
        """The names of each column from top to bottom, each once, without the numbers of columns."""
        index = re.compile(load("tables")["index"])
        texts = ([cell.text for row in self.rows[: self.heads] if (cell := row[at])] for at in range(len(self.rows[0])))
        return tuple(
            tuple(dict.fromkeys(text for text in column if text and not index.match(text))) for column in texts
        )

    def column_head(self, column: int) -> str:
        """The names of a column in one: «检查情况·一般隐患（项）»."""
        return "·".join(self.head_parts[column])

    @property
    def body(self) -> tuple[Row, ...]:
        """Rows below the heads."""
        return self.rows[self.heads :]

    @property
    def start(self) -> int:
        """Where the table begins in the document's text."""
        return min(cell.block.start for row in self.rows for cell in row if cell)

    @property
    def end(self) -> int:
        """Where it ends."""
        return max(cell.block.end for row in self.rows for cell in row if cell)

    def own(self, row: int, column: int) -> TableCell | None:
        """The cell of the body that begins at a place; None where one only reaches over it."""
        cell = self.body[row][column]
        place = cell.block.cell if cell else None
        return cell if place and (place.row, place.column) == (row + self.heads, column) else None


def find_tables(document: Document) -> Iterator[Table]:
    """The tables of a document that have more than one row."""
    groups: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.cell:
            groups.setdefault(block.cell.table, []).append(block)
    for blocks in groups.values():
        rows = _grid(blocks, document.text)
        if len(rows) > 1:
            yield Table(rows, _heads(rows))


def is_number(text: str) -> bool:
    """Whether a cell holds a figure and nothing else."""
    return re.match(load("tables")["number"], text) is not None


def _grid(blocks: Sequence[Block], text: str) -> tuple[Row, ...]:
    cells = [(block.cell, TableCell(_clean(text[block.start : block.end]), block)) for block in blocks]
    places = {
        (cell.row + down, cell.column + right): content
        for cell, content in cells
        if cell
        for down in range(cell.row_span)
        for right in range(cell.column_span)
    }
    height, width = max(row for row, _ in places) + 1, max(column for _, column in places) + 1
    return tuple(tuple(places.get((row, column)) for column in range(width)) for row in range(height))


def _clean(text: str) -> str:
    if text.isascii() and text.isdigit():
        return text
    return re.sub(r"\s*\n\s*", "", normalize(text).text.strip())


def _heads(rows: Sequence[Row]) -> int:
    """How many rows are heads: those marked so, what their cells reach down to, words above the first figure.

    The rows of a ledger may hold no figure at all, or the first one far down: where the first rows name its columns,
    nothing below them is a head. 0 where the first row already holds figures with their units: 临琴区 | 81件 | 9.3万元.
    """
    if all(_has_figures(row) for row in rows[:2]):
        return 0
    marked = next((at for at, row in enumerate(rows) if not _is_marked(row)), len(rows))
    least = max(marked, _reach(rows))
    first = next((at for at, row in enumerate(rows) if at and any(cell and is_number(cell.text) for cell in row)), 1)
    heads = least if _names_fields(Table(tuple(rows), min(least, len(rows) - 1))) else max(least, first)
    heads += heads < len(rows) - 1 and _is_index(rows[heads])
    return max(1, min(len(rows) - 1, heads))


def _has_figures(row: Row) -> bool:
    """Whether all cells of a row but the first are figures with their units, and there are several."""
    texts = [cell.text for cell in row[1:] if cell]
    return len(texts) > 1 and all(is_figure(text) for text in texts)


def is_figure(text: str) -> bool:
    """Whether a text is a figure with its unit and nothing else: 81件, 9.3万元."""
    found = find_quantities(text) if text[:1].isdigit() else []
    return len(found) == 1 and bool(found[0].unit) and found[0].end - found[0].start == len(text)


def _is_marked(row: Row) -> bool:
    return any(cell and cell.block.cell and cell.block.cell.head for cell in row)


def _reach(rows: Sequence[Row]) -> int:
    """Rows that the first row's cells reach over, one more where a title takes the first row for itself."""
    places = [cell.block.cell for cell in rows[0] if cell and cell.block.cell]
    titled = len(places) > 1 and places[0].column_span == len(rows[0])
    return max((place.row_span for place in places), default=1) + titled


def _names_fields(table: Table) -> bool:
    """Whether the heads are those of a ledger or of a list of tasks."""
    return any(columns_of(table, form, needed) for form, needed in (("ledger", "description"), ("tasks", "task")))


def _is_index(row: Row) -> bool:
    """Whether a row only numbers the columns: «甲 1 2 3»."""
    texts = [cell.text for cell in row if cell and cell.text]
    numbers = [int(text) for text in texts if text.isdigit()]
    index = re.compile(load("tables")["index"])
    return len(numbers) > 2 and numbers == list(range(1, len(numbers) + 1)) and all(map(index.match, texts))


def columns_of(table: Table, form: str, needed: str) -> dict[str, int] | None:
    """Column of each field of a form, by its head; None when the needed one is missing, or holds figures."""
    heads = [table.column_head(column) for column in range(len(table.rows[0]))]
    fields: dict[str, list[str]] = load("tables")[form]
    found: dict[str, int] = {}
    for rank in range(max(map(len, fields.values()))):
        for field, patterns in fields.items():
            if rank < len(patterns) and field not in found:
                barred = _undescribing(heads) if field == "description" else ()
                at = _first_match(patterns[rank], heads, (*found.values(), *barred))
                if at is not None:
                    found[field] = at
    return found if needed in found and len(found) > 1 and not _is_numeric(table, found[needed]) else None


def _undescribing(heads: Sequence[str]) -> list[int]:
    """Columns that describe no danger though their heads speak of one: «是否存在隐患»."""
    return [at for at, head in enumerate(heads) if re.search(load("tables")["no_description"], head)]


def _first_match(pattern: str, heads: Sequence[str], taken: Iterable[int]) -> int | None:
    used = set(taken)
    return next((at for at, head in enumerate(heads) if at not in used and re.search(pattern, head)), None)


def _is_numeric(table: Table, column: int) -> bool:
    return any(cell and is_number(cell.text) for row in table.body if (cell := row[column]))
