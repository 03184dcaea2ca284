"""The times of a page as deadlines read them: rhythms with their days, days in a row as one stretch, the right year."""

import calendar
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.plans import plan_heading, year_of
from language.dates import Time, find_times
from language.numerals import parse

_OF_EACH = ("当月", "次月", "下月", "下个月")
# how long after its beginning: «为期三个月», «为期半年», «为期15天»
_SO_LONG = re.compile(
    r"[^。；：\n]{0,14}?为期(?:约)?(?:(?P<half>半)年|(?P<number>[一二两三四五六七八九十\d]{1,3})(?P<unit>个月|年|天))"
)
_GOAL = re.compile("(?<![去上前历])全年(?=[^，。；：\\n]{0,20}(?:控制在|不超过|不突破|不少于|不低于|零死亡|零事故))")
# a year of which so much is planned, in a section that tells what is: «（四）抓好宣教。全年培训3500人次»
_PLANNED = re.compile("(?<![去上前历])全年(?=[^，。；：\\n]{0,20}[\\d一二两三四五六七八九十])")
# a paper between a time and the limit by which it is to be sent
_PAPER = re.compile(
    r"[^，。；：（）\n]{0,24}?(?:总结|情况|方案|计划|(?<![零日])报告|报表|清单|台账|材料|统计表|汇总表|名单|要点)[^，。；：\n]{0,24}?，?(?:并|请|务必|应|要|须)?[于在]?"
)
_SENT = re.compile(r"[^，。；：\n]{0,8}(?:报|送|上交|提交|反馈|发)")
_ONE_DAY = dt.timedelta(days=1)
_BASIS = re.compile(r"(?:较|比|同比|相比)(?:于)?\Z")  # «死亡人数较2020年下降33%»
_QUALIFIES = re.compile(r"[^，。；：\n]{0,10}的")  # «去年底剩余的D级危房»
_TELLS = re.compile("原定|曾|已|了")
_CLOCK = r"(?:[早晚上下中]午?|午|夜间?)?(?:[一二三四五六七八九十两]{1,3}|\d{1,2})[时点](?:半|\d{1,2}分?)?"
_CLOCKS = re.compile(rf"(?:[、和]?{_CLOCK})+(?=各|分别|前|向|报)")


def reckoned(text: str, times: Sequence[Time], anchor: dt.date | None) -> list[Time]:
    """The times that can set a limit, as they are meant."""
    kept = [_for_so_long(text, time) for time in _without_papers(text, times) if not _is_basis(text, time)]
    kept = sorted([*kept, *_years_of_goals(text, kept, anchor)], key=lambda time: time.start)
    return in_rhythms(text, _in_a_row(text, _of_this_year(text, kept, anchor)))


def _without_papers(text: str, times: Sequence[Time]) -> list[Time]:
    """The times less those that only say which paper is due: «将汛期工作总结和2025年计划于12月5日前报送»."""
    kept: list[Time] = []
    limit: Time | None = None
    for time in reversed(times):
        plain = time.relation in ("at", "span") and time.recurrence is None
        if plain and limit and _PAPER.fullmatch(text, time.end, limit.start) and _SENT.match(text, limit.end):
            continue
        limit = time if time.relation in ("by", "within") else limit
        kept.append(time)
    return kept[::-1]


def _years_of_goals(text: str, times: Sequence[Time], anchor: dt.date | None) -> Iterator[Time]:
    """The year that a figure must keep to, or for which it is planned: «全年死亡人数控制在34人以内»."""
    ends = [time.end for time in times]
    for goal in _PLANNED.finditer(text) if anchor else ():
        at = bisect_right(ends, goal.start())
        heading = plan_heading(text, goal.start())
        if (at < len(times) and times[at].start < goal.end()) or not (heading or _GOAL.match(text, goal.start())):
            continue
        year = next(iter(find_times(f"{year_of(heading, anchor)}年", anchor)), None) if anchor else None
        if year:
            yield replace(year, start=goal.start(), end=goal.end(), text=goal[0])


