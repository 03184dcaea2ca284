"""Trains the models that choose a name: python -m models.rankers [--folds N] [--dry].

«nouns» chooses what a figure counts where the rules are not sure, «places» where a danger is. Each is a conditional
logit (McFadden 1974): the weights of an option's traits are summed, and the odds of the options of one choice are the
exponentials of the sums. Weights are found by L-BFGS with a quadratic penalty, so the same documents give the same
file. What is printed and kept as scores comes from documents that the model of their fold never saw.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from corpora import Gold, resolve
from extract import read
from extract.counts import find_counts
from extract.hazards import find_hazards
from extract.learned import Model, model
from extract.pipeline import read_normalised, to_source
from extract.places import NOWHERE, placed
from extract.tables import records_of_tables
from extract.words import Words
from language.dates import find_times
from models.lessons import RULES_KNOW, open_sets
from models.scoring import align, alike, bare
from models.train import FOLDS, RARE, folds_of, matrix, note, write
from records import Hazard

NAMES = ("nouns", "places")
KIND = "conditional logit over named traits, weights as JSON"
STRENGTH = 1.0  # variance of the weights: less is smoother
SMALL = 0.02  # weights below this are left out of the file
ALIKE = 0.3  # worth of an option that is alike the gold's, beside 1 for the gold's own words
STEPS = 200
ALL = 1.01  # a confidence that every figure is below: the choice is learned from those too that the rules are sure of
OWN = {"nouns": Model({"own": 10.0}, 0.0), "places": Model({"own": 10.0, "none,": 5.0}, 0.0)}  # choose as the rules do


@dataclass(frozen=True, slots=True)
class Choice:
    """Options with their traits, what each is worth (0 to 1), which one the rules take, and how much it counts."""

    options: tuple[tuple[str, ...], ...]
    worth: tuple[float, ...]
    own: int
    weight: float = 1.0


@dataclass(frozen=True)
class Paper:
    """A document's choices for each model."""

    set: str
    path: Path
    rows: Mapping[str, tuple[Choice, ...]]


@dataclass(frozen=True)
class Table:
    """Choices as a matrix: a row an option; starts holds the first row of each choice."""

    traits: csr_matrix
    worth: NDArray[numpy.float64]
    starts: NDArray[numpy.intp]
    weight: NDArray[numpy.float64]

    @cached_property
    def choice(self) -> NDArray[numpy.intp]:
        """The choice that each row belongs to."""
        sizes = numpy.diff([*self.starts, len(self.worth)])
        return numpy.repeat(numpy.arange(len(self.starts)), sizes)

    def loss(self, weights: NDArray[numpy.float64]) -> tuple[float, NDArray[numpy.float64]]:
        """Minus the log of the odds of what is right, with the penalty, and its gradient."""
        sums = self.traits @ weights
        odds = numpy.exp(sums - numpy.maximum.reduceat(sums, self.starts)[self.choice])
        good = odds * self.worth
        all_of, good_of = numpy.add.reduceat(odds, self.starts), numpy.add.reduceat(good, self.starts)
        good_of = numpy.maximum(good_of, numpy.finfo(float).tiny)
        wrong = self.weight[self.choice] * (odds / all_of[self.choice] - good / good_of[self.choice])
        loss = -(self.weight * numpy.log(good_of / all_of)).sum() + weights @ weights / (2 * STRENGTH)
        return float(loss), self.traits.T @ wrong + weights / STRENGTH


