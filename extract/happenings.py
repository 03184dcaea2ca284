"""Happenings: each telling of an accident in a text, with its time, place, kind and victims.

A text is cut into segments that can tell of one event each. A segment tells of one by a word of rules/accidents.toml
or by what befell people at a named time; what never was (未发生, 防止, 演练) tells of none, nor what sums up many
(共发生37起).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, pairwise

from extract.case_headings import case_named, is_case, named_by_toll, of_case
from extract.casualties import Toll, toll
from extract.events import SHARED_OUT, Happening, Told, is_event, several_in
from extract.follow_ups import NEAR, followed_up, goes_on, still_told, told_below
from extract.moments import DAY, Moments
from extract.sentences import Span, sentences
from extract.tellings import BY_VICTIMS, OPENERS, Telling, is_real, month_day, only_named, tellings_in
from extract.whereabouts import Whereabouts
from language.dates import Time
from language.numerals import parse

_EVENT_NAME = re.compile(r"[^，。；、\n]{0,40}?(?:(?:火灾|爆炸|坍塌|着火)+(?:事故)?|事故|案|事件)|[^，。；、\n]*")
_AMONG_THEM = re.compile(
    r"(?:(?:其中|例如|比如|如)，?|(?<=[^，。；\d]：))(?=[\d一二三四五六七八九十去今])"
)  # «死亡9人，其中6月9日…», «共3起：3月5日…»: one of many
_HARM = re.compile("[死亡伤命难失尸溺治救病毒晕倒折困断]")  # without one of these nobody is told to have come to harm
_OF_PEOPLE = re.compile("[人名员某](?:又|则|也|亦)?[于在]?$")  # «1人10月3日在医院死亡»
_HOUR = re.compile(
    r"[（(]?(?:\d{1,2}[）)、.．])?(?:凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上?|深夜|夜间|\d{1,2}[：:时点])"
)  # «6月8日» stands over «1.凌晨2时许，…»
_NAME_FOLLOWS = 16  # characters from 发生 to the day that an accident is known by
_AGAIN = re.compile("，?又(?:有|发生)")
_PERSON = re.compile("[^，。；：\\d]{0,8}某某?(?:等人)?[于在]?$")
_NO_TELLING = re.compile(
    "因病|病[逝故]|逝世|享年|自杀|自缢|轻生|培训|讲解|宣讲|宣传|演练|收治|接诊|就诊|理赔|条例|体检|义诊|慰问"
)
# a paper's title on a drill, and a paragraph that tells how it was played
_DRILL = re.compile("[^。；\\n]{0,60}(?:演练|演习|推演)")
_PLAYED = re.compile("(?:演练|演习)(?:正式|随即|现场)?(?:开始|设定|模拟|想定|启动)")
# of several cases: 甲“10·31”和乙“12·3”事故，共造成…
_TOGETHER = re.compile("(?:共|合计|累计|总共|一共)(?:造成|导致|致|死亡)")
_HEARSAY = re.compile("[流谣网]传|[系为](?:谣言|不实)")  # «短视频平台流传“…着火”»
_VAGUE = re.compile("前不久|不久前|近日|日前|最近|近期|前段时间|早些时候")
_SHARE = re.compile("[^、和，]+")
_PART = re.compile("；|”[^，。；：]{0,20}(?:事故|火灾|爆炸)：")


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
        self.open = -1  # where the happening begins whose victims the paragraphs below tell
        self.about_drill = self.drill = _DRILL.match(text) is not None

    def happenings(self) -> Iterator[Happening]:
        """What is told in order, less natural events without victims."""
        return (one for one in self._told_in_order() if one.harmed or not one.natural)

    def _told_in_order(self) -> Iterator[Happening]:
        last: Happening | None = None
        for sentence in sentences(self.text):
            if sentence.start == 0 or self.text[sentence.start - 1] == "\n":
                self._begin_paragraph(sentence)
            else:
                self.where.begin_item(sentence.start)
            for segment, tellings in self._segments(sentence):
                here = last if last and last.paragraph == self.paragraph else None
                more = here and goes_on(self.text, here, segment, tellings)
                more = more or (last is not here and last and still_told(self.text, last, segment, tellings))
                found = [] if more else self._found(segment, tellings)
                if found:
                    titled = here is not None and is_case(here) and not here.harmed
                    yield from [last] if last and not titled else []
                    yield from found[:-1]
                    last = of_case(here, found[-1]) if here and titled else found[-1]
                elif here and segment.start - here.end <= NEAR:
                    last = followed_up(self.text, self.when, here, segment, tellings)
                elif last and last.paragraph != self.paragraph:
                    last = self._told_below(last, segment, tellings)
        if last:
            yield last

    def _told_below(self, last: Happening, segment: Span, tellings: list[Telling]) -> Happening:
        """The happening with what the paragraphs below it tell of its victims."""
        if last.harmed and self.open != last.start:
            return last
        told = told_below(self.text, last, segment, tellings, first=segment.start == self.paragraph)
        self.open = last.start if told.harmed else self.open
        return told

    def _begin_paragraph(self, sentence: Span) -> None:
        """Forgets what the paragraph before told."""
        self.paragraph, self.last_date = sentence.start, None
        self.kind = self.when.named = None
        self.when.begin_paragraph(sentence)
        self.where.begin_paragraph(sentence.start, self.when.place)
        end = self.text.find("\n", sentence.start)
        played = _PLAYED.search(self.text, sentence.start, end if end >= 0 else len(self.text))
        self.drill = self.about_drill or played is not None

    def _found(self, segment: Span, tellings: list[Telling]) -> list[Happening]:
        """What a segment tells: mostly one event or none; of «两起…，分别造成2人死亡和1人死亡» two."""
        if tellings and not self.drill and (named := list(named_by_toll(self.text, segment))):
            return named
        one = self._happening(segment, tellings)
        if one is None and segment.start == self.paragraph and (case := case_named(self.text, segment)):
            return [case]
        return list(self._shared_out(one, segment)) if one else []

    def _shared_out(self, one: Happening, segment: Span) -> Iterator[Happening]:
        several = several_in(self.text, segment)
        share = SHARED_OUT.search(self.text, several.end(), segment.end) if several else None
        parts = list(_SHARE.finditer(self.text, share.end(), segment.end)) if share else []
        tolls = [found for part in parts if (found := toll(self.text, *part.span()))]
        if several and share and len(tolls) == parse(several["n"]):
            for found in tolls:
                yield replace(one, toll=found, end=found.end)
        else:
            yield one

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
        named = chain.from_iterable(Span(one.start, one.end) for one in named_by_toll(self.text, sentence))
        points = sorted({sentence.start, *marks, *named, *(cut for cut in cuts if cut), sentence.end})
        for start, end in pairwise(points):
            yield Span(start, end), self._between(Span(start, end))

    def _between(self, span: Span) -> list[Telling]:
        first = bisect_left(self.starts, span.start)
        last = bisect_left(self.starts, span.end)
        return self.tellings[first:last]

    def _second_time(self, left: Telling, right: Telling) -> int | None:
        """A time between two tellings, with which a second event begins; None where there is none."""
        second = self.when.first_in(Span(left.end, right.start))
        again = second is not None and _AGAIN.match(self.text, second.end)  # «…亡1人，8月11日又有1名木工坠井身亡»
        if right.rule in BY_VICTIMS and left.rule not in BY_VICTIMS and not again:
            return None  # «5人坠落，1人当场死亡，1人10月3日死亡»
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

    def _told(self, segment: Span, telling: Telling, time: Time | None) -> Told:
        start = time.start if time and segment.start <= time.start < telling.start else segment.start
        if person := _PERSON.search(self.text, segment.start, start):  # «工人陈某|于7月6日…被烫伤»
            start = person.start()
        joined = self.text[segment.start - 1 : segment.start] in ("和", "及", "与", "、")
        summed = joined and telling.day and _TOGETHER.search(self.text, telling.end, segment.end)
        victims = Toll() if summed else toll(self.text, start, segment.end)
        place = self.where.place_of(segment, telling, time)
        told = Told(self.text, segment, telling, time, place, victims, self._date(segment, telling, time))
        if telling.day and place.start == place.end and not victims:
            self.when.named, self.kind = told.date, told.kind
        return told

    def _date(self, segment: Span, telling: Telling, time: Time | None) -> str | None:
        if telling.day:
            return self.when.day_of_name(telling, segment)
        another = time and only_named(self.text, telling) and "，" in self.text[time.end : telling.start]
        if time and not another:
            return self.when.past(time)
        if not time and self.when.heading:
            return self.when.heading
        if not time and self.when.over and _HOUR.match(self.text, segment.start):
            return self.when.over
        shared = SHARED_OUT.search(self.text, telling.start, segment.end)
        return self.when.year_of(self.when.stretch_of(segment, telling)) if shared else None

    def _happened(self, told: Told) -> Happening | None:
        if _HEARSAY.search(self.text, *told.segment):
            return None
        if (self.drill and not told.date) or not is_event(told, self.when, self.paragraph):
            return None
        segment, telling, place = told.segment, told.telling, told.place
        self.when.told = told.date if told.date and len(told.date) == DAY else self.when.told
        vague = telling.rule == "named" or _VAGUE.search(self.text, segment.start, telling.start)
        apart = vague or telling.day  # its day is not that of the one before
        self.last_date = told.date or (None if apart else self.last_date)
        starts = [telling.start]
        starts += [told.time.start] if told.time else []
        starts += [place.start] if place.end > place.start else []
        named = self._end_of_name(told) if not told.victims or telling.rule == "named" else 0
        end = max(told.victims.end, telling.end, named)
        name = self.where.name(place, segment, telling)
        kind = (told.kind if telling.day else None) or self.kind or told.kind
        return Happening(
            min(starts), end, self.last_date, name, kind, told.victims, telling.rule, self.paragraph,
            month_day(telling.day), told.is_natural,
        )  # fmt: skip

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
        """The word that tells of the segment's event; «造成3人死亡» only where no other does.

        What happened is the event that is known by its day where that follows: 发生河口县“2·3”客车侧翻事故.
        """
        real = [telling for telling in tellings if is_real(self.text, segment, telling)]
        if len(real) > 1 and real[0].rule in OPENERS and real[1].day and real[1].start - real[0].end <= _NAME_FOLLOWS:
            return real[1]
        return next((telling for telling in real if telling.rule not in BY_VICTIMS), real[0] if real else None)

    def _end_of_name(self, told: Told) -> int:
        """End of the words that name the event, where no victims are told."""
        if self.text.endswith("事故", told.telling.start, told.telling.end):
            return told.telling.end
        match = _EVENT_NAME.match(self.text, told.telling.end, told.segment.end)
        return match.end() if match else told.telling.end
