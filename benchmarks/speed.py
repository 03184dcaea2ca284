"""Characters a second from text to all records, in one process, beside what peers need for a part of it.

python -m benchmarks.speed
Ours: all counts, deadlines, hazards and accidents with every field. jionlp: times and money only. recognizers-text:
numbers and dates only. Times are of the processor, the best of several runs, everything in one run of this program.
Peers: pip install -e '.[bench]'. One that is not installed is left out, and said so.
"""

import datetime as dt
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import peers
from benchmarks.timing import seconds
from corpora import load_dev, load_month, load_seeds
from extract import extract, read, read_text

DAY = dt.date(2023, 6, 30)
RUNNING = "今年以来排查隐患280处，整改256处，其中重大隐患3处，"  # goes on without a full stop
console = Console(width=100, highlight=False)


def texts() -> tuple[str, list[str]]:
    """Real documents where they are there, else those we wrote; and whose they are."""
    if seeds := load_seeds():
        return "五份真实文件", [read(path).text for path, _ in seeds]
    written = [read(path).text for path, _ in load_dev()]
    return "corpora/dev", written + [read(file.path).text for file in load_month().files if file.path.suffix == ".txt"]


def compared(name: str, texts: Sequence[str]) -> Table:
    """Everybody on the same documents."""
    size = sum(map(len, texts))
    shown = Table("", "字/秒", "anwen 快", title=f"{name}，{size} 字", title_justify="left")
    documents = [read_text(text) for text in texts]
    ours = seconds(lambda: [extract(document, date=DAY) for document in documents])
    shown.add_row("anwen：全部记录", f"{size / ours:,.0f}", "")
    for label, library, finders in (
        ("jionlp：时间、金额", "jionlp", (peers.jionlp_days, peers.jionlp_money)),
        ("recognizers-text：数字、时间", "recognizers_text", (peers.recognizers_numbers, peers.recognizers_days)),
    ):
        if not peers.is_installed(library):
            console.print(f"[dim]没有安装 {library}，不比较[/]")
            continue
        run_all(finders, texts[:1])  # loads its models
        theirs = seconds(lambda finders=finders: run_all(finders, texts), 1)  # type: ignore[misc]
        shown.add_row(label, f"{size / theirs:,.0f}", f"{theirs / ours:.1f} 倍")
    return shown


def run_all(finders: Iterable[peers.Finder], texts: Iterable[str]) -> None:
    """Every finder over every text."""
    for finder in finders:
        for text in texts:
            finder(text, DAY)


def grown() -> Table:
    """How time grows with length: documents one after the other, and one paragraph that never ends."""
    shown = Table("字数", "文件相接：字/秒", "一段到底：字/秒", title="随篇幅", title_justify="left")
    _, parts = texts()
    for size in (25_000, 50_000, 100_000, 200_000):
        joined = repeated("\n".join(parts), size)
        endless = repeated(RUNNING, size)
        speeds = (size / seconds(lambda text=text: extract(read_text(text)), 2) for text in (joined, endless))  # type: ignore[misc]
        shown.add_row(f"{size:,}", *(f"{speed:,.0f}" for speed in speeds))
    return shown


def repeated(text: str, size: int) -> str:
    """The text over and over, up to that many characters."""
    return (text * (1 + size // len(text)))[:size]


def started() -> Table:
    """The command line on one small file: time on the clock, peak memory."""
    path = next(file.path for file in load_month().files if file.path.suffix == ".txt")
    command = [str(Path(sys.executable).with_name("anwen")), "extract", str(path), "--json"]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    shown = Table("anwen extract 一份小文件", "", title="起步", title_justify="left")
    shown.add_row("秒", f"{took:.2f}")
    shown.add_row("内存峰值 MB", str(peak))
    return shown


def main() -> int:
    """Prints the tables."""
    extract(read_text("排查隐患3处，6月30日前整改到位。"))  # compiles the rules
    for shown in (compared(*texts()), grown(), started()):
        console.print(shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
