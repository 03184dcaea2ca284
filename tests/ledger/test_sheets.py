import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ledger.filing import Kind, file_extractions
from ledger.sheets import UnwritableFile, write_extractions, write_workbook, write_xlsx
from records import Accident, BadRequest, Count, Deadline, Extraction, Filed, Hazard, Period

Report = Callable[..., Extraction]


def filed(record: Any, number: int = 1) -> Filed[Any]:
    return Filed(number, "东河镇", "六月.docx", "2023-06", record, "ab")


def read(path: Path, sheet: str | None = None) -> list[dict[str, Any]]:
    """The sheet's rows by the heads of their columns, empty cells left out."""
    book = load_workbook(path)
    rows = list(book[sheet or book.sheetnames[0]].iter_rows(values_only=True))
    book.close()
    return [
        {str(head): value for head, value in zip(rows[0], row, strict=True) if value is not None} for row in rows[1:]
    ]


def count(**more: Any) -> Count:
    fields = {"quote": "检查3家", "start": 0, "end": 4, "value": Decimal(3), "unit": "家", "item": "企业"}
    return Count(**(fields | more))


def test_a_count_is_a_row_with_its_source(tmp_path: Path) -> None:
    path = tmp_path / "数据.xlsx"
    record = count(
        value=Decimal("97.29"), unit="%", action="整改", page=6, approx="over", subject="全镇", confidence=0.98,
        period=Period(None, date(2023, 5, 31)),
    )  # fmt: skip
    write_xlsx(path, "counts", [filed(record)])
    assert read(path) == [
        {
            "报送单位": "东河镇", "月份": "2023-06", "事项": "企业", "动作": "整改", "约数": "多于",
            "数值": 97.29, "单位": "%", "时段止": datetime(2023, 5, 31), "主体": "全镇", "原文": "检查3家",
            "文件": "六月.docx", "页": 6, "起": 0, "止": 4, "置信度": 0.98,
        }
    ]  # fmt: skip


def test_pairs_of_document_and_record_have_no_unit(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, "counts", [("a.docx", count()), ("b.docx", count(masked=True, value=None))])
    first, second = read(path)
    assert "报送单位" not in first
    assert (first["文件"], first["数值"], second["数值"]) == ("a.docx", 3, "（被遮盖）")


def test_a_part_names_its_whole_within_its_own_document(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    part = count(quote="重大1处", part_of=0)
    entries = [("a", count(quote="甲3处")), ("b", count(quote="乙9处")), ("b", part), ("a", part)]
    write_xlsx(path, "counts", entries)
    assert [row.get("其中（所属总数）") for row in read(path)] == [None, None, "乙9处", "甲3处"]


def test_extractions_become_a_sheet_for_each_kind(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "a.xlsx"
    builds = [report(f"{n}⟦排查隐患{n}处|排查/隐患⟧，其中⟦重大隐患1处|/重大隐患;part=0⟧", name="a.txt") for n in (7, 8)]
    write_extractions(path, builds)
    assert load_workbook(path).sheetnames == ["数据", "时限任务", "隐患", "事故"]
    assert [(row["文件"], row["其中（所属总数）"]) for row in read(path, "数据")[1::2]] == [
        ("a.txt（1）", "排查隐患7处"),
        ("a.txt（2）", "排查隐患8处"),
    ]


def test_the_other_kinds(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    place: dict[str, Any] = {"quote": "原文", "start": 0, "end": 2}
    sheets: dict[Kind, list[Filed[Any]]] = {
        "deadlines": [filed(Deadline(**place, task="整改", due=date(2023, 7, 31), recurrence="half-yearly"))],
        "hazards": [filed(Hazard(**place, description="封闭出口", status="rectifying", funds=Decimal(12500)))],
        "accidents": [filed(Accident(**place, date="2023-01", deaths=0))],
    }
    write_workbook(path, sheets)
    deadline, hazard, accident = (read(path, name)[0] for name in ("时限任务", "隐患", "事故"))
    assert (deadline["完成时限"], deadline["周期"]) == (datetime(2023, 7, 31), "每半年")
    assert (hazard["状态"], hazard["资金（元）"]) == ("整改中", 12500)
    assert (accident["日期"], accident["死亡"]) == ("2023-01", 0)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "#N/A", "'=1"])
def test_text_is_never_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, "hazards", [(text, Hazard(quote=text, start=0, end=len(text), description=text, place=text))])
    book = load_workbook(path)
    cells = [cell for cell in book.active[2] if isinstance(cell.value, str)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s")] * 4
    assert {cell.quotePrefix for cell in cells} == {text[0] in "=+-@\t"}
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", ["a\x00b", "a\x1fb", "a\ud800b", "a\uffffb"], ids=["nul", "us", "half", "none"])
def test_what_xml_forbids_is_shown_as_lost(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, "hazards", [("a", Hazard(quote="a", start=0, end=1, description=text))])
    assert read(path)[0]["隐患描述"] == "a\ufffdb"


def test_a_long_text_is_cut_to_what_a_cell_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, "hazards", [("a", Hazard(quote="a", start=0, end=1, description="险" * 40000))])
    assert len(read(path)[0]["隐患描述"]) == 32767


def test_the_head_stays_in_view_and_can_be_filtered(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, "accidents", [filed(Accident(quote="a", start=0, end=1))] * 3)
    sheet = load_workbook(path).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.column_dimensions["D"].width) == ("A2", "A1:N4", 28)


def test_no_records_give_a_sheet_with_a_head(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, "counts", [])
    assert read(path) == []


def test_records_of_a_real_filing(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "a.xlsx"
    built = report("共⟦排查隐患9542处|排查/隐患⟧，其中⟦重大隐患3处|/重大隐患;part=0⟧")
    holdings, _ = file_extractions([("东河镇", built)], "2023-06")
    write_xlsx(path, "counts", holdings.counts)
    assert [(row["数值"], row.get("其中（所属总数）")) for row in read(path)] == [(9542, None), (3, "排查隐患9542处")]


@pytest.fixture
def old_file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    yield path
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file(old_file: Path) -> None:
    with pytest.raises(AttributeError):
        write_xlsx(old_file, "counts", [("a", Hazard(quote="a", start=0, end=1, description="a"))])
    assert old_file.read_bytes() == b"old"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match="无法写入"):
        write_xlsx(tmp_path / "none" / "a.xlsx", "counts", [])
    with pytest.raises(BadRequest, match="可用：counts"):
        write_xlsx(tmp_path / "a.xlsx", "figures", [])
