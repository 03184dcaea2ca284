"""Which noun a figure counts, where the rules are not sure: the names around it, each with what a model may know of it.

The rules' own noun is one of them. extract/learned.py adds up the weights of the traits; the heaviest name is taken.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from extract.drafts import Draft
from extract.phrases import STOPS, Phrase, bare, may_end, may_start, phrase, shape, word_at
from extract.words import Words
from language.numerals import Quantity
from records import Count

DOUBTFUL = 0.85  # confidence below which the rules' noun is put to the model
CLEARLY = 0.5  # by how much a name must outweigh the rules' own to be taken instead
_WORDS_BEHIND, _WORDS_BEFORE = 9, 30  # words around a figure among which names are sought
_ENDS_BEFORE, _CLAUSES_BEFORE = 7, 3
_NEAR_LONG, _FAR_LONG = 6, 4  # words of a name in the figure's own clause, and before that
_LONGEST = 20  # characters of a name
_EARLIER = 4  # figures before, whose nouns may hold for this one
_GAP = 4  # words between a name and its figure that are traits
_MARKS_HERE = frozenset("，。；、）：（\n")
_CLAUSE_MARK = re.compile("[，：；]")
_DIGIT = re.compile(r"\d")


class Names(dict[str, tuple[str, Phrase | None]]):
    """Names that a figure may count: on which side of it each stands, and where; the first to tell a name holds."""

    def offer(self, side: str, name: str, place: Phrase | None = None) -> None:
        """Takes a name that is neither one character nor a sentence."""
        if 1 < len(name) <= _LONGEST and name not in self:
            self[name] = side, place


def options(words: Words, drafts: Sequence[Draft], at: int, count: Count) -> Mapping[str, tuple[str, ...]]:
    """The names that drafts[at] may count, each with its traits. count: the figure as the rules read it."""
    names = _names(words, drafts, at, count.item)
    frame = tuple(_frame(words.text, drafts[at], count))
    return {name: tuple(_traits(words, drafts, at, count, frame, name, *told)) for name, told in names.items()}


def says_the_same(name: str, own: str) -> bool:
    """Whether two names differ only by words at an end, so that the rules' own, cut with more care, may stand."""
    short, long = sorted((name, own), key=len)
    return short in long and 2 * len(short) >= len(long)


def around(text: str, quantity: Quantity, count: Count, name: str) -> tuple[int, int]:
    """Where the quote of a count begins and ends, with a name that stands beside the figure in its clause."""
    if text.startswith(name, quantity.end):
        return count.start, max(count.end, quantity.end + len(name))
    at = text.rfind(name, max(0, quantity.start - _LONGEST), quantity.start)
    if at < 0 or _CLAUSE_MARK.search(text, at, quantity.start) or "。" in text[at : quantity.start]:
        return count.start, count.end
    return min(at, count.start), count.end


def _names(words: Words, drafts: Sequence[Draft], at: int, own: str) -> Names:
    quantity = drafts[at].quantity
    names = Names()
    names[own] = "rule", None
    for last in _ends_behind(words, quantity.end):
        start, end = quantity.end, words.starts[last] + len(words.texts[last])
        place = Phrase(bare(words.text[start:end]), start, end, min(word_at(words, start), last), last)
        names.offer("behind", place.text, place)
    for clause, last in _ends_before(words, quantity.start):
        longest = _FAR_LONG if clause else _NEAR_LONG
        for first in range(last, max(last - longest, -1), -1):
            if words.texts[first][0] in STOPS:
                break
            if may_start(words, first):
                place = phrase(words, first, last)
                names.offer(f"before{clause}", place.text, place)
    for back, draft in enumerate(reversed(drafts[max(0, at - _EARLIER) : at])):
        names.offer(f"earlier{back}", draft.item or "")
    return names


def _ends_behind(words: Words, start: int) -> Iterator[int]:
    """Words behind a figure that a name may end with, up to the next mark."""
    first = word_at(words, start)
    for at in range(first, min(first + _WORDS_BEHIND, len(words.texts))):
        if words.texts[at][0] in STOPS or words.texts[at][0] in "（）":
            return
        if may_end(words, at):
            yield at


