"""The rules as an office has set them: switched off, graver or lighter, its own words, and what it has accepted."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from check.paper import Paper
from check.rules import BY_ID, RULES, SEVERITIES, Example, Rule, word
from language.normalize import normalize
from records import BadRequest, DocumentInfo, Extraction, Finding
from records.findings import Severity

_FIELDS = {
    "off": list, "severity": dict, "accepted": list, "rule": list,
}  # fmt: skip
_ACCEPTED = {"unit": str, "indicator": str, "rule": str, "reason": str}
_RULE = {
    "id": str, "name": str, "severity": str, "pattern": str, "message": str, "source": str, "fix": str, "finds": list,
    "leaves": list,
}  # fmt: skip
_NEEDED = ("id", "pattern", "message", "finds")
_LONGEST = 500  # characters of a pattern: a word list, no program
_TYPES: Mapping[object, str] = {str: "文字", list: "数组 […]", dict: "表"}


@dataclass(frozen=True, slots=True)
class WordRule:
    """A rule of the office's own: what its pattern matches is a finding. fix is what might stand there instead."""

    rule: Rule
    pattern: re.Pattern[str]
    fix: str | None = None

    def __call__(self, paper: Paper) -> Iterator[Finding]:
        """A finding for each match in the normalised text; {found} is what was matched."""
        for match in self.pattern.finditer(paper.text):
            if match[0].strip():
                yield word(self.rule, paper, match.span(), fix=self.fix, found=match[0])


@dataclass(frozen=True, slots=True)
class Accepted:
    """«口径如此»: figures of that unit on that indicator are as they should be. rule None for all rules on figures."""

    unit: str
    indicator: str
    rule: str | None = None
    reason: str = ""

    def covers(self, finding: Finding, document: DocumentInfo) -> bool:
        """Whether the finding is about that unit's indicator: unit in issuer, name or title, indicator in the words."""
        if not (finding.rule == self.rule if self.rule else finding.rule.startswith("figure.")):
            return False
        told = " ".join(filter(None, (document.issuer, document.name, document.title)))
        words = " ".join([finding.quote or "", finding.message, *(place.quote for place in finding.related)])
        return self.unit in told and self.indicator in words


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What an office changed of the shipped rules.

    off       ids of rules that are not to speak
    severity  by id, in place of the rule's own
    """

    off: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()
    words: tuple[WordRule, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules in force, the office's own last."""
        own = (one.rule for one in self.words)
        return tuple(self._set(rule) for rule in (*RULES, *own) if rule.id not in self.off)

    def _set(self, rule: Rule) -> Rule:
        return replace(rule, severity=self.severity.get(rule.id, rule.severity))

    def judged(self, findings: Iterable[Finding], document: DocumentInfo) -> Iterator[Finding]:
        """The findings that the office wants to hear, as grave as it takes them."""
        for one in findings:
            if one.rule not in self.off and not any(accepted.covers(one, document) for accepted in self.accepted):
                yield self._weighed(one)

    def _weighed(self, finding: Finding) -> Finding:
        """With the office's severity; a rule that spoke more softly than usual keeps its softer voice."""
        wanted, entry = self.severity.get(finding.rule), BY_ID.get(finding.rule)
        if wanted is None or entry is None:
            return finding if wanted is None else replace(finding, severity=wanted)
        softened = SEVERITIES.index(finding.severity) < SEVERITIES.index(entry.severity)
        return replace(finding, severity=min(wanted, finding.severity, key=SEVERITIES.index) if softened else wanted)


SHIPPED = Rulebook()


def load_rulebook(path: Path) -> Rulebook:
    """The office's file; the shipped rules where there is none.

    Raises BadRequest with the file and the entry: not TOML, a field or rule that there is not, a pattern that is none,
    an example that its own rule does not hold to.
    """
    if not path.exists():
        return SHIPPED
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRequest(f"核查设置 {path} 不是正确的 TOML：{error}") from error
    except OSError as error:
        raise BadRequest(f"核查设置 {path} 无法读取：{error.strerror}") from error
    try:
        return _rulebook(told)
    except _WrongEntry as error:
        raise BadRequest(f"核查设置 {path} 的{error}") from error


class _WrongEntry(Exception):
    """Which entry is wrong and why, in Chinese."""


