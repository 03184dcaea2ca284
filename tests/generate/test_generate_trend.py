"""The months side by side: each month's own sums, gaps where there are none, figures to date never among a month's."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import generate
from generate import Before, Draft, Office
from generate.evidence import read_evidence
from generate.marks import Marks
from generate.model import Number, Table, plain
from generate.trend import trend_table
from records import MonthSummary, Omission

Figures = Mapping[str, tuple[int, int]]
THREE: Figures = {"柳溪镇": (100, 90), "青石镇": (50, 50), "白沙乡": (30, 24)}


@pytest.fixture
def month_of(make_month: Callable[[], Any]) -> Callable[..., MonthSummary]:
    """Makes the summary of a month from what units found and mended; ids are its own."""
    ids = count(1000)

    def made(month: str, figures: Figures, **more: Any) -> MonthSummary:
        maker = make_month()
        maker.ids = ids
        maker.indicator("排查隐患", "处", {unit: str(found) for unit, (found, _) in figures.items()})
        maker.indicator("整改隐患", "处", {unit: str(mended) for unit, (_, mended) in figures.items()})
        rest = {"deadlines": (), "hazards": (), "accidents": ()} | more
        return MonthSummary(
            month, None, tuple(figures), indicators=maker.indicators, counts=tuple(maker.counts), **rest
        )

    return made


def table_of(*months: MonthSummary) -> Table | None:
    *earlier, last = months
    known = [one.id for month in months for one in month.counts]
    return trend_table(last, tuple(earlier), Marks(known))


def cells(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[plain(cell) for cell in row] for row in table.rows]


def test_each_month_has_its_own_sums(month_of: Callable[..., MonthSummary]) -> None:
    grown = {unit: (found + 10, mended) for unit, (found, mended) in THREE.items()}
    table = table_of(month_of("2022-12", THREE), month_of("2023-01", grown), month_of("2023-02", THREE))
    assert cells(table) == [
        ["2022年12月", "3", "180", "164", "91.11"],
        ["2023年1月", "3", "210", "164", "78.1"],
        ["2023年2月", "3", "180", "164", "91.11"],
    ]
    assert table is not None
    assert [plain(head) for head in table.head] == [
        "月份", "单位数（个）", "排查隐患（处）", "整改隐患（处）", "整改率（%）",
    ]  # fmt: skip
    assert plain(table.note) == "注：各月数为当月排查、整改数都报送且不矛盾的单位之和。"


def test_a_month_without_records_is_a_gap_and_said_once(month_of: Callable[..., MonthSummary]) -> None:
    table = table_of(*(month_of(month, THREE) for month in ("2023-01", "2023-04", "2023-06")))
    assert [row[2] for row in cells(table)] == ["180", "—", "—", "180", "—", "180"]
    assert table is not None
    assert plain(table.note).endswith("“—”表示没有可列的数：2023年2月、2023年3月、2023年5月没有报送记录。")


def test_figures_to_date_are_not_a_months(month_of: Callable[..., MonthSummary]) -> None:
    months = [month_of(f"2023-0{number}", THREE) for number in (1, 3, 4)]
    to_date = month_of("2023-02", {unit: (9 * found, mended) for unit, (found, mended) in THREE.items()})
    table = table_of(months[0], replace(to_date, period="to_date"), *months[1:])
    assert [row[2] for row in cells(table)] == ["180", "—", "180", "180"]
    assert table is not None
    assert plain(table.note).endswith("2023年2月只报了累计数。")


def test_what_units_state_for_the_month_beside_figures_to_date_is_taken(
    month_of: Callable[..., MonthSummary],
) -> None:
    months = [month_of(f"2023-0{number}", THREE) for number in (1, 2, 3)]
    own = months[1]
    both = replace(own, period="to_date", indicators=months[0].indicators, beside=own.indicators)
    assert [row[2] for row in cells(table_of(months[0], both, months[2]))] == ["180", "180", "180"]


def test_a_ledger_of_figures_to_date_shows_them_as_such_and_of_one_year_only(
    month_of: Callable[..., MonthSummary],
) -> None:
    names = ("2022-11", "2022-12", "2023-01", "2023-02", "2023-03")
    months = [replace(month_of(month, THREE), period="to_date") for month in names]
    table = table_of(*months)
    assert [row[0] for row in cells(table)] == ["2023年1月", "2023年2月", "2023年3月"]
    assert table is not None
    assert plain(table.head[2]) == "累计排查隐患（处）"
    assert "截至当月的累计数" in plain(table.note)


def test_who_contradicts_themselves_is_in_no_sum_and_that_is_said(month_of: Callable[..., MonthSummary]) -> None:
    wrong = {**THREE, "白沙乡": (30, 40)}
    table = table_of(month_of("2023-01", THREE), month_of("2023-02", wrong), month_of("2023-03", THREE))
    assert [row[1:3] for row in cells(table)] == [["3", "180"], ["2", "150"], ["3", "180"]]
    assert table is not None
    assert plain(table.note) == (
        "注：各月数为当月排查、整改数都报送且不矛盾的单位之和，只报一项、以符号代替或者前后矛盾的单位不在内；"
        "各月报送的单位不尽相同。"
    )


def test_who_covered_a_figure_up_is_in_no_sum_and_that_is_said(month_of: Callable[..., MonthSummary]) -> None:
    months = [month_of(f"2023-0{number}", THREE) for number in (1, 2, 3)]
    hidden = Omission("北岭镇", "masked", "数值被遮盖", (1000,))
    told = {name: replace(one, omitted=(hidden,)) for name, one in months[1].indicators.items()}
    table = table_of(months[0], replace(months[1], indicators=told), months[2])
    assert table is not None
    assert "以符号代替" in plain(table.note)
    assert [row[2] for row in cells(table)] == ["180", "180", "180"]


def test_a_month_of_few_units_does_not_stand_beside_full_ones(month_of: Callable[..., MonthSummary]) -> None:
    months = [month_of(f"2023-0{number}", THREE) for number in (1, 2, 3)]
    table = table_of(*months, month_of("2023-04", {"柳溪镇": (100, 90)}))
    assert cells(table)[-1] == ["2023年4月", "—", "—", "—", "—"]
    assert table is not None
    assert plain(table.note).endswith("2023年4月报送单位过少。")


def test_two_months_are_no_trend(month_of: Callable[..., MonthSummary]) -> None:
    assert table_of(month_of("2023-01", THREE), month_of("2023-06", THREE)) is None
    assert table_of(month_of("2023-06", {})) is None


def test_only_a_year_is_looked_back_on(month_of: Callable[..., MonthSummary]) -> None:
    names = ("2022-02", "2022-03", "2022-12", "2023-01", "2023-02")
    table = table_of(*(month_of(month, THREE) for month in names))
    assert [row[0] for row in cells(table) if row[2] != "—"] == ["2022年3月", "2022年12月", "2023年1月", "2023年2月"]


def test_of_the_paper_s_own_year_only_where_that_has_three_months(month_of: Callable[..., MonthSummary]) -> None:
    names = ("2022-11", "2022-12", "2023-01", "2023-03", "2023-06")
    table = table_of(*(month_of(month, THREE) for month in names))
    assert [row[0] for row in cells(table) if row[2] != "—"] == ["2023年1月", "2023年3月", "2023年6月"]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.sets(st.integers(1, 11)))
def test_a_row_has_figures_just_where_there_are_records(month_of: Callable[..., MonthSummary], kept: set[int]) -> None:
    table = table_of(*(month_of(f"2023-{number:02d}", THREE) for number in sorted(kept)), month_of("2023-12", THREE))
    if len(kept) < 2:
        assert table is None
        return
    rows = cells(table)
    assert [row[0] for row in rows] == [f"2023年{number}月" for number in range(min(kept), 13)]
    assert [row[2] == "180" for row in rows] == [number in kept | {12} for number in range(min(kept), 13)]
    assert all(row[2] in ("180", "—") for row in rows)


@pytest.mark.parametrize("kind", ["月度小结", "工作汇报", "总结"])
def test_papers_that_look_back_have_the_table_with_its_records(
    kind: str, month_of: Callable[..., MonthSummary], rich: MonthSummary, office: Office
) -> None:
    assert generate.looks_back(kind)
    past = Before(earlier=tuple(month_of(f"2023-0{number}", THREE) for number in (2, 3, 5)))
    now = month_of("2023-06", THREE, hazards=rich.hazards)
    paper = generate.draft(kind, now, office, True, before=past)
    (table,) = [block for block in paper.blocks if isinstance(block, Table) and block.name == "逐月情况"]
    told = [piece for row in table.rows for cell in row for piece in cell if isinstance(piece, Number)]
    assert len(told) == 16
    assert all(paper.records[source].document for piece in told for source in piece.figure.sources)
    assert generate.draft(kind, now, office, True) != paper


def test_papers_that_do_not_look_back_have_none(
    month_of: Callable[..., MonthSummary], rich: MonthSummary, office: Office
) -> None:
    past = Before(earlier=tuple(month_of(f"2023-0{number}", THREE) for number in (3, 4, 5)))
    assert not generate.looks_back("通报")
    paper: Draft = generate.draft("通报", rich, office, True, before=past)
    assert not any(isinstance(block, Table) and block.name == "逐月情况" for block in paper.blocks)


def test_sources_of_other_months_say_of_which(
    month_of: Callable[..., MonthSummary], office: Office, tmp_path: Path
) -> None:
    past = Before(earlier=tuple(month_of(f"2023-0{number}", THREE) for number in (4, 5)))
    past = replace(past, earlier=tuple(dated(one) for one in past.earlier))
    paper = generate.draft("月度小结", month_of("2023-06", THREE), office, True, before=past)
    generate.write_docx(generate.with_sources(paper), tmp_path / "稿.docx")
    found = {source.month for entry in read_evidence(tmp_path / "稿.docx") for source in entry.sources}
    assert found == {"", "2023-04", "2023-05"}
    told = generate.with_sources(paper).text()
    assert "柳溪镇2023年4月《柳溪镇.docx》第2页：“排查隐患100处”" in told
    assert "柳溪镇《柳溪镇.docx》第2页：“排查隐患100处”" in told


def dated(summary: MonthSummary) -> MonthSummary:
    """The summary, its records filed for its own month."""
    return replace(summary, counts=tuple(replace(one, month=summary.month) for one in summary.counts))
