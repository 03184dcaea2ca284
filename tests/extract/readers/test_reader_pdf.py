"""Born-digital PDF: reading order, paragraphs, margins, tables."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from extract.readers import read, read_bytes
from extract.readers.furniture import PAGE_NUMBER
from extract.readers.paragraphs import join
from extract.readers.pdftext import Edges, Frame
from records import Cell, Document

Maker = Callable[..., Any]
FIRST = (
    "今年以来，全县上下认真贯彻落实上级决策部署，扎实开展重大事故隐患专项排查整治，"
    "共检查企业1234家次，发现隐患567处，已完成整改543处，整改率95.8%。"
)
SECOND = "二是强化执法。立案查处12起，罚款30万元，约谈企业负责人8人次。"


def kinds(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def opened(pdf_of: Maker, pages: Sequence[Sequence[object]], **options: str) -> Document:
    return read_bytes(pdf_of(pages, **options), "a.pdf")


def test_lines_are_joined_into_paragraphs(pdf_of: Maker, lines_at: Maker) -> None:
    document = opened(pdf_of, [lines_at(f"{FIRST}\n{SECOND}\n{FIRST}")])
    assert kinds(document, "paragraph") == [FIRST, SECOND, FIRST]
    assert document.pages == 1
    assert document.warnings == ()


def test_a_paragraph_that_fills_its_last_line_ends_by_the_next_indent(pdf_of: Maker, lines_at: Maker) -> None:
    full = "安" * 24 + "。"
    assert kinds(opened(pdf_of, [lines_at(f"{full}\n{FIRST}\n{SECOND}")]), "paragraph") == [full, FIRST, SECOND]


def test_a_paragraph_goes_on_over_a_pages_end_and_is_not_split_by_its_number(
    pdf_of: Maker, lines_at: Maker, text_at: Maker
) -> None:
    lines = lines_at(f"{FIRST}{FIRST}\n{SECOND}")
    top = [line._replace(y=120 + 29 * at) for at, line in enumerate(lines[4:])]
    pages = [[*lines[:4], text_at(270, 790, "— 1 —", 14)], [*top, text_at(270, 790, "— 2 —", 14)]]
    document = opened(pdf_of, pages)
    assert kinds(document, "paragraph") == [FIRST + FIRST, SECOND]
    assert kinds(document, "footer") == ["— 1 —", "— 2 —"]
    assert [block.page for block in document.blocks] == [1, 1, 2, 2]


def test_running_headers_are_told_by_repetition(pdf_of: Maker, lines_at: Maker, text_at: Maker) -> None:
    pages = [[text_at(200, 60, "某县安全生产简报", 10), *lines_at(FIRST)] for _ in range(3)]
    document = opened(pdf_of, pages)
    assert kinds(document, "header") == ["某县安全生产简报"] * 3
    assert kinds(document, "paragraph") == [FIRST] * 3
    once = opened(pdf_of, [pages[0], lines_at(FIRST)])
    assert kinds(once, "paragraph") == ["某县安全生产简报", FIRST, FIRST]


@pytest.mark.parametrize(
    "text",
    ["— 1 —", "-1-", "1", "第1页", "第 1 页 共 5 页", "第1页，共5页", "1/5", "Page 1 of 5", "· 12 ·", "iv", "－２－"],
)
def test_page_numbers(text: str) -> None:
    assert PAGE_NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["12处", "2023年", "第1页至第3页有误", "一", "第1期", "共5处", "1.5"])
def test_what_is_no_page_number(text: str) -> None:
    assert not PAGE_NUMBER.fullmatch(text)


def test_a_title_of_two_lines_is_one_block(pdf_of: Maker, lines_at: Maker, text_at: Maker) -> None:
    title = [text_at(88, 100, "关于全县重大事故隐患专项排查整治行动", 22), text_at(231, 132, "开展情况的通报", 22)]
    after = [text_at(232, 175, "县安委会办公室", 16), text_at(240, 204, "2023年6月5日", 16)]
    document = opened(pdf_of, [[*title, *after, *lines_at(f"{FIRST}\n{SECOND}", y=260)]])
    assert kinds(document, "paragraph") == [
        "关于全县重大事故隐患专项排查整治行动开展情况的通报",
        "县安委会办公室",
        "2023年6月5日",
        FIRST,
        SECOND,
    ]


def test_addressee_headings_and_signature_are_lines_of_their_own(
    pdf_of: Maker, lines_at: Maker, text_at: Maker
) -> None:
    body = lines_at(f"一、总体情况\n{FIRST}\n（一）强化执法\n{SECOND}", y=149)
    sign = [text_at(350, 420, "县安委会办公室", 16), text_at(360, 449, "2023年6月5日", 16)]
    document = opened(pdf_of, [[text_at(80, 120, "各镇人民政府：", 16), *body, *sign]])
    assert kinds(document, "paragraph") == [
        "各镇人民政府：",
        "一、总体情况",
        FIRST,
        "（一）强化执法",
        SECOND,
        "县安委会办公室",
        "2023年6月5日",
    ]


def test_two_columns_do_not_interleave(pdf_of: Maker, lines_at: Maker, text_at: Maker) -> None:
    left, right = "左栏讲排查整治情况，" * 9 + "完。", "右栏讲执法检查情况，" * 9 + "完。"
    sides = zip(lines_at(left, y=150, columns=13), lines_at(right, y=150, x=320, columns=13), strict=True)
    rows = [line for side in sides for line in side]
    foot = lines_at(FIRST, y=500)
    document = opened(pdf_of, [[text_at(150, 100, "横跨两栏的标题讲全年情况", 22), *rows, *foot]])
    assert kinds(document, "paragraph") == ["横跨两栏的标题讲全年情况", left, right, FIRST]


def test_columns_whose_lines_do_not_align(pdf_of: Maker, lines_at: Maker) -> None:
    left, right = "左栏讲排查整治情况，" * 9 + "完。", "右栏讲执法检查情况，" * 9 + "完。"
    page = [*lines_at(right, y=163, x=320, columns=13), *lines_at(left, y=150, columns=13)]
    assert kinds(opened(pdf_of, [page]), "paragraph") == [left, right]


def test_short_words_in_columns_are_rows(pdf_of: Maker, text_at: Maker) -> None:
    rows = [
        text_at(x, 150 + 29 * at, text)
        for at, row in enumerate(["单位", "甲镇", "乙镇", "丙镇", "丁镇"])
        for x, text in ((80, row), (350, f"{at}处"))
    ]
    assert opened(pdf_of, [rows]).text.split("\n")[:2] == ["单位 0处", "甲镇 1处"]


def test_a_ruled_table_gives_cells_between_the_paragraphs(pdf_of: Maker, lines_at: Maker, table_at: Maker) -> None:
    table = table_at(
        80, 300, [100, 150, 150], [24, 24], [["单位", "发现隐患（处）", "整改（处）"], ["甲镇", "12", "11"]]
    )
    document = opened(pdf_of, [[*lines_at(FIRST), *table, *lines_at(SECOND, y=420)]])
    assert document.text == f"{FIRST}\n单位\t发现隐患（处）\t整改（处）\n甲镇\t12\t11\n{SECOND}"
    cells = [block.cell for block in document.blocks if block.cell]
    assert cells == [Cell(0, row, column, head=row == 0) for row in range(2) for column in range(3)]


def test_a_table_cut_by_a_pages_end_is_one(pdf_of: Maker, lines_at: Maker, table_at: Maker, text_at: Maker) -> None:
    widths, head = [100.0, 150.0, 150.0], ["单位", "发现", "整改"]
    first = table_at(80, 700, widths, [24.0] * 2, [head, ["甲镇", "12", "11"]])
    rest = table_at(80, 80, widths, [24.0] * 2, [head, ["乙镇", "9", "9"]])
    other = table_at(80, 300, widths, [24.0] * 2, [head, ["丙镇", "1", "1"]])
    pages = [[*lines_at(FIRST), *first, text_at(290, 800, "1", 14)], [*rest, *lines_at(SECOND, y=200), *other]]
    cells = [block.cell for block in opened(pdf_of, pages).blocks if block.cell and block.cell.column == 0]
    assert [(cell.table, cell.row, cell.head) for cell in cells] == [
        (0, 0, True),
        (0, 1, False),
        (0, 2, False),
        (1, 0, True),
        (1, 1, False),
    ]


def test_the_same_figures_on_two_pages_are_data(pdf_of: Maker, table_at: Maker) -> None:
    pages = [table_at(80, top, [100.0] * 2, [24.0] * 2, [["1", "5"], ["2", "6"]]) for top in (700, 80)]
    assert opened(pdf_of, pages).text == "1\t5\n2\t6\n1\t5\n2\t6"


@pytest.mark.parametrize("repeated", [True, False])
def test_a_head_alone_on_its_page_heads_the_next(pdf_of: Maker, table_at: Maker, repeated: bool) -> None:
    head = ["单位", "发现（处）", "整改（处）"]
    rows = [*([head] if repeated else []), ["甲镇", "12", "11"], ["乙镇", "9", "9"]]
    alone, rest = (
        table_at(80, 780, [100.0] * 3, [24.0], [head]),
        table_at(80, 80, [100.0] * 3, [24.0] * len(rows), rows),
    )
    cells = [block.cell for block in opened(pdf_of, [alone, rest]).blocks if block.cell]
    assert [(cell.row, cell.head) for cell in cells if cell.column == 0] == [(0, True), (1, False), (2, False)]


def test_a_row_cut_by_a_pages_end_is_one(pdf_of: Maker, lines_at: Maker, table_at: Maker, text_at: Maker) -> None:
    def cut(upper: str, lower: str, number: str = "") -> str:
        widths = [40.0, 130.0, 100.0]
        head = ["序号", "问题", "单位"]
        first = table_at(80, 700, widths, [24.0] * 3, [head, ["1", "无", "甲镇"], ["2", upper, "乙镇"]])
        rest = table_at(80, 80, widths, [24.0] * 3, [head, [number, lower, ""], ["3", "无", "丙镇"]])
        return opened(pdf_of, [[*lines_at(FIRST), *first], rest]).text.removeprefix(f"{FIRST}\n")

    assert (
        cut("安全出口上锁且消防通", "道被占用")
        == "序号\t问题\t单位\n1\t无\t甲镇\n2\t安全出口上锁且消防通道被占用\t乙镇\n3\t无\t丙镇"
    )
    for apart in (
        cut("安全出口上锁", "通道被占用"),
        cut("安全出口上锁且消防。", "通道被占"),
        cut("安全出口上锁且消防通", "道被占用", "9"),
    ):
        assert len(apart.split("\n")) == 5


@pytest.mark.parametrize(
    ("angle", "matrix"),
    [(90, "0 1 -1 0 {down} {right}"), (180, "-1 0 0 -1 {far_right} {down}"), (270, "0 -1 1 0 {far_down} {far_left}")],
)
def test_a_page_turned_by_its_entry_reads_as_it_is_seen(pdf_of: Maker, text_at: Maker, angle: int, matrix: str) -> None:
    page = [text_at(80, 120, "检查企业12家，全部整改"), text_at(80, 180, "排查隐患34处")]
    upright = opened(pdf_of, [page])
    turned = opened(pdf_of, [page], page_entry=f"/Rotate {angle}", matrix=matrix)
    assert turned.text == upright.text == "检查企业12家，全部整改\n排查隐患34处"
    assert [block.box for block in turned.blocks] == [pytest.approx(block.box, abs=1.5) for block in upright.blocks]


def test_boxes_count_from_the_visible_pages_corner(pdf_of: Maker, text_at: Maker) -> None:
    page = [text_at(100, 200, "检查企业12家")]
    whole = opened(pdf_of, [page]).blocks[0].box
    cropped = opened(pdf_of, [page], page_entry="/CropBox[50 42 545 792]").blocks[0].box
    assert whole is not None
    assert cropped == pytest.approx((whole[0] - 50, whole[1] - 50, whole[2] - 50, whole[3] - 50), abs=0.1)


def test_latin_words_keep_their_blanks(pdf_of: Maker, lines_at: Maker) -> None:
    text = "Safety first in every plant, " + "安" * 16
    assert opened(pdf_of, [lines_at(text, columns=60)]).text == text


def test_a_number_cut_by_a_lines_end_is_one_only_amid_chinese() -> None:
    assert join("共检查企业12", "34家") == "共检查企业1234家"
    assert join("整改率95.", "8%，") == "整改率95.8%，"
    assert join("12", "34") == "12 34"
    assert join("Safety", "first") == "Safety first"
    assert join("共12", "Safety") == "共12 Safety"
    assert join("隐患", "排查") == "隐患排查"


def test_pages_without_text_are_passed_over(pdf_of: Maker, lines_at: Maker) -> None:
    document = opened(pdf_of, [lines_at(FIRST), [], lines_at(SECOND)])
    assert kinds(document, "paragraph") == [FIRST, SECOND]
    assert document.pages == 3


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_same_paragraphs_as_the_docx_that_it_was_made_from(docx_of: Maker, tmp_path: Path) -> None:
    size = '<w:rPr><w:rFonts w:eastAsia="Noto Serif CJK SC"/><w:sz w:val="32"/></w:rPr>'
    paragraph = f'<w:p><w:pPr><w:ind w:firstLine="640"/></w:pPr><w:r>{size}<w:t>{{}}</w:t></w:r></w:p>'
    body = "".join(paragraph.format(f"第{number}段，{FIRST}") for number in range(30))
    (tmp_path / "a.docx").write_bytes(docx_of(body))
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "a.docx"], check=True, capture_output=True, timeout=120)
    assert read(tmp_path / "a.pdf").text == read(tmp_path / "a.docx").text


def test_a_character_from_another_font_stands_where_it_is_seen(pdf_of: Maker, text_at: Maker) -> None:
    page = [text_at(80, 120, "安全生"), text_at(144, 120, "责任重于泰山"), text_at(128, 120, "産")]
    assert opened(pdf_of, [page]).text == "安全生産责任重于泰山"


def test_a_line_that_is_printed_twice_to_look_bold_is_read_once(pdf_of: Maker, text_at: Maker) -> None:
    page = [text_at(80, 120, "检查11家企业"), text_at(80.4, 120, "检查11家企业")]
    assert opened(pdf_of, [page]).text == "检查11家企业"


def test_small_gaps_by_figures_are_no_blanks_and_stretched_lines_have_none(pdf_of: Maker, text_at: Maker) -> None:
    spaced = [text_at(80, 120, "检查"), text_at(116, 120, "12"), text_at(136, 120, "家")]
    stretched = [text_at(80 + 32 * at, 180, letter) for at, letter in enumerate("安全生产责任重于泰山")]
    assert opened(pdf_of, [spaced]).text == "检查12家"
    assert opened(pdf_of, [stretched]).text == "安全生产责任重于泰山"


@pytest.mark.parametrize(("places", "text"), [
    ({80: "9", 200: "9"}, "9 9"), ({80: "乙镇", 200: "9", 280: "9"}, "乙镇 9 9"), ({80: "甲", 140: "9"}, "甲 9"),
    ({80: "通", 130: "知"}, "通知"), ({80: "是", 230: "否"}, "是 否"),
    ({80: "3", 98: "5", 116: "2", 134: "1"}, "3 5 2 1"),
    ({80 + 9 * at: figure for at, figure in enumerate("2023")}, "2023"),
    ({80: "2", 96: "0", 112: "2", 128: "3", 144: "年", 166: "工", 188: "作", 210: "总", 232: "结"}, "2023年工作总结"),
])  # fmt: skip
def test_figures_that_stand_apart_are_never_one(
    pdf_of: Maker, text_at: Maker, places: dict[int, str], text: str
) -> None:
    assert opened(pdf_of, [[text_at(x, 120, word, 12) for x, word in places.items()]]).text == text


def test_lines_of_a_cell_are_joined_where_its_width_broke_them(pdf_of: Maker, table_at: Maker, text_at: Maker) -> None:
    table = table_at(80, 300, [100, 70], [24, 70], [["单位", "问题"], ["甲镇"]])
    lines = [text_at(185, 340 + 15 * at, text, 12) for at, text in enumerate(["安全出口封", "闭。", "限期整改"])]
    assert opened(pdf_of, [[*table, *lines]]).text == "单位\t问题\n甲镇\t安全出口封闭。\n限期整改"


def test_a_page_of_no_known_size_still_gives_its_tables(pdf_of: Maker, table_at: Maker) -> None:
    whole = pdf_of([table_at(80, 300, [100, 70], [24], [["单位", "12处"]])])
    document = read_bytes(whole.replace(b"/MediaBox[0 0 595 842]", b"/MediaBox[0 0 /xx 842]"), "a.pdf")
    assert document.text == "单位\t12处"


def test_merged_cells(pdf_of: Maker, table_at: Maker, text_at: Maker) -> None:
    """«单位» over two rows, «其中» over two columns: rules are left out between the squares that are merged."""
    whole = table_at(80, 300, [100, 80, 80], [24, 24, 24], [])
    upright_2, level_2 = whole[6], whole[1]  # between the last two columns; under the first row
    merged = [rule for rule in whole if rule not in (upright_2, level_2)]
    merged += [upright_2._replace(y0=324), level_2._replace(x0=180)]
    texts = [(85, 320, "单位"), (185, 316, "其中"), (185, 340, "重大"), (265, 340, "一般"), (85, 364, "甲镇"),
             (185, 364, "1"), (265, 364, "30")]  # fmt: skip
    document = opened(pdf_of, [[*merged, *(text_at(x, y, text, 12) for x, y, text in texts)]])
    assert document.text == "单位\t其中\n重大\t一般\n甲镇\t1\t30"
    cells = [block.cell for block in document.blocks if block.cell]
    assert cells[:3] == [Cell(0, 0, 0, 2, 1, True), Cell(0, 0, 1, 1, 2, True), Cell(0, 1, 1, 1, 1, True)]


@pytest.mark.parametrize("uprights", [(1,), (1, 2)])
def test_a_statistical_table_is_open_at_its_sides(
    pdf_of: Maker, table_at: Maker, text_at: Maker, uprights: tuple[int, ...]
) -> None:
    texts = [["单位", "发现（处）", "整改（处）"], ["甲镇", "12", "11"], ["乙镇", "9", "9"]]
    whole = table_at(80, 300, [100, 80, 80], [24] * 3, texts)
    level, upright, words = whole[:4], whole[4:8], whole[8:]
    document = opened(pdf_of, [[*level, *(upright[at] for at in uprights), *words]])
    rows = [row if len(uprights) > 1 else [row[0], " ".join(row[1:])] for row in texts]
    assert document.text == "\n".join("\t".join(row) for row in rows)
    assert all(block.cell for block in document.blocks)


def test_a_line_that_sticks_out_of_a_table_makes_no_column(pdf_of: Maker, table_at: Maker) -> None:
    whole = table_at(80, 300, [100, 80], [24] * 2, [["单位", "发现"], ["甲镇", "12"]])
    long = whole[0]._replace(x0=30, x1=500)
    assert opened(pdf_of, [[long, *whole[1:]]]).text == "单位\t发现\n甲镇\t12"


def test_a_page_that_draws_without_end_is_read_as_text(
    pdf_of: Maker, text_at: Maker, table_at: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = table_at(80, 300, [4] * 60, [4] * 60, [])
    monkeypatch.setattr("extract.readers.strokes.MOST_PATHS", 50)
    document = opened(pdf_of, [[*rules, text_at(80, 120, "检查12家")]])
    assert document.text == "检查12家"
    assert document.warnings == ("第 1 页的线条过多，未能识别其中的表格，按普通文字读取",)


def looks(text: str) -> bytes:
    """How an annotation looks: a text."""
    source = f"BT /F 14 Tf 2 5 Td <{text.encode('utf-16-be').hex()}> Tj ET".encode()
    entries = "/Type/XObject/Subtype/Form/BBox[0 0 150 24]/Resources<</Font<</F 3 0 R>>>>"
    return f"<</Length {len(source)}{entries}>>stream\n".encode() + source + b"\nendstream"


def test_what_was_typed_into_a_form_and_onto_a_page_is_read_and_comments_are_told_of(
    pdf_of: Maker, text_at: Maker
) -> None:
    annotations = [
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[170 736 320 760]/F 4/AP<</N 7 0 R>>>>", looks("12家"),
        b"<</Type/Annot/Subtype/FreeText/Rect[80 600 230 624]/F 4/AP<</N 9 0 R>>>>", looks("已核实"),
        b"<</Type/Annot/Subtype/Text/Rect[300 600 320 620]/Contents(no)>>",
    ]  # fmt: skip
    page = [text_at(80, 100, "检查企业："), text_at(80, 160, "排查隐患34处")]
    document = opened(pdf_of, [page], page_entry="/Annots[6 0 R 8 0 R 10 0 R]", extra=annotations)
    assert document.text == "检查企业： 12家\n排查隐患34处\n已核实"
    assert document.warnings == ("第 1 页有批注，批注内容未读取",)


def test_a_fonts_own_characters_stay_and_are_told_of_unless_they_are_bullets(pdf_of: Maker, lines_at: Maker) -> None:
    document = opened(pdf_of, [lines_at("检查企业\ue001\ue002家")])
    assert document.text == "检查企业\ue001\ue002家"
    assert document.warnings == ("第 1 页的字体缺少字符对照，文字可能有误，请核对原文",)
    bullet = opened(pdf_of, [lines_at("\uf0b7检查企业12家")])
    assert (bullet.text, bullet.warnings) == ("检查企业12家", ())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_without_characters_has_no_edges_however_it_is_turned(turn: int) -> None:
    with pypdfium2.PdfDocument.new() as pdf:
        page = pdf.new_page(300, 200)
        page.set_rotation(turn)
        assert Frame(page).edges([[], [], [], []]) == Edges([], [], [], [])
