from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from ledger.filing import Holdings, Submission, file_extractions
from ledger.roster import Roster
from ledger.summary import summarise, summarise_files
from records import Accident, BadRecord, BadRequest, Extraction, Figure, Indicator, MonthSummary, ReportingUnit

Report = Callable[..., Extraction]

JUNE = "2023-06"
TO_DATE = "..2023-06-25"
IN_JUNE = "2023-06-01..2023-06-30"
TOWNS = tuple(ReportingUnit(name) for name in ("东河镇", "西岭乡", "北塘街道"))


def value(figure: Figure | None) -> Decimal | None:
    return figure.value if figure else None


def of(summary: MonthSummary, name: str) -> Indicator:
    return next(each for each in summary.indicators.values() if each.name == name)


def values(indicator: Indicator) -> dict[str, int]:
    return {unit: int(figure.value) for unit, figure in indicator.by_unit.items()}


def reasons(indicator: Indicator) -> dict[str, str]:
    return {omission.unit: omission.reason for omission in indicator.omitted}


def test_totals_add_the_units_and_name_their_sources(report: Report) -> None:
    files = [
        ("东河镇", report("全镇共⟦检查企业326家次|检查/企业⟧，⟦排查隐患512处|排查/隐患⟧。", period=TO_DATE)),
        ("西岭乡", report("全乡共⟦检查企业40家次|检查/企业⟧，⟦发现问题88个|发现/问题⟧。", period=TO_DATE)),
    ]
    summary = summarise_files(files, JUNE)
    found = of(summary, "排查隐患")
    assert found.total == Figure(Decimal(600), "处", (2, 4), formula="2个单位之和")
    assert found.by_unit["西岭乡"] == Figure(Decimal(88), "个", (4,))
    assert value(of(summary, "检查单位").total) == 366
    assert summary.cut_off == date(2023, 6, 25)
    assert (summary.period, summary.units) == ("to_date", ("东河镇", "西岭乡"))


def test_one_units_figure_is_the_total_as_it_stands(report: Report) -> None:
    summary = summarise_files([("东河镇", report("⟦立案2起|立案/案件⟧。", period=IN_JUNE))], JUNE)
    assert of(summary, "立案").total == Figure(Decimal(2), "起", (1,))


def test_shares_of_a_whole_and_comparisons_are_not_added(report: Report) -> None:
    text = (
        "共⟦检查企业435家次|检查/企业⟧，其中⟦危险化学品企业96家次|检查/企业;part=0⟧、⟦工贸企业302家次|检查/企业;part=0⟧，"
        "⟦立案87起|立案/案件⟧，⟦同比增加11起|立案/案件;change=同比⟧。"
    )
    summary = summarise_files([("县应急局", report(text, period=TO_DATE))], JUNE)
    assert values(of(summary, "检查单位")) == {"县应急局": 435}
    assert values(of(summary, "立案")) == {"县应急局": 87}


def test_a_part_that_is_a_line_of_its_own_is_kept(report: Report) -> None:
    text = (
        "全镇⟦排查隐患512处|排查/隐患⟧，其中⟦重大事故隐患3处|/重大事故隐患;part=0⟧；"
        "⟦已整改488处|整改/隐患⟧，⟦整改率95.31%|/整改率⟧。"
    )
    summary = summarise_files([("东河镇", report(text, period=TO_DATE))], JUNE)
    got = {name: values(of(summary, name)) for name in ("排查隐患", "重大隐患", "整改隐患")}
    assert got == {"排查隐患": {"东河镇": 512}, "重大隐患": {"东河镇": 3}, "整改隐患": {"东河镇": 488}}
    assert of(summary, "整改率").by_unit["东河镇"].value == Decimal("95.31")


