"""What a sentence carries over from one time to the next: a topic, a predicate, an act.

«东堤主体3月25日前完工，绿化5月底前；…»: the second time has no predicate of its own.
«外墙保温，一季度完成设计，年内换完»: the third thing has no topic.
«各校每月至少开展一次演练，幼儿园每季度至少一次»: the second has no act.
"""

import datetime as dt
import re
from dataclasses import replace

from extract.duties import Duty
from extract.masking import ANY
from extract.modals import pattern, skip_lead, without_lead
from extract.responsible import Name, numbering, subject_at
from extract.sentences import Span
from extract.setting import Setting
from language.dates import Time

_HOW_OFTEN = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:加密|提高|增加|调整|缩短)(?:到|至|为)|每[个所家]?[\u4e00-\u9fff]{1,4}?)?(?P<often>(?:至少|不少于|不低于|各)?[一两二三四五\d]+(?:次|遍|轮)(?:以上)?)"
)
_HOW_OFTEN_SAID = re.compile(r"^(?:至少|不少于)|(?:至少|不少于)?[一两二三四五\d]+(?:次|遍|轮)(?:以上)?$")
_ENDS = "、，；。\n"  # a mark that leaves a time without a predicate
_SHORTEST_ACT = 6  # characters
_LONGEST_TOPIC, _LONGEST_PREDICATE = 24, 16  # characters
_RUSHED = re.compile("(?:赶在|限定?|限于|安排在|定在|放在|为)+$")
_OVERSEEN = re.compile(r"由(?P<who>[^，。；由]{2,24}?)(?:负责|牵头|组织|督促|监督|指导|跟踪)[^，]{0,4}")
_CLOSED = re.compile("完毕|完$|到位")
# a predicate that has no subject of its own and says nothing without a topic
_SAYS_LITTLE = re.compile(
    rf"(?:要|须|必须|应|再|全部|全面|基本|正式|力争|确保|统一|逐[一台个条处家])*"
    rf"(?:(?:投入|停止|恢复)(?:使用|运行|生产)|(?:完成|淘汰|改造|更换|整改|安装|换|拆除?|改|建成|加装|关闭)(?:[一二三四五六七八九十两\d]+[余多]?[\u4e00-\u9fff]|一半|过半|[七八九]成|全部|设计|招标|施工|安装|主体|任务)?"
    rf"|[^，{ANY}]{{1,3}}(?:完毕|完成|完|到位)|动工|开工|完工|竣工|投用|投产|投运|封顶|验收|销号|清零|收尾|启用|上线|联网|通车)"
)

# bodies that share a time in turn: «8月底前，安监部门要逐矿核查，建设部门要检测塔吊»
_IN_TURN = re.compile(
    r"，?(?P<who>各?[\u4e00-\u9fff、]{1,18}?(?:部门|局|委|办|中心|[大支中]队|单位|企业|公司|学校|乡镇|街道|村|社区|机关|站|所|政府))"
    rf"要(?P<task>(?!求|加强|督促|指导|及时|切实|严格|高度|认真|定期|随时|强化|做好|把)[^。；：\n{ANY}]{{4,}}?)(?=，[\u4e00-\u9fff、]{{2,20}}要|[。；\n]|$)"
)

# what only tells how far an act told before is to come: «与各村签订责任书，3月10日前全部签订到位»
_HOW_FAR = re.compile(
    r"(?:要|须|必须|应|基本)*(?:全部[\u4e00-\u9fff]{2,4}到位|全部(?:完成|走到|走完|查完|办完|做完|到位|落实)|完成(?:一半|过半|大半|[一二三四五六七八九]成|全部))"
)

_MOVED = re.compile("[将把][^，。；、]{2,20}")
_HANDED_IN = re.compile(
    rf"、(?:每月)?[{ANY}]+[将把][^，。；、{ANY}]{{2,20}}?"
    r"(?P<act>(?:书面)?(?:上?报送?|提交|反馈|抄送|寄送|送)[^，。；、\n]{0,20})(?=[，。；\n（]|$)"
)


def in_turn(masked: str, time: Time, end: int) -> list[Duty]:
    """The duties of several bodies for which one time holds, which opens their sentence; none where there is one."""
    found: list[Duty] = []
    at = time.end
    while told := _IN_TURN.match(masked, at, end):
        start = told.start("who") if found else time.start
        who = Name(told["who"], *told.span("who"))
        found.append(Duty(told["task"], start, told.end(), who))
        at = told.end()
    return found if len(found) > 1 and masked[at : at + 1] in ("", "。", "；", "\n") else []


