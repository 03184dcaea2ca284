"""Rises and falls: the figure, its change and the percentage must agree (R07), and so must their directions (R09)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from check.amounts import Amount, Reach
from check.compare import gravity, is_earlier, plain, rounded, same_head, scaled
from check.paper import Paper
from check.rules import finding
from records import Finding

_LAST_YEAR_IS = re.compile(
    r"(?:去年|上年|上一年|上月)(?:同期|同月)?(?!(?:同期|同月)?相比|(?:同期)?比较|底|以来)(?!.*(?:今年|本年|本月|目前))"
)
_REACH = 60  # characters from «去年同期» to its figure
_WORD = {"up": "上升", "down": "下降", "flat": "持平"}
_LAST_YEAR = re.compile(r"(?:去年|上年|前年|上月|上季度|20\d{2}年)(?:同期|同月)?|同期")
_TO_SHARE = re.compile(  # what may stand between a change and its percentage: «降幅达», «、», «同比分别下降»
    r"^(?:[、和及与]|以及)?(?:同比|环比|较[^，。]{0,8}|比[^，。]{0,8})?(?:分别)?(?:[上下]升|[上下]降|降低|减少|增加|增长|升高?|降|增|[升降增减]幅|[上下][升降]率|增长率|降低率|下降幅度)?(?:率|幅度?)?"
    r"(?:分别)?(?:为|了|达到?|约|近)*$"
)
_WHOLE_YEAR = re.compile(r"全年|年度|前年")
_FROM = re.compile(r"[由从][^，。]{0,8}$")
_TO = re.compile(r"(?:减少|下降|降低|降|增加|上升|增长|升高?|增)(?:到|至|为)[^，。]{0,4}$")


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A figure, what it is compared with (the change, or the earlier figure itself), and the percentage told.

    counted_from  whether the figure is itself the earlier one, from which the change is counted
    """

    now: Amount
    other: Amount
    share: Amount
    is_change: bool
    counted_from: bool = False


def wrong_changes(paper: Paper) -> Iterator[Finding]:
    """Percentages that do not follow from the figure and its change."""
    for sentence in paper.sentences:
        for comparison in _comparisons(paper.amounts_in(sentence)):
            yield from _checked(paper, _of_last_year(paper, comparison))


def _of_last_year(paper: Paper, told: _Comparison) -> _Comparison:
    """«去年同期查出350处，今年减少140处»: the figure before the change is the earlier one."""
    sentence = paper.sentences[paper.sentence_at(told.now.start)].start
    start = max(sentence, told.now.start - _REACH, paper.text.rfind("；", sentence, told.now.start) + 1)
    if told.is_change and not told.counted_from and _LAST_YEAR_IS.search(paper.text[start : told.now.start]):
        return replace(told, counted_from=True)
    return told


def _comparisons(amounts: Sequence[Amount]) -> Iterator[_Comparison]:
    """Figures told one after the other: «37起、40人，同比减少8起、5人，下降17.8%、11.1%», each with its own."""
    runs = [(kind, list(group)) for kind, group in groupby(amounts, key=_kind)]
    for at, (kind, run) in enumerate(runs):
        changes, shares = _following(runs[at + 1 : at + 3])
        if kind != "figure" or not all(_TO_SHARE.search(share.before) for share in shares):
            continue
        if shares and len(changes) == len(shares):
            yield from _with_changes(run, changes, shares)
        elif not changes and len(shares) == 1:
            yield from _with_earlier(run, shares[0])


def _following(runs: Sequence[tuple[str, list[Amount]]]) -> tuple[list[Amount], list[Amount]]:
    """The changes and the percentages right behind a figure; percentages alone have no changes."""
    match runs:
        case [("share", shares), *_]:
            return [], shares
        case [("change", changes), ("share", shares)]:
            return changes, shares
    return [], []


def _kind(amount: Amount) -> str:
    """figure, change (减少8起), share (下降17.8%), or other: rates, percentage points, masked figures."""
    if not amount.known:
        return "other"
    if amount.count.change is None:
        return "other" if amount.count.unit.endswith(("%", "百分点", "‰")) else "figure"
    return {"%": "share"}.get(amount.count.unit, "other" if "百分点" in amount.count.unit else "change")


def _with_changes(run: Sequence[Amount], changes: Sequence[Amount], shares: Sequence[Amount]) -> Iterator[_Comparison]:
    if len(changes) == 1:
        same = [amount for amount in run if amount.count.unit == changes[0].count.unit]
        run = same[-1:]
    if len(run) < len(changes) or _are_of_two_bases(changes, shares):
        return
    for now, change, share in zip(run[-len(changes) :], changes, shares, strict=True):
        # «37起、33人，去年同期45起、42人，减少8起、9人»: all from 去年同期 on are earlier ones
        earlier = any(is_earlier(amount) for amount in run[: run.index(now) + 1])
        if now.count.unit == change.count.unit and (earlier or not _LAST_YEAR.search(now.before)):
            yield _Comparison(now, change, share, is_change=True, counted_from=earlier)


