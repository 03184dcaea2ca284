"""A .docx opened to be looked at and written to: its parts, and the same file again with some of them changed.

Whoever read the text has let the file through already; limits stand here too, since a file may come straight in.
"""

import io
import posixpath
import zipfile
import zlib
from functools import cached_property

from lxml import etree

from records import UnreadableFile

W_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f"{{{W_SPACE}}}"
R = f"{{{R_SPACE}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_STRICT = b"http://purl.oclc.org/ooxml/"
_MOST_PARTS, _MOST_BYTES, _MOST_DEPTH = 5_000, 300 * 1024 * 1024, 200
_BROKEN = "文件已损坏或不完整，无法读取；请用 Word 或 WPS 打开并另存为 .docx 后重试"
_STRICT_FILE = "这是“严格 Open XML”格式，不能核查版式；请在 Word 中另存为普通的 .docx 后重试"


class WordFile:
    """Parts by name, each parsed when first asked for. What is changed in a root is in to_bytes().

    Raises UnreadableFile from every method: no zip, broken, too large, a DTD, too deep, or «strict».
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise UnreadableFile(_BROKEN) from error
        infos = self._zip.infolist()
        if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_BYTES:
            raise UnreadableFile("文件展开后过大，为安全起见不读取")
        self._names = {info.filename for info in infos}
        self._roots: dict[str, etree._Element | None] = {}
        self._new: dict[str, etree._Element] = {}
        self.main = next(iter(self.related("", "officeDocument").values()), "word/document.xml")

    def root(self, name: str) -> etree._Element | None:
        """The root of a part; None where there is none of that name."""
        if name in self._new:
            return self._new[name]
        if name not in self._roots:
            self._roots[name] = self._parsed(name) if name in self._names else None
        return self._roots[name]

    def _parsed(self, name: str) -> etree._Element:
        try:
            data = self._zip.read(name)
            if _STRICT in data[:4096]:
                raise UnreadableFile(_STRICT_FILE)
            root = etree.fromstring(data, _parser())
        except (etree.XMLSyntaxError, ValueError, zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
            raise UnreadableFile(_BROKEN) from error
        except (NotImplementedError, RuntimeError) as error:  # packed or locked as zipfile cannot open
            raise UnreadableFile(_BROKEN) from error
        if root.getroottree().docinfo.internalDTD is not None or root.xpath(f"boolean({'*/' * _MOST_DEPTH}*)"):
            raise UnreadableFile("文件结构可疑（含 DTD 或嵌套过深），为安全起见不读取")
        return root

    @cached_property
    def document(self) -> etree._Element:
        """The root of the main part."""
        root = self.root(self.main)
        if root is None:
            raise UnreadableFile(_BROKEN)
        return root

    @cached_property
    def body(self) -> etree._Element:
        """The document's body."""
        body = self.document.find(f"{W}body")
        if body is None:
            raise UnreadableFile(_BROKEN)
        return body

    def related(self, source: str, kind: str) -> dict[str, str]:
        """Names of the parts in a relation of that kind to source («» for the package), by relation id, in order."""
        root = self.root(_rels_of(source))
        folder = posixpath.dirname(source)
        return {
            relation.get("Id", ""): _target(folder, relation.get("Target", ""))
            for relation in (() if root is None else root.iterfind(f"{_PACKAGE}Relationship"))
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
        }

    def only(self, kind: str) -> etree._Element | None:
        """The root of the one part of that kind that the main document has: styles, settings, theme, comments."""
        return next((self.root(name) for name in self.related(self.main, kind).values()), None)

    def add(self, kind: str, root: etree._Element) -> str:
        """Adds a part to the main document («footer», «comments», «settings»); the id of its relation."""
        name = self._free_name(kind)
        self._new[name] = root
        types = self.root("[Content_Types].xml")
        rels = self.root(_rels_of(self.main))
        if types is None or rels is None:
            raise UnreadableFile(_BROKEN)
        etree.SubElement(
            types, f"{_TYPES}Override", PartName=f"/{name}", ContentType=f"{_MAIN_TYPE}{kind}+xml"
        )  # fmt: skip
        taken = {relation.get("Id") for relation in rels}
        key = next(key for number in range(1, len(taken) + 2) if (key := f"rIdAw{number}") not in taken)
        etree.SubElement(
            rels, f"{_PACKAGE}Relationship", Id=key, Type=f"{R_SPACE}/{kind}", Target=f"/{name}"
        )  # fmt: skip
        return key

    def _free_name(self, kind: str) -> str:
        taken = self._names | self._new.keys()
        names = (f"word/anwen{kind}{number or ''}.xml" for number in range(len(taken) + 1))
        return next(name for name in names if name not in taken)

    def to_bytes(self) -> bytes:
        """The file with its parts as they are now; parts that nobody asked for keep their bytes."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self._zip.infolist():
                root = self._roots.get(info.filename)
                target.writestr(_entry(info.filename), self._zip.read(info) if root is None else _xml(root))
            for name, root in self._new.items():
                target.writestr(_entry(name), _xml(root))
        return made.getvalue()


def _parser() -> etree.XMLParser:
    """A parser that expands no entity, loads no DTD and opens no address."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _entry(name: str) -> zipfile.ZipInfo:
    """A zip entry without a clock, so that the same findings give the same file."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _rels_of(source: str) -> str:
    folder, base = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _target(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
