"""A document as the rules read it: normalised text, paragraphs, sentences, figures, and the way back to the source."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from check.amounts import Amount, amounts_of
from language.normalize import Reading, normalize
from records import Block, Extraction, Place

_FLOWING = frozenset({"text/plain", "text/html"})  # formats whose lines may be broken inside a paragraph
_LEFT_OUT = frozenset({"debris", "header", "footer"})
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]*[”）]?")
_PROSE = re.compile(r"[，。；]")
_SOME = re.compile(r"的\d+(?:个|家)(?:单位|乡镇|镇街|部门|企业|县|区|村)[^，。；\d]{0,6}[，：]")


class Span(NamedTuple):
    """Half-open stretch of the normalised text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Stretch of the normalised text without line breaks; number is from 1, block None where the text has no blocks."""

    number: int
    start: int
    end: int
    block: Block | None

    @property
    def stands_apart(self) -> bool:
        """Whether it is a cell of a table or a note: not part of the running text."""
        return self.block is not None and self.block.kind in ("cell", "note")


class Paper:
    """What every rule is given. All offsets are of text, the normalised text; place() leads back to the source."""

    def __init__(self, extraction: Extraction, kind: str | None = None) -> None:
        self.extraction = extraction
        self.kind = kind or extraction.document.kind
        self.kind_given = kind is not None
        self.reading = _read(extraction)
        self.text = self.reading.text

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Paragraphs that hold anything, in order; debris and running heads are not among them."""
        spans = (m.span() for m in re.finditer(r"[^\n]+", self.text) if m[0].strip())
        return tuple(
            Paragraph(number, start, end, self._block_at(self.reading.position(start)))
            for number, (start, end) in enumerate(spans, 1)
        )

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences in order, each with its closing mark."""
        return tuple(Span(*m.span()) for m in _SENTENCE.finditer(self.text))

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """The document's counts with the place of each number in the normalised text, in the order of the text."""
        return amounts_of(self.extraction.counts, self.text, self.position)

    def amounts_in(self, span: Span) -> tuple[Amount, ...]:
        """Figures whose number stands inside the span."""
        first = bisect_left(self.amounts, span.start, key=lambda amount: amount.start)
        last = bisect_left(self.amounts, span.end, key=lambda amount: amount.start)
        return self.amounts[first:last]

    def span_of(self, amount: Amount) -> Span:
        """A figure with the words that state it: its record's quote, or less where that holds other figures too."""
        count = amount.count
        quote = Span(self.position(count.start), self.position(count.end - 1) + 1)
        if quote.start <= amount.start and len(self.amounts_in(quote)) == 1:
            return quote
        lead = len(amount.before) - len(amount.before.lstrip("、和及 "))
        unit = count.unit if self.text.startswith(count.unit, amount.end) else ""
        return Span(amount.start - len(amount.before) + lead, amount.end + len(unit))

    def prose(self) -> Iterator[Paragraph]:
        """Paragraphs that hold sentences: no headings, signatures or table cells."""
        for paragraph in self.paragraphs:
            if not paragraph.stands_apart and _PROSE.search(self.text, paragraph.start, paragraph.end):
                yield paragraph

    def paragraph_at(self, at: int) -> Paragraph:
        """The paragraph that holds the position."""
        return self.paragraphs[max(bisect_right(self.paragraphs, at, key=lambda paragraph: paragraph.start) - 1, 0)]

    def sentence_at(self, at: int) -> int:
        """Index of the sentence that holds the position."""
        return max(bisect_right(self.sentences, at, key=lambda sentence: sentence.start) - 1, 0)

    def place(self, start: int, end: int) -> Place:
        """The stretch in the source's own characters. Raises ValueError when it is empty."""
        first, last = self.reading.source(start, end)
        block = self._block_at(first)
        return Place(self.extraction.text[first:last], first, last, block.page if block else None)

    def position(self, source: int) -> int:
        """Place in the normalised text of a character of the source; the nearest after it when it was left out."""
        run = max(bisect_right(self.reading.from_, source) - 1, 0)
        ends = self.reading.at[run + 1] if run + 1 < len(self.reading.at) else len(self.text)
        return min(max(self.reading.at[run] + source - self.reading.from_[run], 0), ends)

    @cached_property
    def _blocks(self) -> list[Block]:
        return sorted(self.extraction.blocks, key=lambda block: block.start)

    def _block_at(self, source: int) -> Block | None:
        index = bisect_right(self._blocks, source, key=lambda block: block.start) - 1
        return self._blocks[index] if index >= 0 and source < self._blocks[index].end else None


def _read(extraction: Extraction) -> Reading:
    blocks = extraction.blocks
    skip = [(block.start, block.end) for block in blocks if block.kind in _LEFT_OUT]
    tabs = {a.end for a, b in pairwise(blocks) if a.cell and b.cell and b.start == a.end + 1}
    return normalize(extraction.text, skip=skip, breaks=tabs, wrapped=extraction.document.media_type in _FLOWING)


def of_some(paper: Paper, at: int) -> bool:
    """Whether the sentence tells of some units only before a place: «数据齐全的8个单位，排查隐患5956处»."""
    sentence = paper.sentences[paper.sentence_at(at)]
    return _SOME.search(paper.text, sentence.start, at) is not None
