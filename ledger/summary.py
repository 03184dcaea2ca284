"""Sums up a month: what the units reported, line by line, and who did not report. Needs no database."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ledger.claims import Claim, read_claims
from ledger.filing import REPORTS, Holdings, Submission, by_document, file_extractions
from ledger.inspected import inspected
from ledger.periods import month_days
from ledger.roster import Roster
from ledger.subjects import know_unit
from ledger.table import Claims, Scope, build_table, choose_scope
from records import Extraction, MonthSummary


def summarise(month: str, holdings: Holdings, submissions: Sequence[Submission], roster: Roster) -> MonthSummary:
    """The month's summary.

    holdings     the records that count: of each unit's papers the latest versions
    submissions  everything that came in for the month, superseded versions as well: who was in time with the first
                 and corrected it later is not late
    Raises BadRequest for a malformed month.
    """
    month_days(month)
    filed = {submission.unit for submission in submissions}
    units, unlisted = _order(filed, roster)
    areas = {unit: know_unit(roster.names_of(unit)).area for unit in units}
    claims = _claims(month, holdings, submissions, roster)
    if len(filed) == 1 and not any(areas.values()):
        claims = {key: _as_own(group) for key, group in claims.items()}
    scope = choose_scope(claims, units)
    other: Scope = "month" if scope == "to_date" else "to_date"
    table = build_table(claims, areas, month, scope, main=True)
    return MonthSummary(
        month=month,
        cut_off=table.cut_off,
        units=units,
        indicators=table.indicators,
        deadlines=holdings.deadlines,
        hazards=holdings.hazards,
        accidents=holdings.accidents,
        counts=holdings.counts,
        missing=tuple(unit.name for unit in roster.units if unit.name not in filed),
        late=_late(month, units, submissions, roster),
        unlisted=unlisted,
        period=scope,
        beside=build_table(claims, areas, month, other, main=False).indicators,
        inspected=inspected(holdings, submissions),
    )


def summarise_files(files: Sequence[tuple[str, Extraction]], month: str, roster: Roster | None = None) -> MonthSummary:
    """The summary of files that are in no store, each with its unit. Without a roster nobody is missing."""
    holdings, submissions = file_extractions(files, month)
    return summarise(month, holdings, submissions, roster or Roster())


def _order(filed: set[str], roster: Roster) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The units that filed, in the roster's order, and by name those that are not on it; without one all are."""
    listed = tuple(unit.name for unit in roster.units if unit.name in filed)
    others = tuple(sorted(filed.difference(listed)))
    return (listed, others) if roster.units else (others, ())


def _claims(month: str, holdings: Holdings, submissions: Sequence[Submission], roster: Roster) -> Claims:
    """What the units claim, by unit and line; of a unit that sent reports and other papers only what its reports do."""
    reports = {(each.unit, each.sha256) for each in submissions if each.kind in REPORTS}
    reporting = {unit for unit, _ in reports}
    accidents = by_document(holdings.accidents)
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for (unit, document, sha256), filed in by_document(holdings.counts).items():
        if unit in reporting and (unit, sha256) not in reports:
            continue
        events = [each.record for each in accidents.get((unit, document, sha256), ())]
        me = know_unit(roster.names_of(unit))
        for claim in read_claims(filed, events, holdings.texts[sha256], me, month):
            if claim.stretch != "elsewhen":
                claims[unit, claim.line.key].append(claim)
    return claims


def _as_own(claims: Sequence[Claim]) -> Sequence[Claim]:
    """A lone department's claims, with what it says of the whole county as its own where it says nothing of itself.

    Beside other units' figures that would be counting them twice.
    """
    if any(claim.standing in ("own", "inner") for claim in claims):
        return claims
    return [replace(claim, standing="own") if claim.standing == "whole_area" else claim for claim in claims]


def _late(month: str, units: Sequence[str], submissions: Sequence[Submission], roster: Roster) -> tuple[str, ...]:
    due = roster.due(month)
    first = {
        unit: min((each.received for each in submissions if each.unit == unit and each.received), default=None)
        for unit in units
    }
    return tuple(unit for unit, day in first.items() if day and due and day > due)
