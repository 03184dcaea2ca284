"""Scores extraction against gold: python -m models.evaluate [--json] [--errors N] [--only SET] [--without-models].

How records are matched and marked stands in models/scoring.py. Beside the records, the share of documents whose
kind, title, issuer, day and region come out as in the gold is given; fields that the gold leaves open are not asked.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora import Gold, load_dev, load_gold, load_heldout, load_month, load_seeds, load_test, load_train, resolve
from extract import extract, read
from extract.learned import rules_alone
from models.scoring import KEYS, KINDS, Mistake, Record, Score, alike
from records import Extraction

ABOUT = ("kind", "title", "issuer", "date", "region")
LABELS = {"counts": "计数", "deadlines": "时限", "hazards": "隐患", "accidents": "事故"}
SENTENCE_END = re.compile(r"[。；\n]")
LONGEST = 200  # letters of a sentence shown


@dataclass(frozen=True, slots=True)
class Trouble:
    """A sentence of a document and what went wrong in it."""

    document: str
    sentence: str
    mistakes: tuple[Mistake, ...]


@dataclass(slots=True)
class Report:
    """The marks of one set of documents. sure: kind, confidence and whether right, of each record found."""

    name: str
    scores: dict[str, Score] = field(default_factory=lambda: {kind: Score(kind) for kind in KINDS})
    about: dict[str, tuple[int, int]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    sure: list[tuple[str, float, bool]] = field(default_factory=list)

    def add(self, gold: Gold, found: Extraction) -> None:
        """Marks one document."""
        answers = resolve(gold, found.text)
        mistakes = [
            mistake
            for kind, score in self.scores.items()
            if kind in gold.entries
            for mistake in score.add(getattr(answers, kind), getattr(found, kind))
        ]
        self.troubles += by_sentence(found.document.name, found.text, mistakes)
        wrong = {id(mistake.found) for mistake in mistakes}
        self.sure += [
            (kind, record.confidence, id(record) not in wrong)
            for kind in self.scores
            if kind in gold.entries
            for record in getattr(found, kind)
        ]
        for name in ABOUT:
            if (expected := getattr(gold, name)) is not None:
                right, asked = self.about.get(name, (0, 0))
                self.about[name] = (right + same_about(expected, getattr(found.document, name)), asked + 1)


def same_about(expected: object, found: object) -> bool:
    """Whether a fact about a document is the expected one; texts need only be alike."""
    if isinstance(expected, str) and isinstance(found, str):
        return alike(expected, found)
    return expected == found


def by_sentence(name: str, text: str, mistakes: list[Mistake]) -> Iterator[Trouble]:
    """The mistakes of a document, those of one sentence together."""
    groups: dict[tuple[int, int], list[Mistake]] = defaultdict(list)
    for mistake in mistakes:
        groups[sentence_at(text, mistake.start)].append(mistake)
    for (start, end), group in groups.items():
        yield Trouble(name, text[start:end].strip(), tuple(group))


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Start and end of the sentence that holds a place of the text."""
    starts = [match.end() for match in SENTENCE_END.finditer(text, 0, at)]
    end = SENTENCE_END.search(text, at)
    return (starts[-1] if starts else 0), (end.end() if end else len(text))


def golds(name: str) -> Iterator[tuple[Path, Gold]]:
    """The documents of a set with their gold."""
    if name == "seeds":
        yield from load_seeds()
    elif name == "heldout":
        yield from load_heldout()
    elif name == "test":
        yield from load_test()
    elif name == "dev":
        yield from load_dev()
    elif name == "train":
        yield from load_train()
    else:
        yield from ((file.path, load_gold(file.gold)) for file in load_month(name).files)


def evaluate(name: str, *, models: bool = True) -> Report:
    """The marks of extraction on one set: a month of corpora, «seeds», «heldout» or «test».

    models  whether they take part; False for the rules alone
    """
    report = Report(name)
    with nullcontext() if models else rules_alone():
        for path, gold in golds(name):
            report.add(gold, extract(read(path)))
    return report


def as_json(report: Report) -> dict[str, Any]:
    """The marks as plain data."""
    return {
        "set": report.name,
        "records": {kind: score_json(score) for kind, score in report.scores.items()},
        "documents": {name: right / asked for name, (right, asked) in report.about.items()},
        "errors": [trouble_json(trouble) for trouble in worst(report)],
    }


def score_json(score: Score) -> dict[str, Any]:
    """One kind's marks as plain data."""
    tally = score.tally
    rates = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    fields = {name: right / asked for name, (right, asked) in score.fields.items()}
    return {"gold": tally.gold, "found": tally.found, "right": tally.right} | rates | {"fields": fields}


