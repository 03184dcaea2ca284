"""Figures of the dead, hurt and missing: «造成19人死亡», «死亡12人», «撞死2人», «亡3人伤4人», «8死6伤»."""

import re

from extract.drafts import Draft, Scene
from extract.rulebook import load, pattern

_FAR = 12  # characters between two figures of one toll
_UNITS = frozenset({"人", "名", "人员", "人次", "位"})
BARE_UNITS = frozenset({"个", "口", "条"})  # 死了两个, 没了三口
_CASUALTIES = frozenset({"死亡", "受伤", "重伤", "轻伤", "失踪", "失联", "被困", "中毒"})
_DEAD_FIRST = re.compile(r"[死亡](?:\d+|[一二三四五六七八九十百]+)[轻重]?伤[\d一二三四五六七八九十]")  # 死5伤3
_JOINED = re.compile("[或和及与、（]")  # 死亡和失踪: two harms counted together
# a death or a hurt told by a word that is its own act
_OWN_ACT = re.compile("遇难|丧生|罹难|去世|离世|不治|身亡|溺亡|坠亡|[摔砸撞卡轧压擦割扭刺咬磕划踩挤顶炸击碰夹]伤")


def unit_of(unit: str, item: str | None) -> str:
    """The unit of what is counted: 人 of the dead and of numbers of people, though the text has 个 (比去年多4个)."""
    people = item is not None and (item in _CASUALTIES or item.endswith("人数"))
    return "人" if people and unit in BARE_UNITS else unit


def reads_toll(scene: Scene, draft: Draft, left: int) -> bool:
    """Whether a figure counts people whom something befell; the draft then has it for item, its cause for action."""
    if draft.quantity.unit in BARE_UNITS:
        return _reads_bare(scene, draft, left) or (_behind(scene, draft) > draft.end and _befell(scene, draft, left))
    if draft.quantity.unit not in _UNITS:
        return False
    if _befell_named(scene, draft, left):
        return True
    told = _befell(scene, draft, left)
    if told:
        draft.rule = "casualties"
        _take_cause(scene, draft, left)
    return told


def _behind(scene: Scene, draft: Draft) -> int:
    """Where the words behind the people begin: two·个人."""
    end = draft.quantity.end
    return end + (draft.quantity.unit == "个" and scene.text.startswith("人", end))


def _befell_named(scene: Scene, draft: Draft, left: int) -> bool:
    """Whether the people are named beside what befell them: 2名顾客摔伤, 夺走5名矿工的生命, 砸伤地面工人2名."""
    before, end = scene.text[left : draft.quantity.start], draft.quantity.end
    if named := pattern("counts", "toll", "named").match(scene.text, end):
        _has_befallen(draft, named["what"], named.end())
        _take_cause(scene, draft, left)
        return True
    act = pattern("counts", "toll", "took_life").search(before)
    life = pattern("counts", "toll", "life").match(scene.text, end) if act else None
    hurt = pattern("counts", "toll", "hurt_object").search(before)
    if act and life:
        _has_befallen(draft, "死亡", life.end())
    elif hurt:
        _has_befallen(draft, hurt["act"], end)
    else:
        return False
    cause = hurt or act
    if cause:
        draft.action, draft.start = cause["act"], left + cause.start()
    return True


def _has_befallen(draft: Draft, what: str, end: int) -> None:
    """Tells what befell the people, and where the words that say so end."""
    draft.item, draft.end, draft.rule = _name(what), end, "casualties"
    if _OWN_ACT.fullmatch(what) and not draft.action:
        draft.action = what


def _reads_bare(scene: Scene, draft: Draft, left: int) -> bool:
    """«当场死了两个», «没了三口»: people without a word for them, by the verb right before."""
    act = pattern("counts", "toll", "counted_bare").search(scene.text[left : draft.quantity.start])
    life = pattern("counts", "toll", "took_life").search(scene.text[left : draft.quantity.start])
    gone = pattern("counts", "toll", "life").match(scene.text, draft.quantity.end)
    if life and gone:
        _has_befallen(draft, "死亡", gone.end())
        draft.action, draft.start = life["act"], left + life.start()
    elif act and not scene.text.startswith("的", draft.quantity.end):  # 死三个·的先免职
        _has_befallen(draft, act["what"], _behind(scene, draft))
        draft.start = left + act.start()
    else:
        return False
    return True


def _befell(scene: Scene, draft: Draft, left: int) -> bool:
    """Whether what befell people stands right behind their number, before it, or at the end of the clause."""
    quantity, before = draft.quantity, scene.text[left : draft.start]
    bare, behind = quantity.text[-1] not in "人名员次个", _behind(scene, draft)  # 8死6伤
    dead_first = bare and _DEAD_FIRST.match(scene.text, max(0, quantity.start - 1))
    tail = pattern("counts", "toll", "short_after" if bare else "after").match(scene.text, behind)
    if tail and not dead_first:
        _has_befallen(draft, tail["what"], tail.end())
        return True
    told = pattern("counts", "toll", "before").search(before)
    if told and not pattern("counts", "toll", "saved").search(before):
        counted = re.match("人(?:口|员)?数", before[told.end("what") :][:3])
        draft.item, draft.start = _name(told["what"]), left + told.start("what")
        if draft.change and counted:  # 亡人数减少1人
            draft.item = _name(told["what"]) + counted[0]
        return True
    last = None if bare else pattern("counts", "toll", "told_after").match(scene.text, behind)
    if last:
        _has_befallen(draft, last["what"], last.end())
    return last is not None


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
    return words if _JOINED.search(words) else next((name for end, name in names.items() if words.endswith(end)), words)
