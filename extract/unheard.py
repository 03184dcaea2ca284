"""Clauses without a cue that may fault something all the same: «溢洪道内堆放玉米秸秆», «二楼隔出来住人».

No word of theirs is known to name a danger; whether they do is for the model to say (extract/judge.py).
"""

import re
from collections.abc import Iterator, Sequence

from extract.defects import Cue, Defect, end_of_phrase, past_fillers, rule_named, start_of_phrase
from extract.leads import Item
from extract.listed import is_fault, may_be_fault, predicates
from extract.mentions import Mention
from extract.sentences import Span

_ASKED = re.compile("是否|是不是|有无|有没有")  # «煤炉烟囱|是否漏烟»: what is asked for keeps its subject
# «是否配备灭火毯», «台账是否健全»: the good state is asked for; annotation guide, «hazard»
_GOOD = re.compile(
    r"(?:是否|是不是)(?:已|都|均|能|能够|按[^，。；、]{0,8}|正常|及时|定期|有效|严格|全部|依法|如实|配有|设有|建有|有)*"
    r"(?:配备|配齐|配置|安装|加装|设置|设有|建立|制定|编制|开展|组织|落实|完好|畅通|正常|到位|符合|满足|达标|达到|具备|持证|持有|齐全|有效|取得|办理|明确"
    r"|签订|醒目|清晰|牢固|可靠|健全|完善|规范|合格|掌握|熟悉|培训|演练|检测|检验|检查|维护|验收|审批|登记|张贴|悬挂|保持|摆放|放置|佩戴|穿戴|履行|执行|[^，。；、]{1,6}(?:到位|完好|齐全|畅通))"
)
_BAD = re.compile("[未不无违私擅超缺漏]|存在|占用|堵|损|失")
# «查处9宗电动自行车违法行为» tells how many there were, and none of them
_COUNTED = re.compile(r"[\d一二三四五六七八九十][余多]?(?:起|宗|件)[^，。；]{0,16}(?:违法|违规|违章)(?:行为|案件)")
_SHORTEST, _LONGEST = 4, 40  # characters of such a clause


def unheard(text: str, items: Sequence[Item], told: Sequence[Mention], *, sure: bool) -> Iterator[Mention]:
    """A mention for each clause among the items in which none is told yet, and that says something of something.

    sure  whether dangers are told here, so that a clause may also look like a measure, or lack a verb
    """
    rule = rule_named("told-by-its-words")
    first, last = (told[0].defect.start, told[-1].defect.end) if told else (0, 0)
    taken = [(mention.defect.start, mention.defect.end) for mention in told]
    for item in items:
        piece = item.piece
        if item.defects or piece.end - piece.start < 2 or text.startswith("：", piece.end):
            continue
        if (
            first < piece.end
            and piece.start < last
            and any(start < piece.end and piece.start < end for start, end in taken)
        ):
            continue
        if _COUNTED.search(text, piece.start, piece.end):
            continue
        if not sure and not may_be_fault(text, piece.start, piece.end):
            continue
        asked = _ASKED.search(text, piece.start, piece.end)
        if asked and _GOOD.match(text, asked.start(), piece.end) and not _BAD.search(text, asked.end(), piece.end):
            continue
        start = start_of_phrase(text, piece.start, asked.start() if asked else piece.end)
        span = Span(start, end_of_phrase(text, start, [Cue(start, start, rule)], piece.end))
        if span.end - span.start < 2 or (span.end - span.start < _SHORTEST and start > piece.start and not asked):
            start = past_fillers(text, piece.start, piece.end)
            span = Span(start, end_of_phrase(text, start, [Cue(start, start, rule)], piece.end))
        if span.end - span.start <= _LONGEST and _may_fault(text[slice(*span)], sure=sure):
            defect = Defect(*span, span.end, span.end, piece.start, piece.end, piece.joint, "weak", rule)
            yield Mention(defect, item.lead, item.closing, piece.start)


def _may_fault(words: str, *, sure: bool) -> bool:
    """Whether a clause may fault something: where dangers are told by its form or by its sense, elsewhere by both."""
    fault = is_fault(words)
    return (fault or (len(words) >= _SHORTEST and predicates(words))) if sure else (fault and predicates(words))
