import datetime as dt

import pytest
from spacy.tokens import Doc

from extract.pipeline import make_nlp
from records import Deadline

THURSDAY = dt.date(2023, 6, 15)


def read(text: str) -> list[Deadline]:
    nlp = make_nlp(("times", "deadlines"))
    doc: Doc = nlp.tokenizer(text)
    doc._.anchor, doc._.kind = THURSDAY, "通知"
    for _, component in nlp.pipeline:
        doc = component(doc)
    found: list[Deadline] = doc._.deadlines
    return found


def told(text: str) -> list[tuple[str, str | None, str]]:
    return [(str(one.start_date or ""), one.due and str(one.due), one.task) for one in read(text)]


RECKONED = {
    # from a day on, for so long
    "自2023年8月起开展为期三个月的整治。": [("2023-08-01", "2023-10-31", "开展整治")],
    "从8月31日起，在全县开展为期半年的攻坚。": [("2023-08-31", "2024-02-29", "在全县开展攻坚")],
    "7月3日起开展为期20天的检查。": [("2023-07-03", "2023-07-22", "开展检查")],
    # who must is no part of what must be done
    "责任单位：县燃气公司，7月15日前完成整改。": [("", "2023-07-15", "完成整改")],
    "20日、21日在全区开展集中夜查。": [("2023-06-20", "2023-06-21", "在全区开展集中夜查")],
    "7月1日和2日，各学校停课。": [("2023-07-01", "2023-07-02", "各学校停课")],
    "6月底、7月底县安委办派人复查。": [("", "2023-06-30", "派人复查"), ("", "2023-07-31", "派人复查")],
    "去年底剩余的危房36栋，7月20日前全部腾空。": [("", "2023-07-20", "全部腾空")],
    "上一年度遗留的隐患台账，各单位7月底前核销完。": [("", "2023-07-31", "核销完")],
    "去年确定的任务，原定6月底前完成，已经销号。": [],
    "到年底，事故起数下降20%，死亡人数较上年下降15%。": [("", "2023-12-31", "事故起数下降20%，死亡人数较上年下降15%")],
    "年底前夜间火灾基本杜绝，火灾起数比去年下降三成以上。": [
        ("", "2023-12-31", "夜间火灾基本杜绝，火灾起数比去年下降三成以上")
    ],
    "每日早七时、晚七时各报送一次巡查情况。": [("", None, "各报送一次巡查情况")],
}


@pytest.mark.parametrize(("text", "found"), RECKONED.items())
def test_times_as_they_are_meant(text: str, found: list[tuple[str, str | None, str]]) -> None:
    assert [(start, due, task) for start, due, task in told(text)] == found


TALES = [
    "6月5日接到报警后，消防站5分钟内到场。",
    "5月16日举行演练，下游1190名群众在42分钟内全部转移到位。",
    "险情在两个小时内排除了。",
    "预计6月18日凌晨在我县沿海登陆。",
    "今天得罪几个老板，总比明天面对家属强。",
    "我就下半年全市安全生产工作作个汇报。",
    "今日12时前，再次发现遗体3具。",
    "全国每年因溺水死亡的不在少数。",
    "事故由每年12起下降到8起。",
]
ORDERS = {
    "接到报警后，消防站5分钟内到场处置。": "到场处置",
    "6月5日召开会议，要求事故发生后1小时内报告。": "报告",
    "每场降雪后，养护单位两小时内上路撒盐除雪。": "上路撒盐除雪",
    "预计7月底前完成改造。": "完成改造",
    "7月上旬会同公安部门开展检查。": "会同公安部门开展检查",
    "6月26日（安全生产咨询日）面向群众，开展一次演练。": "面向群众，开展一次演练",
    "县安委办要组织4个督导组，从下周开始对各镇开展暗访。": "对各镇开展暗访",
}


@pytest.mark.parametrize("text", TALES)
def test_what_is_told_foreseen_or_compared_is_no_deadline(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(("text", "task"), ORDERS.items())
def test_what_is_asked_for_is_one(text: str, task: str) -> None:
    assert [one.task for one in read(text)] == [task]


TASKS = {
    "县安委办7月中旬派出3个督导组，对各镇开展督导。": "派出3个督导组，对各镇开展督导",
    "市局7月下旬分4组开展交叉检查。": "开展交叉检查",
    "市政府督查室将于7月上旬组成4个督查组开展专项督查。": "开展专项督查",
    "县应急局7月底前成立2个工作专班。": "成立2个工作专班",
    "对剩余的3处隐患实行专人盯守，7月底前整改到位。": "剩余的3处隐患整改到位",
    "针对排查出的12处隐患逐一建立台账，7月底前全部销号。": "排查出的12处隐患全部销号",
    "对全县学校开展检查，7月底前完成。": "对全县学校开展检查",
    "各镇于7月5日前逐户清点，核实后报县安委办。": "逐户清点，核实后报县安委办",
    "由县消防大队依法查封，7月10日前报处理结果。": "由县消防大队依法查封，报处理结果",
    "有限空间台账7月25日前报镇里。": "有限空间台账报镇里",
    "一是由应急局于7月20日前拟定方案。": "拟定方案",
    "“回头看”检查原则上在7月底前结束。": "“回头看”检查结束",
    "第一阶段（7月1日至7月31日）为动员部署阶段。": "动员部署阶段",
}
# a time that says which paper is due is none of a limit, and no part of who must send it
PAPERS = {
    "请各镇将会议落实情况于7月25日前报县安委办。": ("将会议落实情况报县安委办", "各镇"),
    "请各镇将汛期安全生产工作总结于7月25日前报县安委办。": ("将汛期安全生产工作总结报县安委办", "各镇"),
    "请各单位将落实情况及2023年工作总结于7月25日前报送。": ("将落实情况及2023年工作总结报送", "各单位"),
    "各单位要将一季度工作情况和二季度工作计划于7月25日前报送。": ("将一季度工作情况和二季度工作计划报送", "各单位"),
    "请各科将情况及岁末年初防范工作方案于7月5日前报送。": ("将情况及岁末年初防范工作方案报送", "各科"),
}


@pytest.mark.parametrize(("text", "told"), PAPERS.items())
def test_which_paper_is_due_and_from_whom(text: str, told: tuple[str, str]) -> None:
    assert [(one.task, one.responsible) for one in read(text)] == [told]


def test_how_many_were_to_be_mended_within_a_week_is_no_deadline() -> None:
    assert read("发现问题37项，其中立行立改21项，限期一周整改12项，限期一个月整改4项。") == []


def test_who_leads_opens_the_sentence() -> None:
    (found,) = read("县应急局牵头，消防救援大队配合，自7月1日起至8月31日，开展烟花爆竹打非治违行动。")
    assert found.responsible == "县应急局牵头，消防救援大队配合"


@pytest.mark.parametrize(("text", "task"), TASKS.items())
def test_what_must_be_done(text: str, task: str) -> None:
    assert [one.task for one in read(text)] == [task]
