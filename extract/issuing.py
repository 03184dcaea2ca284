"""Who issued a document: the bodies named around its text, each with what a model may know of it.

The rules' own is one of them; where they name none, so is that there is none. extract/learned.py adds up the weights
of the traits; the heaviest is taken.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from extract.frame import Frame, days_in, find_day, is_day, is_office
from extract.margins import Margins, Zone
from extract.phrases import NOTHING, end_of
from language.quick import compiled

_HEAD, _FOOT, _DEBRIS = 25, 15, 40  # lines that are looked at
_RUNNING, _LINE = 120, 200  # characters of a line of running text, and of any other, that are looked at
_SHORTEST, _LONGEST = 3, 40  # characters of a name
_OPENING = 20_000  # characters of the text in which it is counted how often a body is named
_MOST = 14  # names that one piece of a line gives
_SORTS = {  # what kind of body a name's end tells
    "paper": "报|日报|晚报|晨报|导报|网|电视台|在线|融媒|频道|平台|社",
    "part": "科|室|部|股|处",
    "authority": "政府|局|厅|署|委员会|委|办公室|办|指挥部|领导小组|工作组|专班|办事处|街道|镇|乡",
    "corps": "支队|大队|总队|中队|队|站|所|段|中心|院",
    "firm": "公司|集团|厂|矿|场|库|店|商场|银行|机场|园区|景区|管委会|医院",
    "school": "学校|大学|学院|中学|小学|校|园",
    "other": "联合会|工会|协会|联社|会|法院|检察院|村|区|县|市",
}
_END = compiled("|".join(sorted("|".join(_SORTS.values()).split("|"), key=len, reverse=True)))
_SORT = {name: re.compile(f"(?:{ends})$") for name, ends in _SORTS.items()}
_PIECE = re.compile(r"[^\s，。；：:、|>《》\[\]【】〔〕]+(?:、[^\s，。；：:|>]+)?")
_NAME = re.compile(r"[\u4e00-\u9fff×*〇A-Za-z0-9“”（）、]+")
_LABEL = re.compile(
    "(?P<label>来源|发布单位|发布机构|发布人|编制单位|编制|填[报表]单位|报送单位|供稿|作者|主办|承办|版权所有|单位|部门|签发"
    "|发文机关|编辑|转贴自|抄送|报|送|发|印发|记者|通讯员)[：: ]*$"
)
# what goes on behind the body that a title begins with
_DEED = re.compile(
    "关于|20[0-9]{2}年|二[〇○O]|召开|开展|举行|部署|组织|发布|公布|印发|扎实|多措|三举措|持续|全力|深入|强化|加强|切实|严|抓|督"
    "|检查|集中|联合|对|在|第|安全|事故|隐患|“|处罚|行政|[一二三四]季度|上?半年|年度|工作|[春夏秋冬月]"
)
_LEVELS = re.compile("[省市县区旗州盟镇乡]")
_OWNERS = re.compile("省|市|县|区|旗|局|公司|集团")


class _Line(NamedTuple):
    """A line around the text, its number, None for a reader's debris, and what is the same for all names in it."""

    at: int | None
    text: str
    zone: Zone | Literal["title"]
    dated: bool
    day_below: bool


class _Named(NamedTuple):
    """A body where it is named: the whole piece of a line or what it begins with, what stands before and behind."""

    name: str
    how: str
    left: str
    right: str
    piece: str


def options(frame: Frame, debris: Sequence[str], text: str, kind: str, own: str | None) -> dict[str, tuple[str, ...]]:
    """The bodies that may have issued a document, each with named traits; NOTHING where the rules name none.

    debris  lines that the reader took for a site's own
    own     what the rules say
    """
    margins = Margins(frame)
    found: dict[str, list[str]] = {}
    if own is None:
        found[NOTHING] = ["none", f"none,{kind}"]
    for line in _lines(margins, debris):
        for one in _named_in(line.text[: _RUNNING if line.zone == "body" else _LINE]):
            found.setdefault(one.name, []).extend(_where(margins, line, one, kind))
    if own:
        found.setdefault(own, [])
    for name, told in found.items():
        if name:
            told += _of_name(name, frame.name, text[:_OPENING], kind)
            told += _beside(name, own, kind)
    return {name: tuple(dict.fromkeys(told)) for name, told in found.items()}


