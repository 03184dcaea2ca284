"""All rules over one document."""

from collections.abc import Callable, Iterable, Iterator

from check import (
    changes,
    dates,
    ending,
    likeness,
    masks,
    numbering,
    pairs,
    parts,
    promises,
    rates,
    rest,
    script,
    sections,
    tables,
    totals,
    years,
)
from check.format import judged
from check.formrendered import problems_of_pages, with_pages
from check.paper import Paper
from check.rulebook import SHIPPED, Rulebook
from records import CheckedDocument, CheckReport, Document, Extraction, Finding
from templates import load_kind

Check = Callable[[Paper], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    sections.missing,
    ending.cut_off,
    numbering.jumps,
    promises.broken,
    masks.unfilled,
    parts.overfull,
    totals.wrong_totals,
    rest.wrong_rest,
    tables.wrong_totals,
    rates.wrong_rates,
    rates.wrong_shares,
    changes.wrong_changes,
    likeness.same_numbers,
    likeness.no_major_hazard,
    dates.impossible,
    dates.glued,
    years.disagreeing_years,
    years.published_later,
    pairs.unpaired,
    script.mixed_script,
    script.loose_spaces,
    script.look_alikes,
)


def check(
    extraction: Extraction, *, kind: str | None = None, source: bytes | None = None, rendered: Document | None = None,
    rulebook: Rulebook = SHIPPED,
) -> CheckReport:  # fmt: skip
    """All findings on a document, those on the whole first, then in the order of the text.

    kind      to check it as, in place of the kind that extraction found
    source    the file's bytes: of a .docx the layout is judged too
    rendered  the same paper as read from its PDF: its pages are judged, and findings bear them
    rulebook  what the office has changed of the rules
    Raises BadRequest: kind is none that there is a template for; UnreadableFile: source is no .docx that can be opened.
    """
    if kind is not None:
        load_kind(kind)
    paper = Paper(extraction, kind)
    rules: tuple[Check, ...] = (*CHECKS, *rulebook.words)
    found = [finding for rule in rules for finding in rule(paper)]
    form, problems = judged(extraction, paper.kind, source)
    found += [problem.finding for problem in problems]
    if rendered is not None:
        found += [problem.finding for problem in problems_of_pages(form, rendered)]
    heard = rulebook.judged(_once(found), extraction.document)
    if rendered is not None:
        heard = with_pages(heard, form, rendered)
    return CheckReport(CheckedDocument(extraction.document.name, paper.kind), tuple(_ordered(heard)))


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, at most one a rule and quote; those without a quote by their message."""
    seen: set[tuple[str, str]] = set()
    for finding in findings:
        key = (finding.rule, finding.quote or finding.message)
        if key not in seen:
            seen.add(key)
            yield finding


def _ordered(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: -1 if finding.start is None else finding.start)
