import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.accidents import find_accidents
from extract.rulebook import read
from language.dates import find_times
from language.normalize import normalize
from records import Accident

RULES = read("accidents").rules
SEEDS = Path("../shared/seeds")
DAY = dt.date(2023, 12, 1)


def accidents(text: str, day: dt.date | None = DAY) -> list[Accident]:
    return find_accidents(text, find_times(text, day), day)


def told(accident: Accident) -> tuple[object, ...]:
    return (accident.date, accident.place, accident.type, accident.deaths, accident.injured, accident.missing)


def marked(text: str) -> tuple[str, list[str]]:
    pieces = text.replace("⟧", "⟦").split("⟦")
    return "".join(pieces), pieces[1::2]


@pytest.mark.parametrize("example", [text for rule in RULES for text in rule.finds])
def test_finds_the_marked_events(example: str) -> None:
    text, quotes = marked(example)
    assert [accident.quote for accident in accidents(text)] == quotes


@pytest.mark.parametrize("text", [text for rule in RULES for text in rule.leaves])
def test_leaves_what_is_no_event(text: str) -> None:
    assert accidents(text) == []


NATIONAL = [
    ("2023-01", "南昌", "交通事故", 19, 20, None),
    ("2023-01", "盘锦", "爆炸", 13, 35, None),
    ("2023-02", "许广高速", "交通事故", 16, 66, None),
    ("2023-02", "内蒙古", "坍塌", None, None, 53),
    ("2023-03", "沧州", "火灾", 11, None, None),
    ("2023-04", "武义", "火灾", 11, None, None),
    ("2023-04", "长峰医院", "火灾", 29, None, None),
    ("2023-05", "靖西", "交通事故", 11, None, None),
]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real documents are not here")
def test_the_speech_tells_of_eight_national_accidents() -> None:
    text = normalize(next(SEEDS.glob("001_*")).read_text(encoding="utf-8")).text
    found = accidents(text, None)
    assert [told(accident)[:1] + told(accident)[2:] for accident in found] == [fact[:1] + fact[2:] for fact in NATIONAL]
    assert all(fact[1] in str(accident.place) for fact, accident in zip(NATIONAL, found, strict=True))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real documents are not here")
@pytest.mark.parametrize("seed", ["000_*", "002_*", "003_*", "004_*"])
def test_documents_that_tell_of_none(seed: str) -> None:
    text = normalize(next(SEEDS.glob(seed)).read_text(encoding="utf-8")).text
    assert accidents(text, None) == []


