"""Charts asked for where none can be drawn: the paper is there without them, and one line says why."""

from pathlib import Path

import pytest

import generate
from generate import Before
from records import MonthSummary
from service import papers
from service.papers import Wish

EMPTY = MonthSummary("2023-06", None, (), {}, (), (), (), ())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANWEN_HOME", str(tmp_path))
    papers._warn.cache_clear()
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_nothing_to_draw_is_said_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wish = Wish("通报", allow_gaps=True, charts=True)
    for name in ("一.docx", "二.docx"):
        papers.write(wish, EMPTY, Before(), home / name)
        assert (home / name).exists()
    assert said(capsys) == ["anwen：这份通报里没有数据够画图的表，未插图"]


def test_workbooks_and_an_office_s_own_word_files_bear_none(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    papers.write(Wish("企业五项自查表", allow_gaps=True, charts=True), EMPTY, Before(), home / "表.xlsx")
    own = home / "templates" / "通报" / "paper.docx"
    own.parent.mkdir(parents=True)
    paper = generate.draft("通报", EMPTY, generate.Office(), True)
    generate.write_docx(paper, own)
    papers.write(Wish("通报", allow_gaps=True, charts=True), EMPTY, Before(), home / "通报.docx")
    assert said(capsys) == [
        "anwen：Excel 文件里不插图，已按没有 --charts 起草",
        "anwen：本单位的 Word 模板里不插图，已按没有 --charts 起草",
    ]


def test_months_are_counted_back_over_years() -> None:
    assert [papers.months_back("2023-02", back) for back in (1, 2, 12, 13)] == [
        "2023-01", "2022-12", "2022-02", "2022-01",
    ]  # fmt: skip
