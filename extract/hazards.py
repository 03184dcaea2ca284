"""Hazards: every mention of a hidden danger or a violation, one record each. Annotation guide, «hazard».

Phrases come from extract/defects.py, what governs them from extract/leads.py. Here it is decided which of them are
records, and where they are, what trade they belong to, and what became of them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extract.aftermath import Aftermath, aftermath
from extract.defects import Cue, Defect, book, cues
from extract.leads import Lead, Mention, mentions
from extract.industries import trade_of_danger, trade_of_unit
from extract.sentences import Span, sentences
from extract.units import Unit, units
from language.dates import Time
from records import Hazard
from records.facts import Level, Status

_REACH = 300  # characters back in a paragraph that a unit's name may stand away
_HEADER = re.compile(
    r"(?:(?P<finding>存在|重大[^。；]{0,6}隐患(?=[^。；]{0,4}(?:突出|清单|情况|如下|名单))|发现|查出|暴露|曝光|隐患清单|问题清单|违法事实|隐患情况|隐患描述|问题描述)|(?P<crackdown>整治|打击|检查|排查|查处|治理|严查|纠治|重点))"
    r"[^。；]{0,40}?(?:问题|隐患|不足|情况|行为|情形|违法事实|重点|内容|事项|如下|突出|清单|以下[^。；：]{0,10})[^。；：]{0,6}[：:。]?$"
)
_NEW_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[部章节]|下一步|整改要求|工作要求|有关要求|处理意见|整改措施|整改意见)"
)
_ITEM_LINE = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳●■◆—\-·])")
_UNIT_LABEL = re.compile(r"(?:单位|企业|场所|建筑（单位）|商户|项目)名称[：:]")
_TOPIC = re.compile(
    r"(?:^|[。；\n])(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十][是要])?(?P<topic>[^，。；：、\n]{2,16}?)(?:行业|领域|方面)(?:[，：。\n]|$)"
)
_LEVEL = re.compile(
    r"(?P<level>重大|一般)(?:生产)?(?:事故|火灾|安全|消防|燃气|交通)*(?:风险)?隐患(?!专项|排查|判定|整治|治理|台账|清单|动态|数据|大|“?清零|自查|信息|管理|的?整改|标准|督办|挂牌|识别|线索)"
)
_IF_SO = re.compile(r"的(?:[^，。；\d]{0,8}(?:不准|不得|一律|坚决|要|依法|将|责令|严禁|应)|，)")
_INSPECTED = re.compile(
    r"(?:检查|排查|抽查|走访|巡查|督查|摸排|核查|督导|暗访)(?:了|各类)?(?P<a>[^，。；\d*×的]{2,24}?)[\d*×]+[余多]?(?:家|栋|处|户|台|艘|个|所|座|辆|条)"
    r"|(?:对|检查|抽查)[\d*×]+[余多]?(?:家|栋|处|户|台|艘|个|所|座|辆)(?P<b>[^，。；]{2,20}?)(?:进行|开展|实施|，|中)"
)
_SHUT = re.compile(r"(?:行为)?的?(?P<p>[^，。；、\d的等*×]{2,12}?)[\d*×]+[余多]?(?:家|处|个|户|所|艘|辆|台|间)")
_VERDICT = re.compile(r"(?:属于?|构成|列为|判定为|认定为|确定为|系)[^，。；]{0,6}(?:重大|一般|较大)[^，。；]{0,6}隐患")
_SAYS_SO = re.compile(r"(?!.*其中)[^。；]{0,60}?(?:属于?|构成|为|判定|列为|系|认定|等|按|以上|上述)[^，。；]{0,8}$")
_TOLD_LEVEL = re.compile(r"[\d一二两三四五六七八九十]+[处项条个](?P<level>重大)[^，。；]{0,6}隐患[^。；]{0,30}[。：\n]$")
_HEADS_LIST = re.compile(r"[^，。；：]{0,16}(?:，[^，。；：]{0,16})?[：为]")
_HANDLING = re.compile(
    r"(?:整改|排查|整治|治理|自查|销号|报送|督办|闭环)[^，。；]{0,5}(?:不|未|缺|走过场|流于|滞后)|(?:未|(?<!拒)不)[^，。；]{0,6}(?:整改|治理到位|自查自改|销号)"
)
_KIND_OF_PLACE = re.compile(
    r"[^，。；、：]{0,10}?(?:场所|车辆|船舶|工地|门店|商铺|店铺|餐饮(?:店|单位|企业)?|住宅|小区|农村|宿舍|仓库|厂房|车间|楼道|出租房|自建房|路段)$"
)
_CLASS_ONLY = re.compile(
    r"(?:存在|发现|有|排查出|查出)[^，。；、的]{0,8}?(?P<what>(?:较大|重大|一般|严重)?(?:事故|火灾|消防|安全|生产|燃气|用电|电气)*(?:风险)?隐患)(?!排查|整治|治理|台账|清单|判定|数|问题|的|大|专|较|多)"
)


@Language.factory("hazards")
def make_hazards(nlp: Language, name: str) -> "Hazards":
    """The component, as spaCy asks for it."""
    return Hazards()


class Hazards:
    """Leaves in doc._.hazards a Hazard for each danger that doc.text names."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.hazards = find_hazards(doc.text, doc._.times)
        return doc


