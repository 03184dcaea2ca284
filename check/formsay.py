"""The findings of the rules on form: worded, placed, and no graver than the standard binds the paper."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from check.edits import Edit, Problem
from check.formpaper import FormPaper, Line
from check.rules import BY_ID, worded
from records import Finding, Place
from records.findings import Severity

_SHOWN = 24  # characters of a paragraph that a finding quotes
_MOST_RELATED = 12


def say(
    paper: FormPaper,
    rule: str,
    lines: Sequence[Line] = (),
    edits: Iterable[Edit] = (),
    *,
    at: tuple[int, int] | None = None,
    severity: Severity | None = None,
    fix: str | None = None,
    **values: object,
) -> Problem:
    """A finding of the rule on these lines; {number} is how many they are.

    at        what the first line's quote is, in offsets of the document's text; else the line's beginning
    severity  in place of the rule's own; an error is a warning on a paper that the standard does not bind
    """
    entry = BY_ID[rule]
    grave = severity or entry.severity
    if grave == "error" and not paper.is_full:
        grave = "warning"
    places = [place for place in (_place(paper, line) for line in lines) if place]
    if at is not None:
        places[:1] = [_cut(paper, *at)]
    first = places[0] if places else None
    finding = Finding(
        rule=rule, severity=grave, message=worded(entry, {"number": len(lines), **values}),
        related=tuple(places[1 : 1 + _MOST_RELATED]), fix=fix,
    )  # fmt: skip
    if first:
        finding = replace(finding, quote=first.quote, start=first.start, end=first.end, page=first.page)
    return Problem(finding, tuple(edits))


def _place(paper: FormPaper, line: Line) -> Place | None:
    if line.start is None or not line.bare:
        return None
    start = line.start + len(line.text) - len(line.text.lstrip())
    text = paper.extraction.text
    end = min(start + _SHOWN, line.start + len(line.text))
    broken = text.find("\n", start, end)
    return _cut(paper, start, end if broken < 0 else broken, line)


def _cut(paper: FormPaper, start: int, end: int, line: Line | None = None) -> Place:
    block = line.block if line else None
    return Place(paper.extraction.text[start:end], start, end, block.page if block else None)
