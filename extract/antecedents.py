"""The noun of a figure that brings none: that of the figure, or of the topic, that it goes on with.

«投诉60件，东城占20件»: 东城 is whose they are, 投诉 what is counted. «应建4120具，缺口734具» tells states of what the
sentence is about. A figure goes on with the nearest one before it that counts in the same unit.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Literal

from extract.compounds import joined
from extract.drafts import Draft, Scene, is_people, same_kind
from extract.items import Noun, clean_text
from extract.lexicon import finding_in, fits, is_action, is_finding, is_owner, is_person, is_place, is_state, unfit
from extract.preceding import noun_before
from extract.rulebook import load, pattern
from extract.words import Word
from language.numerals import units

_JOINS = re.compile("、|和|及|以及")
_COUNTED = re.compile("^(?:全部|这|上述)?[\\d一二两三四五六七八九十百千]+(?:起|件|宗|例|处|项|条|个|名|家|辆|艘)(?=..)")
_TOPIC_REACH = 120  # characters of the sentence before a figure in which its topic is sought
_STRICT = frozenset({"家", "家次", "名", "位", "辆", "艘"})  # units that count one kind of thing only
_POSTS = re.compile("(?:缺口|缺额|编制|名额|指标|岗位)$")  # counted as the people are whom they are for
_MODIFIERS = ("n", "b", "j", "l", "s", "i", "z")

_GRADED = re.compile("(?:特别重大|特大|重特大|重大|较大)[^，。；]{0,8}(?:事故|火灾)$")
_KINDS = frozenset({"起", "件", "宗", "例"})  # what is counted in them comes in kinds: 超员412起, 未戴头盔57起

Role = Literal["item", "owner", "state"]


def role_of(scene: Scene, draft: Draft, before: Noun) -> Role:
    """What the words before a figure are to it: what is counted, whose it is, or in what state."""
    unit, phrase = draft.quantity.unit, clean_text(before.phrase) or ""
    if not phrase:
        return "item"
    if (
        before.item
        and not before.action
        and (unfit(unit, before.item) or (unit == "分" and not fits(unit, before.item)))
    ):
        return "owner"
    if not before.item:
        return "state" if not before.action else "item"
    if before.action and is_owner(phrase) and _is_part_of_findings(scene, draft):
        return "owner"  # 隐患15项，其中道路运输9项
    if pattern("counts", "grades").search(phrase) or _names_thing(unit, before.item):
        return "item"
    base = base_of(scene, draft)
    model = base.item if base else _headed(scene, draft)
    if _parts_head(scene, draft, base) and not is_finding(before.item):
        return "owner"
    if model is None:
        return "item"
    if (
        unit in _STRICT
        and not before.action
        and not _POSTS.search(before.item)
        and not before.item.endswith("工程")  # clerks count them like the firms beside them: 在建工程6家
        and fits(unit, before.item) is False
        and fits(unit, model)
    ):
        return "state"
    if _is_sibling(scene, draft) and fits(unit, before.item) is None:
        return "owner"
    if len(model) > 1 and phrase.endswith(model[-2:]):
        return "item"  # 21个标段，路基标段8个
    if _lists_another(scene, draft) or (is_people(draft) and is_person(phrase)):
        return "item"
    divided = not before.action and _is_divided(scene, draft, model)
    if unit == "个" and pattern("counts", "places_counted").search(phrase):
        return "item"
    if is_place(phrase) or (divided and is_owner(phrase)):
        return "owner"
    if is_state(phrase) and not (unit in _KINDS and before.item):
        return "state"
    if divided or (is_owner(phrase) and fits(unit, before.item) is False and not before.action):
        return "owner"
    return "item"


def _is_part_of_findings(scene: Scene, draft: Draft) -> bool:
    """Whether the figure before, in the same unit and sentence, counts what was found, but not acts."""
    base = base_of(scene, draft)
    if base is None or base.sentence != draft.sentence or not is_finding(base.item or ""):
        return False
    return not pattern("counts", "kinds_of_parts", "acts").search(base.item or "")


def _parts_head(scene: Scene, draft: Draft, base: Draft | None) -> bool:
    """Whether cases are told of by what the sentence opens with: 火灾中，居民住宅19起、厂房3起."""
    if draft.quantity.unit not in _KINDS or (base and base.sentence == draft.sentence):
        return False
    head = _headed(scene, draft)
    return head is not None and is_finding(head)


def _is_sibling(scene: Scene, draft: Draft) -> bool:
    """Whether the last figure in the unit is one part of something, told by its cause or owner, so that this is one."""
    alike = [one for one in scene.near() if one is not draft and one.quantity.unit == draft.quantity.unit]
    last = alike[-1] if alike else None
    return last is not None and last.rule in ("noun-from-before", "divided") and last.subject is not None


def _lists_another(scene: Scene, draft: Draft) -> bool:
    """Whether a figure goes on a list of things in other units: 警示标志56块、减速带12条."""
    last = scene.drafts[-1] if scene.drafts else None
    listed = last and _JOINS.fullmatch(scene.text[last.end : draft.start][:2].strip())
    return bool(last and listed and last.quantity.unit != draft.quantity.unit and not last.subject)


def _is_divided(scene: Scene, draft: Draft, model: str) -> bool:
    """Whether bare words behind a figure say which part of it: 隐患280处，电气96处; 发送旅客286人次、水路12人次."""
    if draft.quantity.unit in load("counts")["same_kind"]["problems"]:
        return bool(pattern("counts", "divided").search(model))
    base = base_of(scene, draft)
    inside = base is not None and base.sentence == draft.sentence
    return is_people(draft) and draft.quantity.unit not in ("名", "位") and is_person(model) and inside


def _names_thing(unit: str, noun: str) -> bool:
    """Whether a noun may be counted in the unit by what it is."""
    return not is_state(noun) and (is_finding(noun) or bool(fits(unit, noun)))


def base_of(scene: Scene, draft: Draft) -> Draft | None:
    """The nearest figure before, of the sentence or its paragraph, that counts in the same unit and has a noun."""
    unit = draft.quantity.unit
    inside = [one for one in scene.near() if one is not draft and one.quantity.start < draft.quantity.start]
    for drafts in (inside, scene.earlier):
        for one in reversed(drafts):
            if one.item and not one.change and (one.quantity.unit == unit or _are_people(one, draft)):
                return one
    return None


def _are_people(one: Draft, draft: Draft) -> bool:
    """«抽查的15名电工中，6人无证»: people, whatever classifier they are told with."""
    return is_people(one) and is_people(draft) and is_person(one.item or "")


def base_within(scene: Scene, draft: Draft) -> Draft | None:
    """The figure that a draft goes on with in its own sentence; None where a part ends and the whole may be meant."""
    base = base_of(scene, draft)
    inside = base is not None and base.sentence == draft.sentence
    return base if inside and base and base.whole is None and draft.quantity.unit not in units()["rates"] else None


def topic_of(scene: Scene, draft: Draft) -> str | None:
    """The noun that the sentence is about before a figure: «134家民宿中，取得证件的89家», «得分：平溪镇96.5分».

    It is the last noun that the unit goes with, or what stands before «中，» and «：».
    """
    start = max(scene.span.start, draft.quantity.start - _TOPIC_REACH)
    if fits(draft.quantity.unit, "") is not None:
        names = [name for run in _names(scene.words.between(start, draft.start)) for name in _beginnings(run)]
        return next((joined(name) for name in reversed(names) if fits(draft.quantity.unit, joined(name))), None)
    return _headed(scene, draft) or subject_of(scene, draft)


def _headed(scene: Scene, draft: Draft) -> str | None:
    """The noun before «中，», and before a colon that only names stand behind."""
    start = max(scene.span.start, draft.quantity.start - _TOPIC_REACH)
    for head in reversed(list(re.finditer("中[，：]?|内[，：]|：(?=[^，；。：]*$)", scene.text[start : draft.start]))):
        noun = noun_before(
            scene.words.between(_clause_start(scene, start + head.start()), start + head.start()), ""
        ).item
        noun = noun and _COUNTED.sub("", noun)  # 702起·火灾中
        remark = head[0] == "：" and noun and pattern("counts", "no_topic").search(noun)
        if noun and (is_finding(noun) or not is_owner(noun)) and not is_state(noun) and not remark:
            return noun
    return None


def _clause_start(scene: Scene, at: int) -> int:
    number = scene.clause_at(at)
    return scene.clauses[number].start if number >= 0 else scene.span.start


def subject_of(scene: Scene, draft: Draft) -> str | None:
    """«二是市政消火栓欠账较多，应建4120具»: the noun that a clause without a figure begins with."""
    figures = [one.quantity.start for one in scene.near() if one is not draft]
    for clause in reversed(scene.clauses[: scene.clause_at(draft.start) + 1]):
        if clause.end < draft.start - _TOPIC_REACH:
            break
        if clause.end > draft.start or any(clause.start <= at < clause.end for at in figures):
            continue
        opening = re.match(
            "[一二三四五六七八九十]+是|其[一二三四五]|第[一二三四五]", scene.text[clause.start : clause.end]
        )
        start = clause.start + (opening.end() if opening else 0)
        name = joined(next(_names(scene.words.between(start, clause.end)), []))
        begins = bool(name) and scene.text.startswith(name, start)
        if name and begins and len(name) > 2 and not is_owner(name) and not pattern("counts", "no_topic").search(name):
            return clean_text(name)
    return None


def _names(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Runs of nouns and what modifies them, in order."""
    run: list[Word] = []
    for word in words:
        if (word.tag[:1] in _MODIFIERS or word.tag in ("vn", "an")) and not is_action(word.text):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _beginnings(run: list[Word]) -> Iterator[list[Word]]:
    """The beginnings of a run, the shortest first: 九小场所, 九小场所·隐患."""
    return (run[: at + 1] for at in range(len(run)))


