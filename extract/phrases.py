"""Stretches of a text's words that may be a name: what models choose the noun of a figure or a danger's place from."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extract.words import Words

MARKS = frozenset("，。；：！？\n、（）“”《》")
STOPS = frozenset("，。；：！？\n")
_ENDS = frozenset("nvaljiebsgkq")  # first letters of the tags that a name may end in
_NO_END = frozenset({"v", "vd", "vshi", "vyou", "ad", "a", "e"})
_NO_START = frozenset("ucpyxe")
_NEGATIONS = frozenset("未不无非")
_SHAPE = 8  # words of a phrase whose tags are told


class Phrase(NamedTuple):
    """Words first to last of a text; start and end are its characters, text is without marks around it."""

    text: str
    start: int
    end: int
    first: int
    last: int


def may_end(words: Words, at: int) -> bool:
    """Whether a name may end with a word: with a noun, an act as a name, a measure; with no mark, plain verb, digit."""
    tag, text = words.tags[at], words.texts[at]
    return tag[:1] in _ENDS and tag not in _NO_END and text[0] not in MARKS and not text[0].isdigit()


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
    text = text.strip("，、：的 ")
    for opening, closing in ("“”", "（）", "《》"):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text


def joint(words: Words, at: int) -> str:
    """What kind of word stands at a place: the mark itself, or the first letter of its tag; «end» outside the text."""
    if not 0 <= at < len(words.texts):
        return "end"
    return words.texts[at] if words.texts[at][0] in MARKS else words.tags[at][:1]


def shape(words: Words, one: Phrase) -> Iterator[str]:
    """Traits of a phrase's own words and of those that touch it."""
    texts, tags, first, last = words.texts, words.tags, one.first, one.last
    kinds = "".join(tag[0] for tag in tags[first : last + 1])
    before, behind = joint(words, first - 1), joint(words, last + 1)
    yield f"tags={kinds[:_SHAPE]}"
    yield f"opens={tags[first]}"
    yield f"closes={tags[last]}"
    yield f"first={texts[first]}"
    yield f"last={texts[last]}"
    yield f"words={min(last - first + 1, _SHAPE)}"
    yield f"before={before}"
    yield f"behind={behind}"
    yield f"between={before}{behind}"
    yield f"word-before={texts[first - 1] if first else ''}"
    yield f"word-behind={texts[last + 1] if last + 1 < len(texts) else ''}"
    if "v" in kinds:
        yield "holds-verb"
        if kinds[0] == "v":
            yield "opens-with-verb"
    if "m" in kinds:
        yield "holds-number"
    if any(tag in ("ns", "nt") for tag in tags[first : last + 1]):
        yield "holds-place"
    if "的" in texts[first : last + 1]:
        yield "holds-的"


def word_at(words: Words, position: int) -> int:
    """Index of the first word that begins at or after a character."""
    return bisect_left(words.starts, position)
