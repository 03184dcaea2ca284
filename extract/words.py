"""jieba's words of a text with their places, for rules that ask what kind of word stands somewhere."""

from bisect import bisect_left, bisect_right
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import rjieba
from spacy.tokens import Doc

from extract.rulebook import load


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
        pairs = _segmenter().tag(text) if text else []
        self.texts = [word for word, _ in pairs]
        self.tags = [tag for _, tag in pairs]
        self.starts = [0, *accumulate(map(len, self.texts))][: len(pairs)]

    def between(self, start: int, end: int) -> list[Word]:
        """Words of text[start:end]; one cut by an end counts with the part inside, tagged only as the end of a noun."""
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)
        words = []
        for at in range(max(first, 0), last):
            begin = self.starts[at]
            left, right = max(begin, start), min(begin + len(self.texts[at]), end)
            whole = right - left == len(self.texts[at])
            tail = right == begin + len(self.texts[at]) and self.tags[at][:1] == "n"  # 个·村
            if right > left:
                tag = self.tags[at] if whole or tail else ""
                words.append(Word(self.texts[at][left - begin : right - begin], tag, left))
        return words


def words_of(doc: Doc) -> Words:
    """The words that the doc was made of. Their text is the doc's; spaCy would build doc.text anew, token by token."""
    words = doc._.words
    return words if isinstance(words, Words) else Words(doc.text)


@cache
def _segmenter() -> rjieba.Jieba:
    """Jieba with the trade's nouns and verbs as words of their own."""
    segmenter = rjieba.Jieba()
    actions = load("actions")
    for noun in load("nouns")["nouns"]:
        segmenter.add_word(noun, 20_000, "n")
    for verb in (one for one in (*actions["light"], *actions["acts"]) if len(one) > 1):
        segmenter.add_word(verb, None, "v")  # None: as frequent as it takes to stay whole
    return segmenter
