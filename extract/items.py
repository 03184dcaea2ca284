"""What a figure counts, and by which action: the noun after it or before it, and the verb.

Works on the words of one clause. «排查隐患280处» has its noun before the figure and its verb before the noun;
«派出23个工作组» has the noun after; «开展检查15次» counts the act itself; «已完成整改256处» has a verb and no noun.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.rulebook import load
from extract.words import Word

EVENT_UNITS = frozenset({"次", "场", "场次", "期", "轮", "轮次", "堂", "课时", "学时", "班次", "趟", "批次", "站次"})
PERSON_UNITS = frozenset({"人", "人次"})
CASUALTIES = re.compile(
    r"(?:[当抢]场)?(?:失联或死亡|死亡或失联|死亡失踪|死亡|身亡|遇难|丧生|受伤|轻伤|重伤|失联|失踪|被困|中毒|伤亡|获救|受灾|轻微伤)"
)
_SUBJECT_START = re.compile(
    r"^(?:全国|全[省市县区镇乡街州旗系]+(?:范围内?)?|我[省市县区镇局乡街]+|本[市县区镇省地]|辖区内?|各[级地镇乡街部门单位县区市、（）]+)(?=.)"
)
_RATE_NOUN = re.compile(r"(?:率|比例|比重|占比|度)$")
_VAGUE_START = re.compile(
    r"^(?:平均|日均|月均|年均|人均|每[\u4e00-\u9fff]{1,2}|(?:由|从|自|比|较)?(?:去年|上年|今年|前年|上月|本月|当月|上季度|同期|年初)(?:同期)?的?|实际|应|已|未|尚|由|从|其中|包括|含|此外|另外?|现|目前|（[^（）]{1,8}）|各类|各种|各级各类|多种|有关|相关|所有|一般性|大量|部分|其他|以上|出|了|过|的|等|为|到|和|及|与|对|共|并|各|累计|、)+(?=.)"
)
_SELF_COUNTED = frozenset({"起", "件", "宗", "例", "元"})
_MOST_OF_A_NAME = 10  # words
_FIRM_UNITS = frozenset({"家", "家次", "户", "户次"})
_RATES = frozenset({"%", "‰", "个百分点", "百分点", "倍"})
_ACT_UNITS = EVENT_UNITS | {"项", "个", "支", "份"}
_NO_MODIFIERS = frozenset({"x", "p", "c", "r", "d", "m", "uj", "ul", "uv", "f", "u", "l", "i", "y"})
# what the noun before left over (62家企业·中), and the mark of a list
_LEFT_OVER = re.compile("[中里内的有]|中有|[一二三四五六七八九十]+[是要]")
_TAIL_TAGS = frozenset({"x", "ul", "t", "m", "uj", "p"})
_NO_NOUNS = frozenset({"全部", "全数", "其中", "以上", "左右", "大部分", "均", "期间", "当日", "部分"})
_WHOLE_HEADS = frozenset({"方面", "层面", "环节"})  # nothing that follows them belongs to the noun
_DONE = frozenset({"完成", "进行", "予以", "给予", "实施", "开展"})
_LONG_LIST = 16  # characters; of a longer list only the last noun is kept
_LIST_HEAD = re.compile(r"^.*、.*等(?:各类|各种|多种|\d+[类种个项])?(?=[\u4e00-\u9fff]{2})")
_TRAILING = re.compile(
    r"(?:的|均|都|”|等|共|数量|总数|分别|各|(?<!行)为|达|了|有|约|近|，|、|：|已|计|总计|累计|合计|占|（|“|”|中)+$"
)


@dataclass(frozen=True, slots=True)
class Noun:
    """What was found on one side of a figure; start and end are of the words that say it, in the text.

    direct  whether the item stands next to the figure, and not in front of a verb
    """

    item: str | None
    action: str | None
    start: int
    end: int
    direct: bool = True


@cache
def _verbs() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    actions = load("actions")
    return frozenset(actions["light"]), frozenset(actions["acts"]), frozenset(actions["fillers"])


def act_of(chain: str) -> str | None:
    """The verbs as an action, without 完成; None for those of being and having (现有企业21家)."""
    return None if chain in load("actions")["stative"] else re.sub("^(?:完成|全部|进行)(?=..)", "", chain)


def is_action(word: str) -> bool:
    """Whether the word is a verb that figures come from."""
    light, acts, _ = _verbs()
    return word in light or word in acts


def clean(item: str) -> str | None:
    """The item without whose it is (全市…) and without words that say nothing; None when none is left."""
    before = None
    while item and item != before:
        before = item
        item = _TRAILING.sub("", _VAGUE_START.sub("", _SUBJECT_START.sub("", item)))
    item = _LIST_HEAD.sub("", item) if len(item) > 6 else item
    item = item.rpartition("、")[2] if len(item) > _LONG_LIST and "》" not in item else item
    return item if re.search(r"[\u4e00-\u9fffA-Za-z]", item) else None


def noun_after(words: Sequence[Word], unit: str) -> Noun | None:
    """The noun that a figure is followed by; words begin right after the figure and end with the clause."""
    kept: list[Word] = []
    head = False
    for at, word in enumerate(words):
        if head and (_is_whole(kept, unit) or not _goes_on(words, at, unit)):
            break
        if not head and not _is_noun(word) and not _modifies(words, at, unit):
            break
        kept.append(word)
        head = head or _is_noun(word)
    if not head and not (kept and unit in _ACT_UNITS):
        return None
    if unit in _FIRM_UNITS and not re.search(load("counts")["firm"], kept[-1].text):
        return _firm_further_on(words)
    end = _past_bracket(words, len(kept))
    item = clean(_joined(kept) + _joined(words)[kept[-1].end - kept[0].start : end - kept[0].start])
    return Noun(item, None, kept[0].start, end) if item else None


def _firm_further_on(words: Sequence[Word]) -> Noun | None:
    """«8家粉尘涉爆和有限空间作业企业»: after 家 the noun goes on to the name of a firm; None when none comes soon."""
    for at, word in enumerate(words[:_MOST_OF_A_NAME]):
        if (
            word.text in "，。；：“”《"
            or word.tag in ("p", "d", "ul", "m")
            or word.text in ("存在", "有", "未", "的", "中")
        ):
            return None
        if re.search(load("counts")["firm"], word.text):
            item = clean(_joined(words[: at + 1]))
            return Noun(item, None, words[0].start, word.end) if item else None
    return None


def _is_whole(kept: Sequence[Word], unit: str) -> bool:
    """Whether the noun is complete, so that a noun after it is another's: 5家企业·除尘系统未…"""
    if kept[-1].text in _WHOLE_HEADS:
        return True
    heads = load("counts")["heads"].get(unit)
    if heads and re.search(heads, kept[-1].text):
        return True
    return unit in _FIRM_UNITS and bool(re.search(load("counts")["firm"], kept[-1].text))


