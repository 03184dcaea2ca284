"""How far a time reaches: the days of an inspection over its findings, a heading's days, a table's name."""

import datetime as dt
from pathlib import Path

import docx
import pytest

import extract
from records import Period

DAY = dt.date(2026, 3, 1)
CHECK = Period(dt.date(2026, 2, 2), dt.date(2026, 2, 6))
WEEK = Period(dt.date(2016, 5, 9), dt.date(2016, 5, 15))


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
        "未设置警示标志5处": CHECK,
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


def spans(text: str, day: dt.date = DAY) -> list[tuple[str | None, str | None] | None]:
    """First and last day of what each figure of a text covers, as ISO days."""
    counts = extract.extract(extract.read_text(text), date=day).counts
    return [
        one.period and (one.period.start and str(one.period.start), one.period.end and str(one.period.end))
        for one in counts
    ]


JUNE = dt.date(2023, 6, 28)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("自4月启动以来，全县共派出检查组218个。", "2023-04-01", "2023-06-28"),
        ("全市消防“护航”行动自2023年3月1日部署开展以来，共检查单位312家。", "2023-03-01", "2023-06-28"),
        ("5月20日《条例》施行以来，共立案46件。", "2023-05-20", "2023-06-28"),
        ("“利剑”行动开展以来（6月1日至15日），全县检查场所88家。", "2023-06-01", "2023-06-15"),
        ("本防火期以来（自3月15日起），全州发生森林火情5起。", "2023-03-15", "2023-06-28"),
        ("截至5月底，今年全区共查处违法行为46起。", "2023-01-01", "2023-05-31"),
        ("截至5月底，今年计划实施的项目已完工15个。", None, "2023-05-31"),
        ("今年共检查文旅场所186家次。", "2023-01-01", "2023-06-28"),
        ("今年，县财政安排应急专项资金680万元。", "2023-01-01", "2023-12-31"),
        ("3月上旬起，执法人员逐户上门，至今已查处液化气瓶46只。", "2023-03-01", "2023-06-28"),
        ("到5月底，全市已完成整改312处。", None, "2023-05-31"),
        ("去年“7·20”特大暴雨冲毁堤防17处。", "2022-07-20", "2022-07-20"),
        ("于三月十二日至十六日检查学校十七所。", "2023-03-12", "2023-03-16"),
        ("自6月5日起连续开展12天夜查，检查企业44家。", "2023-06-05", "2023-06-16"),
    ],
)
def test_a_stretch_told_in_several_words(text: str, start: str | None, end: str | None) -> None:
    assert spans(text, JUNE) == [(start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "该机组2012年投运，装机320台。",
        "我公司2013年落户开发区，有职工88人。",
        "年初，市政府与12个县区签订责任书。",
        "降雨量为1998年建站以来最大，达到120毫米。",
        "力争到6月25日，完成改造46处。",
    ],
)
def test_times_that_no_figure_covers(text: str) -> None:
    assert spans(text, JUNE) == [None]


def test_what_a_figure_has_changed_from_is_of_its_time_and_the_figure_is_not() -> None:
    assert spans("监测单位由2022年的391家增加到420家。", JUNE) == [("2022-01-01", "2022-12-31"), None]


def test_what_began_on_a_day_holds_for_the_day_up_to_which_is_told_later() -> None:
    text = "自5月20日行动开展以来，我县精心组织，现汇报如下：\n一、基本情况\n截至6月26日，全县设立执勤点38个。"
    assert spans(text, JUNE) == [("2023-05-20", "2023-06-26")]


def test_days_hold_where_the_name_stands_that_the_text_gave_them() -> None:
    text = "5月1日至30日，全市开展集中整治行动。\n行动期间，共查扣车辆46台。\n行动首日，出动警力120人。"
    assert spans(text, JUNE) == [("2023-05-01", "2023-05-30"), ("2023-05-01", "2023-05-01")]


def test_the_time_of_a_lead_holds_for_the_list_below_it() -> None:
    text = (
        "5月8日至12日，县教育局对32所学校摸底，主要集中在以下几类：\n（1）锅炉。8台锅炉超期未检。\n"
        "（2）用电。6个教室私拉电线。\n全县有教师312名。"
    )
    assert spans(text, JUNE) == [("2023-05-08", "2023-05-12")] * 3 + [None]


def test_a_stretch_behind_who_did_it_holds_for_its_paragraph_but_not_for_what_there_is() -> None:
    text = "公安部门5月份查处超员车辆112起。市场监管部门检查充装站46座。全县现有气瓶312只。"
    assert spans(text, JUNE) == [("2023-05-01", "2023-05-31")] * 2 + [None]


def test_the_day_of_an_accident_holds_for_the_rescue_told_later() -> None:
    text = (
        "城东一仓库起火\n6月20日14时许，城东路一仓库突然起火。\n消防部门调集12辆消防车到场扑救。\n"
        "经初步调查，起火原因为2只电瓶短路。全县现有仓库46座。"
    )
    assert spans(text, JUNE) == [("2023-06-20", "2023-06-20"), None, None]


def test_a_time_in_a_bracket_holds_for_what_the_bracket_tells() -> None:
    text = "“6·14”爆燃事故（6月14日，一家烧烤店发生爆燃，造成6人受伤）发生后，各部门排查企业312家。"
    assert spans(text, JUNE) == [("2023-06-14", "2023-06-14"), None]


