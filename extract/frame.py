"""What stands around a document's body: its lines, its title, its signature, the days it is dated with.

Everything is found in the normalised text; what is known of wordings stands in rules/classify.toml.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from extract.rulebook import load
from language.dates.lexicon import REPUBLIC, year_number
from language.normalize import Reading, normalize
from language.numerals import parse
from language.quick import compiled
from records import Block, Document
from records.document import BlockKind
from templates import load_kinds

_HEAD = 40  # a title stands among the first lines that are left when debris is taken out
_TITLE_LINES, _TITLE_LINE = 5, 30  # lines that a title is broken into, and characters of each
_KIND_AT_END = 200  # characters at a title's end that the name of its kind takes up at most: «召开……推进会»
_PARAGRAPH = 100  # characters from which a line with a full stop is running text
# a full day, in figures or in Chinese numerals
DAY = (
    rf"(?P<year>(?:19|20)\d\d|{REPUBLIC}\d{{2,3}}|[一二][一二三四五六七八九〇零○О0O]{{3}}) ?[年./-] ?"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十元正]{1,2}) ?[月./-] ?"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?:日|号|(?!\d))"
)
_DAY = re.compile(DAY)
DAY_FIRST = r"(?<![\d.])\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d(?!\d)"  # 20.03.2018, as some sites print it
_FIRST_MONTH = ("元", "正")
_CLOCK = re.compile(
    r" ?(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?(?:[上下]午|晚)?"
    r" ?(?:\d{1,2}(?:时(?:\d{1,2}分?)?|[：:]\d{2}(?:[：:]\d{2})?)"
    r"|[一二三四五六七八九十]{1,3}时(?:[一二三四五六七八九十]{1,3}分)?)?$"
)  # what may stand behind a day: the weekday, the time of day
_EDITED = re.compile(
    "(?<=[办局委会室部处队])(?:主办|编[印发制]?)$"
)  # «安委会办公室编　2017年9月30日»: a bulletin's head
_IMPRINT = re.compile("印发?$")  # «党政办公室 2013年1月6日印»: who printed it


class Line(NamedTuple):
    """A line of the normalised text that shows something: text[start:end], with its block's number, kind and level."""

    start: int
    end: int
    text: str
    kind: BlockKind
    level: int | None
    block: int = -1


class Range(NamedTuple):
    """Half-open run of line numbers."""

    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A document's lines and which of them are its title and the signature below its body; None where it has none.

    name     the title's words, normalised, in one line; "" when there are none
    printed  the same as the source has them
    issuer, day  as the signature gives them, or a line of both in the document's head; issuer in simplified characters
    """

    lines: tuple[Line, ...]
    title: Range | None
    name: str
    printed: str | None
    signature: Range | None
    issuer: str | None
    day: date | None


def read_frame(document: Document, reading: Reading) -> Frame:
    """Title and signature of a document."""
    lines = tuple(read_lines(document.blocks, reading))
    title, signature = find_title(lines), find_signature(lines)
    signed = lines[signature.first : signature.stop] if signature else ()
    below = signature is not None and any("。" in line.text for line in lines[: signature.first])
    offices = "".join(line.text for line in signed if not find_day(line.text))
    issuer = offices or before_day(signed[-1].text if signed else "")
    printed = _printed(lines[slice(*title)], document, reading) if title else _name_elsewhere(document.text)
    return Frame(
        lines,
        title,
        clean_title("".join(line.text for line in lines[slice(*title)])) if title else _normal(printed),
        printed,
        signature if below else None,
        issuer or None,
        next(filter(None, (find_day(line.text) for line in reversed(signed))), None),
    )


def _printed(lines: Sequence[Line], document: Document, reading: Reading) -> str:
    """The lines in the source's own characters, joined, runs of blanks made one."""
    spans = (reading.source(line.start, line.end) for line in lines)
    return clean_title("".join(re.sub(r"\s+", " ", document.text[slice(*span)]).strip() for span in spans))


def _name_elsewhere(text: str) -> str | None:
    """The title that a site names above or below the text: «《……汇报.docx》由会员分享»; None when none does."""
    found = (re.search(pattern, text) for pattern in load("classify")["title_elsewhere"])
    return next((clean_title(one[1]) for one in found if one), None)


def _normal(printed: str | None) -> str:
    return normalize(printed, wrapped=False).text if printed else ""


def read_lines(blocks: Sequence[Block], reading: Reading) -> Iterator[Line]:
    """The lines of the reading that show something, in order."""
    starts = [block.start for block in blocks]
    for found in re.finditer(r"[^\n]*[^\n ]", reading.text):
        at = bisect_right(starts, reading.position(found.start())) - 1
        kind, level = (blocks[at].kind, blocks[at].level) if at >= 0 else ("paragraph", None)
        yield Line(found.start(), found.end(), found[0], kind, level, at)


def find_day(text: str) -> date | None:
    """The first full day written out: 2023年7月4日, 2023-07-04, 二〇二三年七月四日; None when there is none.

    Only where there is none, a day before its year is read: 20.03.2018.
    """
    return next((day for day, _, _ in days_in(text)), None)


def days_in(text: str) -> Iterator[tuple[date, int, int]]:
    """Each full day written out, as find_day reads them, with where it begins and ends."""
    written = [(_day_of(one), *one.span()) for one in _DAY.finditer(text)]
    days = [(day, start, end) for day, start, end in written if day]
    yield from days or ((day, *one.span()) for one in re.finditer(DAY_FIRST, text) if (day := _day_first(one[0])))


