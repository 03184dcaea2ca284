"""Tables that a page's end has cut, made whole: one number, one head, and a row that was cut in two as one row."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.readers.layout import Column
from extract.readers.paragraphs import NUMBERED, SENTENCE_END, UNIT, join, width
from extract.readers.reading import Piece
from extract.readers.ruled import Grid, GridCell
from records import Cell

SAME_EDGE = 4.0
# A row of nothing but figures, the same on both pages, is data.
WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands of a table on one page.

    number  of the table, from 0; all its parts share it
    first   how many rows of it stand on the pages before
    heads   how many of these rows head the columns
    """

    page: int
    grid: Grid
    number: int
    first: int
    heads: int

    @property
    def rows(self) -> int:
        """How many rows stand on this page."""
        return max(cell.row + cell.down for cell in self.grid.cells)

    def pieces(self) -> Iterator[Piece]:
        """The cells, row by row."""
        for cell, text in zip(self.grid.cells, self.grid.texts, strict=True):
            place = Cell(self.number, self.first + cell.row, cell.column, cell.down, cell.across, cell.row < self.heads)
            yield Piece(text, "cell", page=self.page, box=cell.box, cell=place)


def whole_tables(parts: Iterable[Column | tuple[int, Grid]]) -> list[Column | Part]:
    """The parts of pages, given in reading order, tables (with the number of their page) made whole."""
    out: list[Column | Part] = []
    number, head = -1, tuple[str, ...]()
    for part in parts:
        if isinstance(part, Column):
            out.append(part)
            continue
        before = out[-1] if out else None
        if isinstance(before, Part) and goes_on(before, *part):
            out[-1:] = joined(before, head or texts_of_rows(before.grid, 1), *part)
        else:
            number, heads = number + 1, head_depth(part[1])
            head = texts_of_rows(part[1], heads)
            out.append(Part(*part, number, 0, heads))
    return out


def joined(before: Part, head: Sequence[str], page: int, grid: Grid) -> tuple[Part, Part]:
    """Both parts of a table; a head that is repeated is left out of the second, and the rest of a row put to the first.

    A head that stood alone on its page is known as one only now.
    """
    if before.first == before.heads == 0:
        before = replace(before, heads=before.rows)
    heads = head_depth(grid)
    if heads and texts_of_rows(grid, heads) == head and any(map(WORD.search, head)):
        grid = without_rows(grid, heads)
    if is_rest(before.grid, grid):
        before = replace(before, grid=with_rest(before.grid, grid))
        grid = without_rows(grid, 1)
    return before, Part(page, grid, before.number, before.first + before.rows, 0)


def goes_on(before: Part, page: int, grid: Grid) -> bool:
    """Whether a grid at a page's top is the rest of the one that ended the page before: the same upright lines."""
    edges = before.grid.edges
    if before.page != page - 1 or len(edges) != len(grid.edges):
        return False
    return all(abs(one - other) <= SAME_EDGE for one, other in zip(edges, grid.edges, strict=True))


def head_depth(grid: Grid) -> int:
    """How many rows head the columns: the first with what is merged into it; none in a table of one row."""
    rows = max(cell.row + cell.down for cell in grid.cells)
    return max(cell.down for cell in grid.cells if cell.row == 0) if rows > 1 else 0


def texts_of_rows(grid: Grid, rows: int) -> tuple[str, ...]:
    """The texts of the first rows."""
    return tuple(text for cell, text in zip(grid.cells, grid.texts, strict=True) if cell.row < rows)


def without_rows(grid: Grid, rows: int) -> Grid:
    """The grid less its first rows, unless there are no others."""
    kept = [at for at, cell in enumerate(grid.cells) if cell.row >= rows]
    if not kept:
        return grid
    return replace(
        grid,
        cells=tuple(replace(grid.cells[at], row=grid.cells[at].row - rows) for at in kept),
        texts=tuple(grid.texts[at] for at in kept),
        free=tuple(grid.free[at] for at in kept),
    )


# --- rows cut in two ---------------------------------------------------------------------------------------------


def is_rest(above: Grid, below: Grid) -> bool:
    """Whether the first row of a grid is the rest of the last one of the grid before.

    Some cells had come to their end on the page before, and are empty; in all others the first word would not have
    fitted into the last line there.
    """
    upper, lower = last_row(above), first_row(below)
    if [shape(above.cells[at]) for at in upper] != [shape(below.cells[at]) for at in lower]:
        return False
    pairs = [(above.texts[a], above.free[a], below.texts[b]) for a, b in zip(upper, lower, strict=True)]
    ended = any(text.strip() and not rest.strip() for text, _, rest in pairs)
    return ended and all(runs_on(text, free, rest) for text, free, rest in pairs if rest.strip())


def runs_on(text: str, free: float, rest: str) -> bool:
    """Whether a text breaks off where its line was full, and the rest does not look like a beginning."""
    word = UNIT.match(rest)
    full = word is not None and free <= width(word.group())
    return bool(text.strip()) and full and not SENTENCE_END.search(text) and not NUMBERED.match(rest)


def with_rest(above: Grid, below: Grid) -> Grid:
    """The grid with the first row of the next one joined to its last."""
    texts = list(above.texts)
    for upper, lower in zip(last_row(above), first_row(below), strict=True):
        texts[upper] = join(texts[upper], below.texts[lower])
    return replace(above, texts=tuple(texts))


def last_row(grid: Grid) -> list[int]:
    """Indexes of the cells that begin in the last row."""
    last = max(cell.row for cell in grid.cells)
    return [at for at, cell in enumerate(grid.cells) if cell.row == last]


def first_row(grid: Grid) -> list[int]:
    """Indexes of the cells of the first row; none where there is no row beside it."""
    row = [at for at, cell in enumerate(grid.cells) if cell.row == 0]
    return row if len(row) < len(grid.cells) else []


def shape(cell: GridCell) -> tuple[int, int, int]:
    """The column of a cell, and how many rows and columns it reaches over."""
    return cell.column, cell.down, cell.across