def find_hazards(text: str, times: Sequence[Time] = ()) -> list[Hazard]:
    """Hazards of a normalised text, in order. times: its time expressions, for the day by which one is to be mended."""
    return list(_Reading(text, times).hazards())


@dataclass(slots=True)
class _Passage:
    """What holds from line to line: what the list stands under, and at which unit."""

    mode: Lead = ""
    level: Level | None = None
    unit: Unit | None = None
    start: int = 0
    topics: list[tuple[int, str]] = field(default_factory=list)


class _Reading:
    """One pass over a text."""

    def __init__(self, text: str, times: Sequence[Time]) -> None:
        self.text = text
        self.times = times
        self.cues = list(cues(text))
        self.starts = [cue.start for cue in self.cues]
        self.passage = _Passage()

    def hazards(self) -> Iterator[Hazard]:
        if not self.cues and "隐患" not in self.text:
            return
        spans = sentences(self.text)
        for sentence in spans:
            if sentence.start == 0 or self.text[sentence.start - 1] == "\n":
                self._new_line(sentence)
            yield from self._in_sentence(sentence)

    def _new_line(self, sentence: Span) -> None:
        """What a line's beginning changes: a list goes on under its header, another paragraph starts anew."""
        passage, line = self.passage, self.text[sentence.start : sentence.end]
        passage.start, passage.topics = sentence.start, []
        if _NEW_SECTION.match(line) and not _HEADER.search(line):
            passage.mode, passage.level, passage.unit = "", None, None
        elif not passage.mode or (len(line) > 60 and not _ITEM_LINE.match(line)):
            passage.mode, passage.level = "", None
            passage.unit = passage.unit if len(line) <= 40 else None
        if len(line) <= 50 and not self._cues_in(sentence):
            passage.unit = self._heading_unit(sentence) or passage.unit

    def _heading_unit(self, sentence: Span) -> Unit | None:
        label = _UNIT_LABEL.search(self.text, sentence.start, sentence.end)
        found = units(self.text, label.end() if label else sentence.start, sentence.end)
        named = [unit for unit in found if unit.named]
        return named[0] if named else None

    def _cues_in(self, sentence: Span) -> list[Cue]:
        first, last = bisect_left(self.starts, sentence.start), bisect_left(self.starts, sentence.end)
        return self.cues[first:last]

    def _in_sentence(self, sentence: Span) -> Iterator[Hazard]:
        inside = self._cues_in(sentence)
        found = mentions(self.text, sentence, inside, self.passage.mode) if inside else []
        places = _Places(self.text, sentence, self.passage)
        kept = [m for m in found if self._is_record(m, sentence, places)]
        starts = [m.defect.start for m in kept]
        for mention in kept:
            after = aftermath(self.text, mention.defect, sentence, starts, self.times)
            yield self._hazard(mention, sentence, places, after)
        if not found:
            yield from self._class_only(sentence, places)
        self._note_header(sentence)

    def _note_header(self, sentence: Span) -> None:
        """Whether the lines below are findings or targets: «存在以下问题：»."""
        header = _HEADER.search(self.text, max(sentence.start, sentence.end - 70), sentence.end)
        if header and self.text[sentence.end : sentence.end + 1] in ("\n", ""):
            self.passage.mode = "finding" if header["finding"] else "crackdown"
            level = _LEVEL.search(header[0])
            self.passage.level = level["level"] if level else None  # type: ignore[assignment]
            named = [unit for unit in units(self.text, sentence.start, sentence.end) if unit.named]
            self.passage.unit = named[-1] if named else self.passage.unit

    def _is_record(self, mention: Mention, sentence: Span, places: "_Places") -> bool:
        defect, text = mention.defect, self.text
        if _named_only(text, defect, sentence) or _HANDLING.search(text, defect.start, defect.end):
            return False
        if mention.lead == "ban":
            return (
                defect.strength == "strong"
                and "杜绝" in text[mention.head : defect.start]
                and bool(re.search("行为|现象|问题", mention.closing))
            )
        if mention.lead in ("demand", "condition"):
            return False
        if _is_law(text, sentence, defect) and self.passage.mode != "finding":
            return False
        if mention.lead != "crackdown" and places.office_before(defect) and defect.rule.kind != "state":
            return False
        return self._strong_enough(mention, places)

    def _strong_enough(self, mention: Mention, places: "_Places") -> bool:
        """Whether the words around let a phrase of its strength stand as a record."""
        listed = bool(re.search("违法|违规|违章|隐患|行为", mention.closing))
        unit = places.unit_before(mention.defect)
        if mention.defect.strength == "weak":
            own = not re.search("监管|执法|网格|力量|部门", self.text[mention.defect.start : mention.defect.end])
            at_unit = own and bool(unit and unit.named) and mention.lead in ("finding", "")
            return (
                (listed and mention.lead == "crackdown")
                or at_unit
                or (self.passage.mode == "finding" and unit is not None)
            )
        if mention.lead or self.passage.mode or mention.closing or unit:
            return True
        return places.general_before(mention.defect) or bool(_VERDICT.search(self.text, mention.defect.end, places.sentence.end))

    def _hazard(self, mention: Mention, sentence: Span, places: "_Places", after: Aftermath) -> Hazard:
        defect, text = _without_unit(self.text, mention.defect, places), self.text
        unit = places.unit_before(defect)
        status = self._status(mention, unit, places, after)
        told = after if status else Aftermath()
        quote = text[defect.start : defect.end]
        description = quote.replace("是否", "").replace("有无", "")
        place = self._place(mention, defect, unit, sentence)
        return Hazard(
            quote=quote, start=defect.start, end=defect.end, rule=defect.rule.name, description=description,
            confidence=0.9 if defect.strength == "strong" else 0.7, level=self._level(defect, sentence),
            industry=self._industry(defect, place, sentence), place=place, status=status,
            measures=told.measures, responsible=told.responsible, due=told.due, funds=told.funds,
        )  # fmt: skip

    def _place(self, mention: Mention, defect: Defect, unit: Unit | None, sentence: Span) -> str | None:
        """Where a danger is: at the unit named, at what was inspected, at what was shut for it, in a kind of place."""
        text = self.text
        inside = unit is not None and unit.start >= sentence.start
        if unit and inside:
            return unit.name
        if mention.lead == "finding":
            inspected = list(_INSPECTED.finditer(text, sentence.start, defect.start))
            if inspected:
                return (inspected[-1]["a"] or inspected[-1]["b"]).strip("辖区内的")
            if shut := _SHUT.match(text, mention.defect.end):
                return shut["p"]
        return unit.name if unit else _kind_of_place(text, defect)

    def _status(self, mention: Mention, unit: Unit | None, places: "_Places", after: Aftermath) -> Status | None:
        """found, rectifying or rectified for what was seen; None for what is looked for, fought or blamed."""
        if mention.lead in ("crackdown", "check", "cause", "warded") or (
            mention.closing and re.search("进行|开展|处罚|治理|整治", mention.closing)
        ):
            return None
        if self.passage.mode == "crackdown":
            return None
        fact = mention.lead == "finding" or self.passage.mode == "finding" or unit is not None
        if not fact and not places.general_before(mention.defect):
            return None
        if mention.lead != "finding" and "时有发生" in mention.closing:
            return None
        return after.status or "found"

    def _level(self, defect: Defect, sentence: Span) -> Level | None:
        low, high = max(sentence.start, defect.start - 60), min(sentence.end, defect.tail + 80)
        matches = list(_LEVEL.finditer(self.text, low, high))
        before = [
            m
            for m in matches
            if m.end() <= defect.start
            and re.search(r"存在|发现|有|查出|：|属于?|是", self.text[max(low, m.start() - 12) : m.end() + 1])
        ]
        after = [m for m in matches if m.start() >= defect.start]
        chosen = before[-1] if before else after[0] if after else None
        if not chosen and (told := _TOLD_LEVEL.search(self.text, max(self.passage.start, sentence.start - 60), sentence.start)):
            chosen = told
        return chosen["level"] if chosen else self.passage.level  # type: ignore[return-value]

    def _industry(self, defect: Defect, place: str | None, sentence: Span) -> str | None:
        """Trade of the unit, else of the field that the passage is about, else of the danger's kind, else of the clause."""
        text = self.text
        before = text[self.passage.start : defect.start][-400:]
        topics = [m["topic"] for m in _TOPIC.finditer(before)]
        tries = (
            trade_of_unit(place) if place else None,
            trade_of_unit(topics[-1]) if topics else None,
            trade_of_danger(text[defect.start : defect.end]),
            trade_of_danger(text[defect.head : defect.tail]),
            trade_of_unit(text[max(sentence.start, defect.start - 80) : defect.tail]),
        )
        return next((trade for trade in tries if trade), None)

    def _class_only(self, sentence: Span, places: "_Places") -> Iterator[Hazard]:
        """«XX公司存在重大火灾隐患»: a class of danger is one where a unit is named that has it."""
        match = _CLASS_ONLY.search(self.text, sentence.start, sentence.end)
        if not match or "是否" in self.text[sentence.start : match.start()]:
            return
        named = [unit for unit in units(self.text, sentence.start, match.end()) if unit.named]
        if (
            not named
            or _is_law(self.text, sentence, None)
            or re.search("对|凡|如|若", self.text[named[-1].end : match.start()])
        ):
            return
        what = match["what"]
        level: Level | None = "重大" if "重大" in what else "一般" if "一般" in what else None
        after = aftermath(self.text, Span(match.start("what"), match.end("what")), sentence, [], self.times)
        trade = trade_of_unit(named[-1].name) or trade_of_danger(what)
        yield Hazard(
            quote=what, start=match.start("what"), end=match.end("what"), rule="class-at-a-unit", description=what, confidence=0.6,
            level=level, industry=trade, place=named[-1].name, status=after.status or "found", measures=after.measures,
            responsible=after.responsible, due=after.due, funds=after.funds,
        )  # fmt: skip