def _day_of(found: re.Match[str]) -> date | None:
    """The day that was written; None for 2月30日, of which the checker speaks."""
    told = found["year"]
    year = year_number(told) if told.startswith(REPUBLIC) else int("".join(str(parse(digit) or 0) for digit in told))
    month = 1 if found["month"] in _FIRST_MONTH else int(parse(found["month"]) or 0)
    try:
        return date(year, month, int(parse(found["day"]) or 0))
    except ValueError:
        return None


def _day_first(written: str) -> date | None:
    day, month, year = map(int, re.split("[./]", written))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_day(text: str) -> bool:
    """Whether the text is a full day and nothing else but brackets round it."""
    return bool(find_day(text)) and not _DAY.sub("", _CLOCK.sub("", text)).strip("（）() 印发公布")


def find_title(lines: Sequence[Line]) -> Range | None:
    """Lines that are the document's title, by the scores of [[title]]; None when nothing looks like one."""
    head = _head(lines)
    scores = [_title_score(head, at) for at in range(len(head))]
    best = max(range(len(head)), key=lambda at: scores[at], default=-1)
    if best < 0 or scores[best] < load("classify")["title_least"]:
        return None
    return _whole_title(head, best)


def _head(lines: Sequence[Line]) -> list[Line]:
    """The lines before the running text; one line of it is kept, to see what a title stands before."""
    for at, line in enumerate(lines[:_HEAD]):
        if len(line.text) >= _PARAGRAPH and "。" in line.text:
            return list(lines[: at + 1])
    return list(lines[:_HEAD])


def _title_score(head: Sequence[Line], at: int) -> float:
    first, stop = _of_block(head, at)
    whole = "".join(line.text for line in head[first:stop])
    around = {
        "line": whole,
        "next": head[stop].text if stop < len(head) else "",
        "previous": head[first - 1].text if first else "⊢",
        "block": f"{head[at].kind}{head[at].level or ''}",
    }
    kind_word: float = load("classify")["title_kind_word"] if names_kind(whole) else 0
    return (
        kind_word + sum(weight for where, pattern, weight in _title_rules() if pattern.search(around[where])) - at / 10
    )


def _of_block(head: Sequence[Line], at: int) -> tuple[int, int]:
    """The lines that a line shares its paragraph with, broken by sense as titles are; itself where these are text."""
    first, stop = at, at + 1
    while first and head[first - 1].block == head[at].block:
        first -= 1
    while stop < len(head) and head[stop].block == head[at].block:
        stop += 1
    lines = head[first:stop]
    broken = len(lines) <= _TITLE_LINES and not any("。" in line.text or len(line.text) > _TITLE_LINE for line in lines)
    return (first, stop) if broken and head[at].kind != "cell" and head[at].block >= 0 else (at, at + 1)


@cache
def _title_rules() -> tuple[tuple[str, re.Pattern[str], float], ...]:
    return tuple((rule["where"], compiled(rule["pattern"]), rule["weight"]) for rule in load("classify")["title"])


def names_kind(text: str) -> bool:
    """Whether the text ends in the name of a kind of document: 方案, 通报, 情况汇报 …"""
    title = clean_title(text)
    return bool(_kind_words().search(title, max(0, len(title) - _KIND_AT_END)))


@cache
def _kind_words() -> re.Pattern[str]:
    words = (word for kind in load_kinds().values() for word in kind.title_words)
    return compiled("|".join(f"(?:{word})" for word in words if word.endswith("$")))


def clean_title(text: str) -> str:
    """A title's words without what a file name or a list adds: bullets, «.docx»."""
    return re.sub(load("classify")["title_edges"], "", text)


def _whole_title(head: Sequence[Line], best: int) -> Range:
    """The title's line with those that it runs over: the office's name above, the rest or a subtitle below."""
    joins = load("classify")["title_joins"]
    first, stop = _of_block(head, best)
    while first and any(_matches(pair, head[first - 1].text, head[first].text) for pair in joins):
        first -= 1
    while stop < len(head) and any(_matches(pair, head[stop - 1].text, head[stop].text) for pair in joins):
        stop += 1
    return Range(first, stop)


def _matches(pair: dict[str, str], upper: str, lower: str) -> bool:
    return bool(re.search(pair["upper"], upper) and re.search(pair["lower"], lower))


def find_signature(lines: Sequence[Line]) -> Range | None:
    """The last office's name with a day of its own below or behind it, the printer's only where there is no other."""
    imprints = [at for at, line in enumerate(lines) if _IMPRINT.search(line.text)]
    return _signature_in(lines, frozenset(imprints)) or _signature_in(lines, frozenset())


def _signature_in(lines: Sequence[Line], left: frozenset[int]) -> Range | None:
    for at in range(len(lines) - 1, 0, -1):
        line = lines[at]
        if at in left or line.kind == "cell" or len(line.text) > 60 or not find_day(line.text):
            continue
        if is_day(line.text) and is_office(lines[at - 1].text):
            return Range(_first_office(lines, at - 1), at + 1)
        if is_day(line.text) and at + 1 < len(lines) and at + 3 >= len(lines) and is_office(lines[at + 1].text):
            return Range(at, at + 2)  # the day above the name
        if is_office(before_day(line.text)) and is_day(_from_day(line.text)):
            return Range(at, at + 1)
    return None


def _first_office(lines: Sequence[Line], at: int) -> int:
    while at > 1 and is_office(lines[at - 1].text):
        at -= 1
    return at


def before_day(text: str) -> str:
    """What stands before the first full day of a line, without 编印 behind an office; "" where it has none."""
    found = _DAY.search(text)
    return _EDITED.sub("", text[: found.start()].strip()) if found else ""


def _from_day(text: str) -> str:
    found = _DAY.search(text)
    return text[found.start() :] if found else ""


def is_office(text: str) -> bool:
    """Whether the text is the name of an office and nothing else."""
    return bool(re.fullmatch(load("classify")["office"], text))
