"""The place that words like «该公司», «同一弯道» or «这个项目» point back to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.sureness import confidence
from extract.units import units
from records import Accident

_BACK = 1500  # characters before such words within which the place was named
_LONGEST = 40  # characters of a place put together
_WORDS_TO = r"(?:就|也|又|还|仍|同样|依然)?(?:是|在)?"
_UNIT = re.compile(
    rf"{_WORDS_TO}(?:该|这[个家座所]|同一[个家座所]?)"
    r"(?P<kind>公司|企业|单位|集团|厂|矿|库|站|院|校|幼儿园|店|宾馆|酒店|公寓|市场|商场|小区|村|社区|镇|乡|街道|码头|船厂)"
)
_SPOT = re.compile(
    rf"{_WORDS_TO}(?:(?:该|此|这[个条处段座]|同一[个条处段座]?)(?P<kind>处|地|点|里|路段|路口|弯道|道口|隧道|大桥|桥|水域|海域|河段|项目|标段|工地|工程|工区|园区|堆场|水库|池塘|民房|出租屋)|此处)"
)
_POINTS_BACK = re.compile("^[这几]|[该本此]|同一")
# endings of the names that a kind may mean; a kind that is not here means names that end with it
_ENDINGS = {
    "公司": ("公司", "集团", "厂", "业", "酒店", "宾馆"),
    "企业": ("公司", "集团", "厂", "矿", "业", "店", "场", "合作社"),
    "单位": ("公司", "集团", "厂", "矿", "业", "店", "院", "校", "学", "场", "合作社", "馆"),
    "厂": ("厂", "公司", "业"),
    "矿": ("矿", "矿业", "采石场", "公司"),
    "库": ("库",),
    "院": ("医院", "卫生院", "福利院", "养老院", "敬老院", "护理院", "学院", "中心"),
    "校": ("学校", "小学", "中学", "大学", "学院", "职校", "校", "一中", "二中"),
    "店": ("店", "超市", "馆"),
    "项目": ("项目", "工程", "工地", "标段", "小区", "二期", "三期", "一期"),
    "标段": ("标段", "标", "工程", "项目"),
    "工地": ("工地", "项目", "工程"),
}


def located(text: str, accidents: Sequence[Accident]) -> list[Accident]:
    """The accidents, those at «该公司锅炉房» at the place that is meant: 宏远公司锅炉房."""
    found: list[Accident] = []
    for accident in accidents:
        place = accident.place and _meant(text, accident, found)
        if place and place != accident.place:
            why = tuple(place if word == accident.place else word for word in accident.why)
            moved = replace(accident, place=place, why=why)
            accident = replace(moved, confidence=confidence(moved))
        found.append(accident)
    return found


def _meant(text: str, accident: Accident, earlier: Sequence[Accident]) -> str | None:
    """The place of an accident in full; None where it is told in full, or what is meant is not found."""
    place = accident.place or ""
    if unit := _UNIT.match(place):
        name = unit_before(text, unit["kind"], accident.start)
    elif unit := _SPOT.match(place):
        name = _told_last(unit["kind"] or "处", earlier)
    else:
        return None
    if name is None:
        return None
    rest = place[unit.end() :]
    if unit.re is _SPOT:
        rest = "" if unit["kind"] is None or len(rest) < len("内") + 1 else rest
    whole = name + rest
    return whole if len(whole) <= _LONGEST else None


def unit_before(text: str, kind: str, at: int) -> str | None:
    """The unit that «该公司» means: the one of such a name that was told last before a place; None for none."""
    low = max(0, at - _BACK)
    named = [one.name for one in units(text, low, at) if one.named and not _POINTS_BACK.search(one.name)]
    for ending in _ENDINGS.get(kind, (kind,)):
        if fitting := [name for name in named if name.endswith(ending)]:
            return fitting[-1]
    areas = re.findall(rf"[\u4e00-\u9fff\d]{{2,20}}{kind}(?![\u4e00-\u9fff]?(?:[长内]|区))", text[low:at])
    areas = [name for name in areas if not _POINTS_BACK.search(name)]
    return areas[-1] if areas else None


def _told_last(kind: str, earlier: Sequence[Accident]) -> str | None:
    """The place of the accident told before; for a kind of site only where it ends with such a word."""
    place = earlier[-1].place if earlier else None
    if place is None or kind in ("处", "地", "点", "里", "路段", "水域", "海域", "河段", "弯道"):
        return place
    ends = [place.rfind(ending) + len(ending) for ending in _ENDINGS.get(kind, (kind,)) if ending in place]
    return place[: max(ends)] if ends else None
