"""The service's tables are made as they are told of, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from service.desk import Desk
from service.tables import metadata


def test_the_migrations_build_what_the_tables_say(database_url: str) -> None:
    with Desk.open(database_url) as desk, desk.store.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "version_table": "service_version", "include_object": _ours}
        )
        assert compare_metadata(context, metadata) == []


def _ours(thing: object, name: str, kind: str, reflected: bool, other: object) -> bool:
    """The ledger's tables, which lie beside these, are compared with its own."""
    return kind != "table" or name in metadata.tables


def test_opening_again_changes_nothing(database_url: str) -> None:
    for _ in range(2):
        with Desk.open(database_url) as desk:
            assert desk.store.submissions() == ()
