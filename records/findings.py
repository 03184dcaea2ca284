"""What the checker says about a document."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text that a finding also speaks of: the other figure, the first heading."""

    quote: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong or doubtful. message holds the sum done and the mend; start is None for the whole document.

    rule      dotted: section.* figure.* date.* number.* format.* text.*
    severity  error: a contradiction between exact figures; warning: likely; info: worth a look
    fix       text to stand in place of the quote where that changes no meaning, else None
    """

    rule: str
    severity: Severity
    message: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    related: tuple[Place, ...] = ()
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """Whose findings these are."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings on one document, in the order of the text; those on the whole document come first."""

    document: CheckedDocument
    findings: tuple[Finding, ...] = ()
