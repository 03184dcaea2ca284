"""What is read from and written to the tables, each in the caller's transaction."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, select, update

from language.normalize import Reading, simplify
from ledger.filing import KINDS, Kind, Submission, readable, records_of
from ledger.layout import packed, unpacked
from ledger.roster import Roster
from ledger.rows import TABLES, common_values, own_values, to_record
from ledger.tables import aliases, counts, documents, layouts, records, searched, settings, units
from records import Block, Extraction, Filed, ReportingUnit, Section

ABOUT = ("name", "sha256", "media_type", "kind", "title", "issuer", "date", "region", "script", "pages")
_SUBMISSION = ("id", "month", "received", "name", "sha256", "kind", "title", "superseded_by")
_DUE = "due"


def read_records(connection: Connection, kind: Kind, *wanted: ColumnElement[bool]) -> tuple[Filed[Any], ...]:
    """Filed records of one kind from the documents wanted, document by document in the order of filing.

    Those that a human rejected are left out.
    """
    return tuple(
        Filed(row["record_id"], row["filed_by"], row["document"], row["month"], to_record(row, kind), row["sha256"])
        for row in read_rows(connection, kind, records.c.state != "rejected", *wanted)
    )


def read_rows(connection: Connection, kind: Kind, *wanted: ColumnElement[bool]) -> list[dict[str, Any]]:
    """The rows of records of one kind, part_of being an index into those of the same document that are among them."""
    rows = [dict(row._mapping) for row in connection.execute(_records_query(kind).where(*wanted))]
    indexes: dict[int, dict[int, int]] = {}
    for row in rows:
        of_document = indexes.setdefault(row["document_id"], {})
        of_document[row["position"]] = len(of_document)
    if kind == "counts":
        for row in rows:
            row["part_of"] = indexes[row["document_id"]].get(row["part_of"])
    return rows


def _records_query(kind: Kind) -> Select[Any]:
    own, whole = TABLES[kind], records.alias("whole")
    source = records.join(own, own.c.record_id == records.c.id)
    source = source.join(documents, documents.c.id == records.c.document_id)
    source = source.join(units, units.c.id == documents.c.unit_id)
    columns: list[ColumnElement[Any]] = [
        column.label(column.key) for table in (records, own) for column in table.c if column.key != "id"
    ]
    columns += [
        documents.c.name.label("document"),
        documents.c.month,
        documents.c.sha256,
        units.c.name.label("filed_by"),
    ]
    if kind == "counts":
        source = source.outerjoin(whole, whole.c.id == counts.c.whole_id)
        columns.append(whole.c.position.label("part_of"))
    return select(*columns).select_from(source).order_by(documents.c.id, records.c.position)


def write_records(connection: Connection, extraction: Extraction, document_id: int) -> None:
    """Stores all records of a document."""
    for kind in KINDS:
        found = records_of(extraction, kind)
        if found:
            rows = [common_values(record, kind, at, document_id) for at, record in enumerate(found)]
            new_ids = insert(records).returning(records.c.id, sort_by_parameter_order=True)
            ids = connection.execute(new_ids, rows).scalars().all()
            own = [own_values(record, kind, ids, at) for at, record in enumerate(found)]
            connection.execute(insert(TABLES[kind]), own)


def write_document(connection: Connection, extraction: Extraction, original: bytes, **filing: Any) -> int:
    """Stores a document with its layout and what is searched of it, without its records; gives its id.

    filing: unit_id, month, received.
    """
    info = extraction.document
    about = {name: getattr(info, name) for name in ABOUT}
    values = filing | about | {"warnings": list(extraction.warnings), "text": extraction.text, "original": original}
    document_id = int(connection.execute(insert(documents).values(values).returning(documents.c.id)).scalar_one())
    connection.execute(
        insert(layouts).values(document_id=document_id, **packed(extraction.sections, extraction.blocks))
    )
    name = f"{info.name}\n{info.title or ''}"
    connection.execute(
        insert(searched).values(document_id=document_id, name=simplify(name), body=simplify(extraction.text))
    )
    return document_id


def read_layout(connection: Connection, document_id: int) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    """The document's sections and blocks; none where they were not kept."""
    row = connection.execute(select(layouts).where(layouts.c.document_id == document_id)).one_or_none()
    return unpacked(row.sections, row.blocks) if row else ((), ())


