"""How texts and papers are laid out on a page: hits marked, a paper's rows gathered into tables."""

import re
import shutil
from collections.abc import Iterator, Sequence
from itertools import groupby

from language.normalize import simplify
from service.drafting import Line

_GAP = re.compile(r"^【待填：(.*)】$", re.DOTALL)


def marked(text: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether one of the words stands there; either script finds the other."""
    wanted = "|".join(re.escape(simplify(word)) for word in sorted(words, key=len, reverse=True) if word)
    at = 0
    for hit in re.finditer(wanted, simplify(text), re.IGNORECASE) if wanted else ():
        if hit.start() > at:
            yield text[at : hit.start()], False
        yield text[hit.start() : hit.end()], True
        at = hit.end()
    if at < len(text):
        yield text[at:], False


def wanted(gap: str) -> str:
    """What a gap asks for: «【待填：主送机关】» asks for 主送机关."""
    found = _GAP.match(gap)
    return found[1] if found else gap


def blocks(lines: Sequence[Line]) -> Iterator[tuple[str, Line, tuple[Line, ...]]]:
    """A paper's lines as (kind, line, rows); the rows of one table make one block of kind «table»."""
    for is_row, run in groupby(lines, lambda line: line.kind in ("table-head", "table-row")):
        if is_row:
            yield from _tables(tuple(run))
        else:
            yield from ((line.kind, line, ()) for line in run)


def _tables(rows: tuple[Line, ...]) -> Iterator[tuple[str, Line, tuple[Line, ...]]]:
    """One table from each head row to the next: two may follow each other without a caption."""
    heads = [at for at, line in enumerate(rows) if line.kind == "table-head"] or [0]
    for start, end in zip(heads, [*heads[1:], len(rows)], strict=True):
        yield "table", rows[start], rows[start:end]


def has_pdf() -> bool:
    """Whether this machine can make PDF of a paper."""
    return any(map(shutil.which, ("soffice", "libreoffice")))
