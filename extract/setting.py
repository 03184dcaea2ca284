"""A time in its sentence: what stands before it and what follows."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from extract.masking import ANY
from extract.modals import has_modal, words
from extract.responsible import bracket_after
from extract.sentences import Span, clauses
from extract.words import Words
from language.dates import Time

_HOW = re.compile(r"由[^，]{2,30}(?:牵头|负责)|利用[^，]{1,8}时间")
_WHEN = re.compile(
    r"(?:[^，对将把]{1,6}[前后时](?:和|、|或)?){1,3}|(?:直)?至[^，]{2,16}(?:解除|结束|为止|合格|完毕|完成)[前止]?"
)
_LISTED = re.compile(f"[{ANY}]、")
_ASIDE = re.compile(rf"（[^（），。；：\n{ANY}]{{2,12}}）(?![，。；\n]|$)")  # «6月16日（安全生产咨询日）开展演练»
_WINDOW = 300  # characters to either side of a time that are read; a sentence can be a whole paragraph


@dataclass(frozen=True, slots=True)
class Setting:
    """A time in its sentence: near is the clause before it, after are the clauses that follow up to ； or 。

    text is masked: every time in it is replaced by private characters, so that none is taken for a name or a task.
    begin is where the sentence, or what the time before left of it, begins.
    """

    text: str
    jieba: Words
    time: Time
    run: Span
    near: Span
    after: list[Span]
    begin: int

    @property
    def before(self) -> str:
        """The words of its own clause that stand before it."""
        return self.text[self.near.start : self.near.end]

    @property
    def first(self) -> str:
        """The first clause after it."""
        return self.text[self.after[0].start : self.after[0].end] if self.after else ""

    @property
    def stands_alone(self) -> bool:
        """Whether a comma or colon parts it from the task."""
        return not self.after or self.text[self.run.end : self.after[0].start].endswith(("，", "："))

    @property
    def bound(self) -> bool:
        """Whether a modal right before it or in the clause after it makes it an obligation."""
        return has_modal(self.before[-12:]) or has_modal(self.first[:40])


def setting(text: str, jieba: Words, time: Time, run: Span, sentence: Span, stops: Collection[int]) -> Setting:
    """The time's place.

    run       the time with those coupled to it: «7月和10月», «每周、企业每月»; the task stands after the last
    sentence  from what the time before left of it
    stops     where the clauses of later times begin, which are not this one's to claim
    """
    start = max(sentence.start, run.start - _WINDOW)
    cut = max(text.rfind(mark, start, run.start) for mark in "，：；")
    if text.endswith("、", start, run.start):  # «3日内交办、15日内办结»
        cut = run.start - 1
    if listed := max((m.end() - 1 for m in _LISTED.finditer(text, max(cut, start), run.start)), default=0):
        cut = max(cut, listed)  # «甲6月底前、乙8月底前»
    bracket = text.rfind("（", start, run.start)
    if bracket > text.rfind("）", start, run.start):
        cut = max(cut, bracket)
    closing = text.rfind("）", cut + 1, run.start)
    if closing >= 0 and text.find("（", cut + 1, closing) < 0:
        cut = closing  # «（甲牵头，乙落实）二是7月底前…»
    near = Span(max(cut + 1, start), run.start)
    return Setting(text, jieba, time, run, near, _clauses_after(text, run.end, sentence, stops), start)


def _clauses_after(text: str, start: int, sentence: Span, stops: Collection[int]) -> list[Span]:
    """Clauses after a time up to ；, a closing bracket or another time's clause, less those that only say how."""
    end = min((stop for stop in stops if stop >= start), default=sentence.end)
    end = min(end, start + _WINDOW)
    group = text.find("；", start, end)
    end = group if group >= 0 else end
    start += text.startswith("）", start)  # «暑假期间（7月8日至8月31日），落实…»
    if aside := _ASIDE.match(text, start, end):
        start = aside.end()
    if closing := bracket_after(text, start, end):
        end = closing.start
    after, alone = clauses(text, Span(start, end)), text.startswith("，", start)
    while len(after) > 1 and only_says_how(text[slice(*after[0])], alone):
        after.pop(0)
    return after


def only_says_how(clause: str, alone: bool) -> bool:
    """«暑运期间», or after a comma «在全面自查的基础上»: the task stands in the next clause."""
    if _HOW.fullmatch(clause) or _WHEN.fullmatch(clause):
        return True
    ends = words("stretch_ends") + (words("manner_ends") if alone else ())
    return len(clause) < 30 and clause.endswith(ends)
