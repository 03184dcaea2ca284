"""What figures of a sentence take from each other: nouns shared out by 分别, the whole of a part, the noun before."""

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.drafts import Draft, Scene, is_people, same_kind
from extract.items import EVENT_UNITS, clean, noun_before
from extract.rulebook import load
from extract.sentences import Span
from language.numerals import units

_LIST_MARK = re.compile(r"[、和及与或]|以及")


def relate(scene: Scene) -> None:
    """Ties the drafts of a sentence to each other and gives those without a noun one."""
    _distribute(scene)
    _join_parts(scene)
    for draft in scene.drafts:
        _fill(scene, draft)


def _distribute(scene: Scene) -> None:
    """Figures after 分别 and the list before it, one to one.

    «起数、死亡人数同比分别下降13.24%、19.18%»: the list names what is counted.
    «消防、工贸领域分别发现隐患742条、298条»: it names where, and the noun stands after 分别.
    «立案11起，罚款58.6万元，同比分别增长37.5%、52.2%»: it is the figures before.
    """
    for clause in scene.clauses:
        mark = scene.text.find("分别", clause.start, clause.end)
        inside = [one for one in scene.drafts if mark >= 0 and mark < one.quantity.start < clause.end]
        if len(inside) > 1:
            _share_out(scene, inside, _list_before(scene, clause, mark), mark)


def _share_out(scene: Scene, inside: Sequence[Draft], pieces: Sequence[Span], mark: int) -> None:
    between = noun_before(scene.words.between(mark + 2, inside[0].quantity.start), inside[0].quantity.unit)
    own = between.item or (inside[-1].item if inside[-1].end > inside[-1].quantity.end else None)
    before = [one for one in scene.drafts if one.quantity.end <= mark and not one.change][-len(inside) :]
    if own and len(pieces) >= len(inside) and not inside[0].change:
        for draft, piece in zip(inside, pieces[-len(inside) :], strict=True):
            draft.item, draft.subject, draft.rule = own, clean(scene.text[slice(*piece)]), "distributed"
    elif len(pieces) >= len(inside):
        for draft, piece in zip(inside, pieces[-len(inside) :], strict=True):
            noun = noun_before(scene.words.between(*piece), "")
            draft.item, draft.action, draft.rule = noun.item, noun.action, "distributed"
    elif len(before) == len(inside) and inside[0].change:
        for draft, one in zip(inside, before, strict=True):
            draft.item, draft.action, draft.rule = one.item, None, "distributed"
    for draft in inside[1:]:
        draft.change, draft.start = inside[0].change, draft.quantity.start
        draft.item = draft.item or inside[0].item


def _list_before(scene: Scene, clause: Span, mark: int) -> list[Span]:
    """Members of the list that stands before 分别, or in the clause before it."""
    for start, end in ((clause.start, mark), scene.clause_before(clause)):
        direction = re.search(load("counts")["basis"] + "$", scene.text[start:end])
        pieces = _pieces(scene.text, start, start + direction.start() if direction else end)
        if len(pieces) > 1 and not any(
            one.start < end and start < one.quantity.end for one in scene.drafts if one.quantity.end <= mark
        ):
            return pieces
    return []


def _join_parts(scene: Scene) -> None:
    """Ties each figure after 其中 to the whole before it, as long as the unit stays and no new act begins."""
    whole: Draft | None = None
    for last, draft in pairwise(scene.drafts):
        between = scene.text[last.end : draft.quantity.start]
        mark = re.search(load("counts")["parts"], between)
        if mark:
            whole = _whole_before(scene, last, draft)
        elif whole and ("；" in between or not _goes_on(last, draft)):
            whole = None
        if whole:
            draft.whole = whole
            _name_part(scene, draft)


def _whole_before(scene: Scene, last: Draft, draft: Draft) -> Draft | None:
    candidates = [last, *(one for one in reversed(scene.drafts[: scene.drafts.index(draft)]) if one is not last)]
    return next((one for one in candidates if same_kind(one.quantity.unit, draft.quantity.unit)), None)


