import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import generate
from generate import KINDS, Draft, Office
from generate.draft import filed_by_id
from generate.marks import UnsourcedFigure
from generate.model import Gap, Heading, Number, Paragraph, Quoted, Table, Title, Words, inlines, plain
from generate.settings import load_settings
from records import BadRequest, MissingFact, MonthSummary
from records.office import Omission
from templates import BadTemplate

DIGIT = re.compile(r"\d")
UNITS = ("甲镇", "乙镇", "丙街道", "县丁局")
NAMES = ("排查隐患", "整改隐患", "重大隐患", "重大隐患整改", "检查单位", "立案", "罚款", "事故起数")


def check_every_digit(paper: Draft, summary: MonthSummary) -> None:
    """No digit in the wording; every figure and quotation stands on records of the month."""
    known = filed_by_id(summary)
    for piece in paper.pieces():
        assert not (isinstance(piece, Words) and DIGIT.search(piece.text)), piece
        if isinstance(piece, Number):
            assert piece.figure.sources
            assert set(piece.figure.sources) <= known.keys()
        if isinstance(piece, Quoted):
            assert set(piece.sources) <= known.keys()
    assert paper.records.keys() <= known.keys()


def check_no_heading_is_empty(paper: Draft) -> None:
    for block, following in zip(paper.blocks, (*paper.blocks[1:], None), strict=True):
        if isinstance(block, Heading):
            deeper = isinstance(following, Heading) and following.level > block.level
            assert deeper or isinstance(following, Paragraph | Table), plain(block.inline)
            assert plain(block.inline)


@pytest.mark.parametrize("kind", KINDS)
def test_no_figure_without_a_record(
    kind: str, rich: MonthSummary, office: Office, draft: Callable[..., Draft]
) -> None:  # fmt: skip
    paper = draft(kind, rich, office, allow_gaps=True)
    check_every_digit(paper, rich)
    check_no_heading_is_empty(paper)


@st.composite
def months(draw: st.DrawFn, make_month: Callable[[], Any]) -> MonthSummary:
    """A month in which any unit may state, mask or leave out any indicator, or send nothing."""
    maker, missing = make_month(), draw(st.lists(st.sampled_from(UNITS), unique=True))
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True)):
        told = [unit for unit in UNITS if unit not in missing]
        how = {unit: draw(st.sampled_from(("value", "masked", "left out"))) for unit in told}
        values = {unit: str(draw(st.integers(0, 3000))) for unit in told if how[unit] == "value"}
        masked = tuple(Omission(unit, "masked", "**", (1,)) for unit in told if how[unit] == "masked")
        maker.indicator(name, "元" if name == "罚款" else "处", values, omitted=masked)
    cut_off = draw(st.none() | st.dates(dt.date(2023, 6, 1), dt.date(2023, 6, 30)))
    period = draw(st.sampled_from(("month", "to_date")))
    sent = tuple(unit for unit in UNITS if unit not in missing)
    return MonthSummary(
        "2023-06", cut_off, sent, maker.indicators, (), (), (), tuple(maker.counts), tuple(missing),
        late=sent[:1], period=period,
    )  # fmt: skip


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_month_no_figure_is_without_a_record(
    data: st.DataObject, make_month: Callable[[], Any], draft: Callable[..., Draft]
) -> None:  # fmt: skip
    summary = data.draw(months(make_month))
    for kind in KINDS:
        paper = draft(kind, summary, Office(date=dt.date(2023, 7, 4)), allow_gaps=True)
        check_every_digit(paper, summary)
        check_no_heading_is_empty(paper)
        assert not re.search("[，；：]。|。。|，，|：；|，；", paper.text())
        assert not re.search("一是", paper.text()) or "二是" in paper.text()


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_month_is_all_gaps(kind: str, empty: MonthSummary) -> None:
    paper = generate.draft(kind, empty, Office(), allow_gaps=True)
    assert not any(isinstance(piece, Number) for piece in paper.pieces())
    assert paper.gaps or load_settings(kind).sheet
    check_no_heading_is_empty(paper)


