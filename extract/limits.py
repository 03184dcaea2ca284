"""Whether a time sets a limit to something that must be done."""

import datetime as dt
import re
from functools import cache

from extract.modals import has_modal, one_of, pattern, skip_lead, without_lead, words
from extract.plans import plan_heading
from extract.responsible import numbering, subject_at
from extract.rulebook import load
from extract.setting import Setting

_EXTENDED = ("最迟", "不", "延", "推迟", "顺延", "宽限")
_LONGEST_HEADLINE = 50
_A_YEAR = dt.timedelta(days=366)
_LONG_AGO = dt.timedelta(days=200)
_WAS_DONE = re.compile(r"(?<!为)(?<!^除)了(?![解结])")
_MENDED_SO_MANY = re.compile("(?:整改|改正|治理)\\d+[余多]?[项处条个家]")  # «限期一周整改12项» tells how many were
_PLAN_OF = re.compile(r"(?:工作)?(?:打算|安排|计划|思路|目标|要点)(?=[。，：〗】）\n]|$)|：?一是")
_NO_RHYTHM = re.compile(r"(?:(?<!健)(?<!完)全|[本当整历])[年月周天日]$")
_IS = re.compile(r"为[^，]{1,8}(?:时间|日期|假期|节假日)\Z")
_CLOCK = re.compile(r"\d[时点]|\d:\d\d")
_ENTERED = ("进入", "步入", "迈入", "时值", "正值")
_THAT_DAY = ("当日", "当天", "当晚", "同日")  # of what happened or comes in, no day of the calendar
_NEXT_DAY = ("次日", "翌日")  # «于当晚及次日自行就诊»
_UNDONE = re.compile(
    "(?:未|没有|没|不)(?:能|进行|开展|实行|做到|落实到|按|按照|严格|落实|执行|定期|依法)*(?:规定|要求|制度|标准|规程|频次)?$"
)
_EVERY_DAY = ("天天", "周周", "月月", "季季")
_OBJECT_OF = ("列入", "纳入", "参加", "参与", "作为", "属于", "计入", "印发")
_QUALIFIES = ("比", "较", "与", "把", "就", "以", "按", "像")  # «把下月清单报局里», «总比明天面对家属强»
_FORESEEN = ("预计", "预报", "可能", "预测")
_NATURE = re.compile(r"[^，]{0,16}?(?:登陆|影响|降[雨雪温水]|大风|暴[雨雪]|寒潮|气温|出现|迎来|有)")
_ALL_DONE = ("均在", "都在", "全部在", "均于", "全部于")
_HAPPENED = re.compile(
    r"(?:报警|发生|出现|接报|接到|受理|查处|查获|再?次?发现|搜出|救出|找到)[^，]{0,10}\d+(?:次|起|例|件|处|人|名|具)$"
    r"|(?:接连|连续|先后|相继|又|已)[^，]{0,4}(?:发生|出现|查|有)|^[一两二三四五六七八九十\d]+[次起](?!以上)(?!检查|演练|培训)[\u4e00-\u9fff]{2,4}$"
)
_IN_LINE_WITH = re.compile(
    "(?:对照|根据|按照|结合|围绕|依据|参照)[^，]*(?:要求|清单|实际|规定|标准|部署|安排|情况|特点)$"
)
_FOUND = re.compile("(?:发现|查出|排查出)[^，]*\\d")  # «汛前检查发现隐患12处»
_BARRED = re.compile(
    "不予|不得(?!少于|低于|晚于|超过)|不再|不受理|不准|暂停|限制|取消"
)  # what is barred for so long, no task
# what is asked for within hours: «1小时内报告»
_QUICK = re.compile(
    "报告|上报|报送|[头面话]报|电话|书面|传[到达]|清空|反馈|到场|到位|处置|处理|答复|回复|核查|响应|整改|维修|抢修|办结|查铺|通知|撤离|转移"
)
_GOAL = re.compile(r"(?:控制在|不超过|不突破|不少于|不低于|下降|降低|减少|压减|达到?)[^，]{0,8}\d|零(?:死亡|发生|事故)")
_TOLD = re.compile("已|共|累计|实际|同比|了")
_TERM = re.compile("(?:期限|时间|时限|日期)$")  # «公示期限，6月20日前»
# so much is set for a year: «三年行动确定今年培训600人», «老旧管网改造今年任务14公里», «全年计划培训2000人次»
_SET_BEFORE = re.compile("(?:确定|下达|明确|计划|目标|部署|提出)$")
_SET_BEHIND = re.compile("(?:任务|计划|目标|拟|力争|争取|确保)")
_SO_MUCH = re.compile(
    r"\d[\d.]*[余多]?[万亿]?[\u4e00-\u9fff%]|[一二两三四五六七八九十]+[余多]?(?:[次场期]|[座处家个](?!月))"
)
_AFTER = re.compile(r"[^，]{2}(?:后|(?<!及)时)，\Z")  # «每场降雪后，养护单位两小时内撒盐»
_VERBAL = ("v", "d", "p", "ad", "vd", "vi", "an", "i", "l", "c")  # jieba's tags of what may open a task


