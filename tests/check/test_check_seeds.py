"""What the checker must say, and leave unsaid, on the five real documents (domain reference 7)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from check import check
from check.paper import Paper
from check.promises import read_promises
from extract import extract, read
from records import CheckReport, Extraction

SEEDS = Path(__file__).parents[2] / ".." / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real documents are not at ../shared/seeds")


@cache
def extraction(number: str) -> Extraction:
    return extract(read(next(SEEDS.glob(f"{number}_*.txt"))))


@cache
def report(number: str) -> CheckReport:
    return check(extraction(number))


def rules(number: str) -> dict[str, int]:
    """How often each rule found something."""
    found = [one.rule for one in report(number).findings]
    return {rule: found.count(rule) for rule in sorted(set(found))}


EXPECTED: Mapping[str, dict[str, int]] = {
    "000": {"date.glued": 2, "number.promised-open": 1},
    "001": {"figure.no-major": 1, "text.mask": 5},
    "002": {"date.years": 1, "text.cut": 1, "text.mask": 1, "text.pair": 5},
    "003": {"date.published": 1, "figure.same-number": 1, "text.script": 1, "text.spaces": 1},
    "004": {"text.pair": 2},
}


@pytest.mark.parametrize("number", EXPECTED)
def test_it_says_this_and_nothing_else(number: str) -> None:
    assert rules(number) == EXPECTED[number]


@pytest.mark.parametrize("number", EXPECTED)
def test_every_quote_stands_in_the_file(number: str) -> None:
    text = extraction(number).text
    for one in report(number).findings:
        assert one.start is not None
        assert text[one.start : one.end] == one.quote
        assert all(text[place.start : place.end] == place.quote for place in one.related)


def test_no_error_on_a_real_document() -> None:
    assert {one.severity for number in EXPECTED for one in report(number).findings} == {"info", "warning"}


def test_lost_month_signs_are_told_with_the_day_meant() -> None:
    messages = [one.message for one in report("000").findings if one.rule == "date.glued"]
    assert ["5月24日" in messages[0], "6月8日" in messages[1]] == [True, True]


def test_the_masked_figures_of_the_speech_are_named() -> None:
    masks = [one.message for one in report("001").findings if one.rule == "text.mask"]
    assert "检查企业数、问题隐患数" in masks[2]


def test_the_cut_report_is_not_asked_for_what_stands_behind_the_cut() -> None:
    (cut,) = (one for one in report("002").findings if one.rule == "text.cut")
    assert cut.quote is not None
    assert cut.quote.endswith("9542处,责")


@pytest.mark.parametrize(
    ("number", "promised"),
    [
        ("000", {"三个特色": 3, "四个一": 4, "五项": 5, "两个一律": 2}),
        ("001", {"三点意见": 3, "五个方面下功夫": 5}),
        ("002", {"五包": 5, "五级联查": 5, "七项工作制度": 7, "一台账、一表、三清单": 5}),
        ("003", {"5个方面": 5, "4个方面": 4}),
        ("004", {"3个责任主体": 3}),
    ],
)
def test_enumerations_are_read_and_kept(number: str, promised: dict[str, int]) -> None:
    paper = Paper(extraction(number))
    read_ones = {paper.text[one.start : one.end]: one for one in read_promises(paper)}
    for said, count in promised.items():
        one = read_ones[said]
        assert (one.number, one.fewest <= count <= one.most) == (count, True)
