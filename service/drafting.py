"""Papers that are to be drafted: what from, what a human has filled in, and the paper as it is now."""

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

import generate
from generate.model import Draft, Number, inlines
from ledger.store import Store
from records import BadRequest, NotFound
from service import papers
from service.settings import load_office, own_templates
from service.tables import drafts


@dataclass(frozen=True, slots=True)
class Order:
    """A paper that somebody wants.

    units      of these only, all when empty
    filled     words for gaps, by what they want
    addressee  whom it is written to, where its kind is written to one
    """

    id: int
    kind: str
    month: str
    units: tuple[str, ...]
    filled: Mapping[str, str]
    by: str
    at: dt.datetime
    addressee: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A record that a figure or quotation stands on."""

    id: int
    unit: str
    document: str
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a draft's text. kind: words, given, quoted, number, gap; sources: ids of its records."""

    kind: str
    text: str
    sources: tuple[int, ...] = ()
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a draft as pieces; of a table one line a row. kind: title, heading, paragraph, table …"""

    kind: str
    level: int
    number: str
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A paper as it will print, with what is still to be filled in and the records that it stands on."""

    order: Order
    title: str
    lines: tuple[Line, ...]
    gaps: tuple[str, ...]
    left_out: tuple[str, ...]
    sources: tuple[Source, ...]


def wanted(kind: str, month: str, units: Sequence[str], by: str, addressee: str | None = None) -> Order:
    """An order that has no id yet. Raises BadRequest for a kind that cannot be drafted."""
    now = dt.datetime.now(dt.UTC)
    return Order(0, generate.known_kind(kind, own_templates()), month, tuple(units), {}, by, now, addressee)


def place(connection: Connection, order: Order) -> Order:
    """Notes an order; gives it with its id."""
    row = {field.name: getattr(order, field.name) for field in fields(order) if field.name != "id"}
    new = insert(drafts).values(row | {"units": list(order.units)}).returning(drafts.c.id)
    return replace(order, id=int(connection.execute(new).scalar_one()))


def fill(connection: Connection, order_id: int, filled: Mapping[str, str]) -> None:
    """Notes the words for gaps, in place of those noted before. Raises NotFound."""
    done = connection.execute(update(drafts).where(drafts.c.id == order_id).values(filled=dict(filled)))
    if not done.rowcount:
        raise NotFound(f"没有编号为 {order_id} 的文稿")


def read(connection: Connection, order_id: int) -> Order:
    """The order of that id. Raises NotFound."""
    row = connection.execute(select(drafts).where(drafts.c.id == order_id)).first()
    if row is None:
        raise NotFound(f"没有编号为 {order_id} 的文稿")
    return _order(row)


def listed(connection: Connection, most: int = 50) -> tuple[Order, ...]:
    """The latest orders, the newest first."""
    return tuple(map(_order, connection.execute(select(drafts).order_by(drafts.c.id.desc()).limit(most))))


def _order(row: Any) -> Order:
    return Order(row.id, row.kind, row.month, tuple(row.units), row.filled, row.by, row.at, row.addressee)


def draft(store: Store, order: Order) -> Draft:
    """The paper from the records as they are now, gaps filled as far as words are given. Raises BadRequest, Failure."""
    summary = store.summary(order.month, order.units)
    if not summary.units and not summary.unlisted:
        raise BadRequest(f"{order.month} 还没有可用的报告：请先上传，或改选月份")
    past = papers.before(store, order.month, [order.kind], order.units)
    paper = generate.draft(
        order.kind, summary, load_office(), True, own_templates(), unit=order.addressee, before=past
    )  # fmt: skip
    return generate.fill(paper, order.filled)


def to_file(paper: Draft, suffix: Literal["docx", "xlsx"]) -> bytes:
    """The paper as a Word file, or its tables as a workbook. Raises Failure for a paper without tables."""
    with tempfile.TemporaryDirectory(prefix="anwen-") as folder:
        target = Path(folder) / f"draft.{suffix}"
        generate.write(paper, target)
        return target.read_bytes()


def to_pdf(paper: Draft) -> bytes:
    """The paper as PDF. Raises Failure where LibreOffice is not installed."""
    with tempfile.TemporaryDirectory(prefix="anwen-") as folder:
        source, target = Path(folder) / "draft.docx", Path(folder) / "draft.pdf"
        generate.print_out(paper, source, target)
        return target.read_bytes()


def preview(order: Order, paper: Draft) -> Preview:
    """The paper for the screen."""
    lines = tuple(line for block in paper.blocks for line in _lines(block))
    sources = tuple(
        Source(one.id, one.unit, one.document, one.record.page, one.record.quote) for one in paper.records.values()
    )
    return Preview(order, paper.title, lines, paper.gaps, paper.left_out, sources)


def _lines(block: Any) -> list[Line]:
    kind = type(block).__name__.lower()
    level, number = getattr(block, "level", 0), str(getattr(block, "number", None) or "")
    if kind != "table":
        return [Line(kind, level, number, tuple(map(_pieces, inlines(block))))]
    rows = [("caption", (block.caption,)), ("head", block.head), *(("row", row) for row in block.rows)]
    rows += [("note", (block.note,))] if block.note else []
    return [Line(f"table-{part}", 0, "", tuple(map(_pieces, cells))) for part, cells in rows]


def _pieces(inline: Sequence[Any]) -> tuple[Piece, ...]:
    return tuple(_piece(one) for one in inline)


def _piece(one: Any) -> Piece:
    kind = type(one).__name__.lower()
    if isinstance(one, Number):
        return Piece(kind, one.text, one.figure.sources, one.figure.formula)
    return Piece(kind, one.text, getattr(one, "sources", ()))
