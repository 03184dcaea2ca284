"""What each figure of a sentence says by its own clause: noun, verb, comparison."""

import re
from bisect import bisect_right
from dataclasses import replace

from extract.acts import goes_on_list, is_listed, share_action, take_action, take_deed, take_what_became
from extract.antecedents import adjoins, base_of, base_within, finding_before, role_of, topic_of
from extract.cases import BY_KIND, cases_told, owner_of_case, read_case, reads_dead_beside
from extract.changes import continue_change, noun_of_change, take_basis
from extract.context import change_before
from extract.drafts import Draft, Scene, is_people
from extract.following import noun_after
from extract.items import EVENT_UNITS, Noun, act_of, clean_text
from extract.lexicon import fits, is_action, is_owner, is_person, is_place
from extract.preceding import noun_before
from extract.relations import settle, share
from extract.rulebook import load, pattern
from extract.sentences import Span
from extract.shapes_of_names import fits_better, part_fine, set_right, sum_paid, trimmed_deed
from extract.toll import reads_toll
from language.numerals import Quantity, units

_NOUN_BEFORE = frozenset({"元", "家次", "人次", "场次", "次"})  # units whose noun stands before them, if one does
_LASTS = frozenset(
    {"了", "时间", "时长", "长达", "达", "近", "约", "已", "共", "整整", "只"}
)  # between an act and its length
_NAME = re.compile("[\u4e00-\u9fff]某某?")
_HELD = re.compile("(?:[员格业作]证|证书|资格|职称|学历)$")  # what people hold, told for them
_DEGREES = frozenset("大小多少高低难重")  # what is said of a quality, which the figure before it does not count
_TWO_LETTERS = re.compile("[\u4e00-\u9fff]{2}")
_SHARE_OPENS, _OF_FIGURE = re.compile("占[^，。；\\d]{0,14}$"), re.compile("[^，。；\\d]{0,4}）?的")
_TOLL_OF_SHARE = re.compile("(?:^|[，、；但而])(?P<what>(?:死亡|受伤|伤亡|死伤|[亡伤死])人(?:员|数|员数)?)$")
# all that a clause says before the figure of what the clause before it names: 发放宣传资料，共计·2.1万份
_ONLY_SUMS = re.compile("(?:累计|共计|合计|总计|总共|一共|先后|共|达|有|约|近|超过|超)+")
_SHARE = re.compile("占(?P<share>比)?[^，。；\\d]{0,14}$")


def read_figures(scene: Scene) -> None:
    """Leaves a draft for each quantity of the sentence, left to right."""
    for at, quantity in enumerate(scene.quantities):
        draft = _draft(scene, at, quantity)
        scene.drafts.append(draft)
        settle(scene, draft)
    share(scene)


def _draft(scene: Scene, at: int, quantity: Quantity) -> Draft:
    clause = scene.clause_of(quantity)
    left = max(clause.start, scene.drafts[-1].end if scene.drafts else clause.start)
    draft = Draft(quantity, scene.span, quantity.start, quantity.end)
    told = quantity.end if quantity.text == "持平" else quantity.start
    if direction := change_before(
        scene.text, max(scene.span.start, left if _same_clause(scene, left, clause) else clause.start), told
    ):
        draft.change, draft.start = direction.change, direction.start
        take_basis(scene, draft)
        if direction.what is not None:  # 同比减少·事故2起, 少·死亡3人
            named = draft.start
            draft.start = told
            if not reads_toll(scene, draft, direction.what):
                _take_before(scene, draft, noun_before(scene.words.between(direction.what, told), quantity.unit))
            draft.start = named
            return draft
        if reads_toll(scene, draft, left):
            return draft
        if draft.quantity.unit == "%" and (cases := cases_told(scene, direction.start, told)):
            draft.item, draft.rule = cases, "noun-from-before"
            return draft
        place = noun_of_change(scene, direction, left, told)
        name = scene.text[slice(*place)]
        if place.start > direction.start and name.endswith("数"):  # 同比·事故起数·减少131起
            draft.item = clean_text(name) or name
        else:
            _take_before(scene, draft, noun_before(scene.words.between(*place), quantity.unit))
        return draft
    left = _past_times(scene, left, quantity.start)
    right = min(clause.end, scene.quantities[at + 1].start if at + 1 < len(scene.quantities) else clause.end)
    if reads_toll(scene, draft, left) or _lasting(scene, draft, left, right) or _is_share(scene, draft, left):
        return draft
    if not (_reads_score(scene, draft, left) or _reads_fine(scene, draft, left) or _reads_load(scene, draft, left)):
        _take(scene, draft, left, right)
    continue_change(scene, draft)
    return draft


