"""One report, saved in every format that is read: the same records out of each."""

import datetime as dt
import importlib
import io
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import docx
import pypdfium2
import pytest

from extract import extract, read_bytes
from extract.readers import scan_extra
from records import Extraction

sys.path.append(str(Path(__file__).parents[2]))  # benchmarks are no installed package
builders = importlib.import_module("benchmarks.files").builders
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LINES = [
    "槐浦镇6月份安全生产工作情况报告",
    "县安委办：",
    "现将6月份安全生产工作情况报告如下：",
    "一、工作开展情况",
    "（一）扎实开展排查整治。截至6月底，共出动检查组23个、执法人员136人次，检查企业214家次，排查隐患385处，其中重大隐患2处，"
    "已完成整改361处，整改率93.8%；立案3起，罚款4.5万元。",
    "（二）广泛开展宣传。发放宣传资料1.2万余份，举办培训7场次，参训近900人次。",
    "二、存在问题",
    "检查发现，安和化工有限公司反应釜紧急冷却系统未投用，兴隆商场安全出口锁闭。",
    "三、下步打算",
    "7月20日前完成2处重大隐患整改，8月底前完成全部自建房排查，每月25日前报送进展情况。",
]
SAVED = ("doc", "odt", "rtf", "pdf")
SIGNED = ["槐浦镇人民政府", "2023年6月30日"]
TABLE = [["村居", "检查企业（家次）", "排查隐患（处）"], ["东村", "36", "52"], ["西村", "41", "67"]]


def as_docx() -> bytes:
    word = docx.Document()
    for line in LINES:
        word.add_paragraph(line)
    table = word.add_table(len(TABLE), len(TABLE[0]), "Table Grid")
    for row, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for line in SIGNED:
        word.add_paragraph(line)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def as_html() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in TABLE)
    body, end = ("".join(f"<p>{line}</p>\n" for line in lines) for lines in (LINES, SIGNED))
    return f"<!DOCTYPE html><html><body>{body}<table>{rows}</table>{end}</body></html>".encode("gb18030")


def as_txt() -> bytes:
    return "\r\n".join([*LINES, *SIGNED]).encode("gb18030")


def as_sheet() -> bytes:
    return "\n".join([*LINES, "", *(",".join(row) for row in TABLE), "", *SIGNED]).encode()


def as_ofd() -> bytes:
    build = builders()
    lines = build.build_lines("\n".join(LINES), y=70)
    below = lines[-1].y + 40
    table = build.build_table(80, below, [100.0, 150.0, 150.0], [24.0] * len(TABLE), TABLE)
    signed = [build.Text(350, below + 130 + 29 * at, line) for at, line in enumerate(SIGNED)]
    return bytes(build.build_ofd([[*lines, *table, *signed]]))


def scanned(pdf: bytes) -> bytes:
    """The pages as a scanner sees them, a little askew, in a PDF without any text."""
    from corpora.to_scan import as_file, turned

    sheets = [page.render(scale=150 / 72).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(pdf)]
    for sheet in sheets:
        sheet.info["dpi"] = (150, 150)
    return as_file([turned(sheet, 0.6) for sheet in sheets], "PDF")


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The report as LibreOffice saves it."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("formats")
    (folder / "a.docx").write_bytes(as_docx())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for suffix in SAVED:
        words = [SOFFICE, profile, "--headless", "--convert-to", suffix, "--outdir", folder, folder / "a.docx"]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
    return {suffix: (folder / f"a.{suffix}").read_bytes() for suffix in SAVED}


def found_in(data: bytes, name: str) -> Extraction:
    return extract(read_bytes(data, name))


def prose(found: Extraction) -> Counter[object]:
    """What the report's sentences state, wherever the format puts it."""
    counts = [
        (one.value, one.unit, one.item, one.action, one.approx, one.period)
        for one in found.counts
        if one.rule != "table-cell"
    ]
    hazards = [(one.description, one.place, one.status) for one in found.hazards]
    return Counter([*counts, *hazards, *((one.due, one.recurrence, one.task) for one in found.deadlines)])


def cells(found: Extraction) -> list[tuple[object, ...]]:
    return [(one.subject, one.value, one.unit, one.item) for one in found.counts if one.rule == "table-cell"]


def test_the_report_itself() -> None:
    found = found_in(as_docx(), "a.docx")
    assert {(one.value, one.unit, one.item) for one in found.counts} >= {
        (385, "处", "隐患"),
        (12_000, "份", "宣传资料"),
    }
    assert {one.due for one in found.deadlines} >= {dt.date(2023, 7, 20), dt.date(2023, 8, 31)}
    assert cells(found) == [
        ("东村", 36, "家次", "企业"), ("东村", 52, "处", "隐患"),
        ("西村", 41, "家次", "企业"), ("西村", 67, "处", "隐患"),
    ]  # fmt: skip
    assert (found.document.issuer, found.document.date) == ("槐浦镇人民政府", dt.date(2023, 6, 30))


@pytest.mark.parametrize("suffix", SAVED)
def test_libreoffice_changes_no_record(converted: Mapping[str, bytes], suffix: str) -> None:
    first, other = found_in(as_docx(), "a.docx"), found_in(converted[suffix], f"a.{suffix}")
    assert prose(other) == prose(first)
    assert cells(other) == cells(first)
    assert (other.document.title, other.document.issuer) == (first.document.title, first.document.issuer)


@pytest.mark.parametrize(
    ("name", "data"), [("a.html", as_html()), ("a.txt", as_txt()), ("a.csv", as_sheet()), ("a.ofd", as_ofd())]
)
def test_neither_do_pages_texts_and_sheets(name: str, data: bytes) -> None:
    first, other = found_in(as_docx(), "a.docx"), found_in(data, name)
    assert prose(other) == prose(first)
    assert cells(other) == ([] if name == "a.txt" else cells(first))


@pytest.mark.skipif(not scan_extra.is_installed(), reason="extra «ocr» is not installed")
def test_at_least_19_records_of_20_out_of_a_scan(converted: Mapping[str, bytes]) -> None:
    first, other = found_in(as_docx(), "a.docx"), found_in(scanned(converted["pdf"]), "a.pdf")
    wanted = prose(first) + Counter(cells(first))
    missing = wanted - (prose(other) + Counter(cells(other)))
    assert missing.total() <= 0.05 * wanted.total()
    assert max(one.confidence for one in other.counts) < max(one.confidence for one in first.counts)


def test_a_wps_file_is_what_its_bytes_are(converted: Mapping[str, bytes]) -> None:
    assert prose(found_in(converted["doc"], "报告.wps")) == prose(found_in(as_docx(), "a.docx"))
