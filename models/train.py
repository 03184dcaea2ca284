"""Trains the models of extraction: python -m models.train [--folds N] [--dry].

Each is a logistic regression over named traits. Documents are parted into folds by a fixed seed; what is printed and
kept as scores comes from documents that the model of their fold never saw. The model that is written has seen all.
The same documents give the same file, byte for byte.
"""

import argparse
import hashlib
import json
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import numpy
import sklearn
from scipy.sparse import csr_matrix, diags
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from corpora import resolve
from extract import extract
from extract.learned import NAMES, Model, using
from models.lessons import Lesson, lessons
from models.scoring import Score

FOLDER = Path(__file__).parent
KIND = "logistic regression over named traits, weights as JSON"
TAUGHT = ("hazards", "industries", "statuses", "limits")
SEED = 2023
FOLDS = 8
RARE = 4  # rows that a trait must be in to get a weight; fewer gave no better marks and files twice as large
SMALL = 0.02  # weights below this are left out of the file
STRENGTH = {"hazards": 0.3, "industries": 0.3, "statuses": 0.1, "limits": 0.2}  # C of the regression: less is smoother
# Traits of these kinds count for so much less than 1 while it learns, so that they get smaller weights: what stands
# around a clause and over it belongs to its paper more than the clause's own words do.
QUIETER = {"hazards": {"heading=": 0.5, "b=": 0.7, "a=": 0.7}}
# A clause of a paper by a new writer weighs less than those of writers known to a fold: over three sets of fresh papers
# F1 of hazards is .678 at the folds' own best, .38, and .698 at .22.
THRESHOLD = {"hazards": 0.22, "industries": 0.5, "statuses": 0.5, "limits": 0.55}
# by so much less than the folds measure is told: papers that nobody had worked on scored that much lower
CAUTION = {"hazards": 0.08, "counts": 0.06, "deadlines": 0.05, "accidents": 0.12}
KNOTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def matrix(rows: Sequence[Iterable[str]], at: Mapping[str, int]) -> csr_matrix:
    """A row for each set of traits, a column for each trait, by its number in at; 1 where the row has the trait."""
    columns = [[at[trait] for trait in row if trait in at] for row in rows]
    ends = numpy.cumsum([0, *map(len, columns)])
    flat = numpy.array([n for column in columns for n in column], dtype=numpy.int32)
    return csr_matrix((numpy.ones(len(flat)), flat, ends), shape=(len(rows), len(at)))


def fit(taught: Sequence[Lesson], name: str) -> Model:
    """A model of that name from these lessons."""
    rows = [(row, one.weight) for one in taught for row in one.rows[name]]
    often = Counter(trait for row, _ in rows for trait in row.traits)
    at = {trait: n for n, trait in enumerate(sorted(trait for trait in often if often[trait] >= RARE))}
    loudness = numpy.array([loudness_of(trait, name) for trait in at])
    table = matrix([row.traits for row, _ in rows], at) @ diags(loudness)
    made = LogisticRegression(C=STRENGTH[name], solver="liblinear", random_state=SEED, max_iter=2000)
    made.fit(table, [row.yes for row, _ in rows], sample_weight=[weight for _, weight in rows])
    weights = {trait: round(float(weight), 3) for trait, weight in zip(at, made.coef_[0] * loudness, strict=True)}
    kept = {trait: weight for trait, weight in weights.items() if abs(weight) >= SMALL}
    return Model.of(kept, round(float(made.intercept_[0]), 3), THRESHOLD[name])


def loudness_of(trait: str, name: str) -> float:
    """What a row with that trait has in its column, in the model of that name: 1, or less where it is QUIETER."""
    return next((share for kind, share in QUIETER.get(name, {}).items() if trait.startswith(kind)), 1.0)


class Paper(Protocol):
    """A document that something is learned from: its set, its file, and for each model what it can learn."""

    @property
    def set(self) -> str:
        """Name of the set that it belongs to."""

    @property
    def path(self) -> Path:
        """Its file."""

    @property
    def rows(self) -> Mapping[str, Sequence[Any]]:
        """For each model what there is to learn."""


def folds_of(taught: Sequence[Paper], count: int) -> list[int]:
    """Which fold each document is in; fixed by SEED and the documents' names."""
    order = sorted(range(len(taught)), key=lambda n: (taught[n].set, taught[n].path.name))
    random.Random(SEED).shuffle(order)
    return [order.index(n) % count for n in range(len(taught))]


class Marks:
    """Marks of extraction over documents, by set; right and confidence of every hazard found."""

    def __init__(self) -> None:
        self.scores: dict[str, Score] = {}
        self.limits: dict[str, Score] = {}
        self.sure: list[tuple[float, bool, float]] = []

    def add(self, one: Lesson, models: Mapping[str, Model | None]) -> None:
        """Marks one document, read with these models."""
        with using(**models):
            found = extract(one.document)
        gold = resolve(one.gold, found.text)
        if "deadlines" in one.gold.entries:
            self.limits.setdefault(one.set, Score("deadlines")).add(gold.deadlines, found.deadlines)
        if "hazards" not in one.gold.entries:
            return
        mistakes = self.scores.setdefault(one.set, Score("hazards")).add(gold.hazards, found.hazards)
        wrong = {id(mistake.found) for mistake in mistakes}
        judged = (hazard for hazard in found.hazards if hazard.rule not in ("ledger-row", "class-at-a-unit"))
        self.sure += [(hazard.confidence, id(hazard) not in wrong, one.weight) for hazard in judged]

    def told(self) -> dict[str, dict[str, float]]:
        """F1 of hazards and of deadlines, and the share of right trades and statuses, by set."""
        out = {}
        for name, score in sorted(self.scores.items()):
            shares = {field: right / asked for field, (right, asked) in score.fields.items()}
            tally = score.tally
            out[name] = {
                "precision": round(tally.precision, 3), "recall": round(tally.recall, 3), "f1": round(tally.f1, 3),
                "industry": round(shares.get("industry", 1.0), 3), "status": round(shares.get("status", 1.0), 3),
                "deadlines": round(self.limits.get(name, Score("deadlines")).tally.f1, 3),
            }  # fmt: skip
        return out


