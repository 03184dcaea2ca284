"""«同比、环比均增加1起»: a rise or fall told against two times, so that each has a count of its own."""

import re
from dataclasses import replace

from extract.drafts import Draft, Scene
from records import Change

_BOTH = re.compile("(?P<one>同比|环比)(?:[、和及与]|以及)(?P<other>同比|环比)(?P<apart>分别)?")
_CLAUSE_END = re.compile("[，；。]|$")


def share_bases(scene: Scene) -> None:
    """Leaves a draft for each of two comparisons that one rise is told against; 分别 gives each its own."""
    for told in reversed(list(_BOTH.finditer(scene.text, *scene.span))):
        end = _CLAUSE_END.search(scene.text, told.end(), scene.span.end)
        run = [one for one in scene.drafts if one.change and end and told.end() <= one.quantity.start < end.start()]
        if told["apart"] and len(run) == 2 and run[0].quantity.unit == run[1].quantity.unit:
            for draft, basis in zip(run, ("one", "other"), strict=True):
                _measure(draft, told[basis], told.start(basis))
            run[1].item = run[0].item
            continue
        for draft in run:
            second = replace(draft)
            _measure(draft, told["one"], told.start("one"))
            _measure(second, told["other"], told.start("other"))
            scene.drafts.insert(scene.drafts.index(draft) + 1, second)


def _measure(draft: Draft, basis: str, start: int) -> None:
    """Makes a draft the change against such a time, whose words stand at start."""
    if draft.change:
        draft.change, draft.start = Change(basis, draft.change.direction), start
