"""Which time a figure covers: the times told around it and over it, each with what a model may know of it.

The rules' own period is one of them, that no time is told for it is another. extract/learned.py adds up the weights
of the traits; the heaviest is taken. A period is told as ISO 8601 tells an interval, an open end without a day.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Generic

from extract.drafts import Figures
from extract.learned import Lost, Teller, Told, Values, is_never_lost
from extract.phrases import NOTHING
from extract.sentences import Span
from extract.stretches import as_period
from language.dates import Time
from records import Count, Period

_BEFORE, _BEHIND, _FIRST = 8, 2, 2  # times before a figure's sentence or in it, behind it there, at the text's head
_EARLIER, _TOLD = 4, 30  # periods of figures before; figures among whose periods they are
_OPENING = 6  # characters that may stand before a time which opens its sentence or line: 一是, （一）
_HEADING = 40  # characters of a line without a full stop that is a heading
_LONG = ((1, "day"), (7, "week"), (31, "month"), (92, "quarter"), (184, "half"), (366, "year"))  # days of a period
_TITLE = 3  # lines of a text in which its title stands
_FAR = 1500  # characters from a time to a figure beyond which no mark between them is counted
_DIGIT = re.compile(r"\d+|[一二三四五六七八九十〇]+")
_SHAPE = 10  # characters of a time that are told
_KNOWN = 1 << 10  # periods that are kept


@lru_cache(_KNOWN)
def as_interval(period: Period | None) -> str:
    """«2023-01-01/2023-06-30», «/2023-06-30»; NOTHING for none."""
    if period is None:
        return NOTHING
    return "/".join(day.isoformat() if day else "" for day in (period.start, period.end))


@lru_cache(_KNOWN)
def as_covered(interval: str) -> Period | None:
    """The period that as_interval told."""
    if interval == NOTHING:
        return None
    start, end = (date.fromisoformat(day) if day else None for day in interval.split("/"))
    return Period(start, end)


class Covering(Generic[Told]):
    """The periods that the figures of a text may cover, each with what a model may know of it."""

    def __init__(self, figures: Figures, teller: Teller[Told]) -> None:
        self.words, self.drafts, self.counts, _, times = figures
        self.times = [(time, as_interval(as_period(time))) for time in times if as_period(time)]
        self._starts = [time.start for time, _ in self.times]
        text = self.words.text
        self._lines = [0, *(end.end() for end in re.finditer("\n", text))]
        self._opened = [self._opens(time) for time, _ in self.times]
        self._none = teller(
            "none", *["none,"] * 9, "none-left=", "none-left=", "none-opens=", "none-in-sentence=", "none-in-line=",
        )  # fmt: skip
        self._own = teller("own", *["own,"] * 5)
        self._told = teller(
            "where=", "where=", "where=", "where=", "where=", "opens=", "opens=", "grain=", "nearer=", "nearer=",
            "behind=", "before=", "written=", "long=", "unit=", "item=", "deed=", "marks=", "marks=", "touches=",
        )  # fmt: skip
        self._earlier = [teller(*[f"earlier{back},"] * 8, "earlier,") for back in range(_EARLIER)]

    def for_(self, at: int, is_lost: Lost[Told] = is_never_lost) -> Iterator[tuple[str, tuple[Told, ...]]]:
        """NOTHING and the periods that figure at may cover; they are too few for any to be lost early."""
        count, own = self.counts[at], as_interval(self.counts[at].period)
        near = self._near(at)
        told: dict[str, list[Told]] = {NOTHING: [self._none(self._of_none(at, count, own, near))]}
        told.setdefault(own, []).append(self._own(self._of_own(count, own)))
        for which in near:
            told.setdefault(self.times[which][1], []).append(self._told(self._of_time(at, count, which, near)))
        for back, (interval, values) in enumerate(self._of_earlier(at)):
            told.setdefault(interval, []).append(self._earlier[back](values))
        for interval, traits in told.items():
            yield interval, tuple(traits)

    def _near(self, at: int) -> list[int]:
        """Numbers of the times that may be told for a figure, in the order of the text."""
        draft = self.drafts[at]
        behind = bisect_right(self._starts, draft.quantity.start)
        last = min(bisect_left(self._starts, draft.sentence.end), behind + _BEHIND)
        return sorted({*range(min(_FIRST, behind)), *range(max(0, behind - _BEFORE), last)})

    def _opens(self, time: Time) -> str:
        """What a time opens: its line, its sentence, a clause; or that it is in a heading or a bracket."""
        text, number = self.words.text, bisect_right(self._lines, time.start)
        line, stop = self._lines[number - 1], self._lines[number] - 1 if number < len(self._lines) else len(text)
        if stop - line <= _HEADING and "。" not in text[line:stop]:
            return "title" if number <= _TITLE else "heading"
        if time.start - line <= _OPENING:
            return "line"
        opening = text[max(line, time.start - _OPENING - 1) : time.start]
        if "。" in opening or "；" in opening:
            return "sentence"
        before = text[time.start - 1]
        return "clause" if before in "，：、" else "bracket" if before == "（" else "amid"

    def _line_of(self, position: int) -> int:
        return self._lines[bisect_right(self._lines, position) - 1]

    def _of_none(self, at: int, count: Count, own: str, near: Sequence[int]) -> Values:
        """What speaks for a figure of no time."""
        draft, text = self.drafts[at], self.words.text
        start, line = draft.quantity.start, self._line_of(draft.quantity.start)
        before = [which for which in near if self._starts[which] < start]
        return (
            "", count.unit, count.item[-2:], count.action or "", count.rule, f"change={count.change is not None}",
            f"own={own != NOTHING}", f"part={count.part_of is not None}",
            f"earlier={bool(at) and self.counts[at - 1].period is not None}", f"some={bool(before)}",
            text[max(0, start - 2) : start], text[max(0, start - 1) : start],
            text[draft.sentence.start : draft.sentence.start + 2],
            str(min(3, sum(self._starts[which] >= draft.sentence.start for which in before))),
            str(min(3, sum(self._starts[which] >= line for which in before))),
        )  # fmt: skip

    def _of_own(self, count: Count, own: str) -> Values:
        """What speaks for the rules' own."""
        none = own == NOTHING
        kinds = (f"{none},{count.unit}", f"{none},{count.rule}", f"{none},{count.item[-2:]}")
        return ("", f"none={none}", *kinds, _long(own))

    def _of_time(self, at: int, count: Count, which: int, near: Sequence[int]) -> Values:
        """How a time stands to a figure."""
        (time, interval), opens, text = self.times[which], self._opened[which], self.words.text
        draft = self.drafts[at]
        where = self._where(time, draft.sentence, draft.quantity.start)
        between = {self.times[one][1] for one in near if time.start < self._starts[one] < draft.quantity.start}
        nearer = str(min(3, len(between - {interval})))
        low, high = sorted((time.end, draft.quantity.start))
        marks = (
            f"{min(2, text.count('；', low, high))},{min(3, text.count('，', low, high))}" if high - low < _FAR else ""
        )
        beside, long = f"{where},{marks}" if where in ("sentence", "behind") else "far", _long(interval)
        return (
            where, f"{where},{opens}", f"{where},{time.grain},{time.relation}", f"{where},{long}",
            f"{where},{opens},{nearer}", opens, f"{opens},{long}", f"{time.grain},{time.relation}", nearer,
            f"{where},{nearer}", text[time.end : time.end + 2], text[max(0, time.start - 2) : time.start],
            _DIGIT.sub("0", time.text)[:_SHAPE], long, f"{count.unit},{where}", f"{count.item[-2:]},{where}",
            f"{count.action},{where}", beside, f"{beside},{opens}", f"{low == high},{where}",
        )  # fmt: skip

    def _where(self, time: Time, sentence: Span, position: int) -> str:
        """Where a time stands: in the figure's sentence, before it in its line, or so many lines above."""
        if time.start >= position:
            return "behind"
        if time.start >= sentence.start:
            return "sentence"
        line = bisect_right(self._lines, position)
        above = line - bisect_right(self._lines, time.start)
        if above == 0 and position - time.end > _FAR:
            return "line,far"
        if above == 0:
            return f"line,{min(3, self.words.text.count('。', time.end, sentence.start))}"
        return "above,1" if above == 1 else "above,few" if above < 5 else "above,many"

    def _of_earlier(self, at: int) -> Iterator[tuple[str, Values]]:
        """The periods of the figures before, the nearest first."""
        known: set[str] = set()
        draft, count = self.drafts[at], self.counts[at]
        for back in range(1, min(at, _TOLD) + 1):
            earlier, before = self.counts[at - back], self.drafts[at - back]
            interval = as_interval(earlier.period)
            if interval in known:
                continue
            known.add(interval)
            same = before.sentence == draft.sentence
            in_line = self._line_of(before.start) == self._line_of(draft.start)
            near = "sentence" if same else "line" if in_line else "far"
            alike = f"{earlier.unit == count.unit},{earlier.item == count.item}"
            none = interval == NOTHING
            low, high = before.quantity.end, draft.quantity.start
            passed = min(2, bisect_left(self._starts, high) - bisect_left(self._starts, low))
            lines = min(3, bisect_left(self._lines, high) - bisect_left(self._lines, low))
            yield interval, (
                near, f"{near},{none}", f"{near},{min(back, 4)},{none}", f"{near},{alike},{none}",
                f"{passed},{lines},{none}", f"{passed},{lines},{none},{count.unit}",
                f"{passed},{near},{none},{_long(interval)}",
                f"{count.unit},{near},{none}", f"{near},{_long(interval)}",
            )  # fmt: skip
            if len(known) == _EARLIER:
                return


@lru_cache(_KNOWN)
def _long(interval: str) -> str:
    """How long a period is, by name."""
    covered = as_covered(interval)
    if covered is None or covered.start is None or covered.end is None:
        return "none" if covered is None else "open"
    days = (covered.end - covered.start).days + 1
    return next((name for most, name in _LONG if days <= most), "years")
