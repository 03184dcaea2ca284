"""Tables that a PDF draws with lines: where their cells are, and which characters stand in them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, product

from extract.readers.glyphs import Glyph, Strip, rows_of, runs_of
from extract.readers.layout import line_of
from extract.readers.paragraphs import HANGING, SENTENCE_END, Margins, ended_short, join
from extract.readers.reading import Box
from extract.readers.strokes import SNAP, Stroke, Strokes, TooManyStrokes

# Lines that part a page into more squares than that are a drawing, or made to keep the reader busy.
MOST_SQUARES = 200_000
# In points: level lines that stick out by less have been drawn carelessly.
NARROWEST = 12.0


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
    """A ruled table on one page.

    edges, heights  places of its upright lines, and of its level ones
    cells           row by row
    texts, free     by cell: its text, and how many characters its last line has room for
    """

    box: Box
    edges: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[GridCell, ...]
    texts: tuple[str, ...] = ()
    free: tuple[float, ...] = ()


def grids_of(strokes: Strokes) -> list[Grid]:
    """The tables that lines make, of two cells or more, from top to bottom; one that lies in another is left out.

    Raises TooManyStrokes for lines that part the page into more squares than a table has.
    """
    found = [grid_of(cells_of(tied)) for tied in tied_strokes(strokes)]
    grids = sorted((grid for grid in found if len(grid.cells) > 1), key=lambda grid: grid.box[1])
    return [grid for grid in grids if not any(other is not grid and holds(other.box, grid.box) for other in grids)]


def tied_strokes(strokes: Strokes) -> Iterator[Strokes]:
    """The lines in groups that touch each other, directly or over others; those that touch none are left out."""
    level, upright = sorted(strokes.level), strokes.upright
    ties = Ties(len(level) + len(upright))
    heights = [stroke.at for stroke in level]
    for number, stroke in enumerate(upright, len(level)):
        first, last = bisect_left(heights, stroke.first - SNAP), bisect_right(heights, stroke.last + SNAP)
        for at in range(first, last):
            if level[at].first - SNAP <= stroke.at <= level[at].last + SNAP:
                ties.tie(at, number)
    for group in ties.groups():
        part = Strokes([level[at] for at in group if at < len(level)], [upright[at - len(level)] for at in group
                       if at >= len(level)])  # fmt: skip
        part = closed(part)
        if len(part.level) > 1 and len(part.upright) > 1:
            yield part


def closed(strokes: Strokes) -> Strokes:
    """The lines of a table, its left and right side drawn where it has none: statistical tables are left open there."""
    if len(strokes.level) < 2 or not strokes.upright:
        return strokes
    left, right = min(stroke.first for stroke in strokes.level), max(stroke.last for stroke in strokes.level)
    begin = [stroke.at for stroke in strokes.level if stroke.first - left <= SNAP]
    end = [stroke.at for stroke in strokes.level if right - stroke.last <= SNAP]
    inner = [stroke.at for stroke in strokes.upright]
    sides = [(left, begin, min(inner) - left), (right, end, right - max(inner))]
    open_sides = [
        Stroke(x, min(ends), max(ends))
        for x, ends, depth in sides
        if depth > NARROWEST and len(ends) > 1 and 2 * len(ends) >= len(strokes.level)
    ]
    return strokes._replace(upright=[*strokes.upright, *open_sides]) if open_sides else strokes


def cells_of(strokes: Strokes) -> list[Box]:
    """The boxes that lines enclose: squares between neighbouring lines, joined where no line is drawn between them."""
    xs, ys = places_of(strokes.upright), places_of(strokes.level)
    across, down = len(xs) - 1, len(ys) - 1
    if across * down > MOST_SQUARES:
        raise TooManyStrokes
    outside = across * down
    ties = Ties(outside + 1)
    open_below = open_sides(strokes.level, ys, xs)
    for row, column in product(range(down + 1), range(across)):
        if (row, column) in open_below:
            above = (row - 1) * across + column if row else outside
            ties.tie(above, row * across + column if row < down else outside)
    open_right = open_sides(strokes.upright, xs, ys)
    for column, row in product(range(across + 1), range(down)):
        if (column, row) in open_right:
            left = row * across + column - 1 if column else outside
            ties.tie(left, row * across + column if column < across else outside)
    return [box for group in ties.groups() if outside not in group and (box := box_of(group, xs, ys)) is not None]


def box_of(squares: Sequence[int], xs: Sequence[float], ys: Sequence[float]) -> Box | None:
    """The box of joined squares; None where they do not fill it, as an open frame leaves them."""
    rows, columns = zip(*(divmod(square, len(xs) - 1) for square in squares), strict=True)
    top, bottom, left, right = min(rows), max(rows) + 1, min(columns), max(columns) + 1
    if len(squares) != (bottom - top) * (right - left):
        return None
    return xs[left], ys[top], xs[right], ys[bottom]


def open_sides(strokes: Iterable[Stroke], places: Sequence[float], ends: Sequence[float]) -> set[tuple[int, int]]:
    """Which sides of squares no line is drawn on: index of the line's place, and of the stretch between two ends."""
    sides = set(product(range(len(places)), range(len(ends) - 1)))
    for stroke in strokes:
        at = bisect_left(places, stroke.at)
        first, last = bisect_left(ends, stroke.first - SNAP), bisect_right(ends, stroke.last + SNAP)
        sides.difference_update((at, stretch) for stretch in range(first, last - 1))
    return sides


