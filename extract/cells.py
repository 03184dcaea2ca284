"""A ledger's cell that describes dangers, parted where its clauses fault different things.

«提升机未设泄压口；风管积尘未清理» is two, «电缆夹层封堵不严、积水» one. Annotation guide, «hazard».
"""

import re
from itertools import pairwise

from extract.defects import cues
from extract.listed import is_fault, predicates
from extract.sentences import Span

_PART = re.compile(r"[^；。\n]+")
_NUMBER = re.compile(r"\s*(?:[（(]?\d{1,2}[）)、.．](?!\d)|[①-⑳])\s*")
_NUMBERED = re.compile(r"(?<=[；。，、\n ])(?=(?:[（(]?\d{1,2}[）)、.．](?!\d)|[①-⑳]))")
_MEMBER = re.compile(r"[^、，]+")
_CLAUSE = re.compile("[^，]+")
# clauses that say more of the fault before them: its measure, its rule, its effect
_GOES_ON = re.compile(
    "其中|导致|造成|致使?|引发|存在|且|并|仍|但|还|也|都|均|已|又|不符合|不满足|违反|无法|影响|可能|容易|易|属于?|构成|应|需|要求|建议|实测|实际"
    "|低于|高于|超过|小于|大于|不足|达不到|未达到|形同虚设|经查|经|该|其|有|仅|只"
)
_FIGURE = re.compile(r"\d+[^\d]{1,2}$")
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
    """The members of a list that are each a danger with its own subject, else its clauses with what goes on there."""
    members = [_trimmed(text, *match.span()) for match in _MEMBER.finditer(text, *part)]
    if len(members) > 1 and all(_stands_alone(text, member) for member in members):
        return members
    clauses = [_trimmed(text, *match.span()) for match in _CLAUSE.finditer(text, *part)]
    begins = [0, *(n for n in range(1, len(clauses)) if _is_another(text, clauses[n - 1], clauses[n])), len(clauses)]
    groups = [Span(clauses[first].start, clauses[last - 1].end) for first, last in pairwise(begins)]
    return groups or [part]


def _is_another(text: str, before: Span, clause: Span) -> bool:
    """Whether a clause faults another thing than the clause before it, which has to be a fault by itself."""
    if _GOES_ON.match(text, *clause) or not _is_whole(text, before):
        return False
    first = next(cues(text[slice(*clause)]), None)
    return first.start > 1 if first else _is_whole(text, clause)


def _is_whole(text: str, clause: Span) -> bool:
    """Whether a clause has a subject and faults it, in known words or, where it is no figure, in its own."""
    words = text[slice(*clause)]
    return any(True for _ in cues(words)) or (
        len(words) > _SHORTEST and is_fault(words) and predicates(words) and not _FIGURE.search(words)
    )


def _stands_alone(text: str, member: Span) -> bool:
    words = text[slice(*member)]
    first = next(cues(words), None)
    if first is None or len(words) < _SHORTEST - (first.rule.kind == "act"):
        return False
    return first.start > 0 or first.rule.kind == "act"


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip(" ，、")), end - (len(words) - len(words.rstrip(" ，、"))))
