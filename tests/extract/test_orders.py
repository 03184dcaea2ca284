import datetime as dt

import pytest

from extract.hazards import find_hazards
from language.dates import find_times
from records import Hazard

DAY = dt.date(2021, 5, 1)
LISTED = (
    "关于商场消防安全检查情况的通报\n检查发现以下问题：\n"
    "1.永丰商场：安全出口堵塞；消火栓无水。\n2.利民超市：灭火器过期。\n"
)
TOLD = "关于节前检查的报道\n检查组在永丰商场发现，安全出口堵塞，消火栓无水。"


def hazards(text: str) -> list[Hazard]:
    return find_hazards(text, find_times(text, DAY))


@pytest.mark.parametrize(
    "order",
    [
        "以上问题均已下达责令整改通知书，限6月30日前整改完毕。",
        "三、处理意见\n对上述两家单位，大队已依法下发限期改正文书。",
        "这两家单位已被责令停业整顿。",
        "责令你单位于7月15日前对所列隐患逐项整改完毕。",
        "现要求你公司：\n1.第一项立即停止使用；2.其余各项于7月1日前整改完毕。",
        "上述单位已书面责令改正，6月20日前报送整改材料。",
    ],
)
def test_an_order_behind_a_list_holds_for_all_of_it(order: str) -> None:
    assert [hazard.status for hazard in hazards(LISTED + order)] == ["rectifying"] * 3


@pytest.mark.parametrize("told", ["上述隐患现已全部整改完毕。", "目前，上述3处隐患已由检查组当场督促整改到位。"])
def test_what_is_told_of_all_may_be_that_it_is_mended(told: str) -> None:
    assert [hazard.status for hazard in hazards(LISTED + told)] == ["rectified"] * 3


@pytest.mark.parametrize(
    "demand",
    [
        "三、有关要求\n各县区要举一反三，对上述问题6月30日前整改到位。",
        "上述单位要立即整改。",
        "上述企业须于12月25日前提交整改报告。",
        "请各镇街对照上述问题，6月底前督促整改到位。",
        "以上问题，请属地街道6月30日前督促整改到位。",
        "对以上单位，要依法下达整改指令。",
        "逾期未整改上述问题的，依法处罚。",
        "根据规定，存在上述情形的企业应当限期整改。",
        "上述单位必须切实履行主体责任，按期消除隐患。",
    ],
)
def test_a_demand_on_offices_or_at_large_leaves_what_was_found(demand: str) -> None:
    assert [hazard.status for hazard in hazards(LISTED + demand)] == ["found"] * 3


def test_an_order_in_the_same_line_holds_for_its_line() -> None:
    found = hazards(TOLD + "针对上述隐患，执法人员责令该商场限期整改。\n另一组在利民超市发现，灭火器过期。")
    assert [hazard.status for hazard in found] == ["rectifying", "rectifying", "found"]


def test_the_day_by_which_all_is_to_be_mended() -> None:
    found = hazards(LISTED + "责令你单位于7月15日前对所列隐患逐项整改完毕。")
    assert {hazard.due for hazard in found} == {dt.date(2021, 7, 15)}


def test_a_later_line_orders_by_name() -> None:
    found = hazards(LISTED + "三、整改要求\n永丰商场6月底前打通安全出口，利民超市要加强管理。")
    assert [(hazard.status, hazard.due) for hazard in found] == [
        ("rectifying", dt.date(2021, 6, 30)), ("rectifying", dt.date(2021, 6, 30)), ("found", None),
    ]  # fmt: skip


def test_a_paper_that_is_an_order_itself() -> None:
    found = hazards("责令限期整改指令书\n永丰商场：\n经检查，你单位存在下列问题：\n1.安全出口堵塞；\n2.消火栓无水。")
    assert [hazard.status for hazard in found] == ["rectifying", "rectifying"]


def test_a_limit_under_a_label_of_the_line() -> None:
    found = hazards("隐患清单\n一、河底乡旧砖厂。砖窑拱顶开裂。责任单位：河底乡政府。治理期限：七月底前。")
    assert [hazard.status for hazard in found] == ["rectifying"]
