"""Sentences and clauses as spans of the normalised text."""

import re
from typing import NamedTuple

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]*[”）]?")
_CLAUSE = re.compile(r"[^，；：。！？\n]+")


class Span(NamedTuple):
    """Half-open stretch of a text."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """Sentences in order, each with its closing mark; a line's end also ends one."""
    return [Span(*m.span()) for m in _SENTENCE.finditer(text)]


def clauses(text: str, within: Span) -> list[Span]:
    """Clauses of a stretch, parted by ，；： and full stops, without their marks."""
    return [Span(*m.span()) for m in _CLAUSE.finditer(text, within.start, within.end)]
