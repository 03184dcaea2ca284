"""A document cut into sections by function: headings of any make, nested; and passages that open without a heading."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile, zip_longest

from extract.classify import kind_of, weigh
from extract.frame import Frame, read_frame
from extract.marks import OPENER, TAIL, Mark, attachments, numbered_marks, styles, tails
from extract.passages import Passage, free_stretches, merge, opened_passages, opener_marks, opening_passages
from extract.plain_headings import TOPIC, bare_marks, topic_marks
from extract.roles import choose, ends_in_role, held_roles, is_slogan, kind_roles, named_roles, section_role
from language.normalize import Reading
from records import Document, Section

_OUTER, _INNER = 10, 45  # ranks of unnumbered headings that come before the first numbered one, and of those inside


@dataclass(slots=True)
class _Part:
    """A section while it is being made; offsets of the normalised text, title text[start:head]."""

    start: int
    head: int
    end: int
    level: int
    rank: float
    parent: "_Part | None" = None
    role: str | None = None


def find_sections(
    document: Document, reading: Reading, kind: str | None = None, frame: Frame | None = None
) -> tuple[Section, ...]:
    """Sections of the document in order, each before those inside it; spans are of the document's own text.

    kind   the document's kind, which decides between functions of one wording; found out when None
    frame  its title and signature; likewise
    A span runs from the heading to the last character before the next heading of its level or above.
    """
    frame = frame or read_frame(document, reading)
    kind = kind or kind_of(weigh(document, reading, frame))
    marks = find_marks(reading.text, frame)
    headed = nest(marks, reading.text)
    give_roles(headed, reading.text, kind)
    parts = [*headed, *unheaded(headed, marks, reading.text, frame), *_signature(frame)]
    parts.sort(key=lambda part: (part.start, part.level))
    return tuple(section for part in parts if (section := _section(part, document, reading)))


def find_marks(text: str, frame: Frame) -> list[Mark]:
    """All headings in order, and the places where the body ends."""
    outside = {at for part in (frame.title, frame.signature) if part for at in range(*part)}
    outside |= attachments(frame.lines)
    lines = [line for at, line in enumerate(frame.lines) if at not in outside]
    marks = numbered_marks(text, lines)
    marks += bare_marks(lines, {mark.start for mark in marks}, frame.name)
    marks += topic_marks(lines, {mark.start for mark in marks})
    named = {role for mark in marks for role in named_roles(text[mark.start : mark.end])}
    taken = {mark.start for mark in marks}
    marks += opener_marks([line for line in lines if line.start not in taken], named)
    return sorted((*marks, *tails(frame, marks)), key=lambda mark: mark.start)


def nest(marks: Sequence[Mark], text: str) -> list[_Part]:
    """The headed sections in order, each with its parent; one ends where the next begins that is not inside."""
    ranks = rank_styles(marks)
    parts: list[_Part] = []
    open_parts: list[_Part] = []
    for mark in marks:
        rank = _opener_rank(open_parts, text, mark.start) if mark.style == OPENER else ranks[mark.style]
        if rank is None:
            continue
        while open_parts and open_parts[-1].rank >= rank:
            open_parts.pop().end = mark.start
        if mark.style != TAIL:
            parts.append(_part(mark, rank, open_parts[-1] if open_parts else None, text))
        if mark.style not in (TAIL, TOPIC):
            open_parts.append(parts[-1])
    return parts


def _part(mark: Mark, rank: float, parent: _Part | None, text: str) -> _Part:
    """A new section; a topic sentence heads the paragraph that it begins, and no more."""
    level = max(_own_level(mark.style), parent.level + 1 if parent else 1)
    end = _line_end(text, mark.start) if mark.style == TOPIC else len(text)
    return _Part(mark.start, mark.start if mark.role else mark.end, end, level, rank, parent, mark.role)


def _opener_rank(open_parts: Sequence[_Part], text: str, start: int) -> float | None:
    """Rank that ends the sections whose headings run into their paragraphs; None when the innermost is none."""
    run_in = list(takewhile(lambda part: _line_end(text, part.head) > part.head + 1, reversed(open_parts)))
    return run_in[-1].rank - 0.5 if run_in and run_in[0].start < start else None


def rank_styles(marks: Sequence[Mark]) -> Mapping[str, float]:
    """How far in each style of heading of this document stands; the smaller, the further out."""
    numbered = {style.name: float(style.rank) for style in styles()}
    ranks = {**numbered, TOPIC: 70.0, TAIL: -1.0}
    by_level = {mark.level: ranks[mark.style] for mark in reversed(marks) if mark.level and mark.style in numbered}
    first = next((mark.start for mark in marks if mark.style in numbered), None)
    for mark in marks:
        if mark.style not in ranks:
            base = _INNER if first is not None and mark.start > first else _OUTER
            level = mark.level or 1
            ranks[mark.style] = by_level.get(level, base + level / 10)
    return ranks


@cache
def _own_levels() -> Mapping[str, int]:
    return {style.name: style.level for style in styles()}


def _own_level(style: str) -> int:
    return _own_levels().get(style, 1)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def give_roles(parts: Sequence[_Part], text: str, kind: str) -> None:
    """Sets each headed section's role, parents before children."""
    tops = [part for part in parts if part.parent is None]
    tasks = False
    for part in parts:
        early = not tasks and any(part is top or part.parent is top for top in tops[:2])
        part.role = part.role or _role(part, text, kind, early, last=part is tops[-1])
        tasks = tasks or part.role == "TASK"


