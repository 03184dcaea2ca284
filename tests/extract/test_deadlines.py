import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.pipeline import make_nlp
from extract.rulebook import load
from language.normalize import normalize
from records import Deadline

THURSDAY = dt.date(2023, 6, 15)
RULES = load("deadlines")
FINDS = [text for rule in (*RULES["rule"], RULES["plain"]) for text in rule["finds"]]
LEAVES = [text for rule in (*RULES["rule"], RULES["plain"]) for text in rule["leaves"]]
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def read(text: str, anchor: dt.date | None = THURSDAY, kind: str | None = None) -> list[Deadline]:
    nlp = make_nlp(("times", "deadlines"))
    doc: Doc = nlp.tokenizer(text)
    doc._.anchor, doc._.kind = anchor, kind
    for _, component in nlp.pipeline:
        doc = component(doc)
    found: list[Deadline] = doc._.deadlines
    return found


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize("marked", FINDS)
def test_finds_the_marked_quotes(marked: str) -> None:
    quotes = [part.split("⟧")[0] for part in marked.split("⟦")[1:]]
    assert [found.quote for found in read(marked.replace("⟦", "").replace("⟧", ""))] == quotes


@pytest.mark.parametrize("text", LEAVES)
def test_leaves_what_is_no_deadline(text: str) -> None:
    assert read(text) == []


DUE = {
    "2023-07-31": [
        "各镇要在7月底前完成排查。", "7月底前，各镇完成排查。", "各镇排查工作须于7月31日前完成。",
        "请于7月31日前报送方案。", "力争7月底前全面完成整治。",
        "整改时限：2023年7月31日。", "（二）集中整治阶段（7月1日至7月31日）。", "下月底前，各镇要完成排查。",
    ],
    "2023-06-30": ["县安委办本月底将开展通报。", "各镇要在月底前报送总结。", "6月底前完成整改。",
        "本季度末前完成整改。", "上半年要全面完成任务。"],
    "2023-12-31": ["年底前完成改造。", "年内完成改造。", "到年底前实现动态清零。", "专项行动持续至12月底。",
        "今年12月31日前全部销号。"],
    "2023-06-18": ["3日内完成整改。", "要在三天内书面报告。"],
    "2025-12-31": ["到2025年，建成双重预防体系。", "2025年底前全面完成改造。"],
    "2024-01-05": ["请于2024年1月5日前报送。"],
}  # fmt: skip


@pytest.mark.parametrize(("due", "text"), [(due, text) for due, texts in DUE.items() for text in texts])
def test_a_limit_in_many_wordings(due: str, text: str) -> None:
    assert [found.due for found in read(text)] == [day(due)]


RECURRENCE = {
    "daily": ["每日巡查不少于2次。", "责任村每天17时前报告进度。", "落实“每日一提醒”制度。", "每班开展一次检查。"],
    "weekly": ["每周五报送进度。", "每两周报送一次进展。", "坚持一周一调度。", "建立“周通报”制度。"],
    "monthly": [
        "每月25日前报送情况。",
        "每月组织8个督查组督查。",
        "每两个月召开一次例会。",
        "每月底前上报台账。",
        "按月报送报表。",
    ],
    "quarterly": ["每季度至少开展一次检查。", "每季度末报送总结。", "各镇要按季度通报情况。"],
    "half-yearly": ["每半年开展一次应急演练。"],
    "yearly": ["每年组织一次全员培训。", "每年6月开展宣传咨询。", "每三年修订一次预案。"],
}


@pytest.mark.parametrize(("rhythm", "text"), [(rhythm, text) for rhythm, texts in RECURRENCE.items() for text in texts])
def test_a_rhythm_in_many_wordings(rhythm: str, text: str) -> None:
    assert [(found.recurrence, found.due) for found in read(text)] == [(rhythm, None)]


RESPONSIBLE = {
    "县住建局": [
        "县住建局要在7月底前完成排查。", "7月底前，县住建局要完成排查。", "由县住建局牵头，7月底前完成排查。",
        "7月底前完成排查，由县住建局负责。",
        "县住建局要会同县商务局，于7月25日前完成检查。", "县住建局要迅速行动，压实责任，7月底前完成排查。",
        "7月底前完成排查（责任单位：县住建局）。",
        "责任单位：县住建局，整改时限：7月31日。", "责令县住建局于7月5日前整改完毕。",
    ],
    "县应急局牵头，各镇街负责": ["7月底前完成排查（县应急局牵头，各镇街负责）。"],
    "各镇（街）、管委会": ["各镇（街）、管委会要在7月底前完成排查。"],
}  # fmt: skip


