"""A report against what is kept of the month before and of the units."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from check import check
from check.kept import Kept
from records import Count, Figure, Filed, Indicator, MonthSummary

TEXT = "截至6月底，全镇共排查隐患300处。"
OF_SOME = "截至6月底，数据齐全的8个单位，排查隐患300处。"


def table(month: str, value: int, *, period: Any = "to_date", unit: str = "东镇", text: str = TEXT) -> MonthSummary:
    figure = Figure(Decimal(value), "处", (1,))
    indicator = Indicator("found", "排查隐患", figure, {unit: figure})
    start = text.index("排查")
    count = Count(value=Decimal(value), unit="处", item="隐患", quote="排查隐患300处", start=start, end=start + 8)
    counts = (Filed(1, unit, "a.txt", month, count),)
    return MonthSummary(month, None, (unit,), {"found": indicator}, (), (), (), counts, period=period)


@pytest.fixture(name="found")
def _found(draft: Any) -> Any:
    def found(kept: Kept) -> list[tuple[str, str | None]]:
        report = check(draft(TEXT).extraction(), kept=kept)
        return [(one.rule, one.quote) for one in report.findings if one.rule.startswith("figure.kept")]

    return found


def test_a_total_to_date_that_shrinks_is_a_hint(found: Any) -> None:
    kept = Kept(table("2023-06", 300), before=table("2023-05", 320), unit="东镇")
    assert found(kept) == [("figure.kept-less", "排查隐患300处")]
    assert found(replace(kept, before=table("2023-05", 280))) == []
    assert found(replace(kept, before=table("2023-05", 320, period="month"))) == []
    assert found(replace(kept, before=table("2022-12", 320))) == []


def test_a_total_that_is_not_the_sum_of_the_units(found: Any) -> None:
    kept = Kept(table("2023-06", 300), units=table("2023-06", 310))
    assert found(kept) == [("figure.kept-sum", "排查隐患300处")]
    assert found(replace(kept, units=table("2023-06", 300))) == []
    assert found(replace(kept, unit="东镇")) == []


def test_a_figure_of_some_units_is_not_held_against_the_sum_of_all(draft: Any) -> None:
    kept = Kept(table("2023-06", 300, text=OF_SOME), units=table("2023-06", 310))
    report = check(draft(OF_SOME).extraction(), kept=kept)
    assert [one.rule for one in report.findings if one.rule.startswith("figure.kept")] == []
