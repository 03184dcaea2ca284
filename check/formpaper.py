"""A paper as the rules on form see it: its lines, the part that each plays, and how they look in Word."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from lxml import etree

from check.rules import load_words
from check.wordfile import W, WordFile
from check.wordlines import TEXT, Piece, WordLine, word_lines
from check.wordlook import Looks, ParagraphLook, RunLook
from records import Block, Extraction

HEADINGS = ("heading1", "heading2", "heading3", "heading4")
_LEFT_OUT = frozenset({"debris", "header", "footer", "note"})
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WEB_SHARE = 0.3  # of lines spaced as web pages are; a paper has none
_WEB_LINES = 2  # such as «发布日期：» and «上一篇»; one may stand in any paper
_LINK_SHARE = 0.15  # of characters that are links: menus, lists of other articles
_TABLE_SHARE = 0.8  # of characters in cells: a form or a ledger that was put into Word


@cache
def forms() -> dict[str, re.Pattern[str]]:
    """How the parts of a paper are known, by their names in forms.toml."""
    return {name: re.compile(pattern) for name, pattern in load_words("forms.toml")["part"].items()}


@cache
def heading_marks() -> dict[int, re.Pattern[str]]:
    """The marks of headings by level."""
    return {int(level): re.compile(pattern) for level, pattern in load_words("forms.toml")["heading"].items()}


@dataclass(slots=True, eq=False)
class Line:
    """A paragraph with its part. text stands at start in the document's text; start is None for an empty one.

    role   title, recipient, heading1 …, body, signer, date; «other» where it could not be told
    apart  whether it belongs to an attachment
    """

    text: str
    start: int | None
    place: str
    block: Block | None = None
    word: WordLine | None = None
    role: str = "other"
    apart: bool = False

    @property
    def end(self) -> int | None:
        """End of the text; None where it has no place."""
        return None if self.start is None else self.start + len(self.text)

    @property
    def bare(self) -> str:
        """The text without outer blanks."""
        return self.text.strip()

    @property
    def in_word(self) -> WordLine:
        """The Word paragraph; only for lines of a Word file."""
        if self.word is None:
            raise ValueError("not from a Word file")
        return self.word


class FormPaper:
    """What the rules on form are given. word is None for what is no .docx; then only the text can be judged."""

    def __init__(self, extraction: Extraction, kind: str, word: WordFile | None) -> None:
        self.extraction = extraction
        self.kind = kind
        self.word = word
        self.looks = None if word is None else Looks(word)
        self._products: dict[str, str] = {}
        self._layouts: dict[Line, ParagraphLook] = {}
        self._types: dict[Line, tuple[tuple[Piece, RunLook], ...]] = {}
        self.lines = _lines(extraction) if word is None else _from_word(word, extraction)

    def of(self, *roles: str) -> list[Line]:
        """The lines that play one of the parts, attachments left out."""
        return [line for line in self.lines if line.role in roles and not line.apart]

    @cached_property
    def is_full(self) -> bool:
        """Whether it is a paper in full form, which the standard binds: a number, or recipient and date."""
        return bool(self.of("number") or (self.of("recipient") and self.of("date")))

    @cached_property
    def is_official(self) -> bool:
        """Whether it is meant to be an official paper at all."""
        words, day = load_words("forms.toml"), self.extraction.document.date
        if day is not None and day < words["holds_from"]:
            return False
        media_type = self.extraction.document.media_type
        doubtful = self.kind in words["doubtful"] or media_type in words["bare_text"]
        if self.kind in words["no_papers"] or media_type in words["no_paper_types"] or not self.of("body"):
            return False
        if doubtful and not self.is_full:
            return False
        return not (self._mostly_tables() or self._like_a_web_page())

    def _mostly_tables(self) -> bool:
        cells = sum(len(line.bare) for line in self.lines if line.place == "cell")
        return cells > _TABLE_SHARE * sum(len(line.bare) for line in self.lines)

    def _like_a_web_page(self) -> bool:
        lines = [line for line in self.lines if line.bare]
        if sum(forms()["web"].fullmatch(line.bare) is not None for line in lines) >= _WEB_LINES:
            return True
        if self.word is None:
            return False
        looks = [self.look(line) for line in lines]
        spaced = len([look for look in looks if look.web_spacing or "Normal (Web)" in look.style])
        linked = sum(len(text.text or "") for link in self.word.body.iter(f"{W}hyperlink") for text in link.iter(TEXT))
        return spaced > _WEB_SHARE * len(lines) or linked > _LINK_SHARE * sum(len(line.bare) for line in lines)

    # --- looks -----------------------------------------------------------------------------------------------

    def look(self, line: Line) -> ParagraphLook:
        """The layout of a line of a Word file."""
        assert self.looks is not None
        if line not in self._layouts:
            self._layouts[line] = self.looks.paragraph(line.in_word.element)
        return self._layouts[line]

    def pieces(self, line: Line) -> tuple[tuple[Piece, RunLook], ...]:
        """The pieces of the line's own text with their looks."""
        assert self.looks is not None
        if line not in self._types:
            word, looks = line.in_word, self.looks
            self._types[line] = tuple((piece, looks.run(piece.run, word.element)) for piece in word.pieces)
        return self._types[line]

    def runs(self, line: Line, start: int = 0, end: int | None = None) -> Iterator[tuple[RunLook, str]]:
        """The looks of the characters of the line's own text[start:end], run by run."""
        text = line.in_word.text
        end = len(text) if end is None else end
        for piece, look in self.pieces(line):
            first, last = max(start, piece.start), min(end, piece.end)
            if first < last:
                yield look, text[first:last]

    def shares(
        self, line: Line, of: Callable[[RunLook], object], start: int = 0, end: int | None = None
    ) -> Counter[object]:
        """How many Chinese characters of the line look how, by a feature of their runs."""
        counted: Counter[object] = Counter()
        for look, text in self.runs(line, start, end):
            counted[of(look)] += len(_HAN.findall(text))
        return counted

    def main(self, line: Line, of: Callable[[RunLook], object], start: int = 0, end: int | None = None) -> object:
        """The feature that most Chinese characters of the line have; None where it has none."""
        ((feature, number),) = self.shares(line, of, start, end).most_common(1) or [(None, 0)]
        return feature if number else None

    def product(self, kind: str) -> str:
        """The product that a face of that kind is written with: the paper's own, else the usual one."""
        if kind not in self._products:
            every = (look.chinese for line in self.of("body", "title", *HEADINGS) for look, _ in self.runs(line))
            usual = next(str(face["write"]) for face in load_words("forms.toml")["face"] if face["name"] == kind)
            self._products[kind] = next((name for name in every if face_kind(name) == kind), usual)
        return self._products[kind]

    def size(self, line: Line) -> int:
        """The type size of most of the line, in half-points."""
        found = self.main(line, lambda look: look.size)
        return found if isinstance(found, int) else 0


