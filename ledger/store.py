"""What an office keeps: the files that its units send, the records in them, and who must report."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, delete, select, update

from ledger import queries
from ledger.database import explained, open_engine
from ledger.filing import KINDS, AnyFiled, Holdings, Kind, Submission, check_kind, check_places
from ledger.periods import month_days
from ledger.roster import Roster, check_units, plain_name, resolve
from ledger.summary import summarise
from ledger.tables import documents, units
from ledger.versions import Replaces, is_version_of
from records import (
    Accident,
    BadRecord,
    BadRequest,
    Count,
    Deadline,
    DocumentInfo,
    Extraction,
    Filed,
    Hazard,
    MonthSummary,
    ReportingUnit,
)


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


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document in the store, without the bytes of its file."""

    submission: Submission
    info: DocumentInfo
    text: str
    warnings: tuple[str, ...]


class Store:
    """The office's database. One store may be used by several threads, one database by several processes.

    Every method is one transaction. All raise StoreFailure when the database fails, and leave nothing half done.
    """

    def __init__(self, reader: Engine, writer: Engine) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    def open(cls, url: str) -> Self:
        """The store at a SQLAlchemy URL («sqlite:////var/lib/anwen/anwen.db»), made or brought up to date as needed."""
        return cls(*open_engine(url))

    def close(self) -> None:
        """Gives the connections back."""
        self._reader.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def add(
        self,
        extraction: Extraction,
        original: bytes,
        *,
        unit: str,
        month: str,
        received: dt.date,
        replaces: Replaces = "version",
    ) -> Added:
        """Keeps a file and its records as what the unit sent for the month.

        A later report of the same unit and month takes the place of the earlier one, whose figures no longer count,
        and so does a later paper of the same kind and title; other papers stand beside each other. replaces «all»
        or «none» overrules that. «Later» goes by the day received, on one day by the order of filing.
        unit may be an alias. Raises BadRequest: month or unit malformed; BadRecord: bytes or records do not fit.
        """
        _check(extraction, original, unit, month)
        with self._writing() as connection:
            same = queries.read_submissions(connection, documents.c.sha256 == extraction.document.sha256)
            if same:
                return Added(same[0], duplicate=True)
            known = queries.read_units(connection)
            name = resolve(unit, known) or unit.strip()
            unit_id = queries.find_or_add_unit(connection, name)
            filing = {"unit_id": unit_id, "month": month, "received": received}
            document_id = queries.write_document(connection, extraction, original, **filing)
            queries.write_records(connection, extraction, document_id)
            superseded = _supersede(connection, document_id, replaces)
            kept = _submission(connection, document_id)
        return Added(kept, superseded=superseded, new_unit=all(name != each.name for each in known))

    def withdraw(self, document_id: int) -> Submission:
        """Removes a file that was filed by mistake, with its records; what it had superseded counts again."""
        with self._writing() as connection:
            gone = _submission(connection, document_id)
            replaced = update(documents).where(documents.c.superseded_by == document_id)
            connection.execute(replaced.values(superseded_by=gone.superseded_by))
            connection.execute(delete(documents).where(documents.c.id == document_id))
        return gone

    def records(self, kind: str, month: str | None = None, unit: str | None = None) -> tuple[AnyFiled, ...]:
        """Records of one kind that count: superseded versions are left out. unit may be an alias.

        Raises BadRequest: there is no such kind, month or unit.
        """
        return self._records(check_kind(kind), month, unit)

    def counts(self, month: str | None = None, unit: str | None = None) -> tuple[Filed[Count], ...]:
        """See records."""
        return self._records("counts", month, unit)

    def deadlines(self, month: str | None = None, unit: str | None = None) -> tuple[Filed[Deadline], ...]:
        """See records."""
        return self._records("deadlines", month, unit)

    def hazards(self, month: str | None = None, unit: str | None = None) -> tuple[Filed[Hazard], ...]:
        """See records."""
        return self._records("hazards", month, unit)

    def accidents(self, month: str | None = None, unit: str | None = None) -> tuple[Filed[Accident], ...]:
        """See records."""
        return self._records("accidents", month, unit)

    def submissions(self, month: str | None = None, unit: str | None = None) -> tuple[Submission, ...]:
        """All files that came in, superseded ones as well, in the order of filing."""
        with self._reading() as connection:
            return queries.read_submissions(connection, *_wanted(connection, month, unit))

    def months(self) -> tuple[str, ...]:
        """The months for which there is something, the earliest first."""
        with self._reading() as connection:
            return tuple(connection.scalars(select(documents.c.month).distinct().order_by(documents.c.month)))

    def document(self, document_id: int) -> StoredDocument:
        """A document's text and what it says about itself. Raises BadRequest when there is none of that id."""
        with self._reading() as connection:
            submission = _submission(connection, document_id)
            columns = [column for column in documents.c if column.name != "original"]
            row = connection.execute(select(*columns).where(documents.c.id == document_id)).one()
        info = DocumentInfo(**{name: getattr(row, name) for name in queries.ABOUT})
        return StoredDocument(submission, info, row.text, tuple(row.warnings))

    def original(self, document_id: int) -> bytes:
        """The file itself, byte for byte. Raises BadRequest when there is none of that id."""
        with self._reading() as connection:
            _submission(connection, document_id)
            found = connection.execute(select(documents.c.original).where(documents.c.id == document_id))
            return bytes(found.scalar_one())

    def units(self) -> tuple[ReportingUnit, ...]:
        """All units known, those on the roster first; others once filed something."""
        with self._reading() as connection:
            return queries.read_units(connection)

    def roster(self) -> Roster:
        """The units that must report, and by when."""
        with self._reading() as connection:
            return queries.read_roster(connection)

    def set_roster(
        self, units: Sequence[ReportingUnit], due_day: int | None = None, due_next_month: bool = False
    ) -> None:
        """Makes these the units that must report, by that day of the month (or of the next one).

        What was filed under a name that is now an alias becomes the unit's. Raises BadRequest for a faulty list.
        """
        check_units(units)
        if due_day is not None and not 1 <= due_day <= 31:
            raise BadRequest(f"报送日“{due_day}”应为 1 至 31")
        with self._writing() as connection:
            queries.write_roster(connection, Roster(tuple(units), due_day, due_next_month))

    def resolve_unit(self, name: str) -> str | None:
        """The unit of that name, alias, or fuller form («云桓县槐浦镇人民政府»); None when none, or two, go by it."""
        return resolve(name, self.units())

    def summary(self, month: str) -> MonthSummary:
        """The month's summary. Raises BadRequest for a malformed month."""
        month_days(month)
        with self._reading() as connection:
            live = (documents.c.month == month, documents.c.superseded_by.is_(None))
            records: dict[Kind, Any] = {kind: queries.read_records(connection, kind, *live) for kind in KINDS}
            holdings = Holdings(**records, texts=queries.read_texts(connection, *live))
            submissions = queries.read_submissions(connection, documents.c.month == month)
            roster = queries.read_roster(connection)
        return summarise(month, holdings, submissions, roster)

    def _records(self, kind: Kind, month: str | None, unit: str | None) -> tuple[Any, ...]:
        with self._reading() as connection:
            wanted = _wanted(connection, month, unit)
            return queries.read_records(connection, kind, documents.c.superseded_by.is_(None), *wanted)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self._reader.url), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with explained(self._writer.url), self._writer.begin() as connection:
            yield connection


