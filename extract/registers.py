"""Accidents told by labelled fields: flash reports («事故时间：…；事故地点：…；伤亡情况：…») and rows of registers.

The labels are in rules/accidents.toml, [form]. Each has a time or a place, and tells what happened or to whom
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extract.casualties import Toll, toll
from extract.grid import Row, Table, TableCell
from extract.moments import Moments
from extract.rulebook import load
from extract.scene import type_in
from extract.sentences import Span
from extract.tellings import tellings_in
from language.dates import Time, find_times
from language.normalize import normalize
from language.numerals import parse
from language.quick import compiled
from records import Accident, Document

_SURE = 0.85
_FEWEST = 3  # fields of a form
_REHEARSED = re.compile("演练|演习|推演|模拟|桌面")
_NOTHING = re.compile("(?:无|没有|暂无|0|零)(?:人员?)?(?:伤亡)?人?[。，]?")
_AVERTED = re.compile("未遂|未(?:触|碰|撞|发生|造成后果)|险些|避让|虚警|误报")
_SUM = re.compile("合计|总计|小计|共计|累计|[与较比]上|[与较]去")
_BRACKETS = re.compile("（[^（）]*）")
_COUNTED = {"deaths": "死", "injured": "伤", "missing": "失踪|失联"}
_MONTH_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})(?![./\d-])[日号]?")  # «1.9 21:40»
_LISTED = re.compile("(?P<what>[\u4e00-\u9fff]{2,12}?)(?:事故|情况|案件)*(?:登记|统计|一览|台账|汇总|明细|记录)")
_UNNAMED = frozenset({"", "—", "-", "/", "无", "待查", "待定", "不详"})


@cache
def _labels() -> re.Pattern[str]:
    """A label of a form in running text, one group for each field, and the labels of others that end its value."""
    fields: dict[str, str] = load("accidents")["form"]
    named = "|".join(f"(?P<{name}>{words})" for name, words in fields.items() if name != "title")
    return compiled(
        rf"(?<![\u4e00-\u9fff])(?:{named})(?:（[^（）]{{1,12}}）)?[:：]|(?P<other>(?:报告|填报|上报|接报|续报)时间[:：])"
    )


@dataclass(frozen=True)
class _Fields:
    """The fields of a form or a row by name, and the text[start:end] that holds them."""

    texts: dict[str, str]
    start: int
    end: int
    date: str | None = None

    @property
    def place(self) -> str | None:
        """The place; the unit where none is told."""
        told = (_BRACKETS.sub("", self.texts.get(name, "")).strip("，。； ") for name in ("place", "unit"))
        place = next((place for place in told if place not in _UNNAMED), None)
        area = self.texts.get("area", "")
        return area + place if place and area not in _UNNAMED and area not in place else place

    @property
    def kind(self) -> str | None:
        """The type, in the words of its own field where no known one is there."""
        said = re.sub("(?:生产安全)?事故$|[，。；].*", "", self.texts.get("kind", "").strip())
        known = type_in(said) or (None if said not in _UNNAMED else type_in(self.texts.get("story", "")))
        return known or (said if said not in _UNNAMED else None)

    @property
    def toll(self) -> Toll:
        """The victims: of the fields for them, else of the story."""
        people = self.texts.get("toll", "")
        if people and _NOTHING.fullmatch(people.strip()):
            return Toll(0, 0, None, 0, 1)
        told = next(filter(None, (_toll_of(self.texts.get(name)) for name in ("toll", "story"))), Toll())
        later = _toll_of(self.texts.get("after"))
        return _counted(self.texts, later.updating(told) if later and told else told)

    def accident(self, text: str) -> Accident:
        """The record; text is the one that start and end are of."""
        victims = self.toll
        return Accident(
            quote=text[self.start : self.end], start=self.start, end=self.end, rule="labelled-fields",
            why=tuple(word for word in (self.date, self.place, self.kind) if word), confidence=_SURE,
            date=self.date, place=self.place, type=self.kind,
            deaths=victims.deaths, injured=victims.injured, missing=victims.missing,
        )  # fmt: skip


def _toll_of(words: str | None) -> Toll:
    return toll(words, 0, len(words)) if words else Toll()


def _counted(texts: dict[str, str], told: Toll) -> Toll:
    """The victims with those that a field of their own counts: «死亡人数：1»."""
    for name in _COUNTED:
        figure = re.fullmatch(r"(\d+|[一二两三四五六七八九十]+)[人名]?|无", texts.get(name, "").strip(" 。；，"))
        if figure:
            value = parse(figure[1]) if figure[1] else None
            told = replace(told, end=1, **{name: int(value) if value is not None else 0})
    slight = re.fullmatch(r"\d+", texts.get("slight", "").strip())
    return replace(told, end=1, injured=(told.injured or 0) + int(slight[0])) if slight else told


def forms_in(text: str, times: Sequence[Time], anchor: dt.date | None) -> list[Accident]:
    """The accidents that flash reports in a normalised text tell of, in order; each spans its labelled fields."""
    marks = list(_labels().finditer(text)) if "：" in text else []
    when = Moments(text, times, anchor) if marks else None
    return [one.accident(text) for one in _forms(text, marks, when)] if when else []


def _forms(text: str, marks: Sequence[re.Match[str]], when: Moments) -> Iterator[_Fields]:
    """Runs of labels; a label that comes again begins another form."""
    run: list[re.Match[str]] = []
    for mark in marks:
        again = any(mark.lastgroup == one.lastgroup for one in run) and mark.lastgroup in ("time", "place")
        if again or (run and mark.start() - run[-1].end() > _FAR):
            yield from _form(text, run, when)
            run = []
        run.append(mark)
    yield from _form(text, run, when)


_LONG = frozenset({"story", "toll"})  # fields of several sentences
_FAR = 400  # characters from one label of a form to its next


def _form(text: str, run: Sequence[re.Match[str]], when: Moments) -> Iterator[_Fields]:
    fields: dict[str, Span] = {}
    for at, mark in enumerate(run):
        stops = [
            stop
            for stop in (text.find(stop, mark.end()) for stop in ("；\n" if _field_of(mark) in _LONG else "；。\n"))
            if stop >= 0
        ]
        stops += [run[at + 1].start()] if at + 1 < len(run) else []
        name = _field_of(mark)
        if name:
            fields.setdefault(name, Span(mark.end(), min(stops, default=len(text))))
    told = {"kind", "toll", "deaths", "injured", "story"} & fields.keys()
    if len(fields) < _FEWEST or not told or not {"time", "place"} & fields.keys():
        return
    texts = {name: text[slice(*span)].strip() for name, span in fields.items()}
    if _REHEARSED.search(" ".join(texts.values())):
        return
    point = when.first_in(fields["time"]) if "time" in fields else None
    start = min(mark.start() for mark in run if _field_of(mark))
    last = [span.end for name, span in fields.items() if name != "story" or not {"toll", "deaths"} & fields.keys()]
    yield _Fields(texts, start, max(last), when.past(point) if point else None)


def _field_of(mark: re.Match[str]) -> str | None:
    return next((name for name, words in mark.groupdict().items() if words and name != "other"), None)


def accidents_of(table: Table, document: Document, anchor: dt.date | None) -> tuple[Accident, ...]:
    """The accidents that a table registers, one a row, or the one that it is the form of."""
    columns = _columns(table.column_head(column) for column in range(len(table.rows[0])))
    above = document.text[max(0, table.start - 200) : table.start]
    if _is_register(columns, above, table):
        rows: Iterable[_Fields | None] = (_of_row(row, columns, anchor, above, _listed(above)) for row in table.body)
    else:
        rows = (_of_pairs(table, anchor),)
    return tuple(one.accident(document.text) for one in rows if one)


def _columns(heads: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, head in enumerate(heads):
        bare = _BRACKETS.sub("", head)
        names = (name for name, words in load("accidents")["register"].items() if re.fullmatch(words, bare))
        if (name := next(names, None)) is not None:
            found.setdefault(name, at)
    return found


def _is_register(columns: dict[str, int], above: str, table: Table) -> bool:
    heads = "".join(table.column_head(column) for column in range(len(table.rows[0])))
    title = re.compile(load("accidents")["form"]["title"])
    named = title.search(heads) or title.search(above)
    told = {"kind", "toll", "deaths", "story"} & columns.keys()
    return bool(
        named and told and {"time", "place", "unit"} & columns.keys() and not re.search("隐患|问题|整改", heads)
    )


def _listed(above: str) -> str | None:
    """The type of all that a table lists, by its name: «火灾情况登记表», «触电事故台账»."""
    named = [type_in(match["what"]) for match in _LISTED.finditer(normalize(above).text)]
    return named[-1] if named else None


def _of_row(
    row: Row, columns: dict[str, int], anchor: dt.date | None, above: str, listed: str | None
) -> _Fields | None:
    cells = {name: cell for name, at in columns.items() if (cell := row[at]) and cell.text}
    texts = {name: cell.text for name, cell in cells.items()}
    if listed and {"time", "place"} <= texts.keys():
        texts.setdefault("kind", listed)
    whole = "，".join(cell.text for cell in row if cell)
    if _REHEARSED.search(whole) or _SUM.match(whole.lstrip("，")) or not {"place", "unit"} & texts.keys():
        return None
    made = _Fields(texts, *_extent(cells.values()), _day(texts.get("time", ""), anchor, above))
    if "未遂" in texts.get("kind", ""):
        return None
    happened = made.toll.deaths or made.toll.injured or made.toll.missing or "kind" in texts
    story = texts.get("story", "")
    if not (happened or (story and (tellings_in(story) or made.toll) and not _AVERTED.search(story))):
        return None
    return made if made.date or made.place else None


def _of_pairs(table: Table, anchor: dt.date | None) -> _Fields | None:
    """A form that is a table: each label's cell with the one to its right."""
    cells: dict[str, TableCell] = {}
    for row in table.rows:
        for label, value in pairwise(row):
            name = (
                _field_of(mark)
                if label and value and (mark := _labels().fullmatch(label.text.rstrip("：:") + "："))
                else None
            )
            if name and value and label and value.block is not label.block and value.text:
                cells.setdefault(name, value)
    texts = {name: cell.text for name, cell in cells.items()}
    told = {"kind", "toll", "deaths", "injured", "story"} & texts.keys()
    if len(texts) < _FEWEST or not told or not {"time", "place"} & texts.keys() or _REHEARSED.search(str(texts)):
        return None
    return _Fields(texts, *_extent(cells.values()), _day(texts.get("time", ""), anchor, ""))


def _extent(cells: Iterable[TableCell]) -> tuple[int, int]:
    blocks = [cell.block for cell in cells]
    return min(block.start for block in blocks), max(block.end for block in blocks)


def _day(words: str, anchor: dt.date | None, above: str) -> str | None:
    """The day in a cell; its year and month those of the table's name where it tells none."""
    named = re.findall(r"((?:19|20)\d\d年)(\d{1,2}月)?", normalize(above).text)
    year, month = named[-1] if named else ("", "")
    if day := _MONTH_DAY.match(words):
        words = f"{day[1]}月{day[2]}日" + words[day.end() :]
    if not re.search("[年./-]", words):
        words = year + (month if "月" not in words else "") + words
    point = next((time for time in find_times(words, anchor) if time.relation == "at" and time.iso), None)
    return point.iso if point else None
