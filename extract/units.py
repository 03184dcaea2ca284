"""Names of enterprises, sites and kinds of place in a stretch of a sentence."""

import re
from functools import cache
from typing import NamedTuple

from extract.industries import without_trades
from extract.rulebook import read
from language.quick import compiled


class Unit(NamedTuple):
    """A unit's name, text[start:end]; named is False for a kind of place (餐饮场所)."""

    start: int
    end: int
    name: str
    named: bool


_TITLE = 60  # characters of a title to either side of a name in it
_BREAK = re.compile(r"[^\u3400-\u9fff〇A-Za-z0-9*×（）“”·#]")
_OFFICE = re.compile(
    "(?:安全)?(?:监管|监察|监督|安监|管理)+[局处站分大支总]|安监部门|(?:安全)?(?:监管|监察)+(?:部门|机构)"
)
_ENTERS = tuple("入出进离驻到")  # 入厂教育, 进场材料
# how the name of an enterprise begins that stands alone in a line or cell
_AREA_FIRST = re.compile("(?![^\n]*[的了，])[\u4e00-\u9fff]{2,7}[省市县区旗州](?!委|政府|局|级)")
_AREAS = tuple("省州市县区镇乡旗")
# of these an area has one, so that «县医院» is a name
_ONE_AN_AREA = frozenset(
    {
        "医院",
        "卫生院",
        "妇幼保健院",
        "疾控中心",
        "血站",
        "殡仪馆",
        "图书馆",
        "博物馆",
        "文化馆",
        "福利院",
        "敬老院",
        "体育馆",
    }
    | {"客运站", "汽车站", "总站", "剧院"}
)
_KIND = compiled(
    r"(?:企业|单位|场所|用户|商户|车间|仓库|工地|小区|门店|商铺|出租[屋房]|自建房|路段|[国省县]道|高速公路?)$"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    book = read("hazards")
    return book.compile("$firm"), book.compile("$name_starts"), book.compile("$no_name$")


def units(text: str, start: int, end: int) -> list[Unit]:
    """Units named in text[start:end], in order; the longest name where one holds another."""
    suffix, _, _ = _patterns()
    found: list[Unit] = []
    for match in suffix.finditer(text, start, end):
        unit = _named(text, _left(text, start, match.start()), match)
        if not unit or _in_title(text, unit):
            continue
        whole = _is_line(text, unit.start, unit.end)
        if found and found[-1].start == unit.start and (whole or not _firm(found[-1].name)):
            found.pop()
        elif found and found[-1].start == unit.start:
            continue
        found.append(unit)
    return found


def names_office(text: str, at: int) -> bool:
    """Whether a name that ends there goes on as an authority's: 青州煤矿|安监局."""
    return _OFFICE.match(text, at) is not None


def _in_title(text: str, unit: Unit) -> bool:
    """Whether a name is part of a title: «《国务院关于预防煤矿|生产安全事故的特别规定》»."""
    opened = text.rfind("《", max(0, unit.start - _TITLE), unit.end)
    return opened >= 0 and text.find("》", opened, unit.end) < 0 and "》" in text[unit.end : unit.end + _TITLE]


def _firm(name: str) -> bool:
    return name.endswith(("公司", "厂", "店", "医院", "学校"))


def _left(text: str, start: int, at: int) -> int:
    """Start of the unbroken run of name characters that ends at a place, at most 40 long."""
    low = max(start, at - 40)
    breaks = [match.end() for match in _BREAK.finditer(text, low, at)]
    return breaks[-1] if breaks else low


def _is_line(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in ("", "\n") and text[end : end + 1] in ("", "\n")


def unit_alone(text: str, start: int, end: int) -> str | None:
    """The unit whose name is all that a line holds, as a cell does; None for other lines."""
    return next((unit.name for unit in units(text, start, end) if unit.named and unit[:2] == (start, end)), None)


def _named(text: str, left: int, suffix: re.Match[str]) -> Unit | None:
    """The name that ends with the suffix; None when no word of its own is left of it."""
    _, starts, no_name = _patterns()
    if text[suffix.start() - 1 : suffix.start()] in _ENTERS and len(suffix[0]) == 1:
        return None
    begin = max((match.end() for match in starts.finditer(text, left, suffix.start())), default=left)
    if begin > left and _is_line(text, left, suffix.end()) and _AREA_FIRST.match(text, left):
        begin = left  # a name in a line of its own holds what elsewhere ends one: 鸡西市|有为煤矿
    name = text[begin : suffix.end()]
    if name.count("（") > name.count("）"):  # «剩余1条（宏远石材厂…»
        begin += name.rindex("（") + 1
        name = text[begin : suffix.end()]
    if names_office(text, suffix.end()):
        return None
    if suffix[0] == "船" and not re.search(r"\d", name):
        return None
    if no_name.fullmatch(name) or (len(name) <= len(suffix[0]) < 6) or not _balanced(name):
        return None
    return Unit(begin, suffix.end(), name, _is_own_name(name, suffix[0]))


def _balanced(name: str) -> bool:
    return name.count("（") == name.count("）") and name.count("“") == name.count("”")


def _is_own_name(name: str, suffix: str) -> bool:
    """Whether a name has words of its own beside those that tell its trade and kind."""
    rest = name.removesuffix(suffix)
    if not rest or (rest in _AREAS and suffix in _ONE_AN_AREA):
        return True
    if _KIND.search(name):
        return bool(re.search(r"[某×*X]|\d+号", rest))
    return bool(_kind_words().sub("", without_trades(rest)))


@cache
def _kind_words() -> re.Pattern[str]:
    return read("hazards").compile("$kind_word")
