"""From a form's match to days."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from language.dates import calendar
from language.dates.holidays import after_workdays, festival
from language.dates.lexicon import number, words, year_number
from language.dates.time import Grain, Period, Relation, Rhythm, YearFrom

_OPEN = Period(None, None)
_LEAP = 2000  # a month or day without a year must be real in some year


@dataclass(frozen=True, slots=True)
class Context:
    """What a point that does not say all takes from outside.

    day    the anchor; None when unknown
    year   year of a bare month; month: month of a bare day; None when unknown
    own    the year that the text is written in: 今年
    """

    day: dt.date | None
    year: int | None
    month: int | None
    year_from: YearFrom = "none"
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A point in time, read: its days, and what it leaves to the points after it.

    bare_year      its year came from the context; 本月 and the like have theirs from the anchor
    names_year     it says its year itself: 2022年, 去年
    open_relation  what it means by itself: 目前 until, 3日内 within
    part           it is an end or third of something: «年底», «7月上旬»
    """

    period: Period
    grain: Grain
    iso: str | None = None
    recurrence: Rhythm | None = None
    year_from: YearFrom = "none"
    month: int | None = None
    bare_year: bool = False
    names_year: bool = False
    open_relation: Relation | None = None
    part: bool = False


Groups = dict[str, str | None]
Reader = Callable[[Groups, Context], Point | None]


def read(name: str, match: re.Match[str], context: Context) -> Point | None:
    """What the match of that form means; None when it is no real day (2月30日)."""
    return _READERS[name](match.groupdict(), context)


def _with_year(groups: Groups, context: Context) -> Context:
    """The context with the year that the expression itself names."""
    if year := groups.get("year"):
        return replace(context, year=year_number(year), year_from="stated")
    if near := groups.get("near_year"):
        year_from: YearFrom = "anchor" if context.day else "text"
        year = None if context.own is None else context.own + words()["years"][near]
        return replace(context, year=year, year_from=year_from)
    if after := groups.get("after_year"):
        return replace(context, year=None if context.year is None else context.year + words()["years_after"][after])
    return context


def _names_year(groups: Groups) -> bool:
    return any(groups.get(name) for name in ("year", "near_year", "after_year"))


def _takes_year(groups: Groups) -> bool:
    return not _names_year(groups) and "near" not in groups


def _months(groups: Groups, context: Context, first: int, last: int, grain: Grain) -> Point | None:
    """Point of whole months of the year that the groups or the context name."""
    context = _with_year(groups, context)
    period = _OPEN if context.year is None else calendar.months(context.year, first, last)
    if period is None:
        return None
    part = groups.get("part")
    iso = None if context.year is None else f"{context.year:04}" + (f"-{first:02}" if first == last else "")
    return Point(
        calendar.part_of(period, part), "tendays" if part and grain == "month" else grain, iso,
        year_from=context.year_from if context.year is not None else "none",
        month=first if first == last else None, bare_year=_takes_year(groups), names_year=_names_year(groups),
        part=bool(part),
    )  # fmt: skip


def _day(groups: Groups, context: Context, month: int, number_: int) -> Point | None:
    """Point of one day; its year, when unknown, leaves the days open."""
    context = _with_year(groups, context)
    one = calendar.day(_LEAP if context.year is None else context.year, month, number_)
    if one is None:
        return None
    bare = _takes_year(groups)
    if context.year is None:
        return Point(_OPEN, "day", month=month, bare_year=bare)
    return Point(
        Period(one, one), "day", one.isoformat(), year_from=context.year_from, month=month, bare_year=bare,
        names_year=_names_year(groups),
    )  # fmt: skip


def _stamp(groups: Groups, context: Context) -> Point | None:
    return _day(groups, context, int(groups["month"] or 0), int(groups["day"] or 0))


def _stamp_month(groups: Groups, context: Context) -> Point | None:
    month = int(groups["month"] or groups["dotted"] or groups["open"] or 0)
    return _months(groups, context, month, month, "month")


def _half(groups: Groups, context: Context) -> Point | None:
    first = 1 if groups["half"] == "上" else 7
    return _months(groups, context, first, first + 5, "half")


def _quarter(groups: Groups, context: Context) -> Point | None:
    quarter = number(groups["quarter"] or groups["q"] or "")
    return _months(groups, context, 3 * quarter - 2, 3 * quarter, "quarter")


def _first_quarters(groups: Groups, context: Context) -> Point | None:
    return _months(groups, context, 1, 3 * number(groups["n"] or ""), "quarter")