def _role(part: _Part, text: str, kind: str, early: bool, last: bool) -> str | None:
    """By the heading's words; else what encloses it; else by the body, which a heading's slogan leaves to speak."""
    heading = text[part.start : part.head]
    named = named_roles(heading)
    if named and (not is_slogan(heading) or set(named) & set(kind_roles(kind))):
        return choose(named, kind, early)
    if not is_slogan(heading) and ends_in_role(heading):
        return choose(held_roles(heading), kind, early)
    if part.parent and part.parent.role:
        return part.parent.role
    return section_role(heading, text[part.head : part.end], kind, last)


def unheaded(parts: Sequence[_Part], marks: Sequence[Mark], text: str, frame: Frame) -> Iterator[_Part]:
    """Passages without a heading, inside the headed sections and outside them.

    Inside a section only such a function makes a passage as no heading of the document names.
    """
    start = frame.lines[frame.title.stop - 1].end if frame.title else 0
    tops = [(part.start, part.end) for part in parts if part.parent is None]
    for first, last in free_stretches([*tops, *_closed(marks, len(text))], start, len(text)):
        opening = opening_passages(text, first, last) if first == start else []
        yield from _passages(merge([*opening, *opened_passages(text, first, last)]), None)
    named = {part.role for part in parts}
    inside: dict[int, list[tuple[int, int]]] = {id(part): [] for part in parts}
    for part in parts:
        if part.parent:
            inside[id(part.parent)].append((part.start, part.end))
    for part in parts:
        for first, last in free_stretches(inside[id(part)], part.head, part.end):
            found = [one for one in opened_passages(text, first, last) if one.role not in named]
            yield from _passages(merge(found), part)


def _closed(marks: Sequence[Mark], end: int) -> Iterator[tuple[int, int]]:
    """Stretches from where the body ends to the next heading, or to the end."""
    for mark, after in zip_longest(marks, marks[1:]):
        if mark.style == TAIL:
            yield mark.start, after.start if after else end


def _passages(passages: Iterable[Passage], parent: _Part | None) -> Iterator[_Part]:
    level = parent.level + 1 if parent else 1
    for one in passages:
        yield _Part(one.start, one.start, one.end, level, 0, parent, one.role)


def _signature(frame: Frame) -> Iterator[_Part]:
    if frame.signature:
        lines = frame.lines[frame.signature.first : frame.signature.stop]
        yield _Part(lines[0].start, lines[0].end, lines[-1].end, 1, 0, None, "SIGN")


def _section(part: _Part, document: Document, reading: Reading) -> Section | None:
    """The section in the document's own text; None when nothing of it is left there."""
    text = reading.text[part.start : part.end]
    end = part.start + len(text.rstrip("\n "))
    if end <= part.start:
        return None
    start, stop = reading.source(part.start, end)
    # another heading may begin in the line of this one: «（二）检查（一）自查。»
    head = min(part.head, end) if part.head > part.start else part.start + _sentence(text)
    return Section(_printed(document, reading.source(part.start, head)), part.role, part.level, start, stop)


def _sentence(text: str) -> int:
    found = re.search(r"[。！？\n]", text)
    return found.start() if found and found.start() else len(text)


def _printed(document: Document, span: tuple[int, int]) -> str:
    """The words as printed, in one line."""
    words = re.sub(r"\s*[\r\n]+\s*", "", document.text[slice(*span)])
    return re.sub(r"\s+", " ", words).strip()
