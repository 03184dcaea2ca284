"""Where a time without a year takes it from."""

import datetime as dt
from pathlib import Path

import pytest

from language.dates import find_times
from language.normalize import normalize

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def isos(text: str, anchor: str = "") -> list[str | None]:
    return [time.iso for time in find_times(text, dt.date.fromisoformat(anchor) if anchor else None)]


def ends(text: str, anchor: str) -> list[str]:
    return [str(time.last or "") for time in find_times(text, dt.date.fromisoformat(anchor))]


def test_a_year_holds_along_a_list() -> None:
    assert isos("2022年1月发生一起；2月发生两起；3月未发生。", "2023-06-15") == ["2022-01", "2022-02", "2022-03"]
    assert isos("去年11月检查10家，12月检查8家。", "2023-06-15") == ["2022-11", "2022-12"]


def test_a_year_that_opens_a_paragraph_holds_in_it() -> None:
    text = "2022年，全县形势平稳。6月，开展大检查。9月8日，召开会议。\n7月，开展演练。"
    assert isos(text, "2023-08-01") == ["2022", "2022-06", "2022-09-08", "2023-07"]


def test_the_pages_own_year_ends_another_that_opened_the_paragraph() -> None:
    text = "去年有的乡镇走过场，今年不允许再出现。各乡镇5月25日前报方案。"
    assert isos(text, "2024-04-30") == ["2023", "2024", "2024-05-25"]


def test_a_bare_month_lies_in_the_stage_that_its_paragraph_tells_of() -> None:
    assert isos("（四）巩固（7月21日—9月30日）。9月下旬召开现场会。", "2015-05-14")[-1] == "2015-09"


def test_a_heading_hands_its_year_to_the_lines_under_it() -> None:
    text = "一、2023年工作开展情况\n6月，开展大检查。\n二、2024年工作打算\n上半年完成改造。\n（二）3月完成普查。\n"
    text += "三、有关建议\n5月已报告。"
    found = ["2023", "2023-06", "2024", "2024", "2024-03", "2023-05"]
    assert isos(text, "2023-12-20") == found


def test_a_goal_and_a_name_hand_on_no_year() -> None:
    assert isos("到2025年建成体系，6月8日召开会议。", "2023-06-15")[-1] == "2023-06-08"
    assert isos("印发《方案（2020—2022年）》，6月8日召开会议。", "2023-06-15") == ["2023-06-08"]
    assert isos("2020年以来形势好转，6月8日召开会议。", "2023-06-15")[-1] == "2023-06-08"


def test_a_list_runs_on_over_the_turn_of_the_year() -> None:
    assert isos("2022年11月部署，12月检查，1月总结。", "2023-02-01") == ["2022-11", "2022-12", "2023-01"]


@pytest.mark.parametrize(
    ("text", "anchor", "iso"),
    [
        ("12月，全县召开了部署会。", "2023-01-10", "2022-12"),
        ("12月已完成检查。", "2023-01-10", "2022-12"),
        ("12月将开展检查。", "2023-01-10", "2023-12"),
        ("6月8日，召开会议。", "2023-06-15", "2023-06-08"),
        ("12月28日发生一起事故。", "2023-01-10", "2022-12-28"),
    ],
)
def test_tense_tells_the_year(text: str, anchor: str, iso: str) -> None:
    assert isos(text, anchor) == [iso]


@pytest.mark.parametrize(
    ("text", "anchor", "last"),
    [
        ("请于1月5日前报送。", "2023-12-20", "2024-01-05"),
        ("请于10月底前完成。", "2023-12-20", "2023-10-31"),
        ("截至12月底，共检查企业20家。", "2023-01-10", "2022-12-31"),
        ("1至12月，共发生事故3起。", "2023-01-10", "2022-12-31"),
        ("要在7月底前完成。", "2023-06-15", "2023-07-31"),
    ],
)
def test_a_limit_lies_ahead_and_a_count_behind(text: str, anchor: str, last: str) -> None:
    assert ends(text, anchor) == [last]


def test_a_day_takes_its_month_from_the_sentence() -> None:
    assert isos("5月20日部署，25日检查。", "2023-06-15") == ["2023-05-20", "2023-05-25"]
    assert isos("5月20日部署。25日检查。", "2023-06-15") == ["2023-05-20", "2023-05-25"]
    assert isos("5月20日部署。10日检查。", "2023-06-15") == ["2023-05-20", "2023-06-10"]
    assert isos("5月20日部署。25日前报送。", "2023-06-15") == ["2023-05-20", "2023-06-25"]
    assert isos("8月8日，储罐闪爆。\n▲10日，槽车侧翻。\n▲12日，仓库自燃。", "2023-12-31")[1:] == [
        "2023-08-10",
        "2023-08-12",
    ]


