"""What a later sentence says of a whole list of findings: «以上①③构成重大隐患», «责令于5月24日前整改完毕»."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from extract.aftermath import limit_in, told_in
from extract.defects import book
from extract.sentences import Span
from extract.units import units
from language.dates import Time
from language.numerals import parse
from language.quick import compiled
from records import Hazard
from records.facts import Level

# «构成重大事故隐患»; the verb stands before, so that the search begins at a rare word
_LEVEL = re.compile(
    r"(?:(?<=构成)|(?<=属于)|(?<=属)|(?<=[为系])|(?<=列入)|(?<=达到)|(?<=[成为]了)|(?<=（))(?P<level>重大|一般)"
    r"(?:生产|安全|事故|火灾|消防|燃气|交通)*(?:风险)?隐患(?!排查|整治|专项|清零|判定|自查)"
)
_VERB = re.compile(r"(?:构成|属于?|判定为|认定为|确定为|列为|列入|系|为|达到)了?$")
_MOST_SUBJECT = 48  # characters before a verdict that may say what it is on
_BACK = compiled(
    r"以上|上述|前述|(?:这|此|该)一?[条项处]|该(?:单位|企业|公司|场所|建筑|项目|小区|市场|商场|大?楼|酒店)|合并|前[二两三四五六\d]|均|都|第[一二三四五六七八九\d]|其中|[①-⑳]|后[二两三四]|序号\d|隐患\d|问题\d|（\d{1,2}）"
)
_NUMBERS = compiled(
    r"[①-⑳]|（(?P<p>\d{1,2}|[一二三四五六七八九十]{1,2})）|第?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})(?=[项条处、个，和及]|$)"
)
_THIS = re.compile("[这此该]一[条项处个]|[\\d一二两三四五六]+[项条处个]?合并")
_OWN_NUMBER = re.compile(r"\s*[一二三四五六七八九十\d]{1,3}[、.．](?!\d)")
_LAST_ONE = re.compile("[该此]项|该隐患$")
_LAST_ITEM = re.compile("[该此](?:条(?!款)|项(?!目))")
_SOME = re.compile("[\\d一二两三四五六七八九十][家处个户座栋所]")
_FIRST, _LAST = (
    re.compile(r"前(?P<n>[二两三四五六七\d])[项条处个]?"),
    re.compile(r"(?:[后这以上述])+(?P<n>[二两三四五六七八九\d]+)[项条处个]"),
)
_MARKS = compiled(
    r"[①-⑳]|(?:^|[。；：\n])\s*[（(]?(?P<n>\d{1,2})[）)、.．](?!\d)|(?:^|[。；：，\n])(?P<w>[一二三四五六七八九十])是"
    r"|\n\s*(?P<c>[一二三四五六七八九十]{1,3})、"
)
_OF_ALL = compiled(
    r"以上|上述|前述|针对|发现的|存在的|该(?:单位|企业|公司|矿|厂|项目|场所|隐患|问题)|现责令|现要求|责令你|请(?:你|督促)|你(?:单位|公司|厂|矿|校|店|局)|挂牌督办|上列|逐[项一]|全部(?:隐患|问题)|所有(?:隐患|问题)|(?:已|均)(?:全部)?(?:依法)?(?:下达|下发|发出|开具|送达|责令)"
)
# «请各镇街对照上述问题，6月底前督促整改到位», «上述单位必须按期消除隐患»: what is asked of offices, or at large
_ONLY_ASKED = re.compile(
    r"请(?:各|有关|相关|属地|所在)[^，。；]{0,8}(?:县|区|市|旗|镇|乡|街道|部门|政府|局)|[，对]要[^，。；]{0,6}下达|存在上述"
    r"|(?:单位|企业|公司|场所)(?:必须|务必|要)(?![^。]*(?:限|[日月底]前))"
)
# «对第1、7项，限4月30日前整改完毕；第3至6项限6月10日前；其余各项…»
_BY_NUMBER = compiled(
    r"第(?P<list>NUM(?:[、，和及与至到—～-]第?NUM)*)(?:[两二三四五六七八九\d]+)?[项条处款点]"
    r"|(?:其余|其他|剩余|余下)[^，。；\n]{0,6}[项条处个]".replace("NUM", r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})")
)
_ONE_NUMBER = re.compile(r"(?P<to>[至到—～-])?第?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})")
_PART_END = re.compile(r"[。；\n]")
_SECTION = re.compile(r"\n[一二三四五六七八九十]{1,3}、")
_LONGEST_LIST = 200  # findings of a list that a verdict behind it may speak of
_ALL = compiled("均|都|[\\d一二两三四五六七八九十]+[处项条个]")
_NAMED = re.compile(
    r"(?:属于?|构成|列为|定为)重大(?:事故|火灾|安全)*(?:隐患)?的?(?:有|共)?[\d一二两三四五六七八九十]*[处项条个家]?：(?P<names>[^。\n]{4,400})"
)
_NAME = 3  # characters that two names of one unit share
_FAR = 500  # characters behind the last finding of a list within which an order may speak of all of it


@dataclass(frozen=True, slots=True)
class Placed:
    """A hazard, its list and the unit's block in that, numbered through the text; group 0 is prose."""

    hazard: Hazard
    group: int
    block: int


