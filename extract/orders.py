"""Orders that look back on all findings before them: «以上问题均已下达整改指令», «责令你公司于4月30日前整改完毕»."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from extract.aftermath import limit_in, told_in
from extract.heads import mode_of
from extract.sentences import Span
from language.dates import Time
from language.quick import compiled
from records import Hazard
from records.facts import Status

_MEANT = (
    r"(?:问题|隐患|行为|情形|事项|违法|违规|单位|企业|公司|场所|店点?|店（点）|商户|经营户|工地|地盘|项目|门店|站点?"
    r"|学校|[中小]学|院|宾馆|酒店|车辆|船舶|渔船|矿山?|库|小区|建筑|农户|户|作坊|厂|网点|家|处|项|条|个)"
)
# what speaks of all that was told before: «对上述三个地盘», «这两座库», «限该3个单位»
_ALL_BEFORE = compiled(
    rf"(?:以上|上述|上列|前述|所列|所述|这些)[^，。；：\n]{{0,14}}?{_MEANT}"
    rf"|(?:此次|本次|这次)[^，。；：\n]{{0,10}}?(?:发现|通报|曝光|查出|暴露)的[^，。；：\n]{{0,14}}?{_MEANT}"
    rf"|(?:[这该此])(?:[\d*×]{{1,3}}|[两二三四五六七八九十]{{1,3}})[家处项条个座所户艘辆座栋间名]{_MEANT}?"
)
# whoever is told to mend: «现责令你公司», «请你单位于…»
_YOU = (
    r"你们?(?:单位|公司|厂|矿|校|店|院|企业|项目部?|场所?|站|司|处|中心|市场|村|园|库|行|超市|酒店|合作社|所|馆|社|家)?"
)
_TO_YOU = compiled(rf"(?:责令|责成|限|要求|请|督促){_YOU}")
# an office that is to see to it, or to order it: that leaves what was found as it is
_OFFICE = re.compile(
    r"(?:各|有关|相关|属地|请|由|望)[^，。；]{0,12}?(?:县|区|市|旗|镇|乡|街道|部门|政府|局|安监站|安委会|管委会|村)"
)
# an office that sees to it that they mend by a day: «由区应急局跟踪督办，10月底前整改到位»
_OVERSEEN = re.compile("由[^，。；]{2,14}?(?:跟踪|挂牌)?(?:督办|督促|盯办)[^。；\n]*?(?:整改|销号|治理|消除)")
_WANTED = compiled(r"(?:要|请|应当?|须|必须|立即|尽快|务必|需)[^，。；]{0,8}?(?:下达|下发|发出|开具|查封|挂牌)")
_NO_ORDER = re.compile(r"拒不|逾期|举一反三|对照|杜绝|避免|如(?!期|下|实)|防止|属于|严禁|(?:存在|具有|凡有|再有)$")
_NAMES_ONE = re.compile(r"第[一二三四五六七八九十\d]{1,3}|其余|其他|其中|剩余|余下")
_DEMANDED = re.compile("责令|责成|限|要求|请|督促")
_MUST = re.compile("必须|务必|应当|须|要(?!求)")
_SENTENCE_END = re.compile(r"[。\n]")
_PART_END = re.compile(r"[。；\n]")
_REGION = re.compile(r"^(?:[^，。；（）“]{1,4}?[省市县区旗镇乡]|[^，。；（）“]{1,4}街道)")
_KIND = re.compile(
    r"(?:股份|集团|有限|责任|公司|分公司|工厂|[^，。]厂|水库|电站|水电站|加油站|加气站|酒店|宾馆|饭店|餐馆|超市|商场|市场|广场|小区|学校|[中小]学|幼儿园"
    r"|医院|养老院|敬老院|煤矿|矿业|采石场|石场|尾矿库|渡口|码头|项目部?|工地|工程|大桥|隧道|冷库|网吧|网咖|会所|农家乐|民宿|客栈|（[^（）]*）)+$"
)
_NO_NAME = re.compile(
    r"^[\d我本该此其时\s一二三四五六七八九十]|[，。；：、]|企业|单位|场所|部分|个别|各|某|施工|建设|在建|家$"
)
_LEAST, _MOST = 2, 8  # characters of a unit's own name
_NAMED_FAR = 60  # characters behind a unit's name within which it is told what to do
_HEADING = 40  # characters of a line that may stand between a list and what is ordered of it
_FAR = 6000  # characters before an order within which it speaks of what was found
_LONGEST = 300  # characters of an order


class Order(NamedTuple):
    """What an order makes of a finding, and by when."""

    status: Status
    due: date | None


def orders_for_all(text: str, starts: Sequence[int], times: Sequence[Time]) -> dict[int, Order]:
    """What later sentences order of all that was found before them, by the numbers of the findings.

    starts  where the findings begin, in order
    """
    found: dict[int, Order] = {}
    first = 0
    for span in _looks_back(text) if starts else ():
        last = bisect_left(starts, span.start)
        if first < last and span.start - starts[last - 1] <= _FAR and (order := _order(text, span, times)):
            found.update(dict.fromkeys(_spoken_of(text, starts, first, last, span.start), order))
            first = last
    return found


def orders_by_name(text: str, found: Sequence[Hazard], times: Sequence[Time]) -> dict[int, Order]:
    """What a later line orders of the units that it names: «石板坑、花厅水库，五月十日前落实抢险措施»."""
    own: dict[str, list[int]] = {}
    for n, hazard in enumerate(found):
        if hazard.place and (name := _short(hazard.place)):
            own.setdefault(name, []).append(n)
    if not own:
        return {}
    told: dict[int, Order] = {}
    for match in re.finditer("|".join(map(re.escape, sorted(own, key=len, reverse=True))), text):
        line = text.rfind("\n", max(0, match.start() - _LONGEST), match.start()) + 1
        if found[own[match[0]][0]].start < line and (order := _named_order(text, match.end(), times)):
            told.update((n, order) for n in own[match[0]] if found[n].start < line)
    return told


def _short(place: str) -> str | None:
    """A unit's name without its region and its kind: 板栗塘 of 溪口区板栗塘水库; None where too little is left."""
    name = _KIND.sub("", _REGION.sub("", place))
    return name if _LEAST <= len(name) <= _MOST and not _NO_NAME.search(name) else None


