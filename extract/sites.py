"""Where a danger is: units and offices named around it, what was inspected or shut, what field the passage is about."""

import re
from dataclasses import dataclass, replace
from functools import cache

from extract import spots
from extract.defects import Defect, book
from extract.industries import trade_of_unit
from extract.leads import Lead
from extract.sentences import Span
from extract.spots import Spot
from extract.units import Unit, units
from language.quick import compiled
from records.facts import Level

REACH = 400  # characters back within which a sentence or paragraph may name what holds for a danger
_TELLS = re.compile(r"存在|发现|有|查出|：")
_BACK = compiled(
    r"(?:该|此|其|这家)[^，。；、的]{0,3}?(?:公司|企业|单位|店|厂|矿|项目|工地|校|场所|船|车|院|站|酒店|商场|超市|餐馆|饭店|门店|作坊|仓库)|经查|经检查|经现场"
)
# a sentence that goes on with what an inspection found
_RESUMES = compiled(
    r"(?:当前|目前)?(?:存在的?|发现的?)?(?:主要|突出|共性)?(?:问题|隐患)[是为有：]|共?(?:发现|查出|排查出|查处|查获|纠正|整改)|存在"
)
_MORE = compiled(r"同时|此外|另外|还|并且?|另|[二三四五]是|其[二三]")
_NUMBERED = re.compile(r"(?:[（(]?\d{1,2}[）)、.．]|[①-⑳])")
# «剩余1条（作业平台未设护栏）已下达整改指令»
_DEALT_WITH = re.compile(r"）[^，。；]{0,6}(?:已|责令|整改|下达|立案)")
# «暂缓|两家|未开展培训的企业复工»: so many were seen
_COUNTED_UNITS = compiled(r"[\d一二两三四五六七八九十*×]+[余多]?(?:家|户|座|艘|所|栋)$")
_FELLOWS = re.compile(
    r"等[\d一二两三四五六七八九十*×]+[余多]?(?:家|个|处|座|所|户|栋)(?:[^，。；、的：\d]{0,8}?(?:企业|单位|公司|项目|工地|场所|综合体|学校|医院|商户|店铺|小区|煤?矿|厂|站))?"
)
_COUNTED_BEFORE = compiled(r"[\d一二两三四五六七八九十]+[余多]?(?:家|户|座|所|个|处|栋)[^，。；、]{0,8}$")
_INNER = re.compile(r"(?:车间|仓库|库房|工段|宿舍|食堂|机房|[^院]楼|商铺|门店|场所|单位|企业|冷库|小区|商户|站|用户)$")
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳]|[一二三四五六七八九十]是|[^，。；：\n]{2,24}："
)
_LABEL = re.compile(r"(?:[（(]?\d{1,2}[）)、.．]|[①-⑳])(?P<name>[^，。；：、]{3,30})：")
_NO_LABEL = compiled(r"问题|隐患|情况|措施|责任|整改|方面|领域|要求|内容|重点|行为|管理|制度|时限|[一二三四五]是")
_AFTER_NAME = re.compile(r"(?:内|里|的|，|还|也|仍|存在|均|已|因|由于)+")
# «省道S228线马庄桥头|无警示标志»: a stretch of road with its number before the danger
_ROAD = re.compile(
    r"(?:[^，。；、]{0,8}?[省市县区镇乡])?(?:[国省县乡村]道|高速(?:公路)?|[GSXY]\d)[^，。；、]{0,30}?"
    r"(?:[段处]|桥头|路口|隧道|大?桥|[坡弯村口]|[Kk]\d+[+＋]\d+)(?=[^，。；、段处]{3})"
)
_OWN_LEAD = re.compile(r"发现|查处|查获|严查|打击|整治|检查|排查|对[^，]{2,}")
_MARKER = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十][是要])"
_TOPIC = re.compile(
    rf"(?:^|[。；\n]){_MARKER}?(?P<field>[^，。；：、\n]{{2,16}}?)(?:行业|领域|方面)(?:[，：。\n]|$)"
    rf"|(?:^|\n){_MARKER}(?P<head>[^，。；：\n]{{2,16}})(?:。|$)"
)


@dataclass(slots=True)
class Passage:
    """What holds from line to line.

    mode     what governs a list's lines: its header said «存在以下问题：» or «重点整治内容：»
    listed   whether the header closes with a colon, so that every numbered line below is one
    concrete whether its findings are those of an inspection, no general remarks
    told     whether the section of an inspection's paper is none of demands, so that plain statements are findings
    demanded whether the section is one of measures and demands
    group    number of the list in the text; block: of the unit's part in it
    level    level that the header gave them
    unit     the unit that they stand under; before: that of the list above
    owner    the unit that the line opens with
    heading  the last heading line
    seen     whether the paragraph has told of a finding already
    place    where that was
    start    where the paragraph begins
    """

    mode: Lead = ""
    listed: bool = False
    concrete: bool = False
    told: bool = False
    demanded: bool = False
    group: int = 0
    block: int = 0
    level: Level | None = None
    unit: Unit | None = None
    before: Unit | None = None
    owner: Unit | None = None
    heading: str = ""
    seen: bool = False
    place: Spot | None = None
    start: int = 0