def test_what_follows_the_major_hazards_is_theirs(report: Report) -> None:
    text = (
        "共⟦查处问题隐患2015项|查处/问题隐患⟧，⟦整改1922项|整改/隐患⟧，⟦整改率95.4%|/整改率⟧，"
        "其中⟦重大事故隐患23项|/重大事故隐患;part=0⟧，⟦整改17项|整改/隐患⟧，⟦整改率73.9%|/整改率⟧。"
    )
    summary = summarise_files([("县应急局", report(text, period=TO_DATE))], JUNE)
    assert values(of(summary, "整改隐患")) == {"县应急局": 1922}
    assert values(of(summary, "重大隐患整改")) == {"县应急局": 17}
    assert of(summary, "重大隐患整改率").by_unit["县应急局"].value == Decimal("73.9")


def test_what_follows_both_parts_is_the_wholes(report: Report) -> None:
    text = (
        "我局⟦排查隐患1268条|排查/隐患⟧，其中⟦一般隐患1259条|/一般隐患;part=0⟧、⟦重大事故隐患9条|/重大事故隐患;part=0⟧；"
        "⟦已整改1215条|整改/隐患⟧，⟦重大事故隐患已整改6条|整改/重大事故隐患⟧，⟦剩余3条|剩余/重大事故隐患⟧正在整改。"
    )
    summary = summarise_files([("县住建局", report(text, period=TO_DATE))], JUNE)
    assert values(of(summary, "整改隐患")) == {"县住建局": 1215}
    assert values(of(summary, "重大隐患整改")) == {"县住建局": 6}
    assert values(of(summary, "重大隐患")) == {"县住建局": 9}


def test_two_close_values_contradict_and_are_left_out(report: Report) -> None:
    files = [
        (
            "县农业局",
            report(
                "共⟦出动执法人员1206人次|出动/执法人员⟧。\n全系统⟦出动执法人员1260人次|出动/执法人员⟧。", period=TO_DATE
            ),
        ),
        ("东河镇", report("⟦出动检查人员40人次|出动/检查人员⟧。", period=TO_DATE)),
    ]
    inspectors = of(summarise_files(files, JUNE), "出动检查人员")
    assert inspectors.disputed == ("县农业局",)
    assert values(inspectors) == {"东河镇": 40}
    assert value(inspectors.total) == 40
    assert inspectors.omitted[0].note == "前后数值不一致：“出动执法人员1260人次”、“出动执法人员1206人次”"
    assert inspectors.omitted[0].sources == (2, 1)


def test_a_contradiction_without_a_stated_time_counts_too(report: Report) -> None:
    text = f"截至25日共⟦排查隐患512处|排查/隐患;period={TO_DATE}⟧。\n我镇⟦排查隐患521处|排查/隐患⟧。"
    assert of(summarise_files([("东河镇", report(text))], JUNE), "排查隐患").disputed == ("东河镇",)


def test_equal_statements_are_one(report: Report) -> None:
    text = "共⟦排查隐患512处|排查/隐患⟧。\n⟦排查隐患512处|排查/隐患⟧，成效明显。"
    assert value(of(summarise_files([("东河镇", report(text))], JUNE), "排查隐患").total) == 512


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("全镇共⟦排查隐患500余处|排查/隐患⟧。消防领域⟦发现隐患31处|发现/隐患⟧。", ("over", 500)),
        ("全镇共⟦排查隐患500余处|排查/隐患⟧。走村入户⟦发现隐患31处|发现/隐患⟧。", ("over", 500)),
        ("全镇共⟦排查隐患500余处|排查/隐患⟧。⟦排查隐患512处|排查/隐患⟧。", ("exact", 512)),
        ("⟦排查隐患500余处|排查/隐患⟧。⟦排查隐患31处|排查/隐患⟧。", None),
        ("⟦排查隐患500余处|排查/隐患⟧。⟦排查隐患600余处|排查/隐患⟧。", None),
    ],
)
def test_an_approximate_total_yields_only_to_its_own_exact_figure(
    report: Report, text: str, figure: tuple[str, int] | None
) -> None:
    found = of(summarise_files([("东河镇", report(text))], JUNE), "排查隐患")
    total = found.total
    assert (total and (total.approx, total.value)) == figure
    assert found.disputed == ()


