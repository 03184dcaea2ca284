"""Rules that read the words alone: masks, pairs, ends, days, years, script."""

import datetime as dt

import pytest


def test_one_finding_a_paragraph_names_what_is_unfilled(draft) -> None:
    text = "今年以来，对****家企业进行了检查，整治隐患****处，被考评*次。\n请××市、**县报送，联系人：XX。"
    made = draft(text).count("****家企业", None, "家", "企业", action="检查")
    made = made.count("整治隐患****处", None, "处", "隐患", action="整治").count("*次", None, "次", "考评")
    first, second = (one for one in made.findings() if one.rule == "text.mask")
    assert first.message == "第1段有3处未填内容，涉及：检查企业数、整治隐患数、考评次数"
    assert second.message == "第2段有3处未填内容，涉及：市名、地名、姓名"
    assert [place.quote for place in first.related] == ["****", "*"]


@pytest.mark.parametrize(
    "text",
    [
        "5*6=30",
        "3×4米的通道",
        "张某某受伤",
        "某公司负责人",
        "□是 □否",
        "购买XXL号",
        "（含附件）",
        "2023年5月日均气温20度",
    ],
)
def test_what_only_looks_like_a_blank(draft, text: str) -> None:
    assert draft(text).found("text.mask") == []


@pytest.mark.parametrize(
    "text", ["____", "【  】", "（   ）", "20××年", "安委办〔20  〕号", "待填", "2023年5月 日", "□□个"]
)
def test_blanks_of_every_form(draft, text: str) -> None:
    assert [rule for rule, _ in draft(f"填写{text}" if text != "待填" else text).found("text.mask")] == ["text.mask"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("结合安全生产月”活动", "结合安全生产月”"),
        ("是否知晓、怎么做），落实", "怎么做）"),
        ("印发《方案，抓落实", "《方案"),
        ("坚持“四个不为过“的要求", "“四个不为过“"),
        ('结合安全生产月" 活动', '结合安全生产月" 活动'),
        ("安委办〔2023号", "〔2023号"),
    ],
)
def test_marks_without_partner(draft, text: str, quote: str) -> None:
    assert draft(text).found() == [("text.pair", quote)]


@pytest.mark.parametrize(
    "text",
    [
        "1）甲\n2)乙\n一）丙",
        "(一)甲(含乙)",
        "“甲‘乙’丙”",
        "他说：“甲。\n“乙。”",
        "（电话：\n5551234）",
        "「甲」『乙』",
        "don’t",
        '"甲"和"乙"',
    ],
)
def test_marks_with_partner(draft, text: str) -> None:
    assert draft(text).found() == []


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("坚持“四个不为过“的要求", "“四个不为过”"),
        ("2O23年上半年", "2023"),
        ("安全⼯作", "工"),
        ("印发《方案，抓落实", None),
    ],
)
def test_only_what_changes_no_meaning_has_a_fix(draft, text: str, fix: str | None) -> None:
    assert [one.fix for one in draft(text).findings()] == [fix]


def test_two_faults_in_neighbouring_paragraphs_are_no_pair(draft) -> None:
    text = "落实“三管三必须要求。\n开展安全生产月”活动。"
    assert draft(text).found() == [("text.pair", "“三管三必须要求"), ("text.pair", "开展安全生产月”")]


def test_a_preview_is_cut_where_its_long_text_ends(draft) -> None:
    body = (
        "今年以来，全县上下认真贯彻落实上级部署，扎实开展重大事故隐患专项排查整治，取得了阶段性成效。"
        "截至5月底，共检查企业120家，排查隐患30处，责"
    )
    text = f"由会员分享，可在线阅读，更多相关文档（8页珍藏版）\n{body}\n关键词：\n安全 生产"
    assert draft(text).found("text.cut") == [("text.cut", "共检查企业120家，排查隐患30处，责")]