def _rulebook(told: Mapping[str, Any]) -> Rulebook:
    _hold("内容", told, _FIELDS)
    words = tuple(_numbered("rule", told.get("rule", []), _word_rule))
    known = BY_ID.keys() | {one.rule.id for one in words}
    for name in (*told.get("off", []), *told.get("severity", {})):
        if name not in known:
            raise _WrongEntry(f"“{name}”不是规则编号，用 anwen rules 查看全部编号")
    severity = {key: _severity(f"severity 中“{key}”", value) for key, value in told.get("severity", {}).items()}
    accepted = tuple(_numbered("accepted", told.get("accepted", []), _accepted))
    return Rulebook(frozenset(told.get("off", [])), severity, accepted, words)


def _numbered(name: str, rows: list[Any], make: Callable[[str, Mapping[str, Any]], Any]) -> Iterator[Any]:
    for number, row in enumerate(rows, 1):
        place = f"第{number}个 [[{name}]]"
        if not isinstance(row, dict):
            raise _WrongEntry(f"{place}写法不对，应以 [[{name}]] 单独成节")
        yield make(place, row)


def _hold(place: str, row: Mapping[str, Any], fields: Mapping[str, type]) -> None:
    for key, value in row.items():
        if key not in fields:
            raise _WrongEntry(f"{place}中没有“{key}”，可用：{'、'.join(fields)}")
        if not isinstance(value, fields[key]):
            raise _WrongEntry(f"{place}中“{key}”应写成{_TYPES[fields[key]]}")


def _need(place: str, row: Mapping[str, Any], names: Iterable[str]) -> None:
    if missing := [name for name in names if not row.get(name)]:
        raise _WrongEntry(f"{place}缺少“{'、'.join(missing)}”")


def _severity(place: str, value: object) -> Severity:
    for known in SEVERITIES:
        if value == known:
            return known
    raise _WrongEntry(f"{place}的程度“{value}”不对，可用：error、warning、info")


def _accepted(place: str, row: Mapping[str, Any]) -> Accepted:
    _hold(place, row, _ACCEPTED)
    _need(place, row, ("unit", "indicator"))
    if row.get("rule") and row["rule"] not in BY_ID:
        raise _WrongEntry(f"{place}中“{row['rule']}”不是规则编号，用 anwen rules 查看全部编号")
    return Accepted(**row)


def _word_rule(place: str, row: Mapping[str, Any]) -> WordRule:
    _hold(place, row, _RULE)
    _need(place, row, _NEEDED)
    place = f"{place}（{row['id']}）"
    if row["id"] in BY_ID or not re.fullmatch(r"text\.own-[a-z-]+", row["id"]):
        raise _WrongEntry(f"{place}的编号不对：写作 text.own- 加小写字母，如 text.own-old-name")
    made = WordRule(_entry(place, row), _pattern(place, row["pattern"]), row.get("fix"))
    _try_message(place, made.rule)
    for example in made.rule.finds:
        _try_found(place, made, example.text)
    for example in made.rule.leaves:
        if found := made.pattern.search(normalize(example.text).text):
            raise _WrongEntry(f"{place}的 leaves 例句“{example.text}”不应有发现，却匹配到“{found[0]}”")
    return made


def _entry(place: str, row: Mapping[str, Any]) -> Rule:
    finds, leaves = row["finds"], row.get("leaves", [])
    if not all(isinstance(one, str) for one in (*finds, *leaves)):
        raise _WrongEntry(f"{place}的 finds、leaves 应是一句一句的文字")
    return Rule(
        row["id"], row.get("name", row["id"]), _severity(place, row.get("severity", "warning")), row["message"],
        row.get("source", "本单位规定"), "text", tuple(map(Example, finds)), tuple(map(Example, leaves)),
    )  # fmt: skip


def _pattern(place: str, pattern: str) -> re.Pattern[str]:
    if len(pattern) > _LONGEST:
        raise _WrongEntry(f"{place}的 pattern 超过{_LONGEST}个字符，请拆成几条")
    try:
        return re.compile(pattern)
    except re.error as error:
        raise _WrongEntry(f"{place}的 pattern 不是正确的正则表达式：{error}") from error


def _try_message(place: str, rule: Rule) -> None:
    try:
        rule.message.format(para=1, found="")
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise _WrongEntry(f"{place}的 message 只能用 {{found}} 和 {{para}}") from error


def _try_found(place: str, made: WordRule, marked: str) -> None:
    before, _, rest = marked.partition("⟦")
    quote, _, after = rest.partition("⟧")
    text = before + quote + after
    extraction = Extraction(DocumentInfo("例", "0" * 64, "text/plain", "其他"), text)
    found = [one.quote for one in made(Paper(extraction))]
    if found != [quote]:
        shown = "、".join(f"“{one}”" for one in found) or "没有匹配"
        raise _WrongEntry(f"{place}的 finds 例句“{marked}”应恰好找到⟦⟧中的文字，实际：{shown}")