@dataclass(slots=True)
class Sites:
    """Units and offices named in a sentence, looked for once."""

    text: str
    sentence: Span
    passage: Passage
    _units: list[Unit] | None = None
    _earlier: list[Unit] | None = None
    _offices: list[int] | None = None

    def named_here(self) -> list[Unit]:
        """Units and kinds of place named in the sentence."""
        if self._units is None:
            self._units = units(self.text, self.sentence.start, self.sentence.end)
        return self._units

    def unit_of(self, defect: Defect) -> Unit | None:
        """The unit that a danger is at: the last one named before it, else the paragraph's, else the list's."""
        before, listed = self._named_before(defect), self._listed()
        if before:
            return before[-1]
        if not listed and self.speaks_at_large(defect):
            return None
        return self._label() or listed or self._meant_by_back(defect) or self._named_earlier() or self.passage.unit

    def _named_before(self, defect: Defect) -> list[Unit]:
        """Units that the sentence names before a danger and that hold for it; in a unit's list none of its parts."""
        before = [unit for unit in self.named_here() if unit.end <= defect.cue and self._governs(unit, defect)]
        if not self._listed():
            return before
        return [unit for unit in before if unit.named and not _INNER.search(unit.name)]

    def _meant_by_back(self, defect: Defect) -> Unit | None:
        """The last unit named before a clause that speaks of «该公司»."""
        if not self.refers_back(defect):
            return None
        low = max(0, self.sentence.start - REACH)
        named = [unit for unit in units(self.text, low, self.sentence.start) if unit.named]
        return named[-1] if named else None

    def _label(self) -> Unit | None:
        """What a numbered line names before its colon: «4.松崖水库除险加固工程：围堰…»."""
        match = _LABEL.match(self.text, self.sentence.start, self.sentence.end)
        if not match or _NO_LABEL.search(match["name"]):
            return None
        return Unit(match.start("name"), match.end("name"), match["name"], True)

    def _only_earlier(self) -> Unit | None:
        """The unit that the paragraph has named before, where it has named no other."""
        self._named_earlier()
        names = {unit.name for unit in self._earlier or ()}
        return self._earlier[0] if self._earlier and len(names) == 1 else None

    def _named_earlier(self) -> Unit | None:
        """The last unit that the paragraph names before the sentence."""
        if self._earlier is None:
            low = max(self.passage.start, self.sentence.start - REACH)
            self._earlier = [unit for unit in units(self.text, low, self.sentence.start) if unit.named]
        return self._earlier[-1] if self._earlier else None

    def _governs(self, unit: Unit, defect: Defect) -> bool:
        """Whether a unit holds for a danger: a kind of place only in its own clause, and not from another list item."""
        if unit.named or unit.start >= defect.head:
            return True
        between = self.text[unit.end : defect.start]
        near = unit.start >= max(self.sentence.start, clause_start(self.text, defect.start))
        return near and ("、" not in between or bool(_TELLS.search(between)))

    def is_fact(self, defect: Defect) -> bool:
        """Whether a danger without a lead is told as a fact: of a unit, of what was inspected, of many at large."""
        return (
            self.passage.seen
            or (self.text.startswith("）", defect.tail) and _DEALT_WITH.match(self.text, defect.tail) is not None)
            or _COUNTED_UNITS.search(self.text, max(defect.head, defect.start - 12), defect.start) is not None
            or (not self.passage.demanded and _ITEM.match(self.text, self.passage.start) is not None)
            or self.unit_of(defect) is not None
            or spots.inspected(self.text, self.sentence.start, defect.start) is not None
            or self.speaks_at_large(defect)
            or self.refers_back(defect)
        )

    def refers_back(self, defect: Defect) -> bool:
        """Whether the clause speaks of a unit named before: «该公司»."""
        low = max(self.sentence.start, defect.start - 60)
        return bool(_BACK.search(self.text, low, defect.cue))

    def is_item_line(self) -> bool:
        """Whether the sentence is a short numbered line of its own."""
        line = self.text[self.sentence.start : self.sentence.end]
        return len(line) <= 45 and bool(_NUMBERED.match(line)) and not line.rstrip("。；").endswith("的")

    def place_of(self, defect: Defect, tail: int, *, seen: bool) -> Spot | None:
        """The place of a danger and where it is named.

        tail  where the danger's own words end
        seen  whether it was found somewhere, so that earlier words may tell where
        """
        text, start = self.text, self.sentence.start
        if whose := spots.whose(text, tail):
            return whose
        own = [unit for unit in self._named_before(defect) if not self._in_other_part(unit, defect)]
        if own:
            return self._with_fellows(own[-1])
        if not seen:
            aim = spots.targeted(text, start, defect.start) or spots.kind_before(text, self.sentence, defect)
            return aim or spots.topic(text, self.passage.start, defect.start)
        here = spots.inspected(text, start, defect.start)
        if shut := spots.shut(text, tail) if here is None else None:
            return shut
        unit = None if self.speaks_at_large(defect) and not self._listed() else self._label() or self._listed()
        told = [place for place in (unit and Spot(unit.name, Span(unit.start, unit.end)), here) if place]
        if told:
            return max(told, key=lambda place: place.span)
        return spots.kind_before(text, self.sentence, defect) or self._told_before(defect)

    def _told_before(self, defect: Defect) -> Spot | None:
        """What the sentence or paragraph says before of where dangers were found."""
        text, start = self.text, self.sentence.start
        back = self._meant_by_back(defect)
        if back:
            return Spot(back.name, Span(back.start, back.end))
        if found := spots.found_at(text, start, defect.start):
            return found
        if _RESUMES.match(text, start) and (before := spots.inspected(text, self.passage.start, start)):
            return before
        if owner := self.passage.owner:
            return Spot(owner.name, Span(owner.start, owner.end))
        if (only := self._only_earlier()) and not self.speaks_at_large(defect):
            return Spot(only.name, Span(only.start, only.end))
        if not _MORE.match(text, start):
            return None
        above = self.passage.before
        return (
            self.passage.place
            if self.passage.seen
            else Spot(above.name, Span(above.start, above.end))
            if above
            else None
        )

    def _listed(self) -> Unit | None:
        return self.passage.unit if self.passage.concrete else None

    def _in_other_part(self, unit: Unit, defect: Defect) -> bool:
        """Whether a unit is named in another part of the sentence: «3号公寓出口上锁；教学楼标志损坏»."""
        if self.text.startswith("：", unit.end):
            return False
        return "；" in self.text[unit.end : defect.start]

    def _with_fellows(self, unit: Unit) -> Spot:
        """The name with those that it is listed with: «恒丰木业、兴达五金厂等5家企业»."""
        more = _FELLOWS.match(self.text, unit.end)
        if not more:
            return Spot(unit.name, Span(unit.start, unit.end))
        listed = {other.end: other.start for other in self.named_here()}
        start = unit.start
        while start and self.text[start - 1] == "、" and start - 1 in listed:
            start = listed[start - 1]
        return Spot(self.text[start : more.end()], Span(start, more.end()))

    def cut(self, defect: Defect) -> Defect:
        """The danger without the unit that its phrase opens with."""
        start = self.without_unit(defect)
        return defect if start == defect.start else replace(defect, start=start)

    def without_unit(self, defect: Defect) -> int:
        """Where a danger's own words begin after the unit that its phrase opens with: «宏达公司|灭火器失效»."""
        inside = [unit for unit in self.named_here() if defect.start <= unit.start and unit.end <= defect.cue]
        inside = [unit for unit in inside if unit.named or _COUNTED_BEFORE.search(self.text, defect.start, unit.start)]
        if not inside:
            road = _ROAD.match(self.text, defect.start, defect.end)
            return road.end() if road and road.end() <= defect.cue else defect.start
        more = _FELLOWS.match(self.text, inside[-1].end, defect.end)
        named = more.end() if more else inside[-1].end
        rest = _AFTER_NAME.match(self.text, named, defect.end)
        start = rest.end() if rest else named
        return start if defect.end - start >= 3 else defect.start

    def office_fails(self, defect: Defect) -> bool:
        """Whether an office, not a unit, is the last that is named before the danger, with no lead between."""
        if self._offices is None:
            self._offices = [m.end() for m in _office().finditer(self.text, self.sentence.start, self.sentence.end)]
        last = max((end for end in self._offices if end <= defect.end), default=-1)
        unit = max((unit.end for unit in self.named_here() if unit.end <= defect.cue), default=-1)
        between = self.text[max(last, defect.start - REACH) : defect.start] if last >= 0 else ""
        return last > unit and not _OWN_LEAD.search(between)

    def speaks_at_large(self, defect: Defect) -> bool:
        """Whether the clause speaks of a class of units: «部分企业», «时有发生»."""
        low = max(self.sentence.start, defect.start - 40)
        return bool(_general().search(self.text, low, min(self.sentence.end, defect.tail + 12)))

    def trade(self, before: int) -> str | None:
        """Trade of the field that the passage is about: «建筑施工领域，», a heading «（二）燃气安全»."""
        stretch = self.text[max(self.passage.start, before - REACH) : before]
        topics = [trade_of_unit(m["field"] or m["head"]) for m in _TOPIC.finditer(stretch)]
        named = [topic for topic in topics if topic]
        return named[-1] if named else trade_of_unit(self.passage.heading)


def clause_start(text: str, at: int) -> int:
    """Start of the clause that holds a position; a list parted by 、 is one clause."""
    return max(text.rfind(mark, max(0, at - 80), at) for mark in "，。；：\n") + 1


@cache
def _office() -> re.Pattern[str]:
    return book().compile("$office")


@cache
def _general() -> re.Pattern[str]:
    return book().compile("$general")