def trouble_json(trouble: Trouble) -> dict[str, Any]:
    """One sentence's mistakes as plain data."""
    mistakes = [describe(mistake) for mistake in trouble.mistakes]
    return {"document": trouble.document, "sentence": trouble.sentence, "mistakes": mistakes}


def worst(report: Report) -> list[Trouble]:
    """Sentences with mistakes, those with most first."""
    return sorted(report.troubles, key=lambda trouble: -len(trouble.mistakes))


def describe(mistake: Mistake) -> str:
    """A mistake in one line."""
    label = LABELS[mistake.kind]
    if mistake.found is None and mistake.gold is not None:
        return f"漏 {label} {brief(mistake.kind, mistake.gold)}"
    if mistake.gold is None and mistake.found is not None:
        return f"多 {label} {brief(mistake.kind, mistake.found)}"
    pairs = (f"{name}: {getattr(mistake.gold, name)} ≠ {getattr(mistake.found, name)}" for name in mistake.fields)
    return f"错 {label} {'；'.join(pairs)}"


def brief(kind: str, record: Record) -> str:
    """A record's key fields and quote."""
    keys = "/".join(str(getattr(record, name)) for name in KEYS[kind])
    return f"{keys} «{record.quote}»"


def as_table(report: Report, errors: int, rules: Report | None = None) -> str:
    """The marks for a reader: one line a kind, its fields below, then the worst sentences.

    rules  the marks of the rules alone, shown beside those of a kind that models have a part in
    """
    lines = [f"== {report.name}"]
    for kind, score in report.scores.items():
        tally = score.tally
        if not (tally.gold or tally.found):
            continue
        rates = f"P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}"
        lines.append(f"{LABELS[kind]}  {rates}  （标注 {tally.gold}，找到 {tally.found}，正确 {tally.right}）")
        if rules and kind == "hazards":
            plain = rules.scores[kind]
            lines.append(
                f"    仅规则：F1 {plain.tally.f1:.3f}  " + shares({"industry": plain.fields.get("industry", (1, 1))})
            )
        lines.append("    " + shares(score.fields))
    lines.append("文件  " + shares(report.about))
    for trouble in worst(report)[:errors]:
        lines.append(f"-- {trouble.document}：{trouble.sentence[:LONGEST]}")
        lines += [f"   {describe(mistake)}" for mistake in trouble.mistakes]
    return "\n".join(lines)


def reliability(report: Report) -> str:
    """For each kind: of the records given at least so much confidence, how many there are and what share is right."""
    lines = [f"== {report.name}"]
    for kind in report.scores:
        told = [(given, right) for name, given, right in report.sure if name == kind]
        for least in (0.95, 0.9, 0.8, 0.7, 0.5, 0.0) if told else ():
            right = [ok for given, ok in told if given >= least]
            share = f"{sum(right) / len(right):.3f}" if right else "—"
            lines.append(f"{LABELS[kind]}  ≥ {least:.2f}  {len(right):5d} 条  正确 {share}")
    return "\n".join(lines)


def shares(fields: dict[str, tuple[int, int]]) -> str:
    """«item 0.95  unit 0.99 …»."""
    return "  ".join(f"{name} {right / asked:.2f}" for name, (right, asked) in fields.items())


def main(arguments: list[str] | None = None) -> int:
    """Prints the marks of the sample month and of the seeds, as far as these are there."""
    parser = argparse.ArgumentParser(prog="models.evaluate", description=main.__doc__)
    parser.add_argument("--json", action="store_true", help="plain data instead of a table")
    parser.add_argument(
        "--errors", type=int, default=20, metavar="N", help="how many of the worst sentences are listed"
    )
    sets = ("sample_month", "seeds", "dev", "train", "heldout", "test")
    parser.add_argument("--only", choices=sets, help="one set; dev, train, heldout and test only here")
    parser.add_argument("--reliability", action="store_true", help="how often records of each confidence are right")
    parser.add_argument("--without-models", action="store_true", help="the rules alone")
    chosen = parser.parse_args(arguments)
    names = [chosen.only] if chosen.only else ["sample_month", "seeds"]
    reports = [evaluate(name, models=not chosen.without_models) for name in names]
    plain = [None if chosen.json or chosen.without_models else evaluate(name, models=False) for name in names]
    if chosen.json:
        json.dump([as_json(report) for report in reports], sys.stdout, ensure_ascii=False, indent=1)
    else:
        told = zip(reports, plain, strict=True)
        print("\n\n".join(as_table(report, chosen.errors, rules) for report, rules in told))
        if chosen.reliability:
            print("\n\n".join(["", *map(reliability, reports)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
