"""Accidents that are named and not told: «案例二　某食品公司污水站中毒事故。», their story in the same paragraph.

«造成6人死亡、12人受伤的永江客车交通事故» names one by its toll.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.casualties import Toll, toll
from extract.events import Happening
from extract.scene import place_ends, type_in, words
from extract.sentences import Span
from language.quick import compiled

_RULE = "case-named"
_CASE = re.compile(
    r"(?:典型|警示|事故)?(?:案例|事故)(?:之)?[一二三四五六七八九十\d]{1,3}[：:、.．\s]*"
    r"(?P<place>[^，。；：“”\d]{3,30}?)(?P<kind>[^，。；：“”\d]{2,10}?)[。：]"
)
_BY_TOLL = compiled(
    r"(?:造成|导致|致)(?P<toll>[^，。；：的\n]{2,24})的(?P<name>[^，。；：、\n的]{3,36}?)(?P<what>(?:事故|火灾|爆炸|矿难)+)(?!后|发生|现场|调查|原因)"
)
_EVENT = re.compile(
    "(?:[大中小]?(?:客|货|轿|校|罐)车|道路|公路|水上|矿井|井下)*(?:交通|坠落|窒息|中毒|坍塌|火灾|爆炸|透水|沉船|踩踏|泄漏)*$"
)
_SHORTEST = 3  # characters of a place
_CLAUSE = 40  # characters before a toll in which its clause may say that it never was: 模拟, 防止
_WHAT = re.compile("(?:事故|事件|案)+$")
_DAY_TOLD = re.compile(r"\d月|\d日")


def case_named(text: str, segment: Span) -> Happening | None:
    """The event that a case's heading names, which counts where somebody came to harm; None for no such heading."""
    match = _CASE.fullmatch(text, *segment)
    if match is None or _DAY_TOLD.search(match[0]):
        return None
    named = match["place"] + match["kind"]
    what = _WHAT.sub("", named)
    kind, ends = type_in(what), place_ends(what)
    if not ends or not (kind or what != named):
        return None
    start = match.start("place")
    return Happening(start, match.end() - 1, None, what[: ends[-1]], kind, Toll(), _RULE, segment.start, natural=True)


def named_by_toll(text: str, stretch: Span) -> Iterator[Happening]:
    """The events that a stretch names by their victims and their place; of none of them it says when."""
    for match in _BY_TOLL.finditer(text, *stretch):
        clause = max(text.rfind(mark, max(0, match.start() - _CLAUSE), match.start()) for mark in "，。；：\n") + 1
        if words("irreal").search(text, max(clause, match.start() - _CLAUSE), match.start()):
            continue
        victims, name = toll(text, *match.span("toll")), match["name"]
        ends = [end for end in place_ends(name) if end >= _SHORTEST]
        place = name[: ends[-1]] if ends else _EVENT.sub("", name)
        if victims and len(place) >= _SHORTEST and place != name:
            kind = type_in(name + match["what"])
            yield Happening(match.start(), match.end(), None, place, kind, victims, "named", stretch.start)


def is_case(one: Happening) -> bool:
    """Whether a happening is so far only a heading's."""
    return one.rule == _RULE


def of_case(heading: Happening, story: Happening) -> Happening:
    """The happening that a story below a heading tells, with what only the heading says."""
    return replace(story, place=story.place or heading.place, kind=story.kind or heading.kind)
