import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.hazards import find_hazards
from extract.rulebook import Rule, read
from language.dates import find_times
from language.normalize import normalize
from records import INDUSTRIES, Hazard

RULES = read("hazards").rules
SEEDS = Path("../shared/seeds")
DAY = dt.date(2023, 6, 15)


def hazards(text: str) -> list[Hazard]:
    return find_hazards(text, find_times(text, DAY))


def marked(text: str) -> tuple[str, list[str]]:
    """The text without its marks, and what they mark."""
    pieces = text.replace("⟧", "⟦").split("⟦")
    return "".join(pieces), pieces[1::2]


@pytest.mark.parametrize("example", [text for rule in RULES for text in rule.finds])
def test_finds_the_marked_dangers(example: str) -> None:
    text, quotes = marked(example)
    assert [hazard.quote for hazard in hazards(text)] == quotes


@pytest.mark.parametrize("text", [text for rule in RULES for text in rule.leaves])
def test_leaves_what_is_no_danger(text: str) -> None:
    assert hazards(text) == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_every_rule_has_examples_heads_and_a_source(rule: object) -> None:
    assert isinstance(rule, Rule)
    told = rule.kind == "judged" or (rule.finds and rule.leaves and (rule.heads or rule.kind == "listed"))
    assert told
    assert rule.source


RUNS = [
    "集中整治⟦违章动火⟧、⟦封堵疏散楼梯⟧、⟦违规采用可燃夹芯板⟧、⟦分包队伍安全管理缺位⟧等违法行为。",
    "对⟦非法载客⟧、⟦使用“三无”渔船⟧、⟦超航区作业⟧、⟦甲板作业不穿救生衣⟧等违法违规行为，一律从严处罚。",
    "重点对工地存在的⟦洞口防护不严密⟧、⟦消火栓水压不足⟧、吊篮验收及电工持证上岗等情况开展检查。",
    "检查发现，⟦疏散通道、安全出口堵塞⟧，⟦应急照明灯损坏⟧，要求立即整改。",
    "严厉打击⟦非法生产、经营、储存烟花爆竹⟧和⟦无证运输危险化学品⟧等行为。",
    "严格查处⟦封闭安全出口、疏散通道⟧，⟦占用消防车道⟧等行为。",
    "从源头杜绝⟦盲目抢工期、赶进度⟧的现象。",
    "发现⟦灭火器过期⟧和⟦燃气软管老化⟧。",
    "查处⟦酒驾⟧4起、⟦醉驾⟧2起，⟦涉牌涉证⟧9起，其他交通违法行为61起。",
    "严厉打击⟦违法违规分包转包⟧、⟦“以包代管”⟧⟦“包而不管”⟧、⟦使用无资质队伍⟧等行为。",
    "是否⟦使用不合格的钢瓶、灶具、减压阀⟧；是否存在⟦管道被违规占压⟧、⟦私接“三通”⟧等情况。",
    "存在⟦擅自将防火卷帘改成推拉门⟧，⟦楼梯间堆放杂物⟧，⟦疏散标志损坏⟧等问题。",
    "发现⟦部分灭火器压力不足⟧、⟦排土场截水沟淤堵⟧、⟦用木板封堵窗口⟧等隐患34条。",
]


@pytest.mark.parametrize("example", RUNS)
def test_a_run_is_one_record_each(example: str) -> None:
    text, quotes = marked(example)
    assert [hazard.quote for hazard in hazards(text)] == quotes


RUNS_WITH_OTHER_CLOSES = [
    "取缔⟦无证经营⟧黑作坊1处，清退⟦违规住宿⟧人员95人。",
    "对⟦非法经营民用爆破器材⟧的要依法查处；对⟦无证生产经营烟花爆竹⟧的要坚决取缔。",
    "安全出口指示灯检查发现：⟦指示灯破损、脱落⟧，⟦灭火器材过期⟧。",
    "重点检查⟦用电线路是否存在私拉乱接⟧、疏散通道是否畅通。",
    "该矿⟦违规开采保安矿柱⟧，导致透水事故发生。",
]


@pytest.mark.parametrize("example", RUNS_WITH_OTHER_CLOSES)
def test_what_ends_a_phrase(example: str) -> None:
    text, quotes = marked(example)
    assert [hazard.quote for hazard in hazards(text)] == quotes


def test_a_checklists_question_word_is_no_part_of_the_danger() -> None:
    assert the_one("重点检查用电线路是否存在私拉乱接。").description == "用电线路私拉乱接"


