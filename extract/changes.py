"""Rises and falls of a sentence: what each is measured against, and which of several figures it is the change of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from extract.context import Direction
from extract.drafts import Draft, Scene
from extract.preceding import noun_before
from extract.rulebook import load, pattern
from extract.sentences import Span
from language.numerals import units
from records import Change

_LIST_MARK = re.compile(r"[、和及与或]?|以及")  # none: 同比减少1起3人
# between a rise and the next of its list: 少4起、多2人; the next may have a way of its own
_NEXT_WAY = re.compile("(?P<mark>[、，和及与]|以及)(?:(?P<up>多|增)|(?P<down>少|减))了?")
_BARE_GAP = re.compile("[，、；和及与]?|以及")
_RATE_TOLD = re.compile("(?P<rate>[\u4e00-\u9fff]{2,12}率)(?:为|达|是)?[\\d.零一二三四五六七八九十百点]{1,8}[，、]$")
# what stands between 同比 and the rise and names nothing new: the times compared, the bare number of cases
_NO_NOUN = re.compile(".?|(?:起数|件数|宗数|总数|数量)|.*(?:年|月|季度|周|日|期|分别|均)(?:分别|均)?")
_ABSENT = re.compile("(?:未|没有)(?:发生|出现|接报)过?(?P<what>[^，。；、\\d]{1,14}?(?:事故|火灾|事件))(?=[，；])")
_CASES = frozenset({"起", "件", "宗", "例", "次"})
_MOST_BARE = 8  # changes of one list
_FAR = 40  # characters before a change in which a rate without a unit is sought


def noun_of_change(scene: Scene, direction: Direction, left: int, told: int) -> Span:
    """Where the noun of a change may stand: before 同比, or between it and the rise: 同比·火灾起数·上升."""
    basis = pattern("counts", "basis").match(scene.text, direction.start, told)
    way = _way().search(scene.text, basis.end(), told) if basis else None
    if basis and way and not _NO_NOUN.fullmatch(scene.text, basis.end(), way.start()):
        return Span(basis.end(), way.start())
    return Span(left, direction.start)


@cache
def _way() -> re.Pattern[str]:
    data = load("counts")
    return re.compile(f"(?:{data['up']}|{data['down']}|{data['flat']})[^，。；]{{0,4}}$")


def take_basis(scene: Scene, draft: Draft) -> None:
    """«起数同比下降13%，死亡人数下降19%»: the second is measured as the first."""
    assert draft.change is not None
    before = next((one.change for one in reversed(scene.near()) if one.change), None)
    if draft.change.basis:
        return
    last = scene.drafts[-1] if scene.drafts else None
    if last and last.quantity.end == draft.start:  # 较去年同期·8.2万次·减少1.7万次
        clause = scene.clause_of(last.quantity)
        bases = pattern("counts", "basis").finditer(scene.text, clause.start, last.quantity.start)
        if right_before := next((basis for basis in bases if basis.end() == last.quantity.start), None):
            draft.change = Change(right_before[0], draft.change.direction)
            return
    if told := _last_comparison(scene, draft):
        draft.change = Change(told, draft.change.direction)
    elif before:
        draft.change = Change(before.basis, draft.change.direction)


def _last_comparison(scene: Scene, draft: Draft) -> str | None:
    """«…，与去年同期相比，起数减少2起»: what a sentence says last that it compares with, at the head of a clause."""
    told = None
    for clause in scene.clauses:
        if clause.start >= draft.quantity.start:
            break
        if opening := pattern("counts", "compares").match(scene.text, clause.start, scene.span.end):
            told = opening["basis"]
    return told


def continue_change(scene: Scene, draft: Draft) -> None:
    """«下降13.24%、19.18%», «少4起、多2人»: what stands after a mere list mark is measured as what stands before."""
    last = scene.drafts[-1] if scene.drafts else None
    if last is None or last.change is None:
        return
    if _LIST_MARK.fullmatch(scene.text, last.end, draft.quantity.start):
        draft.change = last.change
    elif way := _NEXT_WAY.fullmatch(scene.text, last.end, draft.quantity.start):
        draft.change = Change(last.change.basis, "up" if way["up"] else "down")
        draft.start, draft.rule = way.end("mark"), "noun-from-before"


def rate_before(scene: Scene, draft: Draft) -> str | None:
    """«百万吨死亡率0.145，同比下降11%»: a rate whose own number has no unit, right before its change."""
    start = max(scene.span.start, draft.start - _FAR)
    told = _RATE_TOLD.search(scene.text, start, draft.start)
    return noun_before(scene.words.between(told.start(), told.end("rate")), "%").item if told else None


def line_before(scene: Scene, draft: Draft) -> str | None:
    """The line before a line that is nothing but a change, as the cell of a row before it: 十万人死亡率 | 下降20%."""
    alone = scene.span.start == draft.start and draft.quantity.end == scene.span.end
    above = scene.text[max(0, scene.span.start - _FAR) : scene.span.start].rstrip("\n").rpartition("\n")
    return above[2] if alone and above[1] and len(above[2]) > 2 and not re.search("[，。；：]", above[2]) else None


def absent_before(scene: Scene, draft: Draft) -> str | None:
    """«未发生重大事故，同比减少1起、12人»: what there was none of, which the change is of, or its dead."""
    absent = _ABSENT.search(scene.text, scene.span.start, draft.start)
    if absent is None or any(not one.change for one in scene.near() if one is not draft):
        return None
    return absent["what"] if draft.quantity.unit in _CASES or draft.quantity.text == "持平" else "死亡"


def compared(scene: Scene, draft: Draft, item: str) -> str:
    """The name of what a comparison is about as it was told before: 起数 of 火灾, 损失 for 直接财产损失."""
    before = [one for one in (*scene.earlier, *scene.near()) if one is not draft and one.item and not one.change]
    before = [one for one in before if not one.whole] or before
    if item in ("起数", "件数", "宗数"):
        cases = next((one.item for one in reversed(before) if one.item and one.quantity.unit == item[0]), None)
        return cases.removesuffix(item) + item if cases else item
    return next((one.item for one in reversed(before) if one.item and one.item.endswith(item)), item)


def pair_changes(scene: Scene) -> None:
    """«死亡2人，受伤1人，同比增加2人，减少1人»: several bare changes are those of the figures before, one to one.

    A run that is not, such as «减少5起、6人，下降19%、21%», is taken list by list.
    """
    at = 0
    while at < len(scene.drafts):
        run = _bare_run(scene, at)
        if len(run) > 1 and not _pair(scene, scene.drafts[:at], run):
            for listed in _lists(scene, run):
                _pair_list(scene, scene.drafts[:at], listed)
        at += max(len(run), 1)


def share_levels(scene: Scene) -> None:
    """«起数、死亡人数均持平», «事故2起、死亡1人，同比均持平»: both the cases and their toll are level."""
    for draft in [one for one in scene.drafts if one.quantity.text == "持平" and one.quantity.unit == "人"]:
        at = scene.drafts.index(draft)
        start = max(scene.span.start, draft.quantity.start - _FAR)
        before = re.split("[，；]", scene.text[start : draft.quantity.start])[-1]
        both = pattern("counts", "both_level").search(before)
        cases = next((one for one in reversed(_told(scene.drafts[:at])) if one.quantity.unit in _CASES), None)
        if cases and both and (both["cases"] or both["all"]):
            level = replace(draft.quantity, unit=cases.quantity.unit)
            scene.drafts.insert(at, replace(draft, quantity=level, item=cases.item, action=None, whole=cases.whole))


def _lists(scene: Scene, run: Sequence[Draft]) -> Iterator[Sequence[Draft]]:
    """The changes of a run that stand in one list: 5起、6人 and 19%、21%."""
    start = 0
    for at in range(1, len(run) + 1):
        if at == len(run) or not _LIST_MARK.fullmatch(scene.text, run[at - 1].quantity.end, _opening(run[at])):
            yield run[start:at]
            start = at


def _bare_run(scene: Scene, at: int) -> Sequence[Draft]:
    """The changes without a noun of their own from a figure on, with nothing but list marks between them."""
    run: list[Draft] = []
    for draft in scene.drafts[at : at + _MOST_BARE]:
        joined = not run or _BARE_GAP.fullmatch(scene.text, run[-1].quantity.end, _opening(draft))
        if not (draft.change and draft.rule == "noun-from-before" and joined):
            break
        run.append(draft)
    return run


def _opening(draft: Draft) -> int:
    return min(draft.start, draft.quantity.start)


def _pair(scene: Scene, before: Sequence[Draft], run: Sequence[Draft]) -> bool:
    told = _told(before)[-len(run) :]
    if len(told) < len(run) or not _alike(told, run, "分别" in scene.text[_opening(run[0]) : run[0].quantity.start]):
        return False
    share_nouns(told, run)
    return True


def _pair_list(scene: Scene, before: Sequence[Draft], run: Sequence[Draft]) -> None:
    """«事故14起、死亡9人、受伤6人，同比减少3起、2人», «…，同比下降20%、10%»: of the first figures of the list."""
    told = _told_in_group(scene, before, _opening(run[0]))
    for at in range(len(told) - len(run), -1, -1) if len(run) > 1 else ():
        if chosen := _matched(told[at:], run, len(told) == len(run)):
            share_nouns(chosen, run)
            return


def _told_in_group(scene: Scene, before: Sequence[Draft], at: int) -> list[Draft]:
    """The figures of the group that a place is in; of the last group before where it has none: …；环比减少1起、3人."""
    told = _told(before)
    start = _group_start(scene, at)
    if told and told[-1].quantity.start < start:
        start = _group_start(scene, told[-1].quantity.start)
    return [one for one in told if one.quantity.start >= start]


def _group_start(scene: Scene, at: int) -> int:
    """Where the part of the sentence between two ；begins that a place is in."""
    return max(scene.span.start, *(scene.text.rfind(mark, scene.span.start, at) + 1 for mark in "；。"))


def _matched(told: Sequence[Draft], run: Sequence[Draft], whole: bool) -> list[Draft]:
    """For each change a figure of its unit, in their order from the first on; [] where there are not so many.

    Shares are of as many figures as there are, or of those from one that counts cases on.
    """
    if all(draft.quantity.unit == "%" for draft in run):
        return list(told[: len(run)]) if whole or told[0].quantity.unit in _CASES else []
    chosen: list[Draft] = []
    rest = iter(told)
    for draft in run:
        one = next((one for one in rest if one.quantity.unit == draft.quantity.unit), None)
        if one is None or (not chosen and one is not told[0]):
            return []
        chosen.append(one)
    return chosen


def _told(before: Sequence[Draft]) -> list[Draft]:
    """The figures that are neither changes nor rates."""
    return [one for one in before if not one.change and one.quantity.unit not in units()["rates"]]


def share_nouns(told: Sequence[Draft], run: Sequence[Draft]) -> None:
    """Gives each change the noun of the figure that it is of, and one that is level its unit."""
    for draft, one in zip(run, told, strict=True):
        draft.item, draft.action, draft.rule, draft.of = one.item, None, "distributed", one
        if draft.quantity.text == "持平":
            draft.quantity = replace(draft.quantity, unit=one.quantity.unit)


def _alike(told: Sequence[Draft], run: Sequence[Draft], shared_out: bool) -> bool:
    """Whether changes go with figures one to one: all in the figures' own units, or shares of each told with 分别."""
    pairs = list(zip(told, run, strict=True))
    if all(one.quantity.unit == draft.quantity.unit or draft.quantity.text == "持平" for one, draft in pairs):
        return len({one.quantity.unit for one in told}) > 1 or shared_out or len({one.item for one in told}) > 1
    return shared_out and all(draft.quantity.unit in "%" or draft.quantity.text == "持平" for draft in run)