def _lines(extraction: Extraction) -> tuple[Line, ...]:
    found = []
    for block in sorted(extraction.blocks, key=lambda block: block.start):
        text = extraction.text[block.start : block.end]
        if block.kind not in _LEFT_OUT and text.strip():
            found.append(Line(text, block.start, "cell" if block.cell else "body", block))
    return tuple(found)


def _from_word(word: WordFile, extraction: Extraction) -> tuple[Line, ...]:
    starts = {block.start: block for block in extraction.blocks}
    found = []
    for one in word_lines(word, extraction.text, extraction.blocks):
        if one.place in ("body", "cell", "box"):
            start = None if one.start is None else one.start - len(one.mark)
            found.append(Line(one.mark + one.text, start, one.place, starts.get(start or 0), one))
    return tuple(found)


@cache
def face_kind(name: str) -> str:
    """仿宋, 楷体 … for a product's name; the name itself where it is none of them, «默认字体» where there is none."""
    for face in load_words("forms.toml")["face"]:
        if any(word in name.lower() for word in face["words"]):
            return str(face["name"])
    return name or "默认字体"


def size_name(half_points: int) -> str:
    """三号 for 32; points where the size has no name."""
    named = load_words("forms.toml")["sizes"].get(str(half_points))
    return str(named) if named else f"{half_points / 2:g}磅"


def is_blank(element: etree._Element) -> bool:
    """Whether a paragraph shows nothing: no text, no picture, no page break."""
    seen = ("t", "drawing", "pict", "object", "br", "sym", "tab")
    return not any(True for name in seen for _ in element.iter(f"{W}{name}"))
