"""A desk with an empty database, work done in this process, and a browser's or a program's way in."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from extract import readers
from records import Document
from service import accounts, jobs, uploads
from service.app import make_app
from service.desk import Desk

HOST = "http://127.0.0.1:8642"


class Here:
    """Reading and extraction without processes of their own."""

    def read(self, data: bytes, name: str, told: Any = None) -> Document:
        return readers.read_bytes(data, name)

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        return function(*args)


@dataclass
class Browser:
    """A browser that is signed in."""

    http: TestClient
    desk: Desk
    csrf: str

    def get(self, path: str, **more: Any) -> Any:
        return self.http.get(path, **more)

    def send(self, method: str, path: str, **more: Any) -> Any:
        headers = {"X-CSRF-Token": self.csrf} | ({"Content-Type": "application/json"} if "content" in more else {})
        return self.http.request(method, path, headers=headers, **more)

    def upload(self, name: str, data: bytes, **fields: str) -> dict[str, Any]:
        answer = self.send("POST", "/v1/documents", files={"file": (name, data)}, data=fields)
        assert answer.status_code == 202, answer.text
        job: dict[str, Any] = answer.json()["jobs"][0]
        return job

    def job(self, job_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/v1/jobs/{job_id}").json()
        return found

    def work(self) -> None:
        """Does all jobs that wait."""
        with self.desk.store.reading() as connection:
            waiting = [one.id for one in reversed(uploads.listed(connection)) if one.working]
        for one in waiting:
            jobs.work(jobs.Shop(self.desk, Here(), Here()), one)  # type: ignore[arg-type]

    def keep(self, name: str, text: str, unit: str = "槐浦镇", month: str = "2023-06") -> int:
        """Files a text; gives the document's id."""
        job = self.upload(name, text.encode(), unit=unit, month=month)
        self.work()
        done = self.job(job["id"])
        assert done["upload"]["stage"] == "done", done
        number: int = done["upload"]["document_id"]
        return number


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANWEN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all its tables, to be copied: to make them takes a while."""
    path = tmp_path_factory.mktemp("empty") / "anwen.db"
    with Desk.open(f"sqlite:///{path}") as desk:
        desk.client()
    return path


@pytest.fixture
def desk(tmp_path: Path, empty: Path) -> Iterator[Desk]:
    shutil.copy(empty, tmp_path)
    with Desk.open(f"sqlite:///{tmp_path / 'anwen.db'}") as opened:
        yield opened


@pytest.fixture
def stranger(desk: Desk) -> Iterator[TestClient]:
    """A browser that is not signed in."""
    with TestClient(make_app(desk, ["anwen.test"]), base_url=HOST, follow_redirects=False) as client:
        yield client


@pytest.fixture
def browser(desk: Desk, stranger: TestClient) -> Browser:
    return signed_in(desk, stranger)


def signed_in(desk: Desk, client: TestClient) -> Browser:
    with desk.store.writing() as connection:
        entry = accounts.new_entry(connection)
    assert client.get("/enter", params={"token": entry}).status_code == 303
    with desk.store.reading() as connection:
        found = accounts.find_session(connection, client.cookies["anwen"], "browser")
    assert found
    return Browser(client, desk, found[0].csrf)
