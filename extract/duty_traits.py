"""What a model may know of a time with a task: what the rules say of it, when it is, and the words around it.

Each is a named trait, whose weight models/train.py has learned; extract/learned.py adds them up.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from extract.modals import has_modal
from extract.sentences import Span, around
from extract.words import Words
from language.dates import Time
from language.quick import compiled
from records import Deadline

_FAR = 200  # characters of the sentence to either side of the time
_SECTION = 1200  # characters back to the heading of the section
_SOON, _LATER, _LONG_AGO = 15, 60, -200  # days from the document's day
_BEHIND, _BEFORE = 8, 4  # words around the time
_DONE = compiled("[了已曾]|共(?!同)|累计|过(?!程|节|冬|渡)|先后|接连|据|显示|统计")  # tells what was done
_FIGURE = compiled(r"\d+(?:\.\d+)?[万余多]?[\u4e00-\u9fff]")
_TOLD_BY = compiled("要求|强调|指出|责令|通知|决定|承诺|部署|提出|规定|发现|排查|截至|以来")
_SECTIONS = compiled(
    "打算|安排|计划|下一?步|要求|措施|建议|任务|步骤|目标|情况|开展|主要|做法|问题|存在|成效|经过|原因|教训|保障|处理"
    "|整改|意见|通报|概况|基本"
)
_HEADING = re.compile(r"[^，。；]{4,31}")
_ITEM = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．]")
_DIGITS, _NUMERALS = re.compile(r"\d+"), re.compile("[一二三四五六七八九十〇]+")
_STOPS = "。；\n"


class Case(NamedTuple):
    """A time with what may have to be done by it, and whether the rules take it; None where it has a fixed shape."""

    time: Time
    record: Deadline
    allowed: bool | None


class _Around(NamedTuple):
    """The sentence that holds a time: before it, behind it, the clause to either side of it."""

    before: str
    behind: str
    clause_before: str
    clause: str
    stop: str


class DutyTraits:
    """What a model may know of the times of one paper."""

    def __init__(self, text: str, words: Words, anchor: dt.date | None, kind: str | None) -> None:
        self.text, self.words, self.anchor, self.kind = text, words, anchor, kind
        self._sections: dict[int, tuple[str, ...]] = {}

    def of(self, case: Case) -> tuple[str, ...]:
        """Named traits of a time with its task."""
        when, place = self._when(case.time), self._around(case.time)
        groups = (
            self._rules(case, when), _beside(place, when), _task(case.record, when),
            self._words(case.time, place), self._section(case.time.start, when),
        )  # fmt: skip
        return tuple(dict.fromkeys(chain.from_iterable(groups)))

    def _when(self, time: Time) -> str:
        """Where a time lies from the document's day."""
        if self.anchor is None:
            return "no-day"
        if time.last is None:
            return "no-end"
        days = (time.last - self.anchor).days
        ends = ((_LONG_AGO, "long-ago"), (0, "past"), (1, "same"), (_SOON, "soon"), (_LATER, "later"))
        when = next((name for end, name in ends if days < end), "far")
        return f"{when}+runs" if time.first and time.first <= self.anchor <= time.last else when

    def _rules(self, case: Case, when: str) -> Iterator[str]:
        time, said = case.time, {True: "yes", False: "no", None: "shaped"}[case.allowed]
        yield from (
            f"rules={said}", f"rules={said},{case.record.rule}", f"rules={said},{time.relation},{time.grain}",
            f"rules={said},{when}", f"when={when},{time.relation}", f"rule={case.record.rule}",
            f"relation={time.relation}", f"grain={time.grain}", f"paper={self.kind}", f"paper={self.kind},{said}",
            f"rhythm={time.recurrence}", f"time={_NUMERALS.sub('C', _DIGITS.sub('0', time.text))}",
        )  # fmt: skip

    def _around(self, time: Time) -> _Around:
        text = self.text
        begin, end = around(text, Span(time.start, time.end), _STOPS, _FAR, _FAR)
        before, behind = text[begin : time.start], text[time.end : end]
        clause = next(filter(None, re.split("[，：]", behind)), "")
        return _Around(before, behind, re.split("[，：、]", before)[-1], clause, text[end : end + 1])

    def _words(self, time: Time, place: _Around) -> Iterator[str]:
        """The words before the time and behind it."""
        words, end = self.words, time.end + len(place.behind)
        first, begin = bisect_left(words.starts, time.end), time.start - len(place.before)
        behind = range(first, min(first + _BEHIND, bisect_left(words.starts, end)))
        last = bisect_left(words.starts, time.start) - 1
        before = [at for at in range(last, max(last - _BEFORE, -1), -1) if words.starts[at] >= begin]
        yield f"first={words.texts[behind[0]] if behind else ''}"
        yield f"tags={''.join(words.tags[at][0] for at in behind[:3])}"
        yield f"first-tag={words.tags[behind[0]][0] if behind else ''}"
        yield f"tags-before={''.join(words.tags[at][0] for at in before[:2])}"
        yield from (f"word={words.texts[at]}" for at in behind if len(words.texts[at]) > 1)
        yield from (f"before={words.texts[at]}" for at in before if len(words.texts[at]) > 1)

    def _section(self, at: int, when: str) -> Iterator[str]:
        """What the heading of its section speaks of."""
        line = self.text.rfind("\n", 0, at) + 1
        if line not in self._sections:
            above = reversed(self.text[max(0, line - _SECTION) : max(0, line - 1)].split("\n"))
            heading = next((said for one in above if _HEADING.fullmatch(said := one.strip())), "")
            self._sections[line] = tuple(dict.fromkeys(_SECTIONS.findall(heading)))
        for word in self._sections[line]:
            yield f"section={word}"
            yield f"section={word},{when}"


def _beside(place: _Around, when: str) -> Iterator[str]:
    """The letters that touch the time, and what its sentence and its clause tell."""
    before, behind, clause = place.before, place.behind, place.clause
    bound = f"{has_modal(place.clause_before)},{has_modal(clause)}"
    done = _DONE.search(clause) is not None
    yield from (
        f"left={before[-2:]}", f"left={before[-1:]}", f"right={behind[:2]}", f"right={behind[:1]}",
        f"bound={bound}", f"bound={bound},{when}", f"modal={has_modal(before) or has_modal(behind)}",
        f"done={done}", f"done={done},{when}", f"done-near={done or _DONE.search(before + behind) is not None}",
        f"figures={len(_FIGURE.findall(clause))}", f"figures-before={min(3, len(_FIGURE.findall(before)))}",
        f"quoted={'“' in before[-3:]},{'”' in behind[:12]}", f"stop={place.stop}", f"tail={(before + behind)[-2:]}",
        f"opens={not before}", f"item={_ITEM.match(before) is not None}",
        f"far={min(len(place.clause_before) // 3, 5)}",
    )  # fmt: skip
    yield from (f"told-by={word}" for word in _TOLD_BY.findall(before))
    yield from (f"holds={letter}" for letter in "了已曾共过将拟应须要请" if letter in clause)


def _task(record: Deadline, when: str) -> Iterator[str]:
    """What is to be done, and whether anybody is named for it."""
    task, named = record.task, record.responsible is not None
    yield from (
        f"starts={task[:2]}", f"ends={task[-2:]}", f"long={min(len(task) // 3, 8)}",
        f"who={named}", f"who={named},{when}", f"due={record.due is not None}",
    )  # fmt: skip
