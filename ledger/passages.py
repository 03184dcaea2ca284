"""The words around a count: its sentence, its paragraph, whom they speak of, and whether of one trade only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.subjects import Self, words
from records import Count

_SENTENCE_END = re.compile(r"[。！？!?\n\t]")


@dataclass(frozen=True, slots=True)
class Passage:
    """What surrounds one count.

    paragraph  where its paragraph begins in the text
    subject    whom the sentence speaks of there, named with the count or before it; None when nobody is
    total      a word of the sentence before it says that totals follow
    limited    it is about one trade, which is not all that the unit has to do with, or about one enterprise
    """

    paragraph: int
    subject: str | None
    total: bool
    limited: bool


def read_passages(counts: Sequence[Count], text: str, me: Self) -> list[Passage]:
    """The passage of each count, in the order given. Without a text only subjects named with the counts are known."""
    subjects = _subjects(counts, text)
    return [_passage(count, subject, text, me) for count, subject in zip(counts, subjects, strict=True)]


def _passage(count: Count, subject: str | None, text: str, me: Self) -> Passage:
    paragraph = text.rfind("\n", 0, count.start) + 1
    sentence = _sentence_start(text, count.start)
    before = text[sentence : count.end]
    limited = words()["enterprise"].search(before) is not None
    limited = limited or any(
        _opens_with_trade(text, at, me) for at in (sentence, paragraph, _line_before(text, paragraph))
    )
    return Passage(paragraph, subject, words()["total"].search(before) is not None, limited)


def _subjects(counts: Sequence[Count], text: str) -> list[str | None]:
    """Whom each count speaks of; what a sentence names holds until it names somebody else or ends."""
    subjects: list[str | None] = [None] * len(counts)
    current: str | None = None
    read_to = 0
    for at in sorted(range(len(counts)), key=lambda at: counts[at].start):
        sentence = _sentence_start(text, counts[at].start)
        if sentence >= read_to:
            current = None
        spoken = words()["spoken"].findall(text, max(sentence, read_to), counts[at].start)
        current = counts[at].subject or (spoken[-1] if spoken else current)
        subjects[at] = current
        read_to = counts[at].end
    return subjects


def _sentence_start(text: str, at: int) -> int:
    """Offset of the first character after the last sentence end before at."""
    ends = list(_SENTENCE_END.finditer(text, max(0, at - 2000), at))
    return ends[-1].end() if ends else max(0, at - 2000)


def _line_before(text: str, paragraph: int) -> int:
    return text.rfind("\n", 0, max(0, paragraph - 1)) + 1


def _opens_with_trade(text: str, at: int, me: Self) -> bool:
    """Whether the sentence or heading at that place names one trade as its topic, and the unit is not of that trade."""
    heading = words()["heading"].match(text, at)
    opener = words()["opener"].match(text, heading.end() if heading else at)
    trade = words()["trade"].search(opener[0]) if opener else None
    return trade is not None and not (not me.area and any(trade[0] in name for name in me.names))
