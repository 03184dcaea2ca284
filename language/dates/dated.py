"""Reads days, months, quarters, weeks and years, as said or as told from the anchor."""

import datetime as dt
from dataclasses import replace

from language.dates import calendar
from language.dates.lexicon import number, words
from language.dates.points import LEAP, OPEN, Context, Groups, Point, day_point, months_point
from language.dates.time import Grain, Period


def read_stamp(groups: Groups, context: Context) -> Point | None:
    """«2023-07-04», «6.30»."""
    return day_point(groups, context, int(groups["month"] or 0), int(groups["day"] or 0))


def read_stamp_month(groups: Groups, context: Context) -> Point | None:
    """«2023-07», «2023.6»."""
    month = int(groups["month"] or groups["dotted"] or groups["open"] or 0)
    return months_point(groups, context, month, month, "month")


def read_half(groups: Groups, context: Context) -> Point | None:
    """«上半年»."""
    first = 1 if groups["half"] == "上" else 7
    return months_point(groups, context, first, first + 5, "half")


def read_quarter(groups: Groups, context: Context) -> Point | None:
    """«三季度», «Q3»."""
    quarter = number(groups["quarter"] or groups["q"] or "")
    return months_point(groups, context, 3 * quarter - 2, 3 * quarter, "quarter")


def read_first_quarters(groups: Groups, context: Context) -> Point | None:
    """«前三季度»."""
    return months_point(groups, context, 1, 3 * number(groups["n"] or ""), "quarter")


def read_first_months(groups: Groups, context: Context) -> Point | None:
    """«前5个月»."""
    count = number(groups["n"] or "")
    return months_point(groups, context, 1, count, "month") if 1 <= count <= 12 else None


def read_month(groups: Groups, context: Context) -> Point | None:
    """«7月», «7月底», «7月4日»."""
    month = number(groups["month"] or "")
    if not 1 <= month <= 12:
        return None
    if day := groups["day"]:
        return day_point(groups, context, month, number(day))
    return months_point(groups, context, month, month, "month")


def read_near_month(groups: Groups, context: Context) -> Point | None:
    """«本月», «下月5日»; «同月下旬» is of the month named before."""
    if groups["near"] == "同" and context.told and context.told[1]:
        year, month = context.told
        return read_month(groups | {"month": str(month)}, replace(context, year=year))
    offset = words()["months"][groups["near"]]
    if context.day is None:
        return Point(OPEN, "day" if groups["day"] else "month")
    index = context.day.year * 12 + context.day.month - 1 + offset
    near = replace(context, year=index // 12, year_from="anchor")
    month = index % 12 + 1
    if day := groups["day"]:
        return day_point(groups, near, month, number(day))
    return months_point(groups, near, month, month, "month")


def read_near_quarter(groups: Groups, context: Context) -> Point | None:
    """«上季度», «本季度末»."""
    if context.day is None:
        return Point(OPEN, "quarter")
    index = context.day.year * 4 + (context.day.month - 1) // 3 + words()["quarters"][groups["near"] or "本"]
    quarter = index % 4 + 1
    near = replace(context, year=index // 4, year_from="anchor")
    return months_point(groups, near, 3 * quarter - 2, 3 * quarter, "quarter")


def read_quarter_end(groups: Groups, context: Context) -> Point | None:
    """«季度末»: of the anchor's quarter."""
    return read_near_quarter(groups | {"near": "本"}, context)


def read_near_week(groups: Groups, context: Context) -> Point | None:
    """«下周», «周五», «本周末»; a day of the week without 上 or 下 is one of this week."""
    weekday = groups.get("weekday")
    grain: Grain = "day" if weekday and weekday != "末" else "week"
    if context.day is None:
        return Point(OPEN, grain)
    offset = words()["weeks"][groups.get("near") or "本"]
    index = "一二三四五六日".index(weekday.replace("天", "日")) if weekday and weekday != "末" else None
    period = calendar.week(context.day, offset, index)
    if period is not None and weekday == "末" and period.last:
        period = Period(period.last - dt.timedelta(days=1), period.last)
    if period is None:
        return None
    iso = period.first.isoformat() if period.first and grain == "day" else None
    return Point(period, grain, iso, year_from="anchor")


def read_near_day(groups: Groups, context: Context) -> Point | None:
    """«今天», «次日», «即日»."""
    near, after = groups["near"] or "", words()["days_after"]
    base = context.last or context.day if near in after else context.day
    one = calendar.shift(base, (words()["days"] | after)[near], "day") if base else None
    if one is None:
        return Point(OPEN, "day")
    return Point(Period(one, one), "day", one.isoformat(), year_from="anchor", month=one.month)


def read_clock(groups: Groups, context: Context) -> Point | None:
    """«18时前»: of the day named before in the sentence, else of the anchor."""
    one = context.last or context.day
    return Point(Period(one, one) if one else OPEN, "hour", one.isoformat() if one else None, year_from="anchor")


def read_year(groups: Groups, context: Context) -> Point | None:
    """«2023年», «去年», «年底»."""
    if elided := groups.get("elided"):
        groups = groups | {"year": elided}
    return months_point(groups, context, 1, 12, "year")


def read_both_years(_groups: Groups, context: Context) -> Point:
    """«今明两年»: the text's own year and the next."""
    year = context.own
    period = OPEN if year is None else Period(dt.date(year, 1, 1), dt.date(year + 1, 12, 31))
    return Point(period, "year", year_from=context.year_from)


def read_year_rest(groups: Groups, context: Context) -> Point | None:
    """«年内», «月内»: what is left of it from the anchor on."""
    reader = {"月": read_near_month, "周": read_near_week, "季": read_near_quarter, "季度": read_near_quarter}.get(
        groups["bare"] or ""
    )
    point = (
        reader(groups | {"near": "本", "day": None, "part": None}, context) if reader else read_year(groups, context)
    )
    if point is None or context.day is None or point.period.first is None:
        return point
    rest = max(point.period.first, context.day) if context.day.year == point.period.first.year else point.period.first
    return replace(point, period=Period(rest, point.period.last), open_relation="within")


def read_month_part(groups: Groups, context: Context) -> Point | None:
    """«月底», «下旬»: of the month named before, else of the anchor's."""
    if context.month is None:
        return Point(OPEN, "tendays")
    named = groups | {"part": groups["part"] or groups["tendays"]}
    return months_point(named, context, context.month, context.month, "month")


def read_bare_day(groups: Groups, context: Context) -> Point | None:
    """«25日»: of the month named before, else of the anchor's."""
    day = number(groups["day"] or "")
    if not 1 <= day <= 31:
        return None
    return Point(OPEN, "day") if context.month is None else day_point(groups, context, context.month, day)


def read_fell_out(groups: Groups, context: Context) -> Point | None:
    """«524日»: the one real day that the digits can be split into."""
    digits = groups["digits"] or ""
    splits = [(int(digits[:at]), int(digits[at:])) for at in range(1, len(digits)) if digits[at] != "0"]
    real = [split for split in splits if calendar.day(LEAP, *split)]
    return day_point(groups, context, *real[0]) if len(real) == 1 else None
