"""Which day a document is dated with: the days in its head and foot, each with what a model may know of it.

The rules' own day is one of them, that it has none is another. extract/learned.py adds up the weights of the traits;
the heaviest is taken.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from extract.frame import Frame, before_day, days_in, is_day, is_office
from extract.margins import Margins, step
from extract.phrases import NOTHING
from language.quick import compiled

_OUTER = 40  # lines of the head and of the foot in which the day is sought
_EDGE = 300  # characters at either end of a line in which it is sought: a page can be one line
_LONG, _SHORT = 100, 40  # characters of a line
_NEAR_START, _NEAR_END = 40, 12  # characters from a line's ends
_LEFT, _RIGHT = 14, 8  # characters beside a day in which words tell what it is the day of
_SAYS = compiled(
    "检查|会议|召开|发生|截[至止]|施行|有效|整改|期限|完成|签收|编制|制表|填|印发|发布|更新|发表|来源|记者|电$|讯|版|星期"
    "|时间|日期|签|报送|上报|编辑|阅读|浏览|字号|点击|稿|[晚日]报|第.{1,3}期|号|自|起|前$|[至到]|期间|以来|巡查|督查|暗访"
    "|事故|批准|许可|成立"
)
_FROM, _TO = (
    re.compile(r"\d[日号]?(?:\d{1,2}时)?\s*[-—–～~至到]+\s*$"),
    re.compile(r"(?:\d{1,2}时)? ?[-—–～~至到]+ ?(?:\d{4}年|\d{1,2}[月日.])"),
)
_MEETING = re.compile("(?:会议|活动|约谈)?时间：")
_CLOCK = re.compile(r" *[（(]?(?:星期|周)?.{0,4}?\d{1,2}[：:时]\d")


class _Written(NamedTuple):
    """A day where it is written: its line's number, None for a reader's debris, its place in the line."""

    day: date
    at: int | None
    line: str
    start: int
    end: int


def options(frame: Frame, debris: Sequence[str], kind: str, own: date | None) -> dict[str, tuple[str, ...]]:
    """The days that a document may be dated with, ISO, and NOTHING, each with named traits.

    debris  lines that the reader took for a site's own
    own     what the rules say
    """
    margins = Margins(frame)
    written = [*_in_lines(margins), *(one for line in debris for one in _in_line(line, None))]
    days = sorted({one.day for one in written} | ({own} if own else set()))
    outside = sum(margins.zone(one.at) != "body" for one in written)
    found: dict[str, list[str]] = {NOTHING: list(_of_none(frame, kind, len(days), own, outside))}
    often = Counter(one.day for one in written)
    for day in days:
        told = found.setdefault(day.isoformat(), [])
        told += [f"last={day == days[-1]}", f"first={day == days[0]}", f"often={min(often[day], 4)}"]
        told.append(f"paper={kind},{day == days[-1]}")
        if day == own:
            told += ["own", f"own,{kind}"]
    for one in written:
        found[one.day.isoformat()] += _traits(margins, one)
    return {day: tuple(dict.fromkeys(told)) for day, told in found.items()}


def _in_lines(margins: Margins) -> Iterator[_Written]:
    """The days of the first lines and of the last."""
    for at in margins.outer(_OUTER, _OUTER):
        if not _is_of_a_row_or_meeting(margins, at):
            yield from _in_line(margins.lines[at].text, at)


def _is_of_a_row_or_meeting(margins: Margins, at: int) -> bool:
    """Whether the day of a line is a row's, when a danger was found, or a meeting's, which is told with its place."""
    line = margins.lines[at]
    if line.kind == "cell":
        return is_day(line.text)
    return bool(_MEETING.match(line.text)) and "地点" in line.text + margins.below(at)


def _in_line(line: str, at: int | None) -> Iterator[_Written]:
    for day, start, end in days_in(line):
        within = _FROM.search(line, 0, start) or _TO.match(line, end)  # «2016年5月9日—5月15日»: days that a text covers
        if not within and (start < _EDGE or len(line) - end < _EDGE):
            yield _Written(day, at, line, start, end)


def _of_none(frame: Frame, kind: str, days: int, own: date | None, outside: int) -> Iterator[str]:
    """What speaks for a document without a day. outside: how many days are written outside its running text."""
    yield "none"
    yield f"none,days={min(days, 4)}"
    yield f"none,paper={kind}"
    yield f"none,lines={step(len(frame.lines))}"
    yield f"none,own={own is None}"
    yield f"none,outside={min(outside, 3)}"


def _traits(margins: Margins, one: _Written) -> Iterator[str]:
    """What can be seen of a day where it is written."""
    zone, line = margins.zone(one.at), one.line
    left, right = line[: one.start], line[one.end :]
    before, behind = left.rstrip()[-2:], right.strip()[:2]
    length = "long" if len(line) > _LONG else "middling" if len(line) > _SHORT else "short"
    near = f"{one.start < _NEAR_START},{len(right) < _NEAR_END}"
    said = re.split("[，。；]", left)[-1]
    yield from (
        f"zone={zone}", f"zone={zone},{length}", f"zone={zone},{length},{near}",
        f"left={before}", f"left={before[-1:]}", f"left={before[-1:]},{zone}",
        f"right={behind}", f"right={behind[:1]}", f"right={behind[:1]},{zone}",
        f"between={before[-1:]},{behind[:1]}", f"clause={step(len(said))},{zone}",
        f"stop={'。' in left},{'。' in right},{zone}", f"clock={_CLOCK.match(right) is not None}",
        f"blanks={not left or '  ' in left[-3:]},{not right or '  ' in right[:3]}",
        f"written={'年' in line[one.start : one.end]},{line[one.start] in '12'}",
    )  # fmt: skip
    for word in _SAYS.findall(left[-_LEFT:]):
        yield f"says={word}"
        yield f"says={word},{zone}"
    yield from (f"goes-on={word}" for word in _SAYS.findall(right[:_RIGHT]))
    if one.at is not None:
        yield from _in_frame(margins, one, one.at, length)


def _in_frame(margins: Margins, one: _Written, at: int, length: str) -> Iterator[str]:
    """How far from the ends of the document and from its title a day is written, and beside what."""
    zone, lines = margins.zone(at), margins.lines
    yield f"zone={zone},{lines[at].kind}"
    yield f"from-start={zone},{step(at)}"
    yield f"from-end={zone},{step(len(lines) - 1 - at)}"
    if (below := margins.below_title(at)) is not None:
        yield f"below-title={below}"
        yield f"below-title={below},{length}"
    yield f"alone={is_day(one.line)}"
    yield f"alone={is_day(one.line)},{zone}"
    yield f"office-above={at > 0 and is_office(lines[at - 1].text)},{zone}"
    yield f"office-before={is_office(before_day(one.line))},{zone}"
