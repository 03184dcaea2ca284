"""The phrase that names a danger, cut out of its clause: where it begins, where it ends, how sure its words are.

A clause of a list is a piece; a word that makes a phrase a defect (失效, 未…, 违规…) is a cue. The words in front that
only lead to the danger (查处, 存在, 针对) and those behind that only sum up (等问题, 5起) are cut away. What the cues
are, and what is cut, is data: rules/hazards.toml.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from extract.rulebook import Phrasebook, Rule, Scanner, read
from extract.sentences import Span
from language.quick import compiled

Strength = Literal["strong", "weak"]

_PIECE = re.compile(
    r"(?:[一二三四五六七八九]、(?=[一二三四五六七八九十]{1,2}[层楼])|（[^（）\n]{0,60}）|“[^“”\n]{0,40}”|《[^《》\n]{0,80}》|[^，、；：。！？\n|\t])+"
)
_MARKER = compiled(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．](?!\d)|[①-⑳●■◆▲○·—\-]+|[一二三四五六七八九十]{1,2}[是要]|其[一二三四五]|第[一二三四五六七八九十]{1,2}|案例[一二三四五六七八九十\d]*|序号\d*|NO\.?\d+)+"
)
_AMOUNT = compiled(
    r"(?:(?:达|共|计|有|各|合计|案件|违法|近|约|超过|不少于|不低于|不超过)*[\d*×一二两三四五六七八九十百][\d.*×一二两三四五六七八九十百千零]*(?:余|多)?万?(?:起|处|家次?|项|条|例|人次?|名|[辆台艘班]次?|件|宗|个|户|单|套|具|次|支|块|盏|只|根|扇|桶|瓶|平方米|元)(?:[）)（(]|中?$)).*$"
)
_MANY = re.compile(
    r"^(?:[\d一二两三四五六七八九十]+(?:余|多)?(?:名|人|处|个|起|辆|家|具|只|台|艘|项|条|座|栋|户|根|套|块|段)(?:次)?(?:的)?)(?=[^月日年]{2,})"
)
_ENDS_LIST = re.compile(
    r"等(?!级|待|候|离|电位|效|于|分|量|[^，。；、]{0,8}?(?:措施|设施|装置|用品|因素|资料|手续|标志|燃物)(?=$|[，。；]))"
)
_HANDLED = re.compile(
    r"(?:进行|开展|予以|给予|加以|实施)[^，。；]{0,6}(?:查处|整治|处罚|检查|治理|打击|清理|督导|督查|排查|整改|处理|纠正|劝导|曝光|约谈|严惩|警告)"
)
_TRAILING = compiled(
    r"(?:时有发生|屡禁不止|普遍存在|屡见不鲜|(?:较为?|比较|十分|尤为)?突出|(?:较为?|比较)?严重|较多|频发|多发|较普遍|的|等|了|而|且|并|或|和|与|及)+$"
)
_NO_DUTY = compiled(
    r"(?:认真|严格|有效|真正|切实|全面|很好|完全|及时|充分|按要求|按规定)*(?:落实|履行(?!“)|压实|重视|认识|做到|形成|引起|树立|摆正|吸取|汲取|体现|适应)"
)
_NOT_DONE = re.compile(r"不(?:戴|系|穿|按|佩戴|会|持证|避让|停|锁|关|接地|密封|联动|闭合|灵敏|平整)")
_BRACKET = re.compile(r"（(?P<words>[^（）\n]{9,60})）")
# «核载7人、实载9人», «应配16人，实有11人»: one fault told by two figures
_DUE = re.compile(
    r"(?:核[载定准]|应[配设有当]?|定员|额定|限载|设计|规定)[^，、；。]{0,10}?[\d一二两三四五六七八九十百]+[^，、；。\d]{1,3}$"
)
_DUE_WORD = re.compile("[核应定额限设规]")
# «未将污水池、腌渍池纳入台账»: a list of what one verb behind it is said of
_OPEN_OBJECT = re.compile("[将把][^，；。]{2,10}$")
_TAKES_IN = re.compile("[^，；。]{2,10}(?:纳入|列入|列为|计入|录入|登入|登记|当作|当成|作为|用作|改[为成作])")
# «未采取通风、检测等防护措施»: a list of objects that one noun closes
_LEAVES_UNDONE = re.compile("(?:未|没有?)[^，。；、]{2,10}$")
_CLOSED_LIST = re.compile(
    "(?:、[^，。；、未不]{1,8}){1,5}?等[^，。；、]{0,8}?(?:措施|设施|设备|装置|用品|标志|标识|器材|程序|资料|手续|制度|因素|物|证件)"
)
# «未依照《消防法》的要求，设置微型消防站»: by what rule, and what was not done by it
_BY_RULE = re.compile(
    "未(?:严格|认真|切实)*(?:按照?|依照|依据|根据|遵照)[^，。；、]{0,40}(?:规定|要求|规程|规范|标准|制度|程序|方案)的?$"
)
_UNDONE = re.compile("(?!.{0,4}(?:[未无不没]|缺|擅自|违|超|存在|导致|造成|且|并))")
_ACTUAL = compiled(r"(?:但|而)?(?:实[有载际配乘存]|仅|只)[^，、；。]{0,8}[\d一二两三四五六七八九十百]")
_WHOLE = re.compile(r"(?:以及|及其|及|和|或者?)$")
_OBJECT = 4  # characters of an act behind its cue, before a conjunction


class Piece(NamedTuple):
    """One member of a list or clause, text[start:end], with the mark that parts it from the piece before."""

    start: int
    end: int
    joint: str


class Cue(NamedTuple):
    """A place where a rule says that a defect is spoken of."""

    start: int
    end: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Defect:
    """A phrase that names one danger: text[start:end].

    cue    where the word stands that makes it a defect
    told   where the last such word ends
    head   where the piece begins that the phrase stands in; what lies between is lead, unit and filler
    tail   where that piece ends
    """

    start: int
    end: int
    cue: int
    told: int
    head: int
    tail: int
    joint: str
    strength: Strength
    rule: Rule

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return Span(self.start, self.end)


@cache
def book() -> Phrasebook:
    """The phrasebook of dangers."""
    return read("hazards")


@cache
def rule_named(name: str) -> Rule:
    """The rule of that name, for a danger that no cue tells."""
    return next(rule for rule in book().rules if rule.name == name)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return book().compile(source)


@cache
def _scanner() -> Scanner:
    return Scanner(book().rules)


def cues(text: str) -> Iterator[Cue]:
    """Cues in order; none lies over another."""
    for rule, match in _scanner().scan(text):
        yield Cue(match.start(), match.end(), rule)


def pieces(text: str, sentence: Span) -> list[Piece]:
    """Pieces of a sentence. Brackets, quotations and titles are never cut."""
    found = _PIECE.finditer(text, sentence.start, sentence.end)
    every = [Piece(m.start(), m.end(), text[m.start() - 1] if m.start() > sentence.start else "") for m in found]
    every = _joined(text, every, _DUE, _ACTUAL) if _DUE_WORD.search(text, *sentence) else every
    every = _joined(text, every, _BY_RULE, _UNDONE, "，") if text.find("未", *sentence) >= 0 else every
    if not any(piece.joint == "、" for piece in every):
        return every
    return _with_objects(text, _joined(text, every, _OPEN_OBJECT, _TAKES_IN, "、"))


def _with_objects(text: str, every: list[Piece]) -> list[Piece]:
    """The pieces; a list that one noun closes as what was left undone as one: «未采取通风、检测等防护措施»."""
    kept: list[Piece] = []
    ends = [piece.end for piece in every]
    for piece in every:
        last = kept[-1] if kept else None
        if last and piece.end <= last.end:  # taken in already
            continue
        undone = last is not None and piece.joint == "、" and _LEAVES_UNDONE.search(text, last.start, last.end)
        close = _CLOSED_LIST.match(text, last.end, every[-1].end) if last and undone else None
        if last and close:
            kept[-1] = last._replace(end=ends[bisect_left(ends, close.end())])
        else:
            kept.append(piece)
    return kept


def _joined(
    text: str, every: list[Piece], left: re.Pattern[str], right: re.Pattern[str], joints: str = "、，；："
) -> list[Piece]:
    """The pieces; one that tells left with the next that tells right, over such a mark, as one: «核载7人、实载9人»."""
    kept: list[Piece] = []
    for piece in every:
        last = kept[-1] if kept and piece.joint in joints else None
        if last and right.match(text, piece.start, piece.end) and left.search(text, last.start, last.end):
            kept[-1] = last._replace(end=piece.end)
        else:
            kept.append(piece)
    return kept


def parted(text: str, piece: Piece, inside: list[Cue]) -> list[tuple[Piece, list[Cue]]]:
    """The piece, as two where a conjunction stands right before its first act: «储存爆竹和|无证运输»."""
    cue = inside[0] if inside else None
    if cue and (bracket := _bracket_of(text, piece, inside)):
        within = [one if n else one._replace(joint=piece.joint) for n, one in enumerate(pieces(text, bracket))]
        return [(one, [cue for cue in inside if one.start <= cue.start < one.end]) for one in within]
    joint = _WHOLE.search(text, piece.start, cue.start) if cue and cue.rule.kind == "act" else None
    if not joint or joint.start() - piece.start < 2:
        return [(piece, inside)]
    return [(Piece(piece.start, joint.start(), piece.joint), []), (Piece(joint.end(), piece.end, "、"), inside)]


def _bracket_of(text: str, piece: Piece, inside: list[Cue]) -> Span | None:
    """The words in the bracket that holds all that a piece faults: «剩余1条（作业面未分台阶开采）已下达指令»."""
    found = _BRACKET.finditer(text, piece.start, piece.end)
    within = (Span(*match.span("words")) for match in found)
    return next((one for one in within if one.start <= inside[0].start and inside[-1].end <= one.end), None)


def defects_in(text: str, piece: Piece, inside: list[Cue]) -> list[Defect]:
    """Defects of one piece, given the cues in it; two where a conjunction joins two whole phrases."""
    groups = [[inside[0]]]
    for cue in inside[1:]:
        if _parts(text, groups[-1][-1], cue):
            groups.append([cue])
        else:
            groups[-1].append(cue)
    joints = [_joint(text, left[-1], right[0]) for left, right in pairwise(groups)]
    starts = [piece.start, *(joint.end for joint in joints)]
    ends = [*(joint.start for joint in joints), piece.end]
    found = (_cut(text, piece, Span(start, end), group) for start, end, group in zip(starts, ends, groups, strict=True))
    return [defect for defect in found if defect]


_ASKED = re.compile(r"(?:是否|有无)(?:存在|有)?$")
_ASKED_OF = re.compile("(?:是否|有无)(?:存在|有)?")
_LOOKS = re.compile("[看查]|检|核|督")
_CONJUNCTION = re.compile(r"以及|及其|及(?!时)|和|与|或者?|且|并且?|同时")


def _parts(text: str, left: Cue, right: Cue) -> bool:
    """Whether a conjunction between two cues parts two whole phrases: «灭火器过期和应急灯损坏»."""
    if "”“" in text[left.end : right.start + 1]:
        return True
    match = _CONJUNCTION.search(text, left.end, right.start)
    if not match:
        return False
    gap = match.start() - left.end
    if left.rule.kind == "act" and right.rule.kind == "act" and gap <= _OBJECT and right.start - match.end() >= 2:
        return True  # «酒后驾驶和|农用车违法载人»
    return match.end() == right.start or (left.rule.kind != "act" and gap <= 2)


def _joint(text: str, left: Cue, right: Cue) -> Span:
    """Where one phrase ends and the next begins."""
    quoted = text.find("”“", left.end, right.start + 1)
    if quoted >= 0:
        return Span(quoted + 1, quoted + 1)
    match = _CONJUNCTION.search(text, left.end, right.start)
    return Span(*match.span()) if match else Span(right.start, right.start)


def _cut(text: str, piece: Piece, span: Span, group: list[Cue]) -> Defect | None:
    """The phrase within span that its cues make; None where nothing is left of it."""
    start = start_of_phrase(text, span.start, group[0].start)
    end = end_of_phrase(text, start, group, span.end)
    if end - start < 2 or not any(cue.start < end for cue in group):
        return None
    span = Span(start, end)
    cue = next((cue for cue in group if _strength(text, span, cue) == "strong"), group[0])
    return Defect(
        start,
        end,
        group[0].start,
        group[-1].end,
        piece.start,
        piece.end,
        piece.joint,
        _strength(text, span, cue),
        cue.rule,
    )


def _strength(text: str, phrase: Span, cue: Cue) -> Strength:
    if cue.rule.name == "omitted-duty":
        return "weak" if _NO_DUTY.match(text, cue.end) else "strong"
    if cue.rule.kind == "thing" and _NOT_DONE.match(text, cue.start):
        return "strong"
    if cue.rule.kind == "thing":
        subject, told = text[phrase.start : cue.start], text[phrase.start : min(cue.end + 8, phrase.end)]
        return "strong" if _last("$fitting", told) > _last("$virtue", subject) else "weak"
    return "weak" if cue.rule.kind == "weak" else "strong"


def _last(source: str, text: str) -> int:
    return max((match.end() for match in _pattern(source).finditer(text)), default=-1)


def start_of_phrase(text: str, head: int, cue: int) -> int:
    """Where the danger's own words begin in text[head:cue]: after the last word that leads to it."""
    lead = _pattern(
        r"存在的|(?:检查|排查|督查|抽查|巡查|暗访|现场)?中?(?:发现|[排检]?查出)的|(?:针对|围绕|聚焦|紧盯|突出|$crackdown|$finding|$ban|$warded|$demand|$promise|是否|有无"
        r"|原因(?:主要)?[是为系]|(?<=[灾故])系(?:因|由于?)?|(?<!原)(?<!起)因(?![此为果素地公材应])|中，?(?:仍|尚|还|就|只)?有[\d一二三四五六七八九十]+[家户艘所栋人名个处座台辆条只])"
        "(?!的|后|时|过程)"
    )
    leads = list(lead.finditer(text, head, cue))
    asked = _ASKED_OF.search(text, head, cue) if leads else None
    if asked and (asked.end() == cue or _keeps_subject(text, head, asked.start(), leads)):
        # «用电线路是否存在|私拉乱接» keeps its subject
        leads = [match for match in leads if match.end() <= asked.start()]
    start = past_fillers(text, max((match.end() for match in leads), default=head), cue)
    return cue if _ASKED.match(text, start, cue) else start


