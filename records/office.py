"""What an office keeps of a month: who reports to it, what they filed, and the sums of it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from records.facts import Accident, Approx, Count, Deadline, Hazard

Record = TypeVar("Record", Count, Deadline, Hazard, Accident)


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """A town, department or zone that must report; aliases are the other names that it goes by."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed(Generic[Record]):
    """A record in the office's keeping: which unit sent it, in which file.

    id      unique over all four kinds within the store or the run, and never given again
    sha256  of the file, which tells files of one name apart; empty where the record came from no file
    """

    id: int
    unit: str
    document: str
    month: str
    record: Record
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may be printed, and the records that it stands on.

    sources  ids of the Filed records; never empty
    formula  how it was worked out from them («12个单位之和», «整改256÷发现280»); None when a record states it as it is
    """

    value: Decimal
    unit: str
    sources: tuple[int, ...]
    approx: Approx = "exact"
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Omission:
    """Why a unit that speaks of an indicator has no figure in its total.

    reason   masked        the number is covered up
             disputed      two exact values for one thing that are too close to be a whole and its part
             unclear       several values, and nothing that tells the unit's own total from its parts
             other_period  only for another stretch of time than the table's
             narrow        only for one sort of what is counted (加油站 for 检查单位)
    note     the same in one Chinese line, with the values
    sources  ids of the Filed records that it speaks of
    """

    unit: str
    reason: Literal["masked", "disputed", "unclear", "other_period", "narrow"]
    note: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a month's table: «排查隐患», the sum over all units, and what each unit reported.

    units whose figure is masked, missing or left out are not in by_unit; masked names the first of these
    omitted  those that speak of it but are not in the total, and why
    note     why there is no total though units have figures, else None
    """

    key: str
    name: str
    total: Figure | None
    by_unit: dict[str, Figure]
    masked: tuple[str, ...] = ()
    omitted: tuple[Omission, ...] = ()
    note: str | None = None

    @property
    def disputed(self) -> tuple[str, ...]:
        """Units that contradict themselves on this indicator."""
        return tuple(omission.unit for omission in self.omitted if omission.reason == "disputed")


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """All that a month's papers are written from.

    month       «2023-05»
    cut_off     the last day that the figures cover, None when the reports do not say
    units       those that reported; only those on the roster, where there is one
    unlisted    those off the roster that sent something: their figures, perhaps others' told again, are in no total
    indicators  by key (ledger/indicators.toml); only those that some unit reported
    missing     units on the roster that sent nothing; late: those that sent it after the day due
    period      what the indicators cover: «month» that month alone, «to_date» from an earlier day up to cut_off
    beside      the same table over the other of the two stretches, from units that state it; never to be added to these
    inspected   ids of the records of what an inspection found itself (督查, 暗访, 现场检查), not of what units report
    """

    month: str
    cut_off: date | None
    units: tuple[str, ...]
    indicators: dict[str, Indicator]
    deadlines: tuple[Filed[Deadline], ...]
    hazards: tuple[Filed[Hazard], ...]
    accidents: tuple[Filed[Accident], ...]
    counts: tuple[Filed[Count], ...]
    missing: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    period: Literal["month", "to_date"] = "month"
    beside: dict[str, Indicator] = field(default_factory=dict)
    inspected: frozenset[int] = frozenset()
