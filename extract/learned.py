"""Linear models that models/train.py made: weights of named traits, as plain JSON. No learning library is needed here.

A model's file holds its weights by the kinds of traits, its bias, the probability from which it says yes, and how
often it was right where it said so, as measured on documents that it was not trained on.
"""

import json
import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import repeat
from pathlib import Path
from typing import Self, TypeVar, cast

FOLDER = Path(__file__).parent.parent / "models"
NAMES = (
    "hazards", "industries", "statuses", "limits", "bearers", "tasks",
    "nouns", "actions", "subjects", "parts", "periods", "places", "venues", "days", "issuers",
)  # fmt: skip
Option = TypeVar("Option")
Told = TypeVar("Told")
# Values of traits whose kinds are told elsewhere, None for one that is not there. A trait's name is its kind, which
# ends in «=» or «,» unless it stands alone, and behind that its value.
Values = tuple[str | None, ...]
Tell = Callable[[Values], Told]
Teller = Callable[..., Tell[Told]]  # given the kinds
Lost = Callable[[tuple[Told, ...], tuple[str, ...]], bool]  # given the traits that are told, and the kinds that are not
_KIND = re.compile("[^=,]*[=,]?")
_VALUES = 1 << 14  # of some kinds together, whose weight is kept
_ROUNDING = 1e-6  # by which sums of the same weights in another order may differ, and more
_STEEPEST = 30.0  # beyond which a score changes no probability


def names_of(*kinds: str) -> Tell[tuple[str, ...]]:
    """Tells the names of traits of these kinds by their values; no more than their names."""
    return lambda values: tuple(kind + value for kind, value in zip(kinds, values, strict=True) if value is not None)


def said(holds: object) -> str | None:
    """The value of a trait that has none of its own: it is there, or it is not."""
    return "" if holds else None


@dataclass(frozen=True)
class Model:
    """Weights of traits.

    kinds       for each kind of trait the weights of its values
    threshold   the probability from which the model says yes
    calibrated  (probability, share of records that were right), ascending; empty where it was never measured
    """

    kinds: Mapping[str, Mapping[str, float]]
    bias: float
    threshold: float = 0.5
    calibrated: tuple[tuple[float, float], ...] = ()
    _tellers: dict[tuple[str, ...], Tell[float]] = field(default_factory=dict, repr=False, compare=False)
    _most: dict[tuple[str, ...], float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls, weights: Mapping[str, float], bias: float = 0.0, threshold: float = 0.5,
        calibrated: tuple[tuple[float, float], ...] = (),
    ) -> Self:  # fmt: skip
        """The model of these weights of traits, each told by its name."""
        kinds: dict[str, dict[str, float]] = {}
        for name, weight in sorted(weights.items()):
            end = _KIND.match(name).end()  # type: ignore[union-attr]  # it matches any name
            kinds.setdefault(name[:end], {})[name[end:]] = weight
        return cls(kinds, bias, threshold, calibrated)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The weights of traits by their names."""
        return {kind + value: weight for kind, values in self.kinds.items() for value, weight in values.items()}

    def probability(self, traits: Iterable[str]) -> float:
        """How likely the model says yes to what has these traits, 0 to 1."""
        return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, self.score(traits)))))

    def score(self, traits: Iterable[str]) -> float:
        """The sum of the traits' weights, and the bias."""
        return self.bias + math.fsum(map(self.weights.get, traits, repeat(0.0)))

    def best(self, options: Mapping[Option, Iterable[str]]) -> Option:
        """The option whose traits weigh most; of equals the first."""
        return max(options, key=lambda option: self.score(options[option]))

    def weights_of(self, *kinds: str) -> Tell[float]:
        """Tells the sum of the weights of traits of these kinds by their values; quicker than score by names."""
        if kinds not in self._tellers:
            self._tellers[kinds] = lru_cache(_VALUES)(self._teller(kinds))
        return self._tellers[kinds]

    def most(self, kinds: tuple[str, ...]) -> float:
        """The sum that the weights of traits of these kinds can reach, of each kind one at most."""
        if kinds not in self._most:
            self._most[kinds] = sum(max(0.0, 0.0, *self.kinds.get(kind, {}).values()) for kind in kinds)
        return self._most[kinds]

    def _teller(self, kinds: tuple[str, ...]) -> Tell[float]:
        of_kinds = cast("Mapping[str, Mapping[str | None, float]]", self.kinds)
        weights: list[Callable[[str | None, float], float]] = [of_kinds.get(kind, {}).get for kind in kinds]
        return lambda values: sum([of(value, 0.0) for of, value in zip(weights, values, strict=True)])

    def confidence(self, probability: float) -> float:
        """The share of right records among those of about this probability; the probability where unmeasured."""
        if not self.calibrated:
            return probability
        at = bisect_right(self.calibrated, probability, key=lambda knot: knot[0])
        if at in (0, len(self.calibrated)):
            return self.calibrated[max(at - 1, 0)][1]
        (low, share), (high, more) = self.calibrated[at - 1 : at + 1]
        return share + (more - share) * (probability - low) / (high - low)


class Race:
    """Options that are weighed one after the other; one that cannot win any more need not be weighed to the end."""

    def __init__(self, model: Model) -> None:
        self.weights: dict[str, float] = {}
        self._most, self._best = model.most, -math.inf

    def enter(self, option: str, told: Iterable[float]) -> None:
        """Takes an option with all its traits."""
        self.weights[option] = sum(told)
        self._best = max(self._best, self.weights[option])

    def is_lost(self, told: Iterable[float], untold: tuple[str, ...]) -> bool:
        """Whether an option of these traits is lighter than another, whatever its traits of the kinds untold weigh."""
        return sum(told) + self._most(untold) < self._best - _ROUNDING

    def winner(self) -> str:
        """The heaviest option; of equals the first."""
        return max(self.weights, key=self.weights.__getitem__)

    def winner_over(self, own: str, lead: float) -> str:
        """The heaviest option, or own where none outweighs it by as much as lead."""
        best = self.winner()
        return own if self.weights[best] < self.weights.get(own, -math.inf) + lead else best


def choose_over(judge: Model, options: Mapping[str, tuple[str, ...]], own: str, lead: float) -> str:
    """The option whose named traits weigh heaviest, or own where none outweighs it by as much as lead."""
    race = Race(judge)
    for option, traits in options.items():
        race.enter(option, [judge.score(traits)])
    return race.winner_over(own, lead)


def is_never_lost(told: object, untold: object) -> bool:
    """No option is lost, for who wants to know them all."""
    return False


_chosen: ContextVar[Mapping[str, Model | None] | None] = ContextVar("_chosen", default=None)


def model(name: str) -> Model | None:
    """The model of that name; None where it is switched off or was never made, and the rules' own word holds."""
    chosen = _chosen.get()
    return chosen[name] if chosen is not None and name in chosen else _stored(name)


@contextmanager
def using(**models: Model | None) -> Iterator[None]:
    """Has extraction use these models instead of the stored ones; None for the rules alone."""
    token = _chosen.set({**(_chosen.get() or {}), **models})
    try:
        yield
    finally:
        _chosen.reset(token)


@contextmanager
def rules_alone() -> Iterator[None]:
    """Has extraction use no model at all."""
    with using(**dict.fromkeys(NAMES)):
        yield


@cache
def _stored(name: str) -> Model | None:
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    knots = tuple((float(low), float(share)) for low, share in told["calibrated"])
    return Model(told["weights"], told["bias"], told["threshold"], knots)
