"""Which verb produced a figure: the verbs around it, each with what a model may know of it.

The rules' own verb is one of them, that the text names none is another. extract/learned.py adds up the weights of the
traits; the heaviest is taken.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Generic, NamedTuple

from extract.choices import Beside, marks_between
from extract.drafts import Figures
from extract.learned import Lost, Teller, Told, is_never_lost, said
from extract.phrases import MARKS, NOTHING, joint, last_before
from records import Count

_WORDS_BEFORE, _WORDS_BEHIND = 30, 6  # words around a figure among which verbs are sought
_VERBS, _CLAUSES = 5, 3  # verbs before a figure, and clauses that they stand in
_LONGEST = 8  # characters of a verb
_EARLIER = 3  # figures before, whose verbs may hold for this one
_ENDS_CLAUSE = frozenset("，；：。")
_NEGATIONS = frozenset({"未", "不", "尚未", "没有"})


class _Verb(NamedTuple):
    """A verb before a figure: words first to last, how many clauses and verbs and words back, the marks between."""

    first: int
    last: int
    clause: int
    nth: int
    words_back: int
    marks: str


class Verbs(Generic[Told]):
    """The verbs that may have produced the figures of a text, each with what a model may know of it."""

    def __init__(self, figures: Figures, teller: Teller[Told]) -> None:
        self.words, self.drafts, self.counts, *_ = figures
        self._standing = Beside(self.words, teller)
        self._kinds = [teller(*self._verb_kinds(paired)) for paired in ("", "pair-")]
        self._behind = teller("behind=", "behind=", "behind-far=", "behind-tag=", "behind-next=")
        self._told = [teller(*[f"told{back},"] * 6, "told,") for back in range(1, _EARLIER + 1)]
        self._idle = [teller(*[f"idle{back},"] * 6, "idle,") for back in range(1, _EARLIER + 1)]
        self._held = teller(*["held="] * 3)

    @staticmethod
    def _verb_kinds(paired: str) -> list[str]:
        names = (
            "verb=", "verb=", "verb=", "verb=", "gap=", "back=", "nth=", "nth=", "tag=", "next=", "before=", "behind=",
            "opens", "over-item",
        )  # fmt: skip
        return [paired + name for name in names]

    def for_(self, at: int, is_lost: Lost[Told] = is_never_lost) -> Iterator[tuple[str, tuple[Told, ...]]]:
        """NOTHING and the verbs that may have produced figure at; they are too few for any to be lost early."""
        count = self.counts[at]
        own = count.action or NOTHING
        told: dict[str, list[Told]] = {NOTHING: [self._standing.nothing(count, self.drafts[at].quantity.start)]}
        if own:
            told[own] = [self._standing.side("rule", count)]
        for verb in self._before(at):
            text = self._text(verb.first, verb.last)
            self._enter(told, text, "pair" if verb.first < verb.last else f"before{verb.clause}", count)
            told.get(text, []).append(self._of_verb(at, count, verb))
        for far, word in enumerate(self._words_behind(at)):
            if self.words.tags[word][0] == "v" and len(self.words.texts[word]) > 1:
                text = self.words.texts[word]
                self._enter(told, text, "behind", count)
                told.get(text, []).append(self._behind((
                    text, text[-1], str(far), self.words.tags[word], self._two(word + 1),
                )))  # fmt: skip
        self._go_on(told, at, count)
        for verb_text, traits in told.items():
            yield verb_text, (*traits, self._standing.option(count, own, verb_text, verb_text))

    def _enter(self, told: dict[str, list[Told]], text: str, side: str, count: Count) -> None:
        if len(text) <= _LONGEST:
            told.setdefault(text, []).append(self._standing.side(side, count))

    def _before(self, at: int) -> Iterator[_Verb]:
        """Verbs of the sentence before a figure, the nearest first, and pairs of words: 排查·发现, 未·整改."""
        texts, tags = self.words.texts, self.words.tags
        draft = self.drafts[at]
        nearest = last_before(self.words, draft.quantity.start)
        clause = found = between = 0
        marks = ""
        for word in range(nearest, max(nearest - _WORDS_BEFORE, -1), -1):
            text = texts[word]
            if self.words.starts[word] < draft.sentence.start or clause == _CLAUSES or found == _VERBS:
                return
            if text[0] in MARKS:
                clause += text[0] in _ENDS_CLAUSE
                marks += text[0]
                continue
            if tags[word][0] == "v" and len(text) > 1:
                yield _Verb(word, word, clause, found, between, marks[-3:])
                if word and ((tags[word - 1][0] == "v" and len(texts[word - 1]) > 1) or texts[word - 1] in _NEGATIONS):
                    yield _Verb(word - 1, word, clause, found, between, marks[-3:])
                found += 1
            between += 1

    def _of_verb(self, at: int, count: Count, verb: _Verb) -> Told:
        """What a verb is, and how it stands to the figure."""
        first, last = verb.first, verb.last
        text, words = self._text(first, last), self.words
        start = words.starts[first]
        return self._kinds[first < last]((
            text, text[-1], f"{text},{count.unit}", f"{text},{count.item[-2:]}", verb.marks,
            f"{min(verb.words_back, 6)},{verb.clause}", str(verb.nth), f"{verb.nth},{verb.clause},{count.rule}",
            words.tags[last], self._two(last + 1), words.texts[first - 1][-2:] if first else "",
            joint(words, last + 1), said(joint(words, first - 1) in MARKS),
            said(count.item in words.text[start : self.drafts[at].quantity.start]),
        ))  # fmt: skip

    def _words_behind(self, at: int) -> Iterator[int]:
        first = bisect_left(self.words.starts, self.drafts[at].quantity.end)
        for word in range(first, min(first + _WORDS_BEHIND, len(self.words.texts))):
            if self.words.texts[word][0] in MARKS:
                return
            yield word

    def _go_on(self, told: dict[str, list[Told]], at: int, count: Count) -> None:
        """Adds the verbs of the figures before, and that they have none."""
        draft = self.drafts[at]
        for back in range(1, min(at, _EARLIER) + 1):
            earlier, before = self.counts[at - back], self.drafts[at - back]
            far = max(draft.quantity.start - before.quantity.end, 0)
            marks = marks_between(self.words.text, before, draft)
            near = f"{before.sentence == draft.sentence},{earlier.unit == count.unit}"
            frame = (
                near, marks, f"same={earlier.item == count.item}", f"part={count.part_of is not None}",
                f"long={min(far // 3, 6)}", count.rule, f"{near},{marks}",
            )  # fmt: skip
            if earlier.action:
                verb = earlier.action
                self._enter(told, verb, f"earlier{back}", count)
                held = self._held((verb, f"{verb},{count.unit}", f"{verb},{count.item[-2:]}"))
                told.get(verb, []).extend((self._told[back - 1](frame), held))
            else:
                told[NOTHING].append(self._idle[back - 1](frame))

    def _text(self, first: int, last: int) -> str:
        return "".join(self.words.texts[first : last + 1])

    def _two(self, word: int) -> str:
        """The first letters of a word; none behind the text."""
        return self.words.texts[word][:2] if word < len(self.words.texts) else ""
