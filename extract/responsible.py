"""Who must do it: the subject of a clause, a closing bracket, a label, or the subject that the sentence began with."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from extract.masking import ANY
from extract.modals import one_of
from extract.rulebook import load
from extract.sentences import Span

_MOST_NAME = 70
_AREAS = "省市县区镇乡村旗盟州局厂矿队"  # «镇里», «局里»: who, whatever verb follows
_REPORTS = re.compile(r"(?:要求|强调|提出|指出)(?=[^，]{0,1}\Z)|(?<![^，。；：])(?:要求|强调|提出|指出|明确要求)")
_REGION = re.compile("全[省市县区镇乡州旗村]|全集团")  # «全市开展专项行动»: where, not who
_OPENING = (  # what may stand before a subject: «会议要求，», «现责令», «一是»
    r"(?:[^，。；：！？\n]{2,16}?(?:要求|责令|责成|督促))?"
    r"(?:[，、；：\s]|其中|同时|并且|并|此外|为此|对此|下一步|下步|另外|会议要求|会议强调|要求|责令|责成|督促|通知"
    r"|一律|凡|请|望|限|现|兹|特别是|尤其是|这个问题|【[^】\n]{2,8}】|\[\d+\]|[①-⑳]|[^，。；：\n]{1,5}(?:期间|[后时])(?=各))*"
)


def _words(table: str, name: str) -> list[str]:
    found: list[str] = load("deadlines")[table][name]
    return found


@cache
def _subject(before_time: bool) -> re.Pattern[str]:
    ends, follows = one_of(_words("responsible", "ends")), one_of(_words("responsible", "follows"))
    modal, no_modal = one_of(_words("words", "modal")), one_of(_words("words", "no_modal"))
    no_head = one_of(_words("responsible", "no_head"))
    adverb = "都|均|也|原则上|统一|共同|还"
    by = "由?" if before_time else ""
    nothing = f"|[{ANY}]|$" if before_time else ""
    number = load("deadlines")["number"]
    letters = rf"(?:“[^”，。\n]{{1,8}}”|[^，。；：！？\n《》“{ANY}])"
    titles = "(?:主要负责人|分管负责人|负责人|主要领导|分管领导)?"
    return re.compile(
        rf"{_OPENING}{by}(?:{number})?(?P<who>(?!(?:{no_head})(?![组队]))(?!（[一二三四五六七八九十\d]{{1,3}}）){letters}{{0,{_MOST_NAME}}}?"
        rf"(?:{ends})(?:（[^（）\n]{{1,20}}）)?(?:等(?:单位|部门|相关部门)?)?{titles}|[{_AREAS}]里|每[所家个名][\u4e00-\u9fff]{{2,6}}?(?:{ends}))"
        rf"(?<=[^，。；：\n]{{2}})(?:\d+[名人家个])?(?=(?<=[{_AREAS}]里)|(?:{adverb})*(?!负责人)(?!(?<=主)要)(?:(?!{no_modal})(?:{modal})|{follows}|\d+小时|分[\d两三四五]|(?:检|督|巡|排|抽|核|复|暗)[查访](?![组队人站员小办室科中所])){nothing})"
    )


@cache
def numbering() -> re.Pattern[str]:
    """What numbers a heading or an item."""
    return re.compile(load("deadlines")["number"])


@cache
def no_name() -> re.Pattern[str]:
    """What no name of a body or person holds."""
    return re.compile(load("deadlines")["responsible"]["no_part"])


@cache
def _named() -> re.Pattern[str]:
    labels, ends = load("deadlines")["responsible"]["labels"], one_of(_words("responsible", "ends"))
    name = rf"[^，。；由\n{ANY}]{{2,30}}?"
    return re.compile(
        rf"(?:{labels})(?:[：:]|为(?![主准由])|是(?!否))(?P<label>[^，。；：\n（）]{{2,60}})"
        rf"|由(?P<shared>{name}牵头[，、][^，。；\n]{{2,40}}?(?:配合|落实|参与|协助|负责))"
        rf"|由(?P<by>{name})(?=牵头|负责(?!人)|负总责|会同|组织|具体|统一|承担|落实|实施|报送|上报|提交|完成)"
        rf"|由(?P<doer>[^，。；由\n{ANY}]{{2,24}}?(?:{ends}))(?=(?:提级|包干|包保|包案|挂牌|交叉|委托|督促|跟办|盯[办守]|调查|承办|跟踪|验收|核查|复核|处置)[^，。；]*)"
        rf"|(?:，|(?<![^。；：\n]))(?P<both>{name}(?:{ends})牵头[，、][^，。；\n]{{2,40}}?(?:配合|落实|参与|协助|负责))"
        rf"|（(?P<open>{name}(?:{ends}))(?:负责|牵头)(?=，)"
        rf"|，(?P<tail>{name}(?:{ends}))(?:具体)?(?:负责|牵头|落实)(?=[。；\n]|$)"
        rf"|发挥(?P<role>{name}(?:{ends})(?![办会]))(?=[^，]{{0,8}}(?:作用|优势|职能))"
    )


@cache
def _bracket() -> re.Pattern[str]:
    labels, ends = load("deadlines")["responsible"]["labels"], one_of(_words("responsible", "ends"))
    number = load("deadlines")["number"]
    names = r"(?:[^（）\n：]|（[^（）\n]*）){2,80}?"
    return re.compile(
        rf"（(?!市、|县、|区、|街）|街道）|镇）)(?:(?:{labels})[：:])?"
        rf"(?P<who>{names}(?:牵头|负责|落实|配合|组织实施|{ends}))）(?=[。；\n]|[二三四五六七八九十]是|{number}|$)"
    )


class Name(NamedTuple):
    """A name and where it stands."""

    text: str
    start: int
    end: int


def subject_at(text: str, start: int, end: int, *, before_time: bool = False) -> Name | None:
    """The body or person that text[start:end] begins with, where a modal or verb follows.

    before_time: a time follows the stretch, so the name may also end it: «各镇6月底前…».
    """
    match = _subject(before_time).match(text, start, end)
    if match is None or len(match["who"]) < 2 or match["who"].count("（") != match["who"].count("）"):
        return None
    if no_name().search(re.sub("^每(?=[所家个名])", "", match["who"])) or _REGION.fullmatch(match["who"]):
        return None
    return with_fellows(text, Name(match["who"], *match.span("who")), end)


def with_fellows(text: str, name: Name, end: int) -> Name:
    """The name with those that it acts with: «县安监站会同派出所»."""
    fellows = _fellows().match(text, name.end, end)
    return Name(text[name.start : fellows.end()], name.start, fellows.end()) if fellows else name


@cache
def _fellows() -> re.Pattern[str]:
    ends, follows = one_of(_words("responsible", "ends")), one_of(_words("responsible", "follows"))
    modal = one_of(_words("words", "modal"))
    return re.compile(
        rf"(?:会同|联合|联同)[^，。；：\n{ANY}]{{2,40}}?(?:{ends})(?:等(?:有关|相关)?(?:单位|部门)?)?(?=[，{ANY}]|{modal}|{follows}|拿出|$)"
    )


@cache
def _ordered() -> re.Pattern[str]:
    ends = one_of(_words("responsible", "ends"))
    who = rf"该[\u4e00-\u9fff]{{1,4}}?|[^，。；：、{ANY}]{{2,20}}?(?:{ends})"
    return re.compile(
        rf"(?:责令|责成|勒令|限令|督促|敦促|要求(?=[^，]{{2,20}}家))(?P<who>{who})?(?:[两三四五六七八九十\d]+家)?(?=每|立即|立刻|当场|限期|停|整改|暂停|拆|补|[在于对将按，{ANY}]|$)"
    )


def ordered_in(text: str, start: int, end: int) -> str | None:
    """Whom an order in the stretch names: «责令物业公司明早前更换»."""
    found = (match["who"] for match in _ordered().finditer(text, start, end) if match["who"])
    return next(found, None)


def named_in(text: str, start: int, end: int) -> Name | None:
    """The body that a label (责任单位：…), «由…牵头，…配合» or «，…负责» names in the stretch."""
    match = _named().search(text, start, end)
    if match is None or match.lastgroup is None:
        return None
    return Name(match[match.lastgroup], *match.span(match.lastgroup))


def labelled_in(text: str, start: int, end: int) -> str | None:
    """The body that a label in the stretch names: «责任单位：县住建局»."""
    labels = load("deadlines")["responsible"]["labels"]
    found = re.compile(rf"({labels})(?:[：:]|为(?![主准由])|是(?!否))([^，。；：\n（）]{{2,60}})").findall(
        text[start:end]
    )
    return next((who for label, who in found if "督办" not in label), found[0][1] if found else None)


def unit_at(text: str, start: int, end: int) -> str | None:
    """The enterprise or place that a sentence about its defect begins with: «兴达五金厂喷漆房未做防火分隔»."""
    match = _unit().match(text, start, end)
    if match is None or no_name().search(match["unit"]) or re.search(r"\d[家座个所]", match["unit"]):
        return None
    return match["unit"]


@cache
def _unit() -> re.Pattern[str]:
    units, number = load("deadlines")["responsible"]["units"], load("deadlines")["number"]
    visits = load("deadlines")["responsible"]["visits"]
    opening = rf"(?:{number}|{visits}|对|发现|其中|经查|[{ANY}\s，]|[^，。；：\n]{{1,8}}[在对](?=[^，。；\n]*发现))*"
    return re.compile(rf"{opening}(?P<unit>[^，。；：、\n“”{ANY}]{{2,20}}?{units})(?![要应须将])")


def label_after(text: str, start: int, end: int) -> str | None:
    """The body that a label right after the item names: «。责任单位：县住建局»."""
    labels = load("deadlines")["responsible"]["labels"]
    if not re.compile(rf"[。；，（]*(?:{labels})[：:]").match(text, start, end):
        return None
    named = named_in(text, start, end)
    return named.text if named else None


def bracket_after(text: str, start: int, end: int) -> Name | None:
    """What a bracket that closes the item says: «（应急局牵头，各镇街负责）»; its span takes in the bracket."""
    match = _bracket().search(text, start, end)
    return Name(match["who"], *match.span()) if match else None


def subject_in(text: str, stretch: list[Span], bound: Callable[[str], bool]) -> str | None:
    """The subject that the last of the clauses with one begins with, back to where somebody begins to ask.

    Beyond a ； only a subject that must do something counts; bound tells that of a clause.
    """
    other_part = False
    for clause, after in zip(reversed(stretch), [None, *reversed(stretch)], strict=False):
        other_part |= after is not None and "；" in text[clause.end : after.start]
        words = text[clause.start : clause.end]
        name = subject_at(text, clause.start, clause.end, before_time=True)
        if name and (not other_part or (bound(words) and not words.startswith("由"))):
            ordered = _ordered().search(text, name.end, clause.end)  # who orders is not who must
            return (ordered["who"] or None) if ordered else name.text
        if _REPORTS.search(words):
            return None  # «三部门印发通知，要求9月底前…»: who asks is not who must
    return None


@cache
def _arranged() -> re.Pattern[str]:
    return re.compile(rf"(?:根据|按照)(?P<who>[^，。；的{ANY}]{{2,20}}?)(?:的|统一|工作)*(?:安排|部署|计划)，")


def arranged_by(text: str, start: int, end: int) -> str | None:
    """Whose plan the stretch speaks of: «根据国务院安委会安排，»."""
    match = _arranged().search(text, start, end)
    return match["who"] if match else None
