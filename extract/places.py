"""Where a danger is: the places that the text before it names, each with what a model may know of it.

The rules' own place is one of them, that none is named is another. extract/learned.py adds up the weights of the
traits; the heaviest is taken.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import chain, islice
from typing import Generic, NamedTuple

from extract.compounds import is_body
from extract.heads import Head, Paper, addressee, head_of
from extract.learned import Lost, Model, Race, Teller, Told, Values, is_never_lost, names_of, said
from extract.phrases import INSIDE, NOTHING, STOPS, Phrase, Shapes, bare, joint, phrase, word_at
from extract.units import names_office, units
from extract.words import Words
from records import Hazard

Watch = Callable[[int, Mapping[str, tuple[str, ...]]], None]

_WORDS_BEFORE, _WORDS_INSIDE, _WORDS_LONG = 45, 6, 7  # words searched before a danger and in it; words of a name
_FAR = 2000  # characters before a danger in which its line begins or the place of one before it may be named
_LONGEST = 24  # characters of a name
_NEW_LINE = 12  # characters from its line's start within which a danger takes its place from the line before
_EARLIER, _TOLD = 6, 40  # places told before that may hold on; dangers before among whose places they are
_NO_END = frozenset("pcudx")
_PARTED = frozenset("vpdcumxr")  # first letters of tags behind which a name may begin
_CLAUSE_MARKS, _SENTENCE_MARKS = "，：", "。；\n"
_OPENING, _LINES_ABOVE, _HEADINGS, _BELOW_ALL = 80, 40, 3, 9  # of a line; lines searched for headings; how many; a rank
_HEAD = 600  # characters of a text in which it may name whom it goes to
_FIRST, _SHORTS = 2, 3  # units named first, and units given short names, that a paper may be about
_SHORTENING = 1500  # characters in which it gives them
_LINE = re.compile(r"[^\n]+")
_SHORT_NAME = re.compile(
    r"（(?:以下|下)?[简统合]?称[：:为]?“?(?P<name>[\u4e00-\u9fff]{2,12}?)”?(?:，[^（）\n]{0,20})?）"
)
# what no name of a place holds, but a sentence about one: 夜班班长带头在分拣区, 4、厨房与餐厅
_HEADED = re.compile("(?P<place>.+)(?:方面|领域)")
_SITE = re.compile(
    "[矿山库口船艇堂楼地涵站坊厂店场院校道管车区村馆园点房桥街路窑井塔港]$|公司|企业|单位|码头|隧道|实验室|车间"
)
_SENTENCE = re.compile(
    r"^(?:群众|市民|网友)?(?:举报|反映|投诉)|(?<=..)(?:员工|职工|从业人员|作业人员|驾驶员)$"
    r"|不(?![少夜锈])|未(?!央)|被|了|发现|来到|查处|带头|安排|存在|正在|^\d{1,2}[、.．]"
)
_DIGIT = re.compile(r"\d")
# what a site's name ends with, but no part of one that may be faulty itself: a gate, a wire, a vehicle
_SITE_ENDS = re.compile(
    r"(?:公司|[厂店院校园吧城]|小区|社区|[村镇]|项目|工地|[楼栋幢号仓站场坊矿]|(?<!出入)库|车间|市场|超市|酒店|宾馆|中心|馆|单位|企业"
    r"|网点|零售点|集中点|加工点|机械|罐区|池|[桥坑]|码头|渡口|户|小组|车队|大厦|街)$"
)
_NAMED, _SHORTEST = 4, 3  # characters of a site's name, and of what is faulted there
_STANDING = ("inside", "marks=", "ends=", "heads-sentence", "heads-sentence,")
_UNTOLD = (*_STANDING, *INSIDE)  # kinds of traits that are told last, only of names that may still be the heaviest


class Found(NamedTuple):
    """A name of a place: how it came up, and where it stands; None where the text before does not hold it."""

    side: str
    place: Phrase | None


_AND = re.compile("[、和及与]")
# given a word, what may be a name that ends with it
Ending = Callable[[int], tuple[list[Phrase], int]]


def placed(words: Words, hazards: Sequence[Hazard], placer: Model, watch: Watch | None = None) -> list[Hazard]:
    """The dangers of a text with the places that a model chooses; watch is told which and what there is to choose."""
    weights_of, names = _Places(words, placer.weights_of), _Places(words, names_of)
    earlier: list[str] = []
    out = []
    for at, ruled in enumerate(hazards):
        hazard = replace(ruled, place=None) if ruled.place and _SENTENCE.search(ruled.place) else ruled
        if watch:
            watch(at, {name: tuple(chain(*told)) for name, told in names.for_(hazard, earlier)})
        race = Race(placer)
        for name, told in weights_of.for_(hazard, earlier, race.is_lost):
            race.enter(name, told)
        chosen = _of_heading(_one_of_list(words.text, hazard, race.winner()))
        earlier.append(chosen)
        out.append(
            _without_place(words.text, hazard if chosen == (hazard.place or NOTHING) else _moved(hazard, chosen))
        )
    return out


def _without_place(text: str, hazard: Hazard) -> Hazard:
    """The danger without the site that its words open with: 锦悦家纺三楼成品库|占用疏散通道."""
    place = hazard.place
    if place and _SITE_ENDS.search(place) and (over := _ends_inside(text, hazard, place)):
        return replace(hazard, description=hazard.description[over:])
    if not place or len(place) < _NAMED or not hazard.description.startswith(place) or not _SITE_ENDS.search(place):
        return hazard  # also of a mere kind of site: 仓库·与办公楼间距不足
    rest = hazard.description.removeprefix(place).lstrip("的内里，、")
    return replace(hazard, description=rest) if len(rest) >= _SHORTEST else hazard


def _ends_inside(text: str, hazard: Hazard, place: str) -> int:
    """How many characters of the site's name the danger's words begin with, where the rest stands before them."""
    for over in range(len(place) - 1, 1, -1):
        if hazard.description.startswith(place[-over:]) and text.startswith(place, hazard.start + over - len(place)):
            return over if len(hazard.description) - over >= _SHORTEST else 0
    return 0


def _of_heading(chosen: str) -> str:
    """The place that a heading names; NOTHING where it names none: 渡口·方面, 矿山·领域, but 消防方面, 好的方面."""
    named = _HEADED.fullmatch(chosen)
    if named is None:
        return chosen
    return named["place"] if _SITE.search(named["place"]) else NOTHING


def _one_of_list(text: str, hazard: Hazard, chosen: str) -> str:
    """The place chosen; of several that were inspected the one that a danger's own clause names: 人民商场·地下车库…

    A unit that was named before, too, and stands right before the danger gives way to no other.
    """
    own = hazard.place
    if not own or not text.endswith(own, 0, hazard.start):
        return chosen
    another = chosen != NOTHING and own not in chosen and chosen not in own
    start = hazard.start - len(own)
    again = another and len(own) > _NAMED and text.rfind(own, max(0, start - _FAR), start) >= 0
    return own if again or own in _AND.split(chosen) else chosen


class _Places(Generic[Told]):
    """The places that the dangers of a text may be at, each with what a model may know of it."""

    def __init__(self, words: Words, teller: Teller[Told]) -> None:
        self.words = words
        self._shapes = Shapes(words, teller)
        self._ending: Ending = cache(partial(_ending, words))
        self._nowhere = teller(*["none,"] * 10)
        self._name = teller("body", "ends=", "ends=", "starts=", "starts=", "length=", "digits", "quoted")
        self._beside = teller(
            "some", "side=", "own", "own,", "inside-own", "around-own", "as-before", "of-paper=", "head=", "short",
            "shortened",
        )  # fmt: skip
        self._heads = _Heads(words.text)
        paper = Paper(words.text)
        self._of_paper = dict.fromkeys(_told_at_head(paper), f"{paper.kind},{paper.orders}")
        self._shorts = _Shorts(words.text)
        self._gap = teller("gap=", "gap-clauses=", "gap-sentences=", "gap=", "colon", "colon,")
        self._stand = teller(*_STANDING)
        self._named: dict[str, Told] = {}

    def for_(
        self, hazard: Hazard, earlier: Sequence[str], is_lost: Lost[Told] = is_never_lost
    ) -> Iterator[tuple[str, tuple[Told, ...]]]:
        """NOTHING and the places that a danger may be at, but those that are lost.

        earlier  those of the dangers before it, in order
        """
        last = earlier[-1] if earlier else NOTHING
        yield NOTHING, (self._nowhere(_frame(self.words.text, hazard, last)),)
        gaps: dict[tuple[int, int], _Gap[Told]] = {}
        heads = self._heads.over(hazard.start)
        shorts = self._shorts.before(hazard.start)
        for name, told in _names(self.words, self._ending, hazard, earlier, heads, self._of_paper, shorts).items():
            over = self._of_paper.get(name), heads.get(name)
            called = said(name in self._shorts.names), said(self._shorts.has_one(name))
            traits: tuple[Told, ...] = (
                self._beside((*_beside(hazard, name, told.side, last), *over, *called)), self._of_name(name),
            )  # fmt: skip
            if place := told.place:
                end = place.end, place.last
                gap = gaps.get(end) or gaps.setdefault(end, self._gap_behind(hazard, place))
                traits = (*traits, *self._shapes.edges(place), gap.told)
                if is_lost(traits, _UNTOLD):
                    continue
                traits = (*traits, self._standing(hazard, place, gap))
                if is_lost(traits, INSIDE):
                    continue
                traits = (*traits, *self._shapes.inside(place))
            yield name, traits

    def _of_name(self, name: str) -> Told:
        """What its own letters tell of a place."""
        if name not in self._named:
            self._named[name] = self._name((
                said(is_body(name)), name[-1], name[-2:], name[:1], name[:2], str(min(len(name), 14)),
                said(_DIGIT.search(name)), said("“" in name),
            ))  # fmt: skip
        return self._named[name]

    def _gap_behind(self, hazard: Hazard, place: Phrase) -> "_Gap[Told]":
        """What stands between a place and the danger; the same for all names that end together."""
        text, start, end = self.words.text, place.end, max(place.end, hazard.start)
        clauses = min(4, sum([text.count(mark, start, end) for mark in _CLAUSE_MARKS]))
        sentences = min(3, sum([text.count(mark, start, end) for mark in _SENTENCE_MARKS]))
        colon = joint(self.words, place.last + 1) == "："
        told = self._gap((
            str(min(8, (end - start) // 6)), str(clauses), str(sentences),
            text[start:end] if end - start < 5 else "far", said(colon), str(sentences) if colon else None,
        ))  # fmt: skip
        return _Gap(told, min(3, clauses + sentences), str(sentences))

    def _standing(self, hazard: Hazard, place: Phrase, gap: "_Gap[Told]") -> Told:
        """Where a name stands to the danger and in its sentence."""
        before, behind = joint(self.words, place.first - 1), joint(self.words, place.last + 1)
        heads = before in ("。", "；", "\n", "）", "end")
        return self._stand((
            said(place.start >= hazard.start), f"{gap.marks},{before}{behind}",
            f"{self.words.text[place.end - 1 : place.end]},{before}", said(heads), gap.sentences if heads else None,
        ))  # fmt: skip


class _Heads:
    """What opens the lines of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        lines = [line.span() for line in _LINE.finditer(text)]
        self.starts = [start for start, _ in lines]
        self.heads = [head_of(text, start, min(end, start + _OPENING)) for start, end in lines]

    def over(self, position: int) -> dict[str, str]:
        """The words that open a place's own line, and those of the headings above it, each with its rank over it."""
        own = bisect_right(self.starts, position) - 1
        found: dict[str, str] = {}
        lowest = _BELOW_ALL
        for line in range(own, max(own - _LINES_ABOVE, -1), -1):
            head = self.heads[line]
            if head and head.words.end <= position and (line == own or self._is_over(head, lowest)):
                lowest = head.rank or lowest
                name = bare(self.text[slice(*head.words)].split("（")[0])
                if 1 < len(name) <= _LONGEST:
                    found.setdefault(name, f"{len(found)},{head.rank},{head.alone},{line == own},{head.mode}")
            if len(found) == _HEADINGS:
                break
        return found

    def _is_over(self, head: Head, lowest: int) -> bool:
        return 0 < head.rank < lowest or (head.alone and not head.rank)


