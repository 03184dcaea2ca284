"""The script of a text: traditional or mixed characters, spaces inside words, look-alike characters (R38)."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from check.paper import Paper, Span
from check.rules import finding, listed
from language.normalize import HAN, simplify
from records import Finding

_FEW = 2  # a traditional character or a space alone may be a name's or a slip of the reader
_OLD_SHARE = 0.05  # of a traditional text every fifth character is written otherwise
_PROSE_LENGTH = 40
_SPACE = re.compile(rf"(?<=[{HAN}])[ \u00a0]+(?=[{HAN}])")
_LETTER_FOR_DIGIT = re.compile(
    r"(?<![A-Za-z0-9])(?=[0-9OoIl]*[OoIl])(?=[OoIl]*[0-9])[0-9OoIl]{2,6}(?=[年月日个家处起人名次项条份元%])"
)
_RADICAL = re.compile(r"[\u2e80-\u2fdf]")  # PDF fonts give «⼯» (a radical) for «工»


def mixed_script(paper: Paper) -> Iterator[Finding]:
    """Texts that are not in simplified script throughout: all of it, or some characters."""
    old = _traditional(paper)
    if paper.reading.script == "hant" and sum(b - a for a, b in old) > _OLD_SHARE * len(paper.text):
        yield finding("text.script", paper, old[0], related=old[1:4])
    elif len(old) >= _FEW:
        shown = listed(list(dict.fromkeys(_source(paper, span) for span in old)))
        yield finding("text.stray", paper, old[0], related=old[1:], chars=shown)


def _source(paper: Paper, span: tuple[int, int]) -> str:
    start, end = paper.reading.source(*span)
    return paper.extraction.text[start:end]


def _traditional(paper: Paper) -> list[Span]:
    """Runs of characters that simplified script writes otherwise, in order."""
    spans: list[Span] = []
    for paragraph in paper.paragraphs:
        source = [paper.extraction.text[paper.reading.position(at)] for at in range(paragraph.start, paragraph.end)]
        simple = simplify("".join(source))
        changed = "".join("x" if new != old else "-" for new, old in zip(simple, source, strict=True))
        spans += [Span(paragraph.start + m.start(), paragraph.start + m.end()) for m in re.finditer("x+", changed)]
    return spans


def loose_spaces(paper: Paper) -> Iterator[Finding]:
    """Spaces inside the sentences of a Chinese text; headings and names may have them."""
    places = []
    for paragraph in paper.prose():
        if paragraph.end - paragraph.start < _PROSE_LENGTH:
            continue
        start, end = paper.reading.source(paragraph.start, paragraph.end)
        places += [m.span() for m in _SPACE.finditer(paper.extraction.text, start, end)]
    if len(places) >= _FEW:
        spans = [_beside(paper, *place) for place in places]
        yield finding("text.spaces", paper, spans[0], related=spans[1:], number=len(spans))


def _beside(paper: Paper, start: int, end: int) -> tuple[int, int]:
    """The two characters before and behind a space of the source."""
    left, right = paper.position(start - 1), paper.position(end)
    return max(left - 1, 0), min(right + 2, len(paper.text))


def look_alikes(paper: Paper) -> Iterator[Finding]:
    """Letters in place of digits and radicals in place of characters: «2O23年», «⼯作»."""
    for found in _LETTER_FOR_DIGIT.finditer(paper.text):
        digits = found[0].translate(str.maketrans("OoIl", "0011"))
        yield finding("text.lookalike", paper, found.span(), fix=digits, found=found[0], meant=digits)
    radicals = list(_RADICAL.finditer(paper.text))
    if radicals:
        shown = listed(list(dict.fromkeys(m[0] for m in radicals)))
        first, *others = [m.span() for m in radicals]
        whole = normalize("NFKC", paper.text[slice(*first)])
        yield finding("text.radical", paper, first, related=others, fix=whole, chars=shown)
