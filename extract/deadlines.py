"""Component «deadlines»: leaves what must be done, by when and by whom, in doc._.deadlines."""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract.duties import Duty, duty, has_modal, is_deadline, setting, trim
from extract.responsible import (
    arranged_by,
    bracket_after,
    label_after,
    labelled_in,
    named_in,
    subject_at,
    subject_in,
    unit_at,
)
from extract.rulebook import load
from extract.sentences import Span, clauses, sentences
from extract.words import Words
from language.dates import Time
from records import Deadline

# each kind of time is masked by a private character, so that a pattern can ask for it; lengths stay
_MASKS = {
    "by": "\ue001", "within": "\ue002", "span": "\ue003", "at": "\ue004", "from": "\ue005", "until": "\ue006",
    "since": "\ue007", "every": "\ue008", "rhythm": "\ue009",
}  # fmt: skip
_RHYTHMS = frozenset({"one-each", "mechanism"})
_ITEM = re.compile(r"(?<![^。；：，\n])[一二三四五六七八九十](?:是|要)")
_GOES_ON = re.compile(r"(?!配合|落实|负责|牵头)[^。\n]{4,}")
_WEEK = dt.timedelta(days=6)
_MOST_SHAPE = 80  # characters to either side of what a shape needs
_SHORT_LINE = 60
_NEAR = 300  # characters around a task in which its names are looked for


class Shape(NamedTuple):
    """A [[rule]] of rules/deadlines.toml."""

    name: str
    needs: re.Pattern[str]
    pattern: re.Pattern[str]


@cache
def shapes() -> tuple[Shape, ...]:
    """The rules, with their macros put in."""
    data = load("deadlines")
    macros = {f"${name}": f"{mask}+" for name, mask in _MASKS.items()}
    macros |= {
        "$due": f"[{''.join(_MASKS[n] for n in ('by', 'within', 'span', 'at', 'from'))}]+",
        "$number": data["number"],
    }
    return tuple(
        Shape(rule["name"], re.compile(_expand(rule["needs"], macros)), re.compile(_expand(rule["pattern"], macros)))
        for rule in data["rule"]
    )


def _expand(pattern: str, macros: dict[str, str]) -> str:
    for name in sorted(macros, key=len, reverse=True):
        pattern = pattern.replace(name, macros[name])
    return pattern


@cache
def _number() -> re.Pattern[str]:
    return re.compile(load("deadlines")["number"])


@cache
def _item() -> re.Pattern[str]:
    data = load("deadlines")
    labels = data["responsible"]["labels"]
    return re.compile(rf"(?:{data['number']})?(?P<task>(?!{labels})[^，。；：\n\ue001-\ue009]{{4,60}})(?=[，。；\n])")


@Language.factory("deadlines")
def make_deadlines(nlp: Language, name: str) -> "Deadlines":
    """The component, as spaCy asks for it."""
    return Deadlines()


class Deadlines:
    """Sets doc._.deadlines from doc._.times, the document's day and its kind."""

    def __call__(self, doc: Doc) -> Doc:
        """The doc, with its deadlines."""
        words = doc._.words if doc._.words is not None else Words(doc.text)
        page = _Page("".join(words.texts), words, doc._.times, doc._.anchor, doc._.kind)
        doc._.deadlines = sorted(page.deadlines(), key=lambda found: (found.start, found.end))
        return doc


def kind_of(time: Time) -> str:
    """Which mask stands for the time."""
    if time.recurrence is None:
        return time.relation
    return "rhythm" if time.rule in _RHYTHMS else "every"


def mask(text: str, times: Sequence[Time]) -> str:
    """The text with each time replaced by its mask, of the same length."""
    pieces, at = [], 0
    for time in times:
        pieces += [text[at : time.start], _MASKS[kind_of(time)] * (time.end - time.start)]
        at = time.end
    return "".join((*pieces, text[at:]))


def days(time: Time) -> tuple[dt.date | None, dt.date | None]:
    """First day of the stage or period, and the last day to have it done; the first is None for a plain limit."""
    if time.recurrence:
        return None, None
    if time.relation == "from":
        return time.first, time.first + _WEEK if time.first and time.grain == "week" else None
    if time.relation == "within" and time.grain == "hour":
        return None, None  # «24小时内报告»: from an event, not from the document's day
    if time.relation == "within" and time.grain in ("quarter", "half", "month", "week") and time.iso:
        return time.first, time.last  # «三季度内»
    if time.relation in ("by", "within", "until") or time.first == time.last or time.grain == "year":
        return None, time.last
    return time.first, time.last