def test_a_paragraph_of_one_trade_does_not_compete_with_the_total(report: Report) -> None:
    text = (
        "截至25日，全镇共⟦排查隐患512处|排查/隐患⟧。\n"
        "消防领域检查了商铺，⟦发现隐患431处|发现/隐患⟧，⟦已整改426处|整改/隐患⟧。\n"
        "（二）城镇燃气。入户排查，⟦发现隐患47处|发现/隐患⟧。"
    )
    summary = summarise_files([("东河镇", report(text, period=TO_DATE))], JUNE)
    assert values(of(summary, "排查隐患")) == {"东河镇": 512}


def test_two_trades_without_a_total_are_unclear_and_nobody_is_accused(report: Report) -> None:
    text = "（一）房屋市政工程方面。⟦排查隐患1268条|排查/隐患⟧。\n（二）城镇燃气方面。⟦排查隐患2894处|排查/隐患⟧。"
    files = [("县住建局", report(text, period=TO_DATE)), ("东河镇", report(text + "。", period=TO_DATE))]
    found = of(summarise_files(files, JUNE), "排查隐患")
    assert (found.total, found.disputed) == (None, ())
    assert reasons(found) == {"县住建局": "unclear", "东河镇": "narrow"}


def test_trades_that_come_close_are_no_contradiction(report: Report) -> None:
    text = (
        "（一）房屋市政工程方面。⟦排查隐患1268条|排查/隐患⟧，⟦整改率95.8%|/整改率⟧。\n"
        "（二）城镇燃气方面。⟦排查隐患1294处|排查/隐患⟧，⟦整改率96.1%|/整改率⟧。"
    )
    summary = summarise_files([("县住建局", report(text, period=TO_DATE))], JUNE)
    assert reasons(of(summary, "排查隐患")) == reasons(of(summary, "整改率")) == {"县住建局": "unclear"}


def test_a_sum_over_the_smaller_part_of_the_units_is_no_total(report: Report) -> None:
    masked = [(f"第{n}镇", report(f"{n}。⟦排查隐患**处|排查/隐患⟧，⟦整改**处|整改/隐患⟧")) for n in range(2)]
    files = [*masked, ("东河镇", report("⟦排查隐患30处|排查/隐患⟧，⟦整改15处|整改/隐患⟧"))]
    summary = summarise_files(files, JUNE)
    assert [of(summary, name).total for name in ("排查隐患", "整改隐患", "整改率")] == [None] * 3
    assert values(of(summary, "整改率")) == {"东河镇": 50}
    assert of(summary, "排查隐患").note == "只有1个单位的数可以相加，不到述及单位的一半，不作合计"
    assert value(of(summarise_files(files[1:], JUNE), "整改率").total) == 50


def test_one_of_several_units_is_said_to_be_the_only_one(report: Report) -> None:
    files = [("东河镇", report("⟦立案2起|立案/案件⟧")), ("西岭乡", report("⟦查封1家|查封/企业⟧"))]
    assert of(summarise_files(files, JUNE), "立案").total == Figure(Decimal(2), "起", (1,), formula="仅1个单位报送")


def test_bodies_side_by_side_are_neither_added_nor_chosen_from(report: Report) -> None:
    text = (
        "今年以来，镇党委主要领导⟦带队检查15次|带队检查/检查;subject=镇党委主要领导⟧，"
        "镇政府主要领导⟦带队检查17次|带队检查/检查;subject=镇政府主要领导⟧。"
    )
    led = of(summarise_files([("东河镇", report(text))], JUNE), "领导带队检查")
    assert (led.total, reasons(led), led.disputed) == (None, {"东河镇": "unclear"}, ())


def test_small_numbers_and_other_things_do_not_contradict(report: Report) -> None:
    text = (
        "⟦组织培训会议5场|组织/培训会议⟧。⟦开展线上线下培训4次|开展/线上线下培训⟧。"
        "共⟦立案80起|立案/案件⟧。⟦立案企业90起|立案/企业⟧。"
    )
    summary = summarise_files([("东河镇", report(text))], JUNE)
    assert [each.disputed for each in summary.indicators.values()] == [(), ()]