def _is_basis(text: str, time: Time) -> bool:
    """Whether a figure is only measured against the time: «火灾起数比去年下降三成»."""
    return time.relation in ("at", "span") and bool(_BASIS.search(text, max(0, time.start - 4), time.start))


def _for_so_long(text: str, time: Time) -> Time:
    """The time; one from which on something is done for so long has an end: «自12月起开展为期三个月的整治»."""
    told = _SO_LONG.match(text, time.end) if time.relation == "from" and time.first and not time.last else None
    number = parse(told["number"]) if told and told["number"] else None
    if time.first is None or told is None:
        return time
    many = 6 if told["half"] else int(number or 1) * (12 if told["unit"] == "年" else 1)
    last = _months_later(time.first, many) if told["unit"] != "天" else time.first + dt.timedelta(days=int(number or 1))
    return replace(time, last=last - _ONE_DAY, relation="span")


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the first of the month after where that month has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    longest = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, day.day) if day.day <= longest else dt.date(year, month + 1, longest) + _ONE_DAY


def _of_this_year(text: str, times: Sequence[Time], anchor: dt.date | None) -> list[Time]:
    """The times; a limit has the document's year where the past one that it was read by only qualifies a noun.

    «去年底剩余的危房，5月20日前全部腾空»
    """
    found: list[Time] = []
    noun: Time | None = None  # the last stated time that qualifies a noun
    for time in times:
        if noun and time.relation == "by" and _is_carried(text, noun, time, anchor):
            time = _a_year_later(time)
        elif time.recurrence is None and _QUALIFIES.match(text, time.end):
            noun = time
        found.append(time)
    return found


def _is_carried(text: str, noun: Time, time: Time, anchor: dt.date | None) -> bool:
    if anchor is None or time.last is None or time.year_from == "stated":
        return False
    if re.search("[。\n]", text[noun.end : time.start]) or _TELLS.search(text, time.start - 6, time.end + 12):
        return False
    return time.last < anchor and time.last.year == anchor.year - 1


def _a_year_later(time: Time) -> Time:
    first, last = (day and _next_year(day) for day in (time.first, time.last))
    return replace(time, first=first, last=last, iso=None)


def _next_year(day: dt.date) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return dt.date(day.year + 1, 2, 28) if leap else day.replace(year=day.year + 1)


def _in_a_row(text: str, times: Sequence[Time]) -> list[Time]:
    """The times; days that follow each other are one stretch: «14日、15日停运»."""
    found: list[Time] = []
    for time in times:
        last = found[-1] if found else None
        if last and last.last and time.first == last.last + _ONE_DAY and _are_days(text, last, time):
            found[-1] = replace(last, end=time.end, text=text[last.start : time.end], last=time.last, relation="span")
        else:
            found.append(time)
    return found


def _are_days(text: str, left: Time, right: Time) -> bool:
    plain = right.relation == "at" and left.relation in ("at", "span") and left.recurrence is right.recurrence is None
    return plain and left.grain == right.grain == "day" and text[left.end : right.start] in ("、", "和")


def in_rhythms(text: str, times: Sequence[Time]) -> list[Time]:
    """The times; «当月27日前», «次月3日前» that go on a rhythm of their sentence come every month.

    «每月20日、月底前» is one time, and so are «每年汛前» and «每日早八时、晚八时».
    """
    found: list[Time] = []
    rhythm: Time | None = None  # the last one of the sentence
    for time in times:
        if rhythm and re.search("[。\n]", text[rhythm.end : time.start]):
            rhythm = None
        listed = rhythm and time.rule == "month-part" and text[rhythm.end : time.start] in ("、", "和")
        if rhythm and (listed or (time.grain == "season" and time.start == rhythm.end)):
            rhythm = found[-1] = replace(rhythm, end=time.end, text=text[rhythm.start : time.end])
            continue
        if rhythm and time.relation == "by" and time.text.startswith(_OF_EACH):
            time = replace(time, recurrence="monthly", first=None, last=None)
        if time.recurrence == "daily" and (clocks := _CLOCKS.match(text, time.end)):
            time = replace(time, end=clocks.end(), text=text[time.start : clocks.end()])
        rhythm = time if time.recurrence else rhythm
        found.append(time)
    return found
