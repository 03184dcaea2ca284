"""Text in, records out: the spaCy pipeline, and the way from its normalised text back to the source."""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import chain, pairwise
from typing import Any, TypeVar

from spacy import blank
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.anchor import anchor_day, date_conflict
from extract.blamed import with_scenes
from extract.classify import describe
from extract.equal import linked
from extract.frame import read_frame
from extract.sections import find_sections
from extract.tables import TableRecords, records_of_tables
from extract.words import words_in
from language.dates import Time
from language.normalize import Reading, normalize
from records import KINDS, Accident, BadRequest, Block, Count, Deadline, Document, Extraction, Hazard
from records.facts import LEDGER_CELL, Statement

COMPONENTS = ("times", "counts", "deadlines", "hazards", "accidents")
_FLOWING = frozenset({"text/plain", "text/html"})  # formats whose lines may be broken inside a paragraph
_RECOGNISED = 0.9  # a figure out of a scan is never as sure as one that the file itself states
_FROM_TODAY = re.compile("[上下本这][周星礼]|[今昨明][天日晨晚]|[前后]天|即日")
_LEFT_OUT = frozenset({"debris", "header", "footer"})

Found = TypeVar("Found", Count, Deadline, Hazard, Accident)

# what components read and leave; all offsets are of doc.text, the normalised text
for name in ("anchor", "kind", "words"):
    Doc.set_extension(name, default=None)
Doc.set_extension("dated", default=True)
for name in ("times", "counts", "deadlines", "hazards", "accidents"):
    Doc.set_extension(name, default=[])


class WordTokenizer:
    """Doc of jieba's words, which join to the text again. Their parts of speech stand in doc._.words."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The doc of a text."""
        words = words_in(text)
        doc = Doc(self.vocab, words=words.texts, spaces=[False] * len(words.texts))
        doc._.words = words
        return doc


@cache
def make_nlp(names: Sequence[str] = COMPONENTS) -> Language:
    """The pipeline of the components named, made once a process."""
    import_module("extract.components")  # registers them with spaCy
    nlp = blank("zh")
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    nlp.max_length = 50_000_000  # no parser runs here, whose memory the usual limit is about
    for name in names:
        nlp.add_pipe(name)
    return nlp


def read_normalised(
    document: Document, without: Iterable[tuple[int, int]] = (), cells: Iterable[tuple[int, int]] = ()
) -> Reading:
    """The document's text as rules read it, without debris, running heads and the spans given; cells are paragraphs.

    cells  those that stay of a table whose other cells are left out
    """
    skip = [(block.start, block.end) for block in document.blocks if block.kind in _LEFT_OUT]
    return normalize(
        document.text,
        skip=sorted([*skip, *without]),
        breaks=cell_breaks(document.blocks).union(end for _, end in cells if end < len(document.text)),
        wrapped=document.media_type in _FLOWING,
    )


def read_prose(document: Document, tables: TableRecords) -> Reading:
    """The document's text less what is read as tables; cells of theirs whose figures are prose are paragraphs."""
    return read_normalised(document, tables.read, tables.figured)


def cell_breaks(blocks: Iterable[Block]) -> set[int]:
    """Positions of the marks that part two cells, also where cells without words lie between."""
    return {left.end for left, right in pairwise(blocks) if left.cell and right.cell and right.start > left.end}


def extract(document: Document, *, date: dt.date | None = None, kind: str | None = None) -> Extraction:
    """All records of a document.

    date  the document's day where the caller knows it; it wins over what the document says
    kind  likewise for its kind (records.KINDS). Raises BadRequest for another.
    """
    if kind is not None and kind not in KINDS:
        raise BadRequest(f"没有“{kind}”这种文种，可用：{'、'.join(KINDS)}")
    reading = read_normalised(document)
    frame = read_frame(document, reading)
    info = describe(document, reading, frame, kind=kind, date=date)
    anchor = date or anchor_day(info, reading)
    conflict = None if date else date_conflict(info, reading)
    tables = records_of_tables(document, anchor)
    prose = read_prose(document, tables) if tables.read else reading
    doc = _annotate(prose, anchor, info.kind, is_day=bool(info.date) and not conflict)

    def in_prose(found: Iterable[Found]) -> tuple[Found, ...]:
        """The records in the document, less those in cells whose figures alone are read."""
        return tuple(_outside(_to_source(found, prose, document), tables.figured))

    counts = _of_cells(_to_source(doc._.counts, prose, document), tables.figured)
    accidents = _merged_accidents(in_prose(doc._.accidents), tables.accidents)
    hazards = with_scenes(document.text, in_prose(doc._.hazards), accidents)
    return Extraction(
        info,
        document.text,
        find_sections(document, reading, info.kind, frame),
        linked(as_sure(_merged_counts(counts, tables.counts), document.blocks)),
        as_sure(_merged_deadlines(in_prose(doc._.deadlines), tables.deadlines), document.blocks),
        as_sure(_merged(hazards, tables.hazards), document.blocks),
        as_sure(accidents, document.blocks),
        (*document.warnings, *((conflict,) if conflict else ())),
        document.blocks,
    )


