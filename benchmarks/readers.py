"""Reading files: speed, what is found, memory, hostile files; ours beside its peers in the same run.

python -m benchmarks.readers [text tables cells docx elements memory hostile]   all of them without a word
Peers: pip install -e '.[bench]'. One that is not installed is left out, and said so. Times are of the processor.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from io import BytesIO
from itertools import groupby, islice

from rich.console import Console
from rich.table import Table

from benchmarks.elements import ELEMENTS, Element, docx
from benchmarks.files import ROOT
from benchmarks.hostile import FILES, long_pdf
from benchmarks.papers import Rows, first_pages, known_tables, official, paragraphs, prose_pdf, tables_pdf
from benchmarks.timing import seconds
from extract.readers import read_bytes
from records import Document, UnreadableFile

console = Console(width=118, highlight=False)


def installed(name: str) -> bool:
    """Whether a peer is there; says so where it is not."""
    found = importlib.util.find_spec(name) is not None
    if not found:
        console.print(f"[dim]没有安装 {name}，不比较[/]")
    return found


def show(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints a table under its title."""
    printed = Table(*heads)
    for row in rows:
        printed.add_row(*map(str, row))
    console.print(f"\n[bold]{title}[/]", soft_wrap=True)
    console.print(printed)


# --- PDF ---------------------------------------------------------------------------------------------------------


def plumbed(data: bytes) -> list[str]:
    """The text of each page as pdfplumber has it."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def plumbed_tables(data: bytes) -> list[list[list[str | None]]]:
    """The tables as pdfplumber has them."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as pdf:
        return [rows for page in pdf.pages for rows in page.extract_tables()]


def compare_pdf(title: str, maker: str, data: bytes, peer: Callable[[bytes], object]) -> None:
    """Pages a second, ours and pdfplumber's."""
    document = read_bytes(data, "a.pdf")
    pages = document.pages or 0
    ours = seconds(lambda: read_bytes(data, "a.pdf"))
    rows = [("anwen", f"{pages / ours:.0f}", f"{1000 * ours / pages:.2f}", "")]
    if installed("pdfplumber"):
        peer(first_pages(data, 1))
        theirs = seconds(lambda: peer(data), 2)
        rows.append(("pdfplumber", f"{pages / theirs:.0f}", f"{1000 * theirs / pages:.2f}", f"{theirs / ours:.1f} 倍"))
    show(f"{title}：{pages} 页，{len(document.text)} 字，{maker}", ("", "页/秒", "毫秒/页", "anwen 快"), rows)


def text() -> None:
    """Text of pages without tables."""
    compare_pdf("无表格的 PDF，取文字", *prose_pdf(), plumbed)


def tables() -> None:
    """Pages with tables; pdfplumber does text only, then text and tables."""
    made = tables_pdf()
    if made is None:
        console.print("未安装 LibreOffice，不比较带表格的 PDF")
        return
    compare_pdf("带表格的 PDF，pdfplumber 只取文字", *made, plumbed)
    compare_pdf("带表格的 PDF，pdfplumber 取表格", *made, plumbed_tables)


def cells() -> None:
    """Whether the rows of known tables come back whole, and each table as one."""
    made = tables_pdf()
    if made is None:
        console.print("未安装 LibreOffice，不比较单元格")
        return
    known = [rows for rows, _ in known_tables()] * 5
    found: list[tuple[str, list[Rows]]] = [("anwen", our_tables(read_bytes(made[1], "a.pdf")))]
    if installed("pdfplumber"):
        found.append(("pdfplumber", [[joined(row) for row in rows] for rows in plumbed_tables(made[1])]))
    lines = [(name, *scored(known, rows), f"{len(rows)} / {len(known)}") for name, rows in found]
    show("表格单元格（所在行全对才算对）", ("", "对", "共", "比例", "多出的行", "整张表全对", "表数 / 应有"), lines)


