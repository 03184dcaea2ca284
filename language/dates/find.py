"""Finds the times of a text: points, the ranges between two of them, and the words that say how they are meant."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from language.dates import calendar, grammar
from language.dates.counted import is_issue
from language.dates.feasts import read_festival
from language.dates.frame import Frame, Memory, frame, settle_year, turns_year
from language.dates.lexicon import number
from language.dates.points import Context, Point
from language.dates.readers import read
from language.dates.time import Grain, Period, Relation, Time
from language.normalize import normalize
from language.quick import compiled

_TITLE = re.compile(r"《[^》\n]{1,80}》")
_NUMERALS = "0123456789一二三四五六七八九十"
_LAST_NUMBER, _NUMBER = re.compile(rf"[{_NUMERALS}]+\Z"), re.compile(rf"第?(?P<number>[{_NUMERALS}]+)")
_OFF = re.compile("假|期间|周")
_HOUR = re.compile(r"[时点:]")
_WHOLE = frozenset({"year", "half", "quarter", "month", "week", "event"})  # «6月前» ends with May; «6月3日前» does not
_LISTED = frozenset("、和及与，")
_SPACE = compiled(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")  # not the one inside «2023-07-04 09:36»
_ONE_DAY = dt.timedelta(days=1)
_NO_TIME, _BETWEEN_FEASTS = dt.timedelta(0), dt.timedelta(days=60)


def find_times(text: str, anchor: dt.date | None, *, exact: bool = True) -> list[Time]:
    """Times of a normalised text, ascending, not overlapping; none from inside a title in 《》.

    anchor is the document's day. Without it, what hangs on it stays open: 本月 has no days; a bare month takes
    the year named before it in the paragraph, or the one year that the whole text or its first line names.
    exact: whether the anchor is that day, and not one of its year that stands in for it.
    """
    return list(_Scan(text, frame(text, anchor, exact=exact)).times())


def resolve(text: str, anchor: dt.date | None) -> Period | None:
    """Days that an expression means, whatever its script, width and spaces; None when it holds no time.

    Times in a list («7月、8月») give the stretch from the first to the last; of several others the longest counts.
    A rhythm (每月25日前) has no days of its own: both ends are None.
    """
    text = normalize(_SPACE.sub("", text)).text
    times = find_times(text, anchor)
    if not times:
        return None
    gaps = (text[left.end : right.start] for left, right in pairwise(times))
    if all(gap in _LISTED for gap in gaps):
        return _stretch(times)
    best = max(times, key=lambda time: (time.end - time.start, -time.start))
    return Period(best.first, best.last)


def _stretch(times: Sequence[Time]) -> Period:
    """From the first day of any to the last day of any; open where one is open."""
    firsts = [time.first for time in times if time.first is not None]
    lasts = [time.last for time in times if time.last is not None]
    return _ordered(
        min(firsts) if len(firsts) == len(times) else None, max(lasts) if len(lasts) == len(times) else None
    )


@dataclass(frozen=True, slots=True)
class _Expression:
    """A point, or a range from one point to another: text[start:end] without 截至, 前 and the like."""

    name: str
    start: int
    end: int
    point: Point
    to: Point | None = None
    hour: bool = False

    @property
    def closing(self) -> Point:
        return self.to or self.point


class _Scan:
    """One pass over a text."""

    def __init__(self, text: str, frame_: Frame) -> None:
        self.text = text
        self.frame = frame_
        self.memory = Memory(frame_, text)
        self.named: Time | None = None
        self.titles = [m.span() for m in _TITLE.finditer(text)][::-1]

    def times(self) -> Iterator[Time]:
        at = 0
        while (match := grammar.points().search(self.text, at)) is not None:
            at = max(match.end(), at + 1)
            if self._in_title(match.start()):
                continue
            context = self.memory.context(match.start())
            expression = self._expression(match, context)
            if expression is not None:
                time = self._time(match, expression, context)
                at = self.memory.end = time.end
                self.named = time
                yield time

    def _in_title(self, at: int) -> bool:
        while self.titles and self.titles[-1][1] <= at:
            self.titles.pop()
        return bool(self.titles) and self.titles[-1][0] <= at

    def _expression(self, match: re.Match[str], context: Context) -> _Expression | None:
        found = self._read(match, context)
        if found is None:
            return None
        name, end, point = found
        end, hour = self._clock(end, point)
        lead = _Expression(name, match.start(), end, point, hour=hour)
        return self._range(lead, context) or (None if self._lacks_unit(lead) else lead)

    def _read(self, match: re.Match[str], context: Context) -> tuple[str, int, Point] | None:
        name = match.lastgroup or ""
        inner = grammar.forms()[name].pattern.match(self.text, match.start())
        point = read(name, inner, context) if inner else None
        return (name, inner.end(), point) if inner and point else None

    def _clock(self, end: int, point: Point) -> tuple[int, bool]:
        """End of the time of day that follows a day, and whether it names an hour."""
        if point.grain not in ("day", "event"):
            return end, False
        if note := grammar.WEEKDAY_NOTE.match(self.text, end):
            end = note.end()
        clock = grammar.CLOCK.match(self.text, end)
        return (clock.end(), bool(_HOUR.search(clock[0]))) if clock else (end, False)

    def _range(self, lead: _Expression, context: Context) -> _Expression | None:
        """The range that the expression opens, where «至» and another point follow."""
        couple = self._couple(lead)
        to = grammar.TO.match(self.text, lead.end) or grammar.ENDS.match(self.text, lead.end) or couple
        if lead.point.recurrence or lead.point.open_relation == "within":
            return None
        match = grammar.points().match(self.text, to.end()) if to else None
        if to is None or match is None:
            return None
        first = lead.point.period.first
        after = replace(
            context, year=first.year if first else context.year, month=lead.point.month or context.month,
            year_from=lead.point.year_from if first else context.year_from, last=lead.point.period.last or context.last,
        )  # fmt: skip
        found = self._read(match, after)
        if found is None or found[2].recurrence or found[2].open_relation == "within":
            return None
        name, end, point = found
        if grammar.ENDS.fullmatch(to[0]) and not grammar.END.match(self.text, end):
            return None
        feasts = to is couple and lead.name == name == "festival"
        if feasts and first and point.period.first and _NO_TIME < first - point.period.first < _BETWEEN_FEASTS:
            return self._feasts_turned(lead, match, point, end, after)
        if point.bare_year and first and point.period.last and point.period.last < first and after.year is not None:
            found = self._read(match, replace(after, year=after.year + 1))  # «11月至3月» runs into the next year
            point = found[2] if found else point
        end, hour = self._clock(end, point)
        return replace(lead, end=end, to=point, hour=hour or lead.hour)

    def _feasts_turned(
        self, lead: _Expression, match: re.Match[str], point: Point, end: int, context: Context
    ) -> _Expression:
        """«国庆、中秋假期» of a year in which 中秋 comes first: from there to where the holiday of 国庆 ends."""
        off = (grammar.forms()["festival"].pattern.match(self.text, match.start()) or match).groupdict()["holiday"]
        first = grammar.forms()["festival"].pattern.match(self.text, lead.start)
        last = read_festival({**first.groupdict(), "holiday": off}, context) if first else None
        return replace(lead, end=end, point=point, to=last or lead.point)

    def _couple(self, lead: _Expression) -> re.Match[str] | None:
        """The 、 of «一、二季度» and «1、2月份», where the first lacks its unit; of «元旦、春节期间», if it has any."""
        feast = lead.name == "festival" and not _OFF.search(self.text, lead.start, lead.end)
        if feast and (feasts := grammar.FEASTS.match(self.text, lead.end)):
            return feasts
        couple = grammar.COUPLE.match(self.text, lead.end) if self._lacks_unit(lead) else None
        first, second = _LAST_NUMBER.search(self.text, lead.start, lead.end), _NUMBER.match(self.text, lead.end + 1)
        if not couple or not first or not second or first[0].isascii() != second["number"].isascii():
            return None
        return couple if number(first[0]) < number(second["number"]) else None  # «二、一季度情况» is a heading

    def _lacks_unit(self, lead: _Expression) -> bool:
        """Whether it is a numeral whose 月 or 季度 stands with the next one: 一、二季度."""
        bare = lead.name in ("month", "quarter") and not lead.hour and self.text[lead.end - 1] in _NUMERALS
        return bare and self.text[lead.end - 2 : lead.end - 1] not in ("Q", "q")

    def _time(self, match: re.Match[str], found: _Expression, context: Context) -> Time:
        before = grammar.BEFORE.search(self.text, max(0, found.start - 7), found.start)
        after = grammar.AFTER.match(self.text, found.end)
        relation = _relation(found, before, after)
        found = self._in_stage(match, self._settled(match, found, context, relation), context)
        period = _days(found, relation, after, self.frame.day)
        lasts = grammar.LASTS.match(self.text, after.end() if after else found.end) if relation == "from" else None
        if lasts and period.first:
            period, relation, found = (
                Period(period.first, _end_of(period.first, lasts)),
                "span",
                replace(found, end=lasts.end()),
            )
        glossed = grammar.GLOSSED.match(self.text, found.end) if self.text.startswith("（", found.start - 1) else None
        if glossed and relation == "at" and period.last:
            again = self.named is not None and self.named.grain == "day" and self.named.end == found.start - 1
            exact = found.point.grain == "day" and not again  # but «本周五（6月16日）前»
            period, relation = Period(None, period.last - _ONE_DAY if exact else period.last), "by"
            found = replace(found, start=found.start - 1, end=glossed.end())
        if self._unfixed(found, before.start() if before else found.start):
            period = Period(None, None)
        self.memory.keep(found.closing, found.start, relation)
        if period.first and relation in ("at", "span") and found.point.grain == "day":
            self.memory.event = period.first, found.end
        if found.to is not None:
            self.memory.enter(period)
        start = before.start() if before else found.start
        end = max(after.end() if after else 0, found.end)
        grain: Grain = "hour" if found.hour else found.point.grain
        return Time(
            start, end, self.text[start:end], period.first, period.last, grain, relation, found.point.recurrence,
            None if found.to else found.point.iso, found.point.year_from, found.name.replace("_", "-"),
        )  # fmt: skip

    def _in_stage(self, match: re.Match[str], found: _Expression, context: Context) -> _Expression:
        """A bare day or month lies in the stage that it stands under: «（2025年12月至2026年1月）。…1月15日前»."""
        point, day = found.point, found.point.period.last
        if found.to is not None or not point.bare_year or point.month is None:
            return found
        year = self.memory.year_in_stage(point.month, day.day if day else 1)
        if year is None or (day and day.year == year):
            return found
        return self._expression(match, replace(context, year=year)) or found

    def _unfixed(self, found: _Expression, start: int) -> bool:
        """«检查结束后5日内»: the days run from an event that is not the document's issue."""
        if found.name != "within":
            return False
        event = grammar.EVENT.search(self.text, max(0, start - 24), start)
        return event is not None and not is_issue(event[0])

    def _settled(self, match: re.Match[str], found: _Expression, context: Context, relation: Relation) -> _Expression:
        """The expression in the year that its tense asks for, where the anchor had to give one."""
        if turns_year(context, found.point) and context.year is not None:
            return self._expression(match, replace(context, year=context.year + 1)) or found
        turns = self.memory.turns_back(context, found.point)
        leaves = self.memory.leaves_year(context, found.point) or self.memory.leaves_past(
            context, found.point, found.start, relation
        )
        if (turns or leaves) and self.frame.year is not None:
            self.memory.settle(None if turns else self.frame.year)
            return self._expression(match, replace(context, year=self.frame.year)) or found
        if not found.point.bare_year or found.point.year_from != "anchor" or self.frame.day is None:
            return found
        whole = Period(found.point.period.first, found.closing.period.last)
        years = settle_year(self.text, found.start, found.end, whole, relation, self.frame.day)
        if not years or context.year is None:
            return found
        feast = whole.first if found.name == "festival" else None
        self.memory.settle(context.year + years, feast.month if feast else None)
        return self._expression(match, replace(context, year=context.year + years)) or found


