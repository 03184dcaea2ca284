"""One thing told twice: with figures that differ by a slip of the hand, in two units, or ten thousand times apart."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from check.amounts import Amount
from check.compare import counts_things, same_head
from check.paper import Paper, of_some
from check.rules import finding
from records import Finding

_LEAST = 100  # figures of fewer places are alike by chance
_PART = re.compile(r"其中|新增|另外?|再|又|平均|每|本次|此次|分别|剩余|[、和及]$|^[、和及]")
_OF_TIMES = {"家次": "家", "人次": "人", "场次": "场"}
_SCALES = (10**4, 10**8)
_MOST = 400  # figures of a document that are held against each other; more is a statistical table


def told_twice(paper: Paper) -> Iterator[Finding]:
    """Figures of one thing, one subject, one act and one time, told in several sentences."""
    groups: dict[str, list[Amount]] = defaultdict(list)
    for one in paper.amounts:
        if counts_things(one) and one.exact and one.count.item and not paper.paragraph_at(one.start).stands_apart:
            groups[_OF_TIMES.get(one.count.unit, one.count.unit)].append(one)
    for group in groups.values():
        for one, other in combinations(group[:_MOST], 2):
            if _is_one_thing(one, other):
                yield from _checked(paper, one, other)


def _is_whole(one: Amount) -> bool:
    """Whether the figure is of all that its words say: no part, no addition, none of several told together."""
    return one.count.part_of is None and not _PART.search(one.before)


def _is_one_thing(one: Amount, other: Amount) -> bool:
    """Whether both are of the same, or the second of a part of the first: 全市投入…，其中市级投入…."""
    a, b = one.count, other.count
    apart = a.subject and b.subject and a.subject != b.subject
    if not same_head(one, other) or (apart and _is_whole(other)):
        return False
    acts = {a.action, b.action}
    return len(acts) == 1 or all(act is not None and act in str(max(acts, key=lambda x: len(x or ""))) for act in acts)


def _checked(paper: Paper, one: Amount, other: Amount) -> Iterator[Finding]:
    if any(one.value == scale * other.value or other.value == scale * one.value for scale in _SCALES):
        yield from _other_scale(paper, one, other)
    elif not (_is_whole(one) and _is_whole(other)) or of_some(paper, one.start) != of_some(paper, other.start):
        return
    elif one.value == other.value:
        yield from _other_unit(paper, one, other)
    elif _is_slip(one, other) and one.count.unit == other.count.unit and one.count.period == other.count.period:
        yield _found("figure.differs", paper, one, other)


def _other_unit(paper: Paper, one: Amount, other: Amount) -> Iterator[Finding]:
    if one.count.unit != other.count.unit and one.value >= _LEAST:
        yield _found("figure.unit", paper, one, other)


def _other_scale(paper: Paper, one: Amount, other: Amount) -> Iterator[Finding]:
    if one.count.unit == other.count.unit == "元" and one.count.action:
        yield _found("figure.scale", paper, one, other)


def _is_slip(one: Amount, other: Amount) -> bool:
    """Whether the two are as many digits with two neighbours changed about: 9542 and 9524."""
    a, b = one.printed, other.printed
    if min(one.value, other.value) < _LEAST or len(a) != len(b) or not (a.isascii() and b.isascii()):
        return False
    at = [place for place, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return len(at) == 2 and at[1] == at[0] + 1 and a[at[0]] == b[at[1]] and a[at[1]] == b[at[0]]


def _found(rule: str, paper: Paper, one: Amount, other: Amount) -> Finding:
    number = paper.paragraph_at(one.start).number
    return finding(
        rule, paper, paper.span_of(other), related=[paper.span_of(one)], item=other.count.item,
        first=one.shown, second=other.shown, there=number, unit=one.count.unit, other=other.count.unit,
    )  # fmt: skip
