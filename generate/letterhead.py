"""版头 and 版记 as WordprocessingML (GB/T 9704 7.2, 7.4; letters 10.1)."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from math import ceil

from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section

from generate import layout
from generate.boxes import box_at_foot
from generate.layout import PAGE, RED, em_width, pt
from generate.model import Gap, Imprint, Inline, Masthead, Words, plain
from generate.ooxml import element, paragraph, right_tab, text_run, thin_paragraph

# the runs of some pieces: in what size (points) and with what width of letters (per cent)
Runs = Callable[..., Iterator[BaseOxmlElement]]

_SPARE_LINES = 2
_SIGNED_BY = "签发人："
_NAMES_A_LINE = 2


def masthead(block: Masthead, runs: Runs) -> Iterator[BaseOxmlElement]:
    """The paragraphs above the title: of a letter framed at the paper's upper edge, else on the 版心."""
    if block.form == "信函":
        yield from _letter_mark(block, runs)
        yield from _fields(block, runs)
        yield paragraph(layout.LETTER_NUMBER.key, *runs(block.number))
        return
    fields = tuple(_fields(block, runs))
    yield from fields
    yield _mark(block, runs, before=layout.MARK_TOP - len(fields) * layout.LINE)
    yield from _number(block, runs)
    yield paragraph(layout.RED_LINE.key, properties=(_border("bottom", "single", layout.RED_WEIGHT),))


def _fields(block: Masthead, runs: Runs) -> Iterator[BaseOxmlElement]:
    for inline in (block.serial, block.urgency):
        if inline:
            yield paragraph(layout.HEAD_FIELD.key, *runs(inline))


def _mark(block: Masthead, runs: Runs, before: int) -> BaseOxmlElement:
    size, scale = layout.mark_fit(plain(block.mark), PAGE.text_width)
    spacing = element("spacing", before=max(0, before), line=pt(size), lineRule="exact")
    return paragraph(layout.MARK.key, *runs(block.mark, size, scale), properties=(spacing,))


def _number(block: Masthead, runs: Runs) -> Iterator[BaseOxmlElement]:
    """发文字号 in the middle; of an upward paper at the left, with the 签发人 at the right (7.2.5, 7.2.6).

    Several sign two a line, the names of the lines below under those of the first; the number is on the last line.
    """
    before = element("spacing", before=layout.MARK_GAP)
    if not block.signer:
        yield paragraph(layout.NUMBER.key, *runs(block.number), properties=(before,))
        return
    rows, mark = _signers(block.signer), "yellow" if isinstance(block.signer[0], Gap) else None
    tabs, indent = _signer_tabs(rows), element("ind", left=pt(layout.NO_3), leftChars=100)
    for at, names in enumerate(rows):
        number = runs(block.number) if at == len(rows) - 1 else ()
        label = runs((Words(_SIGNED_BY),)) if at == 0 else ()
        line = [*number, right_tab(), *label]
        for name in names:
            line += [right_tab(), text_run(name, highlight=mark, face=layout.SIGNER_FACE)]
        room = before if at == 0 else element("spacing", before=0)
        yield paragraph(layout.SIGNED_NUMBER.key, *line, properties=(deepcopy(tabs), room, deepcopy(indent)))


def _signers(signer: Inline) -> list[list[str]]:
    """The names, two a line."""
    names = plain(signer).split("、")
    return [names[at : at + _NAMES_A_LINE] for at in range(0, len(names), _NAMES_A_LINE)]


def _signer_tabs(rows: list[list[str]]) -> BaseOxmlElement:
    """Where «签发人：» and the names of each column begin, so that the longest ends one character from the right."""
    columns = [max(em_width(row[at]) for row in rows if len(row) > at) for at in range(len(rows[0]))]
    at = PAGE.text_width / pt(layout.NO_3) - 1 - sum(columns) - (len(columns) - 1) - em_width(_SIGNED_BY)
    stops = [at, at + em_width(_SIGNED_BY)]
    for width in columns[:-1]:
        stops.append(stops[-1] + width + 1)
    return element("tabs", *(element("tab", val="left", pos=round(stop * pt(layout.NO_3))) for stop in stops))


def _letter_mark(block: Masthead, runs: Runs) -> Iterator[BaseOxmlElement]:
    """The mark, and the double line under it, each framed at its place on the paper.

    Not one frame: programs do not agree on how far a border stands from framed text.
    """
    size, scale = layout.mark_fit(plain(block.mark), PAGE.text_width)
    frame, spacing = _frame(layout.LETTER_MARK_TOP), element("spacing", line=pt(size), lineRule="exact")
    yield paragraph(layout.MARK.key, *runs(block.mark, size, scale), properties=(frame, spacing))
    foot = layout.LETTER_MARK_TOP + pt(size) + layout.LETTER_GAP
    yield _double_line(foot - layout.RED_LINE_ABOVE, "thickThinSmallGap")


def letter_section(section: Section) -> None:
    """A letter's first page: no number, and the double line above the paper's lower edge."""
    section.different_first_page_header_footer = True
    root = section.first_page_footer._element
    for child in list(root):
        root.remove(child)
    root.append(_double_line(PAGE.height - layout.LETTER_FOOT - layout.RED_LINE_ABOVE, "thinThickSmallGap"))
    root.append(paragraph(layout.PAGE_NUMBER.key))


def _double_line(top: int, kind: str) -> BaseOxmlElement:
    """A letter's double line, below a thin line of text. At its foot: LibreOffice turns one above the text over."""
    return paragraph(layout.RED_LINE.key, properties=(_frame(top), _border("bottom", kind, 2 * layout.RED_WEIGHT)))


def _frame(top: int) -> BaseOxmlElement:
    """A frame as wide as a letter's lines, in the middle of the paper, with its upper edge there."""
    return element(
        "framePr", w=layout.LETTER_LINE, wrap="around", vAnchor="page", hAnchor="page", xAlign="center", y=top
    )


def _border(side: str, line: str, weight: int) -> BaseOxmlElement:
    """A red line along one side of a paragraph."""
    return element("pBdr", element(side, val=line, sz=weight, space=0, color=RED))


def imprint(block: Imprint, runs: Runs) -> Iterator[BaseOxmlElement]:
    """The paragraph that the 版记 is tied to: a box at the foot of the last page's 版心.

    A box, filled from its foot with room for what a clerk may add, since LibreOffice before 7.6
    lets no table float that is as wide as the text. Its lines are paragraphs of their own: a border follows its
    paragraph's indents, and these lines must not.
    """
    lined = bool(block.printer)
    held = [
        _line((*runs((Words(label),)), *runs(names), *runs((Words("。"),))), left=4, hanging=3)
        for label, names in ((block.label, block.sent), ("抄送：", block.copies))
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
