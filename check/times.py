"""Days against each other: weekdays, limits before the paper itself, spans that run backwards, days to come."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress

from check.paper import Paper
from check.rules import around, finding
from records import Finding

_WEEK = "一二三四五六日"
_WEEKDAY = re.compile(
    r"(?<!\d)(?:(?P<year>20\d{2})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"[（，]?(?:星期|周|礼拜)(?P<week>[一二三四五六日天])(?![至到、—～-])）?"
)
_SPAN = re.compile(
    r"(?P<y1>20\d{2})年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日起?[至到—～-](?P<y2>20\d{2})年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)
_SHORT_SPAN = re.compile(r"(?<!\d)(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日起?[至到—～](?:(?P=m1)月)(?P<d2>\d{1,2})日")
_UP_TO = re.compile(r"截[至止](?:(?P<year>20\d{2})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<end>底|末))")
_AIM = re.compile(r"力争|确保|将|计划|预计|目标|要|达到以上")
_TITLE_MONTH = re.compile(r"(?<![\d至到—～\-.、])(?P<month>1[0-2]|[1-9])月份?(?![至到—～\-\d底末、])")
_ORDERS = frozenset(
    {"通知", "总体方案", "提醒函", "督办函", "整改通知书", "挂牌督办通知书", "约谈通知", "通报", "警示函"}
)
_ASKS = re.compile(r"请|务必|须|限|应当?于|要于|要在|各[^，。；]{1,20}[要于在]|报送|反馈|上报")
_PAST = re.compile(r"已|曾|此前|原定|仍未|未按|逾期|经查|截[至止]|规定的?时限|印发")
_DAY_OF_PAPER = "{0.year}年{0.month}月{0.day}日"
_FAR = 366  # days from which the year was more likely taken wrongly
_LENIENT = 6  # days that the month's figures may be told before its end
_AHEAD = 70


def wrong_weekdays(paper: Paper) -> Iterator[Finding]:
    """«2026年8月1日（星期五）», which is a Saturday. Without a year the paper's own is meant, or the one nearest."""
    for found in _WEEKDAY.finditer(paper.text):
        days = [day for year in _years(paper, found) if (day := _day(year, found["month"], found["day"]))]
        said = _WEEK.index("日" if found["week"] == "天" else found["week"])
        if days and all(day.weekday() != said for day in days):
            yield finding(
                "date.weekday", paper, found.span(), severity=None if found["year"] else "warning",
                day=_DAY_OF_PAPER.format(days[0]), right=_WEEK[days[0].weekday()], said=found["week"],
            )  # fmt: skip


def _years(paper: Paper, found: re.Match[str]) -> list[int]:
    if found["year"]:
        return [int(found["year"])]
    date = paper.extraction.document.date
    if date is None or not _is_printed(paper, date):
        return []
    apart = int(found["month"]) - date.month
    return [date.year] if abs(apart) <= 6 else [date.year, date.year + (1 if apart < 0 else -1)]


def _day(year: int, month: str, day: str) -> dt.date | None:
    with suppress(ValueError):  # a day that does not exist is another rule's matter
        return dt.date(year, int(month), int(day))
    return None


def _is_printed(paper: Paper, date: dt.date) -> bool:
    """Whether the day is the paper's own, and not only that of a web page."""
    return _DAY_OF_PAPER.format(date) in paper.text or paper.extraction.document.media_type != "text/html"


def limits_gone_by(paper: Paper) -> Iterator[Finding]:
    """A limit that was over when the paper was signed: «6月15日发文，5月底前报»."""
    date = paper.extraction.document.date
    if paper.kind not in _ORDERS or date is None or _DAY_OF_PAPER.format(date) not in paper.text:
        return
    for one in paper.extraction.deadlines:
        if one.due is None or one.recurrence or not 0 < (date - one.due).days < _FAR:
            continue
        start, end = paper.position(one.start), paper.position(one.end - 1) + 1
        clause = around(paper.text, start, end, "。；！？\n，", most=20)
        sentence = paper.text[slice(*paper.sentences[paper.sentence_at(start)])]
        if _ASKS.search(paper.text, *clause) and not _PAST.search(sentence):
            yield finding(
                "date.before", paper, (start, end), due=_DAY_OF_PAPER.format(one.due), date=_DAY_OF_PAPER.format(date)
            )


def backward_spans(paper: Paper) -> Iterator[Finding]:
    """«8月1日至5月31日» of one year."""
    for found in _SPAN.finditer(paper.text):
        first, last = (_day(int(found[f"y{n}"]), found[f"m{n}"], found[f"d{n}"]) for n in (1, 2))
        if first and last and last < first:
            yield finding("date.reversed", paper, found.span())
    for found in _SHORT_SPAN.finditer(paper.text):
        if int(found["d2"]) < int(found["d1"]):
            yield finding("date.reversed", paper, found.span())


def figures_to_come(paper: Paper) -> Iterator[Finding]:
    """«截至7月31日，共检查…» in a paper of 5 July."""
    date = paper.extraction.document.date
    if date is None or _DAY_OF_PAPER.format(date) not in paper.text:
        return
    for found in _UP_TO.finditer(paper.text):
        sentence = paper.sentences[paper.sentence_at(found.start())]
        clause = paper.text[sentence.start : found.start()][-8:] + paper.text[found.end() : found.end() + 6]
        day = _up_to(found, date)
        least = _LENIENT if found["end"] else 1
        if day and least <= (day - date).days < _AHEAD and not _AIM.search(clause) and paper.amounts_in(sentence):
            yield finding("date.ahead", paper, found.span(), date=_DAY_OF_PAPER.format(date))


def _up_to(found: re.Match[str], date: dt.date) -> dt.date | None:
    """The last day that the figures cover; of a month's end its last day."""
    year, month = int(found["year"] or date.year), int(found["month"])
    if found["day"]:
        return _day(year, found["month"], found["day"])
    first = _day(year + month // 12, str(month % 12 + 1), "1") if 1 <= month <= 12 else None
    return first - dt.timedelta(days=1) if first else None


def stale_months(paper: Paper) -> Iterator[Finding]:
    """A title of June over figures that end with May, and none that go further."""
    months = [int(m["month"]) for m in _TITLE_MONTH.finditer(paper.extraction.document.title or "")]
    told = [found for found in _UP_TO.finditer(paper.text) if found["day"] is None]
    if len(months) != 1 or not told or any(int(found["month"]) != months[0] - 1 for found in told):
        return
    if not re.search(rf"(?<!\d){months[0]}月(?:份|底|末|\d|，|当月)", paper.text.partition("\n")[2]):
        yield finding("date.period", paper, told[0].span(), month=months[0], told=told[0][0])
