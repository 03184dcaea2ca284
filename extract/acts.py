"""The act that a figure came from: the verb before it, the one behind its noun, or that of the list it is in."""

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.drafts import Draft, Scene, is_people
from extract.items import Noun, act_of
from extract.lexicon import is_action, is_finding
from extract.rulebook import load, pattern
from extract.words import Word
from language.numerals import units

_JOINS = re.compile("(?:[、和及与]|以及|，?(?:以及|及|和))(?:各类|各种)?")
_BESIDE = 8  # characters before a figure in which its verb is sought
_LEFT = re.compile("剩余|余下|剩下")
_DECIDES = frozenset({"决定", "要求", "同意", "计划", "拟"})  # 决定对6处隐患挂牌督办: what is done stands at the end
_SUFFERS = ("给予", "处以", "采取")  # 11名公职人员给予党纪政务处分
_BRINGS_ABOUT = re.compile("完成|推进|确保")
EVENT_KINDS = frozenset({"起", "件", "宗", "例"})  # a list of them may go on over commas: 查处酒驾12起，醉驾3起
# whose things are also measured: 储备砂石75方
_STOCKS = re.compile("储备|储存|配备|配置|购置|购买|采购|调拨|调运|投放|出动|投入")
_NO_THINGS = frozenset({"次", "人次", "起", "例", "宗", "人", "名", "家", "户", "分"})
_NO_ACT_OF = frozenset({"完成", "推进", "确保"})  # what they govern is the act behind the noun: 完成28家企业核查


def take_action(scene: Scene, draft: Draft, before: Noun, right: int) -> None:
    """The act for a figure with its noun behind it."""
    clause = scene.clause_of(draft.quantity)
    objects = pattern("counts", "object_mark").search(scene.text[clause.start : draft.quantity.start])
    if before.action in _NO_ACT_OF and scene.text[draft.end : draft.end + 1] not in "，、。；":
        draft.start = before.start
    elif before.action in _DECIDES and objects:
        draft.action, draft.start = _closing_act(scene.words.between(draft.end, clause.end)), before.start
    elif before.action and pattern("counts", "no_act").fullmatch(before.action):
        draft.start = before.start
    elif before.action:
        draft.action, draft.start = act_of(before.action), before.start
    elif draft.action:
        return
    elif signed := pattern("counts", "signs_with").match(scene.text[clause.start : clause.end]):
        draft.action = signed["act"] + (signed["what"] or "")  # 与9个县、14个部门·签订责任书
    elif objects:
        draft.action = _closing_act(scene.words.between(draft.end, clause.end))
    elif taking_part := pattern("counts", "took_part").match(scene.text[draft.end : right]):
        draft.action = taking_part["act"]
    else:
        share_action(scene, draft)
    if not draft.action and draft.quantity.unit not in units()["rates"]:
        draft.action = _verb_beside(scene, draft, clause.start)


def _verb_beside(scene: Scene, draft: Draft, left: int) -> str | None:
    """The verb that a figure stands right behind, be it one that we do not know: 带·三四个徒弟, 照看·68位老人."""
    words = scene.words.between(max(left, draft.quantity.start - _BESIDE), draft.quantity.start)
    while words and words[-1].text in ("了", "着", "过"):
        words.pop()
    verb = words[-1] if words else None
    known = verb is not None and pattern("counts", "no_act").fullmatch(verb.text)
    return verb.text if verb and verb.tag == "v" and not known and not is_action(verb.text) else None


def take_deed(scene: Scene, draft: Draft) -> None:
    """«4名工人清理调节池», «15艘擅自离港», «对5人采取强制措施»: what they did or what was done."""
    clause = scene.clause_of(draft.quantity)
    before = scene.text[clause.start : draft.quantity.start]
    brings_about = _BRINGS_ABOUT.search(before[-12:])
    if draft.action or draft.change or (_LEFT.search(before[-12:]) and not brings_about):
        return
    begin = max(draft.end, draft.quantity.end)
    if begin >= clause.end or (draft.quantity.unit in units()["rates"] and draft.end == draft.quantity.end):
        return
    if any(draft.quantity.end <= one.start < clause.end for one in scene.quantities if one is not draft.quantity):
        return
    if is_people(draft) and (deed := _fate_of(scene, begin, clause.end)):
        draft.action, draft.deed_behind = deed, True
        return
    told = pattern("counts", "deed").fullmatch(scene.text, begin, clause.end)
    words = scene.words.between(told.start("act"), told.end("act")) if told else []
    if not told or not words:
        return
    acts = is_action(words[0].text) or (words[0].tag[:1] in ("v", "d") and _may_act(draft, before))
    if brings_about or (told["passive"] and not acts):
        draft.action = _closing_act(words)  # 完成28家企业·核查, 7人被公安机关·刑事拘留
    elif acts or told["act"].startswith(_SUFFERS):
        draft.action = told["act"]
    draft.deed_behind = draft.action is not None


