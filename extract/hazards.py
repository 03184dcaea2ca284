"""Hazards: every mention of a hidden danger or a violation, one record each. Annotation guide, «hazard».

defects.py cuts the phrases, leads.py says what governs them, admission.py which are records, sites.py where they are,
aftermath.py what became of them. Here a text is read line by line, and the records are put together.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract.admission import admits, is_law
from extract.aftermath import Aftermath, aftermath
from extract.answers import with_answers_below, with_own_answers
from extract.defects import Cue, Defect, cues
from extract.fates import Fate, known_at
from extract.fates import Watch as WatchFates
from extract.industries import trade_of_danger, trade_of_unit
from extract.judge import Case, traits
from extract.leads import lead_word
from extract.learned import Model, model
from extract.levels import level_in, level_of
from extract.listed import opens
from extract.mending import is_done_away, is_remedy, unframed
from extract.mentions import Mention, Told, mentions, says_again
from extract.no_faults import faults_nothing
from extract.orders import Order, orders_by_name, orders_for_all
from extract.outline import Outline
from extract.places import placed
from extract.remedies import with_remedies
from extract.sentences import Span, sentences
from extract.sites import Sites
from extract.spots import Spot
from extract.standards import standard_of
from extract.trades import Trades
from extract.trades import Watch as WatchTrades
from extract.unheard import unheard
from extract.units import Unit, units
from extract.verdicts import Placed, told_of_lists
from extract.words import words_of
from language.dates import Time
from language.quick import compiled
from records import Hazard
from records.facts import Level, Status

_CLASS_ONLY = compiled(
    r"(?:存在|发现|有|排查出|查出|(?:确定|认定|判定|列)为)(?![^，。；]{0,6}各[类种])[^，。；、的]{0,8}?(?P<what>(?:较大|重大|严重)(?:风险)?隐患"
    r"|(?:较大|重大|一般|严重)?(?:事故|火灾|消防|安全|生产|燃气|用电|电气)+(?:风险)?隐患)"
    r"(?!排查|整治|治理|台账|清单|判定|数|问题|的|大|专|较|多)"
)
_UNREAL = re.compile("对|凡|如|若|是否|未")
_NEAR = 20  # characters behind a class of danger within which its members stand: «存在重大隐患，如…»
_FAR = 100  # characters from a word that faults something within which others may be told in words of their own
_BY_RULE = {"strong": 0.9, "weak": 0.7}  # how sure the rules are, by the strength of a cue
_NOT_SEEN = frozenset({"crackdown", "check", "cause", "warded"})  # what leads to dangers that nobody found
_LEVEL_TAG = re.compile("（(?:(?:重大|一般)[^（）]{0,6}(?:隐患|问题)）|[该此][条项])$")  # «护栏腐蚀穿孔（一般隐患）»
_ASKED = re.compile("(?:是否|是不是|有无)(?:存在)?")
# «未发现超期使用、私拉乱接情况»: what nobody found, up to the end of its list
_NOT_FOUND = re.compile(
    "(?:[未没无]|没有)(?:发现|查出|查到|检出|发生|出现)(?:有|过)?(?:[^，。；：！？\n]*、)?[^，。；：、！？\n]{0,8}$"
)
_INSPECTED = re.compile(r"检查(?!站)|抽查|督查|暗访|巡查|排查")
_ENFORCED = compiled(
    "(?:下达|下发|下过|开具|发出)[^，。；]{0,12}(?:指令|通知书|停[产工业]令|整改令|文书|决定书)|当场(?:封存|查封|扣押|没收)"
    "|(?:被|处以?)[^，。；]{0,8}罚款|列为[^，。；]{0,4}隐患|责令[^，。；]{0,8}(?:停[产业工]|整改|改正)|停产整[改顿]|限期?[^，。；]{0,10}整改"
)
_DEALT_WITH = re.compile(r"进行|开展|处罚|治理|整治")
_TELLS = re.compile(r"隐患|发现|存在|查出|查见|查明|暴露|问题|不足|缺陷|违章|查处|查获|查纠|纠正|劝导|抓拍|指出")


@Language.factory("hazards")
def make_hazards(nlp: Language, name: str) -> "Hazards":
    """The component, as spaCy asks for it."""
    return Hazards()


class Hazards:
    """Leaves in doc._.hazards a Hazard for each danger that doc.text names."""

    def __call__(self, doc: Doc) -> Doc:
        """The doc, with its hazards."""
        words = words_of(doc)
        found = find_hazards(words.text, doc._.times, model("hazards"))
        if placer := model("places"):
            found = placed(words, found, placer)
        doc._.hazards = [
            replace(hazard, standard=standard) if (standard := standard_of(hazard, doc._.anchor)) else hazard
            for hazard in found
        ]
        return doc


class Seen(NamedTuple):
    """A clause that was judged: its place, whether the rules admit it, what was known of it, how sure the model is."""

    span: Span
    admitted: bool
    traits: tuple[str, ...]
    probability: float


class Watches(NamedTuple):
    """Who is told of each clause that is judged, and of each trade and status that is chosen."""

    clauses: Callable[[Seen], None] | None = None
    trades: WatchTrades | None = None
    fates: WatchFates | None = None


def find_hazards(
    text: str,
    times: Sequence[Time] = (),
    judge: Model | None = None,
    watches: "Watches | None" = None,
) -> list[Hazard]:
    """Hazards of a normalised text, in order.

    times  its time expressions, for the day by which one is to be mended
    judge    the model that decides which clauses are records, None for the rules alone
    watches  who is told of every clause that is judged, and of every choice
    """
    return _Reading(text, times, judge, watches or Watches()).hazards()


def _without_unit(case: Case, sites: Sites, text: str) -> Case:
    """The case without the unit that its phrase opens with, the name of its item, and what became of so many."""
    defect = sites.cut(case.mention.defect)
    defect = unframed(text, defect)
    return case if defect is case.mention.defect else Case(replace(case.mention, defect=defect), case.admitted)


class _Reading:
    """One pass over a text."""

    def __init__(
        self,
        text: str,
        times: Sequence[Time],
        judge: Model | None,
        watches: "Watches",
    ) -> None:
        self.text, self.judge, self.watches = text, judge, watches
        self.last = -2  # where the last sentence ends that told of dangers
        self.fates: list[Fate | None] = []  # of each danger in order, None where nothing is to be chosen
        self.times = times
        self.cues = list(cues(text))
        self.starts = [cue.start for cue in self.cues]
        self.outline = Outline(text)
        self.passage = self.outline.passage

    def hazards(self) -> list[Hazard]:
        """All of them, with what later sentences say of whole lists."""
        listed = told_of_lists(self.text, list(self._placed()), self.times)
        labelled = with_remedies(self.text, listed, self.times)
        told = with_answers_below(self.text, labelled, self.times)
        if self.outline.paper.inspects:
            told = with_own_answers(self.text, told, self.times)
        answered = {n for n, (one, before) in enumerate(zip(told, labelled, strict=True)) if one is not before}
        starts = [hazard.start for hazard in told]
        orders = dict.fromkeys(range(len(told)), Order("rectifying", None)) if self.outline.paper.orders else {}
        orders |= orders_for_all(self.text, starts, self.times) | orders_by_name(self.text, told, self.times)
        chosen = model("statuses") if self.judge else None
        return [
            hazard if n in answered else self._with_status(hazard, fate, orders.get(n), chosen)
            for n, (hazard, fate) in enumerate(zip(told, self.fates, strict=True))
        ]

    def _with_status(self, hazard: Hazard, fate: Fate | None, order: Order | None, chosen: Model | None) -> Hazard:
        """The hazard with its status in the end. order: what a later sentence orders of all that was found."""
        ordered = order and hazard.status in ("found", order.status)
        if order and ordered:
            hazard = replace(hazard, status=order.status, due=hazard.due or order.due)
        if hazard.status in ("found", None) and is_done_away(self.text, hazard):
            return replace(hazard, status="rectified")
        if not fate:
            return hazard
        status = fate.choose(hazard.status, chosen, self.watches.fates)
        if ordered and status == "found":  # what is a finding to the model, too, has been ordered to be mended
            return hazard
        return hazard if status == hazard.status else replace(hazard, status=status)

    def _placed(self) -> Iterator[Placed]:
        if not (self.cues or _TELLS.search(self.text) or _ENFORCED.search(self.text)):
            return
        for sentence in sentences(self.text):
            if sentence.start == 0 or self.text[sentence.start - 1] == "\n":
                self.outline.new_line(sentence, has_cues=bool(self._cues_in(sentence)))
            for hazard in self._in_sentence(sentence):
                listed = self.outline.goes_on(sentence)
                yield Placed(hazard, self.passage.group if listed else 0, self.passage.block)
            self.outline.end_of_sentence(sentence)

    def _cues_in(self, sentence: Span) -> list[Cue]:
        return self.cues[bisect_left(self.starts, sentence.start) : bisect_left(self.starts, sentence.end)]

    def _in_sentence(self, sentence: Span) -> Iterator[Hazard]:
        inside = self._cues_in(sentence)
        if self.outline.is_head(sentence):
            return
        enforced = self._is_enforced(sentence)
        may_tell = enforced or self._may_tell(sentence, ()) or self._near_a_cue(sentence)
        if not (inside or self.passage.mode or may_tell or _TELLS.search(self.text, *sentence)):
            return
        run = self.outline.goes_on(sentence)
        if not (inside or run or self.passage.mode or may_tell or opens(self.text, sentence)):
            yield from self._class_only(sentence, ())
            return
        told = mentions(self.text, sentence, inside, self.passage.mode, run=run)
        sites = Sites(self.text, sentence, self.passage)
        kept = self._judged(sentence, self._cases(told, sites, enforced=enforced))
        names = [unit.start for unit in sites.named_here() if unit.named] if kept else []
        for mention, sure in kept:
            after = aftermath(self.text, mention.defect, sentence, names, self.times)
            known = known_at(mention, self.passage, self.outline.paper)
            yield self._hazard(mention, sites, after, round(sure, 2))
            self.fates.append(Fate(self.text, mention, sentence, known))
        yield from self._class_only(sentence, [mention.defect.span for mention in told.mentions])

    def _cases(self, told: Told, sites: Sites, *, enforced: bool) -> list[Case]:
        """The clauses of a sentence that may name dangers, in order, with what the rules say of each."""
        topic = self.passage.concrete and self.outline.is_topic(sites.sentence)
        cases = [
            Case(one, admits(one, sites) and not (topic and one.defect.strength == "weak")) for one in told.mentions
        ]
        sure = enforced or self._may_tell(sites.sentence, cases)
        if sure or self._near_a_cue(sites.sentence):
            cases += [
                Case(one, False)
                for one in unheard(self.text, told.items, told.mentions, sure=sure)
                if not says_again(self.text, one.defect.span)
            ]
        found = (
            _without_unit(one, sites, self.text) for one in cases
            if not self._is_absent(sites.sentence, one)
            and not faults_nothing(self.text, one.mention.defect.span)
            and not is_remedy(self.text, sites.sentence, one.mention.defect.span)
        )  # fmt: skip
        return sorted(found, key=lambda case: case.mention.defect.start)

    def _is_absent(self, sentence: Span, case: Case) -> bool:
        """Whether the words before a danger say that nobody found it."""
        start = case.mention.defect.start
        return _NOT_FOUND.search(self.text, max(sentence.start, start - _FAR), start) is not None

    def _may_tell(self, sentence: Span, cases: Sequence[Case]) -> bool:
        """Whether dangers may be told here in words that no rule knows: some are told near, or the paper inspects."""
        if not self.judge:
            return False
        if self.passage.mode in ("finding", "cause") or self.outline.paper.inspects:
            return True
        return sentence.start - self.last <= 1 or any(case.admitted for case in cases)

    def _is_enforced(self, sentence: Span) -> bool:
        """Whether a sentence tells what was ordered or imposed, so that it may tell why: «…，被下达停产整改指令»."""
        return self.judge is not None and _ENFORCED.search(self.text, *sentence) is not None

    def _near_a_cue(self, sentence: Span) -> bool:
        """Whether a word that faults something stands in a sentence or not far from it."""
        if not self.judge:
            return False
        at = bisect_left(self.starts, sentence.start - _FAR)
        return at < len(self.starts) and self.starts[at] < sentence.end + _FAR

    def _judged(self, sentence: Span, cases: Sequence[Case]) -> list[tuple[Mention, float]]:
        """The mentions that are records, each with how sure that is."""
        if not self.judge:
            return [(one.mention, _BY_RULE[one.mention.defect.strength]) for one in cases if one.admitted]
        kept = []
        for at, case in enumerate(cases):
            known = traits(self.text, sentence, cases, at, self.passage, self.outline.paper)
            sure = self.judge.probability(known)
            if self.watches.clauses:
                self.watches.clauses(Seen(case.mention.defect.span, case.admitted, tuple(sorted(known)), sure))
            if sure >= self.judge.threshold:
                kept.append((case.mention, self.judge.confidence(sure)))
        self.last = sentence.end if kept else self.last
        return kept

    def _hazard(self, mention: Mention, sites: Sites, after: Aftermath, confidence: float) -> Hazard:
        defect, text = mention.defect, self.text
        status = self._status(mention, sites, after)
        told = after if status else Aftermath()
        seen = mention.lead in ("finding", "cause", "")
        spot = sites.place_of(defect, mention.defect.end, seen=seen)
        place = spot.name if spot else None
        if status and mention.lead == "finding":
            self.passage.seen, self.passage.place = True, spot
        quote, level = _LEVEL_TAG.sub("", text[defect.start : defect.end]), self._level(mention, defect, sites)
        trades = Trades(text, defect, place, sites, self.outline.paper)
        return Hazard(
            why=self._why(mention, sites.sentence, spot, told),
            quote=quote, start=defect.start, end=defect.start + len(quote), rule=defect.rule.name,
            description=_ASKED.sub("", quote),
            level=level,
            industry=trades.choose(model("industries"), self.watches.trades), place=place, status=status,
            measures=told.measures, responsible=told.responsible, due=told.due, funds=told.funds, confidence=confidence,
        )  # fmt: skip

    def _why(self, mention: Mention, sentence: Span, spot: Spot | None, told: Aftermath) -> tuple[str, ...]:
        """The words beside the quote that decided: what leads to the danger, where it is, what was done about it."""
        lead = lead_word(self.text, sentence, mention.defect)
        outside = spot and not mention.defect.start <= spot.span.start < mention.defect.end
        place = spot.name if spot and outside else None
        return tuple(word for word in (place, lead, mention.closing or None, told.words) if word)

    def _level(self, mention: Mention, defect: Defect, sites: Sites) -> Level | None:
        """Level in the words around a danger, in those that close its list, or over the lines that it stands in."""
        around = level_of(self.text, defect, sites.sentence, self.passage.start)
        told = around or level_in(mention.closing)
        item = self.outline.is_item()
        listed = item and self.passage.unit and self.passage.concrete
        seen = mention.lead not in _NOT_SEEN and not self.passage.demanded
        above = self.passage.level if item else None
        return told or above or (self.outline.paper.level if listed or seen else None)

    def _status(self, mention: Mention, sites: Sites, after: Aftermath) -> Status | None:
        """found, rectifying or rectified for what was seen; None for what is looked for, fought or blamed."""
        if mention.lead in _NOT_SEEN or _DEALT_WITH.search(mention.closing):
            return None
        if self.outline.paper.plans and mention.lead != "finding":
            return None
        if self.passage.mode == "crackdown" or (mention.lead != "finding" and "时有发生" in mention.closing):
            return None
        if self.outline.paper.on_accident and not _INSPECTED.search(
            self.text, sites.passage.start, mention.defect.start
        ):
            return None  # what a paper on an accident faults brought it about
        seen = mention.lead == "finding" or self.passage.mode == "finding" or sites.is_fact(mention.defect)
        return (after.status or self.outline.status_above(mention.defect.start) or "found") if seen else None

    def _class_only(self, sentence: Span, named: Sequence[Span]) -> Iterator[Hazard]:
        """«XX公司存在重大火灾隐患»: a class of danger is one where a unit is named that has it.

        named  dangers that the sentence names: a part of it with one needs no class
        """
        if self.text.find("隐患", sentence.start, sentence.end) < 0:
            return
        for match in _CLASS_ONLY.finditer(self.text, sentence.start, sentence.end):
            part = Span(max(sentence.start, self.text.rfind("；", sentence.start, match.start()) + 1), match.end())
            if any(part.start <= span.start < part.end + _NEAR for span in named):
                continue
            if is_law(self.text, *sentence) or self.text[sentence.end - 1] == "：":
                return
            at = [unit for unit in units(self.text, max(part.start, match.start() - 80), match.end()) if unit.named]
            if at and not _UNREAL.search(self.text, at[-1].end, match.start() + 2):
                yield self._class_at(at[-1], Span(*match.span("what")), sentence)
                self.fates.append(None)

    def _class_at(self, unit: Unit, span: Span, sentence: Span) -> Hazard:
        """The record of a class of danger at a unit."""
        what, after = self.text[slice(*span)], aftermath(self.text, span, sentence, [], self.times)
        return Hazard(
            quote=what, start=span.start, end=span.end, rule="class-at-a-unit", description=what, confidence=0.6,
            level=level_in(what), industry=trade_of_unit(unit.name) or trade_of_danger(what), place=unit.name,
            status=after.status or "found", measures=after.measures, responsible=after.responsible, due=after.due,
            funds=after.funds,
        )  # fmt: skip