@pytest.mark.parametrize(("who", "text"), [(who, text) for who, texts in RESPONSIBLE.items() for text in texts])
def test_who_must_do_it(who: str, text: str) -> None:
    assert [found.responsible for found in read(text)] == [who]


def test_a_subject_holds_for_the_next_sentence_and_not_for_the_next_paragraph() -> None:
    assert [found.responsible for found in read("县住建局要加强监管。7月底前完成排查。")] == ["县住建局"]
    assert [found.responsible for found in read("县住建局要加强监管。\n7月底前完成排查。")] == [None]


@pytest.mark.parametrize("text", ["会议要求，7月底前完成排查。", "《方案》要求，7月底前完成排查。"])
def test_a_meeting_is_not_responsible(text: str) -> None:
    assert [found.responsible for found in read(text)] == [None]


TASKS = {
    "完成排查": [
        "各镇要在7月底前完成排查。",
        "7月底前，各镇要完成排查，防止反弹。",
        "按照7月底前完成排查的节点要求推进。",
    ],
    "将整改情况书面报县安委办": ["请将整改情况于6月30日前书面报县安委办。"],
    "实施边坡治理": ["金鼎采石场实施边坡治理，7月20日前完成。"],
    "对照清单，逐项明确责任人": ["6月底前，各镇要对照清单，逐项明确责任人。"],
    "检测报告出具": ["检测报告须于7月底前出具。"],
}


@pytest.mark.parametrize(("task", "text"), [(task, text) for task, texts in TASKS.items() for text in texts])
def test_what_must_be_done(task: str, text: str) -> None:
    assert [found.task for found in read(text)] == [task]


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("7月至8月，开展专项整治。", "2023-07-01", "2023-08-31"),
        ("下周开始，将开展明查暗访。", "2023-06-19", "2023-06-25"),
        ("自即日起至8月31日，开展专项整治。", "2023-06-15", "2023-08-31"),
        ("7月1日起转入精准执法阶段。", "2023-07-01", ""),
        ("（一）动员部署（即日起至6月底）。", "2023-06-15", "2023-06-30"),
    ],
)
def test_a_stage_has_two_ends(text: str, start: str, due: str) -> None:
    assert [(found.start_date, found.due) for found in read(text)] == [(day(start), day(due))]


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("开学前完成校舍检查。", "完成校舍检查"),
        ("汛期来临前，完成水库除险加固。", "完成水库除险加固"),
        ("要在24小时内向属地部门报告。", "向属地部门报告"),
        ("请在收到本函后5日内书面反馈。", "书面反馈"),
        ("落实“3日内交办”机制。", "交办"),
        ("检查出的问题，责任单位五日内改完。", "改完"),
        ("等次公布后30日内拿出整改方案。", "拿出整改方案"),
    ],
)
def test_a_limit_on_no_known_day_is_a_deadline_without_one(text: str, task: str) -> None:
    assert [(found.task, found.due) for found in read(text)] == [(task, None)]


@pytest.mark.parametrize(
    "text",
    [
        "旅游旺季前安全检查覆盖全部景区。", "对6月30日前未完成整改的，依法查处。", "2022年底前建成的自建房共20栋。",
        "每月平均检查10家。", "每年6月为安全生产月。", "6月中旬全县发生事故2起。", "本月共检查企业5家。",
        "不服决定的，可在60日内申请行政复议。", "有效期至2025年12月31日。", "今年的各项任务已全部完成。",
    ],
)  # fmt: skip
def test_times_that_set_no_limit(text: str) -> None:
    assert read(text) == []


def test_about_a_day_is_that_day() -> None:
    (found,) = read("县安委办11月15日前后组织一次“回头看”。")
    assert (found.due, found.task) == (dt.date(2023, 11, 15), "组织一次“回头看”")


def test_a_limit_may_close_what_is_to_be_done() -> None:
    found = read("制定泄爆改造方案，10月31日前；作业方案报县应急局备案。公示期限，10月20日前。")
    assert [(one.due, one.task) for one in found] == [(dt.date(2023, 10, 31), "制定泄爆改造方案")]


def test_each_item_of_a_list_has_the_limit_behind_it() -> None:
    found = read("立警示桩120根，10月22日以前；会车困难的4处由龙滩镇平整出错车台，11月底前。")
    assert [(one.due, one.task) for one in found] == [
        (dt.date(2023, 10, 22), "立警示桩120根"),
        (dt.date(2023, 11, 30), "会车困难的4处由龙滩镇平整出错车台"),
    ]