def test_a_paper_of_the_first_days_of_a_month_calls_the_month_before_its_own() -> None:
    text = "一、5月份总体情况\n5月份，检查企业12家。\n本月接报险情4起。"
    assert spans(text, dt.date(2023, 6, 5)) == [("2023-05-01", "2023-05-31")] * 2
    assert spans("年内发生火灾9起。", dt.date(2023, 12, 20)) == [("2023-01-01", "2023-12-31")]


def test_the_time_at_which_a_page_was_put_up_is_no_figures() -> None:
    page = "检查成效明显\n发布时间：2026-01-18 15:54:56　点击：30次\n检查组共检查企业700家，查处隐患1632项。\n"
    assert set(periods(page).values()) == {None}
    dateline = "检查情况\n2026年3月1日\n检查组共检查企业700家。\n"
    assert set(periods(dateline).values()) == {None}


def test_times_listed_before_figures_are_theirs_one_to_one() -> None:
    found = periods("去年一季度、二季度分别检查企业120家、156家。")
    assert [(period.start, period.end) for period in found.values() if period] == [
        (dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
        (dt.date(2025, 4, 1), dt.date(2025, 6, 30)),
    ]


def test_what_is_reckoned_from_today_stays_open_in_a_paper_without_a_day() -> None:
    weekly = "2016年5月9日-5月15日安全生产简要情况\n上周煤矿发生事故2起，死亡3人。\n5月12日坍塌事故造成3人死亡。\n"
    found = extract.extract(extract.read_text(weekly))
    assert found.document.date is None
    assert [one.period for one in found.counts if one.quote == "死亡3人"] == [WEEK]
    assert [one.date for one in found.accidents] == ["2016-05-12"]


def test_a_table_has_the_time_of_the_paragraph_that_leads_to_it() -> None:
    lead = "2月份，全市发生事故9起，死亡4人，比上月减少2起。分行业情况如下：\n"
    found = periods(f"全市情况\n{lead}行业|事故（起）|死亡（人）\n道路交通|7|3\n建筑施工|2|1\n")
    assert found["7"] == found["1"] == Period(dt.date(2026, 2, 1), dt.date(2026, 2, 28))


def test_a_table_has_the_time_of_the_heading_over_it() -> None:
    found = periods(
        "通报\n一、四季度，检查企业630家。\n二、1月份各县情况\n县区|检查（家）|隐患（处）\n白塔县|41|9\n羊峪县|38|7\n"
    )
    assert found["41"] == Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31))


def test_a_table_has_the_time_that_a_line_says_it_is_of() -> None:
    found = periods("执法月报\n统计时段：2026年1月1日至1月31日\n单位|检查（家次）|隐患（处）\n甲所|41|9\n乙所|38|7\n")
    assert found["38"] == Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31))


def test_rows_with_a_day_are_of_that_day() -> None:
    found = periods(
        "2026年1—2月事故一览表\n时间|地点|死亡（人）|受伤（人）\n1月6日 03:20|国道310线|3|1\n2月11日|槐镇|0|2\n"
    )
    assert found["3"] == Period(dt.date(2026, 1, 6), dt.date(2026, 1, 6))
    assert found["2"] == Period(dt.date(2026, 2, 11), dt.date(2026, 2, 11))


def test_sums_of_a_ledger_are_of_no_time() -> None:
    found = periods("2026年隐患整改台账\n单位|隐患内容|资金（万元）\n甲厂|配电箱未接地|1.5\n乙厂|疏散门上锁|0.3\n")
    assert found["1.5"] is None


def test_up_to_now_beside_a_month_is_of_the_year() -> None:
    found = periods("2026年2月执法情况统计\n指标|本月|累计\n检查企业（家次）|36|120\n罚款（万元）|1.5|20\n")
    assert found["36"] == Period(dt.date(2026, 2, 1), dt.date(2026, 2, 28))
    assert found["120"] == Period(dt.date(2026, 1, 1), dt.date(2026, 2, 28))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2022年末，全县共有渔船46艘。", None, "2022-12-31"),
        ("一季度截至3月20日，检查企业46家。", "2023-01-01", "2023-03-20"),
        ("半年来，全乡召开会议5次。", "2023-01-01", "2023-06-30"),
        ("5月份，全市发生火灾7起。\n二、监督检查\n全月共检查单位567家。", "2023-05-01", "2023-05-31"),
        ("为期40天的春运自1月7日开始，2月15日圆满结束。春运期间，发生事故3起。", "2023-01-07", "2023-02-15"),
    ],
)
def test_more_stretches(text: str, start: str | None, end: str | None) -> None:
    assert spans(text, JUNE)[-1] == (start, end)


def test_the_sum_of_several_times_covers_them_all() -> None:
    quarters = [("2023-01-01", "2023-03-31"), ("2023-04-01", "2023-06-30")]
    assert spans("一季度检查126家、二季度检查158家，累计检查284家。", dt.date(2023, 7, 5)) == [
        *quarters, ("2023-01-01", "2023-06-30"),
    ]  # fmt: skip
    assert spans("一季度检查126家、二季度检查158家，累计检查290家。", dt.date(2023, 7, 5)) == [*quarters, quarters[1]]
