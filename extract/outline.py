"""How a text is laid out in lists: which lines are findings, causes or targets, of what level, and at which unit."""

import re

from extract.heads import Head, Paper, addressee, demands, head_of, unit_at_head
from extract.leads import Lead
from extract.levels import level_of_head
from extract.listed import predicates
from extract.sentences import Span
from extract.sites import Passage
from extract.units import Unit, units
from language.quick import compiled
from records.facts import Level, Status

_TAIL = (
    r"[^。；]{0,40}?(?:问题|隐患|不足|情况|行为|情形|违法事实|重点|内容|事项|如下|突出|清单|以下[^。；：]{0,10})"
    r"[^。；：]{0,6}[：:。]?$"
)
_FINDINGS_HEAD = re.compile(
    r"(?:存在|重大[^。；]{0,6}隐患(?=[^。；]{0,4}(?:突出|清单|情况|如下|名单))|发现|查出|暴露|曝光"
    r"|隐患清单|问题清单|违法事实|隐患情况|隐患描述|问题描述)" + _TAIL
)
_TARGETS_HEAD = re.compile(
    r"(?:整治|打击|检查|排查|查处|治理|严查|纠治|重点)"
    r"(?=[^。；]{0,40}(?:如下|以下|：$|(?:内容|重点|问题|行为|情形)[。：]?$))" + _TAIL
)
_NEW_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[部章节]|下一步|整改要求|工作要求|有关要求|处理意见|整改措施|整改意见)"
)
ITEM_LINE = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳●■◆—\-·]|[一二三四五六七八九十]是)")
_LABELLED = re.compile(r"[^，。；：]{2,24}：")
_TOPIC = re.compile(
    r"(?:[一二三四五六七八九十][是、]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、])[^，；：、。\d]{2,16}。$"
)
_PAPER = re.compile(r"(?:报告|总结|汇报|通报|方案|通知|简报|快报|月报|纪要|讲话|函)$")
_UNIT_LABEL = re.compile(r"(?:单位|企业|场所|建筑（单位）|商户|项目)名称[：:]")
_TO_YOU = re.compile(r"你(?:单位|公司|厂|矿|校|店|院|企业|项目|场所|站|司)")
_AND_MORE = compiled(
    r"[二三四五六七八九十]是|其[二三四五]|[2-9][.、）]|[②-⑳]|[（(][二三四五六七八九2-9][）)]|第[二三四五六]|同时，?还?存在|此外，?还?存在|另外，?还?存在"
)
_LISTS = re.compile(
    r"(?!.*(?:措施|建议|安排|抓好|做好|任务|整改要求|工作要求|意见如下|要求如下|下步|下一步))[^\n]*(?:存在|发现|查出|暴露|隐患|问题|违法|违章|曝光|督办)[^\n]*：$"
)
# «（一）已经整改的问题。», «三、正在整改的隐患», «尚未销号的重大隐患»
_STATUS = compiled(
    r"(?:(?P<done>已经?(?:全部|当场|按期)?(?:完成)?|当场|立行)|正在?|尚?未(?:完成)?|需要?(?:逐步|限期)?|限期|逐步|待|挂牌)(?:的)?"
    r"(?:整改|解决|治理|销号|消除|办结|督办|立改)(?:完毕|完成|到位)?的?[^，。；]{0,8}(?:问题|隐患|事项)"
)
_REST = re.compile(
    r"(?:其余|剩余|余下|剩下)的?[\d一二三四五六七八九十]*[条项处个]?(?:情况|问题|隐患)?(?:具体|详细)?如下：$"
)  # «21条中已销号10条，其余11条如下：»
_DEMANDS = re.compile(r"要求|措施|建议|意见|请(?:你|各|认真)|务必|做好|抓好|部署|安排|整改内容|通知如下|决定如下")
# «[01]江枝医院（二级）。门诊走廊加床…», «（2）青石渡，渡工不穿救生衣»
_OWNER = re.compile(
    r"(?P<number>(?:[\[［【][^\]］】]{1,6}[\]］】]|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．](?!\d)|[①-⑳■◆●])*)"
    r"(?P<name>[^，。；：（）\n]{2,20})(?:（[^（）\n]{1,30}）)?[。，：]"
)
_NO_OWNER = re.compile(
    "方面|问题|隐患|情况|措施|要求|检查|管理|安全$|工作|责任|落实|整改|部分|个别|一些|多数|今年|目前|近期|同时|此外|月|日|强化|加强|开展"
)
_NUMBERED = 3  # rank of «1.»
_BARE_HEADER = 15  # characters of a header that names nothing: «存在的主要隐患：»
_HEADER_LENGTH = 70  # characters at a line's end within which it may say what the lines below are
LONG_LINE, SHORT_LINE = 60, 50  # characters: a paragraph of prose; a line that may be a unit's name


