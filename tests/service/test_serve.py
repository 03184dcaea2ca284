"""The verbs that start the service and say who may use it."""

import contextlib
import io
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from records import BadRequest
from service.cli import app
from service.desk import Desk
from service.serve import Door, serve

MAIN = (sys.executable, "-c", "from service.cli import main; main()")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(*args: str) -> Iterator[str]:
    """A server; gives the link that it prints."""
    process = subprocess.Popen(
        [*MAIN, "serve", "--no-open", *args], stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stderr
    try:
        lines = [process.stderr.readline() for _ in range(2)]
        found = re.search(r"http://\S+", "".join(lines))
        assert found, lines
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        process.stderr.close()


def test_the_link_that_is_printed_opens_the_pages_once() -> None:
    port = free_port()
    with running("--port", str(port), "--no-worker") as link:
        assert link.startswith(f"http://127.0.0.1:{port}/enter?token=")
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        for _ in range(100):
            with contextlib.suppress(OSError), opener.open(link) as page:
                assert "上传" in page.read().decode()
                break
            time.sleep(0.1)
        with pytest.raises(urllib.error.HTTPError, match="401") as refused:
            urllib.request.urlopen(link)
        refused.value.close()


def test_nobody_outside_is_served_before_there_is_an_account(desk: Desk) -> None:
    for host in ("0.0.0.0", "::", "10.9.8.7", "anwen.test"):
        with pytest.raises(BadRequest):
            serve(desk.url, Door(host, free_port()), opens=False, works=False)


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.0.0.2", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)],
)
def test_only_this_machines_own_addresses_need_no_account(host: str, local: bool) -> None:
    assert Door(host, 1).is_local == local


def test_a_port_that_is_taken_is_told(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        door = Door("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(BadRequest, match="--port"):
            serve(desk.url, door, opens=False, works=False)


Verb = Callable[..., tuple[int, str]]


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Verb:
    """A function that calls a verb in this process; gives its status and what it printed."""

    def call(*args: str, told: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(told))
        status = app(args, standalone_mode=False)
        return status, capsys.readouterr().out

    return call


def test_users_are_added_listed_given_tokens_and_removed(verb: Verb) -> None:
    assert verb("user", "add", "张三", "--password-stdin", told="correct horse\n") == (0, "用户“张三”已可登录\n")
    assert verb("user", "list")[1].startswith("张三\t")
    assert len(verb("user", "token", "张三")[1].strip()) > 30
    assert verb("user", "remove", "张三")[0] == 0
    with pytest.raises(BadRequest, match="没有用户“张三”"):
        verb("user", "remove", "张三")
    status, log = verb("user", "log")
    assert (status, log.splitlines()[-1]) == (0, "操作记录完整，未被改动")
    assert [line.split("\t")[3] for line in log.splitlines()[:-1]] == ["account.add", "account.token", "account.remove"]


def test_a_weak_password_is_refused(verb: Verb) -> None:
    with pytest.raises(BadRequest, match="密码至少 10 位，且不能包含用户名"):
        verb("user", "add", "张三", "--password-stdin", told="short\n")


def test_certificate_and_key_come_together(verb: Verb) -> None:
    with pytest.raises(BadRequest, match="--cert 和 --key 须同时给出"):
        verb("serve", "--no-open", "--cert", "x.pem")
