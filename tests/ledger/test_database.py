from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from ledger.database import StoreFailure, migrate, open_engine
from ledger.review import confirm, reviewed
from ledger.search import search
from ledger.store import Store
from ledger.tables import metadata


def test_the_migrations_build_what_the_tables_say() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        made = {name for name in inspect(connection).get_table_names() if not name.startswith("search_index")}
        assert made == {*metadata.tables, "alembic_version"}
        differences = [one for one in compare_metadata(context, metadata) if "search_index" not in str(one)]
        assert differences == []
    engine.dispose()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'anwen.db'}"
    for _ in range(2):
        with Store.open(url) as store:
            assert store.submissions() == ()


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_can_be_made_on_postgresql(table: object) -> None:
    made = str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[call-overload]
    assert "CREATE TABLE" in made
    assert ("NUMERIC" in made) == (getattr(table, "name", "") in ("counts", "hazards"))


def test_sqlite_is_opened_for_several_processes_and_keeps_its_links(tmp_path: Path) -> None:
    reader, _ = open_engine(f"sqlite:///{tmp_path / 'anwen.db'}")
    with reader.begin() as connection:
        got = {name: connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys")}
        assert got | {"busy_timeout": connection.scalar(text("PRAGMA busy_timeout"))} == {
            "journal_mode": "wal",
            "foreign_keys": 1,
            "busy_timeout": 30000,
        }
    reader.dispose()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreFailure, match="不是安文的数据库文件") as caught:
        Store.open(f"sqlite:///{path}")
    assert "\n" not in str(caught.value)


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'anwen.db'}"
    Store.open(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreFailure, match="由更新版本的安文建立"):
        Store.open(url)


@pytest.mark.parametrize("url", ["anwen.db", "nosuch://x/y", ""])
def test_a_malformed_address_says_how_it_is_written(url: str) -> None:
    with pytest.raises(StoreFailure, match="sqlite:///文件路径"):
        Store.open(url)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreFailure, match="文件夹无法建立"):
        Store.open(f"sqlite:///{tmp_path / 'file' / 'anwen.db'}")


def test_a_folder_in_the_databases_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreFailure, match="无法打开"):
        Store.open(f"sqlite:///{tmp_path}")


def test_a_database_of_the_first_version_is_brought_up_to_date(database_url: str) -> None:
    """With its documents, which can then be searched and reviewed."""
    make_first_version(database_url)
    with Store.open(database_url) as store, store.writing() as connection:
        assert [hit.submission.name for hit in search(connection, "排查隐患")] == ["a.txt"]
        (record,) = reviewed(connection, 1)
        assert (record.state, record.origin, record.machine, record.record.why) == ("unchecked", "machine", None, ())
        assert confirm(connection, record.id, "张三").state == "confirmed"
    with Store.open(database_url) as store:
        assert store.extraction(1).blocks == ()


def make_first_version(url: str) -> None:
    """A database as the first version left it, with one document and its count."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True)
    config = Config()
    config.set_main_option("script_location", "ledger:migrations")
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST_ROWS:
            connection.execute(text(statement))
    engine.dispose()


FIRST_ROWS = (
    "INSERT INTO units (id, name) VALUES (1, '槐浦镇')",
    "INSERT INTO documents (id, unit_id, month, received, name, sha256, media_type, kind, script, warnings, text,"
    " original)"
    " VALUES (1, 1, '2023-06', '2023-06-27', 'a.txt', 'x', 'text/plain', '工作汇报', 'hans', '[]', '排查隱患3处', 'a')",
    "INSERT INTO records (id, document_id, kind, position, quote, span_start, span_end, confidence, rule)"
    " VALUES (1, 1, 'counts', 0, '隱患3处', 2, 6, 1.0, 'r')",
    "INSERT INTO counts (record_id, value, unit, item, approx, has_period, masked)"
    " VALUES (1, '3', '处', '隐患', 'exact', false, false)",
)
