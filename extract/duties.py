"""Whether a time sets a limit to something that must be done, and what that is."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extract.responsible import Name, bracket_after, one_of, subject_at
from extract.rulebook import load
from extract.sentences import Span, clauses
from extract.words import Words
from language.dates import Time

_WINDOW = 300  # characters to either side of a time that are read; a sentence can be a whole paragraph
_EXTENDED = ("最迟", "不", "延", "推迟", "顺延", "宽限")
_LONG_AGO = dt.timedelta(days=200)
_LED = re.compile(r"(?:(?:于|在)[^，；：]{1,12}(?:之日起|后)|在|于|自|从|并|前|以及|要求|责令|责成|限期|现|，)+\Z")
_OBJECT = re.compile(r"(?:将|把|对|就)[^，；：\ue001-\ue009]{2,40}\Z")
_TAIL = re.compile(r"的(?:(?:时间|节点|进度|期限|时限)+(?:要求|安排)?|要求)[^，]{0,4}\Z")
_TIMED_BRACKET = re.compile(r"（[^（）]*[\ue001-\ue009][^（）]*(?:）|\Z)")
_WAS_DONE = re.compile(r"(?<![为除])了(?![解结])")
_BY_WHOM = re.compile(
    r"由(?P<who>[^，。；由\ue001-\ue009]{2,20}?)(?:牵头|负责)?(?=报|组织|完成|开展|会同|向|对|制定|报送|上报|提交|实施|进行)"
)
_VERBAL = ("v", "d", "p", "ad", "vd", "vi", "an", "i", "l", "c")  # jieba's tags of what may open a task


@dataclass(frozen=True, slots=True)
class Setting:
    """A time in its sentence: near is the clause before it, after are the clauses that follow up to ； or 。

    text is masked: every time in it is replaced by private characters, so that none is taken for a name or a task.
    begin is where the sentence, or what the time before left of it, begins.
    """

    text: str
    words: Words
    time: Time
    run: Span
    near: Span
    after: list[Span]
    begin: int

    @property
    def before(self) -> str:
        """The words of its own clause that stand before it."""
        return self.text[self.near.start : self.near.end]

    @property
    def first(self) -> str:
        """The first clause after it."""
        return self.text[self.after[0].start : self.after[0].end] if self.after else ""

    @property
    def stands_alone(self) -> bool:
        """Whether a comma or colon parts it from the task."""
        return not self.after or self.text[self.run.end : self.after[0].start].endswith(("，", "："))

    @property
    def bound(self) -> bool:
        """Whether a modal right before it or in the clause after it makes it an obligation."""
        return has_modal(self.before[-12:]) or has_modal(self.first[:40])


@dataclass(frozen=True, slots=True)
class Duty:
    """What must be done, where the record's quote begins and ends, and who was named right there."""

    task: str
    start: int
    end: int
    who: Name | None = None


@cache
def _words(name: str) -> list[str]:
    found: list[str] = load("deadlines")["words"][name]
    return found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("deadlines")["words"][name])


@cache
def _modal() -> re.Pattern[str]:
    return re.compile(rf"{one_of(_words('no_modal'))}|(?P<modal>{one_of(_words('modal'))})")


@cache
def _lead() -> re.Pattern[str]:
    """Words between the subject and the verb."""
    modal = rf"(?!{one_of(_words('no_modal'))})(?:{one_of(_words('modal'))})"
    return re.compile(rf"(?:(?P<modal>{modal})|都|均|也|再|统一|分别|原则上|[，、（])")


@cache
def _past() -> re.Pattern[str]:
    return re.compile(rf"(?:均|都|全部|现)?(?:{one_of(_words('past'))})")


def has_modal(text: str) -> bool:
    """Whether a word of obligation or intention is in the text: 要, 应, 须, 将, 请 … but not 主要, 应急."""
    return any(match["modal"] for match in _modal().finditer(text))


def setting(text: str, words: Words, time: Time, run: Span, sentence: Span, stops: Collection[int]) -> Setting:
    """The time's place.

    run       the time with those coupled to it: «7月和10月», «每周、企业每月»; the task stands after the last
    sentence  from what the time before left of it
    stops     where the clauses of later times begin, which are not this one's to claim
    """
    start = max(sentence.start, run.start - _WINDOW)
    cut = max(text.rfind(mark, start, run.start) for mark in "，：；")
    if text.endswith("、", start, run.start):  # «3日内交办、15日内办结»
        cut = run.start - 1
    bracket = text.rfind("（", start, run.start)
    if bracket > text.rfind("）", start, run.start):
        cut = max(cut, bracket)
    near = Span(max(cut + 1, start), run.start)
    return Setting(text, words, time, run, near, _clauses_after(text, run.end, sentence, stops), start)


