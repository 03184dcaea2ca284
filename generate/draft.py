"""Drafts a paper: a month's summary and a template in, a Draft out, every figure with its records."""

from dataclasses import replace
from pathlib import Path

from generate.addressee import addressee
from generate.changes import Before
from generate.dress import dressed
from generate.facts import gather
from generate.kinds import drafted_kinds, known_kind
from generate.marks import Marks
from generate.markup import read_blocks
from generate.model import AnyFiled, Draft, Gap, Number, Quoted
from generate.office import Office
from generate.settings import load_settings
from generate.tables import make_tables
from records import MissingFact, MonthSummary

KINDS = drafted_kinds()  # those shipped; drafted_kinds(folder) has the office's own as well


def draft(
    kind: str, summary: MonthSummary, office: Office, allow_gaps: bool = False, folder: Path | None = None,
    *, unit: str | None = None, before: Before | None = None,
) -> Draft:  # fmt: skip
    """A paper of that kind. folder holds the office's own templates, which win over the shipped ones.

    unit    whom the paper is written to, where its kind is written to one (the only one of the month by default)
    before  what the month's totals are compared with

    Facts that no record states become gaps. Raises MissingFact when one of them is required and gaps are not
    allowed; BadRequest: no such kind, nobody or nobody known to write to; BadTemplate, UnsourcedFigure: the
    template is at fault.
    """
    from generate.wording import render  # Jinja2 is loaded only when something is drafted

    kind, before = known_kind(kind, folder), before or Before()
    settings = load_settings(kind, folder)
    records = {
        id_: one
        for each in (before.last_year, before.last_month, summary)
        if each
        for id_, one in filed_by_id(each).items()
    }
    marks = Marks(records.keys())
    facts = gather(summary, office, settings, marks, addressee(kind, settings, summary, unit, allow_gaps), before)
    tables = make_tables(summary, settings, facts, marks)
    text = render(kind, facts, settings, tables, marks, folder)
    blocks = dressed(read_blocks(text, marks, tables, settings.allowed), office, settings.form, marks)
    result = _compose(Draft(kind, summary.month, office.date, blocks, (), facts.left_out, records))
    lacking = tuple(fact for fact in settings.required if fact in result.gaps)
    if lacking and not allow_gaps:
        raise MissingFact(lacking)
    return result


def filed_by_id(summary: MonthSummary) -> dict[int, AnyFiled]:
    """Every record of the summary, by id."""
    filed: tuple[AnyFiled, ...] = (*summary.counts, *summary.deadlines, *summary.hazards, *summary.accidents)
    return {one.id: one for one in filed}


def _compose(paper: Draft) -> Draft:
    """The paper with its gaps listed and only those records kept that it stands on."""
    pieces = tuple(paper.pieces())
    gaps = dict.fromkeys(piece.wanted for piece in pieces if isinstance(piece, Gap))
    used = dict.fromkeys(source for piece in pieces for source in sources_of(piece))
    return replace(paper, gaps=tuple(gaps), records={source: paper.records[source] for source in used})


def sources_of(piece: object) -> tuple[int, ...]:
    """Ids of the records that a piece stands on; empty for words."""
    if isinstance(piece, Number):
        return piece.figure.sources
    return piece.sources if isinstance(piece, Quoted) else ()
