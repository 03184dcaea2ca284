"""What a figure counts, and by which action: the noun after it or before it, and the verb.

Works on the words of one clause. «排查隐患280处» has its noun before the figure and its verb before the noun;
«派出23个工作组» has the noun after; «开展检查15次» counts the act itself; «已完成整改256处» has a verb and no noun.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.compounds import is_body, joined, names_kind
from extract.lexicon import is_action, is_noun, is_place, unfit, verb_sets
from extract.rulebook import load, pattern
from extract.words import Word

EVENT_UNITS = frozenset({
    "次", "场", "场次", "期", "轮", "轮次", "堂", "课时", "学时", "班次", "趟", "批次", "站次", "遍", "矿次",
    "队次", "航次", "井次", "企次", "厂次", "店次", "点次", "村次", "校次", "警次", "频次", "人天", "网次",
    "波次", "点", "班",
})  # fmt: skip
PERSON_UNITS = frozenset({"人", "人次"})
_SUBJECT_START = re.compile(
    r"^(?:全国|全[省市县区镇乡街州旗系]+(?:范围内?)?|我[省市县区镇局乡街]+|本[市县区镇省地]|辖区内?|各[级地镇乡街部门单位县区市、（）]+)(?=.)"
)
_RATE_NOUN = re.compile(r"(?:率|比例|比重|占比|度)$")
_VAGUE_START = re.compile(
    r"^(?:日均|月均|年均|人均|每[\u4e00-\u9fff]{1,2}|(?:由|从|自|比|较)?(?:去年|上年|今年|前年|上月|本月|当月|上季度|同期|年初)(?:同期)?的?"
    r"|但是?|可是|不过|所幸|而且|且|并且|其中|包括|此外|另外|目前|（(?![^（）]*）)|（[^（）]{1,8}）|各类|各种|各级各类|多种|有关|相关|所有|一般性|大量|部分|其他|以上|累计)+(?=.)"
)
_SELF_COUNTED = frozenset({"起", "件", "宗", "例", "元"})
_FIRM_UNITS = frozenset({"家", "家次", "户", "户次"})
_RATES = frozenset({"%", "‰", "个百分点", "百分点", "倍"})
# what the noun before left over (62家企业·中), and the mark of a list
_LEFT_OVER = re.compile("[中里内的有]|中有|[一二三四五六七八九十]+[是要]")
_TAIL_TAGS = frozenset({"x", "ul", "t", "m", "uj", "p"})
_DONE = frozenset({"完成", "进行", "予以", "给予", "实施", "开展"})
_HANDED_OVER = frozenset({"移送", "移交", "转交", "上报", "报送", "抄告", "交办"})
_LONG_LIST = 16  # characters; of a longer list only the last noun is kept
_LIST_HEAD = re.compile(r"^.*、.*等(?:各类|各种|多种|\d+[类种个项])?(?=[\u4e00-\u9fff“]{2})")


# a clause before the noun that measures it or says what is due: 使用15年以上的·电梯, 应配救生衣的·渔船
_RELATIVE = re.compile(
    "^(?:应|投用|投运|超过|达到|高于|低于|\\d+(?:毫米|厘米|米|公里|吨|千瓦|分|人以上))[^，。；]*的(?=[\u4e00-\u9fff]{2,}$)"
)


_DONE_BEFORE = re.compile("^(?:完成|全部|进行)(?=..)")
_NUMBERED = re.compile("^（?[一二三四五六七八九十\\d]{1,2}）|^\\d{1,2}[.．、](?=[\u4e00-\u9fff])")
_AREA = re.compile("[全我本][国省市县区州镇乡]")
_AMONG = re.compile("(?<=[工员人者生师])中$")
_LETTER = re.compile("[\u4e00-\u9fffA-Za-z]")
_NUMERAL = re.compile("[\\d零〇一二两三四五六七八九十百千万亿余几多数]")
_SHORT = 6  # characters; a longer item may hold a list or a clause


@dataclass(frozen=True, slots=True)
class Noun:
    """What was found on one side of a figure; start and end are of the words that say it, in the text.

    direct  whether the item stands next to the figure, and not in front of a verb
    phrase  all that stands between the list mark before and the figure, where no verb of ours opens it; else ""
    cause   what brought the figure's events about, where the verb is one of causing: 电气引发82起
    """

    item: str | None
    action: str | None
    start: int
    end: int
    direct: bool = True
    phrase: str = ""
    cause: str | None = None


NOTHING = Noun(None, None, -1, -1)


def act_of(chain: str) -> str | None:
    """The verbs as an action, without 完成; None for those of being and having (现有企业21家)."""
    return None if chain in load("actions")["stative"] else _DONE_BEFORE.sub("", chain)


def clean(words: Sequence[Word]) -> str | None:
    """The words as an item, without whose it is (全市…) and without words that say nothing; None when none is left.

    Single characters go only where they are words: 从 of 从业人员 stays.
    """
    empty = load("actions")["empty"]
    kept = list(words)
    while kept and kept[0].text in empty:
        kept.pop(0)
    while len(kept) > 1 and _AREA.fullmatch(kept[-1].text):  # 持证的救生员·全市·413名
        kept.pop()
    while kept and (kept[-1].text in empty or kept[-1].text in verb_sets()[2]):
        kept.pop()
    return clean_text(joined(kept))


@lru_cache(maxsize=1 << 14)
def clean_text(item: str) -> str | None:
    """The item without phrases of time and owner at its start, and only the head of a long list."""
    before = None
    while item and item != before:
        before = item
        item = _AMONG.sub("", _NUMBERED.sub("", item).rstrip("，、：（“”。").lstrip("、，）”"))
        item = _VAGUE_START.sub("", _SUBJECT_START.sub("", item))
    if len(item) > _SHORT:
        item = _LIST_HEAD.sub("", _RELATIVE.sub("", item))
    item = item.rpartition("、")[2] if len(item) > _LONG_LIST and "》" not in item else item
    return item if _LETTER.search(item) else None


def noun_before(words: Sequence[Word], unit: str) -> Noun:
    """What the words before a figure say; they begin with the clause or after the figure before.

    item is None when only a verb stands there («已完成整改»), or a clause without its head («未达标的12家»); action is
    None when no verb does («专题讲座218场»).
    """
    kept, headless = _trimmed(words)
    if not kept:
        return NOTHING
    if headless and unit not in _RATES:
        act = kept[0].text if kept[0].text in verb_sets()[1] else None  # 抽查的·200户
        return Noun(None, act, kept[0].start, kept[-1].end, phrase=joined(kept))
    if unit in _RATES and _RATE_NOUN.search(kept[-1].text):
        return _rate(kept)
    near = _behind_adverb(kept)
    found = _by_verbs(near, _verb_places(near), unit)
    if not found.item and len(near) < len(kept) and (topic := _by_verbs(kept, _verb_places(kept), unit)).item:
        found = replace(topic, direct=False)  # 安全费用·已提取1860万元
    return Noun(found.item, found.action, found.start, found.end, found.direct, _phrase(near), found.cause)


def _trimmed(words: Sequence[Word]) -> tuple[list[Word], bool]:
    """The words without those that say nothing at either end, and whether a 的 without its noun stood at the end."""
    _, _, fillers = verb_sets()
    kept, headless = [part for word in words for part in _parted(word)], False
    while kept and (kept[-1].text in fillers or _is_tail(kept[-1])):
        headless = headless or kept[-1].text == "的"
        kept.pop()
    kept = _without_each(kept)
    while kept and _LEFT_OVER.fullmatch(kept[0].text):
        kept.pop(0)
    return kept, headless


def _without_each(kept: list[Word]) -> list[Word]:
    """The words without those that say for which one each: 专职人员·平均·每·社区, 检查·平均·每站, 每·小时·发生."""
    at = next((at for at in range(len(kept) - 1, max(-1, len(kept) - 5), -1) if kept[at].text[0] == "每"), None)
    if at is None:
        return kept
    last = at + 1 if len(kept[at].text) > 1 else at + 2
    first = at - 1 if at and kept[at - 1].text in ("平均", "按", "人均") else at
    return kept[:first] + kept[last:]


def _is_tail(word: Word) -> bool:
    """Whether a word ends no noun. jieba takes some verbs and nouns for numerals (停气·整顿, 设卡·点)."""
    if word.tag == "m":
        return not is_action(word.text) and _NUMERAL.search(word.text) is not None
    return word.tag in _TAIL_TAGS and word.text not in "》”"


def _parted(word: Word) -> tuple[Word, ...]:
    """An adverb and its act that jieba takes for one word: 共·出动."""
    if word.text[0] in "共已各均新再" and is_action(word.text[1:]) and not is_action(word.text):
        return word._replace(text=word.text[0], tag="d"), word._replace(
            text=word.text[1:], tag="v", start=word.start + 1
        )
    if word.text.endswith("率达"):  # 自查·率达: the rate and 达
        return word._replace(text=word.text[:-1], tag="n"), word._replace(text="达", tag="v", start=word.end - 1)
    return (word,)


def _behind_adverb(kept: list[Word]) -> list[Word]:
    """The words after the last adverb or preposition, which no noun holds: 质安站对全市·在建项目, 各·记不良行为."""
    cuts = load("actions")["cuts"]
    at = next((at for at in reversed(range(len(kept) - 1)) if kept[at].text in cuts), -1)
    return kept[at + 1 :]


def _phrase(kept: Sequence[Word]) -> str:
    mark = next((at for at in reversed(range(len(kept))) if kept[at].text in "、和及与"), -1)
    words = kept[mark + 1 :] if mark >= 0 and len(joined(kept)) > _LONG_LIST else kept
    return (
        "" if not words or (is_action(words[0].text) and len(words) > 1 and not _is_compound(words)) else joined(words)
    )


def _is_compound(words: Sequence[Word]) -> bool:
    """Whether all words are acts, so that they may be a name as well: 熏蒸作业, 登高作业."""
    return len(words) == 2 and words[1].text in load("actions")["compounds"]["nominal"]


def _by_verbs(kept: Sequence[Word], verbs: Sequence[int], unit: str) -> Noun:
    verbs = _outside_relative(kept, verbs)
    if not verbs:
        return _plain(kept)
    listed = _listed(kept, verbs)
    if listed:
        return listed
    if governed := _governed(kept, verbs, unit):
        return governed
    last = verbs[-1]
    first = _chain_start(kept, last, verbs)
    item = clean(without_owner(kept[last + 1 :]))
    if item and len(item) == 1 and item not in "钱路":  # 瓦斯·抽采·量: the verb belongs to the noun
        start = verbs[-2] + 1 if len(verbs) > 1 else 0
        name = clean(without_owner(kept[start:]))
        return Noun(name, kept[verbs[-2]].text if len(verbs) > 1 else None, kept[start].start, kept[-1].end)
    if item and first < last and kept[first].text in verb_sets()[0] and pattern("counts", "needs_act").search(item):
        return Noun(joined(kept[first + 1 : last + 1]) + item, kept[first].text, kept[first].start, kept[-1].end)
    if item and kept[last].text in _HANDED_OVER and unit not in PERSON_UNITS and is_body(item):  # 移交·县级部门6处
        return Noun(None, joined(kept[last:]), kept[last].start, kept[-1].end)
    if item and kept[last].text in ("移送", "移交") and unit in PERSON_UNITS and is_body(item):  # 移送·司法机关
        item = joined(kept[first:])
    if unit in EVENT_UNITS and item and pattern("counts", "all_work").fullmatch(item):  # 带队检查·安全生产工作·15次
        return _event(kept, first, last)
    if item and kept[last].text == "责令" and kept[last + 1].text == "“":  # 责令·“三停”
        return Noun(None, kept[last].text, kept[last].start, kept[-1].end, direct=False)
    if item:
        body = joined(kept[last + 1 :]).removesuffix(item) if kept[last].text in _HANDED_OVER else ""
        return Noun(item, joined(kept[first : last + 1]) + body, kept[first].start, kept[-1].end)
    return _act_itself(kept, first, last, unit)


def _governed(kept: Sequence[Word], verbs: Sequence[int], unit: str) -> Noun | None:
    """«查处·销售不合格灶具·5起»: the act found is what is counted, and what found it is the verb."""
    at = next((at for at in verbs if kept[at].text in load("actions")["governs"]), None)
    if at is None:
        return None
    end = at
    goes_on = {*load("actions")["core"], *load("actions")["complements"]}
    while end + 1 in verbs and kept[end + 1].text in goes_on:
        end += 1
    inner = [other for other in verbs if other > end]
    if not inner or kept[end + 1].text == "的" or any(word.text == "的" for word in kept[inner[-1] :]):
        return None
    whole = clean(kept[end + 1 :])
    negated = kept[inner[-1] - 1].text in ("未", "无", "不")  # 发现·未年检·车辆43台
    named = clean(kept[inner[-1] - 1 :] if negated else kept[inner[-1] + 1 :])
    item = whole if unit in _SELF_COUNTED else named or whole
    return Noun(item, joined(kept[at : end + 1]), kept[at].start, kept[-1].end)


def _outside_relative(kept: Sequence[Word], verbs: Sequence[int]) -> Sequence[int]:
    """The verbs less those of a clause that ends with 的, where one stands before it: 没收·超量存放的·鞭炮."""
    end = next((at for at in reversed(range(len(kept) - 1)) if kept[at].text == "的"), -1)
    inside = [at for at in verbs if at < end]
    opened = len(inside) > 1 and inside[-1] > inside[0] + 1
    return [at for at in verbs if at == inside[0] or at > end] if opened else verbs


def without_owner(words: Sequence[Word]) -> Sequence[Word]:
    """The words after the name of an area or body that they begin with, where a noun of two characters is left."""
    for at in range(len(words) - 1, 0, -1):
        if pattern("counts", "bodies").search(joined(words[:at])) and _stands_alone(words[at:]):
            return words[at:]
    return words


def _stands_alone(words: Sequence[Word]) -> bool:
    return (
        len(joined(words)) > 1
        and (is_noun(words[-1]) or words[-1].tag in ("v", "vn"))
        and words[0].text not in "的、和"
    )


def _verb_places(kept: Sequence[Word]) -> list[int]:
    """Indices of the verbs that figures come from, but for those inside a title or a quoted name."""
    depth, places, complements = 0, list[int](), load("actions")["complements"]
    for at, word in enumerate(kept):
        depth += (word.text in "《“") - (word.text in "》”")
        whole = len(word.text) > 1 or at + 1 < len(kept)  # 反光·贴
        completes = bool(places) and places[-1] == at - 1 and word.text in complements
        if depth <= 0 and whole and (completes or (is_action(word.text) and not names_kind(kept, at))):
            places.append(at)
    return places


def _listed(kept: Sequence[Word], verbs: Sequence[int]) -> Noun | None:
    """«组织风险防控、登记系统运用等各类会议»: the noun after 等 is counted, the verb before the list did it."""
    etc = next((at for at in reversed(range(len(kept))) if kept[at].text in ("等", "等等")), None)
    if etc is None or not any(word.text == "、" for word in kept[:etc]) or verbs[0] > etc:
        return None
    if not clean(kept[etc + 1 :]) or any(at > etc for at in verbs):
        return None
    first = verbs[0]
    last = first
    while last + 1 in verbs:
        last += 1
    item = clean(kept[last + 1 :])
    return Noun(item, joined(kept[first : last + 1]), kept[first].start, kept[-1].end)


def _rate(kept: Sequence[Word]) -> Noun:
    """The whole name of a rate: 隐患整改完成率. A verb inside it is part of the name."""
    start, depth = 0, 0
    for at, word in enumerate(kept[:-1]):
        depth += (word.text in "《“") - (word.text in "》”")
        particle = word.tag in ("p", "d") and word.text not in "不未无非"
        before_name = word.text in verb_sets()[0] and at + 2 < len(kept)
        acting = at + 2 < len(kept) and unfit("次", word.text)
        if depth <= 0 and (particle or before_name or acting):
            start = at + 1
    item = clean(kept[start:])
    return Noun(item, None, kept[-1].end - len(item), kept[-1].end) if item else NOTHING


def _plain(kept: Sequence[Word]) -> Noun:
    """Words without one of our verbs; a first word that jieba takes for a verb is one (打掉团伙2个)."""
    kept = without_owner(kept)
    at = next((at for at, word in enumerate(kept) if word.tag not in ("d", "t", "c", "x", "ad")), 0)
    named = next((i for i, word in enumerate(kept) if word.tag == "v" and _names_body(kept[:i])), None)
    at = at if named is None else named
    verb = (
        kept[at]
        if kept[at].tag == "v"
        and len(kept[at].text) > 1
        and not names_kind(kept, at)
        and any(is_noun(word) for word in kept[at + 1 :])
        else None
    )
    if not verb and not any(is_noun(word) or word.tag in ("vn", "l", "i", "a", "b") for word in kept[at:]):
        return Noun(None, joined(kept[at:]) if kept[at].tag == "v" else None, kept[at].start, kept[-1].end)
    item = clean(kept[at + 1 :] if verb else kept)
    if not item:
        return Noun(None, None, -1, -1)
    end = kept[-1].end
    start = verb.start if verb else end - len(item)
    return (
        Noun(item, verb.text if verb else None, start, end) if joined(kept).endswith(item) else Noun(item, None, -1, -1)
    )


def _names_body(words: Sequence[Word]) -> bool:
    """Whether words are the name of one who acts."""
    return bool(words) and all(word.tag[:1] in "njbm" for word in words) and is_body(joined(words))


def _chain_start(kept: Sequence[Word], last: int, verbs: Sequence[int]) -> int:
    """Index of the first of the verbs that stand together up to index last: 排查·整治, 责令·停产."""
    first = last
    while first - 1 in verbs or (first - 2 in verbs and kept[first - 1].text in ("并", "、", "和")):
        first -= 1 if first - 1 in verbs else 2
    return first


def _act_itself(kept: Sequence[Word], first: int, last: int, unit: str) -> Noun:
    """No noun stands between verb and figure: the act is what is counted, or the noun is in front of the verb."""
    light, acts, _ = verb_sets()
    chain = kept[first : last + 1]
    start, end = chain[0].start, chain[-1].end
    own = joined([word for word in chain if word.text not in light])
    if unit in _SELF_COUNTED and pattern("counts", "counts_itself").search(own):
        act = chain[0].text if chain[0].text in light and len(chain) > 1 else own
        return Noun(own, None if own == "罚款" else act, start, end)
    compound = _compound(kept[:first], own)
    if unit in _SELF_COUNTED and unit != "元" and compound:
        return Noun(compound, None, kept[0].start, end)
    if unit in PERSON_UNITS | {"名"} and (own or chain[-1].text in load("counts")["people_of"]):
        people = _people_of(kept[:first], own or chain[-1].text, start, end, unit)
        opened = chain[0].text in light and len(chain) > 1  # 接受·咨询
        return replace(people, action=chain[0].text) if opened else people
    if len(chain) > 1 and chain[0].text in light and chain[-1].text in acts:
        if unit in EVENT_UNITS or chain[0].text in ("接受", "恢复", "解答", "受理", "办理"):
            return Noun(joined(chain[1:]), chain[0].text, start, end)
        action = joined(chain[1:] if chain[0].text in _DONE else chain)
        return Noun(_topic(kept[:first], unit), action, start, end, direct=False)
    opener = next((at for at in reversed(range(first)) if kept[at].text in light), None)
    if chain[-1].text in acts and opener is not None and _only_modifiers(kept[opener + 1 : first], unit):
        item = clean(kept[opener + 1 : last + 1])
        return Noun(item, kept[opener].text, kept[opener].start, end)
    if unit in EVENT_UNITS | {"人次"} and chain[-1].text in acts:
        return _event(kept, first, last)
    if unit in _SELF_COUNTED and unit != "元" and first and chain[-1].text in load("actions")["causes"]:  # 电气·引发
        return Noun(None, joined(chain), kept[0].start, end, direct=False, cause=clean(kept[:first]))
    topic = _topic(kept[:first], unit)
    return Noun(topic, joined(chain), kept[first - 1].start if topic and first else start, end, direct=False)


def _people_of(before: Sequence[Word], act: str, start: int, end: int, unit: str) -> Noun:
    """People counted by an act: those whom it is done to by its nature, those who are lacking, else the act itself."""
    who = load("counts")["people_of"].get(act)
    name = _topic(before, unit)
    if name and (pattern("counts", "lacks").search(act) or name.endswith(("人数", "人口"))):
        return Noun(name, act, before[-1].start, end, direct=False)
    return Noun(who or act, act, start, end, direct=False)


def _compound(before: Sequence[Word], act: str) -> str | None:
    """A noun and an act that name a kind of event together: 物体·打击, 货车·肇事; None behind one who acts."""
    name = clean(before)
    if not name or not act or not is_noun(before[-1]) or len(name) > 6 or is_place(name) or is_body(name):
        return None
    return None if pattern("counts", "agents").search(name) else name + act


def _event(kept: Sequence[Word], first: int, last: int) -> Noun:
    """«领导带队检查9次», «集中培训2期»: the act, with its adjective, is what is counted."""
    while first and _qualifies(kept[first - 1]):
        first -= 1
    act = joined(kept[first : last + 1])
    led = re.match("带队(?=..)", act)
    return Noun(act[led.end() :] if led else act, act, kept[first].start, kept[last].end, direct=False)


def _qualifies(word: Word) -> bool:
    """Whether a word says of what kind an act is: 联合, 预防性."""
    kind = word.tag in ("b", "a", "ad", "an") or (len(word.text) > 2 and word.text[-1] in "性式化型")
    return kind and word.text not in verb_sets()[2]


def _only_modifiers(words: Sequence[Word], unit: str) -> bool:
    if unit in EVENT_UNITS:
        return not any(word.tag == "p" for word in words)
    return bool(words) and not any(word.tag[:1] in ("n", "v", "p") for word in words)


def _topic(words: Sequence[Word], unit: str) -> str | None:
    """The noun in front of a verb without object: «泵站开启13座», «领域增加至23个»; None for a person or body."""
    kept = list(words)
    while kept and (kept[-1].text in verb_sets()[2] or kept[-1].tag in ("d", "x")):
        kept.pop()
    start = next((at + 1 for at in reversed(range(len(kept))) if not _in_topic(kept[at])), 0)
    item = clean(kept[start:])
    if not item or not kept or not (is_noun(kept[-1]) or kept[-1].tag in ("i", "l")):
        return None
    acted_on = unit in _FIRM_UNITS and start > 0 and is_action(kept[start - 1].text)  # 责令·企业·停产
    return item if acted_on or not (pattern("counts", "agents").search(item) or is_place(item)) else None


def _in_topic(word: Word) -> bool:
    return is_noun(word) or (word.tag in ("b", "a", "vn", "f", "l", "i", "nz") and not is_action(word.text))
