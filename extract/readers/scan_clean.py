"""A scanned page made ready for reading: seals taken off the print, slant found and undone, ink told from paper."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.readers.scan_image import Pixels

Mask = NDArray[np.bool_]

# A seal's smaller and larger side in points: offices' seals measure 35 to 58 mm; letters of a red heading are smaller.
SEAL_SIDES = (80.0, 190.0)
SEAL_RATIO = 1.6
REDDER_BY = 30
# Gaps in a seal's faded ring, in points, that do not part it.
SEAL_GAP = 8.0
# How far, in points, a picture's packing smears red over what is beside it.
NEAR = 0.7
# Slants up to that many degrees are looked for, in ever finer steps.
MOST_SLANT = 10.0
STEPS = (1.0, 0.2, 0.05)
SLANT_SIDE = 900
# Neighbourhood, in points, whose mean brightness is the paper's, and how much darker ink is.
NEIGHBOURHOOD = 20.0
DARKER_BY = 25


# --- seals -------------------------------------------------------------------------------------------------------


def without_seals(pixels: Pixels, scale: float) -> Pixels:
    """The page in grey, red seals gone and the print under them kept; scale is in points a pixel.

    Red print stays, which is what the heading of an official paper is set in.
    """
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    red = red_parts(pixels)
    for left, top, right, bottom in seals_of(red, scale):
        part = (slice(top, bottom), slice(left, right))
        grey[part] = washed(pixels[part], grey[part], red[part], scale)
    return grey


def red_parts(pixels: Pixels) -> Pixels:
    """255 where the page is red, else 0."""
    red, green, blue = cv2.split(pixels)
    others = np.asarray(cv2.max(green, blue))
    return np.asarray(cv2.inRange(cv2.subtract(red, others), REDDER_BY, 255), dtype=np.uint8)


def seals_of(red: Pixels, scale: float) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right, bottom of what has a seal's size and is about as wide as high."""
    step = max(int(2 / scale), 1)  # a look at 2 points a pixel is enough
    small = cv2.resize(red, (red.shape[1] // step + 1, red.shape[0] // step + 1), interpolation=cv2.INTER_AREA)
    gap = max(int(SEAL_GAP / (step * scale)), 1)
    closed = cv2.morphologyEx((small > 40).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    _, _, places, _ = cv2.connectedComponentsWithStats(closed)
    fits = (red.shape[1] / small.shape[1], red.shape[0] / small.shape[0])
    for x, y, width, height, _ in places[1:]:
        sides = sorted((width * fits[0] * scale, height * fits[1] * scale))
        if SEAL_SIDES[0] <= sides[0] and sides[1] <= SEAL_SIDES[1] and sides[1] <= SEAL_RATIO * sides[0]:
            left, top = int((x - 2) * fits[0]), int((y - 2) * fits[1])
            yield max(left, 0), max(top, 0), int((x + width + 2) * fits[0]), int((y + height + 2) * fits[1])


def washed(pixels: Pixels, grey: Pixels, red: Pixels, scale: float) -> Pixels:
    """A seal's place in grey without its red.

    In red light a seal is as bright as its own ink, and print under it stays dark; dividing by the brightness that
    a quarter of that ink has not makes it paper and leaves the print's edges soft.
    """
    near = cv2.dilate(red, np.ones((3, 3), np.uint8), iterations=max(round(NEAR / scale), 1)) > 0
    light = pixels[:, :, 0].astype(np.float32)
    ink = float(np.percentile(light[red > 0], 25))
    paper = float(np.median(grey[~near])) if (~near).any() else 255.0
    made = grey.copy()
    made[near] = np.minimum(light[near] * (paper / max(ink, 1.0)), paper).astype(np.uint8)
    return made


# --- ink ---------------------------------------------------------------------------------------------------------


def contrast_of(grey: Pixels, scale: float) -> NDArray[np.int16]:
    """By how much each place is darker than its neighbourhood."""
    side = max(int(NEIGHBOURHOOD / scale), 3) | 1
    return np.asarray(cv2.boxFilter(grey, cv2.CV_16S, (side, side)) - grey.astype(np.int16), dtype=np.int16)


def ink_of(grey: Pixels, scale: float) -> Mask:
    """Where the page is clearly darker than its neighbourhood, less specks and hairlines."""
    return np.asarray(cv2.medianBlur((contrast_of(grey, scale) > DARKER_BY).astype(np.uint8), 3) > 0)


# --- slant -------------------------------------------------------------------------------------------------------


def slant_of(ink: Mask) -> float:
    """By how many degrees the lines rise to the right; 0 where no angle is better than straight.

    Of all angles, the right one makes the sharpest change between rows of print and the paper between them.
    """
    step = max(max(ink.shape) / SLANT_SIDE, 1.0)
    size = (max(int(ink.shape[1] / step), 1), max(int(ink.shape[0] / step), 1))
    small = np.asarray(cv2.resize(ink.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    best = 0.0
    reach = MOST_SLANT
    for step in STEPS:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: sharpness(small, float(angle))))
        reach = step
    return best if sharpness(small, best) > 1.02 * sharpness(small, 0.0) else 0.0


def sharpness(ink: Pixels, degrees: float) -> float:
    """How much the rows of a page differ from one to the next once a slant of that much is undone."""
    sums = upright(ink, degrees, paper=0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(sums)).sum())


def upright(grey: Pixels, degrees: float, paper: int = 255) -> Pixels:
    """The page with a slant of that many degrees undone, turned about its middle."""
    height, width = grey.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper), np.uint8)
