"""How much an inspection looked at and found, clause by clause, from the records of its own papers."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from records import Count, Figure, Filed, MonthSummary, Period


@dataclass(frozen=True, slots=True)
class Clause:
    """A figure that an inspection's paper tells of itself, and the words before it: «抽查生产经营单位»."""

    words: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one paper tells of an inspection. period is when it was; None where its figures name no days or several."""

    unit: str
    period: Period | None
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class _Sign:
    actions: re.Pattern[str]
    items: re.Pattern[str]
    words: str
    needed: bool


@cache
def load_signs() -> tuple[_Sign, ...]:
    """The data of inspections.toml, in its order."""
    rows = tomllib.loads(files("generate").joinpath("inspections.toml").read_text(encoding="utf-8"))["clause"]
    return tuple(
        _Sign(re.compile(row["actions"]), re.compile(row["items"]), row["words"], bool(row.get("needed")))
        for row in rows
    )


def inspections(summary: MonthSummary) -> tuple[Inspection, ...]:
    """The inspections of a month, a paper each; a paper that does not say what was looked at is none."""
    papers: dict[tuple[str, str], list[Filed[Count]]] = {}
    for filed in summary.counts:
        if filed.id in summary.inspected and filed.record.value is not None:
            papers.setdefault((filed.unit, filed.sha256 or filed.document), []).append(filed)
    found = (_inspection(unit, counts) for (unit, _), counts in papers.items())
    return tuple(one for one in found if one is not None)


def _inspection(unit: str, counts: list[Filed[Count]]) -> Inspection | None:
    taken = dict(_taken(counts))
    if not all(sign in taken for sign in load_signs() if sign.needed):
        return None
    periods = {filed.record.period for filed in taken.values() if filed.record.period}
    clauses = tuple(_clause(sign, filed) for sign, filed in taken.items())
    return Inspection(unit, periods.pop() if len(periods) == 1 else None, clauses)


def _taken(counts: Iterable[Filed[Count]]) -> Iterator[tuple[_Sign, Filed[Count]]]:
    """The first count that each sign fits, in the order of the signs; none twice."""
    left = [filed for filed in counts if filed.record.same_as is None]
    for sign in load_signs():
        for filed in left:
            record = filed.record
            if sign.actions.fullmatch(record.action or "") and sign.items.fullmatch(record.item):
                left.remove(filed)
                yield sign, filed
                break


def _clause(sign: _Sign, filed: Filed[Count]) -> Clause:
    record = filed.record
    assert record.value is not None  # inspections() takes no masked count
    words = sign.words.replace("〔动作〕", record.action or "").replace("〔对象〕", record.item)
    return Clause(words, Figure(record.value, record.unit, (filed.id,), record.approx))
