"""Ranks that the scores turn about, and shares that make more or less than the whole."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from check.amounts import Amount
from check.compare import plain
from check.paper import Paper
from check.rules import finding
from language.numerals import parse
from records import Finding

_PLACED = re.compile(
    r"第(?P<rank>[一二三四五六七八九十]{1,3}|\d{1,2})名[^。；\n\d]{0,20}?(?P<score>(?:得分|总分|平均分|综合得分)?[^，。；\d]{0,3}(?P<points>\d+(?:\.\d+)?)分)"
)
_REST = re.compile("其他|其它|其余")
_FEWEST = 3


def turned_ranks(paper: Paper) -> Iterator[Finding]:
    """«第一名95.1分，第二名96.0分»: a lower place with a higher score."""
    for sentence in paper.sentences:
        placed = list(_PLACED.finditer(paper.text, *sentence))
        for one, other in pairwise(placed):
            ranks = parse(one["rank"]), parse(other["rank"])
            scores = Decimal(one["points"]), Decimal(other["points"])
            if ranks[0] is not None and ranks[1] is not None and ranks[1] == ranks[0] + 1 and scores[1] > scores[0]:
                yield finding(
                    "figure.rank", paper, other.span("score"), related=[one.span("score")],
                    rank=other["rank"], high=other["points"], low=one["points"],
                )  # fmt: skip


def unequal_shares(paper: Paper) -> Iterator[Finding]:
    """Shares of all kinds, the rest among them, that do not make 100 %."""
    for sentence in paper.sentences:
        for told, group in groupby(paper.amounts_in(sentence), key=_is_share):
            shares = list(group)
            if told and len(shares) >= _FEWEST and any(_REST.search(one.before) for one in shares):
                yield from _shares_checked(paper, shares)


def _is_share(amount: Amount) -> bool:
    alone = amount.exact and amount.count.unit == "%" and amount.count.change is None
    return alone and bool(re.search("占(?:比|总数的?)?为?$", amount.before))


def _shares_checked(paper: Paper, shares: Sequence[Amount]) -> Iterator[Finding]:
    total = sum((one.value for one in shares), Decimal(0))
    margin = sum(((one.step or Decimal(1)) for one in shares), Decimal(0))
    if abs(total - 100) > margin:
        yield finding(
            "figure.shares", paper, (paper.span_of(shares[0]).start, shares[-1].end + 1),
            sum=plain(total), terms="+".join(plain(one.value) for one in shares),
        )  # fmt: skip
