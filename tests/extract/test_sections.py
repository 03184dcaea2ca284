from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.frame import read_frame
from extract.passages import opened_passages
from extract.pipeline import read_normalised
from extract.readers import read, read_bytes, read_text
from extract.roles import bare_heading, is_slogan, named_roles
from extract.rulebook import load
from extract.sections import find_marks, find_sections
from records import Document, Section
from templates import load_roles

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
BODY = "各镇各部门要认真落实工作责任，组织开展排查整治，建立问题台账，逐项推动整改到位。"
DONE = "截至目前，共检查企业320家，发现隐患511处，完成整改498处，发放资料3000份。"


def cut(text: str, kind: str | None = None) -> tuple[Section, ...]:
    document = read_text(text, "x.txt")
    return find_sections(document, read_normalised(document), kind)


def outline(sections: tuple[Section, ...]) -> list[tuple[int, str | None, str]]:
    return [(section.level, section.role, section.title) for section in sections]


def headings(text: str) -> list[str]:
    document = read_text(text, "x.txt")
    reading = read_normalised(document)
    marks = find_marks(reading.text, read_frame(document, reading))
    return [reading.text[mark.start : mark.end] for mark in marks]


def seed(number: int) -> tuple[Section, ...]:
    files = sorted(SEEDS.glob(f"{number:03}_*.txt"))
    if not files:
        pytest.skip(f"没有样本目录 {SEEDS.name}，跳过对真实文件的检验")
    document = read(files[0])
    return find_sections(document, read_normalised(document))


def tops(sections: tuple[Section, ...], start: str) -> list[str | None]:
    return [section.role for section in sections if section.level == 1 and section.title.startswith(start)]


def test_dashes_head_the_sections_of_seed_0() -> None:
    sections = seed(0)
    assert sections[0].role == "BASIS"
    assert tops(sections, "——") == ["DONE", "DONE", "MECH"]


def test_a_speech_in_one_line_has_three_points_and_five_below_the_second() -> None:
    sections = seed(1)
    assert tops(sections, "第") == ["GUIDE", "TASK", "TASK"]
    below = [section for section in sections if section.level == 2 and section.role == "TASK"]
    assert [section.title[:2] for section in below] == ["一要", "二要", "三要", "四要", "五要"]
    assert [section.role for section in sections if section.title.startswith("但也要清醒")] == ["PROB"]


def test_the_outline_in_front_of_seed_2_is_no_section() -> None:
    assert outline(seed(2))[1:] == [
        (1, "DONE", "一、着力拧紧安全生产责任链条"),
        (1, "DONE", "二、着力推进专项整治三年行动"),
    ]
    assert seed(2)[0].title.startswith("今年以来,全区上下")
    assert seed(2)[0].role == "SITU"


def test_slogans_and_topic_sentences_of_seed_3() -> None:
    sections = seed(3)
    assert [section.title[-5:] for section in sections if (section.level, section.role) == (1, "DONE")] == [
        "“生命線”", "“安全網”", "“防火牆”",
    ]  # fmt: skip
    assert {section.role for section in sections if section.level == 2} == {"DONE"}
    assert [section.title for section in sections if section.level == 2][:4] == [
        "推動規劃落地實施", "落實政府領導責任", "強化部門監管責任", "壓實企業主體責任",
    ]  # fmt: skip


def test_topic_sentences_are_what_seed_4_asks() -> None:
    assert [(role, title) for _, role, title in outline(seed(4)) if role == "TASK"] == [
        ("TASK", "思想上要真正重视"),
        ("TASK", "监管责任要主动扛起"),
        ("TASK", "要务实推动重大事故隐患专项排查整治2023行动"),
        ("TASK", "要切实提升标准化创建质量"),
        ("TASK", "同时要推进全区基层应急管理标准化建设工作"),
        ("TASK", "做好宣传教育、执法检查工作"),
    ]


PLAN = f"""某县安全生产专项整治方案
为贯彻落实上级部署，结合我县实际，制定本方案。
一、工作要求
以人民为中心，{BODY}
二、整治重点
聚焦危险化学品等重点行业领域。
三、重点任务
（一）企业自查。{BODY}
（二）部门检查
1.全面排查。{BODY}
2.严格执法。{BODY}
四、时间安排
6月至8月，分三个阶段进行。
五、工作要求
{BODY}
附件：1.领导小组名单
2.任务分工表
某县安全生产委员会
2023年5月6日
"""


