"""The light marks that the made-up documents are written in (corpora/README.md has the list)."""

import re
from dataclasses import dataclass
from typing import Literal

MarkedKind = Literal["title", "subtitle", "heading", "numbered", "note", "signature", "row", "paragraph"]

HEADING = re.compile(r"(#{2,3}) (.+)")
NUMBERED = re.compile(r"([123])# (.+)")
PREFIXES: tuple[tuple[str, MarkedKind], ...] = (
    ("# ", "title"),
    ("^ ", "subtitle"),
    ("> ", "signature"),
    ("@meta ", "note"),
    ("|", "row"),
)


@dataclass(frozen=True, slots=True)
class Marked:
    """One line of a source without its mark.

    level  of a heading, and of a paragraph that Word numbers by itself, from 1; else 0
    cells  of a table row; «<<» continues the cell on its left, «^^» the one above
    """

    kind: MarkedKind
    text: str
    level: int = 0
    cells: tuple[str, ...] = ()


def parse(source: str) -> tuple[Marked, ...]:
    """The lines of a source, in order; empty lines are left out."""
    return tuple(parse_line(line) for line in source.splitlines() if line.strip())


def parse_line(line: str) -> Marked:
    """What one line of a source says and how it is marked."""
    if match := HEADING.fullmatch(line):
        return Marked("heading", match[2], level=len(match[1]) - 1)
    if match := NUMBERED.fullmatch(line):
        return Marked("numbered", match[2], level=int(match[1]))
    for prefix, kind in PREFIXES:
        if line.startswith(prefix):
            return Marked(kind, line.removeprefix(prefix), cells=parse_cells(line) if kind == "row" else ())
    return Marked("paragraph", line)


def parse_cells(line: str) -> tuple[str, ...]:
    """The cells of «| a | b |»."""
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def tables(lines: tuple[Marked, ...]) -> list[list[Marked]]:
    """The lines in groups: a run of table rows together, any other line alone."""
    groups: list[list[Marked]] = []
    for line in lines:
        if groups and line.kind == "row" == groups[-1][-1].kind:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
