"""Files made to break a reader, all read in the sandbox: one clear line or the right Document, within limits."""

import importlib
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from random import Random
from typing import Any

import pytest

from extract.readers import LIMITS, SUFFIXES
from extract.readers.sandbox import FAULT, TOO_LONG, Pool
from records import Document, UnreadableFile

sys.path.append(str(Path(__file__).parents[3]))  # benchmarks are no installed package
hostile = importlib.import_module("benchmarks.hostile")

Maker = Callable[..., Any]
# What a file may cost; a reader that needs more is killed and gets the line for that, which no test here expects.
TIGHT = replace(LIMITS, process_s=60.0, process_bytes=1200 << 20)
LATE = TOO_LONG.partition("{")[0]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(limits=TIGHT) as pool:
        yield pool


def outcome(pool: Pool, data: bytes, name: str) -> Document | str:
    """The document, or the line that the file gets: one line, in Chinese, of our own words."""
    try:
        return pool.read(data, name)
    except UnreadableFile as failure:
        line = str(failure)
        assert re.fullmatch(r"[^\n]{4,200}", line)
        assert re.search("[一-鿿]{4}", line)
        assert not re.search(r"Traceback|Error|Exception|0x|/tmp|\.py", line)
        assert line != FAULT
        assert not line.startswith(LATE)
        return line


@pytest.mark.parametrize(
    "case", [case for case in hostile.FILES if not case.heavy], ids=lambda case: f"{case.file}-{case.name}"
)
def test_each_gets_its_line_or_is_read(pool: Pool, case: Any) -> None:
    found = outcome(pool, case.build(), case.file)
    if case.text:
        assert isinstance(found, Document), found
        assert case.text in found.text
    else:
        assert isinstance(found, str)
        assert re.search(case.line, found), found
    after = outcome(pool, "检查12家".encode(), "a.txt")
    assert isinstance(after, Document)
    assert after.text == "检查12家"


@pytest.fixture(scope="module")
def whole_files(docx_of: Maker, pdf_of: Maker, ofd_of: Maker, lines_at: Maker, table_at: Maker) -> dict[str, bytes]:
    """A sound file of each kind that is read without other programs."""
    page = [
        *lines_at("今年以来，共检查企业1234家次，发现隐患567处。" * 3),
        *table_at(80, 500, [90, 90], [24, 24], [["甲镇", "1"], ["乙镇", "2"]]),
    ]
    paragraph = hostile.PARAGRAPH.format("共检查企业1234家次。")
    html = "<html><table><tr><td>甲镇<td>1</tr></table><p>共检查企业1234家次。</p></html>"
    return {
        "a.docx": docx_of(paragraph * 20 + f"<w:tbl><w:tr><w:tc>{paragraph}</w:tc></w:tr></w:tbl>", footnotes=""),
        "a.pdf": pdf_of([page, page]),
        "a.ofd": ofd_of([page, page]),
        "a.xlsx": hostile.xlsx(f'<row r="1">{hostile.cell("A1", "单位")}{hostile.cell("B1", "12")}</row>' * 30),
        "a.html": html.encode(),
        "a.txt": ("共检查企业1234家次。\n" * 20).encode(),
        "a.csv": ("单位,数量\n甲镇,12\n" * 20).encode("gb18030"),
        "a.eml": b"MIME-Version: 1.0\nFrom: a@b\nSubject: x\n\n" + "检查企业12家。".encode() * 9,
    }  # fmt: skip


def test_sound_files_are_read(pool: Pool, whole_files: dict[str, bytes]) -> None:
    for name, data in whole_files.items():
        found = outcome(pool, data, name)
        assert isinstance(found, Document) or name == "a.eml", f"{name} {found}"