def told_of_lists(text: str, found: Sequence[Placed], times: Sequence[Time]) -> list[Hazard]:
    """The hazards in order, with level and status that a later sentence gives to the list that they stand in."""
    return _with_orders(text, _with_limits(text, _with_levels(text, list(found)), times), times)


def _with_levels(text: str, found: list[Placed]) -> list[Placed]:
    starts = [one.hazard.start for one in found]
    for match in _LEVEL.finditer(text) if found else ():
        subject, at = _subject(text, match.start()), match.start()
        level: Level = "重大" if match["level"] == "重大" else "一般"
        own = _before(text, found, bisect_left(starts, at), at, numbered=bool(_wanted(subject)))
        if text[at - 1] == "（":  # «…。（重大隐患，6月底前整改）» is said of the line, «通道堵塞（重大隐患）» of one
            meant = {n for n, _ in (own if text[at - 2] in "。；" else own[-1:])}
        elif _BACK.search(subject):
            meant = _meant(text, _at_its_unit(own, subject), subject)
        else:
            meant = {n for n, one in own if _is_on(subject, one.hazard.place)}
        for n in meant:
            if found[n].hazard.level != level:
                found[n] = replace(found[n], hazard=replace(found[n].hazard, level=level))
    return _with_named(text, found, starts)


def _with_limits(text: str, found: list[Placed], times: Sequence[Time]) -> list[Placed]:
    """The hazards; those whose items a later sentence names by their numbers get the limit that it sets them."""
    starts = [one.hazard.start for one in found]
    line, named = -1, set[int]()
    for match in _BY_NUMBER.finditer(text) if found else ():
        most = min(len(text), match.end() + _FAR)
        stop = _PART_END.search(text, match.end(), most)
        due = limit_in(text, Span(match.end(), stop.start() if stop else most), times)
        own = _before(text, found, bisect_left(starts, match.start()), match.start(), numbered=True)
        above = text.rfind("\n", 0, match.start())
        line, named = above, named if above == line else set()
        if due is None or not own or not (match["list"] or named):
            continue
        first = own[0][1].hazard.start
        numbers = _numbers_in(match["list"]) if match["list"] else set()
        for n, one in own:
            number = _item_number(text, first, one.hazard)
            meant = number in numbers if numbers else number not in named
            if meant and one.hazard.due is None and one.hazard.status in ("found", "rectifying"):
                found[n] = replace(one, hazard=replace(one.hazard, due=due, status="rectifying"))
        named |= numbers
    return found


