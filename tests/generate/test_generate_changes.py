from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import generate
from generate import Before, Office
from records import MonthSummary


def month(make_month: Callable[[], Any], rich: MonthSummary, values: dict[str, str], **more: Any) -> MonthSummary:
    maker = make_month()
    maker.indicator("排查隐患", "处", values)
    fields = {"indicators": maker.indicators, "counts": tuple(maker.counts), "hazards": (), "deadlines": (),
              "accidents": (), "missing": (), "late": (), "period": "month"}  # fmt: skip
    return replace(rich, **(fields | more))


def told(now: MonthSummary, before: Before, office: Office) -> str:
    text = generate.draft("月度小结", now, office, True, before=before).text()
    return text.split("排查隐患", 1)[1].split("。")[0]


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        ("56", "48", "56处（环比增加8处，上升16.67%）"),
        ("45", "60", "45处（环比减少15处，下降25%）"),
        ("50", "50", "50处（环比持平）"),
        ("5", "0", "5处（环比增加5处（上月为0处））"),
    ],
)
def test_up_down_flat_and_from_zero(
    now: str, then: str, words: str, make_month: Callable[[], Any], rich: MonthSummary, office: Office
) -> None:  # fmt: skip
    this, last = (month(make_month, rich, {"甲镇": value}) for value in (now, then))
    last = shifted(last)
    assert told(this, Before(last_month=last), office) == words


def shifted(summary: MonthSummary) -> MonthSummary:
    """The same with ids that no other summary has."""
    indicators = {
        name: replace(
            one,
            total=replace(one.total, sources=tuple(id_ + 5000 for id_ in one.total.sources)) if one.total else None,
            by_unit={
                unit: replace(figure, sources=tuple(id_ + 5000 for id_ in figure.sources))
                for unit, figure in one.by_unit.items()
            },
        )
        for name, one in summary.indicators.items()
    }
    counts = tuple(replace(one, id=one.id + 5000) for one in summary.counts)
    return replace(summary, indicators=indicators, counts=counts)


def test_other_units_are_left_out_and_said_so(
    make_month: Callable[[], Any], rich: MonthSummary, office: Office
) -> None:  # fmt: skip
    this = month(make_month, rich, {"甲镇": "10", "乙镇": "20", "丙镇": "5"})
    last = shifted(month(make_month, rich, {"甲镇": "8", "乙镇": "20"}))
    text = told(this, Before(last_year=last), office)
    assert text == "35处（按两期都报送的2个单位计，同比增加2处，上升7.14%）"


def test_figures_to_date_are_not_compared_with_last_month(
    make_month: Callable[[], Any], rich: MonthSummary, office: Office
) -> None:  # fmt: skip
    this = month(make_month, rich, {"甲镇": "10"}, period="to_date")
    last = shifted(month(make_month, rich, {"甲镇": "8"}, period="to_date"))
    assert told(this, Before(last_month=last), office) == "10处"
    assert told(this, Before(last_year=last), office) == "10处（同比增加2处，上升25%）"
    assert told(this, Before(last_year=replace(last, period="month")), office) == "10处"
