"""Word documents (.docx of Word and WPS) as the reader sees them, changes accepted: a walk over the XML."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from lxml import etree

from extract.readers.guard import NOT_DOCX, Limits, refuse_cells
from extract.readers.numbering import Numbering
from extract.readers.reading import Piece, Reading, compose
from extract.readers.wordpackage import Package
from extract.readers.wordstyles import (
    DELETED,
    INSERTED,
    SILENT,
    Marks,
    Styles,
    W,
    first_of,
    paragraph_marks,
    run_marks,
)
from extract.readers.wordtables import head_rows, is_marked, rows_of, slots_of
from records import Cell, UnreadableFile
from records.document import BlockKind

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MATH_TEXT = f"{MATH}t"
# «½» is 1/2 and never 12.
MATH_SIGNS = {f"{MATH}den": "/", f"{MATH}sup": "^"}
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

PARAGRAPH, TABLE, RUN, TEXT, BREAK = f"{W}p", f"{W}tbl", f"{W}r", f"{W}t", f"{W}br"
PARAGRAPH_MARKS, RUN_MARKS, FIELD_MARK = f"{W}pPr", f"{W}rPr", f"{W}fldChar"
ALTERNATE, DRAWING = f"{MC}AlternateContent", f"{W}drawing"
SIGNS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip

TRACKED = "文档含修订记录，已按接受全部修订后的内容读取"
HIDDEN = "文档含隐藏文字，未读取"
COMMENTED = "文档含批注，批注内容未读取"
EMBEDDED = "文档中嵌入了其他文件，其内容未读取"
PICTURED = "文档含较大的图片或图表，其中的文字未读取"
# In square EMU, 360,000 to the centimetre: a seal or an emblem takes less than 60 cm², a pasted page or table more.
LARGE = 60 * 360_000**2
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"


def read(data: bytes, limits: Limits) -> Reading:
    """Headers, body, notes and footers of a .docx, in this order. Raises UnreadableFile."""
    package = Package(data, limits)
    package.refuse_secret_properties()
    try:
        return Walk(package, limits).reading()
    except (ValueError, RecursionError) as error:  # figures that are none, elements without end
        raise UnreadableFile(NOT_DOCX) from error


class Walk:
    """One pass over a package. It counts lists and tables as it goes, so each story is walked once and in order."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.package = package
        self.limits = limits
        self.styles = Styles(package.first("styles"))
        self.numbering = Numbering(package.first("numbering"))
        self.tables = self.cells = 0
        self.fields: list[bool] = []
        self.carried = ""
        self.warnings: dict[str, None] = {}

    def reading(self) -> Reading:
        """Headers, body, notes and footers, and what was noticed on the way."""
        root = self.package.document()
        body = list(self.story(root))
        notes = [*self.notes("footnotes", f"{W}footnote"), *self.notes("endnotes", f"{W}endnote")]
        comments = self.package.first("comments")
        if comments is not None and len(comments):
            self.warn(COMMENTED)
        headers, footers = self.margins(root, "header"), self.margins(root, "footer")
        return compose([*headers, *body, *notes, *footers], warnings=self.warnings)

    def warn(self, line: str) -> None:
        """Notes a warning; each is given once."""
        self.warnings[line] = None

    # --- stories ---------------------------------------------------------------------------------------------

    def story(self, element: etree._Element) -> Iterator[Piece]:
        """The pieces of whatever holds paragraphs and tables: body, cell, text box, header, note."""
        for child in element:
            tag = child.tag
            if tag == PARAGRAPH:
                yield from self.paragraph(child)
            elif tag == TABLE:
                yield from self.table(child)
            elif tag == f"{W}altChunk":
                self.warn(EMBEDDED)
            elif tag == ALTERNATE:
                yield from self.story(chosen(child))
            elif tag in DELETED:
                self.warn(TRACKED)
            elif tag not in SILENT:
                yield from self.story(child)

    def notes(self, kind: str, tag: str) -> Iterator[Piece]:
        """Footnotes or endnotes; the first two of each part are the lines that separate them."""
        root = self.package.first(kind)
        for note in () if root is None else root.iterfind(tag):
            if note.get(f"{W}type", "normal") == "normal":
                yield from as_kind("note", self.story(note))

    def margins(self, root: etree._Element, kind: BlockKind) -> list[Piece]:
        """Headers or footers that a section refers to; one that reads the same in several sections is given once."""
        targets = self.package.related(self.package.main, str(kind))
        used = dict.fromkeys(reference.get(RELATION_ID) for reference in root.iter(f"{W}{kind}Reference"))
        parts = [self.package.part(targets[key]) for key in used if key in targets]
        pieces = [piece for part in parts if part is not None for piece in as_kind(kind, self.story(part))]
        return list({piece.text.strip(): piece for piece in pieces}.values())

    # --- paragraphs ------------------------------------------------------------------------------------------

    def paragraph(self, element: etree._Element) -> Iterator[Piece]:
        """The paragraph, and after it the text boxes that are anchored in it.

        A paragraph whose end mark is deleted runs on into the next one.
        """
        marks = paragraph_marks(first_of(element, PARAGRAPH_MARKS))
        style = self.styles[marks.style]
        number = style.number if marks.number is None else marks.number
        mark = "" if number is None or number == "0" else self.number(number, marks, style.at)
        text, boxes = self.inline(element, style.hidden)
        if self.fields and not all(self.fields):
            self.fields = []  # a field whose end is missing hides nothing more
        text, self.carried = self.carried + mark + text, ""
        if marks.removed and not boxes and is_followed(element):
            self.warn(TRACKED)
            self.carried = text
            return
        level = style.outline if marks.outline is None else marks.outline
        level = level + 1 if level is not None and level < 9 else None
        yield Piece(text, kind=paragraph_kind(style.name, level), level=level)
        for box in boxes:
            yield from self.story(box)

    def number(self, number: str, marks: Marks, style_at: int | None) -> str:
        """The automatic number that the paragraph shows."""
        at = marks.at
        if at is None:
            at = self.numbering.level_of_style(number, marks.style or "") if style_at is None else style_at
        return self.numbering.mark(number, at)

    def inline(self, element: etree._Element, hidden: bool) -> tuple[str, list[etree._Element]]:
        """The visible text of a paragraph's content, and the text boxes found in it."""
        text: list[str] = []
        boxes: list[etree._Element] = []
        self.collect(element, hidden, text, boxes)
        return "".join(text), boxes

    def collect(self, element: etree._Element, hidden: bool, text: list[str], boxes: list[etree._Element]) -> None:
        """Adds to text and boxes what stands in an element, however deep its runs lie."""
        for child in element:
            tag = child.tag
            if tag == RUN:
                self.run(child, hidden, text, boxes)
            elif tag in DELETED:
                self.warn(TRACKED)
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag == ALTERNATE:
                self.collect(chosen(child), hidden, text, boxes)
            elif tag == MATH_TEXT:
                text.append(child.text or "")
            elif tag not in SILENT:
                if tag in INSERTED:
                    self.warn(TRACKED)
                if tag in MATH_SIGNS:
                    text.append(MATH_SIGNS[tag])
                self.collect(child, hidden, text, boxes)

    def run(self, run: etree._Element, hidden: bool, text: list[str], boxes: list[etree._Element]) -> None:
        """The text of a run; a hidden one gives nothing, but the fields that begin or end in it count."""
        for child in run:
            tag = child.tag
            if tag == RUN_MARKS:
                hidden = self.hides(child, hidden)
            elif tag == FIELD_MARK:
                self.field(child.get(f"{W}fldCharType"))
            elif (sign := sign_of(child, tag, text)) is not None:
                if hidden or self.fields:
                    self.add(sign, hidden, text)
                else:
                    text.append(sign)
            elif tag not in SILENT:
                self.warn_of_object(child)
                self.collect(chosen(child), hidden, text, boxes)

    def hides(self, properties: etree._Element, inherited: bool) -> bool:
        """Whether a run with that w:rPr is hidden."""
        style, hidden = run_marks(properties)
        if hidden is None:
            return inherited or (style is not None and self.styles[style].hidden)
        return hidden

    def warn_of_object(self, child: etree._Element) -> None:
        """An embedded sheet or file shows a picture of itself, whose words are not text; nor are those of a picture."""
        if child.tag == f"{W}object":
            self.warn(EMBEDDED)
        elif child.tag == DRAWING and is_large_picture(child):
            self.warn(PICTURED)

    def add(self, sign: str, hidden: bool, text: list[str]) -> None:
        """Adds characters that are seen: neither hidden nor the code of a field."""
        if hidden and sign.strip():
            self.warn(HIDDEN)
        elif not hidden and all(self.fields):
            text.append(sign)

    def field(self, mark: str | None) -> None:
        """Follows a field from begin over separate to end; only what is between the last two is seen."""
        if mark == "begin":
            self.fields.append(False)
        elif mark == "separate" and self.fields:
            self.fields[-1] = True
        elif mark == "end" and self.fields:
            self.fields.pop()

    # --- tables ----------------------------------------------------------------------------------------------

    def table(self, element: etree._Element) -> Iterator[Piece]:
        """The cells of a table by rows; a table inside a cell follows that cell as a table of its own."""
        number, self.tables = self.tables, self.tables + 1
        rows = [row for row in rows_of(element) if not is_marked(row, f"{W}del")]
        slots = slots_of(rows)
        self.cells += len(slots)
        refuse_cells(self.cells, self.limits)
        heads = head_rows(rows, slots)
        for slot in slots:
            pieces = list(self.story(slot.element))
            own = "\n".join(piece.text for piece in pieces if piece.cell is None and piece.text.strip())
            yield Piece(
                own, "cell", cell=Cell(number, slot.row, slot.column, slot.down, slot.across, slot.row in heads)
            )
            yield from (piece for piece in pieces if piece.cell is not None)


