"""What became of a finding: the order given, whether it is mended, by when, by whom, for how much."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from extract.defects import book
from extract.sentences import Span
from language.dates import Time
from language.numerals import parse
from records.facts import Status

_REACH = 200  # characters after a finding's sentence in which its paragraph may tell what was ordered
_DEMAND = re.compile(r"(?:要求|责令|督促|责成|确保|须|必须|应当?|将|要)[^，。；]{0,14}$")
_ABLE = re.compile(
    r"(?:对?(?:不?能|可|无法)(?:够)?[^，。；]{0,6}(?:立即|当场|立行|及时|现场)[^，。；]{0,6}(?:整改|改正))"
)
_NEXT_FINDING = re.compile(r"\n|(?:另|其中|此外)[^，。；]{0,10}(?:发现|公司)|案例[一二三四五]")
_MEASURE = re.compile(
    r"(?:责令|下达|下发|出具|查封|取缔|停产|停业|立案|罚款|处以|依法|当场|立即|扣押|没收|拆除|更换|清理|停止使用|约谈|现场)[^，。；\n]{2,40}"
)
_RESPONSIBLE = re.compile(
    r"(?:整改)?责任(?:单位|人|部门|领导|主体)[是为]?[：:]?(?P<label>[^，。；：（）\n]{2,24})|由(?P<by>[^，。；\n]{2,20}?)(?:负责|牵头)|（(?P<bracket>[^（）\n]{2,30}?)(?:负责|牵头)[^（）]{0,10}）"
)
_FUNDS = re.compile(r"(?:资金|经费|费用|投入|投资)[^，。；\d\n]{0,8}(?P<value>\d[\d.]*[万亿]?)元")


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What a passage says was done about its findings; None where it says nothing."""

    status: Status | None = None
    measures: str | None = None
    responsible: str | None = None
    due: date | None = None
    funds: Decimal | None = None


def aftermath(text: str, sentence: Span, times: Sequence[Time]) -> Aftermath:
    """What follows a finding in its sentence and, in its paragraph, shortly after."""
    end = _reach(text, sentence)
    passage = text[sentence.start : end]
    status = _status(passage)
    responsible = _RESPONSIBLE.search(passage)
    funds = _FUNDS.search(passage)
    return Aftermath(
        status=status,
        measures=_measures(text, Span(sentence.start, end)) if status else None,
        responsible=next(filter(None, responsible.groups()), None) if responsible else None,
        due=_due(text, sentence.start, end, times),
        funds=parse(funds["value"]) if funds else None,
    )


def _reach(text: str, sentence: Span) -> int:
    limit = min(len(text), sentence.end + _REACH)
    stop = _NEXT_FINDING.search(text, sentence.end, limit)
    return stop.start() if stop else limit


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return book().compile("$mended"), book().compile("$ordered")


def _status(passage: str) -> Status | None:
    """rectified when it is said to be mended, rectifying when an order with a limit or in writing was given; else None."""
    mended, ordered = _words()
    passage = _ABLE.sub("", passage)
    if any(not _DEMAND.search(passage, 0, match.start()) for match in mended.finditer(passage)):
        return "rectified"
    return "rectifying" if ordered.search(passage) else None


def _measures(text: str, span: Span) -> str | None:
    match = _MEASURE.search(text, span.start, span.end)
    return match[0] if match else None


def _due(text: str, start: int, end: int, times: Sequence[Time]) -> date | None:
    """Last day of a time by which the passage wants something mended."""
    for time in times:
        if time.start >= end:
            break
        near = text[max(start, time.start - 12) : min(end, time.end + 12)]
        if time.start >= start and time.relation in ("by", "within") and re.search("整改|改正|完成|消除|治理", near):
            return time.last
    return None
