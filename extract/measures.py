"""What the heads of a table say that its figures count: item, act, unit, time, and what they are a part of.

Heads stand above the figures («排查隐患（处）»), over several columns («重大隐患» above «排查数», «其中：已整改»), or
to the left of them.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extract.preceding import noun_before
from extract.rulebook import load
from extract.stretches import as_period, year_before
from extract.words import Words
from language.dates import find_times
from language.numerals import find_quantities
from records import Period

_KINDS_OF_MARK = ("年终", "年初")  # 年终得分: no time of the figures below, but which marks they are


class Unit(NamedTuple):
    """A unit without its scale word: 万元 is 元, 10000. implied: the head's noun stands for it."""

    name: str
    scale: Decimal = Decimal(1)
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What the figures under one head, or behind it, count.

    basis  set where they are rises and falls
    whole  number of the measure that this one is a part of, by «其中»
    """

    item: str
    action: str | None
    unit: Unit | None
    period: Period | None = None
    basis: str | None = None
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """What one head says, taken apart.

    words   its own, without unit, ordinal, time and «其中»; empty for «去年同期（处）», which counts what others do
    above   the words of the heads over it, the nearest first
    before  whether it is of the year before the others: 同期
    """

    words: str
    above: tuple[str, ...] = ()
    is_part: bool = False
    unit: Unit | None = None
    period: Period | None = None
    before: bool = False


def read_measures(
    heads: Sequence[Sequence[str]],
    shared: Unit | None,
    anchor: dt.date | None,
    given: Sequence[Unit | None] = (),
) -> list[Measure | None]:
    """What each column counts, from its heads top to bottom; None for one that counts nothing.

    shared  unit that stands once above the table; given  unit of each, where they stand in a column of their own
    """
    names = [_name(parts, anchor) for parts in heads]
    units = given or [None] * len(names)
    measures: list[Measure | None] = []
    for name, unit in zip(names, units, strict=True):
        measures.append(_measure(name, unit or name.unit or shared, measures, names) if name else None)
    return measures


def _name(parts: Sequence[str], anchor: dt.date | None) -> Name | None:
    """The head's name; None for one whose figures count nothing, or without a word."""
    data = load("tables")
    units = [written_unit(part) for part in parts]
    unit = next((one for _, one in reversed(units) if one), None)
    words = [re.sub(data["ordinal"], "", re.sub(r"\s", "", text)) for text, _ in units]
    timed = [without_time(text, anchor) for text in words]
    period = next((one for _, one in reversed(timed) if one), None)
    told = [text for text, _ in timed if not re.match(data["empty"], text)]
    last = told[-1] if told else data["item_by_noun"].get(words[-1], "") if words else ""
    if not (last or (period and unit)) or any(re.search(data["no_figures"], text) for text in (words[-1], last)):
        return None
    own = re.sub(data["part"], "", last)
    implied = _implied_unit(words[-1]) or _implied_unit(own)
    above = tuple(re.sub(data["part"], "", text) for text in reversed(told[:-1]))
    return Name(own, above, own != last, unit or implied, period, any("同期" in text for text in words))


def _measure(
    name: Name, unit: Unit | None, before: Sequence[Measure | None], names: Sequence[Name | None]
) -> Measure | None:
    if not name.words:
        return _same_measure(name, unit, before)
    if change := re.match(load("tables")["change"], name.words):
        return _change_measure(name, unit, change["basis"] or "较上年同期", before, names)
    if change := re.search(load("tables")["changed"], name.words):  # «起数同比»
        own = name.words[: change.start()]
        return Measure(own, None, unit or _implied_unit(own), name.period, change["basis"])
    whole = _whole(unit, before, names) if name.is_part else None
    left = before[whole] if whole is not None else _neighbour(name, before, names)
    item, action = _item(name, unit, left)
    if unit is None and (done := _done_to(name, before)):
        return done
    if unit and unit.name in "%‰" and sum(other is not None and other.words == name.words for other in names) > 1:
        item = _told_apart(item, name, left)
    return Measure(item, action, unit, name.period, None, whole if left and unit and unit.name not in "%‰" else None)


def _item(name: Name, unit: Unit | None, left: Measure | None) -> tuple[str, str | None]:
    """What is counted, by which act. «已整改» takes its noun from the head over it, else from what it is a part of."""
    data = load("tables")
    core = re.sub(data["counting"], "", re.sub(data["done"], "", name.words)) or name.words
    if unit and unit.name in "%‰" and core.endswith("率"):
        return core, None
    core = core.removesuffix(unit.name) if unit and unit.name == "人次" and len(core) > len(unit.name) + 1 else core
    noun = noun_before(Words(core).between(0, len(core)), unit.name if unit else "")
    # «列入治理计划的重大隐患»: the clause belongs to the noun; «应排查单位»: nobody has checked them yet
    if "的" in core or re.match(data["undone"], core):
        return core, None
    if noun.item is not None:
        return noun.item, noun.action
    if not noun.action or not re.search(data["carried"], noun.action):
        return core, None
    carrier = next((text for text in name.above if re.search(data["carrier"], text)), None)
    if carrier:
        return _item(Name(carrier), unit, None)[0], noun.action
    if left and re.search(data["carrier"], left.item):
        return left.item, noun.action
    alone = unit is not None and re.match(data["hazard_units"], unit.name) and re.search(data["carried_alone"], core)
    return ("隐患", noun.action) if alone else (core, None)


