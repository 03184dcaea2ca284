"""The lines that a scanned page's tables are ruled with."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extract.readers.ruled import Grid, grids_of
from extract.readers.scan_clean import DARKER_BY, contrast_of
from extract.readers.scan_image import Pixels
from extract.readers.strokes import Stroke, Strokes, TooManyStrokes, joined

# Shortest line of a table in points: longer than the strokes of letters, which are as long as the type is large.
ACROSS, DOWN = 34.0, 20.0
# A shorter one down, in a row of small type, is one only if it is thin and runs from line to line.
LOW, THIN = 10.0, 2.5
# Lines of that length need no other that they run to.
SURE_ACROSS, SURE_DOWN = 60.0, 30.0
# What is higher than that, in points, is no line but a bar or a picture.
THICK = 5.0
# Gaps, in points, that bad print leaves in a line.
GAP = 0.8


@dataclass(frozen=True, slots=True)
class Rules:
    """The long straight lines on a page, in pixels: masks of those across and of those down."""

    across: Pixels
    down: Pixels


def rules_of(grey: Pixels, scale: float) -> Rules:
    """The long straight lines on a page; scale is in points a pixel."""
    drawn = (contrast_of(grey, scale) > DARKER_BY).astype(np.uint8)
    across = opened(drawn, ACROSS / scale, GAP / scale)
    high = opened(drawn.T, DOWN / scale, GAP / scale).T
    low = opened(drawn.T, LOW / scale, 1).T  # no gap is closed: letters almost touch the lines above and below
    down = np.maximum(tied(high, across, SURE_DOWN / scale), tied(thin(low, scale), across))
    return Rules(tied(across.T, down.T, SURE_ACROSS / scale).T, down)


def opened(drawn: Pixels, length: float, gap: float) -> Pixels:
    """What is at least that long across, in pixels, once small gaps are closed and steps of one pixel made even."""
    even = cv2.dilate(drawn, np.ones((3, 1), np.uint8))
    whole = cv2.morphologyEx(even, cv2.MORPH_CLOSE, np.ones((1, max(round(gap), 1)), np.uint8))
    kernel = np.ones((1, max(round(length), 3)), np.uint8)
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, kernel), dtype=np.uint8)


def thin(lines: Pixels, scale: float) -> Pixels:
    """The lines down that are as thin as lines are."""
    return kept(lines, lambda x, y, width, height: width * scale <= THIN)


def tied(lines: Pixels, others: Pixels, sure: float = math.inf) -> Pixels:
    """The lines down, in pixels, that run from one of the others to another, or are so long that they are no letters.

    Strokes of letters in rows that stand close may seem to be one line, but begin and end anywhere.
    """

    def is_tied(x: int, y: int, width: int, height: int) -> bool:
        sides = slice(x, x + width)
        ends = (others[y : y + 2, sides], others[y + height - 2 : y + height, sides])
        return height >= sure or all(end.any() for end in ends)

    return kept(lines, is_tied)


def kept(lines: Pixels, keeps: Callable[[int, int, int, int], bool]) -> Pixels:
    """The lines of a mask for which, given left, top, width and height, keeps says so."""
    _, labels, places, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(lines))
    chosen = [False, *(keeps(*map(int, place[:4])) for place in places[1:])]
    return np.where(np.array(chosen)[labels], lines, 0).astype(np.uint8)


def tables_of(rules: Rules, scale: float) -> list[Grid]:
    """The tables that the lines make, from top to bottom, in points; none on a page that draws too much to tell."""
    level, upright = strokes_of(rules.across, scale), strokes_of(rules.down.T, scale)
    try:
        return grids_of(Strokes(joined(level), joined(upright)))
    except TooManyStrokes:
        return []


def strokes_of(lines: Pixels, scale: float) -> Iterator[Stroke]:
    """The lines of a mask that run across, in points."""
    _, _, places, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(lines))
    for x, y, width, height, _ in places[1:]:
        if height * scale <= THICK:
            yield Stroke(float(y + height / 2) * scale, float(x) * scale, float(x + width) * scale)


def without_rules(grey: Pixels, rules: Rules, grids: Sequence[Grid], scale: float) -> Pixels:
    """The page without the lines of its tables, which would else be read as strokes of letters."""
    if not grids:
        return grey
    drawn = cv2.dilate(cv2.bitwise_or(rules.across, rules.down), np.ones((3, 3), np.uint8)) > 0
    within = np.zeros(grey.shape, dtype=bool)
    for grid in grids:
        x0, y0, x1, y1 = (round(side / scale) for side in grid.box)
        within[max(y0 - 4, 0) : y1 + 5, max(x0 - 4, 0) : x1 + 5] = True
    made = grey.copy()
    made[drawn & within] = np.uint8(np.median(grey))
    return made
