"""Recognised lines as characters with boxes, for the layout that reads born-digital pages; and what is doubtful."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

import cv2
import numpy as np

from extract.readers.furniture import PAGE_NUMBER
from extract.readers.glyphs import WIDE_GAP, Glyph, is_wide
from extract.readers.scan_clean import Mask
from extract.readers.scan_engine import Found, Letter, letters_of
from extract.readers.scan_image import Pixels

# Less sure lines are no text: ornaments, specks, signatures. They are told of, not guessed at.
LEAST_SURE = 0.5
SURE_MARKS = 0.9
# A figure with a less sure digit is named in a warning.
SURE_DIGIT = 0.8
# Type sizes that near to the page's usual one are that size, measured badly; a line's height tells less than its
# characters, of which so many must follow each other.
NEAR_SIZE, NEAR_HEIGHT = 0.15, 0.4
FEW_STEPS = 2
# Punctuation prints on one half of its square; the edges of a line are those of the squares.
CLOSING = "，。、；：！？）》”’】〕」』"
OPENING = "（《“‘【〔「『"
HALF = 0.45
NARROW = 0.55
# Share of its line's box that type of an unmeasured line takes.
TYPE_IN_BOX = 0.9
FIGURE = re.compile(r"\d[\d.,，%％/]*\d[%％]?|\d[%％]?")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of ink in pixels: left, top, right, bottom."""

    left: int
    top: int
    right: int
    bottom: int


# --- type size ---------------------------------------------------------------------------------------------------


def sizes_of(lines: Sequence[Found]) -> list[float]:
    """The type size of each line in pixels: the distance of its Chinese characters, else what its height says.

    How much higher than its type a line's box is depends on the print, and is taken from the lines that are measured.
    Those that nearly have the page's usual size have it.
    """
    pitches = [pitch_of(line) for line in lines]
    shares = [pitch / height_of(line) for line, pitch in zip(lines, pitches, strict=True) if pitch]
    share = median(shares or [TYPE_IN_BOX])
    sizes = [pitch or share * height_of(line) for line, pitch in zip(lines, pitches, strict=True)]
    usual = median([size for line, size in zip(lines, sizes, strict=True) for _ in line.letters] or [0.0])
    slack = [(NEAR_SIZE if pitch else NEAR_HEIGHT) * usual for pitch in pitches]
    return [usual if abs(size - usual) <= near else size for size, near in zip(sizes, slack, strict=True)]


def pitch_of(line: Found) -> float | None:
    """The distance of neighbouring Chinese characters in pixels; None where too few follow each other to tell."""
    runs = [[letter.x for letter in run] for chinese, run in groupby(line.letters, key=is_square) if chinese]
    steps = sum(len(run) - 1 for run in runs)
    pitch = sum(run[-1] - run[0] for run in runs) / steps if steps >= FEW_STEPS else 0.0
    return pitch if 0.6 * TYPE_IN_BOX < pitch / max(height_of(line), 1.0) < 1.5 * TYPE_IN_BOX else None


def height_of(line: Found) -> float:
    """The height of a line's box in pixels."""
    return line.box[3] - line.box[1]


def is_square(letter: Letter) -> bool:
    """Whether a character is sure to fill its square, which punctuation does not."""
    return "\u3400" <= letter.text <= "\u9fff"


# --- characters --------------------------------------------------------------------------------------------------


def glyphs_of(line: Found, size: float, scale: float) -> list[Glyph]:
    """The characters of a line with boxes in points that touch each other, but for gaps as wide as between columns.

    The places that recognition gives are good to a third of a character: enough to tell columns and cells apart,
    not to tell blanks, which are those of the recognised text.
    """
    if not line.letters:
        return []
    middle = (line.box[1] + line.box[3]) / 2
    top, bottom = (middle - size / 2) * scale, (middle + size / 2) * scale
    edges = list(edges_of(line, size))
    letters = iter(zip(line.letters, edges, strict=True))
    glyphs: list[Glyph] = []
    for text in line.text.strip():
        if text.isspace():
            at = glyphs[-1].x1
            glyphs.append(Glyph(text, at, top, at, bottom))
        else:
            letter, (x0, x1) = next(letters)
            glyphs.append(Glyph(letter.text, x0 * scale, top, x1 * scale, bottom))
    return glyphs


def edges_of(line: Found, size: float) -> Iterator[tuple[float, float]]:
    """Left and right edge of each character in pixels."""
    first, last = line.letters[0], line.letters[-1]
    left = max(line.box[0], first.x - 0.75 * size) - (HALF * size if first.text in OPENING else 0)
    right = min(line.box[2], last.x + 0.75 * size) + (HALF * size if last.text in CLOSING else 0)
    for before, after in pairwise(line.letters):
        end = start = (before.x + after.x) / 2
        if after.x - before.x > (1 + WIDE_GAP) * size:
            end, start = before.x + half(before, size), after.x - half(after, size)
        yield min(left, end), end
        left = start
    yield min(left, right), max(left, right)


def half(letter: Letter, size: float) -> float:
    """Half of a character's width in type of that size."""
    return size * (1 if is_wide(letter.text) else NARROW) / 2


def line_at(text: str, sure: float, region: Region) -> Found:
    """A line that was recognised alone in a region, its characters spread evenly."""
    box = (float(region.left), float(region.top), float(region.right), float(region.bottom))
    return Found(text, sure, box, tuple(letters_of(text, (), box, sure)))


# --- what is doubtful --------------------------------------------------------------------------------------------


def is_text(line: Found) -> bool:
    """Whether a line was recognised well enough to be taken; one of nothing but marks («(%)») must be sure."""
    words = any(letter.text.isalnum() for letter in line.letters)
    return line.sure >= (LEAST_SURE if words else SURE_MARKS)


def with_dashes(line: Found) -> Found:
    """The line; a page number with its dashes where they were taken for the figure one («一3一»)."""
    text = line.text.replace("一", "—")
    if text == line.text or not PAGE_NUMBER.fullmatch(text):
        return line
    letters = (letter._replace(text=letter.text.replace("一", "—")) for letter in line.letters)
    return replace(line, text=text, letters=tuple(letters))


def doubtful_figures(line: Found) -> Iterator[str]:
    """The figures of a line that hold a digit which the model is not sure of."""
    text = "".join(letter.text for letter in line.letters)
    for figure in FIGURE.finditer(text):
        if any(letter.sure < SURE_DIGIT for letter in line.letters[slice(*figure.span())]):
            yield figure.group()


def missed(ink: Mask, lines: Iterable[Found], size: float) -> list[Region]:
    """Stretches of ink with the height and length of a line of that type size, in pixels, which no line covers."""
    rest = ink.astype(np.uint8)
    for line in lines:
        left, top, right, bottom = line.box
        reach = 0.3 * size
        rest[max(round(top - reach), 0) : round(bottom + reach), max(round(left - size), 0) : round(right + size)] = 0
    kernel = np.ones((max(round(0.15 * size), 1), max(round(1.2 * size), 1)), np.uint8)
    joined = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, kernel)
    _, _, places, _ = cv2.connectedComponentsWithStats(np.asarray(joined, dtype=np.uint8))
    return [
        Region(int(x), int(y), int(x + width), int(y + height))
        for x, y, width, height, _ in places[1:]
        if 0.6 * size <= height <= 1.6 * size and width >= 2.5 * size and is_inky(rest[y : y + height, x : x + width])
    ]


def is_inky(part: Pixels) -> bool:
    """Whether so much of a stretch is ink as in print; specks that were joined make less."""
    return 0.06 <= float(part.mean()) <= 0.6
