"""Every kind of paper: it can be drafted, says nothing without a record, and our own checker finds nothing in it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import check
import extract
import generate
from generate import KINDS, Draft, Office
from generate.model import Table, plain
from generate.settings import load_settings
from records import BadRequest, Figure, MonthSummary

# the title's second line begins with 《, and the reader takes the first for the whole of it
TITLE_CUT_SHORT = {"通知": {"format.indent"}}


def word_for(wanted: str) -> str:
    """What a clerk would write for a gap."""
    answers = {
        "条款": "《消防法》第十六条规定", "周期": "月", "每月报送日": "5日", "起止日期": "2023年11月1日至11月30日",
        "约谈时间": "2023年7月14日上午", "会议时间": "2023年7月5日上午", "日期": "2023年7月20日",
        "发文字号": "临安委办〔2023〕12号", "电话": "0000-5550123", "地点": "县政府二楼会议室", "期限": "2023年7月20日",
        "时限": "2023年7月20日", "考评结果": "柳溪镇排名第一", "办法": "《安全生产考核办法》",
    }  # fmt: skip
    return next((answer for word, answer in answers.items() if word in wanted), "有关负责同志")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not load_settings(kind).sheet])
def test_our_own_checker_finds_nothing(
    kind: str, rich: MonthSummary, office: Office, tmp_path: Path, draft: Callable[..., Draft]
) -> None:  # fmt: skip
    sound = replace(rich, indicators={
        name: one for name, one in rich.indicators.items() if name not in ("整改隐患", "整改率", "重大隐患整改")
    })  # fmt: skip  # the rich month contradicts itself on purpose
    paper = draft(kind, sound, office, allow_gaps=True)
    paper = generate.fill(paper, {gap: word_for(gap) for gap in paper.gaps})
    target = tmp_path / f"{kind}.docx"
    generate.write_docx(paper, target)
    found = extract.extract(extract.read(target))
    findings = check.check(found, source=target.read_bytes()).findings
    rules = {one.rule for one in findings}
    assert rules <= TITLE_CUT_SHORT.get(kind, set()), [one.message for one in findings]
    of = {"督查通报": "通报", "考评通报": "通报", "事故通报": "通报", "实施方案": "总体方案", "领导提醒函": "提醒函"}
    of["宣讲通稿"] = found.document.kind  # a leaflet to be read aloud is no kind of official paper
    assert found.document.kind == of.get(kind, kind)
    assert generate.prove(target).intact


def test_a_paper_to_one_unit_needs_one(rich: MonthSummary, office: Office) -> None:
    with pytest.raises(BadRequest, match="--unit 指定，可用：柳溪镇"):
        generate.draft("提醒函", rich, office)
    with pytest.raises(BadRequest, match="没有“火星镇”"):
        generate.draft("提醒函", rich, office, unit="火星镇")
    with pytest.raises(BadRequest, match="请去掉 --unit"):
        generate.draft("通报", rich, office, unit="柳溪镇")


def test_it_holds_only_what_concerns_that_unit(rich: MonthSummary, office: Office) -> None:
    late = replace(office, date=dt.date(2023, 7, 25))
    text = generate.draft("督办函", rich, late, unit="白沙乡").text()
    assert "红岩采石场，采场坡面角大于设计角度（2023年7月20日到期）" in text
    assert not any(name in text for name in ("柳溪加油站", "鸿运气瓶充装站", "锦绣购物中心"))
    assert "未报送" in generate.draft("督办函", rich, late, unit="县教育局").text()


def test_an_order_for_one_place_holds_only_that_place(rich: MonthSummary, office: Office) -> None:
    text = generate.draft("挂牌督办通知书", rich, office, True, unit="鸿运气瓶充装站").text()
    assert "超期未检气瓶充装使用（特种设备），整改完成期限为2023年7月10日" in text
    assert "柳溪加油站" not in text


def test_who_has_to_be_written_to_and_why(rich: MonthSummary, office: Office) -> None:
    late = replace(office, date=dt.date(2023, 7, 12))
    assert {one.name: one.reasons for one in generate.concerned("督办函", rich, late)} == {
        "柳溪镇": ("已超过整改时限的重大事故隐患1条",),
        "县市场监管局": ("已超过整改时限的重大事故隐患1条",),
        "县教育局": ("未报送本月工作情况",),
    }
    with pytest.raises(BadRequest, match="--each"):
        generate.concerned("通报", rich, office)


def test_a_paper_goes_by_its_other_names(rich: MonthSummary, office: Office) -> None:
    assert generate.draft("交办单", rich, office, True, unit="柳溪镇").kind == "督办函"


def test_an_office_may_have_kinds_of_its_own(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    own = tmp_path / "周报"
    own.mkdir()
    (own / "draft.toml").write_text('required=[]\nallowed=[]\nmost_named=3\nindicators=["检查单位"]', encoding="utf-8")
    (own / "body.md.j2").write_text("# 周报\n\n检查单位{{ n.检查单位 }}。\n", encoding="utf-8")
    assert "周报" in generate.drafted_kinds(tmp_path)
    assert generate.draft("周报", rich, office, folder=tmp_path).text() == "周报\n检查单位2245家。"


def test_equal_rates_share_a_rank(rich: MonthSummary, office: Office) -> None:
    rate = rich.indicators["整改率"]
    by_unit = {"甲镇": rate.by_unit["柳溪镇"], "乙镇": rate.by_unit["柳溪镇"], "丙镇": rate.by_unit["白沙乡"]}
    tied = replace(rich, indicators=rich.indicators | {"整改率": replace(rate, by_unit=by_unit)})
    lines = generate.draft("考评通报", tied, office, True).text().splitlines()
    assert [line.split("\t") for line in lines if "\t" in line][1:] == [
        ["1", "甲镇", "95.79%"], ["1", "乙镇", "95.79%"], ["3", "丙镇", "87.17%"],
    ]  # fmt: skip


def test_a_leader_s_papers_hold_only_the_units_that_he_is_tied_to(rich: MonthSummary, office: Office) -> None:
    text = generate.draft("领导提醒函", rich, office, True, unit="梁启明").text()
    assert "梁启明同志：" in text
    assert "柳溪镇、白沙乡" in text
    assert "红岩采石场" in text
    assert not any(name in text for name in ("锦绣购物中心", "鸿运气瓶充装站", "金源劳务市场"))
    duties = generate.draft("领导职责清单", rich, office, True, unit="沈青").text()
    assert "联系单位：县消防救援大队" in duties
    assert "金源劳务市场" in duties
    assert "职务：【待填：职务】" in duties


def test_the_sets_name_papers_that_there_are() -> None:
    sets = generate.known_sets()
    assert set(sets) == {"小礼包", "方案体系", "1+12+N"}
    assert all(set(papers) <= set(KINDS) for papers in sets.values())


def test_the_latest_accidents_are_told_and_a_column_for_nothing_is_left_out(
    rich: MonthSummary, office: Office
) -> None:  # fmt: skip
    (one,) = rich.accidents
    many = tuple(
        replace(one, id=3000 + day, record=replace(one.record, date=f"2023-06-{day:02d}")) for day in range(1, 10)
    )
    paper = generate.draft("事故通报", replace(rich, accidents=many), office, True)
    assert "一是2023年6月4日" in paper.text()
    assert "六是2023年6月9日" in paper.text()
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    assert "情况" not in [plain(cell) for cell in table.head]
    vague = replace(one, id=3050, record=replace(one.record, date=None, quote="境内发生车辆伤害事故。"))
    paper = generate.draft("事故通报", replace(rich, accidents=(*many, vague)), office, True)
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    at = [plain(cell) for cell in table.head].index("情况")
    assert [plain(row[at]) for row in table.rows if row[at]] == ["境内发生车辆伤害事故"]


def test_hazards_told_one_by_one_beyond_the_total_are_explained(rich: MonthSummary, office: Office) -> None:
    fewer = replace(rich.indicators["重大隐患"], total=Figure(Decimal(3), "处", (101,)))
    few = replace(rich, indicators=rich.indicators | {"重大隐患": fewer})
    assert "逐条报告的重大事故隐患7条，多于合计数" in generate.draft("月度小结", few, office, True).text()
    assert "多于合计数" not in generate.draft("月度小结", rich, office, True).text()


@pytest.mark.parametrize("kind", ["整改通知书", "挂牌督办通知书"])
def test_no_order_sets_a_day_that_has_passed(kind: str, rich: MonthSummary, office: Office) -> None:
    late = replace(office, date=dt.date(2023, 7, 25))
    text = generate.draft(kind, rich, late, True, unit="红岩采石场").text()
    assert "原整改时限2023年7月20日已过" in text
    assert "限于2023年7月20日前" not in text
    assert "期限为2023年7月20日" not in text
    in_time = generate.draft(kind, rich, office, True, unit="红岩采石场").text()
    assert "2023年7月20日" in in_time
    assert "已过" not in in_time
