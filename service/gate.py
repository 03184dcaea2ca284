"""What every request passes: the host's name, the session, the token against forged requests, and the headers back."""

import ipaddress
import secrets
import socket
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extract.readers.guard import LIMITS, MB
from service import accounts
from service.accounts import Session
from service.desk import Desk

COOKIE = "anwen"
CSRF_HEADER, CSRF_FIELD = "x-csrf-token", "csrf"
SESSION = "anwen.session"
MOST_BYTES = LIMITS.file_bytes + MB  # of a request: one file, and what is sent along with it
_MOST_FORM = 64 * 1024
_OPEN = ("/login", "/enter", "/health")  # and /static/
Fault = Callable[[Request, Exception], Response]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def refusal(code: str, message: str, status: int) -> JSONResponse:
    """The one shape that every error has."""
    return JSONResponse({"error": {"code": code, "message": message}}, status)


class Gate:
    """Lets through what may pass. Whatever is not open to all needs a session: a new route is closed by itself.

    names: hosts that the service is known by, beside addresses and this machine's own name. Any other name is refused,
    since a foreign page could have it point here (DNS rebinding).
    fault: the answer to a mistake of the program's own, which goes no further: the server would write down what it
    says, and that may be a document's words.
    """

    def __init__(self, app: ASGIApp, desk: Desk, names: Iterable[str], fault: Fault) -> None:
        self.app, self.desk, self.fault = app, desk, fault
        self.names = {"localhost", socket.gethostname().lower(), *(name.lower() for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self.http(scope, receive, with_headers(scope, send))
        else:  # there are no web sockets here
            await send({"type": "websocket.close", "code": 1008})

    async def http(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request over HTTP."""
        request = Request(scope, receive)
        refused = self.refused(request)
        if refused is None and not is_open(scope["path"]):
            session = await self.session(request)
            scope[SESSION] = session
            if session is None:
                refused = not_signed_in(scope["path"])
            elif session.kind == "browser" and request.method not in _SAFE:
                receive, told = await csrf_told(request, receive)
                if not secrets.compare_digest(told.encode(), session.csrf.encode()):
                    refused = refusal("forged", "页面已过期，请刷新后重试", 403)
        if refused is not None:
            await refused(scope, receive, send)
        else:
            await self.pass_on(scope, limited(receive), send)

    async def pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            answer = self.fault(Request(scope), error)
            if not begun:
                await answer(scope, receive, send)

    def refused(self, request: Request) -> Response | None:
        """Why the request is refused whoever sends it; None when it is not."""
        host = request.headers.get("host", "")
        if not self.knows(host):
            return refusal("unknown_host", "请用本系统的地址访问；如需通过域名访问，请在启动时用 --name 指定", 421)
        origin = request.headers.get("origin")
        if request.method not in _SAFE and origin is not None and origin != f"{request.url.scheme}://{host}":
            return refusal("forged", "请求来自其他网站，已拒绝", 403)
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return refusal("too_large", f"上传的文件过大，上限 {LIMITS.file_bytes // MB} MB；请拆分后重试", 413)
        return None

    def knows(self, host: str) -> bool:
        """Whether a Host header is an address, this machine's name, or a name that was given."""
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if name.lower() in self.names:
            return True
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True

    async def session(self, request: Request) -> Session | None:
        """The session in force that the request belongs to; None where there is none."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and token:
            return await run_in_threadpool(self.find, token.strip(), "program")
        cookie = request.cookies.get(COOKIE)
        return await run_in_threadpool(self.find, cookie, "browser") if cookie else None

    def find(self, token: str, kind: accounts.Kind) -> Session | None:
        """The session in force with that token."""
        with self.desk.store.reading() as connection:
            found = accounts.find_session(connection, token, kind)
        if found is None:
            return None
        session, note = found
        if note:
            with self.desk.store.writing() as connection:
                accounts.see(connection, token)
        return session


def is_open(path: str) -> bool:
    """Whether a path is there for everybody."""
    return path in _OPEN or path.startswith("/static/")


def not_signed_in(path: str) -> Response:
    """Sends a person to the door, and tells a program."""
    if path.startswith("/v1/"):
        return refusal("not_signed_in", "请先登录", 401)
    return RedirectResponse("/login", 303)


async def csrf_told(request: Request, receive: Receive) -> tuple[Receive, str]:
    """The token that a request carries in its header or its form, and the body to be read again."""
    if told := request.headers.get(CSRF_HEADER):
        return receive, told
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return receive, ""
    body = b""
    while len(body) <= _MOST_FORM:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    fields = parse_qs(body.decode("utf-8", "replace"))

    async def again() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return again, fields.get(CSRF_FIELD, [""])[0]


class TooLarge(Exception):
    """A body that says nothing of its length, and does not end."""


def limited(receive: Receive) -> Receive:
    """The body, up to the most that is taken."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_BYTES:
            raise TooLarge
        return message

    return counted


def with_headers(scope: Scope, send: Send) -> Send:
    """Sends what every answer bears. Nothing but the pages' own parts is kept by browsers."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-cache" if scope["path"].startswith("/static/") else "no-store")
        await send(message)

    return told
