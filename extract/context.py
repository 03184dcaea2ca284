"""What stands around a figure and holds for it: whose it is, which time it covers, against what it is measured."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
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


def subject_before(text: str, words: Words, sentence: Span, at: int) -> str | None:
    """Who the sentence speaks of before position at: the name that its last clause with one begins with."""
    near = max(sentence.start, at - _REACH)
    starts = [near + mark.end() for mark in re.finditer("[，；：]", text[near:at])]
    names = (_name_at(text, words, start, at) for start in (*reversed(starts), sentence.start))
    return next((name for name in names if name), None)


def _name_at(text: str, words: Words, start: int, end: int) -> str | None:
    """The name of a person or body that text[start:end] begins with, up to its first verb, adverb or mark."""
    opening = _pattern("starts", "subject").match(text[start:end])
    start += opening.end() if opening else 0
    name, found = "", None
    for word in words.between(start, min(end, start + _MOST_SUBJECT + 8)):
        if _ends_name(word, name, found):
            break
        name += word.text
        if _pattern("ends", "subject").search(name):
            found = name
    if found and re.match(
        r"[约近共达有]*\d", text[start + len(found) :][:4]
    ):  # 危险化学品企业·9家: it is what is counted
        return None
    whole = found and 1 < len(found) <= _MOST_SUBJECT and found.count("（") == found.count("）")
    return found if whole else None


def _ends_name(word: Word, name: str, found: str | None) -> bool:
    if word.text in load("counts")["subject"]["not_before"]:
        return True
    if word.text in "，。；：“《*" or word.tag in ("d", "p", "uj", "ul", "t", "ad", "vd", "c"):
        return True
    if word.tag in ("m", "r"):
        return not word.text.startswith(("各", "该", "我", "本", "两", "三", "四"))
    return (word.tag == "v" or is_action(word.text)) and (not name or found is not None or is_action(word.text))


class Periods:
    """The time that holds at a place of a text.

    That is the last one stated in the sentence, else the one that opens the passage, else the one that the document
    gives for all its figures.
    """

    def __init__(self, text: str, times: Sequence[Time]) -> None:
        self._text = text
        self._times = [time for time in times if self._tells(time)]
        self._starts = [time.start for time in self._times]
        stated = [
            time for time in self._times if _pattern("all_figures").search(text[max(0, time.start - 12) : time.end])
        ]
        self._all = as_period(stated[0]) if stated else None

    def _tells(self, time: Time) -> bool:
        """Whether a time can be what a figure covers: no rhythm, no deadline, no other end of a comparison."""
        before, after = self._text[max(0, time.start - 4) : time.start], self._text[time.end : time.end + 2]
        compared = _pattern("compared").search(before) or after == "相比"
        return time.recurrence is None and time.relation not in ("by", "within", "from") and not compared

    def at(self, sentence: Span, position: int) -> Period | None:
        """Period that a figure at the position covers; None where none is stated."""
        group = self._text.rfind("；", sentence.start, position)
        inside = [
            time for time in self._between(sentence.start, position)
            if time.end <= position and (time.start > group or _is_wide(time))
        ]  # fmt: skip
        if inside:
            return as_period(inside[-1])
        paragraph = self._text.rfind("\n", 0, sentence.start) + 1
        before = [time for time in self._between(paragraph, sentence.start) if self._opens(time, paragraph)]
        return as_period(before[-1]) if before else self._all

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
