import datetime as dt
from dataclasses import replace

import pytest

from generate.matters import by_turns, dangers, duties, full_name, is_named, is_vague, tidy
from generate.office import Stage
from generate.settings import StagePlan
from generate.stages import Span, plan_stages
from records import Deadline, Filed, Hazard, MonthSummary


def hazard(id_: int, unit: str = "甲镇", **fields: object) -> Filed[Hazard]:
    record = Hazard(**{"description": "安全出口锁闭", "quote": "出口锁闭", "start": 0, "end": 4} | fields)  # type: ignore[arg-type]
    return Filed(id_, unit, "a.docx", "2023-06", record)


def deadline(id_: int, task: str, unit: str = "甲镇", **fields: object) -> Filed[Deadline]:
    record = Deadline(**{"task": task, "quote": task, "start": 0, "end": len(task)} | fields)  # type: ignore[arg-type]
    return Filed(id_, unit, "a.docx", "2023-06", record)


def test_mentions_of_one_hazard_are_told_once_with_all_their_records() -> None:
    found = dangers([
        hazard(1, place="某商场", level="重大", due=dt.date(2023, 7, 1)),
        hazard(2, place="某商场", description="安全出口锁闭。", status="rectified"),
        hazard(3, unit="乙镇", place="某商场"),
    ])  # fmt: skip
    assert [(one.unit, one.major, one.mended, one.sources) for one in found] == [
        ("甲镇", True, True, (1, 2)), ("乙镇", False, False, (3,)),
    ]  # fmt: skip


def test_units_take_turns_and_places_go_first() -> None:
    found = dangers([
        hazard(1, description="甲一"), hazard(2, description="甲二", place="A厂"),
        hazard(3, description="甲三", place="B厂"),
        hazard(4, unit="乙镇", description="乙一", place="C厂"),
    ])  # fmt: skip
    assert [one.description for one in by_turns(found)] == ["甲二", "乙一", "甲三", "甲一"]


def test_tasks_come_by_their_day_and_once() -> None:
    day = dt.date(2023, 7, 31)
    found = duties([
        deadline(1, "修订应急预案", due=day), deadline(2, "开展演练", due=dt.date(2023, 7, 1)),
        deadline(3, "修订应急预案，", due=day, responsible="镇应急办"), deadline(4, "每月调度", recurrence="monthly"),
    ])  # fmt: skip
    assert [(duty.task, duty.due, duty.responsible, duty.sources) for duty in found] == [
        ("开展演练", dt.date(2023, 7, 1), None, (2,)), ("修订应急预案", day, "甲镇应急办", (1, 3)),
        ("每月调度", None, None, (4,)),
    ]  # fmt: skip


@pytest.mark.parametrize("task", ["整改", "整改到位", "全部整改完毕", "完成", "交办、办结", "调度", "巡"])
def test_a_task_without_an_object_is_vague(task: str) -> None:
    assert is_vague(duties([deadline(1, task)])[0])


@pytest.mark.parametrize("task", ["完成燃气管道改造", "对全乡渔船开展检查", "整改消防通道堵塞问题", "修订应急预案"])
def test_a_task_with_an_object_is_not(task: str) -> None:
    assert not is_vague(duties([deadline(1, task)])[0])


@pytest.mark.parametrize(
    ("name", "unit", "full"),
    [
        ("我局", "县应急管理局", "县应急管理局"),
        ("我局安监科", "县应急管理局", "县应急管理局安监科"),
        ("本镇", "柳溪镇", "柳溪镇"),
        ("局", "县教育局", "县教育局"),
        ("局安监科", "县教育局", "局安监科"),
        ("镇应急办", "柳溪镇", "柳溪镇应急办"),
        ("街道安监所", "南湖街道", "南湖街道安监所"),
        ("镇应急办", "县安委办", "镇应急办"),
        ("县住建局", "柳溪镇", "县住建局"),
    ],
)
def test_names_that_only_mean_something_at_home_are_filled_up(name: str, unit: str, full: str) -> None:
    assert full_name(name, unit) == full


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (" 完成\n整改，", "完成整改"),
        ("更换 LED lights 灯", "更换LED lights灯"),
        ("回访”机制", "回访机制"),
        ("报县安委办（区", "报县安委办区"),
        ("《方案》（试行）", "《方案》（试行）"),
    ],
)
def test_tidy(text: str, made: str) -> None:
    assert tidy(text) == made


USUAL = (StagePlan("动员部署阶段", ("动员部署",), "开会。"), StagePlan("总结阶段", ("总结",), "总结。"))
MAY, JUNE = dt.date(2023, 5, 31), dt.date(2023, 6, 30)


def test_stage_days_come_from_records_that_agree() -> None:
    spoken = [deadline(1, "动员部署阶段", due=MAY), deadline(2, "动员部署阶段", unit="乙镇", due=MAY)]
    mobilise, close = plan_stages((), USUAL, spoken)
    assert (mobilise.span, mobilise.text) == (Span(None, MAY, (1, 2)), "开会。")
    assert close.span == Span(None, None)


def test_records_that_differ_decide_nothing() -> None:
    spoken = [deadline(1, "动员部署阶段", due=MAY), deadline(2, "动员部署阶段", unit="乙镇", due=JUNE)]
    assert plan_stages((), USUAL, spoken)[0].span == Span(None, None)


def test_the_offices_own_stages_win() -> None:
    spoken = [deadline(1, "动员部署阶段", due=MAY), deadline(2, "回头看阶段", due=JUNE)]
    own = (Stage("集中动员部署阶段", end=JUNE), Stage("回头看阶段"))
    assert [(stage.span, stage.text) for stage in plan_stages(own, USUAL, spoken)] == [
        (Span(None, JUNE), "开会。"), (Span(None, JUNE, (2,)), ""),
    ]  # fmt: skip


def test_a_task_that_only_names_a_stage_needs_the_word(rich: MonthSummary) -> None:
    spoken = replace(rich.deadlines[-1], record=replace(rich.deadlines[-1].record, task="动员部署", quote="动员部署"))
    assert plan_stages((), USUAL, [spoken])[0].span == Span(None, None)


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("瑞丰冷链物流有限公司", True), ("金鼎采石场", True), ("县汽车客运总站", True), ("县第二中学", True),
        ("阳光花园小区", True), ("省道S317线石马大桥", True), ("松崖中学学生公寓", True),
        ("学校", False), ("沿街商铺、民宿等场所", False), ("餐饮场所", False), ("老旧小区", False),
        ("“九小场所”", False), ("恒丰木业等5家企业", False), ("拖拉机、联合收割机", False), ("民办幼儿园", False),
    ],
)  # fmt: skip
def test_only_who_has_a_name_can_be_written_to(place: str, named: bool) -> None:
    assert is_named(place) == named
