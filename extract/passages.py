"""Passages whose function shows though no heading stands over them: an opening's paragraphs, «下一步，……»."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extract.frame import Line
from extract.marks import OPENER, Mark
from extract.roles import by_cues
from extract.rulebook import load
from language.quick import compiled

_PARAGRAPH = 20  # characters below which a line is no paragraph
_SENTENCE_START = r"(?:^|(?<=[。！？]))"


class Passage(NamedTuple):
    """text[start:end] with its role."""

    start: int
    end: int
    role: str


def opening_passages(text: str, start: int, end: int) -> list[Passage]:
    """What the first paragraphs of text[start:end] are, where their cues say so; neighbours of one role are one."""
    rules = load("sections")["roles"]
    found: list[Passage] = []
    for first, last in _paragraphs(text, start, end)[: rules["paragraphs"]]:
        role = by_cues(text[first:last], rules["opening"], {}, rules["opening_least"])
        if role and found and found[-1].role == role:
            found[-1] = found[-1]._replace(end=last)
        elif role:
            found.append(Passage(first, last, role))
    return found


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Lines of the stretch that are running text, an outline run into one of them left out."""
    lines = re.compile(r"[^\n]+").finditer(text, start, end)
    spans = ((_behind_outline(text, *line.span()), line.end()) for line in lines)
    return [span for span in spans if span[1] - span[0] >= _PARAGRAPH and _is_running(text[slice(*span)])]


def _is_running(text: str) -> bool:
    """Whether the line is of the paper itself: a sentence, and not what a site or a byline adds."""
    return bool(re.search("[。；：]", text)) and not re.search(load("sections")["roles"]["no_opening"], text)


def _behind_outline(text: str, start: int, end: int) -> int:
    """Start of the running text in a line that begins with the paper's headings («提纲：着力……问责今年以来，全区»)."""
    rules = load("sections")["outline"]
    head = re.compile(rules["head"]).search(text, start, min(end, start + 100))
    begins = [found.start() for found in re.compile(rules["body"]).finditer(text, head.end(), end)] if head else []
    return begins[0] if begins else start


def opened_passages(text: str, start: int, end: int) -> Iterator[Passage]:
    """Passages of text[start:end] that begin with an opener; they may run into one another."""
    for role, pattern, whole in _openers():
        for found in pattern.finditer(text, start, end):
            line_end = text.find("\n", found.start(), end)
            yield Passage(found.start(), end if whole or line_end < 0 else line_end, role)


@cache
def _openers() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """Role, pattern, whether the passage reaches to the end of its stretch."""
    return tuple(
        (row["role"], compiled(f"{_SENTENCE_START}(?:{row['pattern']})", re.MULTILINE), row["reach"] == "stretch")
        for row in load("sections")["opener"]
    )


def opener_marks(lines: Sequence[Line], named: Collection[str]) -> list[Mark]:
    """Paragraphs that begin with an opener of a role that no heading names; they end what is run into a paragraph."""
    found = []
    for line in lines:
        for role, pattern, _ in _openers():
            if role not in named and line.kind != "cell" and (opens := pattern.match(line.text)):
                found.append(Mark(line.start, line.start + opens.end(), OPENER, role=role))
                break
    return found


def merge(passages: Sequence[Passage]) -> list[Passage]:
    """The passages in order, one that begins inside another cutting it short; neighbours of one role are one."""
    merged: list[Passage] = []
    for one in sorted(passages, key=lambda passage: (passage.start, -passage.end)):
        if merged and one.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=one.start)
        if merged and merged[-1].role == one.role and merged[-1].end + 2 >= one.start:
            merged[-1] = merged[-1]._replace(end=one.end)
        else:
            merged.append(one)
    return [one for one in merged if one.start < one.end]


def free_stretches(taken: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """What of text[start:end] no span of those taken covers."""
    edges = [start, *(edge for span in sorted(taken) for edge in span), end]
    return [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2) if edges[at] < edges[at + 1]]
