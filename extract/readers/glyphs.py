"""The characters of a PDF page with their boxes, and the runs of them that stand on one line."""

import ctypes
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple, Protocol, TypeVar

import pypdfium2
import pypdfium2.raw as pdfium

from extract.readers.reading import Box

# A gap of that many character widths parts two runs: columns, cells of a table without lines, a name from its date.
WIDE_GAP = 1.6
SAMPLE = 300
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


class Frame:
    """From a page's own coordinates, which begin at the bottom left of the unturned sheet, to those of its view."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.turn = page.get_rotation()

    def __call__(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box of a view for one given by left, bottom, right, top."""
        if self.turn == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.turn == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        if self.turn == 270:
            return self.top - y1, self.right - x1, self.top - y0, self.right - x0
        return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's characters by lines, as PDFium parts them, in the order of the page's source.

    unmapped  whether its fonts do not tell which characters they draw, so that the text may be wrong
    """

    lines: tuple[list[Glyph], ...]
    unmapped: bool


def text_of(page: pypdfium2.PdfPage) -> PageText:
    """The characters of a page. Slanted text is a watermark and left out: it would stand amid that of the lines."""
    frame, textpage = Frame(page), page.get_textpage()
    try:
        return PageText(tuple(line for line in lines_of(textpage, frame) if line), is_unmapped(textpage))
    finally:
        textpage.close()


def is_unmapped(textpage: pypdfium2.PdfTextPage) -> bool:
    """Whether more than a tenth of the first characters have no Unicode value."""
    count = min(textpage.count_chars(), SAMPLE)
    errors = sum(pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 for index in range(count))
    return bool(errors > 0.1 * count)


def lines_of(textpage: pypdfium2.PdfTextPage, frame: Frame) -> Iterator[list[Glyph]]:
    """Lines of glyphs. Blanks that PDFium made up between two characters are left out; gaps tell as much."""
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    line: list[Glyph] = []
    for index, text in enumerate(characters(textpage)):
        if text in "\r\n":
            yield line
            line = []
        elif text == " " and pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        elif text.isprintable() or text.isspace():
            pdfium.FPDFText_GetLooseCharBox(textpage, index, reference)
            place = frame(box.left, box.bottom, box.right, box.top)
            if all(map(math.isfinite, place)) and (line or not is_slanted(textpage, index)):
                line.append(Glyph(text, *place))
    yield line


def characters(textpage: pypdfium2.PdfTextPage) -> str | list[str]:
    """One string a character index; PDFium counts some rare characters twice, so the text may be shorter."""
    count = textpage.count_chars()
    text = textpage.get_text_range(0, count) if count else ""
    if len(text) == count:
        return text
    codes = (pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count))
    return [chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd" for code in codes]


def is_slanted(textpage: pypdfium2.PdfTextPage, index: int) -> bool:
    """Whether a character is turned by anything but a quarter."""
    quarter: float = pdfium.FPDFText_GetCharAngle(textpage, index) / (math.pi / 2)
    return abs(quarter - round(quarter)) > 0.05


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
    """Glyphs that follow each other in the source, and the edges of their box."""

    glyphs: Sequence[Glyph]
    x0: float
    top: float
    bottom: float


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
    parts = [Part(part, *edges(part)) for line in lines for part in parts_of(line)]
    return [joined(part) for row in rows_of(parts) for part in in_place(row)]


def in_place(row: Sequence[Part]) -> Iterable[Sequence[Glyph]]:
    """The parts of a row with their glyphs from left to right."""
    if len(row) == 1:
        return [row[0].glyphs]
    return parts_of(sorted((glyph for part in row for glyph in part.glyphs), key=lambda glyph: glyph.x0))


def edges(glyphs: Sequence[Glyph]) -> tuple[float, float, float]:
    """Left, upper and lower edge of glyphs."""
    return min(g.x0 for g in glyphs), min(g.top for g in glyphs), max(g.bottom for g in glyphs)


def parts_of(line: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The stretches of a line between its wide gaps, less the blanks at their ends, which do not fill a gap.

    A character that is printed twice on one place, to look bold, is taken once.
    """
    usual = usual_gap(line)
    part: list[Glyph] = []
    blanks: list[Glyph] = []
    for glyph in line:
        if glyph.text.isspace():
            blanks.append(glyph)
        elif part and is_same(part[-1], glyph):
            continue
        elif part and is_parted(part[-1], glyph, usual):
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


def usual_gap(glyphs: Sequence[Glyph]) -> float:
    """The gap that most neighbours have: a line that is stretched to the margin is no row of columns."""
    gaps = [right.x0 - left.x1 for left, right in pairwise(glyphs) if not (left.text.isspace() or right.text.isspace())]
    return max(median(gaps or [0.0]), 0.0)


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
    usual = usual_gap(part)
    for left, right in zip([None, *part], part, strict=False):
        if left is not None and not (left.text.isspace() or right.text.isspace()):
            yield blank(left.text, right.text, (right.x0 - left.x1 - usual) / max(right.bottom - right.top, SMALLEST))
        yield right.text


def blank(left: str, right: str, gap: float) -> str:
    """What stands for a gap, in type sizes, between two characters.

    Between a Chinese character and a figure programs leave a quarter of a character, which is no blank.
    """
    return " " if gap > (0.45 if is_wide(left) != is_wide(right) else 0.2) else ""


def size_of(glyphs: Sequence[Glyph]) -> float:
    """Type size: a Chinese character is as wide as its type; for others the height of the box is near it."""
    wide = [glyph.x1 - glyph.x0 for glyph in glyphs if is_wide(glyph.text)]
    return max(median(wide or [glyph.bottom - glyph.top for glyph in glyphs]), SMALLEST)


def is_wide(text: str) -> bool:
    """Whether a character takes a full square: Chinese characters and their punctuation."""
    return text >= "\u2e80" or text in "“”‘’—…·"
