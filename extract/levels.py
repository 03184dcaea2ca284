"""Level of a danger, 重大 or 一般, where the words around it give one."""

import re

from extract.defects import Defect
from extract.sentences import Span
from records.facts import Level

_REACH = 200
_LEVEL = re.compile(
    r"(?P<level>重大|一般)(?:生产)?(?:事故|火灾|安全|消防|燃气|交通)*(?:风险)?隐患(?!专项|排查|判定|整治|治理|台账|清单|动态|数据|大|“?清零|自查|信息|管理|的?整改|标准|督办|挂牌|识别|线索)"
)
_HEAD = re.compile(
    r"(?P<level>重大|一般)(?:性)?(?:的)?(?:生产|安全|事故|火灾|消防|燃气|交通|质量)*(?:风险)?(?:隐患|问题)(?!专项|排查|判定|整治|治理(?!情况|进展)|动态|“?清零|自查|的?整改(?!情况|进展)|标准|线索)"
)
_HAS = re.compile(r"存在|发现|有|查出|：|属于?|是|的")
_HEADS_LIST = re.compile(r"[^，。；：]{0,16}(?:，[^，。；：]{0,16})?[：为]")
# «…，均属重大隐患», «…（一般隐患）»
_VERDICT = re.compile(
    r"(?!.*其中)[^。；]{0,60}?(?:(?:属于?|构成|为|判定|列为|系|认定|等|按|以上|上述)[^，。；]{0,8}|（)$"
)
_OF_ONE = re.compile("[该此][条项]")
_ANNOUNCED = re.compile(r"[\d一二两三四五六七八九十]+[处项条个](?P<level>重大)[^，。；]{0,6}隐患[^。；]{0,30}[。：\n]$")


def level_of(text: str, defect: Defect, sentence: Span, paragraph: int) -> Level | None:
    """Level that stands before a danger, in the verdict after it, or in the sentence before.

    paragraph  where the paragraph begins; no sentence before it is asked
    """
    low = max(sentence.start, defect.start - _REACH)
    before = [m for m in _LEVEL.finditer(text, low, defect.start) if _leads_to(text, m, defect.start)]
    if before:
        return _named(before[-1])
    far = min(sentence.end, defect.tail + 80)
    line = text.find("\n", defect.end, far)  # a verdict lines below is told of the list (extract/verdicts.py)
    after = _LEVEL.search(text, defect.end, far if line < 0 else line)
    if after and _VERDICT.match(text[defect.end : after.start()]):
        return _named(after)
    announced = _ANNOUNCED.search(text, max(paragraph, sentence.start - 60), sentence.start)
    return _named(announced) if announced else None


def level_in(words: str) -> Level | None:
    """Level named by a header, a class of danger or what closes a list of them; none by «（此条为一般隐患）»."""
    match = _LEVEL.search(words)
    return _named(match) if match and not _OF_ONE.search(words, 0, match.start()) else None


def level_of_head(words: str) -> Level | None:
    """Level that a heading gives to all that stands below it: «重大事故隐患清单», «一般隐患(3处)»."""
    found = list(_HEAD.finditer(words))
    return _named(found[-1]) if found else None


def _named(match: re.Match[str]) -> Level:
    return "重大" if match["level"] == "重大" else "一般"


def _leads_to(text: str, level: re.Match[str], danger: int) -> bool:
    """Whether a class named before a danger is its class: «存在重大隐患：», «重大隐患1条，为»."""
    between = text[level.end() : danger]
    if _HEADS_LIST.match(between):
        return True
    had = _HAS.search(text, max(0, level.start() - 12), level.start())
    one_list = "；" not in between and (len(between) < 50 or "，" not in between)
    return one_list and had is not None
