"""The quantities of a text that may be figures: those that no rule of not_counts.toml claims."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.rulebook import load, load_rules, pattern
from language.dates import Time
from language.numerals import Quantity, find_quantities, parse, units
from language.quick import compiled

_CN = "零〇一二两三四五六七八九十百千"
_SENTENCE_END = re.compile("[。\n]")
_LEVEL = re.compile("持平(?!的)")
_MOST_YEARS = 200  # a larger number is a year's name
_SHORT = frozenset({"小时", "个小时", "分钟", "天"})
_ARTICLE = re.compile("(?:致|造成|另有?|和|、)$")  # another person, who is told of and not counted: 致一名工人死亡
# «一人死亡，一人重伤»: one of a toll is no article
_ONE_HARMED = re.compile(
    "(?:当场|不幸|经[^，。；]{0,4}抢救无效|抢救无效|[^，。；\\d]{2,4}损伤)*"
    "(?:死亡|身亡|溺亡|坠亡|遇难|受伤|[重轻烧烫]伤|骨折|失[踪联]|被困|生还|获救)(?=[，。；、）\n]|$)"
)
_ONE_OF_TOLL = re.compile("死[两二三四五六七八九十\\d]+伤|死一伤")
_BOUNDS = ("以上", "以下", "以内")
_SIZES = frozenset({"人", "名", "户", "层", "间", "座"})  # classifiers by which things are parted into classes
_NAMED_NEXT = re.compile("(?!参[加与]|到[场会]|接受|报名)[\u4e00-\u9fff]{2}")
_CASES = frozenset({"起", "件", "宗"})
_NUMBER_OF = compiled(
    "(?<=[\u4e00-\u9fff]{2})(?<!浏览)(?<!点击)(?<!阅读)(?<!下载)(?<!访问)(?<!播放)"
    "([人起件宗家户次处])数(?:量|合计|总计|共)?(?:为|是|：)$"
)
_NUMBER_ENDS = re.compile("[，。；、）（\n]|$")  # what a number without its classifier may stand before
_TEN_THOUSANDS = re.compile(r"[万亿]\d?$")
_SUM_ENDS = re.compile("余?(?:[，。；、）（\n]|$|用于|已|到位)")
_CALLED = frozenset({110, 119, 120, 122})  # 119消防员: whom that number calls
_YEARS = (1949, 2099)
_SUM_FAR = 40  # characters before a bare sum in which money is spoken of
_NUMBER_LONG = 9  # characters of what names it, and of its verb
_ANOTHER = "[，、；][^，。；、\\d]{2,8}(?:[2-9]|\\d{2,3}|[二两三四五六七八九十]+)"
_NEXT = 6  # characters between cases and their toll
_NOUN_OF_LEVEL, _FIGURE_OF_LEVEL = 16, 200  # characters before «持平» for what is level, and for a figure of its unit
_DEAD_AND_HURT = compiled(
    rf"(?P<dead>(?<!\d)\d+|(?<![{_CN}])[{_CN}]+)死(?:亡)?(?P<hurt>\d+|[{_CN}]+)?(?P<how>轻伤|重伤|伤|失踪|失联)?"
)
_DEAD_THEN_HURT = compiled(
    rf"[死亡](?P<dead>\d+|[{_CN}]+)[、，]?(?P<how>[轻重]?伤)(?P<hurt>\d+|[{_CN}]+)(?=[，。；、）（\n]|$)"
)


def candidates(text: str, times: Sequence[Time]) -> list[Quantity]:
    """Quantities with a unit, and the figures of «8死6伤», in order, without those that count nothing."""
    found = [one for one in _quantities(text) if not _vetoed(text, one)]
    blocked = _Blocked.of([*_named_away(text, found), *((time.start, time.end) for time in times)])
    return [one for one in found if not blocked.holds(one)]


def _named_away(text: str, found: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Stretches that the rules claim, in the lines that hold figures and a word that the rule needs."""
    rules = [(rule, {word[0] for word in rule.needs}) for rule in load_rules("not_counts")]
    for start, end in _lines(text, found):
        line = text[start:end]
        letters = set(line)
        for rule, first in rules:
            if not rule.needs or (not first.isdisjoint(letters) and any(word in line for word in rule.needs)):
                for match in rule.pattern.finditer(text, start, end):
                    yield match.span()


