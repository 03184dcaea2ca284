"""Figures that are right in themselves and yet worth a look: one number for two things (R26), no major hazard (R30)."""

import re
from collections.abc import Iterator
from itertools import combinations

from check.amounts import Amount
from check.compare import same_head
from check.paper import Paper, Span
from check.rules import finding
from records import Finding

_REMARKABLE = 100  # below it two things are often equal by chance
_MANY = 1000  # ordinary hazards from which «none is major» was named by the upper level
_PAPERS = frozenset("份册本张套件枚块")
_NO_MAJOR = re.compile(
    r"(?:没有|未)(?:发现|排查出|查出|检查出)(?:过)?(?:任何)?(?:一[处项个条起])?重大(?:事故)?隐患"
    r"|没有(?:一[处项个条])重大(?:事故)?隐患"
    r"|重大(?:事故)?隐患(?:数?为)?(?:0|零)(?:[处项个条]|(?=[，。；]))"
)
_MASKED_MANY = re.compile(r"(?:[*×]+|[Xx]{1,4})[余多几]?[千万][余多]?[处项个条]")


def same_numbers(paper: Paper) -> Iterator[Finding]:
    """Two different things of one sentence with the same exact number, which is not a round one (R26)."""
    for sentence in paper.sentences:
        amounts = [amount for amount in paper.amounts_in(sentence) if _is_remarkable(amount)]
        for one, other in combinations(amounts, 2):
            if one.value == other.value and _count_different_things(one, other):
                yield finding(
                    "figure.same-number", paper, paper.span_of(other), related=[paper.span_of(one)],
                    number=one.printed, one=one.shown, other=other.shown,
                )  # fmt: skip


def _is_remarkable(amount: Amount) -> bool:
    return amount.exact and amount.count.change is None and amount.value > _REMARKABLE and amount.value % 100 != 0


def _count_different_things(one: Amount, other: Amount) -> bool:
    # one leaflet a head, one order an enterprise: papers are often as many as those who got them
    if one.count.unit in _PAPERS or other.count.unit in _PAPERS:
        return False
    return one.count.unit != other.count.unit and bool(one.count.item) and not same_head(one, other)


def no_major_hazard(paper: Paper) -> Iterator[Finding]:
    """Thousands of hazards of which none is major (R30)."""
    for found in _NO_MAJOR.finditer(paper.text):
        paragraph = paper.paragraph_at(found.start())
        window = Span(paper.sentences[max(paper.sentence_at(found.start()) - 1, 0)].start, found.end() + 80)
        many = _many_hazards(paper, Span(max(window.start, paragraph.start), min(window.end, paragraph.end)))
        if many is not None:
            shown = paper.text[many.start : many.end]
            yield finding("figure.no-major", paper, found.span(), related=[many], many=shown)


def _many_hazards(paper: Paper, window: Span) -> Span | None:
    """Where the window counts a thousand hazards or more, also with masked digits (近*万处)."""
    for amount in paper.amounts_in(window):
        words = f"{amount.count.item}{amount.clause}"
        if amount.known and amount.value >= _MANY and ("隐患" in words or "问题" in words):
            return paper.span_of(amount)
    masked = _MASKED_MANY.search(paper.text, *window)
    return Span(*masked.span()) if masked else None
