"""Comments at the places of the findings; the paper itself stays letter for letter."""

import datetime as dt
import io
import runpy
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from check import annotate, check
from extract import extract, read, read_text
from records import CheckedDocument, CheckReport, Extraction, Finding

specimen: Callable[..., bytes] = runpy.run_path(str(Path(__file__).with_name("specimen.py")))["specimen"]
NOON = dt.datetime(2023, 5, 4, 12, tzinfo=dt.UTC)


@pytest.fixture(name="taken")
def _taken(tmp_path: Path) -> Callable[[bytes], Extraction]:
    def taken(data: bytes) -> Extraction:
        path = tmp_path / "通知.docx"
        path.write_bytes(data)
        return extract(read(path))

    return taken


def commented(data: bytes) -> list[tuple[str, str]]:
    """Each comment with the text that its range spans."""
    word = docx.Document(io.BytesIO(data))
    told = {comment.comment_id: comment.text for comment in word.comments}
    found: dict[int, str] = {}
    open_ones: set[int] = set()
    for node in word.element.body.iter():
        name = node.tag.rpartition("}")[2]
        if name in ("commentRangeStart", "commentRangeEnd"):
            key = int(node.get(node.tag.rpartition("}")[0] + "}id"))
            (open_ones.add if name.endswith("Start") else open_ones.discard)(key)
            found.setdefault(key, "")
        elif name == "t":
            for key in open_ones:
                found[key] += node.text or ""
    return [(told[key], text) for key, text in sorted(found.items())]


def test_a_comment_stands_at_its_words(taken: Any) -> None:
    data = specimen({"number": {"text": "石桥安委办[2023]5号"}})
    found = taken(data)
    ((told, text),) = commented(annotate(found, check(found, source=data), data, moment=NOON))
    assert text == "[2023]5号"
    assert told.startswith("【错误】发文字号“[2023]5号”")
    assert "建议写作：〔2023〕5号" in told
    assert "GB/T 9704—2012 7.2.5" in told


def test_findings_on_the_whole_stand_at_the_first_paragraph(taken: Any) -> None:
    data = specimen({"page": {"top": 1440}})
    found = taken(data)
    ((told, text),) = commented(annotate(found, check(found, source=data), data))
    assert told.startswith("【错误】页边距")
    assert text == "石桥县安全生产委员会办公室文件"


def test_comments_of_others_stay(taken: Any) -> None:
    word = docx.Document(io.BytesIO(specimen({"page": {"top": 1440}})))
    word.add_comment(word.paragraphs[0].runs, text="请核对", author="甲")
    made = io.BytesIO()
    word.save(made)
    found = taken(made.getvalue())
    told = [text for text, _ in commented(annotate(found, check(found, source=made.getvalue()), made.getvalue()))]
    assert told[0] == "请核对"
    assert len(told) > 1


def test_other_files_give_a_list_in_word() -> None:
    found = extract(read_text("全县共排查隐患280处，已完成整改256处，整改率94.1%。\x0b", "甲.txt"))
    word = docx.Document(io.BytesIO(annotate(found, check(found), b"")))
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert rows[0] == ["程度", "发现", "原文", "页"]
    assert rows[1][0] == "错误"
    assert "91.4%" in rows[1][1]
    assert "94.1%" in rows[1][2]


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 400), st.integers(1, 60))
def test_any_stretch_keeps_the_text_and_its_look(tmp_path_factory: Any, start: int, length: int) -> None:
    data = specimen()
    path = tmp_path_factory.mktemp("annotate") / "通知.docx"
    path.write_bytes(data)
    found = extract(read(path))
    end = min(start + length, len(found.text))
    start = min(start, end - 1)
    finding = Finding(
        rule="text.x", severity="info", message="甲<乙&", quote=found.text[start:end], start=start, end=end
    )
    made = annotate(found, CheckReport(CheckedDocument("通知.docx", "通知"), (finding,)), data)
    path.write_bytes(made)
    again = extract(read(path))
    assert again.text == found.text
    assert {one.rule for one in check(again, source=made).findings} == {"format.leftover"}
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert parts.testzip() is None