def _lines(text: str, found: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """The sentences, or lines, that hold figures, each with its mark."""
    done = 0
    for one in found:
        if one.end <= done:
            continue
        start = max(done, *(text.rfind(mark, done, one.start) + 1 for mark in "。\n"))
        end = _SENTENCE_END.search(text, one.end)
        done = end.end() if end else len(text)
        yield start, done


def _quantities(text: str) -> list[Quantity]:
    """Quantities with a unit, and the figures of «8死6伤», in order."""
    found = [quantity for one in find_quantities(text) if (quantity := _with_unit(text, one)).unit]
    for told in (_DEAD_AND_HURT, _DEAD_THEN_HURT):
        found += [quantity for match in told.finditer(text) for quantity in _dead_and_hurt(match)]
    found.sort(key=_start_of)
    return _without_sizes(text, sorted([*found, *_levels(text, found)], key=_start_of))


def _start_of(quantity: Quantity) -> int:
    return quantity.start


def _with_unit(text: str, quantity: Quantity) -> Quantity:
    """«外来务工人员23.8万», «受伤人数为0»: the noun tells what classifier was left out."""
    if quantity.unit or not quantity.digits:
        return quantity
    if noun := _bare_noun(text, quantity):
        return replace(quantity, unit="人" if noun["people"] else noun["area"])
    number = _NUMBER_OF.search(text, max(0, quantity.start - _NUMBER_LONG), quantity.start)
    if number and _NUMBER_ENDS.match(text, quantity.end):
        return replace(quantity, unit=number[1])
    if _SUM_ENDS.match(text, quantity.end) and _is_money(text, quantity):
        return replace(quantity, unit="元")
    if quantity.text[-1] != "万":
        return quantity
    people = pattern("counts", "population").search(text, max(0, quantity.start - 10), quantity.start)
    return replace(quantity, unit="人") if people else quantity


def _bare_noun(text: str, quantity: Quantity) -> re.Match[str] | None:
    """What stands right behind a number that has no classifier, if it is counted: 67·市331个县, 18万·群众."""
    number = quantity.value
    exact = number is not None and quantity.approx == "exact" and quantity.text.isdigit() and number <= _YEARS[1]
    if number is not None and exact and (number in _CALLED or number >= _YEARS[0]):
        return None
    if re.match(r"[第A-Za-z\d.—-]", text[max(0, quantity.start - 1) : quantity.start]):
        return None
    return pattern("counts", "bare_noun").match(text, quantity.end)


def _is_money(text: str, quantity: Quantity) -> bool:
    """Whether a bare number in ten thousands is one of money: 列支安全经费12.6万，比去年多出3万6，用去7.9万."""
    if not _TEN_THOUSANDS.search(quantity.text):
        return False
    low = max(0, quantity.start - _SUM_FAR)
    low = max(low, *(text.rfind(mark, low, quantity.start) + 1 for mark in "。\n"))
    clause = max(low, *(text.rfind(mark, low, quantity.start) + 1 for mark in "，；："))
    if pattern("counts", "sum").search(text, clause, quantity.start):
        return True
    spent = pattern("counts", "sum_spent").search(text, clause, quantity.start)
    return spent is not None and pattern("counts", "sum_told").search(text, low, clause) is not None


def _without_sizes(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """«2桶200升甲苯» is two drums: the measure between a classifier and its noun is a part of the first figure."""
    kept: list[Quantity] = []
    for one in found:
        last = kept[-1] if kept else None
        sized = last is not None and last.end == one.start and last.unit in units()["classifiers"]
        if last and sized and one.unit in units()["measures"] and re.match("[\u4e00-\u9fff]{2}", text[one.end :][:2]):
            kept[-1] = replace(last, end=one.end, text=text[last.start : one.end])
        else:
            kept.append(one)
    return kept


def _dead_and_hurt(match: re.Match[str]) -> Iterator[Quantity]:
    for group in ("dead", "hurt") if match["how"] else ("dead",):
        if match[group] and match[group] != "零" and (value := parse(match[group])) is not None:
            start, end = match.span(group)
            yield Quantity(value, None, "人", "exact", False, match[group].isdigit(), match[group], start, end)


def _levels(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """«死亡人数同比持平»: a change of nothing, in the unit of its noun, or of the figure that stands before it.

    Where neither tells a unit («形势总体持平») it is no figure. found: the other quantities, in order.
    """
    starts = [one.start for one in found]
    for match in _LEVEL.finditer(text):
        low = max(0, match.start() - _FIGURE_OF_LEVEL)
        opens = max(low, *(text.rfind(mark, low, match.start()) + 1 for mark in "。；\n"))
        what = re.split("[，、：]", text[max(opens, match.start() - _NOUN_OF_LEVEL) : match.start()])[-1]
        unit = next((unit for noun, unit in load("counts")["unit_of"].items() if noun in what), None)
        near = found[bisect_left(starts, opens) : bisect_left(starts, match.start())]
        unit = unit or _level_unit(text, [one for one in near if one.unit not in units()["rates"]], what)
        if unit:
            yield Quantity(Decimal(0), None, unit, "exact", False, False, "持平", *match.span())


def _level_unit(text: str, near: Sequence[Quantity], what: str) -> str | None:
    """The unit of what is level, where no noun tells it: of the cases, where their toll stands between.

    «发生事故1起，死亡1人，同比持平»; one that says 均 is of the toll as well.
    """
    if not near:
        return None
    cases = near[-2] if len(near) > 1 and near[-1].unit == "人" and near[-2].unit in _CASES else None
    told = cases and near[-1].start - cases.end <= _NEXT and pattern("counts", "level_to").fullmatch(what)
    return cases.unit if cases and told else near[-1].unit


@dataclass(frozen=True, slots=True)
class _Blocked:
    """Stretches of text whose figures count nothing, merged and ascending."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> "_Blocked":
        merged: list[list[int]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        return cls(tuple(start for start, _ in merged), tuple(end for _, end in merged))

    def holds(self, quantity: Quantity) -> bool:
        at = bisect_right(self.starts, quantity.end - 1) - 1
        return at >= 0 and self.ends[at] > quantity.start and not _measures(quantity, self.starts[at], self.ends[at])


def _measures(quantity: Quantity, start: int, end: int) -> bool:
    """Whether a duration that the times component took is a figure all the same: its words decide, in _vetoed."""
    return quantity.unit in units()["durations"] and start >= quantity.start - 1 and end <= quantity.end + 1


def _lasts(text: str, quantity: Quantity, before: str, after: str) -> bool:
    """Whether a duration measures work or effect; one that is demanded is a limit."""
    if quantity.unit == "年" and (quantity.value or 0) > _MOST_YEARS:  # 观看了2017年警示教育片
        return False
    if pattern("counts", "measures_duration").search(before):
        return True
    if quantity.unit in _SHORT and pattern("counts", "done_for").search(before):  # 烧了三个多小时
        return True
    effect = pattern("counts", "duration_effect").search(after)
    demanded = pattern("counts", "limits_duration")
    return bool(effect) and not (
        effect and effect["soon"] and demanded.search(text, max(0, quantity.start - 20), quantity.start)
    )


def _parts_a_class(quantity: Quantity, after: str) -> bool:
    """Whether a quantity only says which things are meant: 威胁100人以上的9处, 12米以上渔船, 50户以上木质村寨."""
    if not quantity.text.endswith(_BOUNDS) or quantity.unit in units()["rates"]:
        return False
    sizes = quantity.unit in units()["measures"] or quantity.unit in _SIZES
    return after.startswith("的") or (sizes and _NAMED_NEXT.match(after) is not None)


def _vetoed(text: str, quantity: Quantity) -> bool:
    """Whether the words right around a quantity make it no figure."""
    data, before, after = load("counts"), text[max(0, quantity.start - 8) : quantity.start], text[quantity.end :][:10]
    if quantity.unit in units()["durations"]:
        return not _lasts(text, quantity, before, after)
    if quantity.unit == "个" and after.startswith(
        ("月", "半月", "半小时", "半学期", "星期", "礼拜", "季度", "小时", "工作日")
    ):  # 一个多·月
        return True
    if quantity.unit == "个" and after.startswith(("亿", "多亿")):  # 两个亿: of what it is two, is not told
        return True
    if quantity.unit == "岁" and "平均年龄" not in before:  # a person's age
        return True
    if _parts_a_class(quantity, after):
        return True
    if quantity.text in ("零", "零位") or (
        quantity.text.startswith("零") and after.startswith(("死亡", "亡人", "伤亡"))
    ):
        return True
    if quantity.masked:
        return quantity.unit not in data["maskable"] or (quantity.unit == "支" and after.startswith("队"))
    if quantity.digits or quantity.unit in units()["rates"]:
        return before.endswith("第")
    unstated = quantity.approx == "exact" or (quantity.unit.endswith("元") and "以上" in quantity.text)
    if quantity.text[0] in "百千万亿" and unstated:  # 单位：万元, 万元以上罚款14起
        return True
    if quantity.value == 1 and quantity.upper is None and quantity.approx == "exact":
        if pattern("counts", "demands_one").search(text[max(0, quantity.start - 20) : quantity.start]):
            return False
        if quantity.unit in ("名", "位") and _ARTICLE.search(before) and re.match("[\u4e00-\u9fff]{2}", after):
            return True
        if quantity.unit == "个" and after.startswith("人") and not re.search("[仅只就]有?$", before):
            return True
        hurt_beside = before.endswith("死") and after.startswith("伤")
        if quantity.text == "一" and (hurt_beside or _ONE_OF_TOLL.match(after)):  # 一死两伤, 一死一伤
            return False
        if (
            quantity.unit in ("人", "名", "位")
            and _ONE_HARMED.match(after)
            and not before.endswith(("最后", "任", "每"))
        ):
            return False
        if re.match(_ANOTHER + re.escape(quantity.unit) + _NUMBER_ENDS.pattern, after):  # 现场整改一处，限期整改两处
            return False
        ends = after[:1] in ("", *"，。；、）\n")
        if ends and quantity.unit in data["one_of_things"] and re.search("[\u4e00-\u9fff]{3}$", before):
            kept = pattern("counts", "keeps_one").search(before)
            return not kept and pattern("counts", "no_noun").search(before) is not None
        behind = ends and pattern("counts", "one_behind").search(before)
        told = behind or pattern("counts", "keeps_one").search(before)
        return not told or re.search("[每任同某另唯]$", before) is not None
    return before.endswith(("第", "每", "之", "统", "星期", "周"))
