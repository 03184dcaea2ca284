"""What words beside a danger tell of its mending: that they are no danger, no part of one, or that it is gone.

«液化气瓶已用铁链固定» tells how something was mended, in «安全阀未校验1项已送检» the end does, and what was cleared
away (取缔黑加油点1个) is mended.
"""

import re
from dataclasses import replace

from extract.defects import Defect
from extract.sentences import Span
from language.quick import compiled
from records import Hazard

# what an answer calls the danger that it is on: 一、关于·“下店上宅”的问题
_NAMED_AS = re.compile("关于(?:对|存在)?[“‘]?")
# what became of so many: 信息未处置·2项已整改到位, 安全阀未校验·1项已送检
_BECAME = compiled("[\\d一二两三四五六七八九十]{1,3}[项条处个](?:均|都)?(?:已|仍|尚|正在?|未|待|限)")
# how something was mended, where nothing that is wrong is told beside it
_REMEDY = compiled(
    "[^，。；（]{0,12}?(?:(?<!报告)(?<!称)(?:已|当[天场日即]|随即)[^，。；]{0,10}?(?:固定|更换|换|盖|装|修|上锁|补齐|配齐|清理|搬|移|恢复|整改|到位|张贴|签订|加固|疏通|划[线定]|增设|取证|送检)"
    "|(?:更换|换|清理)(?:上|好|齐)?了|(?:盖|装|修|换|补)好并?)"
)
_GOES_ON_MENDING = re.compile("(?:现|均|都)?已(?:更换|拆除|安排|联系|清理|购置|加装|修复)[^。；]{0,24}，并?")
_FAULT = re.compile("[未没不无缺坏破漏堵违损锈断裂脱乱塌]|超[期限载员]|过期|老化|占用|擅自|失效|失灵|严重|倾斜|腐蚀|私")
# what was done away with: 取缔·黑加油点1个, 清理·占用消防通道的车辆; not what is to be
_DONE_AWAY = re.compile("(?:取缔|收缴|拆除|清理|清除|清走|关停|端掉|捣毁|销毁)(?:了|掉)?[^，。；：\n]{0,16}$")
_SO_MANY = re.compile(r"[^，。；：\n]*?\d")
_TO_BE = re.compile("要|将|须|应|拟|力争|确保|逐|继续|严[格厉]|依法|坚决|责令|限|立即|立案|计划|未|拒不")
_NEAR, _FAR = 20, 40  # characters behind a danger in which it is counted, and before it in which its clause begins


def unframed(text: str, defect: Defect) -> Defect:
    """The danger without the words that name its item before it, and without what became of so many behind it."""
    named = _NAMED_AS.match(text, *defect.span)
    if named and named.end() <= defect.cue:
        defect = replace(defect, start=named.end())
    became = _BECAME.search(text, *defect.span)
    if became and _FAULT.search(text, defect.start, became.start()):
        defect = _up_to(defect, became.start())
    quoted = not {"“", "‘"}.isdisjoint(text[slice(*defect.span)])
    return defect if quoted or text[defect.end - 1] not in "”’" else _up_to(defect, defect.end - 1)


def _up_to(defect: Defect, end: int) -> Defect:
    return replace(defect, end=end, cue=min(defect.cue, end - 1), told=min(defect.told, end))


def is_remedy(text: str, sentence: Span, span: Span) -> bool:
    """Whether a clause tells how something was mended: «液化气瓶已用铁链固定», «已拆除挂锁，·改装推杆锁»."""
    goes_on = _GOES_ON_MENDING.fullmatch(text, sentence.start, span.start)
    return bool(goes_on or _REMEDY.match(text, *span)) and _FAULT.search(text, *span) is None


def is_done_away(text: str, hazard: Hazard) -> bool:
    """Whether the clause tells that a danger was done away with, so many of it where nobody found it: 取缔加油点1个."""
    if hazard.status is None and not _SO_MANY.search(text, hazard.start, hazard.end + _NEAR):
        return False
    low = max(0, hazard.start - _FAR)
    low = max(low, *(text.rfind(mark, low, hazard.start) + 1 for mark in "，。；：\n"))
    return bool(_DONE_AWAY.search(text, low, hazard.start)) and not _TO_BE.search(text, low, hazard.start)