def test_coupled_days_share_the_task_and_the_limit() -> None:
    found = read("各镇分别于7月20日和8月31日前报送总结。")
    assert [(str(one.due), one.task) for one in found] == [("2023-07-20", "报送总结"), ("2023-08-31", "报送总结")]


def test_a_rhythm_that_begins_on_a_day_is_one_duty() -> None:
    assert [(one.recurrence, one.due, one.start_date) for one in read("从7月起，各镇每月组织1次督查。")] == [
        ("monthly", None, dt.date(2023, 7, 1))
    ]


def test_an_order_that_a_report_tells_of_runs_from_elsewhere() -> None:
    text = "该厂未设置报警装置，责令10日内整改。"
    assert [one.due for one in read(text, kind="工作汇报")] == [None]
    assert [one.due for one in read(text, kind="整改通知书")] == [dt.date(2023, 6, 25)]


def test_an_enterprise_must_mend_its_defect() -> None:
    text = "兴达五金厂喷漆房未做防火分隔，限7月底前整改到位。"
    assert [one.responsible for one in read(text)] == ["兴达五金厂"]


def test_without_the_documents_day_a_bare_month_stays_open() -> None:
    assert [(found.due, found.task) for found in read("各镇要在7月底前完成排查。", None)] == [(None, "完成排查")]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real documents are not beside the project")
@pytest.mark.parametrize(
    ("number", "anchor", "expected"),
    [
        ("000", "2023-07-04", [("monthly", ""), ("monthly", "")]),
        ("001", "", []),
        ("003", "2024-08-17", []),
        ("004", "2023-06-15", [(None, "2023-06-25"), (None, "2023-07-31"), (None, "2023-11-30"), (None, "2023-06-30")]),
    ],
)
def test_the_real_documents(number: str, anchor: str, expected: list[tuple[str | None, str]]) -> None:
    text = next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    found = read(normalize(text).text, day(anchor))
    assert [(one.recurrence, str(one.due or "")) for one in found] == expected


PIECES = [
    "各镇要", "在7月底前", "完成排查", "，", "。", "；", "\n", "（", "）", "每月", "25日前", "一通报", "将整改情况",
    "于", "6月30日", "报送", "“", "”", "第一阶段", "：",
    "5月至8月", "已", "由县安委办牵头", "截至5月底", "3日内", "要", "\U00020bb7", "e\u0301",
]  # fmt: skip


@settings(deadline=None)  # the first text waits for jieba's dictionary
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_quote_stands_at_its_span(text: str) -> None:
    for found in read(text):
        assert text[found.start : found.end] == found.quote
        assert found.task
        assert found.start_date is None or found.due is None or found.start_date <= found.due


def test_time_grows_with_the_text_only() -> None:
    sentence = "各镇要在7月底前完成排查，每月25日前报送情况，由县安委办牵头，"
    began = time.perf_counter()
    read(sentence * 300)
    once = time.perf_counter() - began
    began = time.perf_counter()
    read(sentence * 1200)
    assert time.perf_counter() - began < 12 * once


TASKS = {
    "检验、病理的危化品集中到专用库": "检验、病理的危化品，12月10日前集中到专用库。",
    "消防中心站开工": "消防中心站6月底前开工。",
    "38条隐患整改闭环": "上述38条隐患，责任在分公司，7月25日前整改闭环。",
    "排查报告，书面报送县安委办": "排查报告由镇政府主要负责人签字后，于7月15日前书面报送县安委办。",
    "收缴切割": "不能登记的船只，7月31日前由乡镇收缴切割，补偿资金由县财政承担，每艘不低于600元。",
    "完成渔船检验，确保检验率达到100%": "8月1日前完成渔船检验，确保检验率达到100%。",
    "停产整治": "整治月报。措施：停产整治；责任人：厂长李某；时限：7月10日前。",
}


@pytest.mark.parametrize(("task", "text"), TASKS.items())
def test_a_task_takes_what_it_is_about_and_no_more(task: str, text: str) -> None:
    assert [found.task.removeprefix("上述") for found in read(text)] == [task]


