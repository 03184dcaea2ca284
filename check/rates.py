"""Rates that do not follow from the figures beside them (R02), and rates over 100 % (R03)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from check.amounts import Amount, Reach
from check.compare import comparable, counts_things, gravity, plain, rounded
from check.paper import Paper, Span
from check.rules import finding, load_words
from check.sums import total_of
from records import Finding

_PERCENT = "%"
_FAR_OFF = 30  # percentage points from which two figures more likely do not belong together
_REACH = 400  # characters within which the figures of a rate stand
_SHARE = re.compile(r"^占(?:比|总数的?|全部的?|其中的?|到|了)?(?:约|近)?$")
_OTHER = re.compile("其中|应为|应是|实为|填报为|误[写报填]|低于|高于")  # also a text that speaks of a wrong rate itself
_AIM = re.compile("确保|力争|不低于|以上|目标|要|应|须|低于|标准|同期|去年|上年")
_NAME = re.compile(r"[\u4e00-\u9fff]{1,12}率")


@dataclass(frozen=True, slots=True)
class _RateKind:
    """What a rate divides: words that tell its part and its base, both regular expressions; base may be any."""

    name: re.Pattern[str]
    part: re.Pattern[str]
    base: re.Pattern[str] | None


class _Kinds(NamedTuple):
    """Kinds of rates; words that make a part's verb tell the base (应整改280处); words before a rate's name.

    bounded  names of rates that cannot be over 100 %
    """

    kinds: tuple[_RateKind, ...]
    owed: re.Pattern[str]
    plain: re.Pattern[str]
    bounded: re.Pattern[str]


@cache
def _kinds() -> _Kinds:
    """What rates.toml says."""
    words = load_words("rates.toml")
    kinds = [
        _RateKind(re.compile(row["name"]), re.compile(row["part"]), re.compile(row["base"]) if "base" in row else None)
        for row in words["rate"]
    ]
    owed, plain_words, bounded = (re.compile("|".join(words[name])) for name in ("owed", "plain", "bounded"))
    return _Kinds(tuple(kinds), owed, plain_words, bounded)


def wrong_rates(paper: Paper) -> Iterator[Finding]:
    """Each rate that cannot come from the part and the base told before it."""
    for rate in paper.amounts:
        name = _name(rate)
        if name is None:
            continue
        if rate.value > 100:
            yield from _over_whole(paper, rate, name)
            continue
        for kind in _kinds().kinds:
            if kind.name.search(name):
                yield from _checked(paper, rate, kind, name)
                break


def baseless_rates(paper: Paper) -> Iterator[Finding]:
    """A rate of hazards put right in a paper that nowhere tells how many were found or put right."""
    kinds = _kinds().kinds[:2]
    rates = [one for one in paper.amounts if one.exact and (name := _name(one)) and kinds[0].name.search(name)]
    told = [one for one in rates if one.value < 100 and not _AIM.search(_sentence_of(paper, one))]
    things = [_words_of(one) for one in paper.amounts if one.count.unit != _PERCENT and one.count.change is None]
    patterns = [pattern for kind in kinds for pattern in (kind.part, kind.base) if pattern is not None]
    if told and not any(pattern.search(words) for pattern in patterns for words in things):
        name, printed = _name(told[0]), plain(told[0].value)
        yield finding("figure.rate-base", paper, paper.span_of(told[0]), name=name, printed=printed)


def _sentence_of(paper: Paper, amount: Amount) -> str:
    return paper.text[slice(*paper.sentences[paper.sentence_at(amount.start)])]


def _over_whole(paper: Paper, rate: Amount, name: str) -> Iterator[Finding]:
    """A rate over 100 %, of a kind that cannot be: more than planned can be done, more than found cannot be mended."""
    if _kinds().bounded.search(name):
        said = plain(rate.value)
        yield finding(
            "figure.rate-range", paper, paper.span_of(rate), severity=gravity([rate]), name=name, printed=said
        )  # fmt: skip


def _name(rate: Amount) -> str | None:
    """What the rate is called, for a share of a whole; None for growth and for other figures."""
    count = rate.count
    if not rate.known or count.unit != _PERCENT or count.change is not None:
        return None
    if count.item.endswith("率"):
        return count.item
    found = _NAME.search(rate.before)
    return found[0] if found else None


def _named(rate: Amount) -> bool:
    return _name(rate) is not None


def wrong_shares(paper: Paper) -> Iterator[Finding]:
    """«抽查企业20家，其中12家存在问题，占80%»: shares of the whole that the part belongs to."""
    by_index = {amount.index: amount for amount in paper.amounts if amount.known}
    for part, share in pairwise(paper.amounts):
        whole = by_index.get(-1 if part.count.part_of is None else part.count.part_of)
        if not (part.known and share.known and share.count.unit == _PERCENT and _SHARE.search(share.before)):
            continue
        if whole is None or whole.count.unit != part.count.unit or whole.value <= 0 or part.value > whole.value:
            continue
        if whole.start < paper.sentences[paper.sentence_at(share.start)][0] and not _told_of(paper, whole, part):
            continue
        # «82起（含11起），占38.9%»: the share is of what stands before the bracket
        if "）" in paper.text[part.end : share.start] or _may_be(share, part.reach, whole.reach):
            continue
        cut_off = share.exact and _may_be(share, part.reach, whole.reach, whole_step=True)
        if cut_off:
            yield _found(paper, "figure.rate-truncated", share, part, whole)
        elif not _is_explained(share, _of_paragraph(paper, share)):
            yield _found(paper, "figure.rate", share, part, whole)


def _told_of(paper: Paper, whole: Amount, part: Amount) -> bool:
    """Whether words between the two say that one is a part, for a whole that stands sentences before."""
    return "其中" in paper.text[whole.end : part.start]


def _of_paragraph(paper: Paper, share: Amount) -> list[Amount]:
    paragraph = paper.paragraph_at(share.start)
    return _things_in(paper, max(paragraph.start, share.start - _REACH), min(paragraph.end, share.end + _REACH))


def _is_explained(rate: Amount, amounts: Sequence[Amount]) -> bool:
    """Whether any two of the figures of one unit give the rate: then it is likely told of them."""
    pairs = ((part, base) for part in amounts for base in amounts if part is not base)
    return any(
        part.count.unit == base.count.unit and part.value <= base.value and _may_be(rate, part.reach, base.reach)
        for part, base in pairs
    )


def _checked(paper: Paper, rate: Amount, kind: _RateKind, name: str) -> Iterator[Finding]:
    told = _told_before(paper, rate)
    pair = _part_and_bases(paper, rate, told, kind, name)
    if pair is None:
        return
    part, bases = pair
    like = [base for base in bases if base.count.item == part.count.item]
    wholes = _nearest(paper, rate, like or [base for base in bases if base.count.part_of is None] or bases)
    base = wholes[-1]
    if part.value > base.value:
        return  # «74个村中的69个»: which is the whole cannot be told
    exact = rate.exact and part.exact and base.exact
    if exact and _may_be(rate, part.reach, base.reach, whole_step=True):
        yield _found(paper, "figure.rate-truncated", rate, part, base)
    else:
        alone = len(wholes) == len(_nearest(paper, rate, _parts(told, kind))) == 1
        yield _found(paper, "figure.rate", rate, part, base, sure=alone and not _is_rounded_down(rate, part, base))


def _part_and_bases(
    paper: Paper, rate: Amount, told: Sequence[Amount], kind: _RateKind, name: str
) -> tuple[Amount, list[Amount]] | None:
    """What the rate is measured on; None where the text does not say for sure, or where the rate is right."""
    parts = _parts(told, kind)
    if not parts or _is_of_another(paper, rate, parts[-1]):
        return None
    narrowed = _narrowed(rate, kind, name)
    if narrowed and not any(narrowed in _words_of(amount) for amount in told):
        return None  # «按期整改率», «西河镇整改率» beside figures of all
    bases = [base for base in told if _can_be_base(base, parts[-1], kind, narrowed)]
    if not bases or _fits_any(parts, bases, told, kind, rate) or _is_explained(rate, told):
        return None
    return parts[-1], bases


def _is_of_another(paper: Paper, rate: Amount, part: Amount) -> bool:
    """Whether another rate, or a word such as «其中», parts the two: then the rate is of something else."""
    between = paper.amounts_in(Span(part.end, rate.start))
    return any(map(_named, between)) or bool(_OTHER.search(paper.text, part.end, rate.start))


def _narrowed(rate: Amount, kind: _RateKind, name: str) -> str:
    """Words before the rate's name that say of what it is, without those that mean all: «重大», «西河镇», «按期»."""
    found = kind.name.search(rate.before)
    return _kinds().plain.sub("", rate.before[: found.start()] if found else kind.name.sub("", name))


