"""A draft: what a paper says, block by block, before anyone has thought of pages or files."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from records import Accident, Count, Deadline, Figure, Filed, Hazard

AnyFiled: TypeAlias = Filed[Count] | Filed[Deadline] | Filed[Hazard] | Filed[Accident]


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed wording of the template; no figure is ever among it."""

    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """What was not read but said by the office: its names and days, the month asked for; also a row's number."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words or a day that a record states; sources are ids of Filed records, never empty."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as printed («9542处»), and what it stands on. name is the thing counted: «排查隐患»."""

    text: str
    figure: Figure
    name: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that no record states; wanted says which."""

    wanted: str

    @property
    def text(self) -> str:
        """The words that stand in its place, for a clerk to fill in."""
        return f"【待填：{self.wanted}】"


Piece: TypeAlias = Words | Given | Quoted | Number | Gap
Inline: TypeAlias = tuple[Piece, ...]


Side: TypeAlias = Literal["last", "back", "leaf"]
Form: TypeAlias = Literal["文件", "信函", "纪要"]


@dataclass(frozen=True, slots=True)
class Masthead:
    """版头: what stands above the red line on the first page. serial, urgency, signer are empty where there is none."""

    form: Form
    mark: Inline
    number: Inline
    serial: Inline = ()
    urgency: Inline = ()
    signer: Inline = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: what stands at the foot of the last page. A letter's has no printer, no day and no lines.

    sent  分送, to whom minutes go, or 主送 where they are so many that no text would stand on page 1; label says which
    side  on which side of the paper: last, that on which the text ends; back, the next; leaf, the one after a blank one
    """

    copies: Inline
    printer: Inline = ()
    date: Inline = ()
    sent: Inline = ()
    label: str = "分送："
    side: Side = "last"


@dataclass(frozen=True, slots=True)
class Title:
    """The paper's title, in parts between which a line may end."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """主送机关, without the colon."""

    inline: Inline


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading alone on its line. level 1 to 4; number as printed: «一、», «（一）», «1.», «（1）»."""

    level: int
    number: str
    inline: Inline


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    inline: Inline


@dataclass(frozen=True, slots=True)
class Attendance:
    """A line of minutes that says who was there: «出席：», «列席：» and the names (GB/T 9704 10.3)."""

    inline: Inline

    @property
    def label(self) -> str:
        """«出席：», which is set in another face; empty where no colon ends the first words."""
        first = self.inline[0].text if self.inline else ""
        name, colon, _ = first.partition("：")
        return name + colon if colon else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one head row. numeric marks the columns whose cells are centred figures; the others hold words.

    note  the line under the table, empty when there is none
    name  by which templates place it, empty for one that no template can
    """

    caption: Inline
    head: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    numeric: tuple[bool, ...]
    note: Inline = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (PNG) with its caption under it; alt says what it shows to whoever cannot see it.

    note  the line under the caption, empty when there is none
    """

    inline: Inline
    alt: str
    png: bytes
    note: Inline = ()


@dataclass(frozen=True, slots=True)
class AttachmentList:
    """附件说明: the titles of the attachments that follow, in their order."""

    titles: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """落款: who signs, and the day."""

    name: Inline
    date: Inline


@dataclass(frozen=True, slots=True)
class Attachment:
    """The head of an attachment on its new page. number is None when there is only one."""

    number: int | None
    title: Inline


Block: TypeAlias = (
    Masthead
    | Title
    | Recipient
    | Heading
    | Paragraph
    | Attendance
    | Table
    | Picture
    | AttachmentList
    | Signature
    | Attachment
    | Imprint
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper of one kind for one month.

    day      成文日期, None when not known
    gaps     what is still to be filled in, each once, in the order of the text
    left_out what the records hold but too little of to be told, one line each, for the drafter
    records  by id, every record that some figure or quotation of the text stands on
    """

    kind: str
    month: str
    day: dt.date | None
    blocks: tuple[Block, ...]
    gaps: tuple[str, ...]
    left_out: tuple[str, ...]
    records: Mapping[int, AnyFiled]

    @property
    def title(self) -> str:
        """The title as one line; empty when the template has none."""
        return "".join(plain(part) for block in self.blocks if isinstance(block, Title) for part in block.parts)

    @property
    def numbered(self) -> bool:
        """Whether it bears a header, and so a 发文字号 that no other paper may bear."""
        return any(isinstance(block, Masthead) for block in self.blocks)

    def pieces(self) -> Iterator[Piece]:
        """Every piece of the text, in reading order."""
        for block in self.blocks:
            for inline in inlines(block):
                yield from inline

    def text(self) -> str:
        """The plain text, one block or table row a line."""
        return "\n".join(line for block in self.blocks for line in lines(block))


def plain(inline: Inline) -> str:
    """The words of the pieces, as printed."""
    return "".join(piece.text for piece in inline)


def inlines(block: Block) -> tuple[Inline, ...]:
    """All the stretches of text that a block holds, in reading order."""
    match block:
        case Masthead():
            return (block.serial, block.urgency, block.mark, block.number, block.signer)
        case Imprint():
            return (block.sent, block.copies, block.printer, block.date)
        case Title(parts):
            return parts
        case AttachmentList(titles):
            return titles
        case Signature(name, date):
            return (name, date)
        case Attachment(_, title):
            return (title,)
        case Table():
            return (block.caption, *block.head, *(cell for row in block.rows for cell in row), block.note)
        case Picture(inline, note=note):
            return (inline, note)
        case _:
            return (block.inline,)


def lines(block: Block) -> list[str]:
    """A block as plain lines."""
    match block:
        case Masthead() | Imprint() | Picture():
            return [line for line in map(plain, inlines(block)) if line]
        case Title(parts):
            return ["".join(map(plain, parts))]
        case Recipient(inline):
            return [f"{plain(inline)}："]
        case Heading(_, number, inline):
            return [number + plain(inline)]
        case AttachmentList(titles):
            return list(attachment_lines(titles))
        case Attachment(number, title):
            return [f"附件{number or ''}", plain(title)]
        case Table():
            cells = ["\t".join(map(plain, row)) for row in (block.head, *block.rows)]
            return [line for line in (plain(block.caption), *cells, plain(block.note)) if line]
        case _:
            return [plain(inline) for inline in inlines(block)]


def attachment_lines(titles: tuple[Inline, ...]) -> Iterator[str]:
    """The lines of 附件说明: one attachment bears no number (GB/T 9704 7.3.4)."""
    for number, title in enumerate(titles, start=1):
        mark = "附件：" if number == 1 else ""
        yield mark + (f"{number}." if len(titles) > 1 else "") + plain(title)