def test_what_is_done_each_month_is_no_tally(report: Report) -> None:
    text = "从6月起，每月⟦组织8个督查组|组织/督查组⟧。下半年将开展⟦检查企业40家|检查/企业⟧。"
    text = text.replace("组织8个督查组|", "组织督查组8个|")
    assert summarise_files([("东河镇", report(text))], JUNE).indicators == {}


def test_a_sum_stated_after_its_terms_is_the_total(report: Report) -> None:
    text = (
        "⟦罚没款76.3万元|/罚没款⟧；⟦罚没款19.45万元|/罚没款⟧；两项⟦合计95.75万元|合计/罚款⟧。"
        "对某某有限公司⟦罚款8万元|罚款/罚款⟧。"
    )
    fines = of(summarise_files([("县市场监管局", report(text, period=TO_DATE))], JUNE), "罚款")
    assert value(fines.total) == Decimal("957500")


def test_the_countys_and_others_figures_are_not_the_units(report: Report) -> None:
    text = (
        "全国共⟦发现隐患19万处|发现/隐患;subject=全国⟧。全县⟦排查隐患9542处|排查/隐患⟧。"
        "我镇⟦排查隐患512处|排查/隐患⟧。214家企业⟦自查发现隐患1876项|自查发现/隐患;subject=214家企业⟧。"
    )
    assert values(of(summarise_files([("东河镇", report(text))], JUNE), "排查隐患")) == {"东河镇": 512}


def test_a_department_speaks_for_its_trade_but_not_for_the_county(report: Report) -> None:
    files = [
        ("县消防救援大队", report("全县消防救援机构⟦检查单位2316家次|检查/单位⟧。")),
        ("县教育局", report("全县⟦检查单位97家次|检查/单位⟧。")),
    ]
    checked = of(summarise_files(files, JUNE), "检查单位")
    assert (values(checked), reasons(checked)) == ({"县消防救援大队": 2316}, {"县教育局": "unclear"})


def test_masked_units_are_named(report: Report) -> None:
    files = [
        ("北塘街道", report("⟦排查隐患**处|排查/隐患⟧。", period=TO_DATE)),
        ("东河镇", report("⟦排查隐患5处|排查/隐患⟧。", period=TO_DATE)),
    ]
    found = of(summarise_files(files, JUNE), "排查隐患")
    assert (found.masked, value(found.total)) == (("北塘街道",), 5)


@pytest.mark.parametrize(
    ("first", "second", "approx"),
    [
        ("⟦检查企业40余家|检查/企业⟧", "⟦检查企业3家|检查/企业⟧", "over"),
        ("⟦检查企业40家|检查/企业;approx=at_least⟧", "⟦检查企业3家|检查/企业⟧", "over"),
        ("⟦检查企业40家|检查/企业;approx=under⟧", "⟦检查企业3家|检查/企业⟧", "about"),
        ("⟦检查企业40家|检查/企业;approx=under⟧", "⟦检查企业3余家|检查/企业⟧", "about"),
        ("⟦检查企业40家|检查/企业;upper=50⟧", "⟦检查企业3家|检查/企业⟧", "over"),
        ("⟦检查企业40家|检查/企业⟧", "⟦检查企业3家|检查/企业⟧", "exact"),
        ("⟦检查企业40家次|检查/企业⟧", "⟦检查企业3家|检查/企业⟧", "over"),
    ],
)
def test_a_sum_is_as_exact_as_its_vaguest_part(report: Report, first: str, second: str, approx: str) -> None:
    summary = summarise_files([("东河镇", report(first)), ("西岭乡", report(second))], JUNE)
    total = of(summary, "检查单位").total
    assert total
    assert (total.value, total.approx) == (43, approx)


def test_visits_and_premises_are_added_as_visits(report: Report) -> None:
    files = [("东河镇", report("⟦检查企业40家次|检查/企业⟧")), ("西岭乡", report("⟦检查企业3家|检查/企业⟧"))]
    total = of(summarise_files(files, JUNE), "检查单位").total
    assert total
    assert (total.unit, total.formula) == ("家次", "2个单位之和，其中2个未注明时段，家与家次合计")


