"""The noun that a figure is followed by: «派出23个工作组», «8家粉尘涉爆和有限空间作业企业», «两家未备案的漂流点»."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.compounds import joined, names_kind
from extract.items import EVENT_UNITS, FIRM_UNITS, PERSON_UNITS, Noun, clean, clean_text
from extract.lexicon import NO_NOUNS, SITES, fits, is_action, is_finding, is_noun, is_person, is_place, verb_sets
from extract.rulebook import load, pattern
from extract.words import Word

_MOST_OF_A_NAME = 10  # words

_NO_MODIFIERS = frozenset({"x", "p", "c", "r", "d", "m", "uj", "ul", "uv", "f", "u", "l", "i", "y"})
_MOST_OF_AN_EVENT = 7  # words
_PEOPLE = PERSON_UNITS | {"名", "位"}
_NEAR = 6  # words behind a figure in which the noun of its unit is sought
_CASES = frozenset({"件", "起", "宗", "例"})
_STOPS = frozenset({"x", "p", "c", "uj", "ul", "m", "r", "y"})
_NOT_INSIDE = frozenset({"存在", "有", "没有", "是", "被", "均", "全部", "中", "进行", "开展", "发生", "发现"})
_COPULAS = frozenset({"任", "为", "是", "在", "到", "被", "由", "未", "无", "须", "需", "可", "没", "没有"})
_COMMITTEE = re.compile("[村居]（(?:居|村|社区)）(?:民)?委(?:员)?会")  # 17个·居（村）委会
_AREAS = frozenset({"省", "市", "县", "区", "乡", "镇", "村", "街道", "社区"})
_CAMPAIGN = re.compile("专项(?:整治|治理|检查|督查|执法|排查|清理|行动)+(?:工作|活动)?")  # 9项·专项整治行动
# 3名·被洪水围困人员
_HELD_UP = re.compile(
    "被[^，。；、\\d]{0,6}?(?:围困|困|埋|压|淹)的?(?:人员|群众|村民|居民|游客|工人|矿工|学生|师生|老人|儿童)"
)
_PAPERS = re.compile("(?:标准|清单|台账|目录|线索|案例|通知书|指令书|数据|信息)$")  # told by what they are about
_DELIBERATES = frozenset({"研究", "听取", "审议"})
_STATISTIC = re.compile("(?:死亡|受伤|伤亡|事故)?(?:人数|起数|总数|总量)")
_WHOLE_HEADS = frozenset({"方面", "层面", "环节"})  # nothing that follows them belongs to the noun


def noun_after(words: Sequence[Word], unit: str) -> Noun | None:
    """The noun that a figure is followed by; words begin right after the figure and end with the clause."""
    light, _, _ = verb_sets()
    if unit in EVENT_UNITS and len(words) > 1 and words[0].text in light and is_noun(words[1]):  # 先后4次·召开·会议
        noun = noun_after(words[1:], unit)
        return replace(noun, action=words[0].text) if noun else None
    if words and words[0].text.startswith(("由", "因")):
        return None
    if unit == "个" and words and words[0].text == "人":  # 3个人·管安监
        return Noun("人", None, words[0].start, words[0].end)
    if unit in EVENT_UNITS and words and words[0].text in _DELIBERATES:  # 县委常委会3次·研究全县应急管理工作
        return None
    if unit in EVENT_UNITS and (event := _event_phrase(words)):
        return event
    if unit in _CASES and (case := _case_told(words)):
        return case
    for whole in (_COMMITTEE, _CAMPAIGN, _HELD_UP):
        if named := whole.match(joined(words)):
            return Noun(named[0], None, words[0].start, words[0].start + named.end())
    kept: list[Word] = []
    head = False
    for at, word in enumerate(words):
        if head and (_is_whole(words, at, unit) or not (_goes_on(words, at, unit) or _reaches(words[at:], unit))):
            break
        if not head and not _is_head(word, unit) and not _modifies(words, at, unit):
            break
        kept.append(word)
        head = head or _is_head(word, unit)
    if not head and not (kept and unit in EVENT_UNITS):
        return _behind_relative(words)
    kept = _up_to_site(kept, words[len(kept) :], unit)
    kept += _listed_further(words[len(kept) :], unit)
    if summed := _summed_up(words[len(kept) :]):  # 23个学校、卫生院、敬老院·等单位
        return Noun(summed, None, words[0].start, words[len(kept) + 1].end)
    if unit in FIRM_UNITS and not pattern("counts", "firm").search(kept[-1].text):
        return _firm_further_on(words)
    kept = _without_statistic(kept)
    end = _past_bracket(words, len(kept))
    item = clean_text((clean(kept) or "") + joined(words)[kept[-1].end - kept[0].start : end - kept[0].start])
    if unit in EVENT_UNITS and pattern("counts", "all_work").fullmatch(item or ""):  # 检查一次·安全生产
        return None
    return Noun(item, None, kept[0].start, end) if item else None


def _without_statistic(kept: list[Word]) -> list[Word]:
    """The noun without what is told of its things: three trades, not deaths, are three 行业·死亡人数."""
    at = len(kept) - 1
    if at < 1 or not _STATISTIC.fullmatch(kept[at].text):
        return kept
    return kept[: at - 1] if at > 1 and kept[at - 1].text in ("事故", "死亡", "伤亡") else kept[:at]


def _case_told(words: Sequence[Word]) -> Noun | None:
    """A case named by the act of who brings it: 8件·投诉, 3起·群众举报; None where a noun goes on with it."""
    for at, word in enumerate(words[:2]):
        if pattern("counts", "case_acts").fullmatch(word.text):
            following = words[at + 1 : at + 2]
            goes_on = following and (is_noun(following[0]) or following[0].text == "的" or following[0].tag[:1] == "v")
            whole = joined(words[: at + 1])
            return None if goes_on else Noun(clean_text(whole), None, words[0].start, word.end)
        if not is_noun(word):
            return None
    return None


def _event_phrase(words: Sequence[Word]) -> Noun | None:
    """An act with all that modifies it, up to the end of the clause: 一次·索道救援联合演练."""
    last = words[-1] if words else None
    if last is None or len(words) > _MOST_OF_AN_EVENT or not (last.tag == "vn" or is_action(last.text)):
        return None
    if any(word.tag in _STOPS or word.tag == "d" or word.text in verb_sets()[0] for word in words):
        return None
    item = clean(words)
    return Noun(item, None, words[0].start, last.end) if item and len(words) > 1 else None


def _firm_further_on(words: Sequence[Word]) -> Noun | None:
    """«8家粉尘涉爆和有限空间作业企业»: after 家 the noun goes on to the name of a firm; None when none comes soon."""
    for at, word in enumerate(words[:_MOST_OF_A_NAME]):
        if (
            word.text in "，。；：“”《"
            or word.tag in ("p", "d", "ul", "m")
            or word.text in ("存在", "有", "未", "的", "中")
        ):
            return None
        if pattern("counts", "firm").search(word.text):
            item = clean(words[: at + 1])
            return Noun(item, None, words[0].start, word.end) if item else None
    return None


def _is_head(word: Word, unit: str) -> bool:
    """Whether a noun phrase can end with the word: a noun, or what the unit is for (12名·操作工)."""
    return is_noun(word) or (word.tag not in _STOPS and fits(unit, word.text) is True)


def _listed_further(words: Sequence[Word], unit: str) -> list[Word]:
    """What follows in a list of nouns that the unit is for all the same: 286家酒店·、民宿、餐馆."""
    kept: list[Word] = []
    while len(kept) + 1 < len(words) and words[len(kept)].text in ("、", "和", "及", "与"):
        rest = words[len(kept) + 1 :]
        end = next((at for at, word in enumerate(rest[:4]) if fits(unit, word.text) is True), None)
        if end is None or any(word.tag in _STOPS for word in rest[:end]):
            break
        kept += words[len(kept) : len(kept) + end + 2]
    return kept


def _summed_up(words: Sequence[Word]) -> str | None:
    """The noun that sums up a list before it: 等·单位."""
    if len(words) > 1 and words[0].text == "等" and is_noun(words[1]):
        return words[1].text
    return None


def _is_whole(words: Sequence[Word], at: int, unit: str) -> bool:
    """Whether the noun is complete before word at, so that a noun after it is another's: 5家企业·除尘系统未…"""
    last = words[at - 1].text
    if last in _WHOLE_HEADS:
        return True
    goes_on = is_noun(words[at]) and (_is_meant(unit, words[at].text) or _PAPERS.search(words[at].text))
    return _is_meant(unit, last) and not goes_on


