"""What a time expression is, once read."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

Grain = Literal["year", "half", "quarter", "month", "tendays", "week", "day", "hour", "season", "event"]
Relation = Literal["at", "by", "since", "until", "from", "within", "span"]
Rhythm = Literal["daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"]
YearFrom = Literal["stated", "list", "text", "anchor", "none"]


class Period(NamedTuple):
    """First and last day, both included; None where that end is open or unknown. first is never after last."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression of the text read: text[start:end].

    first, last  the days that the whole expression means, both included; None where open or not to be resolved
    grain        how finely it says so
    relation     by: 7月底前; since: 今年以来; until: 截至5月底; from: 6月份起; within: 3日内; span: 5月至8月; else at
    recurrence   每月 → monthly; first and last are then None
    iso          the point to the precision given, «2023-01», «2023-04-18»; None for spans and recurring times
    year_from    whose year it is: stated in the expression, taken from the list before, from the text's own words
                 (2023行动), from the anchor; none where it could not be had
    rule         name of the form it was read by; «month-fell-out» for 524日 read as 5月24日
    """

    start: int
    end: int
    text: str
    first: dt.date | None
    last: dt.date | None
    grain: Grain
    relation: Relation = "at"
    recurrence: Rhythm | None = None
    iso: str | None = None
    year_from: YearFrom = "none"
    rule: str = "calendar"