def test_a_plan() -> None:
    assert outline(cut(PLAN)) == [
        (1, "BASIS", "为贯彻落实上级部署，结合我县实际，制定本方案"),
        (1, "GUIDE", "一、工作要求"),
        (1, "SCOPE", "二、整治重点"),
        (1, "TASK", "三、重点任务"),
        (2, "TASK", "（一）企业自查"),
        (2, "TASK", "（二）部门检查"),
        (3, "TASK", "1.全面排查"),
        (3, "TASK", "2.严格执法"),
        (1, "STAGE", "四、时间安排"),
        (1, "GUAR", "五、工作要求"),
        (1, "SIGN", "某县安全生产委员会"),
    ]


def test_a_section_ends_before_what_follows_it() -> None:
    text = PLAN
    by_title = {section.title: text[section.start : section.end] for section in cut(text)}
    assert by_title["五、工作要求"] == f"五、工作要求\n{BODY}"
    assert by_title["（二）部门检查"].endswith(f"2.严格执法。{BODY}")
    assert by_title["三、重点任务"].startswith("三、重点任务\n（一）企业自查。")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、工作开展情况", "二、存在问题"),
        ("一.工作开展情况", "二.存在问题"),
        ("（一）工作开展情况", "（二）存在问题"),
        ("(一)工作开展情况", "(二)存在问题"),
        ("1.工作开展情况", "2.存在问题"),
        ("1、工作开展情况", "2、存在问题"),
        ("（1）工作开展情况", "（2）存在问题"),
        ("第一，工作开展情况", "第二，存在问题"),
        ("第一部分 工作开展情况", "第二部分 存在问题"),
        ("——工作开展情况", "——存在问题"),
        ("工作开展情况", "存在问题"),
        ("工作开展情况：", "存在问题："),
        ("一、我镇2023年工作开展情况", "二、当前存在问题"),
        ("一、工作開展情況", "二、存在問題"),
        ("一、 工作开展情况", "二、 存 在 问 题"),
    ],
)
def test_whatever_marks_a_heading_its_function_is_found(first: str, second: str) -> None:
    text = f"某镇安全生产工作汇报\n{first}\n{DONE}\n{second}\n部分企业重视不够。{BODY}\n"
    assert [section.role for section in cut(text)] == ["DONE", "PROB"]


@pytest.mark.parametrize(
    ("first", "second"), [("一、工作开展情况。", "二、存在问题。"), ("一、主要工作：", "二、不足之处：")]
)
def test_headings_run_into_one_line(first: str, second: str) -> None:
    text = f"某镇安全生产工作汇报\n{first}{DONE}{second}部分企业重视不够。{BODY}\n"
    assert [section.role for section in cut(text)] == ["DONE", "PROB"]


def test_a_heading_behind_the_heading_above_it() -> None:
    text = "某镇整治方案\n为贯彻落实上级部署，结合我镇实际，制定本方案。"
    text += f"一、总体要求(一)指导思想。以预防为主。(二)工作目标。{BODY}二、主要任务。{BODY}"
    assert [(level, role) for level, role, _ in outline(cut(text))][1:] == [
        (1, "GUIDE"), (2, "GUIDE"), (2, "GOAL"), (1, "TASK"),
    ]  # fmt: skip


def test_a_reader_s_headings() -> None:
    page = (
        f"<html><body><h1>某镇工作汇报</h1><h2>主要做法</h2><p>{DONE}</p><h2>存在不足</h2><p>{BODY}</p></body></html>"
    )
    document = read_bytes(page.encode(), "x.html")
    sections = find_sections(document, read_normalised(document))
    assert [(level, role) for level, role, _ in outline(sections)] == [(1, "DONE"), (1, "PROB")]


def test_a_table_of_contents_is_no_section() -> None:
    text = f"某县整治方案\n目录\n一、总体要求……1\n二、主要任务……2\n一、总体要求\n{BODY}\n二、主要任务\n{BODY}\n"
    sections = cut(text)
    assert [section.title for section in sections] == ["一、总体要求", "二、主要任务"]
    assert sections[0].start == text.rindex("一、总体要求")


def test_a_slogan_is_what_its_body_is() -> None:
    text = f"某镇工作汇报\n织密“安全网”\n{DONE}\n找准“薄弱点”\n个别企业重视不够，监管力量不足，整改不彻底。\n"
    assert [section.role for section in cut(text)] == ["DONE", "PROB"]


def test_passages_without_any_heading() -> None:
    text = f"""某局工作报告
县安委办：
按照县安委会的统一部署，现将有关情况报告如下。
{DONE}
虽然取得一定成效，但也存在执法力量不足等问题。
下一步，我局将继续加大力度。
"""
    assert [section.role for section in cut(text)] == ["BASIS", "DONE", "PROB", "NEXT"]


