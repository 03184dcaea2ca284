"""Rates that do not follow from the figures beside them (R02), and rates over 100 % (R03)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from check.amounts import Amount, Reach
from check.compare import comparable, gravity, plain, rounded
from check.paper import Paper, Span
from check.rules import finding, load_words
from check.sums import total_of
from records import Finding

_PERCENT = "%"
_FAR_OFF = 30  # percentage points from which two figures more likely do not belong together
_SHARE = re.compile(r"^占(?:比|总数的?|全部的?|其中的?|到|了)?(?:约|近)?$")
_NAME = re.compile(r"[\u4e00-\u9fff]{1,12}率")


@dataclass(frozen=True, slots=True)
class _RateKind:
    """What a rate divides: words that tell its part and its base, both regular expressions; base may be any."""

    name: re.Pattern[str]
    part: re.Pattern[str]
    base: re.Pattern[str] | None


@cache
def _kinds() -> tuple[tuple[_RateKind, ...], re.Pattern[str], re.Pattern[str]]:
    """Kinds of rates; words that make a part's verb tell the base (应整改280处); words before a rate's name."""
    words = load_words("rates.toml")
    kinds = [
        _RateKind(re.compile(row["name"]), re.compile(row["part"]), re.compile(row["base"]) if "base" in row else None)
        for row in words["rate"]
    ]
    return tuple(kinds), re.compile("|".join(words["owed"])), re.compile("|".join(words["plain"]))


def wrong_rates(paper: Paper) -> Iterator[Finding]:
    """Each rate that cannot come from the part and the base told before it."""
    for rate in paper.amounts:
        name = _name(rate)
        if name is None:
            continue
        if rate.value > 100:
            said = plain(rate.value)
            yield finding("figure.rate-range", paper, paper.span_of(rate), name=name, printed=said)
            continue
        for kind in _kinds()[0]:
            if kind.name.search(name):
                yield from _checked(paper, rate, kind, name)
                break


def _name(rate: Amount) -> str | None:
    """What the rate is called, for a share of a whole; None for growth and for other figures."""
    count = rate.count
    if not rate.known or count.unit != _PERCENT or count.change is not None:
        return None
    if count.item.endswith("率"):
        return count.item
    found = _NAME.search(rate.before)
    return found[0] if found else None


def wrong_shares(paper: Paper) -> Iterator[Finding]:
    """«抽查企业20家，其中12家存在问题，占80%»: shares of the whole that the part belongs to."""
    by_index = {amount.index: amount for amount in paper.amounts if amount.known}
    for part, share in pairwise(paper.amounts):
        whole = by_index.get(-1 if part.count.part_of is None else part.count.part_of)
        if not (part.known and share.known and share.count.unit == _PERCENT and _SHARE.search(share.before)):
            continue
        if whole is None or whole.count.unit != part.count.unit or whole.value <= 0:
            continue
        if not _may_be(share, part.reach, whole.reach):
            cut_off = share.exact and _may_be(share, part.reach, whole.reach, whole_step=True)
            yield _found(paper, "figure.rate-truncated" if cut_off else "figure.rate", share, part, whole)


def _checked(paper: Paper, rate: Amount, kind: _RateKind, name: str) -> Iterator[Finding]:
    told = _told_before(paper, rate)
    parts = _parts(told, kind)
    if not parts:
        return
    part = parts[-1]
    bases = [base for base in told if _can_be_base(base, part, kind, name)]
    if not bases or _fits_any(parts, bases, told, kind, rate):
        return
    like = [base for base in bases if base.count.item == part.count.item]
    wholes = _nearest(paper, rate, like or [base for base in bases if base.count.part_of is None] or bases)
    base = wholes[-1]
    exact = rate.exact and part.exact and base.exact
    if exact and _may_be(rate, part.reach, base.reach, whole_step=True):
        yield _found(paper, "figure.rate-truncated", rate, part, base)
    else:
        yield _found(
            paper, "figure.rate", rate, part, base, sure=len(wholes) == 1 and len(_nearest(paper, rate, parts)) == 1
        )


def _fits_any(
    parts: Sequence[Amount], bases: Sequence[Amount], told: Sequence[Amount], kind: _RateKind, rate: Amount
) -> bool:
    """Whether the rate comes from any part and base told, or from sums of them (当场整改、限期整改 together)."""
    unit = parts[-1].count.unit
    named = [amount for amount in told if kind.part.search(amount.before) and amount.count.unit == unit]
    tried_parts = [*(part.reach for part in parts), total_of(parts), *([total_of(named)] if named else [])]
    tried_bases = [*(base.reach for base in bases), total_of(bases)]
    return any(_may_be(rate, part, base) for part in tried_parts for base in tried_bases)


def _nearest(paper: Paper, rate: Amount, amounts: Sequence[Amount]) -> Sequence[Amount]:
    """Those of the rate's own sentence, where there are any."""
    start = paper.sentences[paper.sentence_at(rate.start)].start
    return [amount for amount in amounts if amount.start >= start] or amounts


