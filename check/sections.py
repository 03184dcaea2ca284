"""Parts that a document of its kind must hold and that are not found (domain reference 1.4)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from check.ending import find_cut
from check.paper import Paper
from check.rules import finding, load_words
from check.skeletons import skeleton_of
from records import Finding
from templates import Requirement, load_kind, load_kinds, load_roles, looked_for, tell_subkind

_CN = "一二三四五六七八九十"
_NUMBER = rf"(?:[{_CN}]{{1,3}}[、是]|（[{_CN}\d]{{1,3}}）|\d{{1,2}}[.、]|第[{_CN}][，、])?"
_LEAD = "(?:当前|目前|现阶段|本月|我[市县区镇局])?"  # «当前存在的不足：», «存在的问题主要有：»
_TAIL = "(?:主要)?(?:有|是|为|如下|包括|表现为)?(?=[，：。\n]|$)"
_WORDS_SHOWN = 4
_MANY = 4  # parts of which nearly all are missing: more likely another kind of document
_OF_A_CHECK = re.compile("自查|自纠|(?:检查|督查|督导|抽查)(?:发现)?(?:的?问题)?(?:情况)?的?(?:报告|汇报|通报)")
_SOME_HAZARDS = 3
_TASKS = 3  # tasks with a day ahead in one paragraph: a plan
_LONG_KINDS = frozenset({"总体方案", "工作汇报", "总结", "通报", "讲话", "月度小结"})
_BRIEF = 400  # characters of half a page
_MISSED = frozenset({"信息报送", "统计截止日期", "整改情况报送", "反馈方式"})  # usual parts whose want makes work
_TELLING_CUES = 2  # cues of a role in one paragraph that make up for sections that were not marked


def missing(paper: Paper) -> Iterator[Finding]:
    """Mandatory parts without a section or words that show them.

    Of a text that breaks off, what would stand behind its last part is not asked for.
    """
    wanted = _needed(paper, "M")
    there = [_is_there(paper, requirement) for requirement in wanted]
    if _is_of_doubtful_kind(paper, there):
        yield finding("section.kind", paper, None, kind=paper.kind, missing=len(wanted) - sum(there), all=len(wanted))
        return
    last = max((index for index, found in enumerate(there) if found), default=-1)
    known = last + 1 if find_cut(paper) else len(wanted)
    for requirement, found in list(zip(wanted, there, strict=True))[:known]:
        if not found:
            yield finding(
                "section.missing", paper, None, severity="info" if _is_brief(paper) else None,
                label=requirement.label, searched=_searched(requirement), start=_start(requirement),
            )  # fmt: skip


def usual(paper: Paper) -> Iterator[Finding]:
    """One hint that names what such a paper usually says and this one does not, where it has all it must have."""
    if not _is_named(paper) or len(paper.text) < _BRIEF // 2 or find_cut(paper):
        return
    if all(_is_there(paper, one) for one in _needed(paper, "M")):
        gone = [one.label for one in _needed(paper, "U") if one.label in _MISSED and not _is_there(paper, one)]
        if gone:
            yield finding("section.usual", paper, None, kind=paper.kind, labels="、".join(dict.fromkeys(gone)))


def _start(requirement: Requirement) -> str:
    """A sentence to start the part from, as the message shows it; empty where the templates have none."""
    sentence = skeleton_of(requirement.label)
    return f"；可从这一句写起：“{sentence}”" if sentence else ""


def _is_of_doubtful_kind(paper: Paper, there: Sequence[bool]) -> bool:
    """Whether so much is missing that the document is more likely of another kind: its title does not name this one."""
    gone = len(there) - sum(there)
    if paper.kind_given or gone < 2:
        return False
    return gone >= _MANY and sum(there) <= 1 if _is_named(paper) else gone >= sum(there)


def _is_named(paper: Paper) -> bool:
    """Whether the title says that the document is of its kind."""
    title = paper.extraction.document.title or ""
    return any(re.search(word, title) for word in load_kind(paper.kind).title_words)


def _is_brief(paper: Paper) -> bool:
    """Whether the text is a few lines, without a title, of a kind that is long by custom: a notice of figures."""
    return paper.kind in _LONG_KINDS and len(paper.text) < _BRIEF and not _is_named(paper)


def _needed(paper: Paper, need: str) -> list[Requirement]:
    """Parts of the kind, or of the variety that this is (数据通报), that it must (M) or usually does (U) hold."""
    if paper.kind not in load_kinds():
        return []
    kind = load_kind(paper.kind)
    variety = tell_subkind(kind, paper.extraction.document.title, paper.text)
    sections: Sequence[Requirement] = variety.sections if variety else kind.sections
    return [requirement for requirement in sections if requirement.need == need]


def _is_there(paper: Paper, requirement: Requirement) -> bool:
    roles = {section.role for section in paper.extraction.sections}
    if roles.intersection(requirement.roles):
        return True
    if any(re.search(words, paper.text) for words in requirement.words):
        return True
    if any(_signs()[name].search(paper.text) for name in (*requirement.roles, requirement.label) if name in _signs()):
        return True
    if "PROB" in requirement.roles and _reports_a_check(paper):
        return True
    if "NEXT" in requirement.roles and _is_planned(paper):
        return True
    if "TASK" in requirement.roles and len(paper.extraction.deadlines) >= _TASKS:
        return True
    told = [code for code in requirement.roles if code == "DONE" or not any(roles)]
    return any(_is_headed(paper, code) for code in requirement.roles) or any(_is_told(paper, code) for code in told)


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    """Words of signs.toml by role, with those of the roles that are as good."""
    rows = load_words("signs.toml")
    words = {code: [*row["words"], *(word for like in row.get("like", ()) for word in rows[like]["words"])]
             for code, row in rows.items()}  # fmt: skip
    return {code: re.compile("|".join(patterns), re.M) for code, patterns in words.items()}


def _reports_a_check(paper: Paper) -> bool:
    """Whether it is the report of a check, whose findings are the problems: «自查报告» with hazards in it."""
    of_a_check = _OF_A_CHECK.search(paper.extraction.document.title or "")
    return bool(of_a_check) and len(paper.extraction.hazards) >= _SOME_HAZARDS


def _is_planned(paper: Paper) -> bool:
    """Whether a paragraph near the end sets tasks for days to come, under whatever slogan."""
    date = paper.extraction.document.date
    days = [(paper.position(one.start), one.due or one.start_date) for one in paper.extraction.deadlines]
    ahead = [at for at, day in days if day is not None and (date is None or day > date) and at > len(paper.text) / 2]
    numbers = [paper.paragraph_at(at).number for at in ahead]
    return any(numbers.count(number) >= _TASKS for number in numbers)


def _is_headed(paper: Paper, role: str) -> bool:
    """Whether a paragraph or a sentence begins with a heading of that role: «下一步，»."""
    headings = "|".join(map(re.escape, load_roles()[role].headings))
    return bool(re.search(rf"(?:^|(?<=[。；]))\W?{_NUMBER}{_LEAD}(?:{headings}){_TAIL}", paper.text, re.M))


def _is_told(paper: Paper, role: str) -> bool:
    """Whether some paragraph speaks like that role, for a text in which no section was told."""
    cues = load_roles()[role].cues
    texts = (paper.text[p.start : p.end] for p in paper.paragraphs)
    return any(sum(bool(re.search(cue, text)) for cue in cues) >= _TELLING_CUES for text in texts)


def _searched(requirement: Requirement) -> str:
    words = looked_for(requirement, load_roles())
    if not words:
        return "全文未找到相应内容"
    return f"已查找：{'、'.join(words[:_WORDS_SHOWN])}……"
