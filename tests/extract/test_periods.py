"""How far a time reaches: the days of an inspection over its findings, a heading's days, a table's name."""

import datetime as dt
from pathlib import Path

import docx

import extract
from records import Period

DAY = dt.date(2026, 3, 1)
CHECK = Period(dt.date(2026, 2, 2), dt.date(2026, 2, 6))


def periods(text: str) -> dict[str, Period | None]:
    """By quote the time that each figure of a text covers."""
    return {one.quote: one.period for one in extract.extract(extract.read_text(text), date=DAY).counts}


def test_the_days_of_an_inspection_hold_for_its_findings_and_not_for_the_rest() -> None:
    found = periods(
        "关于节前安全检查情况的通报\n2月2日至6日，市安委办组织三个组对全市重点企业进行了检查。\n"
        "一、总体情况\n全市现有规模以上企业412家。\n二、存在的突出问题\n"
        "甲化工厂未设置警示标志5处。\n乙家具厂配电箱损坏7个。\n三、下一步工作要求\n各地抽调专家30名开展复查。\n"
    )
    assert {quote: period for quote, period in found.items() if period == CHECK} == {
        "组织三个组对全市重点企业": CHECK,
        "设置警示标志5处": CHECK,
        "配电箱损坏7个": CHECK,
    }


def test_the_days_in_a_heading_hold_to_the_next_heading_of_its_kind() -> None:
    found = periods(
        "检查记录\n■ 甲组（2月2日、3日）\n某医院走廊加床6张。\n■ 乙组（2月4日）\n某商场疏散指示灯损坏9个。\n"
    )
    assert [(period.start, period.end) for period in found.values() if period] == [
        (dt.date(2026, 2, 2), dt.date(2026, 2, 3)),
        (dt.date(2026, 2, 4), dt.date(2026, 2, 4)),
    ]


def test_a_table_s_own_name_tells_the_time_of_its_figures(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("2025年1—8月隐患排查整治情况统计表")
    table = word.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("单位", "排查隐患（处）", "槐镇", "214"), strict=True
    ):
        cell.text = text
    word.save(str(tmp_path / "表.docx"))
    (count,) = extract.extract(extract.read(tmp_path / "表.docx"), date=DAY).counts
    assert count.period == Period(dt.date(2025, 1, 1), dt.date(2025, 8, 31))


def test_a_day_told_twice_is_one_end_of_a_span() -> None:
    found = periods("2026年2月2日（腊月十五）—2月6日，共检查企业41家。")
    assert list(found.values()) == [CHECK]


def test_months_that_accidents_are_added_up_for_hold_for_the_trades_told_after() -> None:
    found = periods(
        "全县生产安全形势通报\n1月，全县发生事故9起、死亡4人。\n"
        "（一）建筑施工。发生事故5起、死亡3人。\n（二）农机。发生事故4起、死亡1人。\n（三）监管力量。全县有执法人员61名。\n"
    )
    january = Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    assert [period for quote, period in found.items() if "起" in quote or "死亡" in quote] == [january] * 6
    assert found["执法人员61名"] is None


def test_what_began_on_a_day_and_is_told_up_to_another_covers_both() -> None:
    found = periods("自1月5日专项行动启动以来，至2月6日，全市共排查企业312家，发现隐患95处。")
    assert list(found.values()) == [Period(dt.date(2026, 1, 5), dt.date(2026, 2, 6))] * 2


def test_an_hour_is_of_the_day_told_last() -> None:
    found = periods("2月3日8时，施工队进场作业。\n9时20分，围墙倒塌，3人被埋。\n从时段看，22时至次日6时发生火灾7起。\n")
    assert found["3人被埋"] == Period(dt.date(2026, 2, 3), dt.date(2026, 2, 3))
    assert found["发生火灾7起"] is None


def test_the_month_of_work_safety_is_june() -> None:
    found = periods("“安全生产月”期间，举办咨询活动9场。")
    assert list(found.values()) == [Period(dt.date(2025, 6, 1), dt.date(2025, 6, 30))]


def test_rows_of_months_are_of_their_month_in_the_year_of_the_table_s_name() -> None:
    found = periods("2023年执法情况统计表\n月份|检查企业（家）|罚款（万元）\n1月|96|13\n2月|88|8\n合计|184|21\n")
    assert found["88"] == Period(dt.date(2023, 2, 1), dt.date(2023, 2, 28))
    assert found["184"] == Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31))


def test_a_day_up_to_which_a_table_is_told_holds_for_its_rows() -> None:
    found = periods("二、重点任务完成情况(截至2月底)\n县区|在岗率|查纠违法(起)\n白塔县|96.4%|1,306\n羊峪县|88.1%|845\n")
    assert set(found.values()) == {Period(None, dt.date(2026, 2, 28))}