def _named_order(text: str, at: int, times: Sequence[Time]) -> Order | None:
    """What the part of a sentence behind a unit's name orders, with a limit or in writing."""
    stop = _PART_END.search(text, at, at + _NAMED_FAR)
    span = Span(at, stop.start() if stop else min(len(text), at + _NAMED_FAR))
    told = told_in(text, span, times)
    due = told.due or limit_in(text, span, times)
    overseen = due is not None and _OVERSEEN.search(text, *span) is not None
    if told.status == "rectified" or (_OFFICE.search(text, *span) and not overseen):
        return None
    return Order("rectifying", due) if told.status or due else None


def _order(text: str, span: Span, times: Sequence[Time]) -> Order | None:
    """What a stretch orders; None where it orders nothing, or only asks for what the words say."""
    told = told_in(text, span, times)
    status = "rectifying" if told.status and _DEMANDED.match(text, span.start) else told.status
    if not status or (status == "rectified" and told.words and _is_wanted(text, span, told.words)):
        return None
    return Order(status, None if _NAMES_ONE.search(text, *span) else told.due)


def _looks_back(text: str) -> Iterator[Span]:
    """Stretches that may order something of all that was found before them."""
    at = 0
    for match in sorted([*_ALL_BEFORE.finditer(text), *_TO_YOU.finditer(text)], key=lambda match: match.start()):
        if match.start() < at:
            continue
        end = _end_of(text, match.end())
        if not is_left_open(text, match.start(), end):
            yield Span(match.start(), end)
            at = end


def _end_of(text: str, at: int) -> int:
    """Where the sentence ends that goes on at a place, or the line behind its colon: «责令你场做到：1.…»."""
    most = min(len(text), at + _LONGEST)
    stop = _SENTENCE_END.search(text, at, most)
    if stop and text[stop.start() - 1] == "：":
        stop = _SENTENCE_END.search(text, stop.end(), most)
    return stop.start() if stop else most


def is_left_open(text: str, start: int, end: int) -> bool:
    """Whether a sentence only tells an office, or all at large, what should be done."""
    low = max(text.rfind(mark, max(0, start - 40), start) for mark in "。；\n") + 1
    part = _PART_END.search(text, start, end)
    stop = part.start() if part else end
    return bool(
        _OFFICE.search(text, low, stop) or _WANTED.search(text, low, stop) or _NO_ORDER.search(text, low, start)
    )


def _is_wanted(text: str, span: Span, words: str) -> bool:
    """Whether what an order says is mended is only asked for: «上述单位必须…，按期消除隐患»."""
    return _MUST.search(text, span.start, text.find(words, *span)) is not None


def _spoken_of(text: str, starts: Sequence[int], first: int, last: int, at: int) -> range:
    """Which of the findings before an order it speaks of: those of its own line, else of the list above."""
    line = text.rfind("\n", 0, at) + 1
    low = bisect_left(starts, line, first, last)
    if low < last:
        return range(low, last)
    while low > first:
        above = text.rfind("\n", 0, line - 1) + 1
        here = bisect_left(starts, above, first, low)
        if here == low < last and (line - above > _HEADING or mode_of(text[above : line - 1]) == "finding"):
            break
        low, line = here, above
    return range(low, last)
