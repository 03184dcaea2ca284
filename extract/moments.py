"""When an event happened: the points of time that a text states, and the day that an accident is named after."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from extract.scene import ends_in_place
from extract.sentences import Span
from extract.tellings import Telling, month_day
from language.dates import Time

DAY = 10  # characters of an ISO day
_HALF_YEAR = timedelta(days=184)
_NO_POINT = re.compile(r"[次翌隔]日|第二天|隔天|当[日天时月晚]|目前|此前|近年|事[发故]")
# a time of which a thing is, not of what befell it: «该机组2012年投运»
_BESIDE_DAY = re.compile(
    r"[（(【\[]|[）)】\]]|[：:。，\s●■◆▲★]|(?:星期|周)[一二三四五六日天]|[一二三四五六七八九十\d]+、"
)
_PLACE = re.compile("[\u4e00-\u9fff]{2,14}")
_SAME_DAY = re.compile("同日|同一天|同天")
_OF_A_THING = re.compile(
    "(?:[日月份]*)(?:底|初)?(?:正式)?(?:建成|投运|投产|投入(?:使用|运行)|投用|竣工|开业|成立|出厂|注册|启用|修建|始建|建造|建厂|购置|购入|购买|入职|取得|参加工作|交付|迁入)"
)
_DAYLIKE = frozenset({"day", "hour"})  # grains of a time that is told of one event, not of a month's
_YEARLIKE = frozenset({"year", "half", "quarter", "season"})
_CLOCK = re.compile(
    r"[（(\[【]?\d{1,2}[：:]\d{2}(?!\d)(?:[至到—~-]+\d{1,2}[：:]\d{2})?"
)  # «14:36 某厂房起火» of a day's log
_HAPPENED_ON = re.compile("发生(?:在|于|时间为)$")  # «闪爆一事属实，发生于8月29日»
_CLAUSE_END = re.compile("[，。；]")
_THIS_YEAR = re.compile("今年(?!年?内)|本年度?")
# what a year opens that holds for all accidents of its sentence: «2019年接连发生了甲厂“4·9”和乙厂“8·17”火灾»
_SEVERAL = re.compile("(?:，|间|里|我[省市县国])?(?:先后|相继|接连|连续|连发)")
_FAR = 120  # characters before a name by its day in which the sentence may tell that it was this year
_SHORT = 12  # characters from «去年» to the accident's name


class Moments:
    """The times of one text. anchor: the document's day; named: the day of the accident that a paragraph is about."""

    def __init__(self, text: str, times: Sequence[Time], anchor: date | None) -> None:
        self.text = text
        self.anchor = anchor
        self.every = times
        self.stretches = [time for time in times if time.relation in ("span", "since", "until")]
        self.points = list(self._points_of(times))
        self.starts = [time.start for time in self.points]
        self.named: str | None = None
        self.over: str | None = None  # the day that stands on a line of its own over a list
        self.told: str | None = None  # the day of the event told last, which «同日» means
        # the day and the place that the line above tells, and nothing else; what this line tells so to the one below
        self.heading: str | None = None
        self.place: str | None = None
        self._below: tuple[str | None, str | None] = None, None

    def _points_of(self, times: Sequence[Time]) -> Iterator[Time]:
        """Points of time; of «1月25日（正月初一）» the first."""
        before = None
        for time in times:
            again = before and time.start == before.end + 1 and self.text[before.end] == "（"
            if time.relation == "at" and not time.recurrence and not again and self._is_of_event(time):
                yield time
            before = time

    def _is_of_event(self, time: Time) -> bool:
        return not _NO_POINT.match(time.text) and not _OF_A_THING.match(self.text, time.end)

    def begin_paragraph(self, line: Span) -> None:
        """Takes the day that makes up a line («6月8日», «【6月8日 星期四】», «2023年6月8日 海城区安和街»)."""
        self.heading, self.place = self._below
        self._below = None, None
        first = self.first_in(line)
        if first is None:
            return
        before, behind = self.text[line.start : first.start], self.text[first.end : line.end]
        if not _BESIDE_DAY.sub("", before + behind):
            self.over = self.past(first) if _is_daylike(first) else None
        elif _is_daylike(first) and not _BESIDE_DAY.sub("", before) and _is_place(_BESIDE_DAY.sub("", behind)):
            self._below = self.past(first), _BESIDE_DAY.sub("", behind)

    def first_in(self, span: Span) -> Time | None:
        """The first point of time that begins in a stretch."""
        at = bisect_left(self.starts, span.start)
        return self.points[at] if at < len(self.points) and self.points[at].start < span.end else None

    def day_at(self, at: int) -> bool:
        """Whether a day, not a longer time, begins there."""
        first = self.first_in(Span(at, at + 1))
        return first is not None and len(first.iso or "") >= DAY

    def told_in(self, segment: Span, before: int) -> Time | None:
        """The point of time that a segment states: the last one before the event, else one in the event's clause."""
        first = bisect_left(self.starts, segment.start)
        last = bisect_left(self.starts, segment.end)
        inside = self.points[first:last]
        earlier = [time for time in inside if time.end <= before]
        later = next((time for time in inside if time.end > before), None)
        if earlier or later is None:
            return earlier[-1] if earlier else None
        apart = _CLAUSE_END.search(self.text, before, later.start)
        return None if apart and not _HAPPENED_ON.search(self.text, before, later.start) else later

    def has_hour(self, span: Span) -> bool:
        """Whether a stretch opens with the hour of a day's log, or holds a day or an hour among its first times."""
        at = bisect_left(self.starts, span.start)
        timed = any(time.start < span.end and _is_daylike(time) for time in self.points[at : at + 3])
        return timed or _CLOCK.match(self.text, span.start) is not None

    def is_timed(self, segment: Span, time: Time | None) -> bool:
        """Whether a segment is told of a day or an hour, or of a week (上周)."""
        return (time is not None and (_is_daylike(time) or time.grain == "week")) or _CLOCK.match(
            self.text, segment.start
        ) is not None

    def past(self, time: Time) -> str | None:
        """The day of what happened, which is not to come: of «14日» in a paper of the 6th last month's."""
        if _SAME_DAY.match(time.text) and self.told:
            return self.told
        if not self.anchor or not time.iso or len(time.iso) < DAY or time.year_from == "stated":
            return time.iso
        named = date.fromisoformat(time.iso)
        if self.named and self.named.endswith(time.iso[-3:]) and "月" not in time.text:
            return self.named
        if named <= self.anchor or time.first != time.last:
            return time.iso
        try:
            earlier = named.replace(year=named.year - 1) if "月" in time.text else _month_before(named)
        except ValueError:
            return time.iso
        return earlier.isoformat()

    def stretch_of(self, segment: Span, telling: Telling) -> Time | None:
        """The stretch of time (1至5月, 今年以来) that something is told of, as statistics are."""
        at = bisect_left(self.stretches, segment.start, key=lambda time: time.start)
        return self.stretches[at] if at < len(self.stretches) and self.stretches[at].start < telling.start else None

    def year_of(self, stretch: Time | None) -> str | None:
        """The year of a stretch (3月以来); None where it holds no one year."""
        last = (stretch.last or self.anchor) if stretch else None
        return str(last.year) if stretch and stretch.first and last and stretch.first.year == last.year else None

    def day_of_name(self, telling: Telling, segment: Span) -> str | None:
        """Day an accident is named after: of the year told before it, else within half a year before the paper.

        «天津港“8·12”» is told of for years, so that its own year is not the document's.
        """
        if not telling.day or not self.anchor:
            return None
        before = self.told_in(Span(segment.start, telling.start), telling.start)
        if before and before.first and before.grain in _YEARLIKE and telling.start - before.end <= _SHORT:
            return f"{before.first.year}-{month_day(telling.day)}"
        month, day = map(int, re.findall(r"\d+", telling.day))
        low = max(0, telling.start - _FAR)
        sentence = max(low, self.text.rfind("。", low, telling.start) + 1)
        opens = self.first_in(Span(sentence, telling.start))
        if opens and opens.first and opens.grain in _YEARLIKE and _SEVERAL.match(self.text, opens.end):
            return f"{opens.first.year}-{month_day(telling.day)}"
        passed = (month, day) <= (self.anchor.month, self.anchor.day)
        if passed and _THIS_YEAR.search(self.text, sentence, telling.start):
            return f"{self.anchor.year}-{month_day(telling.day)}"
        for year in (self.anchor.year, self.anchor.year - 1):
            try:
                named = date(year, month, day)
            except ValueError:
                return None
            if timedelta(0) <= self.anchor - named <= _HALF_YEAR:
                return named.isoformat()
        return None


def _is_place(words: str) -> bool:
    """Whether words beside a day may be where something happened."""
    return _PLACE.fullmatch(words) is not None and (words[-1] in "省市州旗盟" or ends_in_place(words))


def _is_daylike(time: Time) -> bool:
    """Whether a time is one day or an hour; a feast is one (除夕, 元旦当天)."""
    return time.grain in _DAYLIKE or (time.grain == "event" and time.first is not None and time.first == time.last)


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=day.day)