def _past_times(scene: Scene, left: int, right: int) -> int:
    """Where a noun may begin: after the last time between two places, if any words stand after it."""
    at = bisect_right(scene.time_ends, right) - 1
    end = scene.time_ends[at] if at >= 0 else left
    return end if end > left and _TWO_LETTERS.search(scene.text, end, right) else left


def _same_clause(scene: Scene, left: int, clause: Span) -> bool:
    return left > clause.start


def _reads_score(scene: Scene, draft: Draft, left: int) -> bool:
    """«一公司得94.5分», «瞒报扣5分»: a score is named by its verb."""
    if draft.quantity.unit != "分":
        return False
    verb = pattern("counts", "scores", "verb").search(scene.text[left : draft.quantity.start])
    if not verb:
        return False
    draft.item, draft.start = load("counts")["scores"]["names"][verb["act"]], left + verb.start()
    draft.action = verb["act"] if verb["act"] in "扣加减" else None
    name = clean_text(scene.text[left : left + verb.start()])
    draft.subject = name if name and is_place(name) else None
    return True


def _reads_fine(scene: Scene, draft: Draft, left: int) -> bool:
    """«对该公司处罚款45万元»: a fine, whoever is fined."""
    if not draft.quantity.unit.endswith("元"):
        return False
    fine = pattern("counts", "fine").search(scene.text[left : draft.quantity.start])
    if fine:
        draft.item, draft.action, draft.start = "罚款", fine["act"], left + fine.start()
    return fine is not None


def _reads_load(scene: Scene, draft: Draft, left: int) -> bool:
    """«核载7人、实载9人», «载有7人»: how many a vehicle may hold, and how many it held."""
    if not is_people(draft):
        return False
    load_of = pattern("counts", "load").search(scene.text[left : draft.quantity.start])
    if not load_of or noun_after(scene.words.between(draft.quantity.end, scene.clause_of(draft.quantity).end), "人"):
        return False
    draft.start = left + load_of.start()
    if load_of["what"]:
        draft.item = load_of["what"]
    else:
        draft.item, draft.action = load("counts")["by_unit"]["人"], load_of["act"]
    return True


def _is_share(scene: Scene, draft: Draft, left: int) -> bool:
    """«货车亡人数占比达38%», «占总数的六成»: a share is of what stands before 占, or of the figure before."""
    if draft.quantity.unit not in units()["rates"]:
        return False
    share = _SHARE.search(scene.text[left : draft.quantity.start])
    if not share:
        return _is_share_of_figure(scene, draft)
    if toll := _TOLL_OF_SHARE.search(scene.text, left, left + share.start()):  # 但亡人数占总数的73%
        draft.item, draft.action, draft.start = toll["what"], "占", toll.start("what")
        return True
    if kind := pattern("counts", "accident_kind").search(scene.text, left, left + share.start()):  # 物体打击·占9.7%
        draft.item, draft.action, draft.start, draft.rule = kind[0], "占", kind.start(), BY_KIND
        return True
    before = noun_before(scene.words.between(left, left + share.start()), "")
    name = clean_text(before.phrase) or before.item
    draft.start = left + share.start()
    if share["share"] and name:  # 事前处罚·占比
        name = clean_text(scene.text[before.start : left + share.start()]) or name if before.start >= 0 else name
        draft.item, draft.start = name + "占比", before.start if before.start >= 0 else draft.start
        return True
    draft.action = "占"
    if not name and scene.drafts:
        draft.subject = scene.drafts[-1].subject  # 龙洞县97起，占15.8%
    if name and (is_owner(name) or name.endswith("类")) and not _is_referring(name):
        draft.item, draft.subject = finding_before(scene), name
    elif before.item and not _is_referring(before.item):
        draft.item, draft.start = before.item, before.start
    elif name and not before.item and (not before.action or scene.text.startswith("的", before.end)):
        draft.own = name  # 55岁以上的·占六成多
    return True


