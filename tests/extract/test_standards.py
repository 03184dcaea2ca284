"""Standards for major hazards, a ledger's cell with several dangers, and the words that decided a record."""

import datetime as dt

import pytest

from extract.cells import dangers_in_cell
from extract.hazards import find_hazards
from extract.standards import items, standard_of
from language.dates import find_times
from records import INDUSTRIES, Hazard

DAY = dt.date(2023, 6, 15)


def hazard(description: str, industry: str | None) -> Hazard:
    return Hazard(quote=description, start=0, end=len(description), description=description, industry=industry)


@pytest.mark.parametrize(
    ("description", "industry", "standard", "about"),
    [
        ("除尘系统未设置锁气卸灰装置", "工贸", "应急管理部令第10号", "锁气卸灰"),
        ("深井铸造冷却水系统无应急水源", "工贸", "应急管理部令第10号", "深井铸造"),
        ("操作员擅自旁路高高液位联锁", "危险化学品", "安监总管三〔2017〕121号", "联锁"),
        ("擅自改变工房用途", "烟花爆竹", "安监总管三〔2017〕121号", "工房用途"),
        ("1203工作面回风流瓦斯超限作业", "煤矿", "应急管理部令第4号", "瓦斯超限"),
        ("采场坡面角大于设计角度", "非煤矿山", "矿安〔2022〕88号", "坡面角"),
        ("安全出口被锁闭", "消防", "GB 35181—2017", "安全出口"),
        ("塔吊力矩限制器失灵", "建筑施工", "建质规〔2022〕2号", "起重机械"),
    ],
)
def test_a_danger_meets_the_item_of_its_trades_standard(
    description: str, industry: str, standard: str, about: str
) -> None:
    found = standard_of(hazard(description, industry), DAY)
    assert found is not None
    assert f"（{standard}）：" in found
    assert about in found


@pytest.mark.parametrize(
    ("description", "industry"),
    [
        ("安全出口被锁闭", "教育"),
        ("办公区地面湿滑", "工贸"),
        ("超员", "交通运输"),
        ("安全出口畅通", "消防"),
        ("围墙倾斜", None),
    ],
)
def test_no_standard_where_the_trade_or_the_words_are_others(description: str, industry: str | None) -> None:
    assert standard_of(hazard(description, industry), DAY) is None


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (dt.date(2018, 6, 30), None),
        (dt.date(2018, 7, 1), "GB 35181—2017"),
        (dt.date(2025, 10, 31), "GB 35181—2017"),
        (dt.date(2025, 11, 1), "GB 35181—2025"),
        (None, "GB 35181—2025"),
    ],
)
def test_the_standard_is_the_one_in_force_on_the_papers_day(day: dt.date | None, number: str | None) -> None:
    found = standard_of(hazard("疏散通道被占用", "消防"), day)
    assert (found is None) == (number is None)
    assert number is None or (found is not None and number in found)


def test_every_item_is_of_a_known_trade_and_no_standard_ends_before_it_begins() -> None:
    assert len(items()) > 50
    assert {item.trade for item in items()} <= set(INDUSTRIES)
    assert all(item.last is None or item.first < item.last for item in items())


@pytest.mark.parametrize(
    ("cell", "dangers"),
    [
        ("提升机未设防爆泄压口；除尘风管积尘未清理；车间配电柜不防尘", 3),
        ("锅炉水位联锁保护失灵、酱渣池未设围栏", 2),
        ("1.灭火器过期。2.疏散指示标志损坏", 2),
        ("电缆夹层封堵不严、积水", 1),
        ("司机、信号工无证上岗", 1),
        ("楼梯间堆放杂物", 1),
    ],
)
def test_a_cell_is_parted_where_its_clauses_fault_different_things(cell: str, dangers: int) -> None:
    spans = dangers_in_cell(cell)
    assert len(spans) == dangers
    assert all(cell[slice(*span)].strip("；。，、 ") == cell[slice(*span)] for span in spans)


def test_a_hazard_names_the_words_that_decided_it() -> None:
    text = "检查发现，宏远木业有限公司除尘器未设泄爆口，已下达责令限期整改指令书，要求7月5日前完成整改。"
    found = find_hazards(text, find_times(text, DAY))
    assert [(one.description, one.status, one.due) for one in found] == [
        ("除尘器未设泄爆口", "rectifying", dt.date(2023, 7, 5))
    ]
    assert found[0].why[:2] == ("宏远木业有限公司", "发现")
    assert "指令书" in found[0].why[-1]