def _annotate(reading: Reading, anchor: dt.date | None, kind: str, *, is_day: bool) -> Doc:
    """The doc with its records. is_day: whether the anchor is the document's own day, not only a stand-in for it."""
    nlp = make_nlp()
    doc = nlp.make_doc(reading.text)
    doc._.anchor, doc._.kind, doc._.dated = anchor, kind, is_day
    for name, component in nlp.pipeline:
        doc = component(doc)
        if name == "times" and not is_day:
            doc._.times = [_open_ended(time) for time in doc._.times]
    return doc


def _open_ended(time: Time) -> Time:
    """A time up to today (今年以来, 截至目前) without its end, as the document does not say which day today is.

    What is reckoned from today (上周, 昨日, 3日内) has no days at all; 年内 ends with the year all the same.
    """
    reckoned = time.relation == "within" and time.grain != "year"
    if time.year_from == "anchor" and (reckoned or _FROM_TODAY.match(time.text)):
        return replace(time, first=None, last=None, iso=None)
    up_to_today = time.relation == "since" or (time.relation == "until" and not re.search(r"\d", time.text))
    return replace(time, last=None) if up_to_today else time


def _to_source(found: Iterable[Found], reading: Reading, document: Document) -> tuple[Found, ...]:
    """The records with their spans, quotes and pages in the document instead of in the normalised text."""
    return tuple(to_source(record, reading, document) for record in found)


def to_source(record: Found, reading: Reading, document: Document) -> Found:
    """The record with its span, quote and page in the document instead of in the normalised text."""
    start, end = reading.source(record.start, record.end)
    quote, page = document.text[start:end], page_at(document.blocks, start)
    if (start, end, quote, page) == (record.start, record.end, record.quote, record.page):
        return record
    changes: dict[str, Any] = {"start": start, "end": end, "quote": quote}
    return replace(record, page=page, **changes)


def _outside(found: Iterable[Found], spans: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """The records that begin in none of these spans, which are in order."""
    return (record for record in found if not _begins_in(record, spans))


def _of_cells(counts: Iterable[Count], spans: Sequence[tuple[int, int]]) -> list[Count]:
    """The counts, those of a ledger's cells told as such: what one danger took is no total of its unit."""
    return [replace(one, rule=LEDGER_CELL) if _begins_in(one, spans) else one for one in counts]


def _begins_in(record: Statement, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, record.start, key=lambda span: span[0]) - 1
    return at >= 0 and record.start < spans[at][1]


def _merged(prose: Iterable[Found], tables: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted(chain(prose, tables), key=lambda record: record.start))


def _merged_accidents(prose: Sequence[Accident], rows: Sequence[Accident]) -> tuple[Accident, ...]:
    """The accidents of both; a table's stand for what prose rules found in their rows."""
    if not rows:
        return tuple(prose)
    starts = [row.start for row in rows]
    over = [rows[bisect_right(starts, one.start) - 1] for one in prose]
    return _merged((one for one, row in zip(prose, over, strict=True) if not row.start <= one.start < row.end), rows)


def _merged_deadlines(prose: Sequence[Deadline], rows: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """The deadlines of both, less what a row's task tells again by itself: «每季度召开会议 | 每季度末»."""
    starts = [row.start for row in rows]

    def again(one: Deadline) -> bool:
        at = bisect_right(starts, one.start) - 1
        if at < 0:
            return False
        row = rows[at]
        return one.end <= row.end and (one.recurrence, one.due) == (row.recurrence, row.due)

    return _merged((one for one in prose if not again(one)), rows)


def _merged_counts(prose: Sequence[Count], tables: Sequence[Count]) -> tuple[Count, ...]:
    """Counts of both in the order of the text; part_of, an index into the list it came from, moves with its count."""
    merged = _merged(prose, tables)
    moved = {id(count): at for at, count in enumerate(merged)}
    wholes = {id(one): found[one.part_of] for found in (prose, tables) for one in found if one.part_of is not None}
    parts = ((count, moved[id(whole)] if (whole := wholes.get(id(count))) else None) for count in merged)
    return tuple(count if at == count.part_of else replace(count, part_of=at) for count, at in parts)


def as_sure(found: Iterable[Found], blocks: Sequence[Block]) -> tuple[Found, ...]:
    """The records; those in recognised text are less sure, by _RECOGNISED times the sureness of their block."""
    sures = ((record, ocr_at(blocks, record.start)) for record in found)
    return tuple(
        record if ocr is None else replace(record, confidence=round(record.confidence * _RECOGNISED * ocr, 3))
        for record, ocr in sures
    )


def page_at(blocks: Sequence[Block], start: int) -> int | None:
    """Page of the block that holds the position; None where the format has no pages."""
    block = block_at(blocks, start)
    return block.page if block else None


def ocr_at(blocks: Sequence[Block], start: int) -> float | None:
    """How sure recognition was of the block that holds the position; None where the text was not recognised."""
    block = block_at(blocks, start)
    return block.ocr if block else None


def block_at(blocks: Sequence[Block], start: int) -> Block | None:
    """The block that holds the position, or the last before it."""
    at = bisect_right(blocks, start, key=lambda block: block.start) - 1
    return blocks[at] if at >= 0 else None
