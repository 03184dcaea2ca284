"""What the head of a line says of the lines below it: that they are findings or causes, of what level, at which unit.

A paper's own title tells what it is about: an inspection, an accident, one trade.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from extract.defects import cues
from extract.industries import trade_of_unit
from extract.leads import Lead
from extract.levels import level_of_head
from extract.listed import predicates
from extract.sentences import Span
from extract.units import Unit, units
from records.facts import Level

Rank = Literal[0, 1, 2, 3]

_RANKS: tuple[tuple[Rank, re.Pattern[str]], ...] = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[部章节]分?")),
    (2, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    (3, re.compile(r"[（(]?\d{1,2}[）)、.．](?!\d)|[①-⑳●■◆▲—\-·]|第[一二三四五六七八九十]{1,2}[，、]"
            r"|[一二三四五六七八九十]{1,2}[是要](?=.)")),
)  # fmt: skip
_TITLE = re.compile(r"(?P<words>(?:[^，。；：（）\n]|（[^（）\n]{0,30}）){2,40})(?P<stop>[。：]|$)", re.MULTILINE)
_FINDINGS = re.compile(
    r"(?:存在|发现|检查出|查出|排查出)的?(?:主要|突出|共性|典型|重大|一般|严重)*(?:的)?(?:安全|消防|火灾|生产|事故|质量)*(?:问题|隐患|不足|违章|缺陷)"
    r"|(?:主要|突出|共性|典型|重大|一般|较大|严重|较重|轻微|现场|管理|其他|其它|常见|普遍性|发现的?)(?:性)?(?:的)?(?:安全|消防|火灾|事故|生产|燃气|违法|违规|风险|质量)*(?:问题|隐患|违章|违法行为|违规行为|不足|缺陷|短板)(?:[（(].*)?(?:情况|清单|如下)?(?:[\d一二三四五六七八九十]+[项条处个])?$"
    r"|^(?:安全|事故|消防|火灾)*(?:问题|隐患|违章|不足|缺陷)(?:清单|情况|描述|如下|表现)?$|(?:隐患|问题)(?:清单|台账|曝光)$|短板(?:弱项)?$|薄弱环节$|反面典型|典型(?:项目|单位|企业|工地|场所)$|(?:问题|隐患)(?:突出|较多|严重)的?(?:单位|企业|项目|场所)|(?:曝光|通报)(?:名单|单位|企业|项目|场所)|检查(?:结果|发现(?:的)?情况)$|问题不足$|^违法(?:违规)?事实"
)
_CAUSES = re.compile(
    r"(?:事故|直接|间接|起火|主要|发生)的?原因|原因(?:分析|初步分析)?$|事故[^，。]{0,8}暴露出?的?[^，。]{0,10}(?:问题|隐患|不足)|暴露出?的?(?:主要|突出)?问题"
)
_NO_FINDINGS = re.compile(
    r"整改(?:措施|要求|情况|落实|意见|建议|进展)|解决|对策|建议|下步|下一步|要求|打算|部署|处理|处罚|排查(?:治理|整治)|治理|整治|落实情况|成效|做法|举措|工作措施|防范措施|教训|完成情况|进展"
)
_PLAN = re.compile(r"方案|计划(?!完成|执行)|工作要点|检查表|细则|(?:紧急|进一步|切实|认真)[^，。]{0,20}的?通知")
_GRADED = re.compile(
    r"(?:重大|一般)(?:安全|事故|火灾|生产)*隐患(?:整改|治理|督办|挂牌|销号|管控)*(?:推进|落实)?(?:情况|清单|台账|进展|汇总)"
)
_DEMANDING = re.compile(
    r"整改(?:措施|要求|意见|建议)|对策|建议|下步|下一步|要求|打算|部署|处理|处罚|(?:工作|防范|保障)措施|教训|成效|做法"
)
_INSPECTION = re.compile(
    r"检查|督[查导]|自查|排查|巡查|暗访|执法|整改|隐患|曝光|违章|违法|夜查|抽查|监察|巡察|飞检|体检|“回头看”|回头看|清单|台账|督办|约谈|警示|提醒函|处罚|情况(?:的)?通报"
)
_ACCIDENT = re.compile(
    r"(?:事故|火灾|爆炸|中毒|坍塌|坠落|触电)(?:案)?(?:有关|相关)?(?:情况|典型)?的?(?:通报|调查|快报|续报|警示|查处|原因)"
    r"|事故(?:有关|相关)?情况|“\d{1,2}[·.．•]\d{1,2}”[^，。]{0,12}(?:事故|火灾|爆炸)"
)
_OF_MAJOR = re.compile(
    r"重大(?:生产|安全|事故|火灾|消防|燃气|交通)*(?:风险)?隐患(?!专项|大?排查|判定|攻坚|清零|自查|整治|标准|动态)"
    r"[^，。]{0,14}(?:单位|企业|场所|项目|名单|清单|台账|通知书|公告|督办|挂牌|曝光|销号)"
    r"|(?:曝光|挂牌|督办|通报|公布|公告)[^，。]{0,16}重大(?:生产|安全|事故|火灾|消防|燃气|交通)*(?:风险)?隐患(?!专项|大?排查|判定|攻坚|清零|自查|整治|标准|动态)"
)
# «经研究，决定对下列3处重大隐患实行市级挂牌督办»
_TAKES_UP = re.compile(r"决定[^。\n]{0,60}重大[^。，\n]{0,6}隐患[^。，\n]{0,16}(?:挂牌督办|公告|公布)")
_OPENING = 800  # characters in which a paper says what it is for
_ORDERS = re.compile(
    r"(?:整改|改正|指令|停产|停业|停工)[^，。；通]{0,6}(?:通知书|指令书|指令|决定书|督办单|意见书)|(?:责令|限期)[^，。；]{0,24}(?:整改|改正)[^，。；]{0,4}通知"
    r"|挂牌督办|督办(?:函|令|通知)"
)
_RESULTS = re.compile(r"自查|通报|督办|通知书|清单|台账|曝光|检查(?:发现)?(?:情况|结果)")
_CAMPAIGN = re.compile(
    r"(?:重大|安全|生产|事故|火灾|消防)*隐患(?:大|专项|集中)*(?:排查)(?:整治|治理)*|安全生产(?:大检查)?专项整治|专项检查督查?"
)
_NO_NAME = re.compile(
    r"问题|隐患|情况|措施|责任|整改|方面|领域|要求|内容|重点|行为|管理|制度|时限|作业$|安全$|消防$|设施$|设备$|机械$|用电$|监督|检查|原因|经过|概况|人员|培训|防护$|行业|环节|资料|意识|基础|违章|违法|整治|单位名称|时间|地点|电话|抄送|主送|附件"
)
_WHOLE_UNIT = re.compile(r"[^，。；：\n]{3,40}：?$")
_PERSON = re.compile(r"^(?:各|有关|全体|同志|局|市|县|区|省)")


class Head(NamedTuple):
    """What opens a line: its rank (1 for «一、», 3 for «1.», 0 without a number), its words, whether nothing follows.

    mode  what the lines below are by it; None where the words say nothing of that
    """

    rank: Rank
    words: Span
    alone: bool
    mode: Lead | None
    level: Level | None


@dataclass(frozen=True)
class Paper:
    """A whole text, by its title."""

    text: str

    @cached_property
    def title(self) -> str:
        """The first line, with the second where the first is short."""
        lines = [line for line in self.text[:400].split("\n") if re.search(r"\w", line)][:3]
        return "".join(line for line in lines if len(line) <= 60 and not re.search("[。；]", line))[:80]

    @cached_property
    def inspects(self) -> bool:
        """Whether it tells what an inspection found."""
        words = _CAMPAIGN.sub("", self.title) if not _RESULTS.search(self.title) else self.title
        return bool(_INSPECTION.search(words)) and not self.on_accident

    @cached_property
    def on_accident(self) -> bool:
        """Whether it is about an accident that has happened."""
        return bool(_ACCIDENT.search(self.title))

    @cached_property
    def plans(self) -> bool:
        """Whether it says what is to be done, so that its dangers are targets, not findings."""
        return bool(_PLAN.search(self.title))

    @cached_property
    def orders(self) -> bool:
        """Whether it is an order in writing to mend what it tells of."""
        return bool(_ORDERS.search(self.title))

    @cached_property
    def kind(self) -> str:
        """What it is to its dangers: it inspects, plans, is on an accident, or none of these."""
        if self.inspects:
            return "inspects"
        return "plans" if self.plans else "accident" if self.on_accident else "other"

    @cached_property
    def level(self) -> Level | None:
        """The level of all that it tells found, where its title or what it decides is of major hazards only."""
        return "重大" if _OF_MAJOR.search(self.title) or _TAKES_UP.search(self.text, 0, _OPENING) else None

    @cached_property
    def trade(self) -> str | None:
        """The trade that its title is about."""
        return trade_of_unit(self.title)

    @cached_property
    def unit(self) -> Unit | None:
        """The one unit that an inspection's title names."""
        named = [unit for unit in units(self.title, 0, len(self.title)) if unit.named]
        return named[0] if self.inspects and len(named) == 1 else None


