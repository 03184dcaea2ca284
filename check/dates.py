"""Days and hours that cannot be (R15), dates and figures out of which a character was lost (R18)."""

import calendar
import re
from collections.abc import Iterator
from itertools import groupby

from check.paper import Paper
from check.rules import finding
from language.numerals import parse
from records import Finding

_LEAP = 2024  # a year with a 29 February, for days that stand without one
_CN = "〇零一二三四五六七八九十"
_DAY = re.compile(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d{2})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"(?:(?:\d{1,2}时)?[至到—～-](?P<until>\d{1,2})日)?"
)
_CHINESE_DAY = re.compile(
    rf"(?<![{_CN}])(?:(?P<year>[{_CN}]{{4}})年)?(?P<month>[{_CN}]{{1,2}})月(?P<day>[{_CN}]{{1,3}})日"
)
_DOTTED_DAY = re.compile(
    r"(?<![\d.\-/])(?P<year>(?:19|20)\d{2})(?P<mark>[.\-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d.\-/])"
)
_MONTH = re.compile(r"(?<![\d.])(?:19|20)\d{2}年(?P<month>\d{1,2})月(?!\d)")
_HOUR = re.compile(
    r"日(?:凌晨|早上|上午|中午|下午|傍晚|晚上|晚|夜间)?(?P<hour>\d{1,2})[时点](?:(?P<minute>\d{1,2})分)?"
)
_CLOCK = re.compile(r"(?<![\d.个每])(?P<hour>\d{1,2})时(?P<minute>\d{1,2})分")
_GLUED = re.compile(
    r"(?:^|(?<=[，。；：、！？（”—自从于在至到是])|(?<=截至|截止))(?P<digits>\d{2,4})日(?!内|以内|之内|以上|以下|后|均|报|常|产|处理)",
    re.M,
)
_LUNAR = re.compile(r"农历|阴历|夏历|旧历|腊月|正月")
_OF_DAY = re.compile(r"日期|时间|于|截[至止]|[至到从自]$")
_LASTED = re.compile(r"历时|用时|耗时|时长|持续|累计|共|超过|长达")
_GONE = re.compile(  # web pages and templates that lost every digit: «发生事故起，死亡人，下降.%»
    r"(?:事故|死亡|受伤|伤亡|罚款|投入|处罚)(?:了|约|共|资金|金额|人数|起数)?(?:起|人|例|万元|亿元)(?=[，。；、])|(?:上升|下降|增长|减少|增加|率[为达]?)\.?%"
)
_LOST = re.compile(
    r"(?:排查|发现|查出|整改|整治|检查|消除|立案|处罚|出动|开展|督查|召开|发放|查处)(?:了|出|各类|安全|生产|问题|事故|一般|重大){0,4}"
    r"(?:隐患|企业|单位|场所|案件|会议|问题|人员|事故)(?:个|处|家次|条|项|起|份|场次|人次)(?=[，。；、])"
)


def impossible(paper: Paper) -> Iterator[Finding]:
    """Days, months and hours that no calendar or clock has (R15)."""
    for pattern in (_DAY, _CHINESE_DAY, _DOTTED_DAY):
        for found in pattern.finditer(paper.text):
            wrong = _wrong_day(found)
            if wrong and not _is_no_date(paper.text, found):
                yield finding("date.real", paper, found.span(), said=wrong)
    for found in _MONTH.finditer(paper.text):
        if not 1 <= int(found["month"]) <= 12 and not _DAY.match(paper.text, found.start()):
            yield finding("date.real", paper, found.span(), said=f"{int(found['month'])}月")
    yield from _wrong_hours(paper)


def _is_no_date(text: str, found: re.Match[str]) -> bool:
    """Days of the lunar calendar, and codes: «编号2023-15-08» is a day only where a word says so."""
    before = text[max(found.start() - 6, 0) : found.start()]
    if _LUNAR.search(before):
        return True
    return found.re is _DOTTED_DAY and int(found["month"]) > 12 and not _OF_DAY.search(before)


def _wrong_hours(paper: Paper) -> Iterator[Finding]:
    seen = set()
    for found in (*_HOUR.finditer(paper.text), *_CLOCK.finditer(paper.text)):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if _LASTED.search(paper.text, max(found.start() - 6, 0), found.start()):
            continue
        if (hour > 24 or minute > 59 or (hour == 24 and minute)) and found.start("hour") not in seen:
            seen.add(found.start("hour"))
            yield finding("date.real", paper, (found.start("hour"), found.end()), said=found[0].removeprefix("日"))


def _wrong_day(found: re.Match[str]) -> str | None:
    """The day of the match that does not exist, as it is written; None when all do."""
    year = _year(found["year"])
    month, day = _whole(found["month"]), _whole(found["day"])
    if month is None or day is None:
        return None
    if not _exists(year, month, day):
        return _said(found)
    until = _whole(found.groupdict().get("until"))
    if until is not None and not _exists(year, month, until):
        return f"{month}月{until}日"
    return None


def _said(found: re.Match[str]) -> str:
    return found[0].split("至")[0] if found["year"] else f"{found['month']}月{found['day']}日"


def _year(text: str | None) -> int:
    """The year, or one with a 29 February where none is written."""
    value = _whole(text)
    return value if value else _LEAP


def _whole(text: str | None) -> int | None:
    value = parse(text) if text else None
    return None if value is None else int(value)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def glued(paper: Paper) -> Iterator[Finding]:
    """«524日»: a day that is none, out of month and day run together, and figures lost before a classifier (R18)."""
    for found in _GLUED.finditer(paper.text):
        days = _split_days(found["digits"])
        if int(found["digits"]) > 31 and days:
            meant = "或".join(f"“{month}月{day}日”" for month, day in days)
            yield finding("date.glued", paper, (found.start("digits"), found.end()), meant=meant)
    gone = sorted(found.span() for pattern in (_LOST, _GONE) for found in pattern.finditer(paper.text))
    for _, group in groupby(gone, key=lambda span: paper.paragraph_at(span[0]).number):
        first, *others = group
        yield finding("figure.lost", paper, first, related=others, number=len(others) + 1)


def _split_days(digits: str) -> list[tuple[int, int]]:
    """Every month and day that the digits may be: 524 → 5月24日, 111 → 1月11日 or 11月1日."""
    cuts = ((digits[:at], digits[at:]) for at in range(1, len(digits)))
    return [
        (int(month), int(day))
        for month, day in cuts
        if month[0] != "0" and day[0] != "0" and _exists(_LEAP, int(month), int(day))
    ]
