"""WordprocessingML elements, made in the order that the schema wants."""

from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

Attribute = str | int


def new(tag: str) -> BaseOxmlElement:
    """An empty element; python-docx says no more of it than that it is lxml's."""
    return cast(BaseOxmlElement, OxmlElement(tag))


def element(tag: str, /, *children: BaseOxmlElement | None, **attributes: Attribute) -> BaseOxmlElement:
    """<w:tag w:attribute=…> with its children in the order given; a child that is None is left out."""
    made = new(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    for child in children:
        if child is not None:
            made.append(child)
    return made


def text_run(text: str, size_pt: float | None = None, highlight: str | None = None) -> BaseOxmlElement:
    """A run, in its style's size unless another is given.

    The hint keeps “ ” … — in the Chinese face, where Word would else take them for Latin.
    """
    half_points = None if size_pt is None else round(size_pt * 2)
    properties = element(
        "rPr",
        element("rFonts", hint="eastAsia"),
        None if half_points is None else element("sz", val=half_points),
        None if half_points is None else element("szCs", val=half_points),
        None if highlight is None else element("highlight", val=highlight),
    )
    words = new("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    return element("r", properties, words)


def line_break() -> BaseOxmlElement:
    """A run that ends the line and not the paragraph."""
    return element("r", element("br"))


def paragraph(style: str, *children: BaseOxmlElement, properties: tuple[BaseOxmlElement, ...] = ()) -> BaseOxmlElement:
    """A paragraph of that style; properties are direct ones, in schema order."""
    return element("p", element("pPr", element("pStyle", val=style), *properties), *children)


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
