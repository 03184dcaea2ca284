"""What became of a finding: the order given, whether it is mended, by when, by whom, for how much."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice, takewhile

from extract.defects import Defect, book
from extract.sentences import Span
from language.dates import Time
from language.numerals import parse
from language.quick import compiled
from records.facts import Status

_REACH = 300  # characters in which a sentence, and then its paragraph, may tell what was ordered
_SUMS_UP = re.compile(
    r"(?:(?:针对|对)[^。]{0,12}(?:问题|隐患|违法行为|情况)|(?:以上|上述)|目前|现已|已|责令|要求|责任单位|责任人|(?:整改|治理)?措施|资金|时限|整改|该(?:隐患|问题|公司|企业|单位|店|厂)|检查组|执法人员|督查组|督导组|该局|[^。，；]{2,10}(?:大队|支队|局|街道|镇)(?:已|当场|随即|依法|立即)|[^，。；：\n]{0,16}(?:责令|要求|责成|督促|限|计划|承诺|定于|请(?!各|有关|相关|属地))[^，。；：\n]{0,20}[日月底]前|随后|随即|当场|现场)[^。\n]*。?(?:[^。\n]{0,10}整改[^。\n]*。?)?"
)
_FOUND_MORE = re.compile(r"发现|查出|排查|检查(?!组)|抽查")
# «责任单位：县供销社。治理期限：十一月十五日前。», and what parts it from the finding before
_LIMIT_LABEL = re.compile(r"(?<=[。；，])(?:整改|治理|销号|督办|完成)(?:时限|期限|时间)[：为是][^。\n]*")
_ANOTHER = re.compile(
    r"发现|查出|排查|检查(?!组)|抽查|[。；：](?:[（(]?\d{1,2}[）)、.．]|[（(]?[一二三四五六七八九十]{1,3}[）)、是]|[①-⑳])"
)
# «隐患9条，督改8条，剩余1条已下达指令»: what is told of the rest is not told of all
_OF_THE_REST = re.compile(r"(?:剩余|其余|剩下|余下|另有|其中)的?(?=[\d一二两三四五六七八九十])")
_DEMAND = re.compile(
    r"(?:请|要求|责令|督促|责成|确保|须|必须|应当?|将|要)[^，。；]{0,14}$|(?:责令|责成)[^，。；]{0,36}$"
)
_ABLE = compiled(
    r"(?:对?(?:不?能|可|无法)(?:够)?[^，。；]{0,6}(?:立即|当场|立行|及时|现场)[^，。；]{0,6}(?:整改|改正))"
)
_MEASURE = compiled(
    r"(?:整改|治理|防范|管控)?措施(?:为|是|[：:])+(?P<label>[^。；\n]{2,60}?)(?=[。；\n）]|，(?:落实|投入|责任|资金|时限|完成|期限|由|计划)|$)"
    r"|(?:^|[，。；])(?:现|目前|前者|后者|企业|该[^，。；]{1,4})?(?:已|正在?|通过|采取|拟|需|投入[^，。；]{0,10}元?)*(?:实施|采取|采用)?"
    r"(?P<done>(?:停用|送检|维修|检修|补装|补配|拆除|更换|增设|加装|加固|恢复|封闭|迁改|迁移|移至|改造|疏通|补齐|修复|砌筑|增配|削坡|重新|除尘)[^，。；\n]{2,30})"
    r"|(?<=[，；])(?:现|目前|当[场天日])?已(?:全部|当场|全数)?(?P<was>(?:修剪|清[理除走空洗]|搬[离出迁走]|移[走至出除]|撤[除走]|换[装新]|铺|架空|贴封|封[堵停存]|取[缔消]|接通|配齐|补[齐配办装]|调[整至换]|抽[排干]|购[置买])[^，。；：\n已]{0,20})"
    r"|(?:责令|责成)(?:该?[^，。；：\n]{0,6}[矿厂店站企司位场地])?(?:立即|当场|其)?(?P<ordered>停[产业工][^，。；：\n]{0,4}|停止(?:作业|使用|施工|营业|生产|经营)[^，。；：\n]{0,8}|查封[^，。；：\n]{0,8}|撤[出离][^，。；：\n]{0,8}|拆除[^，。；：\n]{0,10})"
)
_RESPONSIBLE = compiled(
    r"(?:整改)?责任(?:单位|人|部门|领导|主体)(?:是|为|[：:])(?P<label>[^，。；：（）\n]{2,24})|由(?P<by>[^，。；\n]{2,20}?)(?:负责(?!人)|牵头)|（(?P<bracket>[^（）\n]{2,30}?)(?:负责|牵头)[^（）]{0,10}）"
)
_LIMIT = re.compile(r"(?:整改|完成|治理|销号|督办)(?:时限|期限|时间|日期)(?:为|是)?[：:]?$")
_MEND = re.compile(
    r"整改|改正|完成|消除|治理|到位|限|办理|拆除|修复|更换|整治|清除|销号|封堵|补齐|恢复|接通|清理|修剪|排空|改[好毕完]|补[检办装做]|加装|校验|标定|搬[离迁完]|重做|清空|撤[除离]"
)
# «3月29日前将整改情况报我局»: a limit for telling of it, not for mending
_TO_REPORT = re.compile(
    r"(?:(?!整改(?:完|到位|结束|落实到位)|销号|消除|拆除|完成整改)[^，。；\n])*?"
    r"(?:(?:情况|报告|材料|方案|结果|清单|台账|计划|照片)[^，。；\n]{0,24}(?:报|反馈|送|提交)|(?:报送|上报|提交|反馈|书面报告|函告|报告))"
)
_BRACKETED = re.compile("（[^（）]*）")
_FUNDS = re.compile(r"(?:资金|经费|费用|投入|投资)[^，。；\d\n]{0,8}(?P<value>\d[\d.]*[万亿]?)元")


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What a passage says was done about its findings; None where it says nothing."""

    status: Status | None = None
    measures: str | None = None
    responsible: str | None = None
    due: date | None = None
    funds: Decimal | None = None
    words: str | None = None  # those that tell the status


