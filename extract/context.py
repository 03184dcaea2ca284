"""What stands around a figure and holds for it: whose it is, and against what it is measured."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.lexicon import is_action, is_noun, is_owner, is_place
from extract.rulebook import load
from extract.sentences import Span
from extract.words import Word, Words
from language.quick import compiled
from records import Change

_OBJECT_MARKS = "对将为"
_REACH = 150  # characters over which a name holds; before that only the sentence's own opening counts
_MARKS = re.compile("[，；：]")
_TO_CLAUSE_END = re.compile("[^，；：。]*")
_LASTING = re.compile(r"\d+(?:小时|分钟|天|[时点]\d+分)")  # 各矿·24小时值守, 消防支队·10时51分接报
_JOINS = frozenset("、和及与")
_PARTS_WORDS = re.compile("p|r|uj|ul|uv|f|m|d|ad|c|x|t|y")  # tags of words that end a name
_IN_NAMES = re.compile("^[各该我本某两三四第]|[直所股]$|^联合$")
_BODIES_OPEN = re.compile("[省市州县区镇乡局]|住建|卫健|城管|应急|民政|公安")  # names that jieba takes for verbs
_OFFICE = re.compile("[\u4e00-\u9fff]{0,2}[办所站局股]")
_COUNTED = re.compile(r"[”）约近共达有]*\d")  # 危险化学品企业·9家: the name is what is counted
_SENTENCE_MARK = re.compile("[。；]")
_NEAR_LABEL = 300  # characters before a figure in which the label of a sentence holds for it
_LABEL = 40  # characters of a line's label with its number and colon
_ACT_WITHIN = 40  # characters behind a name in which its act is sought
_MOST_SUBJECT = 24  # characters; a longer opening is a clause, not a name


@dataclass(frozen=True, slots=True)
class Direction:
    """A word of rise or fall that ends a stretch; start is where it (or 同比 before it) begins.

    what  where the noun behind it begins that the stretch ends with: 同比减少·事故; None where it has none
    """

    change: Change
    start: int
    what: int | None = None


@cache
def _pattern(name: str, table: str = "") -> re.Pattern[str]:
    data = load("counts")
    return compiled(data[table][name] if table else data[name])


@cache
def _direction_pattern() -> re.Pattern[str]:
    data = load("counts")
    return re.compile(
        rf"(?:(?P<up>{data['up']})|(?P<down>{data['down']})|(?P<flat>{data['flat']}))(?:分别)?(?:了|为|达|约|近|：)*(?:分别)?$"
    )


@cache
def _way_and_noun() -> re.Pattern[str]:
    return re.compile(
        "(?:(?P<up>多|增加|上升|增长|多发生)|(?P<down>少|减少|下降|降低|少发生)|(?P<flat>(?!)))了?"
        "(?P<what>(?P<toll>死亡?|亡人?|受伤|伤亡?)|[\u4e00-\u9fff]{2,6})$"
    )


def change_before(text: str, start: int, end: int) -> Direction | None:
    """The rise or fall that text[start:end] ends with: «同比下降», «较去年同期减少了»; 降至 and 增至 give none.

    The basis may stand anywhere between start and the word of direction; without one it is "".
    """
    stretch = text[start:end]
    match = _direction_pattern().search(stretch) or _direction_over_noun(stretch)
    if not match:
        return None
    bases = list(_pattern("basis").finditer(stretch, 0, match.start()))
    basis = bases[-1] if bases else None
    way = "up" if match["up"] else "down" if match["down"] else "flat"
    begin = basis.start() if basis else match.start()
    noun = match.start("what") if "what" in match.re.groupindex else None
    return Direction(
        Change(_basis(basis[0] if basis else ""), way),  # type: ignore[arg-type]
        start + begin, None if noun is None else start + noun,
    )  # fmt: skip


def _direction_over_noun(stretch: str) -> re.Match[str] | None:
    """«同比减少事故·2起», «少死亡·3人»: what rose or fell stands behind the word of direction.

    Only right behind what it is compared with, or where it is a toll.
    """
    match = _way_and_noun().search(stretch)
    if not match:
        return None
    basis = any(basis.end() == match.start() for basis in _pattern("basis").finditer(stretch, 0, match.start()))
    return match if basis or match["toll"] else None


def _basis(words: str) -> str:
    return words.removesuffix("分别").rstrip("的")


class Subjects:
    """Who the sentences of a text speak of.

    times  where time expressions begin, and where each ends
    """

    def __init__(self, text: str, words: Words, times: Mapping[int, int]) -> None:
        self._text, self._words, self._times = text, words, times
        self._names: dict[int, tuple[str | None, int]] = {}
        self._acts: dict[int, bool] = {}

    def before(self, sentence: Span, at: int) -> str | None:
        """Who the sentence speaks of before position at: the name that its clause, or one before that, begins with.

        A clause before passes its name on only if it tells an act or a figure («物业企业履职不到位，抽查15家» does
        not), and over a semicolon only the name of the one who reports. Else it is the label of the line:
        «3号库：照明损坏8盏».
        """
        group = max(sentence.start, self._text.rfind("；", sentence.start, at) + 1)
        near = max(sentence.start, at - _REACH)
        own = True
        area = None  # of «对全县7家企业…», who it was done to; its doer may be named before
        for start in self._openings(sentence.start, near, at):
            name, end = self._named(start, at)
            if name and name[0] == "每" and not own:  # 每人补助600元，所需经费29万元
                continue
            here = start >= group or (name and _pattern("all_bodies", "subject").match(name))
            if name and (_is_reporter(name) or (here and (own or self._acts_from(end, at)))):
                if self._text[start : start + 1] not in _OBJECT_MARKS:
                    return name
                area = area or name
            own = False
        return area or _label(self._text, at)

    def _openings(self, first: int, near: int, at: int) -> Iterator[int]:
        """Where clauses begin, the nearest to at first; the sentence's own beginning last."""
        yield from (mark.end() for mark in reversed(list(_MARKS.finditer(self._text, near, at))))
        yield first

    def _named(self, start: int, at: int) -> tuple[str | None, int]:
        """The name that the clause from start begins with, and where it ends; None where that is not before at."""
        if start not in self._names:
            opening = _past_opening(self._text, start, len(self._text), self._times)
            name = _name_at(self._text, self._words, opening, len(self._text), self._times)
            end = self._text.find(name, opening) + len(name) if name else opening
            partners = _pattern("partners", "subject").match(self._text, end) if name else None
            self._names[start] = (self._text[end - len(name) : partners.end()] if name and partners else name), end
        name, end = self._names[start]
        return (name, end) if end <= at else (None, end)

    def _acts_from(self, start: int, at: int) -> bool:
        if start not in self._acts:
            self._acts[start] = _tells_act(self._text, self._words, start, at)
        return self._acts[start]