def _past_bracket(words: Sequence[Word], at: int) -> int:
    """End of the noun, with a short bracket that belongs to it: 5个县（市、区）."""
    rest = _joined(words[at:])
    bracket = re.match("（[省市县区镇乡街道旗州社村、]{1,6}）", rest)
    return words[at - 1].end + (bracket.end() if bracket else 0)


def _is_noun(word: Word) -> bool:
    if word.text in _NO_NOUNS:
        return False
    return (word.tag[:1] in ("n", "j", "s") and not is_action(word.text)) or (
        word.tag in ("eng", "an") and len(word.text) > 1
    )


def _goes_on(words: Sequence[Word], at: int, unit: str) -> bool:
    """Whether a noun phrase that has its noun goes on with word at: 群众·及志愿者, 新任·防汛·责任人, 专题·辅导."""
    word, rest = words[at], words[at + 1 :]
    if _is_noun(word):
        return True
    if word.text in ("和", "及", "与", "、"):
        another = bool(rest) and _is_noun(rest[0]) and not (len(rest) > 1 and rest[1].tag == "m")
        return another or (unit in _FIRM_UNITS and _names_firm(rest))
    if word.text == "的":
        return bool(rest) and _is_noun(rest[0]) and not _is_noun(words[0])
    if word.tag == "vn" and not is_action(word.text):
        return any(_is_noun(one) for one in rest[:2])
    return unit in EVENT_UNITS and not rest and (word.tag == "vn" or is_action(word.text))


def _names_firm(words: Sequence[Word]) -> bool:
    """Whether a list that has no name of a firm yet comes to one: 8家粉尘涉爆·和有限空间作业企业."""
    return any(re.search(load("counts")["firm"], word.text) for word in words[:8])