def aftermath(
    text: str, danger: Span | Defect, sentence: Span, names: Sequence[int], times: Sequence[Time]
) -> Aftermath:
    """What follows a danger: in its part of the sentence, up to the next unit's dangers, and what sums up after it.

    names  where the sentence names units, ascending: another unit's part is not its own
    """
    return told_in(text, _passage(text, danger, sentence, names), times)


def told_in(text: str, span: Span, times: Sequence[Time]) -> Aftermath:
    """What a stretch says was done about the findings before it."""
    passage = text[span.start : span.end]
    due = _due(text, span, times)
    status, words = _status(passage, due)
    responsible = _RESPONSIBLE.search(passage)
    funds = _FUNDS.search(passage)
    return Aftermath(
        status=status,
        measures=_measures(text, span) if status else None,
        responsible=next(filter(None, responsible.groups()), None) if responsible else None,
        due=due,
        funds=parse(funds["value"]) if funds else None,
        words=words,
    )


def _passage(text: str, danger: Span | Defect, sentence: Span, names: Sequence[int]) -> Span:
    """The stretch after a danger that speaks of it."""
    end = min(sentence.end, danger.end + _REACH)
    part = text.find("；", danger.end, end)
    if part >= 0 and (any(name > part for name in names) or _FOUND_MORE.search(text, part, end)):
        return Span(danger.end, part)
    limit = min(len(text), sentence.end + _REACH)
    paragraph = text.find("\n", sentence.end, limit)
    limit = paragraph if paragraph >= 0 else limit
    more = _SUMS_UP.match(text, sentence.end, limit)
    label = _LIMIT_LABEL.search(text, more.end() if more else end, limit)
    if label and not _ANOTHER.search(text, end - 1, label.start()):
        more = label
    return Span(danger.end, more.end() if more and end == sentence.end else end)


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return book().compile("$mended"), book().compile("$ordered")


def _status(passage: str, due: date | None) -> tuple[Status | None, str | None]:
    """«rectified» when said to be mended, «rectifying» on an order with a limit or in writing; and the words for it."""
    mended, ordered = _words()
    own, _, others = passage.partition("；")
    passage = own + "；" + _BRACKETED.sub("", others)  # «…不亮（限3日内更换）；…脱落（已整改）»: each has its own
    passage = _OF_THE_REST.split(_ABLE.sub("", passage), maxsplit=1)[0]
    for match in mended.finditer(passage):
        if not _DEMAND.search(passage, 0, match.start()):
            return "rectified", match[0]
    order = ordered.search(passage)
    return ("rectifying", order[0] if order else None) if due or order else (None, None)


def _measures(text: str, span: Span) -> str | None:
    match = _MEASURE.search(text, span.start, span.end)
    return next(filter(None, match.groups())) if match else None


def _due(text: str, span: Span, times: Sequence[Time]) -> date | None:
    """Last day of a time by which the passage wants something mended."""
    return next((time.last for time in _limits(text, span, times) if _MEND.search(_around(text, span, time))), None)


def limit_in(text: str, span: Span, times: Sequence[Time]) -> date | None:
    """Last day of a time by which a stretch wants anything done but told of."""
    return next((time.last for time in _limits(text, span, times)), None)


def _limits(text: str, span: Span, times: Sequence[Time]) -> Iterator[Time]:
    """The times by which, or within which, a stretch wants something done."""
    first = bisect_left(times, span.start, key=lambda time: time.start)
    for time in takewhile(lambda time: time.start < span.end, islice(times, first, None)):
        limited = time.relation in ("by", "within") or _LIMIT.search(text, span.start, time.start)
        if limited and time.last and not _TO_REPORT.match(text, time.end, span.end):
            yield time


def _around(text: str, span: Span, time: Time) -> str:
    """The words of a stretch around a time."""
    return text[max(span.start, time.start - 12) : min(span.end, time.end + 14)]
