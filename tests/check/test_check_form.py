"""The rules on form: each on papers that are made otherwise than by the standard; sound papers are left alone."""

import runpy
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from check import RULES, Example, Rule, check
from extract import extract, read
from records import CheckReport

specimen: Callable[..., bytes] = runpy.run_path(str(Path(__file__).with_name("specimen.py")))["specimen"]

ROOT = Path(__file__).parent.parent.parent
LAYOUT = [rule for rule in RULES if rule.reads == "layout"]
FINDS = [pytest.param(rule, one, id=f"{rule.id}·{one.text[:12]}") for rule in LAYOUT for one in rule.finds]
LEAVES = [pytest.param(rule, one, id=f"{rule.id}·{one.text[:12]}") for rule in LAYOUT for one in rule.leaves]


def report(data: bytes, folder: Path, kind: str | None = None) -> CheckReport:
    path = folder / "通知.docx"
    path.write_bytes(data)
    return check(extract(read(path)), source=data, kind=kind)


def found(data: bytes, folder: Path, kind: str | None = None) -> dict[str, str]:
    """Rules on form that spoke, with their severity."""
    return {one.rule: one.severity for one in report(data, folder, kind).findings if one.rule.startswith("format.")}


@pytest.mark.parametrize("by", ["direct", "styles"])
def test_a_conformant_paper_is_left_alone(by: str, tmp_path: Path) -> None:
    assert report(specimen(by=by), tmp_path).findings == ()


@pytest.mark.parametrize(("rule", "example"), FINDS)
@pytest.mark.parametrize("by", ["direct", "styles"])
def test_finds_the_fault_and_no_other(by: str, rule: Rule, example: Example, tmp_path: Path) -> None:
    kind = None if example.kind == "其他" else example.kind
    assert found(specimen(example.layout, by=by), tmp_path, kind) == {rule.id: rule.severity}


@pytest.mark.parametrize(("rule", "example"), LEAVES)
def test_leaves_what_the_standard_allows(rule: Rule, example: Example, tmp_path: Path) -> None:
    assert found(specimen(example.layout), tmp_path) == {}


def test_five_hundred_paragraphs_of_a_word_file_under_a_second(tmp_path: Path) -> None:
    data = runpy.run_path(str(ROOT / "benchmarks" / "check.py"))["paper"](500)
    (tmp_path / "通知.docx").write_bytes(data)
    ready = extract(read(tmp_path / "通知.docx"))
    check(ready, source=data)
    start = time.process_time()
    assert any(one.rule == "format.body-type" for one in check(ready, source=data).findings)
    assert time.process_time() - start < 1
