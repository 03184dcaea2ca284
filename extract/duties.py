"""What must be done by a time, and the words of the text that say so."""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extract.masking import ANY
from extract.modals import pattern, skip_lead, without_lead, words
from extract.responsible import Name, no_name, numbering, subject_at, with_fellows
from extract.rulebook import load
from extract.sentences import Span, clauses
from extract.setting import Setting, only_says_how
from extract.tasks import ASIDE, FORMS
from extract.topics import MONEY, NO_TASK, is_bearer, is_topic, topic_clause, topic_further_back, unnumbered
from extract.words import Word

_OBJECT = re.compile(rf"(?:将|把|对|就)[^，；：{ANY}]{{2,40}}\Z")
_TAIL = re.compile(r"的(?:(?:时间|节点|进度|期限|时限)+(?:要求|安排)?|要求)[^，]{0,4}\Z")
_TIMED_BRACKET = re.compile(rf"（[^（）]*[{ANY}][^（）]*(?:）|\Z)")
# «余下41项均落实了措施，三季度内清零»
_LEFT = re.compile(
    r"(?:其中)?(?P<what>(?:余下|其余|剩余|剩下|另外|另有|尚有|仍有|还有|未整改|未完成)的?\d+[余多]?[处项条个家户起件艘台座块栋]"
    r"(?:[\u4e00-\u9fff]{0,6}(?:隐患|问题|事项|项目|任务|风险点?)(?=，|\Z))?)"
)
# «确定1名联络员，于9月8日前报市安委办»: what is to be reported stands in the clause before
_REPORT = re.compile(
    r"(?:书面)?(?:报送|上报|报|提交|反馈|汇总)(?:至|到|给)?[^，。将把]{0,14}?"
    r"(?:办|局|委|府|处|中心|专班|组|室|会|站|队|厅)(?:备案|汇总|审核)?"
    r"|(?:书面)?(?:报送|上报|报|反馈)(?:处理|处置|整改|核查|调查|查处|办理)(?:结果|情况)"
)
# what goes on with the task of the clause before: «编制方案，报县局备案», «更换总监，并将材料送区局»
_GOES_ON = re.compile(
    r"并(?!由|不|于|在|且|未|非|要|严)[^，；]{4,}|(?:[\u4e00-\u9fff]{2,6}后|汇总|签字|盖章|审核|审定|审签)?(?:书面)?(?:报|报送|上报|抄送|送)[^，；将把的]{2,16}(?:备案|审核|审批|审定|汇总|存档|[局委办部厅处府队会])$"
)
_MOST_WORDS = 12  # of a name after 由
_INDICATOR = re.compile(
    r"[^，的对将把]{1,12}(?:率|比例|面|数|起数)(?:[要应须]|均|都|力争|确保)*(?:达|不低于|不超过|提[高升]|升[到至]|降|下降|控制在|实现)"
)
_FALLS = re.compile(r"(?:起数|人数|死亡率)[^，]{0,10}(?:下降|减少|降低)[^，]{0,8}(?:\d|[一二三四五六七八九]成|一半)")
_ASKS = re.compile("确保|力争|争取|实现|达到|使")
_QUANTITY = re.compile(r"\d|[一二三四五六七八九十]成|一半|倍|过半")  # «…基本杜绝，火灾起数下降三成以上»
_LONGEST_LINE = 40
_SHORTEST_ACT = 4  # characters of an act that does not say to what
_SHORTEST_TOPIC, _LONGEST_TERSE = 3, 14  # characters
_ASKED_OF = re.compile(
    rf"(?P<what>[^，；：由{ANY}]{{0,30}}?)(?P<by>由|请|责成|责令|督促)(?P<who>(?![对按在于其])(?:(?![将把])[\u4e00-\u9fff、]){{2,16}}?)"
    r"(?P<doing>(?:督促|指导|组织|协调)[\u4e00-\u9fff]{2,14})?"
)
# a predicate that says nothing without what stands before the time: «其他行业|2025年6月底前|轮训完»
_TERSE = re.compile(
    r"(?:全部|全数|基本|要|须|必须|统一|逐一|按时)*(?:再)?[\u4e00-\u9fff]{1,4}(?:完毕|完|完成|到位|[一二两三\d]+[次遍轮])?"
    r"|(?:要|须|力争|争取)*(?:达到|到|不低于|不少于|降[至到]|控制在|压减)[^，]{1,12}"
)
# a predicate that only says that something is to be got done, and not what
_ENDS_WELL = re.compile(
    "(?:全部|全面|全数|基本|主体|正式|彻底|如期|按期|务必|必须|要|须|力争|争取|确保|统一|逐一|再)*"
    "(?:修复|整改|治理|销号|清零|拆除|搬迁|关停|关闭|改造|更换|更新|配备?|补|建|装|拆|搬|改|换|清|修|疏通|鉴定|检测|验收|整治|办结|兑现)?"
    "(?:完毕|完成|完工|竣工|开工|动工|进场|封顶|到位|投用|启用|通车|销号|清零|修复|整改|治理|办结|兑现|好|完|齐|掉|上|拆除|关停|更换|更新|拿下|全覆盖)"
)
# «整改情况由县政府负责人签字后，于9月15日前报送»
_SIGNED = re.compile(
    r"(?P<what>[^，；：由]{2,20})(?:由|经)(?P<who>[^，；：由]{2,30}?)(?:签字|签署|审核|审定|审批|同意|汇总|盖章)[^，；：]{0,6}后"
)
# what is only the end of an act told before: «对隐患逐一销号，确保12月底前销号率达到100%»
_RESULT = re.compile(
    r"[\u4e00-\u9fff]{0,6}率(?:达到?|不低于|实现|保持在?)[^，]{1,8}|(?:全面|全部|如期|按期)*完成[^，]{0,6}任务"
)
_SENT_TO = re.compile("对|赴|到|深入|分赴|分片|下沉|采取|开展")
_MENDED = re.compile(
    "(?:要|须|必须|应|力争|确保|全部|全面|彻底|逐一|按期|限期)*(?:完成)?"
    "(?:整改|治理|清零|销号|闭环|消除|办结|验收)+(?:到位|完毕|完成|清零)?"
)
_HANDLED = re.compile(
    r"(?:我们|我[局县市区镇办])?(?:要|将)?(?:对|针对)(?P<what>[^，]{2,30}?(?:隐患|问题|风险点?|缺陷|事项))"
    r"(?:（[^（）]*）)?(?=实行|实施|采取|落实|进行|逐|要|由|建立|明确|开展|制定|严格|挂牌|一|限)"
)
# «由所在乡镇审核汇总后报»: what they do first
_SIGNS = re.compile("(?:审核|汇总|签字|签署|盖章|审定|初审|把关|确认|统一)+后?$")
_HANDED = re.compile(
    rf"(?P<what>(?:对(?=[^，]{{0,8}}\d))?(?![对将把])[^，；：由{ANY}]{{2,30}}?)由(?P<who>[^，；：由{ANY}]{{2,30}}?)"
    r"(?:(?:挂牌|跟踪|牵头|负责|协调|具体|提级|全程|一对一)*(?:督办|督促|挂牌|负责|牵头|包案|包保|盯办|盯守|调度|督导|跟踪|监管|落实))"
)
_BY_WHOM = re.compile(
    rf"由(?P<who>[^，。；由{ANY}]{{2,20}}?)(?:牵头|负责)?"
    r"(?=报|组织|完成|开展|会同|向|对|制定|报送|上报|提交|实施|进行)"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """What must be done, where the record's quote begins and ends, and who was named right there."""

    task: str
    start: int
    end: int
    who: Name | None = None


def duty(place: Setting) -> Duty | None:
    """The task that the time belongs to; None where no task stands there. Times in it stay masked."""
    if not place.after or pattern("parts").match(place.first):
        return _before_only(place)
    text, clause = place.text, place.after[0]
    who = subject_at(text, clause.start, clause.end) or _by_whom(place, clause)
    if who and _INDICATOR.match(text, who.end, clause.end):
        who = None  # «全县危化企业自动化改造率达到100%»
    start = skip_lead(place.text, who.end if who else clause.start, clause.end)
    end = _trimmed(text, start, _task_end(place, start))
    if start >= end:
        return None
    return Duty(text[start:end], place.time.start, end, who) if who else _with_object(place, start, end)


def _by_whom(place: Setting, clause: Span) -> Name | None:
    """«由县住建局组织核查», «由乡镇收缴切割»: who stands between 由 and the verb."""
    match = _BY_WHOM.match(place.text, clause.start, clause.end)
    if match:
        return with_fellows(place.text, _doer(match), clause.end)
    if not place.text.startswith("由", clause.start):
        return None
    start, words = clause.start + 1, place.jieba.between(clause.start + 1, clause.end)
    for word, after in pairwise(words[:_MOST_WORDS]):
        end = word.start + len(word.text)
        if after.tag[:1] in "vd" and place.text.endswith(_bodies(), start, end) and not _goes_on(place.text, after):
            return with_fellows(place.text, Name(place.text[start:end], start, end), clause.end)
    return None


@cache
def _bodies() -> tuple[str, ...]:
    return tuple(load("deadlines")["responsible"]["ends"])


def _goes_on(text: str, verb: Word) -> bool:
    """«督查室»: a verb that is part of a name."""
    return text.startswith(("室", "组", "队", "办", "科", "股", "站", "所", "处", "中心"), verb.start + len(verb.text))


def _task_end(place: Setting, start: int) -> int:
    """End of the clause that holds the task.

    It is the next one where the first only says after what it is done or breaks off inside a bracket, and a measure
    of a task done once belongs to it: «完成渔船检验，确保检验率达到100%».
    """
    text, after = place.text, place.after
    first = after[0]
    if len(after) > 1 and text.startswith(words("manner"), start):
        stretch = text[start : first.end]
        if only_says_how(stretch, True) or not (pattern("acts").search(stretch) or _moves(place, start)):
            return after[1].end
    goal = place.time.text.startswith(("到", "至"))
    for before, clause in pairwise(after[:4]):
        if place.time.recurrence is None and text[before.end] == "，" and _GOES_ON.match(text, *clause):
            first = clause
            continue
        inside = text.count("（", start, before.end) > text.count("）", start, before.end)
        if FORMS.fullmatch(text, start, before.end) and _SENT_TO.match(text, *clause):
            first = clause  # «组织3个检查组，对两市进行抽查»
            continue
        if not inside and (text[before.end] != "，" or subject_at(text, clause.start, clause.end)):
            break
        shorter = clause.end - clause.start <= first.end - start
        another = (goal and _QUANTITY.search(text, *clause)) or _FALLS.search(text, *clause)
        if inside or another or (place.time.recurrence is None and _is_measure(text, clause, shorter)):
            first = clause
    return first.end


def _moves(place: Setting, start: int) -> bool:
    """«把低洼板房挪开»: what is done to the object stands at the end of the clause."""
    words = place.jieba.between(start, place.after[0].end)
    return words[0].text in ("把", "将") and words[-1].tag[:1] == "v"


def _is_measure(text: str, clause: Span, shorter: bool) -> bool:
    """Whether a clause with a figure belongs to the task before it: it asks for it, or is short; no fines, no costs."""
    if not pattern("measure").search(text, *clause) or MONEY.search(text, *clause):
        return False
    return shorter or bool(_ASKS.search(text, *clause))


def _with_object(place: Setting, start: int, end: int) -> Duty:
    """The task after the time with what stands before it: the subject, or «将…», or the object of a bare verb."""
    task, near = place.text[start:end], place.near
    if number := numbering().match(place.text, near.start, near.end):
        near = near._replace(start=number.end())
    led = near.start + len(without_lead(place.text[near.start : near.end]))
    if asked := _asked_of(place, near.start, led, end, task):
        return asked
    who = subject_at(place.text, near.start, led, before_time=True)
    begin = skip_lead(place.text, who.end if who else near.start, led)
    before = place.text[begin:led]
    if moved := _OBJECT.search(before):
        return Duty(moved[0] + task, begin + moved.start(), end, who)
    needs = pattern("completing").fullmatch(task) or (
        not who and (len(task) <= _SHORTEST_ACT or _TERSE.fullmatch(task)) and is_topic(place, begin, led)
    )
    if len(before) > 1 and (not before.endswith("的") or before.startswith(("未", "不"))) and needs:
        return Duty(before + task, begin, end, who)
    if who and len(before) < 2 and pattern("happens").fullmatch(task):
        return Duty(who.text + task, who.start, end)
    if who and len(before) < 2:
        return Duty(task, who.start, end, who)
    if len(before) < 2 and _TERSE.fullmatch(task) and (rest := _of_what_is_left(place, task, end)):
        return rest
    if len(before) < 2 and not who and (topic := _handed(place, task, end) or _topic_before(place, task, end)):
        return topic
    if len(before) < 2 and not who and _ENDS_WELL.fullmatch(task) and (about := topic_further_back(place)):
        return Duty(place.text[slice(*about)] + task, about.start, end)
    if len(before) < 2 and _REPORT.fullmatch(ASIDE.sub("", task)) and (first := _clause_before(place, end)):
        return replace(first, task=f"{first.task}，{task}")
    if len(before) < 2 and (pattern("bare").fullmatch(task) or _must_hold(place, task)):
        found = _clause_before(place, end)
        told = found and _must_hold(place, task) and re.match(f"[{ANY}]", place.text[found.start - 1 : found.start])
        if found is None or told:  # «每旬一通报，确保8月底前销号»: what another time asks for
            return Duty(task, place.time.start, end)
        return replace(found, task=f"{found.task}，{place.before}{task}") if _must_hold(place, task) else found
    return Duty(task, place.time.start, end, who)


def _asked_of(place: Setting, start: int, led: int, end: int, task: str) -> Duty | None:
    """«小微企业由各乡镇于3月底前核查», «由区住建局督促物业于8月底前整改», «17条事项请县安委办于月底前研究»."""
    match = _ASKED_OF.fullmatch(place.text, start, led)
    if not match or no_name().search(match["who"]):
        return None
    bare = (
        match["by"] == "由" and not match["what"] and (task.startswith("从") or pattern("completing").fullmatch(task))
    )
    topic = topic_clause(place) if bare else None
    said = place.text[slice(*topic)] if topic else match["what"] if match["by"] in ("由", "请") else ""
    what = f"{said}{match['doing'] or ''}{task}"
    begin = match.start("what") if match["what"] else match.start("by")
    return Duty(what, begin, end, _doer(match))


def _doer(match: re.Match[str]) -> Name:
    """Who is named between 由 and the verb, less what they do first: «由乡镇审核汇总后报»."""
    name = _SIGNS.sub("", match["who"])
    return Name(name, match.start("who"), match.start("who") + len(name))


def _must_hold(place: Setting, task: str) -> bool:
    """«由班子成员包保，确保8月底前全部清零»: the end of what stands in the clause before."""
    if place.before.endswith("确保") and _RESULT.fullmatch(task):
        return True
    return place.before.endswith(("确保", "力争", "争取")) and bool(pattern("completing").fullmatch(task))


def _clause_before(place: Setting, end: int) -> Duty | None:
    """«实施边坡治理，7月20日前完成»: what is to be completed stands in the clause before."""
    before = [unnumbered(place.text, clause) for clause in clauses(place.text, Span(place.begin, place.near.start))]
    while before and (NO_TASK.match(place.text, *before[-1]) or is_bearer(place.text, before[-1])):
        before.pop()
    if not before and place.near.start - place.begin > 1:
        return _sentence_before(place, end)
    if not before or (
        before[-1].end + 1 < place.near.start
        and not NO_TASK.match(place.text, before[-1].end + 1, place.near.start - 1)
    ):
        return None
    if signed := _SIGNED.fullmatch(place.text, *before[-1]):
        return Duty(signed["what"], signed.start(), end, Name(signed["who"], *signed.span("who")))
    who = subject_at(place.text, *before[-1]) or _by_whom(place, before[-1])
    start = skip_lead(place.text, who.end if who else before[-1].start, before[-1].end)
    if len(before) > 1 and place.text.startswith("的，", before[-2].end - 1):  # «不能整改的，制定方案，限5月底前完成»
        start = before[-2].start
    return Duty(place.text[start : before[-1].end], start, end, who) if before[-1].end - start > 1 else None


def _sentence_before(place: Setting, end: int) -> Duty | None:
    """«推进管网改造。（县住建局负责，年底前完成）»: a sentence that only tells bearers goes on the short one before."""
    start = max(place.text.rfind(mark, 0, max(0, place.begin - 1)) for mark in "。\n") + 1
    said = unnumbered(place.text, Span(start, place.begin))
    task = place.text[slice(*said)].strip("。；（ ")
    short = _SHORTEST_TOPIC < len(task) < _LONGEST_LINE and "\n" not in task
    return Duty(task, said.start, end) if short else None


def _handed(place: Setting, task: str, end: int) -> Duty | None:
    """«以上问题由所在乡镇督促，3月18日前销号»: the clause before names what it is about and who sees to it."""
    before = clauses(place.text, Span(place.begin, place.near.start))
    if len(task) > _LONGEST_TERSE or not before or before[-1].end + 1 < place.near.start:
        return None
    match = _HANDED.fullmatch(place.text, *unnumbered(place.text, before[-1]))
    if match is None or no_name().search(match["who"]):
        return None
    return Duty(match["what"] + task, match.start(), end, Name(match["who"], *match.span("who")))


def _topic_before(place: Setting, task: str, end: int) -> Duty | None:
    """«达不到要求的，9月30日前关停», «血透室的出口，11月底前打开»: the clause before only names what it is about."""
    acts = not pattern("bare").fullmatch(task)
    if left := _object_of(place, task):
        return Duty(place.text[slice(*left)] + task, left.start, end)
    clause = topic_clause(place, acts=acts) if len(task) <= _LONGEST_TERSE else None
    return Duty(place.text[slice(*clause)] + task, clause.start, end) if clause else None


def _object_of(place: Setting, task: str) -> Span | None:
    """«对剩余隐患实行专人盯守，12月25日前整改到位»: what is to be mended, in the clause before."""
    before = clauses(place.text, Span(place.begin, place.near.start))
    if not before or not _MENDED.fullmatch(task) or _must_hold(place, task):
        return None
    if place.text[before[-1].end : place.near.start] != "，":
        return None
    match = _HANDLED.match(place.text, *unnumbered(place.text, before[-1]))
    return Span(*match.span("what")) if match else None


def _of_what_is_left(place: Setting, task: str, end: int) -> Duty | None:
    """«余下41项均落实了措施，三季度内清零»: what is left stands in an earlier clause of the sentence."""
    for clause in reversed(clauses(place.text, Span(place.begin, place.near.start))[-3:]):
        only = place.text.startswith("对", clause.start)  # «对剩余7条隐患，由…挂帅，…», the clause tells no more
        left = _LEFT.fullmatch(place.text, clause.start + 1, clause.end) if only else _LEFT.match(place.text, *clause)
        if left:
            done = re.sub(f"^(?:{'|'.join(words('modal'))})+", "", task)
            return Duty(left["what"] + done, left.start("what"), end)
    return None


def _before_only(place: Setting) -> Duty | None:
    """«专项行动持续至12月底»: the task ends with the time."""
    before = without_lead(place.before)
    if len(before) > 1:
        return Duty(before, place.near.start, place.time.end)
    return _clause_before(place, place.time.end)


def _trimmed(text: str, start: int, end: int) -> int:
    """End of the task: before «…的节点要求», a bracket with another time in it, or a mark that closes around it."""
    tail = _TAIL.search(text, start, end) or _TIMED_BRACKET.search(text, start, end)
    end = tail.start() if tail else end
    for opening, closing in ("（）", "“”"):
        close = text.find(closing, start, end)
        if close >= 0 and text.find(opening, start, close) < 0:
            end = close
    return end