def root_of(scene: Scene, base: Draft) -> str | None:
    """The noun that parts share: after 住宅火灾273起、厂房火灾19起 another place's figure is of 火灾."""
    like = [one for one in (*scene.earlier, *scene.near()) if one.item and one.quantity.unit == base.quantity.unit]
    at = next((at for at, one in enumerate(like) if one is base), 0)
    if not at or not base.item:
        return base.item
    pairs = zip(base.item[::-1], (like[at - 1].item or "")[::-1], strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return base.item[-shared:] if shared > 1 else base.item


def finding_before(scene: Scene) -> str | None:
    """The last noun of things found or happening that was counted before, without what modifies it: 问题, 事故."""
    nouns = [one.item for one in (*scene.earlier, *scene.near()) if one.item and not one.change]
    return next((match for noun in reversed(nouns) if (match := finding_in(noun))), None)


def model_of(scene: Scene, draft: Draft) -> Draft | None:
    """The figure before whose noun a figure without one takes; None where none counts the same kind of thing."""
    unit, inside = draft.quantity.unit, [one for one in scene.near() if one is not draft and one.item]
    if inside and adjoins(inside[-1], draft):
        return inside[-1]
    if unit in units()["rates"] and not draft.change:
        return _base_of_rate(scene, draft, inside)
    if draft.change and inside:
        if unit in ("%", "‰", "倍") and _goes_on_change(scene, inside[-1], draft):
            return inside[-1]
        steady = [one for one in inside if not one.change] or inside
        if unit in ("%", "‰", "倍"):
            return steady[-1]
        return next((one for one in reversed(steady) if one.quantity.unit == unit), steady[-1])
    if unit in units()["measures"] and not unit.endswith("元") and inside:
        return inside[-1]
    alike = [one for one in inside if same_kind(one.quantity.unit, unit)]
    exact = [one for one in alike if one.quantity.unit == unit]
    earlier = [one for one in scene.earlier if one.item and one.quantity.unit == unit and not is_people(one)]
    return _model_of_parts([*earlier, *(exact or alike)], draft)


def _goes_on_change(scene: Scene, last: Draft, draft: Draft) -> bool:
    """«死亡人数减少19人、下降8.1%»: the same change told in per cent."""
    if not last.change or last.quantity.unit in units()["rates"]:
        return False
    return scene.text[last.quantity.end : draft.start] in ("、", "，")


def adjoins(last: Draft, draft: Draft) -> bool:
    """«转移群众31户97人»: two measures of one thing."""
    return last.end == draft.quantity.start and last.quantity.end == last.end


def _base_of_rate(scene: Scene, draft: Draft, inside: Sequence[Draft]) -> Draft | None:
    """«由71.6%提高到92.3%» goes on with the rate; «4家未检，占26.7%» is a share of what was counted."""
    before = scene.text[max(scene.span.start, draft.quantity.start - 12) : draft.quantity.start]
    share = re.search("占[^，。；]{0,10}$", before) or "成" in draft.quantity.text
    if share:
        counted = [one for one in (*scene.earlier, *inside) if one.item and not one.change]
        return next((one for one in reversed(counted) if not _is_rate(one)), None)
    rates = [one for one in inside if one.quantity.unit == draft.quantity.unit]
    return rates[-1] if rates and re.search("[到至为](?:了)?$", before) else None


def _is_rate(draft: Draft) -> bool:
    return draft.quantity.unit in units()["rates"]


def _is_graded_and_fewer(one: Draft, draft: Draft) -> bool:
    """Whether a figure counts accidents of one grade, and so few that a greater one counts all: 较大1起…累计·58起."""
    few, many = one.quantity.value, draft.quantity.value
    return few is not None and many is not None and few < many and _GRADED.match(one.item or "") is not None


def _model_of_parts(like: Sequence[Draft], draft: Draft) -> Draft | None:
    """Whose noun a figure takes: the last one's, or the whole's where the last are parts that it does not fit into.

    «其中重大23项，整改17项» goes on about the part; «其中一般80处、重大20处，已整改90处» goes back to the whole.
    """
    like = [one for one in like if not _is_graded_and_fewer(one, draft)]
    if not like:
        return None
    last = like[-1]
    parts = [one for one in like if one.whole is last.whole]
    fitting = last.quantity.value is None or draft.quantity.value is None or draft.quantity.value <= last.quantity.value
    if last.whole is None or draft.whole is not None or (len(parts) == 1 and fitting):
        return last
    return last.whole