def _are_of_two_bases(changes: Sequence[Amount], shares: Sequence[Amount]) -> bool:
    """Whether changes and percentages are against different times: «环比增加9起，同比上升31%»."""
    bases = {one.count.change.basis for one in (*changes, *shares) if one.count.change is not None}
    return {"同比", "环比"} <= bases


def _with_earlier(run: Sequence[Amount], share: Amount) -> Iterator[_Comparison]:
    """«37起，去年同期45起，下降17.8%», «由45起减少到37起，下降17.8%»."""
    if len(run) < 2 or run[-1].count.unit != run[-2].count.unit or not same_head(run[-1], run[-2]):
        return
    first, second = run[-2:]
    if any(_WHOLE_YEAR.search(amount.before) for amount in (first, second)):
        return
    if _FROM.search(first.before) and _TO.search(second.before):
        yield _Comparison(second, first, share, is_change=False)
    elif _LAST_YEAR.search(second.before) and not _LAST_YEAR.search(first.before):
        yield _Comparison(first, second, share, is_change=False)


def _checked(paper: Paper, told: _Comparison) -> Iterator[Finding]:
    change = told.share.count.change
    if change is None or change.direction == "flat":
        return
    if _turned(told):
        yield _turned_finding(paper, told)
        return
    last = _earlier(told)
    if last.low <= 0 or last.high is None or told.now.reach.high is None:
        return  # from nothing there is no percentage
    possible = _share_of(told, last)
    step = told.share.step or Decimal(1)
    if not possible.meets(_around(told.share, step / 2)):
        exact = all(amount.exact for amount in (told.now, told.other, told.share))
        cut_off = exact and possible.meets(_around(told.share, step))
        yield _found(paper, told, "figure.change-truncated" if cut_off else "figure.change")


def _turned(told: _Comparison) -> bool:
    """Whether figure and percentage go different ways: 减少8起，上升17.8%."""
    share, other = told.share.count.change, told.other.count.change
    if told.is_change:
        return share is not None and other is not None and {share.direction, other.direction} == {"up", "down"}
    rises = told.now.reach.above(told.other.reach)
    falls = told.other.reach.above(told.now.reach)
    return share is not None and ((rises and share.direction == "down") or (falls and share.direction == "up"))


def _earlier(told: _Comparison) -> Reach:
    """Bounds of the figure that is compared with."""
    if not told.is_change:
        return told.other.reach
    now, by = told.now.reach, told.other.reach
    if told.counted_from:
        return now
    change = told.other.count.change
    if change is not None and change.direction == "down":
        return now + by
    return Reach(now.low - (by.high or by.low), None if now.high is None else now.high - by.low)


def _share_of(told: _Comparison, last: Reach) -> Reach:
    """Bounds of the percentage that the figures give."""
    if told.is_change:
        by = told.other.reach
    else:
        ends = [abs(now - then) for now in _ends(told.now.reach) for then in _ends(last)]
        by = Reach(min(ends), max(ends))
    return Reach(100 * by.low / (last.high or last.low), None if by.high is None else 100 * by.high / last.low)


def _ends(reach: Reach) -> tuple[Decimal, Decimal]:
    return reach.low, reach.low if reach.high is None else reach.high


def _around(share: Amount, margin: Decimal) -> Reach:
    if not share.exact:
        return share.reach
    return Reach(share.value - margin, share.value + margin)


def _found(paper: Paper, told: _Comparison, rule: str) -> Finding:
    last = _last_value(told)
    by = told.other.value if told.is_change else abs(told.now.value - last)
    right = rounded(100 * by / last, told.share.step or Decimal(1))
    change = told.share.count.change
    figures = (told.now, told.other, told.share)
    return finding(
        rule,
        paper,
        paper.span_of(told.share),
        related=[paper.span_of(told.now), paper.span_of(told.other)],
        severity=gravity(figures, same_head(told.now, told.other)) if rule == "figure.change" else None,
        last=scaled(last, (told.now, told.other)) + told.now.count.unit,
        sum=_sum(told, last),
        word=_WORD[change.direction] if change else "变化",
        right=right,
        printed=plain(told.share.value),
    )


def _last_value(told: _Comparison) -> Decimal:
    if not told.is_change:
        return told.other.value
    if told.counted_from:
        return told.now.value
    change = told.other.count.change
    down = change is not None and change.direction == "down"
    return told.now.value + told.other.value if down else told.now.value - told.other.value


def _sum(told: _Comparison, last: Decimal) -> str:
    base = scaled(last, (told.now, told.other))
    if told.is_change:
        return f"{told.other.printed}÷{base}"
    return f"({told.now.printed}−{told.other.printed})÷{base}" if told.now.value >= last else (
        f"({told.other.printed}−{told.now.printed})÷{base}"
    )  # fmt: skip


def _turned_finding(paper: Paper, told: _Comparison) -> Finding:
    change = told.share.count.change
    figures = (told.now, told.other, told.share)
    return finding(
        "figure.direction",
        paper,
        paper.span_of(told.share),
        related=[paper.span_of(told.now), paper.span_of(told.other)],
        severity=gravity(figures, same_head(told.now, told.other)),
        word=_WORD[change.direction] if change else "变化",
        printed=plain(told.share.value),
        other=f"{told.other.before[-4:]}{told.other.shown}",
    )
