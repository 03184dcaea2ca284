"""Whom an item or a passage is about, and so who must do what it orders: its heading, or the unit named last.

«（三）县住建局：…；9月29日前组织一次检查», «1.鑫远散货码头：门机限位器失灵。限10月25日前整改».
"""

import re
from functools import cache

from extract.modals import one_of
from extract.responsible import no_name, numbering
from extract.rulebook import load
from extract.sentences import Span
from extract.units import units

_FAR = 600  # characters from an order back to the beginning of its paragraph
_MARK = re.compile(r"\[\d{1,3}\]|【\d{1,3}】|[■◆●▲★]|—{1,2}")
_HEAD = re.compile(r"\s*(?P<name>[^，。；：？！\n]{2,40})(?P<mark>[：。，])")
_ADDRESS = re.compile(r"\s*(?:\n|$)")  # «各镇人民政府：» on a line of its own is whom a letter goes to
_CASE = re.compile("案|问题|隐患|事故|火灾")  # «三、某项目部高处作业案»
_GROUP = re.compile("\\d[余多]?家|部分|个别|有的|一些")  # a later sentence tells of several
_SHARED = re.compile("[、和及与]")


def item_start(text: str, at: int) -> Span | None:
    """The number or mark that opens the item of the place, at the beginning of its line; None where there is none."""
    line = max(text.rfind("\n", 0, at) + 1, at - _FAR)
    opens = numbering().match(text, line, at) or _MARK.match(text, line, at)
    return Span(*opens.span()) if opens else None


def body_of_item(text: str, at: int) -> str | None:
    """The body that the item of a place is headed with: «（三）县住建局：»."""
    opens = item_start(text, at)
    head = _HEAD.match(text, opens.end, at) if opens else None
    if head is None or head["mark"] != "：" or _ADDRESS.match(text, head.end()) or no_name().search(head["name"]):
        return None
    return head["name"] if all(_body().fullmatch(name) for name in _SHARED.split(head["name"])) else None


@cache
def _body() -> re.Pattern[str]:
    data = load("deadlines")["responsible"]
    return re.compile(rf"(?!{data['labels']})[^“”《》]*(?:{one_of(data['ends'])})(?:（[^（）]*）)?")


def unit_of_passage(text: str, at: int) -> str | None:
    """The unit that an item is headed with, or else the one named last before the place in its paragraph."""
    opens = item_start(text, at)
    if opens and (head := _HEAD.match(text, opens.end, at)):
        named = [unit for unit in units(text, *head.span("name")) if unit.named and unit.start == head.start("name")]
        if named and (head["mark"] != "，" or named[-1].end == head.end("name")):
            case = _CASE.search(text, named[-1].end, head.end("name"))
            return re.sub("（[^（）]*）$", "", text[head.start("name") : named[-1].end if case else head.end("name")])
    line = max(text.rfind("\n", 0, at) + 1, at - _FAR)
    last = next((unit for unit in reversed(units(text, line, at)) if unit.named), None)
    return None if last is None or _GROUP.search(text, text.rfind("。", last.end, at) + 1 or at, at) else last.name
