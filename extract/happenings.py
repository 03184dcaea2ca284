"""Happenings: each telling of an accident in a text, with its time, place, kind and victims.

A text is cut into segments that can tell of one event each. A segment tells of one by a word of rules/accidents.toml
or by what befell people at a named time; what never was (未发生, 防止, 演练) tells of none, nor what sums up many
(共发生37起).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from extract.casualties import Toll, toll
from extract.moments import Moments
from extract.scene import has_place_word, is_site, kind_in, words
from extract.sentences import Span, sentences
from extract.tellings import BY_VICTIMS, OPENERS, Telling, is_real, month_day, only_named, tellings_in
from extract.whereabouts import Whereabouts
from language.dates import Time
from language.numerals import parse
from language.quick import compiled

_FOLLOW_UP = re.compile(
    r"(?:该|此次|这起|这次|本次|上述)?(?:起)?(?:事故|火灾|爆炸|坍塌|火势|事件)|截至|目前|经(?:现场)?(?:抢救|救援|搜救|全力|初步|排查|核实|确认)|造成|共造成|导致|其中|已造成|致|初步|据初步|直接经济"
)
_UPDATED = re.compile(r"截至|升至|上升|增至|最终|抢救无效|已(?:全部)?(?:造成|确认|找到|有)|共(?:造成|有)")
_SEVERAL = compiled(r"(?<![·.\d])(?P<n>[2-9]|[1-9]\d+|[两三四五六七八九十]+|[*×Xx]+)(?:起|次|宗|件)")
_GRADED = re.compile(r"(?:特别重大|特大|重大|较大|一般)")
_EVENT_NAME = re.compile(r"[^，。；、\n]{0,40}?(?:(?:火灾|爆炸|坍塌|着火)+(?:事故)?|事故|案|事件)|[^，。；、\n]*")
_ANOTHER = re.compile("那一?起|另一?[起座家]|离.{0,12}(?:火灾|事故|爆炸)")  # what a follow-up only compares with
_AMONG_THEM = re.compile(
    r"(?:其中|例如|比如|如)，?(?=[\d一二三四五六七八九十去今])"
)  # «死亡9人，其中6月9日…»: one of many
_HARM = re.compile("[死亡伤命难失尸溺治救病毒晕倒折困断]")  # without one of these nobody is told to have come to harm
_OF_PEOPLE = re.compile("[人名员某](?:又|则|也|亦)?[于在]?$")  # «1人10月3日在医院死亡»
_NO_TELLING = re.compile("因病|病[逝故]|逝世|享年|自杀|自缢|轻生|培训|讲解|宣讲|宣传|演练|收治|接诊|就诊|理赔|条例|体检|义诊|慰问")
_TOLL_ROSE = re.compile(
    "(?:死亡|遇难|受伤)(?:人数)?(?:由[^，。]{1,4}人)?(?:升至|上升至|上升到|增至|增加到)|(?:至此|最终|已共|截至)[^。；]{0,20}造成"
)
# «21日，又找到遇难者4名»: what was found of an event told before
_FOUND = re.compile(
    "(?:又|再次?|再度|陆续|先后|相继|另|最后)(?:找到|发现|搜出|搜救出|救出|打捞[出起]?|确认)[^，。；]{0,8}(?:遗体|遇难|死者|尸体|失[联踪]|被困|\\d)"
)
_IN_SUM = re.compile("截[至止][^，。；]{0,10}，?(?:事故|灾害)?(?:已)?累计")
_ITEM = re.compile("[①-⑳▶●■★]|[（(]?\\d{1,2}[）)、.．]|案例")  # how an item of a list of cases begins
_VAGUE = re.compile("前不久|不久前|近日|日前|最近|近期|前段时间|早些时候")
_SHARED_OUT = re.compile("分别(?:造成|致使?|导致)")
_MAN_MADE = re.compile("[撞沉翻覆坠爆火燃触毒息溺淹尾]")
_BEGINS_WITH_GROUP = re.compile(r"[，。；]?(?:上述|这|该|其中|其余|另)?(?:\d+|[一二两三四五六七八九十]+)(?:名|人|位)")
_LONGEST = 1000  # characters of a telling that is read again with what follows it
_NEAR = 160  # characters after an event within which its paragraph may tell its victims
_SHARE = re.compile("[^、和，]+")
_PART = re.compile("；|”[^，。；：]{0,20}(?:事故|火灾|爆炸)：")


@dataclass(frozen=True, slots=True)
class Happening:
    """One telling of an event, text[start:end] holding all that it says.

    date       ISO to the precision given, its own or that of the telling before it in the paragraph
    paragraph  where its paragraph begins
    day        «04-20» for an accident known by its day, else ""
    """

    start: int
    end: int
    date: str | None
    place: str | None
    kind: str | None
    toll: Toll
    rule: str
    paragraph: int
    day: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What one segment tells: the word that does, its time, place, victims and day."""

    segment: Span
    telling: Telling
    time: Time | None
    place: Span
    victims: Toll
    date: str | None