@cache
def _past() -> re.Pattern[str]:
    return re.compile(rf"(?:均|都|全部|现)?(?:{one_of(words('past'))})")


def is_deadline(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    """Whether the time sets a limit, opens a stage, or gives a rhythm to a task."""
    return may_bind(place) and _binds(place, anchor, kind)


def may_bind(place: Setting) -> bool:
    """Whether the words beside the time leave it open that it binds: no «公示期限：6月20日前»."""
    if not place.after and place.time.relation != "by":
        return False
    if place.before.endswith("限期") and _MENDED_SO_MANY.match(place.first):
        return False
    return not (pattern("qualifying").match(place.text, place.run.end) or pattern("no_task").search(place.first))


def _binds(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    """Whether the time binds, by what stands beside it and by when it is."""
    time = place.time
    if time.relation in ("at", "span") and _PLAN_OF.match(place.first):
        return False  # «2015年打算», «2015年：一是…»
    if time.text.startswith("岁末") and not place.stands_alone:
        return False  # «岁末年初安全防范工作»
    if place.text.startswith("）前后", time.end):
        return False  # «端午节（5月30日）前后»
    if time.relation == "at" and (time.text in _THAT_DAY or (time.text in _NEXT_DAY and _is_coupled(place))):
        return False
    if time.relation in ("at", "span") and time.recurrence is None and _is_no_act(place):
        return False
    if not place.stands_alone and time.relation in ("at", "span") and place.before.endswith(_OBJECT_OF + _QUALIFIES):
        return False  # «列入明年清淤计划»
    if place.before.endswith(_FORESEEN) and _NATURE.match(place.first):
        return False  # «预计8日凌晨在我县登陆»
    if time.text in _EVERY_DAY and not place.bound:
        return False  # «插座天天打火»
    if time.recurrence and _UNDONE.search(place.before):
        return False  # «未按每班清理制度清扫»
    if time.recurrence and _NO_RHYTHM.search(place.text[max(0, time.start - 1) : time.start] + time.text):
        return False
    if place.before.endswith(("有效期", "有效")) or place.first.endswith("的"):
        return False  # «6月底前未完成整改的，…» is a condition
    if time.grain in ("season", "event") and _is_headline(place):
        return False  # «节前暗访：这些地方漏洞不少»
    if time.grain == "season" and not (place.after and _in_season(place)):
        return False
    if time.recurrence:
        return not pattern("not_duty").match(place.first) and not place.before.endswith(("平均", "人均"))
    if _is_over(place):
        return False
    test = _TESTS.get(time.relation)
    return test(place, anchor, kind) if test else False


def _is_coupled(place: Setting) -> bool:
    return place.run.end - place.run.start > len(place.time.text)


def _in_season(place: Setting) -> bool:
    """Whether something is to be done before a season: «其余水库汛前必须具备条件», but not «旅游旺季前安全检查»."""
    opens = _opens_with_verb(place) or pattern("happens").match(place.first)
    if not (place.stands_alone or place.bound or opens) or _FOUND.search(place.first):
        return False
    clause = place.after[0]
    who = subject_at(place.text, clause.start, clause.end)
    if len(place.after) == 1 and _IN_LINE_WITH.match(place.text, who.end if who else clause.start, clause.end):
        return False  # «开捕前，各公司对照“六不开航”要求，9月5日前…»
    if place.bound or not without_lead(place.before) or place.before.endswith(("在", "于")):
        return True
    named = subject_at(place.text, *place.near, before_time=True)
    whole = named is not None and named.end == place.near.end
    return whole or bool(pattern("acts").match(place.first) or pattern("completing").match(place.first))


def _is_no_act(place: Setting) -> bool:
    """Whether the clause tells how things stand or with what mind, and no act: «进入四季度，…», «四季度是关键时期».

    Nor is one what nature will do, or what somebody did at an hour: «29日7时，于某带领工人进场作业».
    """
    if pattern("foreseen").match(place.first) or (_CLOCK.search(place.time.text) and not place.bound):
        return True
    if _IS.match(place.first):
        return True  # «7月5日至6日为会议时间»
    clause = place.after[0]
    who = subject_at(place.text, clause.start, clause.end)
    start = skip_lead(place.text, who.end if who else clause.start, clause.end)
    general = place.time.grain in ("year", "half", "quarter") and pattern("general").match(place.text, start)
    entered = place.before.endswith(_ENTERED) and not place.bound
    return bool(general) or entered or _names_paper(place)


def _names_paper(place: Setting) -> bool:
    """Whether the line is the name of a paper or section: «2019年第三季度整改清单», «四、2月份风险提示»."""
    start = place.text.rfind("\n", 0, place.run.start) + 1
    stop = place.text.find("\n", place.run.end, place.run.end + _LONGEST_HEADLINE)
    ends = stop if stop >= 0 or place.run.end + _LONGEST_HEADLINE < len(place.text) else len(place.text)
    line = place.text[start : max(ends, start)]
    return bool(line) and not re.search("[，。；：]", line) and bool(pattern("paper").search(line))


def _is_headline(place: Setting) -> bool:
    """Whether the line is a headline: no item, and no full stop or comma in it."""
    start = place.text.rfind("\n", 0, place.run.start) + 1
    stop = place.text.find("\n", place.run.end, place.run.end + _LONGEST_HEADLINE)
    line = place.text[start : stop if stop >= 0 else place.run.end + _LONGEST_HEADLINE]
    return len(line) < _LONGEST_HEADLINE and not numbering().match(line) and not re.search("[，。；]", line)


def _is_over(place: Setting) -> bool:
    """Whether the clause after the time tells something done: its predicate begins with 已, 共, 累计 or holds 了."""
    if place.before.endswith(("已", "已于", "已在", "曾于", "曾")):
        return True
    if not place.after or has_modal(place.first):
        return False
    clause = place.after[0]
    who = subject_at(place.text, clause.start, clause.end)
    return bool(_past().match(place.text, who.end if who else clause.start) or _WAS_DONE.search(place.first))


def _by(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    last = place.time.last
    if _HAPPENED.search(place.first) and not place.bound:
        return False  # «今日12时前，再次发现遗体3具»
    if place.time.text.startswith(_EXTENDED):
        return not (anchor and last and last < anchor)
    if place.time.text.startswith(("到", "至", "直")):
        if "累计" in place.first:
            return False
        if anchor and last:
            return last > anchor
        return place.bound or bool(pattern("goal").search(place.first)) or not place.after
    if anchor and last and last < anchor:
        asked = place.bound or bool(
            pattern("asked").search(place.text, max(place.begin, place.run.start - 40), place.run.start)
        )
        told_year = place.time.year_from == "stated"
        # a plan may bear the day on which a page put it there
        planned = (told_year and kind in words("plan_kinds")) or _is_planned(place)
        return (asked and anchor - last < _LONG_AGO) or (anchor - last < _A_YEAR and planned)
    return bool(place.after) or place.bound or bool(anchor and last and _ends_task(place))


def _ends_task(place: Setting) -> bool:
    """Whether a limit alone in its clause closes what is to be done: «油罐清洗后挖出，10月31日前；»."""
    comma = place.run.start - 1
    if place.before or not place.text.startswith("，", max(comma, 0)):
        return False
    told = re.split("[。；：，\n]", place.text[place.begin : comma])[-1]
    return bool(pattern("acts").search(told)) and not (_TOLD.search(told) or _TERM.search(told))


def _within(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    """A stretch within which something is to be done, not one in which so much was: «一周内报警134次»."""
    if place.before.endswith(_ALL_DONE) or _HAPPENED.search(place.first):
        return False
    if place.time.grain in ("year", "half", "month") and _BARRED.match(place.first) and not place.bound:
        return False  # «5年内不予注册»
    short = place.time.grain == "hour" or "分钟" in place.time.text
    if not short or place.bound or place.before.endswith(("后", "时")) or _QUICK.search(place.first):
        return True
    return bool(_AFTER.search(place.text, place.begin, place.near.start))


def _ahead(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    """A bare day, month or stretch is a limit when it is still to come, or when a modal says that it must be done."""
    time = place.time
    if time.grain == "year" and anchor is not None and _is_goal(place, anchor, kind):
        return True
    if not place.stands_alone and not place.bound and not _opens_task(place):
        return False
    if anchor is None or time.last is None:
        if time.text.startswith(("即日", "从即日", "自即日", "从现在")):
            return True
        if time.grain == "year":
            return kind in words("plan_kinds") and bool(pattern("goal").match(place.first))
        return place.bound and time.grain != "event"
    if time.last <= anchor:
        planned = time.grain in ("half", "quarter") and anchor - time.last < _A_YEAR and _is_planned(place)
        return planned or (time.last == anchor and time.text.startswith("今晚"))
    if time.first is None or time.first > anchor:
        return time.grain != "event" or place.bound or place.stands_alone
    if time.grain == "year":
        return place.bound and bool(pattern("goal").search(place.first))
    if time.relation == "span" or time.grain in ("quarter", "half"):
        mostly_ahead = anchor - time.first < time.last - anchor
        return place.bound or mostly_ahead or kind in words("plan_kinds")
    if time.grain == "event":
        return False
    return place.bound or (not place.text.startswith(("“", "是"), place.run.end) and _is_planned(place))


def _is_goal(place: Setting, anchor: dt.date, kind: str | None) -> bool:
    """Whether a figure is set that a year must keep to: «全年事故死亡人数控制在34人以内»."""
    time = place.time
    if time.first is None or time.last is None or _TOLD.search(place.first):
        return False
    told = _SET_BEFORE.search(place.before) or _SET_BEHIND.match(place.first) or _is_planned(place)
    if told and time.last > anchor and _SO_MUCH.search(place.first):
        return True
    if not _GOAL.search(place.first):
        return False
    mostly_ahead = anchor - time.first < time.last - anchor
    return (mostly_ahead and kind in words("plan_kinds")) or _is_planned(place)


def _is_planned(place: Setting) -> bool:
    """Whether the section is headed as a plan («三、2023年工作打算»): its days were to come when it was written."""
    return bool(plan_heading(place.text, place.run.start))


def _opens_task(place: Setting) -> bool:
    """Whether what follows the time directly is a verb, an adverb or a subject, not a noun that it qualifies."""
    clause = place.after[0]
    if subject_at(place.text, clause.start, clause.end):
        return True
    if pattern("completing").fullmatch(place.first) or pattern("acts").search(place.first):
        return True  # jieba takes 封顶, 书面报告 for nouns
    if "一律" in place.first and place.text.startswith("）", place.run.end):
        return True  # «汛期（6月1日至9月15日）水位一律不得超过…»
    return _opens_with_verb(place)


def _opens_with_verb(place: Setting) -> bool:
    clause = place.after[0]
    opening = place.jieba.between(clause.start, clause.end)
    verbs = (*words("manner"), *load("deadlines")["responsible"]["follows"])  # jieba takes 严格执行, 会同 for names
    return bool(opening) and (opening[0].tag in _VERBAL or place.first.startswith(verbs))


def _from(place: Setting, anchor: dt.date | None, kind: str | None) -> bool:
    first = place.time.first
    if anchor is None or first is None:
        asked = has_modal(place.text[max(place.begin, place.near.start - 40) : place.near.start])
        return has_modal(place.first[:30]) or place.bound or asked or kind in words("plan_kinds")
    return first >= anchor


_TESTS = {"by": _by, "within": _within, "at": _ahead, "span": _ahead, "from": _from}
