"""«A和B各88套»: one figure that is told of each member of a list, so that each has a count of its own.

«单位和人员74家、26人»: a figure for each of two, told apart by their units.
"""

import re
from dataclasses import replace
from itertools import pairwise

from extract.drafts import Draft, Scene, is_people
from extract.items import clean_text
from extract.lexicon import is_person, is_place
from extract.preceding import noun_before
from language.numerals import units

_EACH = re.compile("各(?:约|有|为)?$")
_ALL = re.compile("(?:均|都)(?:为|是|达到?了?|实现|保持在)?$")  # 持证率、参赛率·均达到100%
_MARK = re.compile("[、和及与]|以及")
_LEADS = re.compile("^[、和及与]*(?:其中[，：]?)?")
_COUNTED = re.compile("(?<=..)[两三四](?=[县区市州乡镇村局院校厂矿]$)")  # 枫浦、高坪·两乡
_TWO = re.compile("(?P<firms>[\u4e00-\u9fff]{2,12}?)[和及与](?P<people>[\u4e00-\u9fff]{1,8})")
_MOST = 4  # members of a list that are told apart


def share_each(scene: Scene) -> None:
    """Leaves a draft for each noun, rate or place of a list whose members have the figure behind it «each»."""
    for at in reversed(range(len(scene.drafts))):
        draft = scene.drafts[at]
        names = _listed(scene, at)
        if draft.quantity.unit in units()["rates"]:
            told = [replace(draft, item=name) for name in names if name.endswith("率")]
        elif all(map(is_place, names)):
            told = [replace(draft, subject=name) for name in names]
        else:
            told = [replace(draft, item=name) for name in _nouns(scene, draft, names)]
        if len(told) == len(names) > 1:
            starts = [_place(scene, draft, name) for name in names]
            first, *more = (replace(one, rule="each", start=start) for one, start in zip(told, starts, strict=True))
            draft.item, draft.subject, draft.rule = first.item, first.subject, first.rule
            draft.start = min(draft.start, first.start)
            scene.drafts[at + 1 : at + 1] = more


def share_two(scene: Scene) -> None:
    """Gives firms and people told together each the figure in its unit."""
    for left, right in pairwise(scene.drafts):
        both = _TWO.fullmatch(left.item or "")
        beside = scene.text[left.quantity.end : right.quantity.start] == "、" and right.quantity.end == right.end
        if both and beside and is_people(right) and not is_people(left) and is_person(both["people"]):
            left.item, right.item = both["firms"].rpartition("的")[2], both["people"]
            right.action, left.rule, right.rule = left.action, "distributed", "distributed"


def _listed(scene: Scene, at: int) -> list[str]:
    """The members of the list before 各, or 均, as they stand; none where there are too few or too many."""
    quantity = scene.drafts[at].quantity
    clause = scene.clause_of(quantity)
    left = max(clause.start, scene.drafts[at - 1].quantity.end if at else clause.start)
    word = _ALL if quantity.unit in units()["rates"] else _EACH
    each = word.search(scene.text, left, quantity.start)
    names = _MARK.split(_LEADS.sub("", scene.text[left : each.start()])) if each else []
    if not 1 < len(names) <= _MOST:
        return []
    counted = _COUNTED.search(names[-1])
    if counted is None:
        return names
    kind = names[-1][counted.end() :]
    return [*(name + kind for name in names[:-1]), names[-1][: counted.start()] + kind]


def _place(scene: Scene, draft: Draft, name: str) -> int:
    """Where a member's name begins, so that no two counts stand in the same place."""
    names = name, name[:-1]  # 枫浦·、高坪两乡
    told = (scene.text.rfind(one, scene.span.start, draft.quantity.start) for one in names)
    return next((at for at in told if at >= 0), draft.start)


def _nouns(scene: Scene, draft: Draft, names: list[str]) -> list[str]:
    """The nouns of a list that a figure counts; none where it counts something else."""
    if not names or not draft.item or not draft.item.endswith(names[-1][-2:]):
        return []
    clause = scene.clause_of(draft.quantity)
    start = scene.text.rfind(names[0], clause.start, draft.quantity.start)
    first = noun_before(scene.words.between(start, start + len(names[0])), draft.quantity.unit)
    head = first.item if first.action and first.item else clean_text(names[0])
    nouns = [head or "", *(clean_text(name) or "" for name in names[1:])]
    fit = all(len(name) > 1 and not is_place(name) and not re.search("[的\\d年月]", name) for name in nouns)
    return nouns if fit else []
