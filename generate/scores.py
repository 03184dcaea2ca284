"""Scores of the units by the indicators and weights that a kind's draft.toml declares ([[score]], [[zone]])."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from generate.settings import ScorePlan, ZonePlan
from generate.units import doubtful, places, same_measure
from records import Figure, Indicator, MonthSummary
from templates import BadTemplate

_RATE, _UNIT = "%", "分"
_FULL, _CENT = Decimal(100), Decimal("0.01")
_REASONS = {
    "masked": "{}以符号代替",
    "disputed": "{}前后不一致",
    "unclear": "{}有多个数值、不能确定",
    "other_period": "{}的统计时段不同",
    "narrow": "{}只报了其中一类",
}


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit's place from 1, its score, and its figure of each indicator: None for one that it need not have."""

    unit: str
    place: int
    score: Figure
    parts: tuple[Figure | None, ...]
    zone: str | None


@dataclass(frozen=True, slots=True)
class Scores:
    """The units in the order of their places, and those that have none, by the reason why."""

    ranked: tuple[Scored, ...]
    unranked: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Term:
    """An indicator as it is scored: what the units state, and which of that cannot be used, with the reason."""

    plan: ScorePlan
    figures: Mapping[str, Figure]
    reasons: Mapping[str, str]

    @property
    def best(self) -> Figure | None:
        return max(self.figures.values(), key=lambda figure: figure.value, default=None)


def score(
    summary: MonthSummary, plans: Sequence[ScorePlan], zones: Sequence[ZonePlan], apart: str | None = None
) -> Scores:  # fmt: skip
    """The scores of a month. apart is the office itself, which is not scored.

    Out of 100; each indicator weighs what its plan says. A unit that lacks an indicator which all must have is not
    ranked; where it lacks another, the weights of the rest count. Equal scores, as printed, share one place.
    Raises BadTemplate: an indicator to be taken as a rate is none.
    """
    indicators = {indicator.name: indicator for indicator in summary.indicators.values()}
    doubts = doubtful(indicators)
    terms = [_term(plan, indicators.get(plan.indicator), doubts) for plan in plans]
    stated = (unit for term in terms for unit in term.figures)
    units = [unit for unit in dict.fromkeys((*summary.units, *stated)) if unit != apart]
    unranked = {unit: reason for unit in units if (reason := _why_not(unit, terms))}
    unranked |= dict.fromkeys(summary.missing, "未报送本月工作情况")
    scored = {unit: _scored(unit, terms) for unit in units if unit not in unranked}
    return Scores(_ranked(scored, terms, zones), _grouped(unranked))


def _term(plan: ScorePlan, indicator: Indicator | None, doubts: Iterable[tuple[str, str]]) -> _Term:
    if indicator is None:
        return _Term(plan, {}, {})
    name = indicator.name
    reasons = {omission.unit: _REASONS[omission.reason].format(name) for omission in indicator.omitted}
    reasons |= {unit: _REASONS["masked"].format(name) for unit in indicator.masked}
    reasons |= {unit: f"{name}与本单位其他数据矛盾" for unit, doubted in doubts if doubted == name}
    reasons |= {unit: f"{name}不是确数" for unit, figure in indicator.by_unit.items() if figure.approx != "exact"}
    if plan.by == "most":
        reasons |= dict(_other_measures(indicator))
    figures = {unit: figure for unit, figure in indicator.by_unit.items() if unit not in reasons}
    if plan.by == "rate" and any(figure.unit != _RATE for figure in figures.values()):
        raise BadTemplate(f"考评指标“{name}”不是百分率，不能按比率计分，请把 by 改为 most")
    return _Term(plan, figures, reasons)


def _other_measures(indicator: Indicator) -> Iterator[tuple[str, str]]:
    """The units that count in another measure than the rest: 家 where most say 家次."""
    measures = Counter(figure.unit for figure in indicator.by_unit.values())
    usual = indicator.total.unit if indicator.total else next(iter(measures.most_common(1)), ("", 0))[0]
    for unit, figure in indicator.by_unit.items():
        if not same_measure(figure.unit, usual):
            yield unit, f"{indicator.name}以“{figure.unit}”计，与其他单位不同"


def _why_not(unit: str, terms: Sequence[_Term]) -> str | None:
    """Why the unit is not ranked; None when it is."""
    lacking = [term for term in terms if term.plan.needed and unit not in term.figures]
    if not lacking:
        return None if any(unit in term.figures for term in terms) else "没有报送考评指标"
    unsaid = "、".join(term.plan.indicator for term in lacking if unit not in term.reasons)
    known = [term.reasons[unit] for term in lacking if unit in term.reasons]
    return "，".join([f"没有报送{unsaid}", *known] if unsaid else known)


def _scored(unit: str, terms: Sequence[_Term]) -> Figure:
    """The score, and how it was worked out."""
    counted = [(term, term.figures[unit]) for term in terms if unit in term.figures]
    whole = sum(term.plan.weight for term, _ in counted)
    value = sum((_points(term, figure) * term.plan.weight for term, figure in counted), Decimal(0)) / whole
    told = [_told(term, figure) for term, figure in counted]
    weighed = "＋".join(f"{words}×{term.plan.weight}" for words, (term, _) in zip(told, counted, strict=True))
    sources = [
        source for term, figure in counted for one in _used(term, figure) for source in one.sources
    ]  # fmt: skip
    return Figure(
        value.quantize(_CENT, ROUND_HALF_UP), _UNIT, tuple(dict.fromkeys(sources)),
        formula=told[0] if len(told) == 1 else f"（{weighed}）÷{whole}",
    )  # fmt: skip


def _points(term: _Term, figure: Figure) -> Decimal:
    """What the figure is worth, out of 100."""
    if term.plan.by == "rate":
        return min(figure.value, _FULL)
    best = term.best
    return figure.value / best.value * _FULL if best and best.value else Decimal(0)


def _told(term: _Term, figure: Figure) -> str:
    if term.plan.by == "rate" or not term.best:
        return f"{term.plan.indicator}{figure.value:f}"
    return f"{term.plan.indicator}{figure.value:f}÷最多的{term.best.value:f}×100"


def _used(term: _Term, figure: Figure) -> tuple[Figure, ...]:
    return (figure, term.best) if term.plan.by == "most" and term.best else (figure,)


def _ranked(
    scored: Mapping[str, Figure], terms: Sequence[_Term], zones: Sequence[ZonePlan]
) -> tuple[Scored, ...]:  # fmt: skip
    entries = sorted(scored.items(), key=lambda entry: -entry[1].value)
    ranks = places(entries)
    return tuple(
        Scored(
            unit, place, figure, tuple(term.figures.get(unit) for term in terms),
            _zone(figure.value, place, sum(other > place for other in ranks), zones),
        )
        for place, (unit, figure) in zip(ranks, entries, strict=True)
    )  # fmt: skip


def _zone(value: Decimal, place: int, after: int, zones: Iterable[ZonePlan]) -> str | None:
    """The first zone that takes such a score, or such a place with so many ranked after it."""
    for zone in zones:
        high = zone.at_least is not None and value >= zone.at_least
        low = zone.below is not None and value < zone.below
        if high or low or place <= zone.first or after < zone.last:
            return zone.name
    return None


def _grouped(reasons: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for unit, reason in reasons.items():
        groups.setdefault(reason, []).append(unit)
    return {reason: tuple(units) for reason, units in groups.items()}