def _name_part(scene: Scene, draft: Draft) -> None:
    """«其中一般80处»: a grade alone takes its noun from the whole."""
    assert draft.whole is not None
    if draft.item and draft.whole.item and re.search(load("counts")["grades"], draft.item):
        draft.item += re.sub("^(?:特别重大|重大|较大|一般|各类)", "", draft.whole.item)


def _fill(scene: Scene, draft: Draft) -> None:
    """Gives a figure without a noun the noun of the figure before that counts the same kind of thing."""
    if draft.item and draft.item != "起数":
        return
    if draft.whole and draft.whole.item:
        draft.item = draft.whole.item
    else:
        model = _model(scene, draft)
        draft.item = model.item if model else None
        if model and (draft.change or _adjoins(scene, model, draft)):
            draft.action = draft.action or model.action
    draft.confidence, draft.rule = 0.85, "noun-from-before"
    if not draft.item and draft.quantity.digits | draft.quantity.masked:
        draft.item = (
            draft.action if draft.quantity.unit in EVENT_UNITS else load("counts")["by_unit"].get(draft.quantity.unit)
        )
        draft.confidence, draft.rule = 0.6, "noun-from-unit"


def _model(scene: Scene, draft: Draft) -> Draft | None:
    """The figure before whose noun a figure without one takes; None where none counts the same kind of thing."""
    mine = scene.drafts.index(draft)
    unit, inside = draft.quantity.unit, [one for one in scene.drafts[:mine] if one.item]
    if inside and _adjoins(scene, inside[-1], draft):
        return inside[-1]
    if unit in units()["rates"] and not draft.change:
        return _base_of_rate(scene, draft, inside)
    if draft.change and inside:
        steady = [one for one in inside if not one.change] or inside
        return next((one for one in reversed(steady) if one.quantity.unit == unit), steady[-1])
    if unit in units()["measures"] and not unit.endswith("元") and inside:
        return inside[-1]
    earlier = [one for one in scene.earlier if one.item and one.quantity.unit == unit and not is_people(one)]
    return _model_of_parts([one for one in (*earlier, *inside) if same_kind(one.quantity.unit, unit)], draft)


def _adjoins(scene: Scene, last: Draft, draft: Draft) -> bool:
    """«转移群众31户97人»: two measures of one thing."""
    return last.end == draft.quantity.start and last.quantity.end == last.end


def _base_of_rate(scene: Scene, draft: Draft, inside: Sequence[Draft]) -> Draft | None:
    """«由71.6%提高到92.3%» goes on with the rate; «4家未检，占26.7%» is a share of what was counted."""
    before = scene.text[max(scene.span.start, draft.quantity.start - 6) : draft.quantity.start]
    if inside and ("占" in before or "成" in draft.quantity.text) and inside[-1].quantity.unit not in units()["rates"]:
        return inside[-1]
    rates = [one for one in inside if one.quantity.unit == draft.quantity.unit]
    return rates[-1] if rates and re.search("[到至为](?:了)?$", before) else None


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """text[start:end] cut at its list marks."""
    end = max(start, end)
    cuts = [start, *(at for m in _LIST_MARK.finditer(text, start, end) for at in m.span()), end]
    return [Span(left, right) for left, right in zip(cuts[::2], cuts[1::2], strict=True) if right > left]


def _model_of_parts(like: Sequence[Draft], draft: Draft) -> Draft | None:
    """Whose noun a figure takes: the last one's, or the whole's where the last are parts that it does not fit into.

    «其中重大23项，整改17项» goes on about the part; «其中一般80处、重大20处，已整改90处» goes back to the whole.
    """
    if not like:
        return None
    last = like[-1]
    parts = [one for one in like if one.whole is last.whole]
    fits = last.quantity.value is None or draft.quantity.value is None or draft.quantity.value <= last.quantity.value
    if last.whole is None or draft.whole is not None or (len(parts) == 1 and fits):
        return last
    return last.whole


def _goes_on(last: Draft, draft: Draft) -> bool:
    """Whether a figure is one more part: same kind of unit, and a new verb only where the part before had one."""
    new_act, last_had_one = draft.action and not draft.inherits_action, last.action and not last.inherits_action
    return same_kind(last.quantity.unit, draft.quantity.unit) and not (new_act and not last_had_one)
