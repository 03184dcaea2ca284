"""What humans say of the records: confirmed, rejected, corrected, added, and taken back. Inside a transaction.

The machine's value stays beside the human's; what counts everywhere else is the human's.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from ledger import queries
from ledger.filing import KINDS, AnyRecord, Kind
from ledger.rows import TABLES, common_values, own_values, plain_values, to_record, values_of
from ledger.tables import documents, records, reviews
from records import BadRecord, BadRequest, Count, NotFound

State = Literal["unchecked", "confirmed", "rejected"]
Act = Literal["confirm", "reject", "correct", "add"]
_R = TypeVar("_R", bound=AnyRecord)

# Fields that say where a record stands and how it was found: not a human's to change.
_FIXED = frozenset({"quote", "start", "end", "page", "confidence", "rule", "part_of"})


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A record of a document, as it counts now, and what humans made of it.

    record   part_of is an index into all counts of the document by position, rejected ones among them
    state    «rejected» records count nowhere
    origin   who found it
    machine  what the program had found, once a human has changed it; else None
    can_undo whether there is something to take back
    """

    id: int
    document_id: int
    kind: Kind
    record: AnyRecord
    state: State
    origin: Literal["machine", "human"]
    machine: AnyRecord | None
    can_undo: bool


def reviewed(connection: Connection, document_id: int) -> tuple[Reviewed, ...]:
    """All records of a document, rejected ones as well, in the order of its text."""
    undoable = _undoable(connection, records.c.document_id == document_id)
    found = [
        _reviewed(row, kind, undoable)
        for kind in KINDS
        for row in queries.read_rows(connection, kind, documents.c.id == document_id)
    ]
    return tuple(sorted(found, key=lambda one: (one.record.start, one.record.end, one.id)))


def reviewed_one(connection: Connection, record_id: int) -> Reviewed:
    """One record. Raises BadRequest when there is none of that id."""
    found = connection.execute(select(records.c.document_id, records.c.kind).where(records.c.id == record_id)).first()
    if found is None:
        raise NotFound(f"没有编号为 {record_id} 的记录")
    # all of the document's, since part_of is an index into them
    rows = queries.read_rows(connection, found.kind, documents.c.id == found.document_id)
    row = next(row for row in rows if row["record_id"] == record_id)
    return _reviewed(row, found.kind, _undoable(connection, records.c.id == record_id))


def revision(connection: Connection, document_id: int) -> int:
    """A number that changes with every review of the document's records; 0 before the first."""
    newest, undone = state_of(connection, documents.c.id == document_id)
    return newest * 1000 + undone


def state_of(connection: Connection, *wanted: ColumnElement[bool]) -> tuple[int, int]:
    """What changes with every review of the records of the documents wanted: the newest, and how many are undone."""
    of_records = documents.join(records, records.c.document_id == documents.c.id)
    of_records = of_records.join(reviews, reviews.c.record_id == records.c.id)
    told = select(func.max(reviews.c.id), func.count().filter(reviews.c.undone)).select_from(of_records)
    newest, undone = connection.execute(told.where(*wanted)).one()
    return int(newest or 0), int(undone)


def confirm(connection: Connection, record_id: int, by: str) -> Reviewed:
    """The record is right as it stands."""
    return _set_state(connection, record_id, by, "confirm", "confirmed")


def reject(connection: Connection, record_id: int, by: str) -> Reviewed:
    """The record is none: from now on it counts nowhere."""
    return _set_state(connection, record_id, by, "reject", "rejected")


def correct(connection: Connection, record_id: int, changes: Mapping[str, Any], by: str) -> Reviewed:
    """Changes fields of the record, which then counts as confirmed. Raises BadRequest: such values cannot be."""
    old = reviewed_one(connection, record_id)
    if fixed := sorted(_FIXED & changes.keys()):
        raise BadRequest(f"记录的 {'、'.join(fixed)} 不能修改；位置不对时请驳回该记录，再从原文中添加")
    new = changed(old.record, changes)
    _remember(connection, old, by, "correct")
    machine = plain_values(_own(old.record, old.kind), old.kind) if _first_change(old) else None
    mark: dict[str, Any] = {"state": "confirmed"} | ({"machine": machine} if machine else {})
    connection.execute(update(records).where(records.c.id == record_id).values(mark))
    _write_own(connection, record_id, old.kind, plain_values(_own(new, old.kind), old.kind))
    return reviewed_one(connection, record_id)


