"""Runs the migrations on the connection that ledger.database.migrate hands over.

A new revision is written by hand after the last one in versions/, as small as the change to ledger/tables.py that it
follows; tests/ledger/test_database.py says what still differs.
"""

from alembic import context

from ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table only by building it anew
)
context.run_migrations()
