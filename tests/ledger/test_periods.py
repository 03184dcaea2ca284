from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.periods import month_days, tell_stretch
from records import BadRequest, Period

# for a report of June 2023, grouped by what the stretch is
STRETCHES = {
    "month": [
        "2023-06-01..2023-06-30", "2023-06-01..2023-06-25", "2023-06-01..", "2023-05-26..2023-06-25",
    ],
    "to_date": [
        "2023-01-01..2023-06-30", "..2023-06-25", "..2023-07-02", "2023-05-20..2023-06-25", "2023-01-01..",
        "2023-04-27..2023-06-01",
    ],
    "part": ["2023-06-12..2023-06-12", "2023-06-05..2023-06-11", "2023-05-31..2023-06-02"],
    "unstated": [".."],
    "elsewhen": [
        "2023-05-01..2023-05-31", "..2023-05-31", "2023-01-01..2023-12-31", "2023-07-01..2023-07-31", "2023-07-01..",
        "2022-01-01..2022-06-30", "2023-06-25..2023-07-24",
    ],
}  # fmt: skip


def period(text: str) -> Period:
    start, _, end = text.partition("..")
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(("wanted", "text"), [(wanted, text) for wanted in STRETCHES for text in STRETCHES[wanted]])
def test_a_period_is_told_by_how_it_lies_to_the_month(wanted: str, text: str) -> None:
    assert tell_stretch(period(text), "2023-06") == wanted


def test_no_period_is_unstated() -> None:
    assert tell_stretch(None, "2023-06") == "unstated"


@given(st.dates(), st.integers(0, 800), st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_every_period_is_told(start: date, days: int, month: date) -> None:
    end = min(start.toordinal() + days, date.max.toordinal())
    assert tell_stretch(Period(start, date.fromordinal(end)), f"{month:%Y-%m}") in STRETCHES


def test_a_leap_february() -> None:
    assert month_days("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize("text", ["2023-6", "2023-13", "2023-00", "0000-01", "202306", "2023-06-01", "", "２０２３-06"])
def test_a_malformed_month_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="应写作 2023-05 的样式"):
        month_days(text)
