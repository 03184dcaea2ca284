"""Figures as arithmetic sees them: where each number stands, and between which bounds its true value lies."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from language.numerals import parse
from records import Count

_NUMBER = re.compile(
    r"\d[\d,]*(?:\.\d+)?(?:[余多几])?[十百千万亿]*|[〇零一二两三四五六七八九十百千万亿]+(?:点[〇零一二三四五六七八九]+)?"
)
_ABOUT = Decimal("0.1")  # how far «约» and its like may lie from the truth, as a share of the figure
_CLAUSE_MARKS = "，；：。！？（）\n"


@dataclass(frozen=True, slots=True)
class Reach:
    """The least and the greatest true value that a printed figure can stand for; high is None where it is open."""

    low: Decimal
    high: Decimal | None

    def __add__(self, other: "Reach") -> "Reach":
        high = None if self.high is None or other.high is None else self.high + other.high
        return Reach(self.low + other.low, high)

    def meets(self, other: "Reach") -> bool:
        """Whether one value can be both."""
        return not (self.above(other) or other.above(self))

    def above(self, other: "Reach") -> bool:
        """Whether every value of this is greater than every value of the other."""
        return other.high is not None and self.low > other.high


@dataclass(frozen=True)
class Amount:
    """A count of the document, and text[start:end], its number, in the normalised text.

    index    place in the document's list of counts
    printed  the number as written, scale word included: 1.13万
    before   words that lead to the number, from the last mark or number; after: those behind it to the next
    """

    index: int
    count: Count
    start: int
    end: int
    printed: str
    before: str
    after: str

    @property
    def value(self) -> Decimal:
        """The figure. Only for amounts that are not masked."""
        if self.count.value is None:
            raise ValueError(f"{self.count.quote} has no value")
        return self.count.value

    @property
    def known(self) -> bool:
        """Whether there is a figure at all: it is not masked."""
        return self.count.value is not None

    @property
    def exact(self) -> bool:
        """Whether the figure is told as it is, without 约, 余 or a range."""
        return self.known and self.count.approx == "exact" and self.count.upper is None

    @property
    def shown(self) -> str:
        """The figure with its unit, as a message shows it."""
        return f"{self.printed}{self.count.unit}"

    @property
    def clause(self) -> str:
        """The words around the number that say what is counted."""
        return f"{self.before}{self.count.unit}{self.after}"

    @cached_property
    def step(self) -> Decimal:
        """Worth of the last printed digit: 0.1 for 91.4, 100 for 1.13万; 0 for a whole number without scale word."""
        digits = re.match(r"\d[\d,]*(?:\.(\d+))?", self.printed)
        if not digits:
            return Decimal(0)
        scale = Decimal(1)
        for word in re.findall("[十百千万亿]", self.printed):
            scale *= {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[word]
        places = len(digits[1] or "")
        return scale / 10**places if places or scale > 1 else Decimal(0)

    @cached_property
    def reach(self) -> Reach:
        """Bounds of the true value, by rounding and by the words that make it approximate (domain reference 4)."""
        value, count = self.value, self.count
        if count.upper is not None:
            return Reach(value, count.upper)
        if count.approx == "at_least":
            return Reach(value, None)
        if count.approx == "at_most":
            return Reach(Decimal(0), value)
        if count.approx == "about":
            return Reach(value * (1 - _ABOUT), value * (1 + _ABOUT))
        if count.approx == "over":
            return Reach(value, value + _coarse(value))
        if count.approx == "under":
            return Reach(value - _coarse(value), value)
        return Reach(value - self.step / 2, value + self.step / 2)


def _coarse(value: Decimal) -> Decimal:
    """Worth of the last digit that is not 0: 10 for 140, 1000 for 3000. What 余 and 近 leave open."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** int(exponent)


def amounts_of(counts: Iterable[Count], text: str, position: Callable[[int], int]) -> tuple[Amount, ...]:
    """Every count with the place of its number in text, in the order of the text.

    position  turns an offset of the source into one of text
    A masked count stands where its quote begins.
    """
    placed: list[tuple[int, int, int, Count]] = []
    taken: set[int] = set()
    for index, count in enumerate(counts):
        start, end = position(count.start), position(count.end - 1) + 1
        span = next((s for s in _numbers(count, text, start, end) if s[0] not in taken), (start, end))
        taken.add(span[0])
        placed.append((*span, index, count))
    placed.sort(key=lambda item: item[:3])
    return tuple(_amounts(placed, text))


def _numbers(count: Count, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Places in the quote where the count's value is printed, those with its unit behind first."""
    spans = [m.span() for m in _NUMBER.finditer(text, start, end) if _worth(m[0]) == count.value]
    return iter(sorted(spans, key=lambda span: count.unit not in text[span[1] : span[1] + len(count.unit) + 1]))


def _worth(number: str) -> Decimal | None:
    return parse(re.sub("[余多几]", "", number))


def _amounts(placed: list[tuple[int, int, int, Count]], text: str) -> Iterator[Amount]:
    floor = 0
    starts = [start for start, _, _, _ in placed] + [len(text)]
    for start, end, index, count in placed:
        behind = end + len(count.unit) if text.startswith(count.unit, end) else end
        following = starts[bisect_right(starts, start, hi=len(placed))]
        before = text[_after_mark(text, min(floor, start), start) : start]
        after = text[behind : _before_mark(text, behind, max(following, behind))]
        yield Amount(index, count, start, end, text[start:end], before, after)
        floor = behind


def _after_mark(text: str, floor: int, at: int) -> int:
    return max([floor, *(text.rfind(mark, floor, at) + 1 for mark in _CLAUSE_MARKS)])


def _before_mark(text: str, at: int, ceiling: int) -> int:
    found = (text.find(mark, at, ceiling) for mark in _CLAUSE_MARKS)
    return min([ceiling, *(place for place in found if place >= 0)])