def _numbers_in(listed: str) -> set[int]:
    """The numbers of «1、7», «3至6», «二、三»."""
    numbers: list[int] = []
    for match in _ONE_NUMBER.finditer(listed):
        value = parse(match["n"])
        number = int(value) if value is not None else 0
        numbers += range(numbers[-1] + 1, number) if match["to"] and numbers else ()
        numbers.append(number)
    return set(numbers)


def _subject(text: str, at: int) -> str:
    """What a verdict is on: the words of its sentence's part before it, without the verb."""
    low = max(0, at - _MOST_SUBJECT)
    low = max(low, *(text.rfind(mark, low, at) + 1 for mark in "。；\n"))
    own = _OWN_NUMBER.match(text, low, at) if text[low - 1 : low] == "\n" else None  # names no other item
    return _VERB.sub("", text[own.end() if own else low : at])


def _is_on(subject: str, place: str | None) -> bool:
    """Whether a verdict is on what was found at a place: it names the unit, and no number of them."""
    if not place or place not in subject or _SOME.search(subject):
        return False
    return any(unit.named for unit in units(place, 0, len(place)))


def _with_named(text: str, found: list[Placed], starts: Sequence[int]) -> list[Placed]:
    """«属重大的有3处：华丰广场、水都浴室、兴旺石场»: the level of what was found at the units named."""
    for verdict in _NAMED.finditer(text):
        names = [name for name in re.split("[、，；（）]", verdict["names"]) if len(name) >= _NAME]
        last = bisect_left(starts, verdict.start())
        for n in range(max(0, last - _LONGEST_LIST), last):
            place = found[n].hazard.place
            if place and any(_same_name(place, name) for name in names):
                found[n] = replace(found[n], hazard=replace(found[n].hazard, level="重大"))
    return found


def _same_name(place: str, name: str) -> bool:
    """Whether a place is what a shorter or longer name speaks of: «县城华丰购物广场», «华丰购物广场»."""
    return any(place[at : at + _NAME] in name for at in range(len(place) - _NAME + 1))


def _before(text: str, found: Sequence[Placed], count: int, at: int, *, numbered: bool) -> list[tuple[int, Placed]]:
    """Hazards that a verdict can speak of, with their index: those of its own line, else of the list before it.

    count     how many begin before the verdict's place, at
    numbered  whether it speaks of them by their numbers, so that its own line holds none
    """
    if numbered:
        start = text.rfind("\n", 0, at)
        count = bisect_left(found, start, 0, count, key=lambda one: one.hazard.start) or count
    if not count or at - found[count - 1].hazard.end > _FAR:
        return []
    line, group = text.rfind("\n", 0, at), found[count - 1].group
    low = max(0, count - _LONGEST_LIST)
    own = list(takewhile(lambda n: found[n].hazard.start > line, range(count - 1, low - 1, -1)))
    chosen = own or list(takewhile(lambda n: found[n].group == group, range(count - 1, low - 1, -1)))
    return [(n, found[n]) for n in reversed(chosen)]


def _at_its_unit(own: list[tuple[int, Placed]], subject: str) -> list[tuple[int, Placed]]:
    """Those of the hazards that a verdict on one unit speaks of: «其中百汇市场被确定为重大火灾隐患单位»."""
    among = subject.rfind("其中")
    if among < 0 or _wanted(subject) or _ALL.search(subject, among):
        return own
    told = subject[among:]
    return [(n, one) for n, one in own if one.hazard.place and one.hazard.place in told]


