"""Chooses what a unit reports on one line out of all that its papers claim; where they leave a doubt, says so instead.

The rules, in their order:
 1. The unit's own figures before those of its bodies (检查组, 镇应急办); never those of an enterprise, a village, the
    county.
 2. Figures of the whole before those of one sort (加油站), which serve only a department that has no other sort;
    a town's figure from a passage about one trade does not serve unless the passage calls it a total.
 3. Equal statements are one, and so are an exact figure and its rounding («500余处» of 512).
 4. What a sentence about one trade or one enterprise says gives way to what others say.
 5. Of several values the largest is the unit's total if its sentence says so (共, 累计, 全镇) or if it is the sum of
    the figures beside it, or if it alone has a stated time, and nothing comes close to it. Two that are close are a
    contradiction: no figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from ledger.claims import Claim
from ledger.indicators import Line
from ledger.words import words
from records import Figure
from records.facts import Approx
from records.office import Omission

Reason: TypeAlias = Literal["masked", "disputed", "unclear", "other_period", "narrow"]

_CLOSE = Decimal("0.8")  # a slip of the pen or a stale figure differs by less than a fifth; a part is mostly smaller
_LEAST = 10  # 4 and 5 trainings are more likely two kinds of training than one miscounted
_SHOWN = 4
_WORDS: Mapping[Reason, str] = {
    "masked": "数值被遮盖",
    "disputed": "前后数值不一致",
    "unclear": "未能判定本单位总数",
    "other_period": "统计时段不同，未计入",
    "narrow": "只见分项数，未见总数",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit's figure on a line and the measure that it is in.

    claim   the first that states it, None where it was worked out
    marked  some sentence that states it calls it a total
    """

    figure: Figure
    measure: int
    claim: Claim | None = None
    marked: bool = False


Outcome: TypeAlias = Chosen | Omission


def choose(claims: Sequence[Claim], unit: str, area: bool) -> dict[int, Outcome]:
    """By measure, what the unit reports on a line over one stretch of time; empty when it says nothing of its own.

    claims  all on one line and over that stretch
    area    whether the unit is a town or zone, not a department
    """
    pool, narrow = _eligible(claims)
    if not pool:
        return _not_its_own(claims, unit)
    narrow = narrow or all(claim.limited and not claim.marked for claim in pool)
    if narrow and (area or len({claim.count.item for claim in pool}) > 1):
        return {pool[0].measure: leave_out(unit, "narrow", pool)}
    measures = sorted({claim.measure for claim in pool})
    return {measure: _settle([claim for claim in pool if claim.measure == measure], unit) for measure in measures}


def choose_stated(claims: Sequence[Claim]) -> Chosen | None:
    """The figure that units state for the whole area above them; None when they state none or not the same."""
    outcome = _settle(claims, "") if claims else None
    return outcome if isinstance(outcome, Chosen) else None


def speaks(claims: Sequence[Claim]) -> tuple[bool, bool]:
    """Whether they hold a figure of the unit's own, for the whole of what is counted; and whether one at all."""
    pool, narrow = _eligible(claims)
    return bool(pool) and not narrow, bool(pool)


def contradicts(chosen: Chosen, claims: Iterable[Claim]) -> list[Claim]:
    """The figure's claim and those of the unit's own, for the whole, that are too close to it to be another thing's."""
    first = chosen.claim
    if first is None or not first.exact:
        return []
    free = (claim for claim in claims if claim.standing == "own" and not claim.narrow and not claim.limited)
    close = [claim for claim in free if claim.exact and claim.measure == chosen.measure and _close(first, claim)]
    return [first, *close] if close else []


def leave_out(unit: str, reason: Reason, claims: Sequence[Claim]) -> Omission:
    """The unit's omission for that reason, with the quotes of the claims in question; there is at least one."""
    quotes = list(dict.fromkeys(f"“{claim.count.quote}”" for claim in claims))
    shown = "、".join(quotes[:_SHOWN]) + ("等" if len(quotes) > _SHOWN else "")
    return Omission(unit, reason, f"{_WORDS[reason]}：{shown}", tuple(claim.filed.id for claim in claims))


def _eligible(claims: Sequence[Claim]) -> tuple[list[Claim], bool]:
    """The claims of the best rank by rules 1 and 2, and whether they are of one sort only."""
    for narrow in (False, True):
        for standing in ("own", "inner"):
            rank = [claim for claim in claims if claim.standing == standing and claim.narrow == narrow]
            if rank:
                return rank, narrow
    return [], False


def _not_its_own(claims: Sequence[Claim], unit: str) -> dict[int, Outcome]:
    """What is told of others alone is left out, and said to be; of the country or a wider area not even that."""
    told = [claim for claim in claims if claim.standing in ("other", "whole_area")]
    return {told[0].measure: leave_out(unit, "unclear", told)} if told else {}


