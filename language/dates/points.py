"""A point in time and what it takes from its context; points of whole months and of one day."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from language.dates import calendar
from language.dates.lexicon import words, year_number
from language.dates.time import Grain, Period, Relation, Rhythm, YearFrom

OPEN = Period(None, None)
LEAP = 2000  # a month or day without a year must be real in some year


@dataclass(frozen=True, slots=True)
class Context:
    """What a point that does not say all takes from outside.

    day    the anchor; None when unknown
    year   year of a bare month; month: month of a bare day; None when unknown
    own    the year that the text is written in: 今年
    last   the day named last in the sentence: 次日, 18时前
    told   year and month of the time told last, wherever it was: 同年, 同月
    """

    day: dt.date | None
    year: int | None
    month: int | None
    year_from: YearFrom = "none"
    own: int | None = None
    last: dt.date | None = None
    told: tuple[int, int | None] | None = None


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


def with_year(groups: Groups, context: Context) -> Context:
    """The context with the year that the expression itself names."""
    if year := groups.get("year"):
        return replace(context, year=year_number(year), year_from="stated")
    if near := groups.get("near_year"):
        year_from: YearFrom = "anchor" if context.day else "text"
        told: int | None = None if context.own is None else context.own + words()["years"][near]
        return replace(context, year=told, year_from=year_from)
    if after := groups.get("after_year"):
        base = context.told[0] if context.told and after == "同年" else context.year
        return replace(context, year=None if base is None else base + words()["years_after"][after])
    return context


def names_year(groups: Groups) -> bool:
    """Whether the expression says its year itself."""
    return any(groups.get(name) for name in ("year", "near_year", "after_year"))


def takes_year(groups: Groups) -> bool:
    """Whether its year comes from the context: neither named nor told from the anchor (本月)."""
    return not names_year(groups) and "near" not in groups


def months_point(groups: Groups, context: Context, first: int, last: int, grain: Grain) -> Point | None:
    """Point of whole months of the year that the groups or the context name."""
    context = with_year(groups, context)
    period = OPEN if context.year is None else calendar.months(context.year, first, last)
    if period is None:
        return None
    part = groups.get("part")
    iso = None if context.year is None else f"{context.year:04}" + (f"-{first:02}" if first == last else "")
    return Point(
        calendar.part_of(period, part), "tendays" if part and grain == "month" else grain, iso,
        year_from=context.year_from if context.year is not None else "none",
        month=first if first == last else None, bare_year=takes_year(groups), names_year=names_year(groups),
        part=bool(part),
    )  # fmt: skip


def day_point(groups: Groups, context: Context, month: int, number_: int) -> Point | None:
    """Point of one day; its year, when unknown, leaves the days open."""
    context = with_year(groups, context)
    one = calendar.day(LEAP if context.year is None else context.year, month, number_)
    if one is None:
        return None
    bare = takes_year(groups)
    if context.year is None:
        return Point(OPEN, "day", month=month, bare_year=bare)
    return Point(
        Period(one, one), "day", one.isoformat(), year_from=context.year_from, month=month, bare_year=bare,
        names_year=names_year(groups),
    )  # fmt: skip
