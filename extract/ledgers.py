"""Hazards of a ledger: each row's dangers, with what its other cells and the lines above the table say of them."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from extract.cells import dangers_in_cell
from extract.defects import cues
from extract.grid import Row, Table, TableCell
from extract.heads import Paper
from extract.industries import trade_of_danger, trade_of_unit
from extract.levels import level_of_head
from extract.measures import Unit, as_unit, written_unit
from extract.rulebook import load
from extract.standards import standard_of
from extract.tallies import shared_unit, tidy, where
from extract.trades import ANYWHERE
from extract.units import units
from language.dates import find_times
from language.normalize import normalize
from language.numerals import find_quantities, parse
from records import INDUSTRIES, Document, Hazard
from records.facts import Level, Status

_ABOVE, _LONGEST_HEADING = 1500, 40  # characters above a table, and of a line there that may head it
_MARKS = frozenset("√✓✔☑是有")
_SURE = {True: 0.95, False: 0.85}  # confidence in a row whose words are known to fault something, and in others
_UNIT_ABOVE = re.compile(
    r"(?:被[^：，。]{0,6}(?:单位|企业|场所|项目)|受检(?:单位|企业)|(?:单位|企业|场所|项目|工程|矿井)名称)(?:（[^（）]*）)?[：:]"
    r"(?P<name>[^：:\s]{3,40})"
)
_MONEY = re.compile(r"单位[：:]\s*([万亿]?元)")
_NEAR = 3  # headings right above a table that may name whose dangers it tells
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]")
_ASKED = re.compile("是否|是不是|有无")
_ONLY_DONE = re.compile(
    "(?:均|已|全部|现场|当场|立即)*(?:整改|改正|完成|销号|闭环|消除)?(?:完成|到位|完毕|整改|销号)?[。；]?"
)
_SAME = frozenset({"", "〃", "″", "同上"})  # a place that is the one of the row above


@dataclass(frozen=True)
class Ledger:
    """A table of hazards: where its columns are, the paper that it stands in, the day of that."""

    table: Table
    columns: dict[str, int]
    document: Document
    anchor: dt.date | None

    def hazards(self) -> Iterator[Hazard]:
        """A record for each danger of each row, in order."""
        level, place = self._level_above, self._unit_above
        before = ""
        for at, row in enumerate(self.table.body):
            if words := self._across(row):  # «二、重大隐患», «惠民商场（3条）» over all columns
                level, place, before = level_of_head(words) or level, _unit_in(words) or place, ""
                continue
            cell = self.table.own(at, self.columns["description"])
            if not cell or not tells_danger(cell.text):
                continue
            text = {field: found.text for field, column in self.columns.items() if (found := row[column])}
            text = {field: words for field, words in text.items() if words not in _SAME and words not in "—-/无"}
            before = text.get("place") or (before if self._same(row) else "")
            own = None if "place" in self.columns else _unit_opening(cell.text)
            yield from self._dangers(self._row(text, cell, before or own or place or self._owner(text), level))

    def _owner(self, text: dict[str, str]) -> str | None:
        """The enterprise that has to mend, where no column tells whose the danger is."""
        return _unit_in(text.get("responsible", "")) if "place" not in self.columns else None

    def _same(self, row: Row) -> bool:
        """Whether a row leaves its place to the row above."""
        if "place" not in self.columns:
            return False
        cell = row[self.columns["place"]]
        return cell is None or cell.text in _SAME

    def _across(self, row: Row) -> str | None:
        """The words of a row that is one cell, or in which only the first has words; None for any other."""
        cell = row[self.columns["description"]]
        told = {found.text for found in row if found and found.text}
        if len(told) != 1 or (cell and cell.text and cell.block is not (row[0].block if row[0] else None)):
            return None
        return next(iter(told))

    def _row(self, text: dict[str, str], cell: TableCell, place: str | None, level: Level | None) -> Hazard:
        """What a row says of each of its dangers."""
        over = _told(text.get("due"), "") == "rectified" or is_done_on(self.table, self.columns, text)
        due = None if over else _day(text.get("due"), self.anchor)
        return Hazard(
            description=cell.text, level=self._level(text) or level, place=place,
            industry=self._trade(text, place), status=self._status(text, due), measures=_measures(text.get("measures")),
            responsible=text.get("responsible"), due=due,
            funds=_money(text.get("funds"), self._money_unit),
            rule="ledger-row", confidence=_SURE[any(True for _ in cues(cell.text))], **where(cell, self.document),
        )  # fmt: skip

    def _dangers(self, row: Hazard) -> Iterator[Hazard]:
        """The dangers that a row's cell describes, each with its own words."""
        reading = normalize(row.quote)
        for span in dangers_in_cell(reading.text):
            start, end = (row.start + at for at in reading.source(*span))
            words = re.sub(r"\s*\n\s*", "", reading.text[slice(*span)])
            one = replace(row, description=words, start=start, end=end, quote=self.document.text[start:end])
            yield replace(one, standard=standard_of(one, self.anchor))

    def _level(self, text: dict[str, str]) -> Level | None:
        """What the row's own cell says: «重大», «一般隐患», «是» under «是否重大隐患»."""
        words = text.get("level", "")
        if words in _MARKS and "重大" in self.table.column_head(self.columns["level"]):
            return "重大"
        return "重大" if "重大" in words else "一般" if "一般" in words else None

    @cached_property
    def _headings(self) -> list[str]:
        """Lines above the table that may head it, the nearest first, then the paper's title."""
        above = self.document.text[max(0, self.table.start - _ABOVE) : self.table.start].splitlines()
        lines = [line.strip() for line in [*above, *self._under_name()]]
        short = [line for line in reversed(lines) if 0 < len(line) <= _LONGEST_HEADING and line[-1] not in "。；，"]
        return [line for line in short if "\t" not in line] + [self._paper.title]

    def _under_name(self) -> list[str]:
        """A title that takes the table's first row for itself."""
        first = {cell.block.start: cell.text for cell in self.table.rows[0] if cell}
        return list(first.values()) if len(first) == 1 else []

    @cached_property
    def _paper(self) -> Paper:
        return Paper(normalize(self.document.text[: min(_ABOVE, self.table.start)]).text)

    @cached_property
    def _level_above(self) -> Level | None:
        """The level that the nearest heading which has one gives to the whole table."""
        for line in self._headings:
            if level := level_of_name(line):
                return level
            if _SECTION.match(line):
                break
        return level_of_name(self._paper.title)

    @cached_property
    def _unit_above(self) -> str | None:
        """The unit that the lines above name as the one inspected, or that a heading or the paper's title names."""
        labels = (label["name"] for line in self._headings if (label := _UNIT_ABOVE.search(line)))
        if inspected := next(labels, None):
            return str(inspected)
        named = (unit for line in self._headings[:_NEAR] if (unit := _unit_in(line)))
        return next(named, None) or (self._paper.unit.name if self._paper.unit else None)

    @cached_property
    def _money_unit(self) -> Unit | None:
        head = self.table.column_head(self.columns["funds"]) if "funds" in self.columns else ""
        if unit := written_unit(head)[1] or shared_unit(self.table, self.document)[0]:
            return unit
        above = _MONEY.findall(self.document.text, max(0, self.table.start - _ABOVE), self.table.start)
        return as_unit(above[-1]) if above else None

    def _trade(self, text: dict[str, str], place: str | None) -> str | None:
        """The trade that the row names, else that of the unit, else of the paper, else the kind of danger."""
        named = text.get("industry", "")
        if named in INDUSTRIES:
            return named
        unit = trade_of_unit(named) or trade_of_unit(place or "") or trade_of_unit(self._unit_above or "")
        kind = trade_of_danger(f"{named}{text['description']}")
        own = self._paper.trade if self._paper.inspects and kind in ANYWHERE else None
        return unit or own or kind or self._paper.trade

    def _status(self, text: dict[str, str], due: dt.date | None) -> Status | None:
        """What the row says of mending; without a word on it, a day or an order makes it rectifying."""
        words = text.get("status")
        told = _told(words, self.table.column_head(self.columns["status"])) if words else None
        if told or (told := _told(text.get("due"), "")):
            return told
        if self.columns.get("due") is None and self._paper.plans:
            return None
        return "rectifying" if due or "due" in text else "found"


