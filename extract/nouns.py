"""Which noun a figure counts, where the rules are not sure: the names around it, each with what a model may know of it.

The rules' own noun is one of them. extract/learned.py adds up the weights of the traits; the heaviest name is taken.
"""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Generic, NamedTuple

from extract.drafts import Draft, Figures, same_kind
from extract.industries import trade_of_unit
from extract.learned import Lost, Teller, Told, Values, is_never_lost, said
from extract.lexicon import is_hamlet, is_person, is_place
from extract.phrases import INSIDE, MARKS, STOPS, Phrase, Shapes, bare, last_before, may_end, may_start, phrase, word_at
from extract.rulebook import pattern
from extract.words import Words
from language.numerals import Quantity
from records import Count

DOUBTFUL = 0.9  # confidence below which the rules' noun is put to the model
# rules whose noun follows from how the sentence is built, or that the guide fixes: 死亡, 受伤, 失踪, 较大事故
FIRM = frozenset({"distributed", "goes-on", "casualties", "graded", "by-kind"})
_WORDS_BEHIND, _WORDS_BEFORE = 9, 30  # words around a figure among which names are sought
_ENDS_BEFORE, _CLAUSES_BEFORE = 7, 3
_NEAR_LONG, _FAR_LONG = 6, 4  # words of a name in the figure's own clause, and before that
_LONGEST = 20  # characters of a name
_EARLIER = 4  # figures before, whose nouns may hold for this one
_ALIKE, _ALIKE_BACK = 3, 60  # names of figures before that such units count: so many, sought among so many figures
_ACT_LONG = 4  # words of a name that ends with what was done
_HARMED = frozenset({"死亡", "受伤", "失踪", "失联", "重伤", "轻伤"})
_FAR_MORE = 10  # times as many people as the dead told before are not of the dead
_GAP = 4  # words between a name and its figure that are traits
_MARKS_HERE = frozenset("，。；、）：（\n")
_CLAUSE_MARK = re.compile("[，：；]")
_DIGIT = re.compile(r"\d")
_LABEL, _LABEL_MARKS = 14, "，。；：、（）\n"  # characters of a label before a figure; where it begins
_COMPARED = frozenset({"同比", "环比"})
_NONE = re.compile("(?:均|暂|也|都|尚|全年|当月)?(?:无(?!证|照|牌)|(?:未|没有?)(?:发现|发生|出现|查出|接报|接到)|没有)")
_PUNISHES = frozenset({"罚款", "处罚", "查封", "临时查封", "取缔", "关停", "约谈", "曝光", "问责", "拘留"})
_IDLE = frozenset({"共有", "现有", "拥有", "具有", "设有", "建有", "存有", "配有", "共计", "总计", "合计", "达到"})
_LEADS = re.compile("其中|[含有]|包括|属于?|为|共|分别(?:为|是)?|以及|和|及")


class Names(dict[str, tuple[list[str], Phrase | None]]):
    """Names that a figure may count: on which sides of it each is told, and where it stands first."""

    def offer(self, side: str, name: str, place: Phrase | None = None) -> None:
        """Takes a name that is neither one character nor a sentence."""
        if not 1 < len(name) <= _LONGEST or name in _COMPARED:
            return
        sides, known = self.get(name, ([], None))
        if side not in sides:
            sides.append(side)
        self[name] = sides, known or place


class Joined(NamedTuple):
    """A name made of the label before a figure and of the head of what figures before it count: 工贸·事故."""

    label: Phrase
    head: str


class Alike(NamedTuple):
    """A name that a figure of such a unit counted before: how many figures back, and how near.

    great  whether that figure is as great as this one
    part   whether it is a part: 隐患280处，其中重大3处，已整改256处
    """

    name: str
    back: int
    near: str
    great: bool
    part: bool


