from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.numerals import Quantity, find_quantities, parse


@pytest.mark.parametrize(
    ("value", "wordings"),
    [
        ("35", ["35", "三十五", "卅五"]),
        ("23", ["廿三", "二十三"]),
        ("2004", ["两千零四", "2004", "二〇〇四"]),
        ("11300", ["1.13万", "一万一千三百", "11,300", "一万一千三"]),
        ("250000000", ["2.5亿", "两亿五千万"]),
        ("35000", ["三万五", "3.5万"]),
        ("97.3", ["97.3", "百分之九十七点三"]),
        ("300502000", ["三亿零五十万二千"]),
        ("5000000000000000", ["五千万亿"]),
        ("58000", ["5万8千", "五万八千", "5.8万", "伍万捌仟"]),
        ("10500", ["1万零500", "1万零5百", "一万零五百", "壹万零伍佰"]),
        ("18400000", ["1.84万千", "1840万"]),
        ("350000", ["叁拾伍万", "三十五万"]),
        ("12300", ["1万2千3百", "一万二千三百"]),
        ("230000000", ["2亿3千万", "2亿3000万", "2.3亿"]),
    ],
)
def test_these_wordings_are_one_number(value: str, wordings: list[str]) -> None:
    assert {parse(wording) for wording in wordings} == {Decimal(value)}


@pytest.mark.parametrize("text", ["", "处", "十百千", "二三", "一二万三四", "1.2.3", "点五"])
def test_no_number_is_made_of_what_is_none(text: str) -> None:
    assert parse(text) is None


def spell(number: int) -> str:
    """A whole number in Chinese numerals, the long way: 10200 → 一万零二百."""
    digits, spelled, pending_zero = "零一二三四五六七八九", "", False
    for scale, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        high, number = divmod(number, scale)
        if high:
            spelled += ("零" if pending_zero else "") + (digits[high] if high < 10 else spell(high)) + name
        pending_zero = bool(spelled) and not high and number > 0
    return spelled or "零"


@given(st.integers(0, 10**12))
def test_a_spelled_number_reads_back(number: int) -> None:
    assert parse(spell(number)) == number


def test_many_of_what_follows_a_figure_make_it_no_larger() -> None:
    assert [(found.text, found.approx) for found in find_quantities("发生两起多人伤亡事故，历时两年多")] == [
        ("两起", "exact"), ("两年多", "over"),
    ]  # fmt: skip


@given(st.integers(1, 9999), st.integers(1, 9), st.integers(0, 9))
def test_a_number_spoken_in_figures_reads_back(high: int, thousands: int, hundreds: int) -> None:
    spoken = f"{high}万{thousands}千" + (f"{hundreds}百" if hundreds else "")
    assert parse(spoken) == high * 10_000 + thousands * 1000 + hundreds * 100


def one(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "approx"),
    [
        ("近100场次", "100", None, "场次", "under"),
        ("5万8千余元", "58000", None, "元", "over"),
        ("3万5元", "35000", None, "元", "exact"),
        ("叁拾伍万元", "350000", None, "元", "exact"),
        ("两三千家", "2000", "3000", "家", "exact"),
        ("二三百万元", "2000000", "3000000", "元", "exact"),
        ("5万8千米", "58000", None, "米", "exact"),
        ("80余份", "80", None, "份", "over"),
        ("3万余米", "30000", None, "米", "over"),
        ("3千余家", "3000", None, "家", "over"),
        ("十几家", "10", None, "家", "over"),
        ("上千人", "1000", None, "人", "over"),
        ("百余户", "100", None, "户", "over"),
        ("30人以上", "30", None, "人", "over"),
        ("约4201家", "4201", None, "家", "about"),
        ("100家左右", "100", None, "家", "about"),
        ("不少于2次", "2", None, "次", "at_least"),
        ("最高5万元", "50000", None, "元", "at_most"),
        ("不超过3人", "3", None, "人", "at_most"),
        ("300万元", "3000000", None, "元", "exact"),
        ("1.13万人次", "11300", None, "人次", "exact"),
        ("36人（次）", "36", None, "人次", "exact"),
        ("3.6万名", "36000", None, "名", "exact"),
        ("97.29%", "97.29", None, "%", "exact"),
        ("百分之五", "5", None, "%", "exact"),
        ("千分之三", "3", None, "‰", "exact"),
        ("一成半", "15", None, "%", "exact"),
        ("二点五倍", "2.5", None, "倍", "exact"),
        ("11个百分点", "11", None, "个百分点", "exact"),
        ("3至5处", "3", "5", "处", "exact"),
        ("3—5万元", "30000", "50000", "元", "exact"),
        ("13%～17%", "13", "17", "%", "exact"),
        ("三五天", "3", "5", "天", "exact"),
        ("二三十家", "20", "30", "家", "exact"),
        ("52处（类）", "52", None, "处", "exact"),
    ],
)
def test_a_quantity_and_its_words(text: str, value: str, upper: str | None, unit: str, approx: str) -> None:
    found = one(text)
    assert (found.value, found.upper, found.unit, found.approx, found.text) == (
        Decimal(value), upper and Decimal(upper), unit, approx, text,
    )  # fmt: skip