class _Places:
    """Units and offices named in a sentence, asked for once."""

    def __init__(self, text: str, sentence: Span, passage: _Passage) -> None:
        self.text, self.sentence, self.passage = text, sentence, passage
        self._units: list[Unit] | None = None
        self._offices: list[int] | None = None

    def _in_sentence(self) -> list[Unit]:
        if self._units is None:
            self._units = units(self.text, self.sentence.start, self.sentence.end)
        return self._units

    def unit_before(self, defect: Defect) -> Unit | None:
        """The unit that a danger is at: the last one named before it, else the paragraph's, else the list's."""
        before = [unit for unit in self._in_sentence() if unit.end <= defect.cue]
        near = max(self.sentence.start, _clause_before(self.text, defect.start))
        if before and (before[-1].named or before[-1].start >= near):
            return before[-1]
        if self.general_before(defect):
            return None
        low = max(self.passage.start, self.sentence.start - _REACH)
        earlier = [unit for unit in units(self.text, low, self.sentence.start) if unit.named]
        return earlier[-1] if earlier else self.passage.unit

    def office_before(self, defect: Defect) -> bool:
        """Whether an office, not a unit, is the last that is named before the danger, with no lead between."""
        if self._offices is None:
            self._offices = [m.end() for m in _office().finditer(self.text, self.sentence.start, self.sentence.end)]
        last = max((end for end in self._offices if end <= defect.end), default=-1)
        unit = max((unit.end for unit in self._in_sentence() if unit.end <= defect.start), default=-1)
        between = self.text[last : defect.start] if last >= 0 else ""
        return last > unit and not re.search(r"发现|查处|查获|严查|打击|整治|检查|排查|对[^，]{2,}", between)

    def general_before(self, defect: Defect) -> bool:
        """Whether the clause speaks of a class of units at large: «部分企业», «时有发生»."""
        low = max(self.sentence.start, defect.start - 40)
        return bool(_general().search(self.text, low, min(self.sentence.end, defect.tail + 12)))


