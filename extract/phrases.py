"""Stretches of a text's words that may be a name: what models choose the noun of a figure or a danger's place from."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import Generic, NamedTuple

from extract.learned import Teller, Told, said
from extract.words import Words

NOTHING = ""  # among what may be chosen: that the text names none
MARKS = frozenset("，。；：！？\n、（）“”《》")
STOPS = frozenset("，。；：！？\n")
CALLED = re.compile("（以下[简统合]?称[^（）]*）?")  # what gives a name its short one; no part of it
_ENDS = frozenset("nvaljiebsgkq")  # first letters of the tags that a name may end in
_NO_END = frozenset({"v", "vd", "vshi", "vyou", "ad", "a", "e"})
_NO_START = frozenset("ucpyxe")
_NEGATIONS = frozenset("未不无非")
_SHAPE = 8  # words of a phrase whose tags are told
_KINDS = ("tags=", "words=", "holds-verb", "opens-with-verb", "holds-number")
_WHOLE = ("between=", "holds-place", "holds-的")
INSIDE = (*_KINDS, *_WHOLE)  # kinds of traits that Shapes.inside tells


class Phrase(NamedTuple):
    """Words first to last of a text; start and end are its characters, text is without marks around it."""

    text: str
    start: int
    end: int
    first: int
    last: int


def may_end(words: Words, at: int) -> bool:
    """Whether a name may end with a word: with a noun, an act as a name, a measure; with no mark, plain verb, digit.

    Nor does one end with those for each of whom it is told: 编织袋·每座, 补助·每人.
    """
    tag, text = words.tags[at], words.texts[at]
    named = tag[:1] in _ENDS and tag not in _NO_END and text[0] not in MARKS
    return named and text[0] != "每" and not text[0].isdigit()


def may_start(words: Words, at: int) -> bool:
    """Whether a name may begin with a word: with no particle, preposition or adverb but 未, 不, 无, 非."""
    tag, text = words.tags[at], words.texts[at]
    if text[0] in "“《":
        return True
    return tag[:1] not in _NO_START and (tag[:1] != "d" or text[0] in _NEGATIONS)


def phrase(words: Words, first: int, last: int) -> Phrase:
    """The words from first to last."""
    start, end = words.starts[first], words.starts[last] + len(words.texts[last])
    return Phrase(bare(words.text[start:end]), start, end, first, last)


@lru_cache(maxsize=1 << 14)
def bare(text: str) -> str:
    """A name without marks around it and without a quotation mark or bracket that has lost its other half."""
    text = CALLED.sub("", text).strip("，、：的 ")
    if text.find("（") > 0 and text.count("（") == text.count("）") + 1:
        text += "）"  # 生产经营单位（场所）1286家次: the mark that closes it is no word
    for opening, closing in ("“”", "（）", "《》"):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text


def end_of(whole: str, part: str) -> str:
    """At which end of a name another that it holds stands: «starts», «ends», or «amid» for neither."""
    return "starts" if whole.startswith(part) else "ends" if whole.endswith(part) else "amid"


def joint(words: Words, at: int) -> str:
    """What kind of word stands at a place: the mark itself, or the first letter of its tag; «end» outside the text."""
    if not 0 <= at < len(words.texts):
        return "end"
    return words.texts[at] if words.texts[at][0] in MARKS else words.tags[at][:1]


class Shapes(Generic[Told]):
    """What a phrase's own words and those that touch it tell a model; found once for each phrase of a text."""

    def __init__(self, words: Words, teller: Teller[Told]) -> None:
        self.words = words
        self._opens = teller("opens=", "first=", "before=", "word-before=")
        self._closes = teller("closes=", "last=", "behind=", "word-behind=")
        self._kinds = teller(*_KINDS)
        self._whole = teller(*_WHOLE)
        self._begun: dict[int, Told] = {}
        self._ended: dict[int, Told] = {}
        self._told: dict[tuple[int, int], tuple[Told, Told]] = {}

    def edges(self, one: Phrase) -> tuple[Told, Told]:
        """The traits of a phrase's first and last words."""
        return self._opening(one.first), self._closing(one.last)

    def inside(self, one: Phrase) -> tuple[Told, Told]:
        """The traits of all its words, of the kinds INSIDE."""
        first, last = one.first, one.last
        if (told := self._told.get((first, last))) is None:
            told = self._told[first, last] = self._inside(first, last)
        return told

    def _opening(self, first: int) -> Told:
        if first not in self._begun:
            texts, tag = self.words.texts, self.words.tags[first]
            before = texts[first - 1] if first else ""
            self._begun[first] = self._opens((tag, texts[first], joint(self.words, first - 1), before))
        return self._begun[first]

    def _closing(self, last: int) -> Told:
        if last not in self._ended:
            texts, tag = self.words.texts, self.words.tags[last]
            behind = texts[last + 1] if last + 1 < len(texts) else ""
            self._ended[last] = self._closes((tag, texts[last], joint(self.words, last + 1), behind))
        return self._ended[last]

    def _inside(self, first: int, last: int) -> tuple[Told, Told]:
        tags = self.words.tags[first : last + 1]
        kinds = "".join([tag[0] for tag in tags])
        verb, opening, number = "v" in kinds, kinds[0] == "v", "m" in kinds
        between = joint(self.words, first - 1) + joint(self.words, last + 1)
        place, of = "ns" in tags or "nt" in tags, "的" in self.words.texts[first : last + 1]
        return (
            self._kinds((kinds[:_SHAPE], str(min(len(kinds), _SHAPE)), said(verb), said(opening), said(number))),
            self._whole((between, said(place), said(of))),
        )


def word_at(words: Words, position: int) -> int:
    """Index of the first word that begins at or after a character."""
    return bisect_left(words.starts, position)


def last_before(words: Words, position: int) -> int:
    """Index of the last word that ends at or before a character; -1 where none does."""
    at = bisect_right(words.starts, position - 1) - 1
    return at - 1 if at >= 0 and words.starts[at] + len(words.texts[at]) > position else at
