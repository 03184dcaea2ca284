"""Numbered series, however they are marked, and the numbers that one skips, repeats or begins too late with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from unicodedata import numeric

from check.paper import Paper
from check.rules import around, finding, load_words
from language.numerals import parse
from records import Finding

_SINGLE = "①⑴"  # numbers that are one character, by the first of their row
_CHINESE = "零一二三四五六七八九十"
_MOST_MISSING = 4  # a leap over more than that is another thing than a number left out
_LOOK_BACK = 3000  # characters before a series that begins late in which its first number is looked for


@dataclass(frozen=True, slots=True)
class Style:
    """One way to number: «一、», «（一）», «一是».

    rank    the smaller, the higher in the document; a higher mark ends all series of lower ones
    mark    finds a mark, its number in group n
    shown   how the number looks in a message; loose: how it may look where a mark was mangled; {n} is the number
    first   how the first of the row may be told in other words, None where it cannot: «首先…，二是…»
    spoken  whether prose also speaks of the numbered thing («第二阶段结束后»), so that only a leap tells anything
    """

    name: str
    rank: int
    mark: re.Pattern[str]
    shown: str
    loose: str
    first: str | None
    spoken: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A number in the text, text[start:end]."""

    style: Style
    number: int
    start: int
    end: int


@dataclass(slots=True)
class Series:
    """Marks of one style that count on from each other; last is the number reached."""

    style: Style
    marks: list[Mark] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The number reached."""
        return self.marks[-1].number

    @property
    def start(self) -> int:
        """Where the first mark stands."""
        return self.marks[0].start


@dataclass(frozen=True, slots=True)
class Fault:
    """A mark that does not follow; before is the mark that it should follow, None where the series begins with it."""

    rule: str
    mark: Mark
    before: Mark | None
    missing: tuple[int, ...] = ()


@cache
def styles() -> tuple[Style, ...]:
    """All ways to number, from sequences.toml."""
    rows = load_words("sequences.toml")["style"]
    return tuple(
        Style(
            r["name"],
            r["rank"],
            re.compile(r["mark"], re.M),
            r["shown"],
            r["loose"],
            r.get("first"),
            r.get("spoken", False),
        )
        for r in rows
    )


def jumps(paper: Paper) -> Iterator[Finding]:
    """Numbers that a series skips, repeats, takes back or begins too late with (R21)."""
    for fault in read_series(paper)[1]:
        mark = fault.mark
        related = [(fault.before.start, fault.before.end)] if fault.before else []
        missing = "、".join(f"“{_written(mark.style, number)}”" for number in fault.missing)
        span = around(paper.text, mark.start, mark.end)
        here = _written(mark.style, mark.number)
        yield finding(fault.rule, paper, (mark.start, span.end), related=related, missing=missing, mark=here)


def read_series(paper: Paper) -> tuple[list[Series], list[Fault]]:
    """All series in order of their first mark, and all faults in them."""
    tracker = _Tracker(paper.text)
    for mark in _marks(paper):
        tracker.take(mark)
    return sorted(tracker.series, key=lambda series: series.start), tracker.faults


def _marks(paper: Paper) -> list[Mark]:
    found = [
        Mark(style, number, m.start("mark"), m.end("mark"))
        for style in styles()
        for m in style.mark.finditer(paper.text)
        if (number := _number(m["n"])) is not None and not paper.paragraph_at(m.start()).stands_apart
    ]
    return sorted(found, key=lambda mark: (mark.start, mark.style.rank))


def _number(text: str) -> int | None:
    if "①" <= text <= "⒇":
        return int(numeric(text))
    value = parse(text)
    return int(value) if value else None


def _written(style: Style, number: int) -> str:
    return style.shown.format(n=_numeral(style, number))


def _numeral(style: Style, number: int) -> str:
    if style.name in _SINGLE:
        return chr(ord(style.name) + number - 1)
    return _in_chinese(number) if any(char in _CHINESE for char in style.name) else str(number)


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _CHINESE[tens] + "十")
    return head + (_CHINESE[ones] if ones or not tens else "")


class _Tracker:
    """Follows the marks of a text in order, with one open series a style at most."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.series: list[Series] = []
        self.faults: list[Fault] = []
        self._open: dict[str, Series] = {}
        self._closed: dict[str, Series] = {}

    def take(self, mark: Mark) -> None:
        self._close_below(mark.style)
        running = self._open.get(mark.style.name)
        earlier = self._closed.get(mark.style.name)
        if mark.number == 1:
            self._begin(mark)
        elif running is not None:
            self._follow(running, mark)
        elif earlier is not None and earlier.last < mark.number:
            # «一是…（1）…（2）…二是», or tasks numbered 1 to 20 through all chapters
            self._open[mark.style.name] = earlier
            self._follow(earlier, mark)
        else:
            self._begin_late(mark)

    def _close_below(self, style: Style) -> None:
        for name, series in list(self._open.items()):
            if series.style.rank > style.rank:
                self._closed[name] = self._open.pop(name)

    def _begin(self, mark: Mark) -> None:
        series = Series(mark.style, [mark])
        self.series.append(series)
        self._open[mark.style.name] = series

    def _begin_late(self, mark: Mark) -> None:
        gone = self._gone(mark.style, range(1, mark.number), max(0, mark.start - _LOOK_BACK), mark.start)
        if mark.style.spoken or mark.number - 1 > _MOST_MISSING:
            pass
        elif len(gone) == mark.number - 1 and not self._is_told_otherwise(mark):
            self.faults.append(Fault("number.start", mark, None, gone))
        elif gone and (glued := self._glued_first(mark)):
            self.faults.append(Fault("number.gap", mark, glued, gone))
        self._begin(mark)

    def _is_told_otherwise(self, mark: Mark) -> bool:
        """Whether the first of the row has other words, in the same paragraph: «首先抓宣传，二是抓检查»."""
        line = max(self.text.rfind("\n", 0, mark.start) + 1, mark.start - _LOOK_BACK)
        return mark.style.first is not None and bool(re.search(mark.style.first, self.text[line : mark.start]))

    def _glued_first(self, mark: Mark) -> Mark | None:
        """The first of the row in the same paragraph where no mark parts it from the text: «良好氛围一是…。三是…»."""
        line = max(self.text.rfind("\n", 0, mark.start) + 1, mark.start - _LOOK_BACK)
        at = self.text.rfind(_written(mark.style, 1), line, mark.start)
        return None if at < 0 else Mark(mark.style, 1, at, at + len(_written(mark.style, 1)))

    def _follow(self, series: Series, mark: Mark) -> None:
        before = series.marks[-1]
        if mark.number <= before.number:
            if mark.style.spoken:
                return
            rule = "number.repeat" if mark.number == before.number else "number.order"
            self.faults.append(Fault(rule, mark, before))
        elif gone := self._gone(mark.style, range(before.number + 1, mark.number), before.end, mark.start):
            if len(gone) > _MOST_MISSING:
                return
            self.faults.append(Fault("number.gap", mark, before, gone))
        series.marks.append(mark)

    def _gone(self, style: Style, numbers: range, start: int, end: int) -> tuple[int, ...]:
        """Those of the numbers that stand nowhere in text[start:end], however mangled."""
        between = self.text[start:end]
        return tuple(n for n in numbers if not re.search(style.loose.format(n=_numeral(style, n)), between))
