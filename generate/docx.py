"""A draft as a Word file by GB/T 9704: named styles, a bookmark at every figure, the evidence inside."""

import datetime as dt
import io
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path

from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.story import StoryPart
from docx.shared import Twips

from generate import layout, letterhead
from generate.evidence import bookmark_name, to_xml
from generate.grids import grid
from generate.model import (
    Attachment,
    AttachmentList,
    Attendance,
    Block,
    Draft,
    Gap,
    Heading,
    Imprint,
    Inline,
    Masthead,
    Number,
    Paragraph,
    Picture,
    Piece,
    Quoted,
    Recipient,
    Signature,
    Table,
    Title,
    Words,
    attachment_lines,
    plain,
)  # fmt: skip
from generate.ooxml import element, line_break, paragraph, text_run
from generate.package import add_evidence, empty_document, set_properties, to_bytes
from generate.proof import untied_numbers
from generate.provenance import add_comments
from generate.sections import end_section, lay, unnumbered
from records import Failure

_GAP_COLOUR = "yellow"


def write_docx(paper: Draft, target: Path, comments: bool = False) -> None:
    """Writes the draft as a Word file; the same draft always gives the same bytes. Raises Failure.

    comments  whether each figure bears a Word comment with the words that state it
    """
    word = empty_document()
    body, writer = word.element.body, _Writer(word.part)
    lying = False
    for part in _parts(paper.blocks):
        if body.p_lst and (_is_wide(part) != lying or _is_leaf(part)):
            end_section(word, lying)
        lying = writer.lying = _is_wide(part)
        for block, following in zip(part, (*part[1:], None), strict=True):
            for made in writer.block(block, following):
                body.insert_element_before(made, "w:sectPr")
    if lying:
        lay(word.sections[-1])
    if _is_leaf(paper.blocks[-1:]):
        unnumbered(word.sections[-1])
    if any(isinstance(block, Masthead) and block.form == "信函" for block in paper.blocks):
        letterhead.letter_section(word.sections[0])
    set_properties(word, paper.title, paper.day or dt.date.fromisoformat(f"{paper.month}-01"))
    add_evidence(word, to_xml(paper, untied_numbers(word.element)))
    if comments:
        add_comments(word, paper)
    try:
        target.write_bytes(to_bytes(word))
    except OSError as error:
        raise Failure(f"不能写入 {target}：{error.strerror}。请关闭已打开的同名文件或换一个位置") from error


def _parts(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """The body, then each attachment: what begins on a new page and may lie on its side; an imprint stands upright."""
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Attachment | Imprint)]
    for start, end in pairwise([0, *(at for at in starts if at), len(blocks)]):
        yield blocks[start:end]


def _is_wide(part: tuple[Block, ...]) -> bool:
    """Whether a table of it has more columns than fit an upright page; a paper with a header stays upright."""
    wide = any(isinstance(block, Table) and len(block.head) > layout.WIDEST_UPRIGHT for block in part)
    return wide and not any(isinstance(block, Masthead | Recipient) for block in part)


def _is_leaf(part: tuple[Block, ...]) -> bool:
    """Whether it is a 版记 after a blank side; neither of these two bears a number (GB/T 9704 7.5)."""
    return any(isinstance(block, Imprint) and block.side == "leaf" for block in part)


