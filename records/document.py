"""What a reader hands on: a text, and where each piece of it stood in the file."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "heading", "cell", "header", "footer", "note", "debris"]
Script = Literal["hans", "hant"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a table cell stands; all numbers count from 0, spans are at least 1."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, table cell or piece of debris: text[start:end] of its document.

    level  outline level of a heading, from 1; None for all other kinds
    page   from 1; None where the format has no pages
    box    x0, top, x1, bottom in points from the page's top left corner; None where unknown
    cell   set for kind «cell» only
    ocr    how sure recognition was of the block's weakest line, 0 to 1; None for text that was read, not recognised
    address  place in a workbook, «台账!C7», or «C7» in a file of one sheet without a name; None elsewhere
    debris is what a web page puts around its article (navigation, copyright, share buttons), or a table of contents;
    an empty cell is a block of length 0.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    cell: Cell | None = None
    ocr: float | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    r"""A file's text, untouched, and its blocks in reading order.

    Blocks do not overlap. Paragraphs are joined by «\n», cells of a row by «\t»; nothing is stripped,
    so an offset taken once holds for good.
    sha256 is of the file's bytes; pages is None where the format has none.
    """

    name: str
    sha256: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a document says about itself, as far as it could be found; None means it does not say.

    kind is one of KINDS; date is the day of its dateline or signature, else of its publication.
    """

    name: str
    sha256: str
    media_type: str
    kind: str
    title: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    region: str | None = None
    script: Script = "hans"
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading, text[start:end], heading included.

    title  the heading as printed; a section without a heading bears its first sentence
    role   function code of the section (BASIS, DONE, PROB, NEXT …, templates/roles.toml); None when unknown
    level  1 for «一、», 2 for «（一）», 3 for «1.», 4 for «（1）»; sections of a deeper level lie inside their parent
    """

    title: str
    role: str | None
    level: int
    start: int
    end: int


KINDS = (
    "总体方案", "工作汇报", "通报", "讲话", "会议报道", "新闻报道", "通知", "总结",
    "会议纪要", "月度小结", "提醒函", "督办函", "警示函", "约谈通知", "约谈纪要",
    "整改通知书", "挂牌督办通知书", "清单", "其他",
)  # fmt: skip
