"""What was found, what was mended, and what is left (R05)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from check.amounts import Amount
from check.compare import comparable, gravity, plain
from check.paper import Paper, Span
from check.rules import finding, load_words
from check.sums import total_of
from records import Finding

_SHARE = re.compile(r"其中|包含|含")
_OLD = re.compile(r"遗留|存量|结转|往年|历年|[去上](?:年|月|季度|期)|原有|此前|前期")
_TO_DATE = re.compile(r"累计|以来|全年|本[月周季]|当[月周]")
_INNER = re.compile(r"其中[^，。；]{2,}\d")
_PART = re.compile(r"[^；]+")


def wrong_rest(paper: Paper) -> Iterator[Finding]:
    """«发现50处，整改45处，正在整改6处»: what is left is not what was found less what was mended (R05)."""
    for left in paper.amounts:
        if _counts(left) and _tells("left", left):
            amounts = (_alike(paper, left, stretch) for stretch in stretches(paper, left))
            chain = next((found for found in amounts if any(_tells("found", amount) for amount in found)), [])
            yield from _rest_checked(paper, left, chain)


def _counts(amount: Amount) -> bool:
    return amount.known and amount.count.change is None and not _is_share(amount)


def stretches(paper: Paper, left: Amount) -> Iterator[Span]:
    """The part of the sentence between «；» that holds the figure, then the sentence."""
    sentence = paper.sentences[paper.sentence_at(left.start)]
    for part in _PART.finditer(paper.text, sentence.start, sentence.end):
        if part.start() <= left.start < part.end():
            yield Span(*part.span())
    yield sentence


def _alike(paper: Paper, left: Amount, stretch: Span) -> list[Amount]:
    return [a for a in paper.amounts_in(stretch) if _counts(a) and a.count.unit == left.count.unit]


def _is_share(amount: Amount) -> bool:
    return amount.count.part_of is not None or bool(_SHARE.search(amount.before))


def _rest_checked(paper: Paper, left: Amount, amounts: Sequence[Amount]) -> Iterator[Finding]:
    rest = [amount for amount in amounts if _tells("left", amount)]
    found = [amount for amount in amounts if amount.start < left.start and _tells("found", amount)]
    mended = [amount for amount in amounts if _tells("mended", amount)]
    if len(found) != 1 or len(mended) != 1 or len(rest) != 1 or not comparable(found[0], mended[0]):
        return
    chain = (found[0], mended[0], left)
    if _INNER.search(paper.text, mended[0].end, max(left.start, mended[0].end)):
        return  # «7106项，整改6893项，其中重大9项，已闭环7项，剩余2项»: the rest is of the 9
    both = total_of([*mended, left])  # «157条，即查即改118条，列入台账39条，销号33条，剩余6条»: the rest is of the 39
    if any(both.meets(one.reach) for one in amounts if one.start < mended[0].start):
        return
    if mended[0].value > found[0].value:
        return
    if carries_over(paper, chain):
        return
    yield finding(
        "figure.rest",
        paper,
        paper.span_of(left),
        related=[paper.span_of(found[0]), paper.span_of(mended[0])],
        severity=gravity((found[0], mended[0], left)),
        found=found[0].printed,
        mended=mended[0].printed,
        right=plain(found[0].value - mended[0].value),
        left=left.shown,
    )


def carries_over(paper: Paper, chain: Sequence[Amount]) -> bool:
    """Whether what is left or mended may also be of an earlier time: 累计, 上月遗留."""
    sentence = paper.sentences[paper.sentence_at(chain[0].start)]
    words = paper.text[sentence.start : max(amount.end for amount in chain)]
    told = [bool(_TO_DATE.search(amount.before)) for amount in chain]
    return bool(_OLD.search(words)) or len(set(told)) > 1


@cache
def _rest_words() -> dict[str, re.Pattern[str]]:
    words = load_words("parts.toml")["rest"]
    return {role: re.compile("|".join(patterns)) for role, patterns in words.items()}


def _tells(role: str, amount: Amount) -> bool:
    """Which of found, mended, left the figure is, by the words that lead to it; those behind it count for left only."""
    words = _rest_words()
    behind = amount.after if len(amount.after) <= 8 else ""
    is_left = bool(words["left"].search(amount.before) or words["left_behind"].search(behind))
    if role == "left" or is_left:
        return role == "left" and is_left
    told = f"{amount.count.action or ''} {amount.before}"
    is_mended = bool(words["mended"].search(told))
    return is_mended if role == "mended" else (not is_mended and bool(words["found"].search(told)))
