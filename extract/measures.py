"""The figures of a table: what its heads say that they count, in which unit, and whose they are.

Heads stand above the figures («排查隐患（处）»), over several columns («重大隐患» above «排查数», «其中：已整改»), or
to the left of them, with their units in a column of their own. Source: annotation guide, «count».
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from extract.context import as_period
from extract.grid import Row, Table, TableCell, is_number
from extract.items import noun_before
from extract.rulebook import load
from extract.words import Words
from language.dates import find_times
from language.normalize import normalize
from language.numerals import Quantity, find_quantities, parse
from records import Change, Count, Document, Period

_ABOVE = 80  # characters above a table in which its unit stands


class Unit(NamedTuple):
    """A unit without its scale word: 万元 is 元, 10000. implied: the head's noun stands for it."""

    name: str
    scale: Decimal = Decimal(1)
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What the figures under one head, or behind it, count.

    basis  set where they are rises and falls
    whole  number of the measure that this one is a part of, by «其中»
    """

    item: str
    action: str | None
    unit: Unit | None
    period: Period | None = None
    basis: str | None = None
    whole: int | None = None


def counts_of(table: Table, document: Document, anchor: dt.date | None, owner: int | None = None) -> list[Count]:
    """A count for each figure of the table; part_of is an index into this list.

    owner  column that says whose a row is, where that is known
    """
    shared, _ = shared_unit(table, document)
    units = _unit_column(table)
    measures = read_measures(table.head_parts, shared, anchor)
    if units is not None or (not any(one and one.unit for one in measures) and _labels_have_units(table)):
        return list(_counts_by_row(table, units, shared, document, anchor))
    return list(_counts_by_column(table, _as_percents(table, measures), owner, document))


def _counts_by_column(
    table: Table, measures: Sequence[Measure | None], owner: int | None, document: Document
) -> Iterator[Count]:
    made = 0
    for at, row in enumerate(table.body):
        named = row[owner] if owner is not None else None
        label, places = named.text if named and named.text else _label(row, measures), dict[int, int]()
        for column, measure in enumerate(measures):
            cell = table.own(at, column)
            count = _count(cell, measure, label, document) if cell and measure else None
            if count and measure:
                whole = places.get(measure.whole) if measure.whole is not None else None
                places[column] = made
                made += 1
                yield replace(count, part_of=whole)


def _counts_by_row(
    table: Table, units: int | None, shared: Unit | None, document: Document, anchor: dt.date | None
) -> Iterator[Count]:
    """Counts of a table whose rows are measures, «检查企业 | 家次 | 36 | 120», its columns times or owners."""
    names = [tuple(filter(None, [_row_name(row)])) for row in table.body]
    given = [_as_unit(cell.text) if units is not None and (cell := row[units]) else None for row in table.body]
    measures = read_measures(names, shared, anchor, given)
    owners = [_owner(parts, anchor) for parts in table.head_parts]
    for at, measure in enumerate(measures):
        for column, (owner, period) in enumerate(owners):
            cell = table.own(at, column) if measure and column != units else None
            if cell and measure and not re.search(load("tables")["no_figures"], table.column_head(column)):
                measured = replace(measure, period=measure.period or period, whole=None)
                count = _count(cell, measured, owner, document)
                yield from (count,) if count else ()


def _owner(parts: Sequence[str], anchor: dt.date | None) -> tuple[str | None, Period | None]:
    """Whose figures stand under a head, and of what time: «槐镇», «本月»."""
    names = [part for part in parts if not _is_empty(part, anchor)]
    return names[-1] if names else None, next(filter(None, (_period(part, anchor) for part in parts)), None)


def _count(cell: TableCell, measure: Measure, label: str | None, document: Document) -> Count | None:
    """The count of one cell; None where it holds no figure, or none of a known unit."""
    quantity = _quantity(cell.text)
    unit = _unit_of(cell.text, quantity, measure.unit) if quantity else None
    if not quantity or not unit:
        return None
    value, upper = (None if end is None else _tidy(end * unit.scale) for end in (quantity.value, quantity.upper))
    return Count(
        value=value, upper=upper, unit=unit.name, item=measure.item, action=measure.action, approx=quantity.approx,
        change=_change(cell.text, value, measure.basis), period=measure.period, subject=label, masked=quantity.masked,
        rule="table-cell", confidence=0.95, **where(cell, document),
    )  # fmt: skip


def where(cell: TableCell, document: Document) -> dict[str, Any]:
    """Span, quote and page of a cell, without the spaces around its text."""
    raw = document.text[cell.block.start : cell.block.end]
    start = cell.block.start + len(raw) - len(raw.lstrip())
    end = cell.block.end - (len(raw) - len(raw.rstrip()))
    return {"quote": document.text[start:end], "start": start, "end": end, "page": cell.block.page}


# --- one cell ----------------------------------------------------------------------------------------------------


def _quantity(text: str) -> Quantity | None:
    """The figure that is all that a cell holds: «1,234.5», «94.5%», «36家», «12.3万», «**»."""
    if is_number(text):
        value = parse(text.lstrip("-—+¥￥").rstrip("%‰"))
        return None if value is None else Quantity(value, None, "", "exact", False, True, text, 0, len(text))
    if re.match(load("tables")["mask"], text):
        return Quantity(None, None, "", "exact", True, False, text, 0, len(text))
    found = find_quantities(text) if text[:1].isdigit() or text[:1] in "约近超" else []
    whole = len(found) == 1 and found[0].end - found[0].start == len(text)
    return found[0] if whole and found[0].digits else None


def _unit_of(text: str, quantity: Quantity, unit: Unit | None) -> Unit | None:
    """The unit of a cell's figure: its own, whose scale is worked out already, else its head's."""
    if text[-1] in "%‰":
        return Unit(text[-1])
    if text[0] in "¥￥" and (unit is None or unit.implied):
        return Unit("元")
    return Unit(quantity.unit) if quantity.unit else unit


def _change(text: str, value: Decimal | None, basis: str | None) -> Change | None:
    """Which way a rise or fall goes, by its sign."""
    if basis is None:
        return None
    return Change(basis, "flat" if value == 0 else "down" if text[0] in "-—" else "up")


def _tidy(value: Decimal) -> Decimal:
    """The value without noughts behind the point: 1.5 万元 is 15000 元, not 15000.0."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _label(row: Row, measures: Sequence[Measure | None]) -> str | None:
    """Whose row it is: its first words in a column that measures nothing."""
    words = (cell.text for cell, one in zip(row, measures, strict=True) if cell and cell.text and not one)
    label = next((text for text in words if not is_number(text)), None)
    return label or _row_name(row)


