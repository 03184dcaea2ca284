"""What each figure of a sentence says by its own clause: noun, verb, comparison."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from extract.context import change_before
from extract.drafts import Draft, Scene, same_kind
from extract.items import CASUALTIES, Noun, act_of, is_action, noun_after, noun_before
from extract.rulebook import load
from extract.sentences import Span
from extract.words import Word
from language.numerals import Quantity, units
from records import Change

_NOUN_BEFORE = frozenset({"元", "家次", "人次", "场次", "次"})  # units whose noun stands before them, if one does
_LIST_MARK = re.compile(r"[、和及与或]|以及")


def read_figures(scene: Scene) -> None:
    """Leaves a draft for each quantity of the sentence, left to right."""
    for at, quantity in enumerate(scene.quantities):
        scene.drafts.append(_draft(scene, at, quantity))


def _draft(scene: Scene, at: int, quantity: Quantity) -> Draft:
    clause = scene.clause_of(quantity)
    left = max(clause.start, scene.drafts[-1].end if scene.drafts else clause.start)
    draft = Draft(quantity, scene.span, quantity.start, quantity.end)
    if direction := change_before(
        scene.text, max(scene.span.start, left if _same_clause(scene, left, clause) else clause.start), quantity.start
    ):
        draft.change, draft.start = direction.change, direction.start
        _basis_from_before(scene, draft)
        _take_before(scene, draft, noun_before(scene.words.between(left, direction.start), quantity.unit))
        return draft
    left = _past_times(scene, left, quantity.start)
    right = min(clause.end, scene.quantities[at + 1].start if at + 1 < len(scene.quantities) else clause.end)
    if _casualty(scene, draft, left) or _lasting(scene, draft, right):
        return draft
    _take(scene, draft, left, right)
    _continue_change(scene, draft, left)
    return draft


def _past_times(scene: Scene, left: int, right: int) -> int:
    """Where a noun may begin: after the last time between two places, if any words stand after it."""
    at = bisect_right(scene.time_ends, right) - 1
    end = scene.time_ends[at] if at >= 0 else left
    return end if end > left and re.search("[\u4e00-\u9fff]{2}", scene.text[end:right]) else left


def _same_clause(scene: Scene, left: int, clause: Span) -> bool:
    return left > clause.start


def _basis_from_before(scene: Scene, draft: Draft) -> None:
    """«起数同比下降13%，死亡人数下降19%»: the second is measured as the first."""
    assert draft.change is not None
    before = next((one.change for one in reversed(scene.drafts) if one.change), None)
    if not draft.change.basis and before:
        draft.change = Change(before.basis, draft.change.direction)


def _continue_change(scene: Scene, draft: Draft, left: int) -> None:
    """«下降13.24%、19.18%»: what stands after a mere list mark is measured as what stands before."""
    last = scene.drafts[-1] if scene.drafts else None
    if last and last.change and _LIST_MARK.fullmatch(scene.text, last.end, draft.quantity.start):
        draft.change = last.change


def _casualty(scene: Scene, draft: Draft, left: int) -> bool:
    """«造成19人死亡»: what befell them stands after the figure."""
    quantity = draft.quantity
    if quantity.unit not in ("人", "名", "人员") and not quantity.text[-1:].isdigit():
        return False
    if quantity.text[-1] not in "人名" and scene.text[quantity.end : quantity.end + 1] in (
        "死",
        "伤",
        "轻",
        "重",
        "失",
    ):
        tail = re.compile("死亡?|轻伤|重伤|伤|失踪|失联").match(scene.text, quantity.end)
    else:
        tail = CASUALTIES.match(scene.text, quantity.end)
    if not tail:
        return _casualty_before(scene, draft, left)
    draft.item, draft.end, draft.rule = _casualty_name(tail[0]), tail.end(), "casualties"
    cause = re.search("(?:造成|导致|致使|致)$", scene.text[left : quantity.start])
    if cause:
        draft.action, draft.start = cause[0], left + cause.start()
    elif scene.drafts and scene.drafts[-1].rule == "casualties":
        draft.action = scene.drafts[-1].action
    return True


def _casualty_before(scene: Scene, draft: Draft, left: int) -> bool:
    """«死亡12人»: what befell them stands before the figure."""
    match = re.search(
        rf"(?P<what>{CASUALTIES.pattern})(?:人数|人员|总数)?(?:约|共|达|为|了|近|合计)*$",
        scene.text[left : draft.start],
    )
    if not match:
        return False
    draft.item, draft.start, draft.rule = match["what"], left + match.start(), "casualties"
    cause = re.search("(?:造成|导致|致使|致)(?:人员)?$", scene.text[left : draft.start])
    draft.action = cause[0] if cause else None
    return True


def _lasting(scene: Scene, draft: Draft, right: int) -> bool:
    """«连续48个月未发生较大事故»: what lasted stands after the duration."""
    effect = re.search(load("counts")["duration_effect"], scene.text[draft.quantity.end : right])
    if draft.quantity.unit not in units()["durations"] or not effect:
        return False
    draft.item, draft.end, draft.rule = scene.text[draft.quantity.end : right], right, "duration"
    return True


def _take(scene: Scene, draft: Draft, left: int, right: int) -> None:
    """Noun and verb of the figure itself: the noun after it where there is one, else the noun before."""
    unit = draft.quantity.unit
    before = noun_before(scene.words.between(left, draft.quantity.start), unit)
    rate = unit in units()["rates"] and "成" not in draft.quantity.text
    after = None if rate else noun_after(scene.words.between(draft.quantity.end, right), unit)
    if after and not (before.action and before.item and before.direct and unit in _NOUN_BEFORE):
        draft.item, draft.end = after.item, after.end
        _action_of(scene, draft, before, right)
    else:
        _take_before(scene, draft, before)
        _people_by_deed(scene, draft, right)
        if not draft.action and unit in load("counts")["same_kind"]["problems"]:
            _action_after(scene, draft, right)
    named = re.search(load("counts")["money"], draft.item or "") or (before.item and before.direct)
    if unit.endswith("元") and not named:
        act = re.search("罚款|奖励|补助|补贴|赔偿|赔付", draft.action or "")
        draft.item = act[0] if act else load("counts")["by_unit"]["元"] if draft.action else None


def _action_after(scene: Scene, draft: Draft, right: int) -> None:
    """«256处已完成整改»: what became of them stands after the figure."""
    deed = re.compile(load("counts")["became"]).match(scene.text, draft.quantity.end, right)
    if deed:
        draft.action, draft.end = deed["act"], deed.end()


def _people_by_deed(scene: Scene, draft: Draft, right: int) -> None:
    """«发现18人无证上岗»: people without a noun are counted by what they did."""
    deed = scene.text[draft.quantity.end : right]
    fits = 2 <= len(deed) <= 8 and not re.search(load("counts")["takes_part"], deed)
    if draft.quantity.unit in ("人", "名") and fits and (not draft.item or draft.item == draft.action):
        draft.item, draft.end = deed, right


def _action_of(scene: Scene, draft: Draft, before: Noun, right: int) -> None:
    """The verb before the figure; after «对 … 企业» the one that follows the noun."""
    if before.action:
        draft.action = act_of(before.action)
        draft.start = before.start
    elif re.search("[对向为给]$|全[市县区省镇]$", scene.text[scene.span.start : draft.quantity.start]):
        draft.action = _last_chain(scene.words.between(draft.end, right))


def _take_before(scene: Scene, draft: Draft, before: Noun) -> None:
    draft.action = before.action and act_of(before.action)
    if before.item and not before.action and _divides(scene, before.item, draft.quantity.unit):
        draft.subject = before.item
    else:
        draft.item = before.item
    if before.start >= 0:
        draft.start = before.start
    last = scene.drafts[-1] if scene.drafts else None
    if last and not draft.action and last.action and draft.item and draft.quantity.unit not in units()["rates"]:
        draft.action = last.action if _plain_list(scene, last, draft) else None
        draft.inherits_action = True


def _divides(scene: Scene, noun: str, unit: str) -> bool:
    """Whether a noun says where or in which trade the thing counted before was found: 渔船14处、农机9处."""
    data, problems = load("counts"), load("counts")["same_kind"]["problems"]
    before = [*scene.earlier, *scene.drafts]
    alike = [one for one in before if same_kind(one.quantity.unit, unit)]
    if not alike or is_action(noun) or re.search(data["grades"], noun):
        return False
    if re.search(data["places"], noun) or (unit in problems and re.search(data["trades"], noun)):
        return True
    last = scene.drafts[-1] if scene.drafts else None
    if not last or last is not alike[-1] or unit not in problems or re.search(data["found"], noun):
        return False
    return (last.subject is not None and not last.item) or bool(re.search(data["found"], last.item or ""))


def _plain_list(scene: Scene, last: Draft, draft: Draft) -> bool:
    return bool(re.fullmatch("[，、；和及以\u4e00-\u9fff]{1,3}", scene.text[last.end : draft.start]))


def _last_chain(words: Sequence[Word]) -> str | None:
    """The last verbs that stand together: «进行复核评估» gives 复核评估."""
    chain = ""
    for word in words:
        if is_action(word.text):
            chain = chain + word.text if chain and not chain.endswith("|") else word.text
        elif chain:
            chain = chain.rstrip("|") + "|"
    return re.sub("^(?:进行|开展|实施|予以|给予)(?=.)", "", chain.rstrip("|")) or None


def _casualty_name(words: str) -> str:
    return {"死": "死亡", "伤": "受伤"}.get(words, re.sub("^[当抢]场", "", words))
