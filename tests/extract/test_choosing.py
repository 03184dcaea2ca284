"""What a figure's noun, verb, owner and period, and a danger's place, are chosen from, and what becomes of it."""

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import extract, read_text
from extract.choosing import FIELDS
from extract.counts import find_counts
from extract.covering import as_covered, as_interval
from extract.hazards import find_hazards
from extract.learned import Model
from extract.phrases import NOTHING
from extract.places import placed
from extract.words import Words
from language.dates import find_times
from records import Count, Period

RULES = Model.of({"own": 10.0})
ALL = 1.01  # a confidence that every figure is below
HALF = Period(dt.date(2022, 1, 1), dt.date(2022, 6, 30))


def offered(name: str, text: str, day: dt.date | None = None) -> list[list[str]]:
    """What there is to choose from, figure by figure."""
    seen: list[list[str]] = []

    def watch(_: str, at: int, options: Mapping[str, tuple[str, ...]]) -> None:
        assert at == len(seen)
        seen.append(list(options))

    find_counts(Words(text), find_times(text, day), day, {name: RULES}, watch, ALL)
    return seen


def chosen(text: str, day: dt.date | None = None, **weights: dict[str, float]) -> list[Count]:
    """The figures of a text, their fields chosen by models of these weights."""
    choosers = {name: Model.of(traits) for name, traits in weights.items()}
    return find_counts(Words(text), find_times(text, day), day, choosers, doubtful=ALL)


def test_a_figure_may_have_been_produced_by_a_verb_near_it_or_by_none() -> None:
    first, second, third = offered("actions", "全县检查企业32家，发现隐患56处，已整改50处。")
    assert first[0] == second[0] == third[0] == NOTHING
    assert "检查" in first
    assert {"发现", "检查"} <= set(second)
    assert {"整改", "发现", "检查"} <= set(third)


def test_a_figure_may_cover_the_times_told_around_it_or_none() -> None:
    text = "运行月报（2022年4月）\n4月，检修水泵14台。上半年，更换阀门60个；\n清淤渠道3公里，去年12月为2公里。"
    month, half = "2022-04-01/2022-04-30", "2022-01-01/2022-06-30"
    first, second, third, fourth = offered("periods", text, dt.date(2022, 7, 2))
    assert first == [NOTHING, month]
    assert second == [NOTHING, half, month]
    assert {NOTHING, half, month} <= set(third)
    assert {NOTHING, half, month, "2021-12-01/2021-12-31"} == set(fourth)


def test_a_chosen_period_is_taken_with_the_words_that_tell_it() -> None:
    text = "上半年，检修水泵14台。\n现有渡工8人。"
    rules, far = (
        chosen(text, day=dt.date(2022, 7, 2), periods=weights) for weights in ({"own": 9.0}, {"grain=half,at": 9.0})
    )
    assert [(count.period, count.why[:1]) for count in rules] == [(HALF, ("上半年",)), (None, ())]
    assert [(count.period, count.why[:1]) for count in far] == [(HALF, ("上半年",))] * 2


@given(st.none() | st.tuples(st.dates(), st.dates()).map(sorted), st.booleans(), st.booleans())
def test_a_period_is_told_as_an_interval_and_back(days: list[dt.date] | None, begins: bool, ends: bool) -> None:
    period = Period(days[0] if begins else None, days[1] if ends else None) if days else None
    assert as_covered(as_interval(period)) == period


def test_two_verbs_may_be_one() -> None:
    assert "排查发现" in offered("actions", "累计排查发现隐患56处。")[0]


def test_a_verb_may_stand_behind_its_figure() -> None:
    assert "停产整顿" in offered("actions", "有3家企业停产整顿。")[0]


def test_a_figure_may_belong_to_a_name_of_its_sentence() -> None:
    text = "城关镇检查企业32家、整改隐患5处；石桥乡检查企业8家。另查处违法行为2起。"
    figures = offered("subjects", text)
    assert [figure[0] for figure in figures] == [NOTHING] * 4
    assert "城关镇" in figures[0]
    assert "城关镇" in figures[1]
    assert "石桥乡" in figures[2]
    assert not {"城关镇", "石桥乡"} & set(figures[3])