def _row_name(row: Row) -> str | None:
    return next((cell.text for cell in row if cell and cell.text and not is_number(cell.text)), None)


# --- heads -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """What one head says, taken apart.

    words  its own words, without unit, ordinal and «其中»; empty for «数量», «本月»
    above  the words of the heads over it, the nearest first
    """

    words: str
    above: tuple[str, ...]
    is_part: bool
    unit: Unit | None
    period: Period | None


def read_measures(
    heads: Sequence[Sequence[str]],
    shared: Unit | None,
    anchor: dt.date | None,
    given: Sequence[Unit | None] = (),
) -> list[Measure | None]:
    """What each column counts, from its heads top to bottom; None for one that counts nothing.

    shared  unit that stands once above the table; given  unit of each, where they stand in a column of their own
    """
    names = [_name(parts, anchor) for parts in heads]
    units = given or [None] * len(names)
    measures: list[Measure | None] = []
    for name, unit in zip(names, units, strict=True):
        measures.append(_measure(name, unit or name.unit or shared, measures, names) if name else None)
    return measures


def _name(parts: Sequence[str], anchor: dt.date | None) -> Name | None:
    """The head's name; None for one whose figures count nothing, or without a word."""
    data = load("tables")
    units = [_written_unit(part) for part in parts]
    unit = next((one for _, one in reversed(units) if one), None)
    period = next(filter(None, (_period(part, anchor) for part in reversed(parts))), None)
    words = [re.sub(data["ordinal"], "", re.sub(r"\s", "", text)) for text, _ in units]
    told = [text for text in words if not _is_empty(text, anchor)]
    if not told or any(re.search(data["no_figures"], text) for text in told[-1:]):
        return None
    own = re.sub(data["part"], "", told[-1])
    implied = _implied_unit(words[-1]) or _implied_unit(own)
    above = tuple(re.sub(data["part"], "", text) for text in reversed(told[:-1]))
    return Name(own, above, own != told[-1], unit or implied, period)


