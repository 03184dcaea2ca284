"""Text boxes anchored to the page, as DrawingML within WordprocessingML."""

from collections.abc import Iterable

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

_EMU_PER_TWIP = 635
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_BOX = f"""<w:r {nsdecls("w", "wp", "a")} xmlns:wps="{_SHAPE}" xmlns:mc="{_COMPATIBILITY}">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="{{frame}}">{{left}}</wp:positionH>
<wp:positionV relativeFrom="{{frame}}">{{top}}</wp:positionV>
<wp:extent cx="{{across}}" cy="{{down}}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>{{wrap}}
<wp:docPr id="{{id}}" name="{{name}}" descr="{{name}}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{{across}}" cy="{{down}}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr {{turned}}wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{{anchor}}"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""


def box_at_foot(content: Iterable[BaseOxmlElement], width: int, height: int) -> BaseOxmlElement:
    """A run with a borderless text box at the foot of the page's text area, filled from below; sizes in twips."""
    return _box(
        content, width, height, frame="margin", left="<wp:align>left</wp:align>", top="<wp:align>bottom</wp:align>",
        wrap="<wp:wrapTopAndBottom/>", id=9001, name="版记", turned="", anchor="b",
    )  # fmt: skip


def turned_box(
    content: Iterable[BaseOxmlElement], left: int, top: int, width: int, height: int, name: str
) -> BaseOxmlElement:  # fmt: skip
    """A run with a borderless box at that place of the paper, whose lines run downwards, letters turned to the right.

    Lengths are in twips; left and top from the paper's edges. It stands beside the text: wrapped, since LibreOffice 7.4
    loses the place of a box that is not, on a page that is the only one of its section.
    """
    place = "<wp:posOffset>{}</wp:posOffset>"
    return _box(
        content, width, height, frame="page", left=place.format(left * _EMU_PER_TWIP),
        top=place.format(top * _EMU_PER_TWIP), wrap='<wp:wrapSquare wrapText="bothSides"/>', id=9002, name=name,
        turned='vert="vert" ', anchor="ctr",
    )  # fmt: skip


def _box(content: Iterable[BaseOxmlElement], width: int, height: int, **details: str | int) -> BaseOxmlElement:
    run = parse_xml(_BOX.format(across=width * _EMU_PER_TWIP, down=height * _EMU_PER_TWIP, **details))
    holder = next(run.iter(qn("w:txbxContent")))
    for child in content:
        holder.append(child)
    return run
