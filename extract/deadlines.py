"""Component «deadlines»: leaves what must be done, by when and by whom, in doc._.deadlines."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract.bearers import Bearers
from extract.bearing import Bearing
from extract.carried import Carried, in_turn
from extract.duties import Duty, duty
from extract.duty_traits import Case, DutyTraits
from extract.learned import Model, choose_over, model
from extract.limits import is_deadline, may_bind
from extract.masking import mask, without_masks
from extract.modals import pattern, words
from extract.neighbours import Neighbours
from extract.phrases import NOTHING
from extract.reckoned import reckoned
from extract.rhythms import in_one_breath
from extract.rulebook import load
from extract.setting import only_says_how, setting
from extract.stage_tasks import stage_duty
from extract.stages import find_shaped
from extract.sureness import confidence
from extract.task_lists import find_listed
from extract.tasking import Tasking
from extract.tasks import trim
from extract.words import Words, words_of
from language.dates import Time
from records import Deadline

STAGE_TOLD = "stage-told"  # the rule of a stage whose line says what is to be done in it
CHOSEN = "deadline-by-model"  # the rule of a deadline that the rules had left and a model took
_STAGES = frozenset({"stage", "stage-order", "stage-order-after", "stage-heading", "stage-label"})
_TOLD_BY_SHAPE = frozenset({STAGE_TOLD, "listed"})  # whose task follows from how the line is built
_SHORTEST = 2  # characters of a task
_LEAD, _TASK_LEAD = 1.0, 1.5  # by how much who must, and what must be done, have to outweigh the rules' own
_PLAIN = 0.9  # confidence of a rule from which its shape leaves nothing to judge: «每月25日前报一次»
# a limit for each of a kind, or after something to come: «逾期未销号的，3个工作日内发督办函»,
# «查出的问题，责任单位五日内改完», «公布等次后30日内», «B类缺陷7日内»
_CONDITION = re.compile(
    r"[的者]，[^，。；：\n]{0,12}\Z"
    r"|(?:(?:查|检查|抽查|排查|巡查)?(?:出|发现)的|发现|交办的)"
    r"(?:隐患|问题|缺陷|风险)[^，。；：\n]{0,10}[，：]?(?:(?!责令|建议|方案)[^，。；：\n]){0,14}\Z"
    r"|(?:^|(?<=[，。；：、\n]))(?:一般|较大|重大|[A-D]类|[一二三四]级|蓝色|黄色)[^，。；：\n]{0,4}"
    r"(?:隐患|问题|缺陷|风险)(?:(?!责令|建议|方案)[^，。；：\n]){0,6}\Z"
    r"|(?<!会)(?<!会以)(?<!即日)(?:后|前|返校|开学)，?(?:(?!责令)[^，。；：\n]){0,10}\Z"
    r"|(?:受理|申请|申报|报装|检查|抽查)[^，。；：\n]{0,6}\Z"
    r"|收到[^，。；：\n]{2,20}，(?:请|应|须|要)?在?\Z"
)
_WEEK = dt.timedelta(days=6)

Watch = Callable[[Case, tuple[str, ...]], None]
WatchOptions = Callable[[Deadline, Mapping[str, tuple[str, ...]]], None]


class Judges(NamedTuple):
    """Models, and who is told what they may know.

    limits   decides which times with a task are deadlines; None for the rules' word
    bearers  chooses who must do a task; None for the rules' word
    tasks    chooses which words are the task; None for the rules' word
    """

    limits: Model | None = None
    bearers: Model | None = None
    tasks: Model | None = None
    watch: Watch | None = None
    watch_bearers: WatchOptions | None = None
    watch_tasks: WatchOptions | None = None


@Language.factory("deadlines")
def make_deadlines(nlp: Language, name: str) -> "Deadlines":
    """The component, as spaCy asks for it."""
    return Deadlines()


class Deadlines:
    """Sets doc._.deadlines from doc._.times, the document's day and its kind."""

    def __call__(self, doc: Doc) -> Doc:
        """The doc, with its deadlines."""
        judges = Judges(model("limits"), model("bearers"), model("tasks"))
        found = find_deadlines(words_of(doc), doc._.times, doc._.anchor, doc._.kind, judges, exact=doc._.dated)
        doc._.deadlines = [replace(one, confidence=confidence(one)) for one in found]
        return doc