class _Shorts:
    """The short names that a text gives to units: 宏远新材料有限公司（以下简称宏远公司）."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_SHORT_NAME.finditer(text))
        self._ends = [short.start() for short in found]
        self._told = [short["name"] for short in found]
        self.names = frozenset(self._told)

    def before(self, position: int) -> list[str]:
        """Those given last before a place, the nearest first."""
        at = bisect_right(self._ends, position)
        return self._told[max(0, at - _SHORTS) : at][::-1]

    def has_one(self, name: str) -> bool:
        """Whether a name is a unit's that has a short one."""
        return any(self.text.endswith(name, 0, end) for end in self._ends)


class _Gap(NamedTuple, Generic[Told]):
    """What stands between a place and a danger: its traits, how many marks, how many of them end sentences."""

    told: Told
    marks: int
    sentences: str


def _moved(hazard: Hazard, place: str) -> Hazard:
    """The danger at another place, which is told among its words of why where its quote does not hold it."""
    why = tuple(word for word in hazard.why if word != hazard.place)
    if place and place not in hazard.quote:
        why = (place, *why)
    return replace(hazard, place=place or None, why=why)


def _told_at_head(paper: Paper) -> list[str]:
    """The units that a paper is about or goes to: named by its title, addressed, or named first, by their short names.

    A unit that is «（以下简称宏远公司）» is called so from there on.
    """
    text, title = paper.text, paper.title
    named = [unit.name for unit in units(title, 0, len(title)) if unit.named]
    lines = [line for line in _LINE.finditer(text, 0, _HEAD) if 0 < len(line[0]) <= _LONGEST * 2]
    addressed = (addressee(text, *line.span()) for line in lines)
    first = islice((unit for unit in units(text, len(title), _HEAD) if unit.named), _FIRST)
    called = (short["name"] if (short := _SHORT_NAME.match(text, unit.end)) else unit.name for unit in first)
    shorts = islice((short["name"] for short in _SHORT_NAME.finditer(text, 0, _SHORTENING)), _SHORTS)
    return [*dict.fromkeys([*named[-1:], *(unit.name for unit in addressed if unit), *shorts, *called])]


