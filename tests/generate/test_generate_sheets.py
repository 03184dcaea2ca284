from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT

import generate
from generate import KINDS, Draft, Office
from generate.layout import WIDEST_UPRIGHT
from generate.settings import load_settings
from records import BadRequest, Failure, MonthSummary

LISTS = [kind for kind in KINDS if load_settings(kind).sheet]


def rows(path: Path, sheet: int = 0) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[sheet]]


def test_a_ledger_names_the_record_of_each_row(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    generate.write(generate.draft("隐患台账", rich, office), target)
    head, *found = rows(target)
    assert (head[0], head[1], head[-1]) == ("序号", "隐患所在单位", "出处")
    assert len(found) == 7
    by_place = {row[1]: row for row in found}
    assert by_place["红岩采石场"][2:8] == ["非煤矿山", "采场坡面角大于设计角度", "重大", None, None, "2023年7月20日"]
    assert by_place["红岩采石场"][-1] == "白沙乡《白沙乡.docx》第3页：“采场坡面角大于设计角度”"
    assert all(row[-1] for row in found)


def test_five_sheets_hold_the_same_records(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    target = tmp_path / "三清单.xlsx"
    generate.write(generate.draft("三清单", rich, office), target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == [
        "推进台账",
        "情况汇总表",
        "重大隐患清单",
        "突出问题清单",
        "制度措施清单",
    ]
    assert [row[1] for row in rows(target, 3)[1:]] == [None] * 5  # nothing is overdue: lines to fill in
    summary = {row[0]: row for row in rows(target, 1)}
    assert summary["柳溪镇"][1:4] == [312, 1046, 1002]
    assert len(rows(target, 2)) == 1 + 7


def test_no_text_is_a_formula(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x","点")'
    hazard = rich.hazards[0]
    bad = replace(rich, hazards=(replace(hazard, record=replace(hazard.record, description=evil, quote=f"@{evil}")),))
    target = tmp_path / "台账.xlsx"
    generate.write(generate.draft("隐患台账", bad, office), target)
    cell = openpyxl.load_workbook(target).worksheets[0]["D2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (evil, "s", True)


@pytest.mark.parametrize("kind", LISTS)
def test_every_list_is_a_workbook_and_a_word_file(
    kind: str, rich: MonthSummary, office: Office, tmp_path: Path, draft: Callable[..., Draft]
) -> None:  # fmt: skip
    paper = draft(kind, rich, office, allow_gaps=True)
    for suffix in (".xlsx", ".docx"):
        generate.write(paper, tmp_path / f"表{suffix}")
    heads = [row[0][-1] for row in (rows(tmp_path / "表.xlsx"),)]
    assert heads == ["出处"]
    tables = docx.Document(str(tmp_path / "表.docx")).tables
    wide = [table for table in tables if len(table.columns) > WIDEST_UPRIGHT]
    orientations = {section.orientation for section in docx.Document(str(tmp_path / "表.docx")).sections}
    assert (WD_ORIENT.LANDSCAPE in orientations) is bool(wide)


def test_steps_are_worked_back_from_the_last_day(rich: MonthSummary, office: Office) -> None:
    text = generate.draft("倒排进度表", rich, office).text()
    assert "明确责任人和实施办法\t组织实施\t完成（最后时限）" in text
    task = "完成应急预案修订并报县安委办备案\t各镇（街道）"
    assert f"{task}\t2023年7月9日\t2023年7月25日\t2023年7月31日前\t县安委办" in text


def test_what_cannot_be_written_is_one_line(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="没有表格"):
        generate.write(generate.draft("提醒函", rich, office, unit="柳溪镇"), tmp_path / "函.xlsx")
    with pytest.raises(BadRequest, match=r"只能存为 \.docx 或 \.xlsx"):
        generate.write(generate.draft("隐患台账", rich, office), tmp_path / "台账.pdf")
    with pytest.raises(Failure, match="不能写入"):
        generate.write(generate.draft("隐患台账", rich, office), tmp_path / "无此文件夹" / "台账.xlsx")
