import datetime as dt

import pytest

from language.dates.calendar import day, months, shift, week
from language.dates.holidays import after_workdays, festival, is_workday, lunar
from language.dates.time import Period


@pytest.mark.parametrize(
    ("name", "year", "day_", "first", "last"),
    [
        ("春节", 2023, "2023-01-22", "2023-01-21", "2023-01-27"),
        ("劳动节", 2024, "2024-05-01", "2024-05-01", "2024-05-05"),
        ("国庆", 2019, "2019-10-01", "2019-10-01", "2019-10-07"),
        ("端午", 2022, "2022-06-03", "2022-06-03", "2022-06-05"),
        ("清明", 2020, "2020-04-04", "2020-04-04", "2020-04-06"),
        ("劳动节", 2006, "2006-05-01", "2006-05-01", "2006-05-07"),
    ],
)
def test_festivals_as_the_notices_had_them(name: str, year: int, day_: str, first: str, last: str) -> None:
    one = dt.date.fromisoformat(day_)
    assert festival(name, year, holiday=False) == Period(one, one)
    assert festival(name, year, holiday=True) == Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_a_year_beyond_the_table_has_no_festival() -> None:
    assert festival("春节", 1990, holiday=False) is None
    assert festival("国庆", 2030, holiday=True) is None


@pytest.mark.parametrize(
    ("text", "works"),
    [("2023-06-25", True), ("2023-06-24", False), ("2023-10-02", False), ("2023-10-07", True), ("2031-01-04", False)],
)
def test_working_days(text: str, works: bool) -> None:
    assert is_workday(dt.date.fromisoformat(text)) is works


def test_working_days_run_past_a_holiday() -> None:
    assert after_workdays(dt.date(2023, 9, 28), 1) == dt.date(2023, 10, 7)
    assert after_workdays(dt.date(9999, 12, 30), 5) is None
    assert after_workdays(dt.date(2023, 1, 1), 99_999) is None


def test_lunar_days() -> None:
    assert lunar(2023, 1, 1) == dt.date(2023, 1, 22)
    assert lunar(2023, 8, 15) == dt.date(2023, 9, 29)
    assert lunar(2024, 1, 0) == dt.date(2024, 2, 9)
    assert lunar(1999, 1, 1) is None


def test_calendar_arithmetic_stays_inside_the_calendar() -> None:
    assert day(2023, 2, 30) is None
    assert months(9999, 1, 24) is None
    assert months(2023, 11, 15) == Period(dt.date(2023, 11, 1), dt.date(2024, 3, 31))
    assert week(dt.date(9999, 12, 31), 1) is None
    assert shift(dt.date(2023, 1, 31), 1, "month") == dt.date(2023, 2, 28)
    assert shift(dt.date(2023, 1, 31), 10**9, "day") is None
