"""Where a danger is: the places that the text before it names, each with what a model may know of it.

The rules' own place is one of them, that none is named is another. extract/learned.py adds up the weights of the
traits; the heaviest is taken.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from extract.compounds import is_body
from extract.learned import Model
from extract.phrases import STOPS, Phrase, bare, joint, phrase, shape, word_at
from extract.words import Words
from records import Hazard

Watch = Callable[[Hazard, Mapping[str, tuple[str, ...]]], None]

NOWHERE = ""
_WORDS_BEFORE, _WORDS_INSIDE, _WORDS_LONG = 45, 6, 7  # words searched before a danger and in it; words of a name
_FAR = 2000  # characters before a danger in which the place of one before it may be named
_LONGEST = 24  # characters of a name
_NEW_LINE = 12  # characters from its line's start within which a danger takes its place from the line before
_EARLIER, _TOLD = 6, 40  # places told before that may hold on; dangers before among whose places they are
_NO_END = frozenset("pcudx")
_PARTED = frozenset("vpdcumxr")  # first letters of tags behind which a name may begin
_CLAUSE_MARK = re.compile("[，：]")
_SENTENCE_MARK = re.compile("[。；\n]")
_DIGIT = re.compile(r"\d")


class Told(NamedTuple):
    """A name of a place: how it came up, and where it stands; None where the text before does not hold it."""

    side: str
    place: Phrase | None


def options(words: Words, hazard: Hazard, earlier: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The places that a danger may be at, each with its traits. earlier: those of the dangers before it, in order."""
    last = earlier[-1] if earlier else NOWHERE
    names = {NOWHERE: tuple(f"none,{trait}" for trait in ("", *_frame(words.text, hazard, last)))}
    for name, told in _names(words, hazard, earlier).items():
        names[name] = tuple(_traits(words, hazard, name, told, last))
    return names


def placed(words: Words, hazards: Sequence[Hazard], placer: Model, watch: Watch | None = None) -> list[Hazard]:
    """The dangers of a text with the places that a model chooses; watch is told each and what there was to choose."""
    earlier: list[str] = []
    out = []
    for hazard in hazards:
        places = options(words, hazard, earlier)
        if watch:
            watch(hazard, places)
        chosen = placer.best(places)
        earlier.append(chosen)
        out.append(hazard if chosen == (hazard.place or NOWHERE) else _moved(hazard, chosen))
    return out


def _moved(hazard: Hazard, place: str) -> Hazard:
    """The danger at another place, which is told among its words of why where its quote does not hold it."""
    why = tuple(word for word in hazard.why if word != hazard.place)
    if place and place not in hazard.quote:
        why = (place, *why)
    return replace(hazard, place=place or None, why=why)


def _names(words: Words, hazard: Hazard, earlier: Sequence[str]) -> dict[str, Told]:
    names: dict[str, Told] = {}
    for first, last in _stretches(words, hazard):
        place = phrase(words, first, last)
        if 1 < len(place.text) <= _LONGEST:
            names.setdefault(place.text, Told("span", place))
    before = dict.fromkeys(name for name in reversed(earlier[-_TOLD:]) if name)
    for back, name in enumerate(list(before)[:_EARLIER]):
        names.setdefault(name, Told(f"earlier{min(back, 2)}", _found(words, name, hazard)))
    if hazard.place:
        names.setdefault(hazard.place, Told("rule", _found(words, hazard.place, hazard)))
    return names


def _stretches(words: Words, hazard: Hazard) -> Iterator[tuple[int, int]]:
    """First and last word of what may be a name, before a danger and at its beginning; the nearest first."""
    start = word_at(words, hazard.start)
    lowest = max(word_at(words, _opening(words.text, hazard.start)), start - _WORDS_BEFORE)
    highest = min(word_at(words, hazard.end), start + _WORDS_INSIDE, len(words.texts) - 1)
    for last in range(highest, lowest - 1, -1):
        if words.texts[last][0] in STOPS or words.tags[last][0] in _NO_END or _goes_on(words, last + 1):
            continue
        for first in range(last, max(lowest, last - _WORDS_LONG) - 1, -1):
            if words.texts[first][0] in STOPS:
                break
            if first == lowest or _begins(words, first):
                yield first, last


