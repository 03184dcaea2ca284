"""Ties every figure of a paper to its records: a bookmark around it in the text, and a list in the file itself.

The list is a custom XML part, which Word and WPS carry along unseen. Each entry bears the bookmark's name, what is
printed there, and every record with unit, file, page and the words that state it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from generate.model import AnyFiled, Draft, Number, Quoted
from records import Accident, Count, Deadline, Hazard, UnreadableFile

NAMESPACE = "urn:anwen:evidence:1"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not to be written in XML
_ITEM = re.compile(r"customXml/item\d*\.xml")
_LARGEST = 64 << 20  # bytes of a part, unpacked; a paper of a thousand pages has some five million
_KINDS: tuple[tuple[type, str], ...] = (
    (Count, "count"), (Deadline, "deadline"), (Hazard, "hazard"), (Accident, "accident"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One record, as far as a reader needs it to find the words again. page is None where the format has none.

    sha256  of the file that states it; empty where the record came from no file
    month   the month that it was filed for, where that is not the paper's own, else empty
    """

    id: int
    kind: str
    unit: str
    document: str
    page: int | None
    start: int
    end: int
    quote: str
    sha256: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure or quotation: the bookmark around it, what is printed, and its records.

    value, measure, formula are None for quoted words; value is a plain decimal number.
    """

    bookmark: str
    text: str
    value: str | None
    measure: str | None
    formula: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a paper says of its own figures.

    untied  the numbers that it prints outside them: days and names that the office gave, numbers of rows
    """

    entries: tuple[Entry, ...]
    untied: tuple[str, ...]


def bookmark_name(number: int) -> str:
    """The bookmark of the nth figure, from 1."""
    return f"anwen_{number:04d}"


def entries(paper: Draft) -> tuple[Entry, ...]:
    """All figures and quotations of the paper, in the order in which they are written."""
    tied = (piece for piece in paper.pieces() if isinstance(piece, Number | Quoted))
    return tuple(_entry(bookmark_name(number), piece, paper) for number, piece in enumerate(tied, start=1))


def _entry(bookmark: str, piece: Number | Quoted, paper: Draft) -> Entry:
    if isinstance(piece, Quoted):
        return Entry(bookmark, piece.text, None, None, None, _sources(piece.sources, paper))
    figure = piece.figure
    return Entry(
        bookmark, piece.text, f"{figure.value:f}", figure.unit, figure.formula, _sources(figure.sources, paper)
    )


def _sources(ids: tuple[int, ...], paper: Draft) -> tuple[Source, ...]:
    return tuple(_source(paper.records[id_], paper.month) for id_ in dict.fromkeys(ids))


def _source(filed: AnyFiled, month: str) -> Source:
    record = filed.record
    kind = next(name for kind, name in _KINDS if isinstance(record, kind))
    return Source(
        filed.id, kind, filed.unit, filed.document, record.page, record.start, record.end, record.quote, filed.sha256,
        filed.month if filed.month != month else "",
    )  # fmt: skip


def to_xml(paper: Draft, untied: Iterable[str] = ()) -> bytes:
    """The list as the bytes of the custom XML part. untied: numbers that the paper prints outside its figures."""
    root = etree.Element(_tag("evidence"), _present(kind=paper.kind, month=paper.month))
    for entry in entries(paper):
        node = etree.SubElement(root, _tag("figure"), _present(
            bookmark=entry.bookmark, text=entry.text, value=entry.value, unit=entry.measure, formula=entry.formula
        ))  # fmt: skip
        for source in entry.sources:
            _add_source(node, source)
    for number in untied:
        etree.SubElement(root, _tag("untied")).text = number
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _add_source(node: "etree._Element", source: Source) -> None:
    page = None if source.page is None else str(source.page)
    child = etree.SubElement(node, _tag("record"), _present(
        id=str(source.id), kind=source.kind, unit=_legal(source.unit), document=_legal(source.document), page=page,
        start=str(source.start), end=str(source.end), sha256=source.sha256 or None, month=source.month or None,
    ))  # fmt: skip
    child.text = _legal(source.quote)


def read_evidence(path: Path) -> tuple[Entry, ...]:
    """The figures' list out of a Word file; empty when the file has none. Raises UnreadableFile."""
    evidence = read_parts(path)[1]
    return evidence.entries if evidence else ()


def read_parts(path: Path) -> "tuple[etree._Element, Evidence | None]":
    """A Word file's main part, and its evidence if it has any. Raises UnreadableFile: not a Word file, damaged."""
    try:
        with zipfile.ZipFile(path) as package:
            items = [name for name in package.namelist() if _ITEM.fullmatch(name)]
            document, *parts = (_parse(package, name) for name in ("word/document.xml", *items))
            return document, next((_evidence(part) for part in parts if part.tag == _tag("evidence")), None)
    except (OSError, KeyError, ValueError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise UnreadableFile(f"{path.name} 不是可读的 Word 文件，请换成 .docx 文件") from error


def _parse(package: zipfile.ZipFile, name: str) -> "etree._Element":
    """The root of a part. Raises ValueError for one that is too large or no XML."""
    if package.getinfo(name).file_size > _LARGEST:
        raise ValueError(name)
    try:
        return etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, RuntimeError) as error:
        raise ValueError(name) from error


def _evidence(root: "etree._Element") -> Evidence:
    return Evidence(
        tuple(_read_entry(node) for node in root.iterfind(_tag("figure"))),
        tuple(node.text or "" for node in root.iterfind(_tag("untied"))),
    )


def _read_entry(node: "etree._Element") -> Entry:
    return Entry(
        node.get("bookmark", ""), node.get("text", ""), node.get("value"), node.get("unit"), node.get("formula"),
        tuple(map(_read_source, node)),
    )  # fmt: skip


def _read_source(node: "etree._Element") -> Source:
    page = node.get("page")
    return Source(
        id=int(node.get("id", "")), kind=node.get("kind", ""), unit=node.get("unit", ""),
        document=node.get("document", ""), page=None if page is None else int(page),
        start=int(node.get("start", "")), end=int(node.get("end", "")), quote=node.text or "",
        sha256=node.get("sha256", ""), month=node.get("month", ""),
    )  # fmt: skip


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _present(**attributes: str | None) -> dict[str, str]:
    return {name: _legal(value) for name, value in attributes.items() if value is not None}


def _legal(text: str) -> str:
    """The text without the characters that XML cannot hold; a quote keeps its line ends."""
    return _FORBIDDEN.sub("", text)