def _relation(found: _Expression, before: re.Match[str] | None, after: re.Match[str] | None) -> Relation:
    said = after.lastgroup if after else None
    led = before.lastgroup if before else None
    if found.to is not None:
        return "since" if found.to.open_relation == "until" else "span"
    if said in ("by", "since", "from", "within"):
        return said  # type: ignore[return-value]
    if found.point.open_relation:
        return found.point.open_relation
    if led in ("until", "by", "from"):
        return led  # type: ignore[return-value]
    return "at"


def _days(found: _Expression, relation: Relation, after: re.Match[str] | None, anchor: dt.date | None) -> Period:
    """First and last day of the whole expression."""
    first, last = found.point.period
    if found.point.recurrence:
        return Period(None, None)
    if relation == "span" or found.to is not None:
        begin = last if found.name == "now" else first  # «从现在开始到6月底»
        return _ordered(begin, found.closing.period.last)
    if relation == "by":
        return Period(None, _before(found.point, after))
    if relation == "until":
        return Period(None, last)
    if relation == "since":
        return _ordered(first, anchor)
    if relation == "from":
        past = after is not None and after[0] in ("后", "之后") and last is not None and last < dt.date.max
        return Period(last + _ONE_DAY if past and last else first, None)
    return Period(first, last)


def _end_of(first: dt.date, lasts: re.Match[str]) -> dt.date | None:
    """The last day of what goes on for so long."""
    if lasts["n"] == "半":
        later = calendar.shift(first, 15 if lasts["unit"] == "月" else 6, "day" if lasts["unit"] == "月" else "month")
    else:
        unit = {"工作日": "day", "天": "day", "日": "day", "月": "month", "年": "year"}.get(lasts["unit"], "week")
        later = calendar.shift(first, number(lasts["n"]), unit)
    return later - _ONE_DAY if later else None


def _before(point: Point, after: re.Match[str] | None) -> dt.date | None:
    """Last day allowed by «…前»: the day itself, but of a month, week or festival the day before it begins."""
    first, last = point.period
    if after is None or after.lastgroup != "by" or point.grain not in _WHOLE or point.part or first is None:
        return last
    return first - _ONE_DAY if first > dt.date.min else None


def _ordered(first: dt.date | None, last: dt.date | None) -> Period:
    """The period, or an open one where its ends have crossed (2023年8月至5月)."""
    return Period(None, None) if first and last and first > last else Period(first, last)
