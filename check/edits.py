"""What may be changed in a Word file without touching a word or a figure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from check.formpaper import Line
from records import Finding

NO_INDENT = {"firstLineChars": "0", "firstLine": "0", "left": "0", "leftChars": "0", "hanging": ""}  # «» takes it out
_MARKS = re.compile(r"[^\w%‰℃°+±×÷=<>≤≥~～]|_", re.UNICODE)


@dataclass(frozen=True, slots=True)
class TypeEdit:
    """Other type for the characters start to end of a line's own text; what is None stays as it is.

    chinese  name of the face of Chinese letters; size in half-points; colour as RRGGBB or «auto»
    """

    line: Line
    start: int
    end: int
    chinese: str | None = None
    size: int | None = None
    colour: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class LayoutEdit:
    """Other layout for a line's paragraph: attributes by element («ind», «spacing», «jc», «pageBreakBefore»).

    An empty value takes the attribute out.
    """

    line: Line
    marks: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class PageEdit:
    """Other paper or margins for a section: attributes by element («pgSz», «pgMar»)."""

    section: etree._Element
    marks: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class NumberEdit:
    """Page numbers for a section that has none."""

    section: etree._Element


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Other marks in a line: new stands for the characters start to end of its own text."""

    line: Line
    start: int
    end: int
    new: str


Edit = TypeEdit | LayoutEdit | PageEdit | NumberEdit | TextEdit


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding on the form of a paper, and the edits that put it right; none where that is for a person to do."""

    finding: Finding
    edits: tuple[Edit, ...] = field(default=())


def is_safe(old: str, new: str) -> bool:
    """Whether both say the same words and figures: only marks, brackets, blanks and the width of digits differ."""
    return _words(old) == _words(new)


def _words(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text))