def find_deadlines(
    words: Words,
    times: Sequence[Time],
    anchor: dt.date | None = None,
    kind: str | None = None,
    judges: Judges | None = None,
    *,
    exact: bool = True,
) -> list[Deadline]:
    """Deadlines of a normalised text, in order.

    anchor  the document's day
    kind    the document's kind (records.KINDS)
    judges  the models that decide what is a deadline and whose; None for the rules alone
    exact   whether the anchor is that day, and not one of its year that stands in for it
    """
    page = _Page(words.text, words, times, anchor, kind, judges or Judges(), exact=exact)
    return in_one_breath(words.text, sorted(page.deadlines(), key=lambda one: (one.start, one.end)))


def days(time: Time) -> tuple[dt.date | None, dt.date | None]:
    """First day of the stage or period, and the last day to have it done; the first is None for a plain limit."""
    if time.recurrence:
        return None, None
    if time.relation == "from":
        return time.first, time.first + _WEEK if time.first and time.grain == "week" else None
    if time.relation == "within" and time.grain == "hour":
        return None, None  # «24小时内报告»: from an event, not from the document's day
    if time.relation == "within" and time.grain in ("quarter", "half", "month", "week") and time.iso:
        return time.first, time.last  # «三季度内»
    if time.relation in ("by", "within", "until") or time.first == time.last or time.grain == "year":
        return None, time.last
    return time.first, time.last


# «第二阶段（5月至7月）为集中攻坚阶段。»: the task stands right behind the time
_STAGE_NAMED = re.compile("）为[^，。；：]{2,16}阶段$")
# «各镇、各部门的总结请于10月10日前报送»: whose the papers are must send them
_SENT = re.compile(
    "(?P<who>各[\u4e00-\u9fff、（）]{1,30}?)的(?P<what>[^的，]{2,20}(?:报送|上报|报至?|交至?)[^，]{0,16})"
)


