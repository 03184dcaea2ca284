"""Hazards and dated tasks of a month as a paper tells them: each once, with all records that state it."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from records import Accident, Deadline, Filed, Hazard

_EDGES = "，。；、：,;:. \t\r\n\u3000"
_LOOSE_SPACE = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")


@dataclass(frozen=True, slots=True)
class Ways:
    """The data of matters.toml."""

    vague: tuple[re.Pattern[str], ...]
    own: re.Pattern[str]
    short: tuple[str, ...]
    generic: tuple[re.Pattern[str], ...]


@cache
def load_ways() -> Ways:
    """The ways of telling hazards and tasks."""
    data = tomllib.loads(files("generate").joinpath("matters.toml").read_text(encoding="utf-8"))
    vague, generic = (tuple(map(re.compile, data[name])) for name in ("vague", "generic"))
    return Ways(vague, re.compile(data["own"]), tuple(data["short"]), generic)


@dataclass(frozen=True, slots=True)
class Danger:
    """A hazard in one or several mentions. mended when any of them says so; unit has all that report it, by «、»."""

    unit: str
    description: str
    place: str | None
    industry: str | None
    major: bool
    mended: bool
    due: dt.date | None
    responsible: str | None
    sources: tuple[int, ...]
    measures: str | None = None
    funds: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An accident that one or several papers tell of. date is ISO to the precision given; told is a record's words."""

    unit: str
    told: str
    date: str | None
    place: str | None
    type: str | None
    deaths: int | None
    injured: int | None
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A task and its first and last day, as far as a record gives them."""

    unit: str
    task: str
    start: dt.date | None
    due: dt.date | None
    responsible: str | None
    sources: tuple[int, ...]


def dangers(hazards: Iterable[Filed[Hazard]]) -> tuple[Danger, ...]:
    """The hazards, mentions of the same one joined, in the order of their first mention.

    A major one at a named place is the same whoever reports it: town and fire brigade both tell of the same exit.
    """
    groups: dict[tuple[str, str, str], list[Filed[Hazard]]] = {}
    for filed in hazards:
        record = filed.record
        key = (filed.unit, tidy(record.place or ""), tidy(record.description))
        groups.setdefault(key, []).append(filed)
    joined: dict[tuple[str, str, str], list[Filed[Hazard]]] = {}
    for (unit, place, description), group in groups.items():
        grave = place and any(filed.record.level == "重大" for filed in group)
        joined.setdefault(("" if grave else unit, place, description), []).extend(group)
    return tuple(_danger(group) for key, group in joined.items() if key[-1])


def _danger(group: list[Filed[Hazard]]) -> Danger:
    records = [filed.record for filed in group]
    return Danger(
        unit="、".join(dict.fromkeys(filed.unit for filed in group)),
        description=tidy(records[0].description),
        place=_first(tidy(record.place or "") for record in records),
        industry=_first(record.industry for record in records),
        major=any(record.level == "重大" for record in records),
        mended=any(record.status == "rectified" for record in records),
        due=max((record.due for record in records if record.due), default=None),
        responsible=_first(full_name(tidy(record.responsible or ""), group[0].unit) for record in records),
        sources=tuple(filed.id for filed in group),
        measures=_first(tidy(record.measures or "") for record in records),
        funds=next((record.funds for record in records if record.funds is not None), None),
    )


def events(accidents: Iterable[Filed[Accident]]) -> tuple[Event, ...]:
    """The accidents by day, tellings of the same day, place and kind joined; those without a day at the end."""
    groups: dict[tuple[str | None, str], list[Filed[Accident]]] = {}
    for filed in accidents:
        record = filed.record
        apart = "" if record.date and record.place else str(filed.id)  # nothing says that two of these are one
        groups.setdefault((record.date, tidy(record.place or "") + apart), []).append(filed)
    return tuple(sorted(map(_event, groups.values()), key=lambda event: event.date or "9999"))


def _event(group: list[Filed[Accident]]) -> Event:
    fullest = max((filed.record for filed in group), key=lambda record: len(record.quote))
    return Event(
        unit=group[0].unit,
        told=tidy(fullest.quote),
        date=fullest.date,
        place=fullest.place,
        type=fullest.type,
        deaths=fullest.deaths,
        injured=fullest.injured,
        sources=tuple(filed.id for filed in group),
    )


def duties(deadlines: Iterable[Filed[Deadline]]) -> tuple[Duty, ...]:
    """The tasks, those said twice by one unit joined, by last day; those without one at the end."""
    groups: dict[tuple[object, ...], list[Filed[Deadline]]] = {}
    for filed in deadlines:
        record = filed.record
        key = (filed.unit, tidy(record.task), record.start_date, record.due)
        groups.setdefault(key, []).append(filed)
    found = [_duty(group) for group in groups.values()]
    return tuple(sorted((duty for duty in found if duty.task), key=lambda duty: duty.due or dt.date.max))


def _duty(group: list[Filed[Deadline]]) -> Duty:
    record = group[0].record
    return Duty(
        unit=group[0].unit,
        task=tidy(record.task),
        start=record.start_date,
        due=record.due,
        responsible=_first(full_name(tidy(filed.record.responsible or ""), group[0].unit) for filed in group),
        sources=tuple(filed.id for filed in group),
    )


def is_vague(duty: Duty) -> bool:
    """Whether the task names no object: «整改到位»."""
    return any(pattern.fullmatch(duty.task) for pattern in load_ways().vague)


def is_named(place: str) -> bool:
    """Whether the place has a name of its own, so that somebody can be written to: not «学校», «沿街商铺»."""
    return not any(pattern.fullmatch(place) for pattern in load_ways().generic)


def full_name(name: str, unit: str) -> str:
    """The name as those know it who do not read it in the unit's own report: «我局», «镇应急办»."""
    ways = load_ways()
    if own := ways.own.match(name):
        rest = name[own.end() :]
        return unit + rest if len(own[0]) > 1 or not rest else name
    for word in ways.short:
        if name.startswith(word) and unit.endswith(word):
            return unit + name[len(word) :]
    return name


def by_turns(found: Iterable[Danger]) -> tuple[Danger, ...]:
    """The hazards, those with a place first, each unit once before any has its second turn."""
    turns: dict[str, int] = {}
    ranked: list[tuple[bool, int, Danger]] = []
    for danger in sorted(found, key=lambda danger: danger.place is None):
        turns[danger.unit] = turns.get(danger.unit, 0) + 1
        ranked.append((danger.place is None, turns[danger.unit], danger))
    return tuple(danger for _, _, danger in sorted(ranked, key=lambda entry: entry[:2]))


def tidy(text: str) -> str:
    """The text on one line: no space beside a Chinese character, no mark at its ends, no bracket left open."""
    text = re.sub(r"\s+", " ", _LOOSE_SPACE.sub("", text)).strip(_EDGES)
    for opening, closing in ("（）", "()", "“”", "《》"):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
