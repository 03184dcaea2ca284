"""Brackets and quotation marks that have no partner (R34)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from check.ending import find_cut
from check.paper import Paper, Paragraph, Span
from check.rules import around, finding
from records import Finding

_PAIRS = {"（": "）", "“": "”", "‘": "’", "《": "》", "【": "】", "〔": "〕", "「": "」", "[": "]"}
_OPENER = {close: open_ for open_, close in _PAIRS.items()}
_QUOTES = "“‘"
_SHORT_QUOTE = 14  # «“四个不为过“»: a name closed by the wrong mark
_LONG_NAME = 60  # characters of a paper's name over several lines
_FAR = 3  # paragraphs over which a bracket may stay open: a block of contacts, a letter quoted in full
# «1）», «一）», «a）» at the head of an item open no bracket
_ITEM = re.compile(r"(?:^|(?<=[。；：，、]))(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Za-z]|[①-⑳])）", re.M)
_MARKS = re.compile("[，。；：！？\n]")
_STRAIGHT = re.compile(r'(?<![\d”])"')


@dataclass(frozen=True, slots=True)
class _Lone:
    """A mark without partner; wrong is the partner that was written instead, None where there is none."""

    mark: str
    start: int
    wrong: int | None = None


def unpaired(paper: Paper) -> Iterator[Finding]:
    """Each bracket or quotation mark without a partner in its paragraph or the next few."""
    lone = [(one, paragraph) for paragraph in paper.paragraphs for one in _lone_marks(paper.text, paragraph)]
    cut = find_cut(paper)
    for one, paragraph in _unresolved(paper, lone):
        if not _is_after_cut(cut, one):
            yield _finding(paper, paragraph, one)


def _finding(paper: Paper, paragraph: Paragraph, one: _Lone) -> Finding:
    partner = _PAIRS.get(one.mark) or _OPENER.get(one.mark) or one.mark
    kind = "引号" if one.mark in '“”‘’「」"' else ("书名号" if one.mark in "《》" else "括号")
    if one.wrong is not None:
        span, fix = (one.start, one.wrong + 1), paper.text[one.start : one.wrong] + partner
        return finding("text.pair", paper, span, fix=fix, mark=one.mark, partner=partner, kind=kind)
    span = around(paper.text, one.start, one.start + 1, "，。；：！？、\n")
    start = one.start if one.mark in _PAIRS else max(span.start, paragraph.start)
    end = one.start + 1 if one.mark in _OPENER else span.end
    return finding("text.pair", paper, (start, end), mark=one.mark, partner=partner, kind=kind)


def _lone_marks(text: str, paragraph: Paragraph) -> list[_Lone]:
    """Marks of the paragraph that its own brackets leave over, in order."""
    items = {m.end() - 1 for m in _ITEM.finditer(text, paragraph.start, paragraph.end)}
    lone: list[_Lone] = []
    waiting: dict[str, list[int]] = {}
    for at in range(paragraph.start, paragraph.end):
        char = text[at]
        if char in _PAIRS:
            _open(text, at, waiting.setdefault(char, []), lone)
        # «（农历逢三、六、九）»: what closes an open bracket is no mark of an item
        elif char in _OPENER and (at not in items or waiting.get("（")) and not _is_apostrophe(text, at):
            _close(text, at, waiting.setdefault(_OPENER[char], []), lone)
        elif char == '"' and _STRAIGHT.match(text, at):
            opened = waiting.get("“")
            lone.append(_Lone("“", opened.pop(), wrong=at) if opened else _Lone(char, at))
    lone += [_Lone(char, at) for char, places in waiting.items() for at in places]
    return sorted(lone, key=lambda one: one.start)


def _open(text: str, at: int, waiting: list[int], lone: list[_Lone]) -> None:
    char = text[at]
    if waiting and char in _QUOTES and _closes_wrongly(text, waiting[-1], at):
        lone.append(_Lone(char, waiting.pop(), wrong=at))
    else:
        waiting.append(at)


def _closes_wrongly(text: str, opened: int, at: int) -> bool:
    """Whether an opening mark stands for a closing one: «“四个不为过“要求»; not where a closing one follows."""
    inner = text[opened + 1 : at]
    following = re.search(f"[{_QUOTES}”’\n]", text[at + 1 :])
    return len(inner) <= _SHORT_QUOTE and not _MARKS.search(inner) and not (following and following[0] in "”’")


def _close(text: str, at: int, waiting: list[int], lone: list[_Lone]) -> None:
    if waiting:
        waiting.pop()
    else:
        lone.append(_Lone(text[at], at))


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and text[at - 1 : at].isascii() and text[at - 1 : at].isalnum()


def _unresolved(paper: Paper, lone: list[tuple[_Lone, Paragraph]]) -> Iterator[tuple[_Lone, Paragraph]]:
    """The marks without those that pair over the next paragraphs, or reopen in each paragraph of a long quotation."""
    settled: set[int] = set()
    for index, (one, paragraph) in enumerate(lone):
        if one.start in settled:
            continue
        partner = _partner_below(paper.text, lone[index + 1 :], one, paragraph) if one.mark in _PAIRS else None
        if partner is not None:
            settled.add(partner)
        elif not _is_reopened(paper, one, paragraph):
            yield one, paragraph


def _partner_below(text: str, rest: list[tuple[_Lone, Paragraph]], one: _Lone, paragraph: Paragraph) -> int | None:
    """Place of the mark that closes what one opens, when whole paragraphs stand between them; else None."""
    for other, below in rest:
        if below.number - paragraph.number > _FAR:
            return None
        if other.mark == _PAIRS[one.mark] and below.number > paragraph.number:
            opens = one.start == paragraph.start or text[one.start - 1] in "：:"
            closes = not text[other.start + 1 : below.end].strip("。；，”）")
            return other.start if opens or closes or _is_broken_name(text[one.start : other.start]) else None
    return None


def _is_broken_name(words: str) -> bool:
    """Whether a title's 《 closes some lines below, as titles are broken by sense: 印发《某县⏎总体方案》的通知."""
    return words[0] == "《" and len(words) <= _LONG_NAME and not re.search("[。；！？]", words)


def _is_reopened(paper: Paper, one: _Lone, paragraph: Paragraph) -> bool:
    """Of a quotation over several paragraphs each begins with “, only the last one closes."""
    if one.start != paragraph.start and paper.text[one.start - 1] not in "：:，":
        return False
    below = paper.paragraphs[paragraph.number : paragraph.number + 1]
    return one.mark in _QUOTES and any(paper.text.startswith(one.mark, p.start) for p in below)


def _is_after_cut(cut: Span | None, one: _Lone) -> bool:
    """In a text that breaks off, what the last sentence opens has no end."""
    return cut is not None and one.mark in _PAIRS and cut.start <= one.start < cut.end
