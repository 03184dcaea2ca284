"""Reading in a process of its own: the same Documents; a reader that hangs, dies, eats memory or talks rubbish."""

import contextlib
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from extract.readers import LIMITS, MarkedSecret, read_bytes, sandbox, wire
from extract.readers.sandbox import DIED, FAULT, Pool, Worker, failure_of, read_guarded
from extract.readers.worker import family
from records import Block, UnreadableFile

SHORT = replace(LIMITS, process_s=1.0, scan_seconds=0.5, process_bytes=700 << 20)
# A worker whose reader does as the file tells it, for what no real file does at will.
ODD = """
import os, signal, subprocess, sys, time
from extract import readers
from extract.readers import pulse, worker
real = readers.read_bytes
def read_bytes(data, name, limits):
    exec(data.decode() if name == "code" else "")
    return real("检查12家".encode(), name, limits)
readers.read_bytes = read_bytes
worker.main()
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits and /proc are those of Linux")


def command(code: str) -> tuple[str, ...]:
    return sys.executable, "-c", code


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool() as pool:
        yield pool.warm()


@pytest.fixture(scope="module")
def odd() -> Iterator[Pool]:
    with Pool(limits=SHORT, command=command(ODD)) as pool:
        yield pool


def line_of(pool: Pool, code: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        pool.read(code.encode(), "code")
    return str(caught.value)


def test_the_same_document_as_without(
    pool: Pool, pdf_of: Callable[..., bytes], docx_of: Callable[..., bytes], ofd_of: Callable[..., bytes],
    table_at: Callable[..., list[object]],
) -> None:  # fmt: skip
    table = table_at(80, 300, [100, 70], [24], [["甲镇", "12处"]])
    files = [pdf_of([table]), ofd_of([table]), docx_of("<w:p><w:r><w:t>检查12家</w:t></w:r></w:p>"), "检查".encode()]
    for data in files:
        assert pool.read(data, "a") == read_bytes(data, "a")


def test_a_file_by_its_path_and_by_the_shared_pool(tmp_path: Path) -> None:
    path = tmp_path / "小结.txt"
    path.write_text("检查企业12家。", encoding="utf-8")
    assert read_guarded(path) == read_bytes(path.read_bytes(), "小结.txt")
    assert read_guarded(path.read_bytes(), "a.txt").name == "a.txt"
    with pytest.raises(UnreadableFile, match="找不到文件"):
        read_guarded(tmp_path / "无.txt")


def test_refusals_come_through_with_what_they_hold(pool: Pool) -> None:
    with pytest.raises(MarkedSecret) as caught:
        pool.read("机密★10年\n正文".encode(), "a.txt")
    assert caught.value.mark == "机密★10年"
    with pytest.raises(UnreadableFile, match="PDF 文件已损坏") as plain:
        pool.read(b"%PDF-1.7\n", "a.pdf")
    assert type(plain.value) is UnreadableFile


def test_one_worker_reads_many_files_and_survives_a_reader_that_dies(odd: Pool) -> None:
    assert odd.read(b"", "a").text == "检查12家"
    first = odd.workers.queue[-1]
    assert line_of(odd, "os.kill(os.getpid(), signal.SIGSEGV)") == DIED
    assert line_of(odd, "os._exit(3)") == DIED
    assert odd.read(b"", "a").text == "检查12家"
    assert odd.workers.queue[-1] is first


def test_a_reader_that_hangs_is_ended_at_the_limit(odd: Pool) -> None:
    began = time.monotonic()
    assert line_of(odd, "time.sleep(600)").startswith("读取超过 1 秒仍未完成，已停止")
    assert line_of(odd, "while True: pass").startswith("读取超过 1 秒")
    assert line_of(odd, "os._exit(0)").startswith("读取超过 1 秒")  # went without an answer
    assert time.monotonic() - began < 30
    assert odd.read(b"", "a").text == "检查12家"


def test_signs_of_life_give_time_but_not_without_end(odd: Pool) -> None:
    def beats(count: int) -> str:
        return f"for _ in range({count}): time.sleep(0.3); pulse.beat()"

    assert odd.read(beats(4).encode(), "code").text == "检查12家"
    assert line_of(odd, beats(20)).startswith("读取超过")


@linux
def test_a_reader_that_eats_memory_is_stopped() -> None:
    patient = replace(SHORT, process_s=20.0)  # a machine may need seconds to hand out so much memory
    with Pool(limits=patient, command=command(ODD)) as pool:
        assert "内存超过上限（700 MB）" in line_of(pool, "bytearray(2 << 30)")
        assert "内存超过上限" in line_of(pool, "kept = []\nwhile True: kept.append(bytearray(50 << 20))")


@linux
def test_the_processors_time_is_limited_too(odd: Pool) -> None:
    code = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass"
    with Pool(limits=replace(SHORT, process_s=20.0), command=command(ODD)) as pool:
        assert line_of(pool, code) == DIED  # killed outright; the soft limit comes first and has its own signal
        assert pool.read(b"import resource; assert resource.getrlimit(resource.RLIMIT_CPU)[0] < 10000", "code").text
    assert str(failure_of({"kind": "died", "signal": 24}, SHORT)).startswith("读取超过 1 秒")


@linux
@pytest.mark.parametrize("then", ["time.sleep(600)", "pass", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_what_a_reader_has_started_ends_with_it(
    odd: Pool, tmp_path: Path, then: str, is_gone: Callable[[int], bool]
) -> None:
    note = tmp_path / "pid"
    start = (
        f"p = subprocess.Popen(['sleep', '600'], start_new_session=True); open({str(note)!r}, 'w').write(str(p.pid))"
    )
    with contextlib.suppress(UnreadableFile):
        odd.read(f"{start}\n{then}".encode(), "code")
    assert is_gone(int(note.read_text()))


def test_an_error_of_ours_is_told_by_its_place_only(odd: Pool, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert line_of(odd, "raise KeyError('文件里的话')") == FAULT
    assert "KeyError" in caplog.text
    assert "文件里的话" not in caplog.text


def test_what_a_library_prints_disturbs_nothing(odd: Pool) -> None:
    code = "print('x' * 100000, flush=True); os.write(1, b'{}'); print(sys.stdin.read()); os.system('echo hello')"
    assert odd.read(code.encode(), "code").text == "检查12家"


@pytest.mark.parametrize(
    "code",
    [
        "print('rubbish')",
        "print('{}')",
        "print('[' * 100000)",
        'print(\'{"kind": "document", "size": -1}\')',
        'print(\'{"kind": "document", "size": 99999999999999}\')',
        'print(\'{"kind": "document", "size": 5}\')',
        'print(\'{"kind": "document", "size": 2}\\n{}\', end=\'\')',
        'print(\'{"kind": "other", "size": 0}\')',
        "import sys; sys.exit(1)",
        "import sys; sys.stdout.write('x' * 10_000_000)",
    ],
)
def test_rubbish_is_one_line(code: str) -> None:
    with Pool(limits=SHORT, command=command(code)) as pool:
        assert line_of(pool, "x") == DIED
        assert pool.workers.queue == [None]


def test_a_document_whose_blocks_lie_outside_is_rubbish() -> None:
    document = read_bytes("检查企业".encode(), "a")
    assert wire.unpack(wire.pack(document)) == document
    for blocks in ((Block(0, 9),), (Block(3, 2),), (Block(2, 3), Block(0, 1))):
        with pytest.raises(wire.Rubbish):
            wire.unpack(wire.pack(replace(document, blocks=blocks)))


def test_many_threads_share_few_workers(pdf_of: Callable[..., bytes], text_at: type) -> None:
    files = [pdf_of([[text_at(80, 80, f"检查{at}家")]]) for at in range(12)]
    with Pool(2) as pool, ThreadPoolExecutor(6) as threads:
        texts = list(threads.map(lambda data: pool.read(data, "a").text, files))
        assert len([worker for worker in pool.workers.queue if worker]) <= 2
    assert texts == [f"检查{at}家" for at in range(12)]


@linux
def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.tempfile, "tempdir", str(tmp_path))
    worker = Worker(command(ODD))
    with pytest.raises(UnreadableFile):
        worker.read(b"import tempfile; tempfile.mkdtemp(); time.sleep(600)", "code", SHORT)
    assert [len(list(folder.iterdir())) for folder in tmp_path.iterdir()] == [1]
    worker.close()
    assert list(tmp_path.iterdir()) == []
    assert worker.process.pid not in family(os.getpid())


@linux
def test_a_worker_ends_with_the_program_that_asked_it(is_gone: Callable[[int], bool]) -> None:
    code = "import os; from extract.readers.sandbox import Pool; p = Pool(); p.read(b'abc', 'a'); " \
        "print(p.workers.queue[-1].process.pid, flush=True); os._exit(0)"  # fmt: skip
    made = subprocess.run(command(code), capture_output=True, text=True, check=True)
    assert is_gone(int(made.stdout))


@linux
def test_a_worker_that_is_copied_has_one_thread() -> None:
    code = "import os; from extract.readers import worker, wire; wire.receive = lambda stream: None; worker.main(); " \
        "os.write(2, str(len(os.listdir('/proc/self/task'))).encode())"  # fmt: skip
    assert subprocess.run(command(code), capture_output=True, text=True, check=True).stderr == "1"
