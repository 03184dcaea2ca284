"""Rules and word lists that extraction knows, as data: extract/rules/*.toml."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from language.quick import compiled

_FOLDER = Path(__file__).parent / "rules"
_HEADS = re.compile(r"\(\?=\[(?P<heads>[^\]]+)\]\)")
_FIRST_LETTER = re.compile(r"(?:\(\?<[!=][^()]*\))*([^\W\d_])(?!\?)")
_NAME = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over normalised text, with marked examples of what it must find (⟦…⟧) and what it must leave.

    kind    what a match means to the component that owns the rule
    heads   characters that a match can begin with, from the pattern's own first lookahead: (?=[违非])…,
            and the first ones of the word list that the rule names with «headed_by»
    needs   words of which one stands in whatever the pattern matches; none where that cannot be said
    by_head for each head the pattern of no more than the words that begin with it, where the rule is a word list
    """

    name: str
    pattern: re.Pattern[str]
    finds: tuple[str, ...]
    leaves: tuple[str, ...]
    kind: str = ""
    heads: str = ""
    source: str = ""
    needs: tuple[str, ...] = ()
    by_head: Mapping[str, re.Pattern[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """A rules file: its rules in order, and the word lists of [words], each as one alternation of patterns."""

    rules: tuple[Rule, ...]
    words: Mapping[str, str]

    def compile(self, pattern: str) -> re.Pattern[str]:
        """The pattern with each $name replaced by the word list of that name. Raises KeyError for an unknown name."""
        return compiled(_expand(pattern, self.words))


class Scanner:
    """Finds where any of the rules matches: at the first place, by the first rule, none over another.

    Only places that hold a rule's head are tried, which is many times faster than one alternation of all rules.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        heads = "".join(sorted({head for rule in rules for head in rule.heads}))
        self._heads = re.compile(f"[{re.escape(heads)}]")
        self._rules = {
            head: [(rule, rule.by_head.get(head, rule.pattern)) for rule in rules if head in rule.heads]
            for head in heads
        }

    def scan(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Each match within text[start:end] with its rule."""
        end, done = len(text) if end is None else end, start
        for head in self._heads.finditer(text, start, end):
            at = head.start()
            if at < done:
                continue
            for rule, pattern in self._rules[head[0]]:
                if match := pattern.match(text, at, end):
                    yield rule, match
                    done = match.end()
                    break


@cache
def load(name: str) -> dict[str, Any]:
    """Content of extract/rules/NAME.toml."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def pattern(name: str, *keys: str) -> re.Pattern[str]:
    """The pattern that stands under keys in extract/rules/NAME.toml; «re» itself forgets when it has seen many."""
    found: Any = load(name)
    for key in keys:
        found = found[key]
    return compiled(found)


@cache
def read(name: str) -> Phrasebook:
    """The rules and word lists of extract/rules/NAME.toml. A list may name the lists above it."""
    data = load(name)
    lists: dict[str, list[str]] = data.get("words", {})
    words: dict[str, str] = {}
    for key, entries in lists.items():
        words[key] = alternation([_expand(entry, words) for entry in entries])
    return Phrasebook(tuple(_rule(entry, words, lists) for entry in data.get("rule", ())), words)


def load_rules(name: str) -> tuple[Rule, ...]:
    """The [[rule]] entries of extract/rules/NAME.toml, in their order."""
    return read(name).rules


def alternation(words: list[str]) -> str:
    """One group that matches any of the words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def _rule(entry: Mapping[str, Any], words: Mapping[str, str], lists: Mapping[str, list[str]]) -> Rule:
    pattern, heads = entry["pattern"], _HEADS.match(entry["pattern"])
    listed = _by_first_letter(_expand(word, words) for word in lists.get(entry.get("headed_by", ""), ()))
    return Rule(
        name=entry["name"],
        pattern=compiled(_expand(pattern, words)),
        finds=tuple(entry.get("finds", ())),
        leaves=tuple(entry.get("leaves", ())),
        kind=entry.get("kind", ""),
        heads=(heads["heads"] if heads else "") + "".join(sorted(listed)),
        source=entry.get("source", ""),
        needs=tuple(entry.get("needs", ())),
        by_head=_patterns_of(listed) if pattern == f"${entry.get('headed_by')}" else {},
    )


def _by_first_letter(entries: Iterable[str]) -> dict[str, list[str]]:
    """The patterns of a word list by the letter that each begins with."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(_first_letter(entry), []).append(entry)
    return found


def _patterns_of(listed: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {letter: compiled(alternation(entries)) for letter, entries in listed.items()}


def _expand(pattern: str, words: Mapping[str, str]) -> str:
    return _NAME.sub(lambda name: words[name[1]], pattern)


def _first_letter(word: str) -> str:
    """The letter that a pattern of a word list begins with, after what must not stand before it.

    Raises ValueError where it begins with a choice, whose letters cannot be told.
    """
    match = _FIRST_LETTER.match(word)
    if not match:
        raise ValueError(f"规则词表中的“{word}”须以一个汉字开头")
    return match[1]