def joined(row: Sequence[str | None]) -> tuple[str, ...]:
    """A row of pdfplumber's, the lines of its cells joined; None, a cell that another covers, as empty."""
    return tuple((text or "").replace("\n", "") for text in row)


def our_tables(document: Document) -> list[Rows]:
    """The tables of a document, merged cells empty but for the first."""
    blocks = [block for block in document.blocks if block.cell]
    out = []
    for _, part in groupby(blocks, lambda block: block.cell.table if block.cell else -1):
        places = {(b.cell.row, b.cell.column): document.text[b.start : b.end].replace("\n", "") for b in part if b.cell}
        height, width = 1 + max(row for row, _ in places), 1 + max(column for _, column in places)
        out.append([tuple(places.get((row, column), "") for column in range(width)) for row in range(height)])
    return out


def scored(known: Sequence[Rows], found: Sequence[Sequence[tuple[str, ...]]]) -> tuple[object, ...]:
    """Cells in rows that are right, all cells, their share; rows too many; tables that are right as a whole."""
    truth = [[tuple("" if text in "<^" else text for text in row) for row in rows] for rows in known]
    wanted, given = Counter(row for rows in truth for row in rows), Counter(row for rows in found for row in rows)
    right = sum(len(row) * count for row, count in (wanted & given).items())
    total = sum(len(row) * count for row, count in wanted.items())
    whole = sum((Counter(map(tuple, truth)) & Counter(tuple(rows) for rows in found)).values())
    return right, total, f"{right / total:.1%}", sum((given - wanted).values()), f"{whole} / {len(truth)}"


# --- Word --------------------------------------------------------------------------------------------------------


def word() -> None:
    """A .docx of some 200 pages."""
    body = "".join(official(text) for text in islice(paragraphs(), 1800))
    data = docx(body + "".join(part for _, part in known_tables()) * 5)
    own = seconds(lambda: read_bytes(data, "a.docx"), 5)
    rows = [("anwen", f"{1000 * own:.0f}", "")]
    for name, module, peer in (*WORD_PEERS, ("lxml（只取文字，作参照）", "lxml", bare_lxml)):
        if installed(module):
            peer(docx(""))
            theirs = seconds(partial(peer, data), 2)
            rows.append((name, f"{1000 * theirs:.0f}", f"{theirs / own:.1f} 倍"))
    show(f".docx，{len(read_bytes(data, 'a.docx').text)} 字（约 200 页）", ("", "毫秒", "anwen 快"), rows)


def ours(data: bytes) -> str:
    return read_bytes(data, "a.docx").text