def test_premises_and_visits_of_one_unit_do_not_contradict(report: Report) -> None:
    files = [
        ("东河镇", report("⟦检查企业38家|检查/企业⟧、共⟦检查企业40家次|检查/企业⟧")),
        ("西岭乡", report("⟦检查企业3家|检查/企业⟧")),
    ]
    total = of(summarise_files(files, JUNE), "检查单位").total
    assert total
    assert (total.value, total.unit, total.approx) == (41, "家", "exact")


def test_the_rate_is_worked_out_from_the_totals_of_the_same_units(report: Report) -> None:
    files = [
        ("东河镇", report("⟦排查隐患280处|排查/隐患⟧，⟦已整改256处|整改/隐患⟧，⟦整改率91.4%|/整改率⟧。")),
        ("西岭乡", report("⟦排查隐患20处|排查/隐患⟧，⟦已整改20处|整改/隐患⟧，⟦整改率100%|/整改率⟧。")),
        ("北塘街道", report("⟦排查隐患1000处|排查/隐患⟧，⟦整改率50%|/整改率⟧。")),
    ]
    summary = summarise_files(files, JUNE)
    assert of(summary, "整改率").total == Figure(
        Decimal(92), "%", (2, 1, 5, 4), formula="整改隐患276÷排查隐患300，2个单位"
    )
    assert values(of(summary, "整改率")) == {"东河镇": 91, "北塘街道": 50, "西岭乡": 100}


def test_a_rate_that_a_unit_does_not_state_is_worked_out(report: Report) -> None:
    files = [("东河镇", report("⟦排查隐患30000处|排查/隐患⟧，⟦已整改29999处|整改/隐患⟧。"))]
    rate = of(summarise_files(files, JUNE), "整改率").by_unit["东河镇"]
    assert (rate.value, rate.formula) == (Decimal("99.99"), "整改隐患29999÷排查隐患30000")


def test_more_mended_than_found_gives_no_rate(report: Report) -> None:
    files = [("东河镇", report("共⟦排查隐患28处|排查/隐患⟧。\n共⟦已整改82处|整改/隐患⟧，⟦整改率100%|/整改率⟧。"))]
    rate = of(summarise_files(files, JUNE), "整改率")
    assert (rate.by_unit, rate.total, rate.disputed) == ({}, None, ("东河镇",))
    assert rate.omitted[0].note == "整改隐患82处多于排查隐患28处"


def test_a_detail_below_what_was_mended_is_not_taken_for_the_total(report: Report) -> None:
    text = "共⟦督促整改隐患3482处|督促整改/隐患⟧。\n排查沿街商铺，⟦查出问题268处|查出/问题⟧。"
    summary = summarise_files([("县消防救援大队", report(text))], JUNE)
    notes = {name: of(summary, name).omitted[0].note for name in ("排查隐患", "整改隐患")}
    assert notes == {
        "排查隐患": "268处没有可以对照的整改隐患数，未计入",
        "整改隐患": "3482处没有可以对照的排查隐患数，未计入",
    }
    assert [each.by_unit for each in summary.indicators.values()] == [{}, {}]


def test_what_was_mended_is_added_only_where_it_is_said_of_how_much(report: Report) -> None:
    files = [
        ("东河镇", report("⟦排查隐患512处|排查/隐患⟧，⟦已整改488处|整改/隐患⟧。")),
        ("西岭乡", report("⟦已整改300处|整改/隐患⟧。")),
    ]
    summary = summarise_files(files, JUNE)
    assert (value(of(summary, "排查隐患").total), value(of(summary, "整改隐患").total)) == (512, 488)
    assert reasons(of(summary, "整改隐患")) == {"西岭乡": "unclear"}