def _clause_before(text: str, at: int) -> int:
    """Start of the clause that holds a position; a list parted by 、 is one clause."""
    return max(text.rfind(mark, max(0, at - 80), at) for mark in "，。；：\n") + 1


@cache
def _office() -> re.Pattern[str]:
    return book().compile("$office")


@cache
def _general() -> re.Pattern[str]:
    return book().compile("$general")


@cache
def _no_record() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return book().compile("$law|$advice"), book().compile("$campaign")


def _is_law(text: str, sentence: Span, defect: Defect | None) -> bool:
    """Whether a sentence tells a law or gives advice rather than a fact; a provision cited after the danger does not matter."""
    law, _ = _no_record()
    return bool(law.search(text, sentence.start, defect.end if defect else sentence.end))


def _named_only(text: str, defect: Defect, sentence: Span) -> bool:
    """Whether the phrase is (part of) a title or a campaign's name."""
    _, campaign = _no_record()
    if campaign.match(text, defect.end):
        return True
    before, after = text[max(sentence.start, defect.start - 60) : defect.start], text[defect.end : defect.end + 60]
    return before.rfind("《") > before.rfind("》") and "》" in after or "《" in text[defect.start : defect.end]


def _without_unit(text: str, defect: Defect, places: _Places) -> Defect:
    """The defect less a named unit that its phrase opens with: «宏达公司灭火器失效» names the place first."""
    inside = [
        unit for unit in places._in_sentence() if defect.start <= unit.start and unit.end <= defect.cue and unit.named
    ]
    if not inside or inside[0].start - defect.start > 6:
        return defect
    rest = text[inside[0].end : defect.end]
    cut = len(rest) - len(re.sub(r"^(?:内|里|的|，|还|也|仍|存在|均|已|因|由于)+", "", rest))
    start = inside[0].end + cut
    return replace(defect, start=start) if defect.end - start >= 3 else defect


def _kind_of_place(text: str, defect: Defect) -> str | None:
    """The kind of place that the words before a danger name; None when they name none."""
    lead = text[defect.head : defect.start]
    match = _KIND_OF_PLACE.search(re.sub(r"(?:内|里|中|的)?(?:还|也|仍|均|都)?(?:存在)?$", "", lead))
    if not match:
        return None
    name = book().compile("^.*(?:$name_starts)").sub("", match[0])
    return name or None