def happenings(text: str, times: Sequence[Time], anchor: date | None) -> Iterator[Happening]:
    """Happenings of a normalised text in order. times: its time expressions; anchor: the document's day."""
    tellings = tellings_in(text)
    if tellings or _HARM.search(text):
        yield from _Reading(text, times, anchor, tellings).happenings()


class _Reading:
    """One pass over a text."""

    def __init__(self, text: str, times: Sequence[Time], anchor: date | None, tellings: list[Telling]) -> None:
        self.text = text
        self.tellings = tellings
        self.starts = [telling.start for telling in tellings]
        self.when = Moments(text, times, anchor)
        self.where = Whereabouts(text, times)
        self.kind: str | None = None  # told over the paragraph: «“1·14”高处坠落事故。14日…»
        self.last_date: str | None = None
        self.paragraph = 0

    def happenings(self) -> Iterator[Happening]:
        last: Happening | None = None
        for sentence in sentences(self.text):
            if sentence.start == 0 or self.text[sentence.start - 1] == "\n":
                self._begin_paragraph(sentence)
            for segment, tellings in self._segments(sentence):
                found = [] if last and self._goes_on(last, segment, tellings) else self._found(segment, tellings)
                if found:
                    yield from [last] if last else []
                    yield from found[:-1]
                    last = found[-1]
                elif last and last.paragraph == self.paragraph and segment.start - last.end <= _NEAR:
                    last = self._followed_up(last, segment)
        if last:
            yield last

    def _begin_paragraph(self, sentence: Span) -> None:
        """Forgets what the paragraph before told."""
        self.paragraph, self.last_date = sentence.start, None
        self.kind = self.when.named = None
        self.where.begin_paragraph(sentence.start)

    def _found(self, segment: Span, tellings: list[Telling]) -> list[Happening]:
        """What a segment tells: mostly one event or none; of «两起…，分别造成2人死亡和1人死亡» two."""
        one = self._happening(segment, tellings)
        return list(self._shared_out(one, segment)) if one else []

    def _shared_out(self, one: Happening, segment: Span) -> Iterator[Happening]:
        several = _SEVERAL.search(self.text, segment.start, segment.end)
        share = _SHARED_OUT.search(self.text, several.end(), segment.end) if several else None
        parts = list(_SHARE.finditer(self.text, share.end(), segment.end)) if share else []
        tolls = [found for part in parts if (found := toll(self.text, *part.span()))]
        if several and share and len(tolls) == parse(several["n"]):
            for found in tolls:
                yield replace(one, toll=found, end=found.end)
        else:
            yield one

    def _goes_on(self, last: Happening, segment: Span, tellings: list[Telling]) -> bool:
        """Whether a segment tells more of the event before it («经抢救…», «事故造成…») and opens no other."""
        if last.paragraph != self.paragraph or any(telling.rule in OPENERS for telling in tellings):
            return False
        if _FOUND.search(self.text, *segment) and segment.start - last.end <= _NEAR:
            return True
        return segment.start - last.end <= _NEAR and _FOLLOW_UP.match(self.text, segment.start, segment.end) is not None

    def _segments(self, sentence: Span) -> Iterator[tuple[Span, list[Telling]]]:
        """Stretches of a sentence that can tell of one event each: parted by ；and where a second event begins."""
        inside = self._between(sentence)
        if not inside and not self._may_tell_of_people(sentence):
            yield sentence, []
            return
        marks = [match.end() for match in _PART.finditer(self.text, sentence.start, sentence.end)]
        marks += [
            match.start() for match in _AMONG_THEM.finditer(self.text, *sentence) if self.when.day_at(match.end())
        ]
        openers = [telling for telling in inside if telling.rule in OPENERS]
        cuts = [self._second_time(left, right) for left, right in pairwise(inside)]
        cuts += [self._second_opener(left, right) for left, right in pairwise(openers)]
        points = sorted({sentence.start, *marks, *(cut for cut in cuts if cut), sentence.end})
        for start, end in pairwise(points):
            yield Span(start, end), self._between(Span(start, end))

    def _between(self, span: Span) -> list[Telling]:
        first = bisect_left(self.starts, span.start)
        last = bisect_left(self.starts, span.end)
        return self.tellings[first:last]

    def _second_time(self, left: Telling, right: Telling) -> int | None:
        """A time between two tellings, with which a second event begins; None where there is none."""
        if right.rule in BY_VICTIMS and left.rule not in BY_VICTIMS:  # «5人坠落，1人当场死亡，1人10月3日死亡»
            return None
        second = self.when.first_in(Span(left.end, right.start))
        if second is None or (right.rule in BY_VICTIMS and _OF_PEOPLE.search(self.text, left.end, second.start)):
            return None
        return second.start

    def _second_opener(self, left: Telling, right: Telling) -> int | None:
        """The last comma before a second 发生 or name by its day, which opens a second event also without a time."""
        if self._second_time(left, right) or "；" in self.text[left.end : right.start]:
            return None
        marks = "，、和及与" if right.day else "，、"
        comma = max(self.text.rfind(mark, left.end, right.start) for mark in marks)
        return comma + 1 if comma >= left.end else None

    def _happening(self, segment: Span, tellings: list[Telling]) -> Happening | None:
        telling = self._told_first(segment, tellings) or self._told_by_people(segment)
        time = self.when.told_in(segment, telling.start if telling else segment.end)
        if telling:
            return self._happened(self._told(segment, telling, time))
        if time and not tellings:
            self.last_date = time.iso if time.grain != "year" else None
        return None

    def _told(self, segment: Span, telling: Telling, time: Time | None) -> _Told:
        start = time.start if time and segment.start <= time.start < telling.start else segment.start
        victims = toll(self.text, start, segment.end)
        place = self.where.place_of(segment, telling, time)
        told = _Told(segment, telling, time, place, victims, self._date(segment, telling, time))
        if telling.day and place.start == place.end and not victims:
            self.when.named, self.kind = told.date, self._kind(told)
        return told

    def _date(self, segment: Span, telling: Telling, time: Time | None) -> str | None:
        if telling.day:
            return self.when.day_of_name(telling, segment)
        another = time and only_named(self.text, telling) and "，" in self.text[time.end : telling.start]
        if time and not another:
            return self.when.past(time)
        shared = _SHARED_OUT.search(self.text, telling.start, segment.end)
        return self.when.year_of(self.when.stretch_of(segment, telling)) if shared else None

    def _happened(self, told: _Told) -> Happening | None:
        if not self._is_event(told):
            return None
        segment, telling, place = told.segment, told.telling, told.place
        vague = telling.rule == "named" or _VAGUE.search(self.text, segment.start, telling.start)
        self.last_date = told.date or (None if vague else self.last_date)
        starts = [telling.start]
        starts += [told.time.start] if told.time else []
        starts += [place.start] if place.end > place.start else []
        named = self._end_of_name(told) if not told.victims or telling.rule == "named" else 0
        end = max(told.victims.end, telling.end, named)
        name = self.where.name(place, segment, telling)
        kind = self.kind or self._kind(told)
        return Happening(
            min(starts), end, self.last_date, name, kind, told.victims, telling.rule, self.paragraph,
            month_day(telling.day),
        )  # fmt: skip

    def _kind(self, told: _Told) -> str | None:
        telling = told.telling
        return kind_in(self.text, Span(telling.start, telling.end), told.segment, itself=telling.rule not in OPENERS)

    def _may_tell_of_people(self, span: Span) -> bool:
        """Whether a day or an hour stands there, and a word that can tell of harm."""
        return self.when.has_hour(span) and _HARM.search(self.text, *span) is not None

    def _told_by_people(self, segment: Span) -> Telling | None:
        """What befell people as the telling, where a day or an hour is told and no word says what happened."""
        if not self._may_tell_of_people(segment) or _NO_TELLING.search(self.text, *segment):
            return None
        first = self.when.first_in(segment)
        victims = toll(self.text, first.start if first else segment.start, segment.end)
        telling = Telling(victims.start, victims.end, "victims-told", "")
        return telling if victims and is_real(self.text, segment, telling) else None

    def _told_first(self, segment: Span, tellings: list[Telling]) -> Telling | None:
        """The word that tells of the segment's event; «造成3人死亡» only where no other does."""
        real = [telling for telling in tellings if is_real(self.text, segment, telling)]
        return next((telling for telling in real if telling.rule not in BY_VICTIMS), real[0] if real else None)

    def _is_event(self, told: _Told) -> bool:
        """Whether what is told is one real event with a place or a time, no statistic."""
        if self._is_natural(told) or self._is_statistic(told):
            return False
        rule, victims, date, place = told.telling.rule, told.victims, told.date, self.text[slice(*told.place)]
        timed = self.when.is_timed(told.segment, told.time)
        dated = bool(date or timed)
        if not place and not timed and rule not in OPENERS:  # «去年全镇淹死2个»
            return False
        enough = {
            "known-by-its-day": place or (date and (victims or self._kind(told))),
            "victims-told": has_place_word(place) and dated and victims,
            "victims-alone": place and dated and victims and (timed or is_site(place)),
            "named": has_place_word(place) and victims,
            "went-wrong": (timed and (place or victims))
            or (place and date and victims)
            or (has_place_word(place) and victims and self._is_item()),
            "broke-out": (place and dated) or (victims and (dated or has_place_word(place))),
            "happened": place or (date and (victims or self._is_single(told.segment))),
        }
        return bool(enough[rule])

    def _is_natural(self, told: _Told) -> bool:
        """Whether a natural event is told that did nobody harm."""
        victims, telling = told.victims, told.telling
        if victims.deaths or victims.injured or victims.missing or _MAN_MADE.search(self.text, *telling[:2]):
            return False
        comma = self.text.find("，", telling.end, told.segment.end)
        end = told.segment.end if comma < 0 else comma
        return words("natural").search(self.text, told.segment.start, end) is not None

    def _is_statistic(self, told: _Told) -> bool:
        """Whether many events are summed up; several at one site (on one road) count as one."""
        segment, telling = told.segment, told.telling
        if told.victims and _SHARED_OUT.search(self.text, *segment):
            return False
        at_site = is_site(self.text[slice(*told.place)])
        over_time = self.when.stretch_of(segment, telling) is not None
        if words("statistic").search(self.text, *segment) or (over_time and not at_site):
            return True
        several = _SEVERAL.search(self.text, telling.end, min(segment.end, telling.end + 8))
        return several is not None and (not (told.victims and at_site) or over_time)

    def _is_item(self) -> bool:
        """Whether the paragraph is an item of a list of cases, which are told without a day."""
        return _ITEM.match(self.text, self.paragraph) is not None

    def _is_single(self, segment: Span) -> bool:
        return _GRADED.search(self.text, *segment) is not None or "一起" in self.text[slice(*segment)]

    def _end_of_name(self, told: _Told) -> int:
        """End of the words that name the event, where no victims are told."""
        match = _EVENT_NAME.match(self.text, told.telling.end, told.segment.end)
        return match.end() if match else told.telling.end

    def _followed_up(self, last: Happening, segment: Span) -> Happening:
        """The happening with the victims that a later sentence of its paragraph tells of."""
        summed = _IN_SUM.search(self.text, *segment)
        if not self._follows_up(last, segment) or (words("statistic").search(self.text, *segment) and not summed):
            return last
        victims = toll(self.text, *segment)
        if _FOUND.search(self.text, *segment):
            joined = _added(last.toll, victims)
        elif _UPDATED.search(self.text, *segment):
            joined = victims.updating(last.toll)
        elif _BEGINS_WITH_GROUP.match(self.text, *segment) and segment.end - last.start <= _LONGEST:
            joined = toll(self.text, last.start, segment.end)
        else:
            joined = last.toll.filled_from(victims)
        return last if joined == last.toll else replace(last, toll=joined, end=max(victims.end, last.end))

    def _follows_up(self, last: Happening, segment: Span) -> bool:
        """Whether a segment goes on with an event: by its words, by people, or where no victim has been told."""
        if _ANOTHER.search(self.text, *segment):
            return False
        if _TOLL_ROSE.search(self.text, *segment) or _FOUND.search(self.text, *segment):
            return True
        if any(telling.day for telling in self._between(segment)):
            return False
        if _FOLLOW_UP.match(self.text, *segment):
            return True
        bare = not (last.toll.deaths or last.toll.injured or last.toll.missing)
        grouped = _BEGINS_WITH_GROUP.match(self.text, *segment)
        return bool(bare or grouped) and self.when.told_in(segment, segment.end) is None


def _added(toll_before: Toll, found: Toll) -> Toll:
    """The victims with those that were found later: the dead are more, the missing that they were are less."""
    deaths = None if found.deaths is None else found.deaths + (toll_before.deaths or 0)
    missing = toll_before.missing
    if missing is not None and found.deaths:
        missing = max(missing - found.deaths, 0) or None
    return replace(found, deaths=deaths, injured=found.injured, missing=missing).filled_from(
        replace(toll_before, missing=missing)
    )
