"""Forms that bulletins, circulars and accident reports of real offices use again and again; all facts made up."""

import datetime as dt

import pytest

import extract
from records import Extraction

DAY = dt.date(2024, 2, 20)


def read(text: str, day: dt.date | None = DAY) -> Extraction:
    return extract.extract(extract.read_text(text), date=day)


BY_TRADE = """（二）较大事故情况
发生较大事故9起、死亡38人，同比减少2起、7人；环比增加5起、19人。
1.建筑施工发生2起、死亡9人，同比减少1起、4人。
2.工商贸其他发生6起、死亡和失踪25人，同比增加3起、8人。
3.铁路运输发生1起、死亡4人，同比、环比均增加1起、4人。
"""


def test_a_bulletin_counts_accidents_by_trade() -> None:
    cases = [(str(one.value), one.item) for one in read(BY_TRADE).counts if one.unit == "起" and not one.change]
    assert cases == [
        ("9", "较大事故"), ("2", "建筑施工较大事故"), ("6", "工商贸其他较大事故"), ("1", "铁路运输较大事故"),
    ]  # fmt: skip


def test_a_trade_next_to_one_needs_no_verb() -> None:
    found = read("1至7月，工矿商贸发生7起亡8人，与去年相同；道路运输11起亡12人，分别上升10%和20%。").counts
    assert [one.item for one in found if one.unit == "起" and not one.change] == ["工矿商贸事故", "道路运输事故"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "全县共发生事故3起、死亡2人，同比、环比均增加1起、1人。",
            [
                ("1", "起", "同比", "up"), ("1", "人", "同比", "up"),
                ("1", "起", "环比", "up"), ("1", "人", "环比", "up"),
            ],
        ),
        ("事故起数同比、环比分别下降3.5%和4.2%。", [("3.5", "%", "同比", "down"), ("4.2", "%", "环比", "down")]),
        (
            "共发生事故3起、死亡2人，同比、环比均持平。",
            [
                ("0", "起", "同比", "flat"), ("0", "人", "同比", "flat"),
                ("0", "起", "环比", "flat"), ("0", "人", "环比", "flat"),
            ],
        ),
    ],
)  # fmt: skip
def test_a_rise_told_against_two_times(text: str, told: list[tuple[str, str, str, str]]) -> None:
    changes = [(str(one.value), one.unit, one.change) for one in read(text).counts if one.change]
    assert [(value, unit, change.basis, change.direction) for value, unit, change in changes] == told


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "企业共有54家，其中危化品企业10家，烟花爆竹零售点4家，在建工程6家。",
            ["企业", "危化品企业", "烟花爆竹零售点", "在建工程"],
        ),
        ("问责落实责任不力的单位和人员74家、26人。", ["单位", "人员"]),
        ("约谈企业和负责人35家、42人。", ["企业", "负责人"]),
        ("发现问题隐患254项，整改问题隐患240项。", ["问题隐患", "问题隐患"]),
        ("行政编制人员5名，事业编制人员4名。", ["行政编制人员", "事业编制人员"]),
        ("排查一般隐患92项、重大隐患2项，整改率分别为99.2%和100%。", ["一般隐患", "重大隐患", "整改率", "整改率"]),
        ("高处坠落事故占四成，触电占21.5%，物体打击占9.7%。", ["坠落事故", "触电", "物体打击"]),
        ("左三片局扇停运，四段15煤层采煤工作面停产，共有5个采区。", ["采区"]),
        ("更换零部件30件。", ["零部件"]),
        ("（此处省略618字，登录后阅读）全镇排查隐患12处。", ["隐患"]),
    ],
)
def test_what_is_counted(text: str, items: list[str]) -> None:
    assert [one.item for one in read(text).counts] == items


def test_the_hurt_of_an_event_told_again_are_counted_again() -> None:
    text = "甲公司厂房坍塌，造成4人死亡，6人受伤。\n乙公司设计的厂房坍塌，造成4人死亡，6人受伤，三台设备受损。"
    assert [(str(one.value), one.item) for one in read(text).counts] == [
        ("4", "死亡"),
        ("6", "受伤"),
        ("4", "死亡"),
        ("6", "受伤"),
        ("3", "设备"),
    ]


def test_a_quarter_without_its_year_stays_in_the_papers() -> None:
    """«要求» asks for nothing here, nor does the 应 of 应急: the quarter is over."""
    found = read(
        "2019年，某局深入推进监督检查。\n2季度，各地区应急管理部门按照要求开展检查，共检查企业9家。", None
    ).counts
    assert [(one.period.start, one.period.end) for one in found if one.period] == [
        (dt.date(2019, 4, 1), dt.date(2019, 6, 30))
    ]


