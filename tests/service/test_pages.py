"""Pages as they are rendered: what an empty office sees, hits, papers, and files to take along."""

import io
import zipfile
from typing import Any

import pytest

from corpora import load_month
from records import Block
from service.drafting import Line
from service.pages.places import Sought, find, sought
from service.pages.shown import blocks, marked, wanted

TEXT = (
    "槐浦镇工作情况的汇报\n一、工作情况\n今年6月，我镇检查企业77家，排查隐患312处，其中一般隐患305处、重大隐患9处。\n"
)


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("检查燃气企业", ["燃气"], ["燃气"]),
        ("檢查燃氣企業", ["燃气"], ["燃氣"]),
        ("ABc与abC", ["abc"], ["ABc", "abC"]),
        ("整改、整改率", ["整改", "整改率"], ["整改", "整改率"]),
        ("a.c abc", ["a.c"], ["a.c"]),
        ("什么也没有", [], []),
    ],
)
def test_marks_each_hit(text: str, words: list[str], hits: list[str]) -> None:
    pieces = list(marked(text, words))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_hit in pieces if is_hit] == hits


def test_gathers_the_rows_of_each_table() -> None:
    kinds = ["title", "table-head", "table-row", "table-row", "table-head", "table-row", "paragraph"]
    lines = [Line(kind, 0, str(at), ()) for at, kind in enumerate(kinds)]
    found = [(kind, line.number, len(rows)) for kind, line, rows in blocks(lines)]
    assert found == [("title", "0", 0), ("table", "1", 3), ("table", "4", 2), ("paragraph", "6", 0)]


def test_a_gap_says_what_it_wants() -> None:
    assert wanted("【待填：主送机关】") == "主送机关"


def test_an_empty_office_is_offered_the_sample_month(browser: Any) -> None:
    assert "载入示例月份" in browser.get("/").text
    assert browser.send("POST", "/sample").status_code == 303
    jobs = browser.get("/v1/jobs").json()["jobs"]
    assert sorted(job["upload"]["name"] for job in jobs) == sorted(file.path.name for file in load_month().files)
    assert {job["upload"]["month"] for job in jobs} == {load_month().month}
    assert len(browser.desk.store.roster().units) == len(load_month().units)
    assert "载入示例月份" not in browser.get("/").text


def test_the_sample_month_is_not_loaded_for_another_site(browser: Any) -> None:
    assert browser.http.post("/sample").status_code == 403


def test_the_way_on_leads_to_what_nobody_has_checked(browser: Any) -> None:
    assert browser.get("/review").headers["location"] == "/documents"
    first, second = browser.keep("一.txt", TEXT), browser.keep("二.txt", TEXT + "检查企业5家。", unit="鹤汀镇")
    assert browser.get("/review").headers["location"] == f"/documents/{first}"
    assert f'id="next" href="/documents/{first}"' in browser.get(f"/documents/{second}").text
    for one in browser.get(f"/v1/documents/{first}/records").json():
        browser.send("POST", f"/v1/records/{one['id']}/confirm")
    assert browser.get("/review").headers["location"] == f"/documents/{second}"
    assert 'id="next"' not in browser.get(f"/documents/{second}").text


def test_a_record_leads_to_its_place(browser: Any) -> None:
    number = browser.keep("一.txt", TEXT)
    record = browser.get(f"/v1/documents/{number}/records").json()[0]["id"]
    assert browser.get(f"/records/{record}").headers["location"] == f"/documents/{number}#r{record}"
    assert browser.get("/records/99999").status_code == 404


def test_search_finds_documents_and_records(browser: Any) -> None:
    browser.keep("一.txt", TEXT)
    shown = browser.get("/search?q=隐患").text
    assert "<mark>隐患</mark>" in shown
    assert "文件 <small>1" in shown
    assert "数据 <small>3" in shown
    assert "没有找到" in browser.get("/search?q=不存在的词").text


def test_findings_are_taken_along_as_word(browser: Any) -> None:
    number = browser.keep("一.txt", TEXT)
    assert "314" in browser.get(f"/documents/{number}/check").text
    answer = browser.get(f"/documents/{number}/check/annotated.docx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert "314" in parts.read("word/document.xml").decode()
    assert "%EF%BC%88%E6%89%B9%E6%B3%A8%EF%BC%89.docx" in answer.headers["content-disposition"]
    assert browser.get(f"/documents/{number}/check/mended.docx").status_code == 404


def test_words_are_found_on_the_pages_of_a_pdf() -> None:
    data = (next(file.path for file in load_month().files if file.path.name == "县住建局.pdf")).read_bytes()
    wanted = [Sought(1, 1, "塔式起重机94台", 0), Sought(2, 1, "房屋市政工程73个", 0), Sought(3, 2, "没有这些字", 0)]
    one, two = find(data, wanted)
    assert (one.id, one.page, len(one.boxes)) == (1, 1, 1)
    left, top, right, bottom = one.boxes[0]
    assert 338 < left < right < 480
    assert 370 < top < bottom < 390
    assert (two.id, len(two.boxes)) == (2, 2)  # «73» ends one line, «个» begins the next


def test_counts_how_often_words_stand_before_on_their_page() -> None:
    blocks = (Block(0, 6, page=1), Block(7, 14, page=2))
    found = sought("3处 3处 \n 3处 3 处", blocks, [(1, 0, 2), (2, 3, 5), (3, 8, 10), (4, 11, 14), (5, 30, 31)])
    assert [(one.id, one.page, one.words, one.before) for one in found] == [
        (1, 1, "3处", 0), (2, 1, "3处", 1), (3, 2, "3处", 0), (4, 2, "3处", 1),
    ]  # fmt: skip


def test_nothing_is_inline(browser: Any) -> None:
    number = browser.keep("一.txt", TEXT)
    order = browser.send("POST", "/v1/drafts", json={"kind": "通报", "month": "2023-06"}).json()["order"]["id"]
    pages = ("/", "/documents", "/records", "/search", "/drafts", f"/documents/{number}", f"/documents/{number}/check")
    for path in (*pages, f"/drafts/{order}"):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert " style=" not in answer.text, path
        assert " onclick" not in answer.text, path
        assert answer.text.count("<script") == 1, path