@pytest.mark.parametrize("kind", ["总体方案", "工作汇报", "通报"])
def test_an_empty_month_keeps_the_sections(kind: str, empty: MonthSummary) -> None:
    paper = generate.draft(kind, empty, Office(), allow_gaps=True)
    heads = [plain(block.inline) for block in paper.blocks if isinstance(block, Heading) and block.level == 1]
    assert heads == {
        "总体方案": [
            "总体要求", "工作目标", "整治范围和重点", "主要任务", "时间安排", "组织领导", "职责分工", "工作机制",
            "保障措施", "信息报送",
        ],
        "工作汇报": ["总体情况", "工作开展情况", "存在问题", "下一步工作打算"],
        "通报": ["总体情况", "各单位工作进展情况", "存在的主要问题", "下一步工作要求"],
    }[kind]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("总体方案", ("行动名称",)),
        ("工作汇报", ("隐患排查整治数据",)),
        ("通报", ("隐患排查整治数据", "各单位工作进展数据")),
    ],
)
def test_a_required_fact_that_is_missing_is_named(kind: str, facts: tuple[str, ...], empty: MonthSummary) -> None:
    with pytest.raises(MissingFact) as caught:
        generate.draft(kind, empty, Office())
    assert caught.value.facts == facts
    assert all(fact in str(caught.value) for fact in facts)


def test_the_cut_off_day_is_required_once_there_are_figures(rich: MonthSummary, office: Office) -> None:
    with pytest.raises(MissingFact, match="统计截止日期"):
        generate.draft("通报", replace(rich, cut_off=None), office)


def test_gaps_are_listed_once_and_stand_in_the_text(rich: MonthSummary) -> None:
    paper = generate.draft("通报", rich, Office())
    standing = [piece for piece in paper.pieces() if isinstance(piece, Gap)]
    assert paper.gaps == tuple(dict.fromkeys(piece.wanted for piece in standing))
    assert {"主送机关", "发文机关", "成文日期", "报送截止日期"} <= set(paper.gaps)
    assert "【待填：主送机关】：" in paper.text()


def test_unknown_kinds_are_answered_with_the_known_ones(rich: MonthSummary) -> None:
    with pytest.raises(BadRequest, match="总体方案、工作汇报、通报"):
        generate.draft("../通报", rich, Office())


def test_a_bulletin_tells_what_the_month_holds(rich: MonthSummary, office: Office) -> None:
    text = generate.draft("通报", rich, office).text()
    for sentence in (
        "临江县安全生产委员会办公室关于2023年6月重大事故隐患专项排查整治2023行动进展情况的通报",
        "截至2023年6月30日，全县成立检查组46个，出动检查人员1.13万人次，检查单位2245家，排查隐患5643处。",
        "排查、整改数据齐全一致的9个单位，排查隐患4941处，整改4707处，整改率95.26%。",
        "排查重大事故隐患21处，已整改13处，整改率61.9%。",
        "各项合计数为报送了该项数据的单位之和，共有10个单位报送数据，不含未报送的县教育局。",
        "一是县教育局未报送2023年6月工作情况；二是青石镇未在规定时间内报送。",
        "东渡镇排查隐患280处、整改隐患256处，整改率应为91.43%，填报为94.1%；",
        "临江经济开发区填报的整改隐患（731处）多于排查隐患（702处），前后矛盾。",
        "尚有8处重大事故隐患未完成整改。",
        "请各单位于2023年7月12日前，",
        "死亡",
    ):
        assert (sentence in text) == (sentence != "死亡"), sentence  # deaths are 0 and not spoken of