def _check(extraction: Extraction, original: bytes, unit: str, month: str) -> None:
    """Raises BadRequest or BadRecord for what cannot be stored."""
    month_days(month)
    if not plain_name(unit):
        raise BadRequest("没有写明报送单位，请用 --unit 指定")
    if hashlib.sha256(original).hexdigest() != extraction.document.sha256:
        raise BadRecord(f"{extraction.document.name}：文件内容与抽取结果不是同一份，请重新抽取")
    check_places(extraction)


def _wanted(connection: Connection, month: str | None, unit: str | None) -> list[ColumnElement[bool]]:
    """The conditions on documents. Raises BadRequest: malformed month, unknown unit."""
    wanted: list[ColumnElement[bool]] = []
    if month is not None:
        month_days(month)
        wanted.append(documents.c.month == month)
    if unit is not None:
        known = queries.read_units(connection)
        name = resolve(unit, known)
        if name is None:
            raise BadRequest(f"没有“{unit}”这个单位，已有：{'、'.join(each.name for each in known) or '（尚无）'}")
        wanted.append(documents.c.unit_id.in_(select(units.c.id).where(units.c.name == name)))
    return wanted


def _submission(connection: Connection, document_id: int) -> Submission:
    found = queries.read_submissions(connection, documents.c.id == document_id)
    if not found:
        raise BadRequest(f"没有编号为 {document_id} 的文件")
    return found[0]


def _supersede(connection: Connection, document_id: int, replaces: Replaces) -> tuple[Submission, ...]:
    """Marks what the new document takes the place of, or the document itself where a later one is there already."""
    new = _submission(connection, document_id)
    same = (units.c.name == new.unit, documents.c.month == new.month, documents.c.superseded_by.is_(None))
    others = queries.read_submissions(connection, *same, documents.c.id != document_id)
    versions = [old for old in others if is_version_of(new, old, replaces)]
    later = [old for old in versions if old.received and new.received and old.received > new.received]
    replaced = [new] if later else versions
    by = later[-1].id if later else new.id
    ids = [old.id for old in replaced]
    connection.execute(update(documents).where(documents.c.id.in_(ids)).values(superseded_by=by))
    return () if later else tuple(replaced)
