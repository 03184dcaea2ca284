"""Sentences and clauses as spans of the normalised text."""

import re
from typing import NamedTuple

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]*[”）]?")
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


def clauses(text: str, within: Span) -> list[Span]:
    """Clauses of a stretch, parted by ，；： and full stops, without their marks."""
    return [Span(*m.span()) for m in _CLAUSE.finditer(text, within.start, within.end)]