def test_the_table_of_units_says_why_a_cell_is_empty(rich: MonthSummary, office: Office) -> None:
    (table, *_) = [block for block in generate.draft("通报", rich, office).blocks if isinstance(block, Table)]
    cells = {plain(row[0]): [plain(cell) for cell in row[1:]] for row in table.rows}
    assert [plain(title) for title in table.head][:3] == ["单位", "检查单位（家）", "排查隐患（处）"]
    assert cells["柳溪镇"] == ["312", "1046", "1002", "95.79", "4", "3", "6", "8.6"]
    assert cells["南湖街道"] == ["未填", "未填", "未填", "—", "未填", "未填", "未填", "未填"]
    assert cells["县教育局"] == ["未报"] * 8
    assert cells["东渡镇"][3:] == ["94.1※", "1", "1", "—", "—"]
    assert cells["临江经济开发区"][1:4] == ["702※", "731※", "104.13※"]
    assert cells["合计"] == ["2245", "5643※", "5438※", "95.26", "21", "13", "56", "96.05"]
    assert all(f"“{sign}”为" in plain(table.note) for sign in ("未报", "未填", "—", "※"))
    assert "存疑”" not in plain(table.note)


def test_a_line_that_cannot_be_summed_has_no_total(rich: MonthSummary, office: Office) -> None:
    found = replace(rich.indicators["检查单位"], total=None, note="家与家次不能相加")
    mixed = replace(rich, indicators=rich.indicators | {"检查单位": found})
    paper = generate.draft("通报", mixed, office)
    (table, *_) = [block for block in paper.blocks if isinstance(block, Table)]
    assert [plain(cell) for cell in table.rows[-1]][:2] == ["合计", "不合计"]
    assert "“不合计”为各单位口径不同，不能相加" in plain(table.note)
    assert "检查单位" not in paper.text().split("二、")[0]


def test_zero_is_worded_and_absence_is_silent(
    rich: MonthSummary, office: Office, make_month: Callable[[], Any]
) -> None:
    maker = make_month()
    for name, measure in (
        ("检查单位", "家"),
        ("排查隐患", "处"),
        ("重大隐患", "处"),
        ("立案", "起"),
        ("事故起数", "起"),
    ):
        maker.indicator(name, measure, {"甲镇": "8" if name == "检查单位" else "0"})
    quiet = replace(
        rich, indicators=maker.indicators, counts=tuple(maker.counts), missing=(), late=(), hazards=(), deadlines=()
    )
    text = generate.draft("通报", quiet, office).text()
    assert "检查单位8家，未排查出隐患。未排查出重大事故隐患。" in text
    assert "执法检查方面，未立案。" in text
    assert "已报送的单位均报告未发生事故。" in text
    assert "罚款" not in text
    assert "宣传培训" not in text


def test_a_report_draws_its_next_steps_from_dated_tasks(rich: MonthSummary, office: Office) -> None:
    paper = generate.draft("工作汇报", rich, office)
    text = paper.text()
    assert "一是2023年7月15日前，完成27个高层小区消防控制室值班人员持证情况核查（南湖街道报送）；" in text
    assert "三是2023年8月25日前，完成全县校车安全技术检验（县教育局、县公安交警大队负责）；" in text
    assert "整改到位" not in text
    assert paper.left_out == ("白沙乡：2023年7月20日前整改到位",)
    assert not isinstance(paper.blocks[1], Title)
    assert "主送" not in " ".join(paper.gaps)


def test_a_plan_takes_its_stages_from_settings_and_records(rich: MonthSummary, office: Office) -> None:
    paper = generate.draft("总体方案", rich, office)
    heads = [plain(block.inline) for block in paper.blocks if isinstance(block, Heading)]
    assert "动员部署阶段（2023年5月1日至5月31日）" in heads
    assert "企业自查自改和部门帮扶阶段（2023年6月1日至8月31日）" in heads
    assert "总结提高阶段（2023年12月31日前）" in heads
    assert {"组长姓名及职务", "专项工作经费数额", "牵头单位"} <= set(paper.gaps)
    lines = paper.text().splitlines()
    listed = [re.sub(r"^(?:附件：)?\d\.", "", line) for line in lines if re.match(r"(?:附件：)?\d\.", line)]
    assert [lines[at + 1] for at, line in enumerate(lines) if re.fullmatch(r"附件\d", line)] == listed