def changed(record: _R, changes: Mapping[str, Any]) -> _R:
    """The record with other values; a number given to a masked count uncovers it. Raises BadRequest."""
    if isinstance(record, Count) and "value" in changes and "masked" not in changes:
        changes = {**changes, "masked": changes["value"] is None}
    try:
        return replace(record, **changes)
    except BadRecord as error:
        raise BadRequest(str(error)) from error
    except TypeError as error:
        raise BadRequest("记录没有这些字段，请核对字段名") from error


def add(connection: Connection, document_id: int, record: AnyRecord, kind: Kind, by: str) -> Reviewed:
    """A record that the program has missed. Raises BadRequest: no such document, or it does not stand at its place."""
    text = connection.scalar(select(documents.c.text).where(documents.c.id == document_id))
    if text is None:
        raise NotFound(f"没有编号为 {document_id} 的文件")
    if not 0 <= record.start < record.end <= len(text):
        raise BadRequest("所选文字不在原文范围内，请重新选择")
    whole = replace(record, quote=text[record.start : record.end])
    last = select(func.max(records.c.position)).where(records.c.document_id == document_id, records.c.kind == kind)
    position = (-1 if (found := connection.scalar(last)) is None else int(found)) + 1
    row = common_values(whole, kind, position, document_id) | {"state": "confirmed", "origin": "human"}
    record_id = int(connection.execute(insert(records).values(row).returning(records.c.id)).scalar_one())
    connection.execute(insert(TABLES[kind]).values(own_values(whole, kind, [record_id], 0)))
    _write_review(connection, record_id, by, "add", {})
    return reviewed_one(connection, record_id)


def undo(connection: Connection, record_id: int, by: str) -> Reviewed | None:
    """Takes back the last thing done to the record; None where it had been added, and is gone. Raises BadRequest."""
    one = reviewed_one(connection, record_id)
    mine = reviews.c.record_id == record_id
    last = connection.execute(select(reviews).where(mine, ~reviews.c.undone).order_by(reviews.c.id.desc())).first()
    if last is None:
        raise BadRequest("这条记录没有可以撤销的操作")
    if last.act == "add":
        connection.execute(delete(records).where(records.c.id == record_id))
        return None
    before = last.before
    connection.execute(
        update(records).where(records.c.id == record_id).values(state=before["state"], machine=before["machine"])
    )
    _write_own(connection, record_id, one.kind, before["values"])
    connection.execute(update(reviews).where(reviews.c.id == last.id).values(undone=True, by=by))
    return reviewed_one(connection, record_id)


def _set_state(connection: Connection, record_id: int, by: str, act: Act, state: State) -> Reviewed:
    one = reviewed_one(connection, record_id)
    if one.state == state:
        return one
    _remember(connection, one, by, act)
    connection.execute(update(records).where(records.c.id == record_id).values(state=state))
    return reviewed_one(connection, record_id)


def _first_change(one: Reviewed) -> bool:
    return one.machine is None and one.origin == "machine"


def _remember(connection: Connection, one: Reviewed, by: str, act: Act) -> None:
    """Keeps what the record was, to go back to."""
    machine = None if one.machine is None else plain_values(_own(one.machine, one.kind), one.kind)
    values = plain_values(_own(one.record, one.kind), one.kind)
    _write_review(connection, one.id, by, act, {"state": one.state, "machine": machine, "values": values})


def _write_review(connection: Connection, record_id: int, by: str, act: Act, before: Mapping[str, Any]) -> None:
    row = {"record_id": record_id, "at": dt.datetime.now(dt.UTC), "by": by, "act": act, "before": before}
    connection.execute(insert(reviews).values(**row, undone=False))


def _own(record: AnyRecord, kind: Kind) -> dict[str, Any]:
    """The values of the record in its kind's own table, links apart."""
    loose = replace(record, part_of=None) if isinstance(record, Count) else record
    return own_values(loose, kind, [0], 0)


def _write_own(connection: Connection, record_id: int, kind: Kind, plain: Mapping[str, Any]) -> None:
    own = TABLES[kind]
    connection.execute(update(own).where(own.c.record_id == record_id).values(values_of(plain, kind)))


def _undoable(connection: Connection, *wanted: Any) -> set[int]:
    """Ids of the records for which there is something to take back."""
    query = select(reviews.c.record_id).join_from(reviews, records).where(~reviews.c.undone, *wanted)
    return set(connection.scalars(query.distinct()))


def _reviewed(row: dict[str, Any], kind: Kind, undoable: set[int]) -> Reviewed:
    record = cast(AnyRecord, to_record(row, kind))
    machine = None if row["machine"] is None else to_record(row | values_of(row["machine"], kind), kind)
    return Reviewed(
        row["record_id"], row["document_id"], kind, record, row["state"], row["origin"], machine,
        row["record_id"] in undoable,
    )  # fmt: skip
