"""What must be done by a time, and the words of the text that say so."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.masking import ANY
from extract.modals import pattern, skip_lead, without_lead, words
from extract.responsible import Name, subject_at
from extract.sentences import Span, clauses
from extract.setting import Setting, only_says_how

_OBJECT = re.compile(rf"(?:将|把|对|就)[^，；：{ANY}]{{2,40}}\Z")
_TAIL = re.compile(r"的(?:(?:时间|节点|进度|期限|时限)+(?:要求|安排)?|要求)[^，]{0,4}\Z")
_TIMED_BRACKET = re.compile(rf"（[^（）]*[{ANY}][^（）]*(?:）|\Z)")
_BY_WHOM = re.compile(
    rf"由(?P<who>[^，。；由{ANY}]{{2,20}}?)(?:牵头|负责)?"
    r"(?=报|组织|完成|开展|会同|向|对|制定|报送|上报|提交|实施|进行)"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """What must be done, where the record's quote begins and ends, and who was named right there."""

    task: str
    start: int
    end: int
    who: Name | None = None


def duty(place: Setting) -> Duty | None:
    """The task that the time belongs to; None where no task stands there. Times in it stay masked."""
    if not place.after or pattern("parts").match(place.first):
        return _before_only(place)
    text, clause = place.text, place.after[0]
    who = subject_at(text, clause.start, clause.end) or _by_whom(text, clause)
    start = skip_lead(place.text, who.end if who else clause.start, clause.end)
    end = _trimmed(text, start, _task_end(place, start))
    if start >= end:
        return None
    return Duty(text[start:end], place.time.start, end, who) if who else _with_object(place, start, end)


def _by_whom(text: str, clause: Span) -> Name | None:
    match = _BY_WHOM.match(text, clause.start, clause.end)
    return Name(match["who"], match.start("who"), match.end()) if match else None


def _task_end(place: Setting, start: int) -> int:
    """End of the clause that holds the task.

    It is the next one where the first only says after what it is done or breaks off inside a bracket, and a measure
    of a task done once belongs to it: «完成渔船检验，确保检验率达到100%».
    """
    text, after = place.text, place.after
    first = after[0]
    if len(after) > 1 and text.startswith(words("manner"), start):
        stretch = text[start : first.end]
        if only_says_how(stretch, True) or not pattern("acts").search(stretch):
            return after[1].end
    for before, clause in pairwise(after[:4]):
        inside = text.count("（", start, before.end) > text.count("）", start, before.end)
        if not inside and (text[before.end] != "，" or subject_at(text, clause.start, clause.end)):
            break
        if inside or (place.time.recurrence is None and pattern("measure").search(text, clause.start, clause.end)):
            first = clause
    return first.end


def _with_object(place: Setting, start: int, end: int) -> Duty:
    """The task after the time with what stands before it: the subject, or «将…», or the object of a bare verb."""
    task, near = place.text[start:end], place.near
    led = near.start + len(without_lead(place.before))
    who = subject_at(place.text, near.start, led, before_time=True)
    begin = skip_lead(place.text, who.end if who else near.start, led)
    before = place.text[begin:led]
    if moved := _OBJECT.search(before):
        return Duty(moved[0] + task, begin + moved.start(), end, who)
    if len(before) > 1 and not before.endswith("的") and pattern("completing").fullmatch(task):
        return Duty(before + task, begin, end, who)
    if who and len(before) < 2:
        return Duty(task, who.start, end, who)
    if len(before) < 2 and (pattern("bare").fullmatch(task) or _must_hold(place, task)):
        found = _clause_before(place, end)
        if found is None:
            return Duty(task, place.time.start, end)
        return replace(found, task=f"{found.task}，{place.before}{task}") if _must_hold(place, task) else found
    return Duty(task, place.time.start, end, who)


def _must_hold(place: Setting, task: str) -> bool:
    """«由班子成员包保，确保8月底前全部清零»: the end of what stands in the clause before."""
    return place.before.endswith(("确保", "力争", "争取")) and bool(pattern("completing").fullmatch(task))


def _clause_before(place: Setting, end: int) -> Duty | None:
    """«实施边坡治理，7月20日前完成»: what is to be completed stands in the clause before."""
    before = clauses(place.text, Span(place.begin, place.near.start))
    if not before or before[-1].end + 1 < place.near.start:
        return None
    who = subject_at(place.text, *before[-1])
    start = skip_lead(place.text, who.end if who else before[-1].start, before[-1].end)
    return Duty(place.text[start : before[-1].end], start, end, who) if before[-1].end - start > 1 else None


def _before_only(place: Setting) -> Duty | None:
    """«专项行动持续至12月底»: the task ends with the time."""
    before = without_lead(place.before)
    if len(before) > 1:
        return Duty(before, place.near.start, place.time.end)
    return _clause_before(place, place.time.end)


def _trimmed(text: str, start: int, end: int) -> int:
    """End of the task: before «…的节点要求», a bracket with another time in it, or a mark that closes around it."""
    tail = _TAIL.search(text, start, end) or _TIMED_BRACKET.search(text, start, end)
    end = tail.start() if tail else end
    for opening, closing in ("（）", "“”"):
        close = text.find(closing, start, end)
        if close >= 0 and text.find(opening, start, close) < 0:
            end = close
    return end


def trim(task: str) -> str:
    """The task without marks around it; a quotation mark whose pair was cut off goes or is put back."""
    task = task.strip("，、；：。 ").removeprefix("前")
    if task.count("（") != task.count("）"):
        task = task.strip("（）")
    opened, closed = task.count("“"), task.count("”")
    if opened == closed:
        return task
    return task.strip("“”") if opened < closed else f"{task}”"
