"""Where an accident happened: the names around its time, each with what a model may know of it.

The rules' own place is one of them, that none is named is another where they see none. extract/learned.py adds up the
weights of the traits; the heaviest is taken.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from extract.learned import Model, choose_over, names_of
from extract.phrases import MARKS, NOTHING, Phrase, Shapes, end_of, phrase
from extract.sentences import Span, around, behind_last
from extract.sureness import confidence
from extract.words import Words
from language.dates import Time
from records import Accident

_BACK, _AHEAD, _INSIDE = 90, 120, 160  # characters before a telling, behind its beginning, and of it
_STARTS, _WORDS, _LONGEST = 14, 14, 34  # places where a name may begin; words and characters of one
_BESIDE = 3  # accidents told before and after one, in whose words its place does not stand
_STOPS = "。\n"
_ENDS_NAME = frozenset("，。；：！？\n")
_INSIDE_NAME = frozenset("（）“”、")  # marks that a name may hold
_NO_START = frozenset("uycpe")  # first letters of jieba's tags
_NO_END = frozenset("uypcd")
_PARTS_NAMES = frozenset("pvuf")  # tags of words behind which a name may begin
_LEAD = 1.0  # by how much a place has to outweigh the rules' own
_WAS_CALLED = re.compile("指挥中心|(?:[消交特民辅巡]警|消防|救援)?[中大支]队|派出所|救援站")  # who was told of it
_LABELLED = "labelled-fields"  # the rule of a form, whose field names the place

Watch = Callable[[int, Mapping[str, tuple[str, ...]]], None]


class _Page(NamedTuple):
    """Where a telling stands: its sentence, and the times of it."""

    sentence: Span
    times: Sequence[Time]


def relocated(
    words: Words, times: Sequence[Time], accidents: Sequence[Accident], judge: Model, watch: Watch | None = None
) -> list[Accident]:
    """The accidents of a text at the places that a model chooses; watch is told which and what there is to choose.

    A form's own stay where its field says.
    """
    venues = _Venues(words, times, accidents)
    found = []
    for at, accident in enumerate(accidents):
        if accident.rule == _LABELLED:
            found.append(accident)
            continue
        told = venues.options(at)
        if watch:
            watch(at, told)
        # where the rules see a place there is one; which one is asked
        ruled = accident.place or NOTHING
        open_to_choice = {
            name: traits
            for name, traits in told.items()
            if name == ruled or (not _WAS_CALLED.search(name) and (name or not ruled))
        }
        chosen = choose_over(judge, open_to_choice, ruled, _LEAD)
        found.append(accident if chosen == ruled else _moved(accident, chosen))
    return found


def _moved(accident: Accident, place: str) -> Accident:
    """The accident at another place, which stands for the rules' among its words of why."""
    why = tuple(word for word in accident.why if word != accident.place)
    moved = replace(accident, place=place or None, why=(*why, place) if place else why)
    return replace(moved, confidence=confidence(moved))


