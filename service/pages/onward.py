"""Where to go on: the document that is next to be reviewed, and where a record stands."""

from sqlalchemy import Connection, exists, select

from ledger.tables import documents, records
from records import NotFound


def next_unchecked(connection: Connection, after: int = 0) -> int | None:
    """The next document with records that nobody has checked, beginning anew behind the last; None when all are."""
    unchecked = exists().where(records.c.document_id == documents.c.id, records.c.state == "unchecked")
    query = select(documents.c.id).where(unchecked, documents.c.superseded_by.is_(None), documents.c.id != after)
    return connection.scalar(query.order_by(documents.c.id < after, documents.c.id).limit(1))


def document_of(connection: Connection, record_id: int) -> int:
    """The document that a record stands in. Raises NotFound."""
    found = connection.scalar(select(records.c.document_id).where(records.c.id == record_id))
    if found is None:
        raise NotFound(f"没有编号为 {record_id} 的记录")
    return int(found)
