"""How the times of a sentence stand to each other: coupled, opening or qualifying the next, parting the clauses."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extract.masking import kind_of
from extract.modals import has_modal
from extract.sentences import Span
from language.dates import Time

_MOST_AHEAD = 8  # later times of a sentence whose clauses are looked at
_COUPLE = re.compile(r"[、和及或与]")
_COUPLED_RHYTHMS = re.compile(r"[、和及或与][^，。；、]{0,6}")  # «每周、企业每月»
_TO_RHYTHM = re.compile(
    r"，?(?!（)(?![^，]*完成)(?![将把][^，]{2,20}、)[^，。；：！？\n]{0,24}"
)  # «从6月份开始，每月», «自7月1日起，各镇每周»
_EVENT_OF_EACH = re.compile(r"[^，。；：、\n]{1,10}后")
_HOUR = re.compile(r"\d[时点分:：]")
_MOST_TALE = 60  # characters from the past day of a tale to how quickly it went on
_ALL_DONE = re.compile(r"(?<=[\d件起条项处个宗人])[^，。；、]{0,8}(?:均|都|全部)(?:已|是|能)?在?$")
_ASKED = re.compile("要求|责令|责成|规定|制度|机制|通知|方案|每|凡|一旦")
_OFTENER = re.compile(r"[^，。；：\n\ue001-\ue009]{0,8}(?:提高|增加|加密|调整|提升|缩短|升|改)[到至为]?\ue008")
_ONE_DAY = dt.timedelta(days=1)
_MOST_TOLD = 40  # characters from a mechanism to the duty that spells it out, and of that duty
_LISTED = re.compile(r"、[^，。；：、\n]{2,24}")
_BREAK = re.compile(r"[，。；：\n]")


def _is_limit(time: Time) -> bool:
    fixed = time.relation == "by" or (time.relation == "within" and time.iso is not None)
    return fixed and time.recurrence is None and time.grain != "season"


class Neighbours:
    """The times of a masked text, in order."""

    def __init__(self, masked: str, times: Sequence[Time]) -> None:
        self._masked = masked
        self._times = times
        self._starts = [time.start for time in times]

    def run(self, time: Time) -> Span:
        """The time with those coupled to it: «7月和10月», «每周、企业每月»."""
        index = first = last = self._index(time.start)
        while first and self._coupled(self._times[first - 1], self._times[first]):
            first -= 1
        while last + 1 < len(self._times) and self._coupled(self._times[last], self._times[last + 1]):
            last += 1
        own = first < index and self._masked[self._times[index - 1].end : time.start].strip("、和及或与")
        return Span(time.start if own else self._times[first].start, self._times[last].end)

    def as_limit(self, time: Time, run: Span) -> Time:
        """«3月20日和5月31日前»: the 前 at the end holds for the first day too."""
        last = self._times[self._index(run.end) - 1]
        if time.relation != "at" or last.relation != "by":
            return time
        eve = time.first - _ONE_DAY if time.grain == "event" and time.first else time.last  # «“五一”、“十一”前»
        return replace(time, relation="by", last=eve)

    def rest_of(self, sentence: Span, start: int) -> Span:
        """The sentence from the end of the time before that place."""
        index = self._index(start)
        before = self._times[index - 1].end if index else 0
        return Span(max(sentence.start, before), sentence.end)

    def stops(self, start: int, end: int) -> list[int]:
        """Where, between two places, the clauses of the next times begin."""
        at = self._index(start)
        later = (time for time in self._times[at : at + _MOST_AHEAD] if time.start < end)
        cuts = ((self._cut(start, time), time) for time in later)
        return [
            cut
            for cut, time in cuts
            if self._parts(cut, time)
            and not self._tells_of_what(time)
            and (cut > start or (cut == start and _is_limit(time)))
        ]

    def _tells_of_what(self, time: Time) -> bool:
        """Whether a time says of what an object is: «将|上月的检查情况上报»."""
        return time.relation == "at" and self._masked.endswith(("将", "把"), 0, time.start)

    def shared(self, run: Span) -> Span | None:
        """The predicate behind a list of things and times, for all of them: «甲6月底前、乙8月底前⟦检查完毕⟧»."""
        index, end = self._index(run.end), run.end
        while index < len(self._times) and _LISTED.fullmatch(self._masked, end, self._times[index].start):
            if kind_of(self._times[index]) != "by":
                return None
            end, index = self._times[index].end, index + 1
        stop = _BREAK.search(self._masked, end, end + _MOST_TOLD)
        said = Span(end, stop.start() if stop else end)
        return said if end > run.end and said.end > said.start and self._masked[end] != "、" else None

    def qualifies_next(self, time: Time) -> bool:
        """«本月清单须于7月3日前报»: a time whose own clause holds the limit after it."""
        other = self._next(time)
        if other is None or time.recurrence or other.recurrence:
            return False
        if other.start == time.end + 1 and self._masked[time.end] == "（":
            return True  # «下半年（9月至10月）», «开学前（3月2日）»
        if time.relation not in ("at", "span") or self._coupled(time, other):
            return False
        return other.relation in ("by", "within") and not _BREAK.search(self._masked, time.end, other.start)

    def opens_rhythm(self, time: Time) -> bool:
        """«从6月份开始，每月…»: the beginning of a recurring duty, no duty of its own."""
        other = self._next(time)
        if other is None or other.recurrence is None or time.recurrence:
            return False
        if time.relation == "at" and time.grain in ("month", "event"):  # «10月每周抽查», «假期每日»
            return not self._masked[time.end : other.start].strip("，")
        if time.relation not in ("from", "span", "by"):
            return False
        return bool(_TO_RHYTHM.fullmatch(self._masked, time.end, other.start))

    def belongs_to_rhythm(self, time: Time) -> bool:
        """«每晚熄灯后一小时内»: a time of each day, within which the recurring duty before it is to be done."""
        index = self._index(time.start)
        before = self._times[index - 1] if index else None
        if before is None or before.recurrence is None or time.recurrence:
            return False
        return self._coupled(before, time)

    def is_spelt_out(self, time: Time, act: str) -> bool:
        """«实行“周报”，每周五前报送进度»: a mechanism whose duty the same sentence tells in full."""
        other = self._next(time)
        if other is None or other.recurrence != time.recurrence or kind_of(other) != "every":
            return False
        between = self._masked[time.end : other.start]
        told = self._masked[other.end : other.end + _MOST_TOLD]
        return len(between) < _MOST_TOLD and not re.search("[、；。\n]", between) and act in told.split("。")[0]

    def is_replaced(self, time: Time) -> bool:
        """«由每季度一次提高到每月一次»: how often it was done so far."""
        return time.recurrence is not None and bool(_OFTENER.match(self._masked, time.end))

    def is_told(self, time: Time, anchor: dt.date | None) -> bool:
        """«6月5日接到报警后，消防站5分钟内到场»: what was done so quickly on a day that is past, asked of nobody."""
        index = self._index(time.start)
        before = self._times[index - 1] if index else None
        if time.relation != "within" or time.grain != "hour":
            return False
        low = max(0, time.start - _MOST_TALE)
        sentence = max(self._masked.rfind(mark, low, time.start) for mark in "。；\n") + 1
        all_done = _ALL_DONE.search(self._masked, max(sentence, low), time.start)
        if all_done and not has_modal(self._masked[max(sentence, low) : all_done.end()]):
            return True  # «8件均在24小时内办结»
        if before is None or before.recurrence:
            return False
        if before.relation not in ("at", "by") or time.start - before.end > _MOST_TALE:
            return False
        between = self._masked[before.end : time.start]
        over = bool(anchor and before.last and before.last < anchor) or bool(_HOUR.search(before.text))
        return over and "\n" not in between and not has_modal(between) and not _ASKED.search(between)

    def opener(self, time: Time) -> Time | None:
        """The time from which, or the stretch in which, a recurring duty is to be done: «自3月9日起，各镇每日…»."""
        index = self._index(time.start)
        before = self._times[index - 1] if index else None
        return before if before and time.recurrence and self.opens_rhythm(before) else None

    def _index(self, start: int) -> int:
        """Index of the first time that begins there or later."""
        return bisect_left(self._starts, start)

    def _next(self, time: Time) -> Time | None:
        index = self._index(time.start) + 1
        return self._times[index] if index < len(self._times) else None

    def _coupled(self, left: Time, right: Time) -> bool:
        if left.recurrence and right.relation == "within" and right.grain == "hour":
            return bool(_EVENT_OF_EACH.fullmatch(self._masked, left.end, right.start))
        kinds = (kind_of(left), kind_of(right))
        if kinds != ("at", "by") and (kinds[0] != kinds[1] or kinds[0] == "rhythm"):
            return False
        couple = _COUPLED_RHYTHMS if left.recurrence else _COUPLE
        return bool(couple.fullmatch(self._masked, left.end, right.start))

    def _cut(self, start: int, time: Time) -> int:
        """Where the clause of a time begins, at the nearest mark before it; -1 where none stands between."""
        marks = "，：；、" if time.relation in ("by", "within") or time.recurrence else "，：；"
        return max(self._masked.rfind(mark, start, time.start) for mark in marks)

    def _parts(self, cut: int, time: Time) -> bool:
        """Whether a time's clause ends the part of the one before; not a rhythm that is quoted in it."""
        quoted = time.recurrence is not None and "“" in self._masked[cut + 1 : time.start]
        return not quoted and time.relation not in ("since", "until") and time.grain != "season"
