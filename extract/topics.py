"""What a task is about, where that stands before the time: «其他行业», «达不到要求的», «血透室的出口»."""

import re
from functools import cache

from extract.masking import ANY
from extract.modals import skip_lead
from extract.responsible import numbering, subject_at
from extract.rulebook import load
from extract.sentences import Span, clauses
from extract.setting import Setting
from extract.words import Word

_SHORTEST, _LONGEST = 3, 14  # characters
_TELLS = re.compile("[已未无不、]")
MONEY = re.compile(r"元|罚|资金|预算")
_BEARER_LABEL = re.compile("(?:责任|牵头|承办|主办|主责|整改|落实)(?:单位|部门|主体|人)：$")
# a clause that only tells who sees to it, behind which the topic stands: «…，请属地盯紧盯实，元旦前全部清零»
_SEEN_TO = re.compile(
    "(?:由|请|责成)?[^，由]{2,24}(?:牵头|负责|配合|协助|参与|督办|督促|跟踪|把关|挂帅|(?:一人)?包[一保案抓联][^，]{0,2}|盯[^，]{1,4})"
)
# what is handed to somebody in the clause that names it: «老站加固·由县交通局牵头»
_HANDED_TO = re.compile("(?P<what>[^，由]{3,30})由[^，由]{2,24}?(?:牵头|负责|起草|承担|督办|组织|实施|落实)")
# what stands in the way, and what was done about it so far
_ASIDE = re.compile("因|由于|[^，]{0,6}已经?(?:批|申请|列入|落实|下达)|已|目前|现已|概算|尚|计划投入|申请")
# what is wrong, or still to be had, with how much of it: «护栏缺失约30米», «还差13处»
_LACKS = re.compile(
    "[^，]{0,24}?(?:破损|缺失|缺口|缺|缺员|还差|还剩|剩下|尚余|超期|损坏|欠)(?:约|近|了|有)?[\\d一二三四五六七八九十]+[余多]?[^，\\d]{1,5}"
)
_MOST_BACK = 4  # clauses
# «资金42万元，6月5日前完成»: what it costs and who pays is no task
NO_TASK = re.compile(
    r"(?:总?投资|资金|经费|预算|概算|估算|责任[人单部领在到]|由?[^，]{2,20}(?:负责|牵头|配合)$"
    r"|由[^，]{2,12}(?:组织|落实|挂帅|包[保案抓]|领[办衔]|督[办促]|[跟盯][办踪]|把关)$)"
)


def is_topic(place: Setting, start: int, end: int) -> bool:
    """Whether the words before a time name what its task is about: «其他行业», «未通过的»; no adverbial, no verb."""
    words = place.jieba.between(start, end)
    if not words or "“" in place.text[start:end] or words[0].tag[:1] in ("p", "c"):
        return False
    if place.time.grain == "hour" and place.time.relation == "within":
        return False  # «突发情况1小时内报告»
    return words[-1].tag[:1] in "njsmqrlib" or words[-1].text.endswith(("的", "率", "数", "量"))


def topic_clause(place: Setting, *, acts: bool = True) -> Span | None:
    """The clause before that only names what the task is about; one that tells costs and bearers may stand between."""
    found = clauses(place.text, Span(place.begin, place.near.start))
    told = found and place.text[found[-1].end : place.near.start] == "，"
    last = len(found)
    while told and len(found) > 1 and (NO_TASK.match(place.text, *found[-1]) or is_bearer(place.text, found[-1])):
        found.pop()
    if not told or is_bearer(place.text, found[-1]) or NO_TASK.match(place.text, *found[-1]):
        return None
    clause = unnumbered(place.text, found[-1])
    if re.match(f"[{ANY}]", place.text[clause.start - 1 : clause.start]) and "的" not in place.text[slice(*clause)]:
        return None  # the end of another time's clause, but «三年内出过事故的劳务队»
    who = subject_at(place.text, *clause, before_time=True) if len(found) == last else None
    if who and not (who.end == clause.end and "的" in who.text):  # but «三次不改的驾驶员»
        return None
    if clause.end - clause.start < _SHORTEST:
        return None
    parted = acts and len(found) < last and _is_short_noun(place, clause)  # «箱涵加固，由市政公司牵头，5月10日前进场»
    return clause if parted or _names(place, clause) else None