def as_kind(kind: BlockKind, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces of a margin or a note: all of that kind, tables among them as plain lines."""
    for piece in pieces:
        yield replace(piece, kind=kind, level=None, cell=None)


def paragraph_kind(style_name: str, level: int | None) -> BlockKind:
    """Kind by style. A line of the table of contents repeats a heading and states nothing, so it is «debris»."""
    if style_name.lower().startswith(("toc ", "目录 ")):
        return "debris"
    return "paragraph" if level is None else "heading"


def chosen(alternate: etree._Element) -> etree._Element:
    """The one branch of an AlternateContent to read: both hold the same text box, for new and for old programs.

    Any other element is itself.
    """
    if alternate.tag != ALTERNATE:
        return alternate
    choice = alternate.find(f"{MC}Choice")
    fallback = alternate.find(f"{MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else alternate


def is_followed(paragraph: etree._Element) -> bool:
    """Whether another paragraph follows, to be joined to one whose end mark is deleted."""
    following = paragraph.getnext()
    return following is not None and following.tag == PARAGRAPH


def is_large_picture(drawing: etree._Element) -> bool:
    """Whether a drawing is a picture or a chart, not a box of text, and so large that it may hold a table or a page."""
    extent = next(drawing.iter(EXTENT), None)
    if extent is None or next(drawing.iter(f"{W}txbxContent"), None) is not None:
        return False
    sides = [extent.get("cx", ""), extent.get("cy", "")]
    return all(side.isdecimal() for side in sides) and int(sides[0][:12]) * int(sides[1][:12]) >= LARGE


def sign_of(child: etree._Element, tag: str, before: list[str]) -> str | None:
    """The characters that an element of a run stands for; None where it must be looked into.

    A page break is seen as a line's end only in the middle of a paragraph.
    """
    if tag == TEXT:
        text = child.text or ""
        return text if child.get(XML_SPACE) == "preserve" else text.strip(" \t\r\n")
    if tag == BREAK:
        return "\n" if child.get(f"{W}type") in (None, "textWrapping") or before else ""
    if tag == f"{W}sym":
        return symbol(child.get(f"{W}font", ""), child.get(f"{W}char", ""))
    return SIGNS.get(tag)


def symbol(font: str, code: str) -> str:
    """A sign of a symbol font: Wingdings F0FE is ☑."""
    return symbols().get(font, {}).get(code[-2:].upper(), "•")


@cache
def symbols() -> dict[str, dict[str, str]]:
    """Signs by symbol font and code, read once."""
    return tomllib.loads(Path(__file__).with_name("wordsymbols.toml").read_text(encoding="utf-8"))
