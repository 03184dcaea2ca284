"""Rules on the pages as they come out, from the same paper read back from its PDF."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from check.edits import Problem
from check.formpaper import HEADINGS, FormPaper, Line
from check.formsay import say
from records import Block, Document, Finding

_POINTS_PER_MM = 72 / 25.4
_HEIGHT = 841.9  # points, A4
_FOOT = (30.0, 50.0)  # millimetres from the page's lower edge: the text ends at 35, and the last row has its padding
_KEY = 24  # characters by which a line is found again
_FAR = 4_000  # characters within which the next line must be found
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line came out: page from 1, bottom in points from the page's upper edge, None where unknown."""

    page: int
    bottom: float | None


def places(paper: FormPaper, rendered: Document) -> dict[Line, Place]:
    """Where the lines came out; those that were not found again are left out."""
    text, blocks = _squeezed(rendered)
    found: dict[Line, Place] = {}
    at = 0
    for line in (line for line in paper.lines if line.bare):
        key = _BLANKS.sub("", line.text)[:_KEY]
        start = text.find(key, at, at + _FAR)
        if start >= 0:
            at = start + len(key)
            block = next(block for first, block in reversed(blocks) if first <= start)
            found[line] = Place(block.page or 1, block.box[3] if block.box else None)
    return found


def _squeezed(rendered: Document) -> tuple[str, list[tuple[int, Block]]]:
    """The pages' text without blanks, and where each block begins in it; running heads are left out."""
    pieces, blocks, at = [], [], 0
    for block in rendered.blocks:
        if block.kind not in ("header", "footer"):
            piece = _BLANKS.sub("", rendered.text[block.start : block.end])
            blocks.append((at, block))
            pieces.append(piece)
            at += len(piece)
    return "".join(pieces), blocks


def problems_of_pages(paper: FormPaper, rendered: Document) -> Iterator[Problem]:
    """What departs from the standard on the pages; nothing on what is no official paper."""
    if not paper.is_official:
        return
    found = places(paper, rendered)
    yield from _first_page(paper, found)
    yield from _signature_page(paper, found)
    yield from _imprint_foot(paper, found, rendered.pages or 1)
    yield from _heading_foot(paper, found)


def _first_page(paper: FormPaper, found: Mapping[Line, Place]) -> Iterator[Problem]:
    text = [line for line in paper.of("body", *HEADINGS) if line in found]
    if text and found[text[0]].page > 1:
        yield say(paper, "format.first-page", text[:1], found=found[text[0]].page)


def _signature_page(paper: FormPaper, found: Mapping[Line, Place]) -> Iterator[Problem]:
    dates = [line for line in paper.of("date") if line in found]
    pages = {found[line].page for line in paper.of("body", "attachments", *HEADINGS) if line in found}
    if dates and pages and found[dates[-1]].page > max(pages):
        yield say(paper, "format.signature-page", dates[-1:], found=found[dates[-1]].page)


def _imprint_foot(paper: FormPaper, found: Mapping[Line, Place], pages: int) -> Iterator[Problem]:
    lines = [line for line in paper.lines if line.role == "printed" and line in found]
    for line in lines[-1:]:
        place = found[line]
        if place.bottom is None:
            continue
        left = (_HEIGHT - place.bottom) / _POINTS_PER_MM
        if place.page < pages or not _FOOT[0] <= left <= _FOOT[1]:
            yield say(paper, "format.imprint-foot", [line], found=place.page, left=f"{left:.0f}")


def _heading_foot(paper: FormPaper, found: Mapping[Line, Place]) -> Iterator[Problem]:
    lines = [line for line in paper.of("body", "attachments", "signer", "date", *HEADINGS) if line in found]
    left = [line for line, after in pairwise(lines) if _alone(line) and found[line].page < found[after].page]
    if left:
        yield say(paper, "format.heading-foot", left)


def _alone(line: Line) -> bool:
    return line.role in HEADINGS and "。" not in line.bare


def with_pages(findings: Iterable[Finding], paper: FormPaper, rendered: Document) -> Iterator[Finding]:
    """The findings with the pages on which their words came out."""
    found = places(paper, rendered)
    lines = [line for line in paper.lines if line in found]
    for one in findings:
        line = next((line for line in lines if _holds(line, one.start)), None)
        yield replace(one, page=found[line].page) if line and one.page is None else one


def _holds(line: Line, at: int | None) -> bool:
    return at is not None and line.start is not None and line.start <= at < line.start + len(line.text)
