"""Tells whose figure a count is: the reporting unit's own, somebody's below or beside it, or a wider area's."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ledger.roster import plain_name
from ledger.words import told, words

Standing = Literal["own", "inner", "whole_area", "area", "other"]


@dataclass(frozen=True, slots=True)
class Reporter:
    """How one unit speaks of itself. names has its own name first, then its aliases."""

    names: tuple[str, ...]
    area: bool
    own: re.Pattern[str]
    inner: re.Pattern[str]
    body: re.Pattern[str] | None

    def standing(self, subject: str | None) -> Standing:
        """Whose figure it is that names this subject; none at all means the unit's own.

        own         the unit: its name, «全镇», «我局», «合计»
        inner       a body or people that act for it: 检查组, 镇应急办
        whole_area  the county or city that it lies in, by that word alone: «全县»
        area        some other area's or the country's
        other       an enterprise, a village, a trade, another unit
        """
        subject = plain_name(subject or "")
        if not subject or self.own.fullmatch(subject) or (self.body and self.body.search(subject)):
            return "own"
        if self.inner.match(subject) and not words()["outsider"].fullmatch(subject):
            return "inner"
        if words()["whole_area"].fullmatch(subject):
            return "whole_area"
        return "area" if words()["area"].match(subject) else "other"

    def trims(self, item: str) -> str:
        """The item without the department's own trade before it: «农业生产经营主体» of 农业农村局."""
        if self.area:
            return item
        length = max((n for n in range(2, len(item)) if any(item[:n] in name for name in self.names)), default=0)
        return item[length:]


@cache
def know_unit(names: tuple[str, ...]) -> Reporter:
    """How the unit of these names speaks of itself; the first name's ending decides its level."""
    names = tuple(plain_name(name) for name in names)
    level = next(level for level in told()["level"] if re.search(f"{level['ending']}$", names[0]))
    either = "|".join(re.escape(name) for name in names)
    me, whole, raw = level["self"], told()["words"]["whole"], told()["words"]
    own = f"(?:(?:我|本|该|全)?(?:{me}|{either}){whole}|{raw['own']})"
    inner = f"(?:(?:我|本|该|全)?(?:{me}|{either})|{raw['inner']}$)"
    body = None if level["area"] else _body(names, level["self"])
    return Reporter(names, level["area"], re.compile(own), re.compile(inner), body)


def _body(names: tuple[str, ...], endings: str) -> re.Pattern[str] | None:
    """A department's trade with a word for its people; None when its names show no trade."""
    cores = {re.sub(f"^{told()['words']['prefix']}|{endings}$", "", name) for name in names}
    cores = {re.escape(core) for core in cores if len(core) > 1}
    return re.compile(f"(?:{'|'.join(sorted(cores))}){told()['words']['body']}") if cores else None
