"""The order in which runs of text on a page are read: rows from top to bottom, columns from left to right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.readers.glyphs import WIDE_GAP, Run, blank, rows_of
from extract.readers.reading import Box

# A column of text holds lines at least that long; shorter ones are the cells of a table without lines.
COLUMN_CHARACTERS = 8
COLUMN_LINES = 3
# So many lines show the margins of their column.
FULL = 6
COLUMN_FILL = 0.6
# Columns end where the next line, on either side, is so many type sizes below: a heading across the page follows.
FAR = 2.5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a page (from 1); size is its type size in points, gapped whether a wide gap parts its words."""

    text: str
    box: Box
    size: float
    page: int
    gapped: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that follow each other, between a left and a right margin that they share."""

    lines: tuple[Line, ...]
    left: float
    right: float


def columns_of(runs: Sequence[Run], page: int, width: float) -> list[Column]:
    """The columns of a page of that width, or of the part of it between two tables, in reading order."""
    return columns_of_rows(rows_of(runs), page, width)


def columns_of_rows(rows: list[list[Run]], page: int, width: float) -> list[Column]:
    """The rows as one column, or, where a gutter parts some of them: those above, left, right, those below.

    width is that of the page; 0 within a column.
    """
    band = widest_band(rows)
    if band is None:
        lines = tuple(line_of(row, page) for row in rows)
        return [column_of(lines, width)] if lines else []
    first, last, gutter = band
    runs = [run for row in rows[first:last] for run in row]
    left = rows_of([run for run in runs if run.x1 <= gutter])
    right = rows_of([run for run in runs if run.x0 >= gutter])
    parts = ((rows[:first], width), (left, 0.0), (right, 0.0), (rows[last:], width))
    return [column for part, room in parts for column in columns_of_rows(part, page, room)]


def column_of(lines: tuple[Line, ...], width: float) -> Column:
    """A column of those lines. Few lines need not reach the right margin: it lies at least where the left one does."""
    left, right = margins(lines)
    return Column(lines, left, right if len(lines) >= FULL else max(right, width - left))


def line_of(row: Sequence[Run], page: int) -> Line:
    """A row as one line; a gap between its runs is a blank, which keeps «联系人：张三 电话：…» apart."""
    if len(row) == 1:
        return Line(row[0].text, row[0].box(), row[0].size, page)
    box = (
        min(run.x0 for run in row),
        min(run.top for run in row),
        max(run.x1 for run in row),
        max(run.bottom for run in row),
    )
    longest = max(row, key=lambda run: len(run.text))
    gaps = [(right.x0 - left.x1) / left.size for left, right in pairwise(row)]
    text = row[0].text
    for run, gap in zip(row[1:], gaps, strict=True):
        text += blank(text[-1], run.text[0], gap) + run.text
    return Line(text, box, longest.size, page, max(gaps, default=0.0) > WIDE_GAP)


def margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Left and right edge of a column: the outermost that two lines share, else the outermost."""
    lefts = sorted(line.box[0] for line in lines)
    rights = sorted((line.box[2] for line in lines), reverse=True)
    return outermost_shared(lefts, lines), outermost_shared(rights, lines)


def outermost_shared(edges: Sequence[float], lines: Sequence[Line]) -> float:
    """The first of the edges that another one lies within half a character of."""
    tolerance = 0.5 * median(line.size for line in lines)
    return next((one for one, two in pairwise(edges) if abs(one - two) <= tolerance), edges[0])


# --- gutters -----------------------------------------------------------------------------------------------------


def widest_band(rows: Sequence[Sequence[Run]]) -> tuple[int, int, float] | None:
    """First and last (excluded) of the rows that one gutter parts into columns, and where it lies; None for none.

    A gutter is a place that no run crosses, with columns of running text on both sides.
    """
    runs = [run for row in rows for run in row]
    if len(runs) < 2 * COLUMN_LINES:
        return None
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    inner = {round(run.x0) for run in runs if left + 0.2 * (right - left) < run.x0 < right - 0.2 * (right - left)}
    bands = [(first, last, x - 1.0) for x in sorted(inner) for first, last in uncrossed(rows, x - 1.0)]
    parted = [band for band in bands if is_parted(rows[band[0] : band[1]], band[2])]
    return max(parted, key=lambda band: band[1] - band[0], default=None)


def uncrossed(rows: Sequence[Sequence[Run]], x: float) -> Iterator[tuple[int, int]]:
    """Stretches of rows, long enough for columns, of which no run crosses x and no two stand far apart."""
    first = 0
    for at, row in enumerate(rows):
        crossed = any(run.x0 < x < run.x1 for run in row)
        far = at > first and row[0].top - rows[at - 1][0].top > FAR * row[0].size
        if (crossed or far) and at - first >= COLUMN_LINES:
            yield first, at
        if crossed or far:
            first = at + 1 if crossed else at
    if len(rows) - first >= COLUMN_LINES:
        yield first, len(rows)


def is_parted(rows: Sequence[Sequence[Run]], x: float) -> bool:
    """Whether the runs left and right of x are two columns of running text that stand beside each other."""
    left = [run for row in rows for run in row if run.x1 <= x]
    right = [run for row in rows for run in row if run.x0 >= x]
    if not (is_column(left) and is_column(right)):
        return False
    gap = min(run.x0 for run in right) - max(run.x1 for run in left)
    top, bottom = (
        max(min(run.top for run in side) for side in (left, right)),
        min(max(run.bottom for run in side) for side in (left, right)),
    )
    height = min(max(run.bottom for run in side) - min(run.top for run in side) for side in (left, right))
    return gap > 0.8 * median(run.size for run in left) and bottom - top > 0.5 * height


def is_column(runs: Sequence[Run]) -> bool:
    """Whether runs are lines of running text: enough of them, long, and most reaching the column's right edge."""
    if len(runs) < COLUMN_LINES or median(len(run.text) for run in runs) < COLUMN_CHARACTERS:
        return False
    width = max(run.x1 for run in runs) - min(run.x0 for run in runs)
    return median(run.x1 - run.x0 for run in runs) >= COLUMN_FILL * width
