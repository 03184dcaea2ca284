"""Which unit sent a report, and for which month: guessed from the report, for a human to confirm."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ledger.filing import REPORTS
from ledger.roster import Roster, plain_name, resolve
from records import Extraction, ReportingUnit


@dataclass(frozen=True, slots=True)
class Guess:
    """Unit and month of a report, None where nothing tells. sure: it is the report of one that reports."""

    unit: str | None
    month: str | None
    sure: bool


def guess(found: Extraction, units: Sequence[ReportingUnit], roster: Roster) -> Guess:
    """By the report's signature, else by the file's name; the month by its figures, else by its day."""
    month, issuer = month_of([found]), found.document.issuer
    known = issuer and resolve(issuer, roster.units or units)
    unit = known or _in_name(found.document.name, roster.units or units) or issuer
    # without a list of those who report, only what looks like a report is taken for one
    reports = bool(known) if roster.units else unit is not None and found.document.kind in REPORTS
    return Guess(unit, month, reports and month is not None)


def month_of(read: Iterable[Extraction]) -> str | None:
    """The month that most figures are counted up to (a report of early June tells of May); else that of the papers."""
    read = list(read)
    cut_offs = [count.period.end for one in read for count in one.counts if count.period and count.period.end]
    days = cut_offs or [one.document.date for one in read if one.document.date]
    return Counter(f"{day:%Y-%m}" for day in days).most_common(1)[0][0] if days else None


def _in_name(name: str, units: Sequence[ReportingUnit]) -> str | None:
    """The one unit that the file's name speaks of; None when it names none, or two."""
    stem = plain_name(PurePosixPath(name).stem)
    found = {unit.name for unit in units if any(plain_name(one) in stem for one in (unit.name, *unit.aliases))}
    return found.pop() if len(found) == 1 else None