@pytest.mark.parametrize(
    ("text", "dues"),
    [
        ("（二）排查阶段（2023年12月1日至2024年1月31日）。12月25日前查大船；1月15日前查小船。",
         ["2024-01-31", "2023-12-25", "2024-01-15"]),
        ("集团将在国庆节（10月1日）前再查一遍。", ["2023-09-30"]),
        ("“七一”、国庆节前，各镇要再检查一遍。", ["2023-06-30", "2023-09-30"]),
        ("自7月1日起为期两个月，开展燃气整治。", ["2023-08-31"]),
        ("6月20日15时前撤出老人，18时前全部撤离上岸。", ["2023-06-20", "2023-06-20"]),
        ("逾期未改的，3日内由县安委办发督办函。", [""]),
        ("停产整顿期间，执法人员责令整改，于6月10日前完成整改。", ["2023-06-10"]),
    ],
)  # fmt: skip
def test_days_that_other_words_decide(text: str, dues: list[str]) -> None:
    assert [found.due for found in read(text)] == [day(due) for due in dues]


@pytest.mark.parametrize(
    "text",
    ["安全生产月月讲、天天讲。", "节前暗访：这些地方漏洞不少", "会上说，春节假期预计接待游客75万人次。",
     "22时至次日6时火灾98起。", "清淤工程列入明年清淤计划。", "端午节（6月22日）前后要划龙舟。"],
)  # fmt: skip
def test_manners_of_speaking_and_what_is_foreseen_are_no_duties(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("镇安监站会同派出所于7月20日前完成首轮检查。", "镇安监站会同派出所"),
        ("县住建局责令该项目停工整改，7月27日前报复查申请。", "该项目"),
        ("请你县高度重视，做好以下工作：\n（一）立即整改。\n（二）举一反三，7月20日前开展一次自查。", "你县"),
        ("（一）各县安委办每周五报送情况；\n（二）6月25日前报送总结。", "各县安委办"),
        ("三、松北辰光水产加工厂\n液位计破裂。\n以上问题限7月31日前整改完毕。", "松北辰光水产加工厂"),
    ],
)
def test_who_must_is_told_further_off(text: str, who: str) -> None:
    assert read(text)[-1].responsible == who


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("各单位每月3日前拿出本月方案，当月27日前将小结交镇安监所。", ["monthly", "monthly"]),
        ("各镇每月20日、月底前各报送一次进度。", ["monthly"]),
        ("整改进展实行“周报”，每周五前把进展报市安委办。", ["weekly"]),
        ("每天闭店后1小时内，由值班经理进行清场检查。", ["daily"]),
        ("值班人员每两小时巡查一遍。", ["daily"]),
        pytest.param(
            "坚持三日一会商、半月一通报。",
            ["daily", "monthly"],
            marks=pytest.mark.xfail(strict=True, reason="the model of deadlines refuses the first"),
        ),
    ],
)
def test_rhythms_that_go_on_and_that_are_spelt_out(text: str, recurrence: list[str]) -> None:
    assert [found.recurrence for found in read(text)] == recurrence


@pytest.mark.parametrize(
    ("text", "task", "who"),
    [
        ("改造任务在6月30日前完成。", "改造任务完成", None),
        ("材料务于6月底前报送。", "材料报送", None),
        (
            "（一）举办安全咨询日活动\n1.活动时间：6月16日至6月18日。\n2.组织单位：各镇政府、县总工会。",
            "举办安全咨询日活动",
            "各镇政府、县总工会",
        ),
        ("6月20日前，发送安全短信。\n责任单位：县移动公司。", "发送安全短信", "县移动公司"),
    ],
)
def test_what_stands_over_and_under_a_limit(text: str, task: str, who: str | None) -> None:
    (found,) = read(text)
    assert (found.task, found.responsible) == (task, who)


def test_how_often_alone_takes_the_act_of_the_duty_before() -> None:
    found = read("各校每月至少开展一次疏散演练，幼儿园每季度至少一次。")
    assert [(one.task, one.responsible) for one in found] == [
        ("至少开展一次疏散演练", "各校"),
        ("开展一次疏散演练至少一次", "幼儿园"),
    ]


@pytest.mark.parametrize(
    ("text", "task", "who"),
    [
        ("推进管网改造。（县住建局负责，12月底前完成）", "推进管网改造", "县住建局"),
        ("1.开展消防排查。由县消防大队牵头，各镇配合，8月底前完成。", "开展消防排查", "县消防大队牵头，各镇配合"),
        ("到2025年底，全县危化企业自动化改造率达到100%。", "全县危化企业自动化改造率达到100%", None),
    ],
)
def test_what_only_tells_bearers_or_figures_is_told_apart(text: str, task: str, who: str | None) -> None:
    assert [(found.task, found.responsible) for found in read(text)] == [(task, who)]


