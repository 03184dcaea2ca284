"""The act that a figure came from: the verb before it, the one behind its noun, or that of the list it is in."""

import re
from collections.abc import Sequence

from extract.drafts import Draft, Scene
from extract.items import Noun, act_of
from extract.lexicon import is_action
from extract.rulebook import load
from extract.words import Word
from language.numerals import units

_NO_ACT_OF = frozenset({"完成", "推进", "确保"})  # what they govern is the act behind the noun: 完成28家企业核查


def take_action(scene: Scene, draft: Draft, before: Noun, right: int) -> None:
    """The act for a figure with its noun behind it."""
    clause = scene.clause_of(draft.quantity)
    if before.action in _NO_ACT_OF and scene.text[draft.end : draft.end + 1] not in "，、。；":
        draft.start = before.start
    elif before.action:
        draft.action, draft.start = act_of(before.action), before.start
    elif draft.action:
        return
    elif re.search(load("counts")["object_mark"], scene.text[clause.start : draft.quantity.start]):
        draft.action = _closing_act(scene.words.between(draft.end, clause.end))
    elif taking_part := re.match(load("counts")["took_part"], scene.text[draft.end : right]):
        draft.action = taking_part["act"]
    else:
        share_action(scene, draft)


def take_what_became(scene: Scene, draft: Draft, right: int) -> None:
    """«256处已完成整改», «共84人参加»: what became of them, or what they did, stands behind the figure."""
    problems = draft.quantity.unit in load("counts")["same_kind"]["problems"]
    pattern = load("counts")["became"] if problems else load("counts")["took_part"]
    if deed := re.compile(pattern).match(scene.text, draft.quantity.end, right):
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


def is_listed(scene: Scene, last: Draft, draft: Draft) -> bool:
    """Whether only a list mark stands between two figures with their words."""
    return bool(re.fullmatch("(?:[、和及与]|以及|，?(?:以及|及|和))(?:各类)?", scene.text[last.end : draft.start]))


def _closing_act(words: Sequence[Word]) -> str | None:
    """The verbs that end a clause: «对8家企业进行复核评估» gives 复核评估; None where they have an object."""
    chain = ""
    for word in reversed(words):
        if not is_action(word.text):
            break
        chain = word.text + chain
    return re.sub("^(?:进行|开展|实施|予以|给予)(?=.)", "", chain) or None
