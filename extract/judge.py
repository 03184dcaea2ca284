"""What a model may know of a clause that may name a danger: what the rules say of it, its words, its surroundings.

Each is a named trait, whose weight models/train.py has learned; extract/learned.py adds them up.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from extract.heads import Paper
from extract.mentions import Mention
from extract.sentences import Span
from extract.sites import Passage

_BEHIND, _BEFORE = 6, 8  # characters around a clause that are traits
_LONG = (4, 8, 14, 24, 40)  # lengths at which a clause is of the next class
_ORDERS = re.compile(r"要求|责令|整改|限期|应当?|必须|立即|建议|措施|责任")
_FINDS = re.compile(r"发现|查出|存在|暴露|问题|隐患|违法|违规|曝光")
_DONE = re.compile(r"已|完成|开展|组织|投入|发放|建成|落实了|推进|推动|加强|强化|确保")
_SHUN = re.compile(r"严禁|禁止|不得|不准|切勿|防止|避免|杜绝|防范|坚决|预防")
_ASKS = re.compile(r"是否|有无|有没有")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


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


def _words(text: str, case: Case) -> Iterator[str]:
    """The clause's own characters, alone and in pairs, its beginning, its end, its length."""
    defect = case.mention.defect
    own = _NUMBER.sub("0", text[defect.start : defect.end])
    yield from (f"c={char}" for char in own)
    yield from (f"cc={own[n : n + 2]}" for n in range(len(own) - 1))
    yield f"starts={own[:1]}"
    yield f"starts={own[:2]}"
    yield f"ends={own[-1:]}"
    yield f"ends={own[-2:]}"
    yield f"ends={own[-3:]}"
    yield f"long={sum(len(own) > most for most in _LONG)}"


def _around(text: str, sentence: Span, case: Case) -> Iterator[str]:
    """The characters around the clause, and what the sentence speaks of."""
    defect = case.mention.defect
    before = _NUMBER.sub("0", text[max(sentence.start, defect.start - _BEFORE) : defect.start])
    behind = _NUMBER.sub("0", text[defect.end : min(sentence.end, defect.end + _BEHIND)])
    yield f"joint={before[-1:] or 'start'}"
    yield f"stop={behind[:1] or 'end'}"
    yield f"stop={behind[:2]}"
    yield from (f"b={before[n : n + 2]}" for n in range(len(before) - 1))
    yield from (f"a={behind[n : n + 2]}" for n in range(len(behind) - 1))
    near = text[max(sentence.start, defect.start - 60) : defect.start]
    for name, pattern in (("orders", _ORDERS), ("finds", _FINDS), ("done", _DONE), ("shun", _SHUN), ("asks", _ASKS)):
        if pattern.search(near):
            yield f"after-{name}"
        if pattern.search(text, defect.start, defect.end):
            yield f"holds-{name}"
        if pattern.search(text, defect.end, min(sentence.end, defect.end + 40)):
            yield f"before-{name}"
