"""Figures held against each other. Every document is made by hand, so that these tests do not depend on extraction."""

import datetime as dt

import pytest

from records import Period

FOUND, DONE = {"action": "排查"}, {"action": "整改"}


def rate_draft(draft, found: str, mended: str, rate: str, tail: str = ""):
    text = f"全县共排查隐患{found}处，已完成整改{mended}处，整改率{rate}%{tail}。"
    made = draft(text).count(f"排查隐患{found}处", found, "处", "隐患", **FOUND)
    made = made.count(f"整改{mended}处", mended, "处", "隐患", **DONE)
    return made.count(f"整改率{rate}%", rate, "%", "整改率")


@pytest.mark.parametrize(
    ("found", "mended", "rate"),
    [
        ("280", "256", "91.4"),
        ("280", "256", "91.43"),
        ("280", "256", "91"),
        ("2543", "2474", "97.29"),
        ("50", "50", "100"),
    ],
)
def test_rates_that_follow_are_left_alone(draft, found: str, mended: str, rate: str) -> None:
    assert rate_draft(draft, found, mended, rate).found() == []


def test_a_wrong_rate_is_an_error_with_both_quotes_and_the_sum(draft) -> None:
    (one,) = rate_draft(draft, "280", "256", "94.1").findings()
    assert (one.rule, one.severity, one.quote) == ("figure.rate", "error", "整改率94.1%")
    assert one.message == "按256÷280计算应为91.4%，文中为94.1%，相差2.7个百分点，请核对（第1段）"
    assert [place.quote for place in one.related] == ["排查隐患280处", "整改256处"]


def test_a_rate_cut_off_instead_of_rounded_is_a_hint(draft) -> None:
    (one,) = rate_draft(draft, "45", "8", "17.77").findings()
    assert (one.rule, one.severity) == ("figure.rate-truncated", "info")
    assert "建议写作17.78%" in one.message


def test_approximate_figures_are_never_errors(draft) -> None:
    text = "全县共排查隐患280余处，已完成整改156处，整改率94.1%。"
    made = draft(text).count("280余处", "280", "处", "隐患", approx="over", **FOUND)
    made = made.count("整改156处", "156", "处", "隐患", **DONE).count("整改率94.1%", "94.1", "%", "整改率")
    assert [(one.rule, one.severity) for one in made.findings()] == [("figure.rate", "warning")]


def test_a_rate_of_other_things_is_not_compared(draft) -> None:
    text = "检查企业120家，责令停产整改20家，隐患整改率95%。"
    made = draft(text).count("检查企业120家", "120", "家", "企业", action="检查")
    made = made.count("责令停产整改20家", "20", "家", "企业", action="整改").count("整改率95%", "95", "%", "隐患整改率")
    assert made.found() == []


def test_a_rate_of_major_hazards_is_measured_on_major_hazards(draft) -> None:
    text = "查处隐患2015项，整改1922项，整改率95.4%，其中重大隐患23项，整改17项，整改率83.9%。"
    made = draft(text).count("查处隐患2015项", "2015", "项", "隐患", action="排查")
    made = made.count("整改1922项", "1922", "项", "隐患", **DONE).count("整改率95.4%", "95.4", "%", "整改率")
    made = made.count("重大隐患23项", "23", "项", "重大隐患", part_of=0).count(
        "整改17项", "17", "项", "重大隐患", **DONE
    )
    made = made.count("整改率83.9%", "83.9", "%", "重大隐患整改率")
    (one,) = made.findings()
    assert (one.quote, one.message[:18]) == ("整改率83.9%", "按17÷23计算应为73.9%，文中")


def test_figures_of_other_subjects_are_not_compared(draft) -> None:
    text = "东镇排查隐患280处，西镇已整改256处，整改率94.1%。"
    made = draft(text).count("排查隐患280处", "280", "处", "隐患", subject="东镇", **FOUND)
    made = made.count("整改256处", "256", "处", "隐患", subject="西镇", **DONE).count(
        "整改率94.1%", "94.1", "%", "整改率"
    )
    assert made.found() == []


def test_base_and_part_in_the_sentence_before(draft) -> None:
    text = "全县共排查隐患280处，已完成整改256处。整改率94.1%，位居全市前列。"
    made = draft(text).count("排查隐患280处", "280", "处", "隐患", **FOUND)
    made = made.count("整改256处", "256", "处", "隐患", **DONE).count("整改率94.1%", "94.1", "%", "整改率")
    assert made.found() == [("figure.rate", "整改率94.1%")]