def _measure(
    name: Name, unit: Unit | None, before: Sequence[Measure | None], names: Sequence[Name | None]
) -> Measure | None:
    if change := re.match(load("tables")["change"], name.words):
        return _change_measure(name, unit, change["basis"] or "较上年同期", before, names)
    whole = _whole(unit, before, names) if name.is_part else None
    left = before[whole] if whole is not None else _neighbour(name, before, names)
    item, action = _item(name, unit, left)
    if unit and unit.name in "%‰" and sum(other is not None and other.words == name.words for other in names) > 1:
        item = _told_apart(item, name, left)
    return Measure(item, action, unit, name.period, None, whole if left and unit and unit.name not in "%‰" else None)


def _item(name: Name, unit: Unit | None, left: Measure | None) -> tuple[str, str | None]:
    """What is counted, by which act. «已整改» takes its noun from the head over it, else from what it is a part of."""
    data = load("tables")
    core = re.sub(data["counting"], "", re.sub(data["done"], "", name.words)) or name.words
    noun = noun_before(Words(core).between(0, len(core)), unit.name if unit else "")
    # «列入治理计划的重大隐患»: the clause belongs to the noun; «应排查单位»: nobody has checked them yet
    if "的" in core or re.match(data["undone"], core):
        return core, None
    if noun.item is not None:
        return noun.item, noun.action
    if not noun.action or not re.search(data["carried"], noun.action):
        return core, None
    carrier = next((text for text in name.above if re.search(data["carrier"], text)), None)
    if carrier:
        return _item(Name(carrier, (), False, unit, None), unit, None)[0], noun.action
    if left and re.search(data["carrier"], left.item):
        return left.item, noun.action
    return ("隐患", noun.action) if "整改" in noun.action else (core, None)


def _told_apart(item: str, name: Name, left: Measure | None) -> str:
    """«整改率», where several columns are called so, with what it is the rate of."""
    carrier = next((text for text in name.above if re.search(load("tables")["carrier"], text)), None)
    owner = _item(Name(carrier, (), False, None, None), None, None)[0] if carrier else left.item if left else ""
    return item if item.startswith(owner) else owner + item


def _whole(unit: Unit | None, before: Sequence[Measure | None], names: Sequence[Name | None]) -> int | None:
    """The nearest column to the left that a «其中» can be a part of: no part itself, of the same unit."""
    for at in reversed(range(len(before))):
        one, name = before[at], names[at]
        if one and name and not name.is_part and one.unit and unit and one.unit.name == unit.name:
            return at
    return None


def _neighbour(name: Name, before: Sequence[Measure | None], names: Sequence[Name | None]) -> Measure | None:
    """The nearest measure to the left that has a noun of its own, under the same heads."""
    for measure, other in zip(reversed(before), reversed(names[: len(before)]), strict=True):
        if measure and other and other.above == name.above and re.search(load("tables")["carrier"], measure.item):
            return measure
    return None


def _change_measure(
    name: Name, unit: Unit | None, basis: str, before: Sequence[Measure | None], names: Sequence[Name | None]
) -> Measure | None:
    """«同比（%）» under «死亡人数», or to the right of it: the size of that one's change."""
    if name.above:
        item, action = _item(replace(name, words=name.above[0], above=name.above[1:]), unit, None)
        return Measure(item, action, unit, name.period, basis)
    base = next((one for one in reversed(before) if one and one.basis is None), None)
    return replace(base, unit=unit or base.unit, basis=basis, whole=None) if base else None


