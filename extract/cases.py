"""Events counted one by one (6起, 9宗, 3例): what happened, and what only tells where, to whom or of what kind.

«火灾402起…居住场所178起、交通工具57起»: 起 counts no places and no vehicles; they are whose the fires are.
«车辆伤害5起、触电1起» names kinds of accident, which are counted themselves; so is an act in a list of such acts:
«无牌行驶33起、未参加年检57起». «建筑业9起、5人», «8起6人» goes on with the toll: five dead, six dead.
Source: kinds of accident of GB 6441.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.drafts import Draft, Scene
from extract.items import Noun, clean_text
from extract.lexicon import finding_in, is_action, is_finding, is_place
from extract.rulebook import pattern

BY_KIND = "by-kind"  # the rule of accidents told by their trade or kind alone: 建筑施工发生3起, 物体打击占9.7%
UNITS = frozenset({"起", "宗", "例"})
_MARK = re.compile("[，、；：（。\n]")
_JOINT = re.compile("[，、；]")
_TOLD_BARE = re.compile("[，、]?")
_ENDS = re.compile("[，、；。）\n]|$")
_NUMBER = re.compile("(?<![\u4e00-\u9fff]{2}(?:事故|火灾|案件))(?:起|宗)数")
_HOURS = frozenset({"时", "点", "日", "月"})
_SHARES = ("，占", "、占", "（占")
_DEADLY = re.compile("亡人|死亡")
_HEAD = 24  # characters before a sentence and at its start in which it may be told by what the events are divided
_FAR = 1000  # characters before a sentence in which a heading of events is sought
_EVENTS_TOLD = re.compile(  # a heading of what happened
    "(?:^|\n)[（(]?[一二三四五六七八九十\\d]{1,3}[）)、.．][^，。；：\n]{0,8}?(?P<what>(?:特别重大|重特大|重大|较大|一般)?(?:生产安全|道路交通|火灾)?事故)(?:情况|概况)?(?=\n)"
)
_NUMBERED = re.compile("[（(]?[一二三四五六七八九十\\d]{1,3}[）)、.．]")
_HAPPENED = re.compile("(?:领域|行业|方面)?(?:共|累计|合计|仅)?发生了?$")
# of what grade events of a trade are, by the noun of those that they are parts of: 较大事故
_GRADED_EVENT = re.compile("(?:(?:特别重大|特大|重特大|重大|较大|一般|亡人)(?:及?以上)?)?事故$")
# what opens an act that is a fault
_FAULTING = re.compile("(?:未|无|不|违[法规章]|逾期|擅自|私自|非法|超)[\u4e00-\u9fff]{2}")
_LIST_END = 40  # characters before a figure in which the mark before its words is sought


def read_case(scene: Scene, draft: Draft, before: Noun) -> Noun | None:
    """What stands before a figure of events, read as a kind of event or an act; None where it is neither."""
    if draft.quantity.unit not in UNITS or draft.change:
        return None
    piece = _piece(scene, draft)
    if trade := _trade(scene, piece):
        item = trade if is_finding(trade) else trade + _event_of_trades(scene)
        draft.rule = BY_KIND
        start = scene.text.rfind(trade, scene.span.start, draft.quantity.start)
        return replace(before, item=item, action="发生", start=start, phrase=trade)
    kind = pattern("counts", "accident_kind").search(piece)
    each = "各" in scene.text[draft.quantity.start - 1 : draft.quantity.end]
    if kind and kind[0] and not each and _may_be_kind(scene, draft):
        return replace(before, item=kind[0], action=None, start=draft.quantity.start - len(kind[0]), phrase=kind[0])
    if _is_act_of_list(scene, draft, before, piece):
        return replace(before, item=piece, action=None, start=draft.quantity.start - len(piece), phrase=piece)
    return None


def _trade(scene: Scene, piece: str) -> str | None:
    """The trade of which so many events are told: 道路交通 of «3.道路交通发生12起», next to such a one without 发生."""
    happened, number = _HAPPENED.search(piece), _NUMBERED.match(piece)
    name = piece[number.end() if number else 0 : happened.start() if happened else None]
    told = happened or any(one.rule == BY_KIND for one in _events((*scene.earlier, *scene.near()))[:1])
    return name if told and _is_trade(name) else None


def _is_trade(name: str) -> bool:
    return pattern("counts", "event_trades").fullmatch(name) is not None


def _events(drafts: Sequence[Draft]) -> list[Draft]:
    """Those that count accidents, the last first."""
    return [one for one in reversed(drafts) if one.item and not one.change and _GRADED_EVENT.search(one.item)]


def _event_of_trades(scene: Scene) -> str:
    """What events parts by trade are of: the last that were counted, without their own trade, or the heading's."""
    told = next(iter(_events((*scene.earlier, *scene.near()))), None)
    graded = _GRADED_EVENT.search(told.item or "") if told else None
    return graded[0] if graded else event_above(scene)