def _names(
    words: Words, ending: Ending, hazard: Hazard, earlier: Sequence[str], heads: Iterable[str],
    of_paper: Iterable[str], shorts: Iterable[str],
) -> dict[str, Found]:  # fmt: skip
    """What a danger's place may be called, by where that is told."""
    names: dict[str, Found] = {}
    for place in _stretches(words, ending, hazard):
        if 1 < len(place.text) <= _LONGEST and not _SENTENCE.search(place.text):
            names.setdefault(place.text, Found("span", place))
    before = dict.fromkeys(name for name in reversed(earlier[-_TOLD:]) if name)
    for back, name in enumerate(list(before)[:_EARLIER]):
        names.setdefault(name, Found(f"earlier{min(back, 2)}", _found(words, name, hazard)))
    for name in heads:
        if not _SENTENCE.search(name):
            names.setdefault(name, Found("head", _found(words, name, hazard)))
    for name in shorts:
        names.setdefault(name, Found("short", _found(words, name, hazard)))
    for name in of_paper:
        names.setdefault(name, Found("paper", _found(words, name, hazard)))
    if hazard.place:
        names.setdefault(hazard.place, Found("rule", _found(words, hazard.place, hazard)))
    return names


def _stretches(words: Words, ending: Ending, hazard: Hazard) -> Iterator[Phrase]:
    """What may be a name, before a danger and at its beginning; the nearest first."""
    start = word_at(words, hazard.start)
    lowest = max(word_at(words, _opening(words.text, hazard.start)), start - _WORDS_BEFORE)
    highest = min(word_at(words, hazard.end), start + _WORDS_INSIDE, len(words.texts) - 1)
    for last in range(highest, lowest - 1, -1):
        places, furthest = ending(last)
        yield from [place for place in places if place.first >= lowest]
        if furthest <= lowest and not _begins(words, lowest):
            yield phrase(words, lowest, last)


