"""A list of what was done, item by item, about a list of findings above it, as self-checks and answers to inspections
have it: «一、存在的问题：1.应急灯不亮。2.机井无盖。 二、整改情况：1.已换电池。2.井盖本月底前装好。»

An item of the second list speaks of the findings that bear its number in the first; where it speaks of several, each
clause of the one whose words it takes up. An item may also answer itself: «1.疏散门上锁。已拆除挂锁，改装推杆锁。»
Source: annotation guide, «hazard»: status, measures, due, funds.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from extract.aftermath import Aftermath, limit_in, told_in
from extract.sentences import Span, clauses
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
# what an item of the second list says, which its heading declares an answer, so that few words will do
_PLANNED = re.compile(
    "计划|拟|将(?!其|原)|需要?|待|正在|准备|预计|争取|力争|打算|申请|[前内](?:全部|逐步)?(?:完成|到位)"
)
_DONE = re.compile(
    "已|完成|到位|完毕|当[场天日即]|了(?!解)|[装修盖换]好|[配补]齐|清空|搬[走到离至]|恢复|更换|拆除|清理|清除"
)
_MENDS = (
    "(?:更换|换|清[理走空洗]|拆[除掉]|改装|[安加]装|固定|补[办齐装]|配齐|修[好复]|重新布线|整改|封堵|打开|疏通|搬[走离至]|移[走出至]"
    "|恢复|建成|取证|上锁|重做|归位|消除|完成|完工|到位)"
)
# what an item says was done about its own findings; what only was ordered, fined or handed on is no such thing
_MENDED = compiled(
    f"(?:已|当[天场日即]|现场|现|\\d日)[^，。；]{{0,12}}?{_MENDS}|{_MENDS}(?:完毕|到位|完成|完工)|全部到位|完工"
)
_UNDERWAY = compiled(
    f"(?:计划|拟|准备|正在|预计|待|争取|力争)[^，。；]{{0,24}}?(?:{_MENDS}|改造|实施|维修|砌|建|采购|落实)|已报[^，。；]{{2,12}}，待"
)
# what was ordered, or is to be done by a day, or was done of so many
_ORDERED = re.compile(
    "责令|限|要求|下[达发]|发出|开具|通知|指令|立案|处罚|督促|督办|约谈|移[送交]|叮嘱|应(?!急)|须|务必|承诺|[日月底]前|[天日]内|\\d[处条项家个]"
)
_COUNT = re.compile(r"^[\d一二两三四五六七八九十]+[余多]?[\u4e00-\u9fff]{1,2}(?=$|，|。)|^[，。；）（]+")
_ASIDE = re.compile(r"[^，。；（\n]{0,8}（(?P<words>[^（）\n]{2,40})）")
_PIECE_END = re.compile(r"[；\n]")
_LEAST = 2  # items of a list
_FAR = 4000  # characters of the first list, and of the second
_REACH = 300  # characters behind a danger in which its own item answers
_LONGEST = 80  # characters of what was done


class Item(NamedTuple):
    """An item of a list: its number and where its words stand."""

    number: int
    span: Span


def with_answers_below(text: str, found: Sequence[Hazard], times: Sequence[Time]) -> list[Hazard]:
    """The hazards, in order; those whose item is answered in a later list have what that says was done."""
    mended = list(found)
    starts = [one.start for one in found]
    for head in _HEAD.finditer(text) if found else ():
        end = _end_of(text, head.end())
        answers = {item.number: item.span for item in _items(text, head.end(), end)}
        low = max(_start_of(text, head.start()), head.start() - _FAR)
        told = _by_item(starts, list(_items(text, low, head.start())))
        if len(answers) < _LEAST or max(told, default=0) > max(answers) or len(told) * 2 < len(answers):
            continue
        for number, members in told.items():
            if number in answers:
                _answer(text, mended, members, answers[number], times)
    return mended


def with_own_answers(text: str, found: Sequence[Hazard], times: Sequence[Time]) -> list[Hazard]:
    """The hazards, in order; those whose own item goes on to say that they were mended, or are being, with that."""
    mended = list(found)
    for members, end in _pieces(text, found):
        tail = Span(found[members[-1]].end, end)
        for n in members:
            aside = _ASIDE.match(text, found[n].end, end)
            stretch = Span(*aside.span("words")) if aside else tail
            if status := _own_status(text[slice(*stretch)]):
                mended[n] = _answered(found[n], text[slice(*stretch)], status, _told(text, stretch, times))
    return mended


def _pieces(text: str, found: Sequence[Hazard]) -> Iterator[tuple[list[int], int]]:
    """The hazards that stand in one part of an item, up to ；or its end, and where that ends."""
    members: list[int] = []
    end = 0
    for n, hazard in enumerate(found):
        if members and hazard.start >= end:
            yield members, end
            members = []
        if not members:
            most = min(len(text), hazard.end + _REACH)
            stop = _PIECE_END.search(text, hazard.end, most)
            end = stop.start() if stop else most
            following = _ITEM.search(text, hazard.end, end)
            end = following.start() if following else end
        members.append(n)
    if members:
        yield members, end


def _own_status(words: str) -> Status | None:
    """What words behind a finding make of it; None where they only tell what was ordered, or nothing."""
    bare = _COUNT.sub("", words)
    parts = [bare[slice(*clause)] for clause in clauses(bare, Span(0, len(bare)))]
    told = [part for part in parts if not _ORDERED.search(part)]
    if any(_UNDERWAY.search(part) for part in told):
        return "rectifying"
    return "rectified" if len(told) == len(parts) and any(_MENDED.search(part) for part in told) else None


def _told(text: str, span: Span, times: Sequence[Time]) -> Aftermath:
    """What a stretch says was done, with the last day that it names for that."""
    told = told_in(text, span, times)
    return replace(told, due=told.due or limit_in(text, span, times))


def _answered(hazard: Hazard, words: str, status: Status, told: Aftermath) -> Hazard:
    """The hazard with the status, and with what the words say was done, at what cost, and by when it will be."""
    done = _COUNT.sub("", words).strip("，。；、（） ")[:_LONGEST]
    return replace(
        hazard, status=status, due=(hazard.due or told.due) if status == "rectifying" else None,
        measures=max(hazard.measures or "", done, key=len), responsible=hazard.responsible or told.responsible,
        funds=hazard.funds if hazard.funds is not None else told.funds,
    )  # fmt: skip


def _start_of(text: str, head: int) -> int:
    """Where the section before a heading begins."""
    heads = [one.start() for one in _SECTION.finditer(text, max(0, head - _FAR), head)]
    return heads[-1] if heads else 0


def _end_of(text: str, start: int) -> int:
    """Where the section of a heading ends."""
    most = min(len(text), start + _FAR)
    following = _SECTION.search(text, start, most)
    return following.start() if following else most


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


def _by_item(starts: Sequence[int], items: Sequence[Item]) -> Mapping[int, range]:
    """Which of the hazards, that begin at starts, stand in each item."""
    told = {item.number: range(*(bisect_left(starts, at) for at in item.span)) for item in items}
    return {number: members for number, members in told.items() if members}


def _answer(text: str, mended: list[Hazard], members: Sequence[int], span: Span, times: Sequence[Time]) -> None:
    """Gives the hazards of an item what its answer says."""
    parts = clauses(text, span)
    shares: dict[int, list[Span]] = {}
    last = None
    for clause in parts:
        near = max(members, key=lambda n: _shared(text[slice(*clause)], mended[n].description))
        last = near if _shared(text[slice(*clause)], mended[near].description) else last
        shares.setdefault(members[0] if last is None else last, []).append(clause)
    for n in members:
        own = shares.get(n, parts)
        if own:
            mended[n] = _mended(text, mended[n], Span(own[0].start, own[-1].end), times)


def _shared(clause: str, words: str) -> int:
    """How many pairs of letters a clause takes up of a danger's words."""
    told = {left + right for left, right in pairwise(clause)}
    return len(told & {left + right for left, right in pairwise(words)})


def _mended(text: str, hazard: Hazard, span: Span, times: Sequence[Time]) -> Hazard:
    """The hazard with what a stretch of the second list says was done about it."""
    told, words = _told(text, span, times), text[slice(*span)]
    status = _status(words, told)
    return hazard if status is None or hazard.status == "rectified" else _answered(hazard, words, status, told)


def _status(words: str, told: Aftermath) -> Status | None:
    if _PLANNED.search(words):
        return "rectifying"
    if _DONE.search(words):
        return "rectified"
    return told.status or ("rectifying" if told.due else None)