def _keeps_subject(text: str, head: int, asked: int, leads: list[re.Match[str]]) -> bool:
    """Whether what is asked about is named before 是否, behind any verb of looking: «检查|通道是否被占用»."""
    low = max((match.end() for match in leads if match.end() <= asked), default=head)
    return asked - low >= 2 and not _LOOKS.search(text, low, asked)


def past_fillers(text: str, start: int, cue: int) -> int:
    """start, after the words that belong to no phrase: numbers, adverbs, «部分企业»."""
    skip = _pattern("(?:$filler|$nobody)")
    while start < cue:
        word = _MARKER.match(text, start, cue) or skip.match(text, start, cue) or _MANY.match(text[start : cue + 3])
        if not word or not word[0] or start + len(word[0]) > cue:
            break
        start += len(word[0])
    return start


def end_of_phrase(text: str, start: int, group: list[Cue], end: int) -> int:
    """Where the danger's own words end: before 等, what it led to, the word for its class, its number."""
    last = group[-1].end if group[-1].rule.kind != "act" else group[0].end
    for pattern in _stops(group[0].rule.name):
        match = pattern.search(text, last, end)
        if match and not (pattern is _HANDLED and match.start() == last):  # 擅自·进行储罐清理 is the act itself
            end = max(match.start(), last)
    kept = _TRAILING.sub("", text[start:end])
    return start + max(len(kept), min(last, end) - start)