def python_docx(data: bytes) -> str:
    """Paragraphs, then cells, as is usually written."""
    from docx import Document as Word

    document = Word(BytesIO(data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for rows in document.tables for row in rows.rows for cell in row.cells]
    return "\n".join(lines)


def bare_lxml(data: bytes) -> str:
    """The least that can be done: the text of every paragraph, without numbers, styles, places or limits."""
    from lxml import etree

    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "\n".join("".join(text.text or "" for text in one.iter(f"{space}t")) for one in root.iter(f"{space}p"))


def docx2python(data: bytes) -> str:
    from docx2python import docx2python as read

    with warnings.catch_warnings(), read(BytesIO(data)) as document:
        warnings.simplefilter("ignore")
        return str(document.text)


def mammoth(data: bytes) -> str:
    from mammoth import extract_raw_text

    return str(extract_raw_text(BytesIO(data)).value)


WORD_PEERS: tuple[tuple[str, str, Callable[[bytes], str]], ...] = (
    ("python-docx（遍历）", "docx", python_docx), ("docx2python", "docx2python", docx2python),
    ("mammoth", "mammoth", mammoth),
)  # fmt: skip


def elements() -> None:
    """Which elements of a Word file each reader finds."""
    readers = [("anwen", ours), *((name, peer) for name, module, peer in WORD_PEERS if installed(module))]
    rows = [[element.name, *(mark(element, reader) for _, reader in readers)] for element in ELEMENTS]
    sums = [sum(row[at] == "✓" for row in rows) for at in range(1, len(readers) + 1)]
    show("Word 文件中的各种内容", ("", *(name for name, _ in readers)), [*rows, ["合计", *sums]])


def mark(element: Element, reader: Callable[[bytes], str]) -> str:
    """✓ for found as a person sees it, ✗ for lost or garbled, ! for a reader that fails."""
    try:
        return "✓" if element.is_found(reader(element.build())) else "✗"
    except Exception:  # a peer may fail in any way
        return "!"


# --- memory and hostile files ------------------------------------------------------------------------------------

OURS = "from extract.readers import read_bytes; read_bytes(data, 'a.pdf')"
PEER = (
    "import io, pdfplumber; pdf = pdfplumber.open(io.BytesIO(data)); "
    "[(page.extract_text(), page.close()) for page in pdf.pages]"
)
# VmHWM is the peak of this program; ru_maxrss would hold that of the one that started it.
MEASURED = (
    "import re, sys, time; data = sys.stdin.buffer.read(); began = time.process_time(); {}; "
    "status = open('/proc/self/status').read(); "
    "print(time.process_time() - began, int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024)"
)


def memory() -> None:
    """Peak memory for 2,000 pages, each reader in a process of its own."""
    data = long_pdf()
    rows = []
    for name, code in (("anwen", OURS), ("pdfplumber", PEER)):
        if name == "anwen" or installed(name):
            command = [sys.executable, "-c", MEASURED.format(code)]
            took, peak = subprocess.run(command, input=data, capture_output=True, check=True, cwd=ROOT).stdout.split()
            rows.append((name, f"{float(took):.1f}", int(peak)))
    show(f"两千页的 PDF（{len(data) / 1e6:.1f} MB）", ("", "秒", "内存峰值 MB"), rows)


def hostile() -> None:
    """What became of each hostile file, in the sandbox."""
    rows = []
    for at, case in enumerate(FILES):
        command = [sys.executable, "-m", "benchmarks.readers", "--hostile", str(at)]
        made = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, stdin=subprocess.DEVNULL)
        got = json.loads(made.stdout)
        rows.append((case.file, case.name, got["size"], got["outcome"], f"{got['seconds']:.2f}", got["peak"]))
    show("有意构造的文件，都在解析进程中读取", ("文件", "内容", "大小", "结果", "秒", "内存 MB"), rows)


def one_hostile(at: int) -> None:
    """Reads a hostile file in a fresh sandbox and prints what became of it as JSON."""
    import resource

    from extract.readers.sandbox import Pool

    case = FILES[at]
    with Pool() as pool:
        pool.read("预热".encode(), "a.txt")
        data = case.build()
        began = time.monotonic()
        try:
            document = pool.read(data, case.file)
            outcome = f"读出 {len(document.text)} 字，{len(document.blocks)} 块"
        except UnreadableFile as failure:
            outcome = f"拒绝：{re.split('[；。，]', str(failure))[0]}"
        took = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    size = f"{len(data) / 1e6:.2f} MB" if len(data) > 10_000 else f"{len(data)} B"
    print(json.dumps({"outcome": outcome, "seconds": took, "peak": peak, "size": size}))


PARTS: dict[str, Callable[[], None]] = {
    "text": text, "tables": tables, "cells": cells, "docx": word, "elements": elements, "memory": memory,
    "hostile": hostile,
}  # fmt: skip


def main(words: Sequence[str]) -> int:
    """Runs the parts named, or all."""
    if words[:1] == ["--hostile"]:
        one_hostile(int(words[1]))
        return 0
    if unknown := set(words) - set(PARTS):
        console.print(f"没有这一项：{' '.join(unknown)}；可选：{' '.join(PARTS)}")
        return 2
    console.print(f"Python {sys.version.split()[0]}，{os.cpu_count()} 核")
    for name, part in PARTS.items():
        if not words or name in words:
            part()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