def _goes_on(words: Words, at: int) -> bool:
    """Whether a name that ends before a word goes on with it: 东门·市场."""
    return at < len(words.texts) and words.tags[at][0] in "nq" and words.texts[at][0] not in STOPS


def _opening(text: str, start: int) -> int:
    """Start of the line in which a danger's place is sought: its own, or the one before where it opens its own."""
    line = text.rfind("\n", 0, start) + 1
    return text.rfind("\n", 0, max(line - 1, 0)) + 1 if start - line < _NEW_LINE else line


def _begins(words: Words, at: int) -> bool:
    """Whether a name may begin here: behind a mark, a verb, a preposition, a number."""
    opens = words.tags[at][0] not in "ucx" or words.texts[at] in ("“", "《")
    behind = joint(words, at - 1)
    return opens and (behind in _PARTED or not behind.isalpha() or behind == "end")


def _found(words: Words, name: str, hazard: Hazard) -> Phrase | None:
    """Where a name stands last before a danger's end, if that is not far."""
    at = words.text.rfind(name, max(0, hazard.start - _FAR), hazard.end)
    if at < 0:
        return None
    first, last = word_at(words, at + 1) - 1, word_at(words, at + len(name)) - 1
    return Phrase(bare(name), at, at + len(name), first, last)


def _frame(text: str, hazard: Hazard, last: str) -> Iterator[str]:
    """What is the same for all places of a danger."""
    line = text.rfind("\n", 0, hazard.start) + 1
    sentence = max(text.rfind(mark, 0, hazard.start) for mark in "。；\n") + 1
    yield f"rule={hazard.rule}"
    yield f"own={hazard.place is not None}"
    yield f"status={hazard.status}"
    yield f"in-line={min(3, (hazard.start - line) // 15)}"
    yield f"in-sentence={min(4, (hazard.start - sentence) // 6)}"
    yield f"opens={text[sentence : sentence + 2]}"
    yield f"danger={hazard.description[:2]}"
    yield f"before={text[max(0, hazard.start - 2) : hazard.start]}"
    yield f"told={bool(last)}"


def _traits(words: Words, hazard: Hazard, name: str, told: Told, last: str) -> Iterator[str]:
    """What a model may know of a place."""
    yield "some"
    yield f"side={told.side}"
    if name == hazard.place:
        yield "own"
        yield f"own,{hazard.rule}"
    elif hazard.place and (name in hazard.place or hazard.place in name):
        yield "inside-own" if name in hazard.place else "around-own"
    if name == last:
        yield "as-before"
    if is_body(name):
        yield "body"
    yield from (f"ends={name[-1]}", f"ends={name[-2:]}", f"starts={name[:1]}", f"starts={name[:2]}")
    yield f"length={min(len(name), 14)}"
    if _DIGIT.search(name):
        yield "digits"
    if "“" in name:
        yield "quoted"
    if told.place:
        yield from shape(words, told.place)
        yield from _stand(words, hazard, told.place)


def _stand(words: Words, hazard: Hazard, place: Phrase) -> Iterator[str]:
    """Where a name stands to the danger and in its sentence."""
    if place.start >= hazard.start:
        yield "inside"
    gap = words.text[place.end : hazard.start] if place.end < hazard.start else ""
    sentences, clauses = min(3, len(_SENTENCE_MARK.findall(gap))), min(4, len(_CLAUSE_MARK.findall(gap)))
    before, behind = joint(words, place.first - 1), joint(words, place.last + 1)
    yield f"gap={min(8, len(gap) // 6)}"
    yield f"gap-clauses={clauses}"
    yield f"gap-sentences={sentences}"
    yield f"marks={min(3, clauses + sentences)},{before}{behind}"
    yield f"gap={gap if len(gap) < 5 else 'far'}"
    yield f"ends={words.text[place.end - 1 : place.end]},{before}"
    if before in ("。", "；", "\n", "）", "end"):
        yield "heads-sentence"
        yield f"heads-sentence,{sentences}"
    if behind == "：":
        yield "colon"
        yield f"colon,{sentences}"
