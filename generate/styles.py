"""The styles part: layout.STYLES as WordprocessingML, and nothing of python-docx's own template."""

from docx.oxml.xmlchemy import BaseOxmlElement

from generate.layout import BODY, BODY_FACE, NO_3, STYLES, Face, Style, pt
from generate.ooxml import element

NORMAL = "Normal"


def write_styles(root: BaseOxmlElement) -> None:
    """Fills <w:styles>: defaults without theme fonts, Word's four built-in defaults, then ours."""
    for child in list(root):
        root.remove(child)
    root.append(_defaults())
    for made in (*_built_in(), *map(_style, STYLES)):
        root.append(made)


def _defaults() -> BaseOxmlElement:
    language = element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    run = element("rPr", _fonts(BODY_FACE), *_size(NO_3), language)
    return element("docDefaults", element("rPrDefault", run), element("pPrDefault", element("pPr")))


def _built_in() -> tuple[BaseOxmlElement, ...]:
    margins = element(
        "tblCellMar", element("top", w=0, type="dxa"), element("left", w=108, type="dxa"),
        element("bottom", w=0, type="dxa"), element("right", w=108, type="dxa"),
    )  # fmt: skip
    table = element("tblPr", element("tblInd", w=0, type="dxa"), margins)
    return (
        element(
            "style", element("name", val="Normal"), element("qFormat"), type="paragraph", default=1, styleId=NORMAL,
        ),
        element(
            "style", element("name", val="Default Paragraph Font"), element("uiPriority", val=1),
            element("semiHidden"), type="character", default=1, styleId="DefaultParagraphFont",
        ),
        element(
            "style", element("name", val="Normal Table"), element("uiPriority", val=99), element("semiHidden"),
            table, type="table", default=1, styleId="TableNormal",
        ),
        element(
            "style", element("name", val="No List"), element("uiPriority", val=99), element("semiHidden"),
            type="numbering", default=1, styleId="NoList",
        ),
    )  # fmt: skip


def _style(style: Style) -> BaseOxmlElement:
    return element(
        "style", element("name", val=style.name), element("basedOn", val=NORMAL),
        element("next", val=BODY.key) if style.outline is not None else None,
        element("qFormat"), _paragraph_properties(style), _run_properties(style),
        type="paragraph", customStyle=1, styleId=style.key,
    )  # fmt: skip


def _paragraph_properties(style: Style) -> BaseOxmlElement:
    """In schema order. No automatic space between Chinese and digits: widths are counted in characters.

    overflowPunct is what Word does anyway. LibreOffice 7.4 takes it the other way round, and by default loses some
    of the marks that it hangs into the margin of a justified line.
    """
    return element(
        "pPr",
        element("keepNext") if style.keep_next else None,
        element("pageBreakBefore") if style.page_break else None,
        element("widowControl"),
        element("overflowPunct", val=1),
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
        _spacing(style),
        element("ind", firstLineChars=style.first, firstLine=pt(style.size_pt) * style.first // 100),
        element("jc", val=style.align),
        None if style.outline is None else element("outlineLvl", val=style.outline),
    )


def _spacing(style: Style) -> BaseOxmlElement:
    if style.line is None:
        return element("spacing", before=style.before, after=style.after, line=240, lineRule="auto")
    return element("spacing", before=style.before, after=style.after, line=style.line, lineRule="exact")


def _run_properties(style: Style) -> BaseOxmlElement:
    squeeze = element("spacing", val=style.squeeze) if style.squeeze else None
    colour = element("color", val=style.colour) if style.colour else None
    return element("rPr", _fonts(style.face), colour, squeeze, *_size(style.size_pt))


def _fonts(face: Face) -> BaseOxmlElement:
    return element("rFonts", ascii=face.latin, hAnsi=face.latin, eastAsia=face.chinese, cs=face.latin)


def _size(points: float) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    half_points = round(points * 2)
    return element("sz", val=half_points), element("szCs", val=half_points)
