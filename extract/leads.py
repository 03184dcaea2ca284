"""What stands around a danger in its sentence, and whether the sentence makes it a record.

A lead (发现, 整治, 严禁, 要求 …) governs the pieces that follow it in a list; the word that closes it (等违法行为)
tells what its members are. Annotation guide, «hazard»: findings, crackdowns, checklists and causes of accidents name
dangers; prohibitions, promises, advice, law and an office's own failings do not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from extract.defects import Cue, Defect, Piece, book, defects_in, end_of_phrase, pieces, start_of_phrase
from extract.sentences import Span
from extract.words import Words

Lead = Literal["finding", "crackdown", "check", "demand", "ban", "warded", "condition", "cause", ""]

_VIOLATION = re.compile(r"违法|违规|违章|非法|三违|行为|违纪|顽疾|陋习|乱象")
_SUMS_UP = re.compile(r"行为|问题|现象|隐患|乱象|情况|情形|违法|风险|违章|短板|不足|案件")
_VERB = re.compile(r"v|vn|l|i|d")
_NOT_ITEM = re.compile(
    r"[\d*]|工作|安全$|管理$|情况$|领域|行业|单位|企业$|部门|监管|检查|落实|^其他|责任|依法|作业$|持证|审批"
)
_BARE_VERB = re.compile(r"[\u4e00-\u9fff]{2}$")
_CAUSED = re.compile(
    r"[^，。；]{0,12}，?[^，。；]{0,6}(?:发生|引发|导致|造成|致使|酿成|引起|诱发)[^，。；]{0,16}(?:事故|火灾|起火|爆炸|燃烧|死亡|坠落|坍塌|中毒|着火|触电|侧翻|伤亡|受伤|泄漏|爆燃|相撞)"
)
_CAUSE_WORD = re.compile(r"(?:直接原因|间接原因|事故原因|起火原因|原因[是为系：]|是因|系因|系由于?|因|由于)")
_ACCIDENT = re.compile(r"事故|起火|爆炸|死亡|坠落|坍塌|中毒|着火|触电|侧翻|火灾")
_PAST = re.compile(r"(?:共|累计|已|当[晚日天]|一举|先后|分别|现场|了)")
_ACTED = re.compile(r"查处|查封|查获|收缴|没收|立案|涉及")
_PUNISHED = re.compile(r"处(?:以)?罚款|罚款[\d*×]|(?<!要)(?<!一律)责令|立案|查封|予以行政处罚|给予行政处罚|下达|已")
_ASKED = re.compile(r"(?:是否|有无)存在[^是]*$")
_FAR = 400  # characters before a danger beyond which nothing governs it
_COUNTED = re.compile(
    r"[\d*×一二三四五六七八九十百]+[余多]?(?:起|家|处|人|辆|艘|台|栋|个|项|条|件|次|例|宗|吨|公斤|户|所|间|座)"
)
_LIST_HEAD = re.compile(
    r"(?:以下|下列|如下)|(?:问题|隐患|不足|行为|情形|违法事实|重点|内容)(?:清单|有|是|为|如下)?[：:]?$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A danger that a sentence names.

    lead     what governs it; "" for a plain statement
    closing  the words that close its list: «等违法行为»
    listed   whether it stands in a list that such words close
    head     where the clause begins that it stands in
    """

    defect: Defect
    lead: Lead
    closing: str
    head: int


@dataclass(frozen=True, slots=True)
class _Item:
    piece: Piece
    defects: tuple[Defect, ...]
    lead: Lead
    closing: str = ""


@cache
def _leads() -> re.Pattern[str]:
    return book().compile(
        "(?P<check>是否|有无)|(?P<cause>(?:直接|间接|事故|起火|主要)?原因[是为系：])|(?P<ban>$ban)|(?P<warded>$warded)|(?P<condition>$condition)|(?P<demand>$demand)|(?P<finding>$finding)"
        "|(?P<crackdown>$crackdown|针对|围绕|聚焦|紧盯|突出)|(?P<promise>$promise)"
    )


def mentions(text: str, sentence: Span, cues: Sequence[Cue], mode: Lead) -> list[Mention]:
    """Dangers of a sentence in order, before it is asked who fails in what.

    mode  what governs the sentence from outside: the line before said «存在以下问题：»
    """
    items = _items(text, sentence, cues, mode)
    items = _closed(text, items)
    found = [m for at, item in enumerate(items) for m in _of_item(text, items, at)]
    return _one_haste(text, _joined(text, items, found))


