"""Characters with their boxes, and the runs of them that stand on one line of a page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from operator import sub
from statistics import median
from typing import NamedTuple, Protocol, TypeVar, overload

from extract.readers.reading import Box

# A gap of that many character widths parts two runs: columns, cells of a table without lines, a name from its date.
WIDE_GAP = 1.6
# In type sizes: a gap that is no blank in any script, and the most that neighbours may overlap.
NARROW_GAP = 0.2
OVERLAP = 0.1
# The most, in type sizes, that Chinese characters, and figures, are drawn apart; few pairs of them tell little.
MOST_STRETCHED, LEAST_STRETCHED, FEW, ALIKE = 4.0, 0.35, 3, 0.25
# A line that is higher than so many type sizes is looked at character by character.
UNEVEN = 1.6
# What all prints and is no blank: the letters, figures and punctuation of nearly every Chinese line.
SOLID_LETTERS = "!-~·×‐-‧…※①-⑳、-〗㈠-㈩一-鿿！-～￥"
SOLID, NOT_SOLID = re.compile(f"[{SOLID_LETTERS}]+"), re.compile(f"[^{SOLID_LETTERS}]")
# Broken fonts give characters without width; sizes are divided by.
SMALLEST = 1.0


class Glyph(NamedTuple):
    """A character; the box is in points from the page's top left corner as it is shown."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one line without a wide gap between them. size is the type size in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    def box(self) -> Box:
        """The box as records have it."""
        return self.x0, self.top, self.x1, self.bottom


class Edges(NamedTuple):
    """The edges of many boxes, by the boxes' index."""

    x0: list[float]
    top: list[float]
    x1: list[float]
    bottom: list[float]

    def part(self, start: int, end: int, kept: Iterable[int]) -> "Edges":
        """The edges of the boxes from start to end, less those that are 0 in kept."""
        return Edges(*(list(compress(edge[start:end], kept)) for edge in self))


class Strip(Sequence[Glyph]):
    """The characters of one line in the order of the page's source; what stands at [0] is a Glyph.

    Kept as a text and the edges of its boxes, since most lines become a run as they are, and few are taken apart.
    """

    __slots__ = ("edges", "text")

    def __init__(self, text: str, edges: Edges) -> None:
        self.text = text
        self.edges = edges

    def __len__(self) -> int:
        return len(self.text)

    @overload
    def __getitem__(self, index: int) -> Glyph: ...
    @overload
    def __getitem__(self, index: slice) -> list[Glyph]: ...
    def __getitem__(self, index: int | slice) -> Glyph | list[Glyph]:
        if isinstance(index, slice):
            return [
                Glyph(*glyph) for glyph in zip(self.text[index], *(edge[index] for edge in self.edges), strict=True)
            ]
        return Glyph(self.text[index], *(edge[index] for edge in self.edges))

    def __iter__(self) -> Iterator[Glyph]:
        return map(Glyph, self.text, *self.edges)

    def meets(self, box: Box) -> bool:
        """Whether any character may stand within a box."""
        x0, top, x1, bottom = self.edges
        return min(x0) < box[2] and max(x1) > box[0] and min(top) < box[3] and max(bottom) > box[1]

    def run(self) -> "Run | None":
        """The line as one run; None where every character must be looked at: blanks, wide gaps, uneven heights."""
        if not SOLID.fullmatch(self.text):
            return None
        lefts, tops, rights, bottoms = self.edges
        wide = [b - a for letter, a, b in zip(self.text, lefts, rights, strict=True) if is_wide(letter)]
        size = max(median(wide or list(map(sub, bottoms, tops))), SMALLEST)
        gaps = list(map(sub, lefts[1:], rights))
        top, bottom = min(tops), max(bottoms)
        if bottom - top > UNEVEN * size or not is_close(gaps, size):
            return None
        return Run(self.spaced(gaps, size), lefts[0], top, max(rights), bottom, size)

    def spaced(self, gaps: Sequence[float], size: float) -> str:
        """The text, with a blank where a gap stands for one."""
        if not gaps or max(gaps) <= NARROW_GAP * size:
            return self.text
        usual, pieces, done = Stretch.of(zip(self.text, self.text[1:], gaps, strict=False), size), [], 0
        for at in [at for at, gap in enumerate(gaps, 1) if gap > NARROW_GAP * size]:
            left, right = self.text[at - 1], self.text[at]
            pieces += [self.text[done:at], blank(left, right, (gaps[at - 1] - usual.gap(left, right)) / size)]
            done = at
        return "".join([*pieces, self.text[done:]])


