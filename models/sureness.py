"""Trains how sure counts are: python -m models.sureness [--dry].

A logistic regression over what can be seen of a count (extract/sureness.py), taught which counts of the open sets were
right. Documents are parted into folds by a fixed seed; the reliability that is printed and kept comes from documents
that the model of their fold never saw.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sklearn.linear_model import LogisticRegression

from corpora import Gold, resolve
from extract import extract, read
from extract.counts import CHOSEN
from extract.learned import Model, using
from extract.sureness import traits
from models.lessons import RULES_KNOW, open_sets
from models.rankers import Paper, papers
from models.rankers import fit as fit_ranker
from models.scoring import Score
from models.train import CAUTION, FOLDS, RARE, SEED, SMALL, calibrated, folds_of, matrix, reliability, write

STRENGTH = 0.1  # C of the regression: less is smoother
RANKED = 4  # folds of documents for the models that choose nouns
UNMODELLED = "table-cell"  # figures of tables, whose heads decide


@dataclass(frozen=True, slots=True)
class Judged:
    """A count that was found: its traits, whether it is right, its document's number and weight."""

    traits: tuple[str, ...]
    right: bool
    document: int
    weight: float


def judged() -> list[Judged]:
    """The counts of all open sets as the rules read them, and those whose noun a model chose.

    That model never saw their document, and was asked where a model of the rules' counts alone is in doubt. Counts of
    sets that the rules were written on weigh less.
    """
    read_before = papers()
    fold = folds_of(read_before, RANKED)
    golds = {path: gold for _, path, gold in open_sets()}
    annotated = [at for at, one in enumerate(read_before) if "counts" in golds[one.path].entries]
    with using(nouns=None, counts=None):
        rows = [row for at in annotated for row in judged_in(read_before[at], golds[read_before[at].path], at)]
    sure = told_lower(rows)
    for n in range(RANKED):
        namer = fit_ranker([c for one, of in zip(read_before, fold, strict=True) if of != n for c in one.rows["nouns"]])
        with using(nouns=namer, counts=sure):
            for at in (at for at in annotated if fold[at] == n):
                told = judged_in(read_before[at], golds[read_before[at].path], at)
                rows += [row for row in told if f"rule={CHOSEN}" in row.traits]
    return rows


def judged_in(paper: Paper, gold: Gold, number: int) -> Iterator[Judged]:
    """The counts of one document, the number-th, as they are found now."""
    weight = 1.0 if paper.set == "train" else RULES_KNOW
    found = extract(read(paper.path))
    wrong = {id(one.found) for one in Score("counts").add(resolve(gold, found.text).counts, found.counts)}
    for count in found.counts:
        if count.rule != UNMODELLED:
            yield Judged(traits(count), id(count) not in wrong, number, weight)


def told_lower(rows: Sequence[Judged]) -> Model:
    """A model from these counts, with the shares that were right in the folds, told lower by caution."""
    knots = calibrated(cross_validated(rows))
    return replace(fit(rows), calibrated=tuple((low, round(share - CAUTION, 3)) for low, share in knots))


def fit(rows: Sequence[Judged]) -> Model:
    """A model from these counts."""
    often = Counter(trait for row in rows for trait in row.traits)
    at = {trait: n for n, trait in enumerate(sorted(trait for trait in often if often[trait] > RARE))}
    table = matrix([row.traits for row in rows], at)
    made = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED, max_iter=2000)
    made.fit(table, [row.right for row in rows], sample_weight=[row.weight for row in rows])
    weights = {trait: round(float(made.coef_[0][n]), 3) for trait, n in at.items()}
    kept = {trait: weight for trait, weight in weights.items() if abs(weight) >= SMALL}
    return Model(kept, round(float(made.intercept_[0]), 3))


def cross_validated(rows: Sequence[Judged]) -> list[tuple[float, bool, float]]:
    """Probability, whether right and weight of each count, from a model that never saw its document."""
    sure = []
    for fold in range(FOLDS):
        made = fit([row for row in rows if row.document % FOLDS != fold])
        tested = (row for row in rows if row.document % FOLDS == fold)
        sure += [(made.probability(row.traits), row.right, row.weight) for row in tested]
    return sure


def main(arguments: list[str] | None = None) -> int:
    """Trains, prints how reliable the confidences are, and writes models/counts.json."""
    parser = argparse.ArgumentParser(prog="models.sureness", description=main.__doc__)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    chosen = parser.parse_args(arguments)
    rows = judged()
    sure, made = cross_validated(rows), told_lower(rows)
    for least, count, share in reliability([(made.confidence(p), right, weight) for p, right, weight in sure]):
        print(f"confidence >= {least}: {count} counts, {share:.3f} right")
    if not chosen.dry:
        write("counts", made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
