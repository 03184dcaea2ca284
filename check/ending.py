"""Where a text breaks off before its end: a preview of some pages, a download that failed (R37)."""

import re
from collections.abc import Iterator
from functools import cache

from check.paper import Paper, Paragraph, Span
from check.rules import finding, load_words
from records import Finding

_ENDS = "。！？；：…!?;:.”’）》】]"
_LONG = 60  # characters of a paragraph that is prose whatever stands below it
_SHOWN = 24
_LAST_SENTENCE = re.compile(r"[^。！？\n]+$")


def cut_off(paper: Paper) -> Iterator[Finding]:
    """The place where the text breaks off, if it does."""
    if cut := find_cut(paper):
        clauses = [m.end() for m in re.finditer("，", paper.text[: cut.end]) if m.end() >= cut.end - _SHOWN]
        start = clauses[0] if clauses and cut.end - cut.start > _SHOWN else cut.start
        yield finding("text.cut", paper, (max(start, cut.end - 2 * _SHOWN), cut.end))


def find_cut(paper: Paper) -> Span | None:
    """The unfinished last sentence; None where the text is whole as far as can be told.

    A preview's note anywhere makes a long paragraph with an open end the last of the document; without one the
    unfinished paragraph must be the last that there is.
    """
    long_enough = _LONG if _is_preview(paper) else 0
    prose = [p for p in paper.prose() if p.end - p.start >= long_enough and not _is_note(paper, p)]
    if not prose or not _is_open(paper, prose[-1]):
        return None
    if not long_enough and prose[-1] != paper.paragraphs[-1]:
        return None
    sentence = _LAST_SENTENCE.search(paper.text, prose[-1].start, prose[-1].end)
    return Span(*sentence.span()) if sentence else None


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_words("ending.toml")
    return re.compile("|".join(words["preview"])), re.compile("|".join(words["note"]))


def _is_preview(paper: Paper) -> bool:
    return bool(_words()[0].search(paper.extraction.text))


def _is_note(paper: Paper, paragraph: Paragraph) -> bool:
    """A line that ends without a full stop by custom: contacts, copies, the printer's line."""
    return bool(_words()[1].search(paper.text, paragraph.start, paragraph.end))


def _is_open(paper: Paper, paragraph: Paragraph) -> bool:
    text = paper.text[paragraph.start : paragraph.end].rstrip()
    return text[-1:] not in _ENDS and "。" in text
