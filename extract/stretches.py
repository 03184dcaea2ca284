"""The times of a text that a figure can cover: no rhythms, no deadlines, no other end of a comparison.

What the text tells in several words is one time here: «自4月1日专项行动启动以来», «大检查启动以来（4月1日至26日）»,
«截至4月26日，今年全市…».
"""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from extract.rulebook import load
from language.dates import Time
from language.quick import compiled
from records import Period

_FIRST_DAYS = 15  # of a month, in which a paper is of the month before
_LATE = 9  # the month from which on a time that lies ahead can be of the year before
_TITLE = 60  # characters of a title in 《》 before a time
_PAGE = 100  # characters of a page's own line
_GLOSS = 3  # characters from a stretch to the days in the bracket behind it
_LAST_MONTH = 11  # from which on a report of a year is written
_NAMED = 120  # characters around some days in which the text says what they are called
_MOST = 40  # stretches before a name among which its days are sought
_OPENING = 400  # characters at the head of a paper in which it says since when it tells, or of which half year
_HALF = re.compile("([上下])半年")
_HALF_OVER = {**dict.fromkeys((6, 7, 8, 9), "上"), **dict.fromkeys((12, 1, 2), "下")}  # months, and the half just over
_MONTHS_OF_HALF = 6
# a year that is not over; 年初 only tells an order of things
_NO_STRETCH = ("年初", "今明两年", "今明年")
_THIS_YEAR = ("今年", "今年的", "本年", "本年度")
_PLANNED = re.compile(
    "的|是|同期|国庆|中秋|春[运节]|清明|端午|五一|汛期|[^，。；]{0,3}[季假]|[^。；\\n]{0,24}?(?:(?<![主只需重])要|将|计划|拟|力争|争取|目标|任务|必须|务必|确保|预计|预期|预测|底|打算|准备|年内|工作)"
)
_NEAR = 16  # characters before «今年» in which the day up to which it is told may stand
_UP_TO, _GOES_UP_TO = re.compile("(?:截[至止]|到|至)[^，。；\n]{2,12}，?$"), re.compile("，?截[至止]|，?到")
_ALLOTTED = re.compile("，?[^。；，]{0,16}?(?:自筹|安排|列支|拿|预算|下达|面积)")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return compiled(load("counts")["periods"][name])


def stretches(text: str, times: Sequence[Time], anchor: dt.date | None, *, exact: bool = True) -> list[Time]:
    """The times that figures can cover, in the order of the text.

    anchor  the document's day
    exact   whether it is that day; what goes up to a day that only stands in for it («开展以来») has no end
    """
    return _Stretches(text, times, anchor, anchor if exact else None).read()


