"""A list of what was done, item by item, about a list of findings above it, as self-checks and answers to inspections
have it: «一、存在的问题：1.应急灯不亮。2.机井无盖。 二、整改情况：1.已换电池。2.井盖本月底前装好。»

An item of the second list speaks of the findings that bear its number in the first; where it speaks of several, each
clause of the one whose words it takes up. Source: annotation guide, «hazard»: status, measures, due, funds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from extract.aftermath import limit_in, told_in
from extract.sentences import Span
from language.dates import Time
from language.numerals import parse
from language.quick import compiled
from records import Hazard
from records.facts import Status

_HEAD = compiled(
    r"(?m:^)(?:(?:第?[一二三四五六七八九十]{1,3}[、部]|（[一二三四五六七八九十]{1,3}）|【)[^\n。；，]{0,24}"
    r"|[^\n。；，\d]{0,10})(?:整改(?:落实|完成|治理)*(?:情况|措施|结果|进展|方案)|(?:采取|制定)的?(?:整改)?措施)[^\n。；，]{0,8}[。：】]?(?m:$)"
)
_SECTION = re.compile(r"(?m:^)(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+部分)")
_ITEM = compiled(
    r"(?:(?m:^)|(?<=[。；：]))\s*(?:（(?P<bracket>[一二三四五六七八九十]{1,3}|\d{1,2})）|(?P<number>\d{1,2})[、.．](?!\d)"
    r"|(?P<ring>[①-⑳])|(?P<is>[一二三四五六七八九十])是)"
)
_CLAUSE = re.compile(r"[^，。；\n]+")
_PLANNED = re.compile(
    "计划|拟|将(?!其|原)|需要?|待|正在|准备|预计|争取|力争|打算|申请|[前内](?:全部|逐步)?(?:完成|到位)"
)
_DONE = re.compile(
    "已|完成|到位|完毕|当[场天日即]|了(?!解)|[装修盖换]好|[配补]齐|清空|搬[走到离至]|恢复|更换|拆除|清理|清除"
)
_LEAST = 2  # items of a list
_FAR = 4000  # characters from the first list to the second
_LONGEST = 80  # characters of what was done


class Item(NamedTuple):
    """An item of a list: its number and where its words stand."""

    number: int
    span: Span


def with_mirrored(text: str, found: Sequence[Hazard], times: Sequence[Time]) -> list[Hazard]:
    """The hazards, in order; those whose item is answered in a later list have what that says was done."""
    mended = list(found)
    for head in _HEAD.finditer(text) if found else ():
        end = _end_of(text, head.end())
        answers = {item.number: item.span for item in _items(text, head.end(), end)}
        low = max(_start_of(text, head.start()), head.start() - _FAR)
        told = _by_item(found, list(_items(text, low, head.start())), head.start())
        if len(answers) < _LEAST or max(told, default=0) > max(answers) or len(told) * 2 < len(answers):
            continue
        for number, members in told.items():
            if number in answers:
                _answer(text, mended, members, answers[number], times)
    return mended


def _start_of(text: str, head: int) -> int:
    """Where the section before a heading begins."""
    heads = [one.start() for one in _SECTION.finditer(text, max(0, head - _FAR), head)]
    return heads[-1] if heads else 0


def _end_of(text: str, start: int) -> int:
    """Where the section of a heading ends."""
    following = _SECTION.search(text, start)
    return following.start() if following else len(text)


def _items(text: str, start: int, end: int) -> Iterator[Item]:
    """The items of a stretch, of the kind of mark that it begins with; they must count up from one."""
    marks = list(_ITEM.finditer(text, start, end))
    kind = marks[0].lastgroup if marks else None
    marks = [mark for mark in marks if mark.lastgroup == kind]
    for at, mark in enumerate(marks):
        if _number(mark) != at + 1:
            return
        yield Item(at + 1, Span(mark.end(), marks[at + 1].start() if at + 1 < len(marks) else end))


def _number(mark: re.Match[str]) -> int:
    told = mark[mark.lastgroup or 0]
    if mark.lastgroup == "ring":
        return ord(told) - ord("①") + 1
    return int(parse(told) or 0)


def _by_item(found: Sequence[Hazard], items: Sequence[Item], end: int) -> Mapping[int, list[int]]:
    """Which of the hazards stand in each item."""
    told: dict[int, list[int]] = {}
    for item in items:
        members = [n for n, one in enumerate(found) if item.span.start <= one.start < min(item.span.end, end)]
        if members:
            told[item.number] = members
    return told


def _answer(text: str, mended: list[Hazard], members: Sequence[int], span: Span, times: Sequence[Time]) -> None:
    """Gives the hazards of an item what its answer says."""
    clauses = [Span(*clause.span()) for clause in _CLAUSE.finditer(text, *span)]
    shares: dict[int, list[Span]] = {}
    last = None
    for clause in clauses:
        near = max(members, key=lambda n: _shared(text[slice(*clause)], mended[n].description))
        last = near if _shared(text[slice(*clause)], mended[near].description) else last
        shares.setdefault(members[0] if last is None else last, []).append(clause)
    for n in members:
        own = shares.get(n, clauses)
        if own:
            mended[n] = _mended(text, mended[n], Span(own[0].start, own[-1].end), times)


def _shared(clause: str, words: str) -> int:
    """How many pairs of letters a clause takes up of a danger's words."""
    told = {left + right for left, right in pairwise(clause)}
    return len(told & {left + right for left, right in pairwise(words)})


def _mended(text: str, hazard: Hazard, span: Span, times: Sequence[Time]) -> Hazard:
    """The hazard with what a stretch says was done about it."""
    told, words = told_in(text, span, times), text[slice(*span)]
    due = told.due or limit_in(text, span, times)
    status = _status(words, due, told.status)
    if hazard.status not in ("found", "rectifying", None) or status is None:
        return hazard
    return replace(
        hazard, status=status, measures=hazard.measures or words[:_LONGEST].strip("，。； "),
        due=hazard.due or (due if status == "rectifying" else None), responsible=hazard.responsible or told.responsible,
        funds=hazard.funds if hazard.funds is not None else told.funds,
    )  # fmt: skip


def _status(words: str, due: date | None, told: Status | None) -> Status | None:
    if _PLANNED.search(words):
        return "rectifying"
    if _DONE.search(words):
        return "rectified"
    return told or ("rectifying" if due else None)
