"""The figures of a table: one count for each, as its heads say what it counts and its row whose it is.

Heads may stand to the left as well, with their units in a column of their own. Source: annotation guide, «count».
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extract.grid import Row, Table, TableCell, is_number
from extract.lexicon import is_action
from extract.measures import Measure, Unit, as_unit, read_measures, without_time, written_unit
from extract.preceding import noun_before
from extract.rulebook import load
from extract.stretches import as_period
from extract.words import Words
from language.dates import find_times
from language.normalize import normalize
from language.numerals import Approx, Quantity, find_quantities, parse
from records import Change, Count, Document, Period

_SURE = 0.88  # the share of right ones among cells of tables in papers that no rule was written on
_BEFORE_FIGURE = ("约", "近", "超", "*", "×")
_FALLS, _SIGNS = "-—▼↓", "-—▼↓+▲↑"
_BOUND = re.compile("(?P<sign>[>＞≥≧<＜≤≦]) ?(?P<number>[\\d０-９].*)")  # ≥95
_BOUNDS: dict[str, Approx] = {
    **dict.fromkeys(">＞", "over"), **dict.fromkeys("≥≧", "at_least"),
    **dict.fromkeys("<＜", "under"), **dict.fromkeys("≤≦", "at_most"),
}  # fmt: skip
_LEAST_MEASURED = _LEAST_YEARS = 2  # rows with a unit, and columns of years, of a table of goals
_LEAST_GROUPED = 3  # columns of a table with a group, its members and a figure
_ABOVE = 80  # characters above a table in which its unit stands
_LEAD = 200  # characters above a table in which its figures may be summed up


def counts_of(table: Table, document: Document, anchor: dt.date | None, owner: int | None = None) -> list[Count]:
    """A count for each figure of the table; part_of is an index into this list.

    owner  column that says whose a row is, where that is known
    """
    shared, _ = shared_unit(table, document)
    units = _unit_column(table)
    above = normalize(document.text[max(0, table.start - _ABOVE) : table.start]).text
    if not table.heads:
        heads = _heads_above(table, above)
        measures = read_measures(heads, shared, anchor) if heads else []
        return list(_counts_by_column(table, measures, owner, document, anchor))
    measures = read_measures(table.head_parts, shared, anchor, _units_in_turn(table, above))
    if units is not None or (not any(one and one.unit for one in measures) and _labels_have_units(table, anchor)):
        return list(_counts_by_row(table, units, shared, document, anchor))
    measures = _as_percents(table, measures)
    lead = normalize(document.text[max(0, table.start - _LEAD) : table.start]).text
    measures = [_with_noun(one, above) for one in _named_in_turn(measures, lead)]
    whole_years = _cumulated(table.head_parts, anchor)
    measures = [
        one and replace(one, period=year or one.period) for one, year in zip(measures, whole_years, strict=True)
    ]
    return list(_counts_by_column(table, measures, owner, document, anchor))


def _heads_above(table: Table, above: str) -> list[tuple[str, ...]]:
    """The heads that the line above a table without them lists: 各县受理、属实、奖励情况; [] where it does not."""
    listed = re.search(load("tables")["heads_above"], above)
    names = re.split("[、和及]", listed["names"]) if listed else []
    return [(), *((name,) for name in names)] if len(names) == len(table.rows[0]) - 1 else []


def _with_noun(measure: Measure | None, above: str) -> Measure | None:
    """A measure that tells a kind only, with its noun out of the table's name: C、D级自建房整治进度."""
    if measure is None or measure.item[-1:] not in "级类型" or not measure.item:
        return measure
    noun = re.search(re.escape(measure.item[-1]) + load("tables")["noun_of_kind"], above)
    return replace(measure, item=measure.item + noun["noun"]) if noun else measure


def _named_in_turn(measures: Sequence[Measure | None], above: str) -> list[Measure | None]:
    """The measures, each act alone with its noun, which a column before it may have got."""
    named = list(measures)
    for at, one in enumerate(measures):
        named[at] = _done_to_what(one, named, above)
    return named