def _is_reporter(name: str) -> bool:
    return _pattern("self", "subject").match(name) is not None


def _label(text: str, at: int) -> str | None:
    """The name before the last colon with which the line of a position, or a sentence of it, begins.

    Only one of a body or a site: «市住建局：检查工地45个。市交通局：检查企业28家次».
    """
    line = text.rfind("\n", 0, at) + 1
    near = max(line, at - _NEAR_LABEL)
    for start in (*(mark.end() for mark in reversed(list(_SENTENCE_MARK.finditer(text, near, at)))), line):
        if label := _pattern("label", "subject").match(text, start, min(at, start + _LABEL)):
            return label["name"]
    return _run_in(text, line, at)


def _run_in(text: str, line: int, at: int) -> str | None:
    """The name of a body, a site or a trade that a line's heading is, before its full stop: （二）城东粮库。"""
    head = _pattern("run_in", "subject").match(text, line, at)
    if not head or is_action(head["name"][:2]):
        return None
    name = head["name"]
    trade = is_owner(name) and _pattern("case_of_trade", "subject").match(text, head.end())
    return name if is_place(name) or _pattern("firm").search(name) or trade else None


def _past_opening(text: str, start: int, end: int, times: Mapping[int, int]) -> int:
    """Where a name may begin: after 其中, 一是 and times that open the clause."""
    before = -1
    while before != start < end:
        before = start
        opening = _pattern("starts", "subject").match(text[start : min(end, start + 40)])
        start += opening.end() if opening else 0
        start = times.get(start, start)
    return start


def _tells_act(text: str, words: Words, start: int, end: int) -> bool:
    """Whether the clause goes on from start with an act or a figure, and gives nobody a task."""
    clause = _TO_CLAUSE_END.match(text, start, end)
    tail = clause[0] if clause else ""
    if _pattern("charged", "subject").search(tail):
        return False
    if _pattern("acts_with", "subject").match(tail):
        return True
    nearby = words.between(start, min(start + _ACT_WITHIN, start + len(tail)))
    return any(is_action(word.text) or word.tag == "m" for word in nearby)


def _name_at(text: str, words: Words, start: int, end: int, times: Mapping[int, int]) -> str | None:
    """The name of a person or body that text[start:end] begins with, up to its first verb, adverb or mark."""
    marked = text[start : start + 1] in _OBJECT_MARKS  # 对全县7家企业: an area may be the object
    wide = _pattern("wide", "subject").match(text, start + marked, end)
    if wide:
        bodies = "" if marked else _body_of(text, words, start, end, times)
        return bodies if len(bodies) > len(wide["name"]) else wide["name"]
    if each := _pattern("each", "subject").match(text, start, end):
        return each["name"]
    if text[start : start + 1] in "对将为由在":
        return None
    return _body_at(text, words, start, end, times) or None