def _is_share_of_figure(scene: Scene, draft: Draft) -> bool:
    """«死亡79人，占控制指标（166人）的47.6%»: a share, whose whole is told with its own figure."""
    clause = scene.clause_of(draft.quantity)
    whole = scene.drafts[-1] if scene.drafts else None
    if whole is None or whole.quantity.start < clause.start:
        return False
    of = _OF_FIGURE.fullmatch(scene.text, whole.quantity.end, draft.quantity.start)
    share = _SHARE_OPENS.search(scene.text, clause.start, whole.quantity.start) if of else None
    before = next((one for one in reversed(scene.drafts[:-1]) if one.item), None)
    if share is None or before is None:
        return False
    draft.item, draft.action, draft.start, draft.rule = before.item, "占", share.start(), "noun-from-before"
    return True


def _is_referring(name: str) -> bool:
    return name in ("前者", "后者", "两者")


def _lasting(scene: Scene, draft: Draft, left: int, right: int) -> bool:
    """«连续48个月未发生较大事故», «23分钟赶到», «被困41分钟»: what lasted, or came so soon, is measured."""
    if draft.quantity.unit not in units()["durations"]:
        return False
    effect = pattern("counts", "duration_effect").search(scene.text[draft.quantity.end : right])
    if effect and effect["soon"]:
        draft.item = draft.action = effect["act"]
        draft.end, draft.rule = draft.quantity.end + effect.end(), "duration"
        return True
    words = scene.words.between(left, draft.quantity.start)
    while words and words[-1].text in _LASTS:
        words.pop()
    if words and words[-1].text in load("counts")["last"]:
        draft.item = draft.action = words[-1].text
        draft.start, draft.rule = words[-1].start, "duration"
        return True
    last = scene.drafts[-1] if scene.drafts else None
    summed = last and pattern("counts", "summed").fullmatch(scene.text, last.quantity.end, draft.quantity.start)
    if last and summed and last.quantity.unit in EVENT_UNITS:
        draft.item, draft.action, draft.rule = last.item, last.action, "noun-from-before"
        return True
    if held := pattern("counts", "held_up").search(scene.text, left, draft.quantity.start):
        draft.item = draft.action = held["act"]
        draft.start, draft.rule = held.start(), "duration"
        return True
    if effect:
        draft.item, draft.end, draft.rule = scene.text[draft.quantity.end : right], right, "duration"
    return effect is not None