class Nouns(Generic[Told]):
    """The names that the figures of a text may count, each with what a model may know of it."""

    def __init__(self, figures: Figures, teller: Teller[Told]) -> None:
        self.words, self.drafts, self.counts, *_ = figures
        self._ends = [draft.quantity.end for draft in self.drafts]  # no name reaches over a figure
        self._shapes = Shapes(self.words, teller)
        self._side = teller(*["side="] * 6)
        self._sides = teller("sides=")
        self._name = teller("length=", "ends=", "ends=", "starts=", "ends=", "ends=")
        self._own = teller("own", "own,", "own,", "own,", "own,")
        self._other = teller(
            "other,", "inside-own", "ends-own", "starts-own", "amid-own", "around-own", "longer-left", "longer-right",
            "longer",
        )  # fmt: skip
        self._act = teller("is-act", "holds-act")
        self._joined = teller(
            "joined-last=", "joined-end=", "joined-first=", "joined-head=", "joined-own=", "joined-owner",
            "joined-trade=", "joined-tag=", "joined-where=",
        )  # fmt: skip
        self._told = [teller(f"told{back}", f"told{back},") for back in range(1, _EARLIER)]
        self._alike = [teller(f"alike{at}", *[f"alike{at},"] * 3, *["alike,"] * 4) for at in range(_ALIKE)]
        self._gap = teller(*["gap="] * (2 + _GAP), *["gap-holds="] * 4, "gap-clauses=", "gap-lists", "gap-counts")

    def for_(self, at: int, is_lost: Lost[Told] = is_never_lost) -> Iterator[tuple[str, tuple[Told, ...]]]:
        """The names that figure at may count, the rules' own first, but those that are lost."""
        count = self.counts[at]
        words, start = self.words, self.drafts[at].quantity.start
        alike = list(self._counted_before(at))
        names = self._names(at, count.item, alike)
        joined = dict(self._joined_with(at, alike))
        for name, one in joined.items():
            names.offer("joined", name, one.label)
        frame = _frame(words.text, self.drafts[at], count)
        told: dict[str, Told] = {}
        gaps: dict[int, Told] = {}
        told_by = count.subject if pattern("counts", "event").search(count.item) else None
        too_small = {one.name for one in alike if one.part and not one.great}
        for name, (sides, place) in names.items():
            if name == told_by != count.item:  # 火灾9起，其中住宅4起: where events happened, as the rules read it
                continue
            if name in too_small and name != count.item:  # 隐患280处，其中重大隐患3处，已整改256处
                continue
            if name != count.item and self._cannot_be(at, name):
                continue
            if place and name != count.item and _is_absent(words.text, place, sides):
                continue
            for side in sides:
                if side not in told:
                    told[side] = self._side((side, *[f"{side},{trait}" for trait in frame]))
            traits = (*[told[side] for side in sides], self._sides(("+".join(sides),)))
            traits = (*traits, *self._of_name(at, count, name, alike))
            if name in joined:
                traits = (*traits, self._joined(self._of_joined(count, joined[name])))
            if place:
                traits = (*traits, *self._shapes.edges(place))
                if place.end <= start:
                    gap = gaps.get(place.last) or gaps.setdefault(place.last, self._gap(_gap(words, place, start)))
                    traits = (*traits, gap)
                if is_lost(traits, INSIDE):
                    continue
                traits = (*traits, *self._shapes.inside(place))
            yield name, traits

    def _cannot_be(self, at: int, name: str) -> bool:
        """Whether a figure cannot count a name: 45名业务骨干 no 中心, 来参观的2700人 none of the dead told before."""
        count = self.counts[at]
        if count.unit in ("名", "位") and is_person(count.item) and is_place(name):
            return True
        if count.unit == "户" and is_hamlet(name):  # 149个村民小组，1.4万·户
            return True
        if name in count.item and pattern("counts", "accident_kind").fullmatch(count.item):  # 物体·打击
            return True
        if name not in _HARMED or count.change or count.value is None or count.item in _HARMED:
            return False
        told = [one.value for one in self.counts[max(0, at - _ALIKE_BACK) : at] if one.item == name and one.value]
        return bool(told) and count.value > _FAR_MORE * max(told)

    def _of_name(self, at: int, count: Count, name: str, alike: Sequence[Alike]) -> Iterator[Told]:
        """What its own letters tell of a name, and other names."""
        unit, last, two = count.unit, name[-1], name[-2:]
        yield self._name((str(min(len(name), 10)), last, two, name[:2], f"{two},{unit}", f"{last},{unit}"))
        if name == count.item:
            sure = str(int(count.confidence * 10))
            yield self._own(("", count.rule, unit, sure, f"{count.rule},{sure}"))
        else:
            yield self._other(_beside_other(count, name))
        if count.action and count.action in name:
            yield self._act((said(name == count.action), said(name != count.action)))
        for weigh, earlier in zip(self._told, reversed(self.counts[max(0, at - _EARLIER + 1) : at]), strict=False):
            if earlier.item == name:
                yield weigh(("", str(earlier.unit == unit)))
        for weigh, one in zip(self._alike, alike, strict=False):
            if one.name == name:
                near, holds = one.near, f"{one.great},{one.part}"
                yield weigh(("", str(min(one.back, 6)), near, holds, near, two, holds, f"{holds},{near}"))

    def _counted_before(self, at: int) -> Iterator[Alike]:
        """What figures before this one count whose units may count the same things, the nearest first."""
        known: set[str] = set()
        draft = self.drafts[at]
        for back in range(1, min(at, _ALIKE_BACK) + 1):
            earlier, name = self.drafts[at - back], self.counts[at - back].item
            if name not in known and same_kind(earlier.quantity.unit, draft.quantity.unit):
                known.add(name)
                near, part = _how_near(self.words.text, earlier, draft), earlier.whole is not None
                yield Alike(name, back, near, _is_as_great(earlier, draft), part)
            if len(known) == _ALIKE:
                return

    def _joined_with(self, at: int, alike: Sequence[Alike]) -> Iterator[tuple[str, Joined]]:
        """«事故52起，其中·工贸8起»: the label with the heads, and the whole names, of what is counted before."""
        label = _label(self.words, self.drafts[at].quantity.start, self._ends)
        if label is None or label.text in _PUNISHES or label.text.endswith("一批"):  # 停产一批3家
            return
        is_kind = pattern("counts", "accident_kind").fullmatch
        for one in alike:
            for head in dict.fromkeys((head_of(one.name), one.name)):
                another = head.startswith("伤害") or is_kind(head)
                if another and is_kind(label.text):  # 车辆伤害4起，高处坠落6起
                    continue
                if not label.text.endswith(head) and label.text not in one.name:
                    yield label.text + head, Joined(label, head)

    def _of_joined(self, count: Count, one: Joined) -> Values:
        """What the label and the head of such a name tell."""
        label, head = one.label.text, one.head
        own = "same" if count.item == label + head else "head" if count.item.endswith(head) else "other"
        tag = self.words.tags[one.label.last]
        return (
            label[-1], label[-2:], label[:2], f"{head[-2:]},{count.unit}", own, said(count.subject == label),
            trade_of_unit(label) or "", tag, self.words.text[one.label.start - 1 : one.label.start],
        )  # fmt: skip

    def _names(self, at: int, own: str, alike: Sequence[Alike]) -> Names:
        words, quantity = self.words, self.drafts[at].quantity
        names = Names({own: (["rule"], None)})
        following = self.drafts[at + 1].quantity.start if at + 1 < len(self.drafts) else len(words.text)
        for place in _behind(words, quantity.end):
            if place.end <= following:
                names.offer("behind", place.text, place)
        told = _before(words, quantity.start, self._ends), _acts_before(words, quantity.start, self._ends)
        for side, place in chain.from_iterable(told):
            names.offer(side, place.text, place)
        for back, earlier in enumerate(reversed(self.counts[max(0, at - _EARLIER) : at])):
            names.offer(f"earlier{back}", earlier.item)
        for nearest, one in enumerate(alike):
            names.offer(f"alike{nearest}", one.name)
        return names


