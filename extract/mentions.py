"""Dangers that a sentence names, with neighbours in a list that have no cue of their own.

A list may share a subject («疏散通道、安全出口堵塞»), an object or a verb («非法生产、储存烟花爆竹»), or hold
members that only its close tells to be violations («等违法行为»).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from extract.defects import Cue, Defect, book, end_of_phrase, rule_named, start_of_phrase
from extract.leads import SUMS_UP, VIOLATION, Item, Lead, governs, items_of
from extract.listed import listed
from extract.sentences import Span
from extract.words import Words
from language.quick import compiled

_NOT_ITEM = compiled(
    r"[\d*]|工作|安全$|管理$|情况$|领域|行业|单位|企业$|部门|监管|检查|落实|^其他|责任|依法|^(?:特殊|危险|高处|动火|有限空间|检维修)作业$|持证|审批"
)
_ASKED_IF = re.compile("是否|是不是")
_ASKED = re.compile(r"(?:是否|有无)存在[^是]*$")
_SHARES_OBJECT = frozenset({"blocks-what-must-be-free", "omitted-duty", "without-what-is-due", "bad-goods"})
_COUNTED = re.compile(r"[\d*×一二三四五六七八九十百]")  # «电气失爆|63处» shares no predicate
_CONTRACTED_OUT = ("包而不管", "只包不管", "一包了之")
_VERB = 2  # characters of a verb that shares its object
_LONGEST_OWN, _LONGEST_SUBJECT = 20, 7  # characters of a member without a cue; of one that shares a predicate


@dataclass(frozen=True, slots=True)
class Mention:
    """A danger that a sentence names.

    lead     what governs it; "" for a plain statement
    closing  the words that close its list: «等违法行为»
    head     where the clause begins that it stands in
    """

    defect: Defect
    lead: Lead
    closing: str
    head: int


class Told(NamedTuple):
    """Dangers of a sentence in order, before it is asked which are records, and the clauses that they stand in."""

    mentions: list[Mention]
    items: list[Item]


def mentions(text: str, sentence: Span, cues: Sequence[Cue], mode: Lead, *, run: bool = False) -> Told:
    """The dangers that a sentence names.

    mode  as for items_of
    run   whether the sentence goes on with a run of findings: a line under «存在以下问题：»
    """
    items = items_of(text, sentence, cues, mode)
    found = [
        Mention(defect, governs(text, item, defect), item.closing, _clause_head(items, at))
        for at, item in enumerate(items)
        for defect in item.defects
    ]
    near = _Neighbours(text, items, found)
    told = _with_effects(text, near.items, _bare_joined(text, _one_haste(text, near.joined())))
    every = [*told, *_uncued(text, near.items, told, run=run)]
    return Told(sorted(every, key=lambda mention: mention.defect.start), near.items)


def _uncued(text: str, items: Sequence[Item], told: list[Mention], *, run: bool) -> Iterator[Mention]:
    """Mentions that only their list makes dangers, where no other is."""
    taken = [mention.defect for mention in told]
    for piece, lead, closing, span in listed(text, items, run=run):
        if not any(defect.start < span.end and span.start < defect.end for defect in taken):
            defect = Defect(
                *span, span.end, span.end, piece.start, piece.end, piece.joint, "strong", rule_named("told-by-its-list")
            )
            yield Mention(defect, lead, closing, piece.start)


def _clause_head(items: list[Item], at: int) -> int:
    """Where the list begins that an item stands in."""
    while at > 0 and items[at].piece.joint == "、":
        at -= 1
    return items[at].piece.start


def _one_haste(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions, «盲目抢工期、赶进度» as one, whose adverb is said of both, and «以包代管、包而不管»."""
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1].defect if kept else None
        hasty = last and (
            (text.startswith("盲目", last.start) and text[mention.defect.start] in "抢赶")
            or (text.endswith("以包代管", 0, last.end) and text.startswith(_CONTRACTED_OUT, mention.defect.start))
        )
        if last and hasty and mention.defect.start - last.end == 1:
            kept[-1] = replace(kept[-1], defect=replace(last, end=mention.defect.end), closing=mention.closing)
        else:
            kept.append(mention)
    return kept