def _modifies(words: Sequence[Word], at: int, unit: str) -> bool:
    """Whether a word that is no noun stands before the noun of its phrase: 应急救援队伍, 安全生产检查, 评估复核."""
    word, rest = words[at], words[at + 1 :]
    if word.text in _NO_NOUNS:
        return False
    if word.tag in ("b", "a", "z"):
        return True
    if unit in PERSON_UNITS or word.tag in _NO_MODIFIERS:
        return False
    heads = load("counts")["heads"].get(unit)
    if heads and any(re.search(heads, one.text) for one in rest[:3]):  # 183艘·登记·渔船
        return True
    if at == 0 and is_action(word.text) and unit not in _ACT_UNITS:
        return False
    if any(_is_noun(one) for one in rest[:3]):
        return True
    return unit in EVENT_UNITS and all(one.tag in ("v", "vn", "n", "f") for one in rest)


def noun_before(words: Sequence[Word], unit: str) -> Noun:
    """What the words before a figure say; they begin with the clause or after the figure before.

    item is None when only a verb stands there («已完成整改»); action is None when no verb does («专题讲座218场»).
    """
    _, _, fillers = _verbs()
    kept = list(words)
    while kept and (kept[-1].text in fillers or (kept[-1].tag in _TAIL_TAGS and kept[-1].text not in "》”")):
        kept.pop()
    while kept and _LEFT_OVER.fullmatch(kept[0].text):
        kept.pop(0)
    if not kept:
        return Noun(None, None, -1, -1)
    verbs = _verb_places(kept)
    if unit in _RATES and _RATE_NOUN.search(kept[-1].text):
        return _rate(kept)
    if not verbs:
        return _plain(kept)
    listed = _listed(kept, verbs)
    if listed:
        return listed
    last = verbs[-1]
    first = _chain_start(kept, last, verbs)
    item = clean(_joined(kept[last + 1 :]))
    if item and len(item) == 1:  # 采纳·率, 播放·量: the verb belongs to the noun
        return Noun(kept[last].text + item, None, kept[last].start, kept[-1].end)
    if item and first < last and kept[first].text in _verbs()[0] and re.search(load("counts")["needs_act"], item):
        return Noun(_joined(kept[first + 1 : last + 1]) + item, kept[first].text, kept[first].start, kept[-1].end)
    if item:
        return Noun(item, _joined(kept[first : last + 1]), kept[first].start, kept[-1].end)
    return _act_itself(kept, first, last, unit)


def _verb_places(kept: Sequence[Word]) -> list[int]:
    """Indices of the verbs that figures come from, but for those inside a title or a quoted name."""
    depth, places = 0, []
    for at, word in enumerate(kept):
        depth += (word.text in "《“") - (word.text in "》”")
        if depth <= 0 and is_action(word.text):
            places.append(at)
    return places


def _listed(kept: Sequence[Word], verbs: Sequence[int]) -> Noun | None:
    """«组织风险防控、登记系统运用等各类会议»: the noun after 等 is counted, the verb before the list did it."""
    etc = next((at for at in reversed(range(len(kept))) if kept[at].text in ("等", "等等")), None)
    if etc is None or not any(word.text == "、" for word in kept[:etc]) or verbs[0] > etc:
        return None
    if not clean(_joined(kept[etc + 1 :])) or any(at > etc for at in verbs):
        return None
    first = verbs[0]
    last = first
    while last + 1 in verbs:
        last += 1
    item = clean(_joined(kept[last + 1 :]))
    return Noun(item, _joined(kept[first : last + 1]), kept[first].start, kept[-1].end)


def _rate(kept: Sequence[Word]) -> Noun:
    """The whole name of a rate: 隐患整改完成率. A verb inside it is part of the name."""
    light = _verbs()[0]
    start = next(
        (at + 1 for at in reversed(range(len(kept))) if kept[at].text in light or kept[at].tag in ("p", "d")), 0
    )
    item = clean(_joined(kept[start:]))
    return Noun(item, None, kept[-1].end - len(item), kept[-1].end) if item else Noun(None, None, -1, -1)


