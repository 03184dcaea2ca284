"""What a word or name is to a figure: an act, a noun, a name of those it belongs to, a noun that its unit may count."""

import re
from functools import cache, lru_cache

from extract.rulebook import load, pattern
from extract.words import Word

SITES = frozenset("站村镇县区市乡校库组队班社园馆矿厂店点")
_HAMLET = re.compile("(?:村|组|社区|乡|镇|街道)$")
_KNOWN = 1 << 14  # words and names whose kind is remembered
NO_NOUNS = frozenset({"全部", "全数", "其中", "以上", "左右", "大部分", "均", "期间", "当日", "部分"})


@cache
def verb_sets() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Verbs that take a noun of action, verbs that do something to what is counted, and words that say nothing."""
    actions = load("actions")
    return frozenset(actions["light"]), frozenset(actions["acts"]), frozenset(actions["fillers"])


@cache
def _verbs() -> frozenset[str]:
    light, acts, _ = verb_sets()
    return light | acts


def is_action(word: str) -> bool:
    """Whether the word is a verb that figures come from."""
    return word in _verbs()


def is_noun(word: Word) -> bool:
    """Whether the word is a noun by its tag and no act."""
    return _is_noun(word.text, word.tag)


@lru_cache(maxsize=_KNOWN)
def _is_noun(text: str, tag: str) -> bool:
    if text in NO_NOUNS:
        return False
    if (tag[:1] in ("n", "j", "s") and not is_action(text)) or text in _nouns() or text in SITES:
        return True
    if tag == "l":  # 高层建筑
        return pattern("counts", "noun_ends").search(text) is not None
    return tag in ("eng", "an") and len(text) > 1


@cache
def _nouns() -> frozenset[str]:
    return frozenset(load("nouns")["nouns"])


@lru_cache(maxsize=_KNOWN)
def fits(unit: str, noun: str) -> bool | None:
    """Whether a unit that goes with few nouns may count this one; None for a unit that counts anything."""
    pattern = load("counts")["heads"].get(unit)
    if pattern is None:
        return None
    return bool(_kind(pattern).search(noun))


@lru_cache(maxsize=_KNOWN)
def unfit(unit: str, noun: str) -> bool:
    """Whether a unit that counts nearly anything cannot count this noun: 起 no vehicles, 次 no people."""
    pattern = load("counts")["unfit"].get(unit)
    return pattern is not None and bool(_kind(pattern).search(noun))


@lru_cache(maxsize=_KNOWN)
def is_person(noun: str) -> bool:
    """Whether a noun is of people."""
    return bool(_kind("person").search(noun))


@cache
def _kind(pattern: str) -> re.Pattern[str]:
    data = load("counts")
    return re.compile(data["firm"] if pattern == "firm" else data["kinds"].get(pattern, pattern))


@lru_cache(maxsize=_KNOWN)
def is_place(name: str) -> bool:
    """Whether a name is of an area or a body."""
    return bool(pattern("counts", "owners").search(name))


def is_hamlet(name: str) -> bool:
    """Whether a name is of a village or a part of one, which no figure of households counts."""
    return _HAMLET.search(name) is not None


@lru_cache(maxsize=_KNOWN)
def is_owner(name: str) -> bool:
    """Whether a name is of an area, a body or a trade: whose the figure may be, not what is counted."""
    return is_place(name) or bool(pattern("counts", "trades").search(name))


@lru_cache(maxsize=_KNOWN)
def is_state(words: str) -> bool:
    """Whether words say in what state the things are: 合格, 应建, 缺口."""
    return bool(pattern("counts", "states").match(words))


@cache
def _found() -> re.Pattern[str]:
    return re.compile(load("counts")["found"] + "$")


@lru_cache(maxsize=_KNOWN)
def finding_in(noun: str) -> str | None:
    """The head of a noun of what is found or happens: 隐患 of 重大隐患; None for another noun."""
    head = _found().search(noun)
    return head[0] if head else None


@lru_cache(maxsize=_KNOWN)
def is_finding(noun: str) -> bool:
    """Whether a noun names what is found or happens: 隐患, 事故, 行为."""
    return bool(_found().search(noun))