def topic_further_back(place: Setting) -> Span | None:
    """What a terse task is about, behind clauses that only tell who sees to it.

    «老站加固由县交通局牵头，县国投公司配合，9月底完工», «57条遗留隐患，由副总包矿，年底前销号». None where another
    time stands between, or a clause that tells an act of its own.
    """
    found = clauses(place.text, Span(place.begin, place.near.start))[-_MOST_BACK:]
    if not found or place.text[found[-1].end : place.near.start] != "，":
        return None
    for clause in (unnumbered(place.text, one) for one in reversed(found)):
        if re.search(f"[{ANY}]", place.text[slice(*clause)]):
            return None
        if handed := _HANDED_TO.match(place.text, *clause):
            return Span(*handed.span("what"))
        if is_bearer(place.text, clause) or NO_TASK.match(place.text, *clause):
            continue
        who = subject_at(place.text, *clause)
        start = skip_lead(place.text, who.end if who else clause.start, clause.end)
        named = _names(place, clause) and "了" not in place.text[slice(*clause)]
        if named or _LACKS.fullmatch(place.text, *clause):
            return clause._replace(start=start)
        if not (_SEEN_TO.fullmatch(place.text, *clause) or _ASIDE.match(place.text, *clause)):
            return None
    return None


def is_bearer(text: str, clause: Span) -> bool:
    """Whether a clause only says who must: «责任单位：县天然气公司，4月15日前完成»."""
    return _BEARER_LABEL.search(text, max(0, clause.start - 8), clause.start) is not None


def _is_short_noun(place: Setting, clause: Span) -> bool:
    words = place.jieba.between(*clause)
    if clause.end - clause.start > _LONGEST or _TELLS.search(place.text, *clause):
        return False
    return bool(words) and words[0].tag[:1] in ("n", "m") and words[0].text not in _undertakes()


def _names(place: Setting, clause: Span) -> bool:
    """Whether a clause only names something: a noun, with what qualifies it before 的; or «达不到要求的»."""
    moved = place.text.startswith(("对", "将", "把"), clause.start)
    words = place.jieba.between(clause.start + moved, clause.end)
    if words and words[0].tag[:1] != "v" and not MONEY.search(place.text, *clause):
        words = _less_number(words)
    last = max((at for at, word in enumerate(words) if word.text == "的"), default=-1)
    if not words or words[0].tag[:1] in ("p", "c"):
        return False
    if words[0].text in _undertakes() and words[min(1, last)].text != "的":  # but «查处的重大违法行为»
        return False
    if words[0].tag[:1] == "d" and last < 0:
        return False
    if last == len(words) - 1:
        return True
    tags = [word.tag[:1] for word in words[last + 1 :] if word.tag != "vn"]
    listed = "、" in place.text[slice(*clause)]
    counted = last >= 0 or listed or words[0].tag[:1] != "v" or "m" in tags  # «使用年限超过十年的塔吊»
    return bool(tags) and counted and not set(tags) & set("vdp") and tags[-1] in "njs"


def _less_number(words: list[Word]) -> list[Word]:
    """The words less a number at their end: «老旧渔船254艘，年底前淘汰80艘»."""
    while len(words) > 1 and words[-1].tag[:1] in "mq":
        words = words[:-1]
    return words


@cache
def _undertakes() -> frozenset[str]:
    """Verbs that tell what somebody does: a clause that begins with one names no topic."""
    return frozenset(load("deadlines")["responsible"]["follows"])


def unnumbered(text: str, clause: Span) -> Span:
    """The clause less the number of its item, or a bracket that opens before it."""
    if number := numbering().match(text, clause.start, clause.end):
        return clause._replace(start=number.end())
    opens = text.startswith("（", clause.start) and "）" not in text[slice(*clause)]
    return clause._replace(start=clause.start + opens)
