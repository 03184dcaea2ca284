"""What stands around a figure and holds for it: whose it is, which time it covers, against what it is measured."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from extract.lexicon import is_action
from extract.rulebook import load
from extract.sentences import Span
from extract.words import Word, Words
from language.dates import Time
from records import Change, Period

_OPENING = 4  # characters that may stand before a time which opens a sentence: 一是, （一）
_REACH = 150  # characters over which a name holds; before that only the sentence's own opening counts
_MOST_SUBJECT = 24  # characters; a longer opening is a clause, not a name


@dataclass(frozen=True, slots=True)
class Direction:
    """A word of rise or fall that ends a stretch; start is where it (or 同比 before it) begins."""

    change: Change
    start: int


@cache
def _pattern(name: str, table: str = "") -> re.Pattern[str]:
    data = load("counts")
    return re.compile(data[table][name] if table else data[name])


@cache
def _direction_pattern() -> re.Pattern[str]:
    data = load("counts")
    return re.compile(
        rf"(?:(?P<up>{data['up']})|(?P<down>{data['down']})|(?P<flat>{data['flat']}))(?:分别)?(?:了|为|达|约|近|：)*(?:分别)?$"
    )


def change_before(text: str, start: int, end: int) -> Direction | None:
    """The rise or fall that text[start:end] ends with: «同比下降», «较去年同期减少了»; 降至 and 增至 give none.

    The basis may stand anywhere between start and the word of direction; without one it is "".
    """
    stretch = text[start:end]
    match = _direction_pattern().search(stretch)
    if not match:
        return None
    bases = list(_pattern("basis").finditer(stretch, 0, match.start()))
    basis = bases[-1] if bases else None
    way = "up" if match["up"] else "down" if match["down"] else "flat"
    begin = basis.start() if basis else match.start()
    return Direction(Change(_basis(basis[0] if basis else ""), way), start + begin)  # type: ignore[arg-type]


def _basis(words: str) -> str:
    return words.removesuffix("分别").rstrip("的")


def subject_before(text: str, words: Words, sentence: Span, at: int, times: Mapping[int, int]) -> str | None:
    """Who the sentence speaks of before position at: the name that the figure's clause, or one before it, begins with.

    A clause before passes its name on only if it tells an act or a figure («物业企业履职不到位，抽查15家» does not).
    times  where time expressions begin, and where each ends
    """
    near = max(sentence.start, at - _REACH)
    starts = [near + mark.end() for mark in re.finditer("[，；：]", text[near:at])]
    own = True
    for start in (*reversed(starts), sentence.start):
        name = _name_at(text, words, _past_opening(text, start, at, times), at)
        if name and (own or _tells_act(text, words, text.find(name, start) + len(name), at)):
            return name
        own = False
    return None


def _past_opening(text: str, start: int, end: int, times: Mapping[int, int]) -> int:
    """Where a name may begin: after 其中, 一是 and times that open the clause."""
    before = -1
    while before != start < end:
        before = start
        opening = _pattern("starts", "subject").match(text[start : min(end, start + 40)])
        start += opening.end() if opening else 0
        start = times.get(start, start)
    return start


def _tells_act(text: str, words: Words, start: int, end: int) -> bool:
    """Whether the clause goes on from start with an act or a figure, and gives nobody a task."""
    clause = re.compile("[^，；：。]*").match(text, start, end)
    tail = clause[0] if clause else ""
    if _pattern("charged", "subject").search(tail):
        return False
    nearby = words.between(start, min(start + 14, start + len(tail)))
    return any(is_action(word.text) or word.tag == "m" for word in nearby)


def _name_at(text: str, words: Words, start: int, end: int) -> str | None:
    """The name of a person or body that text[start:end] begins with, up to its first verb, adverb or mark."""
    wide = _pattern("wide", "subject").match(text[start:end])
    if wide:
        return wide["name"]
    name, found = "", ""
    for word in words.between(start, min(end, start + _MOST_SUBJECT + 8)):
        if _ends_name(word, name, found):
            break
        name += word.text
        if _pattern("ends", "subject").search(name):
            found = name
    counted = re.match(
        r"[”）约近共达有]*\d", text[start + len(found) :][:4]
    )  # 危险化学品企业·9家: it is what is counted
    if not found or (counted and not _pattern("whole_area", "subject").match(found)):
        return None
    if _pattern("no_subject", "subject").search(found):
        return None
    return found if 1 < len(found) <= _MOST_SUBJECT and found.count("（") == found.count("）") else None


def _ends_name(word: Word, name: str, found: str) -> bool:
    if word.text in load("counts")["subject"]["not_before"] or (
        name and word.text[:1] in "现共已" and len(word.text) > 1
    ):
        return True
    if word.text in "，。；：“《*" or word.tag in ("d", "p", "uj", "ul", "t", "ad", "vd", "c"):
        return True
    if word.tag in ("m", "r"):
        return not word.text.startswith(("各", "该", "我", "本", "两", "三", "四"))
    return (word.tag == "v" or is_action(word.text)) and (not name or bool(found) or is_action(word.text))


class Periods:
    """The time that holds at a place of a text.

    That is the last one stated in the sentence, else the one that opens the passage, else the one that the document
    gives for all its figures.
    """

    def __init__(self, text: str, times: Sequence[Time], anchor: date | None) -> None:
        self._text, self._anchor = text, anchor
        self._times = [time for time in times if self._tells(time)]
        self._starts = [time.start for time in self._times]
        stated = [
            time for time in self._times if _pattern("all_figures").search(text[max(0, time.start - 12) : time.end])
        ]
        self._all = as_period(stated[0]) if stated else None

    def _tells(self, time: Time) -> bool:
        """Whether a time can be what a figure covers: no rhythm, no deadline, no other end of a comparison."""
        before, after = self._text[max(0, time.start - 4) : time.start], self._text[time.end : time.end + 10]
        compared = _pattern("compared").search(before) or _pattern("compared_after").match(after)
        coming = self._anchor and time.first and time.first > self._anchor
        return not coming and time.recurrence is None and time.relation not in ("by", "within", "from") and not compared

    def at(self, sentence: Span, position: int) -> Period | None:
        """Period that a figure at the position covers; None where none is stated."""
        group = self._text.rfind("；", sentence.start, position)
        inside = [
            time for time in self._between(sentence.start, position)
            if time.end <= position and (time.start > group or _is_wide(time))
        ]  # fmt: skip
        if inside:
            return as_period(inside[-1])
        if check := self._check_days(sentence, position):
            return as_period(check)
        paragraph = self._text.rfind("\n", 0, sentence.start) + 1
        before = [time for time in self._between(paragraph, sentence.start) if self._opens(time, paragraph)]
        return as_period(before[-1]) if before else self._all

    def _check_days(self, sentence: Span, position: int) -> Time | None:
        """The days of the check that «本次检查» means: the last stretch of days told before."""
        if not _pattern("this_check").search(self._text[sentence.start : position]):
            return None
        at = bisect_left(self._starts, sentence.start)
        told = [time for time in self._times[:at] if time.relation == "span" or time.grain == "day"]
        return told[-1] if told else None

    def _between(self, start: int, end: int) -> Sequence[Time]:
        return self._times[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _opens(self, time: Time, paragraph: int) -> bool:
        """Whether the time opens its sentence and speaks of a stretch that may hold for the next sentences."""
        start = max(self._text.rfind(mark, paragraph, time.start) for mark in "。！？\n") + 1
        lasting = time.relation != "at" or time.start - paragraph <= _OPENING
        return time.start - max(start, paragraph) <= _OPENING and lasting and _is_wide(time)


def _is_wide(time: Time) -> bool:
    """Whether it is more than the time of one event."""
    return time.relation in ("since", "until") or time.grain not in ("day", "hour")


def as_period(time: Time) -> Period:
    """The days that a time means, as a period."""
    if time.first and time.last and time.first > time.last:
        return Period(None, None)
    return Period(time.first, time.last)
