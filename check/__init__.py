"""Is a document whole, and does it hold together? Its rules are data (rules.toml)."""

from check.rules import RULES, Example, Rule
from check.run import check

__all__ = ["RULES", "Example", "Rule", "check"]
