"""Months, and how the stretch of time that a figure covers lies to the month of its report."""

import calendar
import datetime as dt
import re
from typing import Literal

from records import BadRequest, Period

Stretch = Literal["month", "to_date", "part", "unstated", "elsewhen"]

_MONTH_DAYS = range(15, 32)  # «5月1日至18日» and «4月26日至5月25日» are a month's figures, «5月12日» is an event of it
_LATEST = dt.timedelta(days=31)  # «目前» ends on the report's day, which lies after the month; beyond this it is a plan


def month_days(month: str) -> tuple[dt.date, dt.date]:
    """First and last day of «2023-05». Raises BadRequest when it is written otherwise."""
    match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", month)
    if not match or match[1] == "0000":
        raise BadRequest(f"月份“{month}”无法识别，应写作 2023-05 的样式")
    year, number = int(match[1]), int(match[2])
    return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])


def tell_stretch(period: Period | None, month: str) -> Stretch:
    """What a figure of that period is to the month.

    month     most of a month, most of it this one
    to_date   from an earlier or unnamed day up to some day of the month or soon after
    part      days of the month: a figure of an event, no total
    unstated  the text names no time
    elsewhen  over before the month, or of a time still to come
    """
    first, last = month_days(month)
    if period is None or (period.start is None and period.end is None):
        return "unstated"
    start, end = period.start, period.end or max(last, period.start or last)
    if end < first or end > last + _LATEST or (start and start > last):
        return "elsewhen"
    if start is None or (end - start).days >= _MONTH_DAYS.stop - 1:
        return "to_date"
    return _within(start, end, first, last)


def _within(start: dt.date, end: dt.date, first: dt.date, last: dt.date) -> Stretch:
    days = (end - start).days + 1
    inside = (min(end, last) - max(start, first)).days + 1
    if days in _MONTH_DAYS:
        return "month" if inside * 2 > days else "elsewhen"
    return "part"
