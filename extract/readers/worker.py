"""The process that reads files for another one: `python -m extract.readers.worker`, asked over its standard input.

Libraries are loaded once. Each file is read in a copy of the process (fork) with limits of its own, which is gone
afterwards with all that the file did to it. Where there is no fork (Windows) the process reads the file itself and is
replaced when it breaks; where there is no RLIMIT (Windows) only the time is limited, by the process that asks.
"""

import contextlib
import importlib
import logging
import os
import re
import signal
import sys
import traceback
from pathlib import Path
from typing import Any, BinaryIO

from extract import readers
from extract.readers import pulse, wire
from extract.readers.guard import Limits
from records import UnreadableFile

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
# None of them may start a thread: a copy of a process with threads can hang.
LOADED = ("docx", "pdf", "html", "text", "ofd")


def main() -> None:
    """Answers until the other side goes."""
    requests, answers = private_streams()
    logging.disable()  # parsers warn of fonts and boxes; what matters is in the document's warnings
    for name in LOADED:
        importlib.import_module(f"extract.readers.{name}")
    wire.pack(readers.read_text("一、隐患排查情况", ""))  # word lists are read now, not with every file
    control(PR_SET_CHILD_SUBREAPER, 1)
    wire.send(answers, {"kind": "alive"})
    while (asked := wire.receive(requests)) is not None:
        serve(answers, *asked)


def private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output under other numbers; what a library or a child prints or reads goes nowhere."""
    streams = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    return streams


def serve(answers: BinaryIO, head: dict[str, Any], data: bytes) -> None:
    """Answers one request."""
    limits = Limits(**head["limits"])
    if not hasattr(os, "fork"):
        answer(answers, data, head["name"], limits)
        return
    child = os.fork()
    if not child:
        read_apart(answers, data, head["name"], limits)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    end_orphans()
    if status:
        wire.send(answers, {"kind": "died", "signal": -status})


def read_apart(answers: BinaryIO, data: bytes, name: str, limits: Limits) -> None:
    """Reads a file in the copy, which ends here. Its exit status says whether all of the answer was written."""
    try:
        control(PR_SET_PDEATHSIG, signal.SIGKILL)
        limit(limits)
        answer(answers, data, name, limits)
    except BaseException:
        os._exit(1)
    os._exit(0)


def answer(answers: BinaryIO, data: bytes, name: str, limits: Limits) -> None:
    """Reads a file and says what came of it."""
    pulse.listen(lambda progress: sign_of_life(answers, limits, progress))
    try:
        body = wire.pack(readers.read_bytes(data, name, limits))
    except UnreadableFile as failure:
        wire.send(answers, wire.refusal(failure))
    except Exception as error:  # our own mistake, in a program that must go on; where it lies is for the log
        wire.send(answers, {"kind": "fault", "place": place_of(error), "short": is_short(error, limits)})
    else:
        wire.send(answers, {"kind": "document"}, body)


def is_short(error: Exception, limits: Limits) -> bool:
    """Whether it was memory that was wanting. Libraries say so in their own ways, so what was used counts as well."""
    with contextlib.suppress(OSError):
        peak = re.search(r"VmPeak:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
        return isinstance(error, MemoryError) or (peak is not None and int(peak[1]) << 10 > limits.process_bytes / 2)
    return isinstance(error, MemoryError)


def place_of(error: Exception) -> str:
    """Kind and place of an error, without what it says, which may quote the file."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"


def sign_of_life(answers: BinaryIO, limits: Limits, progress: pulse.Progress) -> None:
    """Tells that a page begins, and gives time for it."""
    limit_time(limits)
    wire.send(answers, {"kind": "alive", "begun": progress.begun, "pages": progress.pages})


# --- limits of a process -----------------------------------------------------------------------------------------


def limit(limits: Limits) -> None:
    """Limits this process and those that it starts: memory, time, no core dumps. LibreOffice may set others."""
    with contextlib.suppress(ImportError):  # there is no such module on Windows
        import resource

        soften(resource.RLIMIT_AS, limits.process_bytes)
        soften(resource.RLIMIT_CORE, 0)
        limit_time(limits)


def limit_time(limits: Limits) -> None:
    """Gives this process so much more time on the processor, on all of its cores."""
    with contextlib.suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = used.ru_utime + used.ru_stime
        soften(resource.RLIMIT_CPU, int(spent + limits.process_s * (os.cpu_count() or 1)) + 1)


def soften(kind: int, most: int) -> None:
    """Sets the soft limit of a kind, within its hard one."""
    import resource

    hard = resource.getrlimit(kind)[1]
    with contextlib.suppress(OSError, ValueError):  # macOS knows RLIMIT_AS and does not let it be set
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def control(option: int, value: int) -> None:
    """Asks Linux to give this process the orphans of its children, or to end it with its parent."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def end_orphans() -> None:
    """Ends what a file's reader has started and left, LibreOffice for one."""
    with contextlib.suppress(ChildProcessError):  # «no children», the usual case
        while os.waitpid(-1, os.WNOHANG) == (0, 0):
            for left in family(os.getpid()):
                kill(left)


def family(parent: int) -> list[int]:
    """The processes that a process has started, and those that they have; empty where /proc does not tell."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            above = int((folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[1])
            children.setdefault(above, []).append(int(folder.name))
    found = list(children.get(parent, ()))
    for one in found:
        found += children.get(one, ())
    return found


def kill(process: int) -> None:
    """Ends a process, and removes it where it is our own child."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process, 0)


if __name__ == "__main__":
    main()
