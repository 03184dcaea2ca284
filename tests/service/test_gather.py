"""Files, folders and archives in, one outcome a document out."""

import io
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from extract.readers import LIMITS, sandbox
from records import BadRequest, Extraction
from service.gather import files_of, outcomes

TEXT = "截至6月底，共检查企业35家。"


def packed(folder: Path, *names: str) -> Path:
    """An archive of texts; a name that begins with «坏» is no document."""
    path = folder / "附件.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, b"\x00\x01" if name.startswith("坏") else TEXT)
    return path


def test_an_archive_yields_an_outcome_for_each_member(tmp_path: Path) -> None:
    path = packed(tmp_path, "槐镇/报告.txt", "坏.docx", "鹤镇/报告.txt")
    (tmp_path / "单个.txt").write_text(TEXT, encoding="utf-8")
    found = list(outcomes([path, tmp_path / "单个.txt"], kind="工作汇报"))
    assert [one.name for one in found] == [
        "附件.zip/槐镇/报告.txt",
        "附件.zip/坏.docx",
        "附件.zip/鹤镇/报告.txt",
        "单个.txt",
    ]
    assert [isinstance(one.result, Extraction) for one in found] == [True, False, True, True]
    assert [one.data for one in found] == [TEXT.encode(), b"\x00\x01", TEXT.encode(), TEXT.encode()]
    assert found[1].place == str(tmp_path / "附件.zip" / "坏.docx")
    first = found[0].result
    assert isinstance(first, Extraction)
    assert (first.document.name, first.document.kind, first.counts[0].value) == (
        "附件.zip/槐镇/报告.txt",
        "工作汇报",
        35,
    )


def test_what_cannot_be_had_is_an_outcome_too(tmp_path: Path) -> None:
    (found,) = outcomes([tmp_path / "无.txt"])
    assert (found.name, found.data, str(found.result)) == ("无.txt", b"", "找不到文件")


# A worker that hangs over one file, and is killed over another.
ODD = """
import os, signal, time
from extract import readers
from extract.readers import worker
real = readers.read_bytes
def read_bytes(data, name, limits):
    if name == "2.txt":
        time.sleep(600)
    if name == "3.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return real(data, name, limits)
readers.read_bytes = read_bytes
worker.main()
"""


def test_a_file_that_hangs_or_kills_its_reader_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 5):
        (tmp_path / f"{number}.txt").write_text(TEXT, encoding="utf-8")
    with sandbox.Pool(limits=replace(LIMITS, process_s=1.0), command=(sys.executable, "-c", ODD)) as pool:
        monkeypatch.setattr(sandbox, "pool", lambda: pool)
        found = [one.result for one in outcomes(files_of([tmp_path]))]
    assert [isinstance(one, Extraction) for one in found] == [True, False, False, True]
    assert str(found[1]).startswith("读取超过 1 秒仍未完成，已停止")
    assert str(found[2]).startswith("解析该文件的程序异常退出")


def test_standard_input_may_be_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Given:
        buffer = io.BytesIO(packed(tmp_path, "报告.txt").read_bytes())

    monkeypatch.setattr(sys, "stdin", Given())
    assert [one.name for one in outcomes([Path("-")])] == ["标准输入/报告.txt"]


def test_a_folder_gives_its_files_in_order_and_tells_of_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b.txt", "a.xlsx", ".hidden.txt", "~$b.docx", "c.mp4", "d.zip", "e.eml", "f.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [path.name for path in files_of([tmp_path])] == ["a.xlsx", "b.txt", "d.zip", "e.eml", "f.md"]
    assert "1 个其他类型的文件未读取：c.mp4" in capsys.readouterr().err


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="没有可读取的文件"):
        files_of([tmp_path])