# «女儿墙高度只有0.9米，低于规范要求»; «进水受潮，仍带病运行»; «作业票代签，审批形同虚设»
_MEASURED = compiled(r"(?:已|均|远|严重|大大)*(?:低于|高于|超过|超出|高出|小于|大于|少于|不符合?|不满足|达不到|未达到)")
_RUNS_ON = ("，", "、")
_GOES_ON = frozenset({"仍", "仍然", "依然", "照常", "还", "还在", "却"})
_ACTED_ON = frozenset({"beyond-limits", "omitted-duty"})  # acts told behind what they fail: 压力表|未校验
_SHORT = 4  # characters of what «形同虚设» sums up
# what a clause says of the fault before it, and faults nothing new
_SAYS_AGAIN = compiled("(?:均|都|已|致|导致)*(?:无法|不能)(?:正常|有效)?(?:使用|启动|运行|工作|联动|开启|关闭|显示)$")
_JOINTS = frozenset({"、", "或", "或者", "和", "及"})  # between predicates of one thing: 老化或破损


def _with_effects(text: str, items: Sequence[Item], found: list[Mention]) -> list[Mention]:
    """The mentions, each with the clause behind it that only says against which rule, or that it goes on like that."""
    before = {after.piece.start: item for item, after in pairwise(items) if after.piece.joint in _RUNS_ON}
    kept: list[Mention] = []
    for mention in found:
        defect, last = mention.defect, kept[-1].defect if kept else None
        item = before.get(defect.head)
        again = says_again(text, Span(defect.head, defect.end))
        if item and item.piece.end < len(text) and text[item.piece.end] == "、" and not again:
            item = None
        measured = again or (defect.start == defect.cue == defect.head and _MEASURED.match(text, defect.start))
        follows = last is not None and item is not None and item.piece.start <= last.start < item.piece.end
        if follows and last and (measured or _is_effect(text, defect)):
            if last.end >= defect.head - 8:
                kept[-1] = replace(
                    kept[-1], defect=replace(last, end=defect.end, tail=defect.tail), closing=mention.closing
                )
            continue
        if item and measured and not item.defects and (start := _short_clause(text, item)) is not None:
            mention = replace(mention, defect=replace(defect, start=start, head=item.piece.start))
        kept.append(mention)
    return kept


def says_again(text: str, clause: Span) -> bool:
    """Whether a clause only says of the fault before it that nothing works."""
    return _SAYS_AGAIN.match(text, *clause) is not None


def _is_effect(text: str, defect: Defect) -> bool:
    """Whether a clause only says that a fault goes on, or sums it up: «仍带病运行», «审批形同虚设»."""
    before = text[defect.head : defect.cue]
    return before in _GOES_ON or (len(before) <= _SHORT and text.startswith("形同虚设", defect.cue))


def _short_clause(text: str, item: Item) -> int | None:
    """Where the own words of a clause without a cue begin; None where it is too long or tells an inspection."""
    start = start_of_phrase(text, item.piece.start, item.piece.end)
    return start if 3 <= item.piece.end - start <= _LONGEST_OWN * 2 else None