LOOK_ALIKES = [
    "深入开展重大事故隐患专项排查整治2023行动，全面排查各类安全隐患。",
    "印发《关于开展违规用电专项整治的通知》。",
    "开展电动自行车“进楼入户”专项整治行动。",
    "各单位严禁违规动火作业，不得堵塞消防通道，不得占用安全出口。",
    "确保不超员、不超速，切实做到不漏一户、不留死角。",
    "请广大居民不要在楼道内停放电动自行车，不私拉电线。",
    "生产经营单位有下列行为之一的，责令限期改正：未按照规定设置安全生产管理机构的。",
    "县水利局未制定本行业领域实施方案，镇应急办监管力量不足。",
    "对排查不彻底、整改不到位、走过场的单位，一律通报批评。",
    "一旦违规操作，后果不堪设想。",
    "检查疏散通道是否畅通、消防设施是否完好有效。",
    "要加强值班值守，落实安全生产主体责任，防止燃气泄漏。",
    "不具备安全条件的一律不得复工。",
    "部分企业主体责任不落实，安全意识淡薄。",
    "今年以来全市未发生较大以上事故，隐患整改率达100%。",
    "对刻意隐瞒的事故从严追责，严防迟报、漏报、瞒报。",
    "全县不足10家企业完成创建，无人员伤亡。",
    "一工地施工不慎导致天然气管道泄漏，现场起火。",
    "逾期未达标的依法吊销许可。",
    "要防患于未然，做好未成年人保护。",
]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert hazards(text) == []


def the_one(text: str) -> Hazard:
    found = hazards(text)
    assert len(found) == 1, [hazard.quote for hazard in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("检查发现，宏达木业有限公司除尘器未设泄爆装置。", "found"),
        ("检查发现，宏达木业有限公司除尘器未设泄爆装置，要求企业立即整改。", "found"),
        ("检查发现，宏达木业有限公司除尘器未设泄爆装置，责令限期于7月10日前整改。", "rectifying"),
        ("检查发现，宏达木业有限公司除尘器未设泄爆装置。检查组当场下达责令限期整改指令书。", "rectifying"),
        ("检查发现，宏达木业有限公司除尘器未设泄爆装置，已于6月8日整改完毕。", "rectified"),
        ("检查发现，宏达木业有限公司除尘器未设泄爆装置。该隐患已整改到位并通过验收。", "rectified"),
        ("发现7人无证上岗，已对所在企业立案处罚并督促整改完毕。", "rectified"),
        ("发现灭火器过期等隐患394处，已整改371处。", "found"),
        ("全面排查企业是否存在超能力生产。", None),
        ("严厉打击无证经营行为。", None),
        ("因违规动火引发火灾，造成1人死亡。", None),
        ("防止机组带“病”运行。", None),
    ],
)
def test_status(text: str, status: str | None) -> None:
    assert the_one(text).status == status


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("宏达木业有限公司存在重大事故隐患：喷漆房未设置可燃气体报警装置。", "重大"),
        ("锦澜购物中心二层安全出口被锁闭，经研判属重大火灾隐患。", "重大"),
        ("查出灭火器失效等隐患34条，其中重大事故隐患1条。", None),
        ("对重大隐患整改不力的从严追责，严查无证经营行为。", None),
        ("发现一般隐患：应急照明灯损坏。", "一般"),
        ("检查发现应急照明灯损坏。", None),
    ],
)
def test_level_only_where_the_danger_itself_is_called_so(text: str, level: str | None) -> None:
    assert the_one(text).level == level


@pytest.mark.parametrize(
    ("text", "place", "industry"),
    [
        ("检查发现，宏达木业有限公司除尘器未设泄爆装置。", "宏达木业有限公司", "工贸"),
        ("青山采石场边坡裂缝未监测，已被责令停产整顿。", "青山采石场", "非煤矿山"),
        ("检查餐饮场所268家，发现燃气软管老化。", "餐饮场所", "燃气"),
        ("排查沿街商铺、民宿等场所268家，发现灭火器过期。", "沿街商铺、民宿等场所", None),
        ("建筑施工领域，严查未系安全带行为。", None, "建筑施工"),
        ("严查封闭安全出口行为。", None, "消防"),
        ("严查超员行为。", None, "交通运输"),
        ("某化工厂动火作业未办理审批手续。", "某化工厂", "危险化学品"),
    ],
)
def test_place_and_industry(text: str, place: str | None, industry: str | None) -> None:
    found = the_one(text)
    assert found.place == place
    assert industry is None or found.industry == industry


def test_a_level_that_closes_a_list_holds_for_all_of_it() -> None:
    found = hazards("两家商户分别存在疏散楼梯数量不足、喷淋泵不能启动、消火栓无水、排烟窗被封堵等重大火灾隐患。")
    assert [hazard.level for hazard in found] == ["重大"] * 4


def test_a_level_in_a_bracket_that_closes_an_item_holds_for_all_of_it() -> None:
    found = hazards("经查，存在以下问题：\n1.反应釜压力表超期未检，罐顶护栏腐蚀穿孔（一般隐患）。\n2.灭火器过期。")
    assert [(hazard.description, hazard.level) for hazard in found] == [
        ("反应釜压力表超期未检", "一般"), ("罐顶护栏腐蚀穿孔", "一般"), ("灭火器过期", None),
    ]  # fmt: skip


