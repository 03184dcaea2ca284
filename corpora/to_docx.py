"""A marked source as a Word file, the same bytes every time: real headings or bold ones, automatic numbers, tables."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.font import CT_RPr
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from corpora.marks import Marked, tables

MADE = datetime(2023, 6, 30)  # a file without a clock: the same bytes every time
BODY_PT, TITLE_PT = 16, 22
LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
NUMBERING_ID = "90"


def to_docx(
    lines: tuple[Marked, ...], headings: str, body_font: str = "仿宋_GB2312", title_font: str = "方正小标宋简体"
) -> bytes:
    """The bytes of a .docx. headings: «styles» for Word's own heading styles, «plain» for bold paragraphs."""
    word = Document()
    set_page(word, body_font)
    if any(line.kind == "numbered" for line in lines):
        add_numbering(word)
    for group in tables(lines):
        if group[0].kind == "row":
            add_table(word, group, body_font)
        else:
            add_paragraph(word, group[0], headings, body_font, title_font)
    word.core_properties.author, word.core_properties.comments = "", ""
    word.core_properties.created = word.core_properties.modified = MADE
    return repacked(word)


def set_page(word: Word, font: str) -> None:
    """A4 with the margins of an official paper, the body font, and a page number in the footer."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    set_font(word.styles["Normal"].element.get_or_add_rPr(), font)
    word.styles["Normal"].font.size = Pt(BODY_PT)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    footer._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    footer.add_run(" —")


def set_font(properties: CT_RPr, font: str) -> None:
    """The font for all scripts: without eastAsia Word keeps the theme's."""
    fonts = properties.get_or_add_rFonts()
    for key in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{key}"), font)


def add_numbering(word: Word) -> None:
    """A three-level list «一、（一）1.» whose numbers Word prints and the text does not hold."""
    numbering = word.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for n, (style, text) in enumerate(LEVELS)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERING_ID}">{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))  # the schema wants every abstractNum before the first num
    reference = f'<w:abstractNumId w:val="{NUMBERING_ID}"/>'
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{NUMBERING_ID}">{reference}</w:num>'))


def add_paragraph(word: Word, line: Marked, headings: str, body_font: str, title_font: str) -> None:
    """One paragraph in the manner of its kind."""
    paragraph = word.add_paragraph(style=style_of(line, headings))
    run = paragraph.add_run(line.text)
    set_font(run._r.get_or_add_rPr(), title_font if line.kind == "title" else body_font)
    run.font.size = Pt(TITLE_PT if line.kind == "title" else BODY_PT)
    run.font.color.rgb = RGBColor(0, 0, 0)
    run.bold = line.kind == "heading" or (line.kind == "numbered" and line.level == 1) or None
    place_paragraph(paragraph, line)


def style_of(line: Marked, headings: str) -> str:
    """Word's style for a line."""
    is_heading = line.kind == "heading" or (line.kind == "numbered" and line.level < 3)
    return f"Heading {line.level}" if is_heading and headings == "styles" else "Normal"


def place_paragraph(paragraph: Paragraph, line: Marked) -> None:
    """Alignment, indent and automatic number."""
    if line.kind in ("title", "subtitle"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif line.kind == "signature":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_PT)
    if line.kind == "numbered":
        number = f'<w:ilvl w:val="{line.level - 1}"/><w:numId w:val="{NUMBERING_ID}"/>'
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:numPr {nsdecls('w')}>{number}</w:numPr>"))


def add_table(word: Word, rows: list[Marked], font: str) -> None:
    """A bordered table; «<<» and «^^» become merged cells."""
    table = word.add_table(rows=len(rows), cols=len(rows[0].cells), style="Table Grid")
    for at, text in filled_cells(rows):
        cell = table.cell(*at)
        run = cell.paragraphs[0].add_run(text)
        set_font(run._r.get_or_add_rPr(), font)
        run.font.size = Pt(BODY_PT - 5)
    merge(table, rows)


def filled_cells(rows: list[Marked]) -> Iterator[tuple[tuple[int, int], str]]:
    """The place and text of every cell that begins there."""
    for down, row in enumerate(rows):
        for across, text in enumerate(row.cells):
            if text not in ("<<", "^^"):
                yield (down, across), text


def merge(table: Table, rows: list[Marked]) -> None:
    """Joins every cell with the «<<» on its right and the «^^» below it."""
    for (down, across), _ in filled_cells(rows):
        right = across
        while right + 1 < len(rows[down].cells) and rows[down].cells[right + 1] == "<<":
            right += 1
        below = down
        while below + 1 < len(rows) and rows[below + 1].cells[across] == "^^":
            below += 1
        if (below, right) != (down, across):
            table.cell(down, across).merge(table.cell(below, right))


def repacked(word: Word) -> bytes:
    """The file's parts in name order under one date, so that equal content gives equal bytes."""
    saved, packed = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        first = "[Content_Types].xml"  # readers that sniff the type expect it first
        for name in sorted(old.namelist(), key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()
