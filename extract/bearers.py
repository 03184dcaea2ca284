"""Who must do a task, looked for around it: a closing bracket, a label, a subject before it, the sentence before."""

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from extract.addressed import body_of_item, unit_of_passage
from extract.duties import Duty
from extract.masking import ANY
from extract.modals import has_modal
from extract.responsible import (
    arranged_by,
    bracket_after,
    label_after,
    labelled_in,
    named_in,
    numbering,
    ordered_in,
    subject_at,
    subject_in,
    unit_at,
)
from extract.rulebook import load
from extract.sentences import Span, clauses, sentences

_MOST_ITEMS = 20
_FAR = 1200  # characters from an item up to what leads into its list, or to the heading of its section
_HEADING = re.compile(
    r"(?:^|(?<=\n))(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．]|（[一二三四五六七八九十]{1,3}）)(?P<name>[^，。；：\n]{4,30})(?=\n)"
)
_POSTED = re.compile("[^，。；\n]{0,20}挂牌")
_REPORTS = re.compile("报送|上报|报告|专报|[书电]面?报|报[县市区省州镇我]")
# what an inspection says to a unit that it does not name again
_ORDERED = re.compile(
    rf"责令|勒令|限令|(?<![年期时权])限[期于在]?(?=[{ANY}])|要求其?(?=[{ANY}])|下达[^，；]{{0,14}}(?:指令|通知|文书|决定|意见)书?"
)
_OTHERS = re.compile("其余|其他|其它|剩余|剩下|上述|以上|各[县市区镇乡单部]")
_AN_ORDER = 40  # characters of it before the task
_ALONE = 8  # characters before the name in a part that tells nothing but it: «以上工作由»
_NEAR = 300  # characters around a task in which its names are looked for
_ITEM = re.compile(r"(?<![^。；：，\n])[一二三四五六七八九十](?:是|要)")
_POSSESSOR = re.compile(
    r"(?:请|望)?(?P<who>(?:各|你)[^，。；：]{1,20}?(?:[县市区旗局部门委办镇乡街道位校业]|单位|企业|公司))(?:的)?"
    r"(?:学习|贯彻|传达|落实|整改|排查|自查|工作|进展|执行|开展|整治)[^，。；：]{0,10}(?:情况|报告|总结|方案|清单|台账)(?=[，请将于要须应\ue001-\ue009])"
)
_GOES_ON = re.compile(r"(?!配合|落实|负责|牵头)[^。\n]{4,}")


@cache
def _next_item() -> re.Pattern[str]:
    """Where the next item of a list begins on the same line: a bracket behind it is not this one's."""
    return re.compile(rf"[。；）]\s*(?:[一二三四五六七八九十]是|{load('deadlines')['number']})")


@cache
def _line_below() -> re.Pattern[str]:
    """«⏎2.活动内容：…⏎3.组织单位：各镇。»"""
    data = load("deadlines")
    number, labels = data["number"], data["responsible"]["labels"]
    return re.compile(
        rf"(?:\n(?:{number})?(?!{labels})[\u4e00-\u9fff]{{2,6}}：[^\n]{{0,{_FAR}}}){{0,2}}"
        rf"\n(?:{number})?(?:{labels}|(?:组织|主办|承办)单位)[：:](?P<who>[^。；：\n（）]{{2,60}})"
    )


class Bearer(NamedTuple):
    """A name, None where the text names nobody, and where the quote ends that takes in what names it."""

    name: str | None
    end: int