def is_doubtful(count: Count, doubtful: float = DOUBTFUL) -> bool:
    """Whether the noun of a figure is put to the model: where it is not sure, nor follows from the sentence's build."""
    return count.confidence < doubtful and count.rule not in FIRM


def around(text: str, quantity: Quantity, count: Count, name: str) -> tuple[int, int]:
    """Where the quote of a count begins and ends, with a name that stands beside the figure in its clause."""
    if text.startswith(name, quantity.end):
        return count.start, max(count.end, quantity.end + len(name))
    at = text.rfind(name, max(0, quantity.start - _LONGEST), quantity.start)
    if at < 0 or _CLAUSE_MARK.search(text, at, quantity.start) or "。" in text[at : quantity.start]:
        return count.start, count.end
    return min(at, count.start), count.end


def _how_near(text: str, earlier: Draft, draft: Draft) -> str:
    if earlier.sentence == draft.sentence:
        return "sentence"
    return "far" if "\n" in text[earlier.quantity.start : draft.quantity.start] else "paragraph"


def _is_as_great(earlier: Draft, draft: Draft) -> bool:
    one, other = earlier.quantity.value, draft.quantity.value
    return one is not None and other is not None and one >= other


def _is_absent(text: str, place: Phrase, sides: Sequence[str]) -> bool:
    """Whether a clause before the figure's tells that there is none: 隐患203项，无重大隐患，整改71项."""
    if "before0" in sides or not any(side.startswith("before") for side in sides):
        return False
    start = max(text.rfind(mark, max(0, place.start - _LONGEST), place.start) for mark in "，。；、：（\n") + 1
    return _NONE.match(text, start, place.start) is not None


def _behind(words: Words, end: int) -> Iterator[Phrase]:
    """Names that begin right behind a figure."""
    for last in _ends_behind(words, end):
        close = words.starts[last] + len(words.texts[last])
        yield Phrase(bare(words.text[end:close]), end, close, min(word_at(words, end), last), last)


def _before(words: Words, start: int, figures: Sequence[int]) -> Iterator[tuple[str, Phrase]]:
    """Names before a figure, each with the side that tells how many clauses back it stands; where figures end."""
    for clause, last in _ends_before(words, start):
        for first in _firsts(words, last, _FAR_LONG if clause else _NEAR_LONG, STOPS, figures):
            yield f"before{clause}", phrase(words, first, last)


