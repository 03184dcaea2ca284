"""Cases that a heading names without a day: «案例二　某食品公司污水站中毒事故。», their story in the same paragraph."""

import re
from dataclasses import replace

from extract.casualties import Toll
from extract.events import Happening
from extract.scene import place_ends, type_in
from extract.sentences import Span

_RULE = "case-named"
_CASE = re.compile(
    r"(?:典型|警示|事故)?(?:案例|事故)(?:之)?[一二三四五六七八九十\d]{1,3}[：:、.．\s]*"
    r"(?P<place>[^，。；：“”\d]{3,30}?)(?P<kind>[^，。；：“”\d]{2,10}?)[。：]"
)
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


def is_case(one: Happening) -> bool:
    """Whether a happening is so far only a heading's."""
    return one.rule == _RULE


def of_case(heading: Happening, story: Happening) -> Happening:
    """The happening that a story below a heading tells, with what only the heading says."""
    return replace(story, place=story.place or heading.place, kind=story.kind or heading.kind)