def _past_bracket(words: Sequence[Word], at: int) -> int:
    """End of the noun, with a short bracket that belongs to it: 5个县（市、区）."""
    rest = joined(words[at:])
    bracket = re.match("（[省市县区镇乡街道旗州社村居、]{1,6}）", rest)
    return words[at - 1].end + (bracket.end() if bracket else 0)


def _goes_on(words: Sequence[Word], at: int, unit: str) -> bool:
    """Whether a noun phrase that has its noun goes on with word at: 群众·及志愿者, 新任·防汛·责任人, 专题·辅导."""
    word, rest = words[at], words[at + 1 :]
    if is_noun(word):
        return True
    if word.text in ("和", "及", "与", "、"):
        another = bool(rest) and is_noun(rest[0]) and not (len(rest) > 1 and rest[1].tag == "m")
        return another or (unit in FIRM_UNITS and _names_firm(rest))
    if word.text == "的":
        people = unit in _PEOPLE and bool(rest) and is_person(rest[0].text) and not is_person(words[at - 1].text)
        return bool(rest) and is_noun(rest[0]) and (people or not is_noun(words[0]))  # 4名·收工的村民
    if rest and is_noun(rest[0]) and is_action(word.text) and not _is_core(word.text):  # 实操·考试·点
        return unit not in PERSON_UNITS and not _may_do(words[at - 1].text)
    if word.tag == "vn" and not is_action(word.text):
        return any(is_noun(one) for one in rest[:2])
    return unit in EVENT_UNITS and not rest and (word.tag == "vn" or is_action(word.text))


