"""Old and foreign office files through LibreOffice; what happens without it, or when it does not come to an end."""

import http.server
import io
import shutil
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extract.readers import Limits, MarkedSecret, office, read_bytes
from extract.readers.guard import DOC, EXCEL_XML, ODT, RTF
from records import UnreadableFile

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
has_calc = SOFFICE is not None and not office.lacks(Path(SOFFICE).resolve().parent, "libsclo.so")
needs_calc = pytest.mark.skipif(not has_calc, reason="LibreOffice's part for sheets is not installed")
RTF_FILE = rb"{\rtf1\ansi\ansicpg936 \u25490?\u26597?280\u22788?}"  # 排查280处
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{short}="{OPEN}:{name}:1.0"'
    for short, name in {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}.items()
)


def build_odt(body: str, **more: str) -> bytes:
    """An .odt with that body; more: further parts of the package."""
    content = (
        f'<office:document-content {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    rows = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in {"/": ODT, "content.xml": "text/xml"}.items()
    )
    parts = {
        "mimetype": ODT,
        "content.xml": content,
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0">{rows}</manifest:manifest>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (parts | more).items():
            package.writestr(name, text)
    return target.getvalue()


def line_for(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "a", limits or Limits())
    return str(caught.value)


def made(source: bytes, suffix: str, target: str, folder: Path) -> bytes:
    """The file in another format, by LibreOffice."""
    path = folder / f"in.{suffix}"
    path.write_bytes(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [str(SOFFICE), profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{target}").read_bytes()


@needs_office
def test_rtf_is_read_and_said_to_be_converted() -> None:
    document = read_bytes(RTF_FILE, "a.rtf")
    assert (document.text, document.media_type) == ("排查280处", RTF)
    assert document.warnings == ("旧格式文件（.rtf），经 LibreOffice 转换后读取，转换中可能略有出入，请核对",)


@needs_office
def test_doc_keeps_numbers_tables_and_what_is_hidden(docx_of: Callable[..., bytes], tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    cell = f"<w:tc><w:p>{run}</w:p></w:tc>"
    body = (
        f"<w:p>{numbered}{run.format('全面排查')}</w:p>"
        f"<w:p>{run.format('见')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐文</w:t></w:r></w:p>"
        f"<w:tbl><w:tr>{cell.format('单位')}{cell.format('隐患（处）')}</w:tr>"
        f"<w:tr>{cell.format('槐镇')}{cell.format('214')}</w:tr></w:tbl><w:p/>"
    )
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    document = read_bytes(made(docx_of(body, numbering=numbering), "docx", "doc", tmp_path), "a.wps")
    assert document.media_type == DOC
    assert document.text == "一、全面排查\n见\n单位\t隐患（处）\n槐镇\t214"
    assert "文档含隐藏文字，未读取" in document.warnings


SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
CELL = '<Cell><Data s:Type="{}">{}</Data></Cell>'
EXCEL_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    f'<Workbook xmlns="{SPREADSHEET}" xmlns:s="{SPREADSHEET}"><Worksheet s:Name="台账"><Table>'
    f"<Row>{CELL.format('String', '单位')}{CELL.format('String', '隐患')}</Row>"
    f"<Row>{CELL.format('String', '槐镇')}{CELL.format('Number', '3')}</Row></Table></Worksheet></Workbook>"
)


@needs_calc
def test_the_xml_that_systems_export_as_xls_is_a_sheet() -> None:
    document = read_bytes(EXCEL_2003.encode(), "导出.xls")
    assert (document.text, document.media_type) == ("台账\n单位\t隐患\n槐镇\t3", EXCEL_XML)


def test_such_xml_may_declare_nothing() -> None:
    declared = EXCEL_2003.replace("<Workbook", '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><Workbook', 1)
    assert "DTD" in line_for(declared.encode())


@needs_office
def test_a_damaged_file_is_not_taken_for_text(ole_of: Callable[..., bytes]) -> None:
    assert "无法打开该 .doc 文件" in line_for(ole_of({"WordDocument": b"\0" * 5000}))


@needs_office
def test_an_encrypted_doc_is_named_as_such(ole_of: Callable[..., bytes]) -> None:
    flags = bytes.fromhex("eca5c1000000000000000013") + bytes(5000)  # fEncrypted
    assert "已加密" in line_for(ole_of({"WordDocument": flags, "1Table": bytes(5000)}))


def test_encryption_shows_in_the_first_records_of_a_sheet(ole_of: Callable[..., bytes]) -> None:
    begin, locked = bytes.fromhex("09081000") + bytes(16), bytes.fromhex("2f000200") + bytes(2)
    assert office.is_encrypted(ole_of({"Workbook": begin + locked + bytes(5000)}))
    assert not office.is_encrypted(ole_of({"Workbook": begin + bytes(5000)}))
    assert not office.is_encrypted(RTF_FILE)


@needs_office
def test_a_secrecy_mark_in_an_old_file_is_refused() -> None:
    with pytest.raises(MarkedSecret):
        read_bytes(build_odt("<text:p>机密★10年</text:p><text:p>关于检查的通知</text:p>"), "a.odt")


@needs_office
def test_nothing_is_fetched_from_outside(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    address, asked = server
    (tmp_path / "own.txt").write_text("别处的文件", encoding="utf-8")
    picture = (
        f'<draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    )
    body = (
        f'<text:p>检查<draw:frame svg:width="1cm" svg:height="1cm">{picture}</draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{(tmp_path / "own.txt").as_uri()}"'
        ' text:filter-name="Text"/><text:p>原文</text:p></text:section>'
    )
    assert read_bytes(build_odt(body), "a.odt").text == "检查\n原文"
    assert asked == []


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Address of a server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle(self) -> None:
            asked.append(str(self.client_address))

    running = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}", asked
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"Basic/Standard/Module1.xml": "<a/>"}, "宏"),
        ({"META-INF/manifest.xml": "<manifest:encryption-data/>"}, "已加密"),
        ({"Pictures/a.bin": " " * 30_000_000}, "压缩炸弹"),
    ],
)
def test_opendocument_files_that_are_refused(part: dict[str, str], words: str) -> None:
    assert words in line_for(build_odt("<text:p>检查</text:p>", **part))


def test_without_libreoffice_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "apt install libreoffice-writer" in line_for(RTF_FILE)


def test_a_libreoffice_that_lacks_the_part_is_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(tmp_path, "exit 0", monkeypatch)
    (tmp_path / "libsclo.so").touch()
    assert "请安装 libreoffice-writer" in line_for(RTF_FILE)


def test_one_that_hangs_is_stopped_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_gone: Callable[[int], bool]
) -> None:
    fake(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait", monkeypatch)
    before = time.monotonic()
    assert "超过 1 秒，已停止" in line_for(RTF_FILE, Limits(convert_s=1))
    assert time.monotonic() - before < 10
    assert is_gone(int((tmp_path / "child").read_text()))


def test_it_may_take_no_more_memory_than_it_is_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(tmp_path, f"ulimit -v > {tmp_path}/given", monkeypatch)
    line_for(RTF_FILE, Limits(convert_bytes=500_000 * 1024))
    assert (tmp_path / "given").read_text().strip() == "500000"


def fake(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that stands in for LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
