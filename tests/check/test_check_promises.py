import pytest

from check.paper import Paper
from check.promises import read_promises


def promises(draft, text: str) -> list[tuple[str, int, int, int]]:
    found = read_promises(Paper(draft(text).extraction()))
    return [(text[one.start : one.end], one.number, one.fewest, one.most) for one in found]


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        ("我讲三点意见：\n第一，甲。\n第二，乙。\n第三，丙。", ("三点意见", 3, 3, 3)),
        ("着力在以下五个方面下功夫：一要甲。二要乙。三要丙。四要丁。五要戊。", ("五个方面下功夫", 5, 5, 5)),
        ("建立报告、调度、督查、通报四项工作制度。", ("四项工作制度", 4, 4, 4)),
        ("从管网改造、用气安全、隐患排查、执法检查和保障措施等5个方面部署。", ("5个方面部署", 5, 4, 5)),
        ("实行领导带头查、部门重点查、乡镇定期查的“三级联查”机制。", ("三级联查", 3, 3, 3)),
        ("落实“三包”（包排查、包整治、包监督）责任。", ("三包", 3, 3, 3)),
        ("建立三项制度，即日报告、周调度、月通报。", ("三项制度", 3, 3, 3)),
        (
            "完善“一台账、一表、三清单”制度（推进台账、汇总表、隐患清单、问题清单、措施清单）。",
            ("一台账、一表、三清单", 5, 5, 5),
        ),
        ("以“两个特色”为抓手系统推进。一是甲。二是乙。", ("两个特色", 2, 2, 2)),
        ("明确党委政府、监管部门、企事业单位3个责任主体的任务。", ("3个责任主体", 3, 3, 3)),
    ],
)
def test_promised_and_given(draft, text: str, promise: tuple[str, int, int, int]) -> None:
    assert [one for one in promises(draft, text) if one[0] == promise[0] or one[0].startswith(promise[0][:4])] == [
        promise
    ]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("我讲三点意见：\n第一，甲。\n第二，乙。", ("warning", "文称“三点意见”，实际列出2项，请核对（第1段）")),
        ("建立报告、调度、督查、通报五项工作制度。", ("warning", "文称“五项工作制度”，实际列出4项，请核对（第1段）")),
        ("即《甲表》《乙表》《丙表》等5份清单。", ("info", "文称“5份清单”，以“等”字列出3项，如需列全请补齐（第1段）")),
        ("即《甲表》《乙表》《丙表》等2份清单。", ("warning", "文称“2份清单”，实际列出3项，请核对（第1段）")),
    ],
)
def test_what_is_said_of_a_broken_promise(draft, text: str, finding: tuple[str, str]) -> None:
    found = draft(text).findings()
    assert [(one.severity, one.message) for one in found] == [finding]


@pytest.mark.parametrize(
    "text",
    [
        "聚焦危险化学品、特种设备、道路交通等12个重点行业领域。",
        "从消防、住建等10个部门抽调骨干。",
        "做好压责任、防风险，抓服务、促发展，严执法、重问责“四篇文章”。",
        "市、县两级政府召开会议40次。",
        "排查出通道堵塞、器材过期2项隐患的有关单位5家，各镇、街道三个工作组。",
        "全面落实八项任务。一是抓宣传。二是抓检查。",
        "围绕“三无”船舶，无证驾驶的从严，无照经营的取缔。",
        "整治“两客一危”（含校车、货车）。",
        "着重要求的三个方面是否知晓。",
        "即《甲表》《乙表》等10余份文件。",
        "印发《甲表》《乙表》等2023年度文件。",
    ],
)
def test_what_cannot_be_told_is_left_alone(draft, text: str) -> None:
    assert draft(text).found("number") == []


def test_a_series_that_the_cut_took_away_is_not_counted(draft) -> None:
    text = "全县召开了会议。我讲三点意见：\n第一，要抓排查。\n第二，要抓整改。会后，各镇"
    assert draft(text).found("number") == []