class Bearers:
    """Names in one text. masked is the text with its times masked; names are looked for where no time is one."""

    def __init__(self, text: str, masked: str) -> None:
        self._text = text
        self._masked = masked
        self._sentences = sentences(text)
        self._begins = [sentence.start for sentence in self._sentences]

    def sentence_at(self, at: int) -> Span | None:
        """The sentence that holds the place."""
        index = bisect_right(self._begins, at) - 1
        return self._sentences[index] if index >= 0 else None

    def of(self, found: Duty, *, stage: bool) -> Bearer:
        """Who must do it. A stage of a plan has only who its bracket, its label or the words behind its name tell."""
        if found.who:
            return Bearer(found.who.text, found.end)
        index = bisect_right(self._begins, found.start) - 1
        sentence, line_end = self._sentences[index], self._line_end(found.end)
        near = Span(max(sentence.start, found.start - _NEAR), min(max(sentence.end, found.end), found.end + _NEAR))
        closing = bracket_after(self._text, found.end, min(near.end + _NEAR, line_end))
        if closing and not _next_item().search(self._text, found.end, closing.start):
            return Bearer(closing.text, closing.end if closing.start - found.end <= 1 else found.end)
        named = self._named(found, near, index) or label_after(self._text, near.end, line_end)
        if named is None and not stage:
            named = (
                self._subject(found, near)
                or self._of_sentence_before(index)
                or self._of_list(found, index)
                or self._of_lead_in(index)
            )
        return Bearer(named or self._of_line_below(line_end), found.end)

    def _named(self, found: Duty, near: Span, index: int) -> str | None:
        """Who is named in the part of the sentence between two ；, or in what closes the sentence."""
        start = self._text.rfind("；", near.start, found.start) + 1 or near.start
        stop = self._text.find("；", found.end, near.end)
        stop = stop if stop >= 0 else near.end
        if label := labelled_in(self._masked, near.start, stop):
            return label
        mends = re.search(load("deadlines")["responsible"]["mending"], found.task)
        named = named_in(self._masked, start, stop)
        posted = named is not None and _POSTED.match(self._masked, named.end) is not None
        if posted and named and named.start > found.end:
            named = None  # «一般隐患10日前整改到位，重大隐患由乡镇挂牌督办»
        if named is None and (label := self._label_before(index)):
            return label
        if (named is None or posted) and mends and (unit := self._unit(found, near, start, index)):
            return unit
        if named is None and self._is_ordered(found, near) and (unit := unit_of_passage(self._masked, found.start)):
            return unit
        who = named.text if named else self._closing(stop, near.end)
        return who or (self._heading_unit(near.start) if mends else None)

    def _label_before(self, index: int) -> str | None:
        """«督办单位：市建设局。治理期限：…»: the label that the sentence before begins with, on the same line."""
        before, start = self._sentences[index - 1] if index else None, self._sentences[index].start
        if before is None or "\n" in self._text[before.end - 1 : start] or "限" not in self._text[start : start + 8]:
            return None
        return label_after(self._text, before.start, before.end)

    def _closing(self, start: int, end: int) -> str | None:
        """Who the last part of a sentence names, where nothing else follows: «…；由县住建局负责。»."""
        last = self._text.rfind("；", start, end) + 1
        closing = named_in(self._masked, last, end) if last else None
        if closing is None or _GOES_ON.match(self._text, closing.end):
            return None
        shares = "牵头" in closing.text  # «…；…，由甲牵头，乙落实»: who shares out the whole sentence
        return closing.text if shares or closing.start - last <= _ALONE else None

    def _is_ordered(self, found: Duty, near: Span) -> bool:
        """Whether an inspection orders it of a unit that its sentence names no more: «责令停业，12月20日前搬离»."""
        start = max(near.start, found.start - _AN_ORDER)
        if ordered_in(self._masked, start, found.end) or _OTHERS.search(self._masked, start, found.end):
            return False
        return bool(_ORDERED.search(self._masked, start, found.end))

    def _unit(self, found: Duty, near: Span, start: int, index: int) -> str | None:
        """The enterprise whose defect must be mended: it opens the part, the sentence or the sentence before."""
        before = self._sentences[index - 1] if index else near
        if "\n" in self._text[before.end : near.start]:
            before = near
        places = (start, near.start, before.start)
        unit = next((unit for at in places if (unit := unit_at(self._masked, at, found.start))), None)
        return unit

    def _heading_unit(self, at: int) -> str | None:
        """The enterprise that the heading above names: «三、甲市乙水产加工厂»."""
        heading = next(reversed(list(_HEADING.finditer(self._text, max(0, at - _FAR), at))), None)
        if heading is None:
            return None
        unit = unit_at(self._masked, heading.start("name"), heading.end("name"))
        return heading["name"] if unit == heading["name"] else None

    def _subject(self, found: Duty, near: Span) -> str | None:
        if head := body_of_item(self._masked, found.start):
            return head
        own = subject_in(self._masked, self._clauses_before(found, near), has_modal)
        if own is None and "将" in self._text[found.start : found.end]:
            return arranged_by(self._masked, near.start, found.start)
        return own

    def _clauses_before(self, found: Duty, near: Span) -> list[Span]:
        """Clauses that may hold the subject: of the sentence so far; for an item («三是…») not those of its fellows."""
        items = list(_ITEM.finditer(self._masked, near.start, found.start))
        if len(items) < 2:
            return clauses(self._masked, Span(near.start, found.start))
        lead, own = Span(near.start, items[0].start()), Span(items[-1].end(), found.start)
        return [*clauses(self._masked, lead), *clauses(self._masked, own)]

    def _of_sentence_before(self, index: int) -> str | None:
        """The one subject of the sentence before, in the same paragraph or in the line that leads in («…：»)."""
        if own := _POSSESSOR.match(self._masked, *self._sentences[index]):
            return own["who"]  # «各县区、各有关部门贯彻落实情况，请于25日前报»
        if index == 0:
            return None
        before = self._sentences[index - 1]
        leads_in = self._text.startswith("：", before.end - 1)
        if not leads_in and "\n" in self._text[before.end : self._sentences[index].start]:
            return None
        parts = clauses(self._masked, Span(max(before.start, before.end - _NEAR), before.end))
        must = [part for part in parts if leads_in or self._asks(part)]
        names = {name.text for part in must if (name := subject_at(self._masked, *part, before_time=True))}
        return names.pop() if len(names) == 1 else None

    def _asks(self, clause: Span) -> bool:
        words = self._masked[slice(*clause)]
        return words.startswith(("望", "希")) or has_modal(words)

    def _of_list(self, found: Duty, index: int) -> str | None:
        """Who reports: in a list of reports that ； part the first item names them for all."""
        at = index
        while at and index - at < _MOST_ITEMS and self._goes_on_list(at):
            at -= 1
        first = self._masked[slice(*self._sentences[at])]
        if at == index or not (_REPORTS.search(first) and _REPORTS.search(found.task)):
            return None
        parts = clauses(self._masked, Span(*self._sentences[at]))
        names = (subject_at(self._masked, *part, before_time=True) for part in parts)
        return next((name.text for name in names if name), None)

    def _of_lead_in(self, index: int) -> str | None:
        """Who must do what the items of a list say: «请你县做好以下工作：», some items before."""
        start = self._sentences[index].start
        line = self._text.rfind("\n", 0, start) + 1
        if not numbering().match(self._text, line):
            return None
        end = self._text.rfind("：\n", max(0, line - _FAR), line)
        between = self._text[end + 2 : line].splitlines() if end >= 0 else [""]
        if not all(numbering().match(one) for one in between if one.strip()):
            return None
        lead = self._sentences[bisect_right(self._begins, end) - 1]
        names = (subject_at(self._masked, *part) for part in clauses(self._masked, Span(lead.start, end)))
        return next((name.text for name in names if name), None)

    def _of_line_below(self, line_end: int) -> str | None:
        """Who a label names that opens a line below, where nothing but other labels' lines stand between."""
        match = _line_below().match(self._text, line_end)
        return match["who"] if match else None

    def _goes_on_list(self, index: int) -> bool:
        """Whether a sentence is an item on a new line, after one that ended with ；."""
        start, before = self._sentences[index].start, self._sentences[index - 1]
        if "\n" not in self._text[before.end - 1 : start]:
            return False
        return self._text[before.start : start].rstrip().endswith("；") and bool(numbering().match(self._text, start))

    def _line_end(self, at: int) -> int:
        end = self._text.find("\n", at, at + 2 * _NEAR)
        return min(len(self._text), at + 2 * _NEAR) if end < 0 else end
