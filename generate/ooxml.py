"""WordprocessingML elements, made in the order that the schema wants."""

from copy import deepcopy
from functools import cache
from typing import cast

from docx.oxml.ns import nspfxmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement

from generate.layout import Face

Attribute = str | int


_name = cache(qn)  # a paper has some ten thousand elements of some fifty names
_nsmap = cache(nspfxmap)


def new(tag: str) -> BaseOxmlElement:
    """An empty element; python-docx says no more of it than that it is lxml's."""
    return cast(BaseOxmlElement, oxml_parser.makeelement(_name(tag), nsmap=_nsmap(tag.partition(":")[0])))


def element(tag: str, /, *children: BaseOxmlElement | None, **attributes: Attribute) -> BaseOxmlElement:
    """<w:tag w:attribute=…> with its children in the order given; a child that is None is left out."""
    made = new(f"w:{tag}")
    for key, value in attributes.items():
        made.set(_name(f"w:{key}"), str(value))
    for child in children:
        if child is not None:
            made.append(child)
    return made


def text_run(
    text: str, size_pt: float | None = None, highlight: str | None = None, scale: int = 100, face: Face | None = None
) -> BaseOxmlElement:
    """A run, in its style's size and face unless others are given; scale is the width of its letters in per cent.

    The hint keeps “ ” … — in the Chinese face, where Word would else take them for Latin.
    """
    made = deepcopy(_run_like(size_pt, highlight, scale, face))
    made[-1].text = text
    return made


@cache
def _run_like(size_pt: float | None, highlight: str | None, scale: int, face: Face | None) -> BaseOxmlElement:
    """A run of that look, to be copied: a paper has thousands of some few looks."""
    half_points = None if size_pt is None else round(size_pt * 2)
    fonts = {"ascii": face.latin, "hAnsi": face.latin, "eastAsia": face.chinese, "cs": face.latin} if face else {}
    properties = element(
        "rPr",
        element("rFonts", hint="eastAsia", **fonts),
        None if scale == 100 else element("w", val=scale),
        None if half_points is None else element("sz", val=half_points),
        None if half_points is None else element("szCs", val=half_points),
        None if highlight is None else element("highlight", val=highlight),
    )
    words = new("w:t")
    words.set(qn("xml:space"), "preserve")
    return element("r", properties, words)


def right_tab() -> BaseOxmlElement:
    """A run that goes on at the next tab stop."""
    return element("r", element("tab"))


def line_break() -> BaseOxmlElement:
    """A run that ends the line and not the paragraph."""
    return element("r", element("br"))


def paragraph(style: str, *children: BaseOxmlElement, properties: tuple[BaseOxmlElement, ...] = ()) -> BaseOxmlElement:
    """A paragraph of that style; properties are direct ones, in schema order."""
    return element("p", element("pPr", element("pStyle", val=style), *properties), *children)


def thin_paragraph(style: str, *properties: BaseOxmlElement) -> BaseOxmlElement:
    """An empty paragraph that takes a point of room, where the format wants one."""
    spacing = element("spacing", before=0, after=0, line=20, lineRule="exact")
    mark = element("rPr", element("sz", val=2), element("szCs", val=2))
    return paragraph(style, properties=(*properties, spacing, mark))


def field(code: str) -> tuple[BaseOxmlElement, ...]:
    """The runs of a field such as PAGE, with «1» shown until it is worked out."""
    instruction = new("w:instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    return (
        element("r", element("fldChar", fldCharType="begin")),
        element("r", instruction),
        element("r", element("fldChar", fldCharType="separate")),
        text_run("1"),
        element("r", element("fldChar", fldCharType="end")),
    )