def test_what_opens_without_a_heading_ends_the_points_before_it() -> None:
    text = f"某局工作汇报\n一是压实责任。{DONE}\n二是排查隐患。{DONE}\n下一步：{BODY}\n"
    assert outline(cut(text)) == [
        (1, "DONE", "一是压实责任"),
        (1, "DONE", "二是排查隐患"),
        (1, "NEXT", f"下一步：{BODY[:-1]}"),
    ]


@pytest.mark.parametrize(
    ("kind", "role"), [("总体方案", "GUAR"), ("工作汇报", "NEXT"), ("通报", "NEXT"), ("督办函", "DEMAND")]
)
def test_one_wording_means_what_its_kind_holds(kind: str, role: str) -> None:
    text = f"一、基本情况\n{DONE}\n二、主要任务\n{BODY}\n三、工作要求\n{BODY}\n"
    assert cut(text, kind)[2].role == role


@pytest.mark.parametrize(
    "text",
    ["今天天气很好。", "1.5万家单位已经自查。", "3处隐患，5家企业。\n7起事故。", "来源：本网\n打印\n收藏\n", BODY],
)
def test_what_has_no_sections(text: str) -> None:
    assert cut(text) == ()


RULES = load("sections")
MARKED = [(rule["style"], text) for rule in RULES["mark"] for text in rule["finds"]]
LEFT = [(rule["style"], text) for rule in RULES["mark"] for text in rule["leaves"]]
OPENED = [(rule["role"], text) for rule in RULES["opener"] for text in rule["finds"]]
NOT_OPENED = [(rule["role"], text) for rule in RULES["opener"] for text in rule["leaves"]]


@pytest.mark.parametrize(("style", "marked"), MARKED)
def test_marks_find_the_headings_of_their_examples(style: str, marked: str) -> None:
    heading = marked[marked.index("⟦") + 1 : marked.index("⟧")]
    assert heading in headings(marked.replace("⟦", "").replace("⟧", "")), style


@pytest.mark.parametrize(("style", "text"), LEFT)
def test_marks_leave_what_is_no_heading(style: str, text: str) -> None:
    assert headings(text) == [], style


@pytest.mark.parametrize(("role", "marked"), OPENED)
def test_openers_find_where_a_passage_begins(role: str, marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    assert (marked.index("⟦"), role) in [(one.start, one.role) for one in opened_passages(text, 0, len(text))]


@pytest.mark.parametrize(("role", "text"), NOT_OPENED)
def test_openers_leave_what_only_mentions_them(role: str, text: str) -> None:
    assert role not in [one.role for one in opened_passages(text, 0, len(text))]


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("（三）关于2023年工作开展情况", "工作开展情况"),
        ("二、存在的问题：", "存在的问题"),
        ("第一，统一思想", "统一思想"),
        ("3.工作任务（2023年6月）", "工作任务"),
    ],
)
def test_a_bare_heading(heading: str, bare: str) -> None:
    assert bare_heading(heading) == bare


def test_every_wording_of_a_role_is_found_under_it() -> None:
    for code, role in load_roles().items():
        assert [word for word in role.headings if code not in named_roles(f"一、{word}")] == []


@pytest.mark.parametrize(
    ("heading", "slogan"),
    [("强化责任落实", True), ("存在问题", False), ("安全生产必须落实责任", True), ("工作要求", False)],
)
def test_slogans(heading: str, slogan: bool) -> None:
    assert is_slogan(heading) is slogan


PIECES = [
    "一、总体要求", "二、主要任务。", "（一）自查。", "(二)检查", "1.排查。", "2、整治", "第一，提高认识", "——抓落实。",
    "一是压实责任。", "存在问题", "织密“安全网”", "下一步，我局将继续努力。", "会议要求，", "附件：1.名单",
    "某县应急管理局", "2023年6月15日", "目录", "提纲：", BODY, DONE, "。", "\n", "\r\n", "\u3000", " ", "\t",
    "\U00020bb7", "e\u0301", "發現隱患", "**",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_sections_stand_in_the_text_and_inside_one_another(text: str) -> None:
    sections = cut(f"公文{text}")
    length = len(f"公文{text}")
    open_sections: list[Section] = []
    assert [section.start for section in sections] == sorted(section.start for section in sections)
    for section in sections:
        assert 0 <= section.start < section.end <= length
        assert section.title
        while open_sections and open_sections[-1].end <= section.start:
            open_sections.pop()
        if open_sections:
            assert section.end <= open_sections[-1].end
            assert section.level > open_sections[-1].level
        open_sections.append(section)


@example("\n(二)检查（一）自查。一、总体要求\n(二)检查")
@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_a_section_begins_with_its_title(text: str) -> None:
    document: Document = read_text(f"公文{text}", "x.txt")
    for section in find_sections(document, read_normalised(document)):
        printed = "".join(document.text[section.start : section.end].split())
        assert printed.startswith("".join(section.title.split()))
