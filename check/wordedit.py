"""Changes to the XML of a paragraph that keep what it shows: runs cut at characters, properties in schema order."""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from check.wordfile import W
from check.wordlines import TEXT, Piece, pieces_of

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# The order in which the schema wants the children of a run's, a paragraph's and a section's properties.
ORDER = {
    "rPr": (
        "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
        "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern",
        "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em",
        "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange",
    ),
    "pPr": (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
        "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct",
        "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind",
        "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
        "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    ),
    "sectPr": (
        "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc",
        "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection",
        "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange",
    ),
    "settings": (
        "writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime",
        "doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText",
        "printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts",
        "saveSubsetFonts", "saveFormsData", "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader",
        "bordersDoNotSurroundFooter", "gutterAtTop", "hideSpellingErrors", "hideGrammaticalErrors",
        "activeWritingStyle", "proofState", "formsDesign", "attachedTemplate", "linkStyles", "stylePaneFormatFilter",
        "stylePaneSortMethod", "documentType", "mailMerge", "revisionView", "trackRevisions", "doNotTrackMoves",
        "doNotTrackFormatting", "documentProtection", "autoFormatOverride", "styleLockTheme", "styleLockQFSet",
        "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps",
        "showEnvelope", "summaryLength", "clickAndTypeStyle", "defaultTableStyle", "evenAndOddHeaders",
    ),
}  # fmt: skip


def isolate(paragraph: etree._Element, start: int, end: int) -> list[etree._Element]:
    """The runs that hold the visible characters start to end of a paragraph and no others, cut where they must be."""
    _cut(paragraph, start)
    _cut(paragraph, end)
    runs = dict.fromkeys(piece.run for piece in pieces_of(paragraph) if start <= piece.start and piece.end <= end)
    return list(runs)


def _cut(paragraph: etree._Element, at: int) -> None:
    """Makes a run end before the visible character at; nothing where one does already."""
    pieces = pieces_of(paragraph)
    for before, piece in zip((None, *pieces), pieces, strict=False):
        if piece.start < at < piece.end and piece.node.tag == TEXT:
            _cut_run(piece.run, _cut_text(piece, at - piece.start))
            return
        if piece.start == at and before is not None and before.run is piece.run:
            _cut_run(piece.run, piece.node)
            return


def _cut_text(piece: Piece, at: int) -> etree._Element:
    """Parts a w:t; the new one, which follows it."""
    node = piece.node
    whole = (node.text or "")[piece.lead : piece.lead + piece.end - piece.start]
    second = deepcopy(node)
    node.text, second.text = whole[:at], whole[at:]
    for one in (node, second):
        one.set(_SPACE, "preserve")
    node.addnext(second)
    return second


def _cut_run(run: etree._Element, first: etree._Element) -> None:
    """Moves a child of a run, and all behind it, to a run of its own that looks the same."""
    second = etree.Element(run.tag)
    for key, value in run.attrib.items():
        second.set(key, value)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        second.append(deepcopy(properties))
    for child in [first, *first.itersiblings()]:
        second.append(child)
    run.addnext(second)


def properties_of(element: etree._Element, kind: str) -> etree._Element:
    """The w:rPr of a run or the w:pPr of a paragraph, made where there is none."""
    found = element.find(f"{W}{kind}")
    if found is None:
        found = etree.Element(f"{W}{kind}")
        element.insert(0, found)
    return found


def put(properties: etree._Element, tag: str, attributes: Mapping[str, str]) -> etree._Element:
    """Sets attributes of a child, which is made in its place where it is not there; an empty value takes one out."""
    child = properties.find(f"{W}{tag}")
    if child is None:
        child = etree.Element(f"{W}{tag}")
        insert(properties, child)
    for name, value in attributes.items():
        if value:
            child.set(f"{W}{name}", value)
        elif f"{W}{name}" in child.attrib:
            del child.attrib[f"{W}{name}"]
    return child


def insert(properties: etree._Element, child: etree._Element) -> None:
    """Puts a child where the schema wants it."""
    order = ORDER[etree.QName(properties).localname]
    rank = order.index(etree.QName(child).localname)
    for at, other in enumerate(properties):
        name = etree.QName(other).localname
        if (order.index(name) if name in order else len(order)) > rank:
            properties.insert(at, child)
            return
    properties.append(child)