def test_an_act_may_be_what_is_counted() -> None:
    assert "出动" in offered("nouns", "消防救援站全年出动14次。")[0]


def test_a_noun_may_be_that_of_a_figure_far_before_in_such_a_unit() -> None:
    text = "检查企业32家，罚款5万元、3万元、2万元、1万元、8万元、6万元。\n停业2家。"
    assert "企业" in offered("nouns", text)[-1]


def test_what_was_chosen_for_one_figure_may_hold_for_the_next() -> None:
    text = "抽检食材42批次，合格40批次。"
    one, other = chosen(text, nouns={"ends=食材": 5.0})
    assert (one.item, other.item) == ("食材", "食材")


@pytest.mark.parametrize(
    ("weights", "action"), [({"word=整改": 9.0}, "整改"), ({"none": 9.0}, None), ({"own": 9.0}, "整改")]
)
def test_the_heaviest_verb_is_taken(weights: dict[str, float], action: str | None) -> None:
    assert chosen("隐患已整改50处。", actions=weights)[0].action == action


def test_a_chosen_owner_is_told_among_the_words_that_decided() -> None:
    text = "宏远机械厂在检查中，发现隐患5处。"
    count = chosen(text, subjects={"word=宏远机械厂": 9.0})[0]
    assert count.subject == "宏远机械厂"
    assert "宏远机械厂" in count.why


def test_a_danger_may_be_where_the_heading_above_its_line_says() -> None:
    text = "现将检查情况通报如下：\n一、恒丰家电仓\n\n（1）货物堵塞消防通道。\n\n（2）应急照明灯损坏。\n"
    words, seen = Words(text), []
    hazards = find_hazards(text, [])
    placed(words, hazards, RULES, lambda _, options: seen.append(list(options)))
    assert len(seen) == 2
    assert all("恒丰家电仓" in options for options in seen)


def test_a_danger_may_be_at_the_unit_that_the_paper_names_first_by_the_short_name_it_gets() -> None:
    text = (
        "专家检查报告\n受县应急局委托，专家组对宏远新材料有限公司（以下简称宏远公司）开展检查。\n"
        "检查分两天进行，查阅资料，核对现场，逐项打分。\n一、检查发现的主要问题\n1.安全阀未校验。\n"
    )
    words, seen = Words(text), []
    placed(words, find_hazards(text, []), RULES, lambda _, options: seen.append(list(options)))
    assert len(seen) == 1
    assert "宏远公司" in seen[0]
    assert "宏远新材料有限公司" not in seen[0]


def test_a_short_name_that_the_text_gives_is_told_as_one() -> None:
    text = (
        "督查情况通报\n"
        + "督查组分头下沉。" * 90
        + "\n（三）岭南桂泰建工有限公司（以下简称桂泰建工）。该公司脚手架未验收。\n"
    )
    words, seen = Words(text), []
    placed(words, find_hazards(text, []), RULES, lambda _, options: seen.append(options))
    assert len(seen) == 1
    assert "short" in seen[0]["桂泰建工"]
    assert "shortened" in seen[0]["岭南桂泰建工有限公司"]


@settings(max_examples=60)
@given(st.text(alphabet="检查发现企业隐患3处家，。；、（）城关镇其中已整改12起占%\n", max_size=60))
def test_of_any_text_the_rules_own_words_can_be_chosen(text: str) -> None:
    alone = find_counts(Words(text), [], None)
    with_models = find_counts(Words(text), [], None, dict.fromkeys(FIELDS, RULES), doubtful=ALL)
    assert with_models == alone


def test_what_is_more_than_a_part_goes_on_with_the_whole() -> None:
    found = extract(read_text("排查隐患280处，其中重大事故隐患3处，已整改256处，整改率91.4%。")).counts
    assert [(count.item, count.part_of) for count in found[:3]] == [("隐患", None), ("重大事故隐患", 0), ("隐患", None)]