def is_close(gaps: Sequence[float], size: float) -> bool:
    """Whether no gap parts two runs, and no character may stand on the one before it."""
    return not gaps or (max(gaps) <= WIDE_GAP * size and min(gaps) >= -OVERLAP * size)


# --- from lines of glyphs to runs --------------------------------------------------------------------------------


class Boxed(Protocol):
    """What has a box on the page."""

    @property
    def x0(self) -> float:
        """Left edge."""

    @property
    def top(self) -> float:
        """Upper edge."""

    @property
    def bottom(self) -> float:
        """Lower edge."""


Thing = TypeVar("Thing", bound=Boxed)


class Part(NamedTuple):
    """Glyphs that follow each other in the source, the edges of their box, and their run where it is known."""

    glyphs: Sequence[Glyph]
    x0: float
    top: float
    bottom: float
    run: Run | None = None


def rows_of(things: Iterable[Thing]) -> list[list[Thing]]:
    """Things that stand side by side, from left to right; the rows from top to bottom."""
    rows: list[list[Thing]] = []
    for thing in sorted(things, key=lambda thing: thing.top + thing.bottom):
        if rows and is_beside(rows[-1], thing):
            rows[-1].append(thing)
        else:
            rows.append([thing])
    return [sorted(row, key=lambda thing: thing.x0) for row in rows]


def is_beside(row: Sequence[Thing], thing: Thing) -> bool:
    """Whether a thing stands on the line of a row: their heights overlap by more than half of the lower one."""
    other = max(row, key=lambda one: one.bottom - one.top)
    overlap = min(other.bottom, thing.bottom) - max(other.top, thing.top)
    return overlap > 0.5 * min(other.bottom - other.top, thing.bottom - thing.top)


def runs_of(lines: Iterable[Sequence[Glyph]]) -> list[Run]:
    """The runs of all lines: a line is cut at every wide gap.

    A character that comes from another font (a rare one, a figure) may stand elsewhere in the source than on the
    page, so that the parts of a row are first put together by their places.
    """
    parts = [part for line in lines for part in parts_of(line)]
    return [run for row in rows_of(parts) for run in runs_of_row(row)]


def runs_of_row(row: Sequence[Part]) -> Iterator[Run]:
    """The runs of parts that stand side by side."""
    if len(row) == 1:
        yield row[0].run or joined(row[0].glyphs)
        return
    glyphs = sorted((glyph for part in row for glyph in part.glyphs), key=lambda glyph: glyph.x0)
    yield from map(joined, cut(glyphs))


def parts_of(line: Sequence[Glyph]) -> Iterator[Part]:
    """The parts of a line."""
    run = line.run() if isinstance(line, Strip) else None
    if run is not None:
        yield Part(line, run.x0, run.top, run.bottom, run)
        return
    for part in cut(list(line)):
        yield Part(part, *edges(part))


def edges(glyphs: Sequence[Glyph]) -> tuple[float, float, float]:
    """Left, upper and lower edge of glyphs."""
    return min(g.x0 for g in glyphs), min(g.top for g in glyphs), max(g.bottom for g in glyphs)


