"""What figures of a sentence take from each other: nouns shared out by 分别, the whole of a part, the noun before."""

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.acts import share_deed
from extract.antecedents import adjoins, base_within, finding_before, model_of, root_of, subject_of, topic_of
from extract.bases import share_bases
from extract.cases import event_above
from extract.changes import absent_before, compared, line_before, pair_changes, rate_before, share_levels
from extract.drafts import Draft, Scene, is_people, same_kind
from extract.each import share_each, share_two
from extract.following import noun_after
from extract.items import EVENT_UNITS, clean_text, is_area
from extract.kinds import name_kinds
from extract.lexicon import fits, is_finding, is_hamlet, is_person, unfit
from extract.rulebook import load, pattern
from extract.shapes_of_names import trimmed_deed
from extract.sharing import distribute
from extract.wholes import is_rise, join_parts
from language.numerals import units

_FAR = 1000  # characters before a sentence in which the start of its paragraph is sought
_MOST_PARTS = 16  # figures that a whole and its parts are
_HAPPENED = "发生"
_KINDS = frozenset({"起", "件", "宗", "例"})
_TOLL_BEHIND = re.compile(
    r"[，、；]?(?:造成|致)?(?:死亡?|受?伤|亡)[\d一二三四五六七八九十]|[，、；]?\d+人(?:死亡|受伤)"
)
_ACTS_ARE_COUNTED = _KINDS | {"人", "人次", "名"}
# «追尾事故最多，共·12起»: what the clause before names as first of several
_RANKED = re.compile(
    "(?:^|[，。；：])(?P<what>[\u4e00-\u9fff“”]{2,12}?)(?:的?数量|起数)?(?:最多|最高|最少|最大|居首位?|居多|较多|较为突出|最为突出|突出|次之|排第[一二三])，"
    "(?:共|有|达|为|计|共计|共有|发生|合计|累计)*$"
)
_RANK_FAR = 40
_RISES = re.compile("[，]?(?:[提上下降增减回压][\u4e00-\u9fff]{0,3})?[到至为]了?")
_GRADE = "(?P<grade>特别重大|特大|重大|较大|一般)"
_GRADE_BEHIND, _GRADE_BEFORE = re.compile(_GRADE + "[、，和及]"), re.compile(rf"[、，：；和及中]{_GRADE}$")
_TAKEN = frozenset({"noun-from-before", "goes-on", "noun-from-unit"})  # rules of nouns that do not stand beside
GOES_ON = "goes-on"  # the rule of a figure that goes on with the one right before it


def settle(scene: Scene, draft: Draft) -> None:
    """Ties the last draft of a sentence to those before it and gives it a noun where it has none."""
    _join_part(scene, draft)
    _fill(scene, draft)


def share(scene: Scene) -> None:
    """Gives the figures of a sentence what its lists and its sums say, once all are read."""
    distribute(scene)
    pair_changes(scene)
    share_levels(scene)
    share_bases(scene)
    for left, right in pairwise(scene.drafts):
        if left.quantity.end != right.quantity.start or _is_own(left):
            continue
        if left.rule in _TAKEN and right.rule in _TAKEN:
            _take_behind(scene, left, right)
        elif right.end > right.quantity.end:
            left.item, left.rule = right.item, "noun-behind-next"
    _name_grades(scene)
    for at in range(len(scene.drafts)):
        _divide(scene.text, scene.drafts[at : at + _MOST_PARTS])
    _divide_told_before(scene)
    share_each(scene)
    share_two(scene)
    share_deed(scene)
    join_parts(scene)
    name_kinds(scene)


def _take_behind(scene: Scene, left: Draft, right: Draft) -> None:
    """«1300余支3.9万余人·社会应急队伍»: what the first of two figures counts, and so whose number the second is."""
    noun = noun_after(scene.words.between(right.quantity.end, scene.clause_of(right.quantity).end), left.quantity.unit)
    if noun and noun.item and fits(left.quantity.unit, noun.item) is not False:
        left.item = right.item = noun.item
        left.rule = right.rule = "noun-behind-next"
        right.end = noun.end


def _name_grades(scene: Scene) -> None:
    """«1起重大、2起较大事故», «一般事故1起，较大2起»: accidents told by their grade, where another has the noun."""
    cases = [one for one in scene.drafts if one.quantity.unit in _KINDS and not one.change]
    if not any((one.item or "").endswith("事故") for one in cases):
        return
    for draft in cases:
        before = _GRADE_BEFORE.search(scene.text, draft.sentence.start, draft.quantity.start)
        grade = _GRADE_BEHIND.match(scene.text, draft.quantity.end) or before
        if grade:
            draft.item, draft.rule = grade["grade"] + "事故", "graded"
            draft.start, draft.end = min(draft.start, grade.start("grade")), max(draft.end, grade.end("grade"))


