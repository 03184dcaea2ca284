"""From where a time without a year takes it: the list before it, the text itself, or the document's day."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

from language.dates import calendar
from language.dates.lexicon import one_of, words, year_number
from language.dates.points import Context, Point
from language.dates.time import Period, YearFrom

_YEAR = re.compile(r"(?<![\d比较与-])(?<!超过)(?<!低于)(?<!高于)(?<!接近)((?:19|20)\d\d)(?=年|专项|行动)")
_YEAR_IN_WORDS = re.compile(r"(?:一九|二[〇零○O])[〇零○O一二三四五六七八九]{2}(?=年)")
_IS_THE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年是[^。\n]{0,60}年")
_PAST = re.compile(one_of(words()["tense"]["past"]))
_WILL = re.compile(one_of(words()["tense"]["will"]))
_LONGEST_TITLE = 60
_IN_HEADING = re.compile(r"(?:^|\n)[一二三四五六七八九十]{1,2}、[^。，\n]{0,16}\Z")
# a heading within a line: «…。八、2018年工作思路。1.上半年…»
_INLINE_HEADING = re.compile(r"。[一二三四五六七八九十]{1,2}、\Z")
_NUMBER = 4  # characters of a heading's number, with the full stop before it
_PLANS = re.compile(r"[^年。]{2,4}年度?[^。，\n]{0,8}(?:思路|计划|打算|安排|重点|任务|要点|措施)。")
_NEXT_INLINE = re.compile(r"。[一二三四五六七八九十]{1,2}、")
_NEXT_HEADING = re.compile(r"\n[一二三四五六七八九十]{1,2}、")
_NEXT_ITEM = re.compile(r"\n(?:[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）)")
_FINE = frozenset({"day", "tendays", "month"})
_STALE = dt.timedelta(days=455)  # a report of a year is out by March of the next; what is younger is the page's own
_HALF_A_YEAR = 6  # months
_LONGEST_STAGE = dt.timedelta(days=400)
# no number of a building or a line, and no limit: «25日前报送» is asked for, from the paper's own day
_BARE_DAY = re.compile(r"(\d{1,2})[日号](?!文|楼|线|院|井|机|矿|炉|车间|(?:[上下]午|下班|\d{1,2}[时点])*(?:之|以)?前)")
# a day by which something is asked for: «请于5日前报送» of the 30th is next month's
_ASKED_BY = re.compile(r"(\d{1,2})[日号](?:[上下]午|下班|\d{1,2}[时点])*(?:之|以)?前")
_ASKS = re.compile(r"(?:请|务必|务于|必须|须|限)[^，。；\n]{0,30}$")
_NEXT_EVENT = 400  # characters from one day of a tale to the next
_ASKED_FROM = 40  # characters from who is asked to the day
_FAR_AHEAD, _FAR_BEHIND = dt.timedelta(days=31), dt.timedelta(days=150)


@dataclass(frozen=True, slots=True)
class Frame:
    """The day that a text was written on, as far as known, and its year.

    exact  whether it is that day, and not one that only stands in for it
    """

    day: dt.date | None
    year: int | None
    year_from: YearFrom
    exact: bool = True


def frame(text: str, anchor: dt.date | None, *, exact: bool = True) -> Frame:
    """Frame of a text; what it calls its own year stands against an anchor that is much later (a page put up again)."""
    if anchor is not None:
        own = _declared_year(text)
        if own is not None and anchor - dt.date(own, 1, 1) > _STALE:
            return Frame(None, own, "text")
        return Frame(anchor, anchor.year, "anchor", exact)
    own = _only_year(text)
    return Frame(None, own, "none" if own is None else "text")


def _declared_year(text: str) -> int | None:
    """The year of «2022年是…之年», where no other year is named more often."""
    declared = _IS_THE_YEAR.search(text)
    if declared is None:
        return None
    named = Counter(_YEAR.findall(text))
    return int(declared[1]) if named[declared[1]] == max(named.values()) else None


def _only_year(text: str) -> int | None:
    """The one year that the text names, or that its first line does: «2023行动», «2023年…汇报»."""
    title = next((line for line in text.split("\n", 20) if line.strip()), "")
    for part in (text, title if len(title) <= _LONGEST_TITLE and "。" not in title else ""):
        if len(named := {year_number(year) for year in (*_YEAR.findall(part), *_YEAR_IN_WORDS.findall(part))}) == 1:
            return named.pop()
    return None


@dataclass(slots=True)
class Memory:
    """What the times before hand on: a year to the months after them, a month to the days."""

    frame: Frame
    text: str
    end: int = 0
    year: int | None = None
    opens: bool = False
    month: int | None = None
    section: int | None = None
    headed: int | None = None
    day: dt.date | None = None
    stage: Period | None = None
    parted: bool = False
    moved: int | None = None  # the month of the feast whose tense moved it to this year
    told: tuple[int, int | None] | None = None  # year and month of the last point, for 同年 and 同月
    month_told: int | None = None  # the last month told, wherever it was
    event: tuple[dt.date, int] | None = None  # the last day on which something was, and where its words end

    def context(self, start: int) -> Context:
        """Context of a point that begins at start; forgets what ended with the sentence or the paragraph."""
        between = self.text[self.end : start]
        if "\n" in between:
            self._next_line(between)
        elif "。" in between or "！" in between or "？" in between:
            self.month = self.day = None
            if _NEXT_INLINE.search(between):
                self.opens = False
            if self.frame.day is not None and not self.opens:
                self.year = None
        self.parted |= "；" in between
        self.end = start
        month = self.month or self._month_of_day(start)
        if self.year is not None:
            return Context(self.frame.day, self.year, month, "list", self.frame.year, self.day, self.told)
        return Context(
            self.frame.day, self.frame.year, month, self.frame.year_from, self.frame.year, self.day, self.told
        )

    def _month_of_day(self, start: int) -> int | None:
        """The month of a day told without one: that of the day told before it, where it follows on that; the anchor's.

        «8月8日，…闪爆。⏎10日，…侧翻»: not beyond the anchor, and not in another year. Where the anchor only stands in
        for the paper's day, its month tells nothing.
        """
        anchor = self.frame.day
        bare = _BARE_DAY.match(self.text, start)
        if bare and self.event and start - self.event[1] <= _NEXT_EVENT:
            last, day = self.event[0], int(bare[1])
            same = calendar.day(last.year, last.month, day) if last.year == (self.year or self.frame.year) else None
            if same and (day >= last.day or not self.frame.exact) and (anchor is None or same <= anchor):
                return same.month
        if anchor is None or not self.frame.exact:
            return self.month_told
        asked = _ASKED_BY.match(self.text, start)
        if asked and int(asked[1]) < anchor.day and _ASKS.search(self.text, max(0, start - _ASKED_FROM), start):
            return anchor.month % 12 + 1
        return anchor.month

    def leaves_year(self, context: Context, point: Point) -> bool:
        """«2021年10月投用；9月30日前…»: beyond a ；, an earlier month is not of the year to come that was named."""
        day = self.frame.day
        if not self.parted or day is None or context.year_from != "list" or context.year is None or self.opens:
            return False
        earlier = point.month is not None and self.month is not None and point.month < self.month
        return earlier and point.bare_year and context.year > day.year

    def turns_back(self, context: Context, point: Point) -> bool:
        """«元旦前普查一遍，12月25日前自查完»: a month still to come this year is not of the year that a feast is in."""
        day = self.frame.day
        if day is None or self.moved is None or context.year_from != "list" or point.month is None:
            return False
        ahead = context.year == day.year + 1 and day.month <= point.month and point.month - self.moved > _HALF_A_YEAR
        return ahead and point.bare_year

    def leaves_past(self, context: Context, point: Point, start: int, relation: str) -> bool:
        """«去年底剩余的36栋，5月20日前腾空»: a limit to come is not of a past year that only qualified something."""
        day = self.frame.day
        if relation != "by" or day is None or context.year_from != "list" or context.year is None or self.opens:
            return False
        return point.bare_year and context.year < day.year and _tense(self.text, start, start + 1) != "past"

    def year_in_stage(self, month: int, day: int) -> int | None:
        """The one year in which a bare day falls within the stage that its paragraph tells of."""
        if self.stage is None or self.stage.first is None or self.stage.last is None:
            return None
        years = range(self.stage.first.year, self.stage.last.year + 1)
        days = [(year, one) for year in years if (one := calendar.day(year, month, day))]
        fits = [year for year, one in days if self.stage.first <= one <= self.stage.last]
        return fits[0] if len(fits) == 1 else None

    def _next_line(self, between: str) -> None:
        """A heading that names a year («二、2024年工作计划») hands it on to the lines under it, up to the next one."""
        if self.headed is not None:
            self.section, self.headed = self.headed, None
        elif _NEXT_HEADING.search(between):
            self.section = None
        elif self.opens and self.text[self.end : self.end + len(between)].split("\n", 1)[0].endswith("："):
            self.section = self.year  # «2015年，重点抓好以下工作：»
        self.year, self.month, self.opens, self.day = self.section, None, self.section is not None, None
        if _NEXT_ITEM.search(between):
            self.stage = None

    def enter(self, period: Period) -> None:
        """A stretch no longer than a year is a stage: what follows in its lines lies in it."""
        if period.first and period.last and period.last - period.first < _LONGEST_STAGE:
            self.stage = period

    def settle(self, year: int | None, moved: int | None = None) -> None:
        """The times after one whose tense moved its year stand in that year too, to the end of the sentence.

        year   None where those after it are of the paper's own again
        moved  the month of the feast that was moved
        """
        self.year, self.moved = year, moved

    def keep(self, point: Point, start: int, relation: str) -> None:
        """Remember a point that was read; goals, «…以来» and a year inside a sentence (上年度总结) hand on no year."""
        if point.month is not None:
            self.month = self.month_told = point.month
        first, last = point.period
        if last is not None and (point.grain == "day" or (point.grain == "event" and first == last)):
            self.day = last
        if last is not None and first is not None and first.year == last.year:
            self.told = (last.year, last.month if first.month == last.month else None)
        if point.names_year:
            self.parted = False
        if relation == "by" and point.year_from == "stated" and point.grain in _FINE and point.period.last is not None:
            self.year, self.opens = point.period.last.year, False
        if relation not in ("at", "until", "span") or point.period.last is None or point.recurrence:
            return
        own = last is not None and last.year == self.frame.year
        if point.year_from == "anchor" and point.grain == "year" and point.names_year and own:
            self.year, self.opens = None, False  # «去年有的乡镇…，今年不允许再出现。…6月底前…»
        if point.names_year and point.grain == "year" and _IN_HEADING.search(self.text, max(0, start - 24), start):
            self.headed = point.period.last.year
        opens = point.grain == "year" and (self.text[start - 1 : start] in ("", "\n", "。") or self._heads_plans(start))
        if point.names_year and (opens or point.grain != "year" or self.frame.day is None):
            self.year, self.opens = point.period.last.year, opens

    def _heads_plans(self, start: int) -> bool:
        """Whether a year begins a heading of plans within a line: «…。八、2018年工作思路。»."""
        headed = _INLINE_HEADING.search(self.text, max(0, start - _NUMBER), start)
        return headed is not None and _PLANS.match(self.text, start) is not None


def turns_year(context: Context, point: Point) -> bool:
    """Whether a month far before the last one of its list is of the year after: «2022年11月…，1月…»."""
    if point.year_from != "list" or not point.bare_year or point.month is None or context.month is None:
        return False
    fall, first = context.month - point.month, point.period.first
    if context.day is None or first is None:
        return fall >= 9
    return fall >= 6 and (first.year + 1, first.month) <= (context.day.year, context.day.month)


def settle_year(text: str, start: int, end: int, period: Period, relation: str, anchor: dt.date) -> int:
    """How many years to add to a bare month that took the anchor's year: by its tense, -1, 0 or 1."""
    first, last = period
    if first is None or last is None:
        return 0
    if relation == "since":
        return -1 if first > anchor else 0
    if relation == "until":
        return -1 if last > anchor + _FAR_BEHIND else 0
    if relation in ("at", "span") and last > anchor + _FAR_AHEAD:
        return -1 if _tense(text, start, end) == "past" else 0
    if last >= anchor - _FAR_BEHIND:
        return 0
    tense = _tense(text, start, end)
    return 1 if tense == "will" or (tense != "past" and relation in ("by", "within", "from")) else 0


def _tense(text: str, start: int, end: int) -> str:
    """«past», «will» (将, 要 …) or «none», by the words right before the time and by what comes first after it."""
    stop = re.search(r"[。；\n]", text[end : end + 60])
    tail = text[end : end + (stop.start() if stop else 60)]
    past, will = _PAST.search(tail), _WILL.search(tail)
    if _WILL.search(text, max(0, start - 8), start) or (will and not (past and past.start() < will.start())):
        return "will"
    return "past" if past else "none"