def _ends_before(words: Words, end: int) -> Iterator[tuple[int, int]]:
    """Words before a figure that a name may end with, the nearest first: how many clauses back, and the word."""
    found = clause = 0
    last = bisect_right(words.starts, end - 1) - 1 if end else -1
    if last >= 0 and words.starts[last] + len(words.texts[last]) > end:
        last -= 1
    for at in range(last, max(last - _WORDS_BEFORE, -1), -1):
        if words.texts[at][0] in "。！？\n":
            return
        if words.texts[at][0] in "，；：":
            clause += 1
        elif may_end(words, at):
            found += 1
            yield clause, at
        if clause == _CLAUSES_BEFORE or found == _ENDS_BEFORE:
            return


def _frame(text: str, draft: Draft, count: Count) -> Iterator[str]:
    """What is the same for all names of a figure: its unit, its rule, the marks around it."""
    start, end = draft.quantity.start, draft.quantity.end
    yield f"unit={count.unit}"
    yield f"rule={count.rule}"
    yield f"marks={_mark(text[start - 1 : start])}{_mark(text[end : end + 1])}"
    yield f"left={_mark(text[start - 1 : start])}"
    yield f"right={_mark(text[end : end + 1])}"


def _mark(letter: str) -> str:
    return letter if letter in _MARKS_HERE else "w"


def _traits(
    words: Words, drafts: Sequence[Draft], at: int, count: Count, frame: tuple[str, ...], name: str, side: str,
    place: Phrase | None,
) -> Iterator[str]:  # fmt: skip
    """What a model may know of a name."""
    unit = count.unit
    yield f"side={side}"
    yield from (f"side={side},{trait}" for trait in frame)
    yield f"length={min(len(name), 10)}"
    yield f"ends={name[-1]}"
    yield f"ends={name[-2:]}"
    yield f"starts={name[:2]}"
    yield f"ends={name[-2:]},{unit}"
    yield f"ends={name[-1]},{unit}"
    yield from _beside_rule(count, name)
    if count.action:
        yield from ("is-act",) if name == count.action else ("holds-act",) if count.action in name else ()
    for back in range(1, min(_EARLIER, at + 1)):
        if drafts[at - back].item == name:
            yield f"told{back}"
            yield f"told{back},{drafts[at - back].quantity.unit == unit}"
    if place:
        yield from shape(words, place)
        if place.end <= drafts[at].quantity.start:
            yield from _gap(words, place, drafts[at].quantity.start)


def _beside_rule(count: Count, name: str) -> Iterator[str]:
    """How a name stands to the one that the rules give."""
    own = count.item
    if name == own:
        yield "own"
        yield f"own,{count.rule}"
        yield f"own,{count.unit}"
        return
    yield f"other,{count.rule}"
    if name in own:
        yield "inside-own"
        yield "ends-own" if own.endswith(name) else "starts-own" if own.startswith(name) else "amid-own"
    elif own in name:
        yield "around-own"
        yield "longer-left" if name.endswith(own) else "longer-right" if name.startswith(own) else "longer"


def _gap(words: Words, place: Phrase, start: int) -> Iterator[str]:
    """What stands between a name and the figure behind it."""
    first, last = place.last + 1, word_at(words, start)
    texts, tags = words.texts[first:last], words.tags[first:last]
    gap = words.text[place.end : start]
    yield f"gap={min(len(texts), 8)}"
    yield "gap=" + "".join(tag[0] for tag in tags[:_GAP])
    yield from (f"gap={text}" for text in texts[:_GAP])
    kinds = {tag[0] for tag in tags}
    yield from (f"gap-holds={kind}" for kind in "vnmp" if kind in kinds)
    yield f"gap-clauses={min(len(_CLAUSE_MARK.findall(gap)), _CLAUSES_BEFORE)}"
    if "、" in gap:
        yield "gap-lists"
    if _DIGIT.search(gap):
        yield "gap-counts"
