"""What an OFD page draws: characters with their boxes, and the lines of its tables."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, islice, pairwise, repeat
from unicodedata import category

from lxml import etree

from extract.readers.glyphs import SMALLEST, Glyph, is_wide, rows_of, runs_of
from extract.readers.pdf import Page
from extract.readers.reading import Box, Piece
from extract.readers.ruled import Grid, filled, grids_of
from extract.readers.strokes import IDENTITY, MOST_PATHS, Matrix, TooManyStrokes, at_most, moved, strokes_from, times

POINTS = 72 / 25.4  # OFD measures in millimetres
# Composite objects within others, and page blocks within others, are followed so deep.
DEEPEST = 16
# For text objects that give none, which the standard forbids.
FALLBACK_SIZE = 4.0
# Where a character's square lies about its baseline, in type sizes.
ASCENT, DESCENT = 0.88, 0.12
# Widths of Latin characters in type sizes, where the place of the next one does not tell; and the most that one takes.
NARROW, WIDE, USUAL, WIDEST = 0.3, 0.85, 0.55, 1.25
NARROW_LETTERS, WIDE_LETTERS = frozenset("fijlrtI.,:;'!|()[] "), frozenset("mwMW@%")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
TOKEN = re.compile(rf"[A-Za-z]|{NUMBER.pattern}")
# How many numbers follow each letter of a path; the last two are the point that it leads to.
OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
STRAIGHT = 0.05
# Characters that say nothing: for private use, unassigned, controls. Fonts without a character table have them drawn.
UNKNOWN = frozenset({"Co", "Cn", "Cc", "Cs"})


@dataclass(slots=True)
class Painter:
    """Collects what layers draw, in points from the upper left corner of the coordinates.

    unit      gives the drawing of a composite object by its ID
    strings   characters that were placed together, with their boxes
    upright   the same for text that runs from top to bottom
    pictures  ids of the pictures, with their boxes
    unmapped  how many characters cannot be told, as their fonts give glyphs only
    """

    unit: Callable[[str], etree._Element | None]
    strings: list[list[Glyph]] = field(default_factory=list)
    upright: list[list[Glyph]] = field(default_factory=list)
    lines: list[Iterable[Box]] = field(default_factory=list)
    pictures: list[tuple[str, Box]] = field(default_factory=list)
    unmapped: int = 0
    hidden: bool = False

    def paint(self, holder: etree._Element, matrix: Matrix = (POINTS, 0, 0, POINTS, 0, 0), depth: int = 0) -> None:
        """Takes up all objects of a layer, a block or a drawing."""
        for item in holder if depth <= DEEPEST else ():
            name = str(item.tag).rpartition("}")[2]
            if item.get("Visible") == "false":
                self.hidden = self.hidden or item.find(".//{*}TextCode") is not None
            elif name == "TextObject":
                self.text(item, matrix)
            elif name == "PathObject":
                self.path(item, matrix)
            elif name == "ImageObject":
                self.pictures.append((item.get("ResourceID", ""), area_of(item, matrix)))
            elif name == "CompositeObject":
                unit = self.unit(item.get("ResourceID", ""))
                content = None if unit is None else unit.find("{*}Content")
                if content is not None:
                    self.paint(content, placed(item, matrix), depth + 1)
            elif name == "PageBlock":
                self.paint(item, matrix, depth + 1)

    def text(self, item: etree._Element, matrix: Matrix) -> None:
        """Takes up a text object. One whose lines are slanted is a watermark and left out."""
        own = placed(item, matrix)
        codes = item.findall("{*}TextCode")
        missing = glyph_count(item) - sum(len(code.text or "") for code in codes)
        self.unmapped += max(missing, 0)
        place = (0.0, 0.0)
        for code in codes:
            place = number(code.get("X"), place[0]), number(code.get("Y"), place[1])
            text = (code.text or "").strip("\r\n\t")
            spots = list(islice(spots_of(code, item, text, place), len(text)))
            self.unmapped += sum(category(letter) in UNKNOWN or letter == "\ufffd" for letter in text)
            if spots and not is_slanted(own):
                self.add(text, spots, item, own)

    def add(self, text: str, spots: Sequence[tuple[float, float]], item: etree._Element, matrix: Matrix) -> None:
        """Takes up characters that stand at those spots of their object."""
        size = size_of(item)
        across = size * number(item.get("HScale"), 1.0)
        glyphs = [
            Glyph(letter, *box_of(matrix, spot, width, size))
            for letter, spot, width in zip(text, spots, widths_of(text, spots, across), strict=True)
            if letter.isprintable() or letter.isspace()
        ]
        (self.upright if runs_down(spots, matrix) else self.strings).append(glyphs)

    def path(self, item: etree._Element, matrix: Matrix) -> None:
        """Takes up a path that is stroked, as it is by default, or filled."""
        if item.get("Stroke") != "false" or item.get("Fill") == "true":
            self.lines.append(pieces_of(item.findtext("{*}AbbreviatedData") or "", placed(item, matrix)))


def placed(item: etree._Element, matrix: Matrix) -> Matrix:
    """From an object's own coordinates to points: its matrix, its boundary's corner, then those of what holds it."""
    left, top, *_ = [*numbers(item.get("Boundary")), 0.0, 0.0]
    own = numbers(item.get("CTM"))
    inner: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else IDENTITY
    return times(times(inner, (1, 0, 0, 1, left, top)), matrix)


def area_of(item: etree._Element, matrix: Matrix) -> Box:
    """The box of an object's boundary on the page."""
    left, top, width, height = [*numbers(item.get("Boundary")), 0.0, 0.0, 0.0, 0.0][:4]
    return *moved(left, top, matrix), *moved(left + width, top + height, matrix)


