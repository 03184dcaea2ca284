"""Figures shared out by 分别 or 依次: which member of the list before it each is of.

«起数、死亡人数同比分别下降13.24%、19.18%» names what is counted, «消防、工贸领域分别发现隐患742条、298条» where.
"""

import re
from collections.abc import Sequence
from functools import cache

from extract.changes import compared, share_nouns
from extract.compounds import is_body
from extract.drafts import Draft, Scene, same_kind
from extract.items import act_of, clean_text
from extract.preceding import noun_before
from extract.rulebook import load, pattern
from extract.sentences import Span
from language.numerals import units
from language.quick import compiled
from records import Change

_EACH = re.compile("分别|依次|依序")
_MEASURES = ("数", "率", "额", "量", "损失")
_LIST_MARK = re.compile(r"[、和及与或]|以及")


@cache
def _summed_up() -> re.Pattern[str]:
    """What may stand between a list and 分别: 同比, 三项, 两项指标, 双下降."""
    return compiled(
        f"(?:{load('counts')['basis']}|[一二两三四五六七八九十\\d]+(?:大|个)?[项者](?:[^，]{{0,4}}指[标数])?"
        "|[一双]升[一双]?降|[一双]降[一双]?升|“?双(?:下)?降”?)+$"
    )


def distribute(scene: Scene) -> None:
    """Figures after 分别 and the list before it, one to one.

    «起数、死亡人数同比分别下降13.24%、19.18%»: the list names what is counted.
    «消防、工贸领域分别发现隐患742条、298条»: it names where, and the noun stands after 分别.
    «立案11起，罚款58.6万元，同比分别增长37.5%、52.2%»: it is the figures before.
    """
    if not _EACH.search(scene.text, *scene.span):
        return
    for clause in scene.clauses:
        mark = _EACH.search(scene.text, *clause)
        inside = _listed_from(scene, mark.start(), clause.end) if mark else []
        if mark and len(inside) > 1:
            _share_out(scene, inside, _list_before(scene, clause, mark.start()), mark.start())


def _listed_from(scene: Scene, mark: int, end: int) -> list[Draft]:
    """The figures behind 分别 in its clause, and those that follow with nothing but a comma between."""
    inside: list[Draft] = []
    for draft in scene.drafts:
        bare = inside and scene.text[inside[-1].quantity.end : draft.quantity.start] == "，"
        if mark < draft.quantity.start < end or (bare and draft.quantity.unit == inside[-1].quantity.unit):
            inside.append(draft)
    return inside


def _share_out(scene: Scene, inside: Sequence[Draft], pieces: Sequence[Span], mark: int) -> None:
    between = noun_before(scene.words.between(mark + 2, inside[0].quantity.start), inside[0].quantity.unit)
    own = between.item or (inside[-1].item if inside[-1].end > inside[-1].quantity.end else None)
    before = [one for one in scene.drafts if one.quantity.end <= mark and not one.change][-len(inside) :]
    shares = inside[0].quantity.unit in units()["rates"] and scene.text.startswith("占", mark + 2)
    measured = shares and all(scene.text.endswith(_MEASURES, *piece) for piece in pieces)  # 起数和死亡人数分别占…的
    if own and len(pieces) >= len(inside) and not inside[0].change and not measured:
        for draft, piece in zip(inside, pieces[-len(inside) :], strict=True):
            draft.item, draft.rule = own, "distributed"
            if piece.end in scene.time_ends:
                draft.timed = piece.end
            else:
                draft.subject = clean_text(scene.text[slice(*piece)])
            draft.action = act_of(between.action) if between.action else draft.action
    elif between.action and len(pieces) >= len(inside) and is_body(scene.text[slice(*pieces[-1])]):
        unit = inside[0].quantity.unit
        base = next((one.item for one in reversed(before) if same_kind(one.quantity.unit, unit)), None)
        for draft, piece in zip(inside, pieces[-len(inside) :], strict=True):  # 教育、民政部门分别检查420家、97家
            draft.item = base or load("counts")["by_unit"].get(unit) or between.action
            draft.subject, draft.action = clean_text(scene.text[slice(*piece)]), act_of(between.action)
            draft.rule = "distributed"
    elif len(pieces) >= len(inside):
        for draft, piece in zip(inside, pieces[-len(inside) :], strict=True):
            if basis := pattern("counts", "basis").match(scene.text, *piece):  # 环比·事故起数和死亡人数分别上升
                piece = Span(basis.end(), piece.end)
            noun = noun_before(scene.words.between(*piece), "")
            name = noun.item or clean_text(scene.text[slice(*piece)])
            draft.item = compared(scene, draft, name) if name and inside[0].change else name
            draft.action, draft.rule = noun.action if noun.item else None, "distributed"
    elif len(before) == len(inside) and inside[0].change:
        share_nouns(before, inside)
    elif shares and len(before) == len(inside):  # 火灾2147起、亡29人，分别占火灾和亡人总数的18.3%和41.7%
        for draft, whole in zip(inside, before, strict=True):
            draft.item, draft.rule = whole.item, "distributed"
    elif _is_rate(inside[0]) and all(one.quantity.unit == inside[0].quantity.unit for one in inside):
        for draft in inside:  # 一般隐患82项、重大隐患2项，整改率分别为99.2%和100%
            draft.item, draft.rule = inside[0].item, "distributed"
    if shares:
        for draft in inside:
            draft.action = "占"
    for draft in inside[1:]:
        draft.change = _change_as(inside[0].change, draft.change)
        draft.start = draft.start if draft.change and draft.change is not inside[0].change else draft.quantity.start
        draft.item = draft.item or inside[0].item


def _is_rate(draft: Draft) -> bool:
    """Whether a figure is a rate by its own name, not the change of one."""
    rated = draft.quantity.unit in units()["rates"] and not draft.change
    return rated and (draft.item or "").endswith("率")


def _change_as(first: Change | None, own: Change | None) -> Change | None:
    """The change of a figure on a list: its own way, if it tells one, against what the first is measured."""
    return Change(first.basis, own.direction) if first and own and own.direction != first.direction else first


def _list_before(scene: Scene, clause: Span, mark: int) -> list[Span]:
    """Members of the list that stands before 分别, or in the clause before it."""
    for start, end in ((clause.start, mark), scene.clause_before(clause)):
        direction = _summed_up().search(scene.text, start, end)
        pieces = _pieces(scene.text, start, direction.start() if direction else end)
        if len(pieces) > 1 and not any(
            one.start < end and start < one.quantity.end for one in scene.drafts if one.quantity.end <= mark
        ):
            return pieces
    return []


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """text[start:end] cut at its list marks."""
    end = max(start, end)
    cuts = [start, *(at for m in _LIST_MARK.finditer(text, start, end) for at in m.span()), end]
    return [Span(left, right) for left, right in zip(cuts[::2], cuts[1::2], strict=True) if right > left]
