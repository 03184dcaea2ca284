from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import generate
from generate import Office
from generate.inspections import inspections
from generate.model import Table, plain
from records import Count, Filed, MissingFact, MonthSummary, Period

PERIOD = Period(date(2023, 6, 12), date(2023, 6, 21))
FIGURES = (
    ("组成", "督查组", "4", "个"), ("督查", "乡镇（街道）", "6", "个"), ("抽查", "生产经营单位", "62", "家"),
    ("发现", "问题隐患", "197", "项"), ("发现", "重大事故隐患", "5", "项"), ("当场整改", "问题隐患", "58", "项"),
    ("限期整改", "问题隐患", "139", "项"), ("排查", "重大事故隐患", "68", "项"),
)  # fmt: skip


def counts(figures: tuple[tuple[str, str, str, str], ...]) -> tuple[Filed[Count], ...]:
    return tuple(
        Filed(301 + at, "县安委办", "督查.docx", "2023-06", Count(
            value=Decimal(value), unit=measure, item=item, action=action, period=PERIOD, quote=value, start=0,
            end=len(value),
        ))
        for at, (action, item, value, measure) in enumerate(figures)
    )  # fmt: skip


@pytest.fixture
def month(rich: MonthSummary) -> MonthSummary:
    told = counts(FIGURES)
    return replace(rich, counts=rich.counts + told, inspected=rich.inspected | {filed.id for filed in told})


def test_an_inspection_is_told_by_its_own_figures(month: MonthSummary) -> None:
    (one,) = inspections(month)
    assert [f"{clause.words}{clause.figure.value}{clause.figure.unit}" for clause in one.clauses] == [
        "组成督查组4个", "抽查生产经营单位62家", "发现问题隐患197项", "其中重大事故隐患5项", "当场整改58项",
        "限期整改139项",
    ]  # fmt: skip
    assert one.period == PERIOD


def test_a_paper_that_does_not_say_what_was_looked_at_is_none(rich: MonthSummary) -> None:
    told = counts(FIGURES[3:])
    assert inspections(replace(rich, counts=told, inspected=frozenset(filed.id for filed in told))) == ()


def test_figures_of_reports_are_no_inspection_s(month: MonthSummary) -> None:
    assert inspections(replace(month, inspected=frozenset())) == ()


def test_the_circular_names_only_what_was_found_there(month: MonthSummary, office: Office) -> None:
    text = generate.draft("督查通报", month, office, True).text()
    assert "2023年6月12日至6月21日，县安委办【待填：督查方式和分组】开展督查检查，组成督查组4个，抽查" in text
    assert "一是红岩采石场，采场坡面角大于设计角度" in text
    assert "锦绣购物中心" not in text


def test_with_nothing_found_there_is_no_circular(rich: MonthSummary, office: Office) -> None:
    reports_only = replace(rich, inspected=frozenset())
    with pytest.raises(MissingFact, match="发现的主要问题"):
        generate.draft("督查通报", reports_only, office)
    text = generate.draft("督查通报", reports_only, office, True).text()
    assert "【待填：发现的主要问题】" in text
    assert "红岩采石场" not in text


def test_a_long_list_goes_into_an_attachment(month: MonthSummary, office: Office, draft: Callable[..., Any]) -> None:
    (hazard,) = (filed for filed in month.hazards if filed.id == 902)
    many = tuple(
        replace(hazard, id=2000 + at, record=replace(hazard.record, description=f"第{at}处坡面开裂"))
        for at in range(12)
    )
    ids = frozenset(filed.id for filed in many)
    paper = draft("督查通报", replace(month, hazards=many, inspected=ids), office, True)
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert len(table.rows) == 12
    assert plain(table.rows[0][1]) == "红岩采石场"
    assert "写明单位或场所的问题共12条（清单附后）" in paper.text()
