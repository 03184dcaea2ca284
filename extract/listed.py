"""Dangers that only their place in a list of findings tells: «发现水枪仅1支，泵房改作库房», lines under a head.

Elsewhere a danger needs a cue, a word that faults something. In a list of findings every clause faults something,
up to the first that tells of a measure, a verdict, a result or of who inspected. Words: rules/hazards.toml.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extract.defects import Cue, Piece, book, end_of_phrase, rule_named, start_of_phrase
from extract.leads import SUMS_UP, Item, Lead
from extract.sentences import Span
from extract.units import units
from extract.words import Words
from language.quick import compiled

_OPENS = compiled(
    r"(?:发现(?!问题|隐患|后|违章)|存在|(?<!夜)查出|查见|查明|暴露出?|指出|排查出|(?:问题|隐患|不足|缺陷|短板|违章|情形|违法行为|违规行为|违法事实|经查)(?:描述|内容|事实|详情|表现)?(?:主要|分别|突出)?(?:有|是|为|包括|表现在|集中在|如下)?(?=[：:]|$))"
    r"(?:着|了|有|的)?(?:[：:]?(?:一|1)是)?"
)
_PUNISHED = re.compile(r"查处|查获|查纠|纠正|劝导|抓拍|查究|处罚|现场查|劝阻|制止|查扣")
_SUM = re.compile(r"(?:隐患|问题|违法|违章|缺陷)(?:行为)?[\d.*×]+[余多万]*[处条项起个]$")
_TIMES = re.compile(r"(?P<what>[^\d]{2,24}?)[\d*×]+[余多]?(?:起|例|次|人次|宗|件|处|条|项)$")
_ALL_FAULTS = re.compile(
    r"等[^，。；]{0,8}(?:违法|违规|违章|非法|不安全|危险)[^，。；]{0,4}(?:行为|乱象|现象|情形|问题|活动)"
)
_SPREAD = re.compile(r"涉及(?!重大)|分布|集中在|主要是在")  # «隐患涉及危险化学品、建筑施工»: fields, no faults
_NO_FINDING = frozenset({"ban", "demand", "condition", "crackdown", "warded", "check"})  # leads that end a run
# first members of nouns that jieba takes for verbs of their own: 疏散|通道
_NO_VERBS = frozenset({"安全", "消防", "疏散", "应急", "作业", "施工", "生产", "经营", "操作", "防护", "报警", "照明"})
_SCANT = frozenset({"仅", "只", "不", "未", "无", "没有", "缺", "仅有", "只有"})
_DONE = compiled(r"(?:已|已经|均已|分别|共|计划|规划)$|更换|维修|修复|清理|^拟|措施|责任")
_MERE_FIGURE = re.compile(
    r"^(?!.*[仅只少缺无未不]).*[\d*×][\d.*×]*[余多]?(?:项|条|处|次|起|个|件|人次|分|人|家|户|天|吨|公里|米|万元|元)$"
)
_FIELD = compiled(r"(?:等|的)?(?:重点|相关|各类)*(?:行业|领域|方面|部门|单位|工作|环节|企业|场所|人员)")
_SUBJECT = 6  # characters of a counted fault that has a subject: «疏散通道堆物310处»
_LIST = 12  # members of a list looked at on either side
_NOUN = 4  # characters of a fault without a verb
# «是否存在真人用明火表演»: whatever is asked for is a danger, if more than its class is told
_ASKED_FOR = re.compile("(?:是否|有无)存在(?!是)")
_ASKS = re.compile("是否|有无|是不是")
_CLASS = re.compile(
    "(?:各类|各种|重大|一般|较大|突出|安全|火灾|消防|生产|事故|违法|违规|违章|非法|其他|类似|明显|以下|上述)*"
    "(?:隐患|问题|行为|情况|现象|风险|情形|漏洞)?"
)
_SHORTEST_ASKED = 4
_SHORTEST, _LONGEST = 3, 42  # characters of a finding without a cue


class Fault(NamedTuple):
    """A clause that its list makes a finding: where it stands, what governs it, what closes the list, its words."""

    piece: Piece
    lead: Lead
    closing: str
    span: Span


def opens(text: str, sentence: Span) -> bool:
    """Whether a sentence may hold a list of findings: it opens one, or counts what was punished."""
    return any(pattern.search(text, *sentence) for pattern in (_OPENS, _PUNISHED, _SUM, _ASKED_FOR))


def listed(text: str, items: Sequence[Item], *, run: bool) -> Iterator[Fault]:
    """Faults among the items without a cue, as far as they stand in an unbroken run of findings.

    run  whether the run has begun before the sentence: a line under «存在以下问题：»
    """
    noun, punished, sure, asked = None, False, run, False
    for at, item in enumerate(items):
        asks = _ASKED_FOR.search(text, item.piece.start, item.piece.end)
        goes_on = asked and item.piece.joint == "、" and not _ASKS.search(text, item.piece.start, item.piece.end)
        asked = asks is not None or goes_on
        if asked and not item.defects:
            if span := _asked(text, asks.end() if asks else item.piece.start, item.piece.end):
                yield Fault(item.piece, "check", item.closing, span)
            continue
        opening = _opening(text, item.piece)
        among = _among_faults(items, at)
        run = among or ((run or opening is not None) and item.lead not in _NO_FINDING)
        run = run and not _SPREAD.search(text, item.piece.start, item.piece.end)
        punished = _punishes(text, item.piece) or (punished and item.piece.joint in "、，；")
        if item.defects or not (run or punished):
            noun = None
            continue
        span = _own_words(text, opening or item.piece.start, item.piece.end)
        counted = _counted(text, span) if punished else None
        if counted:
            yield _fault(item, counted)
        elif run and span and not sure and _joins(text, items, at, span):
            noun = noun or span.start
        elif run and span and _tells(text, span, item.piece, sure=sure or _closes(item)):
            yield _fault(item, Span(noun or span.start, span.end))
            noun = None
        else:
            run, noun = run and (span is None or _passes(text, span, item.piece)), None


def _among_faults(items: Sequence[Item], at: int) -> bool:
    """Whether a member of a list parted by 、 has one beside it that a cue makes a fault, or the list's end says so."""
    item = items[at]
    if item.lead not in ("crackdown", "finding", "cause"):
        return False
    if not _closes(item):
        return _mostly_faults(items, at)
    beside = [items[n] for n in (at - 1, at + 1) if 0 <= n < len(items) and _joined(items, max(n, at))]
    return any(other.defects and other.lead == item.lead for other in beside) or bool(_ALL_FAULTS.search(item.closing))


