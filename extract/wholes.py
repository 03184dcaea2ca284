"""Which figures are parts of others once all figures of a sentence have their nouns.

«8家企业中有5家无人专管», «灭火器6具，有2具失压», «其中煤矿41项，占64.1%；化工15项»: what is counted in the same unit
is a part of what was counted before, as long as the parts do not add up to more than it.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from extract.drafts import MOST_BACK, Draft, Scene, is_people, same_kind
from extract.rulebook import pattern
from language.numerals import units

_AMONG = re.compile(
    "[^，。；：、（）]{0,10}?(?:当中|中|里头|里面|里|内)(?:，|有|仅|只|就|发现|（[^）]*）)*[^，。；]{0,12}"
)
_HAVE = re.compile("(?P<apart>，)?(?:竟|就|仅|只|已|却|约|近)*有(?:近|约|超过|至少)?")
_RISE = re.compile("[少多减增升降][\u4e00-\u9fff]?$")
_LONGEST_GAP = 12  # characters between two parts of a list


def join_parts(scene: Scene) -> None:
    """Gives the figures of a sentence that are parts of others their whole."""
    for at, draft in enumerate(scene.drafts):
        if draft.whole is None and _may_be_part(scene, draft):
            draft.whole = _goes_on(scene, at) or _among(scene, at)


def is_rise(scene: Scene, draft: Draft) -> bool:
    """Whether a figure says by how much something rose: 少死2人."""
    start = max(0, draft.quantity.start - 3)
    return draft.change is not None or _RISE.search(scene.text, start, draft.quantity.start) is not None


def _may_be_part(scene: Scene, draft: Draft) -> bool:
    """Whether a figure is a number of things at all, and not by how much they rose or what was done about them."""
    if (
        is_rise(scene, draft)
        or draft.quantity.value is None
        or draft.quantity.unit in units()["rates"]
        or not draft.item
    ):
        return False
    done = draft.action and not draft.inherits_action and pattern("counts", "results").search(draft.action)
    return not done


def _goes_on(scene: Scene, at: int) -> Draft | None:
    """The whole of the last part counted in the same unit, where the list of parts goes on."""
    draft, before = scene.drafts[at], scene.drafts[max(0, at - MOST_BACK) : at]
    like = [one for one in before if one.quantity.unit == draft.quantity.unit and not one.change]
    last = like[-1] if like else None
    if last is None or last.whole is None or (is_people(draft) and draft.item != last.item):
        return None
    gap = scene.text[max(before[-1].end, before[-1].quantity.end) : draft.start]
    closed = "）" in scene.text[last.quantity.end : draft.start]
    if len(gap) > _LONGEST_GAP or closed or "。" in gap or not _leaves(before, last.whole, draft):
        return None
    new_act = draft.action and not draft.inherits_action and draft.action != last.action
    return None if new_act else last.whole


def _among(scene: Scene, at: int) -> Draft | None:
    """The figure right before, of which this one says how many are so: 8家企业中有5家, 6具有2具."""
    draft = scene.drafts[at]
    for one in reversed(scene.drafts[max(0, at - 2) : at]):
        if (
            one.change
            or not same_kind(one.quantity.unit, draft.quantity.unit)
            or not _leaves(scene.drafts[max(0, at - MOST_BACK) : at], one, draft)
        ):
            continue
        gap = scene.text[max(one.end, one.quantity.end) : draft.quantity.start]
        have = _HAVE.fullmatch(gap)
        if _AMONG.fullmatch(gap) or (have and (not have["apart"] or _is_same(one, draft))):
            return one
        if gap == "，" and _is_same(one, draft) and not draft.subject and not draft.action:
            return one
    return None


def _is_same(whole: Draft, part: Draft) -> bool:
    """Whether a figure without a noun of its own takes it from a larger one: 抽查电梯36部，5部无记录."""
    same = whole.item == part.item and part.rule == "noun-from-before" and part.end == part.quantity.end
    return same and whole.quantity.unit == part.quantity.unit and whole.quantity.value != part.quantity.value


def _leaves(before: Sequence[Draft], whole: Draft, part: Draft) -> bool:
    """Whether a whole leaves enough for one more part."""
    total, value = whole.quantity.value, part.quantity.value
    if total is None or value is None or total != total.to_integral_value():
        return False
    told = sum((one.quantity.value or Decimal(0) for one in before if _is_part(one, whole, part)), Decimal(0))
    return total - told >= value and whole is not part


def _is_part(one: Draft, whole: Draft, like: Draft) -> bool:
    return one.whole is whole and one.quantity.unit == like.quantity.unit