def _is_empty(part: str, anchor: dt.date | None) -> bool:
    """Whether a head says nothing of what is counted: «数量», «本月», «1-6月累计»."""
    times = find_times(part, anchor)
    left = part if not times else part[: times[0].start] + part[times[0].end :]
    return re.match(load("tables")["empty"], left) is not None


def _period(part: str, anchor: dt.date | None) -> Period | None:
    """The time that a head names, where it says nothing else."""
    times = find_times(part, anchor) if _is_empty(part, anchor) else []
    return as_period(times[0]) if times else None


# --- units -------------------------------------------------------------------------------------------------------


@cache
def _as_unit(text: str) -> Unit | None:
    """The unit that a text is, and nothing else: 项, 万元, 千元, %."""
    found = find_quantities(f"1{text}")
    if len(found) != 1 or found[0].end != len(text) + 1 or not found[0].unit or found[0].value is None:
        return None
    return Unit(found[0].unit, found[0].value)


def _written_unit(part: str) -> tuple[str, Unit | None]:
    """The head without its unit in brackets, and that unit. «检查企业（单位）（家）» has its second bracket for one."""
    for found in reversed(list(re.finditer(load("tables")["unit_in_head"], part))):
        if unit := _as_unit(found["unit"]):
            return part[: found.start()] + part[found.end() :], unit
    return part, None


def _implied_unit(name: str) -> Unit | None:
    """The unit that a head's noun stands for."""
    nouns = [noun for noun in load("tables")["unit_by_noun"] if name.endswith(noun)]
    return Unit(load("tables")["unit_by_noun"][max(nouns, key=len)], implied=True) if nouns else None


def shared_unit(table: Table, document: Document) -> tuple[Unit | None, tuple[int, int] | None]:
    """Unit that stands once for the whole table, in the lines just above it («单位：万元»), and where it says so."""
    first = max(0, table.start - _ABOVE)
    above = normalize(document.text[first : table.start])
    for match in reversed(list(re.finditer(load("tables")["unit_of_table"], above.text))):
        if unit := _as_unit(match["unit"]):
            start, end = above.source(*match.span())
            return unit, (first + start, first + end)
    return None, None


def _unit_column(table: Table) -> int | None:
    """The column that gives each row's unit; None where there is none."""
    for column, parts in enumerate(table.head_parts):
        texts = [cell.text for row in table.body if (cell := row[column]) and cell.text]
        if parts and re.match(load("tables")["unit_column"], parts[-1]) and texts and all(map(_as_unit, texts)):
            return column
    return None


def _labels_have_units(table: Table) -> bool:
    """Whether most rows name what they count, with its unit: «检查企业（家次）»."""
    named = [name for row in table.body if (name := _row_name(row))]
    return bool(named) and 2 * sum(_written_unit(name)[1] is not None for name in named) > len(named)


def _as_percents(table: Table, measures: Sequence[Measure | None]) -> list[Measure | None]:
    """The measures; a rate without «%» whose figures are all fractions up to 1 is given in hundredths.

    A sheet that counts 整改数/排查数 and is not told to show percents has 0.94 for 94 %.
    """
    return [
        replace(one, unit=Unit("%", Decimal(100))) if one and one.unit and _is_fraction(table, at, one.unit) else one
        for at, one in enumerate(measures)
    ]


def _is_fraction(table: Table, column: int, unit: Unit) -> bool:
    if unit.name != "%" or not unit.implied:
        return False
    texts = [cell.text for row in table.body if (cell := row[column]) and is_number(cell.text)]
    values = [parse(text) for text in texts if text[-1] not in "%‰" and text[0].isdigit()]
    known = [value for value in values if value is not None]
    return len(known) == len(texts) and any("." in text for text in texts) and all(value <= 1 for value in known)
