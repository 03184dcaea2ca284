"""Rises and falls told without the sum: «由12起增至10起», a percentage of nothing, one that no whole number gives."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from itertools import groupby, pairwise

from check.amounts import Amount
from check.compare import is_earlier, plain
from check.paper import Paper
from check.rules import finding
from language.numerals import parse
from records import Finding

_UP = "增加到|增加至|增至|增长到|增长至|上升到|上升至|升至|升到|提高到|提高至|提升到|提升至"
_DOWN = "减少到|减少至|减至|减到|下降到|下降至|降至|降到|降低到|降低至|压减至|压降至"
_FROM_TO = re.compile(
    r"[由从](?P<lead>[^，。；：第\d]{0,14})(?P<a>\d+(?:\.\d+)?[万亿]?)(?P<unit>[^\d，。；、年月日时点分第]{1,3}?)[^\d，。；、第]{0,6}?"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[^\d，。；、第]{{0,6}}(?P<b>\d+(?:\.\d+)?[万亿]?)(?P=unit)"
)
_RANKED = re.compile("[位名档]$")  # «由12名升至10名»
_RATIO = re.compile(r"(?:整改|合格|达标|覆盖|完成|办结|结案|销号|持证|知晓|满意|治理|整治|优良|闭环|到会|参训|安装)率$")
_TO_SHARE = re.compile(
    r"^[、和及]?(?:同比|环比|较(?:去年|上年)(?:同期)?|比(?:去年|上年)(?:同期)?)(?:分别)?(?:上升|下降|增长|减少|增加|降低)了?$"
)
_MONTHS = re.compile(r"1[至到—～-](?:[2-9]|1[0-2])月")
_NEAR = 30  # characters from the months to their figure
_SMALL = 2000  # above it some whole number gives nearly any percentage of one or two places
_WHOLES = ("起", "人", "件", "宗", "例")


def turned_steps(paper: Paper) -> Iterator[Finding]:
    """«由12起增至10起»: the word goes one way, the figures the other."""
    for found in _FROM_TO.finditer(paper.text):
        first, second = parse(found["a"]), parse(found["b"])
        if first is None or second is None or first == second or _RANKED.search(found["unit"]):
            continue
        if (second > first) != bool(found["up"]):
            yield finding(
                "figure.turned", paper, found.span(), word=found["up"] or found["down"],
                first=found["a"] + found["unit"], second=found["b"] + found["unit"],
                right="增加" if second > first else "减少",
            )  # fmt: skip


def loose_points(paper: Paper) -> Iterator[Finding]:
    """«整改率提高2.1%»: the difference of two rates is told in percentage points."""
    for one in paper.amounts:
        if one.known and one.count.unit == "%" and one.count.change is not None and _RATIO.search(one.count.item):
            yield finding("figure.points", paper, paper.span_of(one), printed=plain(one.value))


def impossible_shares(paper: Paper) -> Iterator[Finding]:
    """Percentages that cannot be: of nothing, or such as no whole number gives; and of stretches of unequal length."""
    for sentence in paper.sentences:
        amounts = paper.amounts_in(sentence)
        for before, share in _each_with_share(amounts):
            yield from _of_no_whole(paper, before, share)
        for before, share in pairwise(amounts):
            if share.known and share.count.unit == "%" and share.count.change is not None and before.known:
                yield from _of_nothing(paper, before, share)
                yield from _of_other_length(paper, sentence.start, before, share)


def _each_with_share(amounts: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Figures and their percentages, as many of one as of the other: «37起、33人，同比分别下降17.8%、21.4%»."""
    runs = [(is_share, list(group)) for is_share, group in groupby(amounts, key=_is_moved_share)]
    for (_, figures), (is_share, shares) in pairwise(runs):
        if not is_share or any(one.count.change is not None for one in figures):
            continue
        # «起数、伤人数、损失同比分别上升6.3%、10%、3.8%» says of its own what each is of
        plainly = _TO_SHARE.match(shares[0].before)
        as_many = len(shares) == len(figures) or (len(shares) == 1 and "分别" not in shares[0].before)
        if plainly and as_many:
            yield from zip(figures[-len(shares) :], shares, strict=True)


def _is_moved_share(amount: Amount) -> bool:
    return amount.known and amount.count.unit == "%" and amount.count.change is not None


def _of_nothing(paper: Paper, before: Amount, share: Amount) -> Iterator[Finding]:
    if before.value == 0 and is_earlier(before) and before.count.change is None:
        yield finding("figure.from-nothing", paper, paper.span_of(share), related=[paper.span_of(before)])


def _of_no_whole(paper: Paper, now: Amount, share: Amount) -> Iterator[Finding]:
    if not (_is_small_whole(now) and share.exact and 0 < share.step < 1 and 0 < share.value < 100):
        return
    if not (_TO_SHARE.match(share.before) or share.before in ("、", "和", "及")):
        return
    up = share.count.change is not None and share.count.change.direction == "up"
    if not _whole_between(_bases(now.value, share, up)):
        yield finding(
            "figure.no-whole", paper, paper.span_of(share), related=[paper.span_of(now)],
            word="升幅" if up else "降幅", printed=plain(share.value), now=now.shown,
        )  # fmt: skip


def _is_small_whole(now: Amount) -> bool:
    """Whether it is a number of events or people, told to the last one, of which few wholes lie near."""
    whole = now.exact and not now.step and now.count.change is None and now.count.unit in _WHOLES
    return whole and 0 < now.value <= _SMALL and not is_earlier(now)


def _bases(now: Decimal, share: Amount, up: bool) -> Sequence[Decimal]:
    """The least and the greatest figure before that give the percentage, cut off or rounded."""
    ends = (share.value - share.step, share.value + share.step)
    return sorted(now / (1 + (one if up else -one) / 100) for one in ends)


def _whole_between(ends: Sequence[Decimal]) -> bool:
    low, high = ends
    return low.to_integral_value(ROUND_CEILING) <= high


def _of_other_length(paper: Paper, start: int, before: Amount, share: Amount) -> Iterator[Finding]:
    """«1至6月发生22起，环比下降12%»: with the month before six months cannot be compared."""
    change = share.count.change
    months = list(_MONTHS.finditer(paper.text, max(start, before.start - _NEAR), before.start))
    if change is not None and change.basis == "环比" and months:
        span = (months[-1].start(), share.end + 1)
        yield finding("figure.compare-span", paper, span, months=months[-1][0])
