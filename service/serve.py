"""Starts the web service: the server in this process, the jobs in another one beside it."""

import logging
import os
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import uvicorn

from records import BadRequest
from service import accounts
from service.app import make_app
from service.desk import Desk

_PLAIN = "注意：未启用 HTTPS，密码和文件在网络上以明文传输；请用 --cert 和 --key，或置于 HTTPS 代理之后"
_AGAIN_S = 2.0  # before a lost worker is started anew
_WORKER = (sys.executable, "-P", "-m", "service.worker")


@dataclass(frozen=True, slots=True)
class Door:
    """Where the service listens. names: hosts by which it is reached, beside its addresses; cert, key: for HTTPS."""

    host: str
    port: int
    names: Sequence[str] = ()
    cert: Path | None = None
    key: Path | None = None

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def url(self) -> str:
        """The address to open."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.cert else 'http'}://{host}:{self.port}"


def serve(url: str, door: Door, *, opens: bool, works: bool = True) -> None:
    """Serves until it is told to stop. opens: a browser on the link; works: a worker beside it.

    Raises BadRequest: reachable from outside without any account, or the port is taken; StoreFailure.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    with Desk.open(url) as desk, _listening(door) as listener:
        link = _link(desk, door)
        print(link[0], file=sys.stderr, flush=True)
        if opens and link[1]:
            threading.Timer(0.5, webbrowser.open, [link[1]]).start()
        with _worker(works):
            config = uvicorn.Config(
                make_app(desk, door.names), log_level="warning", access_log=False, server_header=False,
                timeout_graceful_shutdown=5, ssl_certfile=door.cert, ssl_keyfile=door.key,
            )  # fmt: skip
            uvicorn.Server(config).run(sockets=[listener])


def _link(desk: Desk, door: Door) -> tuple[str, str | None]:
    """What to tell whoever starts the service, and the link to open. Raises BadRequest where nobody could sign in."""
    if door.is_local:
        with desk.store.writing() as connection:
            token = accounts.new_entry(connection)
        link = f"{door.url}/enter?token={token}"
        return f"安文已启动，请在浏览器中打开（链接只能用一次）：\n{link}\n按 Ctrl+C 停止", link
    with desk.store.reading() as connection:
        if not accounts.any_known(connection):
            raise BadRequest("对外提供服务前须先建立用户：运行 anwen user add 用户名，再启动")
    warning = "" if door.cert else f"\n{_PLAIN}"
    return f"安文已启动：{door.url}{warning}\n按 Ctrl+C 停止", None


@contextmanager
def _listening(door: Door) -> Iterator[socket.socket]:
    """The door's socket. Raises BadRequest where it cannot be had."""
    try:
        found = socket.getaddrinfo(door.host, door.port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(found[4][:2], family=found[0], reuse_port=False)
    except (OSError, OverflowError) as error:
        raise BadRequest(f"{door.host} 的 {door.port} 端口不能使用，可能已被占用；请用 --port 换一个") from error
    with listener:
        yield listener


@contextmanager
def _worker(wanted: bool) -> Iterator[None]:
    """A worker that is started anew whenever it is lost. It ends by itself when this process is gone."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=(stop,), daemon=True)
    if wanted:
        keeper.start()
    try:
        yield
    finally:
        stop.set()
        if wanted:
            keeper.join(45)


def _keep(stop: threading.Event) -> None:
    while not stop.is_set():
        process = subprocess.Popen(_WORKER, stdin=subprocess.PIPE, env=surroundings())
        while process.poll() is None and not stop.wait(0.5):
            pass
        assert process.stdin
        process.stdin.close()  # tells it to end
        if stop.is_set():
            process.wait()
        stop.wait(_AGAIN_S)


def surroundings() -> dict[str, str]:
    """The environment of a worker: modules are found where this process finds them."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
