import pytest

from check import check
from records import BadRequest

REPORT = (
    "关于安全生产工作的汇报\n一、开展情况\n共检查企业120家。\n"
    "二、薄弱之处\n个别企业责任不落实。\n三、下步打算\n继续抓好整改。"
)


def report(draft, text: str = REPORT, **roles: str):
    made = draft(text, kind="工作汇报", title="关于安全生产工作的汇报")
    for role, title in roles.items():
        made = made.section(title, role)
    return made


def test_a_missing_part_is_told_with_the_words_looked_for(draft) -> None:
    text = REPORT.partition("三、")[0]
    (one,) = report(draft, text, DONE="一、开展情况", PROB="二、薄弱之处").findings()
    assert (one.rule, one.severity, one.quote, one.start) == ("section.missing", "info", None, None)
    assert one.message.startswith("疑似缺少“下一步工作打算”部分（已查找：下一步工作、下步打算、")
    assert one.message.endswith("……）")
    (grown,) = report(
        draft, text + "\n全县安全形势总体平稳。" * 40, DONE="一、开展情况", PROB="二、薄弱之处"
    ).findings()
    assert grown.severity == "warning"  # of a text of a few lines it is a hint only


def test_a_part_is_there_by_its_role_or_by_its_heading(draft) -> None:
    assert report(draft, DONE="一、开展情况", PROB="二、薄弱之处", NEXT="三、下步打算").found("section") == []
    assert report(draft, DONE="一、开展情况", PROB="二、薄弱之处").found("section") == []


def test_the_kind_asked_for_decides(draft) -> None:
    made = report(draft, "今天天气晴朗，适合出行。")
    assert made.findings(kind="其他") == ()
    report_as = check(made.extraction(), kind="其他").document
    assert report_as.kind == "其他"
    with pytest.raises(BadRequest, match="文种"):
        made.findings(kind="诗歌")


def test_a_sheet_of_figures_is_not_asked_for_problems(draft) -> None:
    text = "关于1—5月事故统计数据的通报\n1—5月，全县发生事故12起、死亡3人，同比分别下降7.7%和25%，各镇情况见附表。"
    assert draft(text, kind="通报", title="关于1—5月事故统计数据的通报").found("section") == []


def test_what_stands_behind_the_cut_is_not_asked_for(draft) -> None:
    text = "关于工作的汇报\n一、开展情况\n今年以来，全县开展了拉网式检查。截至5月底，共检查企业120家，责"
    found = report(draft, text, DONE="一、开展情况").found()
    assert found == [("text.cut", "截至5月底，共检查企业120家，责")]


def test_what_should_stand_before_the_cut_is_asked_for(draft) -> None:
    text = "关于工作的汇报\n一、下步打算\n全县将改造老旧管网。截至年底，计划投入资金120万元，责"
    labels = [
        one.message for one in report(draft, text, NEXT="一、下步打算").findings() if one.rule == "section.missing"
    ]
    assert len(labels) == 2


def test_a_kind_that_hardly_fits_is_doubted_unless_it_was_given(draft) -> None:
    made = draft("今天天气晴朗，适合出行。", kind="总体方案", title="出行方案")
    assert [(one.rule, one.severity) for one in made.findings()] == [("section.kind", "info")]
    assert {one.rule for one in made.findings(kind="总体方案")} == {"section.missing"}
