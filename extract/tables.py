"""Records from tables: each figure with its row's and column's head, each row of a hazard ledger or list of tasks.

A table whose cells are mostly words is left to the prose rules. Source: annotation guide.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from extract.captions import named_period, reported
from extract.grid import Table, TableCell, columns_of, find_tables
from extract.ledgers import Ledger, is_done_on, ledger_of
from extract.registers import accidents_of
from extract.responsible import subject_at
from extract.rulebook import load
from extract.tallies import counts_of, shared_unit, where
from language.dates import Time, find_times
from records import Accident, Count, Deadline, Document, Hazard

# of an item in a cell
_NUMBER = re.compile(r"^(?:（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十\d]{1,3}[、.．](?!\d)) *")
_LEAST_TASK = 4  # characters of a task that shares its cell with others: «考核班组长；更换阀门6只»
_CLAUSE = re.compile("[\u4e00-\u9fff、]{2,24}")
_IN_WORDS = ("description", "measures", "status")  # columns of a ledger that tell in words
_FIGURE = re.compile(r"[\d一二三四五六七八九十两半]")


@dataclass(frozen=True, slots=True)
class TableRecords:
    """What tables state; part_of is an index into counts.

    read     spans that prose rules leave alone
    figured  cells of a ledger in which prose rules read figures only: «货叉4台无牌», «加装泄爆片12处»
    """

    counts: tuple[Count, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    accidents: tuple[Accident, ...] = ()
    read: tuple[tuple[int, int], ...] = ()
    figured: tuple[tuple[int, int], ...] = ()


def records_of_tables(document: Document, anchor: dt.date | None) -> TableRecords:
    """Records of all tables of figures, hazard ledgers and lists of tasks in the document."""
    found = [_records_of(table, document, anchor) for table in find_tables(document)]
    counts: list[Count] = []
    for each in found:
        first = len(counts)
        counts += [one if one.part_of is None else replace(one, part_of=one.part_of + first) for one in each.counts]
    return TableRecords(
        tuple(counts),
        tuple(one for each in found for one in each.deadlines),
        tuple(one for each in found for one in each.hazards),
        tuple(one for each in found for one in each.accidents),
        tuple(span for each in found for span in each.read),
        tuple(span for each in found for span in each.figured),
    )


def _records_of(table: Table, document: Document, anchor: dt.date | None) -> TableRecords:
    """Records of one table; nothing is read, and left aside by prose rules, where it is of words."""
    ledger, tasks = ledger_of(table), columns_of(table, "tasks", "task")
    tasked = tasks and "due" in tasks and not ledger
    plain = None if ledger else ledger_of(table, plain=True)
    mends = bool(tasks and plain and plain.get("measures") == tasks["task"])  # 督办事项 | 整改要求: what mends a danger
    tasked, ledger = tasked and not mends, ledger or (plain if mends or not tasked else None)
    hazards = tuple(Ledger(table, ledger, document, anchor).hazards()) if ledger else ()
    deadlines = tuple(_deadlines(table, tasks, document, anchor)) if tasks and tasked else ()
    if ledger and "due" in ledger:
        deadlines = tuple(_mendings(table, ledger, document, anchor))
    elif ledger:
        deadlines = tuple(_orders(table, ledger, document, anchor))
    owner = ledger.get("place") if ledger else None
    counts = () if tasked else tuple(_counts(table, document, anchor, owner, timed=not ledger))
    accidents = accidents_of(table, document, anchor)
    if not (counts or deadlines or hazards):
        return TableRecords(accidents=accidents)
    _, caption = shared_unit(table, document)
    figured = tuple(_figured(table, ledger, counts)) if ledger else ()
    read = tuple(_read(table, tasks)) if tasks and tasked else tuple(_around(table, figured))
    return TableRecords(counts, deadlines, hazards, accidents, (*read, *((caption,) if caption else ())), figured)


def _read(table: Table, columns: dict[str, int]) -> Iterator[tuple[int, int]]:
    """What of a list of tasks prose rules leave alone: all but the tasks, whose figures they read.

    Only the times where a column tells dangers («整治内容»).
    """
    told = re.compile(load("tables")["told"])
    dangers = any(at != columns["task"] and told.search(table.column_head(at)) for at in range(len(table.rows[0])))
    aside = [columns["due"]] if dangers else [at for at in range(len(table.rows[0])) if at != columns["task"]]
    cells = (table.own(row, at) for row in range(len(table.body)) for at in aside)
    yield from sorted((cell.block.start, cell.block.end) for cell in cells if cell)


def _figured(table: Table, ledger: Mapping[str, int], counts: Iterable[Count]) -> Iterator[tuple[int, int]]:
    """The cells of a ledger that tell in words, with figures among them, what is wrong, what is done and how far."""
    columns = {ledger[field] for field in _IN_WORDS if field in ledger}
    told = sorted(count.start for count in counts)
    cells = (table.own(row, at) for row in range(len(table.body)) for at in columns)
    spans = {(cell.block.start, cell.block.end) for cell in cells if cell and _FIGURE.search(cell.text)}
    yield from sorted(span for span in spans if bisect_left(told, span[0]) == bisect_left(told, span[1]))


def _around(table: Table, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of a table lies outside of these spans, which are in order, but for the character that ends each."""
    at = table.start
    for start, end in spans:
        if at < start:
            yield at, start
        at = end + 1
    if at < table.end:
        yield at, table.end