def tells_danger(words: str) -> bool:
    """Whether a cell's words may describe a danger: not «无», «√», «合格», «3处», «共26条»."""
    patterns = load("tables")
    return len(re.findall("[\u4e00-\u9fff]", words)) > 1 and not re.search(patterns["no_danger"], words)


def level_of_name(words: str) -> Level | None:
    """The level that a table's or a paper's name gives to all that stands in it."""
    return level_of_head(words) or ("重大" if re.search(load("tables")["of_major_hazards"], words) else None)


def _unit_in(words: str) -> str | None:
    """The one unit that a heading names."""
    named = [unit for unit in units(words, 0, len(words)) if unit.named]
    return named[0].name if len(named) == 1 else None


def _unit_opening(words: str) -> str | None:
    """The unit that a cell begins with: «红旗助剂公司切断阀失效»."""
    words = words.lstrip("0123456789.、．（） ")
    return next((unit.name for unit in units(words, 0, len(words)) if unit.named and unit.start == 0), None)


def _measures(words: str | None) -> str | None:
    """What a cell says was done; None where it only says that it was: 已整改."""
    return None if words and _ONLY_DONE.fullmatch(words) else words


def is_done_on(table: Table, columns: Mapping[str, int], text: Mapping[str, str]) -> bool:
    """Whether the day of a row is the one on which it was mended, by its head and status: 整改时间 | 已完成."""
    head = table.column_head(columns["due"]) if "due" in columns else ""
    return bool(re.search(load("tables")["done_on"], head)) and _told(text.get("status"), "") == "rectified"