def test_what_enterprises_found_themselves_is_not_the_units(report: Report) -> None:
    text = (
        "214家企业完成自查，⟦自查上报隐患1876项|自查上报/隐患⟧，其中⟦重大事故隐患11项|自查上报/重大事故隐患;part=0⟧，"
        "⟦已整改1798项|整改/隐患⟧，⟦整改率95.8%|/整改率⟧。\n"
        "管委会安监分局⟦发现隐患743项|发现/隐患;subject=管委会安监分局⟧；⟦已整改704项|整改/隐患⟧，⟦整改率94.8%|/整改率⟧。"
    )
    summary = summarise_files([("云桓经济开发区", report(text, period=TO_DATE))], JUNE)
    got = {each.name: values(each) for each in summary.indicators.values() if each.by_unit}
    assert got == {name: {"云桓经济开发区": n} for name, n in [("排查隐患", 743), ("整改隐患", 704), ("整改率", 94)]}
    assert reasons(of(summary, "重大隐患")) == {"云桓经济开发区": "unclear"}


def test_figures_without_a_time_are_of_the_time_of_the_others(report: Report) -> None:
    files = [
        ("县教育局", report(f"本月⟦检查单位52家|检查/单位;period={IN_JUNE}⟧。\n⟦关停机构3家|关停/机构⟧。")),
        ("东河镇", report("⟦检查企业9家|检查/企业⟧，⟦关停企业1家|关停/企业⟧，⟦立案1起|立案/案件⟧", period=TO_DATE)),
    ]
    summary = summarise_files(files, JUNE)
    assert summary.period == "to_date"
    assert values(of(summary, "关闭取缔")) == {"东河镇": 1}
    assert reasons(of(summary, "关闭取缔")) == {"县教育局": "other_period"}


def test_a_month_within_a_year_is_no_share_of_it(report: Report) -> None:
    text = (
        "⟦发现隐患170处|发现/隐患;period=2023-01-01..2023-06-30⟧，"
        f"其中6月份⟦发现40处|发现/隐患;part=0;period={IN_JUNE}⟧。"
    )
    summary = summarise_files([("东河镇", report(text))], JUNE)
    assert (summary.period, values(of(summary, "排查隐患"))) == ("month", {"东河镇": 40})
    assert value(summary.beside["hazards_found"].total) == 170


def test_the_dead_of_fires_are_not_those_of_accidents(report: Report) -> None:
    text = "全县共⟦接报火灾196起|接报/火灾⟧，⟦死亡1人|死亡/死亡⟧，⟦受伤3人|受伤/受伤⟧。"
    assert summarise_files([("县消防救援大队", report(text))], JUNE).indicators == {}


def test_money_counts_only_where_it_is_called_the_units(report: Report) -> None:
    files = [
        ("东河镇", report("重大隐患由石场负责，⟦投入资金65万元|投入/资金⟧治理。")),
        ("西岭乡", report("全乡共⟦投入资金20万元|投入/资金⟧。")),
    ]
    funds = of(summarise_files(files, JUNE), "投入资金")
    assert (values(funds), reasons(funds)) == ({"西岭乡": 200000}, {"东河镇": "unclear"})


def test_a_trade_in_full_is_not_the_county(report: Report) -> None:
    text = "1至6月，全县道路运输领域⟦发生事故14起|发生/事故;subject=全县⟧、⟦死亡6人|死亡/死亡;subject=全县⟧。"
    assert summarise_files([("县交通运输局", report(text))], JUNE).indicators == {}


def test_units_off_the_roster_and_papers_beside_the_report_do_not_count(report: Report) -> None:
    files = [
        ("东河镇", report("⟦检查企业9家|检查/企业⟧")),
        ("东河镇", report("计划表：⟦检查企业900家|检查/企业⟧", kind="总体方案")),
        ("县安委办", report("抽查了⟦检查企业62家|检查/企业⟧")),
    ]
    summary = summarise_files(files, JUNE, Roster(TOWNS))
    checked = of(summary, "检查单位")
    assert (values(checked), checked.omitted) == ({"东河镇": 9}, ())
    assert (summary.units, summary.unlisted, len(summary.counts)) == (("东河镇",), ("县安委办",), 3)


