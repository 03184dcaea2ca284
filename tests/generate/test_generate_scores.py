from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import generate
from generate import Office
from generate.evidence import entries
from generate.model import Table, plain
from generate.scores import Scores, score
from generate.settings import ScorePlan, ZonePlan
from records import MonthSummary
from templates import BadTemplate

RATE = ScorePlan("整改率", 60)
MOST = ScorePlan("检查单位", 30, "most")
SPARE = ScorePlan("重大隐患整改率", 10, needed=False)


def month(make_month: Callable[[], Any], rates: dict[str, str], **lines: tuple[str, dict[str, str]]) -> MonthSummary:
    maker = make_month()
    maker.indicator("整改率", "%", rates)
    for name, (measure, values) in lines.items():
        maker.indicator(name, measure, values)
    units = tuple(dict.fromkeys(unit for one in maker.indicators.values() for unit in one.by_unit))
    return MonthSummary("2023-06", None, units, maker.indicators, (), (), (), tuple(maker.counts))


def told(scores: Scores) -> list[tuple[int, str, Decimal]]:
    return [(one.place, one.unit, one.score.value) for one in scores.ranked]


def test_weights_count_and_the_working_is_told(make_month: Callable[[], Any]) -> None:
    summary = month(
        make_month, {"甲镇": "90", "乙镇": "80"}, 检查单位=("家", {"甲镇": "50", "乙镇": "200"}),
        重大隐患整改率=("%", {"乙镇": "50"}),
    )  # fmt: skip
    found = score(summary, (RATE, MOST, SPARE), ())
    assert told(found) == [(1, "乙镇", Decimal("83.00")), (2, "甲镇", Decimal("68.33"))]
    first, second = (one.score for one in found.ranked)
    assert first.formula == "（整改率80×60＋检查单位200÷最多的200×100×30＋重大隐患整改率50×10）÷100"
    assert second.formula == "（整改率90×60＋检查单位50÷最多的200×100×30）÷90"  # 重大隐患整改率 need not be
    stated = {filed.id: filed.record.value for filed in summary.counts}
    assert [stated[source] for source in second.sources] == [90, 50, 200]


def test_equal_scores_share_a_place(make_month: Callable[[], Any]) -> None:
    summary = month(make_month, {"甲镇": "95.001", "乙镇": "95.004", "丙镇": "99", "丁镇": "90"})
    assert [place for place, *_ in told(score(summary, (RATE,), ()))] == [1, 2, 2, 4]


def test_units_without_a_figure_are_named_and_not_ranked(rich: MonthSummary) -> None:
    found = score(rich, (RATE, MOST), (), apart="柳溪镇")
    assert {one.unit for one in found.ranked}.isdisjoint({"柳溪镇", "南湖街道", "东渡镇", "临江经济开发区", "县教育局"})
    assert found.unranked == {
        "没有报送整改率，检查单位以符号代替": ("南湖街道",),
        "整改率与本单位其他数据矛盾": ("东渡镇", "临江经济开发区"),
        "未报送本月工作情况": ("县教育局",),
    }


def test_what_is_counted_otherwise_is_not_compared(make_month: Callable[[], Any]) -> None:
    summary = month(make_month, {"甲镇": "90", "乙镇": "80", "丙镇": "70"})
    checked = replace(month(make_month, {}, 检查单位=("家次", {"甲镇": "9", "乙镇": "8"})).indicators["检查单位"])
    other = replace(checked.by_unit["甲镇"], unit="家")
    lines = summary.indicators | {"检查单位": replace(checked, by_unit=checked.by_unit | {"丙镇": other})}
    found = score(replace(summary, indicators=lines), (RATE, MOST), ())
    assert found.unranked == {"检查单位以“家”计，与其他单位不同": ("丙镇",)}


def test_figures_that_are_not_exact_rank_nobody(make_month: Callable[[], Any]) -> None:
    summary = month(make_month, {"甲镇": "90", "乙镇": "80"})
    rate = summary.indicators["整改率"]
    vague = replace(rate, by_unit=rate.by_unit | {"甲镇": replace(rate.by_unit["甲镇"], approx="over")})
    found = score(replace(summary, indicators={"整改率": vague}), (RATE,), ())
    assert found.unranked == {"整改率不是确数": ("甲镇",)}


def test_a_count_is_no_rate(make_month: Callable[[], Any]) -> None:
    summary = month(make_month, {"甲镇": "90"}, 检查单位=("家", {"甲镇": "50"}))
    with pytest.raises(BadTemplate, match=r"检查单位.*most"):
        score(summary, (ScorePlan("检查单位", 50),), ())


def test_zones_by_score_and_by_place(make_month: Callable[[], Any]) -> None:
    summary = month(make_month, {"甲镇": "99", "乙镇": "96", "丙镇": "90", "丁镇": "85", "戊镇": "79", "己镇": "79"})
    red = ZonePlan("红榜", at_least=Decimal(95), first=1)
    black = ZonePlan("黑榜", below=Decimal(80), last=1)
    zones = [one.zone for one in score(summary, (RATE,), (red, black)).ranked]
    assert zones == ["红榜", "红榜", None, None, "黑榜", "黑榜"]


@settings(deadline=None)
@given(values=st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=30), weight=st.integers(1, 500))
def test_a_rate_alone_is_the_score_whatever_it_weighs(
    make_month: Callable[[], Any], values: list[Decimal], weight: int
) -> None:  # fmt: skip
    rates = {f"单位{at}": str(value) for at, value in enumerate(values)}
    found = score(month(make_month, rates), (ScorePlan("整改率", weight),), ())
    assert [one.score.value for one in found.ranked] == sorted(values, reverse=True)
    assert all((one.place == 1) == (one.score.value == max(values)) for one in found.ranked)


OWN = """
required = ["考评结果"]
allowed = []
most_named = 3
indicators = ["整改率"]
[[score]]
indicator = "整改率"
weight = 3
[[score]]
indicator = "检查单位"
weight = 1
by = "most"
[[zone]]
name = "红榜"
first = 1
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "考评通报").mkdir()
    (tmp_path / "考评通报" / "draft.toml").write_text(OWN, encoding="utf-8")
    return tmp_path


def test_an_office_declares_its_indicators(rich: MonthSummary, office: Office, own: Path) -> None:
    paper = generate.draft("考评通报", rich, office, True, own)
    assert "整改率占75%、检查单位占25%" in paper.text()
    assert "红榜：县消防救援大队。" in paper.text()
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert [plain(cell) for cell in table.head] == ["名次", "单位", "整改率", "检查单位", "得分", "分区"]
    assert [plain(cell) for cell in table.rows[0]] == ["1", "县消防救援大队", "92.39%", "530家", "94.29分", "红榜"]
    scores = [entry for entry in entries(paper) if entry.text.endswith("分")]
    assert len(scores) >= len(table.rows)
    assert all(entry.formula and entry.sources for entry in scores)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("weight = 0", "weight"),
        ('weight = 1\nby = "least"', "by 只能是"),
        ('weight = 1\n[[zone]]\nname = "红榜"', "at_least"),
    ],
)
def test_what_cannot_be_scored_by_is_refused(
    wrong: str, told: str, rich: MonthSummary, office: Office, own: Path
) -> None:  # fmt: skip
    text = OWN.split("[[score]]")[0] + f'[[score]]\nindicator = "整改率"\n{wrong}\n'
    (own / "考评通报" / "draft.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadTemplate, match=told):
        generate.draft("考评通报", rich, office, True, own)
