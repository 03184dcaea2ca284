"""Who may come in, and for how long."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text, update
from starlette.testclient import TestClient

from ledger.database import StoreFailure
from records import BadRequest
from service import accounts, audit
from service.accounts import LOCAL, NotAdmitted
from service.desk import Desk
from service.tables import accounts as account_table
from service.tables import sessions

PASSWORD = "correct horse battery"


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    with Desk.open(database_url) as opened:
        yield opened


@pytest.fixture
def known(desk: Desk) -> Desk:
    with desk.store.writing() as connection:
        accounts.add(connection, "张三", PASSWORD, LOCAL)
    return desk


def admit(desk: Desk, name: str, password: str) -> str | NotAdmitted:
    try:
        return accounts.admit(desk.store, name, password)
    except NotAdmitted as refused:
        return refused


def who(desk: Desk, token: str, kind: accounts.Kind = "browser") -> str | None:
    with desk.store.reading() as connection:
        found = accounts.find_session(connection, token, kind)
    return found[0].who if found else None


def turn_back(desk: Desk, **columns: dt.timedelta) -> None:
    """Makes all sessions older."""
    with desk.store.writing() as connection:
        for row in connection.execute(select(sessions)).all():
            older = {name: getattr(row, name) - by for name, by in columns.items()}
            connection.execute(update(sessions).where(sessions.c.digest == row.digest).values(older))


def test_the_right_password_opens_a_session(known: Desk) -> None:
    token = admit(known, "张三", PASSWORD)
    assert isinstance(token, str)
    assert who(known, token) == "张三"
    assert who(known, token, "program") is None
    with known.store.reading() as connection:
        assert token not in str(connection.execute(select(sessions)).all())
        assert PASSWORD not in str(connection.execute(select(account_table)).all())


@pytest.mark.parametrize(("name", "password"), [("张三", "wrong password"), ("李四", PASSWORD), ("", "")])
def test_anything_else_does_not_and_does_not_say_which_was_wrong(known: Desk, name: str, password: str) -> None:
    refused = admit(known, name, password)
    assert isinstance(refused, NotAdmitted)
    assert str(refused) == "用户名或密码不对"


def test_five_wrong_passwords_lock_the_account_for_a_while(known: Desk) -> None:
    for _ in range(5):
        admit(known, "张三", "wrong password")
    refused = admit(known, "张三", PASSWORD)
    assert isinstance(refused, NotAdmitted)
    assert "锁定" in str(refused)
    with known.store.writing() as connection:
        past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        connection.execute(update(account_table).values(locked_until=past))
    assert isinstance(admit(known, "张三", PASSWORD), str)


def test_a_right_password_ends_the_count(known: Desk) -> None:
    for _ in range(3):
        for _ in range(4):
            admit(known, "张三", "wrong password")
        assert isinstance(admit(known, "张三", PASSWORD), str)


def test_a_session_ends_when_it_is_idle_and_after_all(known: Desk) -> None:
    token = admit(known, "张三", PASSWORD)
    assert isinstance(token, str)
    turn_back(known, seen=dt.timedelta(minutes=59))
    assert who(known, token) == "张三"
    turn_back(known, seen=dt.timedelta(minutes=2))
    assert who(known, token) is None
    with known.store.writing() as connection:
        accounts.see(connection, token)
    assert who(known, token) == "张三"
    turn_back(known, expires=dt.timedelta(hours=12))
    assert who(known, token) is None


def test_a_new_password_ends_the_sessions(known: Desk) -> None:
    token = admit(known, "张三", PASSWORD)
    assert isinstance(token, str)
    with known.store.writing() as connection:
        accounts.add(connection, "张三", "another password", LOCAL)
    assert who(known, token) is None
    assert isinstance(admit(known, "张三", PASSWORD), NotAdmitted)
    assert isinstance(admit(known, "张三", "another password"), str)


def test_a_removed_account_is_gone_with_its_sessions(known: Desk) -> None:
    token = admit(known, "张三", PASSWORD)
    assert isinstance(token, str)
    with known.store.writing() as connection:
        accounts.remove(connection, "张三", LOCAL)
    assert who(known, token) is None
    with pytest.raises(BadRequest, match="没有用户"), known.store.writing() as connection:
        accounts.remove(connection, "张三", LOCAL)


@pytest.mark.parametrize(
    ("name", "password"),
    [("李四", "short"), ("", PASSWORD), ("李四", "x李四x李四x李四x"), (LOCAL, PASSWORD), (" a", PASSWORD)],
)
def test_a_weak_password_or_an_odd_name_is_refused(desk: Desk, name: str, password: str) -> None:
    with pytest.raises(BadRequest), desk.store.writing() as connection:
        accounts.add(connection, name, password, LOCAL)


def test_an_entry_link_works_once_and_a_newer_one_ends_it(desk: Desk) -> None:
    with desk.store.writing() as connection:
        first, second = accounts.new_entry(connection), accounts.new_entry(connection)
        assert accounts.use_entry(connection, first) is None
        session = accounts.use_entry(connection, second)
        assert session
        assert accounts.use_entry(connection, second) is None
    assert who(desk, session) == LOCAL
    assert who(desk, second) is None


def test_what_happened_is_in_the_audit_log_and_cannot_be_changed(known: Desk) -> None:
    admit(known, "张三", "wrong password")
    admit(known, "张三", PASSWORD)
    with known.store.reading() as connection:
        assert [(one.who, one.act) for one in reversed(audit.entries(connection))] == [
            (LOCAL, "account.add"), ("张三", "login.refused"), ("张三", "login"),
        ]  # fmt: skip
        assert audit.verify(connection) is None
    for change in ("UPDATE audit SET who = '李四' WHERE id = 2", "DELETE FROM audit WHERE id = 2"):
        with pytest.raises(StoreFailure), known.store.writing() as connection:
            connection.execute(text(change))


@pytest.mark.parametrize(
    ("change", "broken"),
    [("UPDATE audit SET who = '李四' WHERE id = 2", 2), ("DELETE FROM audit WHERE id = 2", 3)],
)
def test_a_changed_or_missing_entry_shows(known: Desk, change: str, broken: int) -> None:
    admit(known, "张三", "wrong password")
    admit(known, "张三", PASSWORD)
    with known.store.writing() as connection:
        sqlite = ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete")
        triggers = sqlite if connection.dialect.name == "sqlite" else ("DROP TRIGGER audit_no_change ON audit",)
        for statement in (*triggers, change):
            connection.execute(text(statement))
        assert audit.verify(connection) == audit.Broken(broken)


# --- over HTTP ---------------------------------------------------------------------------------------------------


def test_signing_in_and_out_over_the_page(known: Desk) -> None:
    from service.app import make_app

    with TestClient(make_app(known), base_url="http://127.0.0.1:8642", follow_redirects=False) as http:
        wrong = http.post("/login", data={"name": "张三", "password": "wrong password"})
        assert (wrong.status_code, "用户名或密码不对" in wrong.text, "anwen" in http.cookies) == (401, True, False)
        assert http.post("/login", data={"name": "张三", "password": PASSWORD}).headers["location"] == "/"
        assert "张三" in http.get("/").text


def test_a_program_signs_in_with_its_token_and_needs_no_other(known: Desk) -> None:
    from service.app import make_app

    with known.store.writing() as connection:
        token = accounts.token_for(connection, "张三", LOCAL)
    with TestClient(make_app(known), base_url="http://127.0.0.1:8642") as http:
        headers = {"Authorization": f"Bearer {token}"}
        assert http.get("/v1/months", headers=headers).json() == []
        assert http.delete("/v1/documents/1", headers=headers).status_code == 404
        assert http.get("/v1/months", headers={"Authorization": "Bearer x"}).status_code == 401


def test_the_link_of_another_day_says_what_to_do(browser: Any) -> None:
    answer = browser.get("/enter", params={"token": "x"})
    assert (answer.status_code, "重新运行 anwen serve" in answer.text) == (401, True)
