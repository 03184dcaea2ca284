"""Hazards and dated tasks of a month as a paper tells them: each once, with all records that state it."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from records import Deadline, Filed, Hazard

_EDGES = "，。；、：,;:. \t\r\n\u3000"
_LOOSE_SPACE = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")
_RECURRENCE = {
    "daily": "每日", "weekly": "每周", "monthly": "每月", "quarterly": "每季度", "half-yearly": "每半年",
    "yearly": "每年",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Danger:
    """A hazard that one unit reported, in one or several mentions. mended when any of them says so."""

    unit: str
    description: str
    place: str | None
    industry: str | None
    major: bool
    mended: bool
    due: dt.date | None
    responsible: str | None
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A task with a last day, or one that returns (recurrence as officials say it: «每月»)."""

    unit: str
    task: str
    start: dt.date | None
    due: dt.date | None
    recurrence: str | None
    responsible: str | None
    sources: tuple[int, ...]


def dangers(hazards: Iterable[Filed[Hazard]]) -> tuple[Danger, ...]:
    """The hazards, mentions of the same one joined, in the order of their first mention."""
    groups: dict[tuple[str, str, str], list[Filed[Hazard]]] = {}
    for filed in hazards:
        record = filed.record
        key = (filed.unit, tidy(record.place or ""), tidy(record.description))
        groups.setdefault(key, []).append(filed)
    return tuple(_danger(group) for key, group in groups.items() if key[-1])


def _danger(group: list[Filed[Hazard]]) -> Danger:
    records = [filed.record for filed in group]
    return Danger(
        unit=group[0].unit,
        description=tidy(records[0].description),
        place=_first(tidy(record.place or "") for record in records),
        industry=_first(record.industry for record in records),
        major=any(record.level == "重大" for record in records),
        mended=any(record.status == "rectified" for record in records),
        due=max((record.due for record in records if record.due), default=None),
        responsible=_first(tidy(record.responsible or "") for record in records),
        sources=tuple(filed.id for filed in group),
    )


def duties(deadlines: Iterable[Filed[Deadline]]) -> tuple[Duty, ...]:
    """The tasks, those said twice by one unit joined; dated ones by date first, then those that return."""
    groups: dict[tuple[object, ...], list[Filed[Deadline]]] = {}
    for filed in deadlines:
        record = filed.record
        key = (filed.unit, tidy(record.task), record.start_date, record.due, record.recurrence)
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
        recurrence=_RECURRENCE[record.recurrence] if record.recurrence else None,
        responsible=_first(tidy(filed.record.responsible or "") for filed in group),
        sources=tuple(filed.id for filed in group),
    )


def tidy(text: str) -> str:
    """The text on one line: no space beside a Chinese character, no mark at its ends, no bracket left open."""
    text = re.sub(r"\s+", " ", _LOOSE_SPACE.sub("", text)).strip(_EDGES)
    for opening, closing in ("（）", "()", "“”", "《》"):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
