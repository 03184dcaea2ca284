"""Headings that nothing marks but their shape: short lines alone, first sentences that name what a paragraph asks."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from extract.frame import Line
from extract.marks import Mark
from extract.roles import is_slogan, named_roles
from extract.rulebook import load
from extract.words import Words

BARE, TOPIC = "bare", "topic"


def bare_marks(lines: Sequence[Line], taken: set[int], title: str) -> list[Mark]:
    """Short lines that stand over a paragraph. One alone counts only when its words name a function.

    taken  starts of the lines that are headings already
    """
    times = Counter(_without_digits(line.text) for line in lines)
    found = [
        line
        for line, under in pairwise(lines)
        if line.start not in taken
        and line.kind != "cell"
        and times[_without_digits(line.text)] == 1  # a caption comes again with the next number
        and _is_bare(line.text, under, title)
    ]
    if len(found) < 2:
        found = [line for line in found if named_roles(line.text)]
    return [Mark(line.start, line.start + len(line.text.rstrip("：")), BARE) for line in found]


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "", text)


def _is_bare(text: str, under: Line, title: str) -> bool:
    rules = load("sections")
    if len(text) > rules["bare_most"] or (title and text.startswith(title)):
        return False
    if named_roles(text):
        return True
    return bool(re.search(rules["bare"]["under"], under.text)) and not re.search(rules["bare"]["leave"], text)


def topic_marks(lines: Sequence[Line], taken: set[int]) -> list[Mark]:
    """First sentences that head their paragraphs, where at least two such paragraphs follow one another."""
    least = load("sections")["body_least"]
    paragraphs = [line for line in lines if line.start in taken or len(line.text) >= least]
    ends = [0 if line.start in taken or line.kind == "cell" else _topic_end(line.text) for line in paragraphs]
    found = []
    for heads, run in groupby(zip(paragraphs, ends, strict=True), key=lambda pair: pair[1] > 0):
        pairs = list(run)
        if heads and len(pairs) > 1:
            found += [Mark(line.start, line.start + end, TOPIC) for line, end in pairs]
    return found


def _topic_end(text: str) -> int:
    """Where the first sentence ends when it calls to something and the paragraph goes on; else 0."""
    rules = load("sections")
    end = text.find("。", 0, rules["bare_most"])
    if end < 4 or len(text) - end < rules["body_least"]:
        return 0
    lead = text[:end]
    return end if _calls(lead, rules["topic"]) else 0


def _calls(lead: str, rules: dict[str, str]) -> bool:
    """Whether the sentence is of a heading's kind: «要……», or one that begins with its verb."""
    if re.search(rules["call"], lead):
        return True
    tags = "|".join(word.tag for word in Words(lead).between(0, len(lead)))
    begins = is_slogan(lead) or bool(re.match(rules["tags"], tags))
    return begins and not re.search(rules["leave"], lead)
