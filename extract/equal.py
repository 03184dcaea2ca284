"""Equal statements of one document: the same figure in text, table and annex is one fact with its places."""

from collections.abc import Iterable
from dataclasses import replace

from records import Count


def linked(counts: Iterable[Count]) -> tuple[Count, ...]:
    """The counts; one that states what an earlier one states carries that one's index as same_as."""
    told: dict[tuple[object, ...], list[int]] = {}
    found: list[Count] = []
    for count in counts:
        alike = told.setdefault((count.value, count.upper, count.unit, count.change), [])
        first = next((at for at in alike if not count.masked and _states(found[at], count)), None)
        if first is None:
            alike.append(len(found))
        found.append(count if first is None else replace(count, same_as=first))
    return tuple(found)


def _states(one: Count, other: Count) -> bool:
    """Whether two figures of one size are the same fact: noun, time and owner agree as far as both tell them."""
    return (
        (one.item.endswith(other.item) or other.item.endswith(one.item))
        and _agree(one.period, other.period)
        and _agree(one.subject, other.subject)
        and (one.action == other.action or not (one.action and other.action))
    )


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other
