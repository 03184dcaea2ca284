"""OFD (GB/T 33190), the national fixed layout: a zip of XML that places every character, read page by page."""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extract.readers.guard import ENCRYPTED, ZIP_FAULTS, Limits, open_zip, refuse_secret_label
from extract.readers.ofdpage import Painter, page_of
from extract.readers.pdf import Page, pieces_of, warnings_of
from extract.readers.reading import Piece, Reading, compose
from extract.readers.wordpackage import root_of
from records import UnreadableFile

NOT_OFD = "OFD 文件已损坏或不完整，无法读取；请重新导出 OFD，或另存为 PDF 后重试"
PICTURES = "OFD 中没有文字，应为扫描件或图片；请转换为 PDF 后重试，或提供 Word 原件"
GLYPHS_ONLY = "OFD 只有字形，没有字符，读不出文字；请另存为 PDF，或提供 Word 原件"
ANNOTATED = "文档含注释（批注、印章或水印），注释内容未读取"
ATTACHED = "文档中附带了其他文件，其内容未读取"
HIDDEN = "文档含隐藏文字，未读取"
UPRIGHT = "文档含竖排文字，放在所在页的末尾"
UNREAD = "第 {} 页没有文字（可能是扫描页或图片），未读取"


def read(data: bytes, limits: Limits) -> Reading:
    """The text of an OFD with page and box for every block. Raises UnreadableFile: damaged, encrypted, no text."""
    package = Package(data, limits)
    bodies = list(package.bodies())
    refuse_secret_label(str(text) for body in bodies for text in body.itertext())
    books: list[Book] = []
    for body in bodies:
        books.append(Book.read(package, body, sum(len(book.pages) for book in books)))
    pages = [page for book in books for page in book.pages]
    if not pages:
        raise UnreadableFile(NOT_OFD)
    pieces = joined(books)
    if not pieces:
        raise UnreadableFile(why_empty(pages))
    notes = dict.fromkeys(note for book in books for note in book.notes)
    return compose(pieces, len(pages), [*warnings_of(pages), *notes])


def why_empty(pages: Iterable[Page]) -> str:
    """What to say of pages without text."""
    pages = list(pages)
    if all(page.fault == "damaged" for page in pages):
        return NOT_OFD
    return GLYPHS_ONLY if any(page.unmapped for page in pages) else PICTURES


class Package:
    """An opened OFD. Raises UnreadableFile from every method: broken zip or XML, a DTD, too deep."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self.zip = open_zip(data, limits)
        # Some programs write «\» for «/», or the root in another case.
        self.names = {normal(name): name for name in self.zip.namelist()}
        if normal("Encryptions.xml") in self.names:  # GM/T 0099-2020: parts of the text are replaced by others
            raise UnreadableFile(ENCRYPTED)

    def part(self, name: str) -> etree._Element | None:
        """The root of a part; None where the package has no such part."""
        if normal(name) not in self.names:
            return None
        try:
            data = self.zip.read(self.names[normal(name)])
        except (*ZIP_FAULTS, NotImplementedError, RuntimeError) as error:
            raise UnreadableFile(NOT_OFD) from error
        return root_of(data, self.limits, NOT_OFD)

    def bodies(self) -> Iterator[etree._Element]:
        """The documents that the package holds, one after the other."""
        root = self.part("OFD.xml")
        yield from () if root is None else root.iterfind("{*}DocBody")

    def root_name(self, body: etree._Element) -> str:
        """The name of a document's root, of its current version where it has several; «» for none."""
        for version in body.iterfind("{*}Versions/{*}Version"):
            if version.get("Current") == "true":
                name = located("OFD.xml", version.get("BaseLoc", ""))
                root = self.part(name)
                return located(name, "" if root is None else root.findtext("{*}DocRoot") or "")
        return located("OFD.xml", body.findtext("{*}DocRoot") or "")


def normal(name: str) -> str:
    """A part's name as it is compared."""
    return name.replace("\\", "/").removeprefix("./").casefold()


def located(source: str, target: str) -> str:
    """The name of a part for a place given in another part: from that part's folder, or from the root."""
    target = target.strip().replace("\\", "/")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(
        posixpath.join(posixpath.dirname(source), target)
    )  # fmt: skip


