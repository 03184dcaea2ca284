"""OFD (GB/T 33190), the national fixed layout: a zip of XML that places every character, read page by page."""

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from extract.readers.guard import ENCRYPTED, ZIP_FAULTS, Limits, open_zip, refuse_secret_label
from extract.readers.ofdpage import Painter, page_of
from extract.readers.pdf import Page, pieces_of, warnings_of
from extract.readers.reading import Box, Piece, Reading, compose
from extract.readers.wordpackage import root_of
from records import UnreadableFile

if TYPE_CHECKING:
    from extract.readers.scan_image import Picture

NOT_OFD = "OFD 文件已损坏或不完整，无法读取；请重新导出 OFD，或另存为 PDF 后重试"
EMPTY = "OFD 中没有文字，无法读取；请确认文件内容"
GLYPHS_ONLY = "OFD 只有字形，没有字符，读不出文字；请另存为 PDF，或提供 Word 原件"
ANNOTATED = "文档含注释（批注、印章或水印），注释内容未读取"
ATTACHED = "文档中附带了其他文件，其内容未读取"
UNITS = "{*}CompositeGraphicUnits/{*}CompositeGraphicUnit"
MEDIA = "{*}MultiMedias/{*}MultiMedia"
HIDDEN = "文档含隐藏文字，未读取"
UPRIGHT = "文档含竖排文字，放在所在页的末尾"
PATCHED = "第 {} 页由多张图片拼成，只识别了其中最大的一张，请对照原件"


def read(data: bytes, limits: Limits) -> Reading:
    """The text of an OFD with page and box for every block. Raises UnreadableFile: damaged, encrypted, no text."""
    package = Package(data, limits)
    bodies = list(package.bodies())
    refuse_secret_label(str(text) for body in bodies for text in body.itertext())
    books: list[Book] = []
    for body in bodies:
        books.append(Book.read(package, body, sum(len(book.pages) for book in books)))
    notes = dict.fromkeys(note for book in books for note in book.notes)
    notes |= dict.fromkeys(note for book in books for note in book.recognise(limits))
    pages = [page for book in books for page in book.pages]
    pieces = joined(books)
    if not pieces:
        raise UnreadableFile(why_empty(pages))
    return compose(pieces, len(pages), [*warnings_of(pages), *notes])


def why_empty(pages: Iterable[Page]) -> str:
    """What to say of pages without text."""
    pages = list(pages)
    if all(page.fault == "damaged" for page in pages):
        return NOT_OFD
    return GLYPHS_ONLY if any(page.unmapped for page in pages) else EMPTY


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
        return root_of(self.file(name), self.limits, NOT_OFD) if normal(name) in self.names else None

    def file(self, name: str) -> bytes:
        """The bytes of a part; none where the package has no such part."""
        try:
            return self.zip.read(self.names[normal(name)]) if normal(name) in self.names else b""
        except (*ZIP_FAULTS, NotImplementedError, RuntimeError) as error:
            raise UnreadableFile(NOT_OFD) from error

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
    scans    by page, the picture that fills one without text, and how wide it is in points
    """

    pages: list[Page] = field(default_factory=list)
    upright: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    scans: dict[int, tuple[bytes, float]] = field(default_factory=dict)

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
        if page.fault == "scanned":
            self.add_scan(painter, number, lambda key: shelf.picture(root, name, key))

    def add_scan(self, painter: Painter, number: int, file_of: Callable[[str], bytes]) -> None:
        """Keeps the largest picture of a page without text; a seal beside it is no loss, another part of a page is."""
        key, box = max(painter.pictures, key=lambda picture: surface(picture[1]))
        large = sum(surface(other) > surface(box) / 10 for _, other in painter.pictures)
        self.notes += [PATCHED.format(number)] if large > 1 else []
        self.scans[number] = file_of(key), box[2] - box[0]

    def recognise(self, limits: Limits) -> list[str]:
        """Reads the pages that are scans; gives what must be said of them. Raises UnreadableFile."""
        if not self.scans:
            return []
        from extract.readers import scan_pdf

        self.pages, notes = scan_pdf.with_scans(self.pages, limits, lambda number: self.drawn(number, limits))
        return notes

    def drawn(self, number: int, limits: Limits) -> "Picture | None":
        """The picture of a page; None where it cannot be opened."""
        from extract.readers.scan_image import SIDES, pictures_of

        data, width = self.scans[number]
        try:
            picture = next(pictures_of(data, limits))
        except UnreadableFile:
            return None
        if isinstance(picture, int):
            return None
        scale = width / picture.pixels.shape[1] if SIDES[0] <= width <= SIDES[1] else picture.scale
        return replace(picture, number=number, scale=scale)


def surface(box: Box) -> float:
    """The area of a box; none for one that is turned inside out."""
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


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
        self.resources: dict[tuple[str, str], dict[str, tuple[etree._Element, str]]] = {}

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
        """A drawing that is used again, by its ID."""
        found = self.resource(page, page_name, key, UNITS)
        return found[0] if found else None

    def picture(self, page: etree._Element, page_name: str, key: str) -> bytes:
        """The file of a picture by its ID; empty where there is none."""
        found = self.resource(page, page_name, key, MEDIA)
        place = found[0].findtext("{*}MediaFile") if found else None
        return self.package.file(located(f"{found[1]}/", place)) if found and place else b""

    def resource(self, page: etree._Element, page_name: str, key: str, path: str) -> tuple[etree._Element, str] | None:
        """A drawing or a picture by its ID, from the page's resources or the document's, and where its files lie."""
        named = [(self.root, self.name, "{*}CommonData/{*}PublicRes"), (page, page_name, "{*}PageRes"),
                 (self.root, self.name, "{*}CommonData/{*}DocumentRes")]  # fmt: skip
        for owner, name, where in named:
            for place in owner.iterfind(where):
                found = self.resources_in(located(name, place.text or ""), path).get(key)
                if found is not None:
                    return found
        return None

    def resources_in(self, name: str, path: str) -> dict[str, tuple[etree._Element, str]]:
        """The resources of one kind in a file of them, by their ID, and where their files lie."""
        if (name, path) not in self.resources:
            root = self.package.part(name)
            found = () if root is None else root.iterfind(path)
            folder = "" if root is None else located(name, root.get("BaseLoc", ""))
            self.resources[name, path] = {item.get("ID", ""): (item, folder) for item in found}
        return self.resources[name, path]


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
