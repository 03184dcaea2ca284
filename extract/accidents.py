"""Accidents: one record an event, however often it is told. Annotation guide, «accident».

A happening is a stretch of a sentence with a word that says so (rules/accidents.toml), its time, its place and its
victims. What never was (未发生, 防止, 演练) and what sums up many (共发生37起) is none. Happenings that can be the same
are joined.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extract.casualties import Toll, toll
from extract.phrasebook import alternation, read
from extract.rulebook import load
from extract.sentences import Span, sentences
from language.dates import Time
from language.numerals import parse
from records import Accident

_PLACE_VERB = re.compile(
    r"(?:行驶?至|途[经径]|行经|驶至|驶入|(?<!现)(?<!存)在(?!建)|位于|地处)(?!清理|进行|施工|作业|维修|检修|安装|拆除|停产|生产|清淤)(?P<place>[^，。；]{2,40}?)(?:时|处|附近|境内|内|发生|突然|进行|开展|与|和|，|$)"
)
_MOVER = re.compile(
    r"(?:清淤|清洗|清理|检修|维修|施工|生产|装卸|安装|拆除|浇筑|吊装|调试)(?=作业|过程|时|中|$)|(?:一|1|两|2|三|3|二|\d+|多)(?:辆|艘|台|名|人|架|列|位|车|只)|因|由于|在(?:[^，。；]{0,30}?)(?:作业|施工|生产|检修|清理|维修|拆除|安装|装卸|浇筑|吊装|过程|调试|清淤|工作|行驶|上班)(?:过程)?(?:中|时)?|进行|组织|突然|确实|先后|连续|(?<!路)(?<!线)员工|工人|从[^，]{1,12}$|驾驶|与|将|被|作业|施工时|的?(?:一|某)处|不慎|起|有(?:人|\d)"
)
_PLACE_HEAD = re.compile(
    r"^(?:[，、：；。\s]|[一二三四五六七八九十]+是|（?[一二三四五六七八九十\d]{1,3}[）、.．]|在(?!建)|位于|据[^，]{0,14}，|[^，。]{0,16}接报(?:告|称)?(?:在)?|经[^，。]{1,6}，|经?调查|认定|了|查明|通报了?|观看|学习|经查|其中|又|特别是|尤其是?|如|例如|比如|我国|全国各地|各地|国内|发生在|近日|日前|近期|最近|随后|当日|当天|左右|许|凌晨|上午|下午|晚上?|夜间|中午|清晨|傍晚|深刻|认真|要|吸取|汲取|吸收|接受|以及|和|及|从[^，]{1,8}看|来看|前后|通报|关于|针对|对|年初|去年|今年|省外|省内|市内|典型案例|案例[一二三四五六七八九十\d]*|事故经过|经过|参与|处置|事故|分别|给我们敲响|先后|相继|连续|后|来)+"
)
_WHOLE_AREA = re.compile(r"^(?:我|全|本|该|各)?(?:国|省|市|县|区|镇|乡|街道|辖区|地|州|盟|旗|系统|行业|领域|全市)?$")
_FOLLOW_UP = re.compile(
    r"(?:该|此次|这起|这次|本次|上述)?(?:起)?(?:事故|火灾|爆炸|坍塌|火势|事件)|截至|目前|经(?:现场)?(?:抢救|救援|搜救|全力|初步|排查|核实|确认)|造成|共造成|导致|其中|已造成|致|初步|据初步|直接经济"
)
_UPDATED = re.compile(r"截至|升至|上升|增至|最终|抢救无效|已(?:全部)?(?:造成|确认|找到|有)|共(?:造成|有)")
_SEVERAL = re.compile(r"(?<![·.\d])(?P<n>[2-9]|[1-9]\d+|[两三四五六七八九十]+|[*×Xx]+)(?:起|次|宗|件)")
_GRADED = re.compile(r"(?:特别重大|特大|重大|较大|一般)")
_REFERRED = re.compile(
    r"(?:事故|火灾|爆炸)(?:发生(?:后|时|的?原因)|当[日天]|现场|原因|调查|教训|处理)|发生(?:后|时)(?=[，。])"
)
_EVENT_NAME = re.compile(r"[^，。；、\n]{0,40}?(?:(?:火灾|爆炸|坍塌|着火)+(?:事故)?|事故|案|事件)|[^，。；、\n]*")
_OPENERS = ("happened", "known_by_its_day")
_VEHICLE = re.compile(r"(?:车|船|舶|艇|驾驶员|司机|男子|女子|工人|人员)$")
_CUT = re.compile(r"[；]")
_HALF_YEAR = timedelta(days=184)
_PERSONS = re.compile(r"(?P<n>\d+|[一二两三四五六七八九十]+)(?:名|位|人)(?!月)[^，。；\d]{0,24}$")
_DIED_SO = re.compile(
    r"[^。；\d]{0,24}?(?:抢救无效|当场|不幸|不治|随后|后|致其|溺水|确认|经)[^。；，\d]{0,6}(?:死亡|身亡|遇难)|(?:坠亡|溺亡|身亡|遇难)"
)
_NO_POINT = re.compile(r"当[日天时月晚]|同[日月]|目前|此前|近年|事[发故]")


@Language.factory("accidents")
def make_accidents(nlp: Language, name: str) -> "Accidents":
    """The component, as spaCy asks for it."""
    return Accidents()


class Accidents:
    """Leaves in doc._.accidents an Accident for each event that doc.text tells of."""

    def __call__(self, doc: Doc) -> Doc:
        """The doc, with its accidents."""
        doc._.accidents = find_accidents(doc.text, doc._.times, doc._.anchor)
        return doc


@dataclass(frozen=True, slots=True)
class _Happening:
    """One telling of an event; start and end hold all that it says."""

    start: int
    end: int
    date: str | None
    place: str | None
    kind: str | None
    toll: Toll
    rule: str
    paragraph: int
    inherited: bool = False


def find_accidents(text: str, times: Sequence[Time] = (), anchor: date | None = None) -> list[Accident]:
    """Accidents of a normalised text, in the order in which they are first told.

    times   the text's time expressions
    anchor  the document's day, for accidents known by their day («4·18»)
    """
    if not _trigger().search(text):
        return []
    return [_record(text, one) for one in _told_once(_Reading(text, times, anchor).happenings())]


@cache
def _trigger() -> re.Pattern[str]:
    rules = read("accidents.toml").rules
    return re.compile("|".join(f"(?P<{rule.name.replace('-', '_')}>{rule.pattern.pattern})" for rule in rules))


@cache
def _words(name: str) -> re.Pattern[str]:
    return read("accidents.toml").compile(f"${name}")


@cache
def _types() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table: dict[str, list[str]] = load("accidents")["types"]
    return tuple((name, re.compile(alternation(words))) for name, words in table.items())


def _nearest_type(stretch: str) -> str | None:
    """The type whose word ends last in a stretch that ends with 事故; of two such, the one with the longer word."""
    ends = [(match.end(), len(match[0]), name) for name, words in _types() for match in words.finditer(stretch)]
    return max(ends, key=lambda found: found[:2])[2] if ends else None


class _Reading:
    """One pass over a text, sentence by sentence."""

    def __init__(self, text: str, times: Sequence[Time], anchor: date | None) -> None:
        self.text = text
        self.anchor = anchor
        self.every = list(times)
        self.stretches = [time for time in times if time.relation in ("span", "since", "until")]
        self.times = [time for time in times if time.iso and time.relation == "at" and not _NO_POINT.match(time.text)]
        self.at = 0
        self.last_date: str | None = None
        self.paragraph = 0

    def happenings(self) -> Iterator[_Happening]:
        last: _Happening | None = None
        for sentence in sentences(self.text):
            if sentence.start == 0 or self.text[sentence.start - 1] == "\n":
                self.paragraph, self.last_date = sentence.start, None
            for segment in self._segments(sentence):
                found = self._happening(segment, sentence)
                if found:
                    if last:
                        yield last
                    last = found
                elif last and last.paragraph == self.paragraph:
                    last = self._followed_up(last, segment)
        if last:
            yield last

    def _segments(self, sentence: Span) -> Iterator[Span]:
        """Stretches of a sentence that can tell of one event each: parted by ；and where a second event begins."""
        marks = [m.end() for m in _CUT.finditer(self.text, sentence.start, sentence.end)]
        edges = [sentence.start, *marks, sentence.end]
        for start, end in pairwise(edges):
            events = list(_trigger().finditer(self.text, start, end))
            cuts = [self._boundary(left, right) for left, right in pairwise(events)]
            points = [start, *[cut for cut in cuts if cut], end]
            yield from (Span(low, high) for low, high in pairwise(points) if high > low)

    def _boundary(self, left: re.Match[str], right: re.Match[str]) -> int | None:
        """Where between two tellings a second event begins: at its time, else after the last comma before it.

        None where both tell of one event: only 发生 and a name by its day open another one without a time.
        """
        start, end = left.end(), right.start()
        at = bisect_left(self.times, start, key=lambda time: time.start)
        if at < len(self.times) and self.times[at].start < end:
            return self.times[at].start
        if right.lastgroup not in _OPENERS or left.lastgroup not in _OPENERS:
            return None
        comma = max(self.text.rfind("，", start, end), self.text.rfind("、", start, end))
        return comma + 1 if comma > start else None

    def _happening(self, segment: Span, sentence: Span) -> _Happening | None:
        trigger = self._told_first(segment)
        time = self._time(segment, trigger.start() if trigger else segment.end)
        if not trigger:
            return None
        victims = self._victims(segment, trigger)
        place_start, place_end = self._place(segment, trigger)
        place = self.text[place_start:place_end] or None
        date = self._named_day(trigger) or (time.iso if time else None)
        inherited = date is None and self.last_date is not None
        date = date or self.last_date
        kind = self._kind(trigger, segment)
        if not self._is_event(segment, trigger, place, date if not inherited else None, victims):
            return None
        self.last_date = date
        start = min(
            point
            for point in (
                time.start if time and time.start < trigger.end() + 40 else None,
                place_start if place else None,
                trigger.start(),
            )
            if point is not None
        )
        end = victims.end if victims else self._end_of_event(trigger, segment)
        return _Happening(start, end, date, place, kind, victims, trigger.lastgroup or "", self.paragraph, inherited)

    def _victims(self, segment: Span, trigger: re.Match[str]) -> Toll:
        """The toll told after the event; of «一名工人从脚手架坠落，经抢救无效死亡» the number stands before it."""
        persons = _PERSONS.search(self.text, segment.start, trigger.start())
        at = persons.start() if persons and trigger.lastgroup == "broke_out" else trigger.start()
        victims = toll(self.text, at, segment.end)
        died = _DIED_SO.match(self.text, trigger.start(), segment.end)
        if victims.deaths is None and persons and died and (number := parse(persons["n"])) is not None:
            return Toll(int(number), victims.injured, victims.missing, persons.start(), max(victims.end, died.end()))
        return victims

    def _told_first(self, segment: Span) -> re.Match[str] | None:
        """The word that tells of the segment's event; «造成3人死亡» only where no other does."""
        found = list(self._triggers(segment))
        return next((match for match in found if match.lastgroup != "victims_told"), found[0] if found else None)

    def _triggers(self, segment: Span) -> Iterator[re.Match[str]]:
        """Words that say an event took place; none of those that say it did not or might."""
        for match in _trigger().finditer(self.text, segment.start, segment.end):
            clause = max(self.text.rfind(mark, segment.start, match.start()) for mark in "，。；：\n") + 1
            before = self.text[max(clause, segment.start) : match.start()]
            if (
                not _words("irreal").search(before)
                and not _REFERRED.match(self.text, max(segment.start, match.start() - 2))
                and not re.match(r"发生(?:时|后|前|的)", self.text[match.start() : match.start() + 3])
            ):
                yield match

    def _time(self, segment: Span, before: int) -> Time | None:
        """The point of time that a segment states: the last one before the event, else the first in the segment."""
        while self.at < len(self.times) and self.times[self.at].end <= segment.start:
            self.at += 1
        last = bisect_left(self.times, segment.end, key=lambda time: time.start)
        inside = self.times[self.at : last]
        earlier = [time for time in inside if time.end <= before]
        time = (earlier[-1] if earlier else inside[0]) if inside else None
        if time and not self._triggered(segment):
            self.last_date = time.iso if time.grain != "year" else None
        return time

    def _triggered(self, segment: Span) -> bool:
        return bool(_trigger().search(self.text, segment.start, segment.end))

    def _named_day(self, match: re.Match[str]) -> str | None:
        """Day that an accident is named after, if the half year before the document's day holds it; else None.

        «天津港“8·12”» is told of for years, so that its own year is not the document's.
        """
        if match.lastgroup != "known_by_its_day" or not self.anchor:
            return None
        month, day = map(int, re.findall(r"\d+", match["day"]))
        for year in (self.anchor.year, self.anchor.year - 1):
            try:
                named = date(year, month, day)
            except ValueError:
                return None
            if timedelta(0) <= self.anchor - named <= _HALF_YEAR:
                return named.isoformat()
        return None

    def _place(self, segment: Span, trigger: re.Match[str]) -> tuple[int, int]:
        """The words that say where: between the time and the event, less what says who did what."""
        start = self._after_times(segment, trigger)
        if trigger.lastgroup == "known_by_its_day":
            start = max(start, *(self.text.rfind(mark, segment.start, trigger.start()) + 1 for mark in "，、：；"))
        raw = self.text[start : trigger.start()]
        head = _PLACE_HEAD.match(raw)
        low = head.end() if head else 0
        mover = _MOVER.search(raw, low)
        high = mover.start() if mover else len(raw)
        if (high - low < 2 or _VEHICLE.search(raw[low:high])) and (
            verb := _PLACE_VERB.search(self.text, start, trigger.start())
        ):
            return verb.span("place")
        comma = raw.find("，", low, high)
        high = comma if comma > low + 1 else high
        words = raw[low:high].rstrip("，、在内中的时")
        if _WHOLE_AREA.match(words) or len(words) > 60:
            return start, start
        return start + low, start + low + len(words)

    def _after_times(self, segment: Span, trigger: re.Match[str]) -> int:
        """End of the last time expression of the segment before its event."""
        last = bisect_left(self.every, trigger.start(), key=lambda time: time.end)
        return max(segment.start, self.every[last - 1].end) if last else segment.start

    def _kind(self, trigger: re.Match[str], segment: Span) -> str | None:
        """Type of the event, from the words next to 事故 or from the verb itself."""
        stretch = self.text[trigger.start() : min(segment.end, trigger.end() + 45)]
        stop = re.search(r"事故|[，。；]", stretch[2:])
        near = stretch[: stop.end() + 2] if stop else stretch
        if trigger.lastgroup in ("broke_out", "victims_told"):
            return _nearest_type(near) or _nearest_type(self.text[segment.start : trigger.end()])
        return _nearest_type(near)

    def _is_event(
        self, segment: Span, trigger: re.Match[str], place: str | None, date: str | None, victims: Toll
    ) -> bool:
        """Whether what is told is one real event with a place or a time."""
        stretch = self.text[segment.start : segment.end]
        if _words("statistic").search(stretch) or (
            self._covers_a_stretch(segment) and not (place and _words("site").search(place))
        ):
            return False
        several = _SEVERAL.search(self.text, trigger.end(), min(segment.end, trigger.end() + 8))
        if several and not (place and _words("site").search(place) and victims):
            return False
        if trigger.lastgroup == "known_by_its_day":
            return place is not None
        if trigger.lastgroup == "victims_told":
            return place is not None and date is not None and bool(victims)
        if trigger.lastgroup == "broke_out":
            return bool((place and date) or ((place or date) and victims))
        return bool(place) or (date is not None and bool(victims or _GRADED.search(stretch) or "一起" in stretch))

    def _covers_a_stretch(self, segment: Span) -> bool:
        """Whether the segment speaks of a stretch of time (1至5月, 今年以来), as statistics do."""
        at = bisect_left(self.stretches, segment.start, key=lambda time: time.start)
        return at < len(self.stretches) and self.stretches[at].start < segment.end

    def _end_of_event(self, trigger: re.Match[str], segment: Span) -> int:
        """End of the words that name the event, where no victims are told."""
        match = _EVENT_NAME.match(self.text, trigger.end(), segment.end)
        return match.end() if match else trigger.end()

    def _followed_up(self, last: _Happening, segment: Span) -> _Happening:
        """The happening with the victims that a later sentence of its paragraph tells of."""
        if not _FOLLOW_UP.match(self.text, segment.start) or segment.start - last.end > 160:
            return last
        victims = toll(self.text, segment.start, segment.end)
        if not victims or _words("statistic").search(self.text, segment.start, segment.end):
            return last
        newer = _UPDATED.search(self.text, segment.start, segment.end)
        joined = victims.filled_from(last.toll) if newer else last.toll.filled_from(victims)
        if joined == last.toll:
            return last
        return replace(last, toll=joined, end=victims.end)