class _Writer:
    """Makes elements of blocks; counts figures, so that the nth is bookmarked as the nth of the evidence."""

    def __init__(self, part: StoryPart) -> None:
        self.part = part
        self.figures = count(1)
        self.headed = False
        self.attended = False
        self.lying = False

    def block(self, block: Block, following: Block | None) -> Iterator[BaseOxmlElement]:
        """The paragraphs and tables of a block. Text before the signature stays with it (GB/T 9704 7.3.5.5)."""
        match block:
            case Masthead():
                self.headed = True
                yield from letterhead.masthead(block, self._runs)
            case Imprint():
                yield from letterhead.imprint(block, self._runs)
            case Title(parts):
                yield self._title(parts)
            case Recipient(inline):
                yield self._paragraph(layout.RECIPIENT, (*inline, Words("：")))
            case Heading(level, number, inline):
                yield self._paragraph(layout.HEADINGS[level - 1], (Words(number), *inline))
            case Paragraph(inline):
                ending = isinstance(following, AttachmentList | Signature)
                yield self._paragraph(layout.BODY, inline, *([element("keepNext")] if ending else []))
            case Attendance():
                yield self._attendance(block, kept=isinstance(following, Attendance | Signature))
            case Table():
                yield from self._table(block)
            case Picture():
                yield from self._picture(block)
            case AttachmentList(titles):
                yield from self._attachment_list(titles)
            case Signature(name, date):
                yield from self._signature(name, date)
            case Attachment(number, title):
                yield self._paragraph(layout.ATTACHMENT_MARK, (Words(f"附件{number or ''}"),))
                yield self._paragraph(layout.ATTACHMENT_TITLE, title)

    def _paragraph(self, style: layout.Style, inline: Inline, *properties: BaseOxmlElement) -> BaseOxmlElement:
        return paragraph(style.key, *self._runs(inline), properties=properties)

    def _runs(self, inline: Inline, size_pt: float | None = None, scale: int = 100) -> Iterator[BaseOxmlElement]:
        for piece in inline:
            yield from self._piece(piece, size_pt, scale)

    def _piece(self, piece: Piece, size_pt: float | None, scale: int) -> Iterator[BaseOxmlElement]:
        """The run of a piece, bookmarked when it is a figure or a quotation, highlighted when it is a gap."""
        if isinstance(piece, Gap):
            yield text_run(piece.text, size_pt, _GAP_COLOUR, scale)
        elif isinstance(piece, Number | Quoted):
            number = next(self.figures)
            yield element("bookmarkStart", id=number, name=bookmark_name(number))
            yield text_run(piece.text, size_pt)
            yield element("bookmarkEnd", id=number)
        elif piece.text:
            yield text_run(piece.text, size_pt, scale=scale)

    def _title(self, parts: tuple[Inline, ...]) -> BaseOxmlElement:
        runs: list[BaseOxmlElement] = []
        for line in layout.title_lines(tuple(map(plain, parts))):
            runs += [line_break()] if runs else []
            runs += [run for part in line for run in self._runs(parts[part])]
        room = (element("spacing", before=layout.TITLE_GAP),) if self.headed else ()
        return paragraph(layout.TITLE.key, *runs, properties=room)

    def _signature(self, name: Inline, date: Inline) -> Iterator[BaseOxmlElement]:
        """署名 and 成文日期, placed for a seal. Room for it above the name, where GB/T 9704 wants no empty lines."""
        indents = layout.signature_indents(plain(name), plain(date))
        room = element("spacing", before=layout.SEAL_ROOM)
        yield self._paragraph(layout.SIGNER, name, room, _right_indent(indents[0]))
        yield self._paragraph(layout.DATE, date, _right_indent(indents[1]))

    def _attendance(self, block: Attendance, kept: bool) -> BaseOxmlElement:
        """Who was there, a blank line above the first of such lines; names go on under the first name."""
        keep = (element("keepNext"),) if kept else ()
        label, first = block.label, block.inline[0]
        names = (Words(first.text.removeprefix(label)), *block.inline[1:])
        before = element("spacing", before=0 if self.attended else layout.LINE)
        self.attended = True
        width = layout.em_width(label)
        runs = (text_run(label, face=layout.ATTENDANCE_FACE), *self._runs(names))
        indent = _hanging(layout.ATTENDANCE_INDENT + width, width)
        return paragraph(layout.ATTENDANCE.key, *runs, properties=(*keep, before, indent))

    def _attachment_list(self, titles: tuple[Inline, ...]) -> Iterator[BaseOxmlElement]:
        """附件说明, a line each; what runs over is aligned under the name's own first character."""
        for at, (line, title) in enumerate(zip(attachment_lines(titles), titles, strict=True)):
            lead = line.removesuffix(plain(title))
            before = element("spacing", before=layout.LINE if at == 0 else 0)
            left = layout.ATTACHMENT_INDENT + layout.em_width("附件：" + lead.removeprefix("附件："))
            indent = _hanging(left, layout.em_width(lead))
            yield self._paragraph(layout.ATTACHMENT_LIST, (Words(lead), *title), before, indent)

    def _table(self, table: Table) -> Iterator[BaseOxmlElement]:
        if table.caption:
            yield self._paragraph(layout.CAPTION, table.caption)
        yield grid(table, self._runs, (layout.LANDSCAPE if self.lying else layout.PAGE).text_width)
        if table.note:
            yield self._paragraph(layout.TABLE_NOTE, table.note)

    def _picture(self, picture: Picture) -> Iterator[BaseOxmlElement]:
        """The picture as wide as the text, caption and note under it on the same page."""
        made = self.part.new_pic_inline(io.BytesIO(picture.png), width=Twips(layout.PAGE.text_width))
        made.docPr.set("descr", picture.alt)
        for side in ("distT", "distB", "distL", "distR"):  # unsaid, programs keep a margin, and it juts out of the text
            made.set(side, "0")
        yield paragraph(layout.PICTURE.key, element("r", element("drawing", made)))
        keep = (element("keepNext"),) if picture.note else ()
        yield self._paragraph(layout.PICTURE_CAPTION, picture.inline, *keep)
        if picture.note:
            yield self._paragraph(layout.TABLE_NOTE, picture.note)


def _right_indent(characters: float) -> BaseOxmlElement:
    """Both ways of saying it: hundredths of a character for Word, twips for all others (GB/T 9704 notes, 4)."""
    return element("ind", right=_twips(characters), rightChars=round(characters * 100))


def _hanging(left: float, hanging: float) -> BaseOxmlElement:
    return element(
        "ind", left=_twips(left), leftChars=round(left * 100),
        hanging=_twips(hanging), hangingChars=round(hanging * 100),
    )  # fmt: skip


def _twips(characters: float) -> int:
    return round(characters * layout.pt(layout.NO_3))
