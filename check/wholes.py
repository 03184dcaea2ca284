"""Which figures the text says are parts of which whole."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from check.amounts import Amount
from check.compare import counts_things, same_head
from check.paper import Paper

_EACH = re.compile(r"分别[为是][\u4e00-\u9fff]{2,}")
_JOINED = ("、", "和", "及")
_SHARE = re.compile(r"其中|包括|包含|含|分别|：|^[、和及]")
_ELSEWHERE = re.compile(r"另外?[有对检查]|此外|与此同时|累计|(?:今年|年初|行动|开展)以来|[去上]年")


class Division(NamedTuple):
    """A whole and its parts, all of one unit, parts in the order of the text."""

    whole: Amount
    parts: list[Amount]


def divisions(paper: Paper) -> Iterator[Division]:
    """Every whole with its parts: as extraction told them, by «分别为», and by «其中» that opens the next sentence."""
    amounts = [amount for amount in paper.amounts if counts_things(amount)]
    yield from _extracted(paper, amounts)
    yield from _named_each(paper, amounts)
    yield from _of_sentence_before(paper, amounts)


def _extracted(paper: Paper, amounts: Sequence[Amount]) -> Iterator[Division]:
    places = {amount.index: at for at, amount in enumerate(paper.amounts)}
    counted = {amount.index for amount in amounts}
    named = [(places.get(_named_whole(part)), part) for part in amounts]
    wholes = {at: _without_average(paper.amounts, at, counted) for at, _ in named if at is not None}
    parts = [(whole, part) for at, part in named if at is not None and (whole := wholes[at]) not in (None, part)]
    parts.sort(key=lambda pair: pair[0].start)
    for whole, group in groupby(parts, key=lambda pair: pair[0]):
        inside = [part for _, part in group if part.count.unit == whole.count.unit]
        yield Division(whole, [part for part in inside if not _is_apart(paper, whole, part)])


def _named_whole(part: Amount) -> int:
    return -1 if part.count.part_of is None else part.count.part_of


def _without_average(every: Sequence[Amount], at: int, counted: Collection[int]) -> Amount | None:
    """The whole at that place, or the like figure before it where it is an average: «469项，平均每家13.8项，其中…»."""
    whole, before = every[at], every[at - 1] if at else None
    if whole.index in counted:
        return whole
    like = before is not None and before.index in counted and before.count.unit == whole.count.unit
    return before if like else None


def _is_apart(paper: Paper, whole: Amount, part: Amount) -> bool:
    """Whether words between the two, or another act of the part's own, say that it is no share of the whole."""
    if _ELSEWHERE.search(paper.text, whole.end, part.start):
        return True
    acts = (whole.count.action, part.count.action)
    other_act = acts[0] and acts[1] and acts[0] not in acts[1] and acts[1] not in acts[0]
    return bool(other_act) and not _SHARE.search(part.before)


def _named_each(paper: Paper, amounts: Sequence[Amount]) -> Iterator[Division]:
    """«检查企业435家次，分别为化工企业96家次、工贸企业302家次»: the figures behind 分别为, each with a name."""
    for whole, first in pairwise(amounts):
        named = _EACH.match(first.before) and whole.count.unit == first.count.unit
        if named and first.count.part_of is None and whole.start >= _sentence_start(paper, first):
            yield Division(whole, _list_from(first, amounts))


def _sentence_start(paper: Paper, amount: Amount) -> int:
    return paper.sentences[paper.sentence_at(amount.start)].start


def _list_from(first: Amount, amounts: Sequence[Amount]) -> list[Amount]:
    """First and the figures of its unit that are joined to it by «、»."""
    behind = [amount for amount in amounts if amount.start > first.start]
    joined = takewhile(lambda part: part.before.startswith(_JOINED), behind)
    return [first, *takewhile(lambda part: part.count.unit == first.count.unit, joined)]


def _of_sentence_before(paper: Paper, amounts: Sequence[Amount]) -> Iterator[Division]:
    """«事故37起，死亡33人。其中，道路交通事故30起，死亡26人»: like figures of the sentence before are the wholes."""
    for before, sentence in pairwise(paper.sentences):
        if not paper.text.startswith("其中", sentence.start) or paper.text[before.end : before.end + 1] == "\n":
            continue
        inside = [a for a in amounts if sentence.start <= a.start < sentence.end and a.count.part_of is None]
        for whole in (a for a in amounts if before.start <= a.start < before.end and a.count.part_of is None):
            parts = [part for part in inside if part.count.unit == whole.count.unit and same_head(part, whole)]
            if parts:
                yield Division(whole, parts)
