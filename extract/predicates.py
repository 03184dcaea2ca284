"""A verb inside what looks like a noun, whose subject stands before it: 职工·查找·身边隐患, 女工委·帮教·“三违”人员."""

import re
from collections.abc import Sequence

from extract.compounds import is_body, joined, names_kind
from extract.lexicon import is_action, is_noun, is_person, is_place
from extract.rulebook import load, pattern
from extract.words import Word

_BETWEEN = frozenset({"现场", "当场", "连夜", "一度", "自行", "主动", "及时", "集中", "联合"})  # a subject and its verb
_FAULTED = re.compile("[未不无没擅违超]")  # a verb behind such a word is a fault, and so part of what is counted
_LENDS = re.compile("[室间库班组股科站点店厂场]$")  # a place whose people do what is told


def inner_predicate(words: Sequence[Word]) -> int | None:
    """Index of the last verb that has its subject before it and its object behind it, up to the end of the words."""
    for at in range(len(words) - 2, 0, -1):
        if _is_verb(words, at) and _acts(words[:at]) and not any(word.text == "的" for word in words[at + 1 :]):
            return at
    return None


def _is_verb(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if len(word.text) < 2 or not (word.tag == "v" or is_action(word.text)) or _FAULTED.match(word.text):
        return False
    if word.text in load("actions")["qualifies"] or names_kind(words, at) or _FAULTED.match(words[at - 1].text):
        return False
    return is_noun(words[-1]) and words[at + 1].text not in "、和及与" and len(joined(words[at + 1 :])) > 1


def _acts(words: Sequence[Word]) -> bool:
    """Whether words name one who acts, or the people of a place."""
    kept = list(words)
    while len(kept) > 1 and kept[-1].text in _BETWEEN:
        kept.pop()
    name = joined(kept)
    if not is_noun(kept[-1]) and kept[-1].tag[:1] not in ("n", "j"):
        return False
    named = is_person(kept[-1].text) or is_body(name) or pattern("counts", "agents").search(name)
    return bool(named) or is_place(name) or (len(name) > 2 and _LENDS.search(name) is not None)
