"""Happenings: each telling of an accident in a text, with its time, place, kind and victims.

A text is cut into segments that can tell of one event each. A segment tells of one by a word of rules/accidents.toml;
what never was (未发生, 防止, 演练) and what sums up many (共发生37起) tells of none.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from extract.casualties import Toll, toll
from extract.rulebook import Scanner, read
from extract.scene import (
    bare_place,
    ends_in_place,
    has_place_word,
    is_own,
    is_site,
    is_there,
    kind_in,
    place_ends,
    place_in,
    shares,
    words,
)
from extract.sentences import Span, sentences
from language.dates import Time
from language.numerals import parse

_FOLLOW_UP = re.compile(
    r"(?:该|此次|这起|这次|本次|上述)?(?:起)?(?:事故|火灾|爆炸|坍塌|火势|事件)|截至|目前|经(?:现场)?(?:抢救|救援|搜救|全力|初步|排查|核实|确认)|造成|共造成|导致|其中|已造成|致|初步|据初步|直接经济"
)
_UPDATED = re.compile(r"截至|升至|上升|增至|最终|抢救无效|已(?:全部)?(?:造成|确认|找到|有)|共(?:造成|有)")
_SEVERAL = compiled(r"(?<![·.\d])(?P<n>[2-9]|[1-9]\d+|[两三四五六七八九十]+|[*×Xx]+)(?:起|次|宗|件)")
_GRADED = re.compile(r"(?:特别重大|特大|重大|较大|一般)")
_REFERRED = re.compile(r"(?:事故|火灾|爆炸)(?:发生(?:后|时|的?原因)|当[日天]|现场|原因|调查|教训|处理)")
_LATER = re.compile(
    r"发生(?:后|时|前|的(?!一起|较大|重大|特别))|发生过?[^，。；\d]{0,16}(?:事故|火灾|爆炸)的(?!一|原因|教训|[^，。；]{0,12}(?:\d|[两三四五六七八九十])[名人死])"
)
_REHEARSED = re.compile(
    r"[^，。；]{0,10}?(?:演练|演示|演习|预案|科目|培训|课程|展板|体验)|[^，。；]{0,4}?(?:[多易频高]发|警示[牌标教])"
)
_REHEARSAL = re.compile("演练|演习|模拟|想定|脚本")
_EVENT_NAME = re.compile(r"[^，。；、\n]{0,40}?(?:(?:火灾|爆炸|坍塌|着火)+(?:事故)?|事故|案|事件)|[^，。；、\n]*")
_ANOTHER = re.compile("那一?起|另一?[起座家]|离.{0,12}(?:火灾|事故|爆炸)")  # what a follow-up only compares with
_AMONG_THEM = re.compile(
    r"(?:其中|例如|比如|如)，?(?=[\d一二三四五六七八九十去今])"
)  # «死亡9人，其中6月9日…»: one of many
_HALF_YEAR = timedelta(days=184)
_NO_POINT = re.compile(r"当[日天时月晚]|同月|目前|此前|近年|事[发故]")
_OPENERS = frozenset({"happened", "known-by-its-day"})  # a second of these opens a second event without a time
_BY_VICTIMS = frozenset({"victims-told", "victims-alone"})  # tell of an event only where no other word does
_DAY = 10  # characters of an ISO day
_DAYLIKE = frozenset({"day", "hour"})  # grains of a time that is told of one event, not of a month's
_YEARLIKE = frozenset({"year", "half", "quarter", "season"})
_CLOCK = re.compile(r"[（(\[【]?\d{1,2}[：:]\d{2}(?!\d)(?:[至到—~-]+\d{1,2}[：:]\d{2})?")  # «14:36 某厂房起火» of a day's log
_HARM = re.compile("[死亡伤命难失尸溺治救病毒晕倒折困断]")  # without one of these nobody is told to have come to harm
_LABEL = re.compile(r"[—\-▲●◆■★※*·\s]*(?P<label>[^，。；：\n\d“”（）]{2,24})[。：](?=\d{1,2}[日月]|[一二三四五六七八九十]{1,3}[日月]|同日|当日)")
_OF_PEOPLE = re.compile("[人名员某](?:又|则|也|亦)?[于在]?$")  # «1人10月3日在医院死亡»
_CLAUSE_END = re.compile("[，。；]")
_PERSON = re.compile("(?:(?:一|1)?名?[^，。；\\d]{0,6}[某民工人员生子师])?")  # «双河乡|一村民|7月12日…»
_THE_UNIT = re.compile("[该本](?:公司|厂|矿|企业|单位|项目|工地|集团|校|院|店)")
_NO_TELLING = re.compile("培训|讲解|宣讲|宣传|演练|收治|接诊|就诊|理赔|条例|体检|义诊|慰问")
_THIS_UNIT = re.compile("(?:该|本)(?P<kind>镇|乡|村|街道|厂|矿|库|站|校|公司|小区|工地|项目|水库|隧道)")
_FAR = 1500  # characters before «该库» within which it was named
_CAME = re.compile("(?:也|还|就)?(?:曾经?|就)?(?:于|在)?$")  # «翠屏小区曾于今年5月17日…»
_HAPPENED_AT = re.compile("发生[在于](?P<place>[^，。；\\d]{2,30}?)的")
_TOLL_ROSE = re.compile("(?:死亡|遇难|受伤)(?:人数)?(?:由[^，。]{1,4}人)?(?:升至|上升至|上升到|增至|增加到)|(?:至此|最终|已共|截至)[^。；]{0,20}造成")
_NAMED_ONLY = re.compile("事故(?![，。；（]|造成|致|导致|教训|[死伤]|\\d)")
_VAGUE = re.compile("前不久|不久前|近日|日前|最近|近期|前段时间|早些时候")
_SHARED_OUT = re.compile("分别(?:造成|致使?|导致)")
_MAN_MADE = re.compile("[撞沉翻覆坠爆火燃触毒息溺淹尾]")
_BEGINS_WITH_GROUP = re.compile(r"[，。；]?(?:上述|这|该|其中|其余|另)?(?:\d+|[一二两三四五六七八九十]+)(?:名|人|位)")
_NEAR = 160  # characters after an event within which its paragraph may tell its victims


class Telling(NamedTuple):
    """A word that says something happened; day is «4·18» for an accident known by its day, else ""."""

    start: int
    end: int
    rule: str
    day: str


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


@cache
def _scanner() -> Scanner:
    return Scanner(read("accidents").rules)


def happenings(text: str, times: Sequence[Time], anchor: date | None) -> Iterator[Happening]:
    """Happenings of a normalised text in order. times: its time expressions; anchor: the document's day."""
    tellings = [
        Telling(match.start(), match.end(), rule.name, match.groupdict().get("day") or "")
        for rule, match in _scanner().scan(text)
    ]
    if tellings or _HARM.search(text):
        yield from _Reading(text, times, anchor, tellings).happenings()


