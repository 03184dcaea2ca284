"""How an item says, under labels, that its dangers are mended: 措施, 责任单位, 时限, 资金 («五落实»).

«疏散门加装电子锁。整改措施：拆除。责任人：温某。资金：0.8万元。时限：4月20日。» The labels of one run speak of the
dangers before it in its item; a run on a line of its own speaks of all items of the list above it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import takewhile

from extract.aftermath import limit_in
from extract.sentences import Span
from language.dates import Time
from language.numerals import find_quantities
from language.quick import compiled
from records import Hazard
from records.facts import Status

_LABEL = compiled(
    r"(?:(?<=[。；，、：（）\n|\s])|^)(?:(?:\d{1,2}[.．、]|[（(][一二三四五六七八九\d]{1,2}[）)])?"
    r"(?:(?P<measures>(?:整改|治理|处置|处理|防范|管控|防控|解决|督办|应急)?(?:措施|办法)(?:及要求)?|(?:整改|治理|处置)(?:要求|方式|内容))"
    r"|(?P<responsible>(?:整改|治理|督办|落实|监管|销号)?责任(?:单位|部门|科室|主体|领导|人|车间|班组)(?:[和及、与]?责任人)?|牵头(?:单位|部门|领导)|整改(?:单位|负责人))"
    r"|(?P<due>(?:整改|整治|治理|完成|销号|督办|办结|计划|整改完成|计划完成|整改销号)?(?:时限|期限)(?:要求)?|(?:整改|治理|完成|销号|办结|计划完成|整改完成)(?:时间|日期))"
    r"|(?P<funds>(?:整改|治理|所需|投入|预计|计划)?(?:资金|经费|费用)(?:预算|估算|概算|来源|投入)?)"
    r"|(?P<other>(?:应急|防范|管控)?预案|(?:隐患)?(?:级别|等级|类别)|情况|状态|进展|治理目标|可能后果|验收(?:单位|人)|督办(?:单位|人)|监管(?:单位|部门))"
    r"|(?P<state>(?:整改|治理|完成|落实|销号)(?:完成)?(?:情况|状态|进展|结果)))"
    r"(?:：|为(?=[\d一二三四五六七八九十])))|(?:(?<=[。；，、\n])(?:概算|预算|估算|投资)(?:约|共|为)?(?=\d))"
)
_BRACKET = compiled(r"(?<=[。；\u4e00-\u9fff\d])（(?P<who>[^（）\n：]{3,60}?(?:牵头|负责)[^（）\n]{0,30})）")
_VALUE_END, _BRACKETED_END = re.compile(r"[。；\n|]"), re.compile(r"[。；\n|）]")
_MEASURE_END = re.compile(r"[。\n|]")
_NEXT_FIELD = re.compile("投入|[期时]限")  # «责任人霍某投入2.6期限6月15日»
_ORDER = re.compile("责令|限[期于\\d]|下达|约谈|[\\d月日]前")  # what is told of is an order, and no measure
_NOT_YET = re.compile("未|没有|正在|计划|拟|待|推进|持续|前完成|需要?")
_DONE = re.compile("已|完成|到位|完毕|销号|闭环")
_GAP = re.compile(r"[。；，、（）|\s]*")
_MARK = re.compile(
    r"\s*(?:(?P<bracket>（[一二三四五六七八九十]{1,3}）)|(?P<digits>（\d{1,2}）)|(?P<chinese>[一二三四五六七八九十]{1,3}、)"
    r"|(?P<number>\d{1,2}[、.．](?!\d))|(?P<ring>[①-⑳])|(?P<sign>[■●◆▲★])|(?P<is>[一二三四五六七八九十]是))"
)
_INLINE_MARK = compiled(r"(?<=[。；：])(?:（[一二三四五六七八九十\d]{1,2}）|\d{1,2}[、.．](?!\d)|[①-⑳])")
_FIRST = ("（一）", "（1）", "一、", "1、", "1.", "1．", "①", "一是")
_LONGEST_WHO, _LONGEST = 60, 300  # characters of a name, and of what any label says
_FAR = 1500  # characters before a run of labels within which its dangers stand


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a run of labels says, and where it stands; labelled: not only a bracket, (市能源局牵头).

    done  whether a label tells that it is mended, or that it is not yet; None where none does
    """

    span: Span
    measures: str | None = None
    responsible: str | None = None
    due: date | None = None
    funds: Decimal | None = None
    labelled: bool = True
    done: bool | None = None


def with_remedies(text: str, found: Sequence[Hazard], times: Sequence[Time]) -> list[Hazard]:
    """The hazards, in order, each with what its item says under labels; what was told otherwise stays."""
    mended = list(found)
    starts = [hazard.start for hazard in found]
    last = 0
    for remedy in _remedies(text, times) if found else ():
        low = max(last, _scope(text, remedy.span.start), remedy.span.start - _FAR)
        for n in range(bisect_left(starts, low), bisect_left(starts, remedy.span.start)):
            if remedy.labelled or mended[n].status:  # who leads a campaign mends no danger that it is against
                mended[n] = _mended(mended[n], remedy)
        last = remedy.span.end
    return mended