def parts_draft(draft, whole: str, *parts: str, words: str = "其中", **fields):
    names = ["一般隐患", "重大隐患", "较大隐患"][: len(parts)]
    listed = "、".join(f"{name}{part}处" for name, part in zip(names, parts, strict=True))
    made = draft(f"全县共排查隐患{whole}处，{words}{listed}。").count(f"隐患{whole}处", whole, "处", "隐患", **FOUND)
    for name, part in zip(names, parts, strict=True):
        made = made.count(f"{name}{part}处", part, "处", name, part_of=0, **fields)
    return made


def test_parts_that_sum_to_more_than_the_whole(draft) -> None:
    (one,) = parts_draft(draft, "100", "80", "30").findings()
    assert (one.rule, one.severity, one.quote) == ("figure.parts-over", "error", "隐患100处")
    assert one.message == "“其中”各项之和为110（80+30），大于总数100，相差10，请核对（第1段）"
    assert [place.quote for place in one.related] == ["一般隐患80处", "重大隐患30处"]


def test_overlapping_parts_are_only_likely_wrong(draft) -> None:
    text = "全县检查企业100家，其中规上企业80家、食品企业60家。"
    made = draft(text).count("企业100家", "100", "家", "企业").count("规上企业80家", "80", "家", "规上企业", part_of=0)
    made = made.count("食品企业60家", "60", "家", "食品企业", part_of=0)
    assert [(one.rule, one.severity) for one in made.findings()] == [("figure.parts-over", "warning")]


def test_one_part_over_the_whole(draft) -> None:
    assert parts_draft(draft, "100", "130").found() == [("figure.part-over", "一般隐患130处")]


@pytest.mark.parametrize("parts", [("80", "20"), ("70", "20", "10"), ("95",)])
def test_parts_within_the_whole_are_left_alone(draft, parts: tuple[str, ...]) -> None:
    assert parts_draft(draft, "100", *parts).found() == []


def test_parts_in_different_states_are_not_added(draft) -> None:
    text = "全县排查隐患100处，其中重大隐患30处，已整改90处。"
    made = draft(text).count("隐患100处", "100", "处", "隐患").count("重大隐患30处", "30", "处", "重大隐患", part_of=0)
    assert made.count("已整改90处", "90", "处", "隐患", part_of=0, **DONE).found() == []


def test_a_full_division_must_make_the_whole(draft) -> None:
    made = parts_draft(draft, "100", "70", "20", words="分别为")
    assert [(one.rule, one.severity) for one in made.findings()] == [("figure.parts-total", "error")]
    assert parts_draft(draft, "100", "70", "30", words="分别为").found() == []


def test_city_and_county_cases_that_leave_a_rest_are_a_hint(draft) -> None:
    for county, expected in (("33", []), ("32", [("figure.parts-short", "案件37起")])):
        made = draft(f"共办理案件37起，其中市级4起，县级{county}起。").count("案件37起", "37", "起", "案件")
        made = made.count("市级4起", "4", "起", "案件", part_of=0, subject="市级")
        assert made.count(f"县级{county}起", county, "起", "案件", part_of=0, subject="县级").found() == expected


@pytest.mark.parametrize(
    ("total", "value", "rules"), [("19.12", "191200", []), ("19.32", "193200", ["figure.parts-total"])]
)
def test_a_total_told_behind_its_parts(draft, total: str, value: str, rules: list[str]) -> None:
    text = f"查处道路违法11.38万起，查处工矿违法7.74万起，合计{total}万起。"
    made = draft(text).count("道路违法11.38万起", "113800", "起", "违法", action="查处")
    made = made.count("工矿违法7.74万起", "77400", "起", "违法", action="查处").count(
        f"合计{total}万起", value, "起", "违法"
    )
    assert [rule for rule, _ in made.found()] == rules


def test_a_total_over_different_acts_is_not_a_sum(draft) -> None:
    text = "查封企业2家，约谈企业5家，合计处罚企业6家。"
    made = draft(text).count("查封企业2家", "2", "家", "企业", action="查封")
    made = made.count("约谈企业5家", "5", "家", "企业", action="约谈")
    assert made.count("合计处罚企业6家", "6", "家", "企业", action="处罚").found() == []


