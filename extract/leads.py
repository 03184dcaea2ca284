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

from extract.defects import Cue, Defect, Piece, book, defects_in, parted, pieces
from extract.sentences import Span
from language.quick import compiled

Lead = Literal["finding", "crackdown", "check", "demand", "ban", "warded", "condition", "cause", ""]

VIOLATION = re.compile(r"违法|违规|违章|非法|三违|行为|违纪|顽疾|陋习|乱象")
SUMS_UP = re.compile(r"行为|问题|现象|隐患|乱象|情况|情形|违法|风险|违章|短板|不足|案件")
_CAUSED = re.compile(
    r"[^，。；]{0,12}，?[^，。；]{0,14}(?:发生|引发|导致|造成|致使|酿成|引起|诱发)[^，。；]{0,16}(?:事故|火灾|起火|爆炸|燃烧|死亡|坠落|坍塌|中毒|着火|触电|侧翻|伤亡|受伤|泄漏|爆燃|相撞|灾害|塌方|塌陷|透水|伤害)"
)
_CAUSE_WORD = compiled(
    r"(?:直接原因|间接原因|事故原因|起火原因|原因[是为系：]|是因|系因|系由于?|(?<=[灾故])系|因|由于)"
)
_IS_CAUSE = re.compile(r"[^，。；、]{0,2}[是系为][^，。；]{0,12}原因")
_ACCIDENT = re.compile(r"事故|起火|爆炸|死亡|坠落|坍塌|中毒|着火|触电|侧翻|火灾")
_PAST = re.compile(r"(?:共|累计|已|当[晚日天]|一举|先后|分别|现场|了)")
_TO_PUNISH = re.compile(r"的[^，。；]{0,6}，?[^，。；]{0,10}(?:查处|取缔|关闭|打击|处罚|严惩|处理|追究|清理|整治|关停)")
# «凡安全间距不足、摘除联锁的，一律停产», «对无证驾驶的车辆，依法处罚»
_TO_BE_PUNISHED = compiled(
    r"(?:对于?|凡是?)(?P<acts>[^。；：\n]{2,90}?)的[^，。；、\n]{0,10}，?[^，。；、\n]{0,6}"
    r"(?:一律|坚决|从[严重快]|依法|严肃|顶格|零容忍|不准|不得|严厉|绝不|决不|停产|停业)"
)
_ACTED = re.compile(r"查处|查封|查获|收缴|没收|立案")
_PUNISHED = compiled(r"处(?:以)?罚款|罚款[\d*×]|(?<!要)(?<!一律)责令|立案|查封|予以行政处罚|给予行政处罚|下达|已")
_SHUNS = frozenset({"ban", "condition"})  # hold for what is found, too: «如发现燃气泄漏，应立即关阀»
_EXHORTS = frozenset({"demand", "ban", "condition", "warded"})
_NEAR = 3  # characters from a clause's beginning within which a list of findings can hold a demand
_FAR = 400  # characters before a danger beyond which nothing governs it
_COUNTED = compiled(
    r"(?:[\d*×一二三四五六七八九十百]|[xX]{2})+[余多]?(?:起|家|处|人|辆|艘|台|栋|个|项|条|件|次|例|宗|吨|公斤|户|所|间|座)"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of a sentence with the dangers in it.

    lead     what governs it; "" for a plain statement
    closing  the words that close its list: «等违法行为»
    """

    piece: Piece
    defects: tuple[Defect, ...]
    lead: Lead
    closing: str = ""


@cache
def _leads() -> re.Pattern[str]:
    return book().compile(
        "(?P<check>是否|有无)|(?P<cause>(?:直接|间接|事故|起火|主要)?原因(?:主要)?(?:[是为系有：]|$))|(?P<ban>$ban)|(?P<warded>$warded)|(?P<condition>$condition)|(?P<demand>$demand)|(?P<finding>$finding)"
        "|(?P<crackdown>(?:$crackdown|针对|围绕|聚焦|紧盯|突出)(?!后|时|过程|不|未))|(?P<promise>$promise)"
    )


def items_of(text: str, sentence: Span, cues: Sequence[Cue], mode: Lead) -> list[Item]:
    """Pieces of a sentence in order, each with its dangers, what governs it and what closes its list.

    mode  what governs the sentence from outside: the line before said «存在以下问题：»
    """
    return _closed(text, _items(text, sentence, cues, mode))


def _items(text: str, sentence: Span, cues: Sequence[Cue], mode: Lead) -> list[Item]:
    """Pieces with their defects and the lead that governs each."""
    items: list[Item] = []
    lead, at = mode, 0
    for piece in pieces(text, sentence):
        if at < len(cues) and cues[at].start - piece.end > _FAR:
            items.append(Item(piece, (), mode))  # no danger near: nothing here governs one
            continue
        inside = []
        while at < len(cues) and cues[at].start < piece.end:
            inside.append(cues[at])
            at += 1
        for part, own in parted(text, piece, inside):
            defects = tuple(defects_in(text, part, own)) if own else ()
            lead = _lead(text, part, defects, _carried(text, items, lead, part, mode), mode)
            items.append(Item(part, defects, lead))
    return items


def _carried(text: str, items: list[Item], lead: Lead, piece: Piece, mode: Lead) -> Lead:
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
    listed = listed and not SUMS_UP.search(text, last.defects[-1].end, last.piece.end)
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
    if kind == "finding" and (shun := next((m.lastgroup for m in matches[:-1] if m.lastgroup in _SHUNS), None)):
        return shun  # type: ignore[return-value]
    if kind in ("crackdown", "finding") and any(m.lastgroup == "check" for m in matches[:-1]):
        return "check"
    if kind == "crackdown" and mode in ("finding", "cause") and not defects:
        return carried
    if kind in _EXHORTS and _inside(mode, carried, piece) and matches[-1].start() > piece.start + _NEAR:
        return carried  # «承包商入厂教育卷面雷同», «禁止烟火标志脱落»
    return kind  # type: ignore[return-value]


def _inside(mode: Lead, carried: Lead, piece: Piece) -> bool:
    """Whether a piece stands inside a list of findings or causes."""
    return mode in ("finding", "cause") or (carried in ("finding", "cause") and piece.joint in "、；：")


def _closed(text: str, items: list[Item]) -> list[Item]:
    """The items, each with the words that close the list it stands in."""
    closing, out = "", []
    for at in range(len(items) - 1, -1, -1):
        item = items[at]
        follows = items[at + 1].piece.joint if at + 1 < len(items) else ""
        own = text[item.defects[-1].end : item.piece.end] if item.defects else _plain_closing(text, item.piece)
        if follows not in ("、", "，") or (follows == "，" and not (item.defects and items[at + 1].defects)):
            closing = ""
        if SUMS_UP.search(own) or own.startswith("等"):
            closing = own
        out.append(replace(item, closing=closing) if closing else item)
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


def lead_word(text: str, sentence: Span, defect: Defect) -> str | None:
    """The last word in the sentence before a danger that leads to it: 发现, 查处, 严禁; None where none does."""
    found = list(_leads().finditer(text, max(sentence.start, defect.start - _FAR), defect.start))
    return found[-1][0] if found else None


def governs(text: str, item: Item, defect: Defect) -> Lead:
    """What governs a danger in the end: the cause it is said to be, the lead before it, what was done about it."""
    clause = text[_head_of(text, defect) : defect.start]
    if _is_cause(text, item, defect):
        return "cause"
    if not item.lead and re.match("对于?|针对", clause) and _TO_PUNISH.match(text, defect.end):
        return "crackdown"
    if not item.lead and VIOLATION.search(item.closing) and re.match("对于?|针对", clause):
        return "finding" if _PUNISHED.search(text, defect.end, defect.end + 80) else "crackdown"
    if item.lead in ("", "condition") and _is_to_be_punished(text, defect):
        return "crackdown"
    if item.lead == "crackdown" or (item.lead == "finding" and _ACTED.search(clause)):
        after = item.closing or text[defect.end : defect.tail + 10]
        return "finding" if _COUNTED.search(after) or _PAST.search(clause) else "crackdown"
    return item.lead


def _is_to_be_punished(text: str, defect: Defect) -> bool:
    """Whether the danger stands in a clause that says what is to be done to whoever brings it about."""
    low = max(text.rfind(mark, max(0, defect.start - 100), defect.start) for mark in "。；：\n") + 1
    match = _TO_BE_PUNISHED.search(text, max(low, defect.start - 100), defect.end + 60)
    inside = match is not None and match.start() <= defect.start < match.end("acts")
    return inside and not _PUNISHED.search(text, match.end("acts") if match else 0, defect.end + 80)


def _is_cause(text: str, item: Item, defect: Defect) -> bool:
    """Whether the danger is said to have brought an accident about."""
    if _CAUSED.match(text, defect.end):
        return True
    before = text[max(0, defect.start - 60) : defect.start].rpartition("。")[2]
    if item.lead == "finding" and "暴露" in before:
        return bool(_ACCIDENT.search(before))
    if _IS_CAUSE.match(text, defect.end):
        return True
    word = _CAUSE_WORD.search(before[-30:])
    if not word or not _ACCIDENT.search(text, max(0, defect.end - 40), defect.end + 40):
        return False
    return "原因" in word[0] or "系" in word[0] or "引发" in text[defect.end : defect.end + 20]


def _head_of(text: str, defect: Defect) -> int:
    """Where the clause with its whole list begins: after the last comma or full stop."""
    low = max(0, defect.start - 200)
    return max(low, *(text.rfind(mark, low, defect.start) + 1 for mark in "，。；：\n"))