class Outline:
    """Reads a text line by line and keeps what holds for the next one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paper = Paper(text)
        self.passage = Passage(told=self.paper.inspects)
        self._section: tuple[Lead, Level | None] = ("", None)
        self._line_above: Unit | None = None
        self._addressee: Unit | None = None
        self._head_end = 0
        self._announces = False
        self._under_name = False
        self._below_name = False
        self._by_label = False
        self._unit_rank = 0  # rank of the last head that was a unit's name and nothing else

    def new_line(self, sentence: Span, *, has_cues: bool) -> None:
        """What a line's beginning changes: a list goes on under its header, another paragraph starts anew."""
        passage, text = self.passage, self.text
        stop = text.find("\n", sentence.start)
        line = text[sentence.start : stop if stop >= 0 else len(text)]
        passage.start, passage.seen, passage.place = sentence.start, False, None
        self._below_name = self._under_name
        passage.owner = self._owner(sentence, line)
        self._addressee = addressee(text, sentence.start, sentence.start + len(line)) or self._addressee
        head = head_of(text, sentence.start, sentence.start + len(line))
        self._head_end = head.words.end + 1 if head and (head.rank in (1, 2) or head.mode) else 0
        self._announces = head is not None and head.mode is not None and head.alone
        if (head and head.rank == 1) or (_NEW_SECTION.match(line) and not _heads_list(line)):
            self._new_section(head)
        elif head and head.rank == 2:
            self._new_part(head)
        elif head and head.alone and not head.mode and demands(text[slice(*head.words)]):
            self._enter("", None, concrete=False)
        elif not passage.mode or (len(line) > LONG_LINE and not self._stays(line, head)):
            self._leave_list(keep_unit=len(line) <= SHORT_LINE)
        if head and head.level and not head.alone and text.startswith("。", head.words.end):
            passage.level = head.level  # «1.关于6处未销号重大隐患。A站…»: for this line
        self._note_unit(head, sentence, line, has_cues=has_cues)

    def _owner(self, sentence: Span, line: str) -> Unit | None:
        """The unit that a line is about: it opens the line, behind its number, and is all of its first clause."""
        match = _OWNER.match(line)
        if not match:
            return None
        start, end = sentence.start + match.start("name"), sentence.start + match.end("name")
        found = [unit for unit in units(self.text, start, end) if unit.end == end and unit.named]
        if found:
            return Unit(start, end, match["name"], True)
        numbered = bool(match["number"]) and self.paper.inspects and not predicates(match["name"])
        return Unit(start, end, match["name"], True) if numbered and not _NO_OWNER.search(match["name"]) else None

    def _stays(self, line: str, head: Head | None) -> bool:
        """Whether a long line goes on with its list: numbered, labelled, or right under its unit's name."""
        return bool(ITEM_LINE.match(line) or _is_label(head) or (self._under_name and self.passage.concrete))

    def _new_section(self, head: Head | None) -> None:
        mode = head.mode if head else None
        level = head.level if head and mode else None
        self._section = (mode or "", level)
        words = self.text[slice(*head.words)] if head else ""
        self.passage.demanded = demands(words)
        self.passage.told = self.paper.inspects and not self.passage.demanded
        self.passage.before = None
        self._enter(mode or "", level, concrete=self.paper.inspects or mode == "cause")
        self.passage.unit = None

    def _new_part(self, head: Head) -> None:
        """«（一）» within a section: its own mode and level, else the section's."""
        mode, level = self._section
        if not head.mode and demands(self.text[slice(*head.words)]):
            self._enter("", None, concrete=False)
            self.passage.demanded = True
            return
        if head.mode:
            mode, level = head.mode, head.level or level
        elif head.level and head.alone:
            level = head.level
        if mode or self.passage.mode != "crackdown":
            keep = self.passage.concrete and not head.mode and self.passage.mode == "finding"
            self._enter(mode or (self.passage.mode if keep else ""), level, concrete=keep or self.paper.inspects)
        self.passage.unit = None

    def _enter(self, mode: Lead, level: Level | None, *, concrete: bool) -> None:
        passage = self.passage
        passage.mode, passage.level, passage.listed, passage.concrete = mode, level, False, concrete
        passage.group += 1

    def _leave_list(self, *, keep_unit: bool) -> None:
        keeps = self.paper.inspects or self._section[0] == "cause"  # «二、事故暴露的主要问题» holds for its prose too
        mode, level = self._section if keeps else ("", None)
        self.passage.mode, self.passage.level, self.passage.listed = mode, level, False
        self.passage.before = self.passage.unit or self.passage.before
        self.passage.unit = self.passage.unit if keep_unit else None

    def _note_unit(self, head: Head | None, sentence: Span, line: str, *, has_cues: bool) -> None:
        """The unit that a line names before its colon or by itself, for what stands below and behind."""
        passage = self.passage
        in_list = passage.mode == "finding"
        self._under_name = False
        if self._by_label and ITEM_LINE.match(line):
            passage.unit, self._by_label = None, False
        if passage.told and not passage.mode and has_cues and _LABELLED.match(line):
            self._enter("finding", None, concrete=True)  # «实验楼：药品柜门锁损坏，…»
            in_list = True
        among = head is not None and 0 < head.rank == self._unit_rank and self.paper.inspects
        if head and (in_list or head.rank) and (unit := unit_at_head(
                self.text, head, in_list=in_list or among, among_units=among)):  # fmt: skip
            self._unit_rank = head.rank if head.alone else self._unit_rank
            passage.unit, passage.block, self._under_name = unit, passage.block + 1, head.alone
            self._by_label = not head.alone
            if not passage.mode and self.paper.inspects and (head.rank == _NUMBERED or (head.rank and head.alone)):
                self._enter("finding", None, concrete=True)  # «2.宏达木业：除尘器未设泄爆口；…», «一、云泽大酒店»
        if len(line) <= SHORT_LINE:
            passage.heading = line if ITEM_LINE.match(line) or not line.endswith("。") else passage.heading
            if not (sentence.start == 0 and _PAPER.search(line)) and not has_cues and not head:
                passage.unit = self._unit_line(sentence) or passage.unit

    def _unit_line(self, sentence: Span) -> Unit | None:
        """The unit that a short line names for the lines below it."""
        label = _UNIT_LABEL.search(self.text, sentence.start, sentence.end)
        found = units(self.text, label.end() if label else sentence.start, sentence.end)
        return next((unit for unit in found if unit.named or unit.end == sentence.end), None)

    def is_item(self) -> bool:
        """Whether the line belongs to its list: numbered, labelled, short, or under a unit's name."""
        start, most = self.passage.start, self.passage.start + LONG_LINE + 1  # no more is read of a line without end
        stop = self.text.find("\n", start, most)
        line = self.text[start : stop if stop >= 0 else most]
        item = ITEM_LINE.match(line) or _LABELLED.match(line) or len(line) <= LONG_LINE
        return bool(item or self.passage.unit)

    def is_head(self, sentence: Span) -> bool:
        """Whether a sentence is a heading that announces findings or causes: «一、尚未办结的重大隐患»."""
        return self._announces and sentence.end <= self._head_end

    def is_topic(self, sentence: Span) -> bool:
        """Whether a sentence only heads those behind it in its line: «二是消防基础不牢。»."""
        stop = self.text.find("\n", sentence.end)
        behind = self.text[sentence.end : min(stop if stop >= 0 else len(self.text), sentence.end + 4)]
        return bool(behind and _TOPIC.match(self.text, *sentence) and not ITEM_LINE.match(behind))

    def status_above(self, at: int) -> Status | None:
        """The status that the heading gives to all below it, or the words that open the line to all behind them."""
        opening = self.text[self.passage.start : min(at, self.passage.start + SHORT_LINE)].partition("。")
        for words in (opening[0] if opening[1] else "", self.passage.heading):
            if match := _STATUS.search(words):
                return "rectified" if match["done"] else "rectifying"
        return None

    def goes_on(self, sentence: Span) -> bool:
        """Whether a sentence goes on with a list of findings: a numbered line, a label before a colon."""
        passage = self.passage
        if passage.seen and _AND_MORE.match(self.text, *sentence):
            return True
        if passage.mode not in ("finding", "cause") or not (passage.concrete or passage.listed):
            return False
        if sentence.end <= self._head_end or self.is_topic(sentence):
            return False
        line = self.text[passage.start : sentence.end]
        return bool(ITEM_LINE.match(line) or _LABELLED.match(line) or (passage.unit and self._below_name))

    def end_of_sentence(self, sentence: Span) -> None:
        """Whether the lines below are findings or targets, where a line ends «存在以下问题：»."""
        if self.text[sentence.end : sentence.end + 1] in ("\n", ""):
            low = max(sentence.start, sentence.end - _HEADER_LENGTH)
            finding = _FINDINGS_HEAD.search(self.text, low, sentence.end)
            if header := finding or _TARGETS_HEAD.search(self.text, low, sentence.end):
                self._open_list(sentence, header[0], finding=finding is not None)
            elif _REST.search(self.text, low, sentence.end):
                above = self.text[max(0, sentence.start - _HEADER_LENGTH) : sentence.end]
                self._open_list(sentence, above, finding=True)
            elif _LISTS.match(self.text, low, sentence.end) and ITEM_LINE.match(self.text, sentence.end + 1):
                self._open_list(sentence, self.text[sentence.start : sentence.end], finding=True)
            elif self.text[sentence.end - 1] == "：" and _DEMANDS.search(self.text, low, sentence.end):
                self._enter("", None, concrete=False)  # «现提出如下要求：»
                self.passage.demanded = True
        self._line_above = self._as_name(sentence)

    def _open_list(self, sentence: Span, header: str, *, finding: bool) -> None:
        passage = self.passage
        passage.mode = "finding" if finding else "crackdown"
        within = finding and passage.mode == "finding"
        kept = passage.level if within else self._section[1] if finding else None
        passage.level = level_of_head(header) or kept
        passage.listed = finding and header.endswith("：")
        passage.concrete = finding and (passage.listed or self.paper.inspects)
        passage.group += 1
        if _TO_YOU.search(self.text, *sentence) and self._addressee:
            passage.unit = self._addressee
            return
        found = units(self.text, max(sentence.start, sentence.end - 200), sentence.end)
        named = [unit for unit in found if unit.named]
        if not named and sentence.end - sentence.start <= _BARE_HEADER and self._line_above:
            named = [self._line_above]
        passage.unit = named[-1] if named else passage.unit

    def _as_name(self, sentence: Span) -> Unit | None:
        """A short line without a stop as the name of a unit, which it is above «存在隐患：»."""
        line = self.text[sentence.start : sentence.end]
        if _PAPER.search(line) or len(line) > _BARE_HEADER * 2 or re.search("[，。；：]", line):
            return None
        marker = ITEM_LINE.match(line)
        start = sentence.start + (marker.end() if marker else 0)
        return Unit(start, sentence.end, self.text[start : sentence.end], True)


def _heads_list(line: str) -> bool:
    return bool(_FINDINGS_HEAD.search(line) or _TARGETS_HEAD.search(line))


def _is_label(head: Head | None) -> bool:
    return head is not None and not head.alone
