"""Reads festivals, lunar dates, five-year plans and seasons."""

from dataclasses import replace

from language.dates import calendar
from language.dates.holidays import festival, lunar
from language.dates.lexicon import number
from language.dates.points import OPEN, Context, Groups, Point, names_year, takes_year, with_year
from language.dates.time import Period

_NEW_YEAR = (1, 2)  # months in which the New Year falls
_YEARS_END, _EARLY = 11, 3  # lunar months from which on a date falls in the next year; the first months of that
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_LUNAR_NAMES = {"除夕": (1, 0), "腊八": (12, 8), "重阳": (9, 9), "小年": (12, 23), "元宵": (1, 15), "大年三十": (1, 0)}


def read_lunar(groups: Groups, context: Context) -> Point | None:
    """A lunar date of the lunar year that began in the year named; 腊月 thus falls in the year after."""
    name = groups["called"] or groups["month"] or "正"  # 初三 by itself is of the New Year
    month, day = _LUNAR_MONTHS.get(name) or number(name), number((groups["day"] or "").removeprefix("初"))
    if not (1 <= month <= 12 and 1 <= day <= 30) or (groups["open"] == "" and not _goes_on(context)):
        return None
    return _lunar_day(groups, context, month, day)


def _goes_on(context: Context) -> bool:
    """Whether a day near the New Year was told just before: «除夕到·初三», and no pupils of 初三."""
    return context.last is not None and context.last.month in _NEW_YEAR


def read_lunar_name(groups: Groups, context: Context) -> Point | None:
    """«除夕», «重阳»."""
    return replace(_lunar_day(groups, context, *_LUNAR_NAMES[(groups["name"] or "").removesuffix("节")]), grain="event")


def _lunar_day(groups: Groups, context: Context, month: int, day: int) -> Point:
    context = with_year(groups, context)
    one = None if context.year is None else lunar(context.year, month, day)
    early = context.day is not None and context.day.month <= _EARLY and context.year_from == "anchor"
    if one and context.year and early and month >= _YEARS_END:  # 腊月 told in February is the one just over
        one = lunar(context.year - 1, month, day) or one
    if one is None:
        return Point(OPEN, "day", bare_year=takes_year(groups))
    return Point(
        Period(one, one), "day", one.isoformat(), year_from=context.year_from, bare_year=takes_year(groups)
    )  # fmt: skip


def read_festival(groups: Groups, context: Context) -> Point | None:
    """«春节» is a day, «春节假期» and «春节期间» are the days off."""
    context = with_year(groups, context)
    off = any(word in (groups["holiday"] or "") for word in ("假", "期间", "周", "天"))
    period = (
        festival(groups["festival"] or groups["quoted"] or "", context.year, holiday=off)
        if context.year is not None
        else None
    )
    if period is None:
        return Point(OPEN, "event", bare_year=not names_year(groups))
    return Point(
        period, "event", None if off or not period.first else period.first.isoformat(),
        year_from=context.year_from, bare_year=not names_year(groups),
    )  # fmt: skip


def read_plan(groups: Groups, context: Context) -> Point | None:
    """«十四五»: the fourteenth five-year plan, 2021 to 2025; the tenth began in 2001."""
    first = 2001 + 5 * (number((groups["plan"] or "")[:-1]) - 10)
    whole = calendar.months(first, 1, 60) or OPEN
    period = Period(whole.last, whole.last) if groups["part"] else whole
    return Point(period, "event", year_from="stated", part=bool(groups["part"]))


def read_before_season(groups: Groups, context: Context) -> Point | None:
    """«汛期来临前»: a limit on no fixed day."""
    return Point(OPEN, "season", open_relation="by")


def read_since_state(groups: Groups, context: Context) -> Point | None:
    """«入夏以来»: from no fixed day."""
    return Point(OPEN, "event")
