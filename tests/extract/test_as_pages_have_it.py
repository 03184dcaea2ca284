"""Forms found on real pages of offices, schools and newsrooms: checklists, black lists, exports of ledgers, appeals."""

import datetime as dt

import pytest

import extract
from records import Extraction, Period

DAY = dt.date(2024, 2, 20)


def read(text: str, day: dt.date | None = DAY) -> Extraction:
    return extract.extract(extract.read_text(text), date=day)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("督查组赴4市9县检查。", [("4", "市", "市"), ("9", "县", "县")]),
        ("洪水波及12乡镇、86村。", [("12", "乡镇", "乡镇"), ("86", "村", "村")]),
        ("连夜转移1.2万群众。", [("12000", "人", "群众")]),
        ("现场投入130余警力。", [("130", "人", "警力")]),
        ("排查沿321国道的护栏，110民警到场，2013省厅印发文件。", []),
        ("全省受灾人口6.5万人。", [("65000", "人", "受灾人口")]),
        ("培育2至3家具有竞争力的龙头企业。", [("2", "家", "具有竞争力的龙头企业")]),
        ("对该站超量充装的行为罚款处12万元。", [("120000", "元", "罚款")]),
        ("遇难人数已上升至7人。", [("7", "人", "死亡")]),
        ("船上共载有42人。", [("42", "人", "人员")]),
        (
            "事故起数和死亡人数分别占全市较大以上事故的31.5%和40.2%。",
            [("31.5", "%", "事故起数"), ("40.2", "%", "死亡人数")],
        ),
    ],
)
def test_what_is_counted(text: str, told: list[tuple[str, str, str]]) -> None:
    assert [(str(one.value), one.unit, one.item) for one in read(text).counts] == told


@pytest.mark.parametrize(
    ("text", "last"),
    [
        # the day on which it was heard, and that of the closing, are not the figures'
        ("记者19日从县消防大队了解到，2023年全县发生火灾81起。各单位共接警出动420次。", dt.date(2023, 12, 31)),
        ("2月18日，“平安春运”行动落下帷幕。行动期间，共检查车辆930辆。", None),
        ("整治开展以来，各镇共检查企业75家。", DAY),
    ],
)
def test_when_it_was(text: str, last: dt.date | None) -> None:
    period = read(text).counts[-1].period
    assert (period.end if period else None) == last


def test_up_to_now_has_no_end_in_a_paper_without_a_day() -> None:
    found = read(
        "粉尘防爆专项检查情况通报\n按照2023年执法计划，我局牵头检查。\n专项检查开展以来，全县共检查企业75家。\n", None
    ).counts
    assert [(str(one.value), one.period) for one in found] == [("75", None)]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("请各单位于5日前报送名单。", dt.date(2024, 3, 5)),
        ("请各单位于25日前报送名单。", dt.date(2024, 2, 25)),
        ("务必于8日17时前完成填报。", dt.date(2024, 3, 8)),
    ],
)
def test_a_day_that_is_asked_for_is_to_come(text: str, due: dt.date) -> None:
    assert [one.due for one in read(text).deadlines] == [due]


def test_what_pupils_do_before_they_leave_has_a_limit_without_a_day() -> None:
    found = read("各班级在放假离校前对教室进行安全自查。").deadlines
    assert [(one.due, one.task, one.responsible) for one in found] == [(None, "对教室进行安全自查", "各班级")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "省级每半年检查一次、市级每季度检查一次。",
            [("half-yearly", "检查一次", "省级"), ("quarterly", "检查一次", "市级")],
        ),
        (
            "各县要每季度开展一次、各镇要每月开展一次烟花爆竹零售点督查。",
            [
                ("quarterly", "开展一次烟花爆竹零售点督查", "各县"),
                ("monthly", "开展一次烟花爆竹零售点督查", "各镇"),
            ],
        ),
        ("坚持科室每日自查、保卫科每周巡查。", [("daily", "自查", "科室"), ("weekly", "巡查", "保卫科")]),
        ("实行周调度、月通报。", [("weekly", "调度", None), ("monthly", "通报", None)]),
    ],
)
def test_rhythms_told_in_one_breath(text: str, told: list[tuple[str, str, str | None]]) -> None:
    assert [(one.recurrence, one.task, one.responsible) for one in read(text).deadlines] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("宿舍是否存在使用蜡烛照明的情况。", ["宿舍使用蜡烛照明"]),
        ("是否存在家长车辆与学生混行，门卫是否到岗。", ["家长车辆与学生混行"]),
        ("看门窗是否关好，是否存在安全隐患。", []),
        ("检查电源是否切断、充电器有无全部拔掉。", []),
        ("检查发现，部分矿山以包代管、包而不管。", ["部分矿山以包代管、包而不管"]),
        ("全年未直接发生较大以上火灾事故。", []),
        ("经查，该厂违规操作，未按规定报告生产安全事故。", ["违规操作"]),
        ("石岭煤矿拉断绞车锁链，切断井下监控系统电源。", ["拉断绞车锁链", "切断井下监控系统电源"]),
        ("某港区6家企业具有硝酸铵经营资质。", []),
    ],
)
def test_what_is_a_danger(text: str, told: list[str]) -> None:
    assert [one.description for one in read(text).hazards] == told


