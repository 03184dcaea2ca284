"""The rules on form: each on papers that are made otherwise than by the standard; sound papers are left alone."""

import datetime as dt
import importlib
import runpy
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import generate
from check import RULES, Example, Rule, check
from check.format import form_paper
from extract import extract, read
from generate.office import Header, Office
from records import Block, CheckReport, Document, Extraction, MonthSummary

specimen: Callable[..., bytes] = runpy.run_path(str(Path(__file__).with_name("specimen.py")))["specimen"]

sys.path.append(str(Path(__file__).parents[2]))  # benchmarks are no installed package
LAYOUT = [rule for rule in RULES if rule.reads == "layout"]
FINDS = [pytest.param(rule, one, id=f"{rule.id}·{one.text[:12]}") for rule in LAYOUT for one in rule.finds]
LEAVES = [pytest.param(rule, one, id=f"{rule.id}·{one.text[:12]}") for rule in LAYOUT for one in rule.leaves]


def report(
    data: bytes, folder: Path, kind: str | None = None, pages: Mapping[str, int] | None = None
) -> CheckReport:  # fmt: skip
    path = folder / "通知.docx"
    path.write_bytes(data)
    taken = extract(read(path))
    return check(taken, source=data, kind=kind, rendered=None if pages is None else rendered(taken, data, pages))


def rendered(taken: Extraction, data: bytes, pages: Mapping[str, int]) -> Document:
    """The paper as its PDF would be read: text on page 1, attachments and 版记 on page 3, but for the parts told."""
    lines = [line for line in form_paper(taken, "通知", data).lines if line.bare]
    last = [line for line in lines if line.role == "body"][-1]
    blocks, text = [], ""
    for line in lines:
        usual = 3 if line.apart or line.role in ("copies", "printed") else 1
        page = pages.get("last_body" if line is last else line.role, usual)
        bottom = float(pages.get("foot", 738) if line.role == "printed" else 400)
        blocks.append(Block(len(text), len(text) + len(line.text), page=page, box=(80.0, bottom - 15, 500.0, bottom)))
        text += line.text + "\n"
    return Document("通知.pdf", "0" * 64, "application/pdf", text, tuple(blocks), pages=3)


def found(data: bytes, folder: Path, example: Example) -> dict[str, str]:
    """Rules on form that spoke, with their severity."""
    kind = None if example.kind == "其他" else example.kind
    spoke = report(data, folder, kind, example.layout.get("pages")).findings
    return {one.rule: one.severity for one in spoke if one.rule.startswith("format.")}


@pytest.mark.parametrize("by", ["direct", "styles"])
def test_a_conformant_paper_is_left_alone(by: str, tmp_path: Path) -> None:
    assert report(specimen(by=by), tmp_path).findings == ()


@pytest.mark.parametrize(("rule", "example"), FINDS)
@pytest.mark.parametrize("by", ["direct", "styles"])
def test_finds_the_fault_and_no_other(by: str, rule: Rule, example: Example, tmp_path: Path) -> None:
    assert found(specimen(example.layout, by=by), tmp_path, example) == {rule.id: rule.severity}


@pytest.mark.parametrize(("rule", "example"), LEAVES)
def test_leaves_what_the_standard_allows(rule: Rule, example: Example, tmp_path: Path) -> None:
    assert found(specimen(example.layout), tmp_path, example) == {}


def test_findings_bear_the_pages_that_their_words_came_out_on(tmp_path: Path) -> None:
    (one,) = report(specimen({"date": {"text": "2023年05月04日"}}), tmp_path, pages={"signer": 1, "date": 1}).findings
    assert (one.rule, one.page) == ("format.date", 1)


def test_a_fault_of_the_whole_body_is_one_finding_in_five_hundred_paragraphs(tmp_path: Path) -> None:
    data = importlib.import_module("benchmarks.check").paper(500)
    (tmp_path / "通知.docx").write_bytes(data)
    found = check(extract(read(tmp_path / "通知.docx")), source=data).findings
    assert [one.rule for one in found].count("format.body-type") == 1


SUMMARY = MonthSummary(
    "2023-06", dt.date(2023, 6, 30), units=("槐镇",), indicators={}, deadlines=(), hazards=(), accidents=(), counts=(),
)  # fmt: skip
OFFICE = Office(
    issuer="云桓县安全生产委员会办公室", region="云桓县", date=dt.date(2023, 7, 4), campaign="排查整治2023行动",
    recipients="各乡镇人民政府、街道办事处，县安委会各成员单位",
)  # fmt: skip
HEADER = Header(
    "云桓县安全生产委员会办公室文件", number="云安委办〔2023〕12号", serial="000012", urgency="特急",
    copies="市安委会办公室，县委办、县政府办",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["总体方案", "工作汇报", "通报", "通知", "会议纪要", "月度小结", "督查通报"])
@pytest.mark.parametrize("header", [None, HEADER], ids=["plain", "header"])
def test_our_own_drafts_are_left_alone(kind: str, header: Header | None, tmp_path: Path) -> None:
    target = tmp_path / "草稿.docx"
    generate.write_docx(generate.draft(kind, SUMMARY, replace(OFFICE, header=header), allow_gaps=True), target)
    found = report(target.read_bytes(), tmp_path).findings
    assert [one for one in found if one.rule.startswith("format.")] == []


@pytest.mark.parametrize("kind", ["提醒函", "督办函", "警示函", "约谈通知"])
def test_our_own_letters_are_left_alone(kind: str, tmp_path: Path) -> None:
    target, header = tmp_path / "草稿.docx", replace(HEADER, letter_mark="云桓县安全生产委员会办公室")
    letter = generate.draft(kind, SUMMARY, replace(OFFICE, header=header), allow_gaps=True, unit="槐镇")
    generate.write_docx(letter, target)
    found = report(target.read_bytes(), tmp_path).findings
    assert [one for one in found if one.rule.startswith("format.")] == []