def _done_to_what(measure: Measure | None, measures: Sequence[Measure | None], above: str) -> Measure | None:
    """A measure whose head is an act alone («检查（家）») with the noun that the unit counts in this table.

    It is another column's, or stands above the table, or is what such a unit mostly counts.
    """
    if measure is None or measure.unit is None:
        return measure
    unnamed = measure.item == measure.unit.name and measure.action  # «检查家次»
    if not unnamed and (measure.action or not _is_act(measure.item)):
        return measure
    nouns: dict[str, str] = load("tables")["counted_in"].get(measure.unit.name, {})
    if not nouns:
        return measure
    unit, act = measure.unit.name.removesuffix("次"), measure.action or measure.item
    alike = [one.item for one in measures if one and one.unit and one.unit.name.removesuffix("次") == unit]
    named = next((item for item in alike if re.search(nouns["named"], item)), None)
    counted = re.findall(rf"{re.escape(act)}([\u4e00-\u9fff]{{2,16}}?)\d[\d,.]*[余多]?{measure.unit.name}", above)
    told = counted or re.findall(nouns["named"], above)
    return replace(measure, item=named or (told[-1] if told else nouns["mostly"]), action=act)


def _is_act(head: str) -> bool:
    noun = noun_before(Words(head).between(0, len(head)), "")
    return (
        is_action(head)
        or bool(re.match(load("tables")["measure_taken"], head))
        or (noun.item is None and noun.action == head)
    )


def _counts_by_column(
    table: Table, measures: Sequence[Measure | None], owner: int | None, document: Document, anchor: dt.date | None
) -> Iterator[Count]:
    made, days, groups = 0, _column_of_days(table), _groups(table)
    figured = {at for row in table.body for at, cell in enumerate(row) if cell and _quantity(cell.text)}
    for at, row in enumerate(table.body):
        named = row[owner] if owner is not None else None
        label, places = named.text if named and named.text else _label(row, figured, anchor), dict[int, int]()
        if groups and label:
            label = _in_group(row, groups[at], label)
        time = _time_of(row, anchor) or _day_of(row[days] if days is not None else None, anchor)
        for column, measure in enumerate(measures):
            cell = table.own(at, column)
            count = _count(cell, measure, label, document) if cell and measure else None
            if count and measure:
                whole = places.get(measure.whole) if measure.whole is not None else None
                places[column] = made
                made += 1
                yield replace(count, part_of=whole, period=count.period or time)


def _counts_by_row(
    table: Table, units: int | None, shared: Unit | None, document: Document, anchor: dt.date | None
) -> Iterator[Count]:
    """Counts of a table whose rows are measures, «检查企业 | 家次 | 36 | 120», its columns times or owners."""
    names = [_row_names(table, row) for row in table.body]
    given = [as_unit(cell.text) if units is not None and (cell := row[units]) else None for row in table.body]
    measures = read_measures(names, shared, anchor, given)
    whole_years = _cumulated(table.head_parts, anchor)
    owners = [_owner(parts, anchor, year) for parts, year in zip(table.head_parts, whole_years, strict=True)]
    bases = [_basis(parts) for parts in table.head_parts]
    for at, measure in enumerate(measures):
        for column, (owner, period) in enumerate(owners):
            cell = table.own(at, column) if measure and column != units else None
            if cell and measure and not re.search(load("tables")["no_figures"], table.column_head(column)):
                basis = bases[column]
                measured = replace(measure, period=measure.period or period, whole=None, basis=basis)
                count = _count(cell, measured, None if basis else owner, document)
                yield from (count,) if count else ()


def _basis(parts: Sequence[str]) -> str | None:
    """What the figures under a head are the change against: «累计同比»; None where they are none."""
    last = re.sub(load("tables")["change_of"], "", parts[-1]) if parts else ""
    change = re.match(load("tables")["change"], written_unit(last)[0])
    return (change["basis"] or "较上年同期") if change else None


def _owner(parts: Sequence[str], anchor: dt.date | None, whole_year: Period | None) -> tuple[str | None, Period | None]:
    """Whose figures stand under a head, and of what time: «槐镇», «本月»."""
    timed = [without_time(part, anchor) for part in parts]
    names = [text for text, _ in timed if not re.match(load("tables")["empty"], text)]
    return names[-1] if names else None, whole_year or next((period for _, period in timed if period), None)


