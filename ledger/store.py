"""What an office keeps: the files that its units send, the records in them, and who must report."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, select

from ledger import queries, review
from ledger.database import explained, open_engine
from ledger.filing import KINDS, AnyFiled, Holdings, Kind, Submission, check_kind
from ledger.periods import month_days
from ledger.recall import Recall
from ledger.receive import Added, keep, submission, withdraw
from ledger.roster import Roster, check_units, resolve
from ledger.summary import summarise
from ledger.tables import documents, units
from ledger.versions import Replaces
from records import (
    Accident,
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
        self._recall = Recall()

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
        with self.writing() as connection:
            return keep(connection, extraction, original, unit=unit, month=month, received=received, replaces=replaces)

    def withdraw(self, document_id: int) -> Submission:
        """Removes a file that was filed by mistake, with its records; what it had superseded counts again."""
        with self.writing() as connection:
            return withdraw(connection, document_id)

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
        with self.reading() as connection:
            return queries.read_submissions(connection, *_wanted(connection, month, unit))

    def months(self) -> tuple[str, ...]:
        """The months for which there is something, the earliest first."""
        with self.reading() as connection:
            return tuple(connection.scalars(select(documents.c.month).distinct().order_by(documents.c.month)))

    def document(self, document_id: int) -> StoredDocument:
        """A document's text and what it says about itself. Raises BadRequest when there is none of that id."""
        with self.reading() as connection:
            kept = submission(connection, document_id)
            columns = [column for column in documents.c if column.name != "original"]
            row = connection.execute(select(*columns).where(documents.c.id == document_id)).one()
        info = DocumentInfo(**{name: getattr(row, name) for name in queries.ABOUT})
        return StoredDocument(kept, info, row.text, tuple(row.warnings))

    def original(self, document_id: int) -> bytes:
        """The file itself, byte for byte. Raises BadRequest when there is none of that id."""
        with self.reading() as connection:
            submission(connection, document_id)
            found = connection.execute(select(documents.c.original).where(documents.c.id == document_id))
            return bytes(found.scalar_one())

    def extraction(self, document_id: int) -> Extraction:
        """All that a document yielded, as humans have corrected it, without what they rejected. Raises BadRequest.

        A document filed by an older version has no sections and no blocks.
        """
        document = self.document(document_id)
        with self.reading() as connection:
            records = {
                kind: tuple(one.record for one in queries.read_records(connection, kind, documents.c.id == document_id))
                for kind in KINDS
            }
            sections, blocks = queries.read_layout(connection, document_id)
        return Extraction(
            document.info, document.text, sections, warnings=document.warnings, blocks=blocks, **records
        )  # fmt: skip

    def units(self) -> tuple[ReportingUnit, ...]:
        """All units known, those on the roster first; others once filed something."""
        with self.reading() as connection:
            return queries.read_units(connection)

    def roster(self) -> Roster:
        """The units that must report, and by when."""
        with self.reading() as connection:
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
        with self.writing() as connection:
            queries.write_roster(connection, Roster(tuple(units), due_day, due_next_month))

    def resolve_unit(self, name: str) -> str | None:
        """The unit of that name, alias, or fuller form («云桓县槐浦镇人民政府»); None when none, or two, go by it."""
        return resolve(name, self.units())

    def summary(self, month: str, only: Sequence[str] = ()) -> MonthSummary:
        """The month's summary, of all units or of these only. Raises BadRequest: malformed month, no such unit."""
        month_days(month)
        with self.reading() as connection:
            asked = (documents.c.month == month, *_of_units(connection, only))
            submissions, roster = queries.read_submissions(connection, *asked), queries.read_roster(connection)

            def made() -> MonthSummary:
                live = (*asked, documents.c.superseded_by.is_(None))
                records: dict[Kind, Any] = {kind: queries.read_records(connection, kind, *live) for kind in KINDS}
                holdings = Holdings(**records, texts=queries.read_texts(connection, *live))
                return summarise(month, holdings, submissions, roster)

            state = (submissions, roster, review.state_of(connection, *asked))
            return self._recall.summary((month, tuple(only)), state, made)

    def _records(self, kind: Kind, month: str | None, unit: str | None) -> tuple[Any, ...]:
        with self.reading() as connection:
            wanted = _wanted(connection, month, unit)
            return queries.read_records(connection, kind, documents.c.superseded_by.is_(None), *wanted)

    def scrub(self) -> None:
        """Lets nothing that was deleted stay behind in the database's own files, as far as the database can do that.

        SQLite: pages are overwritten as they are freed, and its journal is emptied here; PostgreSQL has its own time.
        """
        if self._writer.dialect.name == "sqlite":
            with explained(self._writer.url), self._writer.connect() as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout."""
        with explained(self._reader.url), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that changes things, all of them or none."""
        with explained(self._writer.url), self._writer.begin() as connection:
            yield connection


def _wanted(connection: Connection, month: str | None, unit: str | None) -> list[ColumnElement[bool]]:
    """The conditions on documents. Raises BadRequest: malformed month, unknown unit."""
    wanted: list[ColumnElement[bool]] = []
    if month is not None:
        month_days(month)
        wanted.append(documents.c.month == month)
    return [*wanted, *_of_units(connection, [] if unit is None else [unit])]


def _of_units(connection: Connection, asked: Sequence[str]) -> list[ColumnElement[bool]]:
    """The condition that a document is of one of these units; none where none is named. Raises BadRequest."""
    known = queries.read_units(connection) if asked else ()
    names = [resolve(name, known) for name in asked]
    if None in names:
        listed = "、".join(each.name for each in known) or "（尚无）"
        raise BadRequest(f"没有“{asked[names.index(None)]}”这个单位，已有：{listed}")
    return [documents.c.unit_id.in_(select(units.c.id).where(units.c.name.in_(names)))] if names else []
