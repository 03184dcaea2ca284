"""Born-digital PDF: paragraphs in reading order, tables as cells, headers and page numbers apart."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium

from extract.readers.furniture import Margin, margins_of
from extract.readers.glyphs import Glyph, Run, rows_of, runs_of
from extract.readers.guard import ENCRYPTED, NOT_PDF, Limits
from extract.readers.layout import Column, Line, columns_of, line_of
from extract.readers.pagetables import whole_tables
from extract.readers.paragraphs import Paragraph, Shape, paragraphs_of
from extract.readers.pdftext import text_of
from extract.readers.reading import Box, Piece, Reading, compose
from extract.readers.ruled import Grid, filled, grids_of
from extract.readers.strokes import TooManyStrokes, strokes_of
from records import UnreadableFile
from records.document import BlockKind

# Fewer letters on a page that pictures fill for the most part are not its text.
FEW_LETTERS = 60
MOSTLY = 0.6
DRAWN = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING]

# What is typed onto a page or into its forms, and what is said about it.
TYPED = frozenset({pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT})
SAID = frozenset({
    pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_STRIKEOUT,
    pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_CARET,
})  # fmt: skip
MOST_ANNOTATIONS = 1_000

# PDFium keeps global state and must not be entered by two threads at once.
ONE_AT_A_TIME = threading.Lock()


def as_is(box: Box) -> Box:
    """The box itself."""
    return box


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page was recognised: the boxes of its lines with how sure each is, from 0 to 1.

    shown  gives a box on the page as its file shows it for one on the page as it was read, straight and upright
    other  how sure that is which stands in no such line
    """

    lines: tuple[tuple[Box, float], ...] = ()
    shown: Callable[[Box], Box] = as_is
    other: float = 1.0

    def sure(self, box: Box) -> float:
        """How sure the weakest line is that reaches into a box; «other» where none does, as in an empty cell."""
        x0, top, x1, bottom = box
        return min(
            (
                sure
                for (left, upper, right, lower), sure in self.lines
                if left < x1 and right > x0 and top < (upper + lower) / 2 < bottom
            ),
            default=self.other,
        )


# A page's picture with the text that some other program recognised on it.
GIVEN = Scan(other=0.9)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page; rows hold the runs outside the tables, from top to bottom.

    drawn  whether lines are drawn on it without number, so that tables could not be sought
    noted  whether somebody has put comments on it
    fault  why not all could be read, or None: «scanned» (a picture of a page), «damaged»
    scan   None where the text is the file's own
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    rows: tuple[list[Run], ...] = ()
    grids: tuple[Grid, ...] = ()
    unmapped: bool = False
    drawn: bool = False
    noted: bool = False
    fault: str | None = None
    scan: Scan | None = None


def read(data: bytes, limits: Limits) -> Reading:
    """The text of a PDF with page and box for every block; pages without text are recognised. Raises UnreadableFile."""
    with ONE_AT_A_TIME, opened(data) as document:
        if len(document) > limits.pages:
            raise UnreadableFile(f"PDF 共 {len(document)} 页，超过上限 {limits.pages} 页；请拆分后重试")
        pages = [page_of(document, index) for index in range(len(document))]
    notes: list[str] = []
    if any(page.fault == "scanned" for page in pages):
        from extract.readers import scan_pdf

        pages, notes = scan_pdf.recognised(data, pages, limits)
    if all(page.fault == "damaged" for page in pages):
        raise UnreadableFile(NOT_PDF)
    return compose(pieces_of(pages), len(pages), [*warnings_of(pages), *notes])


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The document. Raises UnreadableFile; a file that only forbids printing or copying opens without a password."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise UnreadableFile(ENCRYPTED if encrypted else NOT_PDF) from error
    if len(document) == 0:
        raise UnreadableFile(NOT_PDF)
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        document.init_forms()  # gives their looks to fields that were filled without any
    return document


# --- one page ----------------------------------------------------------------------------------------------------


def page_of(document: pypdfium2.PdfDocument, index: int) -> Page:
    """A page's runs and tables; the page is closed again, so that a long document does not fill the memory."""
    try:
        page = document[index]
        kinds = annotations_of(page)
        if TYPED.intersection(kinds):
            draw_typed(page, kinds)
            page.close()
            page = document[index]
    except pypdfium2.PdfiumError:
        return Page(index + 1, fault="damaged")
    try:
        return replace(content_of(page, index), noted=not SAID.isdisjoint(kinds))
    finally:
        page.close()


def annotations_of(page: pypdfium2.PdfPage) -> list[int]:
    """The kind of each annotation on a page, fields of forms among them; -1 for one that is damaged."""
    kinds = []
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, at)
        kinds.append(pdfium.FPDFAnnot_GetSubtype(annotation) if annotation else -1)
        if annotation:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return kinds


def draw_typed(page: pypdfium2.PdfPage, kinds: Sequence[int]) -> None:
    """Makes what was typed onto a page part of it, and removes the rest: the sign of a comment would pass for lines."""
    for at in reversed(range(len(kinds))):
        if kinds[at] not in TYPED:
            pdfium.FPDFPage_RemoveAnnot(page, at)
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)


