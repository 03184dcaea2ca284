"""Trains how sure counts, deadlines and accidents are: python -m models.sureness [--dry] [--only KIND].

A logistic regression over what can be seen of a record (extract/sureness.py), taught which records of the open sets
were right. Documents are parted into folds; the reliability that is printed and kept comes from documents that the
model of their fold never saw.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sklearn.linear_model import LogisticRegression

from corpora import Gold, resolve
from extract import extract, read
from extract.choosing import CHOSEN
from extract.learned import Model, using
from extract.sureness import traits
from models.lessons import WEIGHTS, open_sets
from models.rankers import Paper, papers
from models.rankers import fit as fit_ranker
from models.scoring import Score
from models.train import CAUTION, FOLDS, RARE, SEED, SMALL, calibrated, folds_of, matrix, reliability, write

STRENGTH = 0.1  # C of the regression: less is smoother
RANKED = 4  # folds of documents for the models that choose nouns
KINDS = ("counts", "deadlines", "accidents")
UNMODELLED = ("table-cell", "task-row", "ledger-row")  # records of tables, whose heads decide


@dataclass(frozen=True, slots=True)
class Judged:
    """A record that was found: its traits, whether it is right, its document's number and weight."""

    traits: tuple[str, ...]
    right: bool
    document: int
    weight: float


def judged(kind: str) -> list[Judged]:
    """The records of that kind in all open sets."""
    if kind == "counts":
        return judged_counts()
    read = ((*one, n) for n, one in enumerate(open_sets()))
    with using(**{kind: None}):
        return [
            row for name, path, gold, n in read if kind in gold.entries for row in judged_in(kind, name, path, gold, n)
        ]


def judged_counts() -> list[Judged]:
    """The counts of all open sets as the rules read them, and those whose noun a model chose.

    That model never saw their document, and was asked where a model of the rules' counts alone is in doubt. Counts of
    sets that the rules were written on weigh less.
    """
    read_before = papers()
    fold = folds_of(read_before, RANKED)
    golds = {path: gold for _, path, gold in open_sets()}
    annotated = [at for at, one in enumerate(read_before) if "counts" in golds[one.path].entries]
    with using(nouns=None, counts=None):
        rows = [row for at in annotated for row in of_paper(read_before[at], golds, at)]
    sure = told_lower(rows, "counts")
    for n in range(RANKED):
        namer = fit_ranker([c for one, of in zip(read_before, fold, strict=True) if of != n for c in one.rows["nouns"]])
        with using(nouns=namer, counts=sure):
            for at in (at for at in annotated if fold[at] == n):
                told = of_paper(read_before[at], golds, at)
                rows += [row for row in told if f"rule={CHOSEN}" in row.traits]
    return rows


def of_paper(paper: Paper, golds: Mapping[Path, Gold], number: int) -> Iterator[Judged]:
    """The counts of one document, the number-th."""
    return judged_in("counts", paper.set, paper.path, golds[paper.path], number)


def judged_in(kind: str, of: str, path: Path, gold: Gold, number: int) -> Iterator[Judged]:
    """The records of one document of a set, the number-th, as they are found now."""
    weight = WEIGHTS[of]
    document = extract(read(path))
    found = getattr(document, kind)
    wrong = {id(one.found) for one in Score(kind).add(getattr(resolve(gold, document.text), kind), found)}
    for record in found:
        if record.rule not in UNMODELLED:
            yield Judged(traits(record), id(record) not in wrong, number, weight)


def told_lower(rows: Sequence[Judged], kind: str) -> Model:
    """A model from these records, with the shares that were right in the folds, told lower by caution."""
    knots = calibrated(cross_validated(rows))
    return replace(fit(rows), calibrated=tuple((low, round(share - CAUTION[kind], 3)) for low, share in knots))


def fit(rows: Sequence[Judged]) -> Model:
    """A model from these records."""
    often = Counter(trait for row in rows for trait in row.traits)
    at = {trait: n for n, trait in enumerate(sorted(trait for trait in often if often[trait] > RARE))}
    table = matrix([row.traits for row in rows], at)
    made = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED, max_iter=2000)
    made.fit(table, [row.right for row in rows], sample_weight=[row.weight for row in rows])
    weights = {trait: round(float(made.coef_[0][n]), 3) for trait, n in at.items()}
    kept = {trait: weight for trait, weight in weights.items() if abs(weight) >= SMALL}
    return Model.of(kept, round(float(made.intercept_[0]), 3))


def cross_validated(rows: Sequence[Judged]) -> list[tuple[float, bool, float]]:
    """Probability, whether right and weight of each record, from a model that never saw its document."""
    sure = []
    for fold in range(FOLDS):
        made = fit([row for row in rows if row.document % FOLDS != fold])
        tested = (row for row in rows if row.document % FOLDS == fold)
        sure += [(made.probability(row.traits), row.right, row.weight) for row in tested]
    return sure


def main(arguments: list[str] | None = None) -> int:
    """Trains, prints how reliable the confidences are, and writes the models."""
    parser = argparse.ArgumentParser(prog="models.sureness", description=main.__doc__)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--only", choices=KINDS, help="this kind of record only")
    chosen = parser.parse_args(arguments)
    for kind in (chosen.only,) if chosen.only else KINDS:
        rows = judged(kind)
        sure, made = cross_validated(rows), told_lower(rows, kind)
        for least, number, share in reliability([(made.confidence(p), right, weight) for p, right, weight in sure]):
            print(f"confidence >= {least}: {number} {kind}, {share:.3f} right")
        if not chosen.dry:
            write(kind, made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