def event_above(scene: Scene) -> str:
    """What the last heading names that happened: «二、较大事故情况⏎1.煤矿⏎发生2起»; accidents where none does."""
    told = [one["what"] for one in _EVENTS_TOLD.finditer(scene.text, max(0, scene.span.start - _FAR), scene.span.start)]
    return told[-1] if told else "事故"


def owner_of_case(scene: Scene, draft: Draft, before: Noun) -> tuple[str | None, str] | None:
    """Whose the events are and what they are: 居住场所 and 火灾; None where the words before may be counted."""
    if draft.quantity.unit not in UNITS or draft.change or not before.item or is_finding(before.item):
        return None
    event = _event_before(scene, draft)
    if event and before.item in _HOURS:  # 14时至18时发生7起
        return None, event
    happened = before.action == "发生"
    if event is None or (before.action and is_action(before.action) and not happened):
        return None
    name = before.item if happened else clean_text(before.phrase)
    return None if not name or pattern("counts", "no_owner").search(name) else (name, event)


def reads_dead_beside(scene: Scene, draft: Draft) -> bool:
    """«建筑业9起、5人»: people right behind a number of events, where the toll before said that they died."""
    last = scene.drafts[-1] if scene.drafts else None
    if last is None or last.quantity.unit not in UNITS or draft.quantity.unit != "人" or draft.change or last.change:
        return False
    between = scene.text[last.end : draft.quantity.start]
    if not _TOLD_BARE.fullmatch(between) or not _ENDS.match(scene.text, draft.quantity.end):
        return False
    deadly = _DEADLY.search(last.item or "") is not None  # 亡人事故23起、26人
    died = any(one.rule == "casualties" and one.item == "死亡" for one in (*scene.earlier, *scene.near()))
    if not (deadly or died):
        return False
    draft.item, draft.rule = "死亡", "casualties"
    return True


def cases_told(scene: Scene, start: int, end: int) -> str | None:
    """«同比起数上升22%»: the noun of the last events counted before, where a change names their number."""
    if not _NUMBER.search(scene.text, start, end):
        return None
    before = (one for one in reversed((*scene.earlier, *scene.near())) if one.item and not one.change)
    return next((one.item for one in before if one.quantity.unit in UNITS | {"件"}), None)


def _piece(scene: Scene, draft: Draft) -> str:
    """The words between the mark before and the figure."""
    start = max(scene.span.start, draft.quantity.start - _LIST_END, scene.drafts[-1].end if scene.drafts else 0)
    words = _MARK.split(scene.text[start : draft.quantity.start])[-1]
    return pattern("counts", "case_lead").sub("", words)


def _may_be_kind(scene: Scene, draft: Draft) -> bool:
    """Whether a kind of accident is counted, and is not what caused fires or what shares of a whole are told of."""
    siblings = [one for one in scene.near() if one.quantity.unit == draft.quantity.unit and not one.change]
    if scene.text.startswith(_SHARES, draft.quantity.end) or (siblings and siblings[-1].rule == "noun-from-before"):
        return False
    return not any((one.item or "").endswith(("火灾", "事件")) for one in siblings[-1:])


def _event_before(scene: Scene, draft: Draft) -> str | None:
    """The noun of the events that a figure goes on with: of its sentence, or before a sentence that divides them."""
    end = min(draft.quantity.start, scene.span.start + _HEAD)
    line = scene.text[max(0, scene.span.start - _HEAD) : end].rpartition("\n")[2]
    opens = pattern("counts", "parts_open").match(scene.text, scene.span.start)
    divides = opens or pattern("counts", "divides_events").search(line)
    drafts = (*scene.earlier, *scene.near()) if divides else scene.near()
    for one in reversed(drafts):
        if one is draft or one.quantity.unit not in UNITS or not one.item or one.change:
            continue
        if pattern("counts", "event").search(one.item):
            return one.item
        if pattern("counts", "accident_kind").fullmatch(one.item):
            return "事故"
        if finding_in(one.item) and one.sentence == draft.sentence:
            return None
    return None


def _is_act_of_list(scene: Scene, draft: Draft, before: Noun, piece: str) -> bool:
    """Whether the words are one more act in a list of acts counted alike: 无牌行驶33起、未参加年检57起."""
    last = scene.drafts[-1] if scene.drafts else None
    if last is None or last.quantity.unit not in UNITS | {"处", "次", "个"} or last.change or last.subject:
        return False
    beside = last.end == last.quantity.end and last.start < last.quantity.start and last.rule == "number-unit"
    gap = scene.text[last.end : draft.quantity.start - len(piece)]
    if not beside or not _JOINT.fullmatch(gap) or not 2 <= len(piece) <= 12:
        return False
    if is_action(piece) or is_place(piece) or pattern("counts", "no_case_act").search(piece):
        return False
    told = before.item is None or _FAULTING.match(piece) is not None
    return told and pattern("counts", "event").search(last.item or "") is None
