"""What an item says under labels of how its dangers are mended, and limits set by the numbers of items."""

import datetime as dt
from decimal import Decimal

import extract
from records import Hazard

DAY = dt.date(2023, 5, 8)


def hazards(text: str) -> dict[str, Hazard]:
    """By description the dangers of a text."""
    return {one.description: one for one in extract.extract(extract.read_text(text), date=DAY).hazards}


def test_the_labels_of_an_item_speak_of_its_dangers() -> None:
    found = hazards(
        "关于检查发现隐患的整改方案\n二、整改任务\n"
        "1、库房疏散门被上锁，应急照明灯损坏。整改措施：拆除门锁，更换灯具。责任人：保卫科长田某。资金：0.8万元。时限：5月20日。\n"
        "2、配电箱未接地。整改措施：补做接地。责任人：电工班长余某。时限：5月31日。\n"
    )
    first = [one for one in found.values() if one.due == dt.date(2023, 5, 20)]
    assert {(one.measures, one.responsible, one.funds, one.status) for one in first} == {
        ("拆除门锁，更换灯具", "保卫科长田某", Decimal(8000), "rectifying")
    }
    assert len(first) == 2
    (last,) = [one for one in found.values() if one.due == dt.date(2023, 5, 31)]
    assert (last.measures, last.responsible, last.funds) == ("补做接地", "电工班长余某", None)


def test_labels_on_lines_of_their_own_speak_of_the_list_above_them() -> None:
    found = hazards(
        "关于督查情况的通报\n二、企业存在的问题\n（一）顺河石料厂\n1.破碎机皮带轮未装防护罩；\n2.炸药库值守人员脱岗。\n"
        "责任单位：石桥乡人民政府\n整改时限：6月10日前\n"
        "（二）红星花炮厂\n1.药物中转库超量存放；\n2.工房门口未设静电释放装置。\n责任单位：双坝镇人民政府\n整改时限：6月20日前\n"
    )
    told = [(one.responsible, one.due) for one in found.values()]
    assert told == [("石桥乡人民政府", dt.date(2023, 6, 10))] * 2 + [("双坝镇人民政府", dt.date(2023, 6, 20))] * 2


def test_a_limit_set_by_numbers_is_of_the_items_that_bear_them() -> None:
    found = hazards(
        "安全检查整改意见书\n一、发现的主要问题\n1、闸门启闭机钢丝绳断丝。\n2、坝面排水沟堵塞。\n3、值班记录代签。\n4、发电机房灭火器过期。\n"
        "二、整改意见\n对第1、4项，限5月20日前整改完毕；第2至3项限6月10日前整改完毕。\n"
    )
    assert [one.due for one in found.values()] == [
        dt.date(2023, 5, 20), dt.date(2023, 6, 10), dt.date(2023, 6, 10), dt.date(2023, 5, 20),
    ]  # fmt: skip


def test_who_leads_a_campaign_mends_none_of_what_it_is_against() -> None:
    found = hazards(
        "关于开展专项整治行动的方案\n二、整治重点\n（一）严厉打击无证经营、超量储存等违法行为。（县应急局牵头，县公安局配合）\n"
    )
    assert {one.responsible for one in found.values()} == {None}


def test_an_order_under_a_label_is_no_measure() -> None:
    found = hazards("检查发现，某纺织厂除尘管道破损。处置措施：下达责令限期整改指令书，限5月30日前整改完毕。\n")
    assert [(one.measures, one.due) for one in found.values()] == [(None, dt.date(2023, 5, 30))]