def _body_of(text: str, words: Words, start: int, end: int, times: Mapping[int, int]) -> str:
    """The bodies of a whole area, where they act: 全市消防救援机构·检查; "" where none do."""
    name = _body_at(text, words, start, end, times)
    return name if _pattern("bodies", "subject").search(name) else ""


def _body_at(text: str, words: Words, start: int, end: int, times: Mapping[int, int]) -> str:
    """The name of a body from start on, up to its verb; "" where there is none."""
    name, found = "", ""
    after: Word | None = None
    near = words.between(start, min(end, start + _MOST_SUBJECT + 8))
    actor = _actor_to(near)
    for at, word in enumerate(near):
        if len(name) == len(found):
            after = word
        of_office = name and at + 1 < len(near) and _pattern("office", "subject").match(near[at + 1].text)
        inside = at <= actor or (of_office and is_action(word.text))  # 市场·监管·所
        listed = name and word.text in ("和", "及", "以及")
        if not inside and (at == actor + 1 > 0 or (not listed and _ends_name(word, name, found))):
            break
        name += word.text
        if at == actor or (at > actor and _pattern("ends", "subject").search(name)):
            found, after = name, None
    if found[:1] == "该" and _pattern("own_things", "subject").match(text, start + len(found)):
        return found  # 该站·6名司炉工
    dated = start + len(found) in times or _LASTING.match(text, start + len(found))  # 县安委办·3月上旬暗访
    counted = not dated and _COUNTED.match(text, start + len(found))
    if not found or (counted and not _pattern("whole_area", "subject").match(found)):
        return ""
    together = _pattern("together", "subject").match(text, start + len(found))
    if after and not dated and not together and _is_part_of_name(after):  # 重点企业·隐患整改率, 景区·内
        return ""
    if _pattern("no_subject", "subject").search(found):
        return ""
    return found if 1 < len(found) <= _MOST_SUBJECT and found.count("（") == found.count("）") else ""


def _actor_to(words: Sequence[Word]) -> int:
    """Index of the word that ends the name of the one who acts, which words begin with; -1 where none is plain.

    Acts inside the name do not end it (市场·监督·管理局), if what it does follows: 联合·检查组·发现, but not 检查·医院.
    """
    name, barred = "", load("counts")["subject"]["not_before"]
    for at, (word, after) in enumerate(pairwise(words)):
        joins = at and word.text in _JOINS
        if not joins and (_PARTS_WORDS.fullmatch(word.tag) or word.text in barred) and not _IN_NAMES.search(word.text):
            return -1
        name += word.text
        whose = name[0] == "该" and at > 0 and is_noun(word)
        if (whose or (len(name) > 1 and _pattern("ends", "subject").search(name))) and _predicates(after):
            return at if whose or _is_one_name(words[: at + 1], name) else -1
    return -1


def _is_one_name(words: Sequence[Word], name: str) -> bool:
    """Whether the acts among words belong to the name that they make: 县·市场·监督·管理局, but not 年度·检查·企业."""
    if is_action(words[0].text) or (words[0].tag == "v" and not _BODIES_OPEN.match(name)):
        return _pattern("teams", "subject").fullmatch(name) is not None
    last = next((word for word in reversed(words) if is_action(word.text)), None)
    tail = name[last.end - words[0].start :] if last else ""
    return not last or _pattern("behind_act", "subject").fullmatch(tail) is not None


def _predicates(word: Word) -> bool:
    """Whether a word says what the one named before it does: a verb, or what stands before one."""
    if _OFFICE.fullmatch(word.text) or word.text[0] == "各":
        return False
    told = word.tag[:1] in ("v", "d", "p", "t") or is_action(word.text) or word.text[0] == "每"
    return bool(told or _pattern("adverbial", "subject").match(word.text))


def _is_part_of_name(word: Word) -> bool:
    """Whether what a name stands in front of is a noun that it only modifies, or says that it is a place."""
    adverbial = _pattern("adverbial", "subject").match(word.text)
    return word.tag == "m" or (is_noun(word) and not adverbial) or word.text in ("内", "里", "上", "境内", "辖区", "一")


def _ends_name(word: Word, name: str, found: str) -> bool:
    if word.text in load("counts")["subject"]["not_before"] or (
        name and word.text[:1] in "现共已" and len(word.text) > 1
    ):
        return True
    if word.text in "，。；：“《*" or word.tag in ("d", "p", "uj", "ul", "t", "ad", "vd", "c"):
        return True
    if word.tag in ("m", "r"):
        return not word.text.startswith(("各", "该", "我", "本", "两", "三", "四", "你", "第"))
    return (word.tag == "v" or is_action(word.text)) and (not name or bool(found) or is_action(word.text))