class _Stretches:
    def __init__(self, text: str, times: Sequence[Time], anchor: dt.date | None, today: dt.date | None) -> None:
        self._text, self._anchor, self._today = text, anchor, today
        self._raw = {time.start: time for time in times}

    def read(self) -> list[Time]:
        told = [self._up_to_now(self._in_past(self._of_name(time))) for time in self._since_then() if self._tells(time)]
        told = sorted([*told, *self._phrases(told)], key=lambda time: time.start)
        return list(self._joined(self._of_their_month([self._glossed(time) for time in told])))

    # --- one time out of several words -------------------------------------------------------------------------------

    def _since_then(self) -> Iterator[Time]:
        """The times; «自6月25日行动开展以来» is one, without the times told in its words (入汛以来)."""
        end = 0
        for time in map(self._as_until, self._raw.values()):
            if time.start < end:
                continue
            time = self._whole_year(time)
            if time.relation == "from" and self._goes_on(time):
                time = replace(time, relation="since", last=self._today, rule="since-then")
            began = time.relation in ("from", "at") and time.first
            event = _pattern("since_then").match(self._text, time.end) if began else None
            if event:
                end, time = event.end(), self._in_past(time)
                words = self._text[time.start : end]
                time = replace(time, end=end, text=words, relation="since", last=self._today, rule="since-then")
            yield time

    def _whole_year(self, time: Time) -> Time:
        """The time; «年内», told of what was done in a year that is all but over, is the year."""
        if time.text != "年内" or not self._anchor or self._anchor.month < _LAST_MONTH:
            return time
        year = self._anchor.year
        if _pattern("year_done").match(self._text, time.end):
            return replace(time, first=dt.date(year, 1, 1), last=dt.date(year, 12, 31), relation="span")
        return time

    def _of_name(self, time: Time) -> Time:
        """The time; of «去年“8·06”特大暴雨» the day in the name."""
        name = _pattern("named_day").match(self._text, time.end) if time.grain == "year" and time.first else None
        try:
            day = dt.date(time.first.year, int(name["month"]), int(name["day"])) if name and time.first else None
        except ValueError:
            return time
        return replace(time, first=day, last=day, grain="day") if day else time

    def _up_to_now(self, time: Time) -> Time:
        """The time; «今年», told of what was done in a year that is not all but over, goes up to the document's day."""
        day = self._anchor
        began = day and time.text in _THIS_YEAR and time.first == day.replace(month=1, day=1)
        if not day or not began or day.month > _LAST_MONTH:
            return time
        return time if _ALLOTTED.match(self._text, time.end) else replace(time, last=day)

    def _goes_on(self, time: Time) -> bool:
        """Whether what began is told up to now or another day that is over: 5月中旬起，…到目前共检验4万台."""
        over = time.first and (self._anchor is None or time.first <= self._anchor)
        return bool(over and _pattern("goes_on").match(self._text, time.end))

    def _as_until(self, time: Time) -> Time:
        """The time; «…以来，至9月25日» and «到9月底，共…» tell of a day that is over no limit but an end.

        So does «2011年末，…辖码头泊位62个»: what there was by then.
        """
        stood = time.relation == "at" and _pattern("years_end").search(time.text)
        if stood and time.last and not _pattern("was_then").match(self._text, time.end):
            return replace(time, first=None, relation="until")
        if time.relation not in ("by", "at") or not time.last or (self._anchor and time.last > self._anchor):
            return time
        led = _pattern("up_to").search(self._text, max(0, time.start - 2), time.start + 1)
        if not led or time.grain == "hour" or time.text.endswith("前"):
            return time
        return replace(time, first=None, relation="until")

    def _glossed(self, time: Time) -> Time:
        """The time; «大检查启动以来（4月1日至26日）» has the days of its bracket."""
        if time.relation != "since" or self._text[time.end : time.end + 1] != "（":
            return time
        days = next((self._raw[at] for at in range(time.end + 1, time.end + _GLOSS) if at in self._raw), None)
        if days is None or self._text[days.end : days.end + 1] != "）" or not (days.first or days.relation == "until"):
            return time
        last = days.last if days.relation in ("span", "until") else time.last
        return replace(time, end=days.end + 1, first=days.first or time.first, last=last)

    def _joined(self, told: Sequence[Time]) -> Iterator[Time]:
        """The times; what is told up to a day began when the text says: this year, or with the action of the paper.

        «二季度截至6月20日» began with the quarter.
        """
        began: Time | None = None
        for before, time in pairwise((None, *told)):
            assert time is not None
            if before and time.relation == "until" and not time.first and self._is_within(time, before):
                yield replace(time, first=before.first)
                continue
            if time.rule == "since-then" and time.grain in ("day", "month", "tendays"):
                began = time
            elif time.relation == "until" and time.last and not time.first:
                yield replace(time, first=self._first_of(time, began))
                continue
            elif began and time.grain != "hour":
                began = None if "\n" in self._text[began.end : time.start] else began
            yield time

    def _is_within(self, time: Time, before: Time) -> bool:
        """Whether a day lies in the stretch told right before it."""
        beside = time.start - before.end <= 1 and before.relation in ("at", "span") and before.grain != "day"
        return bool(beside and before.first and before.last and time.last and before.first < time.last <= before.last)

    def _first_of(self, time: Time, began: Time | None) -> dt.date | None:
        """When that began what is told up to a day; None where the text does not say."""
        assert time.last is not None
        if self._is_of_this_year(time):
            return dt.date(time.last.year, 1, 1)
        if began is None or began.first is None or began.first > time.last:
            return None
        near = "\n" not in self._text[began.end : time.start] or began.start < _OPENING
        return began.first if near else None

    def _is_of_this_year(self, time: Time) -> bool:
        after = _pattern("this_year_after").match(self._text, time.end)
        return bool(after or _pattern("this_year_before").search(self._text[max(0, time.start - 6) : time.start]))

    # --- which times can be what a figure covers ---------------------------------------------------------------------

    def _tells(self, time: Time) -> bool:
        """Whether a time can be what a figure covers: no rhythm, no deadline, no other end of a comparison."""
        before, after = self._text[max(0, time.start - 4) : time.start], self._text[time.end : time.end + 10]
        compared = _pattern("compared").search(before) or _pattern("compared_after").match(after)
        coming = self._anchor and time.first and time.first > self._anchor and not self._is_last_year(time)
        if time.text.rstrip("的") in _NO_STRETCH or self._in_title(time) or self._is_publication(time):
            return False
        if time.text in _THIS_YEAR and (_PLANNED.match(self._text, time.end) or self._has_end(time)):
            return False
        if time.relation == "at" and _pattern("of_a_thing").match(self._text, time.end):
            return False
        if _pattern("heard_by").search(before) and _pattern("heard").match(self._text, time.end):
            return False
        return not coming and time.recurrence is None and time.relation not in ("by", "within", "from") and not compared

    def _has_end(self, time: Time) -> bool:
        """Whether the day up to which a year is told stands beside it, and is the time that counts: 截至5月底，今年…"""
        low = max(0, time.start - _NEAR)
        return bool(_UP_TO.search(self._text, low, time.start) or _GOES_UP_TO.match(self._text, time.end))

    def _in_title(self, time: Time) -> bool:
        begin = max(0, time.start - _TITLE)
        return self._text.rfind("《", begin, time.start) > self._text.rfind("》", begin, time.start)

    def _is_publication(self, time: Time) -> bool:
        """Whether a time stands in a page's own line, which tells when it was put there, or is the paper's dateline."""
        low = max(0, time.start - _PAGE)
        start = self._text.rfind("\n", low, time.start) + 1 or low
        end = self._text.find("\n", time.end, start + _PAGE)
        line = self._text[start : end if end >= 0 else start + _PAGE]
        dateline = (
            time.first is not None and time.first == time.last == self._anchor and line.strip("（） ") == time.text
        )
        return dateline or ("。" not in line and bool(_pattern("published").search(line)))

    def _is_last_year(self, time: Time) -> bool:
        """Whether a time without a year that lies ahead is meant of the year before: October, told in January."""
        early = self._anchor is not None and self._anchor.month <= 3 and time.year_from != "stated"
        late = time.first and max(time.first, time.last or time.first).month >= _LATE
        return bool(early and late and time.grain in ("day", "month", "tendays", "hour"))

    def _in_past(self, time: Time) -> Time:
        if not (self._anchor and time.first and time.first > self._anchor):
            return time
        period = as_period(time)
        past = year_before(period) if period else None
        return replace(time, first=past.start, last=past.end) if past else time

    def _phrases(self, told: Sequence[Time]) -> Iterator[Time]:
        """Times told in words of the text's own: 专项行动启动以来, 一年来, 全年, and 安全生产月, which is June."""
        ends = {time.end for time in told}
        for match in _pattern("since").finditer(self._text):
            compared = _pattern("compared_after").match(self._text, match.end())
            if match.end() not in ends and self._anchor and not compared:
                yield Time(*match.span(), match[0], None, self._today, "event", "since")
        for match in _pattern("safety_month").finditer(self._text) if self._anchor else ():
            year = self._year(before=6)
            yield Time(*match.span(), match[0], dt.date(year, 6, 1), dt.date(year, 6, 30), "month", "span")
        yield from self._named(told)
        for match in _pattern("whole_month").finditer(self._text):
            at = bisect_left(told, match.start(), key=lambda time: time.start)
            if month := next(filter(_is_month, reversed(told[max(0, at - _MOST) : at])), None):
                yield replace(month, start=match.start(), end=match.end(), text=match[0], rule="whole-month")
        half = self._half_year(self._anchor) if self._anchor else None
        for match in _pattern("half_year").finditer(self._text) if half else ():
            assert half is not None
            yield Time(*match.span(), match[0], half.start, half.end, "half", "span")
        for match in _pattern("whole_year").finditer(self._text) if self._anchor else ():
            year = self._year(before=3)
            first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
            yield Time(*match.span(), match[0], first, last, "year", "span")

    def _half_year(self, anchor: dt.date) -> Period | None:
        """The half year that «半年来» means: the one that the paper names first, else the one just over."""
        named = _HALF.search(self._text, 0, _OPENING)
        if not named and anchor.month not in _HALF_OVER:
            return None
        if (named[1] if named else _HALF_OVER[anchor.month]) == "上":
            return Period(dt.date(anchor.year, 1, 1), dt.date(anchor.year, 6, 30))
        year = anchor.year - (anchor.month <= _MONTHS_OF_HALF)
        return Period(dt.date(year, 7, 1), dt.date(year, 12, 31))

    def _is_over(self, months: Sequence[Time]) -> bool:
        """Whether a paper from the first days of a month tells of the one before, which «本月» then is."""
        day = self._anchor
        told = months[-1].last if months else None
        return bool(day and told and day.day <= _FIRST_DAYS and told == day.replace(day=1) - dt.timedelta(days=1))

    def _named(self, told: Sequence[Time]) -> Iterator[Time]:
        """«春运期间», «行动首夜»: days that the text has given with their name before (2月1日至3月12日春运期间)."""
        spans = [time for time in told if time.relation == "span" and time.grain in ("day", "month", "tendays")]
        starts = {time.start for time in told}
        for match in _pattern("named").finditer(self._text) if spans else ():
            at = bisect_left(spans, match.start(), key=lambda time: time.start)
            span = next(
                (span for span in reversed(spans[max(0, at - _MOST) : at]) if self._is_called(span, match["name"])),
                None,
            )
            if span and match.start() not in starts and span.end < match.start():
                last = span.first if match["first"] else span.last
                yield replace(span, start=match.start(), end=match.end(), text=match[0], last=last, rule="named")

    def _is_called(self, span: Time, name: str) -> bool:
        """Whether the sentence of some days says what they are called."""
        stop = re.compile("[。\n]").search(self._text, span.end, span.end + _NAMED)
        low = max(0, span.start - _NAMED)
        start = max(self._text.rfind("。", low, span.start), self._text.rfind("\n", low, span.start), low - 1) + 1
        return name in self._text[start : stop.start() if stop else span.end + _NAMED]

    def _year(self, *, before: int) -> int:
        """The year that a report is of: the last one where it is told before that month."""
        assert self._anchor is not None
        return self._anchor.year - (self._anchor.month < before)

    def _of_their_month(self, times: list[Time]) -> list[Time]:
        """The times; «当月» is the month told last before it, «本周» the days at the head of a weekly report."""
        months: list[Time] = []
        spans: list[Time] = []
        for at, time in enumerate(times):
            of_month = time.text in ("当月", "该月") or (time.text == "本月" and self._is_over(months))
            known = months if of_month else spans if time.text in ("本周", "本旬", "本期") else []
            if known:
                times[at] = replace(time, first=known[-1].first, last=known[-1].last)
            elif time.grain == "month" and time.relation == "at":
                months.append(time)
            elif time.relation == "span" and time.grain == "day":
                spans.append(time)
        return times


def _is_month(time: Time) -> bool:
    return time.grain == "month" and time.relation == "at" and time.first is not None


def as_period(time: Time) -> Period | None:
    """The days that a time means, as a period; None where neither end is known."""
    if not (time.first or time.last) or (time.first and time.last and time.first > time.last):
        return None
    return Period(time.first, time.last)


def year_before(period: Period) -> Period:
    """The same days of the year before; 29 February has none and gives the 28th."""
    first, last = (day and day.replace(year=day.year - 1, day=_day_of(day)) for day in (period.start, period.end))
    return Period(first or None, last or None)


def _day_of(day: dt.date) -> int:
    return 28 if (day.month, day.day) == (2, 29) else day.day