def _is_rounded_down(rate: Amount, part: Amount, base: Amount) -> bool:
    """«整改率达90%» of 91.4: said short, not wrong."""
    return rate.value % 5 == 0 and rate.value < 100 * part.value / base.value


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
    """Figures before the rate up to «；» when there are any; else of the sentence, and of the one before it.

    The sentence before counts when it is of the same paragraph.
    """
    index = paper.sentence_at(rate.start)
    start = paper.sentences[index].start
    nearest = max(start, rate.start - _REACH)
    part = paper.text.rfind("；", nearest, rate.start) + 1
    if part and paper.amounts_in(Span(part, rate.start)):
        return _things_in(paper, part, rate.start)
    previous = paper.sentences[index - 1].start if index else start
    if index and paper.paragraph_at(previous).number == paper.paragraph_at(start).number:
        start = previous
    return _things_in(paper, max(start, rate.start - _REACH), rate.start)


def _things_in(paper: Paper, start: int, end: int) -> list[Amount]:
    return [amount for amount in paper.amounts_in(Span(start, end)) if counts_things(amount) and amount.value > 0]


def _parts(told: Sequence[Amount], kind: _RateKind) -> list[Amount]:
    """Figures that tell what was achieved, in the order of the text."""
    by_verb = [amount for amount in told if _achieved(amount, kind)]
    return by_verb or [amount for amount in told if kind.part.search(amount.after) and not _owed(amount.after)]


def _achieved(amount: Amount, kind: _RateKind) -> bool:
    words = f"{amount.count.action or ''} {amount.before}"
    return bool(kind.part.search(words)) and not _owed(amount.before) and amount.count.unit != _PERCENT


def _owed(words: str) -> bool:
    return bool(_kinds().owed.search(words))


def _words_of(amount: Amount) -> str:
    return f"{amount.count.subject or ''}{amount.count.action or ''}{amount.count.item}{amount.clause}"


def _can_be_base(base: Amount, part: Amount, kind: _RateKind, narrowed: str) -> bool:
    if base is part or base.count.unit != part.count.unit or _achieved(base, kind) or not comparable(base, part):
        return False
    words = _words_of(base)
    if kind.base and not kind.base.search(words):
        return False
    # «重大隐患整改率» is not measured by hazards of all sorts
    return not narrowed or narrowed in words


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
