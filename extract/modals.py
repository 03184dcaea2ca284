"""Words of obligation and intention, and the verbs that stand behind them. The lists are in rules/deadlines.toml."""

import re
from functools import cache

from extract.rulebook import load
from language.quick import compiled


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of [words]."""
    return tuple(load("deadlines")["words"][name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of [words]."""
    return re.compile(load("deadlines")["words"][name])


def one_of(table: list[str] | tuple[str, ...]) -> str:
    """Alternation of the words, longest first."""
    return "|".join(map(re.escape, sorted(table, key=len, reverse=True)))


@cache
def modal() -> re.Pattern[str]:
    """A modal, in the group «modal», or a word that only looks like one: 主要, 应急."""
    return compiled(rf"{one_of(words('no_modal'))}|(?P<modal>{one_of(words('modal'))})")


def has_modal(text: str) -> bool:
    """Whether a word of obligation or intention is in the text: 要, 应, 须, 将, 请 … but not 主要, 应急."""
    return any(match["modal"] for match in modal().finditer(text))


@cache
def lead() -> re.Pattern[str]:
    """One of the words between subject and verb: 要, 都, 分别."""
    modals = rf"(?!{one_of(words('no_modal'))})(?:{one_of(words('modal'))})"
    return re.compile(rf"(?:(?P<modal>{modals})|都|均|也|再(?![次度])|统一|分别|原则上|[，、（])")


def skip_lead(text: str, start: int, end: int) -> int:
    """Where the verb begins, after 要, 须, 都 and the like; 将 that moves an object forward («将情况报») is kept."""
    while match := lead().match(text, start, end):
        if match["modal"] == "将" and not text.startswith(words("will"), match.end()):
            break
        start = match.end()
    return start


_LED = re.compile(
    r"(?:(?:于|在)[^，；：]{1,12}(?:之日起|后)|在|于|自|从|并|前|以及|要求|明确|责令|责成|限期|限|现|原则上|预计|最迟|最晚|不得?(?:晚|迟)于|(?<![任服业事公财职税政商实医家内劳债党警勤要义特常村校])务|，)+\Z"
)


_A_PLAN = re.compile("(?:工作|行动|检查|培训|年度|整改|演练|学习|实施)计划$")


def without_lead(before: str) -> str:
    """The words before a time less «要在», «须于», «确保» and the like at their end."""
    while True:
        led = _LED.search(before)
        shorter = before[: led.start()] if led else before
        noun = _A_PLAN.search(shorter) is not None
        if shorter.endswith(words("modal")) and not (noun or shorter.endswith(words("no_modal"))):
            shorter = next(shorter[: -len(word)] for word in words("modal") if shorter.endswith(word))
        if shorter == before:
            return before
        before = shorter
