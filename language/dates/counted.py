"""Reads what is counted from the anchor (3日内, 近三年, 目前) and what comes again (每月, 一周一)."""

import datetime as dt
import re

from language.dates import calendar
from language.dates.holidays import after_workdays
from language.dates.lexicon import number, words
from language.dates.points import OPEN, Context, Groups, Point, Reader
from language.dates.time import Grain, Period, Rhythm

_RECEIVED = re.compile("[收接]到|接[本函通]|送达")
_WEEK, _TEN_DAYS = 7, 10  # days


def read_within(groups: Groups, context: Context) -> Point | None:
    """«3日内»: from the anchor on, unless an event that is not the document's own issue starts the clock."""
    event = groups["event"] or ""
    unit = words()["units"][(groups["unit"] or "").removeprefix("个")]
    grain: Grain = {"day": "day", "workday": "day", "hour": "hour"}.get(unit, unit)
    if context.day is None or (event and not is_issue(event)):
        return Point(OPEN, grain, open_relation="within")
    last = _later(context.day, groups, unit)
    return Point(Period(context.day, last) if last else OPEN, grain, year_from="anchor", open_relation="within")


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


def read_near(groups: Groups, context: Context) -> Point | None:
    """«近三年来»: the three years up to the anchor."""
    unit = words()["units"][groups["unit"]]
    first = calendar.shift(context.day, -number(groups["n"] or ""), unit) if context.day else None
    return Point(Period(first, context.day) if first else OPEN, unit, year_from="anchor", open_relation="since")


def read_limit(groups: Groups, context: Context) -> Point | None:
    """«整改期限45日»: it runs from an order whose day stands elsewhere."""
    return Point(OPEN, "month" if groups["unit"] == "月" else "day", open_relation="within")


def read_lead_time(groups: Groups, context: Context) -> Point | None:
    """«提前两天»: before an event whose day stands elsewhere."""
    return Point(OPEN, "day", open_relation="within")


def read_from_event(groups: Groups, context: Context) -> Point | None:
    """«自印发之日起»: from the anchor on, where the event is the document's own issue."""
    begins = context.day if is_issue(groups["event"] or "") else None
    return Point(Period(begins, None), "event", open_relation="from")


def is_issue(event: str) -> bool:
    """Whether an event is the document's own issue; nobody knows on which day one receives it: «自收到本通知之日起»."""
    return not _RECEIVED.search(event) and any(word in event for word in words()["events"]["issued"])


def read_now(groups: Groups, context: Context) -> Point | None:
    """«目前»: up to the anchor."""
    return Point(Period(None, context.day), "day", open_relation="until")


def read_ahead(groups: Groups, context: Context) -> Point | None:
    """«今后两个月»: from the anchor on."""
    unit = words()["units"][groups["unit"]]
    last = calendar.shift(context.day, number(groups["n"] or ""), unit) if context.day else None
    return Point(Period(context.day, last) if last else OPEN, unit, year_from="anchor", open_relation="within")


def read_every(groups: Groups, context: Context) -> Point | None:
    """A rhythm told by its unit of time; every seven days is every week, and what is rarer comes every month."""
    unit = groups.get("unit") or groups.get("step") or groups.get("twice")
    rhythm: Rhythm = words()["rhythms"][unit]
    many = number(groups.get("n") or "一") if unit in ("日", "天") else 1
    if many >= _WEEK:
        rhythm = "weekly" if many < _TEN_DAYS else "monthly"
    return Point(OPEN, "day", recurrence=rhythm)


def rhythm(rhythm: Rhythm) -> Reader:
    """A reader of forms that all have one rhythm."""
    return lambda groups, context: Point(OPEN, "day", recurrence=rhythm)
