"""Text in, records out: the spaCy pipeline, and the way from its normalised text back to the source."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import rjieba
from spacy import blank
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from language.normalize import Reading, normalize
from records import Accident, Block, Count, Deadline, Document, Hazard

COMPONENTS = ("times", "counts", "deadlines", "hazards", "accidents")
_FLOWING = frozenset({"text/plain", "text/html"})  # formats whose lines may be broken inside a paragraph
_LEFT_OUT = frozenset({"debris", "header", "footer"})

Found = TypeVar("Found", Count, Deadline, Hazard, Accident)

# what components read and leave; all offsets are of doc.text, the normalised text
for name in ("anchor", "kind"):
    Doc.set_extension(name, default=None)
for name in ("times", "counts", "deadlines", "hazards", "accidents"):
    Doc.set_extension(name, default=[])


class WordTokenizer:
    """Doc of jieba's words, each with jieba's part of speech as its tag. Words join to the text again."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        pairs = rjieba.tag(text) if text else []
        words = [word for word, _ in pairs]
        return Doc(self.vocab, words=words, spaces=[False] * len(words), tags=[tag for _, tag in pairs])


@cache
def make_nlp(components: Sequence[str] = COMPONENTS) -> Language:
    """The pipeline, made once a process."""
    from extract import components as registered

    nlp = blank("zh")
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    nlp.max_length = 50_000_000  # no parser runs here, whose memory the usual limit is about
    for name in components:
        if name in registered.NAMES:
            nlp.add_pipe(name)
    return nlp


def read_normalised(document: Document) -> Reading:
    """The document's text as rules read it, without debris and running heads; cells are paragraphs of their own."""
    skip = [(block.start, block.end) for block in document.blocks if block.kind in _LEFT_OUT]
    return normalize(
        document.text, skip=skip, breaks=cell_breaks(document.blocks), wrapped=document.media_type in _FLOWING
    )


def cell_breaks(blocks: Iterable[Block]) -> set[int]:
    """Positions of the tabs that part two cells of a row."""
    return {left.end for left, right in pairwise(blocks) if left.cell and right.cell and right.start == left.end + 1}


def to_source(found: Found, reading: Reading, document: Document) -> Found:
    """The record with its span, quote and page in the document instead of in the normalised text."""
    start, end = reading.source(found.start, found.end)
    changes: dict[str, Any] = {"start": start, "end": end, "quote": document.text[start:end]}
    return replace(found, page=page_at(document.blocks, start), **changes)


def page_at(blocks: Sequence[Block], start: int) -> int | None:
    """Page of the block that holds the position; None where the format has no pages."""
    return next((block.page for block in blocks if block.start <= start < block.end), None)