def _mostly_faults(items: Sequence[Item], at: int) -> bool:
    """Whether a list parted by 、 has three members or more, and cues make at least half of them faults."""
    low, high = at, at + 1
    while _joined(items, low) and at - low < _LIST:
        low -= 1
    while _joined(items, high) and high - at < _LIST:
        high += 1
    return high - low >= 3 and 2 * sum(bool(item.defects) for item in items[low:high]) >= high - low


def _joined(items: Sequence[Item], at: int) -> bool:
    return 0 < at < len(items) and items[at].piece.joint == "、"


def _closes(item: Item) -> bool:
    """Whether the words that close an item's list say that its members are faults: «等问题12条»."""
    return bool(SUMS_UP.search(item.closing))


def _fault(item: Item, span: Span) -> Fault:
    lead: Lead = item.lead if item.lead in ("cause", "crackdown", "check", "warded") else "finding"
    return Fault(item.piece, lead, item.closing, span)


def _opening(text: str, piece: Piece) -> int | None:
    """Where the last word in a piece ends that opens a run of findings; None where there is none."""
    ends = [match.end() for match in _OPENS.finditer(text, piece.start, piece.end)]
    return ends[-1] if ends else None


def _punishes(text: str, piece: Piece) -> bool:
    """Whether a piece opens a list of counted faults: «查处…», «隐患1500处，其中»."""
    return any(pattern.search(text, piece.start, piece.end) for pattern in (_PUNISHED, _SUM))


