"""Markdown (.md): headings, paragraphs, list items with their numbers and tables, without the marks."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from extract.readers.guard import Limits, refuse_cells
from extract.readers.html import BETWEEN_CJK
from extract.readers.reading import Piece, Reading, compose
from extract.readers.text import decode
from records import Cell

if TYPE_CHECKING:
    from markdown_it.token import Token

BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(data: bytes, limits: Limits) -> Reading:
    """The text of a Markdown file as it is rendered. Raises UnreadableFile: no known encoding, too large a table."""
    from markdown_it import MarkdownIt

    refuse_cells(data.count(b"|"), limits)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(decode(data))
    return compose(Rendering().pieces(tokens))


class Rendering:
    """One pass over a file's tokens. It counts tables, and knows the number that the next paragraph bears."""

    def __init__(self) -> None:
        self.mark = ""
        self.tables = 0
        self.row = -1
        self.column = 0
        self.head = False

    def pieces(self, tokens: Sequence["Token"]) -> Iterator[Piece]:
        """The lines and cells."""
        opening = None
        for token in tokens:
            if token.type == "inline" and opening is not None:
                yield self.piece(opening, inline_text(token.children or []))
            elif token.type in ("fence", "code_block"):
                yield Piece(token.content.strip("\n"))
            elif token.type == "html_block":
                yield Piece(without_tags(token.content))
            else:
                self.follow(token)
                opening = token if token.nesting == 1 else None

    def follow(self, token: "Token") -> None:
        """Keeps count of tables, rows, columns and list items."""
        if token.type == "table_open":
            self.row = -1
        elif token.type == "table_close":
            self.tables += 1
        elif token.type == "tr_open":
            self.row, self.column = self.row + 1, -1
        elif token.type in ("th_open", "td_open"):
            self.column += 1
        elif token.type == "list_item_open":
            self.mark = f"{token.info}{token.markup}" if token.info else ""

    def piece(self, opening: "Token", text: str) -> Piece:
        """A heading, a cell or a paragraph, by the token that opened it."""
        if opening.type in ("th_open", "td_open"):
            return Piece(text, "cell", cell=Cell(self.tables, self.row, self.column, head=opening.type == "th_open"))
        mark, self.mark = self.mark, ""
        if opening.type == "heading_open":
            return Piece(mark + text, "heading", level=int(opening.tag[1:]))
        return Piece(mark + text)


def inline_text(tokens: Sequence["Token"]) -> str:
    """What is seen of a paragraph's content; lines that the file breaks run on."""
    parts = []
    for token in tokens:
        if token.type == "softbreak":
            parts.append("\n")
        elif token.type == "hardbreak" or (token.type == "html_inline" and BREAK.fullmatch(token.content)):
            parts.append("\v")
        elif token.type != "html_inline":
            parts.append(token.content)
    joined = BETWEEN_CJK.sub("", "".join(parts)).replace("\n", " ")
    return joined.replace("\v", "\n")


def without_tags(source: str) -> str:
    """The text of a piece of HTML in between; empty where it has none."""
    try:
        return str(lxml_html.fragment_fromstring(source, create_parent="div").text_content()).strip()
    except (etree.ParserError, ValueError):
        return ""
