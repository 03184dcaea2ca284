"""People of an accident in groups of one fate, and what becomes of them once all of a passage is read.

The same people may be told twice, before and after care, one by one and together, or as what is left of a whole.
"""

import re
from dataclasses import dataclass
from itertools import accumulate

_CARE = re.compile("医|救|找|搜|捞")
_DANGER = re.compile("(?<!没有)(?<!尚未)(?<!未)脱离(?:生命)?危险")
_SURVIVED = re.compile("生还|幸存")


@dataclass(slots=True)
class Group:
    """People of one fate (dead, hurt, lost, saved; "" for none told); whole: the group that they are a part of."""

    number: int
    start: int
    end: int
    fate: str = ""
    told: str = ""  # the words that name one person
    whole: "Group | None" = None
    with_them: "Group | None" = None
    total: bool = False
    every: bool = False  # said of every one of them: 3人均
    later: bool = False  # told to be one of those before: 后又有1人


def settled(text: str, groups: list[Group], remains: list[tuple[str, int]]) -> list[Group]:
    """The groups of a passage, each person in one of them.

    remains: what befell all the others (其余均…), and where that is said
    """
    settling = _Settling(text, groups)
    settling.tell_again()
    settling.supersede()
    settling.subtract(remains)
    settling.died_later()
    for part in settling.groups:
        _take_off(part)
    settling.out_of_danger()
    return settling.groups


class _Settling:
    """One pass over the groups of a passage."""

    def __init__(self, text: str, groups: list[Group]) -> None:
        self.text, self.groups = text, groups

    def tell_again(self) -> None:
        """«2人窒息，1人施救，3人均未救活», «7人被困，…7人全部遇难»: those told one by one are those told together."""
        for at, whole in enumerate(self.groups):
            if not whole.every or whole.fate not in ("dead", "hurt", "lost"):
                continue
            same = self._just_before(at, whole.number)
            if same and self._can_be(same, whole):
                self.groups = [one for one in self.groups if one not in same]
                return

    def _just_before(self, at: int, number: int) -> list[Group]:
        """The groups told last before one that come to its number; none where they do not."""
        first = at
        while first and number > 0:
            first -= 1
            number -= self.groups[first].number
        return self.groups[first:at] if number == 0 else []

    def _can_be(self, told: list[Group], whole: Group) -> bool:
        """Whether groups told before can be the people of one told later; one already hurt only if taken care of."""
        if any(one.fate not in ("", "hurt", "lost", whole.fate) or one.whole for one in told):
            return False
        care = _CARE.search(self.text, told[-1].end, whole.end)
        return len(told) > 1 or told[0].fate in ("", "lost") or (told[0].fate == "hurt" != whole.fate and bool(care))

    def supersede(self) -> None:
        """«3人送医后2人死亡、1人仍在抢救»: what became of them stands for the whole."""
        for at, whole in enumerate(self.groups):
            if (
                whole.fate not in ("hurt", "saved", "")
                or whole.told
                or whole.number < 2
                or not self._outcome_of(whole, at)
            ):
                continue
            earlier = [one for one in self.groups[:at] if one.fate == "hurt" and not one.whole]
            same = sum(one.number for one in earlier) == whole.number or (
                whole.fate == "saved" and 0 < sum(one.number for one in earlier) < whole.number
            )
            if whole.fate != "hurt" and not same:
                continue
            self.groups = [one for one in self.groups if one is not whole and not (same and one in earlier)]
            return

    def _outcome_of(self, whole: Group, at: int) -> bool:
        """Whether the groups told next add up to it, some of them dead, lost or saved."""
        after = [one for one in self.groups[at + 1 :] if one.fate and one.whole is not whole]
        sums = accumulate(one.number for one in after)
        fitting = next((n for n, total in enumerate(sums, 1) if total == whole.number), 0)
        return fitting > 1 and any(one.fate != "hurt" for one in after[:fitting])

    def out_of_danger(self) -> None:
        """«4人抢救无效死亡，1人脱离危险»: who is out of danger was hurt, where none of the hurt are told else."""
        if not any(one.fate == "hurt" for one in self.groups):
            for one in self.groups:
                if one.fate == "saved" and _DANGER.search(self.text, one.start, one.end):
                    one.fate = "hurt"

    def died_later(self) -> None:
        """«2人死亡，9人送医，后又有1人不治»: who died later was one of the hurt."""
        for at, one in enumerate(self.groups):
            later = one.later or (one.with_them is not None and one.with_them.later)
            if later and one.fate == "dead" and one.whole is None:
                hurt = [other for other in self.groups[:at] if other.fate == "hurt" and other.number > one.number]
                one.whole = hurt[-1] if hurt else None

    def subtract(self, remains: list[tuple[str, int]]) -> None:
        """«5人被困，仅1人生还», «7人中除1人轻伤外其余均死亡»: the others are those told together less those told."""
        told = [one for one in self.groups if one.fate and one.whole is None]
        number = sum(one.number for one in told)
        whole = next((one for one in self.groups if not one.fate and not one.told and one.number > number), None)
        fate, end = remains[0] if remains else ("", 0)
        if not fate and len(told) == 1 and told[0].fate == "saved":
            survived = _SURVIVED.search(self.text, told[0].start, told[0].end)
            fate, end = ("dead", told[0].end) if survived else ("", 0)
        if whole and fate and number:
            self.groups.append(Group(whole.number - number, min(whole.start, end - 2), end, fate=fate))


def _take_off(part: Group) -> None:
    """Takes who died or is lost off the hurt that they are told to be of."""
    whole = part.whole
    if whole and whole.fate in ("hurt", "lost") and part.fate in ("dead", "lost") and part.fate != whole.fate:
        whole.number = max(whole.number - part.number, 0)
