"""Accidents: the level that the dead and injured make, and totals over a list of them."""

import re
from collections.abc import Iterator, Sequence

from check.amounts import Amount
from check.paper import Paper, Span
from check.rules import finding
from records import Accident, Finding

_LEVELS = ("一般", "较大", "重大", "特别重大")
# 生产安全事故报告和调查处理条例, art. 3: from how many dead, from how many badly injured
_DEAD, _INJURED = (0, 3, 10, 30), (0, 10, 50, 100)
_SINCE = 2007
_NAMED = re.compile(
    r"(?:一起|1起|一宗|认定为|定性为|构成|属于|系|是)(?:[^，。；、]{0,6}?)(?P<level>特别重大|重大|较大|一般)(?!以上|及以上|隐患|风险)[^，。；、]{0,10}?事故(?!隐患)"
)
_MOST_LISTED = 20


def misnamed_levels(paper: Paper) -> Iterator[Finding]:
    """«较大事故，造成2人死亡»: dead and injured make another level. Source: 条例 of 2007, art. 3."""
    spans = [
        (one, Span(paper.position(one.start), paper.position(one.end - 1) + 1)) for one in paper.extraction.accidents
    ]
    for index, sentence in enumerate(paper.sentences):
        named = list(_NAMED.finditer(paper.text, *sentence))
        inside = [one for one, span in spans if span.start < sentence.end and sentence.start < span.end]
        if len(named) == 1 and len(inside) == 1:
            yield from _level_checked(paper, index, named[0], inside[0])


def _level_checked(paper: Paper, index: int, named: re.Match[str], accident: Accident) -> Iterator[Finding]:
    level = _level(accident)
    year = int((accident.date or "9999")[:4])
    if level is None or year < _SINCE or level == named["level"]:
        return
    # losses of money may raise the level, and who is missing is not yet counted among the dead
    if _LEVELS.index(named["level"]) > _LEVELS.index(level) and (accident.missing or _loss(paper, index)):
        return
    hurt = "、".join(f"{word}{n}人" for word, n in (("死亡", accident.deaths), ("受伤", accident.injured)) if n)
    yield finding("figure.level", paper, named.span(), hurt=hurt, right=level, printed=named["level"])


def _loss(paper: Paper, index: int) -> bool:
    return "经济损失" in paper.text[slice(*paper.sentences[index])]


def _level(accident: Accident) -> str | None:
    """The level by the dead; None where nobody died: how badly the injured were hurt is not known."""
    if not accident.deaths:
        return None
    by_dead = sum(accident.deaths >= least for least in _DEAD) - 1
    by_injured = sum((accident.injured or 0) >= least for least in _INJURED) - 1
    return _LEVELS[by_dead] if by_injured <= by_dead else None


def unequal_lists(paper: Paper) -> Iterator[Finding]:
    """«3起共造成7人死亡», and then three accidents with 3, 2 and 1 dead."""
    for accidents, dead in zip(paper.amounts, paper.amounts[1:], strict=False):
        number = int(accidents.value) if accidents.known and accidents.exact else 0
        if not (2 <= number <= _MOST_LISTED and accidents.count.unit == "起" and accidents.count.item.endswith("事故")):
            continue
        if dead.exact and dead.count.item == "死亡" and accidents.count.change is None and dead.count.change is None:
            yield from _list_checked(paper, accidents, dead, number)


def _list_checked(paper: Paper, accidents: Amount, dead: Amount, number: int) -> Iterator[Finding]:
    listed = _listed_behind(paper, dead, number)
    deaths = [one.deaths for one in listed if one.deaths is not None]
    if len(deaths) == number and sum(deaths) != dead.value and all(one.missing is None for one in listed):
        spans = [(paper.position(one.start), paper.position(one.end - 1) + 1) for one in listed]
        yield finding(
            "figure.casualties", paper, paper.span_of(dead), related=spans, number=number,
            sum=sum(deaths), terms="+".join(map(str, deaths)), printed=dead.printed,
        )  # fmt: skip


def _listed_behind(paper: Paper, dead: Amount, number: int) -> Sequence[Accident]:
    """The accidents of the same paragraph behind the total; where there are none, those that open the next ones."""
    paragraph = paper.paragraph_at(dead.start)
    behind = sorted(
        (one for one in paper.extraction.accidents if paper.position(one.start) > dead.end), key=lambda one: one.start
    )
    same = [one for one in behind if paper.position(one.start) < paragraph.end]
    if same:
        return same
    below = [one for one in behind if paper.paragraph_at(paper.position(one.start)).number <= paragraph.number + number]
    return below if len({paper.paragraph_at(paper.position(one.start)).number for one in below}) == len(below) else []