@cache
def _stops(rule: str) -> tuple[re.Pattern[str], ...]:
    """What ends a phrase, in the order in which it is asked; an omission may have acts or people as its object."""
    found = [
        _ENDS_LIST,
        _pattern(
            "(?:并|而|且|，|从而|时)?(?:引发|引起|导致|造成|所?致(?![密命残病力])|酿成|诱发|引燃|点燃|使(?=[^用馆者]{2,6}[扩增受发起倒坠翻])|影响(?!较|逃生|疏散|通行|使用)|极易|容易"
            "|易(?=引|导|造|发|触|诱)|存在|(?<!规定)(?<!要求)(?<!规程)(?<!规范)(?<!标准)(?<!制度)(?<!程序)(?<!方案)，|(?<=.)(?:在[^，。；]{2,14}|被[^，。；]{0,4})?(?:连撞|撞[上向到]|驶出|冲出|冲翻|翻[下入坠覆]|坠[入落]|侧翻|追尾)|时(?=产生|发生|起火|着火|爆))"
        ),
        _pattern("的?(?:$stock_adjective)*(?:行为|现象|乱象|问题|违法$)(?=$|[^，、；。]{0,12}$)"),
        _pattern(
            "的(?:$stock_adjective)*(?:$stock|企业|单位|车辆|人员|场所|地区|部门|经营户|商户|店铺|地方|驾驶人|船舶|工地|用户|隐患)"
        ),
        compiled(r"(?:被|已|均|经[^，。；]{0,6})*(?:列为|判定为|认定为|确定为|属于?(?=[重一较])|构成(?=[重一较]))"),
        compiled(r"(?:的?行为)?(?:被|处以?|分别|予以|依法)*(?:罚款|立案|行政处罚|约谈|责令)"),
        compiled(r"[是系](?:[^，。；]{0,10})原因"),
        compiled(r"的(?=[^，。；、的]{2,20}(?:公司|厂|店|站|场|矿|院|校|坊|点)(?=[，。；、]|$))"),
        compiled(r"（(?:责任|整改|措施|时限|期限|已|限|由)"),
        compiled(r"(?<=..)(?:起火|着火|失火|爆炸|爆燃|闪爆|坍塌|坠落|触电|中毒|窒息)(?:身亡|死亡)?$"),
        compiled(r"的(?=该|群众|毛病|老毛病|[^，。；、的]{0,4}力度)"),
        compiled(r"(?:重大|一般)?(?:生产|安全|事故|火灾)*(?:隐患)?(?<![备预方档草提议立])案(?:例)?$"),
        compiled(r"的(?=不准|不得|一律|坚决|要(?!求，)|依法|将|责令|严禁|从[严重]|严肃|顶格|实行|予以|给予|“[^”]*”)"),
    ]
    doing = () if rule in ("omitted-duty", "without-what-is-due") else (_pattern("$campaign$"), _HANDLED)
    doer = () if rule == "omitted-duty" else (_pattern("(?<=..)(?<!监护)(?<!管理)(?<!值守)$doer$"),)
    amount = () if rule == "told-by-its-list" else (_AMOUNT,)  # «水枪只剩1支»
    return (*found, *doing, *amount, *doer)
