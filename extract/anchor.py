"""The day from which a text's own times are reckoned: «今年», «7月底前», «1至8月»."""

import re
from calendar import monthrange
from collections import Counter
from datetime import date

from extract.rulebook import load
from language.dates.lexicon import year_number
from language.normalize import Reading
from records import DocumentInfo

_SUMMER = 8  # from the months after it on, papers plan for the year to come
# «2024年工作总结及2025年工作打算»: a report of the first, whatever it plans
_REVIEWED = re.compile("(20\\d\\d)年[^，。]{0,24}?(?:总结|情况|汇报|报告|回顾)[^，。]{0,12}20\\d\\d年")
_HEAD, _FOOT = 200, 120  # characters of a text in which it is dated


def anchor_day(info: DocumentInfo, reading: Reading) -> date | None:
    """The document's day; where it has none, or its text was written in an earlier year, a day of the text's own year.

    That day is the end of the last month of which the text tells something done («今年1至8月» → 31 August); without one
    it is the year's last day for a report, and its first for a paper that looks ahead, so that a month without a
    year falls in the text's year. It stands in for a day that nobody stated: what ends «目前» stays open.
    None when neither a day nor a year can be found.
    """
    year = _stated_year(reading.text)
    title = info.title or ""
    if info.date is not None and (year is None or info.date.year <= year):
        return _first_day_planned(title, info.date) or info.date
    if info.date is None and (month := _dated_month(reading.text)):
        return month
    ahead = info.kind in load("classify")["year"]["ahead"] or _plan_of(title) is not None
    year = year or _named_year(reading.text, title, ahead)
    return None if year is None else _day_in(year, reading.text, ahead)


def _plan_of(title: str) -> int | None:
    """The year that a title plans for: «2025年度监督检查计划»; None for no plan."""
    plan = re.search(load("classify")["year"]["plan"], title)
    return int(plan[1]) if plan and not _REVIEWED.search(title) else None


def _first_day_planned(title: str, day: date) -> date | None:
    """The first day of the year to come that a paper of autumn plans for; None where it plans for its own."""
    year = _plan_of(title)
    return date(year, 1, 1) if year == day.year + 1 and day.month > _SUMMER else None


def _dated_month(text: str) -> date | None:
    """The last day of the month that a paper without a day is dated with: «（2021年9月，园区管委会交办）»."""
    pattern = load("classify")["year"]["month"]
    found = re.search(pattern, text[:_HEAD], re.MULTILINE) or re.search(pattern, text[-_FOOT:], re.MULTILINE)
    told = [int(group) for group in found.groups() if group] if found else []
    if not told or not 1 <= told[1] <= 12:
        return None
    return date(told[0], told[1], monthrange(told[0], told[1])[1])


def date_conflict(info: DocumentInfo, reading: Reading) -> str | None:
    """Warning that the document is dated later than the year that its text calls its own (rule R40), else None."""
    year = _stated_year(reading.text)
    if info.date is None or year is None or info.date.year <= year:
        return None
    return f"发布日期（{info.date}）与内容年份（{year}）不一致，已按内容年份（{year}）处理"


def _stated_year(text: str) -> int | None:
    """The latest year that the text calls its own: «2022年是“十四五”规划实施关键之年», «今年（2022年)»."""
    found = [m for pattern in load("classify")["year"]["stated"] for m in re.findall(pattern, text)]
    return max(map(int, found), default=None)


def _named_year(text: str, title: str, ahead: bool) -> int | None:
    """The year of the paper's own number; else that which text and title name most often, a title's and a cut-off's
    counting more, not before what the text tells happened.

    Of equals a report is of the later one, a paper that looks ahead of the earlier.
    """
    data = load("classify")["year"]
    if reviewed := _REVIEWED.search(title):
        return int(reviewed[1])
    if numbered := re.search(data["number"], text[: _HEAD + len(title)]):
        return int(numbered[1])
    votes = Counter(map(year_number, re.findall(data["named"], text)))
    for year in re.findall(data["named"], title):
        votes[year_number(year)] += data["title_votes"]
    for pattern in data["cut"]:
        for year in re.findall(pattern, text):
            votes[int(year)] += data["cut_votes"]
    earliest = max(map(int, re.findall(data["happened"], text)), default=0)
    votes = Counter({year: count for year, count in votes.items() if year >= earliest})
    most = [year for year in votes if votes[year] == max(votes.values())]
    return (min(most) if ahead else max(most)) if most else None


def _day_in(year: int, text: str, ahead: bool) -> date:
    data = load("classify")["year"]
    if ahead:
        return date(year, 1, 1)
    told = [(year, int(month)) for pattern in data["past"] for month in re.findall(pattern, text)]
    told += [(int(of), int(month)) for of, month in re.findall(data["dated"], text) if int(of) in (year, year + 1)]
    last, month = max((one for one in told if 1 <= one[1] <= 12), default=(year, 12))
    return date(last, month, monthrange(last, month)[1])
