"""What is to be done in a stage of a plan, where its line says it right behind the stage's name and time.

«动员部署阶段（8月15日至8月31日）。各单位结合实际制定方案，层层动员。»: 结合实际制定方案，层层动员, by 各单位.
"""

import re

from extract.duties import Duty
from extract.masking import ANY
from extract.modals import skip_lead
from extract.responsible import numbering, subject_at
from extract.sentences import Span, around
from extract.tasks import trim

# «阶段（8月）。各单位…», «阶段（8月）各单位…», «阶段：8月份，研究制定…»
_OPENS = re.compile(f"(?:[。：:]|(?<=[{ANY}])，)[ \u3000]*|(?<=）)[ \u3000]*(?=[^，。；：、）\n])")
_CLAUSES = re.compile(r"[^，；。\n]+[，；。]?")
_TIMED = re.compile(f"[{ANY}]")
_BY_WHOM = re.compile("由[^，]{2,40}(?:开展|进行|负责|组织实施)")  # says only who
_TOPIC = re.compile("(?:的|问题|隐患|设施|事项|单位|企业|船舶|车辆)$")
_SENTENCE_ENDS = "。；\n"
_AHEAD = 400  # characters of a line in which its first sentence ends
_LONGEST, _SHORTEST = 80, 4  # characters of a task


def stage_duty(masked: str, start: int, end: int) -> Duty | None:
    """The duty of the stage whose name and time are masked[start:end]; None where its line does not go on with one.

    Clauses with a time of their own are other duties.
    """
    opened = _OPENS.match(masked, end)
    if opened is None or numbering().match(masked, opened.end()):
        return None
    stop = around(masked, Span(opened.end(), opened.end()), _SENTENCE_ENDS, 0, _AHEAD).end
    who = subject_at(masked, opened.end(), stop)
    begin = skip_lead(masked, who.end if who else opened.end(), stop)
    last, timed = begin, False
    for clause in _CLAUSES.finditer(masked, begin, stop):
        timed = _TIMED.search(clause[0]) is not None
        if timed or (last > begin and clause.end() - begin > _LONGEST):
            break
        last = clause.end()
    task = trim(masked[begin:last].rstrip("，；。"))
    if not _SHORTEST <= len(task) <= _LONGEST or _BY_WHOM.fullmatch(task):
        return None
    if timed and "，" not in task and _TOPIC.search(task):
        return None  # «尚未整改的问题，10月底前销号»: a topic, whose clause has a time of its own
    return Duty(task, start, last - (masked[last - 1] in "，；。"), who)
