"""Wholes and the parts that the text says they have: 其中, 包括, 分别为 (R01)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import NamedTuple

from check.amounts import Amount
from check.compare import gravity
from check.paper import Paper
from check.rules import finding, load_words
from check.sums import sum_finding, total_of
from check.wholes import divisions
from records import Finding

_FULL = re.compile(r"分别[为是]|包括|由|即|：")
_PARTIAL = re.compile(r"其中|包含|含")
_PLACE = re.compile(r"(?![全各本我该])[\u4e00-\u9fff]{1,6}(?:镇|乡|街道|县|区|市|村|社区)")
_OVERLAP = re.compile(r"同属|同时(?:属于|涉及|具有)|重复|交叉|重叠|兼有|多选")
_OPEN = re.compile(r"^[^，；。]{0,12}等")


def overfull(paper: Paper) -> Iterator[Finding]:
    """Wholes that are smaller than their parts, or other than the parts that are said to make them up (R01)."""
    for whole, parts in divisions(paper):
        for _, group in groupby(sorted(_up_to_full(whole, parts), key=_state), key=_state):
            yield from _checked(paper, whole, sorted(group, key=lambda part: part.start))


def _up_to_full(whole: Amount, parts: Sequence[Amount]) -> Iterator[Amount]:
    """The parts until they make the whole: «企业6家、其中服装5家，纺织1家、餐饮298家» goes on with something else."""
    total = Decimal(0)
    for part in parts:
        if total == whole.value:
            return
        total += part.value
        yield part


def _checked(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> Iterator[Finding]:
    """What is wrong with parts that are in one state."""
    # behind the first, a list may have gone on to other things
    sure = parts if _exclude_each_other(parts) else parts[:1]
    for part in sure:
        if part.reach.above(whole.reach) and not _may_be_of_another(paper, whole, part):
            yield _part_over(paper, whole, part)
    if len(parts) > 1 and not any(part.reach.above(whole.reach) for part in parts):
        yield from _sum_checked(paper, whole, parts)


def _may_be_of_another(paper: Paper, whole: Amount, part: Amount) -> bool:
    """Whether the sentence counts more of them before: «抽查1248批次，不合格163批次，其中生产领域抽查402批次»."""
    start = paper.sentences[paper.sentence_at(whole.start)][0]
    before = (one for one in paper.amounts if start <= one.start < whole.start)
    return any(one.count.unit == whole.count.unit and not part.reach.above(one.reach) for one in before)


class _Words(NamedTuple):
    """Words of parts.toml: what has been done with a part, and the divisions of each sort."""

    states: re.Pattern[str]
    exclusive: list[list[str]]
    distinct: list[list[str]]
    complete: list[list[str]]


@cache
def _words() -> _Words:
    words = load_words("parts.toml")
    return _Words(re.compile("|".join(words["states"])), words["exclusive"], words["distinct"], words["complete"])


def _state(part: Amount) -> str:
    """What has been done with the part: «其中重大5处、已整改90处» are not two shares of one division."""
    found = _words().states.search(part.before)
    return found[0] if found else ""


def _part_over(paper: Paper, whole: Amount, part: Amount) -> Finding:
    severity = gravity((whole, part))
    return finding(
        "figure.part-over", paper, paper.span_of(part), related=[paper.span_of(whole)], severity=severity,
        part=part.shown, whole=whole.shown,
    )  # fmt: skip


def _sum_checked(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> Iterator[Finding]:
    total = total_of(parts)
    if total.above(whole.reach):
        if _opens_another_list(paper, whole, parts):
            return
        surely = _exclude_each_other(parts)
        if surely or (_are_told_apart(parts) and not _OVERLAP.search(_sentence(paper, whole))):
            yield sum_finding("figure.parts-over", paper, whole, parts, sure=surely)
    elif not total.meets(whole.reach):
        between = paper.text[whole.end : parts[0].start]
        closed = _FULL.search(between) and not _PARTIAL.search(between) and not _OPEN.match(parts[-1].after)
        if _leaves_out(paper, whole, parts):
            return
        if closed:
            yield sum_finding("figure.parts-total", paper, whole, parts)
        elif _divide_all(parts):
            yield sum_finding("figure.parts-short", paper, whole, parts)


def _leaves_out(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> bool:
    """Whether a like figure stands in the list that is told to be no part, so that it may be one that was not seen."""
    end = paper.sentences[paper.sentence_at(parts[-1].start)][1]
    return _holds_like(paper, whole, whole.end, end, but=parts)


def _opens_another_list(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> bool:
    """Whether a like figure that is no part opens the parts' sentence, behind the whole's.

    «拖网19起。甲市15起，乙市13起，丙市9起»: of the cities' accidents none is a trawler's.
    """
    start = paper.sentences[paper.sentence_at(parts[0].start)][0]
    return whole.end <= start and _holds_like(paper, whole, start, parts[0].start, but=())


def _holds_like(paper: Paper, whole: Amount, start: int, end: int, *, but: Sequence[Amount]) -> bool:
    """Whether a figure of the whole's unit that is part of nothing, and no change, begins in a stretch."""
    beside = (one.count for one in paper.amounts if start <= one.start < end and one not in but)
    return any(one.unit == whole.count.unit and one.change is None and one.part_of is None for one in beside)


def _names(part: Amount) -> str:
    return f"{part.count.subject or ''}{part.count.item}{part.before}"


def _sentence(paper: Paper, amount: Amount) -> str:
    return paper.text[slice(*paper.sentences[paper.sentence_at(amount.start)])]


def _exclude_each_other(parts: Sequence[Amount]) -> bool:
    """Whether each part bears another word of one division (一般, 重大) or another place, so that none overlap."""
    places = {found[0] for part in parts if (found := _PLACE.search(_names(part)))}
    return len(places) == len(parts) or any(_told_apart(parts, division) for division in _words().exclusive)


def _are_told_apart(parts: Sequence[Amount]) -> bool:
    """Whether the parts are likely no shares of each other: by trade, or listed with «、»; people bear many roles."""
    if any(_told_apart(parts, division) for division in _words().distinct):
        return True
    listed = all(part.before.startswith(("、", "和", "及")) for part in parts[1:])
    return listed and not parts[0].count.unit.startswith(("人", "名"))


def _told_apart(parts: Sequence[Amount], division: Sequence[str]) -> bool:
    """Whether every part bears a word of the division, each its own."""
    words = [next((word for word in division if word in _names(part)), None) for part in parts]
    return None not in words and len(set(words)) == len(parts)


def _divide_all(parts: Sequence[Amount]) -> bool:
    """Whether the parts are a division that leaves no rest: 市级 and 县级."""
    complete = _words().complete
    return any(len(parts) == len(division) and _told_apart(parts, division) for division in complete)