def test_a_note_that_the_rest_is_left_out(draft) -> None:
    text = "全县召开会议，部署工作。各镇汇报了情况。\n（未完，全文共6606字）"
    assert draft(text).found() == [("text.cut", "（未完")]


@pytest.mark.parametrize(
    "text",
    [
        "全县召开会议，部署工作。\n县安委办",
        "全县召开会议，部署工作。\n联系人：张三，电话：5551234",
        "关于检查的通知",
        "会议要求，抓好落实。会议强调，压实责任\n2023年5月31日",
    ],
)
def test_whole_texts_are_not_cut(draft, text: str) -> None:
    assert draft(text).found("text.cut") == []


@pytest.mark.parametrize(
    "day", ["2月30日", "4月31日", "13月1日", "2023年2月29日", "2023-02-30", "二月三十日", "6月0日"]
)
def test_days_that_do_not_exist(draft, day: str) -> None:
    (one,) = draft(f"请于{day}前报送。").findings()
    assert (one.rule, one.severity, one.quote) == ("date.real", "error", day)


@pytest.mark.parametrize(
    "day",
    [
        "2月29日",
        "2024年2月29日",
        "12月31日24时",
        "2023-12-31",
        "6月26日14时至28日10时",
        "1月31日至3月1日",
        "版本2.30.1",
    ],
)
def test_days_that_exist(draft, day: str) -> None:
    assert draft(f"时间为{day}。").found() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("会议开得好。524日，县委开会。", "“5月24日”"),
        ("截至68日，已完成。", "“6月8日”"),
        ("自111日起执行。", "“1月11日”或“11月1日”"),
    ],
)
def test_a_date_without_its_month_sign(draft, text: str, said: str) -> None:
    (one,) = draft(text).findings()
    assert one.rule == "date.glued"
    assert said in one.message


@pytest.mark.parametrize(
    "text", ["自收到之日起45日内整改。", "连续365日无事故。", "24日，县委开会。", "在90日后复查。", "“100日攻坚”行动。"]
)
def test_lengths_of_time_are_no_glued_dates(draft, text: str) -> None:
    assert draft(text).found() == []


def test_an_old_text_with_a_new_year(draft) -> None:
    text = "今年以来，我区深入推进安全生产专项整治三年行动集中攻坚。"
    assert draft(text, title="2023年区（县）工作汇报").found() == [("date.years", "推进安全生产专项整治三年行动")]
    assert draft(text, title="2021年工作汇报", date=dt.date(2023, 5, 1)).found() == []
    assert draft(text, title="工作汇报", date=dt.date(2023, 2, 1)).found() == []
    assert draft(text).found() == []


def test_a_page_stamped_later_than_its_text(draft) -> None:
    text = "生活 更新时间：2024-08-17 13:13\n2022年是规划实施的关键之年。今年以来，全市狠抓落实。"
    (one,) = draft(text).findings()
    assert (one.rule, one.severity) == ("date.published", "info")
    assert "2024-08-17" in one.message
    assert "2022年" in one.message


def test_traditional_script_is_told_once(draft) -> None:
    (one,) = draft("全市開展安全檢查。\n發現隱患三十處，確保安全。").findings()
    assert (one.rule, one.severity, one.quote) == ("text.script", "info", "開")
    assert one.message == "原文为繁体（或繁简混排），已按简体识别，数字请复核"


def test_a_few_traditional_characters_in_a_long_simplified_text(draft) -> None:
    text = "全市开展安全检查，发现隐患三十处，全部完成整改，形势总体平稳。" * 20 + "加强生産管理，嚴格落实。"
    (one,) = draft(text).findings()
    assert (one.rule, one.quote) == ("text.stray", "産")
    assert "産、嚴" in one.message


def test_debris_is_not_checked(draft) -> None:
    from records import Block

    text = "全县开展检查。\n【字号 2月30日 ****"
    assert draft(text, blocks=(Block(0, 7), Block(8, len(text), "debris"))).found() == []
