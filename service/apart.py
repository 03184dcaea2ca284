"""Work done in processes of their own: pages stay quick, and one endless or broken file stops nothing else.

with Apart(2) as apart:
    extraction = apart.call(extraction_of, document)
"""

import multiprocessing
import queue
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from records import BadRequest, CheckReport, Document, Extraction, Failure, UnreadableFile

_LONGEST_S = 300.0  # a report of a hundred pages takes a second or two
_TOO_LONG = "处理该文件超过 5 分钟仍未完成，已停止；请拆分后重试"
_DIED = "处理该文件的程序异常退出；请拆分或另存后重试，仍不行请告知系统管理员"

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Apart:
    """Up to so many processes, each started when first needed and replaced when lost. For any threads."""

    def __init__(self, size: int, longest_s: float = _LONGEST_S) -> None:
        self._size, self._longest_s = size, longest_s
        self._idle: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(size):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def call(self, function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """What a function of a module gives, called in another process.

        Raises UnreadableFile where the process takes too long or dies; Failure as the function does; Fault.
        """
        process = self._idle.get()
        try:
            process = process or _Process()
            answer: _R = process.ask((function, args, kwargs), self._longest_s)
            return answer
        except (OSError, EOFError) as error:
            if process:
                process.end()
            process = None
            raise UnreadableFile(_TOO_LONG if isinstance(error, TimeoutError) else _DIED) from error
        finally:
            self._idle.put(process)

    def warm(self, function: Callable[[], object]) -> None:
        """Starts all processes now, each with a first call of the function, while the caller goes on."""
        for _ in range(self._size):
            threading.Thread(target=self.call, args=(function,), daemon=True).start()

    def close(self) -> None:
        """Ends all processes, after what they are at."""
        for process in [self._idle.get() for _ in range(self._size)]:
            if process:
                process.end()
            self._idle.put(None)


class Fault(Exception):
    """The program's own mistake in the other process; says where it lies, and nothing of the document."""


class _Process:
    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")  # a copy of a process with threads can hang
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, request: Any, longest_s: float) -> Any:
        """The answer. Raises EOFError, OSError for a process that is lost, TimeoutError."""
        self._pipe.send(request)
        if not self._pipe.poll(longest_s):
            raise TimeoutError
        answer, is_error = self._pipe.recv()
        if is_error:
            raise answer
        return answer

    def end(self) -> None:
        """Ends the process, whatever it is at."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection) -> None:
    """Answers until the other side goes."""
    from extract.readers.worker import place_of

    while True:
        try:
            function, args, kwargs = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            pipe.send((function(*args, **kwargs), False))
        except Failure as failure:
            pipe.send((failure, True))
        except Exception as error:  # our own mistake: this file fails, the others go on
            pipe.send((Fault(place_of(error)), True))


def ready() -> None:
    """Loads what extraction and checks need."""
    report_on(extraction_of(Document("", "", "text/plain", "一、隐患排查情况", ())))


def extraction_of(document: Document) -> Extraction:
    """All records of a document."""
    import extract

    return extract.extract(document)


def report_on(extraction: Extraction, source: bytes | None = None) -> CheckReport:
    """All findings on a document, by the office's rules; source is its file, for rules of form.

    Rules that the office has written wrongly stop no file from being filed: the page with its findings tells of them.
    """
    import check
    from service.checking import gravest_first, office_rules

    try:
        return gravest_first(check.check(extraction, source=source, rulebook=office_rules()))
    except BadRequest:
        return gravest_first(check.check(extraction, source=source))
