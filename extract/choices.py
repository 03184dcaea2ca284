"""What the verbs and the names that a figure may take have in common for a model."""

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from typing import Generic, NamedTuple

from extract.drafts import Draft
from extract.learned import Teller, Told, Values, said
from extract.phrases import MARKS, NOTHING, joint, last_before
from extract.words import Words
from records import Count

_MARKS = 3  # between two figures that are told
_MARK = re.compile(f"[{''.join(sorted(MARKS))}]")
_ENDS_CLAUSE = "，；："


class Beside(Generic[Told]):
    """Tells how an option, or NOTHING, stands to the rules' own and to what is counted."""

    def __init__(self, words: Words, teller: Teller[Told]) -> None:
        self.words = words
        self._option = teller("word=", "own", *["own,"] * 4, "inside-own", "around-own", "in-item=")
        self._nothing = teller("none", *["none,"] * 5, "none-behind=", "none-behind=")
        self._side = teller(*["side="] * 4)

    def option(self, count: Count, own: str, option: str, ending: str) -> Told:
        """ending: as much of the option as goes with the rules' being right."""
        if option == own:
            rule: Values = ("", count.rule, ending, count.unit, f"none={option == NOTHING}")
        else:
            rule = (None,) * 5
        both = bool(option and own and option != own)
        in_item = f"{option in count.item},{option == count.item}" if option else None
        return self._option((option, *rule, said(both and option in own), said(both and own in option), in_item))

    def nothing(self, count: Count, start: int) -> Told:
        """What speaks for NOTHING, of a figure that begins at start."""
        last = last_before(self.words, start)
        return self._nothing((
            "", count.unit, count.item[-2:], count.rule, str(count.change is not None),
            f"part={count.part_of is not None}", self.words.texts[last] if last >= 0 else "", joint(self.words, last),
        ))  # fmt: skip

    def side(self, side: str, count: Count) -> Told:
        """From where an option comes."""
        return self._side((side, f"{side},{count.unit}", f"{side},{count.item[-2:]}", f"{side},{count.rule}"))


class Marks(NamedTuple):
    """The marks of a text: where they stand, what they are, and how many of them before each end a clause."""

    places: list[int]
    letters: str
    clauses: list[int]
    groups: list[int]

    def between(self, start: int, end: int) -> range:
        """Numbers of the marks of a stretch."""
        return range(bisect_left(self.places, start), bisect_left(self.places, end))


@lru_cache(maxsize=2)  # each model asks for those of the text that is read
def marks_of(text: str) -> Marks:
    """The marks of a text."""
    found = list(_MARK.finditer(text))
    letters = "".join([one[0] for one in found])
    clauses = accumulate((letter in _ENDS_CLAUSE for letter in letters), initial=0)
    groups = accumulate((letter == "；" for letter in letters), initial=0)
    return Marks([one.start() for one in found], letters, list(clauses), list(groups))


def marks_between(text: str, earlier: Draft, draft: Draft) -> str:
    """The first marks between two figures."""
    marks = marks_of(text)
    between = marks.between(earlier.quantity.end, draft.quantity.start)
    return marks.letters[between.start : min(between.stop, between.start + _MARKS)]