def test_a_report_in_traditional_script(report: Report) -> None:
    text = "全縣⟦發現隱患9542处|发现/隐患⟧。\n全鎮累計⟦發現隱患512处|发现/隐患⟧。"
    assert values(of(summarise_files([("东河镇", report(text))], JUNE), "排查隐患")) == {"东河镇": 512}


def test_a_sentence_broken_over_lines(report: Report) -> None:
    full_lines = "\n".join("做好工作" * 8 + one for one in "甲乙丙丁戊己")
    text = (
        f"{full_lines}\n全县安全生产形势总体平稳，认真履行职责，深入开展重大事故隐\n"
        "患专项排查整治，⟦发现隐患9542处|发现/隐患⟧。\n我镇⟦发现隐患12处|发现/隐患⟧。"
    )
    assert values(of(summarise_files([("东河镇", report(text))], JUNE), "排查隐患")) == {"东河镇": 12}


def test_a_month_and_a_year_are_never_added(report: Report) -> None:
    files = [
        ("东河镇", report("⟦排查隐患500处|排查/隐患⟧，⟦立案1起|立案/案件⟧", period="2023-01-01..2023-06-30")),
        ("西岭乡", report("⟦排查隐患80处|排查/隐患⟧", period=TO_DATE)),
        ("县交通局", report("⟦排查隐患286项|排查/隐患⟧", period=IN_JUNE)),
    ]
    summary = summarise_files(files, JUNE)
    found = of(summary, "排查隐患")
    assert (summary.period, value(found.total)) == ("to_date", 580)
    assert found.total
    assert found.total.formula == "2个单位之和，起算日不一"
    assert reasons(found) == {"县交通局": "other_period"}
    assert value(summary.beside["hazards_found"].total) == 286


def test_a_report_that_states_both_gives_both(report: Report) -> None:
    text = (
        f"6月⟦排查隐患50处|排查/隐患;period={IN_JUNE}⟧，"
        "今年以来⟦排查隐患500处|排查/隐患;period=2023-01-01..2023-06-25⟧。"
    )
    summary = summarise_files([("东河镇", report(text))], JUNE)
    assert summary.period == "month"
    assert value(of(summary, "排查隐患").total) == 50
    assert value(summary.beside["hazards_found"].total) == 500


def test_an_event_and_last_month_are_no_totals(report: Report) -> None:
    text = (
        "5月⟦排查隐患70处|排查/隐患;period=2023-05-01..2023-05-31⟧。"
        "6月12日⟦检查企业3家|检查/企业;period=2023-06-12..2023-06-12⟧。"
        "全年⟦开展培训20场次|开展/培训;period=2023-01-01..2023-12-31⟧。"
    )
    summary = summarise_files([("东河镇", report(text))], JUNE)
    assert {name: reasons(each) for name, each in summary.indicators.items()} == {
        "units_checked": {"东河镇": "other_period"}
    }


def test_one_sort_of_premises_serves_a_department_only(report: Report) -> None:
    files = [
        ("东河镇", report("⟦检查加油站5家|检查/加油站⟧")),
        ("县商务局", report("⟦检查加油站12家|检查/加油站⟧")),
        ("县农业农村局", report("⟦检查农业生产经营主体684家|检查/农业生产经营主体⟧，⟦检查屠宰企业4家|检查/屠宰企业⟧")),
    ]
    checked = of(summarise_files(files, JUNE), "检查单位")
    assert (values(checked), reasons(checked)) == ({"县农业农村局": 684, "县商务局": 12}, {"东河镇": "narrow"})


def test_parts_make_the_whole_where_it_is_not_stated(report: Report) -> None:
    text = "⟦排查一般隐患480处|排查/一般隐患⟧、⟦重大隐患3处|排查/重大隐患⟧，⟦已整改470处|整改/隐患⟧。"
    summary = summarise_files([("东河镇", report(text))], JUNE)
    assert of(summary, "排查隐患").by_unit["东河镇"] == Figure(
        Decimal(483), "处", (1, 2), formula="一般隐患480＋重大隐患3"
    )
    assert values(of(summary, "整改隐患")) == {"东河镇": 470}


