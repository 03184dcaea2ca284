"""Which function reads which form."""

import re

from language.dates import counted, dated, feasts
from language.dates.points import Context, Point, Reader

_READERS: dict[str, Reader] = {
    "stamp": dated.read_stamp, "stamp_month": dated.read_stamp_month, "dotted": dated.read_stamp,
    "within": counted.read_within, "limit": counted.read_limit, "lead_time": counted.read_lead_time,
    "from_event": counted.read_from_event,
    "every_week": counted.rhythm("weekly"), "every_month": counted.rhythm("monthly"),
    "every_quarter": counted.rhythm("quarterly"), "every_year": counted.read_every, "every_day": counted.read_every,
    "one_each": counted.read_every, "unit_by_unit": counted.read_every, "mechanism": counted.read_every,
    "near": counted.read_near, "ahead": counted.read_ahead, "half": dated.read_half, "quarter": dated.read_quarter,
    "first_quarters": dated.read_first_quarters, "first_months": dated.read_first_months, "month": dated.read_month,
    "near_month": dated.read_near_month, "near_quarter": dated.read_near_quarter, "near_week": dated.read_near_week,
    "weekday": dated.read_near_week, "near_day": dated.read_near_day, "told_day": dated.read_bare_day,
    "clock": dated.read_clock,
    "year_part": dated.read_year,
    "both_years": dated.read_both_years,
    "year_rest": dated.read_year_rest, "year": dated.read_year, "month_part": dated.read_month_part,
    "quarter_end": dated.read_quarter_end, "day": dated.read_bare_day, "month_fell_out": dated.read_fell_out,
    "lunar": feasts.read_lunar, "lunar_name": feasts.read_lunar_name, "festival": feasts.read_festival,
    "plan": feasts.read_plan, "now": counted.read_now, "since_state": feasts.read_since_state,
    "before_season": feasts.read_before_season,
}  # fmt: skip


def read(name: str, match: re.Match[str], context: Context) -> Point | None:
    """What the match of that form means; None when it is no real day (2月30日)."""
    return _READERS[name](match.groupdict(), context)
