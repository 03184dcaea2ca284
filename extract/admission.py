"""Which of the dangers that a text names are records. Annotation guide, «hazard».

None are: prohibitions, promises and demands, advice, what a law or a condition speaks of, titles, names of campaigns,
failings in the handling of hazards, an authority's own shortcomings, general failings that name no act.
"""

import re
from functools import cache

from extract.defects import Defect, book
from extract.mentions import Mention
from extract.sentences import Span
from extract.sites import Sites
from language.quick import compiled

_VIOLATIONS = re.compile(r"违法|违规|违章|隐患|行为|问题|乱象|现象|情形")
_IF_SO = re.compile(r"的(?:[^，。；\d]{0,8}(?:坚决|要|依法|将|责令|应)|，)")
_MAY_NOT = re.compile(r"的(?:企业|单位|人员|车辆|船舶)?，?(?:一律)?(?:不得|不准|不予|不能|严禁)")
_VERDICT = re.compile(
    r"(?:属于?|构成|列为|判定为|认定为|确定为|系|按)[^，。；]{0,6}(?:重大|一般|较大)[^，。；]{0,6}隐患"
)
_HANDLING = compiled(
    r"(?:资金|经费|投资)[^，。；]{0,10}(?:未|不)|(?:整改|排查|整治|治理|自查|销号|报送|督办|闭环)[^，。；]{0,5}(?:不|未|缺|走过场|流于|滞后)|隐患[^，。；]{0,12}达不到|(?:未|(?<!拒)不)[^，。；]{0,6}(?:整改|治理到位|自查自改|销号)|逾期仍?未(?:达标|整改|改正|完成|落实|办结)"
)
_HAPPENED = re.compile(r"(?:导致|造成|致使|引发|引起|发生)[^，。；、]{0,12}$")  # an event, not a state
_BROKEN = re.compile(
    r"(?:违反|不符合|违背|依据|根据|按照|触犯)[^。；]*$"
)  # a law that was broken or is applied, not one told
_BY_TITLE = re.compile(
    "[^，。；《]{0,12}未(?:严格|认真)?(?:按照?|依照|依据|根据|遵照|遵守|执行)《"
)  # what was not done as a rule of that title demands
_MEANT = re.compile(r"拟(?!建)|计划|准备|将(?!军)")  # what is to be done about it: «拟停用并送检»
_HANDLES = re.compile(r"(?:整改|排查|整治|治理|自查|督办)$")
_RENEWED = re.compile(r"(?:更换|更新|维修|修复|整修|清理|拆除|清除|改造|消除|疏通)[^，。；、]{0,4}$")
_CONCEALS = compiled(r"(?:隐瞒|[瞒谎迟漏]报)[^，。；、]{0,4}事故|事故[^，。；、]{0,4}(?:隐瞒|[瞒谎迟漏]报)")
_SHARE = re.compile(r"(?:[^，。；]{0,20}分别)?占[总全比约近\d]")  # «吸烟、玩火分别占8.1%、2.4%»: statistics of causes
_REFUSES = re.compile(r"拒不|屡(?:教|查)|弄虚作假")  # «对拒不整改的，依法从重处罚»: who does not mend
_OFFICIAL = re.compile(r"监管|执法|网格|力量|部门")


def admits(mention: Mention, sites: Sites) -> bool:
    """Whether a danger is a record."""
    defect, text = mention.defect, sites.text
    if _is_name(text, defect, sites.sentence) or _is_handling(text, defect):
        return False
    if _CONCEALS.search(text, defect.start, defect.end + 4):
        return False
    if _SHARE.match(text, defect.end):
        return False
    if mention.lead in ("ban", "demand", "condition") or _MAY_NOT.match(text, defect.end):
        return False
    if defect.rule.kind == "state" and _HAPPENED.search(text, max(defect.head, defect.cue - 20), defect.cue):
        return False
    if _MEANT.match(text, mention.defect.start) or _MEANT.match(text, mention.defect.head):
        return False
    if defect.rule.kind == "state" and defect.told < defect.end and _RENEWED.search(text[defect.head : defect.start]):
        return False  # «更换老化电缆1800米»
    if mention.lead == "crackdown" and _REFUSES.match(text, defect.start):
        return False
    if mention.lead == "warded" and defect.rule.kind != "act":
        return False
    if defect.strength == "weak" and _IF_SO.match(text, defect.end):
        return False
    if sites.passage.mode != "finding" and is_law(text, sites.sentence.start, defect.end):
        return False
    if mention.lead != "crackdown" and defect.rule.kind != "state" and sites.office_fails(defect):
        return False
    return _weak_one_stands(mention, sites) if defect.strength == "weak" else _strong_one_stands(mention, sites)


def _weak_one_stands(mention: Mention, sites: Sites) -> bool:
    """A general failing: in a list of violations that are fought, or found at a unit."""
    if mention.lead == "crackdown":
        return bool(_VIOLATIONS.search(mention.closing))
    if sites.passage.concrete and sites.passage.mode == "finding":
        return not _OFFICIAL.search(sites.text, mention.defect.start, mention.defect.end)
    unit = sites.unit_of(mention.defect)
    if unit is None or _OFFICIAL.search(sites.text, mention.defect.start, mention.defect.end):
        return False
    return sites.passage.mode == "finding" or (unit.named and mention.lead in ("finding", ""))


def _strong_one_stands(mention: Mention, sites: Sites) -> bool:
    """An act or a defect: wherever something around says that it is one and not just thought of."""
    if mention.lead or sites.passage.mode or mention.closing:
        return True
    defect = mention.defect
    return (
        sites.is_fact(defect)
        or sites.is_item_line()
        or bool(_VERDICT.search(sites.text, defect.end, min(sites.sentence.end, defect.end + 80)))
    )


def _is_handling(text: str, defect: Defect) -> bool:
    """Whether what fails is the handling of hazards, not the plant: «整改不力», «排查不彻底»."""
    if _HANDLING.search(text, defect.start, defect.end):
        return True
    bare = defect.cue == defect.start and defect.rule.kind in ("thing", "weak")
    return bare and bool(_HANDLES.search(text, defect.head, defect.start))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return book().compile("$law|$advice"), book().compile("$campaign")


def is_law(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] tells a law or gives advice; a provision cited after a danger lies outside it."""
    found = _patterns()[0].finditer(text, max(start, end - 400), end)
    return any(not _BROKEN.search(text, max(start, match.start() - 40), match.start()) for match in found)


def _is_name(text: str, defect: Defect, sentence: Span) -> bool:
    """Whether the phrase is (part of) a title or a campaign's name."""
    campaign = _patterns()[1]
    if defect.rule.kind != "state" and (campaign.match(text, defect.end) or campaign.match(text, defect.told)):
        return True
    before, after = text[max(sentence.start, defect.start - 60) : defect.start], text[defect.end : defect.end + 60]
    inside = before.rfind("《") > before.rfind("》") and "》" in after
    return inside or ("《" in text[defect.start : defect.end] and not _BY_TITLE.match(text, defect.start))
