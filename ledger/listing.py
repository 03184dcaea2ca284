"""Lists of documents and records, a page at a time, filtered and sorted by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from language.normalize import simplify
from ledger import queries
from ledger.filing import KINDS, AnyRecord, Kind, Submission
from ledger.review import State
from ledger.rows import TABLES, to_record
from ledger.search import holds
from ledger.tables import documents, records, searched, units

Order = Literal["newest", "name", "unit", "month"]
_ORDERS: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    "newest": (documents.c.id.desc(),),
    "name": (documents.c.name, documents.c.id),
    "unit": (units.c.name, documents.c.month, documents.c.id),
    "month": (documents.c.month.desc(), units.c.name, documents.c.id),
}
_SAID: Mapping[Kind, tuple[str, ...]] = {
    "counts": ("item", "action", "subject", "unit"),
    "deadlines": ("task", "responsible"),
    "hazards": ("description", "industry", "place", "responsible"),
    "accidents": ("place", "type"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of a list. records: how many it has of each kind, without rejected ones; unchecked: of all kinds."""

    submission: Submission
    records: Mapping[str, int]
    unchecked: int


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A record of a list, with the document that it comes from. part_of is left out, which is about one document."""

    id: int
    kind: Kind
    record: AnyRecord
    state: State
    corrected: bool
    document_id: int
    document: str
    unit: str
    month: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; None and empty ask for all.

    words  all of them must stand in what is listed
    among  of these documents only
    """

    month: str | None = None
    unit: str | None = None
    document_id: int | None = None
    state: State | None = None
    words: Sequence[str] = ()
    among: Sequence[int] = ()


def list_documents(
    connection: Connection, wanted: Wanted, order: Order = "newest", most: int = 50, skip: int = 0
) -> tuple[tuple[Listed, ...], int]:
    """So many documents from there on, and how many there are in all."""
    source = documents.join(units).outerjoin(searched)
    named = (holds(connection, simplify(word), searched.c.name) for word in wanted.words)
    conditions = [*_filed(wanted), *named]
    total = connection.scalar(select(func.count()).select_from(source).where(*conditions)) or 0
    ids = select(documents.c.id).select_from(source).where(*conditions).order_by(*_ORDERS[order])
    found = list(connection.scalars(ids.limit(most).offset(skip)))
    kept = {one.id: one for one in queries.read_submissions(connection, documents.c.id.in_(found))}
    numbers, unchecked = _sums(connection, found)
    return tuple(Listed(kept[id_], numbers.get(id_, {}), unchecked.get(id_, 0)) for id_ in found), total


def list_records(
    connection: Connection, kind: Kind, wanted: Wanted, most: int = 50, skip: int = 0
) -> tuple[tuple[ListedRecord, ...], int]:
    """So many records of one kind from there on, document by document, and how many there are in all.

    Superseded documents are left out, and records that were rejected unless just those are asked for.
    """
    own = TABLES[kind]
    joined = records.join(documents).join(units)
    source = joined.join(own, own.c.record_id == records.c.id) if wanted.words else joined
    conditions = [records.c.kind == kind, *_filed(wanted), _of_state(wanted.state)]
    conditions += [_says(connection, kind, word) for word in wanted.words]
    if wanted.document_id is None:
        conditions.append(documents.c.superseded_by.is_(None))
    total = connection.scalar(select(func.count()).select_from(source).where(*conditions)) or 0
    order = (records.c.document_id.desc(), records.c.start, records.c.id)
    # first which, then what they hold: to sort whole rows takes ten times as long
    ids = select(records.c.id).select_from(source).where(*conditions).order_by(*order).limit(most).offset(skip)
    columns = [column.label(column.key) for table in (records, own) for column in table.c if column.key != "id"]
    about = (documents.c.name.label("document"), documents.c.month, units.c.name.label("filed_by"))
    whole = joined.join(own, own.c.record_id == records.c.id)
    query = select(*columns, *about).select_from(whole).where(records.c.id.in_(list(connection.scalars(ids))))
    return tuple(_listed(dict(row._mapping), kind) for row in connection.execute(query.order_by(*order))), total


def _listed(row: dict[str, Any], kind: Kind) -> ListedRecord:
    return ListedRecord(
        row["record_id"], kind, to_record(row | {"part_of": None}, kind), row["state"],
        row["machine"] is not None or row["origin"] == "human",
        row["document_id"], row["document"], row["filed_by"], row["month"],
    )  # fmt: skip


def _filed(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.month:
        conditions.append(documents.c.month == wanted.month)
    if wanted.unit:
        conditions.append(units.c.name == wanted.unit)
    if wanted.document_id:
        conditions.append(documents.c.id == wanted.document_id)
    if wanted.among:
        conditions.append(documents.c.id.in_(wanted.among))
    return conditions


def _of_state(state: State | None) -> ColumnElement[bool]:
    return records.c.state == state if state else records.c.state != "rejected"


def _says(connection: Connection, kind: Kind, word: str) -> ColumnElement[bool]:
    """Whether the record's words or fields hold the word, written in either script."""
    own = TABLES[kind]
    places = [records.c.quote, *(own.c[name] for name in _SAID[kind])]
    return or_(*(holds(connection, form, *places) for form in {word, simplify(word)}))


def _sums(connection: Connection, ids: Sequence[int]) -> tuple[dict[int, dict[str, int]], dict[int, int]]:
    numbers: dict[int, dict[str, int]] = {id_: dict.fromkeys(KINDS, 0) for id_ in ids}
    unchecked: dict[int, int] = {}
    columns = (records.c.document_id, records.c.kind, records.c.state)
    query = select(*columns, func.count().label("number")).where(
        and_(records.c.document_id.in_(ids), records.c.state != "rejected")
    )
    for row in connection.execute(query.group_by(*columns)):
        numbers[row.document_id][row.kind] += row.number
        if row.state == "unchecked":
            unchecked[row.document_id] = unchecked.get(row.document_id, 0) + row.number
    return numbers, unchecked
