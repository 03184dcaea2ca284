"""Search in the texts that the office keeps: any words of any length, in simplified or traditional characters.

SQLite has an index of trigrams, which finds words of three characters and more; shorter ones are looked for in every
text. PostgreSQL looks in every text, or in an index of trigrams where the database allows pg_trgm.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, column, func, or_, select, table, text
from sqlalchemy.exc import DBAPIError

from language.normalize import simplify
from ledger.filing import Submission
from ledger.queries import read_submissions
from ledger.tables import documents, searched

_SHORTEST = 3  # of a word that an index of trigrams finds
_AROUND = 30  # characters of the text shown at either side of a hit
_MOST_WORDS = 8

_INDEX = table("search_index", column("rowid"), column("search_index"))

_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "name, body, content='searched', content_rowid='document_id', tokenize='trigram')",
    "CREATE TRIGGER searched_added AFTER INSERT ON searched BEGIN "
    "INSERT INTO search_index (rowid, name, body) VALUES (new.document_id, new.name, new.body); END",
    "CREATE TRIGGER searched_gone AFTER DELETE ON searched BEGIN "
    "INSERT INTO search_index (search_index, rowid, name, body) "
    "VALUES ('delete', old.document_id, old.name, old.body); END",
    "INSERT INTO search_index (search_index) VALUES ('rebuild')",
)
_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_searched_body ON searched USING gin (body gin_trgm_ops)",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A document in which all the words stand.

    start, end  where the first of them stands in the document's text; None where it is in the name only
    before, after  the text around that place
    """

    submission: Submission
    start: int | None
    end: int | None
    before: str = ""
    quote: str = ""
    after: str = ""


def make_index(connection: Connection) -> None:
    """Makes the index over the table searched, once. Without it everything is found as well, only more slowly."""
    if connection.dialect.name == "sqlite":
        for statement in _SQLITE:
            connection.execute(text(statement))
        return
    try:
        with connection.begin_nested():
            for statement in _POSTGRESQL:
                connection.execute(text(statement))
    except DBAPIError:  # no right to make extensions
        return


def search(connection: Connection, query: str, most: int = 50) -> tuple[Hit, ...]:
    """The documents in whose name or text all words of the query stand, the latest first; none for a blank query."""
    words = [simplify(word) for word in query.replace("\0", " ").split()[:_MOST_WORDS]]
    if not words:
        return ()
    found = select(searched.c.document_id, searched.c.body).where(*_wanted(connection, words))
    rows = connection.execute(found.order_by(searched.c.document_id.desc()).limit(most)).all()
    wanted = documents.c.id.in_([row.document_id for row in rows])
    kept = {one.id: one for one in read_submissions(connection, wanted)}
    return tuple(_hit(connection, kept[row.document_id], row.body, words) for row in rows)


def _wanted(connection: Connection, words: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions for all words. What the index finds is compared once more, as the text itself decides."""
    wanted: list[ColumnElement[bool]] = [holds(connection, word, searched.c.body, searched.c.name) for word in words]
    long = [word for word in words if len(word) >= _SHORTEST]
    if long and connection.dialect.name == "sqlite":
        phrase = " ".join('"' + word.replace('"', '""') + '"' for word in long)
        indexed: Any = select(_INDEX.c.rowid).where(_INDEX.c.search_index.op("MATCH")(phrase))
        wanted.insert(0, searched.c.document_id.in_(indexed))
    return wanted


def _hit(connection: Connection, submission: Submission, body: str, words: Sequence[str]) -> Hit:
    """The hit with its surroundings in the document's own characters."""
    matches = [match for word in words if (match := re.search(re.escape(word), body, re.IGNORECASE))]
    if not matches:
        return Hit(submission, None, None)
    start, end = min(match.span() for match in matches)
    first = max(0, start - _AROUND)
    around = func.substr(documents.c.text, first + 1, end + _AROUND - first)
    shown = connection.scalar(select(around).where(documents.c.id == submission.id)) or ""
    quote = slice(start - first, end - first)
    return Hit(submission, start, end, shown[: quote.start], shown[quote], shown[quote.stop :])


def holds(connection: Connection, word: str, *places: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that the word stands in one of the columns, large and small letters being one."""
    escaped = re.sub("([/%_])", r"/\1", word)
    pattern = f"%{escaped}%"
    if connection.dialect.name == "sqlite":  # its LIKE knows no case, and a lower() would copy every text
        return or_(*(place.like(pattern, escape="/") for place in places))
    return or_(*(place.ilike(pattern, escape="/") for place in places))
