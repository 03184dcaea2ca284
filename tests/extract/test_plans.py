"""Goals of a year, in sections that tell what is planned; all made up."""

import datetime as dt

import pytest

import extract
from extract.deadlines import find_deadlines
from extract.plans import plan_heading, year_of
from extract.words import Words
from language.dates import find_times

DAY = dt.date(2025, 1, 9)
YEARS_END = dt.date(2025, 12, 31)


def tasks(text: str) -> list[tuple[str, dt.date | None]]:
    return [(one.task, one.due) for one in extract.extract(extract.read_text(text), date=DAY).deadlines]


def test_what_is_planned_for_the_year_is_due_at_its_end() -> None:
    text = (
        "二、2025年工作打算\n（一）加强培训。全年培训企业负责人3500人次以上。\n（二）强化执法。全年计划检查企业180家。"
    )
    assert tasks(text) == [("培训企业负责人3500人次以上", YEARS_END), ("检查企业180家", YEARS_END)]


def test_what_a_year_has_brought_is_none() -> None:
    assert tasks("一、2024年工作情况\n（一）加强培训。全年培训企业负责人3500人次以上。") == []


def test_what_was_set_for_this_year_is_due_at_its_end() -> None:
    text = "三年行动确定今年培训企业主要负责人600人。"
    (found,) = find_deadlines(Words(text), find_times(text, DAY), DAY)
    assert (found.task, found.due) == ("培训企业主要负责人600人", YEARS_END)


@pytest.mark.parametrize(
    ("heading", "year"), [("二、2026年工作打算", 2026), ("三、明年工作安排", 2026), ("三、下一步工作计划", 2025)]
)
def test_the_year_that_a_plan_is_for(heading: str, year: int) -> None:
    text = f"一、工作情况\n略。\n{heading}\n全年培训600人。"
    assert plan_heading(text, len(text)) == heading
    assert year_of(heading, DAY) == year