def _told_before(paper: Paper, rate: Amount) -> list[Amount]:
    """Figures of the sentence before the rate; with the sentence before it when it is of the same paragraph."""
    index = paper.sentence_at(rate.start)
    start = paper.sentences[index].start
    previous = paper.sentences[index - 1].start if index else start
    if index and paper.paragraph_at(previous).number == paper.paragraph_at(start).number:
        start = previous
    amounts = paper.amounts_in(Span(start, rate.start))
    return [amount for amount in amounts if amount.known and amount.count.change is None and amount.value > 0]


def _parts(told: Sequence[Amount], kind: _RateKind) -> list[Amount]:
    """Figures that tell what was achieved, in the order of the text."""
    by_verb = [amount for amount in told if _achieved(amount, kind)]
    return by_verb or [amount for amount in told if kind.part.search(amount.after) and not _owed(amount.after)]


def _achieved(amount: Amount, kind: _RateKind) -> bool:
    words = f"{amount.count.action or ''} {amount.before}"
    return bool(kind.part.search(words)) and not _owed(amount.before) and amount.count.unit != _PERCENT


def _owed(words: str) -> bool:
    return bool(_kinds()[1].search(words))


def _can_be_base(base: Amount, part: Amount, kind: _RateKind, name: str) -> bool:
    if base is part or base.count.unit != part.count.unit or _achieved(base, kind) or not comparable(base, part):
        return False
    words = f"{base.count.action or ''}{base.count.item}{base.clause}"
    if kind.base and not kind.base.search(words):
        return False
    # «重大隐患整改率» is not measured by hazards of all sorts
    modifier = _kinds()[2].sub("", kind.name.sub("", name))
    return not modifier or modifier in words


def _may_be(rate: Amount, part: Reach, base: Reach, *, whole_step: bool = False) -> bool:
    """Whether the rate can come from part and base; whole_step allows for a last digit cut off instead of rounded."""
    high = None if part.high is None or base.low <= 0 else 100 * part.high / base.low
    low = Decimal(0) if base.high is None else 100 * part.low / base.high
    return Reach(low, high).meets(_rate_reach(rate, whole_step))


def _rate_reach(rate: Amount, whole_step: bool) -> Reach:
    if not rate.exact:
        return Reach(rate.reach.low, Decimal(100) if rate.reach.high is None else rate.reach.high)
    step = rate.step or Decimal(1)
    margin = step if whole_step else step / 2
    return Reach(rate.value - margin, rate.value + margin)


def _found(paper: Paper, rule: str, rate: Amount, part: Amount, base: Amount, *, sure: bool = True) -> Finding:
    step = rate.step or Decimal(1)
    right = rounded(100 * part.value / base.value, step)
    return finding(
        rule,
        paper,
        paper.span_of(rate),
        related=[paper.span_of(base), paper.span_of(part)],
        severity=gravity((rate, part, base), sure and abs(right - rate.value) < _FAR_OFF)
        if rule == "figure.rate"
        else None,
        part=part.printed,
        base=base.printed,
        right=right,
        printed=plain(rate.value),
        gap=plain(abs(right - rate.value)),
    )