def _take(scene: Scene, draft: Draft, left: int, right: int) -> None:
    """Noun and verb of the figure itself: the noun after it where there is one, else the noun before."""
    unit = draft.quantity.unit
    if reads_dead_beside(scene, draft):
        return
    before = _told_before_sum(scene, draft, left) or noun_before(scene.words.between(left, draft.quantity.start), unit)
    rate = unit in units()["rates"] and "成" not in draft.quantity.text
    after = None if rate else noun_after(scene.words.between(draft.quantity.end, right), unit)
    if after and after.item and not before.action and _misfits(scene, draft, before, after.item, after.end):
        after = None  # 12艘·灭火器过期: what is wrong with the ships counted before
    if after and before.direct and fits_better(unit, before.item, after.item):
        after = None
    if after and not (before.action and before.item and before.direct and unit in _NOUN_BEFORE):
        draft.item, draft.end, draft.action = _in_full(scene, draft, after.item), after.end, after.action
        take_action(scene, draft, before, right)
    else:
        _take_before(scene, draft, before)
        _people_by_deed(scene, draft, right)
        if not draft.action:
            take_what_became(scene, draft, right)
    if draft.item and draft.item == draft.action and (group := _group_before(scene, draft)):
        draft.item, draft.rule = group, "noun-from-before"  # 问责干部12名，免职2名
    if draft.item and is_people(draft) and "某" in draft.item:
        draft.item = _without_names(draft.item)
    take_deed(scene, draft)
    set_right(scene, draft)
    if unit.endswith("元"):
        draft.item = sum_paid(draft) or draft.item
    if unit.endswith("元") and pattern("counts", "fined_person").search(draft.item or ""):
        draft.item = "罚款"
    named = pattern("counts", "money").search(draft.item or "") or (before.item and before.direct)
    phrase = clean_text(before.phrase)
    if unit.endswith("元") and not named and phrase and pattern("counts", "money").search(phrase):
        draft.item = phrase
    elif unit.endswith("元") and not named and _is_of_sum(scene, draft):
        draft.item = None
    elif unit.endswith("元") and not named:
        act = re.search("罚款|奖励|补助|补贴|赔偿|赔付", draft.action or "")
        draft.item = act[0] if act else load("counts")["by_unit"]["元"] if draft.action else None
    if unit.endswith("元"):
        part_fine(draft)


def _told_before_sum(scene: Scene, draft: Draft, left: int) -> Noun | None:
    """What the clause before names, where the figure's own says only that it is a sum: 发放宣传资料，共计·2.1万份.

    None where that clause has a figure of its own, or names nothing that the unit may count.
    """
    clause, unit = scene.clause_of(draft.quantity), draft.quantity.unit
    if left != clause.start or not _ONLY_SUMS.fullmatch(scene.text, left, draft.quantity.start):
        return None
    told = scene.clause_before(clause)
    if any(told.start <= one.quantity.start < told.end for one in scene.near()):
        return None
    noun = noun_before(scene.words.between(*told), unit)
    named = noun.item and noun.action and is_action(noun.action) and fits(unit, noun.item) is not False
    return noun if named and is_people(draft) == is_person(noun.item or "") else None


def _group_before(scene: Scene, draft: Draft) -> str | None:
    """The people told of before in the sentence, in the same classifier, of whom a smaller number is told by an act."""
    if draft.quantity.unit not in ("名", "位"):
        return None
    base = base_of(scene, draft)
    inside = base is not None and base.sentence == draft.sentence and base.quantity.unit == draft.quantity.unit
    fewer = base and (base.quantity.value or 0) >= (draft.quantity.value or 0)
    return base.item if base and inside and fewer and is_person(base.item or "") else None


def _without_names(item: str) -> str:
    """«维修工赵某、孙某»: what the people are, without their names; the names where nothing else is said."""
    role = _NAME.sub("", item).strip("、和及等")
    return role if is_person(role) else item


def _holders(scene: Scene, draft: Draft, before: Noun) -> str | None:
    """«监理人员11人，持考试员证4人»: people told by the paper that they hold are those of the figure before."""
    base = base_of(scene, draft) if is_people(draft) and _HELD.search(before.item or "") else None
    inside = base is not None and base.sentence == draft.sentence and is_person(base.item or "")
    return base.item if base and inside and before.action not in load("actions")["grants"] else None


def _is_of_sum(scene: Scene, draft: Draft) -> bool:
    """Whether it tells what became of a sum before: 罚款318万元，收缴310万元."""
    base = base_within(scene, draft)
    return base is not None and bool(pattern("counts", "money_became").search(draft.action or ""))


