"""Is a document whole, and does it hold together? Its rules are data (rules.toml, format.toml)."""

from check.annotate import annotate
from check.fix import Mended, fix
from check.kept import Kept
from check.rulebook import SHIPPED, Rulebook, load_rulebook
from check.rules import RULES, Example, Rule
from check.run import check, held
from check.wordfile import DOCX

__all__ = [
    "DOCX",
    "RULES",
    "SHIPPED",
    "Example",
    "Kept",
    "Mended",
    "Rule",
    "Rulebook",
    "annotate",
    "check",
    "fix",
    "held",
    "load_rulebook",
]