def rest_draft(draft, left: str, words: str = "正在整改", approx: str = "exact"):
    text = f"全县共发现隐患50处，已整改45处，{words}{left}处。"
    made = draft(text).count("发现隐患50处", "50", "处", "隐患", action="发现")
    made = made.count("已整改45处", "45", "处", "隐患", approx=approx, **DONE)
    return made.count(f"{words}{left}处", left, "处", "隐患")


def test_what_is_left_must_be_found_less_mended(draft) -> None:
    (one,) = rest_draft(draft, "6").findings()
    assert (one.rule, one.severity, one.quote) == ("figure.rest", "error", "正在整改6处")
    assert one.message == "50−45=5，与“6处”不符，请核对（第1段）"
    assert rest_draft(draft, "5").found() == []
    assert rest_draft(draft, "6", "剩余").found() == [("figure.rest", "剩余6处")]
    assert rest_draft(draft, "6", "尚未完成整改").found() == [("figure.rest", "尚未完成整改6处")]


def test_what_is_left_may_be_of_those_that_were_put_on_a_list(draft) -> None:
    text = "查出隐患157条，列入台账39条，复查销号33条，剩余6条。"
    made = draft(text).count("查出隐患157条", "157", "条", "隐患", action="查出")
    made = made.count("列入台账39条", "39", "条", "隐患", action="列入")
    made = made.count("复查销号33条", "33", "条", "隐患", action="销号")
    assert made.count("剩余6条", "6", "条", "隐患").found() == []


def listed_draft(draft, part_of: int | None):
    text = "全市发生事故60起：道路运输31起，建筑施工17起，工贸企业14起。"
    made = draft(text).count("发生事故60起", "60", "起", "事故", action="发生")
    made = made.count("道路运输31起", "31", "起", "事故", subject="道路运输", part_of=0)
    made = made.count("建筑施工17起", "17", "起", "事故", subject="建筑施工", part_of=0)
    return made.count("工贸企业14起", "14", "起", "事故", subject="工贸企业", part_of=part_of)


def test_parts_are_added_up_only_where_the_list_leaves_none_out(draft) -> None:
    assert [rule for rule, _ in listed_draft(draft, 0).found()] == ["figure.parts-over"]
    assert listed_draft(draft, None).found() == []


def other_list_draft(draft, opening: int | None):
    text = "按作业方式分，拖网19起，刺网11起。按地区分，甲市15起，乙市13起，丙市9起。"
    made = draft(text).count("拖网19起", "19", "起", "事故", subject="拖网")
    made = made.count("刺网11起", "11", "起", "事故", subject="刺网")
    made = made.count("甲市15起", "15", "起", "事故", subject="甲市", part_of=opening)
    made = made.count("乙市13起", "13", "起", "事故", subject="乙市", part_of=0)
    return made.count("丙市9起", "9", "起", "事故", subject="丙市", part_of=0)


def test_a_list_that_a_figure_of_its_own_opens_is_no_division_of_one_before(draft) -> None:
    assert other_list_draft(draft, None).found() == []
    assert other_list_draft(draft, 0).found() == [("figure.parts-over", "拖网19起")]


def test_a_share_is_of_a_whole_of_its_own_sentence_or_one_that_words_name(draft) -> None:
    for opening, found in (("从品种看，", []), ("其中，", ["figure.rate"])):
        text = f"流通环节抽检45批次。{opening}餐饮具17批次，占23.0%。"
        made = draft(text).count("抽检45批次", "45", "批次", "样品", action="抽检")
        made = made.count("餐饮具17批次", "17", "批次", "样品", subject="餐饮具", part_of=0)
        assert [rule for rule, _ in made.count("占23.0%", "23.0", "%", "样品").found()] == found


def change_draft(draft, change, now: str, by: str, share: str, way: str = "down"):
    verb, fall = ("减少", "下降") if way == "down" else ("增加", "上升")
    text = f"全县共发生事故{now}起，同比{verb}{by}起，{fall}{share}%。"
    made = draft(text).count(f"发生事故{now}起", now, "起", "事故", action="发生")
    made = made.count(f"同比{verb}{by}起", by, "起", "事故", change=change(way))
    return made.count(f"{fall}{share}%", share, "%", "事故", change=change(way))


def test_a_fall_that_does_not_follow(draft, change) -> None:
    (one,) = change_draft(draft, change, "37", "8", "27.8").findings()
    assert (one.rule, one.severity, one.quote) == ("figure.change", "error", "下降27.8%")
    assert one.message == "对比的基数应为45起，按8÷45计算应下降17.8%，文中为27.8%，请核对（第1段）"