def _cumulated(heads: Sequence[Sequence[str]], anchor: dt.date | None) -> list[Period | None]:
    """For each head the year up to now where it says «累计» and another says «本月»."""
    data = load("tables")
    beside = any(re.match(data["beside_cumulated"], part) for parts in heads for part in parts)
    year = Period(anchor.replace(month=1, day=1), anchor) if anchor and beside else None
    return [year if any(re.match(data["cumulated"], part) for part in parts) else None for parts in heads]


def _count(cell: TableCell, measure: Measure, label: str | None, document: Document) -> Count | None:
    """The count of one cell; None where it holds no figure, or none of a known unit."""
    quantity = (_unchanged(cell.text) if measure.basis else None) or _quantity(cell.text)
    unit = _unit_of(cell.text, quantity, measure.unit) if quantity else None
    if not quantity or not unit:
        return None
    value, upper = (None if end is None else tidy(end * unit.scale) for end in (quantity.value, quantity.upper))
    return Count(
        value=value, upper=upper, unit=unit.name, item=measure.item, action=measure.action, approx=quantity.approx,
        change=_change(cell.text, value, measure.basis), period=measure.period, subject=label, masked=quantity.masked,
        rule="table-cell", confidence=_SURE, **where(cell, document),
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
    if bound := _BOUND.fullmatch(text):
        inner = _quantity(bound["number"])
        return inner and replace(inner, approx=_BOUNDS[bound["sign"]])
    if is_number(text):
        value = parse(text.lstrip(_SIGNS + "¥￥").rstrip("%‰"))
        return None if value is None else Quantity(value, None, "", "exact", False, True, text, 0, len(text))
    if re.match(load("tables")["mask"], text):
        return Quantity(None, None, "", "exact", True, False, text, 0, len(text))
    found = find_quantities(text) if text[:1].isdigit() or text[:1] in _BEFORE_FIGURE else []
    whole = len(found) == 1 and found[0].end - found[0].start == len(text)
    return found[0] if whole and (found[0].digits or found[0].masked) else None


def _unchanged(text: str) -> Quantity | None:
    """Nought, where a cell under a change says that there is none: 持平."""
    if not re.match(load("tables")["flat"], text):
        return None
    return Quantity(Decimal(0), None, "", "exact", False, True, text, 0, len(text))


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
    return Change(basis, "flat" if value == 0 else "down" if text[0] in _FALLS else "up")


def tidy(value: Decimal) -> Decimal:
    """The value without noughts behind the point: 1.5 万元 is 15000 元, not 15000.0."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _label(row: Row, figured: Collection[int], anchor: dt.date | None) -> str | None:
    """Whose row it is: its first words in a column without figures, if they are no time; nobody's where it sums up."""
    texts = (cell.text for at, cell in enumerate(row) if cell and at not in figured)
    first = next((text for text in texts if text and not _is_time(text, anchor)), None)
    return None if first and re.match(load("tables")["total"], first) else first


def _groups(table: Table) -> list[str]:
    """For each row the group in the first column, told once for several rows: 锻造 | 甲班, | 乙班; else []."""
    if len(table.rows[0]) < _LEAST_GROUPED:
        return []
    pairs = [[cell.text if cell else "" for cell in row[:2]] for row in table.body]
    goes_on = any(not first and second and not is_number(second) for first, second in pairs)
    if not goes_on or not pairs[0][0] or any(first and is_number(first) for first, _ in pairs):
        return []
    groups: list[str] = []
    for first, _ in pairs:
        groups.append(first or groups[-1])
    return groups


def _in_group(row: Row, group: str, label: str) -> str:
    """A row's own name behind its group's: 锻造乙班."""
    second = row[1].text if row[1] else ""
    own = second if re.match("[\u4e00-\u9fff]", second) else ""
    return group + own if label in (group, second) else label


def _time_of(row: Row, anchor: dt.date | None) -> Period | None:
    """The months or years that a row is of, where its first words are nothing else: 1月, 一季度, 2023年."""
    first = next((cell.text for cell in row if cell and cell.text), "")
    whole = (time for time in find_times(first, anchor) if time.end - time.start == len(first))
    return next((as_period(time) for time in whole if time.grain in ("month", "quarter", "half", "year")), None)


def _column_of_days(table: Table) -> int | None:
    """The column that says when what a row tells was: 时间, 发生日期."""
    heads = (table.column_head(at) for at in range(len(table.rows[0])))
    return next((at for at, head in enumerate(heads) if re.match(load("tables")["day_column"], head)), None)


def _day_of(cell: TableCell | None, anchor: dt.date | None) -> Period | None:
    """The time that a cell of such a column begins with: 1月9日 03:20."""
    told = next((time for time in find_times(cell.text, anchor) if time.start == 0), None) if cell else None
    return as_period(told) if told and told.relation in ("at", "span") else None


def _is_time(text: str, anchor: dt.date | None) -> bool:
    """Whether a text is a time and nothing else."""
    return text[:1].isdigit() and any(time.end - time.start == len(text) for time in find_times(text, anchor))


def _row_names(table: Table, row: Row) -> tuple[str, ...]:
    """The words before a row's first figure but its number, as heads to its left: 行政检查 | 检查企业（家次）."""
    numbered = re.search(load("tables")["numbered"], table.column_head(0)) is not None
    texts = [cell.text if cell else "" for cell in row[numbered:]]
    first = next((at for at, text in enumerate(texts) if is_number(text)), len(texts))
    names = tuple(filter(None, texts[:first]))
    named = next((at for at, name in enumerate(names) if written_unit(name)[1]), 0)
    return names[: named + 1]


# --- units of a table -------------------------------------------------------------------------------------------


def shared_unit(table: Table, document: Document) -> tuple[Unit | None, tuple[int, int] | None]:
    """Unit that stands once for the whole table, in the lines just above it («单位：万元»), and where it says so."""
    first = max(0, table.start - _ABOVE)
    above = normalize(document.text[first : table.start])
    for match in reversed(list(re.finditer(load("tables")["unit_of_table"], above.text))):
        unit = as_unit(match["unit"])
        several = above.text[match.end() : match.end() + 1] in ("、", "/")  # none of which is the whole table's
        if unit and not several:
            start, end = above.source(*match.span())
            return unit, (first + start, first + end)
    return None, None


def _units_in_turn(table: Table, above: str) -> list[Unit | None]:
    """The units of the columns of figures, where the line above lists them so («单位：家次、件、万元»); else []."""
    listed = re.search(load("tables")["units_of_table"], above)
    units = [as_unit(name) for name in re.split("[、/]", listed["units"])] if listed else []
    columns, uncounted = range(len(table.head_parts)), re.compile(load("tables")["no_figures"])
    figured = [at for at in columns if all(_is_figure(row[at]) for row in table.body)]
    figured = [at for at in figured if not uncounted.search(table.column_head(at))]
    if len(units) != len(figured) or None in units:
        return []
    in_turn = dict(zip(figured, units, strict=True))
    return [in_turn.get(at) for at in columns]


def _is_figure(cell: TableCell | None) -> bool:
    return cell is not None and _quantity(cell.text) is not None


def _unit_column(table: Table) -> int | None:
    """The column that gives each row's unit; None where there is none."""
    for column, parts in enumerate(table.head_parts):
        texts = [cell.text for row in table.body if (cell := row[column]) and cell.text]
        if parts and re.match(load("tables")["unit_column"], parts[-1]) and texts and all(map(as_unit, texts)):
            return column
    return None


def _labels_have_units(table: Table, anchor: dt.date | None) -> bool:
    """Whether most rows name what they count, with its unit, «检查企业（家次）»; a few, where all columns are years."""
    named = [names[-1] for row in table.body if (names := _row_names(table, row))]
    measured = sum(written_unit(name)[1] is not None for name in named)
    years = sum(_owner(parts, anchor, None)[1] is not None for parts in table.head_parts)
    return 2 * measured > len(named) or (measured >= _LEAST_MEASURED and years >= _LEAST_YEARS)


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
