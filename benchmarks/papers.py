"""Papers for the benchmarks of reading: running text and tables whose cells are known, as Word files and as PDF."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from io import BytesIO
from itertools import cycle, islice, takewhile
from pathlib import Path

from benchmarks.elements import cell, docx
from benchmarks.files import ROOT, builders

Rows = list[tuple[str, ...]]


def paragraphs() -> Iterator[str]:
    """The sample month's paragraphs, over and over, none twice the same."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpora/sample_month/source").glob("*.txt")))
    lines = [line.strip("# ") for text in texts for line in text.splitlines() if "|" not in line]
    return (f"{line}（{number}）" for number, line in enumerate(cycle([line for line in lines if line]), 1))


def official(text: str) -> str:
    """A paragraph as official papers set it: 16 points, two characters indent, 28 points from line to line.

    Word and WPS begin a run wherever Chinese and figures meet.
    """
    face = '<w:rPr><w:rFonts w:eastAsia="Noto Serif CJK SC"/><w:sz w:val="32"/></w:rPr>'
    place = '<w:pPr><w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLine="640"/></w:pPr>'
    runs = (f"<w:r>{face}<w:t>{escape(part)}</w:t></w:r>" for part in re.split(r"([0-9.%]+)", text) if part)
    return f"<w:p>{place}{''.join(runs)}</w:p>"


def printed(whole: bytes) -> bytes | None:
    """A .docx as LibreOffice prints it to PDF; None where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.docx").write_bytes(whole)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", name, str(folder / "a.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return (folder / "a.pdf").read_bytes()


@cache
def prose_pdf() -> tuple[str, bytes]:
    """A hundred pages of running text, and who made them."""
    build = builders()
    made = printed(docx("".join(map(official, islice(paragraphs(), 900)))))
    if made:
        return "LibreOffice 导出", first_pages(made, 100)
    pages = [build.build_lines("\n".join(islice(paragraphs(), 4)))[:22] for _ in range(100)]
    return "手工构造（未安装 LibreOffice）", bytes(build.build_pdf(pages))


def first_pages(data: bytes, count: int) -> bytes:
    """The first pages of a PDF as one."""
    import pypdfium2

    whole, part = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    part.import_pages(whole, list(range(min(count, len(whole)))))
    target = BytesIO()
    part.save(target)
    return target.getvalue()


def bordered(rows: Sequence[Sequence[str]], widths: Sequence[int], head: bool = False) -> str:
    """A table with lines, as Word writes it; «^» goes on with the cell above, «<» with the one before."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    edges = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = f'<w:tblPr><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
    marks = ["<w:trPr><w:tblHeader/></w:trPr>" if head and not at else "" for at in range(len(rows))]
    lines = "".join(f"<w:tr>{mark}{cells_of(rows, at, widths)}</w:tr>" for at, mark in enumerate(marks))
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def cells_of(rows: Sequence[Sequence[str]], at: int, widths: Sequence[int]) -> str:
    """The cells of a row."""
    out = []
    for column, text in enumerate(rows[at]):
        across = 1 + len([*takewhile("<".__eq__, rows[at][column + 1 :])])
        below = at + 1 < len(rows) and rows[at + 1][column] == "^"
        merge = "<w:vMerge/>" if text == "^" else '<w:vMerge w:val="restart"/>' if below else ""
        width = f'<w:tcW w:w="{sum(widths[column : column + across])}" w:type="dxa"/><w:gridSpan w:val="{across}"/>'
        out.append("" if text == "<" else cell("" if text == "^" else text, width + merge))
    return "".join(out)


LONG = "消防通道被占用，安全出口上锁，未落实专人值守，限期整改"


def known_tables() -> list[tuple[Rows, str]]:
    """Tables of known cells, as rows of what is printed in them, and as Word has them."""
    units = [f"{name}镇" for name in "松槐鹤雁云桓溪岭塔湖"]
    plain: Rows = [("单位", "排查（处）", "整改（处）")]
    plain += [(unit, str(17 * n), str(15 * n)) for n, unit in enumerate(units, 1)]
    merged: Rows = [("单位", "隐患", "<", "整改率"), ("^", "一般", "重大", "^")]
    merged += [(unit, str(n), "0", f"{90 + n}%") for n, unit in enumerate(units)]
    ledger: Rows = [("序号", "问题", "责任单位")]
    ledger += [(str(n), LONG if n % 3 else "无", unit) for n, unit in enumerate(units * 6, 1)]
    empty: Rows = [("项目", "六月", "七月"), *((f"第{n}项", "" if n % 2 else str(n), "") for n in range(1, 8))]
    return [
        (plain, bordered(plain, [3000, 3000, 3000])),
        (merged, bordered(merged, [2400, 2200, 2200, 2200])),
        (ledger, bordered(ledger, [1200, 4800, 3000], head=True)),
        (empty, bordered(empty, [3000, 3000, 3000])),
    ]


def tables_pdf() -> tuple[str, bytes] | None:
    """The known tables between paragraphs; None without LibreOffice."""
    text = paragraphs()
    made = printed(docx("".join(official(next(text)) + body + official(next(text)) for _, body in known_tables() * 5)))
    return ("LibreOffice 导出", made) if made else None
