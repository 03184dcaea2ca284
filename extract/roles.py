"""The function of a section: from its heading's words, else from what encloses it, else from cues in its body."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from extract.rulebook import load
from language.quick import Sought
from templates import load_kinds, load_roles


def named_roles(heading: str) -> tuple[str, ...]:
    """Roles that the heading's whole wording means: «四、工作要求» → GUIDE, GUAR, NEXT, DEMAND; empty for none."""
    return next((_by_heading()[words] for words in _strippings(heading) if words in _by_heading()), ())


def bare_heading(heading: str) -> str:
    """The heading without number, «关于», «2023年», brackets and closing mark, which say nothing of its function."""
    *_, bare = _strippings(heading)
    return bare


def _strippings(heading: str) -> Iterator[str]:
    """The heading, less one more thing at its edges each time: «当前形势» is a wording of its own, «形势» is none."""
    yield heading
    while (stripped := _edges().sub("", heading, count=1)) != heading:
        yield stripped
        heading = stripped


def held_roles(heading: str) -> tuple[str, ...]:
    """Roles of which the heading holds a wording: at its end, where the head noun stands, else anywhere."""
    bare = bare_heading(heading)
    held = _ending(bare) or max((word for word in _held_words() if word in bare), key=len, default="")
    return _by_heading()[held] if held else ()


def _ending(bare: str) -> str:
    """The longest wording that a bare heading ends in; "" for none."""
    ends = (bare[-length:] for length in _lengths() if length <= len(bare))
    return next((end for end in ends if end in _by_heading()), "")


def is_slogan(heading: str) -> bool:
    """Whether the heading calls to do something instead of naming what stands below."""
    return bool(re.search(load("sections")["slogan"], bare_heading(heading)))


def ends_in_role(heading: str) -> bool:
    """Whether the heading names something, and its head noun is a role's wording: «安全生产工作存在的主要问题»."""
    bare = bare_heading(heading)
    names = len(bare) <= load("sections")["roles"]["name_most"] and not re.search("[，；：]", bare)
    return names and bool(_ending(bare))


def choose(roles: Collection[str], kind: str, early: bool) -> str:
    """The one of several roles that the kind holds, in the order in which it names them.

    early  whether the section stands before the tasks: «工作要求» there guides, behind them it is a safeguard
    """
    order = [role for role in kind_roles(kind) if role in roles] or list(roles)
    placed = [role for role in order if (role in load("sections")["roles"]["early"]) == early]
    return (placed or order)[0]


@cache
def kind_roles(kind: str) -> tuple[str, ...]:
    """Roles that the kind of document holds, sub-kinds included, in the order of templates/KIND/kind.toml."""
    if kind not in load_kinds():
        return ()
    template = load_kinds()[kind]
    parts = [*template.sections, *(part for sub in template.subkinds for part in sub.sections)]
    return tuple(dict.fromkeys(role for part in parts for role in part.roles))


def section_role(heading: str, body: str, kind: str, last: bool) -> str | None:
    """The role of a section whose heading names none: by cues in both, by what the heading holds, by what is usual."""
    rules = load("sections")["roles"]
    weight, start = rules["heading_cues"], usual(kind, last)
    bonus = {role: start.get(role, 0) + weight * score for role, score in _cue_scores(heading).items()}
    for role in held_roles(heading):
        if role in kind_roles(kind) or not kind_roles(kind):
            bonus[role] += rules["held"]
    return by_cues(body, [role for role in bonus if role not in rules["no_body"]], bonus, rules["least"])


def by_cues(body: str, among: Iterable[str], bonus: Mapping[str, float], least: float) -> str | None:
    """The role that the body's cues and the bonus speak for most, the first of equals; None when that is too little."""
    cues = _cue_scores(body[: load("sections")["roles"]["cue_span"]])
    scores = {role: cues[role] + bonus.get(role, 0) for role in among}
    best = max(scores, key=lambda role: scores[role])
    return best if scores[best] >= least else None


def _cue_scores(text: str) -> dict[str, float]:
    """How much a text's cues speak for each role."""
    most: int = load("sections")["roles"]["cue_most"]
    scores = dict.fromkeys(load_roles(), 0.0)
    for role, cue in _cues().among(text):
        scores[role] += math.sqrt(min(len(cue.findall(text)), most))
    return scores


@cache
def _cues() -> Sought[str]:
    return Sought(((code, cue) for code, role in load_roles().items() for cue in role.cues), re.MULTILINE)


@cache
def usual(kind: str, last: bool) -> Mapping[str, float]:
    """What a kind's sections usually are, or its last one, as scores to begin with."""
    rows = [*load("sections")["usual"], *(load("sections")["usual_last"] if last else ())]
    return {role: score for row in rows if kind in row["kinds"] for role, score in row["roles"].items()}


@cache
def _by_heading() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, role in load_roles().items():
        for heading in role.headings:
            found[heading] = (*found.get(heading, ()), code)
    return found


@cache
def _lengths() -> tuple[int, ...]:
    """Lengths of wordings that tell something at a heading's end, the longest first."""
    return tuple(sorted({len(word) for word in _by_heading() if len(word) > 2}, reverse=True))


@cache
def _held_words() -> tuple[str, ...]:
    """Wordings that tell something anywhere in a heading."""
    return tuple(word for word in _by_heading() if len(word) > 3)


@cache
def _edges() -> re.Pattern[str]:
    return re.compile(load("sections")["heading_edges"])