@pytest.mark.parametrize("before", ["", "\n", "；", "。"])
def test_the_number_of_an_item_is_no_part_of_what_is_counted_one_by_one(before: str) -> None:
    found = one(before + "3.6名喷锚工未签合同")
    assert (found.value, found.text, found.start) == (Decimal(6), "6名", len(before) + 2)


@pytest.mark.parametrize("text", ["3.6万名职工", "3.6米", "平均3.6名"])
def test_other_decimals_stay_whole(text: str) -> None:
    assert one(text).text.startswith("3.6")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("排查隐患11 642项", "11642", "项"),
        ("约谈企业4 700余家", "4700", "家"),
        ("资金1 860万元", "18600000", "元"),
        ("检查1万2,846场次", "12846", "场次"),
        ("投入3亿5000万元", "350000000", "元"),
        ("损失七十四点六万元", "746000", "元"),
        ("占道杂物15车", "15", "车"),
        ("子弹三百二十发，", "320", "发"),
        ("桥梁16548延米", "16548", "延米"),
        ("降低0.4个千分点", "0.4", "个千分点"),
    ],
)
def test_figures_with_a_space_a_scale_word_or_a_rare_unit(text: str, value: str, unit: str) -> None:
    found = find_quantities(text)
    assert [(one.value, one.unit) for one in found] == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["城关镇 12 345", "3 120", "3发展", "2车相撞"])
def test_a_space_between_columns_and_the_beginning_of_a_word_make_no_figure(text: str) -> None:
    assert not [one for one in find_quantities(text) if one.unit or one.value in (Decimal(12345), Decimal(3120))]


@pytest.mark.parametrize("text", ["**家", "×起", "××处", "XX家", "xx名", "近*万处"])
def test_a_masked_figure_has_no_value(text: str) -> None:
    found = one(text)
    assert (found.value, found.masked, found.text) == (None, True, text)


@pytest.mark.parametrize("text", ["统一部署", "万一", "数十家", "几百个", "1.2.3", "一把手", "A12", "下一步"])
def test_words_that_hold_a_numeral_are_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(("text", "unit"), [("3条件", ""), ("5处理", ""), ("2本市", ""), ("12部门", ""), ("8名称", "")])
def test_a_unit_is_not_the_head_of_another_word(text: str, unit: str) -> None:
    assert one(text).unit == unit


PIECES = ["近", "3", "至", "5.5", "处", "万", "余", "三十", "百分之", "%", "*", "××", "人次", "以上", "，", "\n", "A"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_quantities_stand_where_they_say_and_in_order(text: str) -> None:
    found = find_quantities(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(one.masked or (one.value is not None and (one.upper is None or one.upper >= one.value)) for one in found)


@pytest.mark.parametrize(("text", "approx"), [("灭火器压力不足2具", "exact"), ("安全间距不足2米", "under")])
def test_a_thing_that_lacks_pressure_is_no_figure_that_is_fallen_short_of(text: str, approx: str) -> None:
    (quantity,) = find_quantities(text)
    assert quantity.approx == approx
