"""Who must do a task: the names around its time, each with what a model may know of it.

The rules' own name is one of them, that none is named is another. extract/learned.py adds up the weights of the
traits; the heaviest is taken.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extract.modals import has_modal
from extract.phrases import MARKS, NOTHING, end_of
from extract.sentences import Span, around, behind_last
from extract.words import Words
from language.dates import Time
from language.quick import compiled
from records import Deadline

_BACK, _AHEAD = 300, 200  # characters of the sentence to either side of the time
_BEFORE = 260  # characters of the sentence before it
_STARTS, _WORDS, _LONGEST = 26, 9, 30  # places where a name may begin; words and characters of one
_TAGS = 6  # words of a name whose tags are told
_CLAUSES = 5  # clauses between a name and the time
_BEHIND = 120  # characters behind the sentence in which a label or a closing bracket may name who must
_STOPS = "。\n！？"
# words behind which a name may begin
_LEADS = frozenset(["由", "请", "责令", "责成", "督促", "对", "要求", "各", "和", "望", "向", "给", "在", "并由", "经"])
_ASKS = frozenset({"由", "请", "责令", "要求"})  # likewise in the sentence before
_NO_START = frozenset("ucypde")  # first letters of jieba's tags
_NO_END = frozenset("vpdcum")
_INSIDE = frozenset("、（）")  # marks that a name may hold
_LABEL = compiled(
    "(?:责任单位|责任部门|整改责任人|责任人|责任领导|牵头单位|承办单位|督办单位|整改单位|主责单位|配合单位|责任)"
    r"[：:]\s*(?P<who>[^，。；\n（）]{2,40})"
)
_BRACKET = compiled("（(?P<who>[^（）\n]{2,40}?)(?:牵头|负责|落实|配合)?[，、]?[^（）\n]{0,30}）")


class _Page(NamedTuple):
    """Where a time stands: its sentence, where the sentence before begins, the times of both."""

    sentence: Span
    before: int
    times: tuple[Time, ...]


class Bearing:
    """The names in one text that may be who must do its tasks."""

    def __init__(self, text: str, words: Words, times: Sequence[Time], kind: str | None) -> None:
        self.text, self.words, self.times, self.kind = text, words, times, kind
        self._starts = [time.start for time in times]

    def options(self, time: Time, record: Deadline) -> Mapping[str, tuple[str, ...]]:
        """NOTHING, the rules' own, and the names around a time, each with named traits."""
        own, page = record.responsible or NOTHING, self._page(time)
        found: dict[str, list[str]] = {NOTHING: list(self._of_none(time, record, page))}
        if own:
            found[own] = []
        for name, told in (*self._named(time, record, page), *self._labelled(time, page)):
            found.setdefault(name, []).extend(told)
        for name, told in found.items():
            told += _beside(name, own, record, self.kind)
        return {name: tuple(dict.fromkeys(told)) for name, told in found.items()}

    def _page(self, time: Time) -> _Page:
        sentence = around(self.text, Span(time.start, time.end), _STOPS, _BACK, _AHEAD)
        back = max(0, sentence.start - _BEFORE)
        before = behind_last(self.text, _STOPS, back, max(back, sentence.start - 1))
        times = self.times[bisect_left(self._starts, before) : bisect_left(self._starts, sentence.end)]
        return _Page(sentence, before, tuple(times))

    def _of_none(self, time: Time, record: Deadline, page: _Page) -> Iterator[str]:
        """What speaks for a task of nobody's."""
        yield "none"
        yield f"none,rule={record.rule}"
        yield f"none,paper={self.kind}"
        yield f"none,relation={time.relation},{time.recurrence is not None}"
        yield f"none,task={record.task[:2]}"
        yield f"none,left={self.text[max(page.sentence.start, time.start - 2) : time.start]}"

    def _named(self, time: Time, record: Deadline, page: _Page) -> Iterator[tuple[str, list[str]]]:
        """The names of the sentence and of the one before it, each with what stands around it."""
        words = self.words
        first, ending = (bisect_left(words.starts, at) for at in (page.before, page.sentence.end))
        ends = frozenset(one.end for one in page.times)
        starts = 0
        for at in range(first, ending):
            if not self._may_start(at, first, page, ends):
                continue
            apart = _clauses_apart(self.text, words.starts[at], time)
            if apart > _CLAUSES:
                continue
            starts += 1
            if starts > _STARTS:
                return
            for last in self._ends(at, ending, page):
                name = self.text[words.starts[at] : words.starts[last] + len(words.texts[last])]
                if 1 < len(name) <= _LONGEST and name.count("（") == name.count("）"):
                    yield name, list(self._traits(name, at, last, apart, time, record, page))

    def _may_start(self, at: int, first: int, page: _Page, ends: frozenset[int]) -> bool:
        words, start = self.words, self.words.starts[at]
        if _in_time(start, page) or words.texts[at][0] in MARKS or words.tags[at][0] in _NO_START:
            return False
        if at == first or start == page.sentence.start or words.texts[at - 1][0] in MARKS:
            return True
        before = words.texts[at - 1]
        if start < page.sentence.start:
            return before in _ASKS
        return start in ends or before in _LEADS or words.tags[at - 1][0] in "pm"

    def _ends(self, at: int, ending: int, page: _Page) -> Iterator[int]:
        words = self.words
        for last in range(at, min(at + _WORDS, ending)):
            mark = words.texts[last][0]
            if (mark in MARKS and mark not in _INSIDE) or _in_time(words.starts[last], page):
                return
            if mark not in MARKS and (words.tags[last][0] not in _NO_END or words.tags[last] == "vn"):
                yield last

    def _traits(
        self, name: str, at: int, last: int, apart: int, time: Time, record: Deadline, page: _Page
    ) -> Iterator[str]:
        words, text = self.words, self.text
        start, end = words.starts[at], words.starts[last] + len(words.texts[last])
        sentence = "own" if start >= page.sentence.start else "before"
        side = "touches" if end == time.start else "before" if end <= time.start else "behind"
        before = words.texts[at - 1] if at else "start"
        behind, tag = (words.texts[last + 1], words.tags[last + 1][0]) if last + 1 < len(words.texts) else ("", "")
        stands = f"{sentence},{side}"
        tags = "".join([one[0] for one in words.tags[at : min(at + _TAGS, last + 1)]])
        yield from (
            f"stands={stands}", f"stands={stands},{before[:1]}", f"apart={sentence},{max(-3, min(apart, 4))}",
            f"left={before[:2]}", f"right={behind[:2]}", f"right-tag={tag}", f"between={before[:1]},{tag}",
            f"ends={name[-1:]}", f"ends={name[-2:]}", f"starts={name[:1]}", f"starts={name[:2]}",
            f"long={min(len(name) // 2, 8)}", f"tags={tags}",
            f"paper={self.kind},{stands}", f"rule={record.rule},{stands}", f"in-task={name in record.task}",
            f"opens-task={record.task.startswith(name)}", f"before-task={text.startswith(record.task[:4], end)}",
            f"behind-time={any(one.end == start for one in page.times)},{sentence}",
            f"before-time={any(one.start == end for one in page.times)},{sentence}",
            f"must={has_modal(behind[:1])},{sentence}", f"opens={start == page.sentence.start},{sentence}",
            f"last={words.tags[last]},{tag}", f"ends={name[-1:]},{behind[:1]}",
            f"far={min(6, abs(time.start - end) // 4)},{stands}",
        )  # fmt: skip

    def _labelled(self, time: Time, page: _Page) -> Iterator[tuple[str, list[str]]]:
        """Who a label or a closing bracket in the sentence or right behind it names."""
        end = min(len(self.text), page.sentence.end + _BEHIND)
        for found in _LABEL.finditer(self.text, page.sentence.start, end):
            yield found["who"].strip(), ["label", f"label={found[0][:4]}", f"label-behind={found.start() >= time.end}"]
        for found in _BRACKET.finditer(self.text, max(page.sentence.start, time.start - 3), end):
            inside = found.start() < page.sentence.end
            yield found["who"], ["bracket", f"bracket-ends={found['who'][-1:]}", f"bracket-inside={inside}"]


def _beside(name: str, own: str, record: Deadline, kind: str | None) -> Iterator[str]:
    """How a name stands to the rules' own. near: whether the rules found theirs in the quote."""
    near = own in record.quote
    if name == own:
        if own:
            yield from ("own", f"own,{record.rule}", f"own,ends={own[-2:]}", f"own,{kind}", f"own,near={near}")
    elif not own:
        yield "no-own"
    elif name == NOTHING:
        yield from ("none,own", f"none,own-ends={own[-1:]}", f"none,own-near={near},{record.rule}")
    elif name in own:
        yield f"inside-own,{end_of(own, name)}"
        yield f"inside-own,near={near}"
    elif own in name:
        yield f"around-own,{end_of(name, own)}"
    else:
        yield "other"
        yield f"other,near={near}"


def _clauses_apart(text: str, start: int, time: Time) -> int:
    """How many clauses end between a name and the time; less than 0 for a name behind it."""
    if start < time.start:
        return sum(text.count(mark, start, time.start) for mark in "，；：")
    return -1 - sum(text.count(mark, time.end, start) for mark in "，；：")


def _in_time(start: int, page: _Page) -> bool:
    return any(one.start <= start < one.end for one in page.times)