def test_accidents_are_not_added_but_taken_from_who_speaks_for_the_county(report: Report) -> None:
    files = [
        (
            "县应急局",
            report("今年1至6月，全县共⟦发生生产安全事故17起|发生/生产安全事故⟧、⟦死亡9人|死亡/死亡⟧。", period=TO_DATE),
        ),
        ("东河镇", report("全镇⟦发生生产安全事故1起|发生/生产安全事故⟧、⟦死亡1人|死亡/死亡⟧。", period=TO_DATE)),
        ("县住建局", report("全县工程领域⟦发生事故1起|发生/事故⟧。", period=TO_DATE)),
    ]
    accidents = of(summarise_files(files, JUNE), "事故起数")
    assert accidents.total == Figure(Decimal(17), "起", (1,))
    assert values(accidents) == {"东河镇": 1}
    assert accidents.note


def test_accidents_without_a_word_for_the_county_have_no_total(report: Report) -> None:
    files = [("东河镇", report("⟦发生事故1起|发生/事故⟧")), ("西岭乡", report("⟦立案2起|立案/案件⟧"))]
    accidents = of(summarise_files(files, JUNE), "事故起数")
    assert (accidents.total, values(accidents)) == (None, {"东河镇": 1})
    assert accidents.note


def test_a_single_report_speaks_for_the_whole_area(report: Report) -> None:
    text = "全市已⟦排查出安全隐患280处|排查出/安全隐患⟧，⟦发生事故3起|发生/事故⟧，⟦死亡2人|死亡/死亡⟧。"
    summary = summarise_files([("市应急管理局", report(text))], JUNE)
    got = {each.name: value(each.total) for each in summary.indicators.values()}
    assert got == {"排查隐患": 280, "事故起数": 3, "死亡人数": 2}


def test_casualties_of_one_accident_are_no_months_figure(report: Report) -> None:
    built = report("4月17日浙江武义一厂房火灾致⟦死亡11人|造成/死亡⟧。")
    accident = Accident(quote=built.text[5:20], start=5, end=20, date="2023-04-17", place="浙江武义", deaths=11)
    again = Extraction(built.document, built.text, counts=built.counts, accidents=(accident,))
    assert summarise_files([("东河镇", again)], JUNE).indicators == {}


def test_who_is_missing_and_who_is_late(report: Report) -> None:
    holdings, _ = file_extractions([("东河镇", report("⟦立案2起|立案/案件⟧"))], JUNE)
    submissions = [
        Submission(1, "东河镇", JUNE, date(2023, 6, 25), "a", "a", "工作汇报", superseded_by=2),
        Submission(2, "东河镇", JUNE, date(2023, 6, 29), "b", "b", "工作汇报"),
        Submission(3, "西岭乡", JUNE, date(2023, 6, 26), "c", "c", "工作汇报"),
    ]
    summary = summarise(JUNE, holdings, submissions, Roster(TOWNS, due_day=25))
    assert (summary.missing, summary.late, summary.units) == (("北塘街道",), ("西岭乡",), ("东河镇", "西岭乡"))


def test_a_month_without_reports_is_empty() -> None:
    summary = summarise(JUNE, Holdings(), (), Roster(TOWNS))
    assert (summary.units, summary.indicators, summary.cut_off) == ((), {}, None)
    assert summary.missing == ("东河镇", "西岭乡", "北塘街道")


def test_a_file_given_twice_counts_once(report: Report) -> None:
    once = report("⟦立案2起|立案/案件⟧")
    assert value(of(summarise_files([("东河镇", once), ("东河镇", once)], JUNE), "立案").total) == 2


def test_a_malformed_month_is_refused() -> None:
    with pytest.raises(BadRequest, match="应写作 2023-05"):
        summarise_files([], "2023年6月")


def test_a_record_off_its_place_is_refused(report: Report) -> None:
    built = report("⟦立案2起|立案/案件⟧")
    moved = Extraction(built.document, "x" + built.text, counts=built.counts)
    with pytest.raises(BadRecord, match="不在其所标的位置"):
        summarise_files([("东河镇", moved)], JUNE)