def _own_words(text: str, head: int, tail: int) -> Span | None:
    """text[head:tail] less what leads to it and what closes its list; None where too little is left."""
    start = start_of_phrase(text, head, tail)
    end = end_of_phrase(text, start, [Cue(start, start, rule_named("told-by-its-list"))], tail)
    return Span(start, end) if end - start >= 2 else None


def _asked(text: str, start: int, end: int) -> Span | None:
    """What a checklist asks for; None where that is only a class of dangers."""
    span = _own_words(text, start, end)
    told = span and span.end - span.start >= _SHORTEST_ASKED and not _CLASS.fullmatch(text, *span)
    return span if told else None


def _counted(text: str, span: Span | None) -> Span | None:
    """What «查处…右转不停车6起» counts; None for a class of cases."""
    if not span:
        return None
    tail = re.compile(r"[^，。；、\n]{0,8}").match(text, span.end)
    match = _TIMES.match(text[span.start : tail.end() if tail else span.end])
    if not match or any(_patterns()[name].search(match["what"]) for name in ("class_case", "no_finding")):
        return None
    if match[0][-1] in "处条项" and (len(match["what"]) < _SUBJECT or not predicates(match["what"])):
        return None  # «隐患12条，其中道路运输5条»: a field, no fault
    return Span(span.start, span.start + len(match["what"]))


def _joins(text: str, items: Sequence[Item], at: int, span: Span) -> bool:
    """Whether a bare noun shares the predicate of the next member of its list: «护栏、爬梯|松动»."""
    after = items[at + 1] if at + 1 < len(items) else None
    own = text[span.start : span.end]
    return bool(after and after.piece.joint == "、" and not after.defects and not predicates(own))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    names = {"no_finding": "$no_finding", "class_case": "$class_case", "steps_over": "$steps_over"}
    return {name: book().compile(source) for name, source in (names | {"good_state": "$good_state$"}).items()}


def _tells(text: str, span: Span, piece: Piece, *, sure: bool) -> bool:
    """Whether text[span] is a fault and no label or unit, and what follows it does not make it a field of work.

    sure  whether the list holds nothing but faults, so that one may lack a verb: «局部通风机单电源»
    """
    if _FIELD.match(text, span.end, piece.end) or text.startswith("：", piece.end):
        return False
    words = text[slice(*span)]
    before = text[piece.start : span.start]
    if _DONE.search(before) or _MERE_FIGURE.search(words):
        return False
    if not is_fault(words) or not (predicates(words) or (sure and len(words) >= _NOUN)):
        return False
    return not any(unit.end == span.end and unit.named for unit in units(text, *span))


def may_be_fault(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] tells of no measure, result or good state."""
    return not _patterns()["no_finding"].search(text, start, end) and not _patterns()["good_state"].search(
        text, start, end
    )


def is_fault(words: str) -> bool:
    """Whether a clause of a list of findings may fault something: it tells of no measure, result or good state."""
    if not _SHORTEST <= len(words) <= _LONGEST or any(
        words.count(left) != words.count(right) for left, right in ("“”", "（）")
    ):
        return False
    return may_be_fault(words, 0, len(words))


def _passes(text: str, span: Span, piece: Piece) -> bool:
    """Whether a run of findings goes on behind these words: a label, a place or a unit, no sentence of its own."""
    words = text[slice(*span)]
    if text.startswith("：", piece.end) or not predicates(words) or _patterns()["steps_over"].match(words):
        return True
    return any(unit.end == span.end for unit in units(text, *span))


@lru_cache(maxsize=16384)  # the same faults are told again and again
def predicates(words: str) -> bool:
    """Whether the words say something of something: a verb, or an adjective behind what it is said of."""
    found = Words(words)
    pairs = [(word, tag[:1]) for word, tag in zip(found.texts, found.tags, strict=True)]
    if any(tag == "v" and word not in _NO_VERBS for word, tag in pairs):
        return True
    return any(tag in "azil" or word in _SCANT for word, tag in pairs[1:])