def _clauses_after(text: str, start: int, sentence: Span, stops: Collection[int]) -> list[Span]:
    """Clauses after a time up to ；, a closing bracket or another time's clause, less those that only say how."""
    end = min((stop for stop in stops if stop > start), default=sentence.end)
    end = min(end, start + _WINDOW)
    group = text.find("；", start, end)
    end = group if group >= 0 else end
    start += text.startswith("）", start)  # «暑假期间（7月8日至8月31日），落实…»
    if closing := bracket_after(text, start, end):
        end = closing.start
    after, alone = clauses(text, Span(start, end)), text.startswith("，", start)
    while len(after) > 1 and _only_says_how(text[slice(*after[0])], alone):
        after.pop(0)
    return after


def is_deadline(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    """Whether the time sets a limit, opens a stage, or gives a rhythm to a task."""
    time = place.time
    if not place.after and time.relation != "by":
        return False
    if _pattern("qualifying").match(place.text, place.run.end) or _pattern("no_task").search(place.first):
        return False
    if place.before.endswith(("有效期", "有效")) or place.first.endswith("的"):
        return False  # «6月底前未完成整改的，…» is a condition
    if time.grain == "season" and (_without_lead(place.before) or not (place.stands_alone or _opens_task(place))):
        return False  # «旅游旺季前安全检查»
    if time.recurrence:
        return not _pattern("not_duty").match(place.first) and not place.before.endswith(("平均", "人均"))
    if _is_over(place):
        return False
    test = _TESTS.get(time.relation)
    return test(place, anchor, kind) if test else False


def _is_over(place: Setting) -> bool:
    """Whether the clause after the time tells something done: its predicate begins with 已, 共, 累计 or holds 了."""
    if place.before.endswith(("已", "已于", "已在", "曾于", "曾")):
        return True
    if not place.after or has_modal(place.first):
        return False
    clause = place.after[0]
    who = subject_at(place.text, clause.start, clause.end)
    return bool(_past().match(place.text, who.end if who else clause.start) or _WAS_DONE.search(place.first))


def _by(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    last = place.time.last
    if place.time.text.startswith(_EXTENDED):
        return True
    if place.time.text.startswith(("到", "至", "直")):
        if anchor and last:
            return last > anchor
        return place.bound or bool(_pattern("goal").search(place.first)) or not place.after
    if anchor and last and last < anchor:
        asked = place.bound or bool(_pattern("asked").search(place.before[-30:]))
        return asked and anchor - last < _LONG_AGO
    return bool(place.after) or place.bound


def _within(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    return True


def _ahead(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    """A bare day, month or stretch is a limit when it is still to come, or when a modal says that it must be done."""
    time = place.time
    if not place.stands_alone and not place.bound and not _opens_task(place):
        return False
    if anchor is None or time.last is None:
        if time.grain == "year":
            return kind in _words("plan_kinds") and bool(_pattern("goal").match(place.first))
        return place.bound and time.grain != "event"
    if time.last <= anchor:
        return False
    if time.first is None or time.first > anchor:
        return time.grain != "event" or place.bound or place.stands_alone
    if time.grain == "year":
        return place.bound and bool(_pattern("goal").search(place.first))
    if time.relation == "span":
        mostly_ahead = anchor - time.first < time.last - anchor
        return place.bound or mostly_ahead or kind in _words("plan_kinds")
    return place.bound and time.grain != "event"


def _opens_task(place: Setting) -> bool:
    """Whether what follows the time directly is a verb, an adverb or a subject, not a noun that it qualifies."""
    clause = place.after[0]
    if subject_at(place.text, clause.start, clause.end):
        return True
    if _pattern("completing").fullmatch(place.first) or _pattern("acts").search(place.first):
        return True  # jieba takes 封顶, 书面报告 for nouns
    return _verb_at(place, clause.start, clause.end)


def _from(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    first = place.time.first
    if anchor is None or first is None:
        return has_modal(place.first[:30])
    return first >= anchor


_TESTS = {"by": _by, "within": _within, "at": _ahead, "span": _ahead, "from": _from}


def duty(place: Setting) -> Duty | None:
    """The task that the time belongs to; None where no task stands there. Times in it stay masked."""
    if not place.after or _pattern("parts").match(place.first):
        return _before_only(place)
    text, clause = place.text, place.after[0]
    who = subject_at(text, clause.start, clause.end) or _by_whom(text, clause)
    start = _skip_lead(place, who.end if who else clause.start, clause.end)
    end = _trimmed(text, start, _task_end(place, start))
    if start >= end:
        return None
    return Duty(text[start:end], place.time.start, end, who) if who else _with_object(place, start, end)


def _only_says_how(clause: str, alone: bool) -> bool:
    """«暑运期间», or after a comma «在全面自查的基础上»: the task stands in the next clause."""
    ends = _words("stretch_ends") + (_words("manner_ends") if alone else [])
    return len(clause) < 30 and clause.endswith(tuple(ends))


def _by_whom(text: str, clause: Span) -> Name | None:
    match = _BY_WHOM.match(text, clause.start, clause.end)
    return Name(match["who"], match.start("who"), match.end()) if match else None


def _skip_lead(place: Setting, start: int, end: int) -> int:
    """Where the verb begins, after 要, 须, 都 and the like; 将 that moves an object forward («将情况报») is kept."""
    while lead := _lead().match(place.text, start, end):
        if lead["modal"] == "将" and not place.text.startswith(tuple(_words("will")), lead.end()):
            break
        start = lead.end()
    return start


def _verb_at(place: Setting, start: int, end: int) -> bool:
    words = place.words.between(start, end)
    return bool(words) and words[0].tag in _VERBAL


def _task_end(place: Setting, start: int) -> int:
    """End of the clause that holds the task.

    It is the next one where the first only says after what it is done or breaks off inside a bracket, and a measure
    of a task done once belongs to it: «完成渔船检验，确保检验率达到100%».
    """
    text, after = place.text, place.after
    first = after[0]
    if len(after) > 1 and text.startswith(tuple(_words("manner")), start):
        stretch = text[start : first.end]
        if _only_says_how(stretch, True) or not _pattern("acts").search(stretch):
            return after[1].end
    for before, clause in pairwise(after[:4]):
        inside = text.count("（", start, before.end) > text.count("）", start, before.end)
        if not inside and (text[before.end] != "，" or subject_at(text, clause.start, clause.end)):
            break
        if inside or (place.time.recurrence is None and _pattern("measure").search(text, clause.start, clause.end)):
            first = clause
    return first.end


def _with_object(place: Setting, start: int, end: int) -> Duty:
    """The task after the time with what stands before it: the subject, or «将…», or the object of a bare verb."""
    task, near = place.text[start:end], place.near
    led = near.start + len(_without_lead(place.before))
    who = subject_at(place.text, near.start, led, before_time=True)
    begin = _skip_lead(place, who.end if who else near.start, led)
    before = place.text[begin:led]
    if moved := _OBJECT.search(before):
        return Duty(moved[0] + task, begin + moved.start(), end, who)
    if len(before) > 1 and not before.endswith("的") and _pattern("completing").fullmatch(task):
        return Duty(before + task, begin, end, who)
    if who and len(before) < 2:
        return Duty(task, who.start, end, who)
    if len(before) < 2 and (_pattern("bare").fullmatch(task) or _must_hold(place, task)):
        found = _clause_before(place, end)
        if found is None:
            return Duty(task, place.time.start, end)
        return replace(found, task=f"{found.task}，{place.before}{task}") if _must_hold(place, task) else found
    return Duty(task, place.time.start, end, who)


def _must_hold(place: Setting, task: str) -> bool:
    """«由班子成员包保，确保8月底前全部清零»: the end of what stands in the clause before."""
    return place.before.endswith(("确保", "力争", "争取")) and bool(_pattern("completing").fullmatch(task))


def _clause_before(place: Setting, end: int) -> Duty | None:
    """«实施边坡治理，7月20日前完成»: what is to be completed stands in the clause before."""
    before = clauses(place.text, Span(place.begin, place.near.start))
    if not before or before[-1].end + 1 < place.near.start:
        return None
    who = subject_at(place.text, *before[-1])
    start = _skip_lead(place, who.end if who else before[-1].start, before[-1].end)
    return Duty(place.text[start : before[-1].end], start, end, who) if before[-1].end - start > 1 else None


def _without_lead(before: str) -> str:
    """The words before a time less «要在», «须于», «确保» and the like at their end."""
    modals, none = tuple(_words("modal")), tuple(_words("no_modal"))
    while True:
        led = _LED.search(before)
        shorter = before[: led.start()] if led else before
        if shorter.endswith(modals) and not shorter.endswith(none):
            shorter = next(shorter[: -len(modal)] for modal in modals if shorter.endswith(modal))
        if shorter == before:
            return before
        before = shorter


def _before_only(place: Setting) -> Duty | None:
    """«专项行动持续至12月底»: the task ends with the time."""
    before = _without_lead(place.before)
    if len(before) > 1:
        return Duty(before, place.near.start, place.time.end)
    return _clause_before(place, place.time.end)


def _trimmed(text: str, start: int, end: int) -> int:
    """End of the task: before «…的节点要求», a bracket with another time in it, or one that closes around it."""
    tail = _TAIL.search(text, start, end) or _TIMED_BRACKET.search(text, start, end)
    end = tail.start() if tail else end
    closing = text.find("）", start, end)
    return closing if closing >= 0 and text.find("（", start, closing) < 0 else end


def trim(task: str) -> str:
    """The task without marks around it; a quotation mark whose pair was cut off goes or is put back."""
    task = task.strip("，、；：。 ").removeprefix("前")
    if task.count("（") != task.count("）"):
        task = task.strip("（）")
    opened, closed = task.count("“"), task.count("”")
    if opened == closed:
        return task
    return task.strip("“”") if opened < closed else f"{task}”"
