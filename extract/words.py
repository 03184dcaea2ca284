"""jieba's words of a text with their places, for rules that ask what kind of word stands somewhere."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import accumulate, repeat
from typing import NamedTuple

import rjieba
from spacy.tokens import Doc

from extract.rulebook import load

_NAME = 3  # characters of the longest common name of a person, and of a word that 点 ends
_TOWARDS = frozenset(one + area for one in "对向" for area in "省市州县区镇乡委")
_UP_IN = re.compile("[省市州县区镇乡街村局办校]上")  # what jieba reads in 东窑镇·上报
_WHOLE_AREA = re.compile("全[国省市州县区镇乡系行]")
_ADVERBS = frozenset("共已各均新再")


class Word(NamedTuple):
    """A word, its part of speech in jieba's tags, and where it begins in the text."""

    text: str
    tag: str
    start: int

    @property
    def end(self) -> int:
        """Position after its last character."""
        return self.start + len(self.text)


class Words:
    """All words of a text in order; they join to the text again."""

    def __init__(self, text: str) -> None:
        self.text = text
        pairs = _set_right(_tagger()(text)) if text else []
        self.texts = [word for word, _ in pairs]
        self.tags = [tag for _, tag in pairs]
        self.starts = [0, *accumulate(map(len, self.texts))][: len(pairs)]

    def between(self, start: int, end: int) -> list[Word]:
        """Words of text[start:end]; of one cut by an end the part inside is read anew: 条未见 is 未·见 behind 6条."""
        first, last = max(bisect_right(self.starts, start) - 1, 0), bisect_left(self.starts, end)
        parts = zip(self.texts[first:last], self.tags[first:last], self.starts[first:last], strict=True)
        words: list[Word] = list(map(tuple.__new__, repeat(Word), parts))  # as Word._make, without its check
        if words and words[-1].end > end:
            words[-1:] = _part(words[-1], start, end)
        if words and words[0].start < start:
            words[:1] = _part(words[0], start, end)
        return words


def _part(word: Word, start: int, end: int) -> list[Word]:
    """The words of what lies between start and end of a word; nothing where none of it does."""
    left, right = max(word.start, start), min(word.end, end)
    text = word.text[left - word.start : max(right - word.start, 0)]
    if text and right == word.end and word.tag[:1] == "n":  # 个·村
        return [Word(text, word.tag, left)]
    return [Word(part, tag, left + at) for part, tag, at in _read_anew(text)]


@lru_cache(maxsize=4096)
def _read_anew(text: str) -> tuple[tuple[str, str, int], ...]:
    """The words of a piece, each with its tag and where it begins in the piece."""
    pairs = _set_right(_tagger()(text)) if text else []
    starts = [0, *accumulate(len(part) for part, _ in pairs)]
    return tuple((part, tag, at) for (part, tag), at in zip(pairs, starts, strict=False))


def _set_right(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words with those parted anew that jieba guesses wrong: 张贴·标语, 东窑镇·上报, 共·出动, 储备点, 全县性."""
    found: list[tuple[str, str]] = []
    for pair in pairs:
        word, tag = pair
        before = found[-1] if found else ("", "")
        if word == "报" and _UP_IN.fullmatch(before[0]):
            found[-1:] = [(before[0][0], "n"), ("上报", "v")]
        elif word == "点" and before[1][:1] in ("n", "v") and len(before[0]) <= _NAME:
            found[-1] = (before[0] + word, "n")
        elif word == "性" and _WHOLE_AREA.fullmatch(before[0]):
            found[-1] = (before[0] + word, "b")
        elif word[0] in _ADVERBS and word[1:] in _verbs() and word not in _verbs():
            found += [(word[0], "d"), (word[1:], "v")]
        elif word in _TOWARDS:
            found += [(word[0], "p"), (word[1], "n")]
        elif tag == "nr" and len(word) > _NAME and word[:2] in _verbs():
            found += [(word[:2], "v"), *_tagger()(word[2:])]
        else:
            found.append(pair)
    return found


@cache
def _verbs() -> frozenset[str]:
    actions = load("actions")
    return frozenset((*actions["light"], *actions["acts"]))


@lru_cache(maxsize=1)  # region and pipeline ask for the words of one text, one after the other
def words_in(text: str) -> Words:
    """The words of a text."""
    return Words(text)


def words_of(doc: Doc) -> Words:
    """The words that the doc was made of. Their text is the doc's; spaCy would build doc.text anew, token by token."""
    words = doc._.words
    return words if isinstance(words, Words) else Words(doc.text)


@cache
def _tagger() -> Callable[[str], list[tuple[str, str]]]:
    """Jieba with the trade's nouns and verbs as words of their own: gives words with their parts of speech.

    It is the one that rjieba makes when imported; a second would read the whole dictionary again.
    """
    actions = load("actions")
    for noun in load("nouns")["nouns"]:
        rjieba.add_word(noun, 20_000, "n")
    for verb in (one for one in (*actions["light"], *actions["acts"]) if len(one) > 1):
        rjieba.add_word(verb, None, "v")  # None: as frequent as it takes to stay whole
    for adverb in actions["one_by_one"]:
        rjieba.add_word(adverb, None, "d")
    return rjieba.tag