class _Page:
    """A text and its times; masked is the same text with every time masked."""

    def __init__(
        self,
        text: str,
        words: Words,
        times: Sequence[Time],
        anchor: dt.date | None,
        kind: str | None,
        judges: Judges,
        *,
        exact: bool,
    ) -> None:
        self.text = text
        self.words = words
        self.times = times = reckoned(text, times, anchor)
        self.anchor = anchor
        self.exact = exact
        self.kind = kind
        self.masked = mask(text, times)
        self.bearers = Bearers(text, self.masked)
        self.neighbours = Neighbours(self.masked, times)
        self.carried = Carried(self.masked)
        self.judges = judges
        self.traits = DutyTraits(text, words, anchor, kind)
        self.bearing = Bearing(text, words, times, kind)
        self.tasking = Tasking(text, self.masked, words, kind)

    def deadlines(self) -> Iterator[Deadline]:
        """All deadlines: first those of a fixed shape, then one for each time left that sets a limit."""
        claimed = set()
        listed = find_listed(self.masked, self.times, self.anchor)
        for shaped in (*find_shaped(self.masked, self.times, self.anchor), *listed):
            if shaped.time.start in claimed:
                continue
            claimed.add(shaped.time.start)
            if shaped.rule == "rhythm" and pattern("not_duty").match(shaped.task):
                continue  # «一天一班不到位»
            if shaped.rule == "rhythm" and self.neighbours.is_spelt_out(shaped.time, shaped.task.removesuffix("制")):
                continue
            named = _STAGE_NAMED.search(self.masked, shaped.start, shaped.end)
            told = None if named or shaped.rule not in _STAGES else stage_duty(self.masked, shaped.start, shaped.end)
            found = told or Duty(shaped.task, shaped.start, shaped.end)
            record = self._record(shaped.time, found, STAGE_TOLD if told else shaped.rule)
            yield from self._judged(Case(shaped.time, record, allowed=None))
        for time in self.times:
            if time.start not in claimed and time.relation not in ("since", "until"):
                yield from self._plain(time)

    def _plain(self, time: Time) -> Iterator[Deadline]:
        sentence = self.bearers.sentence_at(time.start)
        if sentence is None or self.neighbours.opens_rhythm(time) or self.neighbours.qualifies_next(time):
            return
        if self.neighbours.belongs_to_rhythm(time) or self.neighbours.is_replaced(time):
            return
        if self.neighbours.is_told(time, self.anchor):
            return
        run = self.neighbours.run(time)
        stops = self.neighbours.stops(run.end, sentence.end)
        time, rest = self.neighbours.as_limit(time, run), self.neighbours.rest_of(sentence, run.start)
        place = setting(self.masked, self.words, time, run, rest, stops)
        if not time.recurrence and pattern("happens_often").match(place.first):
            return
        if time.relation == "by" and (turns := in_turn(self.masked, time, sentence.end)):
            for turn in turns:
                yield from self._judged(Case(time, self._record(time, turn, "by"), allowed=True))
            return
        found = self.carried.elliptic(place, sentence, self.neighbours.shared(run), self._day_for(time))
        allowed = found is not None or is_deadline(place, self._day_for(time), self.kind)
        if found is None and (
            allowed or (self.judges.limits and place.after and may_bind(place) and not self._is_over(time))
        ):
            found = duty(place)
        if found is None or len(trim(without_masks(found.task))) < _SHORTEST:
            return
        found = self.carried.complete(place, sentence, found)
        record = self._record(time, found, "every" if time.recurrence else time.relation)
        for deadline in self._judged(Case(time, record, allowed)):
            self.carried.keep(place, sentence, found)
            yield deadline

    def _is_over(self, time: Time) -> bool:
        """Whether a time ended by the document's day: what it tells was done."""
        day = self._day_for(time)
        return day is not None and time.last is not None and time.last <= day

    def _day_for(self, time: Time) -> dt.date | None:
        """The day by which a time may be over; a limit is not by a day that only stands in for the document's."""
        return self.anchor if self.exact or time.relation != "by" else None

    def _judged(self, case: Case) -> Iterator[Deadline]:
        """The record, where it is a deadline to the model; to the rules, where there is none or its shape is plain."""
        judge = self.judges.limits
        if judge is None:
            if case.allowed is not False:
                yield self._settled(case.time, case.record)
            return
        known = self.traits.of(case)
        if self.judges.watch:
            self.judges.watch(case, known)
        sure = judge.probability(known)
        if case.allowed is None and case.record.confidence >= _PLAIN:
            yield self._settled(case.time, case.record)
        elif sure >= judge.threshold:
            rule = CHOSEN if case.allowed is False else case.record.rule
            yield self._settled(case.time, replace(case.record, confidence=round(sure, 3), rule=rule))

    def _settled(self, time: Time, record: Deadline) -> Deadline:
        """The record with who must do it and what, as the models choose, each by what the rules say."""
        borne, tasked = self._borne(time, record), self._tasked(time, record)
        task = _without_doer(tasked.task, borne.responsible)
        return replace(tasked, task=task, responsible=borne.responsible, why=borne.why)

    def _tasked(self, time: Time, record: Deadline) -> Deadline:
        """The record with the task that the model chooses; as it is without one."""
        judge, watch = self.judges.tasks, self.judges.watch_tasks
        if (judge is None and watch is None) or record.rule in _TOLD_BY_SHAPE:
            return record
        told = self.tasking.options(time, record)
        options = {task: one.traits for task, one in told.items() if task == record.task or not _is_manner(task)}
        task = _chosen(judge, watch, record, options, record.task, _TASK_LEAD)
        if task == record.task:
            return record
        start, end = told[task].start, told[task].end
        return replace(record, task=task, start=start, end=end, quote=self.text[start:end])

    def _borne(self, time: Time, record: Deadline) -> Deadline:
        """The record with who must do it as the model chooses; as it is without one."""
        judge, watch = self.judges.bearers, self.judges.watch_bearers
        if judge is None and watch is None:
            return record
        options = self.bearing.options(time, record)
        who = _chosen(judge, watch, record, options, record.responsible or NOTHING, _LEAD) or None
        if who == record.responsible:
            return record
        return replace(record, responsible=who, why=_why(time, who, record.quote))

    def _record(self, time: Time, found: Duty, rule: str) -> Deadline:
        start_date, due = days(time)
        if opener := self.neighbours.opener(time):
            start_date, due = opener.first, opener.last if opener.relation in ("span", "at") else None
        if rule.startswith("stage") and time.first != time.last:
            start_date = time.first
        if time.relation == "within" and self._runs_from_elsewhere(time):
            due = None
        bearer = self.bearers.of(found, stage=rule.startswith("stage"))
        name, task = bearer.name, found.task
        if name and task.startswith(name) and pattern("happens").fullmatch(task.removeprefix(name)):
            bearer = bearer._replace(name=None)  # «消防站6月底前开工，10月投用»: what it happens to
        if not name and (sent := _SENT.fullmatch(task)):
            bearer, found = bearer._replace(name=sent["who"]), replace(found, task=sent["what"])
        return Deadline(
            task=trim(self._unmasked(found)), due=due, start_date=start_date, recurrence=time.recurrence, rule=rule,
            responsible=bearer.name, quote=self.text[found.start : bearer.end], start=found.start, end=bearer.end,
            why=_why(time, bearer.name, self.text[found.start : bearer.end]),
            confidence=load("deadlines")["confidence"][rule],
        )  # fmt: skip

    def _runs_from_elsewhere(self, time: Time) -> bool:
        """A limit of an order that the paper only tells of, or of a mechanism: «责令10日内整改», «“3日内交办”机制»."""
        told = load("deadlines")["responsible"]
        before = self.text[max(0, time.start - 12) : time.start]
        if _CONDITION.search(self.masked, max(0, time.start - 30), time.start):
            return True
        if re.search(told["ordered"], before) and self.kind in told["telling_kinds"]:
            return True
        return bool(re.compile(r"[^，。；“\n]*”").match(self.text, time.end, time.end + 30))

    def _unmasked(self, found: Duty) -> str:
        """The task in the text's own words: a time inside it is put back."""
        if without_masks(found.task) == found.task:
            return found.task
        at = self.masked.find(found.task, found.start, found.end)
        return self.text[at : at + len(found.task)] if at >= 0 else without_masks(found.task)


def _chosen(
    judge: Model | None, watch: WatchOptions | None, record: Deadline, options: Mapping[str, tuple[str, ...]],
    own: str, lead: float,
) -> str:  # fmt: skip
    """The option that a model weighs heaviest; the rules' own without one, or where none outweighs it by lead."""
    if watch:
        watch(record, options)
    return own if judge is None else choose_over(judge, options, own, lead)


def _is_manner(task: str) -> bool:
    """Whether words only say how something is to be done: «按附件4要求»."""
    return task.startswith(words("manner")) and only_says_how(task, alone=True)


def _without_doer(task: str, who: str | None) -> str:
    """«看台栏杆|由施工单位|焊接加固»: the task without who must do it, told as such elsewhere."""
    bare = task.replace(f"由{who}", "", 1) if who else task
    return bare if len(bare) >= _SHORTEST else task


def _why(time: Time, who: str | None, quote: str) -> tuple[str, ...]:
    """The words that decided: the time, and who must where the quote does not hold it."""
    return (time.text, who) if who and who not in quote else (time.text,)
