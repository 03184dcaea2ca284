"""All rules over one document."""

from collections.abc import Callable, Iterable, Iterator

from check import (
    chains,
    changes,
    dates,
    ending,
    likeness,
    losses,
    masks,
    moves,
    numbering,
    order,
    pairs,
    parts,
    promises,
    ranks,
    rates,
    registers,
    repeats,
    rest,
    rows,
    script,
    sections,
    stages,
    tables,
    times,
    totals,
    wording,
    years,
)
from check.format import judged
from check.formrendered import problems_of_pages, with_pages
from check.kept import Kept, against_kept
from check.paper import Paper
from check.rulebook import SHIPPED, Rulebook
from records import CheckedDocument, CheckReport, Document, Extraction, Finding
from templates import load_kind

Check = Callable[[Paper], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    sections.missing,
    sections.usual,
    order.empty_heads,
    order.turned_order,
    order.absent_annexes,
    order.loose_tasks,
    stages.stage_faults,
    ending.cut_off,
    numbering.jumps,
    promises.broken,
    masks.unfilled,
    parts.overfull,
    totals.wrong_totals,
    rest.wrong_rest,
    chains.broken_chains,
    tables.wrong_totals,
    rows.crosswise,
    registers.register_faults,
    rates.wrong_rates,
    rates.wrong_shares,
    rates.baseless_rates,
    changes.wrong_changes,
    moves.turned_steps,
    moves.loose_points,
    moves.impossible_shares,
    repeats.told_twice,
    losses.misnamed_levels,
    losses.unequal_lists,
    ranks.turned_ranks,
    ranks.unequal_shares,
    likeness.same_numbers,
    likeness.no_major_hazard,
    dates.impossible,
    dates.glued,
    times.wrong_weekdays,
    times.limits_gone_by,
    times.backward_spans,
    times.figures_to_come,
    times.stale_months,
    years.disagreeing_years,
    years.published_later,
    pairs.unpaired,
    script.mixed_script,
    script.loose_spaces,
    script.look_alikes,
    wording.double_approximations,
    wording.other_closings,
    wording.old_names,
    wording.dead_standards,
)


def check(
    extraction: Extraction, *, kind: str | None = None, source: bytes | None = None, rendered: Document | None = None,
    rulebook: Rulebook = SHIPPED, kept: Kept | None = None,
) -> CheckReport:  # fmt: skip
    """All findings on a document, those on the whole first, then in the order of the text.

    kind      to check it as, in place of the kind that extraction found
    source    the file's bytes: of a .docx the layout is judged too
    rendered  the same paper as read from its PDF: its pages are judged, and findings bear them
    rulebook  what the office has changed of the rules
    kept      what the office has kept of the unit and the month; None where it is not to be held against it
    Raises BadRequest: kind is none that there is a template for; UnreadableFile: source is no .docx that can be opened.
    """
    if kind is not None:
        load_kind(kind)
    paper = Paper(extraction, kind)
    rules: tuple[Check, ...] = (*CHECKS, *rulebook.words)
    found = [finding for rule in rules for finding in rule(paper)]
    form, problems = judged(extraction, paper.kind, source)
    found += against_kept(paper, kept) if kept is not None else ()
    found += [problem.finding for problem in problems]
    if rendered is not None:
        found += [problem.finding for problem in problems_of_pages(form, rendered)]
    heard = rulebook.judged(_once(found), extraction.document)
    if rendered is not None:
        heard = with_pages(heard, form, rendered)
    return CheckReport(CheckedDocument(extraction.document.name, paper.kind), tuple(_ordered(heard)))


def held(extraction: Extraction, kept: Kept, *, rulebook: Rulebook = SHIPPED) -> tuple[Finding, ...]:
    """Those findings alone that come of what is kept: they change with other documents than this one."""
    found = against_kept(Paper(extraction, None), kept)
    return tuple(rulebook.judged(_once(found), extraction.document))


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
