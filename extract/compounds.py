"""Verbs that are part of a noun: 整改·通知书, 抢修·队伍, 道路·运输·事故, 瓦斯·抽采·钻孔."""

import re
from collections.abc import Sequence

from extract.lexicon import is_action, is_noun, is_person, verb_sets
from extract.rulebook import load, pattern
from extract.words import Word

_ORDERS = frozenset({"督促", "责令", "责成", "要求", "停止"})
_ORDER = re.compile("(?:通知|指令|决定|告知|建议|意见|督办)[书单函]$")
_AFFIX = re.compile("[化式性型类用]")


def names_kind(kept: Sequence[Word], at: int) -> bool:
    """Whether a verb is part of the noun right after it: 整改·通知书, 抢修·队伍, 道路·运输·事故."""
    if at + 1 == len(kept):
        return False
    verb, after = kept[at].text, kept[at + 1]
    if _AFFIX.match(after.text) or _names_order(kept, at):  # 封闭·化·管理
        return True
    if verb in load("actions")["grants"] and after.text.endswith(("证", "执照", "证书")):
        return False
    compounds = load("actions")["compounds"]
    of_role = pattern("actions", "compounds", "of_role").match(after.text)
    if at == 0 and verb in load("actions")["turns"] and not of_role:
        return False
    if of_role and (verb in compounds["roles"] or verb in compounds["trades"]):
        return True
    return _names_trade(kept, at) or _names_act(kept, at)


def _names_order(kept: Sequence[Word], at: int) -> bool:
    """Whether a verb opens the name of an order in writing, all of verbs: 督促·整改·通知书, 责令·限期·改正·指令书."""
    if kept[at].text not in _ORDERS or not _ORDER.search(kept[-1].text):
        return False
    return all(is_action(word.text) or word.text == "限期" for word in kept[at + 1 : -1])


def _names_trade(kept: Sequence[Word], at: int) -> bool:
    """Whether a verb says what trade or use the thing right after it is of: 施工·企业, 登记·渔船."""
    trade = kept[at].text in load("actions")["compounds"]["trades"]
    return trade and pattern("actions", "compounds", "of_trade").match(kept[at + 1].text) is not None


def _names_act(kept: Sequence[Word], at: int) -> bool:
    """Whether a verb says which paper, event or measure the noun right after it is: 整改·通知书, 道路·运输·事故."""
    light, _, _ = verb_sets()
    verb, after = kept[at].text, kept[at + 1]
    if verb in light and verb in load("actions")["makers"]:
        return False
    of_act = pattern("actions", "compounds", "of_act").match(after.text) is not None
    if verb in light and verb not in load("actions")["compounds"]["trades"]:
        return bool(at) and of_act
    return of_act or (verb not in load("actions")["core"] and is_noun(after) and _modified(kept[:at]))


def _modified(before: Sequence[Word]) -> bool:
    """Whether the words before a verb modify it and the noun after it, as they name no one who acts."""
    if not before or before[-1].tag[:1] not in ("n", "b", "a", "j") or is_action(before[-1].text):
        return False
    name = joined(before)
    return before[-1].text not in load("actions")["cuts"] and not (
        is_body(name) or is_person(before[-1].text) or pattern("counts", "agents").search(name)
    )


def is_body(name: str) -> bool:
    """Whether a name is of those who act, not of what is counted."""
    return bool(pattern("counts", "subject", "ends").search(name))


def joined(words: Sequence[Word]) -> str:
    """The words as text."""
    return "".join(word.text for word in words)
