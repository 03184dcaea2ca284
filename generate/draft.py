"""Drafts a paper: a month's summary and a template in, a Draft out, every figure with its records."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generate.addressee import addressee
from generate.changes import Before
from generate.dress import dressed
from generate.facts import gather
from generate.kinds import drafted_kinds, known_kind
from generate.marks import Marks
from generate.markup import read_blocks
from generate.model import AnyFiled, Block, Draft, Gap, Number, Quoted
from generate.office import Office
from generate.settings import DraftSettings, load_settings
from generate.tables import make_tables
from generate.views import Facts
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

    told = prepare(kind, summary, office, allow_gaps, folder, unit=unit, before=before)
    tables = make_tables(summary, told.settings, told.facts, told.marks, told.before)
    text = render(told.kind, told.facts, told.settings, tables, told.marks, folder)
    blocks = read_blocks(text, told.marks, tables, told.settings.allowed)
    return finish(told, dressed(blocks, office, told.settings, told.marks), allow_gaps)


@dataclass(frozen=True, slots=True)
class Material:
    """What a paper is written from: its kind and settings, the facts in marks, and every record that they stand on."""

    kind: str
    summary: MonthSummary
    office: Office
    settings: DraftSettings
    marks: Marks
    facts: Facts
    before: Before
    records: Mapping[int, AnyFiled]


def prepare(
    kind: str, summary: MonthSummary, office: Office, allow_gaps: bool, folder: Path | None,
    *, unit: str | None, before: Before | None,
) -> Material:  # fmt: skip
    """The material of a paper of that kind; arguments and failures are those of draft."""
    kind, before = known_kind(kind, folder), before or Before()
    settings = load_settings(kind, folder)
    records = {
        id_: one
        for each in (*before.earlier, before.last_year, before.last_month, summary)
        if each
        for id_, one in filed_by_id(each).items()
    }
    marks = Marks(records.keys())
    facts = gather(
        summary, office, settings, marks, addressee(kind, settings, summary, office, unit, allow_gaps), before
    )
    return Material(kind, summary, office, settings, marks, facts, before, records)


def finish(told: Material, blocks: tuple[Block, ...], allow_gaps: bool) -> Draft:
    """The paper of these blocks. Raises MissingFact: a required fact is a gap in it, and gaps are not allowed."""
    month, day = told.summary.month, told.office.date
    result = _compose(Draft(told.kind, month, day, blocks, (), told.facts.left_out, told.records))
    lacking = tuple(fact for fact in told.settings.required if fact in result.gaps)
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