def test_limits_of_one_label_are_one_each() -> None:
    found = read("由管委会挂牌督办，整改时限分别为7月15日、7月31日、8月10日。")
    assert [(one.task, one.due) for one in found] == [
        ("整改", day("2023-07-15")),
        ("整改", day("2023-07-31")),
        ("整改", day("2023-08-10")),
    ]


def test_a_rhythm_that_was_not_kept_is_a_defect() -> None:
    assert read("积尘超过5毫米且未按每班清理制度清扫。") == []


def test_a_limit_is_for_what_the_other_fields_of_its_item_say() -> None:
    found = read(
        "1.锅炉房安全阀超期未校验。整改措施：送市特检所校验，补挂标识牌。资金：1.2万元。责任科室：设备科。整改时限：7月20日。\n"
        "2.食堂油烟管道积油。责任科室：总务科。整改时限：7月25日。"
    )
    assert [(one.task, one.due, one.responsible) for one in found] == [
        ("送市特检所校验，补挂标识牌", day("2023-07-20"), "设备科"),
        ("整改", day("2023-07-25"), "总务科"),
    ]


def test_items_that_go_on_in_one_line_have_each_their_own_task() -> None:
    found = read(
        "任务一：完成312条渔船建档，责任单位：县渔业局，时限：8月20日。任务二：采购救生衣900件，责任单位：县应急局，时限：9月15日。"
    )
    assert [(one.task, one.due, one.responsible) for one in found] == [
        ("完成312条渔船建档", day("2023-08-20"), "县渔业局"),
        ("采购救生衣900件", day("2023-09-15"), "县应急局"),
    ]


def test_items_of_a_list_hold_their_task_their_bearer_and_their_limit() -> None:
    text = "任务清单\n①应急预案审定——安监科，6月21日\n②配电室红外测温——设备科，7月10日\n③值班表报送——办公室，6月26日"
    found = [(one.task, one.due) for one in read(text)]
    assert found == [
        ("应急预案审定", dt.date(2023, 6, 21)),
        ("配电室红外测温", dt.date(2023, 7, 10)),
        ("值班表报送", dt.date(2023, 6, 26)),
    ]


def test_one_line_with_fields_is_no_list_of_tasks() -> None:
    assert read("第三次全体会议——东楼会议室，6月21日") == []


def test_a_figure_that_a_year_must_keep_to_is_a_deadline() -> None:
    [goal] = read("三、下半年工作打算\n全年事故死亡人数控制在12人以内。", kind="工作汇报")
    assert (goal.due, "控制在12人以内" in goal.task) == (dt.date(2023, 12, 31), True)
    assert read("全年事故死亡人数同比下降12%。", kind="工作汇报") == []


def test_who_must_do_it_is_no_part_of_the_task() -> None:
    [one] = read("各村台账由镇应急办7月5日前汇总完毕。")
    assert (one.responsible, one.task) == ("镇应急办", "各村台账汇总完毕")


@pytest.mark.parametrize(
    ("text", "task", "who"),
    [
        (
            "（一）动员部署阶段（8月15日至8月31日）。各单位结合实际制定方案，层层动员。",
            "结合实际制定方案，层层动员",
            "各单位",
        ),
        (
            "（二）自查阶段（9月1日至9月30日）。各企业要开展自查，建立台账，并于9月20日前报县局。",
            "开展自查，建立台账",
            "各企业",
        ),
        ("（二）自查阶段（9月）全县企业制定自查方案，逐项对照检查。", "制定自查方案，逐项对照检查", "全县企业"),
        ("部署启动阶段：9月份，研究制定整治方案，部署有关工作。", "研究制定整治方案，部署有关工作", None),
        ("（三）总结（12月）。各责任单位于12月10日前报送总结。", "总结", None),
        ("（三）总结阶段（12月）。\n各责任单位认真总结。", "总结阶段", None),
    ],
)
def test_a_stages_task_is_what_its_line_goes_on_to_say(text: str, task: str, who: str | None) -> None:
    [stage] = [one for one in read(text, kind="总体方案") if one.rule.startswith("stage")]
    assert (stage.task, stage.responsible) == (task, who)


def test_a_limit_at_units_that_are_named_runs_from_the_paper() -> None:
    text = "同意对锦澜广场等3家单位重大火灾隐患挂牌督办，县安委办要在5日内下达督办通知书。"
    assert [one.due for one in read(text, kind="会议纪要")] == [dt.date(2023, 6, 20)]
    assert [one.due for one in read("对查出的问题建立台账，一般隐患3日内整改。", kind="会议纪要")] == [None]