def read_submissions(connection: Connection, *wanted: ColumnElement[bool]) -> tuple[Submission, ...]:
    """The submissions wanted, in the order of filing."""
    columns = (documents.c[name] for name in _SUBMISSION)
    query = select(*columns, units.c.name.label("unit")).join_from(documents, units).where(*wanted)
    return tuple(Submission(**row._mapping) for row in connection.execute(query.order_by(documents.c.id)))


def read_units(connection: Connection) -> tuple[ReportingUnit, ...]:
    """All units that are known, those on the roster first, in its order."""
    names: dict[int, list[str]] = {}
    for row in connection.execute(select(aliases.c.unit_id, aliases.c.name).order_by(aliases.c.name)):
        names.setdefault(row.unit_id, []).append(row.name)
    query = select(units).order_by(units.c.position.is_(None), units.c.position, units.c.name)
    return tuple(ReportingUnit(row.name, tuple(names.get(row.id, ()))) for row in connection.execute(query))


def read_roster(connection: Connection) -> Roster:
    """The units that must report, and by when."""
    listed = set(connection.scalars(select(units.c.name).where(units.c.position.is_not(None))))
    due = connection.scalar(select(settings.c.value).where(settings.c.name == _DUE)) or {}
    members = tuple(unit for unit in read_units(connection) if unit.name in listed)
    return Roster(members, due.get("day"), due.get("next_month", False))


def write_roster(connection: Connection, roster: Roster) -> None:
    """Makes these the units that must report. What was filed under one of the aliases becomes the unit's."""
    connection.execute(update(units).values(position=None))
    for position, unit in enumerate(roster.units):
        unit_id = find_or_add_unit(connection, unit.name)
        connection.execute(update(units).where(units.c.id == unit_id).values(position=position))
        connection.execute(delete(aliases).where((aliases.c.unit_id == unit_id) | aliases.c.name.in_(unit.aliases)))
        for alias in dict.fromkeys(unit.aliases):
            _take_over(connection, alias, unit_id)
            connection.execute(insert(aliases).values(name=alias, unit_id=unit_id))
    connection.execute(delete(settings).where(settings.c.name == _DUE))
    due = {"day": roster.due_day, "next_month": roster.due_next_month}
    connection.execute(insert(settings).values(name=_DUE, value=due))


def find_or_add_unit(connection: Connection, name: str) -> int:
    """The id of the unit of that name, which is entered when it is new; locked for the rest of the transaction."""
    found = connection.scalar(select(units.c.id).where(units.c.name == name).with_for_update())
    if found is not None:
        return int(found)
    return int(connection.execute(insert(units).values(name=name).returning(units.c.id)).scalar_one())


def _take_over(connection: Connection, alias: str, unit_id: int) -> None:
    """Gives the documents of a unit that was entered under this alias to the unit whose alias it is."""
    other = connection.scalar(select(units.c.id).where(units.c.name == alias, units.c.id != unit_id))
    if other is not None:
        connection.execute(update(documents).where(documents.c.unit_id == other).values(unit_id=unit_id))
        connection.execute(delete(units).where(units.c.id == other))


def read_texts(connection: Connection, *wanted: ColumnElement[bool]) -> dict[str, Reading]:
    """The texts of the documents wanted, as rules read them, by sha256."""
    rows = connection.execute(select(documents.c.sha256, documents.c.media_type, documents.c.text).where(*wanted))
    return {row.sha256: readable(row.text, row.media_type) for row in rows}
