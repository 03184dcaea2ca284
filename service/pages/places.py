"""Where on a PDF's pages the words of records stand, as far as its own characters tell."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from records import Block

Box = tuple[float, float, float, float]  # left, top, right, bottom in points, from the page's upper left corner


@dataclass(frozen=True, slots=True)
class Sought:
    """Words to be found on a page. before: how often they stand earlier on it."""

    id: int
    page: int
    words: str
    before: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a record stand: a box for each line that they are on."""

    id: int
    page: int
    boxes: tuple[Box, ...]


def sought(text: str, blocks: Sequence[Block], found: Sequence[tuple[int, int, int]]) -> tuple[Sought, ...]:
    """What to look for of records given as (id, start, end); those on no page are left out."""
    wanted = []
    for id_, start, end in found:
        block = next((one for one in blocks if one.start <= start < one.end), None)
        if block is None or block.page is None:
            continue
        first = min(one.start for one in blocks if one.page == block.page)
        words = _bare(text[start:end])
        wanted.append(Sought(id_, block.page, words, _bare(text[first:start]).count(words)))
    return tuple(wanted)


def find(data: bytes, wanted: Sequence[Sought]) -> tuple[Place, ...]:
    """The places in a PDF; what its characters do not hold just so, as on a scan or a turned page, is left out."""
    import pypdfium2

    pages = _Pages(pypdfium2.PdfDocument(data))
    found = []
    for one in wanted:
        # a paragraph that runs over to the next page is known by its first
        for page, before in ((one.page, one.before), (one.page + 1, 0)):
            if boxes := pages.boxes(page, one.words, before):
                found.append(Place(one.id, page, boxes))
                break
    return tuple(found)


class _Pages:
    """The letters of a PDF's pages, each read once."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.read: dict[int, _Letters] = {}

    def boxes(self, page: int, words: str, before: int) -> tuple[Box, ...]:
        """A box for each line that the words are on; none where the page has them not that often, or lies turned."""
        if page > len(self.document) or self.document[page - 1].get_rotation():
            return ()
        if page not in self.read:
            self.read[page] = _Letters(self.document[page - 1])
        return self.read[page].boxes(words, before)


class _Letters:
    """The characters of a page without blanks, and the box of each."""

    def __init__(self, page: Any) -> None:
        from pypdfium2 import raw

        self.left, _, _, self.top = page.get_cropbox()
        self.characters = page.get_textpage()
        letters = [
            (at, char)
            for at in range(self.characters.count_chars())
            if _bare(char := chr(raw.FPDFText_GetUnicode(self.characters, ctypes.c_int(at))))
        ]
        self.indexes = [at for at, _ in letters]
        self.text = "".join(char for _, char in letters)

    def boxes(self, words: str, before: int) -> tuple[Box, ...]:
        """A box for each line that the words are on; none where they do not stand that often on the page."""
        start = -1
        for _ in range(before + 1):
            start = self.text.find(words, start + 1) if words else -1
            if start < 0:
                return ()
        return tuple(_lines(self.box(self.indexes[at]) for at in range(start, start + len(words))))

    def box(self, index: int) -> Box:
        """A character's box."""
        left, bottom, right, top = self.characters.get_charbox(index, loose=True)
        return (left - self.left, self.top - top, right - self.left, self.top - bottom)


def _lines(boxes: Iterator[Box]) -> Iterator[Box]:
    """Boxes of characters that follow each other on a line, as one."""
    line: Box | None = None
    for box in boxes:
        if line and box[0] >= line[0] and box[1] < line[3] and line[1] < box[3]:
            line = (line[0], min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3]))
            continue
        if line:
            yield line
        line = box
    if line:
        yield line


def _bare(text: str) -> str:
    return "".join(text.split())