def override(folder: Path, wording: str) -> Path:
    (folder / "通报").mkdir()
    (folder / "通报" / "body.md.j2").write_text(wording, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "wording",
    [
        "共检查3家。",
        "共检查三家。",
        "{{ facts.low|length }}",
        "{{ 1 + 1 }}",
        "{{ (1 + 1)|string }}",
        "{{ n.检查单位.inline[0].text }}",
        "{{ n.检查单位.inline[0].figure.value ~ '家' }}",
        "{{ n.检查单位|string|replace(n.检查单位|string|first, '') }}",
        "{{ facts.open_majors[0].sources[0] }}",
    ],
)
def test_a_template_cannot_print_a_number_of_its_own(
    wording: str, rich: MonthSummary, office: Office, tmp_path: Path
) -> None:  # fmt: skip
    with pytest.raises(UnsourcedFigure, match="请改模板"):
        generate.draft("通报", rich, office, folder=override(tmp_path, f"# 通报\n\n{wording}\n"))


@pytest.mark.parametrize(
    ("wording", "fault"),
    [
        ("{% if %}", "第1行写法有误"),
        ("{{ n.检查企业 }}", "检查企业"),
        ("{{ nothing }}", "nothing"),
        ("# 通报\n\n{{ facts.lowest }}", "第3行：没有“lowest”，是不是“low”"),
        ("{{ n.检查单位._piece }}", "_piece"),
        ("{{ ''.__class__ }}", "__class__"),
        ("\ue0000\ue001", "保留字符"),
        ("{{ 1/0 }}", "无法使用"),
        ("| 不存在的表", "不存在的表"),
    ],
)
def test_a_template_at_fault_is_named(
    wording: str, fault: str, rich: MonthSummary, office: Office, tmp_path: Path
) -> None:  # fmt: skip
    with pytest.raises(BadTemplate, match=fault):
        generate.draft("通报", rich, office, folder=override(tmp_path, wording))


def test_an_office_may_word_it_otherwise(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    missing = "{% for unit in facts.missing %}\n- {{ unit }}\n{% endfor %}\n"
    wording = "# 简报\n\n{% if n.检查单位 %}查了{{ n.检查单位 }}{% endif %}\n\n" + missing
    paper = generate.draft("通报", rich, office, folder=override(tmp_path, wording))
    assert paper.text() == "简报\n查了2245家\n县教育局。"


def test_lines_that_end_in_a_tag_do_not_run_into_the_next() -> None:
    from generate.wording import keep_line_ends

    wording = "甲{% if a %}乙{% endif %}\n{% if b %}\n  {% for c in d %}\n{% set e = (1,\n 2) %}\n丙{% endif %}文\n"
    assert keep_line_ends(wording).split("\n") == [
        '甲{% if a %}乙{% endif %}{{ "" }}', "{% if b %}", "  {% for c in d %}", "{% set e = (1,", " 2) %}",
        "丙{% endif %}文", "",
    ]  # fmt: skip


def test_every_gap_of_the_shipped_templates_that_is_required_can_occur() -> None:
    def wanted(kind: str) -> Iterator[str]:
        yield from ("统计截止日期", "行动名称")
        yield from ("报送截止日期", "单位名称")
        templates = Path(__file__).parents[2] / "templates"
        for path in (templates / kind / "body.md.j2", *(templates / "parts").iterdir()):
            yield from re.findall(r'gap\("([^"]+)"\)', path.read_text(encoding="utf-8"))

    for kind in KINDS:
        assert set(load_settings(kind).required) <= set(wanted(kind))


def test_pieces_come_in_the_order_of_the_text(rich: MonthSummary, office: Office) -> None:
    paper = generate.draft("通报", rich, office)
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert [plain(inline) for inline in inlines(table)][:2] == ["各单位主要数据（截至2023年6月30日）", "单位"]
