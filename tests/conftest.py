"""What tests of several rooms need: databases, and whether a process has ended.

SQLite lies in the test's own folder. The PostgreSQL is the tests' own: its server is started once, in a folder that is
gone afterwards, by somebody who is not root.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text


def programs() -> Path | None:
    """Where initdb and pg_ctl lie; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    path = shutil.which("initdb")
    return Path(path).parent if path else None


def missing() -> str | None:
    """Why no PostgreSQL can be started here; None where it can."""
    if programs() is None:
        return "PostgreSQL is not installed"
    if os.getuid() == 0 and not _has_user():
        return "PostgreSQL does not run as root, and there is no user «postgres»"
    return None


def _has_user() -> bool:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return True


@contextmanager
def running() -> Iterator[str]:
    """A server's URL, without a database's name."""
    where = programs()
    assert where
    folder = Path(tempfile.mkdtemp(prefix="anwen-postgresql-"))
    as_user = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
    if as_user:
        shutil.chown(folder, "postgres", "postgres")

    def run(*command: str) -> None:
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            **as_user,
        )  # type: ignore[call-overload]

    port = _free_port()
    data, control = str(folder / "data"), str(where / "pg_ctl")
    options = f"-p {port} -k {folder} -h 127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200"
    try:
        run(str(where / "initdb"), "-D", data, "-U", "anwen", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")
        run(control, "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield f"postgresql+psycopg://anwen@127.0.0.1:{port}"
        finally:
            run(control, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str, name: str) -> str:
    """The URL of a new, empty database."""
    engine = create_engine(make_url(f"{server}/postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return f"{server}/{name}"


def drop_database(url: str) -> None:
    """Removes a database, whoever is still connected."""
    parsed = make_url(url)
    engine = create_engine(parsed.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{parsed.database}" WITH (FORCE)'))
    engine.dispose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The server's URL. Skips where PostgreSQL cannot be started."""
    if why := missing():
        pytest.skip(why)
    with running() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """An empty database."""
    url = new_database(postgresql_server, f"test_{uuid4().hex}")
    yield url
    drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'office' / 'anwen.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


def _is_gone(process: int) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="session")
def is_gone() -> Callable[[int], bool]:
    """Whether a process has ended, or does so within some seconds: a kill is sent at once and felt a little later.

    One that nobody has buried yet counts as ended.
    """
    return _is_gone
