"""Rules and word lists that extraction knows, as data: extract/rules/*.toml."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over normalised text, with marked examples of what it must find (⟦…⟧) and what it must leave."""

    name: str
    pattern: re.Pattern[str]
    finds: tuple[str, ...]
    leaves: tuple[str, ...]


@cache
def load(name: str) -> dict[str, Any]:
    """Content of extract/rules/NAME.toml."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """The [[rule]] entries of extract/rules/NAME.toml, in their order."""
    return tuple(
        Rule(entry["name"], re.compile(entry["pattern"]), tuple(entry["finds"]), tuple(entry["leaves"]))
        for entry in load(name)["rule"]
    )
