"""What models learn from: clauses and choices of documents with their traits, and what the gold says of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import Gold, load_dev, load_gold, load_heldout, load_month, load_seeds, load_train, resolve
from extract import read
from extract.anchor import anchor_day
from extract.classify import describe
from extract.deadlines import Judges, find_deadlines
from extract.duty_traits import Case
from extract.frame import read_frame
from extract.hazards import Seen, Watches, find_hazards
from extract.learned import Model
from extract.pipeline import read_normalised, read_prose, to_source
from extract.tables import records_of_tables
from extract.words import Words
from language.dates import find_times
from language.normalize import Reading
from models.scoring import align, alike
from records import Deadline, Document, Hazard

# the model that says what the rules say, so that a text is read as with the rules alone while it is watched
RULES = Model.of({"rules=yes": 10.0, "rules=shaped": 10.0}, -5.0)
LEAST_SHARED = 0.3  # of what two places cover together, for a clause to be what the gold speaks of
# how much a document of each set counts: one that rules were written on less, but for the real ones
WEIGHTS = {"train": 1.0, "seeds": 1.0, "dev": 0.5, "heldout": 0.5, "sample_month": 0.5}

Choices = Mapping[Any, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to be judged: its traits, and whether the answer is yes."""

    traits: tuple[str, ...]
    yes: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document with what each model can learn from it. weight: how much it counts."""

    set: str
    path: Path
    gold: Gold
    document: Document
    weight: float
    rows: Mapping[str, tuple[Row, ...]]


def open_sets() -> Iterator[tuple[str, Path, Gold]]:
    """All documents that may be learned from, with the name of their set."""
    for name, found in (("dev", load_dev()), ("heldout", load_heldout()), ("seeds", load_seeds()),
                        ("train", load_train())):  # fmt: skip
        yield from ((name, path, gold) for path, gold in found)
    yield from (("sample_month", file.path, load_gold(file.gold)) for file in load_month().files)


def lessons() -> list[Lesson]:
    """A lesson of each document that was annotated for hazards or deadlines."""
    return [lesson(name, path, gold) for name, path, gold in open_sets() if {"hazards", "deadlines"} & {*gold.entries}]


def lesson(name: str, path: Path, gold: Gold) -> Lesson:
    """What a document teaches."""
    document = read(path)
    rows: dict[str, tuple[Row, ...]] = dict.fromkeys(("hazards", "industries", "statuses", "limits"), ())
    if "hazards" in gold.entries:
        rows |= taught_of_hazards(document, gold)
    if "deadlines" in gold.entries:
        rows["limits"] = limit_rows(document, gold)
    return Lesson(name, path, gold, document, WEIGHTS[name], rows)


def taught_of_hazards(document: Document, gold: Gold) -> dict[str, tuple[Row, ...]]:
    """What a document teaches of dangers: which clauses are records, their trades, their statuses."""
    answers = resolve(gold, document.text).hazards
    prose = read_prose(document, records_of_tables(document, None))
    clauses: list[Seen] = []
    choices: list[tuple[int, Choices]] = []
    fates: list[tuple[int, Choices]] = []
    watches = Watches(
        clauses.append, lambda at, told: choices.append((at, told)), lambda at, told: fates.append((at, told))
    )
    times = find_times(prose.text, gold.date)
    find_hazards(prose.text, times, RULES, watches)
    return {
        "hazards": hazard_rows(clauses, answers, prose),
        "industries": choice_rows(choices, answers, prose, "industry"),
        "statuses": choice_rows(fates, answers, prose, "status"),
    }


def limit_rows(document: Document, gold: Gold) -> tuple[Row, ...]:
    """Each time with a task that was judged; yes for those that a gold deadline speaks of."""
    seen: list[tuple[Case, tuple[str, ...]]] = []
    reading = read_normalised(document)
    info = describe(document, reading, read_frame(document, reading), date=gold.date)
    anchor = gold.date or anchor_day(info, reading)
    tables = records_of_tables(document, anchor)
    prose = read_prose(document, tables)
    exact = gold.date is not None
    times = find_times(prose.text, anchor, exact=exact)
    judges = Judges(RULES, watch=lambda case, traits: seen.append((case, traits)))
    find_deadlines(Words(prose.text), times, anchor, info.kind, judges, exact=exact)
    found: list[Deadline] = [to_source(case.record, prose, document) for case, _ in seen]
    pairs = align("deadlines", resolve(gold, document.text).deadlines, [*found, *tables.deadlines])
    meant = {id(one) for _, one in pairs}
    return tuple(Row(traits, id(one) in meant) for one, (_, traits) in zip(found, seen, strict=True))


def hazard_rows(clauses: list[Seen], answers: tuple[Hazard, ...], prose: Reading) -> tuple[Row, ...]:
    """Each clause that was judged; yes for the one that a gold hazard speaks of."""
    places = [prose.source(*seen.span) for seen in clauses]
    pairs = sorted(
        (
            (shared, at, n)
            for at, place in enumerate(places)
            for n, hazard in enumerate(answers)
            if (shared := overlap(place, hazard)) > 0 and is_meant(prose.text, clauses[at], hazard, shared)
        ),
        reverse=True,
    )
    right: set[int] = set()
    taken: set[int] = set()
    for _, at, n in pairs:
        if at not in right and n not in taken:
            right.add(at)
            taken.add(n)
    return tuple(Row(seen.traits, at in right) for at, seen in enumerate(clauses))


def is_meant(text: str, seen: Seen, hazard: Hazard, shared: float) -> bool:
    """Whether a clause is what a gold hazard speaks of: alike in words, or mostly in the same place."""
    return shared >= LEAST_SHARED and (shared >= 2 * LEAST_SHARED or alike(text[slice(*seen.span)], hazard.description))


def overlap(place: tuple[int, int], hazard: Hazard) -> float:
    """Shared part of two places, of what they cover together."""
    shared = min(place[1], hazard.end) - max(place[0], hazard.start)
    return max(shared, 0) / (max(place[1], hazard.end) - min(place[0], hazard.start))


def choice_rows(
    choices: list[tuple[int, Choices]], answers: tuple[Hazard, ...], prose: Reading, name: str
) -> tuple[Row, ...]:
    """Each value that a danger's field may have; yes for the one that the gold gives."""
    rows = []
    for at, told in choices:
        place = prose.position(at)
        meant = next((hazard for hazard in answers if hazard.start <= place < hazard.end), None)
        if meant:
            rows += [Row(traits, choice == getattr(meant, name)) for choice, traits in told.items()]
    return tuple(rows)
