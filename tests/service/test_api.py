"""/v1/ from the outside: what goes in, what comes out."""

import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from docx import Document as Word

from extract.readers.guard import LIMITS

REPORT = (
    "槐浦镇2023年6月份安全生产工作情况汇报\n"
    "今年6月，全镇共排查隐患26处，整改隐患20处。发现重大隐患1处，为封闭安全出口。\n"
    "7月底前完成全部隐患整改。\n槐浦镇人民政府\n2023年6月26日\n"
)


def of(records: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """The one record whose fields are these."""
    (found,) = [one for one in records if all(one["record"].get(name) == value for name, value in wanted.items())]
    return found


# --- files come in -----------------------------------------------------------------------------------------------


def test_a_file_goes_through_its_stages_to_the_end(browser: Any) -> None:
    job = browser.upload("槐浦镇.txt", REPORT.encode())
    assert (job["stage"], job["name"], job["guessed"]) == ("queued", "槐浦镇.txt", True)
    assert browser.job(job["id"])["status"] == "排队"
    browser.work()
    done = browser.job(job["id"])
    assert (done["status"], done["working"]) == ("完成", False)
    assert (done["upload"]["unit"], done["upload"]["month"]) == ("槐浦镇人民政府", "2023-06")
    listed = browser.get("/v1/documents").json()
    assert listed["total"] == 1
    assert listed["documents"][0]["submission"]["name"] == "槐浦镇.txt"


def test_the_same_bytes_are_taken_in_once(browser: Any) -> None:
    first = browser.upload("a.txt", REPORT.encode())
    assert browser.upload("b.txt", REPORT.encode())["id"] == first["id"]
    browser.work()
    again = browser.upload("c.txt", REPORT.encode())
    assert (again["stage"], again["document_id"]) == ("duplicate", browser.job(first["id"])["upload"]["document_id"])
    assert "与“a.txt”重复" in browser.job(again["id"])["status"]
    assert browser.get("/v1/documents").json()["total"] == 1


def test_a_file_that_does_not_say_whose_it_is_waits_for_a_human(browser: Any) -> None:
    job = browser.upload("x.txt", "排查隐患3处。".encode())
    browser.work()
    waiting = browser.job(job["id"])
    assert (waiting["upload"]["stage"], waiting["status"]) == ("waiting", "待确认单位和月份")
    assert browser.get("/v1/documents").json()["total"] == 0
    path = f"/v1/jobs/{job['id']}/confirm"
    assert browser.send("POST", path, json={"unit": " ", "month": "2023-06"}).status_code == 422
    assert browser.send("POST", path, json={"unit": "东河镇", "month": "2023-13"}).status_code == 422
    done = browser.send("POST", path, json={"unit": "东河镇", "month": "2023-06"}).json()
    assert (done["upload"]["stage"], done["upload"]["guessed"]) == ("done", False)
    kept = browser.get("/v1/records", params={"unit": "东河镇", "month": "2023-06"}).json()
    assert [one["record"]["value"] for one in kept["records"]] == [3]


def test_a_guess_can_be_put_right_afterwards(browser: Any) -> None:
    job = browser.upload("槐浦镇.txt", REPORT.encode())
    browser.work()
    moved = browser.send("POST", f"/v1/jobs/{job['id']}/confirm", json={"unit": "东河镇", "month": "2023-07"}).json()
    assert (moved["upload"]["unit"], moved["upload"]["month"], moved["upload"]["guessed"]) == (
        "东河镇",
        "2023-07",
        False,
    )
    assert browser.get("/v1/documents", params={"month": "2023-06"}).json()["total"] == 0
    assert browser.get("/v1/documents", params={"month": "2023-07", "unit": "东河镇"}).json()["total"] == 1


def test_a_broken_file_says_why_and_stops_no_other(browser: Any) -> None:
    bad = browser.upload("坏.docx", b"PK\x03\x04 broken")
    good = browser.upload("槐浦镇.txt", REPORT.encode())
    browser.work()
    assert browser.job(bad["id"])["status"].startswith("失败：文件已损坏")
    assert browser.job(good["id"])["upload"]["stage"] == "done"


@pytest.mark.parametrize("size", [0, LIMITS.file_bytes + 1])
def test_an_empty_file_and_one_too_large_are_refused_at_once(browser: Any, size: int) -> None:
    answer = browser.send("POST", "/v1/documents", files={"file": ("a.txt", b"x" * size)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "unreadable")


def test_an_archive_becomes_its_files(browser: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("报告/槐浦镇.txt", REPORT)
        package.writestr("报告/坏.pdf", b"%PDF-1.4 broken")
    job = browser.upload("六月.zip", packed.getvalue())
    browser.work()
    assert browser.job(job["id"])["status"] == "已展开"
    browser.work()
    jobs = {one["upload"]["name"]: one["upload"] for one in browser.get("/v1/jobs").json()["jobs"]}
    assert jobs["六月.zip/报告/槐浦镇.txt"]["stage"] == "done"
    assert jobs["六月.zip/报告/坏.pdf"]["stage"] == "failed"
    assert {one["parent"] for name, one in jobs.items() if name != "六月.zip"} == {job["id"]}


def test_of_a_file_with_a_mark_of_secrecy_nothing_is_kept(browser: Any, tmp_path: Any) -> None:
    secret = "机密★10年\n关于青石沟隧道的情况报告\n" + REPORT
    job = browser.upload("青石沟隧道情况.txt", secret.encode())
    browser.work()
    refused = browser.job(job["id"])
    assert "带有密级标志（机密★10年）" in refused["status"]
    assert "青石沟" not in refused["upload"]["name"]
    assert browser.get("/v1/documents").json()["total"] == 0
    files = [path.read_bytes() for path in tmp_path.glob("anwen.db*")]
    for trace in ("青石沟隧道情况", "青石沟隧道的情况", "封闭安全出口"):
        assert not any(trace.encode() in data for data in files), trace


def test_a_file_marked_internal_waits_to_be_confirmed_and_says_so(browser: Any) -> None:
    job = browser.upload("槐浦镇.txt", ("内部资料 注意保存\n" + REPORT).encode())
    browser.work()
    waiting = browser.job(job["id"])["upload"]
    assert (waiting["stage"], waiting["message"]) == ("waiting", "文件标有“内部资料注意保存”，请确认可以存入")
    done = browser.send("POST", f"/v1/jobs/{job['id']}/confirm", json={"unit": "槐浦镇", "month": "2023-06"}).json()
    number = done["upload"]["document_id"]
    assert browser.get(f"/v1/documents/{number}").json()["internal"] == "内部资料注意保存"
    assert "按内部管理规定使用" in browser.get(f"/documents/{number}").text


def test_a_name_with_folders_and_signs_is_cut_to_what_can_be_shown(browser: Any) -> None:
    assert browser.upload("..\\..\\etc/报告.txt", REPORT.encode())["name"] == "报告.txt"


def test_events_tell_how_far_the_files_are_and_end(browser: Any) -> None:
    browser.keep("a.txt", REPORT)
    told = browser.get("/v1/jobs/events").text
    assert told.startswith("event: jobs\ndata: {")
    assert told.endswith("event: idle\ndata: {}\n\n")


# --- documents and records ---------------------------------------------------------------------------------------


def test_a_document_comes_back_as_it_went_in(browser: Any) -> None:
    number = browser.keep("报告.txt", REPORT)
    assert browser.get(f"/v1/documents/{number}/text").json()["text"] == REPORT
    answer = browser.get(f"/v1/documents/{number}/original")
    assert answer.content == REPORT.encode()
    assert answer.headers["content-disposition"].endswith("filename*=UTF-8''%E6%8A%A5%E5%91%8A.txt")
    assert answer.headers["content-disposition"].startswith("attachment")
    extraction = browser.get(f"/v1/documents/{number}/extraction").json()
    for record in extraction["counts"]:
        assert extraction["text"][record["start"] : record["end"]] == record["quote"]


def test_the_machines_value_stays_beside_the_humans(browser: Any) -> None:
    number = browser.keep("报告.txt", REPORT)
    path = f"/v1/documents/{number}/records"
    record = of(browser.get(path).json(), item="隐患", value=26)
    changed = browser.send("PATCH", f"/v1/records/{record['id']}", json={"value": 27, "approx": "about"}).json()
    assert (changed["record"]["value"], changed["record"]["approx"], changed["state"]) == (27, "about", "confirmed")
    assert (changed["machine"]["value"], changed["machine"]["approx"]) == (26, "exact")
    again = browser.send("PATCH", f"/v1/records/{record['id']}", json={"value": "28.5"}).json()
    assert (again["record"]["value"], again["machine"]["value"]) == (28.5, 26)
    for value in (27, 26):
        back = browser.send("POST", f"/v1/records/{record['id']}/undo").json()["record"]
        assert back["record"]["value"] == value
    assert (back["machine"], back["state"], back["can_undo"]) == (None, "unchecked", False)
    assert browser.send("POST", f"/v1/records/{record['id']}/undo").status_code == 400


def test_a_rejected_record_counts_nowhere_until_it_is_taken_back(browser: Any) -> None:
    number = browser.keep("报告.txt", REPORT)
    record = of(browser.get(f"/v1/documents/{number}/records").json(), item="隐患", value=26)
    browser.send("POST", f"/v1/records/{record['id']}/reject")

    def values() -> list[int]:
        return [one["record"]["value"] for one in browser.get("/v1/records").json()["records"]]

    assert 26 not in values()
    assert 26 not in [one["value"] for one in browser.get(f"/v1/documents/{number}/extraction").json()["counts"]]
    assert [one["id"] for one in browser.get("/v1/records", params={"state": "rejected"}).json()["records"]] == [
        record["id"]
    ]
    browser.send("POST", f"/v1/records/{record['id']}/undo")
    assert 26 in values()


def test_a_record_is_added_from_a_selection_in_a_browsers_units(browser: Any) -> None:
    text = "𠮷镇2023年6月工作汇报\n另有事项若干，培训人员五十人。\n"
    number = browser.keep("报告.txt", text)
    start = len("𠮷镇2023年6月工作汇报\n另有事项若干，") + 1
    added = browser.send(
        "POST", f"/v1/documents/{number}/records", json={"value": 50, "unit": "人", "item": "人员", "action": "培训"},
        params={"kind": "counts", "start": start, "end": start + 7, "offsets": "utf16"},
    )  # fmt: skip
    assert added.status_code == 201
    made = added.json()
    assert (made["record"]["quote"], made["origin"], made["state"]) == ("培训人员五十人", "human", "confirmed")
    assert browser.send("POST", f"/v1/records/{made['id']}/undo").json() == {"record": None}
    assert browser.get(f"/v1/records/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"nosuch": 1}, {"value": -1}, {"value": "abc"}, {"value": 1e300}, {"value": "1e999999"}, {"start": 3},
        {"approx": "maybe"}, {"item": "\0"}, {"item": "字" * 3000},
        {"period": {"start": "2023-07-01", "end": "2023-06-01"}},
        {"quote": "别的"}, {"value": "0.00000001"}, {"unit": None}, {"item": "\ud800"},
    ],
)  # fmt: skip
def test_fields_that_cannot_be_are_refused_with_a_clear_line(browser: Any, fields: dict[str, Any]) -> None:
    number = browser.keep("报告.txt", REPORT)
    record = of(browser.get(f"/v1/documents/{number}/records").json(), item="隐患", value=26)
    answer = browser.send("PATCH", f"/v1/records/{record['id']}", content=json.dumps(fields))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
    assert browser.get(f"/v1/records/{record['id']}").json()["record"]["value"] == 26


def test_a_document_can_be_taken_back(browser: Any) -> None:
    number = browser.keep("报告.txt", REPORT)
    assert browser.send("DELETE", f"/v1/documents/{number}").json()["id"] == number
    assert browser.get(f"/v1/documents/{number}").status_code == 404
    assert browser.get("/v1/records").json()["total"] == 0


def test_the_workbook_holds_the_records_and_no_formula(browser: Any) -> None:
    number = browser.keep("报告.txt", REPORT)
    record = of(browser.get(f"/v1/documents/{number}/records").json(), item="隐患", value=26)
    browser.send("PATCH", f"/v1/records/{record['id']}", json={"item": '=HYPERLINK("http://evil")', "value": 27})
    answer = browser.get("/v1/records.xlsx", params={"kind": "counts", "month": "2023-06"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == 27 for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_search_finds_words_of_any_length_in_either_script(browser: Any) -> None:
    number = browser.keep("报告.txt", REPORT)
    for query in ("隐患", "安全出口", "安全出口 隐患", "隱患", "报告", "槐浦镇人民政府", "口"):
        hits = browser.get("/v1/search", params={"q": query}).json()["hits"]
        assert [hit["submission"]["id"] for hit in hits] == [number], query
    for query in ("", "   ", "没有的词", "隐患 没有的词", "%", "_", '"', "隐*", "\0"):
        assert browser.get("/v1/search", params={"q": query}).json().get("hits", []) == [], query


# --- drafts ------------------------------------------------------------------------------------------------------


def words_of(data: bytes) -> str:
    """All that a Word file says."""
    word = Word(io.BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_a_corrected_figure_is_the_one_that_is_drafted(browser: Any) -> None:
    number = browser.keep("报告.txt", REPORT)
    record = of(browser.get(f"/v1/documents/{number}/records").json(), item="隐患", value=26)
    browser.send("PATCH", f"/v1/records/{record['id']}", json={"value": 4127})
    made = browser.send("POST", "/v1/drafts", json={"kind": "通报", "month": "2023-06"})
    assert made.status_code == 201
    preview = made.json()
    pieces = [piece for line in preview["lines"] for cell in line["cells"] for piece in cell]
    assert next(piece["sources"] for piece in pieces if piece["text"].startswith("4127")) == [record["id"]]
    assert [one["quote"] for one in preview["sources"] if one["id"] == record["id"]] == [record["record"]["quote"]]
    docx = browser.get(f"/v1/drafts/{preview['order']['id']}/docx")
    assert "4127" in words_of(docx.content)
    assert "26处" not in words_of(docx.content)


def test_gaps_are_filled_in(browser: Any) -> None:
    browser.keep("报告.txt", REPORT)
    preview = browser.send("POST", "/v1/drafts", json={"kind": "通报", "month": "2023-06"}).json()
    gap, number = preview["gaps"][0], preview["order"]["id"]
    filled = browser.send("PUT", f"/v1/drafts/{number}/filled", json={"filled": {gap: "云桓县安委办"}}).json()
    assert gap not in filled["gaps"]
    text = words_of(browser.get(f"/v1/drafts/{number}/docx").content)
    assert "云桓县安委办" in text
    assert f"【待填：{gap}】" not in text


def test_a_draft_of_some_units_leaves_the_others_out(browser: Any) -> None:
    browser.keep("a.txt", REPORT)
    browser.keep("b.txt", REPORT.replace("槐浦镇", "东河镇").replace("26处", "5000处"), unit="东河镇")
    wish = {"kind": "通报", "month": "2023-06", "units": ["槐浦镇"]}
    preview = browser.send("POST", "/v1/drafts", json=wish).json()
    text = "".join(piece["text"] for line in preview["lines"] for cell in line["cells"] for piece in cell)
    assert "26" in text
    assert "5000" not in text
    wish["units"] = ["没有这个镇"]
    assert browser.send("POST", "/v1/drafts", json=wish).status_code == 400


def test_a_letter_is_written_to_one_unit(browser: Any) -> None:
    browser.keep("a.txt", REPORT)
    browser.keep("b.txt", REPORT.replace("槐浦镇", "东河镇"), unit="东河镇")
    kinds = {one["name"]: one["to"] for one in browser.get("/v1/kinds").json()}
    assert (kinds["提醒函"], kinds["通报"]) == ("unit", None)
    wish = {"kind": "提醒函", "month": "2023-06"}
    assert browser.send("POST", "/v1/drafts", json=wish).status_code == 400
    assert browser.get("/v1/drafts").json() == []
    preview = browser.send("POST", "/v1/drafts", json=wish | {"addressee": "东河镇"}).json()
    assert preview["order"]["addressee"] == "东河镇"
    assert "东河镇" in words_of(browser.get(f"/v1/drafts/{preview['order']['id']}/docx").content)
    concerned = browser.get("/v1/months/2023-06/concerned", params={"kind": "提醒函"}).json()
    assert [set(one) for one in concerned] == [{"name", "reasons"}] * len(concerned)


def test_a_month_without_reports_says_so(browser: Any) -> None:
    answer = browser.send("POST", "/v1/drafts", json={"kind": "通报", "month": "2020-01"})
    assert (answer.status_code, "还没有可用的报告" in answer.json()["error"]["message"]) == (400, True)


# --- what strangers write ----------------------------------------------------------------------------------------

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>"


def test_nothing_that_a_file_says_becomes_part_of_a_page(browser: Any) -> None:
    number = browser.keep(f"{EVIL}.txt".replace("/", "∕"), f"{REPORT}\n{EVIL}", unit=EVIL)
    job = browser.upload(f"{EVIL}2.txt".replace("/", "∕"), b"x")
    browser.work()
    record = of(browser.get(f"/v1/documents/{number}/records").json(), item="隐患", value=26)
    browser.send("PATCH", f"/v1/records/{record['id']}", json={"item": EVIL, "subject": EVIL})
    order = browser.send("POST", "/v1/drafts", json={"kind": "通报", "month": "2023-06"}).json()["order"]["id"]
    browser.send("PUT", f"/v1/drafts/{order}/filled", json={"filled": {EVIL: EVIL, "发文机关": EVIL}})
    pages = [
        "/", "/documents", f"/documents/{number}", f"/documents/{number}/check", "/records", "/drafts",
        f"/drafts/{order}", f"/search?q={EVIL}", f"/documents?q={EVIL}&unit={EVIL}", "/documents/99",
    ]  # fmt: skip
    for path in pages:
        html = browser.get(path).text
        assert "<script>alert" not in html, path
        assert "<img" not in html, path
        assert "<svg/onload" not in html, path
    assert job["name"] in browser.job(job["id"])["upload"]["name"]


def test_answers_that_hold_a_files_words_are_never_taken_for_a_page(browser: Any) -> None:
    number = browser.keep("报告.html.txt", f"{REPORT}\n{EVIL}")
    for path in (f"/v1/documents/{number}/text", f"/v1/documents/{number}/extraction", "/v1/search?q=隐患"):
        answer = browser.get(path)
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"
    original = browser.get(f"/v1/documents/{number}/original")
    assert original.headers["content-type"] == "application/octet-stream"