def _misfits(scene: Scene, draft: Draft, before: Noun, noun: str, after_end: int) -> bool:
    """Whether a noun behind a figure cannot be what it counts, while something before it can."""
    if is_people(draft) and not is_person(noun):
        last = scene.drafts[-1] if scene.drafts else None
        named = before.direct and is_person(before.item or "")  # 员工19人·健康证
        return named or _counted_before(scene, draft) or (last is not None and last.rule == "casualties")
    if scene.text[after_end : after_end + 1] in _DEGREES and base_of(scene, draft):  # 余下的18处·拆迁量大
        return True
    if pattern("counts", "faults").search(noun):  # 其中7台·限位失灵
        return base_of(scene, draft) is not None
    return fits(draft.quantity.unit, noun) is False and _has_antecedent(scene, draft)


def _in_full(scene: Scene, draft: Draft, item: str | None) -> str | None:
    """«42个教学班中，35个班»: the name as it was told before."""
    base = base_of(scene, draft)
    short = base and base.item and item and base.sentence == draft.sentence and base.item.endswith(item)
    return base.item if base and short and len(item or "") == 1 else item


def _has_antecedent(scene: Scene, draft: Draft) -> bool:
    return base_of(scene, draft) is not None or topic_of(scene, draft) is not None


def _people_by_deed(scene: Scene, draft: Draft, right: int) -> None:
    """«发现18人无证上岗»: people without a noun are counted by what they did."""
    deed = scene.text[draft.quantity.end : right]
    if not draft.action or draft.action in load("actions")["light"] or _counted_before(scene, draft):
        return  # 派出60余人赶赴现场: people are sent
    fits = re.match("[\u4e00-\u9fff]{2,8}$", deed) and not pattern("counts", "takes_part").search(deed)
    if draft.quantity.unit in ("人", "名") and fits and (not draft.item or draft.item == draft.action):
        draft.item, draft.end = trimmed_deed(deed), right


def _counted_before(scene: Scene, draft: Draft) -> bool:
    """Whether the people are those of the figure before: «员工23人中，3人证件过期», «42户162人计划搬迁»."""
    last = scene.drafts[-1] if scene.drafts else None
    if last and adjoins(last, draft):
        return True
    base = base_of(scene, draft)
    return base is not None and base.sentence == draft.sentence and is_person(base.item or "")


def _take_before(scene: Scene, draft: Draft, before: Noun) -> None:
    last = scene.drafts[-1] if scene.drafts else None
    guessed = not before.direct or (before.action is not None and not is_action(before.action))
    unknown = before.item and before.direct and before.action and not is_action(before.action)
    if last and unknown and goes_on_list(scene, last, before.start):  # 拖拉机1846台、联合·收割机733台
        before = replace(before, item=clean_text(f"{before.action}{before.item}"), action=None)
    if before.item and guessed and last and last.action and is_listed(scene, last, draft):
        name = clean_text(before.phrase or scene.text[before.start : draft.quantity.start])
        before = replace(before, item=name, action=None)  # 安装报警装置42套、视频监控860个
    if case := read_case(scene, draft, before):
        draft.item, draft.start = case.item, case.start
        share_action(scene, draft)
        return
    draft.action = before.action and act_of(before.action)
    if before.cause:
        draft.subject, draft.start = before.cause, before.start
        return
    role = role_of(scene, draft, before)
    if holders := _holders(scene, draft, before):
        draft.item, draft.rule, draft.start = holders, "noun-from-before", before.start
        return
    if role == "owner":
        draft.subject, draft.action = clean_text(before.phrase), None
    elif role == "state":
        draft.own = clean_text(before.phrase)
        ends = not draft.action or (draft.own or "").endswith(draft.action)
        if ends and scene.text.startswith("的", before.end):  # 进入绿区的·有3个, 跨汛期施工的·31个
            draft.action = draft.own
    elif role == "item" and (owned := owner_of_case(scene, draft, before)):
        (draft.subject, draft.item), draft.rule, draft.action = owned, "noun-from-before", None
    elif role == "item":
        draft.item = before.item
    if before.start >= 0:
        draft.start = before.start
    share_action(scene, draft)
