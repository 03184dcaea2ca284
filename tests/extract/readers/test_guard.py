"""What is refused, each with its own line; what must not be."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from extract.readers import Limits, MarkedSecret, read_bytes, read_text
from extract.readers.guard import DOC, XLS, ZIP, media_type_of
from records import UnreadableFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return target.getvalue()


def line_for(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "a.docx", limits or Limits())
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b"  \r\n\t", "没有文字"),
        ("\ufeff\u3000\n".encode(), "没有文字"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "图片"),
        (b"GIF89a" + bytes(40), "这种图片"),
        (OLE, "旧版 Office"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"\x00\x01\x02\x03", "不能识别的文件类型"),
        (bytes(range(0x81, 0xFE)) * 3, "编码"),
        (b"PK\x03\x04" + bytes(30), "已损坏"),
        (zipped({"xl/workbook.bin": b""}), ".xlsb"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.graphics", "content.xml": b""}), "OpenDocument"),
        (zipped({"OFD.xml": b""}), "OFD"),
        (zipped({"a.txt": b"a"}), "压缩包"),
        (zipped({"word/document.xml": b"<w:document"}), "已损坏"),
        (zipped({"word/other.xml": b"<a/>"}), "已损坏"),
        (zipped({"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}), "宏"),
        (zipped({"word/document.xml": b" " * 50_000_000}), "压缩炸弹"),
        (b"%PDF-1.7\n", "PDF 文件已损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(len(value)),
)
def test_each_bad_file_has_its_line(data: bytes, words: str) -> None:
    assert words in line_for(data)


def test_an_ole_file_is_what_its_own_streams_are(ole_of: Callable[..., bytes]) -> None:
    assert media_type_of(ole_of({"WordDocument": b"", "1Table": b""}, inside=["Workbook"])) == DOC
    assert media_type_of(ole_of({"Workbook": b""}, inside=["WordDocument"])) == XLS
    assert media_type_of(ole_of({"a": b"", "b": b"", "Book": b""})) == XLS


@pytest.mark.parametrize(
    ("names", "inside", "words"),
    [
        (["EncryptionInfo", "EncryptedPackage"], [], "已加密"),
        (["WordDocument"], ["_VBA_PROJECT"], "宏"),
        (["PowerPoint Document"], [], ".ppt"),
        (["Contents"], [], "旧版 Office"),
    ],
)
def test_what_is_refused_of_ole_files(
    ole_of: Callable[..., bytes], names: list[str], inside: list[str], words: str
) -> None:
    assert words in line_for(ole_of(dict.fromkeys(names, b""), inside))


def test_an_ole_file_in_a_circle_is_broken(ole_of: Callable[..., bytes]) -> None:
    data = bytearray(ole_of({"WordDocument": b""}))
    data[512 + 4 : 512 + 8] = bytes([1, 0, 0, 0])  # the directory's sector follows itself
    assert "已损坏" in line_for(bytes(data))


def test_limits_of_a_package(docx_of: Callable[..., bytes]) -> None:
    data = docx_of(PARAGRAPH.format("检查"))
    assert "压缩炸弹" in line_for(data, Limits(parts=2))
    assert "压缩炸弹" in line_for(data, Limits(unpacked_bytes=500))
    assert "嵌套过深" in line_for(data, Limits(xml_depth=3))


def test_a_document_type_declaration_is_refused() -> None:
    laughs = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
    assert "DTD" in line_for(zipped({"word/document.xml": laughs}))


def test_a_truncated_docx_is_refused_at_every_tenth(docx_of: Callable[..., bytes]) -> None:
    data = docx_of(PARAGRAPH.format("检查"))
    assert {line_for(data[: len(data) * tenth // 10])[:6] for tenth in range(1, 10)} == {"文件已损坏或"}


def test_pdf_without_text_or_with_a_password(pdf_of: Callable[..., bytes], text_at: type) -> None:
    assert "没有文字" in line_for(pdf_of([[]]))
    locked = f"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O({'a' * 32})/U({'b' * 32})>>/ID[<00><00>]"
    assert "已加密" in line_for(pdf_of([[text_at(80, 80, "检查")]], trailer=locked))
    assert "超过上限 1 页" in line_for(pdf_of([[text_at(80, 80, "检查")]] * 2), Limits(pages=1))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("机密★10年\n关于开展检查的通知", "机密★10年"),
        ("000001\n秘 密 ★ 5 年\n正文", "秘密★5年"),
        ("某市文件　　绝密☆\n正文", "绝密☆"),
        ("正文第一段。\n（秘密★）第二段。", "（秘密★"),
        ("機密★一年\n正文", "機密★一年"),
        ("机密＊１０年\n正文", "机密＊１０年"),
        ("密级：秘密\n正文", "密级：秘密"),
    ],
)
def test_a_secrecy_mark_is_refused(text: str, mark: str) -> None:
    with pytest.raises(MarkedSecret) as caught:
        read_text(text, "a.txt")
    assert caught.value.mark == mark
    assert str(caught.value).startswith(f"该文件带有密级标志（{mark}）。本系统为非涉密系统")


@pytest.mark.parametrize(
    "text",
    [
        "做好安全生产和保密工作。",
        "通报秘密级文件泄密案例。",
        "企业信用评级：★★★",
        "★ 重点任务一：排查隐患。",
        "标注“机密★10年”字样的文件不得上网。",
        "保护商业秘密。",
        "涉及国家秘密*起",
        "密级：□绝密 □机密 □秘密",
        "商业机密 ★★★",
    ],
)
def test_running_text_and_ratings_are_no_secrecy_mark(text: str) -> None:
    assert read_text(text, "a.txt").text == text


def test_a_secrecy_mark_in_a_header_or_in_the_properties(docx_of: Callable[..., bytes]) -> None:
    body = PARAGRAPH.format("正文。")
    with pytest.raises(MarkedSecret):
        read_bytes(docx_of(body, header=PARAGRAPH.format("机密★10年")), "a.docx")
    with pytest.raises(MarkedSecret):
        read_bytes(docx_of(body, extra={"docProps/core.xml": "<p><keywords>秘密</keywords></p>"}), "a.docx")
    assert read_bytes(docx_of(body, extra={"docProps/core.xml": "<p><keywords>保密工作</keywords></p>"}), "a.docx").text


def test_an_archive_that_holds_a_pdf_as_it_is_is_an_archive() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        package.writestr("报告.pdf", b"%PDF-1.4")
    assert media_type_of(target.getvalue()) == ZIP


def test_a_word_file_in_one_xml_is_named() -> None:
    data = (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>'
    )
    with pytest.raises(UnreadableFile, match="存成单个 XML 的 Word 文档"):
        read_bytes(data, "a.xml")
