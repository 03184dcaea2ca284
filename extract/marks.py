"""Where headings stand in a normalised text, whatever marks them. Wordings: rules/sections.toml."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.frame import Frame, Line
from extract.rulebook import load
from language.numerals import parse
from language.quick import compiled

TAIL, OPENER = "tail", "opener"


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading: text[start:end] without its closing stop; its section begins at start.

    style    what marks it: «一、», «（一）», «——» …, «h1» …, «bare», «topic»; TAIL ends all sections
    number   its place in its row, None where it has none
    inside   whether it stands inside a line, where it counts only in a row
    level    of the reader's heading, else None
    role     what an OPENER opens («下一步，……» at a paragraph's beginning), else None
    """

    start: int
    end: int
    style: str
    number: int | None = None
    inside: bool = False
    level: int | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A way to begin a heading; the fields are those of [[mark]] in rules/sections.toml."""

    name: str
    pattern: re.Pattern[str]
    rank: int
    level: int
    inline: bool
    loose: bool
    single: bool

    @property
    def lead(self) -> re.Pattern[str]:
        """A heading of this style inside a line, behind a stop or, the first of a row, behind the heading above it.

        It ends where a stop or a row of the next level does; a loose one at the first comma when there is neither.
        """
        most = load("sections")["lead_most"]
        before = r"(?:(?<=[。；：！？”）])|(?<=[\u4e00-\u9fff])(?=（一）|1[.、]))"
        ending = r"[。：][^\n]|（一）|1[.、]\D|一是" + ("|，" if self.loose else "")
        words = rf"{self.pattern.pattern}[^。；：！？\n]{{2,{most}}}?"
        return compiled(rf"{before}(?P<head>{words})(?={ending})")


@cache
def styles() -> tuple[Style, ...]:
    """The styles of numbered headings, the outermost first."""
    return tuple(
        Style(
            row["style"],
            re.compile(row["pattern"]),
            row["rank"],
            row["level"],
            row.get("inline", False),
            row.get("loose", False),
            row.get("single", False),
        )
        for row in load("sections")["mark"]
    )


def numbered_marks(text: str, lines: Sequence[Line]) -> list[Mark]:
    """Headings with a number, a dash or a reader's heading style, in order; without those of a table of contents."""
    own = [mark for line in lines if (mark := _line_mark(line))]
    return _without_contents(_in_rows([*own, *_inside_marks(lines)]), text)


def attachments(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of the lines that list what is attached: «附件：1.……» and the numbered lines below it."""
    opens, goes_on = (re.compile(load("sections")["tail"][name]) for name in ("attached", "attached_more"))
    found: set[int] = set()
    for at, line in enumerate(lines):
        if opens.match(line.text) or (at - 1 in found and goes_on.fullmatch(line.text)):
            found.add(at)
    return frozenset(found)


def tails(frame: Frame, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Where the body ends: at the signature, at attachments, at what a web page adds below the last heading."""
    below = re.compile(load("sections")["tail"]["below"])
    listed = attachments(frame.lines)
    last = max((mark.start for mark in marks), default=0)
    begun = False
    for at, line in enumerate(frame.lines):
        signed = frame.signature is not None and at == frame.signature.first
        ends = signed or at in listed or (line.start > last and line.kind != "cell" and below.match(line.text))
        if begun and ends:
            yield Mark(line.start, line.end, TAIL)
        begun = begun or "。" in line.text


def _line_mark(line: Line) -> Mark | None:
    """The heading that the line is or begins with; None for a cell or plain text."""
    if line.kind == "cell":
        return None
    for style in styles():
        found = style.pattern.match(line.text)
        if found and not _in_a_run(line.text, style, found) and (end := _heading_end(line.text, found.end(), style)):
            return Mark(line.start, line.start + end, style.name, _number(found), level=line.level)
    if line.kind == "heading":
        end = line.start + len(line.text.rstrip("：。"))
        return Mark(line.start, end, f"h{line.level or 1}", level=line.level or 1)
    return None


def _in_a_run(text: str, style: Style, first: re.Match[str]) -> bool:
    """Whether the next number of a «single» style stands in the same line: «一是……。二是……。»."""
    return style.single and any(
        _number(found) == (_number(first) or 0) + 1 for found in style.pattern.finditer(text, first.end())
    )


def _number(found: re.Match[str]) -> int | None:
    value = parse(found["number"]) if "number" in found.re.groupindex else None
    return None if value is None else int(value)


def _heading_end(text: str, after: int, style: Style) -> int:
    """Where the heading ends that a line begins with, its number ending at «after»; 0 when it has no such form."""
    rules = load("sections")
    stop = re.compile(r"[。；！？]|：(?=.)").search(text, after)
    end = stop.start() if stop else len(text.rstrip("："))
    if end <= after:
        return 0
    if style.loose or not stop:
        return end if style.loose or end <= rules["line_most"] else 0
    is_lead = stop[0] in "。：" and stop.end() < len(text)
    return end if is_lead and end - after <= rules["lead_most"] else 0


def _inside_marks(lines: Iterable[Line]) -> Iterator[Mark]:
    """Numbered leads behind a full stop: «……状态。二、着力推进三年行动。认真贯彻»."""
    inline = [(style.name, style.lead) for style in styles() if style.inline]
    for line in lines:
        if line.kind == "cell":
            continue
        for name, lead in inline:
            for found in lead.finditer(line.text):
                start, end = found.span("head")
                yield Mark(line.start + start, line.start + end, name, _number(found), inside=True)


def _in_rows(marks: Sequence[Mark]) -> list[Mark]:
    """The marks in order, less those inside a line whose numbers do not run on from the one of their style before."""
    kept: list[Mark] = []
    for style in {mark.style for mark in marks}:
        row = sorted((mark for mark in marks if mark.style == style), key=lambda mark: mark.start)
        last: int | None = None
        for at, mark in enumerate(row):
            if not mark.inside or _runs_on(mark, last, row[at + 1] if at + 1 < len(row) else None):
                kept.append(mark)
                last = mark.number
    return sorted(kept, key=lambda mark: mark.start)


def _runs_on(mark: Mark, last: int | None, after: Mark | None) -> bool:
    if mark.number == 1:
        return after is not None and after.number == 2
    return last is not None and mark.number == last + 1


def _without_contents(marks: Sequence[Mark], text: str) -> list[Mark]:
    """The marks less those of a table of contents: headings with nothing below that come again further on."""
    names = [_name(mark, text) for mark in marks]
    last = {name: at for at, name in enumerate(names)}
    kept, dropping = [], False
    for at, mark in enumerate(marks):
        after = marks[at + 1] if at + 1 < len(marks) else None
        empty = after is not None and not text[mark.end : after.start].strip("。： \n.…0123456789")
        dropping = last[names[at]] > at and (empty or dropping)
        if not dropping:
            kept.append(mark)
    return kept


def _name(mark: Mark, text: str) -> tuple[str, str]:
    return mark.style, re.sub(r"[\s.…·\d]+$", "", text[mark.start : mark.end])
