from decimal import Decimal

import pytest

from check.amounts import Amount, Reach
from check.paper import Paper
from records import Count


def amounts(draft, text, *counts):
    made = draft(text)
    for quote, value, unit, item, fields in counts:
        made = made.count(quote, value, unit, item, **fields)
    return Paper(made.extraction()).amounts


def amount(printed: str, value: str, approx: str = "exact", upper: str | None = None) -> Amount:
    count = Count(
        quote=printed, start=0, end=len(printed), value=Decimal(value), unit="处", item="隐患", approx=approx,  # type: ignore[arg-type]
        upper=None if upper is None else Decimal(upper),
    )  # fmt: skip
    return Amount(0, count, 0, len(printed), printed, "", "")


@pytest.mark.parametrize(
    ("printed", "value", "approx", "low", "high"),
    [
        ("280", "280", "exact", "280", "280"),
        ("1.13万", "11300", "exact", "11250", "11350"),
        ("46万", "460000", "exact", "455000", "465000"),
        ("184.4", "184.4", "exact", "184.35", "184.45"),
        ("三十五", "35", "exact", "35", "35"),
        ("140", "140", "over", "140", "150"),
        ("3万", "30000", "over", "30000", "40000"),
        ("100", "100", "under", "0", "100"),
        ("50", "50", "about", "45", "55"),
        ("9", "9", "at_most", "0", "9"),
    ],
)
def test_reach_of_what_is_printed(printed: str, value: str, approx: str, low: str, high: str) -> None:
    assert amount(printed, value, approx).reach == Reach(Decimal(low), Decimal(high))


def test_a_floor_is_open_above_and_a_range_is_its_ends() -> None:
    assert amount("20", "20", "at_least").reach == Reach(Decimal(20), None)
    assert amount("3", "3", upper="5").reach == Reach(Decimal(3), Decimal(5))


def test_rounded_figures_add_up_within_their_last_digits() -> None:
    total = amount("11.38万", "113800").reach + amount("7.74万", "77400").reach
    assert total.meets(amount("19.12万", "191200").reach)
    assert not total.meets(amount("19.32万", "193200").reach)


def test_each_number_of_a_shared_quote_has_its_own_place(draft) -> None:
    text = "事故起数、死亡人数同比分别下降13.24%、19.18%。"
    one, two = amounts(
        draft, text, (text[:-1], "13.24", "%", "事故起数", {}), (text[:-1], "19.18", "%", "死亡人数", {})
    )
    assert (one.printed, two.printed) == ("13.24", "19.18")
    assert two.before == "、"


def test_equal_numbers_are_told_apart_by_their_units(draft) -> None:
    text = "同比分别增加5起、5人。"
    people, cases = ("同比分别增加5起、5人", "5", "人", "死亡", {}), ("同比分别增加5起、5人", "5", "起", "事故", {})
    placed = amounts(draft, text, people, cases)
    assert [(one.shown, one.start) for one in placed] == [("5起", 6), ("5人", 9)]


def test_words_that_lead_to_a_number_end_at_the_mark_before_it(draft) -> None:
    text = "全县检查企业40余家，其中一般隐患80处、重大隐患30处。"
    counts = [("40余家", "40", "家", "企业", {"approx": "over"}), ("80处", "80", "处", "一般隐患", {}),
              ("30处", "30", "处", "重大隐患", {})]  # fmt: skip
    forty, eighty, thirty = amounts(draft, text, *counts)
    assert (forty.printed, forty.exact) == ("40余", False)
    assert (eighty.before, thirty.before) == ("其中一般隐患", "、重大隐患")


def test_figures_of_a_traditional_text_stand_at_their_numbers(draft) -> None:
    (one,) = amounts(draft, "已排查出安全隱患280處，責令整改。", ("排查出安全隱患280處", "280", "处", "安全隐患", {}))
    assert one.printed == "280"
