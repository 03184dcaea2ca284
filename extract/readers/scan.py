"""Pictures of pages: recognised line by line, laid out as a born-digital page is. Every block bears how sure it is."""

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from extract.readers.furniture import PAGE_NUMBER
from extract.readers.glyphs import Glyph, Run, rows_of, runs_of
from extract.readers.guard import Limits
from extract.readers.pdf import Page, Scan, listed, pieces_of
from extract.readers.pulse import beat
from extract.readers.reading import Box, Reading, compose
from extract.readers.ruled import Grid, filled
from extract.readers.scan_clean import ink_of, slant_of, upright, without_seals
from extract.readers.scan_engine import Found, engine, recognise, recognise_line
from extract.readers.scan_image import Picture, Pixels, pictures_of
from extract.readers.scan_lines import (
    NEAR_SIZE,
    Region,
    doubtful_figures,
    glyphs_of,
    is_text,
    line_at,
    missed,
    sizes_of,
    with_dashes,
)
from extract.readers.scan_tables import rules_of, tables_of, without_rules
from records import UnreadableFile

# Pages that stand on their head are recognised with 0.6, straight ones with 0.95 and more.
UPRIGHT = 0.8
LEAST_SLANT = 0.15
# Lines that were overlooked are taken when they are this sure; others are told of.
SURE_LINE = 0.8
MOST_MISSED = 30
# Type of fewer pixels, and print that makes recognition less sure than that, is often read wrongly.
COARSE = 14.0
POOR = 0.93
# So many doubtful figures are named on a page, and so many pages with them.
MOST_FIGURES, MOST_PAGES = 8, 20
NO_TEXT = "图片中没有认出文字，无法读取；请确认图片内容，或以 300 dpi 重新扫描"


