"""Nouns of figures that jieba's cut left too short or too long, set right by what stands around them in the text.

«重复率达8.2%», «指挥手1人»: a last syllable belongs to the word before it. Half a quotation is no name.
«下发停产停业整顿指令书11份»: what is issued is named whole. «由内攻组4人»: who acts is named without who sends them.
"""

import re

from extract.drafts import Draft, Scene, is_people
from extract.items import clean_text
from extract.lexicon import fits, is_person
from extract.rulebook import pattern

_SYLLABLES = frozenset("率手工师器仪")
_ISSUED = re.compile("(?:下达|下发|发出|开具|印发|送达|签发|制发)(?:了|各类)?(?P<name>[^，。；、：“”《》\\d]{4,16})$")
_SENT = re.compile("^[^，。；]*?(?:决定由|命令|安排|由)(?=[\u4e00-\u9fff]{2})")
_GOES = re.compile(
    "^(?:先后|自行|分别|陆续|被|已)*(?:到|赴|前往|送往|送至|送到)[\u4e00-\u9fff]{2,5}?(?=[\u4e00-\u9fff]{2}$)"
)
_PAPERS = frozenset({"份", "张", "封"})
_FAR = 24  # characters before a figure in which its name is sought
_FINE = re.compile(
    "(?P<who>[\u4e00-\u9fff]{1,14}(?:公司|部门|项目部|单位|企业|大队|支队|园区|中心|商行|[局厂店站所矿场部社院校]))(?:被|处|顶格|合计|共|各|受|挨)*罚款"
)


def set_right(scene: Scene, draft: Draft) -> None:
    """Gives a draft the whole of its noun, and no more than that."""
    item = draft.item
    if not item:
        return
    if item in _SYLLABLES:
        _join_syllable(scene, draft, item)
    elif "”" in item and "“" not in item:
        draft.item = _in_quotes(scene, draft, item)
    elif draft.quantity.unit in _PAPERS:
        _take_paper(scene, draft, item)
    elif is_people(draft):
        sent = _SENT.sub("", item)
        named = is_person(sent) or sent.endswith("组")
        draft.item = (clean_text(sent) if named else None) or item


def trimmed_deed(deed: str) -> str:
    """What people did, without where to: 就诊 of 到医院就诊."""
    return _GOES.sub("", deed)


def fits_better(unit: str, before: str | None, after: str | None) -> bool:
    """Whether a unit cannot count the word behind a figure, but can count the one before: 巡逻艇2艘赶到."""
    return bool(before and after) and fits(unit, after or "") is False and bool(fits(unit, before or ""))


def part_fine(draft: Draft) -> None:
    """«该公司·顶格罚款10万元»: a fine, and who was fined or who fined them."""
    fine = _FINE.fullmatch(draft.item or "")
    if fine:
        draft.item, draft.subject = "罚款", draft.subject or fine["who"]


def sum_paid(draft: Draft) -> str | None:
    """«奖励达标企业635万元»: what a sum is by the act, where the noun is whom it goes to; None for another noun."""
    paid = re.match("罚款|奖励|补助|补贴|赔偿|赔付", draft.action or "")
    whom = is_person(draft.item or "") or pattern("counts", "fined_person").search((draft.item or "") + "罚款")
    return paid[0] if paid and whom else None


def _in_quotes(scene: Scene, draft: Draft, item: str) -> str:
    """A name with both its quotation marks; where people are quoted, the words behind them."""
    quoted, _, tail = item.rpartition("”")
    if len(tail) > 1 and is_person(quoted) and not is_person(tail):
        return tail
    at = scene.text.rfind("“" + item, max(0, draft.quantity.start - 2 * _FAR), draft.quantity.end + len(item) + 2)
    return "“" + item if at >= 0 and item.count("”") == 1 else item


def _join_syllable(scene: Scene, draft: Draft, item: str) -> None:
    at = scene.text.rfind(item, max(scene.span.start, draft.quantity.start - _FAR), draft.quantity.start)
    words = scene.words.between(max(scene.span.start, at - 6), at) if at >= 0 else []
    if words and words[-1].end == at and len(words[-1].text) > 1 and words[-1].tag[:1] not in "pcuxmq":
        draft.item, draft.start = words[-1].text + item, words[-1].start
        if draft.action and words[-1].text in draft.action:
            draft.action = None


def _take_paper(scene: Scene, draft: Draft, item: str) -> None:
    before = scene.text[max(scene.span.start, draft.quantity.start - _FAR) : draft.quantity.start]
    issued = _ISSUED.search(before)
    name = issued["name"] if issued else ""
    if name.endswith(item) and len(name) > len(item):
        draft.item, draft.action = clean_text(name), before[issued.start() :][:2] if issued else draft.action
