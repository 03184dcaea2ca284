"""The sections of a Word file: upright pages and those that lie on their side, with their page numbers."""

from copy import deepcopy
from typing import Literal

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section

from generate.boxes import turned_box
from generate.layout import DASH, LANDSCAPE, NO_4, PAGE, PAGE_NUMBER, TURNED_LEFT, TURNED_WIDTH, pt
from generate.ooxml import element, field, paragraph, text_run, thin_paragraph

Side = Literal["left", "right"]


def set_page(section: Section) -> None:
    """The section afresh: page, margins, footers. No docGrid: the exact pitch of the styles is the grid."""
    root = section._sectPr
    for child in list(root):
        root.remove(child)
    size = element("pgSz", w=PAGE.width, h=PAGE.height)
    margins = element(
        "pgMar", top=PAGE.top, right=PAGE.right, bottom=PAGE.bottom, left=PAGE.left, header=PAGE.footer,
        footer=PAGE.footer, gutter=0,
    )  # fmt: skip
    root.append(size)
    root.append(margins)
    _fill(section.footer._element, _number("right"))
    _fill(section.even_page_footer._element, _number("left"))


def end_section(word: WordDocument, lying: bool) -> None:
    """Ends the section that the body has so far; what follows begins a new page.

    A section ends with a paragraph: under a table that is one which takes no room.
    """
    body = word.element.body
    made = deepcopy(body.sectPr)
    if lying:
        lay(Section(made, word.part))
    last = body.sectPr.getprevious()
    if last.tag != qn("w:p"):
        last = thin_paragraph(PAGE_NUMBER.key)
        body.sectPr.addprevious(last)
    last.get_or_add_pPr().append(made)


def lay(section: Section) -> None:
    """The section's pages on their side, the head of what stands there at the binding edge.

    The page number keeps its place on the paper, below the upright 版心 (GB/T 9704 chapter 8): a box at the left edge.
    """
    root = section._sectPr
    size, margins = root.find(qn("w:pgSz")), root.find(qn("w:pgMar"))
    for node, made in (
        (size, element("pgSz", w=LANDSCAPE.width, h=LANDSCAPE.height, orient="landscape")),
        (margins, element(
            "pgMar", top=LANDSCAPE.top, right=LANDSCAPE.right, bottom=LANDSCAPE.bottom, left=LANDSCAPE.left,
            header=LANDSCAPE.footer, footer=LANDSCAPE.footer, gutter=0,
        )),
    ):  # fmt: skip
        assert node is not None
        root.replace(node, made)
    _renew_footers(section, _turned("right"), _turned("left"))


def unnumbered(section: Section) -> None:
    """Takes the number off the section's pages, and off no other's."""
    _renew_footers(section, thin_paragraph(PAGE_NUMBER.key), thin_paragraph(PAGE_NUMBER.key))


def _renew_footers(section: Section, odd: BaseOxmlElement, even: BaseOxmlElement) -> None:
    """Gives the section footers of its own, whatever it shared with the one before."""
    for old in section._sectPr.findall(qn("w:footerReference")):
        section._sectPr.remove(old)
    for footer, content in ((section.footer, odd), (section.even_page_footer, even)):
        footer.is_linked_to_previous = False
        _fill(footer._element, content)


def _fill(root: BaseOxmlElement, content: BaseOxmlElement) -> None:
    """Makes that the footer's only paragraph."""
    for child in list(root):
        root.remove(child)
    root.append(content)


def _number(side: Side) -> BaseOxmlElement:
    """The page number at that side of the text, one character in (7.5)."""
    indent = element("ind", **{side: pt(NO_4), f"{side}Chars": 100})
    runs = (text_run(f"{DASH} "), *field("PAGE"), text_run(f" {DASH}"))
    return paragraph(PAGE_NUMBER.key, *runs, properties=(indent, element("jc", val=side)))


def _turned(side: Side) -> BaseOxmlElement:
    """An empty footer with the number beside the text: at the foot of the sheet when it is held upright."""
    top = PAGE.left if side == "right" else PAGE.right  # of an even page the binding edge is at the right
    box = turned_box((_number(side),), TURNED_LEFT, top, TURNED_WIDTH, PAGE.text_width, "页码")
    return paragraph(PAGE_NUMBER.key, box)
