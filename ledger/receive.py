"""Files into the store: kept once, filed under a unit and month, and the versions told apart. Inside a transaction."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, delete, update

from ledger import queries
from ledger.filing import Submission, check_places
from ledger.periods import month_days
from ledger.roster import plain_name, resolve
from ledger.tables import documents, units
from ledger.versions import Replaces, is_version_of
from records import BadRecord, BadRequest, Extraction, NotFound


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file that was handed in.

    submission  the file as it is now kept; of a duplicate the one that was there before, perhaps another unit's.
                Its superseded_by is set where a version received later is there already
    duplicate   the very same file was there already: nothing was stored
    superseded  earlier files of the unit and month that no longer count because of it
    new_unit    no unit of that name was known
    """

    submission: Submission
    duplicate: bool = False
    superseded: tuple[Submission, ...] = ()
    new_unit: bool = False


def keep(
    connection: Connection,
    extraction: Extraction,
    original: bytes,
    *,
    unit: str,
    month: str,
    received: dt.date,
    replaces: Replaces = "version",
) -> Added:
    """See Store.add, whose transaction this is part of."""
    check_filing(unit, month)
    if hashlib.sha256(original).hexdigest() != extraction.document.sha256:
        raise BadRecord(f"{extraction.document.name}：文件内容与抽取结果不是同一份，请重新抽取")
    check_places(extraction)
    if same := submission_of(connection, extraction.document.sha256):
        return Added(same, duplicate=True)
    unit_id, is_new = _unit(connection, unit)
    filing = {"unit_id": unit_id, "month": month, "received": received}
    document_id = queries.write_document(connection, extraction, original, **filing)
    queries.write_records(connection, extraction, document_id)
    superseded = _supersede(connection, document_id, replaces)
    return Added(submission(connection, document_id), superseded=superseded, new_unit=is_new)


def refile(connection: Connection, document_id: int, unit: str, month: str) -> Added:
    """Files a document under another unit or month, as if it had come in so. Raises BadRequest."""
    check_filing(unit, month)
    _release(connection, submission(connection, document_id))
    unit_id, is_new = _unit(connection, unit)
    moved = update(documents).where(documents.c.id == document_id)
    connection.execute(moved.values(unit_id=unit_id, month=month, superseded_by=None))
    superseded = _supersede(connection, document_id, "version")
    return Added(submission(connection, document_id), superseded=superseded, new_unit=is_new)


def withdraw(connection: Connection, document_id: int) -> Submission:
    """Removes a file with its records; what it had superseded counts again. Raises BadRequest."""
    gone = submission(connection, document_id)
    _release(connection, gone)
    connection.execute(delete(documents).where(documents.c.id == document_id))
    return gone


def submission(connection: Connection, document_id: int) -> Submission:
    """The submission of that id. Raises BadRequest when there is none."""
    found = queries.read_submissions(connection, documents.c.id == document_id)
    if not found:
        raise NotFound(f"没有编号为 {document_id} 的文件")
    return found[0]


def submission_of(connection: Connection, sha256: str) -> Submission | None:
    """The submission of a file with that digest, None where there is none."""
    found = queries.read_submissions(connection, documents.c.sha256 == sha256)
    return found[0] if found else None


def check_filing(unit: str, month: str) -> None:
    """Raises BadRequest for what no file can be filed under."""
    month_days(month)
    if not plain_name(unit):
        raise BadRequest("没有写明报送单位，请用 --unit 指定")


def _unit(connection: Connection, unit: str) -> tuple[int, bool]:
    """The unit's id by one of its names, and whether it was unknown before."""
    known = queries.read_units(connection)
    name = resolve(unit, known) or unit.strip()
    return queries.find_or_add_unit(connection, name), all(name != each.name for each in known)


def _release(connection: Connection, one: Submission) -> None:
    """What the document had taken the place of counts again, or is another version's."""
    replaced = update(documents).where(documents.c.superseded_by == one.id)
    connection.execute(replaced.values(superseded_by=one.superseded_by))


def _supersede(connection: Connection, document_id: int, replaces: Replaces) -> tuple[Submission, ...]:
    """Marks what the new document takes the place of, or the document itself where a later one is there already."""
    new = submission(connection, document_id)
    same = (units.c.name == new.unit, documents.c.month == new.month, documents.c.superseded_by.is_(None))
    others = queries.read_submissions(connection, *same, documents.c.id != document_id)
    versions = [old for old in others if is_version_of(new, old, replaces)]
    later = [old for old in versions if old.received and new.received and old.received > new.received]
    replaced = [new] if later else versions
    by = later[-1].id if later else new.id
    ids = [old.id for old in replaced]
    connection.execute(update(documents).where(documents.c.id.in_(ids)).values(superseded_by=by))
    return () if later else tuple(replaced)
