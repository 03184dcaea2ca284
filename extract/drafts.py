"""A sentence with its figures, on their way to counts."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from extract.rulebook import load
from extract.sentences import Span
from extract.words import Words
from language.dates import Time
from language.numerals import Quantity
from records import Change, Count, Period

MOST_BACK = 24  # figures of a sentence that a figure may go on with


@dataclass(slots=True, eq=False)
class Draft:
    """A figure on its way to a Count; one draft equals no other.

    whole  the draft that it is a part of
    of     the draft that it is the change of: 事故9起、死亡4人，同比·增加2起、减少1人
    own    the words beside it that say a state or an act, for want of a noun
    deed_behind  whether its action stands behind it
    timed  where the time ends that 分别 gives it: 一季度、二季度分别120家、156家
    """

    quantity: Quantity
    sentence: Span
    start: int
    end: int
    item: str | None = None
    action: str | None = None
    subject: str | None = None
    change: Change | None = None
    whole: "Draft | None" = None
    of: "Draft | None" = None
    own: str | None = None
    inherits_action: bool = False
    deed_behind: bool = False
    rule: str = "number-unit"
    confidence: float = 0.97
    period: Period | None = None
    timed: int | None = None


@dataclass(slots=True)
class Scene:
    """A sentence, its clauses, and the figures read so far.

    earlier    the last figures before the sentence
    time_ends  where the time expressions of the text end, ascending
    """

    text: str
    words: Words
    span: Span
    clauses: Sequence[Span]
    quantities: Sequence[Quantity]
    earlier: Sequence[Draft]
    time_ends: Sequence[int]
    drafts: list[Draft] = field(default_factory=list)

    def clause_at(self, position: int) -> int:
        """Number of the last clause that begins at or before a position; -1 where none does."""
        return bisect_right(self.clauses, position, key=_start_of) - 1

    def clause_of(self, quantity: Quantity) -> Span:
        """The clause that a quantity stands in."""
        return self.clauses[self.clause_at(quantity.start)]

    def clause_before(self, clause: Span) -> Span:
        """The clause before; an empty one where there is none."""
        at = self.clause_at(clause.start)
        return self.clauses[at - 1] if at else Span(clause.start, clause.start)

    def near(self) -> list[Draft]:
        """The last figures read, as far back as one may go on with."""
        return self.drafts[-MOST_BACK:]


class Figures(NamedTuple):
    """The figures of a text while models choose their fields, first to last.

    counts     the figures, those behind the one that is at hand still as the rules read them
    time_ends  where the time expressions of the text end
    times      those that figures can cover
    """

    words: Words
    drafts: Sequence[Draft]
    counts: list[Count]
    time_ends: frozenset[int]
    times: Sequence[Time]


def _start_of(span: Span) -> int:
    return span.start


def same_kind(one: str, other: str) -> bool:
    """Whether two units may count the same things: 处 and 项, 家 and 户."""
    return one == other or bool(_kinds().get(one, set()) & _kinds().get(other, set()))


@cache
def _kinds() -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for name, members in load("counts")["same_kind"].items():
        for unit in members:
            kinds.setdefault(unit, set()).add(name)
    return kinds


def is_people(draft: Draft) -> bool:
    """Whether a figure counts people."""
    return draft.quantity.unit in load("counts")["same_kind"]["people"]
