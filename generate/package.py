"""What a Word file needs around its text: settings, fonts, page numbers, properties, and a zip that never varies."""

import datetime as dt
import io
import zipfile
from itertools import count
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.rel import Relationships
from docx.oxml.xmlchemy import BaseOxmlElement

from generate.layout import FACES
from generate.ooxml import element
from generate.sections import set_page
from generate.styles import write_styles

_PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_EVIDENCE_ID = "{5A1E6B0C-3D5F-4F0B-9C57-A70E5EED0001}"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_KEPT = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.FONT_TABLE}


def empty_document() -> WordDocument:
    """A Word document with our page, styles and page numbers, and no text. Nothing of the library's template stays."""
    word = docx.Document()
    _drop(word.part.rels, keep=_KEPT)
    _drop(word.part.package.rels, keep={RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES})
    write_styles(word.styles.element)
    _write_settings(word.settings.element)
    _write_fonts(word)
    set_page(word.sections[0])
    return word


def _drop(rels: Relationships, keep: set[str]) -> None:
    for key in [key for key, relationship in rels.items() if relationship.reltype not in keep]:
        del rels[key]


def _write_settings(root: BaseOxmlElement) -> None:
    """Two-sided printing: mirrored margins, odd and even footers. No field updates, no tracked changes."""
    for child in list(root):
        root.remove(child)
    uri = "http://schemas.microsoft.com/office/word"
    for made in (
        element("mirrorMargins"),
        element("evenAndOddHeaders"),
        element("characterSpacingControl", val="compressPunctuation"),
        element("compat", element("compatSetting", name="compatibilityMode", uri=uri, val=15)),
        element("themeFontLang", val="en-US", eastAsia="zh-CN"),
    ):
        root.append(made)


def _write_fonts(word: WordDocument) -> None:
    """fontTable.xml: the faces that the styles name, and by what Word may replace one that is not installed."""
    names = {face.chinese: face.instead for face in FACES} | {
        face.latin: None for face in FACES if face.latin != face.chinese
    }
    fonts = "".join(_font(name, instead) for name, instead in names.items())
    part = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = f'{_PROLOGUE}<w:fonts xmlns:w="{_WORD}">{fonts}</w:fonts>'.encode()


def _font(name: str, instead: str | None) -> str:
    alternative = f"<w:altName w:val={quoteattr(instead)}/>" if instead else ""
    return f"<w:font w:name={quoteattr(name)}>{alternative}</w:font>"


def set_properties(word: WordDocument, title: str, day: dt.date) -> None:
    """The title and the day as the file's properties; no person's name, nothing of this machine's clock."""
    properties, moment = word.core_properties, dt.datetime(day.year, day.month, day.day)
    properties.title, properties.language = title, "zh-CN"
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = moment
    properties.revision = 1


def add_evidence(word: WordDocument, evidence: bytes) -> None:
    """Stores the list of figures and their records as customXml/item1.xml, or the next that is free."""
    package = word.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in count(1) if f"/customXml/item{n}.xml" not in taken)
    item = Part(PackURI(f"/customXml/item{number}.xml"), "application/xml", evidence, package)
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    properties = f'{_PROLOGUE}<ds:datastoreItem xmlns:ds="{schema}" ds:itemID="{_EVIDENCE_ID}"/>'
    props = Part(PackURI(f"/customXml/itemProps{number}.xml"), _PROPERTIES, properties.encode(), package)
    item.relate_to(props, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    word.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)


def to_bytes(word: WordDocument) -> bytes:
    """The file's bytes: parts in a fixed order, all with one date, so that the same text gives the same file."""
    saved, steady = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            target.writestr(entry, source.read(name))
    return steady.getvalue()
