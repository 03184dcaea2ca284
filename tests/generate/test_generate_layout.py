import pytest
from hypothesis import given
from hypothesis import strategies as st

from generate.columns import column_widths
from generate.layout import (
    BODY,
    CHARACTERS_PER_LINE,
    DATE,
    FACES,
    HEADINGS,
    LINE,
    LINES_PER_PAGE,
    NO_3,
    PAGE,
    SQUEEZE,
    STYLES,
    TITLE,
    em_width,
    mm,
    pt,
    signature_indents,
    title_lines,
)  # fmt: skip
from generate.model import Table, Words


def test_the_page_is_the_standards() -> None:
    assert (PAGE.width, PAGE.height) == (11906, 16838)
    assert (PAGE.top, PAGE.bottom, PAGE.left, PAGE.right, PAGE.footer) == (2098, 1984, 1587, 1474, 1417)
    assert abs(PAGE.text_width - mm(156)) <= 1
    assert abs(PAGE.height - PAGE.top - PAGE.bottom - mm(225)) <= 1


def test_the_grid_fills_the_page() -> None:
    height = PAGE.height - PAGE.top - PAGE.bottom
    assert LINE == 579
    assert height // LINE == LINES_PER_PAGE
    assert PAGE.text_width // (pt(NO_3) + SQUEEZE) == CHARACTERS_PER_LINE
    assert PAGE.text_width // pt(NO_3) == CHARACTERS_PER_LINE - 1  # which is why it is squeezed


def test_faces_and_sizes() -> None:
    assert (TITLE.face.chinese, TITLE.size_pt, TITLE.align) == ("方正小标宋简体", 22, "center")
    assert [style.face.chinese for style in HEADINGS] == ["黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"]
    assert {style.size_pt for style in (*HEADINGS, BODY, DATE)} == {16}
    assert all(style.first == 200 for style in (*HEADINGS, BODY))
    assert [style.outline for style in HEADINGS] == [0, 1, 2, 3]
    assert len({style.key for style in STYLES}) == len({style.name for style in STYLES}) == len(STYLES)
    assert {style.face for style in STYLES} == set(FACES)


@pytest.mark.parametrize(
    ("text", "width"), [("2023年7月4日", 6), ("2023年11月30日", 7), ("县安委办", 4), ("“—…", 3), ("A4", 1), ("", 0)]
)
def test_widths_in_characters(text: str, width: float) -> None:
    assert em_width(text) == width


@pytest.mark.parametrize(
    ("name", "date", "sealed", "indents"),
    [
        ("县安全生产委员会", "2023年7月4日", True, (3.0, 4.0)),
        ("县安委会", "2023年7月4日", True, (5.0, 4.0)),
        ("临江县安全生产委员会办公室及其他单位", "2023年7月4日", True, (0.0, 4.0)),
        ("县安全生产委员会", "2023年7月4日", False, (2.0, 2.0)),
        ("临江县安全生产委员会办公室", "2023年7月4日", False, (2.0, 7.0)),
        ("县安委办", "2023年7月4日", False, (6.0, 2.0)),
    ],
)
def test_signature_indents(name: str, date: str, sealed: bool, indents: tuple[float, float]) -> None:
    assert signature_indents(name, date, sealed) == indents


@given(st.integers(1, 30), st.integers(4, 12))
def test_the_name_stands_over_the_middle_of_the_date(name_width: int, date_width: int) -> None:
    name, date = signature_indents("名" * name_width, "日" * date_width)
    assert date == 4
    if name > 0:
        assert name + name_width / 2 == date + date_width / 2


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        (("关于开展检查的通报",), ((0,),)),
        (("临江县", "工作情况汇报"), ((0, 1),)),
        (("一" * 13, "二" * 7, "三" * 16, "四" * 9), ((0,), (1,), (2,), (3,))),
        (("一" * 10, "二" * 8, "三" * 11), ((0, 1), (2,))),
        (("一" * 9, "二" * 8, "三" * 5), ((0,), (1, 2))),  # as even as can be
        (("一" * 25, "二" * 4), ((0,), (1,))),
    ],
)
def test_titles_break_at_their_parts(parts: tuple[str, ...], lines: tuple[tuple[int, ...], ...]) -> None:
    assert title_lines(parts) == lines


def table(head: list[str], rows: list[list[str]], numeric: tuple[bool, ...]) -> Table:
    made = tuple(tuple((Words(cell),) for cell in row) for row in rows)
    return Table((), tuple((Words(title),) for title in head), made, numeric)


def test_columns_add_up_and_numbers_fit() -> None:
    made = table(
        ["单位", "排查隐患（处）", "整改率（%）"], [["临江经济开发区", "12880", "104.13※"]], (False, True, True)
    )
    widths = column_widths(made, 8844, 12)
    assert sum(widths) == 8844
    assert widths[1] > em_width("12880") * pt(12)
    assert widths[2] > em_width("104.13※") * pt(12)
    assert widths[0] > em_width("临江经济开发区") * pt(12)


def test_long_words_get_more_but_not_all() -> None:
    made = table(["序号", "任务", "单位"], [["1", "整" * 50, "县住建局"]], (True, False, False))
    serial, task, unit = column_widths(made, 8844, 12)
    assert task > unit > serial
    assert unit > em_width("县住") * pt(12)


@given(st.lists(st.text("数12", max_size=40), min_size=1, max_size=14))
def test_columns_always_fill_the_width(cells: list[str]) -> None:
    made = table(cells, [cells], tuple("数" not in cell for cell in cells))
    widths = column_widths(made, 8844, 10.5)
    assert sum(widths) == 8844
    assert min(widths) > 0
