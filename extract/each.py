"""«A和B各88套»: one figure that is told of each member of a list, so that each has a count of its own."""

import re
from dataclasses import replace

from extract.drafts import Draft, Scene
from extract.items import clean_text
from extract.lexicon import is_place
from extract.preceding import noun_before
from language.numerals import units

_EACH = re.compile("各(?:约|有|为)?$")
_MARK = re.compile("[、和及与]|以及")
_MOST = 4  # members of a list that are told apart


def share_each(scene: Scene) -> None:
    """Leaves a draft for each noun of a list whose members have the figure behind it «each»."""
    for at in reversed(range(len(scene.drafts))):
        draft = scene.drafts[at]
        members = _members(scene, at) if draft.quantity.unit not in units()["rates"] else []
        if members:
            draft.item, draft.rule, told = members[0], "each", draft.start
            draft.start = min(draft.start, _place(scene, draft, members[0], told))
            more = [replace(draft, item=name, start=_place(scene, draft, name, told)) for name in members[1:]]
            scene.drafts[at + 1 : at + 1] = more


def _place(scene: Scene, draft: Draft, name: str, otherwise: int) -> int:
    """Where a member's name begins, so that no two counts stand in the same place."""
    at = scene.text.rfind(name, scene.span.start, draft.quantity.start)
    return at if at >= 0 else otherwise


def _members(scene: Scene, at: int) -> list[str]:
    """The nouns of the list before 各 that a figure counts; none where it counts something else, or one thing."""
    draft = scene.drafts[at]
    clause = scene.clause_of(draft.quantity)
    left = max(clause.start, scene.drafts[at - 1].quantity.end if at else clause.start)
    each = _EACH.search(scene.text, left, draft.quantity.start)
    pieces = _MARK.split(scene.text[left : each.start()].lstrip("、和及与")) if each else []
    if not 1 < len(pieces) <= _MOST or not draft.item or not draft.item.endswith(pieces[-1][-2:]):
        return []
    first_end = left + scene.text[left : draft.quantity.start].index(pieces[0]) + len(pieces[0])
    first = noun_before(scene.words.between(first_end - len(pieces[0]), first_end), draft.quantity.unit)
    head = first.item if first.action and first.item else clean_text(pieces[0])
    names = [head or "", *(clean_text(piece) or "" for piece in pieces[1:])]
    fit = all(len(name) > 1 and not is_place(name) and not re.search("[的\\d年月]", name) for name in names)
    return names if fit else []
