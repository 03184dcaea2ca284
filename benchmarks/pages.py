"""How long pages take with a full store, at rest and while files are being worked on; memory of the server.

    python -m benchmarks.pages [--documents 1000] [--jobs 200] [--url postgresql://…]

Talks to a server of its own on this machine only, and stops by itself.
"""

import argparse
import datetime as dt
import hashlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import extract
from corpora import load_month
from records import Extraction
from service import jobs, uploads
from service.accounts import LOCAL
from service.desk import Desk
from service.uploads import Incoming

_PORT = "8698"
_ROUNDS = 20
_LONGEST_S = 600.0


def main(argv: Sequence[str] | None = None) -> int:
    """Prints milliseconds a page: median, p95, most."""
    parser = argparse.ArgumentParser(prog="pages", description=main.__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--url", help="database; a SQLite of its own when not given")
    told = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="anwen-pages-") as home:
        url = told.url or f"sqlite:///{home}/anwen.db"
        os.environ |= {"ANWEN_HOME": home, "ANWEN_DATABASE_URL": url}
        with Desk.open(url) as desk:
            _fill(desk, told.documents)
            _measure(desk, told.jobs)
    return 0


def _fill(desk: Desk, number: int) -> None:
    """So many documents of the sample month, each different in its first line."""
    month = load_month()
    read = [extract.extract(extract.read(file.path)) for file in month.files]
    for at in range(number):
        found = _variant(read[at % len(read)], at)
        month_of = f"20{23 + at // 600}-{1 + at // 50 % 12:02}"
        desk.store.add(
            found,
            str(at).encode(),
            unit=f"单位{at % 50}",
            month=month_of,
            received=dt.date(2023, 6, 26),
            replaces="none",
        )


def _variant(found: Extraction, at: int) -> Extraction:
    digest = hashlib.sha256(str(at).encode()).hexdigest()
    return replace(found, document=replace(found.document, name=f"{at}-{found.document.name}", sha256=digest))


def _measure(desk: Desk, number: int) -> None:
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--no-open", "--port", _PORT]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        get = _browser(server)
        _tell("at rest", get, lambda: False)
        before = _memory(server.pid)
        for at in range(number):
            text = f"第{at}号镇工作汇报\n" + f"今年以来，共排查隐患{at}处，整改{at // 2}处，约谈企业3家。\n" * 60
            jobs.take_in(desk, Incoming(f"{at}.txt", text.encode(), f"单位{at % 50}", "2026-01"), LOCAL)
        _tell(f"while {number} files are worked on", get, lambda: _working(desk))
        until = time.monotonic() + _LONGEST_S
        while _working(desk) and time.monotonic() < until:
            time.sleep(1)
        print(f"memory of the server: {before:.0f} MB before, {_memory(server.pid):.0f} MB after")
    finally:
        server.terminate()
        server.wait(60)


def _browser(server: "subprocess.Popen[str]") -> Callable[[str], bytes]:
    assert server.stderr
    link = next(found[0] for line in server.stderr if (found := re.search(r"http://\S+", line)))
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def get(path: str) -> bytes:
        with opener.open(link if path == "enter" else f"http://127.0.0.1:{_PORT}{path}", timeout=60) as page:
            data: bytes = page.read()
            return data

    for _ in range(100):
        try:
            get("enter")
            return get
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


PAGES = (
    "/", "/documents", "/documents?order=unit&offset=500", "/documents/17", "/documents/17/check", "/records",
    "/records?kind=hazards&q=消防", "/search?q=隐患", "/search?q=安全出口", "/drafts",
    "/v1/records?kind=counts&limit=500", "/v1/search?q=隐患",
)  # fmt: skip


def _tell(when: str, get: Callable[[str], bytes], go_on: Callable[[], bool]) -> None:
    times: dict[str, list[float]] = {path: [] for path in PAGES}
    rounds = 0
    while rounds < _ROUNDS or (go_on() and rounds < 10 * _ROUNDS):
        rounds += 1
        for path in PAGES:
            began = time.perf_counter()
            get(urllib.parse.quote(path, safe="/?&="))
            times[path].append(1000 * (time.perf_counter() - began))
    print(f"{when}: {rounds} rounds")
    for path, taken in [*times.items(), ("all", [one for each in times.values() for one in each])]:
        late = statistics.quantiles(taken, n=20)[-1]
        print(f"  {path:42} median {statistics.median(taken):6.1f}  p95 {late:6.1f}  most {max(taken):6.1f} ms")


def _working(desk: Desk) -> bool:
    with desk.store.reading() as connection:
        return bool(set(uploads.sums(connection)) & set(uploads.WORKING))


def _memory(process: int) -> float:
    """Resident memory of a process, in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    sys.exit(main())
