from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generate.marks import Marks, UnsourcedFigure, check_wording, clean
from generate.model import Gap, Given, Number, Quoted, Words
from records import BadRecord, Figure

NINE = Figure(Decimal(9), "处", (7,))


def test_a_mark_is_read_back_as_its_piece() -> None:
    marks = Marks({7})
    number, day, name, gap = (
        marks.number(NINE, "隐患"),
        marks.quoted("7月底前", (7,)),
        marks.given("3月"),
        marks.gap("组长"),
    )
    assert marks.read(f"排查{number}，{day}报{name}，{gap}。") == (
        Words("排查"), Number("9处", NINE, "隐患"), Words("，"), Quoted("7月底前", (7,)), Words("报"), Given("3月"),
        Words("，"), Gap("组长"), Words("。"),
    )  # fmt: skip
    assert (bool(number), bool(gap), number.some, number.zero) == (True, False, True, False)


@pytest.mark.parametrize("sources", [(), (8,), (7, 8)])
def test_a_figure_needs_records_that_there_are(sources: tuple[int, ...]) -> None:
    with pytest.raises(BadRecord, match="没有出处记录"):
        Marks({7}).number(Figure(Decimal(9), "处", sources), "隐患")
    with pytest.raises(BadRecord, match="没有出处记录"):
        Marks({7}).quoted("7月底前", sources)


@pytest.mark.parametrize(
    "wording",
    ["共3家", "共３家", "第①项", "Ⅳ级", "三家企业", "两个阶段", "十余处隐患", "二十四小时内检查五十家次", "٣ 家"],
)
def test_wording_with_a_figure_is_refused(wording: str) -> None:
    with pytest.raises(UnsourcedFigure, match="没有出处的数字"):
        Marks(()).read(wording)


@pytest.mark.parametrize(
    "wording", ["三管三必须", "一岗双责", "一是检查，二是整改", "发生一起", "二〇二三", "整改一项、销号一项"]
)
def test_wording_without_figures_passes(wording: str) -> None:
    assert Marks(()).read(wording) == (Words(wording),)


def test_allowed_wording_may_hold_digits() -> None:
    check_wording("落实“十五条”措施和2023行动", ["十五条", "2023行动"])
    with pytest.raises(UnsourcedFigure):
        check_wording("落实2023行动，共3家", ["2023行动"])


def test_a_broken_mark_is_refused() -> None:
    marks = Marks({7})
    with pytest.raises(UnsourcedFigure):
        marks.read(str(marks.number(NINE, "隐患"))[:-1])


def test_clean_leaves_one_line_that_xml_can_hold() -> None:
    assert clean(" 整改\r\n到位\x0b\ue0003\ue001 ") == "整改  到位 3"


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(), st.sampled_from(["9处", "第3项", "\ue000", "。"]))))
def test_whatever_is_read_prints_what_was_given(texts: list[str]) -> None:
    marks = Marks({7})
    made = [marks.quoted(text, (7,)) for text in texts]
    assert [piece.text for piece in marks.read("".join(map(str, made)))] == [clean(text) for text in texts]