def _done_to(name: Name, before: Sequence[Measure | None]) -> Measure | None:
    """«已整治» without a unit, right behind «C级（栋）»: what was done to so many of those."""
    last = before[-1] if before else None
    if last is None or last.unit is None or last.unit.name in "%‰" or last.basis:
        return None
    noun = noun_before(Words(name.words).between(0, len(name.words)), last.unit.name)
    done = noun.action if noun.item is None or noun.item == noun.action else None
    return (
        replace(last, action=done, whole=None) if done and name.words.startswith(load("tables")["has_done"]) else None
    )


def _told_apart(item: str, name: Name, left: Measure | None) -> str:
    """«整改率», where several columns are called so, with what it is the rate of."""
    carrier = next((text for text in name.above if re.search(load("tables")["carrier"], text)), None)
    owner = _item(Name(carrier), None, None)[0] if carrier else left.item if left else ""
    return item if item.startswith(owner) else owner + item


def _whole(unit: Unit | None, before: Sequence[Measure | None], names: Sequence[Name | None]) -> int | None:
    """The nearest column to the left that a «其中» can be a part of: no part itself, of the same unit."""
    for at in reversed(range(len(before))):
        one, name = before[at], names[at]
        if one and name and not name.is_part and one.unit and unit and one.unit.name == unit.name:
            return at
    return None


def _neighbour(name: Name, before: Sequence[Measure | None], names: Sequence[Name | None]) -> Measure | None:
    """The nearest measure to the left that has a noun of its own, under the same heads."""
    for measure, other in zip(reversed(before), reversed(names[: len(before)]), strict=True):
        if measure and other and other.above == name.above and re.search(load("tables")["carrier"], measure.item):
            return measure
    return None


def _change_measure(
    name: Name, unit: Unit | None, basis: str, before: Sequence[Measure | None], names: Sequence[Name | None]
) -> Measure | None:
    """«同比（%）» under «死亡人数», or to the right of it: the size of that one's change."""
    if name.above:
        item, action = _item(replace(name, words=name.above[0], above=name.above[1:]), unit, None)
        return Measure(item, action, unit, name.period, basis)
    base = next((one for one in reversed(before) if one and one.unit and one.basis is None), None)
    return replace(base, unit=unit or base.unit, basis=basis, whole=None) if base else None


def _same_measure(name: Name, unit: Unit | None, before: Sequence[Measure | None]) -> Measure | None:
    """«去年同期（处）» to the right of «1-6月排查隐患（处）»: the same, of another time."""
    base = next((one for one in reversed(before) if one and one.unit and unit and one.unit.name == unit.name), None)
    if base is None or name.period is None:
        return None
    period = year_before(base.period) if name.before and base.period else name.period
    return replace(base, unit=unit, period=period, basis=None, whole=None)


def without_time(text: str, anchor: dt.date | None) -> tuple[str, Period | None]:
    """A head less the time that it begins with, and that time: «1-6月累计排查隐患»."""
    times = find_times(text, anchor)
    if not times or times[0].start > 0 or times[0].recurrence or times[0].text in _KINDS_OF_MARK:
        return text, None
    return text[times[0].end :], as_period(times[0])


# --- units -------------------------------------------------------------------------------------------------------


@cache
def as_unit(text: str) -> Unit | None:
    """The unit that a text is, and nothing else: 项, 万元, 千元, %."""
    found = find_quantities(f"1{text}")
    if len(found) != 1 or found[0].end != len(text) + 1 or not found[0].unit or found[0].value is None:
        return None
    return Unit(found[0].unit, found[0].value)


def written_unit(part: str) -> tuple[str, Unit | None]:
    """The head without its unit in brackets, and that unit. «检查企业（单位）（家）» has its second bracket for one."""
    for found in reversed(list(re.finditer(load("tables")["unit_in_head"], part))):
        if unit := as_unit(found["unit"]):
            return part[: found.start()] + part[found.end() :], unit
    if len(part) > 1 and part[-1] in "%‰":  # 占全年控制数%
        return part[:-1], Unit(part[-1])
    return part, None


def _implied_unit(name: str) -> Unit | None:
    """The unit that a head's noun stands for."""
    nouns = [noun for noun in load("tables")["unit_by_noun"] if name.endswith(noun)]
    return Unit(load("tables")["unit_by_noun"][max(nouns, key=len)], implied=True) if nouns else None
