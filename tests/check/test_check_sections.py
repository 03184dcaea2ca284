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
    assert (one.rule, one.severity, one.quote, one.start) == ("section.missing", "warning", None, None)
    assert one.message.startswith("疑似缺少“下一步工作打算”部分（已查找：下一步工作、下步打算、")
    assert "……）；可从这一句写起：“下一步，【单位】将" in one.message


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


def test_what_a_few_lines_without_a_title_lack_is_a_hint(draft) -> None:
    text = "现将有关工作汇报如下。\n全县共检查企业20家，排查隐患12处。\n下一步，抓好整改。"
    (one,) = draft(text, kind="工作汇报").findings()
    assert (one.rule, one.severity) == ("section.missing", "info")


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [
        ("通报", "关于“3·8”事故的通报", "3月8日9时许，甲公司发生一起爆燃事故，致2人死亡。\n各镇要对同类企业逐一过筛。"),
        (
            "工作汇报",
            "校园安全自查报告",
            "我校组织了自查，存在的主要问题：\n1.通道堵塞。\n三、今后措施\n每周检查一次。",
        ),
        ("总结", "安全生产工作总结", "全年检查企业20家，发现问题：一是台账不全。\n我镇将继续加大检查力度。"),
        ("讲话", "在会议上的讲话", "同志们：\n今天召开会议，我讲两点意见。\n一要严查隐患。\n二要严肃问责。"),
        ("清单", "重大隐患清单", "1.甲厂：除尘器未清灰。\n2.乙厂：通道堵塞。"),
    ],
)
def test_a_part_may_be_told_without_a_heading(draft, kind: str, title: str, text: str) -> None:
    assert draft(f"{title}\n{text}", kind=kind, title=title).found("section") == []


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