# --- one document ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Book:
    """One document of a package: its pages, numbered over the whole package, and what was noticed.

    upright  text set from top to bottom, which has no place among the lines
    """

    pages: list[Page] = field(default_factory=list)
    upright: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, package: Package, body: etree._Element, before: int) -> "Book":
        """The document of a body, with so many pages of other documents before it."""
        name = package.root_name(body)
        root = package.part(name)
        if root is None:
            raise UnreadableFile(NOT_OFD)
        listed = root.findall("{*}Pages/{*}Page")
        if before + len(listed) > package.limits.pages:
            raise UnreadableFile(f"OFD 超过上限 {package.limits.pages} 页；请拆分后重试")
        book, shelf = cls(notes=list(notes_of(package, root, name))), Shelf(package, root, name)
        for number, page in enumerate(listed, before + 1):
            book.add(shelf, located(name, page.get("BaseLoc", "")), number)
        return book

    def add(self, shelf: "Shelf", name: str, number: int) -> None:
        """Reads a page."""
        root = shelf.package.part(name)
        if root is None:
            self.pages.append(Page(number, fault="damaged"))
            return
        painter = Painter(lambda key: shelf.unit(root, name, key))
        for content in shelf.layers(root):
            painter.paint(content)
        page, upright = page_of(painter, number, shelf.area(root))
        self.pages.append(page)
        self.upright += upright
        self.notes += [HIDDEN] if painter.hidden else []
        self.notes += [UPRIGHT] if upright else []
        self.notes += [UNREAD.format(number)] if page.fault == "scanned" else []


def notes_of(package: Package, root: etree._Element, name: str) -> Iterator[str]:
    """What a document holds beside its pages."""
    for tag, note in (("Annotations", ANNOTATED), ("Attachments", ATTACHED)):
        listed = package.part(located(name, root.findtext(f"{{*}}{tag}") or ""))
        if listed is not None and len(listed):
            yield note


class Shelf:
    """What the pages of a document share: their usual size, templates, drawings that are used again."""

    def __init__(self, package: Package, root: etree._Element, name: str) -> None:
        self.package = package
        self.root = root
        self.name = name
        self.templates = {
            template.get("ID", ""): located(name, template.get("BaseLoc", ""))
            for template in root.iterfind("{*}CommonData/{*}TemplatePage")
        }
        self.loaded: dict[str, etree._Element | None] = {}
        self.units: dict[str, dict[str, etree._Element]] = {}

    def area(self, page: etree._Element) -> str:
        """The sheet of a page as its file has it: left, top, width and height in millimetres."""
        for place in (page.find("{*}Area"), self.root.find("{*}CommonData/{*}PageArea")):
            box = None if place is None else place.findtext("{*}PhysicalBox")
            if box:
                return box
        return "0 0 210 297"

    def layers(self, page: etree._Element) -> Iterator[etree._Element]:
        """The layers of a page and of the templates under and over it."""
        for use in page.iterfind("{*}Template"):
            template = self.template(use.get("TemplateID", ""))
            yield from () if template is None else template.iterfind("{*}Content/{*}Layer")
        yield from page.iterfind("{*}Content/{*}Layer")

    def template(self, key: str) -> etree._Element | None:
        """A template page by its ID; None for one that is not there."""
        if key not in self.loaded:
            self.loaded[key] = self.package.part(self.templates[key]) if key in self.templates else None
        return self.loaded[key]

    def unit(self, page: etree._Element, page_name: str, key: str) -> etree._Element | None:
        """A drawing by its ID, from the page's resources or the document's."""
        named = [(self.root, self.name, "{*}CommonData/{*}PublicRes"), (page, page_name, "{*}PageRes"),
                 (self.root, self.name, "{*}CommonData/{*}DocumentRes")]  # fmt: skip
        for owner, name, path in named:
            for place in owner.iterfind(path):
                found = self.units_in(located(name, place.text or "")).get(key)
                if found is not None:
                    return found
        return None

    def units_in(self, name: str) -> dict[str, etree._Element]:
        """The drawings of a file of resources by their ID."""
        if name not in self.units:
            root = self.package.part(name)
            units = () if root is None else root.iterfind("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit")
            self.units[name] = {unit.get("ID", ""): unit for unit in units}
        return self.units[name]


# --- from pages to pieces ----------------------------------------------------------------------------------------


def joined(books: Iterable[Book]) -> list[Piece]:
    """The pieces of all documents, upright text after the rest of its page; tables are numbered on."""
    pieces: list[Piece] = []
    for book in books:
        first = 1 + max((piece.cell.table for piece in pieces if piece.cell), default=-1)
        own = [renumbered(piece, first) for piece in pieces_of(book.pages)]
        pieces += sorted([*own, *book.upright], key=lambda piece: piece.page or 0)
    return pieces


def renumbered(piece: Piece, first: int) -> Piece:
    """The piece with tables counted from first."""
    return replace(piece, cell=replace(piece.cell, table=first + piece.cell.table)) if piece.cell else piece