def _told(words: str | None, head: str) -> Status | None:
    """The status that a cell tells; a bare mark says what its column's head does."""
    if not words:
        return None
    patterns = load("tables")["status"]
    if words in _MARKS and re.search("整改|改正|销号|完成", head):
        return "found" if re.search("未", head) else "rectified"
    order = ("found", "open", "rectified", "rectifying")
    told = next((name for name in order if re.search(patterns[name], words)), None)
    return "rectifying" if told == "open" else told  # type: ignore[return-value]


def _day(words: str | None, anchor: dt.date | None) -> dt.date | None:
    times = find_times(words, anchor) if words else []
    return times[0].last if times else None


def _money(words: str | None, unit: Unit | None) -> Decimal | None:
    """An amount in 元; a bare figure is in the unit of its column, or of the table."""
    value = parse(words) if words else None
    if value is None:
        found = [quantity.value for quantity in find_quantities(words or "") if quantity.unit == "元"]
        return found[0] if found else None
    return tidy(value * unit.scale) if unit and unit.name == "元" else value


def faults(table: Table, column: int) -> float:
    """Share of a column's cells that hold words which hold a word that faults something."""
    told = [cell.text for row in table.body if (cell := row[column]) and tells_danger(cell.text)]
    return sum(any(True for _ in cues(words)) for words in told) / len(told) if told else 0.0


def ledger_of(table: Table, *, plain: bool = False) -> dict[str, int] | None:
    """The columns of a ledger; None for any other table, and for a check list, which is read as prose.

    plain  whether heads that tell nothing will do («情况»), so that the cells have to say what the column is
    """
    fields: dict[str, list[str]] = load("tables")["ledger"]
    heads = [table.column_head(column) for column in range(len(table.rows[0]))]
    if plain:
        least, wanted = load("tables")["plain_least"], [load("tables")["plain_description"]]
    else:
        least, wanted = 0.0, fields["description"]
    description = _description(table, heads, wanted, least)
    if description is None or len(heads) < 2 or _asks(table, description):
        return None
    found = {"description": description}
    for rank in range(max(map(len, fields.values()))):
        for field, patterns in fields.items():
            if field not in found and rank < len(patterns):
                taken = set(found.values())
                columns = (at for at, head in enumerate(heads) if at not in taken and re.search(patterns[rank], head))
                if (at := next(columns, None)) is not None:
                    found[field] = at
    return found


def _description(table: Table, heads: list[str], patterns: list[str], least: float) -> int | None:
    """The column whose head says that it describes dangers, and whose cells do most."""
    for pattern in patterns:
        fitting = [at for at, head in enumerate(heads) if re.search(pattern, head) and not _no_description(head)]
        told = [(faults(table, at), -at) for at in fitting if _has_words(table, at)]
        if told and max(told)[0] >= least:
            return -max(told)[1]
    return None


def _asks(table: Table, column: int) -> bool:
    """Whether most cells ask for something: «通道是否畅通»."""
    cells = [cell.text for row in table.body if (cell := row[column]) and cell.text]
    return 2 * sum(bool(_ASKED.search(text)) for text in cells) > len(cells)


def _no_description(head: str) -> bool:
    return re.search(load("tables")["no_description"], head) is not None


def _has_words(table: Table, column: int) -> bool:
    return any(cell and tells_danger(cell.text) for row in table.body if (cell := row[column]))
