"""Which words around its time are a task: stretches of the sentence, each with what a model may know of it.

The rules' own words are one of them. extract/learned.py adds up the weights of the traits; the heaviest is taken.
A stretch begins with a clause before the time, or behind the time, behind whoever must do it; it ends with a clause
behind the time, or before it: «储罐液位计，7月底前更换到位» is 储罐液位计更换到位.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import NamedTuple

from extract.modals import has_modal, skip_lead, without_lead
from extract.responsible import numbering, subject_at
from extract.sentences import Span, around
from extract.tasks import trim
from extract.words import Words
from language.dates import Time
from records import Deadline

_STOPS = "。\n！？"
_BACK, _AHEAD = 160, 220  # characters of the sentence to either side of the time
_MARKS = frozenset("，；：")
# a clause that only tells who must do it: «剩余隐患，由包村领导负责，21日前必须销号»
_DOER = re.compile("(?<=，)由[^，；：。]{2,20}(?:负责|牵头|落实|包保|督办|包[^，；：。]{0,4})(?:，|$)")
_CLAUSES_BACK, _CLAUSES_AHEAD = 3, 4
_LONGEST, _SHORTEST = 160, 2  # characters of a task


class _Clause(NamedTuple):
    """A clause of the sentence, and the mark behind it."""

    start: int
    end: int
    mark: str


class Stretch(NamedTuple):
    """What may be a task: where the words that say it begin and end, and its traits."""

    start: int
    end: int
    traits: tuple[str, ...]


class Tasking:
    """The stretches of one text that may be its tasks. masked is the text with its times masked."""

    def __init__(self, text: str, masked: str, words: Words, kind: str | None) -> None:
        self.text, self.masked, self.words, self.kind = text, masked, words, kind
        self._behind_subject = cache(partial(_behind_subject, masked))
        self._of_clause = cache(partial(_of_clause, text, masked, words))

    def options(self, time: Time, record: Deadline) -> Mapping[str, Stretch]:
        """The rules' own task and the stretches around the time; it alone where the rules put it together."""
        sentence = around(self.masked, Span(time.start, time.end), _STOPS, _BACK, _AHEAD)
        before = self._clauses(sentence.start, time.start)[-_CLAUSES_BACK - 1 :]
        opens = time.end + self.masked.startswith(("，", "："), time.end)
        after = self._clauses(opens, sentence.end)[:_CLAUSES_AHEAD]
        found: dict[str, list[str]] = {record.task: []}
        where = {record.task: Span(record.start, record.end)}
        core = list(self._of_core(after))
        for begin in range(len(before) + 1):
            for end in range(len(after) + 1):
                head, tail = before[len(before) - begin :], after[:end]
                task = self._task(head, tail)
                if _SHORTEST <= len(task) <= _LONGEST:
                    shape = f"{begin},{end}"
                    told = found.setdefault(task, [])
                    told += self._of_bounds(before, begin, after, end)
                    told += [f"{one},{shape}" for one in core]
                    first, last = (*head, *tail)[0].start, (*head, *tail)[-1].end
                    where.setdefault(task, Span(min(first, time.start), max(last, time.end)))
        if not found[record.task]:  # 每季度·至少一次: with the act of the duty before it
            found = {record.task: []}
        return {
            task: Stretch(*where[task], tuple(dict.fromkeys((*told, *_beside(task, record, self.kind)))))
            for task, told in found.items()
        }

    def _clauses(self, start: int, end: int) -> list[_Clause]:
        clauses = []
        for at in range(start, end + 1):
            mark = self.masked[at : at + 1] if at < end else ""
            if at == end or mark in _MARKS:
                if at > start:
                    clauses.append(_Clause(start, at, mark))
                start = at + 1
        return clauses

    def _task(self, before: list[_Clause], after: list[_Clause]) -> str:
        """The words of some clauses before the time and some behind it, less who must do it."""
        head = tail = ""
        if before:
            start = self._behind_subject(before[0].start, before[-1].end)
            head = without_lead(_DOER.sub("", self.text[start : before[-1].end])).rstrip("，：")
        if after:
            start = after[0].start if before else self._behind_subject(after[0].start, after[0].end)
            if start >= after[0].end:  # «更换总监»: all of a clause behind the time is nobody's name
                start = after[0].start
            tail = self.text[start : after[-1].end]
        return trim(head + tail)

    def _of_core(self, after: list[_Clause]) -> Iterator[str]:
        """What the clause right behind the time tells, whatever the task is."""
        if not after:
            yield "alone"
            return
        words = self.text[after[0].start : after[0].end]
        tags = _tags(self.words, after[0])
        yield f"core-long={min(len(words), 12)}"
        yield f"core-starts={words[:2]}"
        yield f"core-ends={words[-2:]}"
        yield f"core-tags={tags[:3]}"
        yield f"core-noun={'n' in tags}"

    def _of_bounds(self, before: list[_Clause], begin: int, after: list[_Clause], end: int) -> Iterator[str]:
        """Where a stretch begins and ends, and the clauses right inside and outside of either bound."""
        yield f"shape={begin},{end}"
        yield f"clauses={len(before)},{begin}"
        inside, outside = before[len(before) - begin :], before[: len(before) - begin]
        for name, clause in (("in", inside[0] if inside else None), ("out", outside[-1] if outside else None)):
            if clause:
                yield from self._of_clause(f"left-{name}", clause)
                yield f"left-{name}-shape={begin},{clause.mark}"
        inside, outside = after[:end], after[end:]
        for name, clause in (("in", inside[-1] if inside else None), ("out", outside[0] if outside else None)):
            if clause:
                yield from self._of_clause(f"right-{name}", clause)
        if inside:
            yield f"right-mark={inside[-1].mark},{end}"


