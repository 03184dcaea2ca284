"""The ways out of «anwen check»: terminal, page, workbook, Word files; nothing of a stranger's becomes code."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

import docx
import openpyxl
import pytest

from service.cli import main

REPORT = """云桓县住房和城乡建设局
安全生产工作情况汇报
一、工作开展情况
今年以来，排查隐患280处，已整改256处，整改率94.1%。
二、存在问题
<script>alert(1)</script>个别企业责任落实不到位，***家企业未整改。
三、下一步工作打算
继续抓好整改落实。
"""


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(name="anwen")
def _anwen(tmp_path: Path, capsys: Any, monkeypatch: Any) -> Callable[..., Done]:
    """The command line in this process, with its data in the test's folder."""
    monkeypatch.setenv("ANWEN_HOME", str(tmp_path))

    def anwen(*words: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["anwen", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return Done(int(str(end.value.code)), printed.out, printed.err)

    return anwen


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A town's report by the name of a formula, and a Word paper that is not laid out by the standard."""
    folder = tmp_path / "报送"
    folder.mkdir()
    (folder / "=1+1<b>.txt").write_text(REPORT, encoding="utf-8")
    word = docx.Document()
    for line in REPORT.splitlines():
        word.add_paragraph(line)
    word.save(str(folder / "住建局.docx"))
    return folder


def test_a_folder_gives_page_workbook_and_word_files(anwen: Callable[..., Done], folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = anwen("check", folder, "--html", out / "a.html", "--xlsx", out / "a.xlsx", "--annotate", out / "批注",
                 "--fix", out / "修订")  # fmt: skip
    assert done.returncode == 1, done.stderr
    page = (out / "a.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;b&gt;" in page
    assert "91.4%" in page
    assert sorted(path.name for path in (out / "批注").iterdir()) == ["=1+1<b>（批注）.docx", "住建局（批注）.docx"]
    assert [path.name for path in (out / "修订").iterdir()] == ["住建局（修订）.docx"]
    assert "“=1+1<b>.txt”不是" in done.stdout


def test_the_workbook_has_units_by_findings_and_no_formula(
    anwen: Callable[..., Done], folder: Path, tmp_path: Path
) -> None:
    anwen("check", folder, "--xlsx", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["汇总", "明细"]
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n"}
    heads = [cell.value for cell in book["汇总"][1]]
    assert heads[:6] == ["单位", "文件", "文种", "错误", "疑似", "提示"]
    assert "比率与数据不符" in heads
    first = {head: cell.value for head, cell in zip(heads, book["汇总"][2], strict=True)}
    assert first["文件"] == "=1+1<b>.txt"
    assert first["比率与数据不符"] == 1
    details = [[cell.value for cell in row] for row in book["明细"].iter_rows(min_row=2)]
    assert any("91.4%" in row[3] and row[2] == "错误" for row in details)


def test_form_is_folded_into_one_line_unless_all_is_wanted(
    anwen: Callable[..., Done], folder: Path, tmp_path: Path
) -> None:
    word = folder / "住建局.docx"
    short = anwen("check", word).stdout
    assert short.count("版式") == 1
    assert "--fix 可代改其中" in short
    long = anwen("check", word, "--all").stdout
    assert "正文有" in long
    assert len(long.splitlines()) > len(short.splitlines())


def test_json_holds_everything_and_nothing_else_is_on_standard_output(
    anwen: Callable[..., Done], folder: Path, tmp_path: Path
) -> None:
    done = anwen("check", folder, "--json", "--html", tmp_path / "a.html")
    reports = json.loads(done.stdout)
    assert [one["document"]["name"] for one in reports] == ["=1+1<b>.txt", "住建局.docx"]
    assert any(one["rule"].startswith("format.") for one in reports[1]["findings"])
    assert "已写入" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--fix", "住建局.docx"), "是原文件，不能覆盖"),
        (("--annotate", "住建局.docx"), "是原文件，不能覆盖"),
        (("--html", "住建局.docx"), "是原文件，不能覆盖"),
    ],
)
def test_a_file_that_was_read_is_never_written(
    anwen: Callable[..., Done], words: tuple[str, str], told: str, folder: Path, tmp_path: Path
) -> None:
    option, name = words
    before = (folder / name).read_bytes()
    done = anwen("check", folder / name, option, folder / name)
    assert done.returncode == 2
    assert told in done.stderr
    assert (folder / name).read_bytes() == before


def test_several_files_do_not_go_into_one(anwen: Callable[..., Done], folder: Path, tmp_path: Path) -> None:
    done = anwen("check", folder, "--fix", tmp_path / "a.docx")
    assert done.returncode == 2
    assert "只能放一份；请给一个文件夹" in done.stderr


def test_a_broken_office_rule_is_one_line(anwen: Callable[..., Done], folder: Path, tmp_path: Path) -> None:
    (tmp_path / "check.toml").write_text('off = ["x.y"]', encoding="utf-8")
    done = anwen("check", folder)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "check.toml" in done.stderr


def test_rules_are_listed_with_their_examples_and_what_the_office_made_of_them(
    anwen: Callable[..., Done], tmp_path: Path
) -> None:
    (tmp_path / "check.toml").write_text(
        'off = ["date.real"]\n[severity]\n"text.mask" = "error"', encoding="utf-8"
    )  # fmt: skip
    rows = {row["id"]: row for row in json.loads(anwen("rules", "--json").stdout)}
    assert rows["date.real"]["off"] is True
    assert rows["text.mask"]["severity"] == "error"
    assert rows["format.margins"]["source"] == "GB/T 9704—2012 5.2.1"
    assert rows["format.margins"]["mends"] is True
    assert rows["figure.rate"]["finds"]
    assert "停用" in anwen("rules", "date.real").stdout


@pytest.mark.skipif(not which("soffice"), reason="LibreOffice is not installed")
def test_rendering_gives_findings_the_page_that_they_stand_on(
    anwen: Callable[..., Done], folder: Path, tmp_path: Path
) -> None:
    word = docx.Document(str(folder / "住建局.docx"))
    word.paragraphs[2].paragraph_format.page_break_before = True
    word.save(str(folder / "住建局.docx"))
    (report,) = json.loads(anwen("check", folder / "住建局.docx", "--render", "--json").stdout)
    pages = {one["rule"]: one["page"] for one in report["findings"]}
    assert pages["figure.rate"] == 2
    assert pages["format.first-page"] == 2
    assert pages["format.paper"] is None
