"""Which time a figure covers: one stated in its sentence, at the head of its passage, or for the whole document."""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from extract.rulebook import load
from extract.sentences import Span
from extract.stretches import as_period, stretches, year_before
from language.dates import Time
from language.quick import compiled
from records import Period

_NEAR = 8  # times before a sentence among which its day is sought
_CHANGED = 20  # characters from what was so at a time to what has become of it
_GLOSS = 6  # characters behind a time in a bracket that holds little else
_SUBJECT = 18  # characters that may stand before a time and name who did it
_LEAD = 500  # characters in which the news of an accident says when it was
_HEAD = 160  # characters in which a paper on an inspection says that it is one
_CLAUSES = 200  # characters behind a time in which its sentence says what was done
_OPENING = 4  # characters that may stand before a time which opens a sentence: 一是, （一）


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return compiled(load("counts")["periods"][name])


class Periods:
    """The time that holds at a place of a text.

    That is the last one stated in the sentence, else the days of the check that it speaks of, else the one that opens
    the passage, else the one that the document gives for all its figures.
    """

    def __init__(self, text: str, times: Sequence[Time], anchor: dt.date | None, *, exact: bool = True) -> None:
        self._text, self._anchor = text, anchor
        self._times = stretches(text, times, anchor, exact=exact)
        self._starts = [time.start for time in self._times]
        self._limits = [time.start for time in times if time.relation == "by" and not time.recurrence]
        self._asides = self._asides_of(self._times)
        self._lines = [0, *(mark.end() for mark in re.finditer("\n", text))]
        self._openings = [time for time in self._times if self._opens(time)]
        self._heads = [head.start() for head in _pattern("head").finditer(text)]
        self._checks = [check.end() for check in _pattern("this_check").finditer(text)]
        self._by_checks = [check.end() for check in _pattern("by_check").finditer(text)]
        stated = [
            time for time in self._times if _pattern("all_figures").search(text[max(0, time.start - 12) : time.end])
        ]
        self._all = as_period(stated[0]) if stated else None
        inspects = _pattern("inspects").search(text[:_HEAD])
        self._scopes = (
            *(self._inspection_scopes() if inspects else ()), *self._heading_scopes(), *self._timed_heads(),
            *self._list_scopes(),
        )  # fmt: skip
        self._tolls = tuple(self._toll_scopes())
        self._event = self._told_event()

    @property
    def times(self) -> Sequence[Time]:
        """The times that figures can cover."""
        return self._times

    def at(self, sentence: Span, position: int) -> Period | None:
        """Period that a figure at the position covers; None where none is stated."""
        group = self._text.rfind("；", sentence.start, position)
        inside = [
            time for time in self._between(sentence.start, position)
            if time.end <= position and (time.start > group or _is_wide(time)) and not self._is_past(time, position)
            and self._asides.get(time.start, position) >= position and not self._is_cut_off(time, position)
        ]  # fmt: skip
        if inside:
            return _together(inside)
        return self._before(sentence, position, group)

    def _asides_of(self, times: Sequence[Time]) -> dict[int, int]:
        """Where the bracket closes in which a time stands with what is told of it: 事故（8月14日，…1人死亡）发生后."""
        closes = {}
        for time in times:
            opened = self._text.rfind("（", max(0, time.start - _CLAUSES), time.start)
            if opened >= 0 and "）" not in self._text[opened : time.start]:
                closed = self._text.find("）", time.end, time.end + _CLAUSES)
                if closed - time.end > _GLOSS:
                    closes[time.start] = closed
        return closes

    def _is_past(self, time: Time, position: int) -> bool:
        """Whether a time is only what a figure has changed from: 由2022年末的1.46万人压减到·9800人."""
        was = self._text.startswith(("由", "从"), time.start - (time.text[0] not in "由从"))
        near = position - time.end < _CHANGED
        return was and near and bool(_pattern("changed").fullmatch(self._text, time.end, position))

    def _is_cut_off(self, time: Time, position: int) -> bool:
        """Whether a limit stands between a time and a figure: «7月份检查矿山，10月底前新建消防站·2个»."""
        at = bisect_left(self._limits, time.end)
        return at < len(self._limits) and self._limits[at] < position

    def _before(self, sentence: Span, position: int, group: int) -> Period | None:
        """The period of a figure whose sentence states no time of its own."""
        if day := self._check_days(self._checks, position) or self._day_of_clock(sentence, position):
            return as_period(day)
        paragraph = self._lines[bisect_right(self._lines, sentence.start) - 1]
        held = (
            self._opening(paragraph, sentence.start) or self._all or self._scoped(position)
            or self._toll(paragraph, sentence, position) or self._days_of_check(position)
            or self._day_of_event(sentence, position)
        )  # fmt: skip
        if held and held.start == held.end and self._is_of_action(sentence.start, position):
            return None
        if (
            held
            and held.start not in (None, held.end)
            and self._is_stock(max(sentence.start, group, position - _CLAUSES), position)
        ):
            return None
        a_year_ago = _pattern("a_year_ago").search(self._text, max(group, sentence.start), position)
        return year_before(held) if held and a_year_ago else held

    def _is_stock(self, start: int, position: int) -> bool:
        """Whether a figure says what there is, which no stretch of time has brought: 全县现有渔船·1864艘."""
        return bool(_pattern("stock").search(self._text, max(start, position - _CLAUSES), position))

    def _is_of_action(self, start: int, position: int) -> bool:
        """Whether a sentence tells what a whole action has brought, not a day of it: 活动期间，共检查·30家."""
        return bool(_pattern("of_action").search(self._text, start, position))

    def _opening(self, paragraph: int, end: int) -> Period | None:
        """The last time that opens a sentence of the paragraph."""
        at = bisect_left(self._openings, end, key=_start_of) - 1
        last = self._openings[at] if at >= 0 else None
        return as_period(last) if last and last.start >= paragraph else None

    def _check_days(self, checks: Sequence[int], position: int) -> Time | None:
        """The days of the check that «本次检查» means, up to the end of its section: the last ones told before it."""
        at = bisect_right(checks, position) - 1
        if at < 0:
            return None
        check = checks[at]
        head = bisect_right(self._heads, position) - 1
        if head >= 0 and self._heads[head] > check:
            return None
        if any(_is_wide(time) or time.grain == "day" for time in self._between(check, position)):
            return None
        told = [time for time in self._times[: bisect_left(self._starts, check)] if _is_stretch_of_days(time)]
        return told[-1] if told else None

    def _days_of_check(self, position: int) -> Period | None:
        """The days of a check of which its group or its yield is told later on: 检查组分成4个小组, 通过自查."""
        days = self._check_days(self._by_checks, position)
        return as_period(days) if days and self._is_of_check(days) else None

    def _told_event(self) -> Time | None:
        """The day of the accident that a paper tells of, by its title and first sentences."""
        if not _pattern("event").search(self._text, 0, _HEAD):
            return None
        for time in self._between(0, _LEAD):
            stop = self._text.find("。", time.end, time.end + _CLAUSES)
            told = _pattern("event").search(self._text, time.end, stop if stop >= 0 else time.end + _CLAUSES)
            dateline = self._text.startswith(("电", "讯"), time.end)
            if told and not dateline and time.grain in ("day", "hour") and time.relation == "at" and time.first:
                return time
        return None

    def _day_of_event(self, sentence: Span, position: int) -> Period | None:
        """The day of the paper's accident, for whom it hurt and who came, up to another time."""
        event = self._event
        if event is None or sentence.start <= event.start:
            return None
        if any(time.first != event.first or time.last != event.last for time in self._between(event.end, position)):
            return None
        start, end = max(sentence.start, position - _CLAUSES), min(sentence.end, position + _CLAUSES)
        hurt = _pattern("aftermath").search(self._text, start, end)
        return as_period(event) if hurt and not _pattern("blamed").search(self._text, start, position) else None

    def _day_of_clock(self, sentence: Span, position: int) -> Time | None:
        """The day told last before a sentence that gives the hour only: «10时18分，沟槽滑塌，4人被埋»."""
        if not _pattern("clock").search(self._text, max(sentence.start, position - _CLAUSES), position):
            return None
        at = bisect_left(self._starts, sentence.start)
        told = self._times[max(0, at - _NEAR) : at]
        days = [time for time in told if time.end <= sentence.start and time.grain in ("day", "hour")]
        return days[-1] if days and days[-1].relation == "at" else None

    def _inspection_scopes(self) -> Iterator[tuple[int, int, Period]]:
        """Of a paper on an inspection: from where to where which of its days hold, for what was found there."""
        told = [time for time in self._times if _is_stretch_of_days(time) and self._is_of_check(time)]
        for time, following in zip_longest(told, told[1:]):
            end = following.start if following else len(self._text)
            findings = _pattern("findings").search(self._text, time.end, end)
            period = as_period(time)
            if findings and period:
                demands = _pattern("demands").search(self._text, findings.end(), end)
                yield findings.end(), demands.start() if demands else end, period

    def _is_of_check(self, time: Time) -> bool:
        """Whether a time says when was checked: «检查时间：2月2日至6日», «11月16日至24日，…开展了暗访»."""
        if _pattern("check_label").search(self._text, max(0, time.start - 12), time.start):
            return True
        stop = self._text.find("。", time.end, time.end + _CLAUSES)
        return bool(_pattern("checked").search(self._text, time.end, stop if stop >= 0 else time.end + _CLAUSES))

    def _heading_scopes(self) -> Iterator[tuple[int, int, Period]]:
        """From where to where the days of a heading hold: «■甲组（2月2日、3日）», to the next heading of its kind."""
        for head in _pattern("dated_head").finditer(self._text):
            told = [time for time in self._between(*head.span()) if time.end <= head.end() and time.first]
            if not told:
                continue
            mark = self._text[head.start()] if head["mark"] else head["number"][-1]
            following = re.compile(f"(?m:^)[^\\n]{{0,4}}{re.escape(mark)}").search(self._text, head.end())
            first = min(time.first for time in told if time.first)
            last = max(time.last or time.first for time in told if time.first)
            yield head.end(), following.start() if following else len(self._text), Period(first, last)

    def _timed_heads(self) -> Iterator[tuple[int, int, Period]]:
        """From where to where the year or months of a heading hold, to the next heading of its kind."""
        for head in _pattern("timed_head").finditer(self._text):
            told = [time for time in self._between(*head.span()) if time.end <= head.end() and _is_wide(time)]
            period = as_period(told[-1]) if told else None
            if period:
                mark = head["number"][-1]
                following = re.compile(f"(?m:^)[^\\n]{{0,4}}{re.escape(mark)}").search(self._text, head.end())
                yield head.end(), following.start() if following else len(self._text), period

    def _list_scopes(self) -> Iterator[tuple[int, int, Period]]:
        """From where to where a list goes whose lead gives its time: «…4月18日至22日检查，主要问题有：»."""
        for lead in _pattern("list_lead").finditer(self._text):
            paragraph = self._lines[bisect_right(self._lines, lead.start()) - 1]
            start = max(self._text.rfind("。", paragraph, lead.start()) + 1, paragraph)
            told = self._between(start, lead.start())
            period = as_period(told[-1]) if told else None
            if period and not _pattern("lead_aims").search(self._text, start, lead.start()):
                yield lead.end(), self._end_of_list(lead.end()), period

    def _end_of_list(self, start: int) -> int:
        """Where the lines end that are marked like the one that begins there: （1）, （2）."""
        mark = _pattern("list_mark").match(self._text, start)
        kind = mark.lastgroup if mark else None
        while mark and mark.lastgroup == kind:
            start = self._text.find("\n", mark.end()) + 1
            if not start:
                return len(self._text)
            mark = _pattern("list_mark").match(self._text, start)
        return start

    def _toll_scopes(self) -> Iterator[tuple[int, int, Period]]:
        """From where to where months or more hold that accidents were added up for, to the next that are told so."""
        told = [time for time in self._times if _is_wide(time) and self._adds_up(time) and as_period(time)]
        for time, following in zip_longest(told, told[1:]):
            end = following.start if following else len(self._text)
            demands = _pattern("demands").search(self._text, time.end, end)
            yield time.end, demands.start() if demands else end, Period(time.first, time.last)

    def _adds_up(self, time: Time) -> bool:
        """Whether the sentence goes on from a time with how many accidents there were: 1至5月，全市发生事故46起."""
        stop = self._text.find("。", time.end, time.end + _CLAUSES)
        return bool(_pattern("tolled").search(self._text, time.end, stop if stop >= 0 else time.end + _CLAUSES))

    def _toll(self, paragraph: int, sentence: Span, position: int) -> Period | None:
        """The time of accidents told by trade, place or kind, in paragraphs after the one that gives it."""
        at = bisect_right(self._tolls, position, key=lambda scope: scope[0]) - 1
        if at < 0 or position >= self._tolls[at][1]:
            return None
        if any(time.grain in ("day", "hour") for time in self._between(max(paragraph, position - _CLAUSES), position)):
            return None
        start, end = max(sentence.start, position - _CLAUSES), min(sentence.end, position + _CLAUSES)
        aimed = _pattern("aimed").search(self._text, start, position)
        return self._tolls[at][2] if not aimed and _pattern("tolled").search(self._text, start, end) else None

    def _scoped(self, position: int) -> Period | None:
        """The period of the narrowest stretch that the position lies in."""
        found = [(end - start, at) for at, (start, end, _) in enumerate(self._scopes) if start <= position < end]
        return self._scopes[min(found)[1]][2] if found else None

    def _between(self, start: int, end: int) -> Sequence[Time]:
        return self._times[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _opens(self, time: Time) -> bool:
        """Whether the time opens its sentence and speaks of a stretch that may hold for the next sentences."""
        paragraph = self._lines[bisect_right(self._lines, time.start) - 1]
        low = max(paragraph, time.start - _OPENING - 1)
        start = max(self._text.rfind(mark, low, time.start) for mark in "。！？\n，；：") + 1 or paragraph
        lasting = time.relation in ("since", "until", "span") or time.start - paragraph <= _OPENING
        lasting = lasting or (_is_wide(time) and bool(_pattern("tells_of").match(self._text, time.end)))
        lasting = lasting or bool(_pattern("reported").fullmatch(self._text, paragraph, time.start))
        return (time.start - start <= _OPENING and lasting) or self._opens_behind_subject(time, paragraph)

    def _opens_behind_subject(self, time: Time, paragraph: int) -> bool:
        """Whether only who did it stands before a stretch of which figures are told: 公安部门·2月份查处超员112起."""
        if not _is_wide(time) and time.relation != "span":
            return False
        low = max(paragraph, time.start - _SUBJECT)
        start = max(self._text.rfind(mark, low, time.start) for mark in "。；，：") + 1 or low
        return bool(
            _pattern("subject").fullmatch(self._text, start, time.start)
            and _pattern("tells_figures").match(self._text, time.end)
        )


def _is_stretch_of_days(time: Time) -> bool:
    return (time.relation == "span" or time.grain in ("day", "hour")) and time.first is not None


def _is_wide(time: Time) -> bool:
    """Whether it is more than the time of one event."""
    return time.relation in ("since", "until") or time.grain not in ("day", "hour")


def _together(told: Sequence[Time]) -> Period | None:
    """The period of the last time, from where the one before it began: «自6月25日启动以来，至9月25日»."""
    last = told[-1]
    since = next((time.first for time in reversed(told[:-1]) if time.relation == "since" and time.first), None)
    if since and last.relation == "until" and last.last and since <= last.last:
        return Period(since, last.last)
    return as_period(last)


def _start_of(time: Time) -> int:
    return time.start
