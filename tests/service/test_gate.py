"""What stands between the service and whoever knocks."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.app import make_app
from service.desk import Desk
from service.gate import HEADERS, MOST_BYTES

OPEN = {"/login", "/enter", "/health"}


def every_route(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of all that the application answers, that of the routers in it included."""
    for route in app.routes:
        contexts = route.effective_route_contexts() if hasattr(route, "effective_route_contexts") else [route]
        for one in contexts:
            for method in getattr(one, "methods", None) or ():
                yield method, one.path


def test_every_route_but_the_door_is_closed_without_a_session(desk: Desk, stranger: TestClient) -> None:
    routes = [(method, path) for method, path in every_route(make_app(desk)) if path not in OPEN]
    assert len(routes) > 40
    for method, path in routes:
        concrete = path.replace("{number}", "1").replace("{page}", "1").replace("{job}", "0" * 32)
        answer = stranger.request(method, concrete.replace("{month}", "2023-06"))
        if path.startswith("/v1/"):
            assert (path, answer.status_code) == (path, 401)
            assert method == "HEAD" or answer.json() == {"error": {"code": "not_signed_in", "message": "请先登录"}}
        else:
            assert (path, answer.status_code, answer.headers["location"]) == (path, 303, "/login")


@pytest.mark.parametrize("path", ["/nosuch", "/v1/nosuch", "/v1", "/static", "/static/../app.py", "/%2e%2e/etc/passwd"])
def test_paths_that_there_are_not_are_closed_or_not_found(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code in (303, 401, 404)


@pytest.mark.parametrize("path", ["/login", "/health", "/static/app.css", "/", "/v1/months", "/nosuch"])
def test_every_answer_bears_the_headers(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "'unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8642", "localhost:8642", "[::1]:8642", "10.1.2.3", "anwen.test", "ANWEN.test"]
)
def test_addresses_and_given_names_are_known(stranger: TestClient, host: str) -> None:
    assert stranger.get("/login", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8642", "127.0.0.1.evil.example", "", "localhost.evil"])
def test_any_other_name_is_refused(stranger: TestClient, host: str) -> None:
    answer = stranger.get("/login", headers={"Host": host})
    assert (answer.status_code, answer.json()["error"]["code"]) == (421, "unknown_host")


# --- forged requests ---------------------------------------------------------------------------------------------


def test_a_change_needs_the_sessions_token(browser: Any) -> None:
    number = browser.keep("a.txt", "全镇排查隐患3处。")
    for headers in ({}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": "令牌".encode()}):
        answer = browser.http.delete(f"/v1/documents/{number}", headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forged")
    assert browser.send("DELETE", f"/v1/documents/{number}").status_code == 200


def test_a_form_may_carry_the_token_instead(browser: Any) -> None:
    assert browser.http.post("/logout", data={"csrf": "x"}).status_code == 403
    assert browser.http.post("/logout", data={"csrf": browser.csrf}).headers["location"] == "/login"
    assert browser.get("/v1/months").status_code == 401


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8642", "http://127.0.0.1:9000"])
def test_a_change_from_another_site_is_refused_whatever_it_carries(browser: Any, origin: str) -> None:
    headers = {"X-CSRF-Token": browser.csrf, "Origin": origin}
    assert browser.http.post("/v1/drafts", headers=headers, json={}).status_code == 403
    headers["Origin"] = "http://127.0.0.1:8642"
    assert browser.http.post("/v1/drafts", headers=headers, json={}).status_code == 422


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: Desk, stranger: TestClient) -> None:
    from service import accounts

    with desk.store.writing() as connection:
        entry = accounts.new_entry(connection)
    cookie = stranger.get("/enter", params={"token": entry}).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(("path", "kind"), [("/v1/months", "application/json"), ("/drafts", "text/html")])
def test_a_mistake_of_the_programs_own_says_nothing_of_what_it_was_about(
    browser: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, path: str, kind: str
) -> None:
    def blunder(store: Any) -> None:
        raise RuntimeError("文件里的话")

    monkeypatch.setattr("ledger.store.Store.months", blunder)
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (500, kind)
    assert "程序内部错误" in answer.text
    assert "RuntimeError test_gate.py" in caplog.text
    assert "文件里的话" not in answer.text + caplog.text


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(browser: Any) -> None:
    headers = {"X-CSRF-Token": browser.csrf, "Content-Length": str(MOST_BYTES + 1)}
    answer = browser.http.post("/v1/documents", headers=headers, content=b"")
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_a_body_that_hides_its_length_is_cut_off(browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.gate.MOST_BYTES", 1000)
    headers = {"X-CSRF-Token": browser.csrf, "Content-Type": "application/json"}
    answer = browser.http.post("/v1/drafts", headers=headers, content=iter([b"x" * 600] * 3))
    assert answer.status_code in (400, 413)
