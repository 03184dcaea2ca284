"""Recurring duties told in one breath, each with its own bearer: 省级每半年、市级每季度、县级每月开展一次督查."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.responsible import subject_at
from extract.sentences import Span
from records import Deadline

_NAMED = "rhythm"  # the rule of a mechanism by its name, which has no bearer beside it: 周调度、月通报
_MARKS = "，；。：\n"
_MUST = re.compile("(?:(?<![主重])要|应当?|须|必须|需)$")
_LEAD = re.compile("坚持|实行|推行|执行|落实|建立健全|建立|按照|做到|严格")
_TAIL = re.compile("的(?:制度|机制|要求|频次)$")
# a level of government or of a works, which is no body's name
_LEVEL = re.compile("(?:国家|[部省市州县区乡镇村厂矿队]|乡镇|街道|公司|车间|班组|企业|部门|项目部?)级")
_WITHOUT_OBJECT = re.compile("(?:至少|各)?(?:组织|开展|进行|召开|举行|举办)?(?:不少于)?[一二两三四\\d]+[次场轮遍]")
_LONGEST = 24  # characters of a bearer
_FAR = 60  # characters of a clause


def in_one_breath(text: str, found: Sequence[Deadline]) -> list[Deadline]:
    """The deadlines in order; those of rhythms that one 、 parts have each its own bearer, and the task that is shared.

    «各省要每半年开展一次、各市要每季度开展一次督查»: the first one's task is the second's.
    """
    told = list(found)
    spans = [_rhythm(text, one) for one in told]
    goes_on = [_joined(text, here, after) for here, after in pairwise([*spans, None])]
    for at in reversed(range(len(told))):
        rhythm = spans[at]
        if rhythm is None or not (goes_on[at] or (at and goes_on[at - 1])):
            continue
        rest = _rest(text, rhythm, listed=goes_on[at])
        told[at] = _own(text, told[at], rhythm, rest)
        if goes_on[at] and (not rest or (_WITHOUT_OBJECT.fullmatch(rest) and told[at + 1].task.startswith(rest))):
            told[at] = replace(told[at], task=told[at + 1].task)
    return told


def _rhythm(text: str, one: Deadline) -> Span | None:
    """Where the rhythm of a recurring duty stands; None for any other."""
    words = one.why[0] if one.recurrence and one.why and one.rule != _NAMED else ""
    start = text.find(words, one.start, one.end) if words else -1
    return Span(start, start + len(words)) if start >= 0 else None


def _joined(text: str, here: Span | None, after: Span | None) -> bool:
    """Whether one 、 and who bears the second is all that parts two rhythms, beside the first one's task."""
    if here is None or after is None:
        return False
    between = text[here.end : after.start]
    return 0 < len(between) < _FAR and between.count("、") == 1 and not any(mark in between for mark in _MARKS)


def _own(text: str, one: Deadline, rhythm: Span, rest: str) -> Deadline:
    """The duty with its own bearer and task: of «检查一次、|市级|每季度|检查一次» what stands beside its rhythm."""
    before = _before(text, rhythm)
    who, lead = _bearer(text, before), text[slice(*before)]
    listed = "、" in one.task
    task = rest if who else lead + rest  # 放射源库每季度盘点
    fits = rest and (listed or (who is not None and one.task.endswith(rest)))
    return replace(one, task=_TAIL.sub("", task) if fits else one.task, responsible=who or one.responsible)


def _before(text: str, rhythm: Span) -> Span:
    """The words between a mark and a rhythm, without 坚持 before them and 要 behind."""
    low = max(0, rhythm.start - _LONGEST)
    start = max(low, *(text.rfind(mark, low, rhythm.start) + 1 for mark in "、" + _MARKS))
    lead, must = _LEAD.match(text, start, rhythm.start), _MUST.search(text, start, rhythm.start)
    return Span(lead.end() if lead else start, must.start() if must else rhythm.start)


def _bearer(text: str, before: Span) -> str | None:
    """Whom the words before a rhythm name; None where they are no name."""
    if _LEVEL.fullmatch(text, *before):
        return text[slice(*before)]
    named = subject_at(text, *before, before_time=True)
    return named.text if named and (named.start, named.end) == before else None


def _rest(text: str, rhythm: Span, *, listed: bool) -> str:
    """What is told behind a rhythm, up to the 、 that parts it from the next, or to the end of its clause."""
    marks = "、" + _MARKS if listed else _MARKS
    stops = [at for mark in marks if (at := text.find(mark, rhythm.end, rhythm.end + _FAR)) >= 0]
    return text[rhythm.end : min(stops, default=rhythm.end + _FAR)]