def content_of(page: pypdfium2.PdfPage, index: int) -> Page:
    """Runs and tables of an open page."""
    text = text_of(page)
    lines: list[Sequence[Glyph]] = list(text.lines)
    letters = sum(map(len, lines))
    fault = "scanned" if letters < FEW_LETTERS and is_picture(page, letters) else None
    found = tables_of(page)
    grids = []
    for grid in found or ():
        whole, lines = filled(grid, lines)
        grids.append(whole)
    rows = tuple(rows_of(runs_of(lines)))
    width, height = page.get_size()
    scan = GIVEN if is_unseen(page) else None
    drawn = found is None
    return Page(index + 1, width, height, rows, tuple(grids), text.unmapped, drawn, fault=fault, scan=scan)


def is_unseen(page: pypdfium2.PdfPage) -> bool:
    """Whether a page's text is not printed: it lies with the picture of the page, to be sought and copied."""
    first = next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4), None)
    return first is not None and pdfium.FPDFTextObj_GetTextRenderMode(first) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


def is_picture(page: pypdfium2.PdfPage, letters: int) -> bool:
    """Whether a page with so few letters is a picture of a page.

    Without any, whatever is drawn may be one; the letters of a scanner's own mark or a page number stand on one
    that fills the page.
    """
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE] if letters else DRAWN
    width, height = page.get_size()
    covered = 0.0
    for item in page.get_objects(filter=kinds, max_depth=4):
        if not letters:
            return True
        left, bottom, right, top = item.get_bounds()
        covered += (right - left) * (top - bottom)
    return bool(covered >= MOSTLY * width * height)


def tables_of(page: pypdfium2.PdfPage) -> tuple[Grid, ...] | None:
    """The tables that lines on a page make, from top to bottom; None for a page that draws too much to tell."""
    try:
        return tuple(grids_of(strokes_of(page)))
    except TooManyStrokes:
        return None


def warnings_of(pages: Sequence[Page]) -> Iterator[str]:
    """One line for each thing that went wrong, with the pages it went wrong on."""
    found = {
        "已损坏，未读取": [page.number for page in pages if page.fault == "damaged"],
        "的字体缺少字符对照，文字可能有误，请核对原文": [page.number for page in pages if page.unmapped],
        "为扫描页，采用文件自带的识别文字，数字请复核": [page.number for page in pages if page.scan is GIVEN],
        "有批注，批注内容未读取": [page.number for page in pages if page.noted],
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
    scans = {page.number: page.scan for page in pages if page.scan}
    placed: list[tuple[int, int, Piece]] = []
    for page, page_lines, margin in zip(pages, lines, margins, strict=True):
        placed += [(page.number, HEADER, margin_piece(page_lines[at], "header", scans)) for at in sorted(margin.header)]
        placed += [(page.number, FOOTER, margin_piece(page_lines[at], "footer", scans)) for at in sorted(margin.footer)]
    placed += [(piece.page or 0, BODY, piece) for piece in body_pieces(pages, margins, scans)]
    pieces = (piece for _, _, piece in sorted(placed, key=lambda item: item[:2]))
    return [as_shown(piece, scans) for piece in pieces]


def as_shown(piece: Piece, scans: Mapping[int, Scan]) -> Piece:
    """The piece with its box on the page as its file shows it."""
    scan = scans.get(piece.page or 0)
    return replace(piece, box=scan.shown(piece.box)) if scan and piece.box else piece


def sure(lines: Sequence[Line], scans: Mapping[int, Scan]) -> float | None:
    """How sure the weakest of those lines is that were recognised; None where all were read."""
    return min((scans[line.page].sure(line.box) for line in lines if line.page in scans), default=None)


def margin_piece(line: Line, kind: BlockKind, scans: Mapping[int, Scan]) -> Piece:
    """A header or footer line."""
    return Piece(line.text, kind, page=line.page, box=line.box, ocr=sure([line], scans))


def body_pieces(pages: Sequence[Page], margins: Sequence[Margin], scans: Mapping[int, Scan]) -> Iterator[Piece]:
    """Paragraphs and cells in reading order; paragraphs go on over pages, but not over a table."""
    parts = whole_tables(part for page, margin in zip(pages, margins, strict=True) for part in parts_of(page, margin))
    shape = Shape.of(part for part in parts if isinstance(part, Column))
    pending: list[Column] = []
    as_piece = partial(paragraph_piece, scans=scans)
    for part in parts:
        if isinstance(part, Column):
            pending.append(part)
            continue
        yield from map(as_piece, paragraphs_of(pending, shape))
        for piece in part.pieces():
            scan = scans.get(part.page)
            yield replace(piece, ocr=scan.sure(piece.box)) if scan and piece.box else piece
        pending = []
    yield from map(as_piece, paragraphs_of(pending, shape))


def parts_of(page: Page, margin: Margin) -> Iterator["Column | tuple[int, Grid]"]:
    """The columns of a page and its tables, from top to bottom; a table with its page's number."""
    left = [row for at, row in enumerate(page.rows) if at not in margin.header and at not in margin.footer]
    for grid in page.grids:
        above = [row for row in left if row[0].top < grid.box[1]]
        left = [row for row in left if row[0].top >= grid.box[1]]
        yield from columns_of([run for row in above for run in row], page.number, page.width)
        yield page.number, grid
    yield from columns_of([run for row in left for run in row], page.number, page.width)


def paragraph_piece(paragraph: Paragraph, scans: Mapping[int, Scan]) -> Piece:
    """A paragraph with page and box of its lines on the page where it begins."""
    page = paragraph.lines[0].page
    boxes = [line.box for line in paragraph.lines if line.page == page]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    return Piece(paragraph.text, page=page, box=box, ocr=sure(paragraph.lines, scans))