def _is_kind(draft: Draft) -> bool:
    """Whether the noun of a part is a kind of what is counted, and not whose it is: 其中酒店41户, 其中管涌11处."""
    item = draft.item or ""
    named = bool(fits(draft.quantity.unit, item)) or is_finding(item) or (is_people(draft) and is_person(item))
    return bool(item) and (named or bool(pattern("counts", "accident_kind").fullmatch(item)))


def _is_own(draft: Draft) -> bool:
    """Whether a figure's noun stands beside it, in front of another figure: 转移群众31户·97人."""
    return draft.end > draft.quantity.end or bool(draft.action)


def _divide(text: str, drafts: Sequence[Draft]) -> None:
    """«投诉60件，东城20件、西城40件»: figures that sum up to the one before are parts, their nouns whose they are."""
    whole, left = drafts[0], drafts[0].quantity.value
    if len(drafts) > 1 and text[whole.quantity.end : drafts[1].start] == "、":  # 酒驾14起、醉驾3起: one list
        return
    like = [one for one in drafts[1:] if one.quantity.unit == whole.quantity.unit]
    parts: list[Draft] = []
    for one in like:
        if not left or one.change or one.quantity.value is None or one.quantity.value > left or _acts(one):
            return
        if one.rule == "casualties":  # 16人落水，15人获救，1人死亡: what befell them
            return
        parts, left = [*parts, one], left - one.quantity.value
        if not left:
            break
    if left == 0 and len(parts) > 1 and whole.item and not whole.change:
        for one in parts:
            if one.item and one.item[-2:] != whole.item[-2:] and not _is_kind(one):
                one.subject, one.item, one.rule = one.item, whole.item, "divided"


def _divide_told_before(scene: Scene) -> None:
    """«按辖区分：芙蓉大队66起，坪上大队51起»: figures that sum up to one of the sentences before are its parts."""
    opens = pattern("counts", "divides").match(scene.text, scene.span.start, scene.span.end)
    for unit in dict.fromkeys(one.quantity.unit for one in scene.near()) if opens else ():
        parts = [one for one in scene.near() if one.quantity.unit == unit and not one.change]
        total = sum(one.quantity.value or 0 for one in parts)
        told = (one for one in reversed(scene.earlier) if one.quantity.unit == unit and one.quantity.value == total)
        whole = next((one for one in told if one.item and not one.change), None)
        for one in parts if whole and len(parts) > 1 else ():
            if whole and one.item and one.item[-2:] != (whole.item or "")[-2:] and not one.subject:
                one.subject = one.item
            one.item, one.rule = whole.item if whole else one.item, "divided"


def _acts(draft: Draft) -> bool:
    return bool(draft.action) and not draft.inherits_action and bool(draft.item)


def _join_part(scene: Scene, draft: Draft) -> None:
    """Ties a figure after 其中 to the whole before it, and those after it as long as unit and act stay."""
    last = scene.drafts[-2] if len(scene.drafts) > 1 else None
    between = scene.text[last.end : draft.quantity.start] if last else ""
    if last and pattern("counts", "parts").search(between):
        draft.whole = _whole_before(scene, last, draft)
    elif last and last.whole and "；" not in between and _goes_on(scene, last, draft):
        draft.whole = last.whole
    elif last and (whole := _whole_of_bracket(scene, draft)):
        draft.whole = whole
    elif not is_rise(scene, draft) and (whole := _whole_told_before(scene, draft)):
        draft.whole = whole
        return  # its noun and act are its own
    if draft.whole:
        _name_part(draft)
        if not draft.action and draft.quantity.unit not in units()["rates"]:
            draft.action, draft.inherits_action = draft.whole.action, True


def _whole_of_bracket(scene: Scene, draft: Draft) -> Draft | None:
    """«隐患路段6处（石渡镇2处，梅坪镇2处）»: the figure that the bracket around this one stands behind."""
    opened = scene.text.rfind("（", scene.span.start, draft.quantity.start)
    if opened < 0 or scene.text.find("）", opened, draft.quantity.start) >= 0:
        return None
    whole = next(
        (one for one in reversed(scene.near()) if opened - 1 <= max(one.end, one.quantity.end) <= opened), None
    )
    like = whole and not whole.change and whole.quantity.unit == draft.quantity.unit and not draft.change
    return whole if whole and like and _may_hold(whole, draft) else None