def _meant(text: str, own: list[tuple[int, Placed]], subject: str) -> set[int]:
    """Which of a block's hazards a verdict speaks of: those numbered, the first or last n, else all.

    «…上锁，该项属于重大隐患» is of what its sentence tells; in a sentence of its own «此项» is the whole item.
    """
    goes_on = "，" in subject
    subject = (
        subject[max(subject.rfind("，") + 1, 0) :] if _BACK.search(subject[subject.rfind("，") + 1 :]) else subject
    )
    indices = [n for n, _ in own]
    start = min((one.hazard.start for _, one in own), default=0)
    if _LAST_ONE.search(subject) and (goes_on or "隐患" in subject):
        return set(indices[-1:])
    if own and _LAST_ITEM.search(subject):
        item = _item_number(text, start, own[-1][1].hazard)
        return {n for n, one in own if _item_number(text, start, one.hazard) == item}
    if (first := _FIRST.search(subject)) and (number := parse(first["n"])):
        return set(indices[: int(number)])
    if (last := _LAST.search(subject)) and (number := parse(last["n"])):
        return set(indices[-int(number) :])
    wanted = _wanted(subject)
    if not wanted:
        return set(indices)
    return {n for n, one in own if _item_number(text, start, one.hazard) in wanted}


def _wanted(subject: str) -> set[int]:
    """Numbers of the items that a verdict names: «上述（1）（3）», «第3项、第9项»."""
    return {_number(match) for match in _NUMBERS.finditer(_THIS.sub("", subject))} - {0}


def _number(match: re.Match[str]) -> int:
    """The number that a mark stands for: ③ and «3.» and «三是» are 3."""
    digits = next((group for group in match.groups() if group), None)
    if digits is None:
        return ord(match[0].strip("。；：，\n")) - ord("①") + 1
    value = parse(digits)
    return int(value) if value is not None else 0


def _item_number(text: str, start: int, hazard: Hazard) -> int:
    """Number of the item that a hazard stands in; 0 where it has none."""
    marks = list(_MARKS.finditer(text, max(0, text.rfind("\n", 0, start)), hazard.start + 1))
    return _number(marks[-1]) if marks else 0


def _with_orders(text: str, found: list[Placed], times: Sequence[Time]) -> list[Hazard]:
    """The hazards; those only found get what an order behind their block or list says of them."""
    blocks = _order_behind(text, found, times, lambda one: (one.group, one.block), every=True)
    return [one.hazard for one in _order_behind(text, blocks, times, lambda one: (one.group, 0), every=False)]


def _order_behind(
    text: str, found: list[Placed], times: Sequence[Time], key: Callable[[Placed], tuple[int, int]], *, every: bool
) -> list[Placed]:
    """The hazards, each run of one key with what the stretch behind it orders.

    every  whether any order there speaks of the run; else only one that says so («上述», «责令你单位»)
    """
    out = list(found)
    runs = [n for n in range(len(found)) if n + 1 == len(found) or key(found[n]) != key(found[n + 1])]
    first = 0
    for last in runs:
        end = found[last + 1].hazard.start if every and last + 1 < len(found) else len(text)
        stretch = _stretch(text, found[last].hazard.end, end, every=every)
        told = told_in(text, stretch, times) if stretch.end > stretch.start else None
        if told and told.status and found[last].group:
            for n in range(first, last + 1):
                if out[n].hazard.status == "found" or (
                    out[n].hazard.status == told.status and told.due and not out[n].hazard.due
                ):
                    out[n] = replace(
                        out[n], hazard=replace(out[n].hazard, status=told.status, due=told.due or out[n].hazard.due)
                    )
        first = last + 1
    return out


def _stretch(text: str, start: int, end: int, *, every: bool) -> Span:
    """Where an order for what stands before may be: to the line's end for a block; sentences that say so for a list."""
    section = _SECTION.search(text, start, end)
    end = min(section.start() if section else end, start + _FAR)
    if every:
        line = text.find("\n", start, end)
        return Span(start, line if line >= 0 else end)
    for sentence in re.compile(r"[^。\n]+[。\n]?").finditer(text, start, end):
        told = _OF_ALL.search(sentence[0]) and _orders().search(sentence[0])
        if told and not _ONLY_ASKED.search(sentence[0]):
            return Span(*sentence.span())
    return Span(start, start)


@cache
def _orders() -> re.Pattern[str]:
    return book().compile("$ordered|$mended")