def _counts(
    table: Table, document: Document, anchor: dt.date | None, owner: int | None, *, timed: bool
) -> Iterator[Count]:
    """The counts; those of which neither row nor column tells the time have the one named for the whole table.

    A month without a year, in a row or a head, is of the year of that.
    timed  False for a ledger, whose sums are still to be spent
    """
    day = reported(document, anchor)
    named = named_period(table, document, day) if timed else None
    counts = counts_of(table, document, named.end if named and named.end else day, owner)
    yield from (replace(count, period=count.period or named) for count in counts)


def _deadlines(table: Table, columns: dict[str, int], document: Document, anchor: dt.date | None) -> Iterator[Deadline]:
    done = re.search(load("tables")["done_to"], table.column_head(columns["task"]))
    planned = not re.search(load("tables")["limit"], table.column_head(columns["due"]))
    for row in table.body:
        task, due = row[columns["task"]], row[columns["due"]]
        times = find_times(due.text, anchor) if due and task and task.text else []
        if task and due and times and not (planned and _is_over(times[0], anchor)):
            who = row[columns["responsible"]] if "responsible" in columns else subject_at(task.text, 0, len(task.text))
            for told in _tasks_in(task.text):
                yield Deadline(
                    task=told + (done["verb"] if done else ""), due=None if times[0].recurrence else times[0].last,
                    start_date=_start(times[0].first, times[0].last), recurrence=times[0].recurrence,
                    responsible=(who.text or None) if who else None, rule="task-row", confidence=0.95,
                    **_from_to(task, due, document),
                )  # fmt: skip


def _tasks_in(cell: str) -> list[str]:
    """The tasks of a cell, parted by semicolons, without their numbers."""
    parts = [_NUMBER.sub("", part).strip("。； ") for part in cell.split("；")]
    several = len(parts) > 1 and all(len(part) >= _LEAST_TASK for part in parts)
    return parts if several else [_NUMBER.sub("", cell).rstrip("。；")]


def _from_to(task: TableCell, due: TableCell, document: Document) -> dict[str, Any]:
    """Span, quote and page of a task with the time in its row; of the task alone where a time reaches over rows."""
    told, timed = where(task, document), where(due, document)
    rows = (task.block.cell, due.block.cell)
    if rows[0] is None or rows[1] is None or rows[0].row != rows[1].row:
        return told
    start, end = min(told["start"], timed["start"]), max(told["end"], timed["end"])
    return {**told, "quote": document.text[start:end], "start": start, "end": end}


def _mendings(table: Table, columns: dict[str, int], document: Document, anchor: dt.date | None) -> Iterator[Deadline]:
    """The days by which a ledger's hazards are to be mended; who must is the one of its column, else the place."""
    named_verb = re.search(load("tables")["mending"], table.column_head(columns["due"]))
    verb = named_verb["verb"] if named_verb else "整改"
    for row in table.body:
        text = {field: cell.text for field, column in columns.items() if (cell := row[column]) and cell.text}
        due, day = row[columns["due"]], _day(text.get("due"), anchor)
        measures = row[columns["measures"]] if "measures" in text else None
        if due and day and not is_done_on(table, columns, text):
            yield Deadline(
                task=text.get("measures", verb), due=day, responsible=text.get("responsible", text.get("place")),
                rule="ledger-row", confidence=0.95, **_from_to(measures or due, due, document),
            )  # fmt: skip


def _orders(table: Table, columns: dict[str, int], document: Document, anchor: dt.date | None) -> Iterator[Deadline]:
    """The days told in the cells of a ledger without a column for them: «停止充装，9月10日前改正»."""
    told = [columns[field] for field in ("measures", "status") if field in columns]
    for row in table.body:
        who = next((row[columns[field]] for field in ("responsible", "place") if field in columns), None)
        for cell in (row[at] for at in told):
            for time in find_times(cell.text, anchor) if cell else ():
                task = _CLAUSE.match(cell.text, time.end) if cell and time.relation == "by" and time.last else None
                if cell and task:
                    yield Deadline(
                        task=task[0], due=time.last, responsible=(who.text or None) if who else None,
                        rule="ledger-row", confidence=0.9, **where(cell, document),
                    )  # fmt: skip


def _is_over(time: Time, anchor: dt.date | None) -> bool:
    """Whether a time in a plan has passed: a column «时间» may tell what was done."""
    return anchor is not None and time.last is not None and time.last < anchor


def _start(first: dt.date | None, last: dt.date | None) -> dt.date | None:
    return first if first != last else None


def _day(words: str | None, anchor: dt.date | None) -> dt.date | None:
    times = find_times(words, anchor) if words else []
    return times[0].last if times else None