class _Venues:
    """The places at which the accidents of a text may have happened."""

    def __init__(self, words: Words, times: Sequence[Time], accidents: Sequence[Accident]) -> None:
        self.words, self.times, self.accidents = words, times, accidents
        self._starts = [time.start for time in times]
        self._shapes = Shapes(words, names_of)

    def options(self, at: int) -> Mapping[str, tuple[str, ...]]:
        """NOTHING, the rules' own, and the names around accident at, each with named traits."""
        accident = self.accidents[at]
        own, page = accident.place or NOTHING, self._page(accident)
        near = (*self.accidents[max(0, at - _BESIDE) : at], *self.accidents[at + 1 : at + 1 + _BESIDE])
        others = [one for one in near if one.end <= accident.start or accident.end <= one.start]
        found: dict[str, list[str]] = {NOTHING: list(_of_none(accident))}
        if own:
            found.setdefault(own, []).append("by-rule")
        for rank, first in enumerate(self._firsts(page)):
            for name in self._from(first, page):
                if any(other.start < name.end and name.start < other.end for other in others):
                    continue  # «一起是南溪县渔船沉没；另一起是东山区民房火灾»: where another one happened
                found.setdefault(name.text, []).extend(self._traits(name, rank, accident, page))
        for name_text, told in found.items():
            told += _beside(name_text, own, accident)
        return {name_text: tuple(dict.fromkeys(told)) for name_text, told in found.items()}

    def _page(self, accident: Accident) -> _Page:
        text, start = self.words.text, accident.start
        begin = behind_last(text, _STOPS, max(0, start - _BACK), start)
        end = max(around(text, Span(start, start), _STOPS, 0, _AHEAD).end, min(accident.end, start + _INSIDE))
        first, last = bisect_left(self._starts, begin), bisect_left(self._starts, end)
        return _Page(Span(begin, end), self.times[first:last])

    def _firsts(self, page: _Page) -> list[int]:
        """Words with which a name may begin: behind a mark, a time, a preposition, a verb."""
        words, ends = self.words, {time.end for time in page.times}
        low, high = (bisect_left(words.starts, at) for at in page.sentence)
        found: list[int] = []
        for at in range(low, high):
            if words.texts[at][0] in MARKS or words.tags[at][0] in _NO_START or _in_time(words.starts[at], page):
                continue
            parted = at == low or words.texts[at - 1][0] in MARKS or words.tags[at - 1][0] in _PARTS_NAMES
            if parted or words.starts[at] in ends:
                found.append(at)
            if len(found) == _STARTS:
                break
        return found

    def _from(self, first: int, page: _Page) -> Iterator[Phrase]:
        """The names that begin with a word."""
        words = self.words
        high = bisect_left(words.starts, page.sentence.end)
        for last in range(first, min(first + _WORDS, high)):
            mark = words.texts[last][0]
            if (mark in MARKS and mark not in _INSIDE_NAME) or _in_time(words.starts[last], page):
                return
            name = phrase(words, first, last)
            if words.tags[last][0] not in _NO_END and 1 < len(name.text) <= _LONGEST:
                yield name

    def _traits(self, name: Phrase, rank: int, accident: Accident, page: _Page) -> Iterator[str]:
        """What can be seen of a name where it stands."""
        words, text = self.words, name.text
        behind, tag = (words.texts[name.last + 1], words.tags[name.last + 1][:1]) if self._goes_on(name) else ("", "")
        before, parted = (words.texts[name.first - 1], words.tags[name.first - 1][:1]) if name.first else ("", "")
        kinds = "".join([one[0] for one in words.tags[name.first : name.last + 1]])
        on_time = any(time.end == name.start for time in page.times)
        between = words.text.count("，", max(page.sentence.start, min(accident.start, name.start)), name.start)
        yield from chain(*self._shapes.edges(name), *self._shapes.inside(name))
        yield from (
            f"length={min(len(text) // 2, 12)}", f"name-ends={text[-1]}", f"name-ends={text[-2:]}",
            f"name-starts={text[:2]}", f"next={behind[:2]}", f"next-tag={tag}", f"left={before}", f"left-tag={parted}",
            f"ends,next={text[-1]},{tag}", f"ends,next={text[-2:]},{behind[:1]}", f"on-time={on_time}",
            f"on-time={on_time},{before[:1]}", f"verbs={min(3, kinds.count('v'))}", f"rule={accident.rule},{on_time}",
            f"quoted={name.start >= accident.start}", f"rank={min(5, rank)}", f"commas={min(4, between)}",
            f"tags-end={kinds[-2:]}", f"first-tag={words.tags[name.first]}", f"between={parted},{tag}",
            f"of={'的' in text}", f"type={accident.type},{behind[:2]}",
        )  # fmt: skip

    def _goes_on(self, name: Phrase) -> bool:
        return name.last + 1 < len(self.words.texts)


def _of_none(accident: Accident) -> Iterator[str]:
    """What speaks for an accident of which no place is told."""
    yield "none"
    yield f"none,{accident.rule}"
    yield f"none,type={accident.type}"
    yield f"none,dated={accident.date is not None}"
    yield f"none,toll={accident.deaths is not None}"


def _beside(name: str, own: str, accident: Accident) -> Iterator[str]:
    """How a name stands to the rules' own."""
    if name == own:
        if own:
            yield from (
                "own",
                f"own,{accident.rule}",
                f"own,long={min(len(own) // 2, 10)}",
                f"own,type={accident.type}",
            )
            yield from (f"own,ends={own[-2:]}", f"own,ends={own[-1]}", f"own,starts={own[:2]}")
    elif not own or not name:
        yield "no-own" if name else "none,own"
    elif name in own:
        rest = own.replace(name, "")
        yield from ("inside-own", f"inside-own,{end_of(own, name)}", f"less={rest[:2]}", f"less={rest[-2:]}")
    elif own in name:
        rest = name.replace(own, "")
        yield from ("around-own", f"around-own,{end_of(name, own)}", f"more={rest[:2]}", f"more={rest[-2:]}")
        yield f"around-own,long={min(len(rest) // 2, 6)}"
    else:
        yield "other"


def _in_time(start: int, page: _Page) -> bool:
    return any(time.start <= start < time.end for time in page.times)
