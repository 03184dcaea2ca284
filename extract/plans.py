"""Sections of a paper that tell what is planned: «三、2023年工作打算», «下一步工作安排»."""

import datetime as dt
import re

_FAR = 1500  # characters up to the heading of a section
_MAIN_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；\n]{2,30}")
_PLANS = re.compile("打算|安排|计划|下一?步|下阶段|思路")
_YEAR = re.compile(r"(?P<year>20\d\d)年|(?P<next>明年|下一?年度?|来年)")


def plan_heading(text: str, at: int) -> str:
    """The heading of the section that a place stands in, where it is one of a plan; else ""."""
    above = text[max(0, at - _FAR) : at].split("\n")[:-1]
    heading = next((line for line in reversed(above) if _MAIN_HEADING.fullmatch(line.strip())), "")
    return heading if _PLANS.search(heading) else ""


def year_of(heading: str, anchor: dt.date) -> int:
    """The year that the heading of a plan names; the paper's own where it names none."""
    told = _YEAR.search(heading)
    if told and told["year"]:
        return int(told["year"])
    return anchor.year + 1 if told else anchor.year
