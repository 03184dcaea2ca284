"""The door of the readers: any file, any text."""

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.readers import SUFFIXES, Limits, read, read_bytes, read_text
from extract.readers.text import PARTING
from records import Document, UnreadableFile

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
PIECES = [
    "全市排查隐患280处。",
    "责任编辑：张三",
    "首页 > 新闻 > 正文",
    "打印 | 收藏",
    "\r\n",
    "\n",
    "\r",
    "\u3000",
    "\xa0",
    "\U00020bb7",
    "e\u0301",
    "\u2028",
    "版权所有",
    " ",
    "发布时间：2023-06-01 来源：本网 浏览次数：3",
    "上一篇：没有了",
    "\ufeff",
    "\x0c",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def assert_in_order(document: Document) -> None:
    at = 0
    for block in document.blocks:
        assert at <= block.start <= block.end <= len(document.text)
        at = block.end


def assert_read_or_refused(data: bytes, name: str) -> None:
    with contextlib.suppress(UnreadableFile):
        assert_in_order(read_bytes(data, name))


@settings(deadline=None)
@given(TEXTS | st.text())
def test_read_text_gives_the_text_back_with_blocks_in_order(text: str) -> None:
    try:
        document = read_text(text, "a.txt")
    except UnreadableFile:
        assert not any(letter.isalnum() for letter in text)
        return
    assert document.text == text
    assert_in_order(document)


@settings(deadline=None)
@given(TEXTS)
def test_all_but_blanks_and_the_bars_between_cells_lies_in_a_block(text: str) -> None:
    try:
        document = read_text(text, "a.txt")
    except UnreadableFile:
        return
    covered = {at for block in document.blocks for at in range(block.start, block.end)}
    assert all(text[at].isspace() or PARTING.match(text[at]) for at in range(len(text)) if at not in covered)


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=400), st.sampled_from(sorted(SUFFIXES)))
def test_random_bytes_give_a_document_or_one_line(data: bytes, suffix: str) -> None:
    assert_read_or_refused(data, "a" + suffix)


HEADS = [
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<html>",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"Subject: a\nMIME-Version: 1.0\n",
]


@settings(deadline=None)
@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_random_bytes_after_a_true_signature_too(head: bytes, data: bytes) -> None:
    assert_read_or_refused(head + data, "a")


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_damaged_files_give_a_document_or_one_line(
    data: st.DataObject,
    docx_of: Callable[..., bytes],
    pdf_of: Callable[..., bytes],
    lines_at: Callable[..., list[object]],
) -> None:
    whole = data.draw(
        st.sampled_from(
            [docx_of("<w:p><w:r><w:t>排查隐患280处。</w:t></w:r></w:p>"), pdf_of([lines_at("排查隐患280处。")])]
        )
    )
    cut = data.draw(st.integers(1, len(whole)))
    at, put = data.draw(st.integers(0, cut)), data.draw(st.binary(max_size=20))
    assert_read_or_refused(whole[:at] + put + whole[at:cut], "a")


def test_document_carries_name_digest_and_media_type(tmp_path: Path) -> None:
    path = tmp_path / "六月小结.txt"
    path.write_bytes("\ufeff检查企业12家。\r\n".encode())
    document = read(path)
    assert document.name == "六月小结.txt"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.media_type == "text/plain"
    assert document.text == "检查企业12家。\r\n"
    assert [(block.start, block.end) for block in document.blocks] == [(0, 8)]


def test_content_decides_not_the_name(
    docx_of: Callable[..., bytes], pdf_of: Callable[..., bytes], text_at: type
) -> None:
    assert read_bytes(docx_of("<w:p><w:r><w:t>检查</w:t></w:r></w:p>"), "a.doc").text == "检查"
    assert read_bytes(b"<!DOCTYPE html><p>\xe6\xa3\x80\xe6\x9f\xa5</p>", "a.txt").text == "检查"
    assert read_bytes("检查".encode(), "a.docx").media_type == "text/plain"
    assert read_bytes(pdf_of([[text_at(80, 80, "检查")]]), "a.txt").media_type == "application/pdf"


def test_a_missing_file_and_a_folder_are_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="找不到文件"):
        read(tmp_path / "无.txt")
    with pytest.raises(UnreadableFile, match="不是普通文件"):
        read(tmp_path)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * 2_000_000)
    with pytest.raises(UnreadableFile, match="文件过大"):
        read(tmp_path / "a.txt", Limits(file_bytes=1_000_000))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the folder of real documents is not on this machine")
@pytest.mark.parametrize("number", range(5))
def test_real_documents_come_back_unchanged(number: int) -> None:
    path = sorted(SEEDS.glob("*.txt"))[number]
    document = read(path)
    assert document.text.encode() == path.read_bytes()
    assert_in_order(document)


def table_files(
    docx_of: Callable[..., bytes], pdf_of: Callable[..., bytes], table_at: Callable[..., object]
) -> dict[str, bytes]:
    rows = [["甲镇", "12处"], ["乙镇", "9处"]]
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>' for text in row)}</w:tr>"
        for row in rows
    )
    lines = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return {
        "a.docx": docx_of(f"<w:tbl>{cells}</w:tbl>"),
        "a.html": f"<html><table>{lines}</table></html>".encode(),
        "a.pdf": pdf_of([table_at(80, 80, [100.0] * 2, [24.0] * 2, rows)]),
        "a.md": "|单位|处|\n|-|-|\n|甲镇|12|\n".encode(),
        "a.csv": "甲镇,12处\n乙镇,9处".encode(),
    }


@pytest.mark.parametrize("name", ["a.docx", "a.html", "a.pdf", "a.md", "a.csv"])
def test_one_limit_holds_for_the_cells_of_every_format(
    name: str, docx_of: Callable[..., bytes], pdf_of: Callable[..., bytes], table_at: Callable[..., object]
) -> None:
    data = table_files(docx_of, pdf_of, table_at)[name]
    assert sum(block.cell is not None for block in read_bytes(data, name).blocks) == 4
    with pytest.raises(UnreadableFile, match="上限 3 个单元格"):
        read_bytes(data, name, Limits(cells=3))
