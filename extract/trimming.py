"""The words before a figure without those that say nothing: time, adverbs, «for each», particles."""

import re
from collections.abc import Sequence

from extract.compounds import joined
from extract.items import LONG_LIST
from extract.lexicon import is_action, verb_sets
from extract.rulebook import load
from extract.words import Word

# what the noun before left over (62家企业·中), and the mark of a list
_LEFT_OVER = re.compile("[中里内的有]|中有|[一二三四五六七八九十]+[是要]")
_TAIL_TAGS = frozenset({"x", "ul", "t", "m", "uj", "p"})
_SETTINGS = frozenset({"情况", "条件", "形势", "前提", "基础", "背景", "支持", "指导", "带领", "组织", "配合", "协助"})
_NUMERAL = re.compile("[\\d零〇一二两三四五六七八九十百千万亿余几多数]")


def trimmed(words: Sequence[Word]) -> tuple[list[Word], bool]:
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
    """The two words that jieba takes for one: 联合·检查, 自查率·达."""
    if word.text[:2] == "联合" and is_action(word.text[2:]):  # 联合·检查·企业
        return word._replace(text="联合", tag="b"), Word(word.text[2:], "v", word.start + 2)
    if len(word.text) > 1 and word.text[-2] == "率" and word.text[-1] in "达为仅约":  # 自查·率达: the rate and 达
        return word._replace(text=word.text[:-1], tag="n"), word._replace(
            text=word.text[-1], tag="v", start=word.end - 1
        )
    return (word,)


def behind_adverb(kept: list[Word]) -> list[Word]:
    """The words after the last adverb or preposition, which no noun holds: 质安站对全市·在建项目, 各·记不良行为."""
    at = next((at for at in reversed(range(len(kept) - 1)) if _cuts(kept[at]) or _ends_setting(kept, at)), -1)
    return kept[at + 1 :]


def _ends_setting(kept: Sequence[Word], at: int) -> bool:
    """Whether what things were like ends with a word: 在十分困难的情况·下, 在此基础·上."""
    return kept[at].text in ("下", "上") and at > 0 and kept[at - 1].text in _SETTINGS


def _cuts(word: Word) -> bool:
    """Whether no noun goes across a word: an adverb, a preposition."""
    if word.text in load("actions")["cuts"]:
        return True
    return word.tag == "uv"  # 就·地·解体


def phrase_of(kept: Sequence[Word]) -> str:
    """The last member of a long list, or all of it; "" where a verb opens it."""
    mark = next((at for at in reversed(range(len(kept))) if kept[at].text in "、和及与"), -1)
    words = kept[mark + 1 :] if mark >= 0 and len(joined(kept)) > LONG_LIST else kept
    return (
        "" if not words or (is_action(words[0].text) and len(words) > 1 and not _is_compound(words)) else joined(words)
    )


def _is_compound(words: Sequence[Word]) -> bool:
    """Whether all words are acts, so that they may be a name as well: 熏蒸作业, 登高作业."""
    return len(words) == 2 and words[1].text in load("actions")["compounds"]["nominal"]