@dataclass(frozen=True, slots=True)
class Placing:
    """From the upright page that was read to the page as it is shown.

    quarters  how many quarter turns counter-clockwise set the page upright
    slant     by how many degrees its lines rise, before those turns
    width, height  of the page as it is shown, in points
    """

    quarters: int
    slant: float
    width: float
    height: float

    def __call__(self, box: Box) -> Box:
        """The upright box that holds a box of the upright page."""
        x0, y0, x1, y1 = box
        corners = [self.shown(x, y) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
        xs = [min(max(x, 0.0), self.width) for x, _ in corners]
        ys = [min(max(y, 0.0), self.height) for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the upright page on the page as it is shown."""
        turns = ((x, y), (self.width - y, x), (self.width - x, self.height - y), (y, self.height - x))
        x, y = turns[self.quarters]
        x, y = x - self.width / 2, y - self.height / 2
        cos, sin = math.cos(math.radians(self.slant)), math.sin(math.radians(self.slant))
        return self.width / 2 + cos * x + sin * y, self.height / 2 - sin * x + cos * y


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it was read.

    unread   stretches that look like text and could not be read
    figures  those with a digit that is doubtful
    poor     whether its print is too coarse or too faint to be read well
    """

    page: Page
    unread: int = 0
    figures: tuple[str, ...] = ()
    poor: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A page turned one way: its pixels without the lines of tables, what was recognised, and the tables' cells."""

    grey: Pixels
    lines: list[Found]
    grids: list[Grid]

    def sure(self) -> float:
        """How sure recognition was, over all characters."""
        letters = sum(len(line.text) for line in self.lines)
        return sum(line.sure * len(line.text) for line in self.lines) / max(letters, 1)


def read(data: bytes, limits: Limits) -> Reading:
    """The text of an image file, page and box and sureness for every block. Raises UnreadableFile."""
    sheets: list[Sheet] = []
    until = time.monotonic() + limits.scan_seconds
    late: list[int] = []
    for picture in pictures_of(data, limits):
        if isinstance(picture, int):
            sheets.append(Sheet(Page(picture, fault="damaged")))
        elif time.monotonic() > until:
            late.append(picture.number)
        else:
            sheets.append(sheet_of(picture))
    pages = [sheet.page for sheet in sheets]
    if not any(page.rows or page.grids for page in pages):
        raise UnreadableFile(NO_TEXT)
    damaged = [page.number for page in pages if page.fault == "damaged"]
    notes = [f"第 {listed(damaged)} 页已损坏，未读取"] if damaged else []
    return compose(pieces_of(pages), len(sheets) + len(late), [*warnings_of(sheets, late), *notes])


# --- one page ----------------------------------------------------------------------------------------------------


def sheet_of(picture: Picture) -> Sheet:
    """A page recognised and measured; one with a fault where that fails."""
    beat()
    engine()  # what is not installed well is no fault of the page
    try:
        return recognised(picture)
    except Exception:  # OpenCV and ONNX each have errors of their own for pictures that nobody thought of
        return Sheet(Page(picture.number, fault="failed"))


def recognised(picture: Picture) -> Sheet:
    """A page recognised and measured."""
    grey = without_seals(picture.pixels, picture.scale)
    slant = slant_of(ink_of(grey, picture.scale))
    if abs(slant) >= LEAST_SLANT:
        grey = upright(grey, slant)
    else:
        slant = 0.0
    quarters, view = best_view(grey, picture.scale)
    return laid_out(view, picture, Placing(quarters, slant, picture.width, picture.height))


def best_view(grey: Pixels, scale: float) -> tuple[int, View]:
    """The page as it is to be read, and how many quarter turns counter-clockwise made it so.

    Lines that stand upright tell that a page was turned by a quarter; lines that make no sense, that it may stand
    on its head.
    """
    view = view_of(grey, scale)
    quarters = 0
    if stands(view.lines):
        quarters = 1 if view.sure() > UPRIGHT else 3  # recognition has tried the first of them itself
        view = view_of(turned(grey, quarters), scale)
    if view.lines and view.sure() < UPRIGHT:
        other = view_of(turned(grey, quarters + 2), scale)
        if other.sure() > view.sure():
            return (quarters + 2) % 4, other
    return quarters, view


def turned(grey: Pixels, quarters: int) -> Pixels:
    """The page after so many quarter turns counter-clockwise."""
    return np.ascontiguousarray(np.rot90(grey, quarters))


def stands(lines: Sequence[Found]) -> bool:
    """Whether most of the text stands in lines that are higher than wide."""
    high = sum(len(line.text) for line in lines if line.box[3] - line.box[1] > 1.5 * (line.box[2] - line.box[0]))
    return 2 * high > sum(len(line.text) for line in lines)


def view_of(grey: Pixels, scale: float) -> View:
    """What is found on a page turned one way."""
    rules = rules_of(grey, scale)
    grids = tables_of(rules, scale)
    clear = without_rules(grey, rules, grids, scale)
    return View(clear, recognise(clear), grids)


def laid_out(view: View, picture: Picture, placing: Placing) -> Sheet:
    """The lines of a page as rows of runs and cells of tables."""
    scale = picture.scale
    lines = [with_dashes(line) for line in view.lines if is_text(line)]
    sizes = sizes_of(lines)
    usual = median(sizes or [0.0])
    found, unread = overlooked(view, lines, usual, scale)
    unread += sum(line.box[2] - line.box[0] > 2 * usual for line in view.lines if not is_text(line))
    sized = [*zip(lines, sizes, strict=True), *((line, usual) for line in found)]
    glyphs: list[Sequence[Glyph]] = [glyphs_of(line, size, scale) for line, size in sized]
    places = tuple((box_of(letters), line.sure) for letters, (line, _) in zip(glyphs, sized, strict=True))
    grids = []
    for grid in view.grids:
        whole, glyphs = filled(grid, glyphs)
        grids.append(whole)
    width, height = (picture.width, picture.height) if placing.quarters % 2 == 0 else (picture.height, picture.width)
    runs = (sized_run(run, usual * scale) for line in glyphs for run in runs_of([line]))
    rows = tuple(rows_of(runs))
    page = Page(picture.number, width, height, rows, tuple(grids), scan=Scan(places, placing))
    figures = tuple(figure for line in lines for figure in doubtful_figures(line))
    return Sheet(page, unread, figures, bool(lines) and (usual < COARSE or view.sure() < POOR))


def sized_run(run: Run, usual: float) -> Run:
    """The run with the type size that was measured, which is its height; characters seem wider in a stretched line."""
    size = run.bottom - run.top
    return replace(run, size=usual if abs(size - usual) < NEAR_SIZE * usual else size)


def box_of(glyphs: Sequence[Glyph]) -> Box:
    """The box of a line."""
    return glyphs[0].x0, glyphs[0].top, glyphs[-1].x1, glyphs[0].bottom


def overlooked(view: View, lines: Sequence[Found], size: float, scale: float) -> tuple[list[Found], int]:
    """The lines that recognition passed over and that can be read after all, and how many cannot."""
    if not lines:
        return [], 0
    regions = missed(ink_of(view.grey, scale), view.lines, size)[:MOST_MISSED]
    found = [line for region in regions for line in read_region(view.grey, region, size)]
    return found, len(regions) - len(found)


def read_region(grey: Pixels, region: Region, size: float) -> Iterator[Found]:
    """The line in a stretch of ink; none where it makes no sure text."""
    room = round(0.2 * size)
    top, left = max(region.top - room, 0), max(region.left - room, 0)
    text, sure = recognise_line(grey[top : region.bottom + room, left : region.right + room])
    line = with_dashes(line_at(text.strip(), sure, region))
    if line.letters and (sure >= SURE_LINE or PAGE_NUMBER.fullmatch(line.text)):
        yield line


def warnings_of(sheets: Iterable[Sheet], late: Sequence[int]) -> Iterator[str]:
    """What a reader of the pages must know, a line for each thing with the pages that it is about."""
    sheets = list(sheets)
    about = {
        "为扫描页，文字由识别得到，数字请复核": [sheet.page.number for sheet in sheets if not sheet.page.fault],
        "有像文字的墨迹未能识别，可能漏行，请对照原件": [sheet.page.number for sheet in sheets if sheet.unread],
        "图像质量较差，文字容易认错，请对照原件，或以 300 dpi 重新扫描": [s.page.number for s in sheets if s.poor],
        "识别失败，未读取；请重新扫描后重试": [sheet.page.number for sheet in sheets if sheet.page.fault == "failed"],
        "未读取：文字识别超过时限；请拆分后重试": late,
    }
    yield from (f"第 {listed(numbers)} 页{what}" for what, numbers in about.items() if numbers)
    for sheet in [sheet for sheet in sheets if sheet.figures][:MOST_PAGES]:
        figures = "、".join(sheet.figures[:MOST_FIGURES])
        yield f"第 {sheet.page.number} 页以下数字识别把握不足，请对照原件：{figures}"
