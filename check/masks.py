"""What is still to be filled in: **, ××, XX, ____, 【】, 某某 (R23)."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from check.paper import Paper, Paragraph, Span
from check.rules import around, finding, listed, load_words
from records import Count, Finding


def unfilled(paper: Paper) -> Iterator[Finding]:
    """One finding for each paragraph that holds blanks or masked figures."""
    for _, group in groupby(_blanks(paper), key=lambda blank: paper.paragraph_at(blank.start).number):
        blanks = list(group)
        paragraph = paper.paragraph_at(blanks[0].start)
        names = dict.fromkeys(_name(paper, paragraph, blank) for blank in blanks)
        first = blanks[0]
        span = around(paper.text, first.start, first.end)
        yield finding(
            "text.mask", paper, span, related=blanks[1:], number=len(blanks), things=listed(list(names))
        )  # fmt: skip


def _blanks(paper: Paper) -> list[Span]:
    pattern, _, spared = _words()
    left = [Span(*m.span()) for m in spared.finditer(paper.text)]
    blanks = (Span(*m.span()) for m in pattern.finditer(paper.text) if not _is_choice(paper.text, m))
    return [blank for blank in blanks if not _is_inside(blank, left)]


def _is_inside(blank: Span, spans: list[Span]) -> bool:
    """Whether one of the spans, which are in order, holds all of the blank."""
    at = bisect_right(spans, blank.start, key=lambda span: span.start) - 1
    return at >= 0 and blank.end <= spans[at].end


@cache
def _words() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...], re.Pattern[str]]:
    """What is a blank, what it is by the words before and behind it, and what only looks like one."""
    words = load_words("blanks.toml")
    names = tuple(
        (re.compile(row.get("before", "")), re.compile(row.get("next", "")), row["name"]) for row in words["name"]
    )
    return re.compile("|".join(words["blanks"]), re.M), names, re.compile("|".join(words["spared"]), re.M)


def _is_choice(text: str, blank: re.Match[str]) -> bool:
    """A box to tick is no blank: «□是 □否», «☑是 □否», «合格□ 不合格□»."""
    if blank[0] != "□":
        return False
    behind = re.match(r" ?[^\d□\s个家处起人名次项条件年月日]", text[blank.end() : blank.end() + 2])
    before = re.search(r"[\u4e00-\u9fff]$", text[: blank.start()][-1:]) and re.match(
        r" |□|\n|[；，。]|[\u4e00-\u9fff]{1,6}□|$", text[blank.end() : blank.end() + 8]
    )
    return bool(behind or before)


def _name(paper: Paper, paragraph: Paragraph, blank: Span) -> str:
    """What should stand there, as far as the count or the words beside the blank tell."""
    for amount in paper.amounts_in(Span(paragraph.start, paragraph.end)):
        start, end = amount.start, paper.position(amount.count.end - 1) + 1
        if amount.count.masked and start <= blank.start < end:
            return _count_name(amount.count)
    behind = paper.text[blank.end : min(blank.end + 12, paragraph.end)]
    if blank.start and paper.text[blank.start - 1] in "“《" and behind[:1] in "”》":
        return "引号内的名称"
    before = paper.text[max(blank.start - 12, paragraph.start) : blank.start]
    for led, followed, name in _words()[1]:
        if led.search(before) and followed.match(behind):
            return name
    span = around(paper.text, *blank, most=6)
    return f"“{paper.text[span.start : span.end]}”"


def _count_name(count: Count) -> str:
    if count.unit.endswith("次") and count.unit not in ("人次", "家次"):
        return f"{count.item}次数"
    if count.item.endswith(("数", "率", "额")):
        return count.item
    return f"{_short(count)}{count.item}数" if count.item else f"{count.unit}数"


def _short(count: Count) -> str:
    """The verb, where it is short enough for a name: 检查企业数."""
    action = count.action or ""
    return action if len(action) <= 2 and not count.item.startswith(action) else ""