def test_files_cut_at_every_tenth(pool: Pool, whole_files: dict[str, bytes]) -> None:
    for name, data in whole_files.items():
        found = [outcome(pool, part, name) for part in hostile.truncated(data)]
        if name in ("a.docx", "a.ofd", "a.xlsx"):
            assert all(isinstance(one, str) and "已损坏" in one for one in found), name
        if name == "a.txt":
            assert all(isinstance(one, Document) for one in found)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES | {".zip", ".eml", ".mht", ".ofd", ".unknown", ""}))
def test_random_bytes_under_each_name(pool: Pool, suffix: str) -> None:
    chance = Random(suffix)
    for size in (1, 3, 40, 5_000):
        assert isinstance(outcome(pool, chance.randbytes(size), f"a{suffix}"), str | Document)
    assert isinstance(outcome(pool, bytes(range(256)) * 100, f"a{suffix}"), str)


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    served = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}/x", asked
    served.shutdown()
    served.server_close()
    thread.join()


def pointing_docx(docx_of: Maker, address: str) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = ("attachedTemplate", "image", "subDocument", "aFChunk", "frame", "oleObject", "styles", "officeDocument")
    rows = "".join(
        f'<Relationship Id="e{kind}" Type="{office}/{kind}" Target="{address}" TargetMode="{mode}"/>'
        for kind in kinds
        for mode in ("External", "Internal")
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = f'<Relationships xmlns="{space}">{rows}</Relationships>'
    body = (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>INCLUDETEXT "{address}"</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/><w:t>检查12家</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        '<w:altChunk r:id="eaFChunk"/><w:subDoc r:id="esubDocument"/>'
    )
    parts = ("word/_rels/document.xml.rels", "word/_rels/settings.xml.rels", "_rels/other.xml.rels")
    return bytes(docx_of(body, extra=dict.fromkeys(parts, relations)))


def pointing_html(address: str) -> bytes:
    tags = f'<img src="{address}"><iframe src="{address}"></iframe><object data="{address}"></object>'
    head = f'<base href="{address}"><link href="{address}" rel="stylesheet"><script src="{address}"></script>'
    return f"<html><head>{head}</head><body><p>检查12家{tags}</body></html>".encode()


def test_nothing_that_a_file_points_to_is_fetched(
    pool: Pool, server: tuple[str, list[str]], docx_of: Maker, pdf_of: Maker, text_at: Maker
) -> None:
    address, asked = server
    action = f"<</S/URI/URI({address})>>"
    link = f"/AA<</O{action}>>/Annots[<</Subtype/Link/Rect[0 0 9 9]/A{action}>>]"
    formula = f'<c r="A1"><f>WEBSERVICE("{address}")</f><v>12</v></c>'
    files = {
        "a.docx": pointing_docx(docx_of, address),
        "a.html": pointing_html(address),
        "a.pdf": pdf_of([[text_at(80, 80, "检查12家")]], page_entry=link),
        "a.ofd": hostile.ofd(
            hostile.ofd_page(hostile.ofd_text("检查12家")),
            common=f"<ofd:PublicRes>{address}</ofd:PublicRes>",
            tail=f"<ofd:Attachments>{address}</ofd:Attachments>",
        ),
        "a.xlsx": hostile.xlsx(f'<row r="1">{formula}{hostile.cell("B1", "检查12家")}</row>'),
    }
    for name, data in files.items():
        found = outcome(pool, data, name)
        assert isinstance(found, Document), f"{name} {found}"
        assert "检查12家" in found.text
    declared = hostile.zipped({"word/document.xml": f'<!DOCTYPE a SYSTEM "{address}"><a/>'})
    assert isinstance(outcome(pool, declared, "b.docx"), str)
    assert asked == []


def test_no_part_of_a_package_is_written_anywhere(pool: Pool) -> None:
    for build in (hostile.bad_names, hostile.symlink, hostile.nested_bomb):
        outcome(pool, build(), "a.docx")
    worker = pool.workers.queue[-1]
    assert worker
    assert list(worker.folder.iterdir()) == []