def number(text: str | None, default: float) -> float:
    """The number that an attribute holds; default for none."""
    found = NUMBER.fullmatch((text or "").strip())
    value = float(found.group()) if found else default
    return value if abs(value) < 1e7 else default


def numbers(text: str | None) -> list[float]:
    """The numbers of a list that blanks part; a word that is none counts as 0."""
    return [number(word, 0.0) for word in (text or "").split()]


def size_of(item: etree._Element) -> float:
    """The type size of a text object in its own coordinates."""
    return max(number(item.get("Size"), 0.0), 0.0) or FALLBACK_SIZE


def glyph_count(item: etree._Element) -> int:
    """How many characters the glyphs of a text object stand for."""
    return max((int(number(one.get("CodePosition"), 0)) + int(number(one.get("CodeCount"), 1))
                for one in item.iterfind("{*}CGTransform")), default=0)  # fmt: skip


# --- characters --------------------------------------------------------------------------------------------------


def spots_of(
    code: etree._Element, item: etree._Element, text: str, first: tuple[float, float]
) -> Iterator[tuple[float, float]]:
    """Where the characters of a text stand, on the baseline. Where no distances are given, as wide as they are."""
    across, down = code.get("DeltaX"), code.get("DeltaY")
    if across is None and down is None:
        size = size_of(item) * number(item.get("HScale"), 1.0)
        xs: Iterable[float] = accumulate((width_of(letter) * size for letter in text), initial=first[0])
        return zip(xs, repeat(first[1]), strict=False)
    return zip(
        accumulate(chain(deltas(across), repeat(0.0)), initial=first[0]),
        accumulate(chain(deltas(down), repeat(0.0)), initial=first[1]),
        strict=False,
    )


def deltas(text: str | None) -> Iterator[float]:
    """The distances of a list in which «g 3 2.5» stands for 2.5 three times. It may stand for billions: take few."""
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            times_said, distance = next(words, "0"), next(words, "0")
            yield from repeat(number(distance, 0.0), max(int(number(times_said, 0)), 0))
        else:
            yield number(word, 0.0)


def widths_of(text: str, spots: Sequence[tuple[float, float]], size: float) -> Iterator[float]:
    """How wide the characters are: up to the next one, unless a gap lies between that any font would show.

    No font is looked at, so that «12» whose figures stand far apart must not become «1 2».
    """
    steps = [math.dist(one, other) for one, other in pairwise(spots)]
    for letter, step in zip(text, [*steps, 0.0], strict=True):
        yield step if 0 < step <= WIDEST * size else width_of(letter) * size


