"""Who may use the service: accounts with passwords, sessions of browsers, tokens of programs, links that work once."""

import datetime as dt
import hashlib
import secrets
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update

from ledger.store import Store
from records import BadRequest, Failure
from service import audit
from service.tables import accounts, sessions

LOCAL = "本机"  # whoever sits at the machine that the service runs on
SHORTEST_PASSWORD = 10
_MOST_FAILURES = 5
_LOCKED = dt.timedelta(minutes=15)
_TRYING = threading.BoundedSemaphore(2)  # each try takes 64 MB
_SEEN_AGAIN = dt.timedelta(minutes=1)  # a session's last use is written down no more often

Kind = Literal["browser", "program", "entry"]


@dataclass(frozen=True, slots=True)
class Rule:
    """How long a session lasts: in all, and without being used."""

    all: dt.timedelta
    idle: dt.timedelta


# Somebody at the machine itself has its own lock screen; over the network a forgotten browser is a risk.
_RULES = {
    ("browser", True): Rule(dt.timedelta(days=30), dt.timedelta(days=30)),
    ("browser", False): Rule(dt.timedelta(hours=12), dt.timedelta(hours=1)),
    ("program", False): Rule(dt.timedelta(days=365), dt.timedelta(days=365)),
    ("entry", True): Rule(dt.timedelta(hours=12), dt.timedelta(hours=12)),
}


class NotAdmitted(Failure):
    """Name or password is wrong, or the account is locked for a while."""

    http = 401


@dataclass(frozen=True, slots=True)
class Session:
    """A session in force. who: the account's name; csrf: what a form of this session carries."""

    kind: Kind
    who: str
    csrf: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account as listed."""

    name: str
    created: dt.datetime
    locked_until: dt.datetime | None


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    """A hash to try passwords on where there is no such account, so that a wrong name takes as long as a wrong one."""
    return _hasher().hash(secrets.token_hex())


def add(connection: Connection, name: str, password: str, by: str) -> None:
    """Makes an account, or gives it a new password and ends its sessions. Raises BadRequest."""
    _check(name, password)
    hashed = _hasher().hash(password)
    known = connection.scalar(select(accounts.c.id).where(accounts.c.name == name))
    if known is None:
        connection.execute(insert(accounts).values(name=name, password=hashed, created=_now(), failures=0))
        audit.append(connection, by, "account.add", name=name)
        return
    fresh = update(accounts).where(accounts.c.id == known)
    connection.execute(fresh.values(password=hashed, failures=0, locked_until=None))
    connection.execute(delete(sessions).where(sessions.c.account_id == known))
    audit.append(connection, by, "account.password", name=name)


def _check(name: str, password: str) -> None:
    if not name.strip() or name != name.strip() or len(name) > 50 or name == LOCAL:
        raise BadRequest("用户名应为 1 至 50 个字，首尾没有空格")
    if not SHORTEST_PASSWORD <= len(password) <= 200 or name in password:
        raise BadRequest(f"密码至少 {SHORTEST_PASSWORD} 位，且不能包含用户名")


def remove(connection: Connection, name: str, by: str) -> None:
    """Removes an account with its sessions. Raises BadRequest when there is none."""
    if not connection.execute(delete(accounts).where(accounts.c.name == name)).rowcount:
        raise BadRequest(f"没有用户“{name}”")
    audit.append(connection, by, "account.remove", name=name)


def known(connection: Connection) -> tuple[Account, ...]:
    """All accounts by name."""
    rows = connection.execute(select(accounts).order_by(accounts.c.name))
    return tuple(Account(row.name, row.created, row.locked_until) for row in rows)


def any_known(connection: Connection) -> bool:
    """Whether there is an account."""
    return bool(connection.scalar(select(func.count()).select_from(accounts)))


def admit(store: Store, name: str, password: str) -> str:
    """A new session's token. Raises NotAdmitted, and counts the failure.

    After five wrong passwords in a row the account takes none for a quarter of an hour. The password is tried between
    two transactions: it takes its time, and nobody else is to wait for it.
    """
    with store.reading() as connection:
        hashed = connection.scalar(select(accounts.c.password).where(accounts.c.name == name))
    matches = _matches(hashed or _nobodys(), password)
    with store.writing() as connection:
        outcome = _outcome(connection, name, matches and hashed is not None)
    if isinstance(outcome, NotAdmitted):
        raise outcome
    return outcome


def _outcome(connection: Connection, name: str, right: bool) -> str | NotAdmitted:
    row = connection.execute(select(accounts).where(accounts.c.name == name).with_for_update()).first()
    now = _now()
    if row is None:
        return NotAdmitted("用户名或密码不对")
    if row.locked_until and row.locked_until > now:
        return NotAdmitted("密码连续输错次数过多，该用户已暂时锁定，请 15 分钟后再试")
    if not right:
        _count_failure(connection, row.id, row.failures + 1, now)
        audit.append(connection, name, "login.refused")
        return NotAdmitted("用户名或密码不对")
    connection.execute(update(accounts).where(accounts.c.id == row.id).values(failures=0, locked_until=None))
    audit.append(connection, name, "login")
    return open_session(connection, "browser", row.id)


def _matches(hashed: str, password: str) -> bool:
    with _TRYING:
        try:
            return _hasher().verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


def _count_failure(connection: Connection, account_id: int, failures: int, now: dt.datetime) -> None:
    values: dict[str, Any] = {"failures": failures, "locked_until": None}
    if failures >= _MOST_FAILURES:
        values |= {"failures": 0, "locked_until": now + _LOCKED}
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))


def open_session(connection: Connection, kind: Kind, account_id: int | None = None) -> str:
    """A new session's token, of which only the digest is kept."""
    token, now = secrets.token_urlsafe(32), _now()
    rule = _RULES[kind, account_id is None]
    row = {"digest": _digest(token), "kind": kind, "account_id": account_id, "csrf": secrets.token_urlsafe(24)}
    connection.execute(delete(sessions).where(sessions.c.expires < now))
    connection.execute(insert(sessions).values(**row, seen=now, expires=now + rule.all))
    return token


