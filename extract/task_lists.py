"""Lists of tasks whose items hold fields.

«①预案审定——资源科，9月21日», «红外测温/变电运维室/4月10日前», «防火门更换，4月底，李某；»
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from extract.masking import ANY, MASKS
from extract.rulebook import load
from extract.stages import Shaped
from language.dates import Time

_FAR = 60  # characters from one item to the next of its list
_FEWEST = 2  # items of a list
_LIMITS = frozenset({"by", "at", "span"})
_NO_TASK = re.compile(
    "(?:经理|工程师|[厂矿站队组校院所科局]长|主任|书记)[\u4e00-\u9fff]{2,3}$|期限$|时限$|会议|通报|事故|报道|日报|发布|编辑|记者|来源|印发|统计|地点|时间|电话"
)


@cache
def _item() -> re.Pattern[str]:
    """An item: its number, its task, the fields beside it; the time is one of them."""
    limits = "".join(MASKS[name] for name in ("by", "at", "span"))
    number = load("deadlines")["number"]
    mark, field = "(?:—{1,2}|/|，|\\t)", f"[^，。；：\\n\\t—/（）{ANY}]"
    return re.compile(
        rf"(?:^|(?<=[\n；。：]))(?:{number}|[A-Z][.、]|[-—·●▲★ ]+)?"
        rf"(?P<task>{field}{{4,40}})(?:{mark}{field}{{2,16}})?{mark}(?P<time>[{limits}]+)"
        rf"(?:{mark}{field}{{2,16}})?(?=[；。\n]|$)",
        re.MULTILINE,
    )


def find_listed(masked: str, times: Sequence[Time], anchor: dt.date | None) -> Iterator[Shaped]:
    """The tasks of such lists in a text whose times are masked; an item alone is none, nor is one of days gone by."""
    at = {time.start: time for time in times}
    found = [(match, time) for match in _item().finditer(masked) if (time := at.get(match.start("time")))]
    for _, run in groupby(_numbered(found), key=lambda one: one[0]):
        items = [(match, time) for _, match, time in run]
        if len(items) < _FEWEST:
            continue
        for match, time in items:
            if time.relation in _LIMITS and _is_to_come(time, anchor) and not _NO_TASK.search(match["task"]):
                yield Shaped("listed", time, match["task"], match.start("task"), match.end())


def _numbered(
    found: Sequence[tuple[re.Match[str], Time]],
) -> Iterator[tuple[int, re.Match[str], Time]]:
    """The items with the number of the list that each is of."""
    number, end = 0, 0
    for match, time in found:
        number += match.start() - end > _FAR
        end = match.end()
        yield number, match, time


def _is_to_come(time: Time, anchor: dt.date | None) -> bool:
    return anchor is not None and time.last is not None and time.last >= anchor
