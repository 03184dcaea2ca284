"""Figures of the dead, hurt and missing: «造成19人死亡», «死亡12人», «撞死2人», «亡3人伤4人», «8死6伤»."""

import re

from extract.drafts import Draft, Scene
from extract.rulebook import load, pattern

_FAR = 12  # characters between two figures of one toll
_UNITS = frozenset({"人", "名", "人员", "人次", "位"})


def reads_toll(scene: Scene, draft: Draft, left: int) -> bool:
    """Whether a figure counts people whom something befell; the draft then has it for item, its cause for action."""
    quantity = draft.quantity
    if quantity.unit not in _UNITS:
        return False
    if named := pattern("counts", "toll", "named").match(scene.text, quantity.end):  # 2名顾客摔伤
        draft.item, draft.end, draft.rule = _name(named["what"]), named.end(), "casualties"
        _take_cause(scene, draft, left)
        return True
    bare = quantity.text[-1] not in "人名员次"  # 8死6伤
    tail = pattern("counts", "toll", "short_after" if bare else "after").match(scene.text, quantity.end)
    if tail:
        draft.item, draft.end = _name(tail["what"]), tail.end()
    elif (before := pattern("counts", "toll", "before").search(scene.text[left : draft.start])) and not pattern(
        "counts", "toll", "saved"
    ).search(scene.text[left : draft.start]):
        counted = re.match("人(?:口|员)?数", scene.text[left + before.end("what") :][:3])
        draft.item, draft.start = _name(before["what"]), left + before.start("what")
        if draft.change and counted:  # 亡人数减少1人
            draft.item = _name(before["what"]) + counted[0]
    else:
        return False
    draft.rule = "casualties"
    _take_cause(scene, draft, left)
    return True


def _take_cause(scene: Scene, draft: Draft, left: int) -> None:
    """«造成» right before, or with the figure before that this one is listed with."""
    last = scene.drafts[-1] if scene.drafts else None
    if cause := pattern("counts", "toll", "cause").search(scene.text[left : draft.start]):
        draft.action, draft.start = cause["act"], left + cause.start("act")
    elif draft.item and (killed := re.match("[撞压砸烧炸淹溺毒电轧碾埋摔]死", scene.text[draft.start :][:2])):
        draft.action = killed[0]
    elif last and last.rule == "casualties" and not draft.change and _listed(scene.text[last.end : draft.start]):
        draft.action = last.action


def _listed(between: str) -> bool:
    """Whether the words between two figures go on with one toll: 造成3人死亡·、·5人受伤."""
    return len(between) <= _FAR and "；" not in between


def _name(words: str) -> str:
    """One name for each kind of harm: 撞死 is 死亡, 伤 is 受伤."""
    names: dict[str, str] = load("counts")["toll"]["names"]
    return words if "或" in words else next((name for end, name in names.items() if words.endswith(end)), words)
