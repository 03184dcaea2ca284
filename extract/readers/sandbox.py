"""Files read in a process of their own, which may hang, die, eat memory or talk rubbish: one clear line comes of it.

    with Pool() as pool:
        document = pool.read(path)

A worker (worker.py) takes a quarter of a second to start and reads any number of files. Time is limited everywhere;
memory by RLIMIT_AS, so on Linux only. Nothing of a file's name or place reaches the disk.
"""

import atexit
import contextlib
import logging
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from extract.readers import data_of, wire
from extract.readers.guard import LIMITS, Limits
from extract.readers.names import file_name
from extract.readers.worker import family, kill
from records import Document, UnreadableFile

COMMAND = (sys.executable, "-P", "-m", "extract.readers.worker")
TOO_LONG = "读取超过 {:g} 秒仍未完成，已停止；文件可能过于复杂或已损坏，请拆分或另存后重试"
TOO_MUCH = "读取该文件所需的内存超过上限（{:.0f} MB），已停止；请拆分后重试"
DIED = "解析该文件的程序异常退出，已停止读取；文件可能已损坏，请用制作它的程序打开并另存后重试"
FAULT = "读取该文件时程序出错，已停止读取；请另存为其他格式后重试，并告知系统管理员"
Told = Callable[[int, int | None], None]
SIGNAL_TIME = 24  # SIGXCPU
START_S = 30.0  # a slow disk and old processors may need that long to load the libraries
log = logging.getLogger(__name__)


class Worker:
    """One reading process, for one thread at a time. lost: it has failed and is of no more use."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self.lost = self.started = False
        self.folder = Path(tempfile.mkdtemp(prefix="anwen-"))
        surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TMPDIR": str(self.folder)}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings,
            start_new_session=True,
        )  # fmt: skip

    def read(self, data: bytes, name: str, limits: Limits, told: Told | None = None) -> Document:
        """The document in a file's bytes. told: see Pool.read. Raises UnreadableFile."""
        with Clock(limits, self.kill, 0.0 if self.started else START_S) as clock:
            try:
                return self.answer(data, name, limits, clock, told)
            except (OSError, ValueError, wire.Rubbish) as error:
                self.kill()
                raise UnreadableFile(TOO_LONG.format(clock.most) if clock.rung else DIED) from error

    def answer(self, data: bytes, name: str, limits: Limits, clock: "Clock", told: Told | None) -> Document:
        """As read. Raises wire.Rubbish, OSError for a process that does not answer."""
        requests, answers = self.process.stdin, self.process.stdout
        assert requests is not None
        assert answers is not None
        wire.send(requests, wire.request(name, limits), data)
        while message := wire.receive(answers):
            head, body = message
            if head.get("kind") == "document":
                return wire.unpack(body)
            if clock.rung:  # what it says now is that its reader was ended, which was us
                raise wire.Rubbish
            if head.get("kind") != "alive":
                raise failure_of(head, limits)
            self.started = True
            clock.again()
            tell(told, head)
        raise wire.Rubbish

    def kill(self) -> None:
        """Ends the process and all that it has started."""
        self.lost = True
        for process in family(self.process.pid):
            kill(process)
        self.process.kill()

    def close(self) -> None:
        """Ends the process and removes what it left."""
        self.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # a request may still wait to be written
                if stream:
                    stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def tell(told: Told | None, head: dict[str, object]) -> None:
    """Hands on how many pages a worker says it has begun. Raises wire.Rubbish."""
    begun, pages = head.get("begun"), head.get("pages")
    if told is None or begun is None:
        return
    if not isinstance(begun, int) or not (pages is None or isinstance(pages, int)):
        raise wire.Rubbish
    told(begun, pages)


def failure_of(head: dict[str, object], limits: Limits) -> UnreadableFile:
    """Why a file was not read, as a worker says. Raises wire.Rubbish."""
    kind = head.get("kind")
    if kind == "refused":
        return wire.failure_of(head)
    if kind == "died":
        return UnreadableFile(TOO_LONG.format(limits.process_s) if head.get("signal") == SIGNAL_TIME else DIED)
    if kind == "fault":
        log.error("reader failed: %s", head.get("place"))
        return UnreadableFile(TOO_MUCH.format(limits.process_bytes / 2**20) if head.get("short") else FAULT)
    raise wire.Rubbish


class Clock:
    """Rings where a file has taken too long since the last sign of life, or in all. most: how long it may, in s."""

    def __init__(self, limits: Limits, ring: Callable[[], None], start_s: float) -> None:
        self.most = limits.process_s
        self.rung = False
        self.ring = ring
        self.over = threading.Event()
        self.due = time.monotonic() + start_s + self.most
        self.end = self.due + limits.scan_seconds
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.over.set()
        self.thread.join()

    def again(self) -> None:
        """Begins anew, within what the file may take in all."""
        self.due = min(time.monotonic() + self.most, self.end)

    def run(self) -> None:
        """Waits, and rings once."""
        while (left := self.due - time.monotonic()) > 0:
            if self.over.wait(left):
                return
        self.rung = True
        self.ring()


# --- many files --------------------------------------------------------------------------------------------------


class Pool:
    """Up to so many workers, each started when it is first needed and replaced when it is lost. For any threads."""

    def __init__(self, size: int = 1, limits: Limits = LIMITS, command: Sequence[str] = COMMAND) -> None:
        self.limits = limits
        self.command = command
        self.size = size
        self.workers: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self.workers.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def warm(self) -> Self:
        """Starts a worker now, which loads its libraries while the caller does something else."""
        self.workers.put(self.workers.get() or Worker(self.command))
        return self

    def read(self, source: Path | bytes, name: str | None = None, told: Told | None = None) -> Document:
        """The document in a file, or in its bytes. name is kept, and tells tables in plain text from prose.

        told  is called while pages are recognised, with how many are begun and, where that is known, how many there are
        Raises UnreadableFile; its message names no file.
        """
        data = data_of(source, self.limits) if isinstance(source, Path) else source
        title = name or (file_name(source.name) if isinstance(source, Path) else "文件")
        worker = self.workers.get()
        try:
            worker = worker or Worker(self.command)
            return worker.read(data, title, self.limits, told)
        finally:
            if worker and worker.lost:
                worker.close()
                worker = None
            self.workers.put(worker)

    def close(self) -> None:
        """Ends all workers, after the files that they read."""
        for worker in [self.workers.get() for _ in range(self.size)]:
            if worker:
                worker.close()
            self.workers.put(None)


@cache
def pool() -> Pool:
    """The pool of this program, which ends with it."""
    made = Pool(os.cpu_count() or 1)
    atexit.register(made.close)
    return made


def read_guarded(source: Path | bytes, name: str | None = None) -> Document:
    """As readers.read and readers.read_bytes, in a process of its own. Raises UnreadableFile."""
    return pool().read(source, name)