def _first_months(groups: Groups, context: Context) -> Point | None:
    count = number(groups["n"] or "")
    return _months(groups, context, 1, count, "month") if 1 <= count <= 12 else None


def _month(groups: Groups, context: Context) -> Point | None:
    month = number(groups["month"] or "")
    if not 1 <= month <= 12:
        return None
    if day := groups["day"]:
        return _day(groups, context, month, number(day))
    return _months(groups, context, month, month, "month")


def _near_month(groups: Groups, context: Context) -> Point | None:
    offset = words()["months"][groups["near"]]
    if context.day is None:
        return Point(_OPEN, "day" if groups["day"] else "month")
    index = context.day.year * 12 + context.day.month - 1 + offset
    near = replace(context, year=index // 12, year_from="anchor")
    month = index % 12 + 1
    if day := groups["day"]:
        return _day(groups, near, month, number(day))
    return _months(groups, near, month, month, "month")


def _near_quarter(groups: Groups, context: Context) -> Point | None:
    if context.day is None:
        return Point(_OPEN, "quarter")
    index = context.day.year * 4 + (context.day.month - 1) // 3 + words()["quarters"][groups["near"] or "本"]
    quarter = index % 4 + 1
    near = replace(context, year=index // 4, year_from="anchor")
    return _months(groups, near, 3 * quarter - 2, 3 * quarter, "quarter")


def _quarter_end(groups: Groups, context: Context) -> Point | None:
    return _near_quarter(groups | {"near": "本"}, context)


def _near_week(groups: Groups, context: Context) -> Point | None:
    weekday = groups.get("weekday")
    grain: Grain = "day" if weekday and weekday != "末" else "week"
    if context.day is None:
        return Point(_OPEN, grain)
    offset = words()["weeks"][groups.get("near") or "本"]
    index = "一二三四五六日".index(weekday.replace("天", "日")) if weekday and weekday != "末" else None
    period = calendar.week(context.day, offset, index)
    if period is not None and weekday == "末" and period.last:
        period = Period(period.last - dt.timedelta(days=1), period.last)
    if period is None:
        return None
    iso = period.first.isoformat() if period.first and grain == "day" else None
    return Point(period, grain, iso, year_from="anchor")


def _near_day(groups: Groups, context: Context) -> Point | None:
    offsets = words()["days"] | words()["days_after"]
    one = calendar.shift(context.day, offsets[groups["near"]], "day") if context.day else None
    if one is None:
        return Point(_OPEN, "day")
    return Point(Period(one, one), "day", one.isoformat(), year_from="anchor", month=one.month)


def _year(groups: Groups, context: Context) -> Point | None:
    if elided := groups.get("elided"):
        groups = groups | {"year": elided}
    return _months(groups, context, 1, 12, "year")


def _year_rest(groups: Groups, context: Context) -> Point | None:
    reader = {"月": _near_month, "周": _near_week, "季": _near_quarter, "季度": _near_quarter}.get(groups["bare"] or "")
    point = reader(groups | {"near": "本", "day": None, "part": None}, context) if reader else _year(groups, context)
    if point is None or context.day is None or point.period.first is None:
        return point
    rest = max(point.period.first, context.day) if context.day.year == point.period.first.year else point.period.first
    return replace(point, period=Period(rest, point.period.last), open_relation="within")


def _month_part(groups: Groups, context: Context) -> Point | None:
    if context.month is None:
        return Point(_OPEN, "tendays")
    named = groups | {"part": groups["part"] or groups["tendays"]}
    return _months(named, context, context.month, context.month, "month")


def _bare_day(groups: Groups, context: Context) -> Point | None:
    day = int(groups["day"] or 0)
    if not 1 <= day <= 31:
        return None
    return Point(_OPEN, "day") if context.month is None else _day(groups, context, context.month, day)


def _fell_out(groups: Groups, context: Context) -> Point | None:
    digits = groups["digits"] or ""
    splits = [(int(digits[:at]), int(digits[at:])) for at in range(1, len(digits)) if digits[at] != "0"]
    real = [split for split in splits if calendar.day(_LEAP, *split)]
    return _day(groups, context, *real[0]) if len(real) == 1 else None


def _festival(groups: Groups, context: Context) -> Point | None:
    context = _with_year(groups, context)
    off = any(word in (groups["holiday"] or "") for word in ("假", "期间", "周"))
    period = (
        festival(groups["festival"] or groups["quoted"] or "", context.year, holiday=off)
        if context.year is not None
        else None
    )
    if period is None:
        return Point(_OPEN, "event", bare_year=not _names_year(groups))
    return Point(
        period, "event", None if off or not period.first else period.first.isoformat(),
        year_from=context.year_from, bare_year=not _names_year(groups),
    )  # fmt: skip


def _plan(groups: Groups, context: Context) -> Point | None:
    """«十四五»: the fourteenth five-year plan, 2021 to 2025; the tenth began in 2001."""
    first = 2001 + 5 * (number((groups["plan"] or "")[:-1]) - 10)
    whole = calendar.months(first, 1, 60) or _OPEN
    period = Period(whole.last, whole.last) if groups["part"] else whole
    return Point(period, "event", year_from="stated", part=bool(groups["part"]))


def _now(groups: Groups, context: Context) -> Point | None:
    return Point(Period(None, context.day), "day", open_relation="until")


def _since_state(groups: Groups, context: Context) -> Point | None:
    return Point(_OPEN, "event")


def _before_season(groups: Groups, context: Context) -> Point | None:
    """«汛期来临前»: a limit on no fixed day."""
    return Point(_OPEN, "season", open_relation="by")


def _within(groups: Groups, context: Context) -> Point | None:
    """«3日内»: from the anchor on, unless an event that is not the document's own issue starts the clock."""
    event = groups["event"] or ""
    unit = words()["units"][(groups["unit"] or "").removeprefix("个")]
    grain: Grain = {"day": "day", "workday": "day", "hour": "hour"}.get(unit, unit)
    issued = not event or any(word in event for word in words()["events"]["issued"])
    if context.day is None or (event.startswith(("收到", "接")) or not issued):
        return Point(_OPEN, grain, open_relation="within")
    last = _later(context.day, groups, unit)
    return Point(Period(context.day, last) if last else _OPEN, grain, year_from="anchor", open_relation="within")


def _later(day: dt.date, groups: Groups, unit: str) -> dt.date | None:
    count = 0 if groups["halfonly"] else number(groups["n"] or "1")
    half = bool(groups["half"] or groups["halfonly"])
    if unit == "workday":
        return after_workdays(day, count)
    if unit == "hour":
        return calendar.shift(day, -(-count // 24) if groups["unit"] != "分钟" else 0, "day")
    if unit == "quarter":
        return calendar.shift(day, 3 * count, "month")
    later = calendar.shift(day, count, unit)
    if later is None or not half:
        return later
    return (
        calendar.shift(later, 6, "month")
        if unit == "year"
        else calendar.shift(later, 15 if unit == "month" else 0, "day")
    )


def _near(groups: Groups, context: Context) -> Point | None:
    """«近三年来»: the three years up to the anchor."""
    unit = words()["units"][groups["unit"]]
    first = calendar.shift(context.day, -number(groups["n"] or ""), unit) if context.day else None
    return Point(Period(first, context.day) if first else _OPEN, unit, year_from="anchor", open_relation="since")


def _limit(groups: Groups, context: Context) -> Point | None:
    """«整改期限45日»: it runs from an order whose day stands elsewhere."""
    return Point(_OPEN, "month" if groups["unit"] == "月" else "day", open_relation="within")


def _from_event(groups: Groups, context: Context) -> Point | None:
    issued = any(word in (groups["event"] or "") for word in words()["events"]["issued"])
    return Point(Period(context.day if issued else None, None), "event", open_relation="from")


def _every(groups: Groups, context: Context) -> Point | None:
    rhythm = words()["rhythms"][groups.get("unit") or groups.get("step") or groups.get("twice")]
    return Point(_OPEN, "day", recurrence=rhythm)


def _rhythm(rhythm: Rhythm) -> Reader:
    return lambda groups, context: Point(_OPEN, "day", recurrence=rhythm)


_READERS: dict[str, Reader] = {
    "stamp": _stamp, "stamp_month": _stamp_month, "dotted": _stamp, "within": _within, "limit": _limit,
    "from_event": _from_event, "every_week": _rhythm("weekly"), "every_month": _rhythm("monthly"),
    "every_quarter": _rhythm("quarterly"), "every_year": _every, "every_day": _every, "one_each": _every,
    "unit_by_unit": _every, "mechanism": _every, "near": _near, "half": _half, "quarter": _quarter,
    "first_quarters": _first_quarters, "first_months": _first_months, "month": _month, "near_month": _near_month,
    "near_quarter": _near_quarter, "near_week": _near_week, "weekday": _near_week, "near_day": _near_day,
    "year_part": _year, "year_rest": _year_rest, "year": _year, "month_part": _month_part,
    "quarter_end": _quarter_end, "day": _bare_day, "month_fell_out": _fell_out, "festival": _festival, "plan": _plan,
    "now": _now, "since_state": _since_state, "before_season": _before_season,
}  # fmt: skip
