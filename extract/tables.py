"""Records from tables: each figure with its row's and column's head, each row of a hazard ledger or list of tasks.

A table whose cells are mostly words is left to the prose rules. Source: annotation guide.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from extract.industries import trade_of_danger, trade_of_unit
from extract.items import noun_before
from extract.rulebook import load
from extract.words import Words
from language.dates import find_times
from language.normalize import normalize
from language.numerals import find_quantities, parse
from records import Block, Count, Deadline, Document, Hazard


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell's normalised text and its block; a merged cell stands at each place that it covers."""

    text: str
    block: Block


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells; heads is the number of rows that name the columns. A place without a cell is None."""

    rows: tuple[tuple[TableCell | None, ...], ...]
    heads: int

    def column_head(self, column: int) -> str:
        """The names of a column from top to bottom, each once: «检查情况·一般隐患（项）»."""
        names = dict.fromkeys(cell.text for row in self.rows[: self.heads] if (cell := row[column]) and cell.text)
        return "·".join(names)

    @property
    def body(self) -> tuple[tuple[TableCell | None, ...], ...]:
        """Rows below the heads."""
        return self.rows[self.heads :]


@dataclass(frozen=True, slots=True)
class TableRecords:
    """What a document's tables state, and the spans of those tables, which prose rules leave alone."""

    counts: tuple[Count, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    read: tuple[tuple[int, int], ...] = ()


def records_of_tables(document: Document, anchor: dt.date | None) -> TableRecords:
    """Records of all tables of figures, hazard ledgers and lists of tasks in the document."""
    found = [records for table in find_tables(document) if (records := _records_of(table, document, anchor)).read]
    return TableRecords(
        tuple(one for each in found for one in each.counts),
        tuple(one for each in found for one in each.deadlines),
        tuple(one for each in found for one in each.hazards),
        tuple(span for each in found for span in each.read),
    )


def _records_of(table: Table, document: Document, anchor: dt.date | None) -> TableRecords:
    """Records of one table; none, and nothing read, where it is of words."""
    ledger, tasks = _columns(table, "ledger", "description"), _columns(table, "tasks", "task")
    hazards = tuple(_hazards(table, ledger, document, anchor)) if ledger else ()
    tasked = tasks and "due" in tasks and not ledger
    deadlines = tuple(_deadlines(table, tasks, document, anchor)) if tasks and tasked else ()
    if ledger and "due" in ledger:
        deadlines = tuple(_mendings(table, ledger, document, anchor))
    counts = () if tasked else tuple(_figures(table, document))
    if not (counts or deadlines or hazards):
        return TableRecords()
    blocks = [cell.block for row in table.rows for cell in row if cell]
    span = (min(block.start for block in blocks), max(block.end for block in blocks))
    return TableRecords(counts, deadlines, hazards, (span,))


def find_tables(document: Document) -> Iterator[Table]:
    """The document's tables as grids, with their heads told apart: the rows above the first that holds a figure."""
    groups: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.cell:
            groups.setdefault(block.cell.table, []).append(block)
    for blocks in groups.values():
        rows = _grid(blocks, document.text)
        if len(rows) > 1:
            yield Table(rows, _heads(rows, blocks))


def _grid(blocks: Sequence[Block], text: str) -> tuple[tuple[TableCell | None, ...], ...]:
    cells = [(block.cell, TableCell(normalize(text[block.start : block.end]).text.strip(), block)) for block in blocks]
    places = {
        (cell.row + down, cell.column + right): content
        for cell, content in cells
        if cell
        for down in range(cell.row_span)
        for right in range(cell.column_span)
    }
    height, width = max(row for row, _ in places) + 1, max(column for _, column in places) + 1
    return tuple(tuple(places.get((row, column)) for column in range(width)) for row in range(height))


def _heads(rows: Sequence[Sequence[TableCell | None]], blocks: Iterable[Block]) -> int:
    marked = {block.cell.row for block in blocks if block.cell and block.cell.head}
    number = re.compile(load("tables")["number"])
    first = next((at for at, row in enumerate(rows) if any(cell and number.match(cell.text) for cell in row)), 1)
    return max(1, min(len(rows) - 1, max(first, len(marked))))


def _columns(table: Table, form: str, needed: str) -> dict[str, int] | None:
    """Column of each field of a form, by its head; None when the needed one is missing."""
    heads = [table.column_head(column) for column in range(len(table.rows[0]))]
    found: dict[str, int] = {}
    for field, pattern in load("tables")[form].items():
        at = next((at for at, head in enumerate(heads) if at not in found.values() and re.search(pattern, head)), None)
        if at is not None:
            found[field] = at
    return found if needed in found and len(found) > 1 and not _numeric(table, found[needed]) else None


def _numeric(table: Table, column: int) -> bool:
    number = re.compile(load("tables")["number"])
    return any(cell and number.match(cell.text) for row in table.body if (cell := row[column]))


def _hazards(table: Table, columns: dict[str, int], document: Document, anchor: dt.date | None) -> Iterator[Hazard]:
    for row in table.body:
        values = {field: cell for field, at in columns.items() if (cell := row[at]) and cell.text}
        if cell := values.get("description"):
            text = {field: value.text for field, value in values.items()}
            place = text.get("place")
            trade = trade_of_unit(text.get("industry", "")) or trade_of_unit(place or "") or trade_of_danger(cell.text)
            yield Hazard(
                description=cell.text, level=_level(text, table, document), place=place, industry=trade,
                status=_status(text.get("status")), measures=text.get("measures"),
                responsible=text.get("responsible"), due=_day(text.get("due"), anchor),
                funds=_money(text.get("funds"), table, columns), rule="ledger-row", confidence=0.95,
                **_where(cell, document),
            )  # fmt: skip


def _deadlines(table: Table, columns: dict[str, int], document: Document, anchor: dt.date | None) -> Iterator[Deadline]:
    for row in table.body:
        task, due = row[columns["task"]], row[columns["due"]]
        times = find_times(due.text, anchor) if due and task and task.text else []
        if task and due and times:
            who = row[columns["responsible"]] if "responsible" in columns else None
            yield Deadline(
                task=task.text, due=None if times[0].recurrence else times[0].last,
                start_date=_start(times[0].first, times[0].last), recurrence=times[0].recurrence,
                responsible=(who.text or None) if who else None, rule="task-row", confidence=0.95,
                **_where(due, document),
            )  # fmt: skip


def _mendings(table: Table, columns: dict[str, int], document: Document, anchor: dt.date | None) -> Iterator[Deadline]:
    """The days by which a ledger's hazards are to be mended. Who must is a body: a person's name is left out."""
    for row in table.body:
        text = {field: cell.text for field, at in columns.items() if (cell := row[at]) and cell.text}
        due, day = row[columns["due"]], _day(text.get("due"), anchor)
        if due and day:
            named = "responsible" in columns and "责任人" not in table.column_head(columns["responsible"])
            yield Deadline(
                task=text.get("measures", "整改"), due=day, responsible=text.get("responsible" if named else "place"),
                rule="ledger-row", confidence=0.95, **_where(due, document),
            )  # fmt: skip


def _start(first: dt.date | None, last: dt.date | None) -> dt.date | None:
    return first if first != last else None


def _figures(table: Table, document: Document) -> Iterator[Count]:
    number = re.compile(load("tables")["number"])
    shared = _shared_unit(table, document)
    for row in table.body:
        label = _row_label(row)
        for column, cell in enumerate(row):
            head = table.column_head(column)
            repeated = column and cell is row[column - 1]
            if not cell or repeated or not number.match(cell.text) or re.search(load("tables")["no_row_label"], head):
                continue
            if figure := _figure(cell, head, label, shared, document):
                yield figure


def _row_label(row: Sequence[TableCell | None]) -> str | None:
    number = re.compile(load("tables")["number"])
    return next((cell.text for cell in row if cell and cell.text and not number.match(cell.text)), None)


def _shared_unit(table: Table, document: Document) -> str | None:
    """Unit that stands once for the whole table, in the lines just above it: «单位：万元»."""
    first = min(cell.block.start for row in table.rows for cell in row if cell)
    unit = re.search(load("tables")["unit_of_table"], normalize(document.text[max(0, first - 80) : first]).text)
    return unit["unit"] if unit else None


def _figure(cell: TableCell, head: str, label: str | None, shared: str | None, document: Document) -> Count | None:
    data = load("tables")
    given = re.search(data["unit_in_head"], head)
    name = re.sub(data["unit_in_head"], "", head).rpartition("·")[2]
    unit = "%" if cell.text.endswith("%") else given["unit"] if given else _unit_of(name) or shared
    value = parse(cell.text.rstrip("%").lstrip("-—"))
    if value is None or not name or not unit:
        return None
    scale = {"万": 10_000, "亿": 100_000_000}.get(unit[0], 1)
    noun = noun_before(Words(name).between(0, len(name)), unit)
    if noun.item is None and noun.action and "整改" in noun.action:
        noun = replace(noun, item="隐患")  # a column «已整改（项）» counts what the column before found
    return Count(
        value=value * scale, unit=unit.lstrip("万亿") or "元", item=noun.item or name,
        action=noun.action if noun.item else None, subject=label, rule="table-cell", confidence=0.95,
        **_where(cell, document),
    )  # fmt: skip


def _unit_of(name: str) -> str | None:
    return next((unit for noun, unit in load("tables")["unit_by_noun"].items() if name.endswith(noun)), None)


def _where(cell: TableCell, document: Document) -> dict[str, Any]:
    """Span, quote and page of a cell, without the spaces around its text."""
    raw = document.text[cell.block.start : cell.block.end]
    start = cell.block.start + len(raw) - len(raw.lstrip())
    end = cell.block.end - (len(raw) - len(raw.rstrip()))
    return {"quote": document.text[start:end], "start": start, "end": end, "page": cell.block.page}


def _level(text: dict[str, str], table: Table, document: Document) -> Any:
    """«重大» where the row says so, or the table's own name above it does."""
    first = min(cell.block.start for row in table.rows for cell in row if cell)
    words = text.get("level", "") or document.text[max(0, first - 40) : first]
    return "重大" if "重大" in words else "一般" if "一般" in words else None


def _status(words: str | None) -> Any:
    patterns = load("tables")["status"]
    return next(
        (name for name in ("found", "rectified", "rectifying") if words and re.search(patterns[name], words)), None
    )


def _day(words: str | None, anchor: dt.date | None) -> dt.date | None:
    times = find_times(words, anchor) if words else []
    return times[0].last if times else None


def _money(words: str | None, table: Table, columns: dict[str, int]) -> Decimal | None:
    value = parse(words) if words else None
    if value is None:
        found = [quantity.value for quantity in find_quantities(words or "") if quantity.unit == "元"]
        return found[0] if found else None
    return value * 10_000 if "万元" in table.column_head(columns["funds"]) else value
