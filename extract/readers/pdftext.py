"""The characters of a PDF page as PDFium has them: lines of the source, less what is not seen."""

import math
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

import pypdfium2
import pypdfium2.raw as pdfium

from extract.readers.glyphs import NOT_SOLID, Edges, Strip
from extract.readers.reading import Box

SAMPLE = 100
# Characters that a font has for itself: nobody else can tell what they are.
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


class Frame:
    """From a page's own coordinates, which begin at the bottom left of the unturned sheet, to those of its view."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.turn = page.get_rotation()

    def edges(self, box: Sequence[list[float]]) -> "Edges":
        """The edges in a view for many boxes, given as all lefts, all bottoms, all rights and all tops."""
        if self.turn:
            turned = list(map(self, *box))
            return Edges(*map(list, zip(*turned, strict=True))) if turned else Edges([], [], [], [])
        x0, y0, x1, y1 = box
        left, top = self.left, self.top
        return Edges([x - left for x in x0], [top - y for y in y1], [x - left for x in x1], [top - y for y in y0])

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

    lines: tuple[Strip, ...]
    unmapped: bool


def text_of(page: pypdfium2.PdfPage) -> PageText:
    """The characters of a page. Slanted text is a watermark and left out: it would stand amid that of the lines."""
    frame, textpage = Frame(page), page.get_textpage()
    try:
        lines = tuple(line for line in lines_of(textpage, frame) if line)
        is_private = any(PRIVATE.search(line.text) for line in lines)
        return PageText(lines, is_private or is_unmapped(textpage))
    finally:
        textpage.close()


def is_unmapped(textpage: pypdfium2.PdfTextPage) -> bool:
    """Whether more than a tenth of the characters, of which some are looked at, have no Unicode value."""
    count = textpage.count_chars()
    looked = range(0, count, max(count // SAMPLE, 1))
    errors = sum(pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 for index in looked)
    return bool(errors > 0.1 * len(looked))


def lines_of(textpage: pypdfium2.PdfTextPage, frame: Frame) -> Iterator[Strip]:
    """The lines of a page, among them empty ones."""
    text = characters(textpage)
    edges = frame.edges(boxes_of(textpage, len(text)))
    unplaced = unplaced_in(edges)
    for line in re.finditer(r"[^\r\n]+", text):
        kept = kept_of(textpage, line, unplaced)
        yield Strip("".join(compress(line.group(), kept)), edges.part(*line.span(), kept))


def kept_of(textpage: pypdfium2.PdfTextPage, line: re.Match[str], unplaced: set[int]) -> bytearray:
    """For each character of a line 1 where it is read: it is seen, has a place, and its line is not slanted.

    Blanks that PDFium made up between two characters are left out; gaps tell as much.
    """
    start, end = line.span()
    kept = bytearray(b"\1" * (end - start))
    for other in NOT_SOLID.finditer(line.group()):
        kept[other.start()] = is_shown(textpage, start + other.start(), other.group(), other.start() == 0)
    for at in unplaced.intersection(range(start, end)):
        kept[at - start] = False
    for at in range(start, end):
        if kept[at - start] and not is_slanted(textpage, at):
            break
        kept[at - start] = False
    return kept


def unplaced_in(edges: Edges) -> set[int]:
    """Indexes of the characters that broken fonts put nowhere."""
    if all(math.isfinite(sum(edge)) for edge in edges):
        return set()
    return {at for edge in edges for at, place in enumerate(edge) if not math.isfinite(place)}


def is_shown(textpage: pypdfium2.PdfTextPage, index: int, text: str, first: bool) -> bool:
    """Whether a character is of the page: neither a sign that prints nothing nor a blank made up by PDFium.

    A font's own character is the bullet of a list where it stands first; elsewhere it may be part of a figure.
    """
    if text == " ":
        return bool(pdfium.FPDFText_IsGenerated(textpage, index) != 1)
    if PRIVATE.match(text):
        return not first
    return text.isprintable() or text.isspace()


def boxes_of(textpage: pypdfium2.PdfTextPage, count: int) -> list[list[float]]:
    """All lefts, bottoms, rights and tops of so many characters.

    Half of the time that a page takes is spent here: PDFium wants one call a character.
    """
    boxes, raw, ask = (pdfium.FS_RECTF * count)(), textpage.raw, pdfium.FPDFText_GetLooseCharBox
    for index, box in enumerate(boxes):
        ask(raw, index, box)
    edges: list[float] = array("f", bytes(boxes)).tolist()
    return [edges[0::4], edges[3::4], edges[2::4], edges[1::4]]


def characters(textpage: pypdfium2.PdfTextPage) -> str:
    """One character an index; PDFium counts some rare characters twice, and its text may be shorter."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range(0, count) if count else ""
    if len(text) == count:
        return text
    codes = (pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count))
    return "".join(chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd" for code in codes)


def is_slanted(textpage: pypdfium2.PdfTextPage, index: int) -> bool:
    """Whether a character is turned by anything but a quarter."""
    quarter: float = pdfium.FPDFText_GetCharAngle(textpage, index) / (math.pi / 2)
    return abs(quarter - round(quarter)) > 0.05
