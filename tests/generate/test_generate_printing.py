import datetime as dt
from decimal import Decimal

import pytest

from generate.printing import print_cell, print_day, print_figure, print_month, print_span
from records import Figure


def figure(value: str, unit: str, approx: str = "exact") -> Figure:
    return Figure(Decimal(value), unit, (1,), approx)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "approx", "printed"),
    [
        ("9542", "处", "exact", "9542处"),
        ("0", "起", "exact", "0起"),
        ("11300", "人次", "exact", "1.13万人次"),
        ("46832", "人次", "exact", "46832人次"),  # not round: every digit is kept
        ("30000", "份", "exact", "3万份"),
        ("300000000", "元", "exact", "3亿元"),
        ("3000000", "元", "exact", "300万元"),
        ("96050", "元", "exact", "9.605万元"),
        ("8600.5", "元", "exact", "8600.5元"),
        ("184.40", "公里", "exact", "184.4公里"),
        ("97.29", "%", "exact", "97.29%"),
        ("91.428571", "%", "exact", "91.43%"),
        ("97.50", "%", "exact", "97.5%"),
        ("5.5", "个百分点", "exact", "5.5个百分点"),
        ("40", "家", "over", "40余家"),
        ("352", "家", "over", "超过352家"),
        ("30000", "米", "over", "3万余米"),
        ("3000000", "元", "over", "300余万元"),
        ("97.29", "%", "over", "超过97.29%"),
        ("100", "场次", "under", "近100场次"),
        ("352", "家", "under", "不足352家"),
        ("4200", "家", "about", "约4200家"),
        ("2", "次", "at_least", "不少于2次"),
        ("5", "家", "at_most", "不超过5家"),
    ],
)
def test_prints_as_officials_do(value: str, unit: str, approx: str, printed: str) -> None:
    assert print_figure(figure(value, unit, approx)) == printed


@pytest.mark.parametrize(
    ("value", "unit", "column", "same", "printed"),
    [
        ("9542", "处", "处", True, "9542"),
        ("11300", "人次", "人次", True, "11300"),  # a column keeps one scale
        ("12", "家", "家次", False, "12家"),
        ("96050", "元", "万元", False, "9.605"),
        ("0", "元", "万元", False, "0"),
    ],
)
def test_prints_cells_in_the_columns_unit(value: str, unit: str, column: str, same: bool, printed: str) -> None:
    assert print_cell(figure(value, unit), column, same) == printed


def test_prints_days_without_padding() -> None:
    assert print_day(dt.date(2023, 7, 4)) == "2023年7月4日"
    assert print_month("2023-05") == "2023年5月"


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        (dt.date(2023, 5, 1), dt.date(2023, 8, 31), "2023年5月1日至8月31日"),
        (dt.date(2023, 5, 1), dt.date(2024, 1, 31), "2023年5月1日至2024年1月31日"),
        (None, dt.date(2023, 5, 31), "2023年5月31日前"),
        (dt.date(2023, 5, 1), None, "2023年5月1日起"),
        (None, None, None),
    ],
)
def test_prints_spans(start: dt.date | None, end: dt.date | None, printed: str | None) -> None:
    assert print_span(start, end) == printed
