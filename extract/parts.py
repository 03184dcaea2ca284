"""Which earlier figure a figure is a part of: those before it in like units, each with what a model may know of it.

The rules' own whole is one of them, that it is no part is another. extract/learned.py adds up the weights of the
traits; the heaviest is taken. A figure before is told by its number in the text.
"""

import re
from collections.abc import Iterator
from typing import Generic

from extract.choices import marks_between
from extract.drafts import Figures, same_kind
from extract.learned import Lost, Teller, Told, is_never_lost, said
from extract.phrases import NOTHING

_ALIKE, _BACK = 7, 24  # figures in like units that may be the whole; so many figures back at most
_MOST_PARTS = 200  # figures before that are looked through for other parts of a whole
_NEAR = 160  # characters before a figure in which words may tell that it is a part
_DIVIDING = ("分", "看", "计", "说")  # one of them is in all that _DIVIDED finds
_DIVIDED = re.compile(  # 按事故类型分， 从区域看，
    "(?:从|按照?|依|就|以)[^，。；、]{1,10}?(?:来看|上看|看|划分|统计|分类|分析|来说|分布|分)(?:[，：]|[^，。；]{0,12}$)"
)


class Parts(Generic[Told]):
    """The figures that the figures of a text may be parts of, each with what a model may know of it."""

    def __init__(self, figures: Figures, teller: Teller[Told]) -> None:
        self.words, self.drafts, self.counts, *_ = figures
        self._summed = set(self._sums())
        self._nothing = teller("none", *["none,"] * 4, "none-opens=", "none-goes-on=", "none-goes-on=", "none-behind=")
        self._beside = teller(
            "back=", "sentence=", "marks=", "item=", "less=", "unit=", "deed=", "rule=", "changes=", "is-part=",
            *["goes-on="] * 3,
        )  # fmt: skip
        self._between = teller(
            "among=", "divided=", "divided=", "includes", "brackets=", "colon", "stops=", "behind=", "long=", "stops=",
            "of-them", "among=", "first=",
        )  # fmt: skip
        self._sum = teller("sums=", "sums=", "sums=")
        self._own = teller("own", *["own,"] * 3)

    def for_(self, at: int, is_lost: Lost[Told] = is_never_lost) -> Iterator[tuple[str, tuple[Told, ...]]]:
        """NOTHING and the numbers of the figures that figure at may be a part of; too few for any to be lost early."""
        count = self.counts[at]
        own = NOTHING if count.part_of is None else str(count.part_of)
        rule = self._own(("", f"none={own == NOTHING}", count.rule, count.unit))
        if count.part_of is not None and self._contradicts(at, count.part_of):
            yield own, (rule,)
            return
        nothing: tuple[Told, ...] = (self._no_part(at),)
        yield NOTHING, (*nothing, rule) if own == NOTHING else nothing
        for whole in self._wholes(at):
            traits = self._of_figures(at, whole), self._of_words(at, whole), self._of_sum(at, whole)
            yield str(whole), (*traits, rule) if str(whole) == own else traits

    def _contradicts(self, at: int, whole: int) -> bool:
        """Whether the text calls a part (其中) what is more than its whole: that is for the checker to tell."""
        count, other, draft, before = self.counts[at], self.counts[whole], self.drafts[at], self.drafts[whole]
        more = count.value is not None and other.value is not None and count.value > other.value
        return more and "其中" in self.words.text[before.quantity.end : draft.quantity.start][-_NEAR:]

    def _wholes(self, at: int) -> list[int]:
        """Figures before in like units, the nearest first; the rules' own whole and that of the figure before."""
        unit = self.drafts[at].quantity.unit
        alike = [
            one for one in range(at - 1, max(at - _BACK, 0) - 1, -1)
            if same_kind(self.drafts[one].quantity.unit, unit)
        ][:_ALIKE]  # fmt: skip
        before = self.counts[at - 1].part_of if at else None
        if before is not None and same_kind(self.drafts[before].quantity.unit, unit):
            alike.append(before)
        own = self.counts[at].part_of
        return list(dict.fromkeys(alike if own is None else [*alike, own]))

    def _sums(self) -> Iterator[tuple[int, int]]:
        """Figures that add up to one before them with others of its unit in a row: each with that one's number."""
        for whole, total in enumerate(self.counts):
            left, row = total.value, list[int]()
            for at in range(whole + 1, min(whole + _BACK, len(self.counts))):
                one = self.counts[at]
                if one.unit != total.unit or one.change:
                    continue
                if left is None or one.value is None or one.value > left or total.change:
                    break
                left, row = left - one.value, [*row, at]
                if not left:
                    yield from ((at, whole) for at in row if len(row) > 1)
                    break

    def _of_sum(self, at: int, whole: int) -> Told:
        """Whether a figure adds up to another with those around it, and what others leave of that for it."""
        unit, left, value = self.counts[at].unit, self.counts[whole].value, self.counts[at].value
        between = self.counts[max(whole + 1, at - _MOST_PARTS) : at]
        told = [one.value for one in between if one.part_of == whole and one.unit == unit]
        if left is None or value is None or None in told:
            room = "unknown"
        else:
            rest = left - sum(one for one in told if one is not None)
            room = "over" if value > rest else "all" if value == rest else "some"
        exact = f"{(at, whole) in self._summed}"
        return self._sum((exact, f"{exact},{min(len(told), 3)}", f"{room},{min(len(told), 3)}"))

    def _no_part(self, at: int) -> Told:
        count, draft, text = self.counts[at], self.drafts[at], self.words.text
        goes_on = at > 0 and self.counts[at - 1].part_of is not None
        marks = marks_between(text, self.drafts[at - 1], draft) if at else ""
        start = draft.quantity.start
        return self._nothing((
            "", count.unit, count.rule, str(count.change is not None), count.item[-2:],
            text[draft.sentence.start : draft.sentence.start + 2], f"{goes_on}", f"{goes_on},{marks}",
            text[max(0, start - 2) : start],
        ))  # fmt: skip

    def _of_figures(self, at: int, whole: int) -> Told:
        """How two figures stand to each other."""
        count, other, draft, before = self.counts[at], self.counts[whole], self.drafts[at], self.drafts[whole]
        goes_on = self.counts[at - 1].part_of == whole
        marks = marks_between(self.words.text, self.drafts[at - 1], draft)
        less = count.value is not None and other.value is not None and count.value <= other.value
        return self._beside((
            str(min(at - whole, 8)), f"{before.sentence == draft.sentence}",
            marks_between(self.words.text, before, draft),
            f"{other.item == count.item},{other.item[-2:] == count.item[-2:]}", f"{less},{count.value == other.value}",
            f"{other.unit == count.unit},{count.unit}", f"{other.action == count.action}", count.rule,
            f"{count.change is not None},{other.change is not None}", f"{other.part_of is not None}",
            f"{goes_on}", f"{goes_on},{marks}", f"{goes_on},{at - whole == 1}",
        ))  # fmt: skip

    def _of_words(self, at: int, whole: int) -> Told:
        """What stands between two figures."""
        draft, before, text = self.drafts[at], self.drafts[whole], self.words.text
        start, same = draft.quantity.start, before.sentence == draft.sentence
        between = text[max(before.quantity.end, start - _NEAR) : start]
        among = str(min(between.count("其中"), 2))
        divided = any(word in between for word in _DIVIDING) and _DIVIDED.search(between) is not None
        return self._between((
            among, f"{divided}", f"{divided},{same}", said("包括" in between),
            f"{'（' in between},{'）' in between}", said("：" in between), f"{'。' in between},{chr(10) in between}",
            between[-2:], str(min(len(between) // 10, 8)), f"{between.count('；')},{min(between.count('，'), 4)}",
            said("中，" in between), f"{same},{among},{min(at - whole, 3)}", between[:2],
        ))  # fmt: skip