def width_of(letter: str) -> float:
    """The usual width of a character in type sizes."""
    if is_wide(letter):
        return 1.0
    return NARROW if letter in NARROW_LETTERS else WIDE if letter in WIDE_LETTERS else USUAL


def box_of(matrix: Matrix, spot: tuple[float, float], width: float, size: float) -> Box:
    """The box of a character on the page."""
    x, y = spot
    top, bottom = y - ASCENT * size, y + DESCENT * size
    corners = [moved(a, b, matrix) for a in (x, x + width) for b in (top, bottom)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def is_slanted(matrix: Matrix) -> bool:
    """Whether lines are turned by anything but a quarter."""
    quarter = math.atan2(matrix[1], matrix[0]) / (math.pi / 2)
    return abs(quarter - round(quarter)) > STRAIGHT


def runs_down(spots: Sequence[tuple[float, float]], matrix: Matrix) -> bool:
    """Whether characters follow each other downwards or upwards, rather than across."""
    (x0, y0), (x1, y1) = moved(*spots[0], matrix), moved(*spots[-1], matrix)
    return abs(y1 - y0) > abs(x1 - x0)


# --- lines -------------------------------------------------------------------------------------------------------


def pieces_of(data: str, matrix: Matrix) -> Iterator[Box]:
    """The straight pieces of a path, «M 0 0 L 10 0 …», each as a box."""
    start = here = moved(0, 0, matrix)
    for letter, points in steps_of(data):
        there = start if letter == "C" else moved(points[-2], points[-1], matrix)
        if letter in "SM":
            start = there
        elif letter in "LC":
            yield min(here[0], there[0]), min(here[1], there[1]), max(here[0], there[0]), max(here[1], there[1])
        here = there


def steps_of(data: str) -> Iterator[tuple[str, list[float]]]:
    """Letters with the numbers that belong to them; ends at the first that makes no sense."""
    tokens = (found.group() for found in TOKEN.finditer(data))
    for letter in tokens:
        points = [number(token, math.nan) for token in islice(tokens, OPERANDS.get(letter, 0))]
        if letter not in OPERANDS or len(points) < OPERANDS[letter] or any(map(math.isnan, points)):
            return
        yield letter, points


# --- the page ----------------------------------------------------------------------------------------------------


def page_of(painter: Painter, number: int, area: str) -> tuple[Page, list[Piece]]:
    """A page, and the text that runs from top to bottom on it; area is the sheet in millimetres."""
    left, top, width, height = (POINTS * edge for edge in [*numbers(area), 0.0, 0.0, 0.0, 0.0][:4])
    strings: list[Sequence[Glyph]] = [shifted(glyphs, left, top) for glyphs in painter.strings if glyphs]
    upright = [upright_piece(shifted(glyphs, left, top), number) for glyphs in painter.upright if glyphs]
    found = tables_of(painter, left, top)
    grids: list[Grid] = []
    for grid in found or ():
        whole, strings = filled(grid, strings)
        grids.append(whole)
    fault = "scanned" if painter.pictures and not (strings or grids or upright or painter.unmapped) else None
    rows = tuple(rows_of(runs_of(strings)))
    return Page(number, width, height, rows, tuple(grids), painter.unmapped > 0, found is None, fault=fault), upright


def shifted(glyphs: Iterable[Glyph], left: float, top: float) -> list[Glyph]:
    """The characters, measured from the corner of the sheet."""
    return [Glyph(text, x0 - left, y0 - top, x1 - left, y1 - top) for text, x0, y0, x1, y1 in glyphs]


def upright_piece(glyphs: Sequence[Glyph], number: int) -> Piece:
    """Text that runs from top to bottom, in one."""
    lefts, tops, rights, bottoms = zip(*(glyph[1:] for glyph in glyphs), strict=True)
    text = "".join(glyph.text for glyph in glyphs)
    return Piece(text, page=number, box=(min(lefts), min(tops), max(rights, default=SMALLEST), max(bottoms)))


def tables_of(painter: Painter, left: float, top: float) -> list[Grid] | None:
    """The tables that lines make; None for a page that draws too much to tell."""
    lines = at_most(MOST_PATHS, chain.from_iterable(painter.lines))
    try:
        return grids_of(strokes_from((x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in lines))
    except TooManyStrokes:
        return None