def token_for(connection: Connection, name: str, by: str) -> str:
    """A token with which a program signs in as that account. Raises BadRequest."""
    account_id = connection.scalar(select(accounts.c.id).where(accounts.c.name == name))
    if account_id is None:
        raise BadRequest(f"没有用户“{name}”")
    audit.append(connection, by, "account.token", name=name)
    return open_session(connection, "program", account_id)


def new_entry(connection: Connection) -> str:
    """The token of a link that signs in once whoever sits at the machine; older links work no more."""
    connection.execute(delete(sessions).where(sessions.c.kind == "entry"))
    return open_session(connection, "entry")


def use_entry(connection: Connection, token: str) -> str | None:
    """A session's token for that of a link, which is used up; None for one that is not in force."""
    wanted = (sessions.c.digest == _digest(token), sessions.c.kind == "entry", sessions.c.expires > _now())
    if not connection.execute(delete(sessions).where(*wanted)).rowcount:
        return None
    audit.append(connection, LOCAL, "login")
    return open_session(connection, "browser")


def find_session(connection: Connection, token: str, kind: Kind) -> tuple[Session, bool] | None:
    """The session in force with that token, and whether its use should be written down; None where there is none."""
    query = select(sessions, accounts.c.name).outerjoin(accounts, accounts.c.id == sessions.c.account_id)
    row = connection.execute(query.where(sessions.c.digest == _digest(token), sessions.c.kind == kind)).first()
    if row is None:
        return None
    now, rule = _now(), _RULES[kind, row.account_id is None]
    if now >= row.expires or now - row.seen >= rule.idle:
        return None
    return Session(kind, row.name or LOCAL, row.csrf), now - row.seen > _SEEN_AGAIN


def see(connection: Connection, token: str) -> None:
    """Writes down that a session was used just now."""
    connection.execute(update(sessions).where(sessions.c.digest == _digest(token)).values(seen=_now()))


def close_session(connection: Connection, token: str) -> None:
    """Ends a session."""
    connection.execute(delete(sessions).where(sessions.c.digest == _digest(token)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