ONE_EVENT = [
    # where ships, planes and vehicles were; what ends a place
    (
        "8月21日，“永顺机189”轮自沙沱水道下行，与一艘自用船发生碰撞，1人失踪。",
        ("2023-08-21", "沙沱水道", "碰撞", None, None, 1),
    ),
    ("6月3日，一架教练机在临江机场落地时冲出跑道，1人受伤。", ("2023-06-03", "临江机场", None, None, 1, None)),
    (
        "5月3日，李某驾驶货车沿国道108线由西向东行驶，行至青石岭路段时与客车相撞，3人死亡。",
        ("2023-05-03", "国道108线青石岭路段", "交通事故", 3, None, None),
    ),
    ("6月9日，锅炉房司炉工启炉时炉膛爆燃，本人轻微烧伤。", ("2023-06-09", "锅炉房", "爆炸", None, 1, None)),
    (
        "（一）鱼泉乡大垭村五组，7月20日发生泥石流，造成4人死亡。",
        ("2023-07-20", "鱼泉乡大垭村五组", "泥石流", 4, None, None),
    ),
    (
        "三、改造工程三标段。2023年5月27日，施工单位恒川公司在开挖时发生土方坍塌，造成1人死亡。",
        ("2023-05-27", "改造工程三标段", "坍塌", 1, None, None),
    ),
    (
        "8月6日，实训楼工地，盖板翻转，一名学徒工坠入井内，受重伤。",
        ("2023-08-06", "实训楼工地", "高处坠落", None, 1, None),
    ),
    # a day within a stretch of time, a day's own list, people before the day
    ("要认清当前形势，7月26日，一渔船在碣岛海域沉没，3人失踪。", ("2023-07-26", "碣岛海域", "沉没", None, None, 3)),
    ("6月8日\n1.凌晨2时许，城南夜市一摊位起火，无人员伤亡。", ("2023-06-08", "城南夜市一摊位", "火灾", 0, 0, None)),
    (
        "工人陈某于7月6日在三号高炉出铁口作业时被铁水烫伤，送医后于7月9日死亡。",
        ("2023-07-06", "三号高炉出铁口", "灼烫", 1, None, None),
    ),
    # a case that only a heading names, and a search that goes on below
    ("案例四　某小区化粪池闪爆。儿童将鞭炮扔入窨井，造成2名儿童轻伤。", (None, "某小区", "爆炸", None, 2, None)),
    (
        "10月18日，一渔船在舟屿以东海域翻扣，船上13人全部落水。\n19日发现1名遇难者遗体。尚有1人失踪。",
        ("2023-10-18", "舟屿以东海域", "沉没", 1, None, 1),
    ),
    # as leaders tell it
    (
        "5月7日，邻镇一家抛光厂除尘管道爆炸，当场没了2个，烧伤11个。",
        ("2023-05-07", "邻镇一家抛光厂除尘管道", "爆炸", 2, 11, None),
    ),
    ("3月13日，红星煤矿井下炸药库爆炸，死了六个，伤了九个。", ("2023-03-13", "红星煤矿井下炸药库", "爆炸", 6, 9, None)),
    ("2月6日，兴隆矿透水，三个没有回来。", ("2023-02-06", "兴隆矿", "透水", 3, None, None)),
    ("6月3日，外省某高速公路塌陷，3辆车跌落，死4伤6。", ("2023-06-03", "外省某高速公路", "坍塌", 4, 6, None)),
    (
        "6月5日，风电送出线路工地一名民工从12米高的塔上坠落，伤重不治。",
        ("2023-06-05", "风电送出线路工地", "高处坠落", 1, None, None),
    ),
    ("6月8日，东屿渔06138船在外海与货轮碰撞，2人失踪。", ("2023-06-08", "外海", "碰撞", None, None, 2)),
    ("6月13日，善源药业发生窒息事故，造成1人死亡。", ("2023-06-13", "善源药业", "中毒窒息", 1, None, None)),
    (
        "9月4日4时20分许，清河市229国道大湾镇双兴村路段，一辆半挂车追尾一辆拖拉机，造成15人死亡、1人受伤。",
        ("2023-09-04", "清河市229国道大湾镇双兴村路段", "交通事故", 15, 1, None),
    ),
    (
        "9月5日凌晨，孝阳市一物流公司发生火灾事故，未造成人员伤亡。",
        ("2023-09-05", "孝阳市一物流公司", "火灾", 0, 0, None),
    ),
    (
        "9月2日8时，尖山区江阳化工厂一工房发生爆炸。经初步排查，部分房屋受损，无人员死亡。",
        ("2023-09-02", "尖山区江阳化工厂一工房", "爆炸", 0, None, None),
    ),
    (
        "11月16日，大同区建正公司在浇筑屋顶作业过程中，发生一起物体打击事故，造成1人死亡。",
        ("2023-11-16", "大同区建正公司", "物体打击", 1, None, None),
    ),
    ("3月1日，客车与货车在沪渝高速湖滨段相撞，造成3死5伤。", ("2023-03-01", "沪渝高速湖滨段", "交通事故", 3, 5, None)),
    ("4月6日，某市一化工厂发生燃爆，20余人受伤，其中5人重伤。", ("2023-04-06", "某市一化工厂", "爆炸", None, 20, None)),
    (
        "2月11日，宏盛建筑工地一名工人从脚手架坠落，经抢救无效死亡。",
        ("2023-02-11", "宏盛建筑工地", "高处坠落", 1, None, None),
    ),
    (
        "近日，我区某工地发生一起塔吊倒塌事故，3名工人被困，2人获救，1人抢救无效死亡。",
        (None, "我区某工地", "坍塌", 1, None, None),
    ),
    ("1月6日，一艘渔船在东山海域沉没，8人失联。", ("2023-01-06", "东山海域", "沉没", None, None, 8)),
    (
        "4月1日，东湖县红星煤矿发生透水事故，造成5人死亡、2人下落不明。",
        ("2023-04-01", "东湖县红星煤矿", "透水", 5, None, 2),
    ),
    (
        "5月6日，云台县一养殖场发生硫化氢中毒事故，5人中毒，其中2人抢救无效死亡。",
        ("2023-05-06", "云台县一养殖场", "中毒窒息", 2, 3, None),
    ),
    ("7月9日，平川镇发生一起触电事故，致一死两伤。", ("2023-07-09", "平川镇", "触电", 1, 2, None)),
    ("10月3日，青龙矿业井下发生事故，造成7人死亡。", ("2023-10-03", "青龙矿业井下", None, 7, None, None)),
    (
        "8月8日，汇源纸业有限公司发生机械伤害事故，3人重伤、5人轻伤。",
        ("2023-08-08", "汇源纸业有限公司", "机械伤害", None, 8, None),
    ),
    (
        "2021年6月8日，岱阳县金鸡矿业发生重大事故，死亡或失联12人。",
        ("2021-06-08", "岱阳县金鸡矿业", None, None, None, 12),
    ),
    (
        "9月1日，城都一所中学的实验室发生燃烧，造成1名教师和1名学生受伤。",
        ("2023-09-01", "城都一所中学的实验室", "火灾", None, 2, None),
    ),
    ("去年12月8日，河口镇一家具厂发生火灾，造成2人死亡。", ("2022-12-08", "河口镇一家具厂", "火灾", 2, None, None)),
    (
        "11月6日，新埔区宏安楼发生火灾，截至11月8日9时，火灾已造成14人遇难。",
        ("2023-11-06", "新埔区宏安楼", "火灾", 14, None, None),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ONE_EVENT)
def test_one_event(text: str, expected: tuple[object, ...]) -> None:
    assert [told(accident) for accident in accidents(text)] == [expected]


def test_several_in_one_sentence_inherit_the_month() -> None:
    found = accidents("3月，青山县一冷库发生火灾，造成2人死亡；白水县河西村发生一起交通事故，造成3人死亡。")
    assert [(accident.date, accident.place) for accident in found] == [
        ("2023-03", "青山县一冷库"),
        ("2023-03", "白水县河西村"),
    ]


def test_a_date_does_not_reach_into_another_paragraph() -> None:
    found = accidents("3月，青山县一冷库发生火灾，造成2人死亡。\n白水县河西村发生一起交通事故，造成3人死亡。")
    assert [accident.date for accident in found] == ["2023-03", None]


def test_several_collisions_on_one_road_are_one_event() -> None:
    assert len(accidents("2月，沪渝高速公路发生5起交通事故，造成16人死亡、66人受伤。")) == 1


def test_an_event_told_twice_is_one_record_with_all_that_is_told() -> None:
    found = accidents(
        "4月18日，长丰医院发生火灾。\n要深刻吸取北州长丰医院重大火灾事故教训。\n长丰医院发生的一起火灾造成29人死亡。"
    )
    assert [told(accident) for accident in found] == [("2023-04-18", "长丰医院", "火灾", 29, None, None)]


def test_a_later_sentence_adds_and_updates_the_victims() -> None:
    found = accidents("3月9日，丰县一厂房发生坍塌，造成2人死亡。事故造成5人受伤。截至3月10日，死亡人数升至4人。")
    assert [told(accident) for accident in found] == [("2023-03-09", "丰县一厂房", "坍塌", 4, 5, None)]


def test_a_headline_and_its_story_are_one_event() -> None:
    found = accidents("浙水一公司起火6人死亡\n9月3日16时，浙水省嘉山县惠民街道杰海有限公司车间起火，造成6人死亡。")
    assert [(accident.date, accident.deaths) for accident in found] == [("2023-09-03", 6)]


def test_a_search_goes_on_with_the_same_event() -> None:
    (found,) = accidents("11月2日，一艘渔船在蓬山港外翻沉。经抢救，3人获救，已找到5名遇难者，1人下落不明。")
    assert (found.deaths, found.missing) == (5, 1)


@pytest.mark.parametrize(
    ("day", "expected"), [(dt.date(2023, 6, 1), "2023-04-18"), (dt.date(2025, 6, 1), "2025-04-18"), (None, None)]
)
def test_an_accident_known_by_its_day_is_dated_within_the_half_year(day: dt.date | None, expected: str | None) -> None:
    (found,) = accidents("要深刻吸取北州长丰医院“4·18”重大火灾事故教训。", day)
    assert (found.date, found.place, found.type) == (expected, "北州长丰医院", "火灾")


def test_an_old_accident_known_by_its_day_gets_no_date() -> None:
    assert accidents("深刻吸取天港“8·12”特别重大爆炸事故教训。", dt.date(2023, 6, 1))[0].date is None


def test_events_known_by_their_days_in_a_run() -> None:
    found = accidents("深刻吸取天港“8·12”爆炸事故、昆城“8·2”粉尘爆炸事故教训。")
    assert [accident.place for accident in found] == ["天港", "昆城"]


LOOK_ALIKES = [
    "我市道路交通安全形势严峻，接连发生亡人事故。",
    "法院经审理认为，被告人的行为具有发生重大伤亡事故的现实危险。",
    "该企业未开展培训，发生火灾后无法逃生。",
    "案例一　某汽修厂未设安全出口案。该厂违法搭建阁楼，被处罚款2万元。",
    "民用爆炸物品管理所在国道旁。",
    "截至目前，全市发生一般生产安全事故2起、死亡2人，同比分别上升10%和20%。",
    "1-4月，我市已发生**件涉安全生产的工伤事件。",
    "今年，各地连续发生多起重大及以上生产安全事故。",
    "连续48个月未发生较大及以上生产安全事故。",
    "针对近期全国多地发生的燃气爆炸事故，各部门要举一反三。",
    "3月5日，县消防大队组织开展灭火演练，模拟某酒店发生火灾，3人被困。",
    "如发生火灾，应立即拨打119。",
    "今年4月，该局印发《关于做好防溺水工作的紧急通知》。",
    "县人民医院有能力收治中毒患者。",
    "5月12日，开展“5·12”防灾减灾宣传活动，有效预防煤气中毒。",
    "事故发生后，县委书记赶赴现场指导救援。",
    "较大事故是指造成3人以上10人以下死亡的事故。",
]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert accidents(text) == []


PIECES = [
    "3月1日",
    "，",
    "。",
    "；",
    "\n",
    "青山县",
    "一厂房",
    "发生",
    "一起",
    "火灾",
    "事故",
    "造成",
    "3人死亡",
    "、",
    "5人受伤",
    "“4·18”",
    "重大",
    "未",
    "其中",
    "2人",
    "失联",
    "截至目前",
    "一名工人",
    "坠落",
    "经抢救无效死亡",
    "无人员伤亡",
    "8死6伤",
    "\U00020bb7",
    "（",
    "）",
    "二〇",
    "十百",
    "致",
]


def test_victims_before_the_word_for_the_event() -> None:
    [found] = accidents("3人死亡坠落3月1日")
    assert (found.quote, found.deaths, found.date) == ("坠落", 3, "2023-03-01")


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("致“4·18”火灾")
def test_every_quote_stands_at_its_span(text: str) -> None:
    found = accidents(text)
    assert all(text[accident.start : accident.end] == accident.quote and accident.quote for accident in found)
    assert all(accident.place or accident.date for accident in found)


TOLD_WITHOUT_THE_WORD = [
    ("5月8日，青石镇一砂场6人下舱清淤后昏倒，4死2伤。", ("2023-05-08", "青石镇一砂场", "中毒窒息", 4, 2)),
    ("5月6日，永丰镇一养鸡场电气短路引燃彩钢板，未造成人员伤亡。", ("2023-05-06", "永丰镇一养鸡场", "火灾", 0, 0)),
    ("6月1日，某工地塔吊倒覆，司机当场死亡。", ("2023-06-01", "某工地塔吊", "起重伤害", 1, None)),
    ("3月16日，翠园项目工人刘某从12层坠落身亡。", ("2023-03-16", "翠园项目", "高处坠落", 1, None)),
]


@pytest.mark.parametrize(("text", "expected"), TOLD_WITHOUT_THE_WORD)
def test_events_told_without_the_word_accident(text: str, expected: tuple[object, ...]) -> None:
    day = dt.date(2023, 6, 15)
    [one] = find_accidents(text, find_times(text, day), day)
    assert (one.date, one.place, one.type, one.deaths, one.injured) == expected


# date, place, deaths, injured, missing
WHERE_AND_WHOM = [
    (
        "9月3日，由鼎立集团承建的南苑小区三期工地，一名架子工从6层外架坠落，当场死亡。",
        ("2023-09-03", "南苑小区三期工地", 1, None, None),
    ),
    (
        "9月12日，水东乡运砂船在马尾滩水域因避让不及翻沉，船上4人落水，3人获救，1人失踪。",
        ("2023-09-12", "马尾滩水域", None, None, 1),
    ),
    (
        "8月20日，一号牌不清的货车沿省道205线行驶至66公里+300米处时，与一辆三轮车相撞，造成2人死亡。",
        ("2023-08-20", "省道205线66公里+300米", 2, None, None),
    ),
    (
        "9月5日，王某驾驶轿车由西向东行驶至青山大道与环城路交叉口，撞上行人，致行人当场死亡。",
        ("2023-09-05", "青山大道与环城路交叉口", 1, None, None),
    ),
    ("9月28日，砚田村3名学生在砚田水库游泳时溺水，2人获救，1人死亡。", ("2023-09-28", "砚田水库", 1, None, None)),
    ("9月22日，货车司机刘某在金源物流园卸货时，被钢卷砸中，当场死亡。", ("2023-09-22", "金源物流园", 1, None, None)),
    ("9月9日，桥头镇一居民家中因燃放烟花引燃窗帘，无人员伤亡。", ("2023-09-09", "桥头镇一居民家", 0, 0, None)),
    ("金陵工地9月27日晚，工人宿舍着火，无人员伤亡。", ("2023-09-27", "金陵工地", 0, 0, None)),
    ("9月30日，某物流公司叉车司机周某倒车时将装卸工挤压致死。", ("2023-09-30", "某物流公司", 1, None, None)),
    (
        "9月21日，泉山镇管网项目沟槽坍塌，1名工人被埋，救出时已无生命体征。",
        ("2023-09-21", "泉山镇管网项目沟槽", 1, None, None),
    ),
    (
        "9月15日，红星化工厂2名工人清池时中毒，1名班长施救也晕倒，3人送医后2人死亡、1人仍在抢救。",
        ("2023-09-15", "红星化工厂", 2, 1, None),
    ),
    ("9月23日，南坑煤矿发生冒顶，当班十名矿工中有三人受伤。", ("2023-09-23", "南坑煤矿", None, 3, None)),
    (
        "9月27日，三轮车在县道坪上线9公里处翻入水渠，驾驶人及2名乘客当场死亡。",
        ("2023-09-27", "县道坪上线9公里", 3, None, None),
    ),
    (
        "今年全县发生溺水4起，死亡3人，其中9月6日李家村王某在村口水塘溺水身亡。",
        ("2023-09-06", "李家村", 1, None, None),
    ),
]


@pytest.mark.parametrize(("text", "expected"), WHERE_AND_WHOM)
def test_where_it_happened_and_to_whom(text: str, expected: tuple[object, ...]) -> None:
    [one] = accidents(text)
    assert (one.date, one.place, one.deaths, one.injured, one.missing) == expected


def test_a_place_that_only_points_is_the_last_one_named() -> None:
    text = "今年5月，国道322线青石岭路段发生一起货车追尾事故，3人受伤。去年11月9日，一辆客车在此处侧翻，造成1死7伤。"
    assert {accident.place for accident in accidents(text)} == {"国道322线青石岭路段"}


@pytest.mark.parametrize(
    "text",
    [
        "9月20日，红星化工厂开展应急演练，模拟储罐区发生泄漏，2名操作工中毒。",
        "6月“安全生产月”活动时，组织一次锂电池燃爆演示。",
        "三是连续4周发生道路交通亡人事故，形势严峻。",
        "从起火原因看，电气火灾87起，占总数的40.1%，死亡2人。",
        "各镇要完成溺水事故多发水域警示牌设置，未发生学生溺亡事件。",
        "去年全镇淹死2个孩子。",
    ],
)
def test_rehearsals_figures_and_haunts_are_no_events(text: str) -> None:
    assert accidents(text) == []


def test_a_natural_event_without_casualties_is_none() -> None:
    text = "6月3日，强降雨致柳河镇倒塌房屋12户26间，无人员伤亡。"
    assert find_accidents(text, find_times(text, dt.date(2023, 6, 15))) == []