def _ending(words: Words, last: int) -> tuple[list[Phrase], int]:
    """What may be a name that ends with a word, the shortest first, and the furthest word that one may hold."""
    if words.texts[last][0] in STOPS or words.tags[last][0] in _NO_END or _goes_on(words, last + 1):
        return [], last + 1
    if names_office(words.text, words.starts[last] + len(words.texts[last])):
        return [], last + 1
    furthest = last
    while furthest > max(0, last - _WORDS_LONG) and words.texts[furthest - 1][0] not in STOPS:
        furthest -= 1
    firsts = range(last, furthest - 1, -1)
    return [phrase(words, first, last) for first in firsts if _begins(words, first)], furthest


def _goes_on(words: Words, at: int) -> bool:
    """Whether a name that ends before a word goes on with it: 东门·市场."""
    return at < len(words.texts) and words.tags[at][0] in "nq" and words.texts[at][0] not in STOPS


def _opening(text: str, start: int) -> int:
    """Start of the line in which a danger's place is sought: its own, or the one before where it opens its own."""
    line = _line_of(text, start)
    return _line_of(text, max(line - 1, 0)) if start - line < _NEW_LINE else line


def _line_of(text: str, at: int) -> int:
    """Start of the line that a place stands in; no farther back than _FAR."""
    low = max(0, at - _FAR)
    return text.rfind("\n", low, at) + 1 or low


