"""Born-digital PDF: paragraphs in reading order, tables as cells, headers and page numbers apart."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from extract.readers.furniture import Margin, margins_of
from extract.readers.glyphs import Glyph, Run, rows_of, runs_of, text_of
from extract.readers.guard import ENCRYPTED, NOT_PDF, Limits
from extract.readers.layout import Column, Line, columns_of, line_of
from extract.readers.paragraphs import Paragraph, is_full, paragraphs_of
from extract.readers.reading import Piece, Reading, compose
from extract.readers.ruled import Grid, filled, grids_of
from extract.readers.strokes import TooManyStrokes, strokes_of
from records import Cell, UnreadableFile

SCANNED = "PDF 中没有文字，应为扫描件或图片；暂不支持扫描件，请用带文字识别（OCR）的软件转换，或提供 Word 原件"
SAME_EDGE = 4.0

# PDFium keeps global state and must not be entered by two threads at once.
ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page; rows hold the runs outside the tables, from top to bottom.

    drawn  whether lines are drawn on it without number, so that tables could not be sought
    fault  why nothing could be read, or None: «scanned» (pictures only), «damaged»
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    rows: tuple[list[Run], ...] = ()
    grids: tuple[Grid, ...] = ()
    unmapped: bool = False
    drawn: bool = False
    fault: str | None = None


def read(data: bytes, limits: Limits) -> Reading:
    """The text of a PDF with page and box for every block. Raises UnreadableFile: encrypted, damaged, scanned."""
    with ONE_AT_A_TIME, opened(data) as document:
        if len(document) > limits.pages:
            raise UnreadableFile(f"PDF 共 {len(document)} 页，超过上限 {limits.pages} 页；请拆分后重试")
        pages = [page_of(document, index) for index in range(len(document))]
    if not any(page.rows or page.grids for page in pages):
        raise UnreadableFile(NOT_PDF if all(page.fault == "damaged" for page in pages) else SCANNED)
    return compose(pieces_of(pages), len(pages), warnings_of(pages))


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The document. Raises UnreadableFile; a file that only forbids printing or copying opens without a password."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise UnreadableFile(ENCRYPTED if encrypted else NOT_PDF) from error
    if len(document) == 0:
        raise UnreadableFile(NOT_PDF)
    return document


# --- one page ----------------------------------------------------------------------------------------------------


def page_of(document: pypdfium2.PdfDocument, index: int) -> Page:
    """A page's runs and tables; the page is closed again, so that a long document does not fill the memory."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Page(index + 1, fault="damaged")
    try:
        return content_of(page, index)
    finally:
        page.close()


def content_of(page: pypdfium2.PdfPage, index: int) -> Page:
    """Runs and tables of an open page."""
    text = text_of(page)
    lines: list[Sequence[Glyph]] = list(text.lines)
    if not lines:
        has_pictures = next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4), None) is not None
        return Page(index + 1, fault="scanned" if has_pictures else None)
    found = tables_of(page)
    grids = []
    for grid in found or ():
        whole, lines = filled(grid, lines)
        grids.append(whole)
    rows = tuple(rows_of(runs_of(lines)))
    width, height = page.get_size()
    return Page(index + 1, width, height, rows, tuple(grids), text.unmapped, found is None)


def tables_of(page: pypdfium2.PdfPage) -> tuple[Grid, ...] | None:
    """The tables that lines on a page make, from top to bottom; None for a page that draws too much to tell."""
    try:
        return tuple(grids_of(strokes_of(page)))
    except TooManyStrokes:
        return None


def warnings_of(pages: Sequence[Page]) -> Iterator[str]:
    """One line for each thing that went wrong, with the pages it went wrong on."""
    found = {
        "没有文字（可能是扫描页或图片），未读取": [page.number for page in pages if page.fault == "scanned"],
        "已损坏，未读取": [page.number for page in pages if page.fault == "damaged"],
        "的字体缺少字符对照，文字可能有误，请核对原文": [page.number for page in pages if page.unmapped],
        "的线条过多，未能识别其中的表格，按普通文字读取": [page.number for page in pages if page.drawn],
    }
    return (f"第 {listed(numbers)} 页{what}" for what, numbers in found.items() if numbers)


def listed(numbers: Sequence[int], most: int = 10) -> str:
    """«3、5、8», the first ten of them."""
    return "、".join(map(str, numbers[:most])) + (f" 等 {len(numbers)}" if len(numbers) > most else "")


# --- from pages to pieces ----------------------------------------------------------------------------------------

HEADER, BODY, FOOTER = range(3)


