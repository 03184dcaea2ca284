"""Lists of findings: clauses without a cue, levels and orders that reach over a list, places of listed units."""

import datetime as dt
from decimal import Decimal

import pytest

from extract.hazards import find_hazards
from extract.heads import Paper, head_of, mode_of
from language.dates import find_times
from records import Hazard

DAY = dt.date(2022, 7, 5)


def hazards(text: str) -> list[Hazard]:
    return find_hazards(text, find_times(text, DAY))


NOTICE = """安全生产整改通知书
宏兴木制品厂：
经我局执法人员现场检查，你单位存在以下问题：
1.除尘器泄爆口正对人行道；
2.漆桶敞口存放；
3.电工证件逾期。
现责令你单位对上述问题于7月24日前整改完毕。
"""


def test_an_order_behind_a_list_reaches_all_of_it() -> None:
    found = hazards(NOTICE)
    assert [hazard.description for hazard in found] == ["除尘器泄爆口正对人行道", "漆桶敞口存放", "电工证件逾期"]
    assert {(hazard.status, hazard.due, hazard.place, hazard.industry) for hazard in found} == {
        ("rectifying", dt.date(2022, 7, 24), "宏兴木制品厂", "工贸")
    }


UNITS = """关于餐饮场所的督办函
近日暗访发现两家店存在突出隐患，现函告如下：
1.老街火锅店：①气瓶间与厨房连通；②报警器断电；③阀门卡涩。上述①③构成重大事故隐患。
2.川味人家：燃气管穿越宿舍；无切断阀。
"""


def test_a_verdict_reaches_back_to_the_items_that_it_numbers() -> None:
    assert [(hazard.description, hazard.level) for hazard in hazards(UNITS)] == [
        ("气瓶间与厨房连通", "重大"),
        ("报警器断电", None),
        ("阀门卡涩", "重大"),
        ("燃气管穿越宿舍", None),
        ("无切断阀", None),
    ]


def test_the_unit_before_the_colon_holds_for_all_its_faults() -> None:
    assert [hazard.place for hazard in hazards(UNITS)] == ["老街火锅店"] * 3 + ["川味人家"] * 2


def test_a_heading_gives_its_level_and_a_ledger_line_its_mending() -> None:
    line = "1.恒丰仓储：防火堤开裂，整改措施为重新浇筑，投入资金20万元，完成时限7月底。"
    text = f"园区半年报告\n三、重大隐患治理情况\n{line}\n"
    [one] = hazards(text)
    assert (one.level, one.measures, one.funds) == ("重大", "重新浇筑", Decimal(200000))
    assert one.due == dt.date(2022, 7, 31)


SILENT = [
    "检查发现，各单位消防设施完好，值班人员在岗。",
    "排查出的各类隐患涉及危险化学品、建筑施工、燃气等领域。",
    "发现隐患12条，其中道路运输5条、水上交通7条。",
    "关于检查情况的通报\n三、工作要求\n1.立即组织检修，更换破损部件。\n2.拟停用的设备要挂牌。\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_stands_in_a_list_and_is_no_fault(text: str) -> None:
    assert hazards(text) == []


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("存在的主要问题", "finding"),
        ("事故原因", "cause"),
        ("整改措施", None),
        ("隐患排查治理情况", None),
        ("一般违章", "finding"),
    ],
)
def test_what_a_heading_says_of_the_lines_below(words: str, mode: str | None) -> None:
    assert mode_of(words) == mode


def test_a_paper_is_known_by_its_title() -> None:
    assert Paper("关于夏季燃气安全检查情况的通报\n").inspects
    assert Paper("关于“5·29”中毒事故的通报\n").on_accident
    assert Paper("危险化学品专项整治方案\n").plans
    assert not Paper("2022年工作总结\n").inspects


def test_a_head_has_a_rank_and_ends_before_its_text() -> None:
    text = "2.宏达木业：除尘器失效"
    head = head_of(text, 0, len(text))
    assert head is not None
    assert (head.rank, text[slice(*head.words)], head.alone) == (3, "宏达木业", False)


