"""Tells which line of a month's table a count belongs to; the lines and their patterns are indicators.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from records import Count
from records.facts import LEDGER_CELL

_LONGEST = 60  # of action and item: beyond it is no name of a thing, and patterns of many parts grow slow


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator as indicators.toml declares it; see its head for the fields.

    measures  each list of classifiers means one measure; the first names it. A later list counts visits to the earlier
    parts     keys of a rate's part and whole; None for figures that are added
    """

    key: str
    name: str
    measures: tuple[tuple[str, ...], ...]
    says: re.Pattern[str]
    narrow: re.Pattern[str] | None
    unless: re.Pattern[str]
    others: re.Pattern[str] | None
    part_of: tuple[str, ...]
    after: Mapping[str, str]
    only_after: bool
    marked_only: bool
    sum_of: tuple[str, ...]
    parts: tuple[str, str] | None
    adds: Literal["units", "stated"]
    finds: tuple[str, ...]
    leaves: tuple[str, ...]

    def measure(self, unit: str) -> int | None:
        """Index of the measure that the classifier belongs to, None when it is not one of this line's."""
        return next((at for at, names in enumerate(self.measures) if unit in names), None)

    def takes(self, count: Count) -> bool:
        """Whether it could be this line's: the classifier fits, and the words do not make it a plan or a remainder."""
        return self.measure(count.unit) is not None and not self.unless.search(f"{count.action or ''} {count.quote}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a count was read as. narrow: only one sort of what the line counts. others: by its words somebody else's."""

    line: Line
    narrow: bool = False
    others: bool = False


@cache
def load_lines() -> Mapping[str, Line]:
    """All lines by key, in the order of indicators.toml."""
    data = _data()
    words = _expand_words(data["words"])
    lines = (_line(row, words, data["common"]["unless"]) for row in data["indicator"])
    return {line.key: line for line in lines}


@cache
def plans() -> re.Pattern[str]:
    """Words of a clause by which its figures are a plan's or a rhythm's."""
    return re.compile(_data()["common"]["clause"])


def read_count(count: Count) -> Reading | None:
    """The line that a count belongs to by its words alone; None when to none of them, as what one danger took."""
    words = f"{count.action or ''}/{count.item}"
    if count.rule == LEDGER_CELL or len(words) > _LONGEST:
        return None
    takers = [line for line in _counted_in(count.unit) if line.takes(count)]
    exact = next((line for line in takers if line.says.fullmatch(words)), None)
    narrow = next((line for line in takers if line.narrow and line.narrow.fullmatch(words)), None)
    line = exact or narrow
    if line is None:
        return None
    others = line.others is not None and line.others.search(f"{count.action or ''} {count.quote}") is not None
    return Reading(line, narrow=exact is None, others=others)


@cache
def _counted_in(unit: str) -> tuple[Line, ...]:
    """The lines of which the classifier is one."""
    return tuple(line for line in load_lines().values() if line.measure(unit) is not None)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("ledger").joinpath("indicators.toml").read_text(encoding="utf-8"))


def _line(row: Mapping[str, Any], words: Mapping[str, str], unless: str) -> Line:
    return Line(
        key=row["key"],
        name=row["name"],
        measures=tuple(tuple(names) for names in row["measures"]),
        says=_pattern(row["says"], words),
        narrow=_pattern(row["narrow"], words) if "narrow" in row else None,
        unless=re.compile(f"{unless}|{row['unless']}" if "unless" in row else unless),
        others=re.compile(row["others"]) if "others" in row else None,
        part_of=tuple(row.get("part_of", ())),
        after=row.get("after", {}),
        only_after=row.get("only_after", False),
        marked_only=row.get("marked_only", False),
        sum_of=tuple(row.get("sum_of", ())),
        parts=tuple(row["rate_of"]) if "rate_of" in row else None,
        adds=row.get("adds", "units"),
        finds=tuple(row["finds"]),
        leaves=tuple(row["leaves"]),
    )


def _expand_words(words: Mapping[str, str]) -> dict[str, str]:
    """Each word's pattern with the words before it put in."""
    full: dict[str, str] = {}
    for name, pattern in words.items():
        full[name] = _fill(pattern, full)
    return full


def _fill(pattern: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\$([a-z]+)", lambda match: words[match[1]], pattern)


def _pattern(patterns: list[str], words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_fill(pattern, words)})" for pattern in patterns))
