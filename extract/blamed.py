"""Where a danger is that an accident is blamed on: at the place of the accident that its paragraph tells of."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from records import Accident, Hazard

_REACH = 400  # characters between what tells of an accident and what it is blamed on
_CAUSE = re.compile("原因|调查|分析|认定|经查|起因|查明|检测发现|系|[，。]因|由于|该|据")
# what is said of several accidents, or is to be done after one
_AT_LARGE = re.compile(
    "[两二三四五六七八九十0-9]起|上述|教训|各级|各地|各单位|要求|整治|打击|严查|查处|排查|全面|重点|敲响|警示|；"
)


def with_scenes(text: str, hazards: Sequence[Hazard], accidents: Sequence[Accident]) -> list[Hazard]:
    """The hazards; those without a status and a place that follow an accident in their paragraph stand at its place."""
    if not accidents:
        return list(hazards)
    told = sorted(accidents, key=lambda accident: accident.start)
    starts = [accident.start for accident in told]
    return [_at_scene(text, hazard, told, starts) for hazard in hazards]


def _at_scene(text: str, hazard: Hazard, told: Sequence[Accident], starts: Sequence[int]) -> Hazard:
    at = bisect_right(starts, hazard.start) - 1
    if at < 0 or hazard.place or hazard.status:
        return hazard
    accident = told[at]
    if not accident.place or hazard.start - accident.end > _REACH:
        return hazard
    between = text[accident.end : hazard.start]
    if "\n" in between or _AT_LARGE.search(between):
        return hazard
    if "。" in between and not _CAUSE.search(between):
        return hazard
    return replace(hazard, place=accident.place, why=(accident.place, *hazard.why))