def _fate_of(scene: Scene, start: int, end: int) -> str | None:
    """What people did, or what befell them, behind the place, time or cause of it: 在责任田插秧时·遭雷击."""
    if not pattern("counts", "circumstance").fullmatch(scene.text, start, end):
        return None
    words = scene.words.between(start, end)
    at = next((at for at in reversed(range(1, len(words))) if words[at].tag[:1] == "v"), None)
    if at is None or at + 3 < len(words) or pattern("counts", "no_act").fullmatch(words[at].text):
        return None
    if words[0].text == "被" and not is_action(words[at].text):
        return scene.text[start:end]  # 被洪水围困
    alone = words[at - 1].tag == "d" or words[at - 1].text == "自行"
    return scene.text[words[at - alone].start : end]


def share_deed(scene: Scene) -> None:
    """«86户、301人被洪水围困»: what became of the last of a list became of all of it."""
    for left, right in reversed(list(pairwise(scene.drafts))):
        between = scene.text[max(left.end, left.quantity.end) : right.start]
        bare = left.action is None and left.change is None and left.item is not None and left.whole is right.whole
        if right.deed_behind and bare and (not between or _JOINS.fullmatch(between)):
            left.action, left.deed_behind = right.action, True


def _may_act(draft: Draft, before: str) -> bool:
    """Whether what is counted acts, or is an object that the clause goes on about; of a thing it tells a fault."""
    kinds = load("counts")["same_kind"]
    agents = draft.quantity.unit in (*kinds["people"], *kinds["firms"])
    return agents or pattern("counts", "object_mark").search(before) is not None


def take_what_became(scene: Scene, draft: Draft, right: int) -> None:
    """«256处已完成整改», «共84人参加»: what became of them, or what they did, stands behind the figure."""
    problems = draft.quantity.unit in load("counts")["same_kind"]["problems"]
    if deed := pattern("counts", "became" if problems else "took_part").match(scene.text, draft.quantity.end, right):
        draft.action, draft.end = deed["act"], deed.end()


def share_action(scene: Scene, draft: Draft) -> None:
    """«增设护栏2.4公里、减速带12条»: one act for a list."""
    last = scene.drafts[-1] if scene.drafts else None
    if not last or not is_listed(scene, last, draft):
        return
    if last.subject and not draft.subject and not draft.own:
        draft.subject = last.subject
    if last.action and not draft.action and draft.item and draft.quantity.unit not in units()["rates"]:
        draft.action, draft.inherits_action = last.action, True


def goes_on_list(scene: Scene, last: Draft, at: int) -> bool:
    """Whether only a list mark stands between a figure and the words at a place."""
    return bool(_JOINS.fullmatch(scene.text, last.end, max(last.end, at)))


def is_listed(scene: Scene, last: Draft, draft: Draft) -> bool:
    """Whether only a list mark stands between two figures with their words."""
    between = scene.text[last.end : draft.start]
    if between not in ("，", "，各类", "，各种"):
        return bool(_JOINS.fullmatch(between))
    unit = draft.quantity.unit
    return (last.quantity.unit == unit and unit in EVENT_KINDS) or (_does(last) and _is_thing(draft, last.action))


def _does(draft: Draft) -> bool:
    """Whether a figure behind its noun tells what was done, not what there is or what befell: 出动·警力86人."""
    return draft.rule != "casualties" and _is_behind(draft) and not (draft.action or "有").endswith("有")


def _is_behind(draft: Draft) -> bool:
    """Whether a figure stands behind its noun: 出动警力86人."""
    return draft.item is not None and draft.end == draft.quantity.end and draft.start < draft.quantity.start


def _is_thing(draft: Draft, act: str | None) -> bool:
    """Whether a figure tells of a thing that the act before may have for its object as well: 警车20台."""
    unit, item = draft.quantity.unit, draft.item or ""
    measured = unit in units()["measures"] and not (act and _STOCKS.search(act))
    if measured or unit in units()["rates"] or unit in _NO_THINGS or unit.endswith("元") or draft.change:
        return False
    return _is_behind(draft) and not (is_finding(item) or is_action(item[-2:]))


def _closing_act(words: Sequence[Word]) -> str | None:
    """The verbs that end a clause: «对8家企业进行复核评估» gives 复核评估; None where they have an object."""
    chain = ""
    for word in reversed(words):
        if not is_action(word.text):
            break
        chain = word.text + chain
    return re.sub("^(?:进行|开展|实施|予以|给予)(?=.)", "", chain) or None
