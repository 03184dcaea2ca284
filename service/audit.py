"""Who did what: entries that are only ever added, each bound to the one before by its digest."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from service.tables import audit

_FIRST = "0" * 64
_LOCK = 0x617564  # «aud», the number of PostgreSQL's lock


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done. detail holds ids, kinds and sums, never a document's text."""

    id: int
    at: str
    who: str
    act: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that is not what was written, or that follows a gap."""

    id: int


def append(connection: Connection, who: str, act: str, **detail: Any) -> None:
    """Adds an entry inside the connection's transaction, which must be one for writing."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    previous = connection.scalar(select(audit.c.digest).order_by(audit.c.id.desc()).limit(1)) or _FIRST
    row = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "who": who,
        "act": act,
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True),
        "previous": previous,
    }
    connection.execute(insert(audit).values(**row, digest=_digest(row)))


def entries(connection: Connection, most: int = 200) -> tuple[Entry, ...]:
    """The latest entries, the newest first."""
    rows = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(most))
    return tuple(Entry(row.id, row.at, row.who, row.act, json.loads(row.detail)) for row in rows)


def verify(connection: Connection) -> Broken | None:
    """The first entry at which the chain is broken; None when it is whole.

    Entries cut off at the end leave no trace here: note the last number and digest elsewhere to tell.
    """
    previous = _FIRST
    for row in connection.execute(select(audit).order_by(audit.c.id)):
        if row.previous != previous or row.digest != _digest(dict(row._mapping)):
            return Broken(row.id)
        previous = row.digest
    return None


def _digest(row: dict[str, Any]) -> str:
    told = [row[name] for name in ("at", "who", "act", "detail", "previous")]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode(errors="surrogatepass")).hexdigest()
