"""Tables that a PDF draws with lines: where their cells are, and which characters stand in them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from extract.readers.glyphs import Glyph, rows_of, runs_of
from extract.readers.layout import line_of
from extract.readers.paragraphs import HANGING, SENTENCE_END, Margins, ended_short, join
from extract.readers.reading import Box

if TYPE_CHECKING:
    import pdfplumber.page

THIN = 3.0
SNAP = 3.0


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid; row and column count from 0."""

    row: int
    column: int
    down: int
    across: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page; edges are the places of its vertical lines."""

    box: Box
    edges: tuple[float, ...]
    cells: tuple[GridCell, ...]
    texts: tuple[str, ...] = ()


def is_ruled(page: pypdfium2.PdfPage) -> bool:
    """Whether lines enough for a table are drawn on the page: two across and two down, or a frame, or one large path.

    A quick look, so that the slow search for tables is made only where there may be one.
    """
    across = down = 0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        wide, high = right - left, top - bottom
        across += wide > 20 and (high <= THIN or high > 8)
        down += high > 8 and (wide <= THIN or wide > 20)
        if across >= 2 and down >= 2:
            return True
        if wide > 20 and high > 8 and pdfium.FPDFPath_CountSegments(item) > 5:
            return True
    return False


def grids_of(page: "pdfplumber.page.Page") -> list[Grid]:
    """The tables of a page with two cells or more, from top to bottom; one that lies inside another is left out."""
    found = [grid_of(table.cells, page.cropbox[0], page.cropbox[1]) for table in page.find_tables()]
    grids = sorted((grid for grid in found if len(grid.cells) > 1), key=lambda grid: grid.box[1])
    return [grid for grid in grids if not any(other is not grid and holds(other.box, grid.box) for other in grids)]


def grid_of(boxes: Iterable[Box], dx: float, dy: float) -> Grid:
    """The grid that those cells make; dx and dy are where the visible page begins."""
    moved = sorted({(x0 - dx, y0 - dy, x1 - dx, y1 - dy) for x0, y0, x1, y1 in boxes}, key=lambda box: (box[1], box[0]))
    xs = snapped(x for box in moved for x in (box[0], box[2]))
    ys = snapped(y for box in moved for y in (box[1], box[3]))
    cells = []
    for box in moved:
        column, row = line_at(xs, box[0]), line_at(ys, box[1])
        across, down = line_at(xs, box[2]) - column, line_at(ys, box[3]) - row
        if across > 0 and down > 0:
            cells.append(GridCell(row, column, down, across, box))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(cells))


def snapped(places: Iterable[float]) -> list[float]:
    """The places from small to large, those within SNAP of one before left out."""
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > SNAP:
            kept.append(place)
    return kept


def line_at(places: Sequence[float], place: float) -> int:
    """Index of the line that a place was snapped to."""
    return max(bisect_right(places, place + 0.01) - 1, 0)


def holds(outer: Box, inner: Box) -> bool:
    """Whether a box lies within another."""
    return (
        outer[0] - SNAP <= inner[0] and outer[1] - SNAP <= inner[1] and outer[2] + SNAP >= inner[2]
        and outer[3] + SNAP >= inner[3]
    )  # fmt: skip


def filled(grid: Grid, lines: Iterable[Sequence[Glyph]]) -> tuple[Grid, list[list[Glyph]]]:
    """The grid with its cells' texts, and the lines less the glyphs that stand in it."""
    inside: dict[int, list[list[Glyph]]] = {}
    outside: list[list[Glyph]] = []
    for line in lines:
        for at, part in parts_by_cell(grid, line):
            (outside if at is None else inside.setdefault(at, [])).append(part)
    texts = tuple(cell_text(inside.get(at, []), cell.box) for at, cell in enumerate(grid.cells))
    return Grid(grid.box, grid.edges, grid.cells, texts), outside


def parts_by_cell(grid: Grid, line: Sequence[Glyph]) -> Iterator[tuple[int | None, list[Glyph]]]:
    """A line in stretches that stand in one cell each, by the cell's index; None for outside the grid."""
    part: list[Glyph] = []
    at: int | None = None
    for glyph in line:
        here = cell_at(grid, *glyph.centre())
        if here != at and part:
            yield at, part
            part = []
        at = here
        part.append(glyph)
    if part:
        yield at, part


def cell_at(grid: Grid, x: float, y: float) -> int | None:
    """Index of the cell that holds a point; None outside the grid and in its gaps."""
    x0, top, x1, bottom = grid.box
    if not (x0 <= x <= x1 and top <= y <= bottom):
        return None
    return next((at for at, cell in enumerate(grid.cells) if inside(cell.box, x, y)), None)


def inside(box: Box, x: float, y: float) -> bool:
    """Whether a box holds a point."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def cell_text(lines: Sequence[Sequence[Glyph]], box: Box) -> str:
    """The text of a cell: lines that the cell's width broke are joined, others stay apart."""
    rows = [line_of(row, 1) for row in rows_of(runs_of(lines))]
    if not rows:
        return ""
    padding = max(min(row.box[0] for row in rows) - box[0], 0.0)
    margins = Margins(box[0] + padding, box[2] - padding)
    text = rows[0].text
    for above, row in pairwise(rows):
        slack = 0.0 if SENTENCE_END.search(above.text) else HANGING
        text = f"{text}\n{row.text}" if ended_short(above, margins, row, slack) else join(text, row.text)
    return text
