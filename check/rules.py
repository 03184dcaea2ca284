"""The rules as data (rules.toml), and the findings that they word."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from check.paper import Paper, Span
from records import Finding
from records.findings import Severity

Reads = Literal["text", "figures", "sections"]

_MOST_RELATED = 12  # enough to see what is meant; a document of forms has hundreds of blanks


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule is tried on; ⟦ ⟧ mark the quote that it must find. kind and date are the document's."""

    text: str
    kind: str
    date: date | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for.

    id       dotted, as in the JSON
    name     what to call it to the user
    message  with {names} that the rule's code fills in
    source   rule number in the domain reference, section 4
    reads    text: the words alone; figures: the counts too; sections: the sections too
    finds    what it must find, leaves: look-alikes that it must leave alone
    """

    id: str
    name: str
    severity: Severity
    message: str
    source: str
    reads: Reads
    finds: tuple[Example, ...]
    leaves: tuple[Example, ...]


def _load() -> tuple[Rule, ...]:
    data = tomllib.loads(files("check").joinpath("rules.toml").read_text(encoding="utf-8"))
    return tuple(_rule(row) for row in data["rule"])


def _rule(row: Mapping[str, Any]) -> Rule:
    finds, leaves = (tuple(_example(one) for one in row[side]) for side in ("finds", "leaves"))
    return Rule(
        row["id"], row["name"], row["severity"], row["message"], row["source"], row["reads"], finds, leaves
    )  # fmt: skip


def _example(one: str | Mapping[str, Any]) -> Example:
    row: Mapping[str, Any] = {"text": one} if isinstance(one, str) else one
    return Example(row["text"], row.get("kind", "其他"), row.get("date"))


RULES = _load()
_BY_ID: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in RULES})


def load_words(name: str) -> dict[str, Any]:
    """The word lists of a TOML file beside this module."""
    return tomllib.loads(files("check").joinpath(name).read_text(encoding="utf-8"))


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
    entry = _BY_ID[rule]
    others = tuple(paper.place(*other) for other in list(related)[:_MOST_RELATED])
    if span is None:
        return Finding(rule=rule, severity=severity or entry.severity, message=_worded(entry, values), related=others)
    here = paper.place(*span)
    number = paper.paragraph_at(span[0]).number
    return Finding(
        rule=rule,
        severity=severity or entry.severity,
        message=_worded(entry, {"para": number, **values}),
        quote=here.quote,
        start=here.start,
        end=here.end,
        page=here.page,
        related=others,
        fix=fix,
    )


def _worded(rule: Rule, values: Mapping[str, object]) -> str:
    return rule.message.format(**values)


def around(text: str, start: int, end: int, marks: str = "，。；：！？\n", most: int = 12) -> Span:
    """text[start:end] with the words beside it up to the next mark, at most that many characters each side."""
    left = max([start - most, 0, *(text.rfind(mark, 0, start) + 1 for mark in marks)])
    stops = [found for mark in marks if (found := text.find(mark, end)) >= 0]
    return Span(min(left, start), min([end + most, len(text), *stops]))


def listed(parts: Sequence[str], most: int = 8) -> str:
    """Parts joined by «、», with «等» where some are left out."""
    return "、".join(parts[:most]) + ("等" if len(parts) > most else "")
