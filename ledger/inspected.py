"""Which records tell what an inspection found itself (督查, 暗访, 现场检查), and not what units report."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from language.normalize import Reading
from ledger.filing import AnyFiled, Holdings, Submission

_LONGEST_HEADING = 40
_FURTHEST_HEADING = 3000  # characters above; a section that is longer has lost its heading
_OPEN_END = re.compile(r"[^。；，、\n]$")


@dataclass(frozen=True, slots=True)
class Signs:
    """The data of inspected.toml."""

    kinds: frozenset[str]
    titles: tuple[re.Pattern[str], ...]
    always: frozenset[str]
    words: tuple[re.Pattern[str], ...]


@cache
def load_signs() -> Signs:
    """By what an inspection's findings are told."""
    data = tomllib.loads(files("ledger").joinpath("inspected.toml").read_text(encoding="utf-8"))
    titles, words = (tuple(map(re.compile, data[name])) for name in ("titles", "words"))
    return Signs(frozenset(data["kinds"]), titles, frozenset(data["always"]), words)


def inspected(holdings: Holdings, submissions: Iterable[Submission]) -> frozenset[int]:
    """Ids of the records that an inspection's own paper states, or that a passage tells of as found by one."""
    papers = {one.sha256 for one in submissions if _is_inspection(one)}
    return frozenset(
        filed.id
        for filed in _all(holdings)
        if filed.sha256 in papers or _says_so(filed.record.start, holdings.texts.get(filed.sha256))
    )


def _all(holdings: Holdings) -> Iterator[AnyFiled]:
    yield from holdings.counts
    yield from holdings.deadlines
    yield from holdings.hazards
    yield from holdings.accidents


def _is_inspection(paper: Submission) -> bool:
    signs = load_signs()
    named = any(sign.search(paper.title or paper.name) for sign in signs.titles)
    return paper.kind in signs.always or (paper.kind in signs.kinds and named)


def _says_so(start: int, text: Reading | None) -> bool:
    """Whether the words before the record, in its paragraph, or its section's heading tell of an inspection."""
    if text is None:
        return False
    at = _place(text, start)
    line = text.text.rfind("\n", 0, at) + 1
    passages = (text.text[line : at + 1], _heading(text.text, line))
    return any(sign.search(passage) for sign in load_signs().words for passage in passages)


def _place(text: Reading, start: int) -> int:
    """Where the source's place stands in the normalised text."""
    run = max(0, bisect_right(text.from_, start) - 1)
    return min(text.at[run] + start - text.from_[run], len(text.text)) if text.at else 0


def _heading(text: str, line: int) -> str:
    """The nearest short line above that ends open, as headings do; empty where there is none."""
    above = text[max(0, line - _FURTHEST_HEADING) : line].splitlines()
    return next((one for one in reversed(above) if len(one) <= _LONGEST_HEADING and _OPEN_END.search(one)), "")
