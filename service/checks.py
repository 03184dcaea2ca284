"""Findings on documents, kept until a record of the document is changed."""

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, insert, select

import check
from check import Rulebook
from ledger.review import revision
from ledger.store import Store
from records import CheckReport, Extraction
from service.checking import gravest_first, office_rules
from service.holding import kept_for
from service.settings import load_office
from service.tables import checks

_REPORT = TypeAdapter(CheckReport)


def report_on(store: Store, document_id: int) -> CheckReport:
    """The findings on a document as its records are now, by the office's rules, held against what is kept.

    What comes of other documents is found anew each time: it changes when they do.
    Raises BadRequest: none of that id, rules that the office has written wrongly.
    """
    rules, found = office_rules(), store.extraction(document_id)
    report = _own_report(store, document_id, found, rules)
    kept = kept_for(store, found, load_office().issuer)
    others = check.held(found, kept, rulebook=rules) if kept else ()
    return gravest_first(replace(report, findings=(*report.findings, *others)))


def _own_report(store: Store, document_id: int, found: Extraction, rules: Rulebook) -> CheckReport:
    """The findings on the document by itself, kept until a record of it is changed."""
    with store.reading() as connection:
        now = revision(connection, document_id)
        known = _read(connection, document_id, now)
    if known:
        return known
    report = check.check(found, source=store.original(document_id), rulebook=rules)
    with store.writing() as connection:
        write(connection, document_id, now, report)
    return report


def write(connection: Connection, document_id: int, revision: int, report: CheckReport) -> None:
    """Keeps the findings on a document at that revision of its records."""
    connection.execute(delete(checks).where(checks.c.document_id == document_id))
    plain: Any = _REPORT.dump_python(report, mode="json")
    connection.execute(insert(checks).values(document_id=document_id, revision=revision, report=plain))


def _read(connection: Connection, document_id: int, revision: int) -> CheckReport | None:
    wanted = (checks.c.document_id == document_id, checks.c.revision == revision)
    found = connection.scalar(select(checks.c.report).where(*wanted))
    return None if found is None else _REPORT.validate_python(found)
