"""The command line as a clerk and another program meet it: exit statuses, one line for trouble, the contract's JSON."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

REPORT = """槐镇2023年5月安全生产工作汇报
现将有关情况汇报如下。
一、工作开展情况
截至2023年5月31日，共检查企业120家，排查隐患280处，已完成整改256处，整改率91.4%。
查处恒丰木业封闭安全出口1起。
二、存在问题
部分企业主体责任落实不到位。
三、下一步工作
各村要在7月底前完成自查。
槐镇人民政府
2023年6月5日
"""


def anwen(*words: str | Path, home: Path, given: str = "", first: str = "") -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, with its data in home; first is run before it."""
    command = [sys.executable, "-c", f"{first}\nfrom service.cli import main\nmain()", *map(str, words)]
    environment = {"PATH": "", "PYTHONUTF8": "1", "ANWEN_HOME": str(home)}
    return subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8", env=environment)


def answer(*words: str | Path, **more: Any) -> Any:
    return json.loads(anwen(*words, "--json", **more).stdout)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "槐镇.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_extract_gives_the_contract_s_object_for_each_file(report: Path, tmp_path: Path) -> None:
    (found,) = answer("extract", report, home=tmp_path)
    assert list(found) == ["document", "text", "sections", "counts", "deadlines", "hazards", "accidents", "warnings"]
    assert found["document"]["kind"] == "工作汇报"
    assert found["document"]["date"] == "2023-06-05"
    assert [(one["value"], one["unit"], one["item"]) for one in found["counts"][:4]] == [
        (120, "家", "企业"), (280, "处", "隐患"), (256, "处", "隐患"), (91.4, "%", "整改率"),
    ]  # fmt: skip
    assert found["deadlines"][0]["due"] == "2023-07-31"
    records = [one for kind in ("counts", "deadlines", "hazards") for one in found[kind]]
    assert all(found["text"][one["start"] : one["end"]] == one["quote"] for one in records)


def test_extract_reads_standard_input_and_writes_a_line_a_file(report: Path, tmp_path: Path) -> None:
    done = anwen("extract", "-", report, "--jsonl", home=tmp_path, given="共检查企业35家。")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["counts"][0]["value"], second["document"]["name"]) == (35, "槐镇.txt")


def test_why_adds_how_sure_a_record_is_and_what_decided(report: Path, tmp_path: Path) -> None:
    plain, told = (anwen("extract", report, *words, home=tmp_path).stdout for words in ((), ("--why",)))
    assert [(word in plain, word in told) for word in ("把握", "依据")] == [(False, True)] * 2


def bad_files(folder: Path) -> dict[str, Path]:
    """A broken and a renamed .docx, an encrypted .pdf, an empty file, a file of blanks."""
    made = {name: folder / name for name in ("坏.docx", "加密.pdf", "空.pdf", "空.txt", "图.docx")}
    with zipfile.ZipFile(made["坏.docx"], "w") as package:
        package.writestr("[Content_Types].xml", "<Types")
    made["坏.docx"].write_bytes(made["坏.docx"].read_bytes()[:-20])
    made["加密.pdf"].write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -44>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF"
    )
    made["空.pdf"].write_bytes(b"")
    made["空.txt"].write_bytes(b"")
    made["图.docx"].write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    return made


def test_each_bad_file_gets_one_clear_line_and_stops_no_other(report: Path, tmp_path: Path) -> None:
    bad = bad_files(tmp_path)
    done = anwen("extract", *bad.values(), report, "--json", home=tmp_path)
    objects = json.loads(done.stdout)
    assert done.returncode == 3
    assert [one["document"]["name"] for one in objects] == [*bad, "槐镇.txt"]
    assert all(one["error"] for one in objects[:-1])
    assert len(objects[-1]["counts"]) >= 4
    lines = done.stderr.splitlines()
    assert len(lines) == len(bad)
    assert all(name in line for name, line in zip(bad, lines, strict=True))
    assert "Traceback" not in done.stderr


def test_a_missing_file_is_told_of(tmp_path: Path) -> None:
    done = anwen("extract", tmp_path / "没有.docx", home=tmp_path)
    assert done.returncode == 3
    assert "找不到文件" in done.stderr


def test_a_folder_is_read_and_what_is_left_out_is_named(report: Path, tmp_path: Path) -> None:
    (tmp_path / "数据.bin").write_bytes(b"1")
    done = anwen("extract", tmp_path, "--json", home=tmp_path / "home")
    assert done.returncode == 0
    assert "数据.bin" in done.stderr
    assert len(json.loads(done.stdout)) == 1


def test_ingest_keeps_a_file_once_and_records_lists_it(report: Path, tmp_path: Path) -> None:
    first = anwen("ingest", report, "--unit", "槐镇", "--month", "2023-05", home=tmp_path)
    again = anwen("ingest", report, "--unit", "槐镇", "--month", "2023-05", home=tmp_path)
    assert (first.returncode, again.returncode) == (0, 0)
    assert "未重复存入" in again.stdout
    counts = answer("records", "counts", "--month", "2023-05", "--unit", "槐镇", home=tmp_path)
    assert [one["record"]["value"] for one in counts][:2] == [120, 280]