def head_of(text: str, start: int, end: int) -> Head | None:
    """The head of the line text[start:end]; None for plain prose."""
    rank, at = _rank(text, start, end)
    title = _TITLE.match(text, at, end)
    if not title or (not rank and (title["stop"] == "。" or len(title["words"]) > 30)):
        return None
    words = Span(*title.span("words"))
    return Head(rank, words, title.end() >= end, mode_of(title["words"]), level_of_head(title["words"]))


def _rank(text: str, start: int, end: int) -> tuple[Rank, int]:
    for rank, pattern in _RANKS:
        if match := pattern.match(text, start, end):
            return rank, match.end()
    return 0, start


def demands(words: str) -> bool:
    """Whether a heading announces measures, demands or results, so that what stands below is no finding."""
    return bool(_DEMANDING.search(words))


def mode_of(words: str) -> Lead | None:
    """What a heading says of the lines below it: findings, causes, or nothing."""
    if _CAUSES.search(words):
        return "cause"
    if _GRADED.search(words):
        return "finding"
    starts = re.match(r"(?:当前|目前)?存在的?(?:主要|突出)?问题", words)
    if _FINDINGS.search(words) and (starts or not _NO_FINDINGS.search(words)):
        return "finding"
    return None


def unit_at_head(text: str, head: Head, *, in_list: bool, among_units: bool = False) -> Unit | None:
    """The unit that a head names, up to the unit's kind; in a list of findings also a name that tells no kind.

    among_units  whether the heads before it, of the same rank, named units
    """
    words = text[slice(*head.words)]
    words = re.sub("（[^（）]*）$", "", words)
    head = head._replace(words=Span(head.words.start, head.words.start + len(words)))
    found = [unit for unit in units(text, *head.words) if unit.end == head.words.end]
    if found and (found[-1].named or in_list):
        return found[-1]._replace(start=head.words.start, name=words, named=True)
    if not in_list or not head.rank or len(words) > 24 or _NO_NAME.search(words):
        return None
    if not (among_units and head.alone) and not _opens_list(text, head):
        return None
    if predicates(words) or any(True for _ in cues(words)):
        return None
    return Unit(head.words.start, head.words.end, words, True)


def _opens_list(text: str, head: Head) -> bool:
    rest = re.compile("（[^（）\n]*）").match(text, head.words.end)
    if rest:
        return text.startswith("：", rest.end())
    return text.startswith("：", head.words.end) or (not head.alone and text.startswith("。", head.words.end))


def addressee(text: str, start: int, end: int) -> Unit | None:
    """The unit that a line of its own addresses: «宏基木制品厂：»."""
    line = text[start:end]
    if not line.endswith("：") or not _WHOLE_UNIT.match(line) or _PERSON.match(line):
        return None
    found = [unit for unit in units(text, start, end - 1) if unit.named and unit.end == end - 1]
    return found[-1]._replace(start=start, name=text[start : end - 1]) if found else None
