"""The words around a count: its sentence, its paragraph, whom they speak of, and whether of one trade only."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from language.normalize import Reading
from ledger.subjects import Reporter
from ledger.words import words
from records import Count

_COMMAS = "，；："
_SENTENCE_ENDS = "。！？!?\t"
_LONGEST = 1000  # characters of a sentence that are looked back at; a longer one has lost its full stops


@dataclass(frozen=True, slots=True)
class Passage:
    """What surrounds one count.

    paragraph  where its paragraph begins in the text as read
    subject    whom the sentence speaks of there, named with the count or before it; None when nobody is
    clause     the words from the last comma up to the count's end
    total      a word of the sentence before it says that totals follow
    trade      it is about one trade, which is not the unit's own
    enterprise it is about one enterprise
    """

    paragraph: int
    subject: str | None
    clause: str
    total: bool
    trade: bool
    enterprise: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where a count stands in the text as read, and where its sentence and its paragraph begin."""

    start: int
    end: int
    sentence: int
    paragraph: int


def read_passages(counts: Sequence[Count], reading: Reading, me: Reporter) -> list[Passage]:
    """The passage of each count, in the order given. Their places are those of the source of the reading."""
    stretches = [_stretch(count, reading) for count in counts]
    subjects = _subjects(counts, stretches, reading.text)
    return [_passage(at, subject, reading.text, me) for at, subject in zip(stretches, subjects, strict=True)]


def _stretch(count: Count, reading: Reading) -> _Stretch:
    text, start = reading.text, _place(reading, count.start)
    paragraph = text.rfind("\n", 0, start) + 1
    sentence = max(text.rfind(mark, paragraph, start) + 1 for mark in _SENTENCE_ENDS)
    return _Stretch(start, _place(reading, count.end), max(sentence, paragraph, start - _LONGEST), paragraph)


def _place(reading: Reading, offset: int) -> int:
    """Position in the text as read of a place in its source; of one that was left out, where it would have been."""
    run = max(0, bisect_right(reading.from_, offset) - 1)
    most = reading.at[run + 1] if run + 1 < len(reading.at) else len(reading.text)
    return min(reading.at[run] + max(0, offset - reading.from_[run]), most)


def _passage(at: _Stretch, subject: str | None, text: str, me: Reporter) -> Passage:
    before = text[at.sentence : at.end]
    openers = (at.sentence, at.paragraph, text.rfind("\n", 0, max(0, at.paragraph - 1)) + 1)
    return Passage(
        paragraph=at.paragraph,
        subject=subject,
        clause=before[max(before.rfind(mark, 0, at.start - at.sentence) for mark in _COMMAS) + 1 :],
        total=words()["total"].search(before) is not None,
        trade=any(_opens_with_trade(text, opener, me) for opener in openers),
        enterprise=words()["enterprise"].search(before) is not None,
    )


def _subjects(counts: Sequence[Count], stretches: Sequence[_Stretch], text: str) -> list[str | None]:
    """Whom each count speaks of; what a sentence names holds until it names somebody else or ends."""
    subjects: list[str | None] = [None] * len(counts)
    current: str | None = None
    read_to = 0
    for at in sorted(range(len(counts)), key=lambda at: stretches[at].start):
        here = stretches[at]
        current = None if here.sentence >= read_to else current
        spoken = words()["spoken"].findall(text, max(here.sentence, read_to), here.start)
        current = _fuller(counts[at].subject, spoken[-1] if spoken else current)
        subjects[at] = current
        read_to = here.end
    return subjects


def _fuller(named: str | None, spoken: str | None) -> str | None:
    """The subject named with the count, unless the sentence has it in full: «全县住建系统» for 全县."""
    return spoken if spoken and (named is None or spoken.startswith(named)) else named


def _opens_with_trade(text: str, at: int, me: Reporter) -> bool:
    """Whether the sentence or heading at that place names one trade as its topic, and the unit is not of that trade."""
    heading = words()["heading"].match(text, at)
    opener = words()["opener"].match(text, heading.end() if heading else at)
    trade = words()["trade"].search(opener[0]) if opener else None
    return trade is not None and not (not me.area and any(trade[0] in name for name in me.names))
