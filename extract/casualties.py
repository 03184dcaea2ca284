"""Dead, injured and missing of an accident: «造成19人死亡、20人受伤», «8死6伤», «53人失联或死亡», «无人员伤亡»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.rulebook import read
from language.numerals import parse
from language.quick import compiled

_NONE_HURT = compiled(
    r"(?:无|未造成|没有造成|未有|没有|未出现|暂无|均无)(?:其他|任何|人身)?(?:人员)?伤亡|无人(?:员)?伤亡|人员[^，。]{0,3}无伤亡|未造成人员伤亡|未造成伤亡|[未没]有?伤(?:着|到|及)?人|(?:现场|交接班|屋内|室内|车内|厂内)无人(?=[，。；])"
)
_NONE_INJURED = re.compile(r"(?:无|未造成|没有)(?:人员|人)受伤|无人受伤")
_NONE_DEAD = re.compile(r"(?:无|未造成)(?:人员|人)死亡")
_AND = re.compile(
    r"(?:(?P<n>\d+|[一二两三四五六七八九十]+)(?:名|位)[^，。；、\d死伤]{1,8}|(?:驾驶[员人]|司机|船长))(?:和|及|、)$"
)  # 1名教师和1名学生受伤, 司机和2名乘客死亡
# a letter of one segment; numbers only where they measure («从约18米高处», «76岁»), so that none counts people
_MEASURES = "米|公里|厘米|层|楼|岁|吨|公斤|伏|千伏|天|小时|分钟|号"
TOLD = rf"(?:[^。；\d]|\d+(?:\.\d+)?(?:多|余)?(?:{_MEASURES}|[日时点分](?!\d*[名人])))"
_PART = re.compile(r"其中")
_AMONG = compiled(
    r"（[^（）\n]*(?:其中|含)[^（）\n]*）"
    r"|(?:\d+|[一二两三四五六七八九十百]+)(?:余|多)?(?:名|位|个|人)[^，。；、\d死伤]{0,8}?中，?有?(?=\d|[一二两三四五六七八九十])"
)  # 伤者6人（其中重伤2人）, «十四名矿工中有六人烧伤»: a part, or the whole before its part
_DIED_LATER = compiled(
    rf"(?P<n>\d+|[一二两三四五六七八九十]+)(?:名|位|人)(?:(?!其中|获救|脱险|[受轻重]伤){TOLD}){{1,30}}?(?:抢救无效(?:后?死亡)?|不治身亡|无效死亡|生命体征|当场死亡)"
)
_TREATED = compiled(
    r"(?P<n>\d+|[一二两三四五六七八九十]+)(?:名|位)?(?:人|[^，。；、\d死伤]{1,6}?)(?:[仍尚正还]在?|在)[^，。；、\d死亡]{0,8}?(?:抢救|治疗|救治|观察)(?!无效|后)"
)


@dataclass(frozen=True, slots=True)
class Toll:
    """Victims of an accident; None where nothing is said. start and end: the words that say it, end 0 for none."""

    deaths: int | None = None
    injured: int | None = None
    missing: int | None = None
    start: int = 0
    end: int = 0

    def __bool__(self) -> bool:
        return self.end > 0

    def filled_from(self, other: "Toll") -> "Toll":
        """One toll of two: what only the other one tells is added; the place stays."""
        return Toll(
            other.deaths if self.deaths is None else self.deaths,
            other.injured if self.injured is None else self.injured,
            other.missing if self.missing is None else self.missing,
            self.start, self.end,
        )  # fmt: skip


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    book = read("accidents")
    who = r"(?:余|多|几)?(?:名|个|位)?(?:人|[^，。；、\d死伤]{0,14}?)"
    gap = r"(?:(?!$died|$hurt|$lost|其中)[^，。；、：\d死伤]){0,10}?"
    tail = r"(?:人数)?(?:已)?(?:为|达到?|共|计|约|升至|上升至|上升到|增至)?"
    return {
        "both": book.compile(
            rf"(?P<n>$number){who}(?:$died|$lost)(?:（[^）]*）)?(?:或|和|及|、|与)(?:$died|$lost)|(?:$died|$lost)(?:或|和|及|、|（含|（)(?:$died|$lost)）?{tail}(?P<m>$number)(?:余|多)?人"
        ),
        "deaths": book.compile(
            rf"(?<![·.．•\d])(?P<n>$number)(?![层米楼日月年时分号吨度起次]){who}{gap}(?:$died)(?!率|事故|人|地)|(?:$died|夺走|夺去)了?{tail}(?P<m>$number)(?:余|多)?(?:名|条|人)|(?P<k>$number)死(?=$number|[、，。；）多余]|$)|死了?(?P<j>$number)(?:余|多|几)?(?:人|个|名|口|(?=伤))|没了(?P<gone>$number)(?:人|个|名)|(?P<back>$number)(?:人|个|名|口)(?:人)?(?:都|全都?|再也)?没有?(?:回来|出来|跑出来|上来|救过来|了(?=[，。；]))|(?<!救了)(?<!保住)(?P<lives>$number)条(?:人|生)?命"
        ),
        "injured": book.compile(
            rf"(?<![·.．•\d])(?P<n>$number)(?!家){who}{gap}(?:$hurt)(?!者|员[^，。]{{0,12}}死)|(?:$hurt)了?{tail}(?P<m>$number)(?:余|多)?(?:名|人|个)|(?<![^\d一二两三四五六七八九十]死)(?<!\d)(?P<k>$number)(?:轻|重)?伤(?=[、，。；）\d一二两三四五六七八九十]|$)|伤了?(?P<j>$number)(?:余|多|几)?(?:名|人|个|(?=[，。；）]|$))"
        ),
        "missing": book.compile(rf"(?P<n>$number){who}{gap}(?:$lost)|(?:$lost){tail}(?P<m>$number)(?:余|多)?(?:名|人)"),
    }


@cache
def _one() -> dict[str, re.Pattern[str]]:
    """One person without a number: «司机当场死亡», «工人刘某坠落身亡», «职工李某触电，右臂烧伤»."""
    book = read("accidents")
    return {
        "dead": book.compile(
            r"致(?:$person)(?:一人)?死亡|(?:$person)(?:[^，。；、等两多]{0,12}?(?:当场死亡|当场身亡|身亡|溺亡|坠亡|不幸遇难|抢救无效死亡|致死|[压烧砸电淹轧撞夹绞炸挤]死)"
            rf"|(?:(?![等两]){TOLD}){{0,40}}?(?:抢救无效死亡|当场死亡|当场身亡|后不治(?=[，。；])|不治身亡|[伤重]重?不治|溺水?身?亡|坠亡|掩埋身亡|找到遗体))"
        ),
        "lost": book.compile(r"(?:$person)[^，。；等两多\d]{0,8}?(?:$lost)"),
        "hurt": book.compile(
            r"(?:$person)[^。；等两多\d]{0,36}?(?:骨折|截肢|昏迷|(?<!未)(?<!无人)[受轻重烫烧擦灼砸摔压夹割扎咬炸]伤(?!亡|员|者))"
        ),
    }


def toll(text: str, start: int, end: int) -> Toll:
    """Victims that text[start:end] tells of: groups added, floors kept (20余人 → 20), poisoned people injured."""
    passage = _AMONG.sub(lambda m: "…" * len(m[0]), text[start:end])
    found = {kind: list(_of_kind(kind, passage)) for kind in ("both", "deaths", "injured", "missing")}
    none = _NONE_HURT.search(passage) or _NONE_DEAD.search(passage) or _NONE_INJURED.search(passage)
    places = [span for groups in found.values() for _, span in groups] + ([none.span()] if none else [])
    if not places:
        return Toll()
    missing = _sum(passage, found["both"]) if found["both"] else _sum(passage, found["missing"])
    deaths = None if found["both"] else _sum(passage, found["deaths"])
    injured = _injured(passage, found)
    treated = [(int(n), match.span()) for match in _TREATED.finditer(passage) if (n := parse(match["n"])) is not None]
    if treated and (deaths or injured is None):  # «3人送医后2人死亡、1人仍在抢救»: how it ended counts
        injured = sum(n for n, _ in treated)
    if none:
        deaths = 0 if deaths is None and none.re is not _NONE_INJURED else deaths
        injured = 0 if injured is None and none.re is not _NONE_DEAD else injured
    return Toll(
        deaths, injured, missing, start + min(low for low, _ in places), start + max(high for _, high in places)
    )


def died_later(text: str, start: int, end: int) -> Toll:
    """The dead of whom text[start:end] first tells what befell them: «2名工人被埋，经抢救无效死亡»."""
    later = _DIED_LATER.search(text, start, end)
    number = parse(later["n"]) if later else None
    return Toll() if later is None or number is None else Toll(int(number), start=later.start(), end=later.end())


def one_victim(text: str, start: int, end: int) -> Toll:
    """The toll of one person whom text[start:end] tells dead or hurt without a number."""
    if one := _one()["dead"].search(text, start, end):
        return Toll(deaths=1, start=one.start(), end=one.end())
    if one := _one()["lost"].search(text, start, end):
        return Toll(missing=1, start=one.start(), end=one.end())
    hurt = _one()["hurt"].search(text, start, end)
    return Toll(injured=1, start=hurt.start(), end=hurt.end()) if hurt else Toll()


def _of_kind(kind: str, passage: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """Numbers of victims of one kind, each with its place."""
    for match in _patterns()[kind].finditer(passage):
        digits = next(group for group in match.groups() if group)
        value = parse(digits)
        if value is None:
            continue
        yield int(value), match.span()
        with_them = _AND.search(passage, 0, match.start())
        if with_them and (more := parse(with_them["n"] or "1")) is not None:
            yield int(more), with_them.span()


def _sum(passage: str, groups: list[tuple[int, tuple[int, int]]]) -> int | None:
    """Groups added; those that only part up another («其中3人重伤») count where nothing else is said."""
    part = _PART.search(passage)
    whole = [n for n, (start, _) in groups if not part or start < part.start()]
    return sum(whole or [n for n, _ in groups]) if groups else None


def _injured(passage: str, found: dict[str, list[tuple[int, tuple[int, int]]]]) -> int | None:
    """The injured; of «5人中毒，其中2人死亡» three are left."""
    injured, part = _sum(passage, found["injured"]), _PART.search(passage)
    if injured is None or not part:
        return injured
    hurt_first = any(start < part.start() for _, (start, _) in found["injured"])
    dead_after = [n for n, (start, _) in found["deaths"] if start > part.start()]
    dead_before = any(start < part.start() for _, (start, _) in found["deaths"])
    return (
        injured - sum(dead_after)
        if hurt_first and dead_after and not dead_before and sum(dead_after) <= injured
        else injured
    )
