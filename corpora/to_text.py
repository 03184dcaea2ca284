"""A marked source as plain text, as clerks send it: indented, or wrapped as pasted from a PDF."""

import re

from corpora.marks import Marked

WIDTH = 66  # columns of a page, for the signature on the right
WORD = re.compile(r"[0-9.]+|.")
STOPS = "，。；：、）”》"
PAGE_LINES = 21  # a pasted page ends with its number


def to_text(lines: tuple[Marked, ...], indent: str = "", wrap: int | None = None) -> str:
    """The lines as text; with wrap, each line holds that many characters and pages keep their numbers."""
    printed = [print_line(line, indent) for line in lines]
    if wrap is not None:
        printed = paged([piece for line in printed for piece in wrapped(line, wrap)])
    return "\n".join(printed) + "\n"


def print_line(line: Marked, indent: str) -> str:
    """One line with its place on the page made of spaces."""
    if line.kind == "signature":
        return line.text.rjust(WIDTH // 2)
    return indent + line.text if line.kind == "paragraph" else line.text


def wrapped(line: str, width: int) -> list[str]:
    """A line cut as a page cuts it: a number stays whole, no punctuation mark begins a line."""
    pieces = [""]
    for word in WORD.findall(line):
        if len(pieces[-1]) + len(word) > width and word not in STOPS:
            pieces.append("")
        pieces[-1] += word
    return pieces


def paged(lines: list[str]) -> list[str]:
    """The lines with «- n -» after every full page."""
    pages = [lines[at : at + PAGE_LINES] for at in range(0, len(lines), PAGE_LINES)]
    return [line for number, page in enumerate(pages, 1) for line in [*page, f"- {number} -"]]