def _one_haste(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions, «盲目赶工期、抢进度施工» as one: the adverb is said of both."""
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1].defect if kept else None
        hasty = last and text.startswith("盲目", last.start) and text[mention.defect.start] in "抢赶"
        if last and hasty and mention.defect.start - last.end == 1:
            kept[-1] = replace(kept[-1], defect=replace(last, end=mention.defect.end), closing=mention.closing)
        else:
            kept.append(mention)
    return kept


def _items(text: str, sentence: Span, cues: Sequence[Cue], mode: Lead) -> list[_Item]:
    """Pieces with their defects and the lead that governs each."""
    items: list[_Item] = []
    lead, at = mode, 0
    for piece in pieces(text, sentence):
        if at < len(cues) and cues[at].start - piece.end > _FAR:
            items.append(_Item(piece, (), mode))  # no danger near: nothing here governs one
            continue
        inside = []
        while at < len(cues) and cues[at].start < piece.end:
            inside.append(cues[at])
            at += 1
        defects = tuple(defects_in(text, piece, inside)) if inside else ()
        lead = _lead(text, piece, defects, _carried(text, items, lead, piece, mode), mode)
        items.append(_Item(piece, defects, lead))
    return items


def _carried(text: str, items: list[_Item], lead: Lead, piece: Piece, mode: Lead) -> Lead:
    """The lead that still holds where a piece begins: a finding to the sentence's end, others to their list's end."""
    if (
        not items
        or piece.joint in "、："
        or lead in ("finding", "cause", "")
        or (lead == "demand" and piece.joint == "，")
    ):
        return lead
    last = items[-1]
    listed = bool(last.defects) and piece.joint == "，" and lead in ("crackdown", "check", "warded")
    listed = listed and not _SUMS_UP.search(text, last.defects[-1].end, last.piece.end)
    return lead if listed else mode


def _lead(text: str, piece: Piece, defects: tuple[Defect, ...], carried: Lead, mode: Lead) -> Lead:
    """The last lead in front of the piece's first danger, else the one carried into the piece."""
    start, end = (defects[0].start, defects[0].cue) if defects else (piece.end, piece.end)
    found = _leads().finditer(text, piece.start, end)
    matches = [m for m in found if m.end() <= start or m.lastgroup in ("ban", "condition", "check")]
    if not matches:
        return carried
    kind = matches[-1].lastgroup
    if kind == "promise":
        return "ban" if defects and text[defects[0].start] in "无不未" else carried
    if kind == "finding" and any(m.lastgroup == "ban" for m in matches[:-1]):
        return "ban"
    if kind in ("crackdown", "finding") and any(m.lastgroup == "check" for m in matches[:-1]):
        return "check"
    if kind == "crackdown" and mode == "finding" and not defects:
        return carried
    return kind  # type: ignore[return-value]


def _closed(text: str, items: list[_Item]) -> list[_Item]:
    """The items, each with the words that close the list it stands in."""
    closing, out = "", []
    for at in range(len(items) - 1, -1, -1):
        item = items[at]
        follows = items[at + 1].piece.joint if at + 1 < len(items) else ""
        own = text[item.defects[-1].end : item.piece.end] if item.defects else _plain_closing(text, item.piece)
        if follows not in ("、", "，") or (follows == "，" and not (item.defects and items[at + 1].defects)):
            closing = ""
        if _SUMS_UP.search(own) or own.startswith("等"):
            closing = own
        out.append(replace(item, closing=closing))
    return out[::-1]


def _plain_closing(text: str, piece: Piece) -> str:
    at = text.find("等", piece.start, piece.end)
    if at > piece.start:
        return text[at : piece.end]
    match = re.search(
        r"(?:的)?(?:违法|违规|非法)*(?:行为|现象)(?:时有发生|屡禁不止|突出|较多|仍然存在|依然存在)?$",
        text[piece.start : piece.end],
    )
    return match[0] if match else ""


def _of_item(text: str, items: list[_Item], at: int) -> list[Mention]:
    """Dangers that an item names: those with a cue, else the item itself where its list holds nothing but dangers."""
    item = items[at]
    head = _clause_head(items, at)
    if item.defects:
        return [Mention(d, _governs(text, item, d), item.closing, head) for d in item.defects]
    return []


def _clause_head(items: list[_Item], at: int) -> int:
    while at > 0 and items[at].piece.joint == "、":
        at -= 1
    return items[at].piece.start


def _governs(text: str, item: _Item, defect: Defect) -> Lead:
    """What governs a danger in the end: the cause it is said to be, the lead before it, what was done about it."""
    clause = text[_head_of(text, defect) : defect.start]
    if _is_cause(text, item, defect):
        return "cause"
    if not item.lead and _VIOLATION.search(item.closing) and re.match("对于?|针对", clause):
        return "finding" if _PUNISHED.search(text, defect.end, defect.end + 80) else "crackdown"
    if item.lead == "crackdown" or (item.lead == "finding" and _ACTED.search(clause)):
        after = item.closing or text[defect.end : defect.tail + 10]
        return "finding" if _COUNTED.search(after) or _PAST.search(clause) else "crackdown"
    return item.lead


def _is_cause(text: str, item: _Item, defect: Defect) -> bool:
    """Whether the danger is said to have brought an accident about."""
    if _CAUSED.match(text, defect.end):
        return True
    before = text[max(0, defect.start - 60) : defect.start].rpartition("。")[2]
    if item.lead == "finding" and "暴露" in before:
        return bool(_ACCIDENT.search(before))
    word = _CAUSE_WORD.search(before[-30:])
    if not word or not _ACCIDENT.search(text, max(0, defect.end - 40), defect.end + 40):
        return False
    return "原因" in word[0] or "系" in word[0] or "引发" in text[defect.end : defect.end + 20]


def _head_of(text: str, defect: Defect) -> int:
    """Where the clause with its whole list begins: after the last comma or full stop."""
    low = max(0, defect.start - 200)
    return max(low, *(text.rfind(mark, low, defect.start) + 1 for mark in "，。；：\n"))


def _joined(text: str, items: list[_Item], found: list[Mention]) -> list[Mention]:
    """The mentions, with list neighbours that have no cue of their own: shared subjects or objects, violations."""
    by_piece = {m.defect.head: n for n, m in enumerate(found)}
    extra: list[Mention] = []
    for at, item in enumerate(items):
        if item.defects:
            continue
        after = items[at + 1] if at + 1 < len(items) and items[at + 1].piece.joint == "、" else None
        before = items[at - 1] if item.piece.joint == "、" else None
        span = _own_words(text, item)
        if not span or not (after or before):
            continue
        noun = not _has_verb(text, span)
        if (
            noun
            and after
            and after.defects
            and after.defects[0].rule.kind in ("state", "thing")
            and after.defects[0].start == after.piece.start
        ):
            _widen(found, by_piece.get(after.piece.start), start=span.start)
        elif before and _takes_object(text, before, noun, span):
            n = by_piece.get(before.piece.start)
            _widen(found, n, end=span.end)
            if n is not None:
                by_piece[item.piece.start] = n
                items[at] = replace(item, defects=(found[n].defect,))
        elif (mention := _violation(text, items, at, span, noun)) is not None:
            extra.append(mention)
    return sorted([*found, *extra], key=lambda m: m.defect.start)


def _is_plain_noun(text: str, span: Span) -> bool:
    """Whether words can share the next one's predicate: «疏散通道、安全出口堵塞»."""
    return span.end - span.start <= 7 and not re.search("[与和在被未无不]", text[span.start : span.end])


def _widen(found: list[Mention], n: int | None, start: int | None = None, end: int | None = None) -> None:
    if n is not None:
        d = found[n].defect
        found[n] = replace(
            found[n], defect=replace(d, start=d.start if start is None else start, end=d.end if end is None else end)
        )


def _own_words(text: str, item: _Item) -> Span | None:
    """A cue-less item less what leads to it and what closes its list; None when nothing is left or it is long."""
    piece = item.piece
    start = start_of_phrase(text, piece.start, piece.end)
    rule = next(rule for rule in book().rules if rule.kind == "state")
    end = end_of_phrase(text, start, [Cue(start, start, rule)], piece.end)
    return Span(start, end) if 2 <= end - start <= 20 else None


def _has_verb(text: str, span: Span) -> bool:
    return any(tag[:1] in "vpd" for tag in Words(text[span.start : span.end]).tags)


def _takes_object(text: str, before: _Item, noun: bool, span: Span) -> bool:
    """Whether an item goes on with the danger before it: «非法生产、储存烟花爆竹», «封闭安全出口、疏散通道»."""
    if not before.defects:
        return False
    last = before.defects[-1]
    if last.end != before.piece.end:
        return False
    if last.rule.name == "misdeed" and last.end - last.start <= 4:
        return not noun or span.end - span.start <= 2
    return (
        noun
        and last.rule.kind == "act"
        and last.rule.name in ("blocks-what-must-be-free", "omitted-duty", "without-what-is-due", "bad-goods")
    )


def _violation(text: str, items: list[_Item], at: int, span: Span, noun: bool) -> Mention | None:
    """A member of a list of violations that has no word of its own to tell: «严查冲卡、…等违法行为»."""
    item = items[at]
    listed = bool(_VIOLATION.search(item.closing)) and item.lead in ("crackdown", "finding", "")
    found = bool(_SUMS_UP.search(item.closing)) and item.lead in ("finding", "")
    asked = item.lead == "check" and _ASKED.search(text[_clause_head(items, at) : span.start])
    if not (listed or found or asked):
        return None
    if (
        (noun and not asked)
        or _NOT_ITEM.search(text[span.start : span.end])
        or not any(near.defects for near in items[max(0, at - 2) : at + 3])
    ):
        return None
    rule = next(rule for rule in book().rules if rule.name == "named-violation")
    defect = Defect(
        span.start, span.end, span.start, item.piece.start, item.piece.end, item.piece.joint, "strong", rule
    )
    return Mention(defect, item.lead, item.closing, _clause_head(items, at))
