"""Lines of a page, or of a scan, joined into the paragraphs that they were broken from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.readers.glyphs import is_wide
from extract.readers.layout import FULL, Column, Line

# All distances are in characters, that is, in type sizes of the line.
INDENT = 1.2
CENTRED = 1.5
OTHER_SIZE = 1.12
WIDE_PITCH = 1.6
# Punctuation may hang over the right margin, which then seems to lie further out than most lines reach.
HANGING = 0.6
LATIN = re.compile(r"[A-Za-z0-9]")
# What a line cannot break inside: a Latin word or a figure, or a character with the marks that must stand beside it.
UNIT = re.compile(
    r"[“‘（(《〔【]*(?:[A-Za-z0-9.%+*\-/]+|.)(?:[，。、；：？！）》”’％%〕】,.;:?!)]|[“‘（(《〔【]+(?:[A-Za-z0-9.%*]+|.))*",
    re.DOTALL,
)
SENTENCE_END = re.compile(r"[。！？；：!?;:”）)]$")
NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十百]+[、章节条是]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、．](?!\d)|[①-⑳]|附件|——)"
)
HEADING = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十百]+[章节条]|附件"
)
# The halves of a number that a line's end has cut, with the Chinese that stands before and after it.
BROKEN_NUMBER = (
    re.compile(r"[\u3000-\u9fff\uff00-\uffef][\d.]{1,8}$"),
    re.compile(r"[\d.]{1,8}[%\u3000-\u9fff\uff00-\uffef]"),
)


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the text that a line belongs to."""

    left: float
    right: float

    def indent(self, line: Line) -> float:
        """How far from the left edge a line begins, in characters."""
        return (line.box[0] - self.left) / line.size

    def free(self, line: Line) -> float:
        """How much is left to the right edge, in characters."""
        return (self.right - line.box[2]) / line.size

    def centres(self, line: Line) -> bool:
        """Whether a line stands in the middle between the edges, or fills the room between them."""
        return abs(self.indent(line) - self.free(line)) < CENTRED


@dataclass(frozen=True, slots=True)
class Usual:
    """What most lines have: pitch, the distance from line to line, and type size. 0 where there are no lines.

    indented  whether paragraphs begin with an indent, so that a line without one goes on with its paragraph
    """

    pitch: float
    size: float
    indented: bool

    @classmethod
    def of(cls, columns: Sequence[Column]) -> "Usual":
        """The medians over the lines of columns; the pitch counts steps down within one page only."""
        lines = [line for column in columns for line in column.lines]
        steps = [b.box[3] - a.box[3] for a, b in pairwise(lines) if a.page == b.page]
        pitch = median([step for step in steps if step > 0] or [0.0])
        size = median([line.size for line in lines for _ in range(len(line.text))] or [0.0])
        first = [INDENT < (line.box[0] - column.left) / line.size < 3 for column in columns for line in column.lines]
        return cls(pitch, size, sum(first) >= max(2, 0.05 * len(first)))


