"""How sure a record is: what its fields look like, weighed by a model that saw which such records were right."""

import re
from functools import lru_cache, singledispatch

from extract.learned import model
from extract.lexicon import fits, is_action, is_finding, is_owner, is_person, is_state
from language.numerals import units
from language.quick import compiled
from records import Accident, Count, Deadline

_DIGIT = re.compile(r"\d")
_DEMANDS = re.compile("要|须|应|务必|确保|力争|请|责令")
_TELLS = compiled("[已了曾]|完成率|截至|以来|自.{1,12}起")
_MODELS = {Count: "counts", Deadline: "deadlines", Accident: "accidents"}
_ENDS_IN_FIGURE = compiled("[\\d一二两三四五六七八九十百千万亿%*×余多几]+[^\\d，。]{0,4}$")
_LONGEST = 12


def confidence(record: Count | Deadline | Accident) -> float:
    """The share of right ones among records like this one; its rule's own word where there is no model."""
    made = model(_MODELS[type(record)])
    if made is None:
        return record.confidence
    return round(made.confidence(made.probability(traits(record))), 2)


@singledispatch
def traits(record: Count | Deadline | Accident) -> tuple[str, ...]:
    """What can be seen of a record that goes with its being right or wrong."""
    raise TypeError(type(record))


@traits.register
def _(count: Count) -> tuple[str, ...]:
    side = "before" if _ENDS_IN_FIGURE.search(count.quote) else "after"
    return (
        f"rule={count.rule}", f"unit={count.unit}", f"side={side}", f"{count.rule}/{side}",
        f"digits={bool(_DIGIT.search(count.quote))}", f"approx={count.approx}",
        f"change={count.change is not None}", f"part={count.part_of is not None}",
        f"owned={count.subject is not None}", f"{count.rule}/owned={count.subject is not None}",
        f"long={min(len(count.quote) // 5, 6)}", *_of_noun(count.item, count.unit), *_of_verb(count),
    )  # fmt: skip


@traits.register
def _(deadline: Deadline) -> tuple[str, ...]:
    time = deadline.why[0] if deadline.why else ""
    until = "recurrent" if deadline.recurrence else "no-day" if deadline.due is None else "day"
    opens = deadline.quote.startswith(time[:2])
    return (
        f"rule={deadline.rule}", f"until={until}", f"{deadline.rule}/{until}", f"opens={opens}",
        f"begins={deadline.start_date is not None}", f"who={deadline.responsible is not None}",
        f"demands={bool(_DEMANDS.search(deadline.quote))}", f"tells={bool(_TELLS.search(deadline.quote))}",
        f"task={min(len(deadline.task) // 4, 8)}", f"acts={is_action(deadline.task[:2])}", f"closes={time[-1:]}",
        f"long={min(len(deadline.quote) // 8, 8)}", f"clauses={min(deadline.task.count('，'), 3)}",
        f"digits={bool(_DIGIT.search(time))}",
    )  # fmt: skip


@traits.register
def _(accident: Accident) -> tuple[str, ...]:
    toll = [name for name in ("deaths", "injured", "missing") if getattr(accident, name) is not None]
    return (
        f"rule={accident.rule}", f"date={len(accident.date or '')}", f"toll={'+'.join(toll)}",
        f"{accident.rule}/toll={bool(toll)}", f"type={accident.type}",
        f"place={min(len(accident.place or '') // 3, 6)}",
        f"{accident.rule}/place={accident.place is not None}", f"long={min(len(accident.quote) // 10, 8)}",
        f"digits={bool(_DIGIT.search(accident.quote))}", f"clauses={min(accident.quote.count('，'), 4)}",
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
