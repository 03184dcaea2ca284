"""Hazards: every mention of a hidden danger or a violation, one record each. Annotation guide, «hazard».

defects.py cuts the phrases, leads.py says what governs them, admission.py which are records, sites.py where they are,
aftermath.py what became of them. Here a text is read line by line, and the records are put together.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.admission import admits, is_law
from extract.aftermath import Aftermath, aftermath
from extract.defects import Cue, Defect, cues
from extract.industries import trade_of_danger, trade_of_unit
from extract.levels import level_in, level_of
from extract.mentions import Mention, mentions
from extract.sentences import Span, sentences
from extract.sites import Passage, Sites
from extract.units import Unit, units
from language.dates import Time
from records import Hazard
from records.facts import Level, Status

_HEADER = re.compile(
    r"(?:(?P<finding>存在|重大[^。；]{0,6}隐患(?=[^。；]{0,4}(?:突出|清单|情况|如下|名单))|发现|查出|暴露|曝光|隐患清单|问题清单|违法事实|隐患情况|隐患描述|问题描述)"
    r"|(?P<crackdown>(?:整治|打击|检查|排查|查处|治理|严查|纠治|重点)(?=[^。；]{0,40}(?:如下|以下|：$|(?:内容|重点|问题|行为|情形)[。：]?$))))"
    r"[^。；]{0,40}?(?:问题|隐患|不足|情况|行为|情形|违法事实|重点|内容|事项|如下|突出|清单|以下[^。；：]{0,10})[^。；：]{0,6}[：:。]?$"
)
_NEW_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[部章节]|下一步|整改要求|工作要求|有关要求|处理意见|整改措施|整改意见)"
)
_ITEM_LINE = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳●■◆—\-·])")
_UNIT_LABEL = re.compile(r"(?:单位|企业|场所|建筑（单位）|商户|项目)名称[：:]")
_CLASS_ONLY = re.compile(
    r"(?:存在|发现|有|排查出|查出)[^，。；、的]{0,8}?(?P<what>(?:较大|重大|一般|严重)?(?:事故|火灾|消防|安全|生产|燃气|用电|电气)*(?:风险)?隐患)"
    r"(?!排查|整治|治理|台账|清单|判定|数|问题|的|大|专|较|多)"
)
_NOT_FOUND = re.compile(
    r"整改|责任|时限|要求|检查|已|符合|完好|正常|齐全|落实|加强|组织|严格|确保|立即|限期|按照|应当|公司$|厂$"
)
_BARE_HEADER = 15  # characters of a header that names nothing: «存在的主要隐患：»
_ASKED = re.compile("(?:是否|有无)(?:存在)?")
_DEALT_WITH = re.compile(r"进行|开展|处罚|治理|整治")
_LONG_LINE, _SHORT_LINE = 60, 50  # characters: a paragraph of prose; a line that may be a unit's name


@Language.factory("hazards")
def make_hazards(nlp: Language, name: str) -> "Hazards":
    """The component, as spaCy asks for it."""
    return Hazards()


class Hazards:
    """Leaves in doc._.hazards a Hazard for each danger that doc.text names."""

    def __call__(self, doc: Doc) -> Doc:
        """The doc, with its hazards."""
        doc._.hazards = find_hazards(doc.text, doc._.times)
        return doc


def find_hazards(text: str, times: Sequence[Time] = ()) -> list[Hazard]:
    """Hazards of a normalised text, in order. times: its time expressions, for the day by which one is to be mended."""
    return list(_Reading(text, times).hazards())


class _Reading:
    """One pass over a text."""

    def __init__(self, text: str, times: Sequence[Time]) -> None:
        self.text = text
        self.times = times
        self.cues = list(cues(text))
        self.starts = [cue.start for cue in self.cues]
        self.passage = Passage()
        self.line_above: Unit | None = None

    def hazards(self) -> Iterator[Hazard]:
        if not self.cues and "隐患" not in self.text:
            return
        for sentence in sentences(self.text):
            if sentence.start == 0 or self.text[sentence.start - 1] == "\n":
                self._new_line(sentence)
            yield from self._in_sentence(sentence)
            self._note_header(sentence)
            self.line_above = self._as_name(sentence)

    def _new_line(self, sentence: Span) -> None:
        """What a line's beginning changes: a list goes on under its header, another paragraph starts anew."""
        passage, line = self.passage, self.text[sentence.start : min(sentence.end, sentence.start + _LONG_LINE + 1)]
        passage.start, passage.seen, passage.place = sentence.start, False, None
        if _NEW_SECTION.match(line) and not _HEADER.search(line):
            passage.mode, passage.level, passage.unit, passage.listed = "", None, None, False
        elif not passage.mode or (len(line) > _LONG_LINE and not _ITEM_LINE.match(line)):
            passage.mode, passage.level, passage.listed = "", None, False
            passage.unit = passage.unit if len(line) <= _SHORT_LINE else None
        if len(line) <= _SHORT_LINE:
            passage.heading = line if _ITEM_LINE.match(line) or not line.endswith("。") else passage.heading
            if not self._cues_in(sentence):
                passage.unit = self._unit_line(sentence) or passage.unit

    def _as_name(self, sentence: Span) -> Unit | None:
        """A short line without a stop as the name of a unit, which it is above «存在隐患：»."""
        line = self.text[sentence.start : sentence.end]
        if len(line) > _BARE_HEADER * 2 or re.search("[，。；：]", line):
            return None
        marker = _ITEM_LINE.match(line)
        start = sentence.start + (marker.end() if marker else 0)
        return Unit(start, sentence.end, self.text[start : sentence.end], True)

    def _unit_line(self, sentence: Span) -> Unit | None:
        """The unit that a short line names for the lines below it."""
        label = _UNIT_LABEL.search(self.text, sentence.start, sentence.end)
        found = units(self.text, label.end() if label else sentence.start, sentence.end)
        return next((unit for unit in found if unit.named or unit.end == sentence.end), None)

    def _cues_in(self, sentence: Span) -> list[Cue]:
        return self.cues[bisect_left(self.starts, sentence.start) : bisect_left(self.starts, sentence.end)]

    def _in_sentence(self, sentence: Span) -> Iterator[Hazard]:
        inside = self._cues_in(sentence)
        if not inside and not self.passage.listed and self.text.find("隐患", sentence.start, sentence.end) < 0:
            return
        found = mentions(self.text, sentence, inside, self.passage.mode) if inside else []
        sites = Sites(self.text, sentence, self.passage)
        kept = [mention for mention in found if admits(mention, sites)]
        names = [unit.start for unit in sites.named_here() if unit.named] if kept else []
        for mention in kept:
            after = aftermath(self.text, mention.defect, sentence, names, self.times)
            hazard = self._hazard(mention, sites, after)
            if hazard.status and mention.lead == "finding":
                self.passage.seen, self.passage.place = True, hazard.place
            yield hazard
        if not found:
            yield from self._uncued_line(sentence, sites)
            yield from self._class_only(sentence)

    def _note_header(self, sentence: Span) -> None:
        """Whether the lines below are findings or targets: «存在以下问题：»."""
        if self.text[sentence.end : sentence.end + 1] not in ("\n", ""):
            return
        if header := _HEADER.search(self.text, max(sentence.start, sentence.end - 70), sentence.end):
            self.passage.mode = "finding" if header["finding"] else "crackdown"
            self.passage.level = level_in(header[0])
            self.passage.listed = bool(header["finding"]) and header[0].endswith("：")
            found = units(self.text, max(sentence.start, sentence.end - 200), sentence.end)
            named = [unit for unit in found if unit.named]
            if not named and sentence.end - sentence.start <= _BARE_HEADER and self.line_above:
                named = [self.line_above]
            self.passage.unit = named[-1] if named else self.passage.unit

    def _hazard(self, mention: Mention, sites: Sites, after: Aftermath) -> Hazard:
        defect, text = replace(mention.defect, start=sites.without_unit(mention.defect)), self.text
        status = self._status(mention, sites, after)
        told = after if status else Aftermath()
        seen = mention.lead in ("finding", "cause", "")
        place = sites.place_of(defect, mention.defect.end, seen)
        quote = text[defect.start : defect.end]
        return Hazard(
            quote=quote, start=defect.start, end=defect.end, rule=defect.rule.name,
            description=_ASKED.sub("", quote),
            confidence=0.9 if defect.strength == "strong" else 0.7,
            level=self._level(mention, defect, sites),
            industry=_industry(text, defect, place, sites), place=place, status=status,
            measures=told.measures, responsible=told.responsible, due=told.due, funds=told.funds,
        )  # fmt: skip

    def _level(self, mention: Mention, defect: Defect, sites: Sites) -> Level | None:
        """Level in the words around a danger, in those that close its list, or over the lines that it stands in."""
        around = level_of(self.text, defect, sites.sentence, self.passage.start)
        return around or level_in(mention.closing) or self.passage.level

    def _status(self, mention: Mention, sites: Sites, after: Aftermath) -> Status | None:
        """found, rectifying or rectified for what was seen; None for what is looked for, fought or blamed."""
        if mention.lead in ("crackdown", "check", "cause", "warded") or _DEALT_WITH.search(mention.closing):
            return None
        if self.passage.mode == "crackdown" or (mention.lead != "finding" and "时有发生" in mention.closing):
            return None
        seen = mention.lead == "finding" or self.passage.mode == "finding" or sites.is_fact(mention.defect)
        return (after.status or "found") if seen else None

    def _uncued_line(self, sentence: Span, sites: Sites) -> Iterator[Hazard]:
        """A numbered line under «存在以下隐患：» whose words tell no danger by themselves: «1.安全出口处摆放灶台»."""
        line = self.text[sentence.start : sentence.end]
        marker = _ITEM_LINE.match(line)
        if not self.passage.listed or not marker or len(line) > _SHORT_LINE or _NOT_FOUND.search(line):
            return
        words = re.split("[，。；：]", line[marker.end() :])[0]
        start = sentence.start + marker.end()
        if len(words) < 4 or any(unit.name == words for unit in sites.named_here()):
            return
        unit = self.passage.unit
        yield Hazard(
            quote=words, start=start, end=start + len(words), rule="line-of-a-list", description=words, confidence=0.5,
            level=self.passage.level, industry=trade_of_unit(unit.name if unit else "") or trade_of_danger(words),
            place=unit.name if unit else None, status="found",
        )  # fmt: skip

    def _class_only(self, sentence: Span) -> Iterator[Hazard]:
        """«XX公司存在重大火灾隐患»: a class of danger is one where a unit is named that has it."""
        match = _CLASS_ONLY.search(self.text, sentence.start, sentence.end)
        if not match or is_law(self.text, sentence.start, sentence.end):
            return
        named = [unit for unit in units(self.text, max(sentence.start, match.start() - 80), match.end()) if unit.named]
        if not named or re.search("对|凡|如|若|是否|未", self.text[named[-1].end : match.start() + 2]):
            return
        span, unit = Span(*match.span("what")), named[-1]
        after = aftermath(self.text, span, sentence, [], self.times)
        trade = trade_of_unit(unit.name) or trade_of_danger(match["what"])
        yield Hazard(
            quote=match["what"], start=span.start, end=span.end, rule="class-at-a-unit", description=match["what"],
            confidence=0.6, level=level_in(match["what"]), industry=trade, place=unit.name,
            status=after.status or "found", measures=after.measures, responsible=after.responsible, due=after.due,
            funds=after.funds,
        )  # fmt: skip


def _industry(text: str, defect: Defect, place: str | None, sites: Sites) -> str | None:
    """Trade of the unit, else of the field that the passage is about, else of the danger's kind, else of its clause.

    A field that is also the danger's kind goes before the unit, and so does gas in shops and eating-houses.
    """
    field, kind = sites.trade(defect.start), trade_of_danger(text[defect.start : defect.end])
    trade = trade_of_unit(place) if place else None
    if (field and field == kind) or (kind == "燃气" and trade == "商贸"):
        return kind
    if trade:
        return trade
    if field or kind:
        return field or kind
    around = text[max(sites.sentence.start, defect.start - 80) : defect.tail]
    return trade_of_danger(text[defect.head : defect.tail]) or trade_of_unit(around)
