"""Deadlines of a fixed shape: stages of a plan, labelled limits, mechanisms. The shapes are in rules/deadlines.toml."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extract.masking import ANY, LIMITS, MASKS
from extract.rulebook import load
from language.dates import Time
from language.quick import compiled

_MOST_SHAPE = 80  # characters to either side of what a shape needs
_MOST_ITEM = 300  # characters from an item to its label «完成时限：…»
_SHORT_LINE = 60
# what an item's field says is to be done: «整改措施：更换阀门，», «任务二：补齐台账。»
_FIELD = re.compile(
    r"(?:(?:整改|治理|处理|防范|管控|具体|工作)?(?:措施|要求|内容|建议)|(?:工作|主要|重点|目标)?任务[一二三四五六七八九十\d]{0,3})："
    r"(?P<task>[^；。：\n]{2,120}?)(?=[；。\n]|，[^，。；：\n]{2,8}：|$)"
)
# the limit of the item before: «…完成时限：7月底前。2.…»
_LIMIT_BEFORE = re.compile(rf"(?:时限|期限|限期|时间|节点)(?:要求)?[：为]?[{ANY}]+")
_TOLD = re.compile(r"(?!完成|结束|止|内|后|前|完毕|起)(?P<task>[\u4e00-\u9fff]{4,20})(?=[，。；\n]|$)")
_MENDING = "整改"  # what a limit alone asks for: «责任单位：区民政局；期限：9月底»
# labels that say nothing of what goes on then: «（一）举办咨询日活动⏎1.活动时间：6月16日。»
_GENERAL = frozenset({"活动", "行动", "实施", "工作"})
_LINES_UP = 3  # lines above such a label in which the heading stands
# words of a limit that say nothing of the measure
_MENDINGS = frozenset((_MENDING, "完成", "治理", "销号", "整治", "落实"))


class Shape(NamedTuple):
    """A [[rule]] of rules/deadlines.toml."""

    name: str
    needs: re.Pattern[str]
    pattern: re.Pattern[str]


class Shaped(NamedTuple):
    """What a shape found: its time, and the task, masked[start:end] with the words around that decide it."""

    rule: str
    time: Time
    task: str
    start: int
    end: int


@cache
def shapes() -> tuple[Shape, ...]:
    """The rules, with their macros put in."""
    data = load("deadlines")
    macros = {f"${name}": f"{mask}+" for name, mask in MASKS.items()}
    macros |= {"$due": f"[{''.join(MASKS[name] for name in LIMITS)}]+", "$number": data["number"]}
    return tuple(
        Shape(rule["name"], compiled(_expand(rule["needs"], macros)), compiled(_expand(rule["pattern"], macros)))
        for rule in data["rule"]
    )


def _expand(pattern: str, macros: dict[str, str]) -> str:
    for name in sorted(macros, key=len, reverse=True):
        pattern = pattern.replace(name, macros[name])
    return pattern


def find_shaped(masked: str, times: Sequence[Time], anchor: dt.date | None) -> Iterator[Shaped]:
    """What the shapes find in a masked text; the first shape to claim a time keeps it."""
    at = {time.start: time for time in times}
    for shape in shapes():
        for match in _around(shape, masked):
            time = at.get(_start_of(match, "time"))
            if time is None or _is_slogan(time):
                continue
            if not (shape.name == "label" and (_was_event(time, anchor) or _is_order(match, time, masked))):
                del at[time.start]
                yield _shaped(shape, match, time, masked)
                if shape.name == "label":
                    yield from _listed(_shaped(shape, match, time, masked), at, masked)


def _around(shape: Shape, masked: str) -> Iterator[re.Match[str]]:
    """Matches of the shape near what it needs, on the same line."""
    at = 0
    for hit in shape.needs.finditer(masked):
        far = max(at, hit.start() - _MOST_SHAPE)
        start = masked.rfind("\n", far, hit.start()) + 1 or far
        end = masked.find("\n", hit.end(), hit.end() + _MOST_SHAPE)
        for match in shape.pattern.finditer(masked, start, end if end >= 0 else hit.end() + _MOST_SHAPE):
            at = match.end()
            yield match


def _group(match: re.Match[str], name: str) -> str:
    """Which of the groups NAME, NAME2 … took part in the match."""
    groups = match.groupdict()
    return next((key for key in groups if key.rstrip("23") == name and groups[key]), name)


def _start_of(match: re.Match[str], name: str) -> int:
    return match.start(_group(match, name))


def _was_event(time: Time, anchor: dt.date | None) -> bool:
    """A labelled day that is over: «检查时间：6月12日»."""
    return time.relation in ("at", "span") and anchor is not None and time.last is not None and time.last < anchor


def _listed(first: Shaped, at: dict[int, Time], masked: str) -> Iterator[Shaped]:
    """The limits that go on a list: «整改时限分别为7月15日、7月31日»."""
    time = first.time
    while masked.startswith("、", time.end) and (after := at.get(time.end + 1)) and after.relation == time.relation:
        del at[after.start]
        time = after
        yield first._replace(time=time, start=time.start, end=time.end)


def _is_order(match: re.Match[str], time: Time, masked: str) -> bool:
    """«企业限期4月底前完成改造»: no label but an adverb; the task follows."""
    goes_on = match.end() < len(masked) and masked[match.end()] not in "，。；）\n、"
    return masked.endswith("限期", 0, time.start) and goes_on


def _is_slogan(time: Time) -> bool:
    """«月月讲、天天讲»: no rhythm but a manner of speaking."""
    return time.text in ("天天", "周周", "月月", "季季")


def _shaped(shape: Shape, match: re.Match[str], time: Time, masked: str) -> Shaped:
    start, task = match.start(), match[_group(match, "task")]
    if shape.name == "label-of-item":
        start, item = _item_before(masked, match.start())
        return Shaped(shape.name, time, item or task or _MENDING, start, match.end())
    if shape.name == "label" and (told := _TOLD.match(masked, match.end())):
        return Shaped(shape.name, time, told["task"], start, told.end())  # «治理期限：六月三十日前整体搬迁»
    if shape.name == "label" and task in _MENDINGS and (field := _field_before(masked, start)):
        return Shaped(shape.name, time, field["task"], field.start("task"), match.end())
    if shape.name == "label" and task in _GENERAL:
        task = _heading_over(masked, start) or task
    if number := re.compile(load("deadlines")["number"]).match(masked, start, match.end()):
        start = number.end()
    return Shaped(shape.name, time, task, start, match.end())


@cache
def _item() -> re.Pattern[str]:
    data = load("deadlines")
    labels = data["responsible"]["labels"]
    return re.compile(rf"(?:{data['number']})?(?P<task>(?!{labels})[^，。；：\n{ANY}]{{4,60}})(?=[，。；\n])")


def _item_before(masked: str, end: int) -> tuple[int, str]:
    """The task that a label's line («…。完成时限：7月底前») opens with, or a short line above; "" where none is."""
    line = _line_of(masked, end)
    above = masked.rfind("\n", max(0, line - 1 - _MOST_ITEM), max(0, line - 1)) + 1
    if field := _field_before(masked, end):
        return field.start("task"), field["task"]
    for start in (line, above if line - above < _SHORT_LINE else line):
        if item := _item().match(masked, start, end):
            return item.start("task"), item["task"]
    return end, ""


def _heading_over(masked: str, at: int) -> str | None:
    """The heading of the item in which a label opens a line of its own."""
    number = load("deadlines")["number"]
    line = _line_of(masked, at)
    if not re.fullmatch(f"(?:{number})?", masked[line:at]):
        return None
    heading = re.compile(rf"{number}(?P<name>[^，。；：\n{ANY}]{{4,{_SHORT_LINE}}})。?")
    above = masked[max(0, line - _MOST_ITEM) : line].splitlines()[: -_LINES_UP - 1 : -1]
    return next((found["name"] for one in above if (found := heading.fullmatch(one))), None)


def _field_before(masked: str, end: int) -> re.Match[str] | None:
    """The field of a label's item that says what is to be done, on the label's line behind the limit before it."""
    start = max((limit.end() for limit in _LIMIT_BEFORE.finditer(masked, _line_of(masked, end), end)), default=0)
    fields = list(_FIELD.finditer(masked, max(start, _line_of(masked, end)), end))
    return fields[-1] if fields else None


def _line_of(masked: str, end: int) -> int:
    """Where the line of a label begins, or as far before it as an item reaches."""
    far = max(0, end - _MOST_ITEM)
    return masked.rfind("\n", far, end) + 1 or far