def cut(line: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The stretches of a line between its wide gaps, less the blanks at their ends, which do not fill a gap.

    A character that is printed twice on one place, to look bold, is taken once.
    """
    usual = Stretch.of_glyphs(line)
    part: list[Glyph] = []
    blanks: list[Glyph] = []
    for glyph in line:
        if glyph.text.isspace():
            blanks.append(glyph)
        elif part and is_same(part[-1], glyph):
            continue
        elif part and is_parted(part[-1], glyph, usual.gap(part[-1].text, glyph.text)):
            yield part
            part, blanks = [glyph], []
        else:
            part += [*(blanks if part else ()), glyph]
            blanks = []
    if part:
        yield part


def is_same(glyph: Glyph, other: Glyph) -> bool:
    """Whether both are the same character in the same place."""
    near = 0.3 * max(glyph.x1 - glyph.x0, SMALLEST)
    return glyph.text == other.text and abs(glyph.x0 - other.x0) < near and abs(glyph.top - other.top) < near


class Stretch(NamedTuple):
    """The gaps that are none: a line may be stretched to the margin, a title or a name to a given width.

    wide    the usual gap between two Chinese characters
    narrow  that between two figures or letters, which programs hardly stretch: «9    9» is never 99
    """

    wide: float
    narrow: float

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str, float]], size: float) -> "Stretch":
        """The stretch of a line: its neighbours with the gaps between them, and its type size."""
        whole = [(left, right, gap) for left, right, gap in pairs if not (left.isspace() or right.isspace())]
        wide = [gap for left, right, gap in whole if is_wide(left) and is_wide(right)]
        narrow = [gap for left, right, gap in whole if not (is_wide(left) or is_wide(right))]
        usual = min(max(median(wide or [0.0]), 0.0), MOST_STRETCHED * size)
        close = max(median(narrow or [0.0]), 0.0)
        if len(wide) >= FEW and abs(close - usual) <= ALIKE * usual:
            return cls(usual, usual)  # «2 0 2 3 年 工 作 总 结»: all of the line is
        return cls(usual, min(close, LEAST_STRETCHED * size) if len(narrow) >= FEW else 0.0)

    @classmethod
    def of_glyphs(cls, glyphs: Sequence[Glyph]) -> "Stretch":
        """The stretch of a line of glyphs."""
        pairs = ((left.text, right.text, right.x0 - left.x1) for left, right in pairwise(glyphs))
        return cls.of(pairs, size_of(glyphs) if glyphs else SMALLEST)

    def gap(self, left: str, right: str) -> float:
        """The gap between two characters that is none."""
        return self.wide if is_wide(left) or is_wide(right) else self.narrow


def is_parted(left: Glyph, right: Glyph, usual: float) -> bool:
    """Whether two neighbours in the source do not belong to one run."""
    em = max(left.bottom - left.top, right.bottom - right.top, 1.0)
    apart = abs((left.top + left.bottom) - (right.top + right.bottom)) / 2
    return right.x0 - left.x1 > WIDE_GAP * em + usual or right.x0 < left.x0 - em or apart > 0.7 * em


def joined(part: Sequence[Glyph]) -> Run:
    """The run of those glyphs."""
    visible = [glyph for glyph in part if not glyph.text.isspace()]
    left, top, bottom = edges(visible)
    return Run("".join(spaced(part)), left, top, max(glyph.x1 for glyph in visible), bottom, size_of(visible))


def spaced(part: Sequence[Glyph]) -> Iterator[str]:
    """The characters of a run, a blank where a gap stands for one: between Latin words, or wide in Chinese."""
    usual = Stretch.of_glyphs(part)
    for left, right in zip([None, *part], part, strict=False):
        if left is not None and not (left.text.isspace() or right.text.isspace()):
            gap = right.x0 - left.x1 - usual.gap(left.text, right.text)
            yield blank(left.text, right.text, gap / max(right.bottom - right.top, SMALLEST))
        yield right.text


def blank(left: str, right: str, gap: float) -> str:
    """What stands for a gap, in type sizes, between two characters.

    Between a Chinese character and a figure programs leave a quarter of a character, which is no blank.
    """
    return " " if gap > (0.45 if is_wide(left) != is_wide(right) else NARROW_GAP) else ""


def size_of(glyphs: Sequence[Glyph]) -> float:
    """Type size: a Chinese character is as wide as its type; for others the height of the box is near it."""
    wide = [glyph.x1 - glyph.x0 for glyph in glyphs if is_wide(glyph.text)]
    return max(median(wide or [glyph.bottom - glyph.top for glyph in glyphs]), SMALLEST)


def is_wide(text: str) -> bool:
    """Whether a character takes a full square: Chinese characters and their punctuation."""
    return text >= "\u2e80" or text in "“”‘’—…·"
