"""The noun before a figure, and the verb that it is the object of.

Works on the words of one clause. «排查隐患280处» has its noun before the figure and its verb before the noun;
«开展检查15次» counts the act itself; «已完成整改256处» has a verb and no noun.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from extract.compounds import is_body, joined, names_kind
from extract.deeds import act_itself, event_of, topic_of_verb
from extract.items import EVENT_UNITS, NOTHING, PERSON_UNITS, RATES, SELF_COUNTED, Noun, clean
from extract.lexicon import is_action, is_noun, is_person, unfit, verb_sets
from extract.predicates import inner_predicate
from extract.rulebook import load, pattern
from extract.trimming import behind_adverb, phrase_of, trimmed
from extract.words import Word

_RATE_NOUN = re.compile(r"(?:率|比例|比重|占比|度)$")
# units of findings, events and rates, whose noun may end with a verb
_MAY_BE_ACTS = EVENT_UNITS | RATES | (SELF_COUNTED - {"元"}) | {"处", "项", "条", "个", "类", "种", "人次", "分", ""}
_TALKS = re.compile("研究|听取|审议|讨论|部署")  # acts that are about work, which so is what is counted
_NOT = frozenset({"未", "无", "不", "未经"})
_CASES = frozenset({"起", "件", "宗", "例"})
_WRONGLY = frozenset({"违规", "违法", "违章", "非法", "私自", "擅自"})
_DONE = frozenset({"已", "已经", "正", "正在"})  # what follows them is an act
_MEASURED = re.compile("(?:人员|用户|队伍|干部)$")  # those whom a rate is of: 作业人员·持证率
_TELLS = frozenset({"共", "总共", "共计", "累计", "已", "先后"})
_ASPECT = frozenset("了过出到着走掉完来回起")
_HANDED_OVER = frozenset({"移送", "移交", "转交", "上报", "报送", "抄告", "交办"})


def noun_before(words: Sequence[Word], unit: str) -> Noun:
    """What the words before a figure say; they begin with the clause or after the figure before.

    item is None when only a verb stands there («已完成整改»), or a clause without its head («未达标的12家»); action is
    None when no verb does («专题讲座218场»).
    """
    kept, headless = trimmed(words)
    if not kept:
        return NOTHING
    if headless and unit not in RATES:
        return Noun(None, _relative_act(kept), kept[0].start, kept[-1].end, phrase=joined(kept))
    if unit in RATES and _RATE_NOUN.search(kept[-1].text):
        return _rate(kept)
    near = behind_adverb(kept)
    if _is_told(words, near, unit):
        found = _closed_by_verb(kept, unit)
        return replace(found, phrase=phrase_of(near))
    told = len(near) < len(kept) and kept[-len(near) - 1].text in _TELLS
    verbs = _verb_places(near, told)
    if not verbs and len(near) < len(kept) and kept[-len(near) - 1].text in _DONE and near[0].tag != "v":
        return Noun(None, joined(near), near[0].start, near[-1].end, direct=False)  # 已·撤人封房11栋
    found = _by_verbs(near, verbs, unit)
    if not found.item and len(near) < len(kept) and (topic := _topic(kept, near, unit)).item:
        found = replace(topic, direct=False)  # 安全费用·已提取1860万元
    return Noun(found.item, found.action, found.start, found.end, found.direct, phrase_of(near), found.cause)


def _relative_act(kept: Sequence[Word]) -> str | None:
    """The verb of a clause that ends with 的 before a figure: 抽查的·200户, 此次暗访发现的·31处; None of a state."""
    if kept[0].text in verb_sets()[1]:
        return kept[0].text
    led = next((before for before, word in pairwise(kept) if word.text[0] == "由" and is_action(before.text)), None)
    if led:  # 成立·由委领导带队的·5个督查组
        return led.text
    chain = [word.text for word in takewhile(lambda word: is_action(word.text), reversed(kept))]
    return "".join(reversed(chain[:2])) or None


def _topic(kept: Sequence[Word], near: Sequence[Word], unit: str) -> Noun:
    """The noun before an adverb and a verb: 应急修复项目·已开工22个."""
    before = kept[: len(kept) - len(near) - 1]
    known = is_action(near[-1].text) or not before or not is_noun(before[-1])
    if known:
        return _by_verbs(kept, _verb_places(kept), unit)
    found = _by_verbs(before, _verb_places(before), unit)
    return replace(found, action=joined(near), start=found.start if found.start >= 0 else near[0].start)


def _by_verbs(kept: Sequence[Word], verbs: Sequence[int], unit: str) -> Noun:
    verbs = _outside_relative(kept, verbs)
    if not verbs:
        return _plain(kept, unit)
    listed = _listed(kept, verbs)
    if listed:
        return listed
    if governed := _governed(kept, verbs, unit):
        return governed
    verbs = _without_negated(kept, verbs)
    if not verbs:
        return _plain(kept, unit)
    last = verbs[-1]
    first = _chain_start(kept, last, verbs)
    noun = _behind_object(kept[last + 1 :])
    if first < last and len(noun) < len(kept) - last - 1:  # 清理·占用消防通道的电动自行车
        last, noun = last - 1, kept[last:]
    led = kept[last].text in load("actions")["leads"] and unit not in _CASES
    if led and (inner := inner_predicate(noun)) is not None:  # 发动·职工查找身边隐患
        return Noun(clean(without_owner(noun[inner + 1 :])), noun[inner].text, noun[inner].start, kept[-1].end)
    item = clean(without_owner(noun))
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
    work = item and pattern("counts", "all_work").fullmatch(item) and not _TALKS.search(kept[last].text)
    if unit in EVENT_UNITS and work:  # 带队检查·安全生产工作·15次
        return event_of(kept, first, last)
    if item and kept[last].text == "责令" and kept[last + 1].text == "“":  # 责令·“三停”
        return Noun(None, kept[last].text, kept[last].start, kept[-1].end, direct=False)
    if item:
        body = joined(kept[last + 1 :]).removesuffix(item) if kept[last].text in _HANDED_OVER else ""
        return Noun(item, joined(kept[first : last + 1]) + body, kept[first].start, kept[-1].end)
    return act_itself(kept, first, last, unit)


def _behind_object(words: Sequence[Word]) -> Sequence[Word]:
    """The noun of a clause that the verb and its object make: (发生)事故的·街镇, (安装)监控系统的·矿井."""
    mark = next((at for at, word in enumerate(words) if word.text == "的"), len(words))
    noun = words[mark + 1 :]
    simple = all(word.tag[:1] in ("n", "j") and not is_action(word.text) for word in words[:mark])
    return noun if mark and simple and noun and len(joined(noun)) > 1 and is_noun(noun[-1]) else words


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
    negated = kept[inner[-1] - 1].text in _NOT  # 发现·未年检·车辆43台
    named = clean(kept[inner[-1] - 1 :] if negated else kept[inner[-1] + 1 :])
    item = whole if unit in SELF_COUNTED else named or whole
    return Noun(item, joined(kept[at : end + 1]), kept[at].start, kept[-1].end)


def _without_negated(kept: Sequence[Word], verbs: Sequence[int]) -> Sequence[int]:
    """The verbs less those that say what the noun right behind them is: 清理·逾期未检验·客车, 清理·违规停放·电动车."""
    return [at for at in verbs if not (_tells_which(kept, at, verbs) and _modifies(kept, at, at != verbs[0]))]


def _tells_which(kept: Sequence[Word], at: int, verbs: Sequence[int]) -> bool:
    """Whether a verb is negated, or, right behind another one, told to be a misdeed."""
    before = kept[at - 1].text if at else ""
    return before in _NOT or (before in _WRONGLY and at - 2 in verbs)


def _modifies(kept: Sequence[Word], at: int, acted: bool) -> bool:
    """Whether a verb behind «not» says which things or people are meant, and nobody who did not do it stands before.

    acted  whether another verb governs them, as it does in most cases: 注销·逾期未检验·面包车
    """
    alone = acted or (at > 1 and not any(is_noun(word) for word in kept[: at - 1]))
    return alone and at + 1 < len(kept) and (is_noun(kept[at + 1]) or is_person(joined(kept[at + 1 :])))


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


def _verb_places(kept: Sequence[Word], told: bool = False) -> list[int]:
    """Indices of the verbs that figures come from, but for those inside a title or a quoted name.

    told  whether «in all» stands before the words, so that the first is no part of a name: 共·服务·企业
    """
    depth, places, complements = 0, list[int](), load("actions")["complements"]
    for at, word in enumerate(kept):
        depth += (word.text in "《“") - (word.text in "》”")
        whole = len(word.text) > 1 or at + 1 < len(kept)  # 反光·贴
        completes = bool(places) and places[-1] == at - 1 and word.text in complements
        named = names_kind(kept, at) and not (told and at == 0 and not is_person(kept[-1].text))
        if depth <= 0 and whole and (completes or (is_action(word.text) and not named)):
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
        before_name = word.text in verb_sets()[0] and at + 2 < len(kept) and len(kept[at + 1].text) > 1  # 储备·点
        acting = at + 2 < len(kept) and unfit("次", word.text) and not _MEASURED.search(word.text)
        if depth <= 0 and (particle or before_name or acting):
            start = at + 1
    item = clean(kept[start:])
    return Noun(item, None, kept[-1].end - len(item), kept[-1].end) if item else NOTHING


def _plain(kept: Sequence[Word], unit: str) -> Noun:
    """Words without one of our verbs; a first word that jieba takes for a verb is one (打掉团伙2个)."""
    kept = without_owner(kept)
    at = next((at for at, word in enumerate(kept) if word.tag not in ("d", "t", "c", "x", "ad")), 0)
    named = next((i for i, word in enumerate(kept) if word.tag == "v" and _names_body(kept[:i])), None)
    named = inner_predicate(kept) if named is None and unit not in _CASES | PERSON_UNITS else named
    at = at if named is None else named
    negated = at > 0 and kept[at - 1].text in _NOT  # 逾期未·换证·驾驶人
    verb = (
        kept[at]
        if not negated
        and (kept[at].tag == "v" or named is not None)
        and len(kept[at].text) > 1
        and kept[at].text not in load("actions")["qualifies"]
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


def _is_told(words: Sequence[Word], near: Sequence[Word], unit: str) -> bool:
    """Whether a figure of things or people stands right behind a verb that we do not know: 看了四家, 拿出210万元.

    An adverb before the verb or a word of aspect behind it tells so; of findings and events it may be the noun itself.
    """
    verb = near[-1]
    if verb.tag != "v" or unit in _MAY_BE_ACTS or is_noun(verb) or is_action(verb.text):
        return False
    if any(is_action(word.text) for word in near[:-1]):
        return False
    at = next(at for at, word in enumerate(words) if word.end == verb.end)
    completed = verb.text[1:] in _ASPECT or (at + 1 < len(words) and words[at + 1].text in _ASPECT)
    return completed or (at > 0 and words[at - 1].tag == "d")


def _closed_by_verb(kept: Sequence[Word], unit: str) -> Noun:
    """The figure of that verb, and the noun in front of it, if one is."""
    topic = topic_of_verb(kept[:-1], unit)
    start = kept[-2].start if topic else kept[-1].start
    return Noun(topic, kept[-1].text, start, kept[-1].end, direct=False)


def _names_body(words: Sequence[Word]) -> bool:
    """Whether words are the name of one who acts."""
    return bool(words) and all(word.tag[:1] in "njbm" for word in words) and is_body(joined(words))


def _chain_start(kept: Sequence[Word], last: int, verbs: Sequence[int]) -> int:
    """Index of the first of the verbs that stand together up to index last: 排查·整治, 责令·停产."""
    first = last
    while first - 1 in verbs or (first - 2 in verbs and kept[first - 1].text in ("并", "、", "和")):
        first -= 1 if first - 1 in verbs else 2
    return first
