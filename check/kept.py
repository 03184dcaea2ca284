"""A report against what the office keeps: the unit's own figures of the month before, and the sum over the units."""

from collections.abc import Iterator
from dataclasses import dataclass

from check.compare import plain
from check.paper import Paper, Span, of_some
from check.rules import finding
from records import Figure, Finding, Indicator, MonthSummary


@dataclass(frozen=True, slots=True)
class Kept:
    """What a document may be held against.

    own     the month's table made of this document's records alone
    before  last month's table; None where nothing was kept
    units   this month's table over all units, for a report on all of them; None for the report of one unit
    unit    the unit that reports, as the tables name it; None for a report on all
    """

    own: MonthSummary
    before: MonthSummary | None = None
    units: MonthSummary | None = None
    unit: str | None = None


def against_kept(paper: Paper, kept: Kept) -> Iterator[Finding]:
    """Totals to date that are less than a month ago, and totals that are not the sum of the units'."""
    for key, now in kept.own.indicators.items():
        if now.total is not None:
            yield from _less_than_before(paper, kept, key, now.name, now.total)
            yield from _other_than_units(paper, kept, key, now.name, now.total)


def _less_than_before(paper: Paper, kept: Kept, key: str, name: str, now: Figure) -> Iterator[Finding]:
    before = kept.before
    if before is None or not before.month < kept.own.month or before.month[:4] != kept.own.month[:4]:
        return
    last = _of_unit(before.indicators.get(key), kept.unit)
    both_to_date = before.period == kept.own.period == "to_date"
    if both_to_date and last is not None and last.unit == now.unit and now.value < last.value:
        yield finding(
            "figure.kept-less", paper, _place(paper, kept, now), name=name, now=plain(now.value),
            last=plain(last.value), gap=plain(last.value - now.value), month=before.month,
        )  # fmt: skip


def _of_unit(indicator: Indicator | None, unit: str | None) -> Figure | None:
    """The unit's figure, or the total where the report is on all units."""
    if indicator is None:
        return None
    return indicator.total if unit is None else indicator.by_unit.get(unit)


def _other_than_units(paper: Paper, kept: Kept, key: str, name: str, now: Figure) -> Iterator[Finding]:
    units = kept.units
    indicator = units.indicators.get(key) if units is not None else None
    if units is None or indicator is None or indicator.total is None or kept.unit is not None:
        return
    if (units.month, units.period, units.cut_off) != (kept.own.month, kept.own.period, kept.own.cut_off):
        return
    total, place = indicator.total, _place(paper, kept, now)
    if place is not None and of_some(paper, place.start):
        return
    if total.unit == now.unit and total.value != now.value:
        yield finding(
            "figure.kept-sum", paper, place, name=name, now=plain(now.value),
            sum=plain(total.value), gap=plain(abs(total.value - now.value)), units=len(indicator.by_unit),
        )  # fmt: skip


def _place(paper: Paper, kept: Kept, figure: Figure) -> Span | None:
    """Where the document states the figure; None where it is worked out from several."""
    stated = [one.record for one in kept.own.counts if one.id in figure.sources]
    if len(stated) != 1:
        return None
    return Span(paper.position(stated[0].start), paper.position(stated[0].end - 1) + 1)
