"""Markdown: what is rendered, without the marks."""

import pytest

from extract.readers import Limits, read_bytes
from extract.readers.guard import MARKDOWN
from records import Document, UnreadableFile


def read(text: str) -> Document:
    return read_bytes(text.encode(), "纪要.md")


def test_headings_lists_and_tables() -> None:
    document = read(
        "# 六月工作小结\n\n## 一、总体情况\n\n检查企业**35**家，\n发现隐患`60`处。\n\n"
        "1. 加强领导\n2. 压实责任\n\n- 槐镇\n\n"
        "| 单位 | 隐患（处） |\n|---|---:|\n| 槐镇 | 214 |\n"
    )
    assert document.media_type == MARKDOWN
    assert document.text == (
        "六月工作小结\n一、总体情况\n检查企业35家，发现隐患60处。\n1.加强领导\n2.压实责任\n槐镇\n单位\t隐患（处）\n槐镇\t214"
    )
    assert [(block.kind, block.level) for block in document.blocks][:3] == [
        ("heading", 1), ("heading", 2), ("paragraph", None)
    ]  # fmt: skip
    cells = [block.cell for block in document.blocks if block.cell]
    assert [(cell.row, cell.column, cell.head) for cell in cells] == [
        (0, 0, True), (0, 1, True), (1, 0, False), (1, 1, False)
    ]  # fmt: skip


def test_numbers_of_lists_go_on_where_they_begin_and_links_show_their_words() -> None:
    assert read("3. 甲\n4. 乙\n\n[通知](http://example.cn)见<b>附件</b>。\n").text == "3.甲\n4.乙\n通知见附件。"


def test_code_raw_pages_and_line_breaks() -> None:
    assert read("```\n原样 **家\n```\n\n<div>检查<br>企业</div>\n\n一行  \n二行\nab\ncd\n").text == (
        "原样 **家\n检查企业\n一行\n二行 ab cd"
    )


def test_a_table_without_end_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="上限 20 个单元格"):
        read_bytes(b"|a|b|\n|-|-|\n" + b"|1|2|\n" * 9, "a.md", Limits(cells=20))


def test_two_tables_are_two() -> None:
    table = "|a|b|\n|-|-|\n|1|2|\n"
    assert [block.cell.table for block in read(f"{table}\n中\n\n{table}").blocks if block.cell] == [0] * 4 + [1] * 4
