"""The service's own tables, beside the ledger's in one database. Changes need a migration in migrations/versions."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator

from ledger.columns import AnyText
from ledger.tables import metadata as ledger_metadata

metadata = MetaData(naming_convention=ledger_metadata.naming_convention)


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC, which SQLite would give back without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The moment in UTC."""
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        """The moment with its zone."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or dt.UTC)


# failures: wrong passwords in a row; locked_until: no password is taken before
accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", AnyText, nullable=False, unique=True),
    Column("password", AnyText, nullable=False),
    Column("created", Moment, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Moment),
    sqlite_autoincrement=True,
)

# kind: browser (a cookie), program (a bearer token), entry (a link that works once). Only digests of tokens are kept.
# account_id: null for whoever sits at the machine itself
sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("kind", String(7), nullable=False),
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE")),
    Column("csrf", AnyText, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
)

# Who did what, each entry with the digest of the one before; triggers forbid changing and deleting.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", AnyText, nullable=False),
    Column("who", AnyText, nullable=False),
    Column("act", AnyText, nullable=False),
    Column("detail", AnyText, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    sqlite_autoincrement=True,
)

# One file that came in. unit, month: as asked for, else as guessed; sure: the guess needs no human to be filed.
# result: the extraction of a file that waits for its unit or month. data: the file, until it is done with.
uploads = Table(
    "uploads",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("parent", String(32), index=True),
    Column("name", AnyText, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("by", AnyText, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("stage", String(11), nullable=False, index=True),
    Column("page", Integer),
    Column("pages", Integer),
    Column("message", AnyText),
    Column("unit", AnyText),
    Column("month", String(7)),
    Column("guessed", Boolean, nullable=False),
    Column("document_id", Integer, index=True),
    Column("result", JSON(none_as_null=True)),
    Column("data", LargeBinary),
)

# What was found when a document was checked, at that revision of its records.
checks = Table(
    "checks",
    metadata,
    Column("document_id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("report", JSON, nullable=False),
)

# What a paper is to be drafted from; the paper itself is made anew from the records as they are then.
drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("by", AnyText, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", AnyText, nullable=False),
    Column("month", String(7), nullable=False),
    Column("units", JSON, nullable=False),
    Column("filled", JSON, nullable=False),
    Column("addressee", AnyText),
    sqlite_autoincrement=True,
)

# Processes that work on jobs, and when each was last heard of.
executors = Table(
    "executors",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("seen", Moment, nullable=False),
)