def _begins(words: Words, at: int) -> bool:
    """Whether a name may begin here: behind a mark, a verb, a preposition, a number."""
    opens = words.tags[at][0] not in "ucx" or words.texts[at] in ("“", "《")
    behind = joint(words, at - 1)
    return opens and (behind in _PARTED or not behind.isalpha() or behind == "end")


def _found(words: Words, name: str, hazard: Hazard) -> Phrase | None:
    """Where a name stands last before a danger's end, if that is not far."""
    at = words.text.rfind(name, max(0, hazard.start - _FAR), hazard.end)
    if at < 0:
        return None
    first, last = word_at(words, at + 1) - 1, word_at(words, at + len(name)) - 1
    return Phrase(bare(name), at, at + len(name), first, last)


def _frame(text: str, hazard: Hazard, last: str) -> Values:
    """What is the same for all places of a danger."""
    line = _line_of(text, hazard.start)
    sentence = max(text.rfind(mark, line, hazard.start) for mark in _SENTENCE_MARKS) + 1 or line
    return (
        "",
        f"rule={hazard.rule}",
        f"own={hazard.place is not None}",
        f"status={hazard.status}",
        f"in-line={min(3, (hazard.start - line) // 15)}",
        f"in-sentence={min(4, (hazard.start - sentence) // 6)}",
        f"opens={text[sentence : sentence + 2]}",
        f"danger={hazard.description[:2]}",
        f"before={text[max(0, hazard.start - 2) : hazard.start]}",
        f"told={bool(last)}",
    )


def _beside(hazard: Hazard, name: str, side: str, last: str) -> Values:
    """How a name came up, and how it stands to the one that the rules give."""
    own = hazard.place or NOTHING
    is_own = name == own
    inside = bool(own) and not is_own and name in own
    around = bool(own) and not is_own and own in name
    return "", side, said(is_own), hazard.rule if is_own else None, said(inside), said(around), said(name == last)