class _Page:
    """A text and its times; masked is the same text with every time masked."""

    def __init__(
        self, text: str, words: Words, times: Sequence[Time], anchor: dt.date | None, kind: str | None
    ) -> None:
        self.text = text
        self.words = words
        self.times = times
        self.anchor = anchor
        self.kind = kind
        self.masked = mask(text, times)
        self.at = {time.start: time for time in times}
        self.sentences = sentences(text)
        self.begins = [sentence.start for sentence in self.sentences]
        self.claimed: set[int] = set()

    def deadlines(self) -> Iterator[Deadline]:
        """All deadlines: first those of a fixed shape, then one for each time left that sets a limit."""
        yield from self._shaped()
        for time in self.times:
            if time.start not in self.claimed and time.relation not in ("since", "until"):
                yield from self._plain(time)

    def _shaped(self) -> Iterator[Deadline]:
        for shape in shapes():
            for match in self._around(shape):
                groups = match.groupdict()
                when = next(name for name in ("time", "time2", "time3") if groups.get(name))
                what = "task" if groups["task"] or "task2" not in groups else "task2"
                time = self.at.get(match.start(when))
                if time is None or time.start in self.claimed or not self._fits(shape, time):
                    continue
                self.claimed.add(time.start)
                yield self._record(time, self._shaped_duty(shape, match, what), shape.name)

    def _around(self, shape: Shape) -> Iterator[re.Match[str]]:
        """Matches of the shape near what it needs, on the same line."""
        at = 0
        for hit in shape.needs.finditer(self.masked):
            line = self.masked.rfind("\n", max(at, hit.start() - _MOST_SHAPE), hit.start()) + 1
            start = line or max(at, hit.start() - _MOST_SHAPE)
            for match in shape.pattern.finditer(self.masked, start, self._line_end(hit.end(), _MOST_SHAPE)):
                at = match.end()
                yield match

    def _shaped_duty(self, shape: Shape, match: re.Match[str], what: str) -> Duty:
        if shape.name == "label-of-item":
            start, task = self._item_before(match.start())
            return Duty(task or match[what] or match[0], start, match.end())
        start = match.start()
        if number := _number().match(self.masked, start, match.end()):
            start = number.end()
        return Duty(match[what], start, match.end())

    def _item_before(self, end: int) -> tuple[int, str]:
        """The task that a label's line («…。完成时限：7月底前») opens with, or a short line above; "" where none is."""
        line = self.text.rfind("\n", max(0, end - _NEAR), end) + 1 or max(0, end - _NEAR)
        above = self.text.rfind("\n", max(0, line - 1 - _NEAR), max(0, line - 1)) + 1
        for start in (line, above if line - above < _SHORT_LINE else line):
            item = _item().match(self.masked, start, end)
            if item:
                return item.start("task"), item["task"]
        return end, ""

    def _fits(self, shape: Shape, time: Time) -> bool:
        """A labelled day that is over was an event: «会议时间：6月14日»."""
        over = self.anchor is not None and time.last is not None and time.last < self.anchor
        return not (shape.name == "label" and time.relation == "at" and over)

    def _plain(self, time: Time) -> Iterator[Deadline]:
        index = bisect_right(self.begins, time.start) - 1
        if index < 0 or self._opens_rhythm(time) or self._qualifies_other(time):
            return
        sentence, run = self.sentences[index], self._run(time)
        stops = self._stops(run.end, sentence.end)
        time = self._as_limit(time, run)
        place = setting(self.masked, self.words, time, run, self._since(run.start, sentence), stops)
        if not is_deadline(place, self.anchor, self.kind):
            return
        found = duty(place)
        if found is not None and len(trim(found.task)) > 1:
            yield self._record(time, found, "every" if time.recurrence else time.relation)

    def _index(self, start: int) -> int:
        """Index of the first time that begins there or later."""
        return bisect_left(self.times, start, key=lambda other: other.start)

    def _run(self, time: Time) -> Span:
        """The time with those coupled to it: «7月和10月», «每周、企业每月»."""
        index = self._index(time.start)
        first = last = index
        while first and self._coupled(self.times[first - 1], self.times[first]):
            first -= 1
        while last + 1 < len(self.times) and self._coupled(self.times[last], self.times[last + 1]):
            last += 1
        own = first < index and self.masked[self.times[index - 1].end : time.start].strip("、和及或与")
        return Span(time.start if own else self.times[first].start, self.times[last].end)

    def _as_limit(self, time: Time, run: Span) -> Time:
        """«3月20日和5月31日前»: the 前 at the end holds for the first day too."""
        last = self.times[self._index(run.end) - 1]
        return replace(time, relation="by") if time.relation == "at" and last.relation == "by" else time

    def _coupled(self, left: Time, right: Time) -> bool:
        kinds = (kind_of(left), kind_of(right))
        if kinds != ("at", "by") and (kinds[0] != kinds[1] or kinds[0] == "rhythm"):
            return False
        between = self.masked[left.end : right.start]
        return bool(
            re.fullmatch(r"[、和及或与]" if left.recurrence is None else r"[、和及或与][^，。；、]{0,6}", between)
        )

    def _since(self, start: int, sentence: Span) -> Span:
        """The sentence from the end of the time before."""
        index = self._index(start)
        before = self.times[index - 1].end if index else 0
        return Span(max(sentence.start, before), sentence.end)

    def _stops(self, start: int, end: int) -> list[int]:
        """Where the clauses of the sentence's next times begin."""
        starts, at = [], self._index(start)
        for other in self.times[at : at + 8]:
            if other.start >= end:
                break
            marks = "，：；、" if other.relation in ("by", "within") or other.recurrence else "，：；"
            cut = max(self.masked.rfind(mark, start, other.start) for mark in marks)
            quoted = "“" in self.masked[cut + 1 : other.start] and other.recurrence is not None
            if cut > start and not quoted and other.relation not in ("since", "until") and other.grain != "season":
                starts.append(cut)
        return starts

    def _qualifies_other(self, time: Time) -> bool:
        """«本月清单须于7月3日前报»: a time whose own clause holds the limit after it."""
        index = self._index(time.start) + 1
        if time.relation not in ("at", "span") or index == len(self.times):
            return False
        other = self.times[index]
        if self._coupled(time, other):
            return False
        return other.relation in ("by", "within") and not re.search(r"[，。；：\n]", self.text[time.end : other.start])

    def _opens_rhythm(self, time: Time) -> bool:
        """«从6月份开始，每月…», «自7月1日起，各镇每周…»: the beginning of a recurring duty, no duty of its own."""
        return (
            time.recurrence is None and time.relation in ("from", "span", "by") and self._rhythm_after(time) is not None
        )

    def _rhythm_after(self, time: Time) -> Time | None:
        index = self._index(time.start) + 1
        following = self.times[index] if index < len(self.times) else None
        if following is None or following.recurrence is None:
            return None
        between = self.masked[time.end : following.start]
        return (
            following if re.fullmatch(r"，?(?!（)[^，。；：！？\n]{0,24}", between) and "完成" not in between else None
        )

    def _runs_from_elsewhere(self, time: Time) -> bool:
        """A limit of an order that the paper only tells of, or of a mechanism: «责令10日内整改», «“3日内交办”机制»."""
        told = load("deadlines")["responsible"]
        before = self.text[max(0, time.start - 12) : time.start]
        after = self.text[time.end : time.end + 30]
        if re.search(told["ordered"], before) and self.kind in told["telling_kinds"]:
            return True
        return bool(re.match(r"[^，。；“\n]*”(?:机制|制度|要求|工作法)?", after))

    def _record(self, time: Time, found: Duty, rule: str) -> Deadline:
        start_date, due = days(time)
        if rule.startswith("stage") and time.first != time.last:
            start_date = time.first
        if time.relation == "within" and self._runs_from_elsewhere(time):
            due = None
        responsible, end = self._responsible(found, rule)
        return Deadline(
            task=trim(self._unmasked(found)), due=due, start_date=start_date, recurrence=time.recurrence,
            responsible=responsible, quote=self.text[found.start : end], start=found.start, end=end, rule=rule,
        )  # fmt: skip

    def _unmasked(self, found: Duty) -> str:
        """The task in the text's own words: a time inside it is put back."""
        if not any(mask_ in found.task for mask_ in _MASKS.values()):
            return found.task
        at = self.masked.find(found.task, found.start, found.end)
        return (
            self.text[at : at + len(found.task)]
            if at >= 0
            else "".join(c for c in found.task if c < "\ue001" or c > "\ue009")
        )

    def _responsible(self, found: Duty, rule: str) -> tuple[str | None, int]:
        """Who must do it, and the end of the quote, which takes in a bracket that closes the item."""
        if found.who:
            return found.who.text, found.end
        index = bisect_right(self.begins, found.start) - 1
        sentence = self.sentences[index]
        near = Span(max(sentence.start, found.start - _NEAR), min(max(sentence.end, found.end), found.end + _NEAR))
        line_end = self._line_end(found.end)
        if closing := bracket_after(self.text, found.end, min(near.end + _NEAR, line_end)):
            adjoins = closing.start - found.end <= 1
            return closing.text, closing.end if adjoins else found.end
        named = self._named(found, near) or label_after(self.text, near.end, line_end)
        if named is not None or rule.startswith("stage"):
            return named, found.end
        own = subject_in(self.masked, self._clauses_before(found, near), has_modal)
        if own is None and "将" in self.text[found.start : found.end]:
            own = arranged_by(self.masked, near.start, found.start)
        return own or self._of_sentence_before(index), found.end

    def _unit(self, found: Duty, near: Span, start: int) -> str | None:
        """The enterprise whose defect must be mended: it opens the part, the sentence or the sentence before."""
        index = bisect_right(self.begins, found.start) - 1
        before = self.sentences[index - 1] if index else near
        if "\n" in self.text[before.end : near.start]:
            before = near
        places = (start, near.start, before.start)
        return next((unit for at in places if (unit := unit_at(self.masked, at, found.start))), None)

    def _clauses_before(self, found: Duty, near: Span) -> list[Span]:
        """Clauses that may hold the subject: of the sentence so far; for an item («三是…») not those of its fellows."""
        items = list(_ITEM.finditer(self.masked, near.start, found.start))
        if len(items) < 2:
            return clauses(self.masked, Span(near.start, found.start))
        lead, own = Span(near.start, items[0].start()), Span(items[-1].end(), found.start)
        return [*clauses(self.masked, lead), *clauses(self.masked, own)]

    def _named(self, found: Duty, near: Span) -> str | None:
        """Who is named in the part of the sentence between two ；, or in what closes the sentence."""
        start = self.text.rfind("；", near.start, found.start) + 1 or near.start
        stop = self.text.find("；", found.end, near.end)
        stop = stop if stop >= 0 else near.end
        if label := labelled_in(self.masked, near.start, stop):
            return label
        mends = re.search(load("deadlines")["responsible"]["mending"], found.task)
        if mends and (unit := self._unit(found, near, start)):
            return unit
        if named := named_in(self.masked, start, stop):
            return named.text
        last = self.text.rfind("；", stop, near.end) + 1
        closing = named_in(self.masked, last, near.end) if last else None
        return closing.text if closing and not _GOES_ON.match(self.text, closing.end) else None

    def _of_sentence_before(self, index: int) -> str | None:
        """The one subject of the sentence before, in the same paragraph or in the line that leads in («…：»)."""
        if index == 0:
            return None
        before = self.sentences[index - 1]
        parted = "\n" in self.text[before.end : self.sentences[index].start]
        if parted and not self.text.startswith("：", before.end - 1):
            return None
        parts = clauses(self.masked, Span(max(before.start, before.end - _NEAR), before.end))
        must = [part for part in parts if parted or has_modal(self.masked[slice(*part)])]
        names = {name.text for part in must if (name := subject_at(self.masked, *part, before_time=True))}
        return names.pop() if len(names) == 1 else None

    def _line_end(self, at: int, most: int = 2 * _NEAR) -> int:
        end = self.text.find("\n", at, at + most)
        return min(len(self.text), at + most) if end < 0 else end