def _whole_told_before(scene: Scene, draft: Draft) -> Draft | None:
    """«共发生事故58起，死亡11人。其中，道路交通事故39起，死亡5人；火灾12起»: the sum of its kind told before 其中."""
    if draft.quantity.unit in units()["rates"] or (draft.action and draft.rule != "casualties"):
        return None
    like = (one for one in _sums(scene, draft.quantity.start) if one.item and not one.change)
    fitting = (one for one in like if one.quantity.unit == draft.quantity.unit and _may_hold(one, draft))
    return next((one for one in fitting if not is_people(draft) or one.item == draft.item), None)


def _sums(scene: Scene, at: int) -> list[Draft]:
    """The figures that the 其中 before a place parts: those before it in its group, or in the sentence before."""
    mark = scene.text.rfind("其中", scene.span.start, at)
    part = len(scene.drafts) > 1 and scene.drafts[-2].whole is not None
    if part and mark > scene.span.start and scene.text.find("；", mark, at) < 0:
        group = scene.text.rfind("；", scene.span.start, mark)
        inside = [one for one in scene.near() if group < one.quantity.start < mark]
        if inside:
            return inside
    if not scene.earlier or not pattern("counts", "parts_open").match(scene.text, scene.span.start):
        return []
    line = scene.text.rfind("\n", max(0, scene.span.start - _FAR), scene.span.start)
    told = [one for one in scene.earlier if one.sentence == scene.earlier[-1].sentence]
    before = [one for one in scene.earlier if one.sentence != scene.earlier[-1].sentence and one.start > line]
    return told + before[::-1]


def _whole_before(scene: Scene, last: Draft, draft: Draft) -> Draft | None:
    candidates = [last, *(one for one in reversed(scene.near()) if one is not last and one is not draft)]
    alike = [one for one in candidates if same_kind(one.quantity.unit, draft.quantity.unit)]
    return next((one for one in alike if _may_hold(one, draft)), alike[0] if alike else None)


def _may_hold(whole: Draft, part: Draft) -> bool:
    """Whether a figure is large enough for another to be a part of it: not «平均每家13.8项，其中重大7项，较大58项»."""
    one, other = whole.quantity.value, part.quantity.value
    return one is None or other is None or (one >= other and one == one.to_integral_value())


def _name_part(draft: Draft) -> None:
    """«其中一般80处»: a grade alone takes its noun from the whole."""
    assert draft.whole is not None
    if draft.item and draft.whole.item and pattern("counts", "grades").search(draft.item):
        draft.item += re.sub("^(?:特别重大|重大|较大|一般|各类)", "", draft.whole.item)


def _fill(scene: Scene, draft: Draft) -> None:
    """Gives a figure without a noun the noun of the figure or topic before that counts the same kind of thing."""
    if draft.quantity.unit in ("个百分点", "百分点") and not fits("%", draft.item or ""):
        draft.item = _last_rate(scene, draft) or draft.item
    elif draft.change and draft.item:
        draft.item = compared(scene, draft, draft.item)
    if draft.quantity.unit in ("户", "人") and is_area(draft.item or ""):  # 全镇共有13820户
        draft.item = None
    if draft.item:
        return
    draft.confidence, draft.rule = 0.85, "noun-from-before"
    if draft.change:
        draft.item = rate_before(scene, draft) or line_before(scene, draft) or absent_before(scene, draft)
    if draft.item:
        return
    _from_before(scene, draft)
    if draft.quantity.unit == "户" and is_hamlet(draft.item or ""):  # 149个村民小组；14462·户
        draft.item = None
        _from_unit(scene, draft)
    if draft.item and draft.rule == "noun-from-before" and unfit(draft.quantity.unit, draft.item):
        draft.item = finding_before(scene) or draft.item  # 发生事故的街镇5个（红海街道3起）
    if draft.own and draft.action == "占" and draft.item:
        draft.item = f"{draft.own}的{draft.item}"