def pieces_of(pages: Sequence[Page]) -> list[Piece]:
    """All pieces: of each page its headers, then what begins on it, then its footers.

    A paragraph that runs over a page's end stays whole, before the footer that it would be split by.
    """
    lines = [[line_of(row, page.number) for row in page.rows] for page in pages]
    margins = margins_of([(page.height, page_lines) for page, page_lines in zip(pages, lines, strict=True)])
    placed: list[tuple[int, int, Piece]] = []
    for page, page_lines, margin in zip(pages, lines, margins, strict=True):
        placed += [(page.number, HEADER, margin_piece(page_lines[at])) for at in sorted(margin.header)]
        placed += [(page.number, FOOTER, margin_piece(page_lines[at], "footer")) for at in sorted(margin.footer)]
    placed += [(piece.page or 0, BODY, piece) for piece in body_pieces(pages, margins)]
    return [piece for _, _, piece in sorted(placed, key=lambda item: item[:2])]


def margin_piece(line: Line, kind: str = "header") -> Piece:
    """A header or footer line."""
    return Piece(line.text, "header" if kind == "header" else "footer", page=line.page, box=line.box)


def body_pieces(pages: Sequence[Page], margins: Sequence[Margin]) -> Iterator[Piece]:
    """Paragraphs and cells in reading order; paragraphs go on over pages, but not over a table."""
    parts = [part for page, margin in zip(pages, margins, strict=True) for part in parts_of(page, margin)]
    full = [part for part in parts if isinstance(part, Column) and is_full(part)]
    pending: list[Column] = []
    table = TableCounter()
    for part in parts:
        if isinstance(part, Column):
            pending.append(part)
            continue
        yield from map(paragraph_piece, paragraphs_of(pending, full))
        yield from table.pieces(part, follows_text=bool(pending))
        pending = []
    yield from map(paragraph_piece, paragraphs_of(pending, full))


def parts_of(page: Page, margin: Margin) -> Iterator["Column | tuple[int, Grid]"]:
    """The columns of a page and its tables, from top to bottom; a table with its page's number."""
    left = [row for at, row in enumerate(page.rows) if at not in margin.header and at not in margin.footer]
    for grid in page.grids:
        above = [row for row in left if row[0].top < grid.box[1]]
        left = [row for row in left if row[0].top >= grid.box[1]]
        yield from columns_of([run for row in above for run in row], page.number, page.width)
        yield page.number, grid
    yield from columns_of([run for row in left for run in row], page.number, page.width)


def paragraph_piece(paragraph: Paragraph) -> Piece:
    """A paragraph with page and box of its lines on the page where it begins."""
    page = paragraph.lines[0].page
    boxes = [line.box for line in paragraph.lines if line.page == page]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Piece(paragraph.text, page=page, box=(min(lefts), min(tops), max(rights), max(bottoms)))


class TableCounter:
    """Numbers the tables, and joins one that a page's end has cut."""

    def __init__(self) -> None:
        self.number = -1
        self.rows = 0
        self.last: tuple[int, Grid] | None = None
        self.head: tuple[str, ...] = ()

    def pieces(self, part: tuple[int, Grid], follows_text: bool) -> Iterator[Piece]:
        """The cells of a table, or of its next part."""
        page, grid = part
        depth = head_depth(grid)
        head = tuple(text for cell, text in zip(grid.cells, grid.texts, strict=True) if cell.row < depth)
        if follows_text or not self.goes_on(page, grid):
            self.number, self.rows, self.head = self.number + 1, 0, head
        elif head != self.head:  # the rest of a table, whose head the page's top does not repeat
            depth = 0
        for cell, text in zip(grid.cells, grid.texts, strict=True):
            place = Cell(self.number, self.rows + cell.row, cell.column, cell.down, cell.across, cell.row < depth)
            yield Piece(text, "cell", page=page, box=cell.box, cell=place)
        self.rows += max(cell.row + cell.down for cell in grid.cells)
        self.last = part

    def goes_on(self, page: int, grid: Grid) -> bool:
        """Whether a grid at a page's top is the rest of the one that ended the page before: the same vertical lines."""
        if self.last is None or self.last[0] != page - 1 or len(self.last[1].edges) != len(grid.edges):
            return False
        return all(abs(a - b) <= SAME_EDGE for a, b in zip(self.last[1].edges, grid.edges, strict=True))


def head_depth(grid: Grid) -> int:
    """How many rows head the columns: the first with what is merged into it; none in a table of one row."""
    rows = max(cell.row + cell.down for cell in grid.cells)
    return max(cell.down for cell in grid.cells if cell.row == 0) if rows > 1 else 0
