"""The rules as data (rules.toml, format.toml), and the findings that they word."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from check.paper import Paper, Span
from records import Finding
from records.findings import Severity

Reads = Literal["text", "figures", "sections", "layout"]
Strength = Literal["must", "usual", "advised", "practice"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")  # from the lightest
_FILES = ("rules.toml", "format.toml")
_MOST_RELATED = 12  # enough to see what is meant; a document of forms has hundreds of blanks


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule is tried on; ⟦ ⟧ mark the quote that it must find. kind and date are the document's.

    layout  how the paper of the suite is laid out otherwise than by the standard, for rules that read the layout;
            the text then only says in words what is wrong
    """

    text: str
    kind: str = "其他"
    date: dt.date | None = None
    layout: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for.

    id        dotted, as in the JSON
    name      what to call it to the user
    message   with {names} that the rule's code fills in
    source    what it stands on: the clause of a standard, arithmetic, the calendar, the practice of proof-readers
    reads     text: the words alone; figures: the counts too; sections: the sections too; layout: how a Word file looks
    finds     what it must find, leaves: look-alikes that it must leave alone
    strength  of the clause, for rules on form: only a «must» may be an error; None for all others
    mends     whether --fix puts it right
    """

    id: str
    name: str
    severity: Severity
    message: str
    source: str
    reads: Reads
    finds: tuple[Example, ...]
    leaves: tuple[Example, ...]
    strength: Strength | None = None
    mends: bool = False


def _load() -> tuple[Rule, ...]:
    return tuple(_rule(row) for name in _FILES for row in load_words(name)["rule"])


def _rule(row: Mapping[str, Any]) -> Rule:
    finds, leaves = (tuple(_example(one) for one in row[side]) for side in ("finds", "leaves"))
    return Rule(
        row["id"], row["name"], row["severity"], row["message"], row["source"], row["reads"], finds, leaves,
        row.get("strength"), row.get("mends", False),
    )  # fmt: skip


def _example(one: str | Mapping[str, Any]) -> Example:
    return Example(one) if isinstance(one, str) else Example(**one)


@cache
def load_words(name: str) -> dict[str, Any]:
    """The word lists of a TOML file beside this module."""
    return tomllib.loads(files("check").joinpath(name).read_text(encoding="utf-8"))


RULES = _load()
BY_ID: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in RULES})


def finding(
    rule: str,
    paper: Paper,
    span: tuple[int, int] | None,
    *,
    related: Iterable[tuple[int, int]] = (),
    severity: Severity | None = None,
    fix: str | None = None,
    **values: object,
) -> Finding:
    """A finding of the rule at text[span] of the paper; values fill the names in its message, {para} is the paragraph.

    span      None for the whole document
    severity  in place of the rule's own
    """
    return word(BY_ID[rule], paper, span, related=related, severity=severity, fix=fix, **values)


def word(
    entry: Rule,
    paper: Paper,
    span: tuple[int, int] | None,
    *,
    related: Iterable[tuple[int, int]] = (),
    severity: Severity | None = None,
    fix: str | None = None,
    **values: object,
) -> Finding:
    """The same for a rule that need not be a shipped one."""
    others = tuple(paper.place(*other) for other in list(related)[:_MOST_RELATED])
    if span is None:
        return Finding(
            rule=entry.id, severity=severity or entry.severity, message=worded(entry, values), related=others
        )
    here = paper.place(*span)
    number = paper.paragraph_at(span[0]).number
    return Finding(
        rule=entry.id,
        severity=severity or entry.severity,
        message=worded(entry, {"para": number, **values}),
        quote=here.quote,
        start=here.start,
        end=here.end,
        page=here.page,
        related=others,
        fix=fix,
    )


def worded(rule: Rule, values: Mapping[str, object]) -> str:
    """The rule's message with its names filled in."""
    return rule.message.format(**values)


def around(text: str, start: int, end: int, marks: str = "，。；：！？\n", most: int = 12) -> Span:
    """text[start:end] with the words beside it up to the next mark, at most that many characters each side."""
    left = max([start - most, 0, *(text.rfind(mark, 0, start) + 1 for mark in marks)])
    stops = [found for mark in marks if (found := text.find(mark, end)) >= 0]
    return Span(min(left, start), min([end + most, len(text), *stops]))


def listed(parts: Sequence[str], most: int = 8) -> str:
    """Parts joined by «、», with «等» where some are left out."""
    return "、".join(parts[:most]) + ("等" if len(parts) > most else "")