def test_a_day_that_only_stands_in_for_the_documents_tells_no_month() -> None:
    told = find_times("9日，一厂爆炸。\n8月12日，二厂起火。\n9日，三厂泄漏。", dt.date(2022, 12, 31), exact=False)
    assert [time.iso for time in told] == [None, "2022-08-12", "2022-08-09"]


def test_without_the_documents_day_a_bare_month_is_open() -> None:
    (time,) = find_times("6月底前完成。", None)
    assert (time.first, time.last, time.iso, time.year_from) == (None, None, None, "none")


def test_without_the_documents_day_the_text_may_name_the_year() -> None:
    assert isos("2023年1月开展排查，2月开展整治。") == ["2023-01", "2023-02"]
    times = find_times("同志们：今天部署专项行动2023行动。\n1月，某地发生一起事故。", None)
    assert [(time.iso, time.year_from) for time in times] == [(None, "none"), ("2023-01", "text")]


def test_two_years_in_an_undated_text_leave_a_bare_month_open() -> None:
    assert isos("2021年做了。\n2022年也做了。\n6月检查。") == ["2021", "2022", None]


def test_a_page_put_up_again_later_keeps_its_own_year() -> None:
    text = "2022年是规划实施的关键之年。今年1至8月，形势平稳。今年以来，检查10家。"
    assert ends(text, "2024-08-17") == ["2022-12-31", "2022-08-31", ""]


def test_a_missing_month_sign_is_read_where_only_one_day_fits() -> None:
    times = find_times("524日，召开会议。68日，开展培训。112日，开展检查。", dt.date(2023, 7, 4))
    assert [(time.text, time.iso, time.rule) for time in times] == [
        ("524日", "2023-05-24", "month-fell-out"),
        ("68日", "2023-06-08", "month-fell-out"),
    ]


def test_a_range_whose_ends_have_crossed_has_no_days() -> None:
    assert [(t.first, t.last) for t in find_times("2023年8月至2022年5月", dt.date(2023, 6, 15))] == [(None, None)]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real documents are not beside the project")
def test_the_accidents_of_the_undated_speech_are_of_the_year_it_names() -> None:
    text = next(SEEDS.glob("001_*.txt")).read_text(encoding="utf-8")
    times = find_times(normalize(text).text, None)
    months = [time.iso for time in times if time.rule == "month" and time.relation == "at"]
    assert months == ["2023-01", "2023-02", "2023-03", "2023-04", "2023-05"]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real documents are not beside the project")
def test_the_response_of_the_traditional_report() -> None:
    text = next(SEEDS.glob("003_*.txt")).read_text(encoding="utf-8")
    (span,) = [t for t in find_times(normalize(text).text, dt.date(2024, 8, 17)) if t.text.startswith("6月26日")]
    assert (span.text, span.first, span.last) == ("6月26日14时至28日10时", dt.date(2022, 6, 26), dt.date(2022, 6, 28))


def test_a_heading_within_a_line_gives_its_year_to_what_follows_until_the_next() -> None:
    text = "七、存在问题。部分证件过期。八、2018年工作思路。上半年完成检验。年底前清零。九、其他。年底前完成。"
    found = {time.text: time.last for time in find_times(text, dt.date(2017, 12, 19))}
    assert found["上半年"] == dt.date(2018, 6, 30)
    ends = [time.last for time in find_times(text, dt.date(2017, 12, 19)) if time.text == "年底前"]
    assert ends == [dt.date(2018, 12, 31), dt.date(2017, 12, 31)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("元旦前普查一遍，12月25日前自查完，明年1月10日前县里查完。", ["2021-12-31", "2021-12-25", "2022-01-10"]),
        ("春节前完成检查，12月20日前报总结，1月5日前再报一次。", ["2022-01-31", "2021-12-20", "2022-01-05"]),
        ("1月10日前完成检查，2月底前总结。", ["2022-01-10", "2022-02-28"]),
    ],
)
def test_a_month_still_to_come_is_not_of_the_year_that_a_feast_is_in(text: str, days: list[str]) -> None:
    assert ends(text, "2021-12-13") == days


def test_plans_of_the_coming_year_run_on() -> None:
    assert ends("3月底前摸底，11月底前验收。", "2020-11-20") == ["2021-03-31", "2021-11-30"]
