"""How sure a count is: what its fields look like, weighed by a model that saw which such counts were right."""

import re
from functools import lru_cache

from extract.learned import model
from extract.lexicon import fits, is_action, is_finding, is_owner, is_person, is_state
from language.numerals import units
from records import Count

_DIGIT = re.compile(r"\d")
_ENDS_IN_FIGURE = re.compile("[\\d一二两三四五六七八九十百千万亿%*×余多几]+[^\\d，。]{0,4}$")
_LONGEST = 12


def confidence(count: Count) -> float:
    """The share of right ones among counts like this one; its rule's own word where there is no model."""
    made = model("counts")
    if made is None:
        return count.confidence
    return round(made.confidence(made.probability(traits(count))), 2)


def traits(count: Count) -> tuple[str, ...]:
    """What can be seen of a count that goes with its being right or wrong."""
    side = "before" if _ENDS_IN_FIGURE.search(count.quote) else "after"
    return (
        f"rule={count.rule}", f"unit={count.unit}", f"side={side}", f"{count.rule}/{side}",
        f"digits={bool(_DIGIT.search(count.quote))}", f"approx={count.approx}",
        f"change={count.change is not None}", f"part={count.part_of is not None}",
        f"owned={count.subject is not None}", f"{count.rule}/owned={count.subject is not None}",
        f"long={min(len(count.quote) // 5, 6)}", *_of_noun(count.item, count.unit), *_of_verb(count),
    )  # fmt: skip


def _of_verb(count: Count) -> tuple[str, ...]:
    if not count.action:
        return ("act=none", f"{count.rule}/act=none")
    known = any(is_action(count.action[:end]) for end in range(len(count.action), 0, -1))
    itself = count.action == count.item
    return (f"act={'itself' if itself else 'known' if known else 'guessed'}", f"verb={count.action[-2:]}")


@lru_cache(maxsize=1 << 14)
def _of_noun(item: str, unit: str) -> tuple[str, ...]:
    kinds = {
        "finding": is_finding(item), "person": is_person(item), "owner": is_owner(item), "state": is_state(item),
        "verb": is_action(item),
    }  # fmt: skip
    marks = {"、": "list", "的": "clause", "“": "quoted", "”": "quoted"}
    return (
        f"fits={fits(unit, item)}", f"length={min(len(item), _LONGEST)}", f"ends={item[-1:]}",
        f"measure={unit in units()['measures']}",
        *(f"is={name}" for name, holds in kinds.items() if holds),
        *(f"holds={name}" for mark, name in marks.items() if mark in item),
    )  # fmt: skip
