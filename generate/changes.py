"""同比 and 环比: how a month's totals stand to those of the month before and of the same month last year."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from generate.marks import Marks
from generate.units import same_measure
from records import Figure, Indicator, MonthSummary

_RATE = "%"
_POINTS = "个百分点"
_LEAST_SHARE = 2  # of the units of both totals, one in so many must be in both; else there is nothing to compare


@dataclass(frozen=True, slots=True)
class Before:
    """The summaries that a month is compared with; None where the store holds no records of that time.

    earlier  those of the months before it that a trend shows, the earliest first
    """

    last_month: MonthSummary | None = None
    last_year: MonthSummary | None = None
    earlier: tuple[MonthSummary, ...] = ()


def told_changes(summary: MonthSummary, before: Before, names: tuple[str, ...], marks: Marks) -> dict[str, str]:
    """By indicator, «（环比增加8处，上升16.67%；同比持平）» in marks; empty where nothing can be compared.

    Figures to date are not compared with last month's, of which they are a part.
    """
    now = _by_name(summary)
    pairs = [("同比", "上年同期", before.last_year)]
    if summary.period == "month":
        pairs.insert(0, ("环比", "上月", before.last_month))
    return {name: _told(name, now, summary, pairs, marks) for name in names}


def _by_name(summary: MonthSummary) -> dict[str, Indicator]:
    return {indicator.name: indicator for indicator in summary.indicators.values()}


def _told(
    name: str, now: Mapping[str, Indicator], summary: MonthSummary,
    pairs: list[tuple[str, str, MonthSummary | None]], marks: Marks,
) -> str:  # fmt: skip
    told = []
    for word, base, other in pairs:
        then = _by_name(other).get(name) if other and other.period == summary.period else None
        if name in now and then and (change := _change(name, now[name], then, word, base, marks)):
            told.append(change)
    return f"（{'；'.join(told)}）" if told else ""


def _change(name: str, now: Indicator, then: Indicator, word: str, base: str, marks: Marks) -> str | None:
    """The change in words: of the totals where the same units make them up, else of the units that both hold."""
    compared = _comparable(now, then)
    if compared is None:
        return None
    new, old, common = compared
    said = f"{word}{_wording(name, new, old, base, marks)}"
    if common is None:
        return said
    number = marks.number(
        Figure(Decimal(common), "个单位", new.sources + old.sources, formula="两期都报送的单位数"), name
    )
    return f"按两期都报送的{number}计，{said}"


def _comparable(now: Indicator, then: Indicator) -> tuple[Figure, Figure, int | None] | None:
    """New and old figure, and how many units they are of where these are not all; None when they say nothing."""
    new, old = now.total, then.total
    if new is None or old is None or not same_measure(new.unit, old.unit) or {new.approx, old.approx} != {"exact"}:
        return None
    if now.by_unit.keys() == then.by_unit.keys() or not (now.by_unit and then.by_unit):
        return new, old, None
    both = [unit for unit in now.by_unit if unit in then.by_unit]
    every = now.by_unit.keys() | then.by_unit.keys()
    if new.unit == _RATE or len(both) * _LEAST_SHARE < len(every):
        return None
    return _sum(now, both), _sum(then, both), len(both)


def _sum(indicator: Indicator, units: list[str]) -> Figure:
    figures = [indicator.by_unit[unit] for unit in units]
    sources = tuple(source for figure in figures for source in figure.sources)
    return Figure(sum((figure.value for figure in figures), Decimal(0)), figures[0].unit, sources)


def _wording(name: str, new: Figure, old: Figure, base: str, marks: Marks) -> str:
    """«持平», «提高1.2个百分点», «增加8处（上月为0处）», «增加8处，上升16.67%»: no rate upon nothing."""
    sources = tuple(dict.fromkeys(new.sources + old.sources))
    gap, grown = new.value - old.value, new.value > old.value
    if not gap:
        return "持平"
    sum_ = f"{name}{new.value:f}－{old.value:f}"
    unit = _POINTS if new.unit == _RATE else new.unit
    step = marks.number(Figure(abs(gap), unit, sources, formula=sum_), f"{name}的变化")
    if new.unit == _RATE:
        return f"{'提高' if grown else '降低'}{step}"
    if not old.value:
        return f"增加{step}（{base}为{marks.number(old, name)}）"
    rate = Figure(abs(gap) / old.value * 100, _RATE, sources, formula=f"（{sum_}）÷{old.value:f}")
    told = marks.number(rate, f"{name}的变化率")
    return f"{'增加' if grown else '减少'}{step}，{'上升' if grown else '下降'}{told}"