def _mended(hazard: Hazard, remedy: Remedy) -> Hazard:
    """The hazard with a remedy; one that is only found is being mended where the remedy has a limit."""
    return replace(
        hazard,
        measures=hazard.measures or remedy.measures,
        responsible=hazard.responsible or remedy.responsible,
        due=hazard.due or remedy.due,
        funds=hazard.funds if hazard.funds is not None else remedy.funds,
        status=_status(hazard.status, remedy),
    )


def _status(now: Status | None, remedy: Remedy) -> Status | None:
    if remedy.done is None or now == "rectified":
        return "rectifying" if remedy.due and now == "found" else now
    return "rectified" if remedy.done else "rectifying"


def _remedies(text: str, times: Sequence[Time]) -> Iterator[Remedy]:
    """The runs of labels of a text."""
    run: Remedy | None = None
    for match in sorted([*_LABEL.finditer(text), *_BRACKET.finditer(text)], key=lambda match: match.start()):
        told = _read(text, match, times)
        if run and _GAP.fullmatch(text, run.span.end, told.span.start):
            run = _joined(run, told)
            continue
        if run and _tells(run):
            yield run
        run = told
    if run and _tells(run):
        yield run


def _tells(remedy: Remedy) -> bool:
    return any(one is not None for one in (remedy.measures, remedy.responsible, remedy.due, remedy.funds, remedy.done))


def _joined(run: Remedy, more: Remedy) -> Remedy:
    return Remedy(
        Span(run.span.start, more.span.end), run.measures or more.measures, run.responsible or more.responsible,
        run.due or more.due, run.funds if run.funds is not None else more.funds, run.labelled or more.labelled,
        run.done if run.done is not None else more.done,
    )  # fmt: skip


def _read(text: str, match: re.Match[str], times: Sequence[Time]) -> Remedy:
    """What one label or bracket says."""
    if who := match.groupdict().get("who"):
        return Remedy(Span(*match.span()), responsible=who, labelled=False)
    bracketed = text[match.start() - 1 : match.start()] == "（"
    ends = _MEASURE_END if match["measures"] else _BRACKETED_END if bracketed else _VALUE_END
    most = min(len(text), match.end() + _LONGEST)
    stop = ends.search(text, match.end(), most)
    end = stop.start() if stop else most
    following = _LABEL.search(text, match.end(), end)
    end = following.start() if following else end
    span, value = Span(match.start(), end), text[match.end() : end].strip("，、；： ")
    if match["measures"]:
        due = limit_in(text, Span(match.end(), end), times)
        return Remedy(span, measures=_without_orders(value), due=due)
    if match["responsible"]:
        who = _NEXT_FIELD.split(value, maxsplit=1)[0]
        return Remedy(span, responsible=who if 1 < len(who) <= _LONGEST_WHO else None)
    if match["due"]:
        return Remedy(span, due=_day_in(match.end(), end, times))
    if match["other"]:
        return Remedy(span)
    if match["state"]:
        return Remedy(span, done=_is_done(value))
    return Remedy(span, funds=_sum_in(value))


def _is_done(value: str) -> bool | None:
    """Whether what stands behind «整改情况：» tells that it is mended; None where it tells neither."""
    if _NOT_YET.search(value):
        return False
    return True if _DONE.search(value) else None


def _without_orders(value: str) -> str | None:
    """What is done up to what is ordered: «立即停产，限7月31日前自行关闭» is 立即停产."""
    told = "，".join(takewhile(lambda part: not _ORDER.search(part), value.split("，")))
    return told or None


def _day_in(start: int, end: int, times: Sequence[Time]) -> date | None:
    first = bisect_left(times, start, key=lambda time: time.start)
    told = (time for time in times[first : first + 2] if time.start < end and not time.recurrence)
    return next((time.last for time in told if time.last), None)


def _sum_in(value: str) -> Decimal | None:
    return next((one.value for one in find_quantities(value) if one.unit == "元" and not one.masked), None)


# --- of which dangers a run speaks -----------------------------------------------------------------------------


def _scope(text: str, at: int) -> int:
    """Where the dangers begin that a run of labels speaks of: its item, or the list over its own line."""
    low = max(0, at - _FAR)
    line = text.rfind("\n", low, at) + 1 or low
    if text[line:at].strip(" |"):
        marks = list(_INLINE_MARK.finditer(text, line, at))
        return marks[-1].start() if marks else line
    return _list_above(text, line)


def _list_above(text: str, line: int) -> int:
    """Where the list begins that ends right above a line: at its first item, or where another kind of mark stands."""
    kind: str | None = None
    start = line
    while start > 0 and line - start < _FAR:
        above = text.rfind("\n", 0, start - 1) + 1
        mark = _MARK.match(text, above, start)
        if mark and kind and mark.lastgroup != kind:
            return above
        if mark:
            kind = mark.lastgroup
            if mark[0].strip() in _FIRST:
                return above
        start = above
    return start
