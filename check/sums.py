"""Sums of figures, and how a wrong one is told."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from check.amounts import Amount, Reach
from check.compare import gravity, scaled
from check.paper import Paper
from check.rules import finding
from records import Finding


def total_of(amounts: Iterable[Amount]) -> Reach:
    """Bounds of the sum."""
    total = Reach(Decimal(0), Decimal(0))
    for amount in amounts:
        total += amount.reach
    return total


def sum_finding(rule: str, paper: Paper, whole: Amount, parts: Sequence[Amount], *, sure: bool = True) -> Finding:
    """The finding that the parts do not make the whole; never graver than the rule. sure: that they should."""
    total = sum((part.value for part in parts), Decimal(0))
    every = (whole, *parts)
    return finding(
        rule,
        paper,
        paper.span_of(whole),
        related=[paper.span_of(part) for part in parts],
        severity=None if rule == "figure.parts-short" else gravity(every, sure),
        sum=scaled(total, every),
        terms="+".join(part.printed for part in parts),
        whole=whole.printed,
        gap=scaled(abs(total - whole.value), every),
    )
