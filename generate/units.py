"""What is to be said of the reporting units: who leads and lags, what was left blank, what contradicts itself."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from records import Figure, Indicator


@dataclass(frozen=True, slots=True)
class Excess:
    """A unit's figure that is more than the one that it is a part of."""

    unit: str
    part: str
    part_figure: Figure
    whole: str
    whole_figure: Figure


@dataclass(frozen=True, slots=True)
class WrongRate:
    """A unit's stated rate that is not part ÷ whole; should_be says what is."""

    unit: str
    rate: str
    stated: Figure
    part: str
    part_figure: Figure
    whole: str
    whole_figure: Figure
    should_be: Figure


@dataclass(frozen=True, slots=True)
class Relations:
    """The data of relations.toml."""

    at_most: tuple[tuple[str, str], ...]
    rates: tuple[tuple[str, str, str], ...]


@cache
def load_relations() -> Relations:
    """The relations between indicators, by their names."""
    data = tomllib.loads(files("generate").joinpath("relations.toml").read_text(encoding="utf-8"))
    rates = tuple((row["rate"], row["part"], row["whole"]) for row in data["rate"])
    return Relations(tuple((part, whole) for part, whole in data["at_most"]), rates)


def excesses(indicators: Mapping[str, Indicator]) -> tuple[Excess, ...]:
    """Every part that is more than its whole, unit by unit."""
    return tuple(
        Excess(unit, part, small, whole, large)
        for part, whole in load_relations().at_most
        for unit, small, large in _pairs(indicators, part, whole)
        if small.value > large.value
    )


def wrong_rates(indicators: Mapping[str, Indicator]) -> tuple[WrongRate, ...]:
    """Every stated rate that departs from its parts by its last digit or more: 91.4 for 91.46 is only cut off."""
    return tuple(wrong for names in load_relations().rates for wrong in _wrong(indicators, *names))


def doubtful(indicators: Mapping[str, Indicator]) -> frozenset[tuple[str, str]]:
    """Unit and indicator wherever a contradiction touches the figure, or the rate that is made of it."""
    wrong = {(found.unit, found.rate) for found in wrong_rates(indicators)}
    over = {(found.unit, found.part, found.whole) for found in excesses(indicators)}
    touched = {(unit, name) for unit, *pair in over for name in pair}
    rates = {(unit, rate) for unit, *pair in over for rate, *parts in load_relations().rates if parts == pair}
    return frozenset(wrong | touched | rates)


def _wrong(indicators: Mapping[str, Indicator], rate: str, part: str, whole: str) -> Iterator[WrongRate]:
    stated = indicators[rate].by_unit if rate in indicators else {}
    for unit, small, large in _pairs(indicators, part, whole):
        figure = stated.get(unit)
        if figure is None or figure.approx != "exact" or not 0 < large.value >= small.value:
            continue
        right = small.value / large.value * 100
        if abs(right - figure.value) >= _last_digit(figure.value):
            sources = small.sources + large.sources
            should_be = Figure(right, "%", sources, formula=f"{part}{small.value:f}÷{whole}{large.value:f}")
            yield WrongRate(unit, rate, figure, part, small, whole, large, should_be)


def _pairs(indicators: Mapping[str, Indicator], part: str, whole: str) -> Iterator[tuple[str, Figure, Figure]]:
    """Unit, part and whole wherever one unit states both exactly and in one measure."""
    if part not in indicators or whole not in indicators:
        return
    for unit, small in indicators[part].by_unit.items():
        large = indicators[whole].by_unit.get(unit)
        if large and small.unit == large.unit and small.approx == large.approx == "exact":
            yield unit, small, large


def ranked(indicator: Indicator | None) -> tuple[tuple[str, Figure], ...]:
    """Units with their figures, the highest first, equal ones in their own order."""
    if indicator is None:
        return ()
    return tuple(sorted(indicator.by_unit.items(), key=lambda entry: -entry[1].value))


def below_total(indicator: Indicator | None) -> tuple[tuple[str, Figure], ...]:
    """Units that stay below the total's rate, the lowest first."""
    if indicator is None or indicator.total is None:
        return ()
    total = indicator.total.value
    return tuple(entry for entry in reversed(ranked(indicator)) if entry[1].value < total)


def remainder(whole: Indicator | None, part: Indicator | None) -> Figure | None:
    """What is left of the whole; None unless the same units state both, exactly and without contradiction."""
    if whole is None or part is None or whole.total is None or part.total is None:
        return None
    left, right = whole.total, part.total
    same = whole.by_unit.keys() == part.by_unit.keys() and left.unit == right.unit
    sound = all(part.by_unit[unit].value <= figure.value for unit, figure in whole.by_unit.items()) if same else False
    if not sound or not left.approx == right.approx == "exact":
        return None
    formula = f"{whole.name}{left.value:f}－{part.name}{right.value:f}"
    return Figure(left.value - right.value, left.unit, left.sources + right.sources, formula=formula)


def _last_digit(value: Decimal) -> Decimal:
    """The worth of the last digit printed: 0.1 for 91.4."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
