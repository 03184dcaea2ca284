"""Arithmetic on days: ends of months, quarters and weeks. None where there is no such day."""

import datetime as dt
from calendar import monthrange

from language.dates.time import Period

PARTS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上中旬": (1, 20), "中下旬": (11, 31), "初": (1, 10)}
_END = ("底", "末", "终")


def day(year: int, month: int, number: int) -> dt.date | None:
    """That day, or None: there is no 30 February, and no year 0."""
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def months(year: int, first: int, last: int) -> Period | None:
    """From the first day of one month to the last day of another; months run on over the year's end (13 is January)."""
    start = day(year + (first - 1) // 12, (first - 1) % 12 + 1, 1)
    stop_year, stop_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    if start is None or last < first or not 1 <= stop_year <= 9999:
        return None
    return Period(start, dt.date(stop_year, stop_month, monthrange(stop_year, stop_month)[1]))


def part_of(whole: Period, part: str | None) -> Period:
    """A named part of a month, quarter or year: its end (底, 末) is the last day, 初 the first ten days of a month.

    初 of more than a month is its first month.
    """
    first, last = whole
    if part is None or first is None or last is None:
        return whole
    if part in _END:
        return Period(last, last)
    if (last - first).days > 31:
        return months(first.year, first.month, first.month) or whole
    begin, end = PARTS[part]
    return Period(first.replace(day=begin), first.replace(day=min(end, last.day)))


def week(of: dt.date, offset: int, weekday: int | None = None) -> Period | None:
    """Monday to Sunday of the week offset weeks after that of a day, or one day of it (Monday is 0)."""
    try:
        monday = of - dt.timedelta(days=of.weekday()) + dt.timedelta(weeks=offset)
        last = monday + dt.timedelta(days=6)
    except OverflowError:
        return None
    if weekday is None:
        return Period(monday, last)
    one = monday + dt.timedelta(days=weekday)
    return Period(one, one)


def shift(of: dt.date, number: int, unit: str) -> dt.date | None:
    """The day a number of days, weeks, months or years later (earlier when negative); the month's last day at most."""
    try:
        if unit == "day":
            return of + dt.timedelta(days=number)
        if unit == "week":
            return of + dt.timedelta(weeks=number)
        index = of.year * 12 + of.month - 1 + number * (12 if unit == "year" else 1)
        year, month = divmod(index, 12)
        return dt.date(year, month + 1, min(of.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None
