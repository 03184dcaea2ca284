"""Of which time a table's figures are: by its name, a line that says so, its heading, the lead over it, the title."""

import datetime as dt
import re
from collections.abc import Sequence

from extract.grid import Table
from extract.rulebook import load
from extract.sentences import Span
from extract.stretches import as_period, stretches
from language.dates import Time, find_times
from language.normalize import normalize
from records import Document, Period

_FIRST_HALF, _HEAD = 15, 400  # days of a month; characters in which a paper says of which time it reports
_LINES_ABOVE, _LONGEST_NAME = 4, 40  # lines over a table that may speak of it; characters of its name
_FAR = 1200  # characters over a table in which they stand


def named_period(table: Table, document: Document, anchor: dt.date | None) -> Period | None:
    """The time that the lines over a table tell for it, the nearest first, else its paper's title.

    anchor  the day up to which the paper reports
    """
    above = normalize(document.text[max(0, table.start - _FAR) : table.start]).text
    told = [time for time in stretches(above, find_times(above, anchor), anchor) if _is_stretch(time)]
    for line in _lines(above):
        if period := _of_line(above, line, told, anchor):
            return period
        if re.match(load("tables")["heading"], above[slice(*line)]):
            break
    title = normalize(document.text.lstrip().partition("\n")[0]).text
    return _of_name(title, anchor)


def reported(document: Document, anchor: dt.date | None) -> dt.date | None:
    """The day up to which a paper of a month's first half reports: the last of the month before, where it says so."""
    if anchor is None or anchor.day > _FIRST_HALF:
        return anchor
    month_before = anchor.replace(day=1) - dt.timedelta(days=1)
    told = find_times(normalize(document.text[:_HEAD]).text, anchor)
    return month_before if any(time.last == month_before for time in told) else anchor


def _lines(above: str) -> list[Span]:
    """The last lines of what stands over a table, the nearest first, without the spaces before them."""
    lines = [Span(*line.span("line")) for line in re.finditer(r"(?m:^)[ ]*(?P<line>[^\n ][^\n]*)", above)]
    return lines[: -_LINES_ABOVE - 1 : -1]


def _of_line(above: str, line: Span, told: Sequence[Time], anchor: dt.date | None) -> Period | None:
    """«2025年1—8月情况统计表», «统计期：8月1日至31日», «二、一季度各地情况», «9月，…发生事故44起。分类如下：».

    told  the stretches of all that stands over the table: «全月» takes its month from lines before
    """
    data, text = load("tables"), above[slice(*line)]
    label = re.search(data["time_label"], text)
    tells = label or re.match(data["heading"], text) or re.search(data["lead"], text) or len(text) > _LONGEST_NAME
    if not tells:
        return _of_name(text, anchor)
    start = line.start + label.end() if label else line.start
    inside = (as_period(time) for time in told if start <= time.start < line.end)
    return next(filter(None, inside), None)


def _of_name(line: str, anchor: dt.date | None) -> Period | None:
    line = re.sub(load("tables")["beside_name"], "", line)
    if len(line) > _LONGEST_NAME or "：" in line or not re.search(load("tables")["table_name"], line):
        return None
    told = [time for time in find_times(line, anchor) if time.last and (time.first or time.relation == "until")]
    return as_period(told[0]) if told else None


def _is_stretch(time: Time) -> bool:
    return time.relation in ("span", "since", "until") or time.grain not in ("day", "hour", "event")
