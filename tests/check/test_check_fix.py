"""--fix puts right what is safe, as tracked changes: no word or figure is lost, and Word can take it all back."""

import datetime as dt
import io
import runpy
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from check import RULES, Example, Rule, Rulebook, check, fix
from check.edits import is_safe
from check.wordedit import ORDER
from extract import extract, read
from records import BadRequest, Extraction, UnreadableFile

HERE = Path(__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOON = dt.datetime(2023, 5, 4, 12, tzinfo=dt.UTC)
specimen: Callable[..., bytes] = runpy.run_path(str(HERE / "specimen.py"))["specimen"]
settled: Callable[..., bytes] = runpy.run_path(str(HERE / "revisions.py"))["settled"]

MENDED = [
    pytest.param(rule, one, id=f"{rule.id}·{one.text[:12]}")
    for rule in RULES
    if rule.mends and rule.reads == "layout"
    for one in rule.finds
]
# every fault at once, in every part
FAULTY: dict[str, dict[str, Any]] = {
    "page": {"top": 1440, "left": 1800}, "footer": {"kind": "none"}, "table": {"line": 579},
    "title": {"face": "黑体", "align": "left", "size": 36}, "number": {"text": "石桥安委办[2023]第05号"},
    "recipient": {"text": "各乡镇人民政府、街道办事处，县安委会各成员单位:"},
    "body": {"face": "宋体", "size": 28, "first": 0, "blanks": 2, "after": 200, "line": 360, "rule": "auto",
             "colour": "FF0000", "hint": ""},
    "heading1": {"face": "宋体", "text": "一.工作任务"}, "heading2": {"text": "(一)、全面自查。", "run_in": 1},
    "heading3": {"text": "1、建立清单,逐条明确责任人（电话：０５５-１２３４）,整改率97.2%(到6月底),实行闭环管理。"},
    "attachments": {"text": "附件:1、任务分工表"}, "attachment": {"face": "宋体", "page": 0}, "imprint": {"size": 32},
}  # fmt: skip


@pytest.fixture(name="taken")
def _taken(tmp_path: Path) -> Callable[[bytes], Extraction]:
    def taken(data: bytes) -> Extraction:
        path = tmp_path / "通知.docx"
        path.write_bytes(data)
        return extract(read(path))

    return taken


def rules(found: Extraction, data: bytes) -> set[str]:
    return {one.rule for one in check(found, source=data).findings if one.rule.startswith("format.")}


@pytest.mark.parametrize(("rule", "example"), MENDED)
def test_what_is_mended_is_gone_once_accepted(rule: Rule, example: Example, taken: Any) -> None:
    data = specimen(example.layout)
    mended = fix(taken(data), data, moment=NOON)
    assert [one.rule for one in mended.done] == [rule.id]
    accepted = settled(mended.data, accept=True)
    assert rules(taken(accepted), accepted) == set()


@pytest.mark.parametrize("by", ["direct", "styles"])
def test_every_fault_at_once(by: str, taken: Any) -> None:
    data = specimen(FAULTY, by=by)
    before = taken(data)
    mended = fix(before, data, moment=NOON)
    assert {one.rule for one in mended.done} >= {"format.margins", "format.page-number", "format.half-marks"}
    rejected, accepted = settled(mended.data, accept=False), settled(mended.data, accept=True)
    after = taken(accepted)
    assert fix(after, accepted).done == ()
    assert rules(after, accepted) <= {"format.number"}  # 第 and 0 are words and figures: for the clerk
    assert is_safe(before.text, after.text.replace("— 1 —", ""))
    assert taken(rejected).text == before.text
    assert rules(taken(rejected), rejected) == rules(before, data)


def test_a_conformant_paper_is_given_back_as_it_is(taken: Any) -> None:
    data = specimen(by="styles")
    assert fix(taken(data), data).data == data


def test_a_rule_that_is_off_mends_nothing(taken: Any) -> None:
    data = specimen({"page": {"top": 1440}})
    assert fix(taken(data), data, rulebook=Rulebook(off=frozenset({"format.margins"}))).done == ()


def test_only_word_files_are_mended(taken: Any, draft: Any) -> None:
    with pytest.raises(BadRequest, match=r"只能修改 \.docx"):
        fix(draft("一、情况").extraction(), b"")


def strict(data: bytes) -> bytes:
    """The file as «Strict Open XML», which says the same under other names."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            for old, new in ((b"schemas.openxmlformats.org/wordprocessingml/2006/", b"wordprocessingml/"),
                             (b"schemas.openxmlformats.org/officeDocument/2006/", b"officeDocument/")):  # fmt: skip
                part = part.replace(b"http://" + old, b"http://purl.oclc.org/ooxml/" + new)
            target.writestr(name, part)
    return made.getvalue()


def test_a_strict_file_is_judged_by_its_words_and_not_written_to(taken: Any) -> None:
    data = strict(specimen({"page": {"top": 1440}, "recipient": {"text": "各乡镇人民政府，县安委会各成员单位:"}}))
    found = taken(data)
    assert rules(found, data) == {"format.recipient"}
    with pytest.raises(UnreadableFile, match="严格 Open XML"):
        fix(found, data)


def test_the_elements_stand_in_the_order_of_the_schema(taken: Any) -> None:
    data = specimen(FAULTY)
    mended = fix(taken(data), data, moment=NOON).data
    with zipfile.ZipFile(io.BytesIO(mended)) as parts:
        for name in parts.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                assert_ordered(etree.fromstring(parts.read(name)), name)


def assert_ordered(root: etree._Element, part: str) -> None:
    ids = [one.get(f"{W}id") for tag in ("ins", "del", "rPrChange", "pPrChange") for one in root.iter(W + tag)]
    assert len(ids) == len(set(ids)), part
    for kind in ("rPr", "pPr", "sectPr"):
        for properties in root.iter(W + kind):
            names = [etree.QName(child).localname for child in properties]
            ranks = [ORDER[kind].index(name) for name in names if name not in ("ins", "del")]
            assert ranks == sorted(ranks), names


def test_a_footer_is_a_footer_to_word(taken: Any) -> None:
    data = specimen({"footer": {"kind": "none"}})
    with zipfile.ZipFile(io.BytesIO(fix(taken(data), data).data)) as parts:
        roots = [etree.fromstring(parts.read(name)).tag for name in parts.namelist() if "anwenfooter" in name]
    assert roots == [f"{W}ftr"] * 2


@pytest.mark.skipif(not which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_shows_the_number_and_the_change(taken: Any, tmp_path: Path) -> None:
    data = specimen(FAULTY)
    (tmp_path / "mended.docx").write_bytes(fix(taken(data), data).data)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
               "--outdir", str(tmp_path), str(tmp_path / "mended.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = extract(read(tmp_path / "mended.pdf")).text
    assert "— 1 —" in shown or "—1—" in shown.replace(" ", "")
    assert "[" in shown
    assert "〔" in shown


PIECES = [
    "排查隐患280处",
    ",",
    "，",
    "(含重大)",
    "（一般）",
    "“两会”",
    "０５",
    "12.5%",
    ":",
    " ",
    "\u3000",
    "。",
    "《通知》",
]


@settings(deadline=None, max_examples=20)
@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=14).map("".join))
def test_any_paragraph_keeps_its_words_and_can_be_taken_back(tmp_path_factory: Any, text: str) -> None:
    folder = tmp_path_factory.mktemp("fix")

    def taken(data: bytes) -> Extraction:
        (folder / "通知.docx").write_bytes(data)
        return extract(read(folder / "通知.docx"))

    data = specimen({"heading3": {"text": f"1、{text}。"}})
    before = taken(data)
    mended = fix(before, data, moment=NOON).data
    accepted = settled(mended, accept=True)
    assert taken(settled(mended, accept=False)).text == before.text
    assert is_safe(before.text, taken(accepted).text)
    assert fix(taken(accepted), accepted).done == ()
