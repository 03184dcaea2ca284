"""What a model may know of a clause that may name a danger: what the rules say of it, its words, its surroundings.

Each is a named trait, whose weight models/train.py has learned; extract/learned.py adds them up.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from extract.heads import Paper
from extract.mentions import Mention
from extract.sentences import Span
from extract.sites import Passage
from language.quick import compiled

_BEHIND, _BEFORE = 6, 8  # characters around a clause that are traits
_NEAR, _FAR = 60, 40  # characters before it and behind it in which words tell what the sentence speaks of
_LONG = (4, 8, 14, 24, 40)  # lengths at which a clause is of the next class
# what the words around a clause speak of; a word that could be of two kinds is of the first
_SPEAKS = compiled(
    "(?P<orders>要求|责令|整改|限期|应当?|必须|立即|建议|措施|责任)|(?P<finds>发现|查出|存在|暴露|问题|隐患|违法|违规|曝光)"
    "|(?P<done>已|完成|开展|组织|投入|发放|建成|落实了|推进|推动|加强|强化|确保)"
    "|(?P<shun>严禁|禁止|不得|不准|切勿|防止|避免|杜绝|防范|坚决|预防)|(?P<asks>是否|有无|有没有)"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TITLE = re.compile("(?<=[按照据循行守])《[^《》]*》的?")  # «未依照《消防法》的要求…»: which rule it was tells nothing


class Case(NamedTuple):
    """A clause that may name a danger, and whether the rules say that it does."""

    mention: Mention
    admitted: bool


def traits(text: str, sentence: Span, cases: Sequence[Case], at: int, passage: Passage, paper: Paper) -> frozenset[str]:
    """What the model may know of the clause cases[at]: named traits."""
    case = cases[at]
    groups = (
        _rules(case), _place(case, passage, paper), _neighbours(text, cases, at), _words(text, case),
        _around(text, sentence, case),
    )  # fmt: skip
    return frozenset(chain.from_iterable(groups))


def _rules(case: Case) -> Iterator[str]:
    """What the rules say."""
    mention = case.mention
    rule, admitted = mention.defect.rule.name, "yes" if case.admitted else "no"
    lead = mention.lead or "plain"
    yield f"rules={admitted}"
    yield f"rule={rule}"
    yield f"rule={rule},{admitted}"
    yield f"lead={lead}"
    yield f"lead={lead},{admitted}"
    yield f"kind={mention.defect.rule.kind},{mention.defect.strength}"
    yield f"kind={mention.defect.rule.kind},{lead}"
    if mention.closing:
        yield "closed"
        yield f"closed={mention.closing[-2:]}"


def _place(case: Case, passage: Passage, paper: Paper) -> Iterator[str]:
    """Where in the paper it stands."""
    rule = case.mention.defect.rule.name
    mode = passage.mode or "plain"
    yield f"mode={mode}"
    yield f"mode={mode},{rule}"
    yield f"mode={mode},{'concrete' if passage.concrete else 'loose'},{'listed' if passage.listed else 'free'}"
    yield f"paper={paper.kind}"
    for name in ("demanded", "seen", "told"):
        if getattr(passage, name):
            yield name
            yield f"{name},{rule}"
    if passage.unit:
        yield "under-unit"
        yield f"under-unit,{rule}"
    for at in range(max(0, len(passage.heading) - 12), len(passage.heading) - 1):
        yield f"heading={passage.heading[at : at + 2]}"


def _neighbours(text: str, cases: Sequence[Case], at: int) -> Iterator[str]:
    """What the clauses before and behind it are to the rules, and how many there are in the sentence."""
    defect = cases[at].mention.defect
    rule = defect.rule.name
    for side, other in (("before", at - 1), ("behind", at + 1)):
        told = "none"
        if 0 <= other < len(cases):
            near = cases[other].mention.defect
            gap = text[near.end : defect.start] if side == "before" else text[defect.end : near.start]
            told = ("yes" if cases[other].admitted else "no") + (gap[:1] if len(gap) < 3 else "far")
        yield f"{side}={told}"
        yield f"{side}={told},{rule}"
    admitted = sum(case.admitted for n, case in enumerate(cases) if n != at)
    yield f"others={min(admitted, 3)}"
    yield f"others={min(admitted, 3)},{rule}"


def _words(text: str, case: Case) -> list[str]:
    """The clause's own characters, alone and in pairs, its beginning, its end, its length."""
    defect = case.mention.defect
    own = _NUMBER.sub("0", _TITLE.sub("", text[defect.start : defect.end]))
    return [
        *[f"c={letter}" for letter in own],
        *[f"cc={left}{right}" for left, right in pairwise(own)],
        f"starts={own[:1]}", f"starts={own[:2]}",
        f"ends={own[-1:]}", f"ends={own[-2:]}", f"ends={own[-3:]}",
        f"long={bisect_left(_LONG, len(own))}",
    ]  # fmt: skip


def _around(text: str, sentence: Span, case: Case) -> list[str]:
    """The characters around the clause, and what the sentence speaks of."""
    start, end = case.mention.defect.span
    before = _NUMBER.sub("0", text[max(sentence.start, start - _BEFORE) : start])
    behind = _NUMBER.sub("0", text[end : min(sentence.end, end + _BEHIND)])
    return [
        f"joint={before[-1:] or 'start'}", f"stop={behind[:1] or 'end'}", f"stop={behind[:2]}",
        *[f"b={left}{right}" for left, right in pairwise(before)],
        *[f"a={left}{right}" for left, right in pairwise(behind)],
        *[f"after-{name}" for name in _spoken_of(text, max(sentence.start, start - _NEAR), start)],
        *[f"holds-{name}" for name in _spoken_of(text, start, end)],
        *[f"before-{name}" for name in _spoken_of(text, end, min(sentence.end, end + _FAR))],
    ]  # fmt: skip


def _spoken_of(text: str, start: int, end: int) -> set[str | None]:
    """The kinds of words in a stretch that tell what it speaks of."""
    return {word.lastgroup for word in _SPEAKS.finditer(text, start, end)}
