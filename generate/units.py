"""What is to be said of the reporting units: who leads and lags, what was left blank, what contradicts itself."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
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
class Pair:
    """A whole and its part, summed over those units only that state both.

    left      whole minus part
    complete  whether no other unit states either of them
    """

    units: tuple[str, ...]
    whole: Figure
    part: Figure
    left: Figure
    rate: Figure
    complete: bool


@dataclass(frozen=True, slots=True)
class Relations:
    """The data of relations.toml."""

    at_most: tuple[tuple[str, str], ...]
    rates: tuple[tuple[str, str, str], ...]
    measures: tuple[frozenset[str], ...]


@cache
def load_relations() -> Relations:
    """The relations between indicators, by their names."""
    data = tomllib.loads(files("generate").joinpath("relations.toml").read_text(encoding="utf-8"))
    rates = tuple((row["rate"], row["part"], row["whole"]) for row in data["rate"])
    measures = tuple(map(frozenset, data["same_measure"]))
    return Relations(tuple((part, whole) for part, whole in data["at_most"]), rates, measures)


def same_measure(one: str, other: str) -> bool:
    """Whether two classifiers count the same way, so that a column or a sum may hold both: 处, 项, 条."""
    return one == other or any({one, other} <= measures for measures in load_relations().measures)


def excesses(indicators: Mapping[str, Indicator]) -> tuple[Excess, ...]:
    """Every part that is more than its whole, unit by unit."""
    return tuple(
        Excess(unit, part, small, whole, large)
        for part, whole in load_relations().at_most
        for unit, small, large in _pairs(indicators, part, whole)
        if small.value > large.value
    )


def wrong_rates(indicators: Mapping[str, Indicator]) -> tuple[WrongRate, ...]:
    """Every stated rate that is neither its parts' rate rounded nor that cut off, which is a habit: 91.4 for 91.46."""
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
        if not _is_printed(right, figure.value):
            sources = small.sources + large.sources
            should_be = Figure(right, "%", sources, formula=f"{part}{small.value:f}÷{whole}{large.value:f}")
            yield WrongRate(unit, rate, figure, part, small, whole, large, should_be)


def _pairs(indicators: Mapping[str, Indicator], part: str, whole: str) -> Iterator[tuple[str, Figure, Figure]]:
    """Unit, part and whole wherever one unit states both exactly and in one measure."""
    if part not in indicators or whole not in indicators:
        return
    for unit, small in indicators[part].by_unit.items():
        large = indicators[whole].by_unit.get(unit)
        if large and same_measure(small.unit, large.unit) and small.approx == large.approx == "exact":
            yield unit, small, large


def ranked(indicator: Indicator | None) -> tuple[tuple[str, Figure], ...]:
    """Units with their figures, the highest first, equal ones in their own order."""
    if indicator is None:
        return ()
    return tuple(sorted(indicator.by_unit.items(), key=lambda entry: -entry[1].value))


def places(entries: Sequence[tuple[str, Figure]]) -> tuple[int, ...]:
    """The rank of each of the ranked entries, from 1; equal values share one: 1, 2, 2, 4."""
    values = [figure.value for _, figure in entries]
    return tuple(values.index(value) + 1 for value in values)


def at_least_total(indicator: Indicator | None) -> tuple[tuple[str, Figure], ...]:
    """Units that reach the total's rate, the highest first."""
    if indicator is None or indicator.total is None:
        return ()
    total = indicator.total.value
    return tuple(entry for entry in ranked(indicator) if entry[1].value >= total)


def below_total(indicator: Indicator | None) -> tuple[tuple[str, Figure], ...]:
    """Units that stay below the total's rate, the lowest first."""
    if indicator is None or indicator.total is None:
        return ()
    total = indicator.total.value
    return tuple(entry for entry in reversed(ranked(indicator)) if entry[1].value < total)


def pair(indicators: Mapping[str, Indicator], rate: str, part: str, whole: str) -> Pair | None:
    """Whole and part over the units that state both, exactly and without contradiction; None when there are none.

    Totals of the two lines may be over different units, so that «整改» is more than «排查»: only these go together.
    """
    found = [entry for entry in _pairs(indicators, part, whole) if entry[1].value <= entry[2].value]
    parts, wholes = [small for _, small, _ in found], [large for _, _, large in found]
    if not any(figure.value for figure in wholes):
        return None
    every = indicators[part].by_unit.keys() | indicators[whole].by_unit.keys()
    units, total = tuple(unit for unit, _, _ in found), _sum(wholes, whole, indicators)
    return Pair(
        units=units,
        whole=total,
        part=replace(_sum(parts, part, indicators), unit=total.unit),
        left=replace(_left(parts, wholes, part, whole), unit=total.unit),
        rate=_common_rate(parts, wholes, indicators.get(rate), part, whole),
        complete=set(units) == set(every),
    )


def _sum(figures: list[Figure], name: str, indicators: Mapping[str, Indicator]) -> Figure:
    total = indicators[name].total
    value = sum((figure.value for figure in figures), Decimal(0))
    return Figure(
        value, total.unit if total else figures[0].unit, _sources(figures), formula=f"{len(figures)}个单位之和"
    )


def _left(parts: list[Figure], wholes: list[Figure], part: str, whole: str) -> Figure:
    small, large = (sum((figure.value for figure in figures), Decimal(0)) for figures in (parts, wholes))
    return Figure(large - small, wholes[0].unit, _sources(wholes + parts), formula=f"{whole}{large:f}－{part}{small:f}")


def _common_rate(
    parts: list[Figure], wholes: list[Figure], stated: Indicator | None, part: str, whole: str
) -> Figure:  # fmt: skip
    """The table's own total where that is the same rate, so that text and table print the same digits."""
    small, large = (sum((figure.value for figure in figures), Decimal(0)) for figures in (parts, wholes))
    value = small / large * 100
    if stated and stated.total and _is_printed(value, stated.total.value):
        return stated.total
    return Figure(value, "%", _sources(parts + wholes), formula=f"{part}{small:f}÷{whole}{large:f}")


def _sources(figures: list[Figure]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(source for figure in figures for source in figure.sources))


def _is_printed(value: Decimal, printed: Decimal) -> bool:
    """Whether printed is the value, rounded or cut off to as many places as it has."""
    places = Decimal(1).scaleb(min(0, int(printed.as_tuple().exponent)))
    return printed in (value.quantize(places, ROUND_HALF_UP), value.quantize(places, ROUND_DOWN))
