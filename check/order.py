"""The build of a paper: headings over nothing, parts out of order, annexes that are not there, tasks for nobody."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from check.numbering import Mark, Series, read_series
from check.paper import Paper, Paragraph
from check.rules import around, finding
from language.numerals import parse
from records import Finding, Section

_HEADS = ("一、", "（一）")
_LONGEST_HEAD = 26
_FEWEST_FULL = 2  # headings of the same row that have something under them
_REPORTS = frozenset({"工作汇报", "总结", "通报", "月度小结"})
_ANNEX = re.compile(r"(?:见|按照?|填写?|报送?|参照)附件(?P<n>\d{1,2}|[一二三四五六七八九十])(?![\d-])")
_ANNEX_LIST = re.compile(r"^附件[:：]\s*(?P<first>.+(?:\n\s*\d{1,2}[.．、].+)*)", re.M)
_ANNEX_ITEM = re.compile(r"(?:^|\n|\s)\s*(\d{1,2})[.．、](?!\d)")
_ANNEX_HEAD = re.compile(r"^附件\s*(\d{1,2}|[一二三四五六七八九十])\s*$", re.M)
_WHO = re.compile(
    r"由|牵头|负责|[局委办厂镇乡村县区市院校]|公司|单位|部门|街道|各|同志|书记|主任|领导|代表|会议|同意|原则|通过|研究|授权|组织"
)
_WHEN = re.compile(r"[年月日底]前|\d+月|\d+日|尽快|立即|每[月季周年]|即日|年内|近期|会后|同意|通过")


def empty_heads(paper: Paper) -> Iterator[Finding]:
    """«二、存在的问题» and then at once «三、下一步打算», where the other headings are full."""
    for series in read_series(paper)[0]:
        if series.style.name not in _HEADS or len(series.marks) <= _FEWEST_FULL:
            continue
        empty = [mark for mark, following in pairwise(series.marks) if _is_bare(paper, mark, following)]
        full = len(series.marks) - 1 - len(empty)
        # an outline has no sentences under any of its headings
        if "。" not in paper.text[series.start : series.marks[-1].start]:
            continue
        if empty and full >= max(len(empty) * 2 - 1, 1):
            for mark in empty:
                paragraph = paper.paragraph_at(mark.start)
                head = paper.text[paragraph.start : paragraph.end].strip()
                yield finding("section.empty", paper, (mark.start, paragraph.end), head=head)


def _is_bare(paper: Paper, mark: Mark, following: Mark) -> bool:
    """Whether a short line without full stop stands right above the next mark of its row."""
    head, below = paper.paragraph_at(mark.start), paper.paragraph_at(following.start)
    if below.number != head.number + 1 or mark.start != head.start or head.end - head.start > _LONGEST_HEAD:
        return False
    return paper.text[head.start : head.end].rstrip()[-1:] not in "。；;：:！，"


def turned_order(paper: Paper) -> Iterator[Finding]:
    """A report that tells what it will do before what it has done."""
    heads = [one for one in paper.extraction.sections if one.level == 1 and one.title[:1] in "一二三四五六七八九十"]
    future = next((one for one in heads if one.role == "NEXT"), None)
    past = next((one for one in heads if one.role in ("DONE", "SITU")), None)
    if paper.kind in _REPORTS and future and past and future.start < past.start and not _done_before(heads, future):
        start, end = paper.position(future.start), paper.position(future.start + len(future.title) - 1) + 1
        yield finding("section.order", paper, (start, end), later=past.title)


def _done_before(heads: Sequence[Section], future: Section) -> bool:
    return any(one.role in ("DONE", "SITU", "HAZ", "PROB", "ACC") for one in heads if one.start < future.start)


def absent_annexes(paper: Paper) -> Iterator[Finding]:
    """«见附件2» where the list of annexes, or the annexes behind, have no second one."""
    listed = _listed(paper.text)
    heads = {int(parse(n) or 0) for n in _ANNEX_HEAD.findall(paper.text)}
    there = listed | heads
    seen: set[int] = set()
    for found in _ANNEX.finditer(paper.text):
        number = int(parse(found["n"]) or 0)
        if there and number not in there and number not in seen:
            seen.add(number)
            span = around(paper.text, *found.span(), most=16)
            yield finding("section.annex", paper, span, number=number, there="、".join(map(str, sorted(there))))


def _listed(text: str) -> set[int]:
    """Numbers of the annexes that the paper lists; 1 where it lists one without number."""
    found = _ANNEX_LIST.search(text)
    if found is None:
        return set()
    return {int(n) for n in _ANNEX_ITEM.findall("\n" + found["first"])} or {1}


def loose_tasks(paper: Paper) -> Iterator[Finding]:
    """A decision of minutes that names neither who nor when, where the others do."""
    if paper.kind != "会议纪要":
        return
    decided = [one for one in paper.extraction.sections if one.role == "DECIDE"]
    for series in read_series(paper)[0]:
        items = [_item(paper, mark) for mark in series.marks if _is_in(paper, decided, mark)]
        loose = [one for one in items if not _is_given(paper, one)]
        if loose and len(items) - len(loose) >= _FEWEST_FULL and _is_top(series):
            for one in loose:
                text = paper.text[one.start : one.end].rstrip("。；")
                yield finding("section.task", paper, (one.start, one.start + len(text)))


def _is_top(series: Series) -> bool:
    return series.style.name in (*_HEADS, "1.", "1、", "一是")


def _is_in(paper: Paper, decided: Sequence[Section], mark: Mark) -> bool:
    return any(paper.position(one.start) <= mark.start < paper.position(one.end) for one in decided)


def _item(paper: Paper, mark: Mark) -> Paragraph:
    return paper.paragraph_at(mark.start)


def _is_given(paper: Paper, item: Paragraph) -> bool:
    """Whether a unit or a time is named in the item, which may be a heading over others."""
    inside = item.start, item.end
    return bool(_WHO.search(paper.text, *inside) or _WHEN.search(paper.text, *inside))