BLACK_LIST = (
    "安全生产不良记录名单\n列入事由\t企业名称\t信用代码\t注册号\t处罚事由\n"
    "发生较大事故\t江右省平岗市有为煤矿\t91360400MA1\t\t2023年6月9日，该矿发生透水事故，造成4人死亡。\n"
    "发生较大事故\t江右省平岗市有信矿业集团安和煤业有限公司\t\t\t2023年8月2日，发生顶板垮落事故，造成3人死亡。\n"
    "发生责任事故\t平岗市顺达物流有限公司\t91360400MA2\t\t"
    "平岗市顺达物流有限公司主体责任不落实，发生生产安全责任事故，造成5人死亡。\n"
)


def test_a_black_list_says_in_a_cell_whose_accident_it_was() -> None:
    assert [(one.date, one.place, one.type, one.deaths) for one in read(BLACK_LIST).accidents] == [
        ("2023-06-09", "江右省平岗市有为煤矿", "透水", 4),
        ("2023-08-02", "江右省平岗市有信矿业集团安和煤业有限公司", "冒顶", 3),
        (None, "平岗市顺达物流有限公司", None, 5),
    ]


EXPORT = (
    "编号\t隐患描述\t位置\t标段\t状态\t整改情况\t整改时间\n"
    "1\t配电箱未接地\t2号梁场\tTJ01\t已完成\t已重新接地\t2024-01-09 10:20:04\n"
    "2\t灭火器压力不足\t生活区\tTJ02\t已完成\t已整改\t2024-01-11 16:09:51\n"
    "3\t临边无护栏\t便道\tTJ02\t整改中\t\t2024-03-01 00:00:00\n"
)


def test_an_exported_ledger_tells_where_what_was_done_and_when() -> None:
    found = read(EXPORT)
    assert [(one.place, one.status, one.measures, one.due) for one in found.hazards] == [
        ("2号梁场", "rectified", "已重新接地", None),
        ("生活区", "rectified", None, None),
        ("便道", "rectifying", None, dt.date(2024, 3, 1)),
    ]
    assert [one.due for one in found.deadlines] == [dt.date(2024, 3, 1)]


def test_what_is_warded_off_did_not_happen() -> None:
    assert read("各矿要强化抽采，有效防范顶板垮落造成瓦斯涌出，发生爆炸事故。").accidents == ()


GOALS = (
    "序号\t指标名称\t单位\t2020年\t2025年\t属性\n"
    "1\t生产安全事故起数\t起\t36\t29\t约束性\n"
    "2\t规模以上企业达标率\t%\t61.5\t≥90\t预期性\n"
)


def test_goals_of_a_plan_stand_by_year_behind_their_number_and_unit() -> None:
    assert [(str(one.value), one.unit, one.item, one.approx, one.period) for one in read(GOALS).counts] == [
        ("36", "起", "生产安全事故", "exact", year(2020)),
        ("29", "起", "生产安全事故", "exact", year(2025)),
        ("61.5", "%", "规模以上企业达标率", "exact", year(2020)),
        ("90", "%", "规模以上企业达标率", "at_least", year(2025)),
    ]


def test_goals_whose_names_hold_a_few_units() -> None:
    table = (
        "指标\t2015年\t2020年\n持证率（%）\t81\t>95\n巡查覆盖率（%）\t-\t100\n重大事故\t-\t零发生\n死亡人数\t-\t下降\n"
    )
    assert [(str(one.value), one.item, one.approx, one.period) for one in read(table).counts] == [
        ("81", "持证率", "exact", year(2015)),
        ("95", "持证率", "over", year(2020)),
        ("100", "巡查覆盖率", "exact", year(2020)),
    ]


def year(of: int) -> Period:
    return Period(dt.date(of, 1, 1), dt.date(of, 12, 31))


def test_a_year_that_something_is_compared_with_is_not_the_papers() -> None:
    found = read("今年全县有18条河流超警，为近5年最多。受灾面积比2012年以来同期均值少两成。", None).counts
    assert [(str(one.value), one.period) for one in found if one.unit == "条"] == [("18", None)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2024年1月9日，平岗市第二人民医院二楼配电箱着火。", "平岗市第二人民医院二楼配电箱"),
        ("2024年1月9日12时许，平岗市119指挥中心接到报警称：南环路口有一货车着火。", "南环路口"),
        ("2024年1月9日，红星农场七队一名职工被卷入农机死亡。", "红星农场"),
    ],
)
def test_where_an_accident_was(text: str, place: str) -> None:
    assert [one.place for one in read(text).accidents] == [place]


def test_each_of_a_sentence_is_of_the_bodies_that_open_it() -> None:
    found = read("各级矿山安全监管监察部门共检查3191矿次，实现生产矿井全覆盖，下达文书278份。").counts
    assert {one.subject for one in found} == {"各级矿山安全监管监察部门"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("扑救中5名扑火队员牺牲。", ("5", "名", "死亡")),
        ("救援队成功营救3名被洪水围困群众。", ("3", "名", "被洪水围困群众")),
        ("今年部署了食堂、校车等9项专项整治行动。", ("9", "项", "专项整治行动")),
    ],
)
def test_a_name_is_whole(text: str, told: tuple[str, str, str]) -> None:
    assert [(str(one.value), one.unit, one.item) for one in read(text).counts] == [told]


def test_what_befell_those_at_fault_is_no_danger() -> None:
    assert read("有4家景区被摘牌，12家旅行社被吊销许可证。").hazards == ()


def test_a_plan_may_be_put_up_after_its_first_days() -> None:
    plan = (
        "关于印发《全县渡口安全整治方案》的通知\n2024-02-18\n"
        "2023年11月底前，各镇制定实施细则；2024年5月底前，全部完成改造。\n"
    )
    assert [one.due for one in read(plan, None).deadlines] == [dt.date(2023, 11, 30), dt.date(2024, 5, 31)]
