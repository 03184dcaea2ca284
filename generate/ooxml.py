"""WordprocessingML elements, made in the order that the schema wants."""

from collections.abc import Iterable
from functools import cache
from typing import cast

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nspfxmap, qn
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
    words.text = text
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


def box_at_foot(content: Iterable[BaseOxmlElement], width: int, height: int) -> BaseOxmlElement:
    """A run with a borderless text box at the foot of the page's text area, filled from below; sizes in twips."""
    across, down = width * _EMU_PER_TWIP, height * _EMU_PER_TWIP
    run = parse_xml(_BOX.format(across=across, down=down))
    holder = next(run.iter(qn("w:txbxContent")))
    for child in content:
        holder.append(child)
    return run


_EMU_PER_TWIP = 635
_WORDPROCESSING_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_BOX = f"""<w:r {nsdecls("w", "wp", "a")} xmlns:wps="{_WORDPROCESSING_SHAPE}" xmlns:mc="{_COMPATIBILITY}">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent cx="{{across}}" cy="{{down}}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="9001" name="版记" descr="版记"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{_WORDPROCESSING_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{{across}}" cy="{{down}}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""