def _told_once(happenings: Iterator[_Happening]) -> list[_Happening]:
    """Happenings, tellings of one event joined."""
    events: list[_Happening] = []
    for one in happenings:
        same = next((n for n, other in enumerate(events) if _same(one, other)), None)
        if same is None:
            events.append(one)
        else:
            events[same] = _merged(events[same], one)
    return events


def _same(one: _Happening, other: _Happening) -> bool:
    dates = one.date is None or other.date is None or one.date.startswith(other.date) or other.date.startswith(one.date)
    kinds = one.kind is None or other.kind is None or one.kind == other.kind
    tolls = all(
        a is None or b is None or a == b
        for a, b in ((one.toll.deaths, other.toll.deaths), (one.toll.missing, other.toll.missing))
    )
    return dates and kinds and tolls and _same_place(one, other)


def _same_place(one: _Happening, other: _Happening) -> bool:
    """Whether two tellings can be of one place: a name in common, or none told where the day is the same."""
    if one.place is None or other.place is None:
        return one.date is not None and one.date == other.date and len(one.date) == 10
    short, long = sorted((one.place, other.place), key=len)
    return short in long or any(short[at : at + 4] in long for at in range(len(short) - 3))


def _merged(first: _Happening, again: _Happening) -> _Happening:
    """One happening of two tellings; the fuller one keeps its place in the text."""
    fuller, other = (again, first) if _facts(again) > _facts(first) else (first, again)
    return replace(
        fuller,
        date=max((date for date in (fuller.date, other.date) if date), key=len, default=None),
        place=fuller.place or other.place,
        kind=fuller.kind or other.kind,
        toll=fuller.toll.filled_from(other.toll),
    )


def _facts(one: _Happening) -> int:
    fields = (one.date, one.place, one.kind, one.toll.deaths, one.toll.injured, one.toll.missing)
    return sum(field is not None for field in fields)


def _record(text: str, one: _Happening) -> Accident:
    return Accident(
        quote=text[one.start : one.end], start=one.start, end=one.end, rule=one.rule.replace("_", "-"),
        date=one.date, place=one.place, type=one.kind,
        deaths=one.toll.deaths, injured=one.toll.injured, missing=one.toll.missing,
    )  # fmt: skip
