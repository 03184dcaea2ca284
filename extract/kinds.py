"""Parts of a total told by a name: whether the name is whose they are, or what kind they are.

«投诉60件，其中东城20件»: the name is whose they are, and what is counted is 投诉. «禁寄物品137件，其中打火机58件»,
«隐患326处，其中灯光不全92处», «问题1294个，其中消防类766个»: it is the kind, and so what is counted itself, with its
head where it is no name alone.
"""

import re

from extract.compounds import is_body
from extract.drafts import Scene
from extract.lexicon import is_finding, is_owner, is_place
from extract.rulebook import pattern

_TOLD_BY_NAME = frozenset({"noun-from-before", "divided"})
_NEEDS_HEAD = re.compile("(?<![省市县区镇村])[类型级]$")
_PROPER = frozenset({"ns", "nr", "nt", "r", "t"})  # tags of a name's last word


def name_kinds(scene: Scene) -> None:
    """Gives the parts of a sentence that are told by their kind that kind for their noun."""
    for draft in scene.drafts:
        name = draft.subject or (draft.own if draft.whole else None)
        if draft.rule not in _TOLD_BY_NAME or not name or not draft.item or draft.change:
            continue
        start = draft.quantity.start - len(name)
        if scene.text.startswith(name, start) and (kind := _kind(scene, name, draft.item, start)):
            draft.item, draft.rule = kind, "kind-of-whole"
            draft.subject = None if name == draft.subject else draft.subject


def _kind(scene: Scene, name: str, head: str, start: int) -> str | None:
    """The kind that a name of parts says; None where it says whose they are. head: what the whole is of."""
    if _NEEDS_HEAD.search(name):
        return name + head
    words = scene.words.between(start, start + len(name))
    if not words or words[-1].tag in _PROPER or is_place(name) or is_body(name) or is_owner(name):
        return None
    if pattern("counts", "kinds_of_parts", "whose").search(name) or pattern("counts", "event").search(head):
        return None
    if pattern("counts", "kinds_of_parts", "handled").search(name):
        return None
    acts = pattern("counts", "kinds_of_parts", "acts").search(head)
    fault = pattern("counts", "kinds_of_parts", "faulty").search(name)
    return name if acts or fault or not is_finding(head) else None
