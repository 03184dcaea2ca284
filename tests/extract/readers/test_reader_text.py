"""Encodings of plain text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers import read_bytes
from extract.readers.text import decode, lines_of, plausibility
from records import UnreadableFile

SIMPLIFIED = (
    "截至2023年6月底，全县共检查企业1234家次，排查整治隐患567处，整改率95.8%。\r\n下一步，请各镇（街）于7月10日前报送。"
)
TRADITIONAL = (
    "截至2023年6月底，全縣共檢查企業1234家次，排查整治隱患567處，整改率95.8%。\r\n下一步，請各鎮（街）於7月10日前報送。"
)
WORDS = ["全市", "檢查", "企業", "安全", "生產", "應急", "管理", "通知", "十二", "家", "，", "。", "2023年", "\r\n"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_simplified_text(codec: str) -> None:
    assert decode(SIMPLIFIED.encode(codec)) == SIMPLIFIED


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5", "big5hkscs"])
def test_traditional_text(codec: str) -> None:
    assert decode(TRADITIONAL.encode(codec)) == TRADITIONAL


def test_utf_16_of_either_order() -> None:
    assert decode(codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be")) == SIMPLIFIED
    assert decode(codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le")) == SIMPLIFIED


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(codec: str) -> None:
    assert read_bytes(SIMPLIFIED.encode(codec), "a.txt").text == SIMPLIFIED
    page = f"<html><p>{SIMPLIFIED}</p></html>".encode(codec)
    assert read_bytes(page, "a.html").media_type == "text/html"
    with pytest.raises(UnreadableFile, match="不能识别的文件类型"):
        read_bytes("no Chinese\r\n".encode(codec), "a.txt")


@given(
    st.lists(st.sampled_from(WORDS), min_size=5, unique=True).map("".join),
    st.sampled_from(["gb18030", "big5", "utf-8"]),
)
def test_even_short_texts_are_told_apart(text: str, codec: str) -> None:
    if any(letter > "\x7f" for letter in text):
        assert decode(text.encode(codec)) == text


def test_the_wrong_decoding_is_implausible() -> None:
    assert plausibility(SIMPLIFIED) > 0.7
    assert plausibility(TRADITIONAL) > 0.7
    assert plausibility(SIMPLIFIED.encode("gbk").decode("big5hkscs", "replace")) < 0.2
    assert plausibility(TRADITIONAL.encode("big5").decode("gb18030", "replace")) < 0.2


def test_rare_characters_of_gb18030_survive() -> None:
    text = "朱镕基，\U00020bb7野家，安全检查12家。"
    assert decode(text.encode("gb18030")) == text


def test_a_file_cut_inside_a_character_is_read_with_a_warning() -> None:
    document = read_bytes(SIMPLIFIED.encode()[:-2], "a.txt")
    assert document.text == SIMPLIFIED[:-1] + "\ufffd"
    assert document.warnings == ("文件有 1 处字节无法识别，已用 \ufffd 代替，请核对原文",)


def test_nothing_is_changed_and_blocks_are_the_lines() -> None:
    document = read_bytes("一、总体\r\n\r\n　　排查。 \n\t整改。\r下步".encode(), "a.txt")
    assert document.text == "一、总体\r\n\r\n　　排查。 \n\t整改。\r下步"
    assert [document.text[b.start : b.end] for b in document.blocks] == ["一、总体", "　　排查。 ", "\t整改。", "下步"]


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="编码"):
        decode(bytes([0x80, 0xFF, 0xFE, 0x81] * 40))


def test_a_table_pasted_as_text_gives_a_block_for_each_cell() -> None:
    text = "任务分工\n任务\t责任单位\t时限\n清淤\t水利站\t5月底\n换灯\t\t6月底\n\t缩进一行\n完"
    blocks = lines_of(text)
    cells = [(block.cell.row, block.cell.column, text[block.start : block.end]) for block in blocks if block.cell]
    assert cells == [
        (0, 0, "任务"), (0, 1, "责任单位"), (0, 2, "时限"),
        (1, 0, "清淤"), (1, 1, "水利站"), (1, 2, "5月底"),
        (2, 0, "换灯"), (2, 2, "6月底"),
    ]  # fmt: skip
    assert [text[block.start : block.end] for block in blocks if not block.cell] == ["任务分工", "\t缩进一行", "完"]


@pytest.mark.parametrize(
    "rows",
    [
        "| 县区 | 检查 | 隐患 |\n| --- | --- | --- |\n| 甲县 | 12 | 30 |\n| 乙区 |  | 8 |",
        "县区 | 检查 | 隐患 |\n甲县 | 12 | 30 |\n乙区 |  | 8 |",
        "县区｜检查｜隐患\n甲县｜12｜30\n乙区｜｜8",
    ],
)
def test_so_does_one_whose_cells_bars_part(rows: str) -> None:
    text = f"统计如下：\n{rows}\n甲|乙\n完"
    blocks = lines_of(text)
    cells = [
        (block.cell.row, block.cell.column, text[block.start : block.end].strip()) for block in blocks if block.cell
    ]
    assert cells == [(0, 0, "县区"), (0, 1, "检查"), (0, 2, "隐患"), (1, 0, "甲县"), (1, 1, "12"), (1, 2, "30"),
                     (2, 0, "乙区"), (2, 2, "8")]  # fmt: skip
    assert [text[block.start : block.end] for block in blocks if not block.cell] == ["统计如下：", "甲|乙", "完"]


@pytest.mark.parametrize("blank", [" ", "\u3000"])
@pytest.mark.parametrize("end", ["完", "甲|乙|丙"])
def test_spaces_part_the_cells_below_a_line_of_heads(blank: str, end: str) -> None:
    text = (
        "任务分工\n序号 工作任务 牵头单位 完成时限\n1 清淤 县水利局 2022年6月底\n2 换灯 县住建局、供电所 2022年7月底\n"
        "三、其他\n关于开展 检查 的通知\n各镇 各村 各社区\n序号 名称 备注\n"
    ).replace(" ", blank) + end
    blocks = lines_of(text)
    cells = [(block.cell.row, block.cell.column, text[block.start : block.end]) for block in blocks if block.cell]
    assert cells[-4:] == [(2, 0, "2"), (2, 1, "换灯"), (2, 2, "县住建局、供电所"), (2, 3, "2022年7月底")]
    assert len(cells) == 12


BARRED = (
    "清单如下\n任务 |\n责任单位 |\n时限 |\n一、部署 |\n||\n（一）建账。 |\n县安委办 |\n3月底 |\n各镇 |\n5月底 |\n|\n完"
)


def test_a_table_whose_cells_are_lines_with_a_bar_has_rows_as_wide_as_its_heads() -> None:
    blocks = lines_of(BARRED)
    cells = [(block.cell.row, block.cell.column, BARRED[block.start : block.end]) for block in blocks if block.cell]
    assert cells == [
        (0, 0, "任务"), (0, 1, "责任单位"), (0, 2, "时限"), (1, 0, "一、部署"),
        (2, 0, "（一）建账。"), (2, 1, "县安委办"), (2, 2, "3月底"),
        (3, 1, "各镇"), (3, 2, "5月底"),  # the first cell spans both rows, and is told in the row above only
    ]  # fmt: skip
    assert [BARRED[block.start : block.end] for block in blocks if not block.cell] == ["清单如下", "完"]


def test_rows_closed_by_a_bar_lack_the_cells_that_span_them() -> None:
    heads = "任务 | 要求 | 单位 | 时限 |\n"
    text = heads + "一、部署 |\n建账 | 1.登记 | 安委办 | 4月底 |\n2.核对 | 各镇 |\n演练 | 3.组织 | 应急站 | 6月 |\n"
    blocks = [block for block in lines_of(text) if block.cell]
    cells = [(block.cell.row, block.cell.column, text[block.start : block.end]) for block in blocks if block.cell]
    assert cells[4:] == [
        (1, 0, "一、部署"), (2, 0, "建账"), (2, 1, "1.登记"), (2, 2, "安委办"), (2, 3, "4月底"),
        (3, 1, "2.核对"), (3, 2, "各镇"), (4, 0, "演练"), (4, 1, "3.组织"), (4, 2, "应急站"), (4, 3, "6月"),
    ]  # fmt: skip
    assert [text[block.start : block.end] for block in blocks if block.cell and block.cell.row_span == 2] == [
        "建账",
        "4月底",
    ]


@pytest.mark.parametrize(
    "text",
    ["甲 |\n乙 |\n丙 |\n", "首页 |\n要闻 |\n公开 |\n服务 |\n互动 |\n专题 |\n", "12 |\n30 |\n8 |\n4 |\n25 |\n16 |\n"],
)
def test_a_few_such_lines_and_figures_without_heads_are_none(text: str) -> None:
    assert not any(block.cell for block in lines_of(text))


def test_a_bar_at_the_left_of_some_rows_only_stands_behind_an_empty_cell() -> None:
    text = "类别 | 指标 | 本月\n检查 | 企业 | 148\n | 隐患 | 391\n处罚 | 立案 | 12\n"
    cells = [(block.cell.row, block.cell.column) for block in lines_of(text) if block.cell]
    assert cells == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 1), (2, 2), (3, 0), (3, 1), (3, 2)]