def places_of(strokes: Iterable[Stroke]) -> list[float]:
    """Where lines lie, in order, each place once."""
    return sorted({stroke.at for stroke in strokes})


class Ties:
    """Things by number, tied into groups."""

    def __init__(self, count: int) -> None:
        self.above = list(range(count))

    def top(self, one: int) -> int:
        """The thing that stands for the group of one."""
        while self.above[one] != one:
            self.above[one] = self.above[self.above[one]]
            one = self.above[one]
        return one

    def tie(self, one: int, other: int) -> None:
        """Makes one group of both groups."""
        self.above[self.top(one)] = self.top(other)

    def groups(self) -> Iterable[list[int]]:
        """The groups, things in order."""
        found: dict[int, list[int]] = {}
        for one in range(len(self.above)):
            found.setdefault(self.top(one), []).append(one)
        return found.values()


def grid_of(boxes: Iterable[Box]) -> Grid:
    """The grid that those cells make, with the lines that part them; a line inside a cell counts for nothing."""
    ordered = sorted(boxes, key=lambda box: (box[1], box[0]))
    xs = sorted({x for box in ordered for x in (box[0], box[2])})
    ys = sorted({y for box in ordered for y in (box[1], box[3])})
    column_at, row_at = {x: at for at, x in enumerate(xs)}, {y: at for at, y in enumerate(ys)}
    cells = tuple(
        GridCell(row_at[top], column_at[x0], row_at[bottom] - row_at[top], column_at[x1] - column_at[x0],
                 (x0, top, x1, bottom))
        for x0, top, x1, bottom in ordered
    )  # fmt: skip
    return Grid((xs[0], ys[0], xs[-1], ys[-1]) if cells else (0.0, 0.0, 0.0, 0.0), tuple(xs), tuple(ys), cells)


def holds(outer: Box, inner: Box) -> bool:
    """Whether a box lies within another."""
    return (
        outer[0] - SNAP <= inner[0] and outer[1] - SNAP <= inner[1] and outer[2] + SNAP >= inner[2]
        and outer[3] + SNAP >= inner[3]
    )  # fmt: skip


def filled(grid: Grid, lines: Iterable[Sequence[Glyph]]) -> tuple[Grid, list[Sequence[Glyph]]]:
    """The grid with its cells' texts, and the lines less the glyphs that stand in it."""
    finder = CellFinder(grid)
    inside: dict[int, list[Sequence[Glyph]]] = {}
    outside: list[Sequence[Glyph]] = []
    for line in lines:
        for at, part in finder.parts(line):
            (outside if at is None else inside.setdefault(at, [])).append(part)
    content = [cell_text(inside.get(at, []), cell.box) for at, cell in enumerate(grid.cells)]
    texts, free = zip(*content, strict=True) if content else ((), ())
    return replace(grid, texts=texts, free=free), outside


class CellFinder:
    """Tells in which cell of a grid a glyph stands."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.at = {
            (row, column): number
            for number, cell in enumerate(grid.cells)
            for row in range(cell.row, cell.row + cell.down)
            for column in range(cell.column, cell.column + cell.across)
        }

    def cell(self, x: float, y: float) -> int | None:
        """Index of the cell that holds a point; None outside the grid and in its gaps."""
        place = bisect_right(self.grid.heights, y) - 1, bisect_right(self.grid.edges, x) - 1
        return self.at.get(place)

    def parts(self, line: Sequence[Glyph]) -> Iterator[tuple[int | None, Sequence[Glyph]]]:
        """A line in stretches that stand in one cell each, by the cell's index; None for outside the grid."""
        if isinstance(line, Strip) and not line.meets(self.grid.box):
            yield None, line
            return
        for at, part in groupby(line, lambda glyph: self.cell(*glyph.centre())):
            glyphs = list(part)
            yield at, line if len(glyphs) == len(line) else glyphs


def cell_text(lines: Sequence[Sequence[Glyph]], box: Box) -> tuple[str, float]:
    """The text of a cell, lines that its width broke joined and others not, and the room left in the last one."""
    if len(lines) == 1 and isinstance(lines[0], Strip) and (run := lines[0].run()):
        return run.text, room(run.x0, run.x1, run.size, box)
    rows = [line_of(row, 1) for row in rows_of(runs_of(lines))]
    if not rows:
        return "", 0.0
    first = min(row.box[0] for row in rows)
    padding = max(first - box[0], 0.0)
    margins = Margins(box[0] + padding, box[2] - padding)
    text = rows[0].text
    for above, row in pairwise(rows):
        slack = 0.0 if SENTENCE_END.search(above.text) else HANGING
        text = f"{text}\n{row.text}" if ended_short(above, margins, row, slack) else join(text, row.text)
    return text, room(first, rows[-1].box[2], rows[-1].size, box)


def room(first: float, last: float, size: float, box: Box) -> float:
    """How many characters have room in a cell behind a line that ends there; first is where the cell's text begins.

    A cell's text is as far from its right line as from its left one, but by no more than a character: a short line
    in the middle is not a full one.
    """
    return (box[2] - min(max(first - box[0], 0.0), size) - last) / size