def _bare_joined(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions, bare predicates with the phrase that they share a subject or an object with.

    «指示灯破损、脱落», «占用、堵塞消防通道» fault one thing.
    """
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1] if kept else None
        if last and text[last.defect.end : mention.defect.start] in _JOINTS and _one_thing(last.defect, mention.defect):
            left, right = last.defect, mention.defect
            if _is_bare(right):
                wider = replace(left, end=right.end, told=right.told, tail=right.tail)
            else:
                wider = replace(right, start=left.start, cue=left.cue, head=left.head)
            kept[-1] = replace(last, defect=wider, closing=mention.closing)
        else:
            kept.append(mention)
    return kept


def _one_thing(left: Defect, right: Defect) -> bool:
    """Whether one of two neighbours is a bare predicate that needs the other's subject or object."""
    if _is_bare(right):
        return left.rule.kind in ("state", "thing")
    return _is_bare(left) and right.rule.name == "blocks-what-must-be-free"


def _is_bare(defect: Defect) -> bool:
    return defect.rule.kind in ("state", "thing") and defect.start == defect.cue and defect.told == defect.end


@lru_cache(maxsize=16384)
def _is_verbal(words: str) -> bool:
    """Whether jieba sees a verb, a preposition, an adverb or a set phrase in the words."""
    return any(tag[:1] in "vpdli" for tag in Words(words).tags)


class _Neighbours:
    """The items of one sentence, and what those without a cue add to its mentions."""

    def __init__(self, text: str, items: list[Item], found: list[Mention]) -> None:
        self.text, self.items, self.found = text, items, found
        self.extra: list[Mention] = []
        self.first = {mention.defect.head: n for n, mention in reversed(list(enumerate(found)))}
        self.owner = {mention.defect.head: n for n, mention in enumerate(found)}

    def joined(self) -> list[Mention]:
        """All mentions in order, widened by what they share."""
        if self.found:
            for at, item in enumerate(self.items):
                if not item.defects and (span := self._own_words(item)):
                    self._add(at, item, span)
        return sorted([*self.found, *self.extra], key=lambda mention: mention.defect.start)

    def _own_words(self, item: Item) -> Span | None:
        """A cue-less item less what leads to it and what closes its list; None when nothing is left or it is long."""
        if _ASKED_IF.search(self.text, item.piece.start, item.piece.end):
            return None
        start = start_of_phrase(self.text, item.piece.start, item.piece.end)
        end = end_of_phrase(self.text, start, [Cue(start, start, rule_named("broken"))], item.piece.end)
        own = self.text[start:end]
        fits = 2 <= len(own) <= _LONGEST_OWN and own.count("“") == own.count("”")
        return Span(start, end) if fits else None

    def _add(self, at: int, item: Item, span: Span) -> None:
        after = self.items[at + 1] if at + 1 < len(self.items) and self.items[at + 1].piece.joint == "、" else None
        before = self.items[at - 1] if at and item.piece.joint == "、" else None
        noun, counted = not self._has_verb(span), _COUNTED.match(self.text, span.end, item.piece.end)
        if after and noun and not counted and self._shares_predicate(span, after):
            self._widen(after, start=span.start)
        elif before and self._goes_on(before, noun, span):
            self._widen(before, end=span.end)
            self.owner[item.piece.start] = self.owner[before.piece.start]
            self.items[at] = replace(item, defects=(self.found[self.owner[before.piece.start]].defect,))
        elif (before or after) and self._is_danger(at, item, noun, span):
            defect = Defect(
                span.start, span.end, span.start, span.end, *item.piece, "strong", rule_named("named-violation")
            )
            self.extra.append(Mention(defect, item.lead, item.closing, _clause_head(self.items, at)))

    def _has_verb(self, span: Span) -> bool:
        own = self.text[span.start : span.end]
        if _verb_first().match(own):
            return True
        if len(own) <= _LONGEST_SUBJECT and _thing().search(own):
            return False
        return _is_verbal(own)

    def _shares_predicate(self, span: Span, after: Item) -> bool:
        """«疏散通道、安全出口堵塞», «安全阀、压力表超期未检»: a short noun before one whose piece tells a failure."""
        own = self.text[span.start : span.end]
        if not after.defects or len(own) > _LONGEST_SUBJECT or re.search("[与和在被未无不]", own):
            return False
        first = after.defects[0]
        failed = self.text[first.start : first.cue]
        named = len(failed) > 1 and "的" not in failed and not self._has_verb(Span(first.start, first.cue))
        fails = first.rule.kind in ("state", "thing") or (first.rule.name in _ACTED_ON and named)
        return fails and first.start == after.piece.start

    def _goes_on(self, before: Item, noun: bool, span: Span) -> bool:
        """«非法生产、储存烟花爆竹», «封闭安全出口、疏散通道»: a verb without its object, an object after another."""
        if not before.defects or before.piece.start not in self.owner:
            return False
        last = self.found[self.owner[before.piece.start]].defect
        if last.end != before.piece.end:
            return False
        if last.rule.name == "misdeed" and before.piece.end - max(before.piece.start, last.start) <= 4:
            bare = _verb_first().fullmatch(self.text, last.end - _VERB, last.end)
            return bare is not None and (not noun or span.end - span.start <= _VERB)
        return noun and last.rule.name in _SHARES_OBJECT

    def _widen(self, item: Item, start: int | None = None, end: int | None = None) -> None:
        n = (self.owner if start is None else self.first).get(item.piece.start)
        if n is not None:
            defect = self.found[n].defect
            wider = replace(defect, start=defect.start if start is None else start, end=end or defect.end)
            self.found[n] = replace(self.found[n], defect=wider)

    def _is_danger(self, at: int, item: Item, noun: bool, span: Span) -> bool:
        """Whether the list holds nothing but dangers, so that this member is one though no word of its own tells so."""
        listed = bool(VIOLATION.search(item.closing)) and item.lead in ("crackdown", "finding", "")
        found = bool(SUMS_UP.search(item.closing)) and item.lead in ("finding", "")
        asked = item.lead == "check" and bool(_ASKED.search(self.text[_clause_head(self.items, at) : span.start]))
        if not (listed or found or asked) or (noun and not asked):
            return False
        near = self.items[max(0, at - 2) : at + 3]
        return not _NOT_ITEM.search(self.text, span.start, span.end) and any(other.defects for other in near)


@cache
def _thing() -> re.Pattern[str]:
    return book().compile("$thing_end$")


@cache
def _verb_first() -> re.Pattern[str]:
    return book().compile("$trade_verb")
