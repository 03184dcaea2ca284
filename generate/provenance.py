"""Shows a draft's sources to its reader: an attachment «数据来源表», or a Word comment at each figure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.text.run import Run

from generate.evidence import entries
from generate.model import (
    Attachment,
    AttachmentList,
    Block,
    Draft,
    Given,
    Imprint,
    Inline,
    Number,
    Quoted,
    Signature,
    Table,
    Words,
)  # fmt: skip
from generate.printing import print_place

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from generate.evidence import Entry

_TITLE = (Words("数据来源表"),)
_HEAD = ("序号", "数据", "文中写法", "计算", "出处")
_MOST = 3  # records that a row quotes; a sum over the county has dozens
_LONGEST = 60
_AUTHOR, _INITIALS = "安文", "安"


def with_sources(paper: Draft) -> Draft:
    """The paper with an attachment that gives each figure's sources; as it is when it has no figure."""
    table = _table(paper)
    if table is None:
        return paper
    ends = [at for at, block in enumerate(paper.blocks) if isinstance(block, Imprint)] or [len(paper.blocks)]
    body, imprint = paper.blocks[: ends[0]], paper.blocks[ends[0] :]
    count = 1 + sum(isinstance(block, Attachment) for block in body)
    made = (Attachment(count if count > 1 else None, _TITLE), table)
    return replace(paper, blocks=(*_listed(body, count), *made, *imprint))


def _listed(body: tuple[Block, ...], count: int) -> Iterator[Block]:
    """The body with the attachment in its 附件说明, and a lone attachment numbered now that there is a second."""
    known = any(isinstance(block, AttachmentList) for block in body)
    for block in body:
        if isinstance(block, AttachmentList):
            yield AttachmentList((*block.titles, _TITLE))
        elif isinstance(block, Attachment):
            yield replace(block, number=block.number or 1)
        elif isinstance(block, Signature) and not known:
            yield AttachmentList((_TITLE,))
            yield block
        else:
            yield block
    if not known and not any(isinstance(block, Signature) for block in body):
        yield AttachmentList((_TITLE,))


def _table(paper: Draft) -> Table | None:
    figures = dict.fromkeys(
        (piece.name, piece.text, piece.figure) for piece in paper.pieces() if isinstance(piece, Number)
    )
    rows = tuple(
        (
            (Given(str(number)),),
            (Words(name),),
            (Given(text),),
            (Given(figure.formula or ""),),
            tuple(_quotes(figure.sources, paper)),
        )
        for number, (name, text, figure) in enumerate(figures, start=1)
    )
    head: tuple[Inline, ...] = tuple((Words(title),) for title in _HEAD)
    return Table((), head, rows, (True, False, False, False, False)) if rows else None


def _quotes(sources: tuple[int, ...], paper: Draft) -> Iterator[Given | Quoted]:
    shown = tuple(dict.fromkeys(sources))
    for at, id_ in enumerate(shown[:_MOST]):
        filed = paper.records[id_]
        yield Given(f"{'；' if at else ''}{print_place(filed, paper.month)}：")
        yield Quoted(f"“{short(filed.record.quote)}”", (id_,))
    if len(shown) > _MOST:
        yield Given(f"；等{len(shown)}条")


def short(quote: str) -> str:
    """A quotation on one line, cut where it is long."""
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def add_comments(word: "WordDocument", paper: Draft) -> None:
    """A Word comment at each figure, with the words that state it. Dated as the paper is, so that it never varies."""
    told = {entry.bookmark: _told(entry, paper) for entry in entries(paper) if entry.value is not None}
    day = paper.day or dt.date.fromisoformat(f"{paper.month}-01")
    for start in list(word.element.body.iter(qn("w:bookmarkStart"))):
        text = told.get(start.get(qn("w:name"), ""))
        run = start.getnext()
        if text is None or run is None or run.tag != qn("w:r"):
            continue
        comment = word.add_comment(Run(run, word._body), text=text, author=_AUTHOR, initials=_INITIALS)
        comment._comment_elm.set(qn("w:date"), f"{day}T00:00:00Z")


def _told(entry: "Entry", paper: Draft) -> str:
    ids = list(dict.fromkeys(source.id for source in entry.sources))
    told = [paper.records[id_] for id_ in ids[:_MOST]]
    lines = [f"{print_place(filed, paper.month)}：“{short(filed.record.quote)}”" for filed in told]
    more = [f"等{len(ids)}条"] if len(ids) > _MOST else []
    return "\n".join([*([entry.formula] if entry.formula else []), *lines, *more])
