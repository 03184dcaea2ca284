"""The straight lines that a PDF page draws, level and upright, as they are seen."""

import ctypes
import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

import pypdfium2
import pypdfium2.raw as pdfium

from extract.readers.pdftext import Frame
from extract.readers.reading import Box

# In points. What is drawn no wider than that is a line; pieces of a line so near to each other are one.
THIN = 3.0
SNAP = 3.0
# Forms within forms are looked into so deep, and pages with more paths are drawings.
DEEPEST = 4
MOST_PATHS = 20_000
# A path of more pieces is a drawing: a border has five.
MOST_PIECES = 400

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Thing = TypeVar("Thing")


class Stroke(NamedTuple):
    """A level line at height «at» from left to right, or an upright one at «at» from top to bottom."""

    at: float
    first: float
    last: float


class Strokes(NamedTuple):
    """The lines of a page, in points from the top left corner of its view."""

    level: list[Stroke]
    upright: list[Stroke]


class TooManyStrokes(Exception):
    """A page draws more than any table needs."""


def strokes_of(page: pypdfium2.PdfPage) -> Strokes:
    """All level and upright lines of a page. Raises TooManyStrokes."""
    frame = Frame(page)
    return strokes_from(
        frame(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        for path, matrix in at_most(MOST_PATHS, paths_of(page.raw))
        for x0, y0, x1, y1 in lines_of(path, matrix)
    )


def strokes_from(boxes: Iterable[Box]) -> Strokes:
    """The level and upright lines among lines that are given by their boxes, joined where they touch."""
    level: list[Stroke] = []
    upright: list[Stroke] = []
    for left, top, right, bottom in boxes:
        if bottom - top <= THIN:
            level.append(Stroke((top + bottom) / 2, left, right))
        if right - left <= THIN:
            upright.append(Stroke((left + right) / 2, top, bottom))
    return Strokes(joined(level), joined(upright))


def at_most(most: int, things: Iterable[Thing]) -> Iterator[Thing]:
    """The things. Raises TooManyStrokes at the one after the last that may be."""
    for number, thing in enumerate(things):
        if number >= most:
            raise TooManyStrokes
        yield thing


# --- what the page holds -----------------------------------------------------------------------------------------


def paths_of(page: pdfium.FPDF_PAGE) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    """The painted paths of a page and of the forms on it, each with the matrix of its form."""
    yield from painted(pdfium.FPDFPage_CountObjects(page), lambda at: pdfium.FPDFPage_GetObject(page, at), IDENTITY)


def painted(
    count: int, item_at: Callable[[int], pdfium.FPDF_PAGEOBJECT], matrix: Matrix, depth: int = 0
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    """The painted paths among so many objects."""
    for index in range(count):
        item = item_at(index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH and is_painted(item):
            yield item, matrix
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = times(matrix_of(item), matrix)
            yield from painted(pdfium.FPDFFormObj_CountObjects(item), form_items(item), inner, depth + 1)


def form_items(form: pdfium.FPDF_PAGEOBJECT) -> Callable[[int], pdfium.FPDF_PAGEOBJECT]:
    """The objects of a form by their index."""
    return lambda at: pdfium.FPDFFormObj_GetObject(form, at)


def is_painted(path: pdfium.FPDF_PAGEOBJECT) -> bool:
    """Whether a path is stroked or filled."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def lines_of(path: pdfium.FPDF_PAGEOBJECT, form: Matrix) -> Iterable[Box]:
    """The straight pieces of a path from point to point; a path that is nothing but a thin line is one piece."""
    left, bottom, right, top = box_of(path)
    if not all(map(math.isfinite, (left, bottom, right, top))):
        return []
    if min(right - left, top - bottom) <= THIN:
        x, y = (left + right) / 2, (bottom + top) / 2
        across, down = (*moved(left, y, form), *moved(right, y, form)), (*moved(x, bottom, form), *moved(x, top, form))
        return [across, down] if max(right - left, top - bottom) <= THIN else [longer(across, down)]
    return pieces_of(path, times(matrix_of(path), form))


def longer(one: Box, other: Box) -> Box:
    """The longer of two lines."""
    return max(one, other, key=lambda line: math.hypot(line[2] - line[0], line[3] - line[1]))


def pieces_of(path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[Box]:
    """The straight pieces of a path, from point to point."""
    start = here = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(path), MOST_PIECES)):
        piece = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(piece, x, y)
        kind, there = pdfium.FPDFPathSegment_GetType(piece), moved(x.value, y.value, matrix)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = there
        elif kind == pdfium.FPDF_SEGMENT_LINETO and all(map(math.isfinite, there)):
            yield (*here, *there)
        here = there
        if pdfium.FPDFPathSegment_GetClose(piece):
            yield (*here, *start)


def box_of(item: pdfium.FPDF_PAGEOBJECT) -> Box:
    """Left, bottom, right and top of an object, in the coordinates of what holds it."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def matrix_of(item: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    """The matrix of an object."""
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def times(one: Matrix, other: Matrix) -> Matrix:
    """First one, then the other."""
    (a, b, c, d, e, f), (g, h, i, j, k, m) = one, other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """Where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


# --- joining -----------------------------------------------------------------------------------------------------


def joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """The lines, those that lie within SNAP of each other on one, in order of place; what stays short is left out."""
    found: list[Stroke] = []
    for group in beside(sorted(strokes)):
        at = sum(stroke.at for stroke in group) / len(group)
        first, last = group[0].first, group[0].last
        for stroke in sorted(group, key=lambda stroke: stroke.first):
            if stroke.first > last + SNAP:
                found.append(Stroke(at, first, last))
                first, last = stroke.first, stroke.last
            first, last = min(first, stroke.first), max(last, stroke.last)
        found.append(Stroke(at, first, last))
    return [stroke for stroke in found if stroke.last - stroke.first > SNAP]


def beside(strokes: Iterable[Stroke]) -> Iterator[list[Stroke]]:
    """Lines in order of place, in groups of which each lies within SNAP of the one before."""
    group: list[Stroke] = []
    for stroke in strokes:
        if group and stroke.at - group[-1].at > SNAP:
            yield group
            group = []
        group.append(stroke)
    if group:
        yield group
