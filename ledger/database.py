"""Opens the database behind the store: its settings, its migrations, and what to tell the user when it fails."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, SQLAlchemyError

from records import Failure

_MIGRATING = 0x616E77656E  # «anwen», the lock's number
_BUSY_TIMEOUT_S = 30  # a writer waits so long for another one; a whole document is stored in well under a second


class StoreFailure(Failure):
    """The database cannot be opened, read or written."""

    exit = 1
    http = 503


def open_engine(url: str) -> tuple[Engine, Engine]:
    """Two views of one pool of connections, for reading and for writing, on a database brought up to date.

    On SQLite the writing one takes the write lock as its transaction begins: of two writers the second waits and
    then sees what the first has done, instead of failing half-way. Raises StoreFailure.
    """
    parsed = _parse(url)
    with explained(parsed):
        _make_folder(parsed)
        engine = create_engine(parsed)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        writer = engine.execution_options(immediate=True)
        try:
            with writer.begin() as connection:
                migrate(connection)
        except BaseException:
            engine.dispose()
            raise
    return engine, writer


def migrate(connection: Connection, scripts: str = "ledger:migrations") -> None:
    """Brings the schema to the newest revision inside the connection's transaction.

    scripts: the package that holds the revisions. On PostgreSQL processes that start together take turns.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
    config = Config()
    config.set_main_option("script_location", scripts)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turns whatever the database complains of into a StoreFailure of one Chinese line."""
    name = url.database or url.render_as_string(hide_password=True)
    try:
        yield
    except CommandError as error:
        raise StoreFailure(f"数据库 {name} 由更新版本的安文建立，请升级程序后再打开") from error
    except DatabaseError as error:
        raise StoreFailure(f"数据库 {name} {_reason(str(error.orig))}") from error
    except SQLAlchemyError as error:
        raise StoreFailure(f"数据库 {name} 无法使用，请检查地址和连接后重试") from error
    except OSError as error:
        raise StoreFailure(f"数据库 {name} 所在的文件夹无法建立，请换一个可写的位置") from error


_REASONS = {
    "not a database": "不是安文的数据库文件，请换一个文件名",
    "malformed": "已损坏，请从备份恢复",
    "locked": "正被其他程序占用，请稍后重试",
    "readonly": "不可写入，请检查文件权限",
    "unable to open": "无法打开，请检查路径和权限",
    "disk is full": "所在磁盘已满，请清理后重试",
}


def _reason(message: str) -> str:
    return next((words for mark, words in _REASONS.items() if mark in message), "读写出错，请检查后重试")


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):  # SQLAlchemy's own default has changed over its versions
            parsed = parsed.set(drivername="postgresql+psycopg")
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreFailure("数据库地址无法识别，应写作 sqlite:///文件路径 或 postgresql://… 的样式") from error
    return parsed


def _make_folder(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        Path(url.database).absolute().parent.mkdir(parents=True, exist_ok=True)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # the driver begins no transactions of its own: its own come too late to cover reads and DDL
    connection.isolation_level = None
    # secure_delete: of a file that had to go nothing stays in the database's free pages
    for pragma in (f"busy_timeout={_BUSY_TIMEOUT_S * 1000}", "journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