def test_what_was_inspected_or_heads_the_line_is_the_place() -> None:
    found = hazards("对73个在建项目开展检查，下发通知书15份。主要问题为：塔吊力矩限制器失灵。")
    assert [hazard.place for hazard in found] == ["在建项目"]
    found = hazards("4.松崖水库除险加固工程：围堰未按设计标准填筑。")
    assert [hazard.place for hazard in found] == ["松崖水库除险加固工程"]


def test_what_the_text_states_of_its_mending() -> None:
    found = the_one(
        "盛源机械厂喷漆房未设置可燃气体报警装置，属重大事故隐患，责令限期7月5日前整改完毕，投入整改资金18万元，由槐浦镇负责督办。"
    )
    assert (found.level, found.place, found.status) == ("重大", "盛源机械厂", "rectifying")
    assert (found.due, found.funds, found.responsible) == (dt.date(2023, 7, 5), Decimal(180_000), "槐浦镇")


LISTED = """丰泽县华兴旅社
存在隐患：
1、四楼应急照明灯损坏。
2、一层楼梯口摆放灶台。
二、整改要求
1、各单位要加强巡查。"""


def test_lines_under_a_header_belong_to_its_unit() -> None:
    found = hazards(LISTED)
    assert [hazard.quote for hazard in found] == ["四楼应急照明灯损坏", "一层楼梯口摆放灶台"]
    assert {hazard.place for hazard in found} == {"丰泽县华兴旅社"}
    assert {hazard.status for hazard in found} == {"found"}


def test_an_order_at_the_end_holds_for_all_findings_at_the_unit() -> None:
    found = hazards("宏达建材厂：一是压力容器未定期检验；二是车间内电线私拉乱接。责令限期于6月30日前整改完毕。")
    assert [hazard.status for hazard in found] == ["rectifying", "rectifying"]
    assert {hazard.due for hazard in found} == {dt.date(2023, 6, 30)}


def test_an_order_for_one_unit_does_not_hold_for_another() -> None:
    found = hazards("检查发现，宏达建材厂压力容器未定期检验；兴业木材厂电线私拉乱接，已整改完毕。")
    assert [(hazard.place, hazard.status) for hazard in found] == [("宏达建材厂", "found"), ("兴业木材厂", "rectified")]


def test_a_field_that_opens_the_sentence_is_the_trade_of_all_its_dangers() -> None:
    text = "渔业船舶领域，重点整治灭火器配备不足、临时用电私接乱拉、救生衣过期等问题。"
    assert {hazard.industry for hazard in find_hazards(text, [])} == {"渔业船舶"}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real documents are not here")
def test_the_speech_yields_its_dangers_of_fire_building_road_and_sea() -> None:
    text = normalize(next(SEEDS.glob("001_*")).read_text(encoding="utf-8")).text
    found = find_hazards(text, find_times(text, None))
    expected = {
        "封闭安全出口": "消防",
        "违规使用易燃保温材料": "消防",
        "偷盗私采": "非煤矿山",
        "非法改装": "交通运输",
        "灭火器配备不足": "建筑施工",
        "超抗风等级": "渔业船舶",
        "船员配备不合格": "渔业船舶",
    }
    assert expected.items() <= {hazard.description: hazard.industry for hazard in found}.items()
    assert not any("持证上岗" in hazard.description for hazard in found)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real documents are not here")
@pytest.mark.parametrize("seed", ["000_*", "002_*", "004_*"])
def test_exhortations_and_an_authoritys_failings_yield_none(seed: str) -> None:
    text = normalize(next(SEEDS.glob(seed)).read_text(encoding="utf-8")).text
    assert find_hazards(text, ()) == []


PIECES = [
    "检查发现",
    "宏达公司",
    "灭火器失效",
    "未安装报警器",
    "、",
    "，",
    "；",
    "。",
    "：",
    "\n",
    "等违法行为",
    "严查",
    "是否存在",
    "无证驾驶6起",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "封闭安全出口",
    "责令限期整改",
    "1.",
    "重大隐患",
    "\U00020bb7",
    "é",
    "不到位",
    "和",
    "存在以下问题：",
    "部分企业",
    "严禁",
    "因",
    "引发火灾",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_quote_stands_at_its_span(text: str) -> None:
    found = hazards(text)
    assert all(text[hazard.start : hazard.end] == hazard.quote and hazard.quote for hazard in found)
    assert all(hazard.industry in (*INDUSTRIES, None) and hazard.description for hazard in found)
    assert [hazard.start for hazard in found] == sorted(hazard.start for hazard in found)


def test_a_class_of_danger_at_a_unit_is_one_but_the_bare_word_is_not() -> None:
    assert [(one.description, one.level) for one in hazards("宏远木业有限公司存在重大火灾隐患。")] == [
        ("重大火灾隐患", "重大")
    ]
    assert hazards("全月检查宏远木业有限公司等5家，查出隐患173处。") == []
