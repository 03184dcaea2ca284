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
    if cut := _unfinished(paper) or _noted(paper, "left_out"):
        yield finding("text.cut", paper, _last_clauses(paper.text, cut))
    elif note := _noted(paper, "omitted"):
        yield finding("text.omitted", paper, note, note=paper.text[slice(*note)])


def _last_clauses(text: str, cut: Span) -> Span:
    """As much of the end of the sentence as a message can show, from the beginning of a clause where there is one."""
    if cut.end - cut.start <= _SHOWN:
        return cut
    floor = cut.end - _SHOWN
    comma = text.find("，", floor, cut.end - 1)
    return Span(floor if comma < 0 else comma + 1, cut.end)


def find_cut(paper: Paper) -> Span | None:
    """The unfinished last sentence; None where the text is whole as far as can be told.

    A preview's note anywhere makes a long paragraph with an open end the last of the document; without one the
    unfinished paragraph must be the last that there is. A note that the rest is left out stands for the sentence.
    """
    return _unfinished(paper) or _noted(paper, "left_out") or _noted(paper, "omitted")


def _noted(paper: Paper, words: str) -> Span | None:
    """The first of the words of that list in the text."""
    note = _words()[words].search(paper.text)
    return Span(*note.span()) if note else None


def _unfinished(paper: Paper) -> Span | None:
    long_enough = _LONG if _words()["preview"].search(paper.extraction.text) else 0
    prose = [p for p in paper.prose() if p.end - p.start >= long_enough and not _is_note(paper, p)]
    if not prose or not _is_open(paper, prose[-1]):
        return None
    if not long_enough and prose[-1] != paper.paragraphs[-1]:
        return None
    sentence = _LAST_SENTENCE.search(paper.text, prose[-1].start, prose[-1].end)
    return Span(*sentence.span()) if sentence else None


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """Words of previews, of notes that the rest is left out, and of lines that end without a full stop."""
    return {name: re.compile("|".join(patterns)) for name, patterns in load_words("ending.toml").items()}


def _is_note(paper: Paper, paragraph: Paragraph) -> bool:
    """A line that ends without a full stop by custom: contacts, copies, the printer's line."""
    return bool(_words()["note"].search(paper.text, paragraph.start, paragraph.end))


def _is_open(paper: Paper, paragraph: Paragraph) -> bool:
    text = paper.text[paragraph.start : paragraph.end].rstrip()
    return text[-1:] not in _ENDS and "。" in text
