"""Runs the service's migrations on the connection handed over; they keep their own count beside the ledger's."""

from alembic import context

from service.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table="service_version",
    render_as_batch=True,  # SQLite alters a table only by building it anew
)
context.run_migrations()
