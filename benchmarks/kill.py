"""Kills the service and its workers in the middle of many uploads, starts them again, and counts the files.

    python -m benchmarks.kill [--files 200] [--kills 3] [--url postgresql://…] [--workers 2] [--bad]

Every file must end in exactly one right state: kept once, or failed with its reason. --bad puts a zip bomb, a broken
file and a PDF that hangs its reader among them. Talks to this machine only, and stops by itself.
"""

import argparse
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from ledger.tables import documents
from service import accounts, jobs, uploads
from service.desk import Desk
from service.uploads import Incoming

_LONGEST_S = 900.0


def main(argv: Sequence[str] | None = None) -> int:
    """Prints what became of the files; 0 where all is as it must be."""
    told = _arguments().parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="anwen-kill-") as home:
        os.environ["ANWEN_HOME"] = home
        url = told.url or f"sqlite:///{home}/anwen.db"
        os.environ["ANWEN_DATABASE_URL"] = url
        with Desk.open(url) as desk:
            files = [*_reports(told.files), *(_bad() if told.bad else ())]
            random.Random(1).shuffle(files)
            for file in files:
                jobs.take_in(desk, file, accounts.LOCAL)
            began = time.monotonic()
            times = _work_with_kills(desk, told.kills, told.workers, told.server)
            print(f"{len(files)} files, {times} kills, {time.monotonic() - began:.0f} s")
            return _judge(desk, files)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kill", description=main.__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--url", help="database; a SQLite of its own when not given")
    parser.add_argument("--server", action="store_true", help="kill «anwen serve», whose worker goes with it")
    parser.add_argument("--bad", action="store_true", help="bad files among the good ones")
    return parser


def _reports(number: int) -> Iterator[Incoming]:
    """So many different reports, some as Word files."""
    from docx import Document

    for at in range(number):
        text = f"第{at}号镇2023年6月安全生产工作情况汇报\n今年6月，全镇共排查隐患{at + 10}处，整改隐患{at}处。\n"
        if at % 4:
            yield Incoming(f"{at}.txt", text.encode(), f"单位{at}", "2023-06")
            continue
        word, out = Document(), io.BytesIO()
        for line in text.splitlines():
            word.add_paragraph(line)
        word.save(out)
        yield Incoming(f"{at}.docx", out.getvalue(), f"单位{at}", "2023-06")


def _bad() -> Iterator[Incoming]:
    """A zip bomb, a broken Word file, and a PDF whose pages never end."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", bytes(400 * 2**20))
    yield Incoming("炸弹.docx", bomb.getvalue(), "坏", "2023-06")
    yield Incoming("破损.docx", b"PK\x03\x04" + bytes(2000), "坏", "2023-06")
    yield Incoming("挂起.pdf", _endless_pdf(), "坏", "2023-06")


def _endless_pdf() -> bytes:
    """A page that draws a form, which draws another twice, and so on: 2 ** 60 forms."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    objects.append(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>>>"
    )
    objects.append(_stream(b"/A Do", b""))
    for number in range(5, 65):
        inner = b"<</XObject<</A %d 0 R>>>>" % (number + 1)
        objects.append(_stream(b"/A Do /A Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources" + inner))
    objects.append(_stream(b"0 0 m 9 9 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"))
    out, places = bytearray(b"%PDF-1.5\n"), []
    for at, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (at, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def _stream(content: bytes, about: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (about, len(content), content)


def _work_with_kills(desk: Desk, kills: int, workers: int, server: bool) -> int:
    """Runs workers until all files are at an end, killing one (or the server) every few seconds; gives how often."""
    dice, killed, until = random.Random(2), 0, time.monotonic() + _LONGEST_S
    running = [_start(server) for _ in range(workers)]
    next_kill = time.monotonic() + 8
    try:
        while _open(desk) and time.monotonic() < until:
            time.sleep(0.3)
            if killed < kills and time.monotonic() > next_kill:
                at = dice.randrange(len(running))
                os.kill(running[at].pid, signal.SIGKILL)
                running[at].wait()
                running[at] = _start(server)
                killed, next_kill = killed + 1, time.monotonic() + 6 + 3 * dice.random()
    finally:
        for process in running:
            process.terminate()
            process.wait(60)
    return killed


def _start(server: bool) -> "subprocess.Popen[bytes]":
    command = ["serve", "--no-open", "--port", "8699"] if server else ["worker"]
    return subprocess.Popen(
        [sys.executable, "-c", "from service.cli import main; main()", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _open(desk: Desk) -> int:
    with desk.store.reading() as connection:
        sums = uploads.sums(connection)
    return sum(sums.get(stage, 0) for stage in uploads.WORKING)


def _judge(desk: Desk, files: Sequence[Incoming]) -> int:
    with desk.store.reading() as connection:
        found = uploads.listed(connection, 10_000)
        kept = connection.execute(select(documents.c.sha256, func.count()).group_by(documents.c.sha256)).all()
        records = sum(len(desk.store.records(kind)) for kind in ("counts", "deadlines"))
    print(dict(Counter(one.stage for one in found)), f"{len(kept)} documents, {records} records")
    for one in found:
        if one.stage == "failed":
            print(f"  {one.name}: {one.message}")
    good = sum(file.unit != "坏" for file in files)
    right = (
        len(found) == len(files)
        and len(kept) == good
        and all(number == 1 for _, number in kept)
        and all(one.stage == ("failed" if one.unit == "坏" else "done") for one in found)
    )
    print("every file is in exactly one right state" if right else "WRONG")
    return int(not right)


if __name__ == "__main__":
    sys.exit(main())