def _behind_subject(masked: str, start: int, end: int) -> int:
    """Where a stretch goes on behind its number and who must do it."""
    if number := numbering().match(masked, start, end):
        start = number.end()
    who = subject_at(masked, start, end, before_time=True)
    return skip_lead(masked, who.end if who else start, end)


def _of_clause(text: str, masked: str, words: Words, side: str, clause: _Clause) -> tuple[str, ...]:
    """What a clause's own words tell, on its side of a stretch."""
    told, tags = text[clause.start : clause.end], _tags(words, clause)
    hidden = masked[clause.start : clause.end]
    return (
        f"{side}-starts={told[:2]}", f"{side}-starts={told[:1]}", f"{side}-ends={told[-2:]}",
        f"{side}-ends={told[-1:]}", f"{side}-long={min(len(told) // 2, 10)}", f"{side}-tags={tags[:1]},{tags[-1:]}",
        f"{side}-modal={has_modal(hidden)},{hidden != told}", f"{side}-verb={'v' in tags}",
    )  # fmt: skip


def _tags(words: Words, clause: _Clause) -> str:
    return "".join([word.tag[:1] for word in words.between(clause.start, clause.end)])


def _beside(task: str, record: Deadline, kind: str | None) -> Iterator[str]:
    """How a stretch stands to the rules' own words."""
    own = record.task
    yield f"long={min(len(task) // 3, 12)}"
    if task == own:
        how = "own"
        yield f"own,{kind}"
        yield f"own-long={min(len(own), 12)}"
        yield f"own-starts={own[:2]}"
        yield f"own-ends={own[-2:]}"
        yield f"own,sure={int(record.confidence * 10)}"
    elif task.endswith(own):
        how = "more-left"
    elif task.startswith(own):
        how = "more-right"
    elif own.endswith(task):
        how = "less-left"
    elif own.startswith(task):
        how = "less-right"
    else:
        how = "holds" if own in task else "inside" if task in own else "other"
    yield how
    yield f"{how},{record.rule}"
    yield f"{how},by={(record.responsible or '') in task}"