def fit(choices: Sequence[Choice]) -> Model:
    """The model that these choices teach."""
    often = Counter(trait for choice in choices for trait in {t for option in choice.options for t in option})
    at = {trait: n for n, trait in enumerate(sorted(trait for trait in often if often[trait] >= RARE))}
    table = Table(
        matrix([option for choice in choices for option in choice.options], at),
        numpy.array([worth for choice in choices for worth in choice.worth]),
        numpy.cumsum([0, *(len(choice.options) for choice in choices)])[:-1],
        numpy.array([choice.weight for choice in choices]),
    )
    found = minimize(table.loss, numpy.zeros(len(at)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    weights = {trait: round(float(found.x[n]), 3) for trait, n in at.items()}
    return Model({trait: weight for trait, weight in weights.items() if abs(weight) >= SMALL}, 0.0)


def papers() -> list[Paper]:
    """The choices of all open documents."""
    return [
        Paper(name, path, choices_of(path, gold, 1.0 if name == "train" else RULES_KNOW))
        for name, path, gold in open_sets()
    ]


def choices_of(path: Path, gold: Gold, weight: float) -> dict[str, tuple[Choice, ...]]:
    """What a document teaches each model; nothing of records that the gold does not have."""
    document = read(path)
    answers = resolve(gold, document.text)
    prose = read_normalised(document, records_of_tables(document, None).read)
    words, times = Words(prose.text), find_times(prose.text, gold.date)
    seen: list[tuple[Any, Mapping[str, tuple[str, ...]]]] = []

    def in_source(record: Any) -> Any:
        return to_source(record, prose, document)

    def watch(record: Any, told: Mapping[str, tuple[str, ...]]) -> None:
        seen.append((record, told))

    counts = find_counts(words, times, gold.date, OWN["nouns"], watch, ALL) if "counts" in gold.entries else []
    nouns = tuple(choices_among(seen, counts, answers.counts, in_source, "counts", weight))
    seen.clear()
    hazards: list[Hazard] = []
    if "hazards" in gold.entries:
        hazards = placed(words, find_hazards(prose.text, times, model("hazards")), OWN["places"], watch)
    places = tuple(choices_among(seen, hazards, answers.hazards, in_source, "hazards", weight))
    return {"nouns": nouns, "places": places}


def choices_among(
    seen: Iterable[tuple[Any, Mapping[str, tuple[str, ...]]]],
    found: Sequence[Any], answers: Sequence[Any], in_source: Callable[[Any], Any], kind: str, weight: float,
) -> Iterator[Choice]:  # fmt: skip
    """A choice for each record that was put to the model, is in the gold, and had a right option."""
    field = "item" if kind == "counts" else "place"
    sources = [in_source(one) for one in found]
    moved = {id(source): one for source, one in zip(sources, found, strict=True)}
    meant = {id(moved[id(right)]): getattr(left, field) or NOWHERE for left, right in align(kind, answers, sources)}
    for record, told in seen:
        expected = meant.get(id(record))
        if expected is None:
            continue
        worth = tuple(worth_of(name, expected) for name in told)
        if any(worth):
            own = list(told).index(getattr(record, field) or NOWHERE)
            yield Choice(tuple(told.values()), worth, own, weight)


def worth_of(name: str, expected: str) -> float:
    """1 for the gold's own words, less for what only counts as them."""
    if name == NOWHERE or expected == NOWHERE:
        return float(name == expected)
    return 1.0 if bare(name) == bare(expected) else ALIKE * alike(name, expected)


@dataclass(slots=True)
class Marks:
    """Choices of one set: how many, how many right by the rules and by the model."""

    asked: int = 0
    rules: int = 0
    chosen: int = 0

    def add(self, made: Model, choice: Choice) -> None:
        """Marks one choice."""
        best = made.best(dict(enumerate(choice.options)))
        self.asked += 1
        self.rules += choice.worth[choice.own] > 0
        self.chosen += choice.worth[best] > 0


def cross_validated(taught: Sequence[Paper], name: str, count: int) -> dict[str, Marks]:
    """Marks by set, each document read with a model that never saw it."""
    marks: dict[str, Marks] = {}
    fold = folds_of(taught, count)
    for n in range(count):
        made = fit([choice for one, of in zip(taught, fold, strict=True) if of != n for choice in one.rows[name]])
        for one, of in zip(taught, fold, strict=True):
            for choice in one.rows[name] if of == n else ():
                marks.setdefault(one.set, Marks()).add(made, choice)
    return marks


def main(arguments: list[str] | None = None) -> int:
    """Trains, prints what each model adds to the rules, and writes the models."""
    parser = argparse.ArgumentParser(prog="models.rankers", description=main.__doc__)
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    chosen = parser.parse_args(arguments)
    taught = papers()
    for name in NAMES:
        marks = cross_validated(taught, name, chosen.folds)
        scores = {}
        for at, one in sorted(marks.items()):
            rules, chose = round(one.rules / one.asked, 3), round(one.chosen / one.asked, 3)
            scores[at] = {"rules": rules, "with": chose}
            print(f"{name:<8}{at:<14}{one.asked:>5} choices  rules {rules:.3f}  with {chose:.3f}")
        if not chosen.dry:
            made = fit([choice for one in taught for choice in one.rows[name]])
            note(name, write(name, made), taught, scores, KIND)
    return 0


if __name__ == "__main__":
    sys.exit(main())
