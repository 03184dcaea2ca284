"""Drafts a paper: a month's summary and a template in, a Draft out, every figure with its records."""

from dataclasses import replace
from pathlib import Path

from generate.dress import dressed
from generate.facts import gather
from generate.marks import Marks
from generate.markup import read_blocks
from generate.model import AnyFiled, Draft, Gap, Number, Quoted
from generate.office import Office
from generate.settings import load_settings
from generate.tables import make_tables
from records import BadRequest, MissingFact, MonthSummary

KINDS = ("总体方案", "工作汇报", "通报")


def draft(
    kind: str, summary: MonthSummary, office: Office, allow_gaps: bool = False, folder: Path | None = None
) -> Draft:
    """A paper of that kind. folder holds the office's own templates, which win over the shipped ones.

    Facts that no record states become gaps. Raises MissingFact when one of them is required and gaps are not
    allowed; BadRequest: no such kind; BadTemplate, UnsourcedFigure: the template is at fault.
    """
    from generate.wording import render  # Jinja2 is loaded only when something is drafted

    if kind not in KINDS:
        raise BadRequest(f"不能起草“{kind}”，可用：{'、'.join(KINDS)}")
    settings, records = load_settings(kind, folder), filed_by_id(summary)
    marks = Marks(records.keys())
    facts = gather(summary, office, settings, marks)
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
