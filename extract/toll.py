"""Figures of the dead, hurt and missing: «造成19人死亡», «死亡12人», «撞死2人», «亡3人伤4人», «8死6伤»."""

import re

from extract.drafts import Draft, Scene
from extract.rulebook import load

_UNITS = frozenset({"人", "名", "人员", "人次"})


def reads_toll(scene: Scene, draft: Draft, left: int) -> bool:
    """Whether a figure counts people whom something befell; the draft then has it for item, its cause for action."""
    quantity, words = draft.quantity, load("counts")["toll"]
    if quantity.unit not in _UNITS:
        return False
    bare = quantity.text[-1] not in "人名员次"  # 8死6伤
    tail = re.compile(words["short_after"] if bare else words["after"]).match(scene.text, quantity.end)
    if tail:
        draft.item, draft.end = _name(tail["what"]), tail.end()
    elif (before := re.search(words["before"], scene.text[left : draft.start])) and not re.search(
        words["saved"], scene.text[left : draft.start]
    ):
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
    if cause := re.search(load("counts")["toll"]["cause"], scene.text[left : draft.start]):
        draft.action, draft.start = cause["act"], left + cause.start("act")
    elif last and last.rule == "casualties" and not draft.change:
        draft.action = last.action


def _name(words: str) -> str:
    """One name for each kind of harm: 撞死 is 死亡, 伤 is 受伤."""
    names: dict[str, str] = load("counts")["toll"]["names"]
    return words if "或" in words else next((name for end, name in names.items() if words.endswith(end)), words)