def _may_do(noun: str) -> bool:
    """Whether a noun is of a place, a body, people or a firm, so that a verb behind it is theirs: 三个镇·列入试点."""
    return noun in SITES or is_place(noun) or is_person(noun) or pattern("counts", "firm").search(noun) is not None


def _is_core(verb: str) -> bool:
    return verb in load("actions")["core"] or verb in verb_sets()[0]


def _names_firm(words: Sequence[Word]) -> bool:
    """Whether a list that has no name of a firm yet comes to one: 8家粉尘涉爆·和有限空间作业企业."""
    return any(pattern("counts", "firm").search(word.text) for word in words[:8])


def _reaches(words: Sequence[Word], unit: str) -> bool:
    """Whether a noun that the unit is for comes soon: 起·有限空间中毒窒息·事故, 条·已销号·隐患, 艘·登记·渔船."""
    for word in words[:_NEAR]:
        if word.tag in _STOPS or word.text in _NOT_INSIDE:
            return False
        if (is_noun(word) or len(word.text) == 1) and _is_meant(unit, word.text):
            return True
    return False


def _is_meant(unit: str, noun: str) -> bool:
    """Whether a unit is one for nouns like this one: 家 for firms, 起 and 处 for what is found or happens."""
    return bool(fits(unit, noun)) or (unit in load("counts")["same_kind"]["problems"] and is_finding(noun))


def _modifies(words: Sequence[Word], at: int, unit: str) -> bool:
    """Whether a word that is no noun stands before the noun of its phrase: 应急救援队伍, 安全生产检查, 评估复核."""
    word, rest = words[at], words[at + 1 :]
    if word.text in NO_NOUNS or word.text in _COPULAS:
        return False
    if at == 0 and (
        word.tag == "d" or word.text[0] in "未不无没" or (is_action(word.text) and unit not in EVENT_UNITS)
    ):
        return _reaches(words, unit) or (word.tag != "d" and names_kind(words, at) and word.text[0] not in "未不无没")
    if word.tag in ("b", "a", "z"):
        return True
    if unit in PERSON_UNITS or word.tag in _NO_MODIFIERS:
        return False
    if unit not in FIRM_UNITS and any(fits(unit, one.text) for one in rest[:3]):
        return True
    if any(is_noun(one) for one in rest[:3]):
        return True
    return unit in EVENT_UNITS and all(one.tag in ("v", "vn", "n", "f") for one in rest)


def _behind_relative(words: Sequence[Word]) -> Noun | None:
    """«两家·未备案的·漂流点»: the noun after a short relative clause."""
    mark = next((at for at, word in enumerate(words[:_MOST_OF_A_NAME]) if word.text == "的"), None)
    if not mark or any(word.tag in ("x", "m") and word.text not in "“”" for word in words[:mark]):
        return None
    run = []
    for word in words[mark + 1 :]:
        if not (is_noun(word) or word.tag in ("b", "v", "vn", "a")):
            break
        run.append(word)
    while run and run[-1].tag == "v" and not is_noun(run[-1]):
        run.pop()
    if not run or not is_noun(run[-1]):
        return None
    fault = words[: mark + 1] if words[0].text[0] in "未无不" else []
    return Noun(clean([*fault, *run]), None, words[0].start, run[-1].end)


def _up_to_site(kept: list[Word], rest: Sequence[Word], unit: str) -> list[Word]:
    """«3个库·消防泵不能启动»: before a predicate the noun ends with the site, what fails there is its subject."""
    if not rest or rest[0].tag[:1] not in ("d", "v", "a") or len(kept) < 2 or rest[0].tag == "vn":
        return kept
    if fits(unit, kept[-1].text):
        return kept
    if pattern("counts", "firm").search(kept[-1].text) or kept[-1].text.endswith(("队", "组")):
        return kept
    for at in range(1, len(kept)):
        name = joined(kept[:at])
        if name[-1] != "部" and (name in _AREAS or is_place(name) or pattern("counts", "firm").search(name)):
            return kept[:at]
    return kept
