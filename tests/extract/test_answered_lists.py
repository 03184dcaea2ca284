"""Self-checks and answers to inspections: findings above, what was done about each of them below; all made up."""

import datetime as dt
from decimal import Decimal

import pytest

import extract
from records import Hazard

DAY = dt.date(2025, 4, 28)
FINDINGS = (
    "松岭镇敬老院安全隐患自查整改情况报告\n一、存在的问题\n"
    "1.厨房液化气瓶没有固定，软管用了三年没换。\n2.配电箱没有门，线路老化。\n3.院内机井没有盖板。\n"
)


def hazards(text: str) -> dict[str, Hazard]:
    """By description the dangers of a text."""
    return {one.description: one for one in extract.extract(extract.read_text(text), date=DAY).hazards}


def test_each_item_is_answered_by_the_one_of_its_number() -> None:
    found = hazards(
        FINDINGS + "二、整改情况\n1.液化气瓶已用铁链固定，4月16日换了新软管。\n"
        "2.配电箱门4月18日装好，线路改造需要资金8000元，计划6月底前完成。\n3.机井已盖好并上锁。\n"
    )
    assert {words: (one.status, one.measures, one.due, one.funds) for words, one in found.items()} == {
        "厨房液化气瓶没有固定": ("rectified", "液化气瓶已用铁链固定", None, None),
        "软管用了三年没换": ("rectified", "4月16日换了新软管", None, None),
        "配电箱没有门": ("rectified", "配电箱门4月18日装好", None, None),
        "线路老化": ("rectifying", "线路改造需要资金8000元，计划6月底前完成", dt.date(2025, 6, 30), Decimal(8000)),
        "院内机井没有盖板": ("rectified", "机井已盖好并上锁", None, None),
    }


@pytest.mark.parametrize(
    "answers",
    [
        "二、整改措施\n1.加强培训。\n2.落实责任。\n3.强化检查。\n4.已开展演练。\n5.已配备专人。\n6.已完善制度。\n7.已张贴标语。\n",
        "二、整改情况\n以上问题正在逐项研究。\n",
    ],
)
def test_a_list_of_other_length_answers_none(answers: str) -> None:
    found = hazards(FINDINGS + answers)
    assert {one.status for one in found.values()} == {"found"}
    assert [one.measures for one in found.values()] == [None] * len(found)


@pytest.mark.parametrize(
    ("state", "status"), [("4月20日已完成", "rectified"), ("正在整改", "rectifying"), ("尚未完成", "rectifying")]
)
def test_a_label_tells_whether_it_is_mended(state: str, status: str) -> None:
    found = hazards(f"问题一：食堂操作间排烟罩油垢厚。整改措施：请专业公司清洗。责任人：王某。整改情况：{state}。")
    assert found["食堂操作间排烟罩油垢厚"].status == status


@pytest.mark.parametrize("done", ["液化气瓶已用铁链固定", "应急灯当天换了电池", "机井已盖好并上锁"])
def test_how_something_was_mended_is_no_danger(done: str) -> None:
    assert hazards(f"{FINDINGS}二、整改情况\n{done}。\n").keys() == hazards(FINDINGS).keys()


def test_what_is_said_to_be_mended_and_is_not_stays_one() -> None:
    found = hazards(FINDINGS + "4.防火门闭门器已损坏脱落。\n")
    assert "防火门闭门器已损坏脱落" in found


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("检查中取缔无证加油点2个。", "rectified"),
        ("检查中清理占用消防通道的车辆36台。", "rectified"),
        ("各镇要依法取缔无证加油点。", None),
    ],
)
def test_what_was_done_away_with_is_mended(text: str, status: str | None) -> None:
    assert {one.status for one in hazards(text).values()} <= {status}


def test_this_item_is_all_that_stands_in_it() -> None:
    found = hazards(
        "关于暗访检查情况的通报\n二、存在的主要问题\n"
        "1.恒业木器厂。除尘器未装锁气卸灰装置。砂光机旁有烟头。此项判定为重大隐患。\n2.丰和食品厂。气体检测仪没有标定。\n"
    )
    assert {words: one.level for words, one in found.items()} == {
        "除尘器未装锁气卸灰装置": "重大", "砂光机旁有烟头": "重大", "气体检测仪没有标定": None,
    }  # fmt: skip


def test_what_became_of_so_many_is_no_part_of_a_danger() -> None:
    found = hazards(
        "关于宏远公司隐患整改情况的复函\n原指出的隐患中，罐区紧急切断阀失效、报警信息未处置2项已整改到位；反应釜安全阀未校验1项已送检；"
        "仓库与办公楼间距不足1项仍未整改。\n"
    )
    assert list(found) == ["罐区紧急切断阀失效", "报警信息未处置", "反应釜安全阀未校验", "仓库与办公楼间距不足"]
    assert found["报警信息未处置"].status == "rectified"


def test_the_name_of_an_item_is_told_without_its_frame() -> None:
    found = hazards("关于督查反馈问题整改情况的报告\n三、关于“老旧小区消防车通道被占用”的问题\n正在协调。\n")
    assert "老旧小区消防车通道被占用" in found


ANSWERS = {
    "1.疏散门平时锁闭。已拆除挂锁，改装推杆锁，4月9日完成。": ("rectified", "已拆除挂锁，改装推杆锁，4月9日完成", None),
    "1.燃气报警器探头失灵2个，当天更换。": ("rectified", "当天更换", None),
    "1.老楼线路老化，预算6.8万元，已报镇政府，待资金落实后实施。": (
        "rectifying", "预算6.8万元，已报镇政府，待资金落实后实施", None,
    ),
    "1.配电室门口堆放杂物。已发出整改通知书。": ("rectifying", None, None),
}  # fmt: skip


@pytest.mark.parametrize(("item", "told"), ANSWERS.items())
def test_an_item_may_answer_itself(item: str, told: tuple[str, str | None, dt.date | None]) -> None:
    (found,) = hazards(f"关于安全隐患自查整改情况的报告\n自查发现的问题如下：\n{item}\n").values()
    assert (found.status, found.measures, found.due) == told


def test_what_a_bracket_says_is_of_its_own_danger() -> None:
    found = hazards("检查发现应急照明灯不亮5盏（限3日内更换）；消防水泵房无人值守；安全出口指示牌脱落（已整改）。")
    assert {words: one.status for words, one in found.items()} == {
        "应急照明灯不亮": "rectifying", "消防水泵房无人值守": "found", "安全出口指示牌脱落": "rectified",
    }  # fmt: skip


def test_a_heading_is_a_place_only_where_it_names_one() -> None:
    found = hazards(
        "关于安全隐患自查情况的报告\n发现的问题如下：\n（一）消防方面\n1.一楼疏散门锁闭。\n（二）食堂方面\n1.燃气报警器探头失灵。\n"
    )
    assert {words: one.place for words, one in found.items()} == {"一楼疏散门锁闭": None, "燃气报警器探头失灵": "食堂"}
