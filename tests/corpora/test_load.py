from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora import Gold, QuoteNotFound, load_month, resolve
from corpora.load import locate
from records import Period

TEXT = "检查53家企业，查出隐\n患59\n- 1 -\n处，整改5 3处。"


def gold(**entries: list[dict[str, object]]) -> Gold:
    kinds = ("counts", "deadlines", "hazards", "accidents")
    return Gold(
        Path("a.gold.json"), "工作汇报", None, None, None, None, {kind: entries.get(kind, []) for kind in kinds}
    )


@pytest.mark.parametrize(
    ("words", "nth", "found"),
    [
        ("53家企业", 0, "53家企业"),
        ("隐患59处", 0, "隐\n患59\n- 1 -\n处"),
        ("53", 1, "5 3"),
        ("整改⟦53处⟧", 0, "5 3处"),
        ("⟦5⟧ 9", 0, "5"),
    ],
)
def test_finds_words_across_breaks_and_page_numbers(words: str, nth: int, found: str) -> None:
    start, end = locate(TEXT, words, nth)
    assert TEXT[start:end] == found


def test_says_which_words_of_which_document_are_not_there() -> None:
    with pytest.raises(QuoteNotFound, match=r"a\.docx：正文中找不到第2处“59处”"):
        locate(TEXT, "59处", 1, "a.docx")


@settings(deadline=None)
@given(st.lists(st.sampled_from(["\n", " ", "\u3000", "\r\n", "\n— 12 —\n"]), min_size=4, max_size=4))
def test_breaks_between_letters_hide_nothing(breaks: list[str]) -> None:
    text = "前" + "".join(letter + gap for letter, gap in zip("隐患9处", breaks, strict=False)) + "后"
    start, end = locate(text, "隐患9处")
    assert text[start] == "隐"
    assert text[end - 1] == "处"


def test_a_count_comes_with_its_decimal_period_and_place() -> None:
    entry = {
        "quote": "隐患59处",
        "value": 59,
        "unit": "处",
        "item": "隐患",
        "period": {"start": None, "end": "2023-05-31"},
    }
    (count,) = resolve(gold(counts=[entry]), TEXT).counts
    assert (count.value, count.period) == (Decimal(59), Period(None, date(2023, 5, 31)))
    assert TEXT[count.start : count.end] == count.quote == "隐\n患59\n- 1 -\n处"


def test_offsets_stand_for_words_that_are_not_ours() -> None:
    entry = {"start": 2, "end": 7, "task": [0, 7], "due": "2023-07-31"}
    (deadline,) = resolve(gold(deadlines=[entry]), TEXT).deadlines
    assert (deadline.quote, deadline.task, deadline.due) == ("53家企业", "检查53家企业", date(2023, 7, 31))


def test_the_month_knows_who_is_late_and_who_is_missing() -> None:
    month = load_month()
    assert (month.month, month.region, month.due) == ("2023-06", "云桓县", date(2023, 6, 30))
    assert (month.missing, month.late) == (("白荻镇",), ("鹤汀镇",))
    assert len(month.files) == 17
