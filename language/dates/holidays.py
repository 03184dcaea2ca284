"""Festivals and working days from holidays.toml, days of the Chinese calendar from lunar.toml."""

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from language.dates.time import Period

_SATURDAY = 5


@cache
def table() -> dict[str, Any]:
    """holidays.toml: «names» and one table a year."""
    return tomllib.loads(files("language.dates").joinpath("holidays.toml").read_text("utf-8"))


def names() -> dict[str, str]:
    """Each name of a festival and the one that it goes by in the table."""
    return dict(table()["names"])


def festival(name: str, year: int, *, holiday: bool) -> Period | None:
    """The festival's day, or the days off around it; None where the year is not in the table."""
    goes_by = names()[name]
    if goes_by[0].isdigit():  # «七一»: the same day every year, no holiday
        return Period(*2 * (dt.date.fromisoformat(f"{year:04}-{goes_by}"),)) if not holiday and year else None
    days = table().get(str(year), {}).get(goes_by)
    if days is None:
        return None
    if not holiday:
        return Period(days[0], days[0])
    return Period(days[1], days[2]) if len(days) > 1 else None


def is_workday(day: dt.date) -> bool:
    """Whether offices work on that day; beyond the table, whether it is no Saturday or Sunday."""
    year = table().get(str(day.year), {})
    if day in year.get("off", ()):
        return False
    return day.weekday() < _SATURDAY or day in year.get("work", ())


def after_workdays(day: dt.date, number: int) -> dt.date | None:
    """The number-th working day after a day; None where it runs out of the calendar or is absurdly far."""
    if number > 2000:
        return None
    try:
        while number:
            day += dt.timedelta(days=1)
            number -= is_workday(day)
    except OverflowError:
        return None
    return day


@cache
def _lunar_months() -> dict[str, list[dt.date]]:
    months: dict[str, list[dt.date]] = tomllib.loads(files("language.dates").joinpath("lunar.toml").read_text("utf-8"))[
        "months"
    ]
    return months


def lunar(year: int, month: int, day: int) -> dt.date | None:
    """The day of a lunar date of a lunar year; day 0 is the last of the month before, so (year + 1, 1, 0) is 除夕."""
    starts = _lunar_months().get(str(year))
    if starts is None or not 1 <= month <= 12 or not 0 <= day <= 30:
        return None
    return starts[month - 1] + dt.timedelta(days=day - 1)