def _lines(margins: Margins, debris: Sequence[str]) -> Iterator[_Line]:
    """The lines in which bodies are sought."""
    for at in margins.outer(_HEAD, _FOOT):
        text = margins.lines[at].text
        zone = "title" if margins.is_title(at) else margins.zone(at)
        yield _Line(at, text, zone, find_day(text) is not None, is_day(margins.below(at)))
    for text in debris[:_DEBRIS]:
        yield _Line(None, text, "debris", find_day(text) is not None, day_below=False)


def _named_in(line: str) -> Iterator[_Named]:
    """The names of bodies in a line: pieces between marks and blanks, and what these begin with."""
    for piece in _PIECE.finditer(line):
        said = piece[0].strip("（）()")
        day = min((start for _, start, _ in days_in(said)), default=0)
        if day > 1:
            said = said[:day]
        left, names = line[: piece.start()], list(dict.fromkeys(_names_of(said)))
        for name, how in names[:_MOST]:
            right = said[len(name) :] if how == "opens" else line[piece.end() :]
            if _SHORTEST <= len(name) <= _LONGEST:
                yield _Named(name, how, left, right[:2], piece[0])


def _names_of(said: str) -> Iterator[tuple[str, str]]:
    """A piece that is a name or a list of names, and the names that it begins with."""
    ends = list(_END.finditer(said))
    if _NAME.fullmatch(said) and ("、" in said or (ends and ends[-1].end() == len(said))):
        yield said, "list" if "、" in said else "whole"
    for end in ends:
        if end.end() < len(said):
            yield said[: end.end()], "opens"


def _where(margins: Margins, line: _Line, one: _Named, kind: str) -> Iterator[str]:
    """What can be seen of a body where it is named."""
    at, zone = line.at, line.zone
    sort, how, right = _sort(one.name), one.how, one.right
    label = _LABEL.search(one.left)
    said = label["label"] if label else one.left.strip()[-1:] or "start"
    yield from (
        f"zone={zone}", f"zone={zone},{how}", f"label={said}", f"label={said},{how}", f"label={said},{zone}",
        f"right={right}", f"right={right[:1]},{how}", f"alone={one.piece == line.text},{zone}",
        f"dated={line.dated},{zone},{how}", f"sort={sort},{zone},{how}", f"sort={sort},{said}",
        f"sort={sort},{kind},{zone}", f"sort={sort},{kind},{how}", f"sort={sort},right={right[:1]}",
    )  # fmt: skip
    if how == "opens":
        yield f"deed={_DEED.match(one.piece.strip('（）()')[len(one.name) :]) is not None},{zone}"
    if at is None:
        return
    yield f"from-start={zone},{min(at, 6)},{how}"
    yield f"from-end={zone},{min(len(margins.lines) - 1 - at, 6)},{how}"
    yield f"below-title={margins.below_title(at)},{how}"
    yield f"day-below={line.day_below},{zone},{how}"


def _of_name(name: str, title: str, text: str, kind: str) -> Iterator[str]:
    """What its own letters tell of a body, and where else the paper names it."""
    sort, levels = _sort(name), _LEVELS.findall(name[:6])
    yield from (
        f"sort={sort}", f"sort={sort},{kind}", f"starts={name[:1]}", f"starts={name[:2]}", f"ends={name[-1:]}",
        f"ends={name[-2:]}", f"ends={name[-3:]}", f"ends={name[-1:]},{kind}", f"long={min(len(name) // 2, 10)}",
        f"level={levels[0] if levels else ''}", f"deep={len(_OWNERS.findall(name))}", f"office={is_office(name)}",
        f"often={min(text.count(name), 4)}", f"in-title={name in title}", f"opens-title={title.startswith(name)}",
    )  # fmt: skip


def _beside(name: str, own: str | None, kind: str) -> Iterator[str]:
    """How a body stands to the rules' own."""
    if own is None:
        yield "no-own"
    elif name == own:
        yield from ("own", f"own,{name[-2:]}", f"own,{kind}")
    elif name in own:
        yield "inside-own"
        yield f"inside-own,{end_of(own, name)}"
    elif own in name:
        yield "around-own"
        yield f"around-own,{end_of(name, own)}"
    else:
        yield "other"


@lru_cache(maxsize=1 << 12)
def _sort(name: str) -> str:
    """What kind of body a name is, by the longest end that tells."""
    ends = {sort: len(match[0]) for sort, end in _SORT.items() if (match := end.search(name))}
    return max(ends, key=ends.__getitem__, default="none")
