"""Figures in an order that cannot be: more put right than was found, more under supervision than there are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from check.amounts import Amount
from check.compare import comparable, counts_things
from check.paper import Paper
from check.rest import carries_over, stretches
from check.rules import finding, load_words
from records import Finding

_APART = re.compile(r"另外?有|此外|同时|累计|共享")


@dataclass(frozen=True, slots=True)
class _Chain:
    """What is never fewer than what; all patterns are of verb, leading words and thing."""

    more: re.Pattern[str]
    less: re.Pattern[str]
    not_more: re.Pattern[str] | None
    not_less: re.Pattern[str] | None
    units: tuple[str, ...]


@cache
def _chains() -> tuple[_Chain, ...]:
    rows = load_words("chains.toml")["chain"]
    return tuple(
        _Chain(
            re.compile(row["more"]), re.compile(row["less"]), _optional(row.get("not_more")),
            _optional(row.get("not_less")), tuple(row["units"]),
        )
        for row in rows
    )  # fmt: skip


def _optional(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


def broken_chains(paper: Paper) -> Iterator[Finding]:
    """«发现重大隐患5项，挂牌督办8项»: the second is a part of the first by its nature."""
    for sentence in paper.sentences:
        amounts = [one for one in paper.amounts_in(sentence) if counts_things(one) and one.exact]
        for chain in _chains() if len(amounts) > 1 else ():
            if pair := _pair(paper, chain, amounts):
                yield _finding(paper, *pair)


def _pair(paper: Paper, chain: _Chain, amounts: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """The figures that break the chain: what should be more, and what should be less."""
    for less in (one for one in amounts if _is_less(chain, one)):
        for stretch in stretches(paper, less):
            inside = [one for one in amounts if stretch.start <= one.start < stretch.end]
            more = [one for one in inside if one is not less and _is_more(chain, one)]
            if more:
                alone = len(more) == 1 and sum(_is_less(chain, one) for one in inside) == 1
                return (more[0], less) if alone and _is_broken(paper, more[0], less) else None
    return None


def _is_broken(paper: Paper, more: Amount, less: Amount) -> bool:
    if less.value <= more.value or not comparable(more, less) or less.count.part_of is not None:
        return False
    if more.count.unit.removesuffix("次") != less.count.unit.removesuffix("次"):
        return False
    first, second = sorted((more, less), key=lambda one: one.start)
    return not carries_over(paper, (first, second)) and not _APART.search(paper.text, first.end, second.start)


def _words(amount: Amount) -> str:
    return f"{amount.count.action or ''}{amount.before}{amount.count.item}"


def _is_more(chain: _Chain, amount: Amount) -> bool:
    words = _words(amount)
    no = chain.not_more and chain.not_more.search(words)
    return amount.count.unit in chain.units and bool(chain.more.search(words)) and not no


def _is_less(chain: _Chain, amount: Amount) -> bool:
    words = _words(amount)
    no = chain.not_less and chain.not_less.search(words)
    return amount.count.unit in chain.units and bool(chain.less.search(words)) and not no


def _finding(paper: Paper, more: Amount, less: Amount) -> Finding:
    return finding(
        "figure.chain", paper, paper.span_of(less), related=[paper.span_of(more)],
        less=_shown(paper, less), more=_shown(paper, more),
    )  # fmt: skip


def _shown(paper: Paper, amount: Amount) -> str:
    return paper.text[slice(*paper.span_of(amount))]
