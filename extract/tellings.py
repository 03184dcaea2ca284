"""Words that say something happened, and whether what they say did happen."""

import re
from functools import cache
from typing import NamedTuple

from extract.rulebook import Scanner, read
from extract.scene import words
from extract.sentences import Span

OPENERS = frozenset({"happened", "known-by-its-day"})  # a second of these opens a second event without a time
BY_VICTIMS = frozenset({"victims-told", "victims-alone"})  # tell of an event only where no other word does
_ADVISED = re.compile(
    "发生[^，。；]{0,12}(?:事故|火灾|爆炸|险情|事件)(?:之?后|时)，?(?:请|应|须|要|必须|立即|及时|第一时间|可|不要|切勿)"
)
_REFERRED = re.compile(r"(?:事故|火灾|爆炸)(?:发生(?:后|时|的?原因)|当[日天]|现场|原因|调查|教训|处理)")
_LATER = re.compile(
    r"发生(?:后|时|前|的(?!一起|较大|重大|特别))|发生[^，。；\d]{0,8}(?:事故|火灾|爆炸|险情)(?:后|时)，?(?:无法|不能|不会|未|没有|不知|容易|很难|难以)|发生过?[^，。；\d]{0,16}(?:事故|火灾|爆炸)的(?!一|原因|教训|[^，。；]{0,12}(?:\d|[两三四五六七八九十])[名人死])"
)
_ON_THE_DAY = re.compile("(?:[日晚夜晨午]|时许?|分许?|左右)$")  # «4月3日发生的…火灾»
_DAY_AND_PLACE = re.compile("\\d{1,2}[日号](?:[^，。；]{2,24})\\Z")  # «6月30日县城北街|发生的撞树事故»
_REHEARSED = re.compile(
    r"[^，。；]{0,10}?(?:演练|演示|演习|预案|科目|培训(?!中心|学校|机构|班)|课程|展板|体验)|[^，。；]{0,4}?(?:[多易频高]发|警示[牌标教]|风险|隐患|急救|常识|知识|违规|违章|防护|防制|预防|危险(?![化品废]))"
)
_GUARDED = re.compile("(?<![消国])防$")  # 防溺水, 防触电
_WARDS = re.compile("防范(?!措施|意识|不|设施)|防止|严防|避免|杜绝|遏制")
_REHEARSAL = re.compile("演练|演习|模拟|想定|脚本")
_NAMED_ONLY = re.compile("事故(?![，。；（]|造成|致|导致|教训|[死伤]|\\d)")


# «21日，又找到遇难者4名», «失踪者遗体被打捞上岸»: what was found of an event told before
FOUND = re.compile(
    "(?:又|再次?|再度|陆续|先后|相继|另|最后)(?:找到|发现|搜出|搜救出|救出|打捞[出起]?|确认)[^，。；]{0,8}(?:遗体|遇难|死者|尸体|失[联踪]|被困|\\d)"
    "|(?P<missed>失[踪联](?:[者人]|[船渔人职驾学村]员?[员民生]?)?[^，。；]{0,12}(?:遗体|尸体)|(?:找到|发现|捞[起出上])[^，。；]{0,12}失[踪联][^，。；]{0,6}(?:遗体|尸体)|系[^，。；]{0,16}失[踪联](?:者|人员|船员|渔民))"
)


class Telling(NamedTuple):
    """A word that says something happened; day is «4·18» for an accident known by its day, else ""."""

    start: int
    end: int
    rule: str
    day: str


@cache
def _scanner() -> Scanner:
    return Scanner(read("accidents").rules)


def tellings_in(text: str) -> list[Telling]:
    """Every word of rules/accidents.toml that a text holds, in order."""
    return [
        Telling(match.start(), match.end(), rule.name, match.groupdict().get("day") or "")
        for rule, match in _scanner().scan(text)
    ]


def is_real(text: str, segment: Span, telling: Telling) -> bool:
    """Whether a word tells of what was, not of what was not, might be, or was told before («事故发生后»)."""
    clause = max(text.rfind(mark, segment.start, telling.start) for mark in "，。；：\n") + 1
    if clause == telling.start and text[clause - 1 : clause] == "，":  # «有效防范顶板垮落，|发生爆炸事故»
        last = max(text.rfind(mark, segment.start, clause - 1) for mark in "，。；：\n") + 1
        if _WARDS.search(text, max(last, segment.start), clause):
            return False
    if words("irreal").search(text, max(clause, segment.start), telling.start):
        return False
    if _REHEARSAL.search(text, segment.start, telling.start):
        return False
    if _GUARDED.search(text[max(segment.start, telling.start - 2) : telling.start]):
        return False
    before = _REFERRED.match(text, max(segment.start, telling.start - 2))
    after = (
        _ADVISED.match(text, telling.start)
        or _told_before(text, segment, telling)
        or _REHEARSED.match(text, telling.end)
    )
    return not before and not after


def _told_before(text: str, segment: Span, telling: Telling) -> bool:
    """Whether a word only goes back to what happened («事故发生后»), not «4月3日发生的火灾»."""
    before = text[max(segment.start, telling.start - 2) : telling.start]
    dated = _ON_THE_DAY.search(before) or _DAY_AND_PLACE.search(text, segment.start, telling.start)
    on_the_day = text.startswith("发生的", telling.start) and dated
    return not on_the_day and _LATER.match(text, telling.start) is not None


def is_found(text: str, segment: Span) -> bool:
    """Whether a segment tells of missing people who were found, whose accident is told elsewhere."""
    found = FOUND.search(text, *segment)
    return found is not None


def only_named(text: str, telling: Telling) -> bool:
    """Whether an event is only named by its word («某矿透水|事故被困人员»), not told to have happened."""
    return telling.rule == "broke-out" and _NAMED_ONLY.match(text, telling.end) is not None


def month_day(day: str) -> str:
    """«04-20» of «4·20»; "" of ""."""
    return "-".join(f"{int(number):02}" for number in re.findall(r"\d+", day))
