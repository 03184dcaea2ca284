"""The parts of a .docx or .xlsx: found by their relations, parsed without entities, DTD or network."""

import posixpath

from lxml import etree

from extract.readers.guard import NOT_DOCX, ZIP_FAULTS, Limits, open_zip, refuse_secret_label
from records import UnreadableFile

# «Strict Open XML» says the same under other names.
STRICT_NAMES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
)
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PROPERTIES = ("docProps/core.xml", "docProps/custom.xml")


class Package:
    """An opened .docx or .xlsx. Raises UnreadableFile from every method: broken (with that line), a DTD, too deep."""

    def __init__(self, data: bytes, limits: Limits, broken: str = NOT_DOCX) -> None:
        self.limits = limits
        self.broken = broken
        self.zip = open_zip(data, limits)
        self.names = frozenset(self.zip.namelist())
        self.main = next(iter(self.related("", "officeDocument").values()), "word/document.xml")

    def part(self, name: str) -> etree._Element | None:
        """The root of a part; None where the package has no such part."""
        return self.parsed(name) if name in self.names else None

    def document(self) -> etree._Element:
        """The root of the main part."""
        root = self.part(self.main)
        if root is None:
            raise UnreadableFile(self.broken)
        return root

    def related(self, source: str, kind: str) -> dict[str, str]:
        """Names of the parts that stand in a relation to source («» for the package), by relation id, in order."""
        folder, base = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        return {
            relation.get("Id", ""): target_of(folder, relation.get("Target", ""))
            for relation in (() if root is None else root.iterfind(RELATION))
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
        }

    def first(self, kind: str) -> etree._Element | None:
        """The root of the one part of that kind that the main document has: styles, numbering, footnotes."""
        return next((self.part(name) for name in self.related(self.main, kind).values()), None)

    def parsed(self, name: str) -> etree._Element:
        """The root of a part that is there."""
        try:
            data = self.zip.read(name)
        except (*ZIP_FAULTS, NotImplementedError, RuntimeError) as error:  # packed or locked as zipfile cannot open
            raise UnreadableFile(self.broken) from error
        return root_of(transitional(data), self.limits, self.broken)

    def refuse_secret_properties(self) -> None:
        """Raises MarkedSecret where the file's properties hold a 密级."""
        for name in PROPERTIES:
            root = self.part(name)
            refuse_secret_label(map(str, () if root is None else root.itertext()))


def root_of(data: bytes, limits: Limits, broken: str = NOT_DOCX) -> etree._Element:
    """The root of an XML part. Raises UnreadableFile: broken (with that line), a DTD, too deep."""
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(broken) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile("文件内含 DTD 声明，为安全起见不读取；请用制作它的程序打开并另存后重试")
    if is_deeper(root, limits.xml_depth):
        raise UnreadableFile("文件结构嵌套过深，为安全起见不读取")
    return root


def transitional(data: bytes) -> bytes:
    """The XML with the names of the usual («transitional») format."""
    for strict, usual in STRICT_NAMES:
        data = data.replace(strict, usual)
    return data


def target_of(folder: str, target: str) -> str:
    """The zip name of a relation's target, which is given from its source's folder or from the root."""
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def parser() -> etree.XMLParser:
    """A parser that expands no entity, loads no DTD, opens no address and keeps libxml2's own limits."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def is_deeper(root: etree._Element, most: int) -> bool:
    """Whether elements lie more than that many levels deep: one XPath step a level, which libxml2 walks in C."""
    return bool(root.xpath(f"boolean({'*/' * most}*)"))