class Carried:
    """The duties of a page, as they are found, and what the last of a sentence leaves to the next."""

    def __init__(self, masked: str) -> None:
        self._masked = masked
        self._sentence = -1
        self._task = self._topic = self._predicate = self._act = ""

    def elliptic(self, place: Setting, sentence: Span, shared: Span | None, anchor: dt.date | None) -> Duty | None:
        """The duty of a time that no predicate follows: one that the list shares, or that of the time before."""
        topic = self._topic_of(place)
        last = place.time.last
        if place.time.relation != "by" or topic is None or (anchor and last and last < anchor):
            return None
        overseen = _OVERSEEN.fullmatch(place.first) if place.stands_alone else None
        if place.after and shared is None and not overseen:
            return None
        predicate = self._masked[slice(*shared)] if shared else self._predicate if self._of(sentence) else ""
        if not 1 < len(predicate) <= _LONGEST_PREDICATE:
            return None
        end = place.run.end
        said = self._masked[slice(*topic)]
        who = Name(overseen["who"], *overseen.span("who")) if overseen else None
        named = subject_at(self._masked, *topic, before_time=True)
        if named and named.end == topic.end and not _CLOSED.search(predicate):
            return Duty(predicate, topic.start, end, named)
        return Duty(said + predicate, topic.start, end, who)

    def _topic_of(self, place: Setting) -> Span | None:
        """The words before the time in its clause, where they name something: «绿化及附属设施», «其中沿线19处赶在»."""
        near = place.near
        if number := numbering().match(self._masked, *near):
            near = near._replace(start=number.end())
        said = without_lead(_RUSHED.sub("", place.before[near.start - place.near.start :]))
        words = place.jieba.between(near.start, near.start + len(said))
        if not 1 < len(said) <= _LONGEST_TOPIC or re.search(f"[{ANY}“（]", said) or not words:
            return None
        named = words[-1].tag[:1] in "njsmqrlib" or words[-1].tag == "vn"
        return Span(near.start, near.start + len(said)) if named and words[0].tag[:1] not in "pc" else None

    def complete(self, place: Setting, sentence: Span, found: Duty) -> Duty:
        """The duty with the act or the topic that its sentence, or the heading of its line, has told before."""
        if shared := self._act_of_list(found):
            return replace(found, task=found.task + shared)
        if said := _HOW_OFTEN.fullmatch(found.task):
            act = self._task if self._of(sentence) else self._opening(sentence, found)
            return replace(found, task=_HOW_OFTEN_SAID.sub("", act) + said["often"]) if act else found
        if _HOW_FAR.fullmatch(place.first) and (act := self._act_before(place, sentence)):
            self._act = act
            return replace(found, task=f"{act}，{place.first}")
        if found.start != place.time.start or found.who or not _SAYS_LITTLE.fullmatch(found.task):
            return found
        topic = self._topic if self._of(sentence) else self._heading(sentence, found)
        return replace(found, task=topic + found.task) if topic else found

    def _act_of_list(self, found: Duty) -> str:
        """The act that objects of several times share at the end: «3月31日前·将方案、9月30日前将总结报县安委办»."""
        if not _MOVED.fullmatch(found.task):
            return ""
        act = _HANDED_IN.match(self._masked, found.end)
        return act["act"] if act else ""

    def keep(self, place: Setting, sentence: Span, found: Duty) -> None:
        """Keeps what the duty may leave to the next one of its sentence."""
        topic = found.task.removesuffix(place.first) if place.first and found.task.endswith(place.first) else ""
        if topic or not (self._of(sentence) and found.start == place.time.start):
            self._topic = topic if len(topic) <= _LONGEST_TOPIC and "，" not in topic else ""
        self._predicate = place.first or self._predicate
        self._sentence, self._task = sentence.start, found.task

    def _of(self, sentence: Span) -> bool:
        return self._sentence == sentence.start

    def _opening(self, sentence: Span, found: Duty) -> str:
        """The act that the sentence begins with: «消防演练，病区每半年一次», «重点单位要加密巡查，每2小时不少于1次»."""
        first = re.compile(r"(?P<act>[^，；：。\n（）]{2,30})(?=，)").match(self._masked, sentence.start, found.start)
        if first is None:
            return ""
        start, end = first.span("act")
        if number := numbering().match(self._masked, start, end):
            start = number.end()
        who = subject_at(self._masked, start, end)
        return self._masked[skip_lead(self._masked, who.end if who else start, end) : end]

    def _act_before(self, place: Setting, sentence: Span) -> str:
        """The act in the clause before, or the one that the time before already went back to."""
        before = self._masked[place.begin : place.near.start].rstrip("，")
        said = re.split("[，；：]", before)[-1]
        if number := numbering().match(said):
            said = said[number.end() :]
        if place.near.end - place.near.start > 1 or re.search(f"[{ANY}由]", said):
            return ""
        if len(said) < _SHORTEST_ACT:
            return self._act if self._of(sentence) else ""
        who = subject_at(said, 0, len(said))
        return said[who.end :].lstrip("要将须应") if who else said

    def _heading(self, sentence: Span, found: Duty) -> str:
        """The heading on whose line the sentence opens with the time: «二、关于东岗中学管道改线。年内开工»."""
        line = self._masked.rfind("\n", 0, sentence.start) + 1
        number = numbering().match(self._masked, line, sentence.start)
        if sentence.start != found.start or number is None:
            return ""
        said = self._masked[number.end() : sentence.start].rstrip("。：\n ").removeprefix("关于")
        return (
            ""
            if len(said) > _LONGEST_TOPIC or re.search(f"[，。；{ANY}]", said) or pattern("acts").match(said)
            else said
        )