def _plain(kept: Sequence[Word]) -> Noun:
    """Words without one of our verbs; a first word that jieba takes for a verb is one (打掉团伙2个)."""
    at = next((at for at, word in enumerate(kept) if word.tag not in ("d", "t", "c", "x", "ad")), 0)
    named = next((i for i, word in enumerate(kept) if i and word.tag == "v" and _is_body(_joined(kept[:i]))), None)
    at = at if named is None else named
    verb = (
        kept[at]
        if kept[at].tag == "v" and len(kept[at].text) > 1 and any(_is_noun(word) for word in kept[at + 1 :])
        else None
    )
    if not verb and not any(_is_noun(word) or word.tag in ("vn", "l", "i", "a", "b") for word in kept[at:]):
        return Noun(None, _joined(kept[at:]) if kept[at].tag == "v" else None, kept[at].start, kept[-1].end)
    item = clean(_joined(kept[at + 1 :] if verb else kept))
    if not item:
        return Noun(None, None, -1, -1)
    end = kept[-1].end
    start = verb.start if verb else end - len(item)
    return (
        Noun(item, verb.text if verb else None, start, end)
        if _joined(kept).endswith(item)
        else Noun(item, None, -1, -1)
    )


def _chain_start(kept: Sequence[Word], last: int, verbs: Sequence[int]) -> int:
    """Index of the first of the verbs that stand together up to index last: 排查·整治, 责令·停产."""
    first = last
    while first - 1 in verbs or (first - 2 in verbs and kept[first - 1].text in ("并", "、", "和")):
        first -= 1 if first - 1 in verbs else 2
    return first


def _act_itself(kept: Sequence[Word], first: int, last: int, unit: str) -> Noun:
    """No noun stands between verb and figure: the act is what is counted, or the noun is in front of the verb."""
    light, acts, _ = _verbs()
    chain = kept[first : last + 1]
    start, end = chain[0].start, chain[-1].end
    own = _joined([word for word in chain if word.text not in light])
    if unit in _SELF_COUNTED and re.search(load("counts")["counts_itself"], own):
        return Noun(own, None if own == "罚款" else own, start, end)
    if unit in PERSON_UNITS | {"名"} and own:
        return Noun(own, own, start, end, direct=False)
    if len(chain) > 1 and chain[0].text in light and chain[-1].text in acts:
        if unit in EVENT_UNITS:
            return Noun(_joined(chain[1:]), chain[0].text, start, end)
        action = _joined(chain[1:] if chain[0].text in _DONE else chain)
        return Noun(_topic(kept[:first], unit), action, start, end, direct=False)
    opener = next((at for at in reversed(range(first)) if kept[at].text in light), None)
    if chain[-1].text in acts and opener is not None and _only_modifiers(kept[opener + 1 : first], unit):
        item = clean(_joined(kept[opener + 1 : last + 1]))
        return Noun(item, kept[opener].text, kept[opener].start, end)
    if unit in EVENT_UNITS | {"人次"} and chain[-1].text in acts:
        return _event(kept, first, last)
    topic = _topic(kept[:first], unit)
    return Noun(topic, _joined(chain), kept[first - 1].start if topic and first else start, end, direct=False)


def _event(kept: Sequence[Word], first: int, last: int) -> Noun:
    """«领导带队检查9次», «集中培训2期»: the act, with its adjective, is what is counted."""
    while first and kept[first - 1].tag in ("b", "a", "ad", "an") and kept[first - 1].text not in _verbs()[2]:
        first -= 1
    act = _joined(kept[first : last + 1])
    led = re.match("带队(?=..)", act)
    return Noun(act[led.end() :] if led else act, act if led else None, kept[first].start, kept[last].end, direct=False)


def _only_modifiers(words: Sequence[Word], unit: str) -> bool:
    if unit in EVENT_UNITS:
        return not any(word.tag == "p" for word in words)
    return bool(words) and not any(word.tag[:1] in ("n", "v", "p") for word in words)


def _topic(words: Sequence[Word], unit: str) -> str | None:
    """The noun in front of a verb without object: «泵站开启13座», «领域增加至23个»; None for a person or body."""
    kept = list(words)
    while kept and (kept[-1].text in _verbs()[2] or kept[-1].tag in ("d", "x")):
        kept.pop()
    start = next((at + 1 for at in reversed(range(len(kept))) if not _in_topic(kept[at])), 0)
    item = clean(_joined(kept[start:]))
    if not item or not kept or not _is_noun(kept[-1]):
        return None
    acted_on = unit in _FIRM_UNITS and start > 0 and is_action(kept[start - 1].text)  # 责令·企业·停产
    return item if acted_on or not re.search(load("counts")["agents"], item) else None


def _in_topic(word: Word) -> bool:
    return _is_noun(word) or (word.tag in ("b", "a", "vn", "f") and not is_action(word.text))


def _is_body(name: str) -> bool:
    """Whether a name is of those who act, not of what is counted."""
    return bool(re.search(load("counts")["subject"]["ends"], name))


def _joined(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)
