"""The tables of the store. Every change here needs a migration in migrations/versions; a test compares the two."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from ledger.columns import AnyText, ExactDecimal

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# position: place on the roster, from 0; null for a unit that has reported but is not on it
units = Table(
    "units",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", AnyText, nullable=False, unique=True),
    Column("position", Integer),
)

aliases = Table(
    "aliases",
    metadata,
    Column("name", AnyText, primary_key=True),
    Column("unit_id", ForeignKey("units.id", ondelete="CASCADE"), nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", AnyText, primary_key=True),
    Column("value", JSON, nullable=False),
)

# One row a file that a unit sent for a month, with the file itself. superseded_by: the later version that counts.
# The long columns come last, so that a list of documents does not read through them.
documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("received", Date, nullable=False),
    Column("superseded_by", ForeignKey("documents.id")),
    Column("name", AnyText, nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("media_type", AnyText, nullable=False),
    Column("kind", AnyText, nullable=False),
    Column("title", AnyText),
    Column("issuer", AnyText),
    Column("date", Date),
    Column("region", AnyText),
    Column("script", AnyText, nullable=False),
    Column("pages", Integer),
    Column("warnings", JSON, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("original", LargeBinary, nullable=False),
    Index("ix_documents_month_unit_id", "month", "unit_id"),
    sqlite_autoincrement=True,
)

# What of a document's layout pages and checks need beside its text; none for a document of an older version.
layouts = Table(
    "layouts",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("sections", JSON, nullable=False),
    Column("blocks", JSON, nullable=False),
)

# What is searched: names and texts in simplified characters, each as long as what it was made from.
searched = Table(
    "searched",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", AnyText, nullable=False),
    Column("body", AnyText, nullable=False),
)

# What records of all kinds have; ids run over all kinds and are never given again, since papers refer to them.
# state: unchecked, confirmed or rejected; origin: machine or human; machine: what the program had found, as JSON,
# once a human has changed it.
records = Table(
    "records",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(9), nullable=False),
    Column("position", Integer, nullable=False),
    Column("quote", AnyText, nullable=False),
    Column("span_start", Integer, key="start", nullable=False),
    Column("span_end", Integer, key="end", nullable=False),
    Column("page", Integer),
    Column("confidence", Double, nullable=False),
    Column("rule", AnyText, nullable=False),
    Column("why", JSON, nullable=False, server_default="[]"),
    Column("state", String(9), nullable=False, server_default="unchecked"),
    Column("origin", String(7), nullable=False, server_default="machine"),
    Column("machine", JSON(none_as_null=True)),
    UniqueConstraint("document_id", "kind", "position"),
    sqlite_autoincrement=True,
)

# What humans did to a record, in order. before: state, machine and the kind's own values until then, to go back to.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record_id", ForeignKey("records.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", AnyText, nullable=False),
    Column("act", String(8), nullable=False),
    Column("before", JSON, nullable=False),
    Column("undone", Boolean, nullable=False),
    sqlite_autoincrement=True,
)


def _of_record() -> Column[int]:
    return Column("record_id", ForeignKey("records.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


# has_period tells a period open at both ends from none; whole_id is the record that this one is a part of
counts = Table(
    "counts",
    metadata,
    _of_record(),
    Column("value", ExactDecimal),
    Column("unit", AnyText, nullable=False),
    Column("item", AnyText, nullable=False),
    Column("upper", ExactDecimal),
    Column("action", AnyText),
    Column("approx", AnyText, nullable=False),
    Column("change_basis", AnyText),
    Column("change_direction", AnyText),
    Column("has_period", Boolean, nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("subject", AnyText),
    Column("whole_id", ForeignKey("records.id", ondelete="CASCADE"), index=True),
    Column("masked", Boolean, nullable=False),
)

deadlines = Table(
    "deadlines",
    metadata,
    _of_record(),
    Column("task", AnyText, nullable=False),
    Column("due", Date, index=True),
    Column("start_date", Date),
    Column("recurrence", AnyText),
    Column("responsible", AnyText),
)

hazards = Table(
    "hazards",
    metadata,
    _of_record(),
    Column("description", AnyText, nullable=False),
    Column("level", AnyText),
    Column("industry", AnyText),
    Column("place", AnyText),
    Column("status", AnyText),
    Column("measures", AnyText),
    Column("responsible", AnyText),
    Column("due", Date, index=True),
    Column("funds", ExactDecimal),
)

accidents = Table(
    "accidents",
    metadata,
    _of_record(),
    Column("date", AnyText),
    Column("place", AnyText),
    Column("type", AnyText),
    Column("deaths", Integer),
    Column("injured", Integer),
    Column("missing", Integer),
)
