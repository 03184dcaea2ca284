"""Whose a figure is: the names in its sentence, each with what a model may know of it.

The rules' own name is one of them, that none is named is another. extract/learned.py adds up the weights of the
traits; the heaviest is taken.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Generic, NamedTuple

from extract.choices import Beside, marks_between, marks_of
from extract.drafts import Figures
from extract.learned import Lost, Teller, Told, is_never_lost, said
from extract.phrases import MARKS, NOTHING, Phrase, joint, last_before, phrase
from extract.sentences import Span
from extract.words import Words
from records import Count

_LONGEST, _WORDS_LONG = 22, 7  # characters and words of a name
_FIRST, _NEAREST = 2, 14  # places where a name may begin: the first of a sentence, and the nearest before a figure
_EARLIER = 4  # figures before, whose owner may hold for this one
_PARTED = frozenset("pmuc")  # first letters of tags behind which a name may begin
_NO_START = frozenset("muxc")
_ENDS = frozenset("njivlsqzfgkr")
_BEFORE_NAMES = frozenset("对由将从按")  # words that no name holds
_MADE = frozenset({"成立", "组建", "派出", "抽调", "选派", "组成"})  # verbs whose object is no owner
_PART_WORDS = frozenset({"其中", "对", "由", "向"})
_INSIDE = frozenset("、（）")  # marks that a name may hold


class _Name(NamedTuple, Generic[Told]):
    """A stretch of a sentence that may be a name, whether it opens the sentence, and what its own words tell."""

    place: Phrase
    opens: bool
    told: Told


def _label_in(text: str, count: Count, start: int) -> Span:
    """Where the first letters of a joined noun stand right before its figure: 工贸·8起, of 工贸事故."""
    for length in range(min(len(count.item) - 1, start), 1, -1):
        if text.startswith(count.item[:length], start - length):
            return Span(start - length, start)
    return Span(-1, -1)


class _Behind(NamedTuple):
    """What stands between a name and a figure: its last marks, how many clauses end, how many figures, the verb."""

    marks: str
    clauses: str
    semicolon: str | None
    figures: int
    over_action: str | None


class Whose(Generic[Told]):
    """The names that the figures of a text may belong to, each with what a model may know of it."""

    def __init__(self, figures: Figures, teller: Teller[Told]) -> None:
        self.words, self.drafts, self.counts, self.time_ends, _ = figures
        self._beside = Beside(self.words, teller)
        self._shape = teller(
            "end=", "end=", "start=", "first=", "last=", "tags=", "length=", "holds-place", "holds-verb", "before=",
            "next=", "next-tag=", "before=", "before=", "first-before=",
        )  # fmt: skip
        self._stand = teller(
            "clauses=", "marks=", "semicolon", "figures=", "in-item", "touches=", "touches=", "touches=",
            "before-item=", "before-item=", "straight=", "over-action", "opening=",
        )  # fmt: skip
        self._told = [teller(*[f"told{back},"] * 8, "told,") for back in range(1, _EARLIER + 1)]
        self._idle = [teller(*[f"idle{back},"] * 8, "idle,") for back in range(1, _EARLIER + 1)]
        self._held = teller(*["held="] * 3)
        self._starts: dict[Span, list[int]] = {}
        self._names: dict[int, list[_Name[Told]]] = {}

    def for_(self, at: int, is_lost: Lost[Told] = is_never_lost) -> Iterator[tuple[str, tuple[Told, ...]]]:
        """NOTHING and the names that figure at may belong to."""
        count = self.counts[at]
        own = count.subject or NOTHING
        told: dict[str, list[Told]] = {NOTHING: [self._beside.nothing(count, self.drafts[at].quantity.start)]}
        sides: dict[str, Told] = {}
        if own:
            told[own] = [self._of_side("rule", count, sides)]
        draft, text = self.drafts[at], self.words.text
        where = text.rfind(count.item, draft.sentence.start, draft.quantity.start)
        item = Span(where, where + len(count.item)) if where >= 0 else _label_in(text, count, draft.quantity.start)
        opening = text[draft.sentence.start : draft.sentence.start + 2]
        ends: dict[int, _Behind] = {}
        for name in self._in_sentence(at):
            end = name.place.end
            behind = ends.get(end) or ends.setdefault(end, self._behind(at, end))
            traits = told.setdefault(name.place.text, [])
            traits.append(self._of_side("opens" if name.opens else "within", count, sides))
            traits.extend((name.told, self._standing(at, item, opening, name.place, behind)))
        self._go_on(told, at, count, sides)
        for name_text, traits in told.items():
            yield name_text, (*traits, self._beside.option(count, own, name_text, name_text[-2:]))

    def _of_side(self, side: str, count: Count, known: dict[str, Told]) -> Told:
        if side not in known:
            known[side] = self._beside.side(side, count)
        return known[side]

    def _in_sentence(self, at: int) -> Iterator[_Name[Told]]:
        """What may be a name in the sentence before a figure."""
        draft = self.drafts[at]
        last = last_before(self.words, draft.quantity.start)
        starts = self._starts_in(draft.sentence)
        until = bisect_right(starts, last)
        for first in dict.fromkeys((*starts[max(0, until - _NEAREST) : until], *starts[: min(_FIRST, until)])):
            for name in self._names_from(first, draft.sentence):
                if name.place.last > last:
                    break
                yield name

    def _starts_in(self, sentence: Span) -> list[int]:
        """Words of a sentence that a name may begin with."""
        if sentence not in self._starts:
            words, first = self.words, bisect_left(self.words.starts, sentence.start)
            ending = bisect_left(words.starts, sentence.end)
            self._starts[sentence] = [
                word for word in range(first, ending) if self._is_parted(word, first) and _may_start(words, word)
            ]
        return self._starts[sentence]

    def _is_parted(self, word: int, first: int) -> bool:
        if word == first or self.words.starts[word] in self.time_ends:
            return True
        text = self.words.texts[word - 1]
        return text[0] in MARKS or self.words.tags[word - 1][0] in _PARTED or text in _PART_WORDS

    def _names_from(self, first: int, sentence: Span) -> list[_Name[Told]]:
        """What may be a name that begins with a word, the shortest first."""
        if first not in self._names:
            self._names[first] = list(self._found_from(first, sentence))
        return self._names[first]

    def _found_from(self, first: int, sentence: Span) -> Iterator[_Name[Told]]:
        words = self.words
        opens = first == 0 or words.starts[first - 1] < sentence.start
        before = "^" if opens else self._before(first)
        for last in range(first, min(first + _WORDS_LONG, len(words.texts))):
            mark = words.texts[last][0]
            barred = (mark in MARKS and mark not in _INSIDE) or words.texts[last] in _BEFORE_NAMES
            if barred or words.starts[last] >= sentence.end:
                return
            if mark == "）" or (mark not in MARKS and words.tags[last][0] in _ENDS):
                place = phrase(words, first, last)
                if place.text and not place.text[0].isdigit() and len(place.text) <= _LONGEST:
                    yield _Name(place, opens, self._of_shape(place, before))

    def _before(self, first: int) -> str:
        """What a name stands behind: a mark, a time, a kind of word."""
        text, tag = self.words.texts[first - 1], self.words.tags[first - 1]
        if text[0] in MARKS:
            return text[0]
        return "time" if self.words.starts[first] in self.time_ends else tag[0] + text[0]

    def _of_shape(self, place: Phrase, before: str) -> Told:
        words, first, last = self.words, place.first, place.last
        tags = words.tags[first : last + 1]
        following = words.texts[last + 1] if last + 1 < len(words.texts) else ""
        return self._shape((
            place.text[-1], place.text[-2:], words.texts[first], tags[0], tags[-1], "".join([tag[0] for tag in tags]),
            str(len(tags)), said("ns" in tags or "nt" in tags), said("v" in [tag[0] for tag in tags]), before,
            following[:2], joint(words, last + 1), f"{place.text[-1]},{before}", f"{before},{following[:1]}",
            f"{tags[0]},{before}",
        ))  # fmt: skip

    def _behind(self, at: int, end: int) -> "_Behind":
        """What stands between a name that ends at a place and a figure; the same for all names that end together."""
        draft, action, start = self.drafts[at], self.counts[at].action, self.drafts[at].quantity.start
        marks = marks_of(self.words.text)
        between = marks.between(end, start)
        first, last = between.start, max(between.stop, between.start)
        near = self.drafts[max(0, at - _EARLIER) : at]
        figures = sum([one.quantity.start >= end and one.sentence == draft.sentence for one in near])
        return _Behind(
            marks.letters[max(first, last - 2) : last], str(marks.clauses[last] - marks.clauses[first]),
            said(marks.groups[last] > marks.groups[first]), figures,
            said(action and self.words.text.find(action, end, start) >= 0),
        )  # fmt: skip

    def _standing(self, at: int, item: Span, opening: str, place: Phrase, behind: "_Behind") -> Told:
        """Where a name stands to the figure, and to what it counts."""
        start, letter = self.drafts[at].quantity.start, place.text[-1]
        in_item = item.start < place.end and place.start < item.end
        touches, before_item = place.end == start, place.end == item.start
        return self._stand((
            behind.clauses, behind.marks, behind.semicolon, str(behind.figures), said(in_item), f"{touches}",
            f"{touches},{self.counts[at].unit}", f"{touches},{letter}", f"{before_item}", f"{before_item},{letter}",
            f"{behind.figures == 0},{behind.clauses}", behind.over_action, opening,
        ))  # fmt: skip

    def _go_on(self, told: dict[str, list[Told]], at: int, count: Count, sides: dict[str, Told]) -> None:
        """Adds whose the figures before in the sentence are, and that they are nobody's."""
        draft = self.drafts[at]
        for back in range(1, min(at, _EARLIER) + 1):
            earlier, before = self.counts[at - back], self.drafts[at - back]
            if before.sentence != draft.sentence:
                return
            start, end = before.quantity.end, draft.quantity.start
            marks = marks_between(self.words.text, before, draft)
            alike = f"{earlier.unit == count.unit}"
            parts = f"part={count.part_of is not None},{earlier.part_of is not None}"
            among = f"其中={self.words.text.find('其中', start, end) >= 0}"
            frame = (
                alike, marks, f"same={earlier.item == count.item}", parts, f"long={min(max(end - start, 0) // 3, 6)}",
                count.rule, among, f"{alike},{marks}", f"{alike},{marks}",
            )  # fmt: skip
            if earlier.subject:
                traits = told.setdefault(earlier.subject, [])
                held = earlier.subject[-1], earlier.subject[-2:], f"{earlier.subject[-1]},{marks}"
                traits.append(self._of_side(f"earlier{back}", count, sides))
                traits.extend((self._told[back - 1](frame), self._held(held)))
            else:
                told[NOTHING].append(self._idle[back - 1](frame))


def _may_start(words: Words, word: int) -> bool:
    if words.texts[word] in _MADE:  # 成立·排查组32个
        return False
    if words.tags[word][0] == "q" and word and words.tags[word - 1][0] == "m":  # 28·个检查组
        return False
    return words.texts[word][0] not in MARKS and words.tags[word][0] not in _NO_START
