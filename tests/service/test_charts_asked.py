"""Charts asked for where none can be drawn: the paper is there without them, and one line says why."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import docx
import pytest

import extract
import generate
from extract import readers
from generate import Before, drawing
from ledger.store import Store
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


def file(store: Store, unit: str, month: str, number: int) -> None:
    told = f"{int(month[5:])}月份，全镇共排查隐患{number}处，整改{number - 1}处。"
    text = f"{unit}{month[:4]}年{int(month[5:])}月安全生产工作汇报\n{told}\n"
    data = text.encode()
    found = extract.extract(readers.read_bytes(data, f"{unit}.txt"))
    store.add(found, data, unit=unit, month=month, received=dt.date(2023, 6, 28))


def test_the_months_before_are_those_of_a_year_and_of_the_units_asked_for(home: Path) -> None:
    with Store.open(f"sqlite:///{home}/anwen.db") as store:
        for month in ("2022-05", "2022-06", "2022-07", "2023-05", "2023-06", "2023-07"):
            for number, unit in enumerate(("柳溪镇", "青石镇"), start=10):
                file(store, unit, month, number)
        past = papers.before(store, "2023-06", ["月度小结"])
        assert [one.month for one in past.earlier] == ["2022-07", "2023-05"]
        assert [one.month for one in (past.last_month, past.last_year) if one] == ["2023-05", "2022-06"]
        assert papers.before(store, "2023-06", ["通报", "月度小结"]) == past
        assert papers.before(store, "2023-06", ["通报"]).earlier == ()
        mine = papers.before(store, "2023-06", ["月度小结"], ["柳溪镇"])
        assert {one.units for one in mine.earlier} == {("柳溪镇",)}


def test_who_works_in_a_browser_has_charts_too(browser: Any) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    try:
        drawing._families()
    except drawing.NoChart:
        pytest.skip("no font with Chinese")
    for number, unit in enumerate(("柳溪镇", "青石镇", "北岭镇"), start=10):
        file(browser.desk.store, unit, "2023-06", number)
    many, one = (
        browser.send("POST", "/v1/drafts", json={"kind": "通报", "month": "2023-06", "units": units}).json()["order"][
            "id"
        ]
        for units in ([], ["柳溪镇"])
    )
    shapes = [
        len(docx.Document(io.BytesIO(browser.get(f"/v1/drafts/{many}/docx{wish}").content)).inline_shapes)
        for wish in ("", "?charts=true")
    ]
    assert shapes == [0, 1]
    assert "含图 Word" in browser.get(f"/drafts/{many}").text
    refused = browser.get(f"/v1/drafts/{one}/docx?charts=true")
    assert (refused.status_code, refused.json()["error"]["message"]) == (409, "这份通报里没有数据够画图的表，未插图")
    assert "含图 Word" not in browser.get(f"/drafts/{one}").text
