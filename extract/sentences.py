"""Sentences and clauses as spans of the normalised text."""

import re
from typing import NamedTuple

_SENTENCE = re.compile(r"(?:[^。！？…\n]|…(?!…))+(?:[。！？]|…{2,})*[”）]?")
_LONGEST = 2000  # characters; longer ones are tables pasted flat, cut so that no rule's time grows with their square
_CUT = re.compile(r"(?s)(.{500,2000}[，、；]|.{1,2000})")
_CLAUSE = re.compile(r"[^，；：。！？\n]+")


class Span(NamedTuple):
    """Half-open stretch of a text."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """Sentences in order, each with its closing mark; a line's end also ends one, and so does a comma after long."""
    found: list[Span] = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        if end - start <= _LONGEST:
            found.append(Span(start, end))
        else:
            found += [Span(*part.span()) for part in _CUT.finditer(text, start, end)]
    return found


def around(text: str, within: Span, stops: str, back: int, ahead: int) -> Span:
    """A stretch with what stands beside it up to the nearest stop, at most so many characters back and ahead."""
    high = min(len(text), within.end + ahead)
    start = behind_last(text, stops, max(0, within.start - back), within.start)
    return Span(start, min((at for stop in stops if (at := text.find(stop, within.end, high)) >= 0), default=high))


def behind_last(text: str, stops: str, low: int, high: int) -> int:
    """The place behind the last stop from low to high; low where there is none."""
    return max(text.rfind(stop, low, high) for stop in stops) + 1 or low


def clauses(text: str, within: Span) -> list[Span]:
    """Clauses of a stretch, parted by ，；： and full stops, without their marks."""
    return [Span(*m.span()) for m in _CLAUSE.finditer(text, within.start, within.end)]
