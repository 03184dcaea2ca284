"""When two figures may be held against each other, and how grave it is when they disagree."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from check.amounts import Amount
from records.findings import Severity

_RATIO_UNITS = ("%", "‰", "百分点", "倍", "成")
_AVERAGE = re.compile(r"平均|人均|户均|家均|均为?$|每[\u4e00-\u9fff]{1,6}$")
_EARLIER = r"(?:去年|上年|前年|上一年|上月|上季度|上期|同期)"
_OF_EARLIER = re.compile(rf"{_EARLIER}(?!(?:同期)?相比|(?:同期)?比较)")


def counts_things(amount: Amount) -> bool:
    """Whether the figure counts things of now: no rate, no rise or fall, no average, nothing masked."""
    if not amount.known or amount.count.change is not None or amount.count.unit.endswith(_RATIO_UNITS):
        return False
    return not (_AVERAGE.search(amount.before) or is_earlier(amount))


def is_earlier(amount: Amount) -> bool:
    """Whether the figure is that of an earlier period: «较去年同期的355起»."""
    return bool(_OF_EARLIER.search(amount.before))


def comparable(one: Amount, other: Amount) -> bool:
    """Whether the two are of one subject and one period, as far as the text says."""
    a, b = one.count, other.count
    other_subject = a.subject and b.subject and a.subject != b.subject
    other_period = a.period and b.period and a.period != b.period
    return not (other_subject or other_period)


def same_head(one: Amount, other: Amount) -> bool:
    """Whether the two count the same thing: one item ends with the other, or one is not told."""
    a, b = one.count.item, other.count.item
    return a.endswith(b) or b.endswith(a)


def gravity(amounts: Iterable[Amount], sure: bool = True) -> Severity:
    """«error» only when all are exact figures, and what they count is sure; else «warning»."""
    return "error" if sure and all(amount.exact for amount in amounts) else "warning"


def plain(value: Decimal) -> str:
    """The number as a message prints it: no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """A percentage as it should be printed: to the places of step, half up; to one place where step is whole."""
    if step < 1:
        return value.quantize(step, ROUND_HALF_UP)
    return Decimal(plain(value.quantize(Decimal("0.1"), ROUND_HALF_UP)))


def scaled(value: Decimal, like: Iterable[Amount]) -> str:
    """The value in 万 or 亿 where one of the figures that it was worked out from is printed so."""
    printed = "".join(amount.printed for amount in like)
    for word, scale in (("亿", 10**8), ("万", 10**4)):
        if word in printed and value >= scale:
            return plain(value / scale) + word
    return plain(value)
