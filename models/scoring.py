"""How well found records agree with gold ones.

Alignment, one to one: a pair is possible where the two quotes share a character (accidents, which a text may tell
twice, also where all key fields agree). Pairs are taken greedily: first those that agree on more key fields, then
those whose quotes overlap more.
A found record is right when it is aligned and agrees on the key fields of its kind:
count: value, unit, item; deadline: due (or recurrence), task; hazard: description, level;
accident: date, place, deaths.
Precision is right/found, recall right/gold. A field's accuracy is taken over all aligned pairs.

Text fields agree when, stripped of spaces and punctuation, their longest common run is at least half of the longer
(equal texts and one text holding half of itself in the other are cases of that). «due» agrees when recurrence is
the same and the last days are; where one side gives no last day, the same first day will do. part_of agrees when both
have a whole or neither has. All other fields must be equal.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import product
from typing import TypeVar

from records import Accident, Count, Deadline, Hazard

Record = Count | Deadline | Hazard | Accident
Found = TypeVar("Found", Count, Deadline, Hazard, Accident)

KINDS = ("counts", "deadlines", "hazards", "accidents")
KEYS: Mapping[str, tuple[str, ...]] = {
    "counts": ("value", "unit", "item"),
    "deadlines": ("due", "task"),
    "hazards": ("description", "level"),
    "accidents": ("date", "place", "deaths"),
}
FURTHER: Mapping[str, tuple[str, ...]] = {
    "counts": ("upper", "action", "approx", "change", "period", "subject", "part_of", "masked"),
    "deadlines": ("start_date", "responsible"),
    "hazards": ("industry", "place", "status", "measures", "responsible", "due", "funds"),
    "accidents": ("type", "injured", "missing"),
}
TEXTS = frozenset(
    {"unit", "item", "action", "subject", "task", "responsible", "description", "place", "measures", "type"}
)
ENOUGH = 0.5


@dataclass(slots=True)
class Tally:
    """How many records the gold has, how many were found, how many of those are right."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Right ones among the found; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Right ones among the gold; 1 where there is no gold."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Mistake:
    """A gold record without its match (found None), one found that is not in the gold (gold None), or a bad match.

    fields  key fields that disagree, for a bad match
    """

    kind: str
    gold: Record | None
    found: Record | None
    fields: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Where in the text it happened."""
        record = self.gold or self.found
        return record.start if record else 0


@dataclass(slots=True)
class Score:
    """The marks of one record kind over any number of documents; fields holds right and asked of each field."""

    kind: str
    tally: Tally = field(default_factory=Tally)
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, gold: Sequence[Found], found: Sequence[Found]) -> list[Mistake]:
        """Marks one document's records and gives back what went wrong in it."""
        pairs = align(self.kind, gold, found)
        mistakes = [mistake for left, right in pairs if (mistake := self.mark(left, right))]
        self.tally.gold += len(gold)
        self.tally.found += len(found)
        self.tally.right += len(pairs) - len(mistakes)
        matched = {id(record) for pair in pairs for record in pair}
        mistakes += [Mistake(self.kind, record, None) for record in gold if id(record) not in matched]
        mistakes += [Mistake(self.kind, None, record) for record in found if id(record) not in matched]
        return mistakes

    def mark(self, gold: Record, found: Record) -> Mistake | None:
        """Marks every field of an aligned pair; a Mistake where a key field disagrees."""
        wrong = set()
        for name in (*KEYS[self.kind], *FURTHER[self.kind]):
            right, asked = self.fields.get(name, (0, 0))
            same = agree(name, gold, found)
            self.fields[name] = (right + same, asked + 1)
            wrong |= set() if same else {name}
        keys = tuple(name for name in KEYS[self.kind] if name in wrong)
        return Mistake(self.kind, gold, found, keys) if keys else None


def align(kind: str, gold: Sequence[Found], found: Sequence[Found]) -> list[tuple[Found, Found]]:
    """Pairs of a gold and a found record that speak of the same thing, each record in one pair at most."""
    possible = []
    for left, right in product(gold, found):
        keys = sum(agree(name, left, right) for name in KEYS[kind])
        shared = overlap(left, right)
        if shared or (kind == "accidents" and keys == len(KEYS[kind])):
            possible.append((keys, shared, left, right))
    possible.sort(key=lambda pair: pair[:2], reverse=True)
    return list(first_come(possible))


def first_come(possible: Iterable[tuple[int, float, Found, Found]]) -> Iterable[tuple[Found, Found]]:
    """The pairs, in order, whose two records are both still free."""
    taken: set[int] = set()
    for _, _, left, right in possible:
        if id(left) not in taken and id(right) not in taken:
            taken |= {id(left), id(right)}
            yield left, right


def overlap(left: Record, right: Record) -> float:
    """Shared part of two quotes' places, of what they cover together."""
    shared = min(left.end, right.end) - max(left.start, right.start)
    return max(shared, 0) / (max(left.end, right.end) - min(left.start, right.start))


def agree(name: str, gold: Record, found: Record) -> bool:
    """Whether the two say the same in that field."""
    if isinstance(gold, Deadline) and isinstance(found, Deadline) and name == "due":
        return same_time(gold, found)
    left, right = getattr(gold, name), getattr(found, name)
    if name == "part_of":
        return (left is None) == (right is None)
    if name in TEXTS and left and right:
        return alike(left, right)
    return bool((left or None) == (right or None)) if name in TEXTS else bool(left == right)


def same_time(gold: Deadline, found: Deadline) -> bool:
    """Same rhythm and last day; one that gives no last day agrees by its first."""
    if gold.recurrence != found.recurrence:
        return False
    open_end = gold.due is None or found.due is None
    return gold.due == found.due or (open_end and gold.start_date is not None and gold.start_date == found.start_date)


def alike(left: str, right: str) -> bool:
    """Whether two texts share a run of at least half of the longer, spaces and punctuation left out."""
    left, right = bare(left), bare(right)
    run = SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size
    return left == right or run >= ENOUGH * max(len(left), len(right))


def bare(text: str) -> str:
    """The text in one width, without spaces, punctuation and symbols; the text itself where nothing else is left."""
    narrow = unicodedata.normalize("NFKC", text)
    letters = "".join(letter for letter in narrow if unicodedata.category(letter)[0] in "LN")
    return letters or narrow
