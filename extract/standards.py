"""The item of a standard for major hazards that a danger's words meet, by the standards in force on a day."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from extract.rulebook import load
from language.quick import compiled
from records import Hazard


@dataclass(frozen=True, slots=True)
class Item:
    """What a standard calls a major hazard; first and last day of its validity, last None where still in force."""

    standard: str
    trade: str
    first: date
    last: date | None
    about: str
    pattern: re.Pattern[str]


@cache
def items() -> tuple[Item, ...]:
    """All items of rules/standards.toml; a standard that follows another with the same items has its own."""
    told = load("standards")["standard"]
    by_number = {entry["number"]: entry.get("items", ()) for entry in told}
    return tuple(
        Item(
            f"{entry['name']}（{entry['number']}）", entry["trade"], entry["from"], entry.get("to"), item["about"],
            compiled(item["pattern"]),
        )
        for entry in told
        for item in entry.get("items") or by_number[entry["same_items_as"]]
    )  # fmt: skip


def standard_of(hazard: Hazard, day: date | None) -> str | None:
    """«工贸企业重大事故隐患判定标准（应急管理部令第10号）：…»; None where no item is met.

    day  the paper's; None for the standards that are still in force
    The words meet an item; whether the danger is one is for the office to judge.
    """
    for item in items():
        in_force = item.last is None if day is None else item.first <= day and (item.last is None or day <= item.last)
        if item.trade == hazard.industry and in_force and item.pattern.search(hazard.description):
            return f"{item.standard}：{item.about}"
    return None