LEVELS_OF_LISTS = [
    (
        "市消防救援支队曝光第二批重大火灾隐患单位\n一、春晖商务酒店\n1．防排烟风机不能启动；2．疏散楼梯被改作库房。\n"
        "二、银河大厦裙楼3号厅\n1．消火栓无水；2．安全出口上锁。\n",
        ["重大"] * 4,
    ),
    (
        "关于安全检查情况的通报\n二、存在的问题\n1.顺达木业有限公司：砂光机未设除尘器；车间堆满木屑。（重大隐患，6月底前整改）\n"
        "2.春风纸箱厂：配电箱无盖板。\n",
        ["重大", "重大", None],
    ),
    (
        "关于安全检查情况的通报\n二、存在的问题\n1.顺达木业有限公司：砂光机未设除尘器；安全出口上锁，该项属于重大隐患。\n",
        [None, "重大"],
    ),
    (
        "关于安全检查情况的通报\n二、存在的问题\n1.顺达木业有限公司。砂光机未设除尘器；安全出口上锁。该单位被列为重大火灾隐患单位。\n",
        ["重大", "重大"],
    ),
    (
        "关于对部分燃气隐患实行督办的通知\n经县安委会研究，决定对下列2处重大隐患实行县级挂牌督办。\n一、督办事项\n"
        "1.春晖家属院。安全出口上锁。\n2.城东小区北侧。燃气管道无防护套管。\n二、工作要求\n严禁违规动火作业。\n",
        ["重大", "重大"],
    ),
    (
        "重大事故隐患挂牌督办通知书\n该市场存在下列重大事故隐患：\n一、安全出口上锁；\n"
        "二、灭火器失效，配电柜内违章存放汽油（此条认定为一般隐患）。\n",
        ["重大", "一般", "一般"],
    ),
]


@pytest.mark.parametrize(("text", "levels"), LEVELS_OF_LISTS)
def test_the_level_of_a_list_is_told_by_title_bracket_or_verdict(text: str, levels: list[str | None]) -> None:
    assert [hazard.level for hazard in find_hazards(text)] == levels


PIECES = [
    ("检查发现，剩余2项（清河站储罐围堰开裂、食堂软管老化）由县住建局负责。", ["储罐围堰开裂", "食堂软管老化"]),
    ("严查：|3月|校车超员、车辆带病上路|教办|", ["校车超员", "车辆带病上路"]),
    ("重点检查消防通道是否被货车占用、是否存在飞线充电。", ["消防通道是否被货车占用", "飞线充电"]),
    ("查处电气失爆六十三处、钢丝绳断丝超限七根。", ["钢丝绳断丝超限"]),
    ("严查疲劳驾驶和农用车违法载人等行为。", ["疲劳驾驶", "农用车违法载人"]),
    ("检查发现，货车因制动失效连撞5车。", ["制动失效"]),
    ("要加大对违规倒灌、掺混二甲醚等违法行为的打击力度。", ["违规倒灌"]),
]


@pytest.mark.parametrize(("text", "told"), PIECES)
def test_clauses_are_cut_at_bars_brackets_joints_and_consequences(text: str, told: list[str]) -> None:
    assert [hazard.quote for hazard in find_hazards(text)] == told


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("（一）已经整改的问题。", "rectified"),
        ("（一）正在整改的问题。", "rectifying"),
        ("（一）尚未销号的隐患。", "rectifying"),
        ("（一）教学区的问题。", "found"),
    ],
)
def test_words_that_head_a_line_tell_the_status_of_all_in_it(head: str, status: str) -> None:
    text = f"消防安全自查报告\n三、自查发现的问题\n{head}女生宿舍楼应急灯损坏；西侧安全出口上锁。\n"
    assert [hazard.status for hazard in find_hazards(text)] == [status, status]
