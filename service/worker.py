"""The process that works on jobs: as many as the machine's cores at a time, any number of processes and machines.

Each is known by a name that it gets back after a crash, so that it finds its own unfinished jobs again at once. Jobs
of a process that has been silent for a minute are taken over by the others.
"""

import contextlib
import datetime as dt
import hashlib
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO

from dbos import DBOS, WorkflowSerializationFormat
from sqlalchemy import delete, insert, select

from extract.readers.sandbox import Pool
from ledger.database import StoreFailure
from records import BadRequest, NotFound
from service import uploads
from service.apart import Apart, ready
from service.desk import APPLICATION, QUEUE, VERSION, WORKFLOW, Desk, queue_url
from service.jobs import FAULT, Shop, work
from service.settings import database_url, home
from service.tables import executors

_BEAT_S = 5.0
_SILENT = dt.timedelta(minutes=1)
_MOST_SLOTS = 100
_AT_HAND = 4  # jobs taken for each process, so that none waits for the next look into the queue
_PAUSES_S = (1.0, 3.0, 10.0, 30.0)
_MOST_TRIES = 5  # a file that kills its worker that often is given up
log = logging.getLogger("anwen.worker")


def run(url: str, stop: threading.Event, size: int | None = None) -> None:
    """Works on jobs until told to stop, then ends those at hand. Raises StoreFailure, BadRequest."""
    size = size or max(1, os.cpu_count() or 1)
    with ExitStack() as stack:
        name = stack.enter_context(own_name(url))
        desk = stack.enter_context(Desk.open(url))
        shop = Shop(desk, stack.enter_context(Pool(size)), stack.enter_context(Apart(size)))
        shop.apart.warm(ready)
        stack.enter_context(_launched(shop, name, size))
        while not stop.is_set():
            beat(desk, name)
            stop.wait(_BEAT_S)
        _sign_off(desk, name)


@contextmanager
def _launched(shop: Shop, name: str, size: int) -> Iterator[None]:
    """DBOS at work on the queue. It neither opens a port nor calls anyone: no conductor, no telemetry."""
    _without_cloud()
    DBOS(
        config={
            "name": APPLICATION, "system_database_url": queue_url(shop.desk.url), "executor_id": name,
            "application_version": VERSION, "sys_db_pool_size": 8, "enable_otlp": False, "log_level": "ERROR",
        }
    )  # fmt: skip

    @DBOS.workflow(
        name=WORKFLOW, max_recovery_attempts=_MOST_TRIES, serialization_type=WorkflowSerializationFormat.PORTABLE
    )
    def process_file(upload_id: str) -> None:
        with contextlib.suppress(NotFound):  # taken off the list meanwhile
            _work_on(shop, upload_id)

    DBOS.listen_queues([QUEUE])
    DBOS.launch()
    try:
        most = _AT_HAND * size
        DBOS.register_queue(QUEUE, worker_concurrency=most, polling_interval_sec=0.5, on_conflict="always_update")
        yield
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=30)


def _work_on(shop: Shop, upload_id: str) -> None:
    """Works on a file; again after a while where the database was away or two wrote the same at once."""
    for pause_s in _PAUSES_S:
        try:
            work(shop, upload_id)
            return
        except StoreFailure:
            time.sleep(pause_s)
    work(shop, upload_id)


def _without_cloud() -> None:
    """Takes settings out of the environment that would make DBOS take this for its makers' cloud."""
    for name in [name for name in os.environ if name.startswith("DBOS_")]:
        del os.environ[name]


# --- names, and signs of life ------------------------------------------------------------------------------------


@contextmanager
def own_name(url: str) -> Iterator[str]:
    """The first name on this machine that no living process bears. Raises BadRequest: there are too many."""
    stem = f"{socket.gethostname()}-{hashlib.sha256(f'{home()}{url}'.encode()).hexdigest()[:6]}"
    for slot in range(1, _MOST_SLOTS + 1):
        lock = (home() / f"worker-{slot}.lock").open("w", encoding="utf-8")
        if _locked(lock):
            with lock:
                yield f"{stem}-{slot}"
            return
        lock.close()
    raise BadRequest(f"这台机器上已有 {_MOST_SLOTS} 个工作进程，不能再启动")


def _locked(file: IO[str]) -> bool:
    """Whether the file is locked now for this process, until it ends however."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def beat(desk: Desk, name: str) -> None:
    """Tells that this process lives, and sees to the jobs of those that do not. A database that is away comes back."""
    try:
        now = dt.datetime.now(dt.UTC)
        with desk.store.writing() as connection:
            connection.execute(delete(executors).where(executors.c.id == name))
            connection.execute(insert(executors).values(id=name, seen=now))
            silent = list(connection.scalars(select(executors.c.id).where(executors.c.seen < now - _SILENT)))
        if silent:
            DBOS._recover_pending_workflows(silent)
            with desk.store.writing() as connection:
                connection.execute(delete(executors).where(executors.c.id.in_(silent)))
        _settle_given_up(desk)
    except Exception as error:
        log.error("heartbeat: %s", type(error).__name__)


def _settle_given_up(desk: Desk) -> None:
    """Says of files whose job will never be tried again that they failed."""
    lost = DBOS.list_workflows(
        status=["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
        name=WORKFLOW,
        limit=50,
        sort_desc=True,
        load_input=False,
        load_output=False,
    )
    with desk.store.reading() as connection:
        open_ones = [one for one in uploads.named(connection, [each.workflow_id for each in lost]) if one.working]
    for one in open_ones:
        with desk.store.writing() as connection:
            uploads.fail(connection, one.id, FAULT)


def _sign_off(desk: Desk, name: str) -> None:
    with desk.store.writing() as connection:
        connection.execute(delete(executors).where(executors.c.id == name))


def main() -> None:
    """Works as long as its standard input is open: a server that is gone, however, needs no worker of its own."""
    stop = told_to_stop()
    threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then closes our input
    with contextlib.suppress(AttributeError, OSError):  # Windows has none
        os.nice(10)  # whoever clicks comes first
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    run(database_url(), stop)


def told_to_stop() -> threading.Event:
    """An event that is set when this process is asked to end: what is at hand is then finished first."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    return stop


def _wait_for_end(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


if __name__ == "__main__":
    main()
