"""Years that do not agree: an old text with a new year on it (R20), a page put out long after it was written (R40)."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from check.paper import Paper
from check.rules import finding, load_words
from records import Finding

_SPRING = 3  # until March last year's results come out
_PUBLISHED = re.compile(r"(?:发布|更新|发表|来源)?(?:日期|时间)[:：]\s*(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_SAID_YEAR = re.compile(r"(20\d{2})年是.{0,40}(?:之年|一年|元年|收官年|重要年份)")
_ANY_YEAR = re.compile(r"(?<![\d—～-])(20\d{2})年(?!以前|前|底前)")


@cache
def _campaigns() -> list[tuple[re.Pattern[str], int, int, str]]:
    rows = load_words("campaigns.toml")["campaign"]
    return [(re.compile(row["name"]), row["from"], row["to"], row["full"]) for row in rows]


@cache
def _looks_back() -> re.Pattern[str]:
    return re.compile("|".join(load_words("campaigns.toml")["looks_back"]))


@cache
def _under_way() -> str:
    return "|".join(load_words("campaigns.toml")["under_way"])


def disagreeing_years(paper: Paper) -> Iterator[Finding]:
    """A campaign of other years told as this year's work, and a document number of another year (R20)."""
    years = _document_years(paper)
    for name, first, last, full in _campaigns() if years else ():
        own = any(first <= year <= last for year in years)
        mention = None if own else next(_present_mentions(paper, name, first, last), None)
        if mention:
            yield finding("date.years", paper, mention.span(), year=years[0], name=full, first=first, last=last)
    yield from _number_of_other_year(paper)


def _document_years(paper: Paper) -> tuple[int, ...]:
    """The years that a document may report on: the title's, else the one called this year, else its date's.

    In spring last year's results are still reported. Empty where nothing tells.
    """
    info = paper.extraction.document
    named = re.findall(r"(20\d{2})(?=年|[-—～]20)", info.title or "")
    if named:
        return tuple(int(year) for year in named)
    if told := _year_told(paper):
        return (told[0],)
    if info.date is None:
        return ()
    return (info.date.year, info.date.year - 1) if info.date.month <= _SPRING else (info.date.year,)


def _present_mentions(paper: Paper, name: re.Pattern[str], first: int, last: int) -> Iterator[re.Match[str]]:
    """Where the campaign is spoken of as under way: not in a title, not looked back on, not with a year of its own."""
    for found in re.finditer(f"(?:{_under_way()}).{{0,12}}?{name.pattern}", paper.text):
        sentence = paper.sentences[paper.sentence_at(found.start())]
        words = paper.text[sentence.start : sentence.end]
        own_year = any(first <= int(year) <= last for year in re.findall(r"(20\d{2})(?:年|[-—～])", words))
        if not own_year and not _looks_back().search(words):
            yield found


def _number_of_other_year(paper: Paper) -> Iterator[Finding]:
    """A document number whose year is not that of the date; in January last year's number is still in use."""
    date = paper.extraction.document.date
    for paragraph in paper.paragraphs[:12]:
        line = paper.text[paragraph.start : paragraph.end]
        number = re.fullmatch(r"[\u4e00-\u9fff]{2,14}[〔（\[](20\d{2})[〕）\]](?:第)?\d{1,4}号", line)
        if number and date and not _fits(int(number[1]), date):
            span = (paragraph.start, paragraph.end)
            yield finding("date.number", paper, span, year=number[1], date=f"{date.year}年{date.month}月{date.day}日")


def _fits(year: int, date: dt.date) -> bool:
    return year == date.year or (date.month == 1 and year == date.year - 1)


def published_later(paper: Paper) -> Iterator[Finding]:
    """A page put out in another year than the one that its text calls this year (R40)."""
    stamp = _publication(paper)
    said = _year_told(paper)
    if stamp is None or said is None or said[0] >= stamp.year:
        return
    if stamp.year - said[0] == 1 and stamp.month <= _SPRING:
        return  # last year's results come out in spring
    yield finding("date.published", paper, said[1], year=said[0], published=stamp.isoformat())


def _publication(paper: Paper) -> dt.date | None:
    """The day that the page is stamped with, also in its debris; else the document's date."""
    for found in _PUBLISHED.finditer(paper.extraction.text):
        with suppress(ValueError):  # a day that does not exist is another rule's matter
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
    return paper.extraction.document.date


def _year_told(paper: Paper) -> tuple[int, tuple[int, int]] | None:
    """The year that the text says is the present one («2022年是…之年»), and where; None where it names a later one."""
    told = _SAID_YEAR.search(paper.text)
    if told is None:
        return None
    years = [int(m[1]) for m in _ANY_YEAR.finditer(paper.text)]
    return None if max(years, default=0) > int(told[1]) else (int(told[1]), (told.start(), told.start() + 5))