def test_what_is_asked_for_and_is_not_there_is_answered_with_what_is(report: Path, tmp_path: Path) -> None:
    done = anwen("records", "数", home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "counts" in done.stderr
    assert anwen("extract", report, "--kind", "书信", home=tmp_path).returncode == 2


def test_a_file_filed_by_mistake_is_withdrawn(report: Path, tmp_path: Path) -> None:
    anwen("ingest", report, "--unit", "槐镇", "--month", "2023-05", home=tmp_path)
    (kept,) = answer("files", home=tmp_path)
    assert (kept["unit"], kept["name"]) == ("槐镇", "槐镇.txt")
    done = anwen("withdraw", str(kept["id"]), home=tmp_path)
    assert "已撤回" in done.stdout
    assert answer("files", home=tmp_path) == []


def test_a_report_without_a_sender_is_told_of_and_stops_no_other(report: Path, tmp_path: Path) -> None:
    nameless = tmp_path / "无名.txt"
    nameless.write_text("共检查企业35家。", encoding="utf-8")
    done = anwen("ingest", nameless, report, "--month", "2023-05", home=tmp_path)
    assert done.returncode == 2
    assert "无名.txt：看不出报送单位" in done.stderr
    assert [one["name"] for one in answer("files", home=tmp_path)] == ["槐镇.txt"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["extract"], "缺少参数"),
        (["extract", "--foo", "x"], "没有这个选项"),
        (["extracts", "x"], "命令写法有误"),
        (["records", "counts", "--month", "2023-13"], "月份"),
        (["units", "--set", "没有.toml"], "找不到名单文件"),
    ],
)
def test_a_command_written_wrongly_gets_one_line(words: list[str], line: str, tmp_path: Path) -> None:
    done = anwen(*words, home=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert line in done.stderr


def test_office_settings_are_checked(report: Path, tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text("date = '2023年'", encoding="utf-8")
    done = anwen("draft", "工作汇报", "--from", report, "-o", tmp_path / "x.docx", home=tmp_path)
    assert (done.returncode, "“date”的值不对" in done.stderr) == (2, True)


def test_check_says_what_is_wrong_and_its_status_says_whether(report: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "错.txt"
    wrong.write_text(REPORT.replace("91.4%", "94.1%"), encoding="utf-8")
    assert anwen("check", report, home=tmp_path).returncode == 0
    (checked,) = answer("check", wrong, home=tmp_path)
    (finding,) = checked["findings"]
    assert (finding["rule"], finding["severity"], finding["quote"]) == ("figure.rate", "error", "整改率94.1%")
    assert anwen("check", wrong, home=tmp_path).returncode == 1
    assert anwen("check", wrong, tmp_path / "没有.txt", home=tmp_path).returncode == 3


def test_draft_needs_its_facts_and_says_which_are_missing(report: Path, tmp_path: Path) -> None:
    bare = tmp_path / "空报.txt"
    bare.write_text("槐镇工作汇报\n工作有序推进。\n", encoding="utf-8")
    target = tmp_path / "out.docx"
    done = anwen("draft", "通报", "--from", bare, "--month", "2023-05", "-o", target, home=tmp_path)
    assert done.returncode == 4
    assert "隐患排查整治数据" in done.stderr
    assert not target.exists()
    done = anwen("draft", "工作汇报", "--from", report, "-o", target, "--allow-gaps", home=tmp_path)
    assert done.returncode == 0
    assert "280" in "".join(paragraph.text for paragraph in docx.Document(str(target)).paragraphs)


@pytest.mark.parametrize(
    ("text", "days", "status"),
    [
        ("7月底前", {"start": None, "end": "2023-07-31"}, 0),
        ("1至5月", {"start": "2023-01-01", "end": "2023-05-31"}, 0),
        ("全面落实责任", None, 1),
    ],
)
def test_when(text: str, days: dict[str, str | None] | None, status: int, tmp_path: Path) -> None:
    done = anwen("when", text, "--date", "2023-06-15", "--json", home=tmp_path)
    assert done.returncode == status
    if days:
        assert json.loads(done.stdout) == days


def test_quantity(tmp_path: Path) -> None:
    assert answer("quantity", "近百场次", home=tmp_path) == [
        {"value": 100, "upper": None, "unit": "场次", "approx": "under", "text": "近百场次"}
    ]
    assert anwen("quantity", "没有数量", home=tmp_path).returncode == 1


def test_schema_covers_every_field_of_extract(report: Path, tmp_path: Path) -> None:
    schema = json.loads(anwen("schema", home=tmp_path).stdout)
    (found,) = answer("extract", report, home=tmp_path)
    definitions = schema["extract"]["$defs"]
    assert list(definitions["Extraction"]["properties"]) == list(found)
    assert list(definitions["Count"]["properties"]).sort() == list(found["counts"][0]).sort()


def test_demo_writes_the_three_papers(tmp_path: Path) -> None:
    done = anwen("demo", "-o", tmp_path / "out", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "2023-06工作汇报.docx", "2023-06总体方案.docx", "2023-06通报.docx",
    ]  # fmt: skip
    assert "未报" in done.stdout
    assert "迟报" in done.stdout
    assert "待填" in done.stdout


def test_a_fault_of_the_program_is_one_line_and_a_log(tmp_path: Path, report: Path) -> None:
    done = anwen("extract", report, home=tmp_path, first="import extract; extract.extract = None")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "TypeError" in (tmp_path / "error.log").read_text(encoding="utf-8")
