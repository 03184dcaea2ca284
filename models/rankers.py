"""Trains the models that choose among what a text offers: python -m models.rankers [--folds N] [--dry] [--only NAME].

«nouns» chooses what a figure counts where the rules are not sure, «actions» the verb that produced it, «subjects»
whose it is, «parts» the figure that it is a part of, «periods» the time that it covers, «places» where a danger is,
«venues» where an accident happened, «bearers» who must do a task, «tasks» which words are the task, «days» the day
that a document is dated with, «issuers» who issued it. Each is a conditional logit (McFadden 1974): the weights of an
option's traits are summed, and the odds of the options of one choice are the exponentials of the sums. Weights are
found by L-BFGS with a quadratic penalty, so the same documents give the same file. What is printed and kept as scores
comes from documents that the model of their fold never saw.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from corpora import Gold, resolve
from extract import read
from extract.accidents import find_accidents
from extract.choosing import FIELDS, as_option
from extract.classify import describe
from extract.counts import find_counts
from extract.deadlines import Judges, find_deadlines
from extract.hazards import find_hazards
from extract.learned import Model, model, using
from extract.phrases import NOTHING
from extract.pipeline import read_normalised, read_prose, to_source
from extract.places import placed
from extract.tables import records_of_tables
from extract.venues import relocated
from extract.words import Words
from language.dates import find_times
from language.normalize import normalize
from models.lessons import WEIGHTS, open_sets
from models.scoring import align, alike, bare
from models.train import FOLDS, RARE, folds_of, matrix, note, write
from records import Accident, Count, Deadline, Document, DocumentInfo, Hazard

ABOUT = {"days": "date", "issuers": "issuer"}  # facts about a document, by the models that choose them
DEMANDS = {"bearers": "responsible", "tasks": "task"}  # fields of a deadline, by the models that choose them
NAMES = (*FIELDS, "places", "venues", *DEMANDS, *ABOUT)
KIND = "conditional logit over named traits, weights as JSON"
STRENGTH = 1.0  # variance of the weights: less is smoother
SMALL = 0.04  # weights below this are left out of the file
ALIKE = 0.3  # worth of an option that is alike the gold's, beside 1 for the gold's own words
STEPS = 200
ALL = 1.01  # a confidence that every figure is below: the choice is learned from those too that the rules are sure of
OWN = {  # choose as the rules do
    **dict.fromkeys(FIELDS, Model.of({"own": 10.0})),
    "places": Model.of({"own": 10.0, "none,": 5.0}),
    "venues": Model.of({"own": 10.0, "none": 5.0}),
}


Told = tuple[int, Mapping[str, tuple[str, ...]]]  # which record, and its options with their traits


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
    return Model.of({trait: weight for trait, weight in weights.items() if abs(weight) >= SMALL})


def papers() -> list[Paper]:
    """The choices of all open documents."""
    return [Paper(name, path, choices_of(path, gold, WEIGHTS[name])) for name, path, gold in open_sets()]


def choices_of(path: Path, gold: Gold, weight: float) -> dict[str, tuple[Choice, ...]]:
    """What a document teaches each model; nothing of records that the gold does not have."""
    document = read(path)
    answers = resolve(gold, document.text)
    prose = read_prose(document, records_of_tables(document, None))
    words, times = Words(prose.text), find_times(prose.text, gold.date)
    seen: dict[str, list[Told]] = {name: [] for name in NAMES}

    def in_source(record: Any) -> Any:
        return to_source(record, prose, document)

    def watch(name: str, at: int, told: Mapping[str, tuple[str, ...]]) -> None:
        seen[name].append((at, told))

    counts: list[Count] = []
    if "counts" in gold.entries:
        counts = find_counts(words, times, gold.date, OWN, watch, ALL)
    hazards: list[Hazard] = []
    if "hazards" in gold.entries:
        found = find_hazards(prose.text, times, model("hazards"))
        hazards = placed(words, found, OWN["places"], partial(watch, "places"))
    accidents: list[Accident] = []
    if "accidents" in gold.entries:
        accidents = find_accidents(prose.text, times, gold.date)
        relocated(words, times, accidents, OWN["venues"], partial(watch, "venues"))
    counted = Pairs("counts", answers.counts, counts, in_source)
    told_of = Pairs("hazards", answers.hazards, hazards, in_source)
    happened = Pairs("accidents", answers.accidents, accidents, in_source)
    rows = {name: counted.choices(seen[name], field, weight) for name, field in FIELDS.items()}
    rows["places"] = told_of.choices(seen["places"], "place", weight)
    rows["venues"] = happened.choices(seen["venues"], "place", weight)
    about, rules = about_choices(document, gold, weight)
    asked: dict[str, list[tuple[Deadline, Mapping[str, tuple[str, ...]]]]] = {name: [] for name in DEMANDS}
    if "deadlines" in gold.entries:
        watched = Judges(
            watch_bearers=lambda record, options: asked["bearers"].append((record, options)),
            watch_tasks=lambda record, options: asked["tasks"].append((record, options)),
        )
        find_deadlines(words, times, gold.date, rules.kind, watched)
    for name, field in DEMANDS.items():
        pairs = Pairs("deadlines", answers.deadlines, [record for record, _ in asked[name]], in_source)
        rows[name] = pairs.choices(((at, told) for at, (_, told) in enumerate(asked[name])), field, weight)
    return {**rows, **about}


def about_choices(document: Document, gold: Gold, weight: float) -> tuple[dict[str, tuple[Choice, ...]], DocumentInfo]:
    """The choices of a document's day and issuer, where the gold's is among them, and what the rules say of it."""
    seen: dict[str, Mapping[str, tuple[str, ...]]] = {}
    with using(**dict.fromkeys(ABOUT)):
        rules = describe(document, read_normalised(document), watch=seen.__setitem__)
    expected = {"days": as_option(gold.date), "issuers": normalize(gold.issuer or NOTHING, wrapped=False).text}
    rows: dict[str, tuple[Choice, ...]] = {}
    for name, field in ABOUT.items():
        told, own = seen[name], as_option(getattr(rules, field))
        worth = tuple(worth_of(option, expected[name]) for option in told)
        choice = Choice(tuple(told.values()), worth, list(told).index(own), weight) if any(worth) else None
        rows[name] = (choice,) if choice else ()
    return rows, rules


class Pairs:
    """The records found in a document beside those of its gold that they are meant to be."""

    def __init__(
        self, kind: str, answers: Sequence[Any], found: Sequence[Any], in_source: Callable[[Any], Any]
    ) -> None:
        sources = [in_source(one) for one in found]
        at = {id(source): place for place, source in enumerate(sources)}
        self.answers, self.found = answers, found
        self.meant = {at[id(right)]: left for left, right in align(kind, answers, sources)}
        self.number = {id(answer): place for place, answer in self.meant.items()}

    def choices(self, seen: Iterable[Told], field: str, weight: float) -> tuple[Choice, ...]:
        """A choice for each record that was put to a model, is in the gold, and had a right option."""
        return tuple(
            Choice(tuple(told.values()), worth, own_of(told, as_option(getattr(self.found[at], field))), weight)
            for at, told in seen
            if at in self.meant
            if any(worth := self._worth(told, field, at))
        )

    def _worth(self, options: Iterable[str], field: str, at: int) -> tuple[float, ...]:
        value = getattr(self.meant[at], field)
        if field == "period":
            return tuple(float(option == as_option(value)) for option in options)
        if field != "part_of":
            return tuple(worth_of(option, as_option(value)) for option in options)
        if value is not None:  # the number of the whole among the figures found; none of them where it was not found
            value = self.number.get(id(self.answers[value]), -1)
        return tuple(float(option == as_option(value)) for option in options)


def own_of(options: Mapping[str, tuple[str, ...]], taken: str) -> int:
    """Number of the option that the rules take; taken is what they leave, with a «not» that no option has: 未年检."""
    own = (at for at, traits in enumerate(options.values()) if "own" in traits)
    return next(own) if taken not in options else list(options).index(taken)


def worth_of(name: str, expected: str) -> float:
    """1 for the gold's own words, less for what only counts as them."""
    if name == NOTHING or expected == NOTHING:
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
    parser.add_argument("--only", choices=NAMES, help="this model only")
    chosen = parser.parse_args(arguments)
    taught = papers()
    for name in (chosen.only,) if chosen.only else NAMES:
        marks = cross_validated(taught, name, chosen.folds)
        scores = {}
        for at, one in sorted(marks.items()):
            rules, chose = round(one.rules / one.asked, 3), round(one.chosen / one.asked, 3)
            scores[at] = {"rules": rules, "with": chose}
            print(f"{name:<9}{at:<14}{one.asked:>5} choices  rules {rules:.3f}  with {chose:.3f}")
        if not chosen.dry:
            made = fit([choice for one in taught for choice in one.rows[name]])
            note(name, write(name, made), taught, scores, KIND)
    return 0


if __name__ == "__main__":
    sys.exit(main())