@pytest.mark.parametrize(
    ("now", "by", "share", "way"),
    [("37", "8", "17.8", "down"), ("244", "45", "15.57", "down"), ("277", "35", "11.22", "down"),
     ("84", "4", "4.55", "down"), ("166", "18", "9.78", "down"), ("153", "5", "3.4", "up"), ("2", "2", "100", "up")],
)  # fmt: skip
def test_changes_that_follow_are_left_alone(draft, change, now: str, by: str, share: str, way: str) -> None:
    assert change_draft(draft, change, now, by, share, way).found() == []


def test_a_change_cut_off_is_a_hint(draft, change) -> None:
    (one,) = change_draft(draft, change, "37", "8", "17.77").findings()
    assert (one.rule, one.severity) == ("figure.change-truncated", "info")


def test_changes_in_a_row_are_held_against_their_own_figures(draft, change) -> None:
    text = "全区发生事故244起、死亡277人、受伤84人，同比分别减少45起、35人、4人，下降15.57%、{}%、4.55%。"
    for share, expected in (("11.22", []), ("12.22", [("figure.change", "12.22%")])):
        made = draft(text.format(share)).count("事故244起", "244", "起", "事故").count("死亡277人", "277", "人", "死亡")
        made = made.count("受伤84人", "84", "人", "受伤")
        for quote, value, unit, item in (
            ("45起", "45", "起", "事故"),
            ("35人", "35", "人", "死亡"),
            ("4人", "4", "人", "受伤"),
        ):
            made = made.count(quote, value, unit, item, change=change("down"), nth=2 if quote == "4人" else 1)
        for quote, value, item in (
            ("15.57%", "15.57", "事故"),
            (f"{share}%", share, "死亡"),
            ("4.55%", "4.55", "受伤"),
        ):
            made = made.count(quote, value, "%", item, change=change("down"))
        assert made.found() == expected


def test_the_earlier_figure_itself(draft, change) -> None:
    text = "共发生事故37起，去年同期45起，同比下降{}%。"
    for share, expected in (("17.8", []), ("27.8", [("figure.change", "下降27.8%")])):
        made = draft(text.format(share)).count("事故37起", "37", "起", "事故").count("45起", "45", "起", "事故")
        assert made.count(f"下降{share}%", share, "%", "事故", change=change("down")).found() == expected


def test_figure_and_percentage_going_different_ways(draft, change) -> None:
    text = "全县共发生事故37起，同比减少8起，上升17.8%。"
    made = draft(text).count("事故37起", "37", "起", "事故").count("减少8起", "8", "起", "事故", change=change("down"))
    assert made.count("上升17.8%", "17.8", "%", "事故", change=change("up")).found() == [
        ("figure.direction", "上升17.8%")
    ]


def test_growth_alone_says_nothing(draft, change) -> None:
    text = "事故起数、死亡人数同比分别下降13.24%、19.18%。"
    made = draft(text).count("13.24%", "13.24", "%", "事故", change=change("down"))
    assert made.count("19.18%", "19.18", "%", "死亡", change=change("down")).found() == []


def test_one_number_for_two_things(draft) -> None:
    for number, expected in (("72466", ["figure.same-number"]), ("72400", []), ("66", [])):
        made = draft(f"共检查{number}家单位，督导问题{number}个。").count(f"{number}家单位", number, "家", "单位")
        made = made.count(f"问题{number}个", number, "个", "问题")
        assert [rule for rule, _ in made.found()] == expected


def test_no_major_hazard_among_thousands(draft) -> None:
    text = "已排查整治隐患{}处，没有发现一处重大隐患。"
    for number, expected in (("5200", [("figure.no-major", "没有发现一处重大隐患")]), ("52", [])):
        assert draft(text.format(number)).count(f"隐患{number}处", number, "处", "隐患").found() == expected


def test_figures_of_other_periods_are_not_compared(draft) -> None:
    may = Period(dt.date(2023, 5, 1), dt.date(2023, 5, 31))
    june = Period(dt.date(2023, 6, 1), dt.date(2023, 6, 30))
    text = "5月共发现隐患50处，6月已整改45处，正在整改6处。"
    made = draft(text).count("发现隐患50处", "50", "处", "隐患", period=may)
    made = made.count("已整改45处", "45", "处", "隐患", period=june).count(
        "正在整改6处", "6", "处", "隐患", period=june
    )
    assert made.found() == []