def _settle(pool: Sequence[Claim], unit: str) -> Outcome:
    """Rules 3 to 5 over claims of one measure."""
    stated = [claim for claim in pool if not claim.count.masked]
    if not stated:
        return leave_out(unit, "masked", pool)
    told = _without_roundings(stated)
    free = [claim for claim in told if not claim.limited] or told
    if pool[0].line.parts:
        return _settle_rate(free, unit)
    value = max(claim.value for claim in free)
    tops = sorted((claim for claim in free if claim.value == value), key=lambda claim: claim.count.start)
    top, rivals = tops[0], [claim for claim in free if _states(claim) != _states(tops[0])]
    close = [claim for claim in rivals if _close(top, claim)]
    if close and not top.limited and all(claim.exact for claim in (top, *close)):
        return leave_out(unit, "disputed", [top, *close])
    if rivals and (close or not _stands_out(tops, rivals, told)):
        return leave_out(unit, "unclear", [top, *rivals])
    return Chosen(to_figure(top), top.measure, top, any(claim.marked for claim in tops))


def _without_roundings(claims: Sequence[Claim]) -> list[Claim]:
    """The claims less the approximate ones that an exact one makes precise."""
    exact = [claim.value for claim in claims if claim.exact]
    return [claim for claim in claims if claim.exact or not any(_near(claim.value, value) for value in exact)]


def _settle_rate(claims: Sequence[Claim], unit: str) -> Outcome:
    """A rate: rates of different things are close by nature and none is the others' sum, so only marks decide."""
    for these in (claims, [claim for claim in claims if claim.marked and not claim.limited]):
        if len({_states(claim) for claim in these}) == 1:
            first = min(these, key=lambda claim: claim.count.start)
            return Chosen(to_figure(first), first.measure, first, first.marked)
    return leave_out(unit, "unclear", claims)


def _stands_out(tops: Sequence[Claim], rivals: Sequence[Claim], claims: Sequence[Claim]) -> bool:
    """Whether the largest value is told from its parts: called a total, alone with a stated time, or their sum."""
    if all(claim.limited for claim in tops) or any(_side_by_side(tops[0], claim) for claim in rivals):
        return False
    dated = any(claim.dated for claim in tops) and not any(claim.dated for claim in rivals)
    return dated or any(claim.marked for claim in tops) or any(_is_sum(claim, claims) for claim in tops)


def to_figure(claim: Claim) -> Figure:
    """The figure that one claim states; of a range its lower end, as a floor."""
    approx: Approx = claim.count.approx if claim.count.upper is None else "at_least"
    return Figure(claim.value, claim.count.unit, (claim.filed.id,), approx)


def add_parts(parts: Sequence[Chosen], lines: Sequence[Line]) -> Chosen:
    """The sum of figures that make up one thing in one unit: 一般 and 重大隐患."""
    figures = [part.figure for part in parts]
    terms = "＋".join(f"{line.name}{plain(figure.value)}" for line, figure in zip(lines, figures, strict=True))
    value = sum((figure.value for figure in figures), Decimal(0))
    sources = tuple(source for figure in figures for source in figure.sources)
    return Chosen(Figure(value, figures[0].unit, sources, joint_approx(figures), terms), parts[0].measure)


def joint_approx(figures: Iterable[Figure]) -> Approx:
    """How a sum of figures is to be taken: exact only when all are, «over» when some are floors, else «about»."""
    kinds = {figure.approx for figure in figures}
    if kinds == {"exact"}:
        return "exact"
    return "over" if kinds <= {"exact", "over", "at_least"} else "about"


def plain(value: Decimal) -> str:
    """A number in digits alone, no exponent, no zeros at the end of a fraction."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _states(claim: Claim) -> tuple[object, ...]:
    return claim.value, claim.count.approx, claim.count.upper


def _close(one: Claim, other: Claim) -> bool:
    """Whether two different values are so near that they must mean one thing, and are said of one thing."""
    low, high = sorted((one.value, other.value))
    same = _thing(one) == _thing(other) and not _side_by_side(one, other)
    return same and low != high and high >= _LEAST and _near(low, high)


def _near(one: Decimal, other: Decimal) -> bool:
    return min(one, other) >= max(one, other) * _CLOSE


def _side_by_side(one: Claim, other: Claim) -> bool:
    """Whether they are figures of two bodies of the unit: 党委主要领导带队15次, 分管领导22次."""
    return one.standing == "inner" and one.count.subject != other.count.subject


def _thing(claim: Claim) -> str:
    """What is counted, without words that make no difference."""
    return words()["commonplace"].sub("", claim.count.item)


def _is_sum(top: Claim, claims: Sequence[Claim]) -> bool:
    """Whether it is the sum of two or more figures right before or right after it in the same document."""
    if not top.exact:
        return False
    same = [claim for claim in claims if claim.exact and claim.filed.sha256 == top.filed.sha256]
    same.sort(key=lambda claim: claim.count.start)
    at = same.index(top)
    return _run_makes(top.value, same[:at][::-1]) or _run_makes(top.value, same[at + 1 :])


def _run_makes(total: Decimal, claims: Sequence[Claim]) -> bool:
    so_far = Decimal(0)
    for taken, claim in enumerate(claims, start=1):
        so_far += claim.value
        if so_far >= total:
            return so_far == total and taken > 1
    return False