def _from_before(scene: Scene, draft: Draft) -> None:
    if draft.own and draft.action == "占" and (topic := subject_of(scene, draft)):
        draft.item = topic
        return
    last = scene.drafts[-2] if len(scene.drafts) > 1 else None
    if last and ((adjoins(last, draft) and not draft.change) or _ends_rise(scene, last, draft)):
        draft.item, draft.action, draft.rule = last.item, draft.action or last.action, GOES_ON
        return
    near = draft.whole or base_within(scene, draft)
    if near and near is not draft.whole and draft.quantity.unit.endswith("元") and not _goes_on_with_money(near, draft):
        near = None
    own_act = draft.action and not draft.inherits_action and draft.quantity.unit in _KINDS and not _is_result(draft)
    if draft.whole and own_act and not pattern("counts", "divided").search(draft.whole.item or ""):
        draft.item = draft.action  # 查处违法行为2316起，其中超载1268起
        return
    if near and near.item and not draft.change:
        draft.item = root_of(scene, near) if draft.subject else near.item
        return
    model = model_of(scene, draft)
    inside = model and model.sentence == draft.sentence and model.quantity.unit == draft.quantity.unit
    if not draft.change and not inside and (topic := topic_of(scene, draft)):
        draft.item = topic
    elif model:
        draft.item = root_of(scene, model) if draft.subject else model.item
    else:
        _from_unit(scene, draft)


def _last_rate(scene: Scene, draft: Draft) -> str | None:
    """The last rate told before: points are of one."""
    before = [one for one in (*scene.earlier, *scene.near()) if one is not draft]
    return next((one.item for one in reversed(before) if one.item and fits("%", one.item)), None)


def _ends_rise(scene: Scene, last: Draft, draft: Draft) -> bool:
    """«办结率由71.6%提高到92.3%»: the end of a rise or fall is of what its beginning was."""
    between = scene.text[last.quantity.end : draft.quantity.start]
    return last.quantity.unit == draft.quantity.unit and _RISES.fullmatch(between) is not None


def _is_result(draft: Draft) -> bool:
    """Whether its act is what became of the whole, and no kind of it: 立案16宗，其中执行到位13宗."""
    return pattern("counts", "results").search(draft.action or "") is not None


def _goes_on_with_money(near: Draft, draft: Draft) -> bool:
    """«罚款318万元，收缴310万元»: what became of the sum before, which is no smaller."""
    smaller = draft.quantity.value and near.quantity.value and draft.quantity.value <= near.quantity.value
    return bool(draft.action and pattern("counts", "money_became").search(draft.action) and smaller)


def _from_unit(scene: Scene, draft: Draft) -> None:
    """A figure with nothing before it: its own act where acts are counted in its unit, else what the unit implies."""
    draft.confidence, draft.rule = 0.6, "noun-from-unit"
    unit = draft.quantity.unit
    toll = pattern("counts", "toll", "told").search(scene.text, scene.span.start, draft.quantity.start)
    if toll and is_people(draft):  # 死亡3人以上的有4个，分别是柘坪镇（7人）
        draft.item, draft.rule = toll["what"], "casualties"
        return
    ranked = _RANKED.search(scene.text, max(scene.span.start, draft.start - _RANK_FAR), draft.quantity.start)
    if ranked and unit not in units()["rates"]:
        draft.item, draft.rule, draft.confidence = clean_text(ranked["what"]), "noun-from-before", 0.8
        return
    if unit == "分" or unit in units()["rates"]:  # a score or a share of nothing that the text names
        return
    if unit == "户" and draft.action in load("counts")["people_of"]:
        draft.item = "群众"  # 累计转移327户1126人
    elif is_people(draft) and draft.action in load("counts")["people_of"]:
        draft.item = load("counts")["people_of"][draft.action]
    elif is_people(draft) and draft.deed_behind and scene.text[draft.quantity.end] in "在于因从被":
        draft.item = load("counts")["by_unit"]["人"]  # 46人被大火围困
    elif unit in _KINDS and (draft.action == _HAPPENED or _TOLL_BEHIND.match(scene.text, draft.quantity.end)):
        draft.item = event_above(scene)
    elif draft.own or (draft.action and unit in EVENT_UNITS | _ACTS_ARE_COUNTED):
        draft.item = trimmed_deed(draft.own or draft.action or "") or None
    elif draft.quantity.digits | draft.quantity.masked:
        implied = load("counts")["by_unit"].get(unit) or draft.action
        draft.item = implied or load("counts")["by_unit_alone"].get(unit)


def _goes_on(scene: Scene, last: Draft, draft: Draft) -> bool:
    """Whether a figure is one more part: same kind of unit, and a new verb only where the part before had one.

    A verb before a sum on a list says what it is for: «包括人员171万元、宣传31万元».
    """
    if not same_kind(last.quantity.unit, draft.quantity.unit):
        return False
    if draft.quantity.unit.endswith("元") and scene.text.startswith("、", last.quantity.end):
        return True
    new_act, last_had_one = draft.action and not draft.inherits_action, last.action and not last.inherits_action
    return not (new_act and not last_had_one)