def _acts_before(words: Words, start: int, figures: Sequence[int]) -> Iterator[tuple[str, Phrase]]:
    """What was done, right before a figure that counts how often or how much: 出动14次, 总投入2317万元."""
    last = last_before(words, start)
    touches = last >= 0 and words.starts[last] + len(words.texts[last]) == start
    if touches and words.tags[last][0] in "va" and words.texts[last] not in _IDLE:
        for first in _firsts(words, last, _ACT_LONG, MARKS, figures):
            yield "act", phrase(words, first, last)


def _firsts(words: Words, last: int, longest: int, stops: Container[str], figures: Sequence[int]) -> Iterator[int]:
    """Words that a name may begin with whose last word is given, the nearest first."""
    at = bisect_right(figures, words.starts[last] + len(words.texts[last])) - 1
    lowest = figures[at] if at >= 0 else 0  # beyond its beginning where the last word is a figure's own: 15·人
    for first in range(last, max(last - longest, -1), -1):
        if words.texts[first][0] in stops or words.starts[first] < lowest:
            return
        if may_start(words, first):
            yield first


def _ends_behind(words: Words, start: int) -> Iterator[int]:
    """Words behind a figure that a name may end with, up to the next mark."""
    first = word_at(words, start)
    for at in range(first, min(first + _WORDS_BEHIND, len(words.texts))):
        if words.texts[at][0] in STOPS or words.texts[at][0] in "（）":
            return
        if may_end(words, at):
            yield at


def _ends_before(words: Words, end: int) -> Iterator[tuple[int, int]]:
    """Words before a figure that a name may end with, the nearest first: how many clauses back, and the word."""
    found = clause = 0
    last = last_before(words, end)
    for at in range(last, max(last - _WORDS_BEFORE, -1), -1):
        if words.texts[at][0] in "。！？\n":
            return
        if words.texts[at][0] in "，；：":
            clause += 1
        elif may_end(words, at):
            found += 1
            yield clause, at
        if clause == _CLAUSES_BEFORE or found == _ENDS_BEFORE:
            return


def _label(words: Words, start: int, figures: Sequence[int]) -> Phrase | None:
    """The words between the last mark, or figure, and a figure, where they are few: 其中·道路运输31起."""
    last = last_before(words, start)
    at = bisect_right(figures, start) - 1
    low = max(figures[at] if at >= 0 else 0, start - _LABEL)
    low = max(low, *(words.text.rfind(mark, low, start) + 1 for mark in _LABEL_MARKS))
    lead = _LEADS.match(words.text, low, start)
    low = lead.end() if lead else low
    if last < 0 or start - low < 2 or _DIGIT.search(words.text, low, start):
        return None
    first = word_at(words, low)
    return phrase(words, first, last) if first <= last and words.starts[first] == low else None


@lru_cache(1 << 10)
def head_of(name: str) -> str:
    """The last word of a name: 事故 of 生产安全事故."""
    texts = Words(name).texts
    last = texts[-1] if texts else name
    return last if len(last) > 1 or len(texts) < 2 else texts[-2] + last


def _frame(text: str, draft: Draft, count: Count) -> tuple[str, ...]:
    """What is the same for all names of a figure: its unit, its rule, the marks around it."""
    start, end = draft.quantity.start, draft.quantity.end
    left, right = _mark(text[start - 1 : start]), _mark(text[end : end + 1])
    return f"unit={count.unit}", f"rule={count.rule}", f"marks={left}{right}", f"left={left}", f"right={right}"


def _mark(letter: str) -> str:
    return letter if letter in _MARKS_HERE else "w"


def _beside_other(count: Count, name: str) -> Values:
    """How a name stands to another that the rules give."""
    own = count.item
    inside, around = name in own, own in name
    starts, ends = inside and own.startswith(name), inside and own.endswith(name)
    right, left = around and name.startswith(own), around and name.endswith(own)
    return (
        count.rule,
        said(inside), said(ends), said(starts and not ends), said(inside and not (starts or ends)),
        said(around), said(left), said(right and not left), said(around and not (right or left)),
    )  # fmt: skip


def _gap(words: Words, place: Phrase, start: int) -> Values:
    """What stands between a name and the figure behind it; the same for all names that end together."""
    first, last = place.last + 1, word_at(words, start)
    tags = "".join([tag[0] for tag in words.tags[first:last]])
    texts = [*words.texts[first : min(last, first + _GAP)], *[None] * _GAP]
    gap = words.text[place.end : start]
    return (
        str(min(len(tags), 8)), tags[:_GAP], *texts[:_GAP],
        *[kind if kind in tags else None for kind in "vnmp"],
        str(min(len(_CLAUSE_MARK.findall(gap)), _CLAUSES_BEFORE)),
        said("、" in gap), said(_DIGIT.search(gap)),
    )  # fmt: skip
