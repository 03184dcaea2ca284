"""A ledger's cell that describes dangers, parted where its clauses fault different things.

«提升机未设泄压口；风管积尘未清理» is two, «电缆夹层封堵不严、积水» one. Annotation guide, «hazard».
"""

import re
from itertools import pairwise

from extract.defects import cues
from extract.sentences import Span

_PART = re.compile(r"[^；。\n]+")
_NUMBER = re.compile(r"\s*(?:[（(]?\d{1,2}[）)、.．](?!\d)|[①-⑳])\s*")
_NUMBERED = re.compile(r"(?<=[；。，、\n ])(?=(?:[（(]?\d{1,2}[）)、.．](?!\d)|[①-⑳]))")
_MEMBER = re.compile(r"[^、，]+")
_SHORTEST = 5  # characters of a member that is a danger of its own


def dangers_in_cell(text: str) -> list[Span]:
    """Where the dangers stand that a cell describes, in order; all of the text where it is one."""
    found = [span for part in _parts(text) for span in _members(text, part)]
    return found or [Span(0, len(text))]


def _parts(text: str) -> list[Span]:
    """What semicolons, full stops and numbers part."""
    cuts = [0, *(match.start() for match in _NUMBERED.finditer(text)), len(text)]
    spans = []
    for low, high in pairwise(cuts):
        for part in _PART.finditer(text, low, high):
            number = _NUMBER.match(text, *part.span())
            spans.append(_trimmed(text, number.end() if number else part.start(), part.end()))
    return [span for span in spans if span.end > span.start]


def _members(text: str, part: Span) -> list[Span]:
    """The members of a list of which each is a danger with its own subject; the part itself where one is not."""
    members = [_trimmed(text, *match.span()) for match in _MEMBER.finditer(text, *part)]
    whole = len(members) > 1 and all(_stands_alone(text, member) for member in members)
    return members if whole else [part]


def _stands_alone(text: str, member: Span) -> bool:
    words = text[slice(*member)]
    first = next(cues(words), None) if len(words) >= _SHORTEST else None
    return first is not None and (first.start > 0 or first.rule.kind == "act")


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip(" ，、")), end - (len(words) - len(words.rstrip(" ，、"))))