def test_parts_behind_each_have_a_name(draft) -> None:
    text = "检查企业435家次，分别为化工企业96家次、工贸企业302家次、矿山企业{}家次。"
    for last, expected in (("37", []), ("27", ["figure.parts-total"])):
        made = draft(text.format(last)).count("企业435家次", "435", "家次", "企业")
        made = made.count("化工企业96家次", "96", "家次", "化工企业").count("302家次", "302", "家次", "工贸企业")
        assert [rule for rule, _ in made.count(f"{last}家次", last, "家次", "矿山企业").found()] == expected


def test_a_sentence_that_opens_with_its_parts(draft) -> None:
    text = "全市发生事故37起，死亡33人。其中，交通事故30起，死亡26人；工贸事故{}起，死亡7人。"
    for last, expected in (("7", []), ("17", [("figure.parts-over", "事故37起")])):
        made = draft(text.format(last)).count("事故37起", "37", "起", "事故").count("死亡33人", "33", "人", "死亡")
        made = made.count("交通事故30起", "30", "起", "交通事故").count("死亡26人", "26", "人", "死亡")
        made = made.count(f"工贸事故{last}起", last, "起", "工贸事故").count("死亡7人", "7", "人", "死亡")
        assert made.found() == expected


def test_a_share_of_the_whole_that_the_part_belongs_to(draft) -> None:
    for share, expected in (("60", []), ("80", [("figure.rate", "占80%")])):
        made = draft(f"抽查企业20家，其中12家存在问题，占{share}%。").count("企业20家", "20", "家", "企业")
        assert (
            made.count("12家", "12", "家", "企业", part_of=0).count(f"占{share}%", share, "%", "企业").found()
            == expected
        )


def test_a_total_of_so_many_items_skips_other_units(draft) -> None:
    text = "立案33件，罚款76万元；查办28件，罚款19万元；两项合计{}件。"
    for total, expected in (("61", []), ("62", [("figure.parts-total", "62件")])):
        made = draft(text.format(total)).count("立案33件", "33", "件", "案件", action="立案")
        made = made.count("罚款76万元", "760000", "元", "罚款").count("查办28件", "28", "件", "案件", action="查办")
        made = made.count("罚款19万元", "190000", "元", "罚款").count(f"{total}件", total, "件", "案件")
        assert made.found() == expected


def test_a_list_of_which_only_the_end_is_summed(draft) -> None:
    text = "培训负责人320人、安全员560人、特种作业人员1200人，共计{}人。"
    for total, expected in (("2080", []), ("1760", []), ("2280", [("figure.parts-total", "warning")])):
        made = draft(text.format(total)).count("负责人320人", "320", "人", "负责人", action="培训")
        made = made.count("安全员560人", "560", "人", "安全员", action="培训")
        made = made.count("1200人", "1200", "人", "特种作业人员", action="培训").count(
            f"{total}人", total, "人", "人员"
        )
        assert [(one.rule, one.severity) for one in made.findings()] == expected


def test_two_chains_of_one_sentence_are_kept_apart(draft) -> None:
    text = "一般隐患1500项，已整改1450项，未整改50项；排查重大隐患12项，已整改10项，未整改3项。"
    made = draft(text).count("一般隐患1500项", "1500", "项", "一般隐患", action="排查")
    made = made.count("已整改1450项", "1450", "项", "一般隐患").count("未整改50项", "50", "项", "一般隐患")
    made = made.count("排查重大隐患12项", "12", "项", "重大隐患", action="排查")
    made = made.count("已整改10项", "10", "项", "重大隐患").count("未整改3项", "3", "项", "重大隐患")
    assert made.found() == [("figure.rest", "未整改3项")]


def test_what_was_looked_for_and_put_right_in_one_word_is_a_base(draft) -> None:
    text = "共排查整治隐患9542处，已整改9000处，整改率{}%。"
    for rate, expected in (("94.3", []), ("93.4", [("figure.rate", "整改率93.4%")])):
        made = draft(text.format(rate)).count("整治隐患9542处", "9542", "处", "隐患", action="排查整治")
        made = made.count("整改9000处", "9000", "处", "隐患", **DONE)
        assert made.count(f"整改率{rate}%", rate, "%", "整改率").found() == expected
