"""Jobs, and the processes that do them."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.filing import check_kind
from records import BadRequest, Document, UnreadableFile
from service import jobs, uploads, worker
from service.accounts import LOCAL
from service.apart import Apart, Fault, extraction_of
from service.desk import Desk
from service.uploads import Incoming

WORKER = (sys.executable, "-c", "from service.cli import main; main()", "worker")


def stages(desk: Desk) -> dict[str, int]:
    with desk.store.reading() as connection:
        return uploads.sums(connection)


def wait(until: Callable[[], bool], most_s: float = 60) -> None:
    deadline = time.monotonic() + most_s
    while not until():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def test_what_a_worker_leaves_that_was_killed_another_one_finishes(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_SILENT", timedelta(seconds=1))
    monkeypatch.setattr(worker, "_BEAT_S", 0.3)
    for number in range(30):
        text = f"第{number}号镇工作汇报\n共排查隐患{number}处。\n"
        jobs.take_in(desk, Incoming(f"{number}.txt", text.encode(), f"{number}号镇", "2023-06"), LOCAL)
    elsewhere = os.environ | {"ANWEN_DATABASE_URL": desk.url, "ANWEN_HOME": str(tmp_path / "elsewhere")}
    first = subprocess.Popen(WORKER, env=elsewhere, stderr=subprocess.DEVNULL)
    wait(lambda: stages(desk).get("done", 0) > 0)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert stages(desk)["done"] < 30
    stop = threading.Event()
    second = threading.Thread(target=worker.run, args=(desk.url, stop, 1))
    second.start()
    try:
        wait(lambda: stages(desk) == {"done": 30})
    finally:
        stop.set()
        second.join()
    assert len(desk.store.submissions()) == 30
    assert sorted(count.record.value or 0 for count in desk.store.counts()) == list(range(30))


def test_a_name_is_free_again_when_its_process_is_gone(desk: Desk) -> None:
    with worker.own_name(desk.url) as first, worker.own_name(desk.url) as second:
        assert first != second
    with worker.own_name(desk.url) as again:
        assert again == first


# --- work apart --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with Apart(1, longest_s=20) as made:
        yield made


def test_work_apart_gives_what_it_would_here(apart: Apart) -> None:
    document = Document("a.txt", "", "text/plain", "共排查隐患3处。", ())
    assert apart.call(extraction_of, document) == extraction_of(document)


def test_a_failure_comes_back_as_it_is_and_a_blunder_without_its_words(apart: Apart) -> None:
    with pytest.raises(BadRequest, match="没有“什么”这类记录"):
        apart.call(check_kind, "什么")
    with pytest.raises(Fault) as caught:
        apart.call(int, "文件里的话")
    assert "ValueError apart.py" in str(caught.value)
    assert "文件里的话" not in str(caught.value)


def test_a_process_that_dies_is_replaced(apart: Apart) -> None:
    with pytest.raises(UnreadableFile, match="异常退出"):
        apart.call(os._exit, 1)
    assert apart.call(abs, -3) == 3


def test_a_process_that_takes_too_long_is_ended() -> None:
    with Apart(1, longest_s=0.2) as short, pytest.raises(UnreadableFile, match="仍未完成"):
        short.call(time.sleep, 60)