@pytest.mark.parametrize(
    ("text", "dangers"),
    [
        (
            "该厂未依照《消防法》的要求，设置微型消防站，违反《建筑设计防火规范》的规定，仓库未设自动喷水。",
            ["未依照《消防法》的要求，设置微型消防站", "仓库未设自动喷水"],
        ),
        ("检查发现，喷淋泵锈死、不能启动，应急灯损坏。", ["喷淋泵锈死、不能启动", "应急灯损坏"]),
        ("检查发现，消防水带被锁在值班室，无法正常使用。", ["消防水带被锁在值班室，无法正常使用"]),
        ("着力整治气瓶混存混放、减压阀开裂或漏气等行为。", ["气瓶混存混放", "减压阀开裂或漏气"]),
        ("经调查，事故系货车超载、渣土车司机酒后驾驶所致。", ["货车超载", "渣土车司机酒后驾驶"]),
        ("民警当场向店主讲解了堵塞通道的危害。", []),
        ("检查气瓶是否按要求分区存放。", []),
        ("住建部门检查工地35次，但未对违章行为作出一次处罚。", []),
        ("该县连夜做好积水清理。", []),
        ("某公司擅自进行储罐清理。", ["擅自进行储罐清理"]),
        ("检查组查看了员工培训开展情况，发现应急灯损坏。", ["应急灯损坏"]),
    ],
)  # fmt: skip
def test_what_is_a_danger(text: str, dangers: list[str]) -> None:
    assert [one.description for one in read(text).hazards] == dangers


def test_a_danger_is_at_the_unit_that_its_words_follow() -> None:
    text = (
        "检查组先后检查了恒达机械有限公司、兴旺木业加工厂，"
        "发现恒达机械有限公司配电箱未上锁、砂轮机无防护罩；兴旺木业加工厂灭火器过期。"
    )
    assert [(one.description, one.place) for one in read(text).hazards] == [
        ("配电箱未上锁", "恒达机械有限公司"), ("砂轮机无防护罩", "恒达机械有限公司"), ("灭火器过期", "兴旺木业加工厂"),
    ]  # fmt: skip


def test_an_authority_is_no_mine_that_it_watches() -> None:
    places = {one.place for one in read("青州煤矿安监局针对设计单位审核把关不严等问题，约谈了主要负责人。").hazards}
    assert "青州煤矿" not in places


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "各街道、各产业园的整治总结请于8月12日前上报。",
            ("2024-08-12", None, "整治总结上报", "各街道、各产业园"),
        ),
        (
            "各地于每月1日前按附件4要求，将上月的检查整改情况上报省办公室。",
            (None, "monthly", "按附件4要求，将上月的检查整改情况上报省办公室", "各地"),
        ),
        ("市局决定自3月11日\n起至6月9日，开展夜查行动。", ("2024-06-09", None, "开展夜查行动", None)),
        ("完成管网改造，责任部门是区住建局，完成时限为9月底。", ("2024-09-30", None, "完成管网改造", "区住建局")),
        ("各镇在12月11日前再次开展拉网式排查。", ("2024-12-11", None, "再次开展拉网式排查", "各镇")),
        (
            "第二阶段（2024年5月6日—2024年7月20日）为集中攻坚阶段。对照清单倒排工期，逐户验收换装的燃气管道。",
            ("2024-07-20", None, "集中攻坚阶段", None),
        ),
    ],
)
def test_what_is_due(text: str, told: tuple[str | None, ...]) -> None:
    (one,) = read(text).deadlines
    assert (one.due and one.due.isoformat(), one.recurrence, one.task, one.responsible) == told


@pytest.mark.parametrize(
    "text",
    [
        "汛期历来是山洪多发，三季度触电事故高发。",
        "5月至年底接连发生4起较大火灾。",
        "2月25-27日将有强降雪。",
        "6月为安全生产月。",
    ],
)
def test_what_comes_of_itself_is_no_task(text: str) -> None:
    assert read(text).deadlines == ()


def test_a_papers_number_tells_its_year() -> None:
    text = "关于排查道路隐患的通知\n（青政办〔2018〕166号）\n请于12月11日前排查完毕，确保年内完成整改任务。\n"
    assert [one.due for one in read(text, None).deadlines] == [dt.date(2018, 12, 11), dt.date(2018, 12, 31)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "2月6日，陇西市顺安客运公司一辆中巴车由青州市开往红河市，当行至武城区境内县道118线9公里处时坠入山沟，造成5人死亡。",
            [("2024-02-06", "武城区境内县道118线9公里", 5)],
        ),
        (
            "2023年3月，红河市平川矿业长期越界开采，发生较大事故，造成6人死亡。",
            [("2023-03", "红河市平川矿业", 6)],
        ),
        (
            "2019年接连发生了青山县晨光化工“4·9”和红河市东顺冷链“8·17”重大火灾事故，共造成27人死亡。",
            [("2019-04-09", "青山县晨光化工", None), ("2019-08-17", "红河市东顺冷链", None)],
        ),
        ("去年共有7个县发生较大以上事故。", []),
        (
            "2023年9月2日，青州兴源化工有限公司在硝化釜进料泵检修时发生爆炸，造成3人死亡。",
            [("2023-09-02", "青州兴源化工有限公司", 3)],
        ),
        ("2023年8月4日，青林市白河县突降冰雹，造成群众一死两伤。", [("2023-08-04", "青林市白河县", 1)]),
        (
            "一、事故时间：2023年5月7日9时许\n二、事故地点：安泰铸造厂熔炼车间\n三、事故伤亡情况：2人死亡、5人受伤\n",
            [("2023-05-07", "安泰铸造厂熔炼车间", 2)],
        ),
    ],
)
def test_where_and_when_it_happened(text: str, told: list[tuple[str, str, int | None]]) -> None:
    assert [(one.date, one.place, one.deaths) for one in read(text).accidents] == told
