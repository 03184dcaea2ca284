"""Has models choose what the rules may have read wrongly of a figure: its noun, verb, owner, and its whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, Protocol

from extract.covering import Covering, as_covered, as_interval
from extract.drafts import Figures
from extract.learned import Lost, Model, Race, Teller, is_never_lost, names_of
from extract.nouns import Nouns, around, is_doubtful
from extract.parts import Parts
from extract.phrases import NOTHING
from extract.toll import unit_of
from extract.verbs import Verbs
from extract.whose import Whose
from records import Count, Period

Watch = Callable[[str, int, Mapping[str, tuple[str, ...]]], None]

CHOSEN = "noun-by-model"  # the rule of a figure whose noun a model chose
# by the models that choose them, in this order
FIELDS = {"nouns": "item", "actions": "action", "subjects": "subject", "parts": "part_of", "periods": "period"}
# by how much an option must outweigh the rules' own; the checker adds up parts, and compares what was done
_LEADS = {"nouns": 0.25, "actions": 1.0, "subjects": 1.0, "parts": 1.0, "periods": 2.0}


class Options(Protocol):
    """What may be chosen for the figures of a text."""

    def for_(self, at: int, is_lost: Lost[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """What may be chosen for figure at, each with what a model may know of it, but those that are lost."""


_OPTIONS: Mapping[str, Callable[[Figures, Teller[Any]], Options]] = {
    "nouns": Nouns, "actions": Verbs, "subjects": Whose, "parts": Parts, "periods": Covering,
}  # fmt: skip


def choose(figures: Figures, choosers: Mapping[str, Model], watch: Watch | None, doubtful: float) -> None:
    """Has each model choose its field of the figures; only nouns that are below doubtful are put to one.

    watch  is told the model's name, which figure it is, and what there is to choose from
    """
    for name in FIELDS:
        if made := choosers.get(name):
            weighed = _OPTIONS[name](figures, made.weights_of)
            named = _OPTIONS[name](figures, names_of) if watch else None
            for at, count in enumerate(figures.counts):
                if name == "nouns" and not is_doubtful(count, doubtful):
                    continue
                if name == "periods" and figures.drafts[at].timed is not None:
                    continue
                if watch and named:
                    watch(name, at, _traits(named.for_(at, is_never_lost)))
                race = Race(made)
                for option, told in weighed.for_(at, race.is_lost):
                    race.enter(option, told)
                own = as_option(getattr(count, FIELDS[name]))
                figures.counts[at] = _with(figures, at, FIELDS[name], race.winner_over(own, _LEADS[name]))


def _traits(options: Iterable[tuple[str, tuple[tuple[str, ...], ...]]]) -> dict[str, tuple[str, ...]]:
    return {option: tuple(chain(*told)) for option, told in options}


def as_option(value: object) -> str:
    """A field's value as models are told it."""
    if isinstance(value, Period):
        return as_interval(value)
    return NOTHING if value is None else str(value)


def _with(figures: Figures, at: int, field: str, chosen: str) -> Count:
    """The figure with what is chosen for a field, or as it is."""
    count = figures.counts[at]
    if chosen == as_option(getattr(count, field)):
        return count
    if field == "part_of":
        return replace(count, part_of=int(chosen) if chosen else None)
    if field == "period":
        return replace(count, period=as_covered(chosen))
    if field == "action":
        return replace(count, action=chosen or None)
    if field == "subject":
        return replace(count, subject=chosen or None)
    text = figures.words.text
    start, end = around(text, figures.drafts[at].quantity, count, chosen)
    return replace(
        count, item=chosen, unit=unit_of(count.unit, chosen), rule=CHOSEN, start=start, end=end, quote=text[start:end]
    )
