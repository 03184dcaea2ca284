"""版头 and 版记 as WordprocessingML (GB/T 9704 7.2, 7.4; letters 10.1)."""

from collections.abc import Callable, Iterator
from math import ceil

from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section

from generate import layout
from generate.boxes import box_at_foot
from generate.layout import PAGE, RED, em_width, mm, pt
from generate.model import Imprint, Inline, Masthead, Words, plain
from generate.ooxml import element, paragraph, right_tab, text_run, thin_paragraph

# the runs of some pieces: in what size (points) and with what width of letters (per cent)
Runs = Callable[..., Iterator[BaseOxmlElement]]

_SPARE_LINES = 2


def masthead(block: Masthead, runs: Runs) -> Iterator[BaseOxmlElement]:
    """The paragraphs above the title: of a letter framed at the paper's upper edge, else on the 版心."""
    if block.form == "信函":
        yield _letter_mark(block, runs)
        yield from _fields(block, runs)
        yield paragraph(layout.LETTER_NUMBER.key, *runs(block.number))
        return
    fields = tuple(_fields(block, runs))
    yield from fields
    yield _mark(block, runs, before=layout.MARK_TOP - len(fields) * layout.LINE)
    yield _number(block, runs)
    yield paragraph(layout.RED_LINE.key, properties=(_border("bottom", "single", layout.RED_WEIGHT),))


def _fields(block: Masthead, runs: Runs) -> Iterator[BaseOxmlElement]:
    for inline in (block.serial, block.urgency):
        if inline:
            yield paragraph(layout.HEAD_FIELD.key, *runs(inline))


def _mark(block: Masthead, runs: Runs, before: int) -> BaseOxmlElement:
    size, scale = layout.mark_fit(plain(block.mark), PAGE.text_width)
    spacing = element("spacing", before=max(0, before), line=pt(size), lineRule="exact")
    return paragraph(layout.MARK.key, *runs(block.mark, size, scale), properties=(spacing,))


def _number(block: Masthead, runs: Runs) -> BaseOxmlElement:
    """发文字号 in the middle; of an upward paper at the left, with the 签发人 at the right (7.2.5, 7.2.6)."""
    before = element("spacing", before=layout.MARK_GAP)
    if not block.signer:
        return paragraph(layout.NUMBER.key, *runs(block.number), properties=(before,))
    tabs = element("tabs", element("tab", val="right", pos=PAGE.text_width - pt(layout.NO_3)))
    indent = element("ind", left=pt(layout.NO_3), leftChars=100)
    name = (text_run(piece.text, face=layout.SIGNER_FACE) for piece in block.signer)
    words = (*runs(block.number), right_tab(), *runs((Words("签发人："),)), *name)
    return paragraph(layout.SIGNED_NUMBER.key, *words, properties=(tabs, before, indent))


def _letter_mark(block: Masthead, runs: Runs) -> BaseOxmlElement:
    """The mark and the double line under it, framed at its place on the paper."""
    size, scale = layout.mark_fit(plain(block.mark), PAGE.text_width)
    frame = _frame(layout.LETTER_MARK_TOP)
    line = _border("bottom", "thickThinSmallGap", 2 * layout.RED_WEIGHT, space_mm=4)
    spacing = element("spacing", line=pt(size), lineRule="exact")
    return paragraph(layout.MARK.key, *runs(block.mark, size, scale), properties=(frame, line, spacing))


def letter_section(section: Section) -> None:
    """A letter's first page: no number, and the double line above the paper's lower edge."""
    section.different_first_page_header_footer = True
    root = section.first_page_footer._element
    for child in list(root):
        root.remove(child)
    frame = _frame(PAGE.height - layout.LETTER_FOOT)
    line = _border("top", "thinThickSmallGap", 2 * layout.RED_WEIGHT)
    root.append(paragraph(layout.RED_LINE.key, properties=(frame, line)))
    root.append(paragraph(layout.PAGE_NUMBER.key))


def _frame(top: int) -> BaseOxmlElement:
    """A frame as wide as a letter's lines, in the middle of the paper, with its upper edge there."""
    return element(
        "framePr", w=layout.LETTER_LINE, wrap="around", vAnchor="page", hAnchor="page", xAlign="center", y=top
    )


def _border(side: str, line: str, weight: int, space_mm: float = 0) -> BaseOxmlElement:
    """A red line along one side of a paragraph; the space to the text in whole points, as the format wants."""
    return element("pBdr", element(side, val=line, sz=weight, space=round(mm(space_mm) / 20), color=RED))


def imprint(block: Imprint, runs: Runs) -> Iterator[BaseOxmlElement]:
    """The paragraph that the 版记 is tied to: a box at the foot of the last page's 版心.

    A box, filled from its foot with room for what a clerk may add, since LibreOffice before 7.6
    lets no table float that is as wide as the text. Its lines are paragraphs of their own: a border follows its
    paragraph's indents, and these lines must not.
    """
    lined = bool(block.printer)
    held = [
        _line((*runs((Words(label),)), *runs(names), *runs((Words("。"),))), left=4, hanging=3)
        for label, names in (("分送：", block.sent), ("抄送：", block.copies))
        if names
    ]
    if lined:
        last = _line((*runs(block.printer), right_tab(), *runs(block.date)), left=1)
        between = [_rule(layout.THIN)] if held else []
        held = [_rule(layout.THICK), *held, *between, last, _rule(layout.THICK)]
    lines = _copies_lines(block.sent) + _copies_lines(block.copies) + lined + _SPARE_LINES
    box = box_at_foot(held, PAGE.text_width, lines * layout.IMPRINT_LINE)
    turn = () if block.side == "last" else (element("pageBreakBefore"),)
    if block.side == "leaf":
        yield thin_paragraph(layout.IMPRINT.key)
    yield paragraph(layout.IMPRINT.key, box, properties=(*turn, _thin()))


def _rule(weight: int) -> BaseOxmlElement:
    """A line across the 版心 (7.4.1)."""
    line = element("pBdr", element("bottom", val="single", sz=weight, space=0, color="auto"))
    mark = element("rPr", element("sz", val=2), element("szCs", val=2))
    return paragraph(layout.IMPRINT.key, properties=(line, _thin(), mark))


def _thin() -> BaseOxmlElement:
    return element("spacing", line=pt(1), lineRule="exact")


def _copies_lines(copies: Inline) -> int:
    """How many lines they take: all but the first are four characters in, and all end one before the margin."""
    if not copies:
        return 0
    characters = PAGE.text_width // pt(layout.IMPRINT.size_pt)
    return ceil((em_width(plain(copies)) + 1) / (characters - 5))


def _line(runs: tuple[BaseOxmlElement, ...], left: int, hanging: int = 0) -> BaseOxmlElement:
    """A line of the 版记, one character in from both sides (7.4.2)."""
    one = pt(layout.IMPRINT.size_pt)
    tabs = element("tabs", element("tab", val="right", pos=PAGE.text_width - one))
    indent = element(
        "ind", left=left * one, leftChars=100 * left, right=one, rightChars=100, hanging=hanging * one,
        hangingChars=100 * hanging,
    )  # fmt: skip
    return paragraph(layout.IMPRINT.key, *runs, properties=(tabs, indent))
