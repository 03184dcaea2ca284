"""Reads a rendered paper, line by line, into blocks. The markup is described in templates/README.md."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from generate.marks import Marks
from generate.model import (
    Attachment,
    AttachmentList,
    Attendance,
    Block,
    Heading,
    Inline,
    Paragraph,
    Recipient,
    Signature,
    Table,
    Title,
)  # fmt: skip
from templates import BadTemplate

_LINE = re.compile(r"(?P<sign>#{1,5}|[-@>=|*]) +(?P<text>.*)")
_DEEPEST = 4
_MOST_PARTS = 8
_DROPPED = re.compile("[，、；：]+(?=[。；])|(?<=[，；])[，；]+")
_ENDS = "。；，、 "
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the markup with all that continues it. joined: no blank line stands before it."""

    sign: str
    text: str
    joined: bool


def read_blocks(
    text: str, marks: Marks, tables: Mapping[str, Table | None], allowed: Collection[str] = ()
) -> tuple[Block, ...]:
    """The blocks of the paper: headings numbered, empty ones dropped, the attachments listed before the signature.

    Raises BadTemplate: a table that there is not; UnsourcedFigure: a number that is not in marks.
    """
    reader = _Reader(marks, tables, allowed)
    blocks = [block for line in _with_points(_lines(text)) if (block := reader.block(line)) is not None]
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Attachment)]
    body = blocks[: starts[0]] if starts else blocks
    parts = [blocks[start:end] for start, end in pairwise([*starts, len(blocks)])]
    return tuple(_assemble(body, [part for part in parts if len(part) > 1]))


def _assemble(body: list[Block], attachments: list[list[Block]]) -> Iterator[Block]:
    signed = [block for block in body if isinstance(block, Signature)]
    yield from settle([block for block in body if not isinstance(block, Signature)])
    titles = tuple(part[0].title for part in attachments if isinstance(part[0], Attachment))
    if titles:
        yield AttachmentList(titles)
    yield from signed
    for number, (title, part) in enumerate(zip(titles, attachments, strict=True), start=1):
        yield Attachment(number if len(titles) > 1 else None, title)
        yield from settle(part[1:])


def _lines(text: str) -> Iterator[_Line]:
    """The lines of the markup; a line without a sign continues a paragraph or a point above it."""
    current: _Line | None = None
    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        match = _LINE.fullmatch(line)
        if line and match is None and current is not None and current.sign in ("", "-"):
            current = replace(current, text=current.text + line)
            continue
        joined = current is not None
        if current is not None:
            yield current
        current = _Line(match["sign"] if match else "", match["text"] if match else line, joined) if line else None


def _with_points(lines: Iterator[_Line]) -> Iterator[_Line]:
    """The lines, runs of points made into one paragraph, which goes on from the paragraph right above it."""
    held: _Line | None = None
    points: list[str] = []
    for line in lines:
        if line.sign == "-":
            if not points and held is not None and not (line.joined and held.sign == ""):
                yield held
                held = None
            points.append(line.text)
            continue
        yield from _flush(held, points)
        held, points = line, []
    yield from _flush(held, points)


def _flush(held: _Line | None, points: list[str]) -> Iterator[_Line]:
    lead = held or _Line("", "", False)
    if points:
        lead = replace(lead, text=lead.text + in_points(points))
    if lead.text:
        yield lead


def in_points(points: list[str]) -> str:
    """«一是…；二是…。»; one point alone is a plain sentence. A point with 。 inside makes all end in 。"""
    texts = [text for point in points if (text := point.strip(_ENDS))]
    if len(texts) < 2:
        return "".join(f"{text}。" for text in texts)
    separator = "。" if any("。" in text for text in texts) else "；"
    return separator.join(f"{chinese(number)}是{text}" for number, text in enumerate(texts, start=1)) + "。"


def settle(blocks: list[Block], level: int = 1) -> list[Block]:
    """The blocks with headings numbered from that level down; none is empty, none below level 1 stands alone."""
    if level > _DEEPEST:
        return blocks
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level == level]
    lead = settle(blocks[: starts[0]] if starts else blocks, level + 1)
    sections = [
        (blocks[start], settle(blocks[start + 1 : end], level + 1)) for start, end in pairwise([*starts, len(blocks)])
    ]
    full = [(heading, body) for heading, body in sections if body]
    if len(full) == 1 and level > 1:
        return lead + full[0][1]
    for number, (heading, body) in enumerate(full, start=1):
        assert isinstance(heading, Heading)
        lead += [replace(heading, number=_NUMBERS[level](number)), *body]
    return lead


def chinese(number: int) -> str:
    """1 to 99 in Chinese: 一, 十, 十二, 二十, 九十九."""
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones else "")


_NUMBERS: dict[int, Callable[[int], str]] = {
    1: lambda number: f"{chinese(number)}、",
    2: lambda number: f"（{chinese(number)}）",
    3: lambda number: f"{number}.",
    4: lambda number: f"（{number}）",
}


class _Reader:
    """Makes a block of a line."""

    def __init__(self, marks: Marks, tables: Mapping[str, Table | None], allowed: Collection[str]) -> None:
        self.marks, self.tables, self.allowed = marks, tables, allowed

    def block(self, line: _Line) -> Block | None:
        """The block; None for a table without rows."""
        match line.sign:
            case "#":
                return self.title(line.text.split("|"))
            case "@":
                return Recipient(self.inline(line.text.rstrip("：")))
            case ">":
                name, _, date = line.text.partition("|")
                return Signature(self.inline(name), self.inline(date))
            case "=":
                return Attachment(None, self.inline(line.text))
            case "|":
                return self.table(line.text)
            case "*":
                return Attendance(self.inline(line.text))
            case "":
                return Paragraph(self.inline(_DROPPED.sub("", line.text)))
            case sign:
                return Heading(len(sign) - 1, "", self.inline(line.text))

    def title(self, parts: list[str]) -> Title:
        """The title in its parts. Raises BadTemplate when they are more than lines can be tried for."""
        if len(parts) > _MOST_PARTS:
            raise BadTemplate(f"模板的标题分了{len(parts)}段，最多{_MOST_PARTS}段，请减少“|”")
        return Title(tuple(map(self.inline, parts)))

    def inline(self, text: str) -> Inline:
        """The pieces of a stretch of the line."""
        return self.marks.read(text.strip(), self.allowed)

    def table(self, text: str) -> Table | None:
        """The table of that name; words after «:» are its caption."""
        name, _, caption = text.partition("：")
        if name.strip() not in self.tables:
            raise BadTemplate(f"模板要的表“{name}”不存在，可用：{'、'.join(self.tables)}")
        table = self.tables[name.strip()]
        return replace(table, caption=self.inline(caption)) if table else None