class _Reading:
    """One pass over a text."""

    def __init__(self, text: str, times: Sequence[Time], anchor: date | None, tellings: list[Telling]) -> None:
        self.text = text
        self.anchor = anchor
        self.tellings = tellings
        self.every = times
        self.stretches = [time for time in times if time.relation in ("span", "since", "until")]
        self.points = list(self._points_of(times))
        self.label = self.label_kind = self.label_date = None
        self.last_date: str | None = None
        self.last_place: str | None = None
        self.paragraph = 0

    def _points_of(self, times: Sequence[Time]) -> Iterator[Time]:
        """Points of time; of «1月25日（正月初一）» the first."""
        before = None
        for time in times:
            again = before and time.start == before.end + 1 and self.text[before.end] == "（"
            if time.relation == "at" and not time.recurrence and not again and not _NO_POINT.match(time.text):
                yield time
            before = time

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
        """Forgets what the paragraph before told; takes the place that stands over this one («——永乐县水口镇。14日…»)."""
        self.paragraph, self.last_date = sentence.start, None
        label = _LABEL.match(self.text, sentence.start)
        self.label = label["label"] if label and ends_in_place(label["label"]) else None
        self.label_kind = self.label_date = None

    def _found(self, segment: Span, tellings: list[Telling]) -> list[Happening]:
        """What a segment tells: mostly one event or none; of «两起…，分别造成2人死亡和1人死亡» two."""
        one = self._happening(segment, tellings)
        return list(self._shared_out(one, segment)) if one else []

    def _shared_out(self, one: Happening, segment: Span) -> Iterator[Happening]:
        several = _SEVERAL.search(self.text, segment.start, segment.end)
        share = _SHARED_OUT.search(self.text, several.end(), segment.end) if several else None
        parts = list(re.compile("[^、和，]+").finditer(self.text, share.end(), segment.end)) if share else []
        tolls = [found for part in parts if (found := toll(self.text, *part.span()))]
        if several and share and len(tolls) == parse(several["n"]):
            for found in tolls:
                yield replace(one, toll=found, end=found.end)
        else:
            yield one

    def _goes_on(self, last: Happening, segment: Span, tellings: list[Telling]) -> bool:
        """Whether a segment tells more of the event before it («经抢救…», «事故造成…») and opens no other."""
        if last.paragraph != self.paragraph or any(telling.rule in _OPENERS for telling in tellings):
            return False
        return segment.start - last.end <= _NEAR and _FOLLOW_UP.match(self.text, segment.start, segment.end) is not None

    def _segments(self, sentence: Span) -> Iterator[tuple[Span, list[Telling]]]:
        """Stretches of a sentence that can tell of one event each: parted by ；and where a second event begins."""
        inside = self._between(sentence)
        if not inside and not self._may_tell_of_people(sentence):
            yield sentence, []
            return
        marks = [match.end() for match in re.compile("；").finditer(self.text, sentence.start, sentence.end)]
        marks += [match.start() for match in _AMONG_THEM.finditer(self.text, *sentence) if self._day_at(match.end())]
        openers = [telling for telling in inside if telling.rule in _OPENERS]
        cuts = [self._second_time(left, right) for left, right in pairwise(inside)]
        cuts += [self._second_opener(left, right) for left, right in pairwise(openers)]
        points = sorted({sentence.start, *marks, *(cut for cut in cuts if cut), sentence.end})
        for start, end in pairwise(points):
            yield Span(start, end), self._between(Span(start, end))

    def _day_at(self, at: int) -> bool:
        """Whether a day, not a longer time, begins there."""
        first = bisect_left(self.points, at, key=lambda time: time.start)
        return first < len(self.points) and self.points[first].start == at and len(self.points[first].iso or "") >= _DAY

    def _between(self, span: Span) -> list[Telling]:
        first = bisect_left(self.tellings, span.start, key=lambda telling: telling.start)
        last = bisect_left(self.tellings, span.end, key=lambda telling: telling.start)
        return self.tellings[first:last]

    def _second_time(self, left: Telling, right: Telling) -> int | None:
        """A time between two tellings, with which a second event begins; None where there is none."""
        if right.rule in _BY_VICTIMS and left.rule not in _BY_VICTIMS:  # «5人坠落，1人当场死亡，1人10月3日死亡»
            return None
        at = bisect_left(self.points, left.end, key=lambda time: time.start)
        second = self.points[at].start if at < len(self.points) else right.start
        late = _OF_PEOPLE.search(self.text, left.end, second) if right.rule in _BY_VICTIMS else None
        return second if second < right.start and not late else None

    def _second_opener(self, left: Telling, right: Telling) -> int | None:
        """The last comma before a second 发生 or name by its day, which opens a second event also without a time."""
        if self._second_time(left, right) or "；" in self.text[left.end : right.start]:
            return None
        marks = "，、和及与" if right.day else "，、"
        comma = max(self.text.rfind(mark, left.end, right.start) for mark in marks)
        return comma + 1 if comma >= left.end else None

    def _happening(self, segment: Span, tellings: list[Telling]) -> Happening | None:
        telling = self._told_first(segment, tellings) or self._told_by_people(segment)
        time = self._time(segment, telling.start if telling else segment.end)
        if not telling:
            if time and not tellings:
                self.last_date = time.iso if time.grain != "year" else None
            return None
        victims = self._victims(segment, telling, time)
        place = self._place(segment, telling)
        if place.start == place.end or is_own(self.text[slice(*place)]):
            before = self._place_before(segment, time)
            place = before if before.end > before.start else place
        if telling.day and place.start == place.end:
            place = self._place_behind(segment, telling)
        told_of = time if time and not self._only_named(segment, telling, time) else None
        date = self._named_day(telling, segment) if telling.day else (self._past(told_of) if told_of else self._within_a_year(segment, telling))
        if telling.day and place.start == place.end and not victims:
            self.label_date, self.label_kind = date, self._kind(telling, segment)
        if not self._is_event(segment, telling, self.text[slice(*place)], date, victims, self._is_timed(segment, time)):
            return None
        vague = telling.rule == "named" or _VAGUE.search(self.text, segment.start, telling.start)
        self.last_date = date or (None if vague else self.last_date)
        starts = [telling.start, *([time.start] if time else []), *([place.start] if place.end > place.start else [])]
        end = max(victims.end, telling.end)
        if not victims or telling.rule == "named":
            end = max(end, self._end_of_name(telling, segment))
        kind = self.label_kind or self._kind(telling, segment)
        name = self._name(place) or (self.last_place if _THE_UNIT.search(self.text, segment.start, telling.start) else None)
        return Happening(min(starts), end, self.last_date, name, kind, victims, telling.rule, self.paragraph, _month_day(telling.day))

    def _kind(self, telling: Telling, segment: Span) -> str | None:
        return kind_in(self.text, Span(telling.start, telling.end), segment, itself=telling.rule not in _OPENERS)

    def _may_tell_of_people(self, span: Span) -> bool:
        """Whether a day or an hour stands there, and a word that can tell of harm."""
        at = bisect_left(self.points, span.start, key=lambda time: time.start)
        timed = any(time.start < span.end and time.grain in _DAYLIKE for time in self.points[at : at + 3])
        return (timed or _CLOCK.match(self.text, span.start) is not None) and _HARM.search(self.text, *span) is not None

    def _told_by_people(self, segment: Span) -> Telling | None:
        """What befell people as the telling, where a day or an hour is told and no word says what happened."""
        if not self._may_tell_of_people(segment):
            return None
        at = bisect_left(self.points, segment.start, key=lambda time: time.start)
        first = self.points[at].start if at < len(self.points) else segment.end
        victims = toll(self.text, first if first < segment.end else segment.start, segment.end)
        telling = Telling(victims.start, victims.end, "victims-told", "")
        other = _NO_TELLING.search(self.text, segment.start, segment.end)
        return telling if victims and not other and self._is_real(segment, telling) else None

    def _is_timed(self, segment: Span, time: Time | None) -> bool:
        """Whether a segment is told of a day or an hour."""
        return (time is not None and time.grain in _DAYLIKE) or _CLOCK.match(self.text, segment.start) is not None

    def _past(self, time: Time) -> str | None:
        """The day of what happened, which is not to come: of «14日» in a paper of the 6th last month's."""
        if not self.anchor or not time.iso or len(time.iso) < _DAY or time.year_from == "stated":
            return time.iso
        named = date.fromisoformat(time.iso)
        if self.label_date and self.label_date.endswith(time.iso[-3:]) and "月" not in time.text:
            return self.label_date
        if named <= self.anchor or time.first != time.last:
            return time.iso
        try:
            earlier = named.replace(year=named.year - 1) if "月" in time.text else _month_before(named)
        except ValueError:
            return time.iso
        return earlier.isoformat()

    def _told_first(self, segment: Span, tellings: list[Telling]) -> Telling | None:
        """The word that tells of the segment's event; «造成3人死亡» only where no other does."""
        real = [telling for telling in tellings if self._is_real(segment, telling)]
        return next((telling for telling in real if telling.rule not in _BY_VICTIMS), real[0] if real else None)

    def _is_real(self, segment: Span, telling: Telling) -> bool:
        """Whether a word tells of what was, not of what was not, might be, or was told before («事故发生后»)."""
        clause = max(self.text.rfind(mark, segment.start, telling.start) for mark in "，。；：\n") + 1
        if words("irreal").search(self.text, max(clause, segment.start), telling.start):
            return False
        if _REHEARSAL.search(self.text, segment.start, telling.start):
            return False
        before = _REFERRED.match(self.text, max(segment.start, telling.start - 2))
        after = _LATER.match(self.text, telling.start) or _REHEARSED.match(self.text, telling.end)
        return not before and not after

    def _time(self, segment: Span, before: int) -> Time | None:
        """The point of time that a segment states: the last one before the event, else the first in the segment."""
        first = bisect_left(self.points, segment.start, key=lambda time: time.start)
        last = bisect_left(self.points, segment.end, key=lambda time: time.start)
        inside = self.points[first:last]
        earlier = [time for time in inside if time.end <= before]
        later = [time for time in inside if time.end > before and not _CLAUSE_END.search(self.text, before, time.start)]
        return earlier[-1] if earlier else later[0] if later else None

    def _place(self, segment: Span, telling: Telling) -> Span:
        """The words that say where, between the last time before the event and the event."""
        happened_at = _HAPPENED_AT.match(self.text, telling.start, segment.end)
        if happened_at:  # «发生在我县汉王河的那起溺亡事件»
            return Span(*happened_at.span("place"))
        last = bisect_right(self.every, telling.start, key=lambda time: time.end)
        start = max(segment.start, self.every[last - 1].end) if last else segment.start
        if telling.day or _NAMED_ONLY.match(self.text, telling.end):
            start = max(start, *(self.text.rfind(mark, segment.start, telling.start) + 1 for mark in "，、：；"))
        return place_in(self.text, start, telling.start)

    def _place_before(self, segment: Span, time: Time | None) -> Span:
        """The words that say where, told just before the time: «青浦工地6月27日晚，工人宿舍起火»."""
        if time is None or time.start <= segment.start:
            return Span(segment.start, segment.start)
        clause = max(self.text.rfind(mark, segment.start, time.start) for mark in "，：、") + 1
        came = _CAME.search(self.text, max(segment.start, clause), time.start)
        before = came.start() if came else time.start
        place = place_in(self.text, max(segment.start, clause), before)
        there = _PERSON.fullmatch(self.text, place.end, before) and ends_in_place(self.text[slice(*place)])
        return place if there else Span(segment.start, segment.start)

    def _name(self, place: Span) -> str | None:
        """The place's name; of «此处», «该乡» the place last told of; below the place that stands over the paragraph."""
        name = bare_place(self.text[slice(*place)]) or None
        if name and is_there(name):
            return self._unit_before(name, place.start) or self.label or self.last_place or name
        if self.label and name and not shares(name, self.label):
            name = self.label + name
        self.last_place = name or self.last_place
        return name or self.label

    def _unit_before(self, name: str, at: int) -> str | None:
        """The unit that «该库» means: the last name before it that ends so."""
        kind = _THIS_UNIT.match(name)
        if not kind:
            return None
        before = self.text[max(0, at - _FAR) : at]
        names = re.findall(rf"[\u4e00-\u9fff\d]{{2,20}}{kind['kind']}(?![\u4e00-\u9fff]?(?:[长内]|区))", before)
        named = [one for one in names if not is_there(one) and "该" not in one and "本" not in one]
        return named[-1] if named else None

    def _victims(self, segment: Span, telling: Telling, time: Time | None) -> Toll:
        """The toll that the segment tells, from the time of the event on."""
        start = time.start if time and segment.start <= time.start < telling.start else segment.start
        return toll(self.text, start, segment.end)

    def _place_behind(self, segment: Span, telling: Telling) -> Span:
        """The words that say where, after the day: «“7·16”三岔河煤矿瓦斯爆炸事故»."""
        start = self.text.find("”", telling.start, telling.end + 1) + 1 or telling.end
        name = re.compile("[^，。；、\\d]{2,30}?(?=事故|火灾|爆炸|坍塌|透水|瓦斯|煤与瓦斯|道路交通|中毒|坠落)").match(self.text, start, segment.end)
        ends = [place for place in place_ends(self.text[start : name.end()])] if name else []
        return Span(start, start + ends[-1]) if ends and ends[-1] > len("道路") else Span(start, start)

    def _only_named(self, segment: Span, telling: Telling, time: Time) -> bool:
        """Whether the event is only named («…，某矿透水事故被困人员获救»), so that the time is another's."""
        named = telling.rule == "broke-out" and _NAMED_ONLY.match(self.text, telling.end, segment.end)
        return bool(named) and "，" in self.text[time.end : telling.start]

    def _within_a_year(self, segment: Span, telling: Telling) -> str | None:
        """The year of a stretch (3月以来) that an event is told in; None where it holds no one year."""
        at = bisect_left(self.stretches, segment.start, key=lambda time: time.start)
        shared = _SHARED_OUT.search(self.text, telling.start, segment.end)
        stretch = self.stretches[at] if shared and self._in_a_stretch(segment, telling) else None
        last = (stretch.last or self.anchor) if stretch else None
        return str(last.year) if stretch and stretch.first and last and stretch.first.year == last.year else None

    def _named_day(self, telling: Telling, segment: Span) -> str | None:
        """Day that an accident is named after: of the year told before it, else if the half year before the paper holds it.

        «天津港“8·12”» is told of for years, so that its own year is not the document's.
        """
        if not telling.day or not self.anchor:
            return None
        years = [time for time in self.points if time.grain in _YEARLIKE and segment.start <= time.start and time.end <= telling.start and telling.start - time.end <= 12]
        if years and years[-1].first:
            return f"{years[-1].first.year}-{_month_day(telling.day)}"
        month, day = map(int, re.findall(r"\d+", telling.day))
        for year in (self.anchor.year, self.anchor.year - 1):
            try:
                named = date(year, month, day)
            except ValueError:
                return None
            if timedelta(0) <= self.anchor - named <= _HALF_YEAR:
                return named.isoformat()
        return None

    def _is_event(
        self, segment: Span, telling: Telling, place: str, date: str | None, victims: Toll, timed: bool
    ) -> bool:
        """Whether what is told is one real event with a place or a time, no statistic."""
        at_site = is_site(place)
        unhurt = not (victims.deaths or victims.injured or victims.missing)
        by_man = _MAN_MADE.search(self.text, telling.start, telling.end)
        if unhurt and not by_man and words("natural").search(self.text, segment.start, self._clause_end(segment, telling)):
            return False
        shared = victims and _SHARED_OUT.search(self.text, *segment)
        if words("statistic").search(self.text, *segment) and not shared or self._in_a_stretch(segment, telling) and not (at_site or shared):
            return False
        if not place and not timed and telling.rule not in _OPENERS:  # «去年全镇淹死2个»
            return False
        several = _SEVERAL.search(self.text, telling.end, min(segment.end, telling.end + 8))
        if several and not shared and (not (victims and at_site) or self._in_a_stretch(segment, telling)):
            return False
        if telling.rule == "known-by-its-day":
            return bool(place or (date and (victims or self._kind(telling, segment))))
        if telling.rule == "victims-told":
            return bool(place and has_place_word(place) and (date or timed) and victims)
        if telling.rule == "victims-alone":
            return bool(place and (date or timed) and victims) and (timed or at_site)
        if telling.rule == "named":
            return bool(place and has_place_word(place) and victims)
        if telling.rule == "went-wrong":
            return bool(timed and (place or victims)) or bool(place and date and victims)
        if telling.rule == "broke-out":
            dated = bool(date or timed)
            return bool((place and dated) or (dated and victims) or (victims and has_place_word(place)))
        single = _GRADED.search(self.text, *segment) or "一起" in self.text[slice(*segment)]
        return bool(place or (date and (victims or single)))

    def _clause_end(self, segment: Span, telling: Telling) -> int:
        comma = self.text.find("，", telling.end, segment.end)
        return segment.end if comma < 0 else comma

    def _in_a_stretch(self, segment: Span, telling: Telling) -> bool:
        """Whether what is told is said of a stretch of time (1至5月, 今年以来), as statistics are."""
        at = bisect_left(self.stretches, segment.start, key=lambda time: time.start)
        return at < len(self.stretches) and self.stretches[at].start < telling.start

    def _end_of_name(self, telling: Telling, segment: Span) -> int:
        """End of the words that name the event, where no victims are told."""
        match = _EVENT_NAME.match(self.text, telling.end, segment.end)
        return match.end() if match else telling.end

    def _opens_another(self, segment: Span, follows: bool) -> bool:
        """Whether a segment has a day or an accident's name of its own."""
        named = any(telling.day for telling in self._between(segment))
        if _TOLL_ROSE.search(self.text, *segment):
            return False
        return named or (not follows and self._time(segment, segment.end) is not None)

    def _followed_up(self, last: Happening, segment: Span) -> Happening:
        """The happening with the victims that a later sentence of its paragraph tells of."""
        another = _ANOTHER.search(self.text, segment.start, segment.end)
        follows = _FOLLOW_UP.match(self.text, segment.start, segment.end)
        grouped = _BEGINS_WITH_GROUP.match(self.text, segment.start, segment.end)
        bare = not (last.toll.deaths or last.toll.injured or last.toll.missing)
        rose = _TOLL_ROSE.search(self.text, *segment)
        if another or not (follows or grouped or bare or rose) or self._opens_another(segment, bool(follows)):
            return last
        victims = toll(self.text, segment.start, segment.end)
        if words("statistic").search(self.text, segment.start, segment.end) or not (victims or grouped):
            return last
        newer = _UPDATED.search(self.text, segment.start, segment.end)
        if newer or not grouped:
            joined = victims.updating(last.toll) if newer else last.toll.filled_from(victims)
        else:
            joined = toll(self.text, last.start, segment.end)
        return last if joined == last.toll else replace(last, toll=joined, end=max(joined.end, last.end))


def _month_day(day: str) -> str:
    """«04-20» of «4·20»; "" of ""."""
    return "-".join(f"{int(number):02}" for number in re.findall(r"\d+", day))


def _month_before(day: date) -> date:
    first = day.replace(day=1) - timedelta(days=1)
    return first.replace(day=day.day)
