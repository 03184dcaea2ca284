"""What an office keeps of a month: who reports to it, what they filed, and the sums of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from records.facts import Accident, Approx, Count, Deadline, Hazard


Record = TypeVar("Record", Count, Deadline, Hazard, Accident)


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """A town, department or zone that must report; aliases are the other names that it goes by."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed(Generic[Record]):
    """A record in the office's keeping: which unit sent it, in which file. id is unique within the store or the run."""

    id: int
    unit: str
    document: str
    month: str
    record: Record


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
class Indicator:
    """One line of a month's table: «排查隐患», the sum over all units, and what each unit reported.

    units whose figure is masked or missing are not in by_unit; masked names the former
    """

    key: str
    name: str
    total: Figure | None
    by_unit: dict[str, Figure]
    masked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """All that a month's papers are written from.

    month       «2023-05»
    cut_off     the last day that the figures cover, None when the reports do not say
    indicators  by key (ledger/indicators.toml); only those that some unit reported
    missing     units on the roster that sent nothing; late: those that sent it after the day due
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