def cross_validated(taught: Sequence[Lesson], names: Sequence[str], count: int) -> Marks:
    """Marks where each document is read with models that never saw it; other models than those named are off."""
    marks, fold = Marks(), folds_of(taught, count)
    for n in range(count):
        seen = [one for one, of in zip(taught, fold, strict=True) if of != n]
        made: dict[str, Model | None] = {name: fit(seen, name) if name in names else None for name in NAMES}
        for one, of in zip(taught, fold, strict=True):
            if of == n:
                marks.add(one, made)
    return marks


def calibrated(sure: Sequence[tuple[float, bool, float]]) -> tuple[tuple[float, float], ...]:
    """Knots from probability to the share of right records, rising."""
    made = IsotonicRegression(out_of_bounds="clip").fit(
        [p for p, _, _ in sure], [ok for _, ok, _ in sure], sample_weight=[weight for _, _, weight in sure]
    )
    return tuple((knot, round(float(share), 3)) for knot, share in zip(KNOTS, made.predict(KNOTS), strict=True))


def reliability(sure: Sequence[tuple[float, bool, float]]) -> list[tuple[float, int, float]]:
    """Of records given at least so much confidence: how many there are, what share is right."""
    table = []
    for least in (0.95, 0.9, 0.8, 0.7, 0.6, 0.5):
        right = [ok for given, ok, _ in sure if given >= least]
        table.append((least, len(right), round(sum(right) / len(right), 3) if right else 1.0))
    return table


def write(name: str, made: Model) -> Path:
    """The model's file: weights in the order of their kinds."""
    path = FOLDER / f"{name}.json"
    told = {
        "bias": made.bias, "threshold": made.threshold, "calibrated": made.calibrated,
        "weights": made.kinds,
    }  # fmt: skip
    path.write_text(json.dumps(told, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return path


def note(name: str, path: Path, taught: Sequence[Paper], scores: Mapping[str, Any], kind: str = KIND) -> None:
    """Writes the model's entry into models/manifest.toml, and leaves the others as they are."""
    manifest = FOLDER / "manifest.toml"
    entries: dict[str, Any] = tomllib.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
    entries[name] = {
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "kind": kind,
        "made": date.today().isoformat(),
        "scikit_learn": sklearn.__version__,
        "seed": SEED,
        "documents": dict(sorted(Counter(one.set for one in taught).items())),
        "rows": sum(len(one.rows[name]) for one in taught),
        "weights": sum(map(len, json.loads(path.read_text(encoding="utf-8"))["weights"].values())),
        "scores": scores,
    }
    manifest.write_text("\n".join(lines_of(entries)), encoding="utf-8")


def lines_of(table: Mapping[str, Any], at: str = "") -> list[str]:
    """A table of tables as TOML."""
    plain = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}"
        for key, value in table.items()
        if not isinstance(value, Mapping)
    ]
    lines = [f"[{at}]", *plain, ""] if at and plain else plain
    for key, value in table.items():
        if isinstance(value, Mapping):
            lines += lines_of(value, f"{at}.{key}" if at else key)
    return lines


def report(title: str, marks: Marks) -> None:
    """One line a set."""
    for name, told in marks.told().items():
        print(f"{title:<24}{name:<14}" + "  ".join(f"{key} {value:.3f}" for key, value in told.items()))


def main(arguments: list[str] | None = None) -> int:
    """Trains, prints what each model adds to the rules, and writes the models."""
    parser = argparse.ArgumentParser(prog="models.train", description=main.__doc__)
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    chosen = parser.parse_args(arguments)
    taught = lessons()
    plain = Marks()
    for one in taught:
        plain.add(one, dict.fromkeys(NAMES))
    report("rules alone", plain)
    scores: dict[str, dict[str, Any]] = {"rules": plain.told()}
    for names in (("hazards",), ("hazards", "industries"), TAUGHT):
        marks = cross_validated(taught, names, chosen.folds)
        title = "+".join(names)
        report(title, marks)
        scores[title] = marks.told()
    knots = tuple((knot, round(share - CAUTION["hazards"], 3)) for knot, share in calibrated(marks.sure))
    for least, count, share in reliability(
        [(Model({}, 0, 0.5, knots).confidence(p), ok, w) for p, ok, w in marks.sure]
    ):
        print(f"confidence >= {least}: {count} records, {share:.3f} right")
    if not chosen.dry:
        for name in TAUGHT:
            made = fit(taught, name)
            path = write(name, replace(made, calibrated=knots if name == "hazards" else ()))
            note(name, path, taught, {"rules": scores["rules"], "with": scores["+".join(TAUGHT)]})
    return 0


if __name__ == "__main__":
    sys.exit(main())