@dataclass(frozen=True, slots=True)
class Shape:
    """How a whole document is set, seen from its columns with lines enough to show it.

    margins  the margins of those columns, each once
    """

    usual: Usual | None
    margins: tuple[Margins, ...]

    @classmethod
    def of(cls, columns: Iterable[Column]) -> "Shape":
        """The shape of a document, given all its columns."""
        full = [column for column in columns if is_full(column)]
        margins = {(round(column.left, 1), round(column.right, 1)): column for column in full}.values()
        usual = Usual.of(full) if full else None
        return cls(usual, tuple(Margins(column.left, column.right) for column in margins))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that make one paragraph, and their text in one."""

    lines: tuple[Line, ...]
    text: str


def paragraphs_of(columns: Sequence[Column], shape: Shape) -> Iterator[Paragraph]:
    """The paragraphs of columns that follow each other, over the ends of columns and pages."""
    usual = shape.usual or Usual.of(columns)
    measured = [
        (line, margins) for column in columns for margins in [margins_of(column, shape)] for line in column.lines
    ]
    group: list[Line] = []
    before: Margins | None = None
    for line, margins in measured:
        if group and before and begins(group, before, line, margins, usual):
            yield Paragraph(tuple(group), text_of(group))
            group = []
        group.append(line)
        before = margins
    if group:
        yield Paragraph(tuple(group), text_of(group))


def is_full(column: Column) -> bool:
    """Whether a column has lines enough to show its margins."""
    return len(column.lines) >= FULL


def margins_of(column: Column, shape: Shape) -> Margins:
    """The margins of a column; a short one takes those of the narrowest full one that it fits into, if there is any."""
    own = Margins(column.left, column.right)
    if is_full(column):
        return own
    slack = median(line.size for line in column.lines)
    fitting = [one for one in shape.margins if one.left - slack <= own.left and own.right <= one.right + slack]
    return min(fitting, key=lambda one: one.right - one.left, default=own)


def begins(group: Sequence[Line], before: Margins, line: Line, margins: Margins, usual: Usual) -> bool:
    """Whether a line begins a paragraph after the lines of the one that is open."""
    last = group[-1]
    if is_apart(last, line, usual) or line.gapped:  # «甲镇    12处»: a row of a table without lines
        return True
    if last.size > OTHER_SIZE * usual.size and margins.centres(line):
        return SENTENCE_END.search(last.text) is not None
    ends_sentence = SENTENCE_END.search(last.text) is not None
    if ended_short(last, before, line, 0.15 if ends_sentence else HANGING):
        return True
    if ends_sentence and not usual.indented and HEADING.match(line.text):
        return True
    return margins.indent(line) > INDENT and not hangs(group, before, line, margins)


def is_apart(last: Line, line: Line, usual: Usual) -> bool:
    """Whether type size or distance part two lines; over a page's end only the size can."""
    ratio = max(last.size, line.size) / max(min(last.size, line.size), 0.1)
    below = line.page == last.page and line.box[3] > last.box[3]
    far = below and line.box[3] - last.box[3] > WIDE_PITCH * max(usual.pitch, 1.2 * line.size)
    return ratio > OTHER_SIZE or far


def ended_short(last: Line, margins: Margins, line: Line, slack: float = HANGING) -> bool:
    """Whether the line before left room in which the first unit of this one would have stood."""
    unit = UNIT.match(line.text)
    return unit is not None and margins.free(last) > width(unit.group()) + slack


def width(text: str) -> float:
    """Most that a text is wide, in characters: Latin ones take about half."""
    return sum(1.0 if is_wide(letter) or letter == "%" else 0.6 for letter in text)


def hangs(group: Sequence[Line], before: Margins, line: Line, margins: Margins) -> bool:
    """Whether an indented line goes on with its paragraph: under a hanging number, or in a paragraph all indented."""
    last = group[-1]
    if SENTENCE_END.search(last.text):
        return False
    step = margins.indent(line) - before.indent(last)
    if abs(step) < 0.5:
        return len(group) > 1 or bool(NUMBERED.match(last.text))
    return len(group) == 1 and 0 < step <= 5 and NUMBERED.match(last.text) is not None


def text_of(lines: Sequence[Line]) -> str:
    """The lines in one."""
    text = lines[0].text
    for line in lines[1:]:
        text = join(text, line.text)
    return text


def join(text: str, more: str) -> str:
    """Two pieces of a broken text: nothing between them in Chinese, a blank between Latin words.

    Figures run together only amid Chinese, where Word may be set to break inside a number («12» / «34家»), while
    two numbers never follow each other; elsewhere «12» and «34» would make a false «1234».
    """
    if not (text and more and LATIN.match(text[-1]) and LATIN.match(more[0])):
        return text + more
    is_number = BROKEN_NUMBER[0].search(text) is not None and BROKEN_NUMBER[1].match(more) is not None
    return text + more if is_number else f"{text} {more}"
