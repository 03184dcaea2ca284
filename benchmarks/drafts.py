"""Papers a second: a 工作汇报 of the sample month, beside docxtpl filling in one of the same content.

python -m benchmarks.drafts
Ours: from the month's summary to the file, facts, wording, layout and evidence included. docxtpl: from values that it
is given to the file; its template is our file with a variable at each figure. Times are of the processor, the best of
several runs, everything in one run of this program. Then every kind of paper once, and the memory of a long annex.
"""

import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from rich.console import Console
from rich.table import Table

import extract
import generate
from benchmarks.timing import seconds
from corpora import load_month
from generate.model import Draft, Given, Words
from generate.model import Table as Rows
from generate.settings import load_settings
from ledger.summary import summarise_files
from records import MonthSummary
from service.settings import make_office

ROWS = 6000  # some 300 pages of twenty rows
console = Console(width=100, highlight=False)


def month() -> tuple[MonthSummary, generate.Office]:
    """The sample month, read anew."""
    shipped = load_month()
    found = [(file.unit, extract.extract(extract.read(file.path))) for file in shipped.files]
    return summarise_files(found, shipped.month), make_office(shipped.office)


def template_of(path: Path) -> tuple[bytes, dict[str, str]]:
    """A docxtpl template of the file, a variable at each of its figures, and the values."""
    word, values = docx.Document(str(path)), {}
    for start in word.element.body.iter(qn("w:bookmarkStart")):
        (text,) = start.getnext().iter(qn("w:t"))
        name = start.get(qn("w:name"))
        values[name], text.text = text.text, f"{{{{ {name} }}}}"
    held = io.BytesIO()
    word.save(held)
    return held.getvalue(), values


def fill_in(template: bytes, values: dict[str, str], target: Path) -> None:
    """What docxtpl does of the same."""
    opened = DocxTemplate(io.BytesIO(template))
    opened.render(values)
    opened.save(str(target))


def beside(summary: MonthSummary, office: generate.Office, folder: Path) -> Table:
    """Ours and docxtpl on the same paper."""
    target = folder / "汇报.docx"

    def ours() -> None:
        generate.write_docx(generate.draft("工作汇报", summary, office, True), target)

    mine = seconds(ours)
    template, values = template_of(target)
    theirs = seconds(lambda: fill_in(template, values, folder / "对照.docx"))
    shown = Table("", "份/秒", "anwen 快", title=f"工作汇报，{len(values)} 处数字和引用", title_justify="left")
    shown.add_row("anwen：从记录到文件，带出处", f"{1 / mine:.1f}", "")
    shown.add_row("docxtpl：代入现成的值", f"{1 / theirs:.1f}", f"{theirs / mine:.2f} 倍")
    return shown


def every_kind(summary: MonthSummary, office: generate.Office, folder: Path) -> float:
    """Processor time for one paper of each kind; those to one unit go to the first that there is."""

    def all_of_them() -> None:
        for kind in generate.KINDS:
            to = load_settings(kind).to
            unit = {None: None, "unit": summary.units[0], "place": "锦澜购物中心"}.get(to)
            if to != "leader":
                generate.write_docx(generate.draft(kind, summary, office, True, unit=unit), folder / f"{kind}.docx")

    return seconds(all_of_them, 1)


def annex(target: Path) -> None:
    """A table of many pages, written in a process of its own."""
    words = tuple((Words(text),) for text in ("序号", "单位", "隐患", "措施", "时限"))
    cells = ("某镇某工贸有限公司", "除尘系统未设置锁气卸灰装置", "停用整改，整改前采取防范措施", "按期")
    rows = tuple(((Given(str(at)),), *((Words(text),) for text in cells)) for at in range(ROWS))
    table = Rows((), words, rows, (True, False, False, False, False))
    generate.write_docx(Draft("清单", "2023-06", None, (table,), (), (), {}), target)


def main() -> None:
    """Prints all of it."""
    summary, office = month()
    with tempfile.TemporaryDirectory(prefix="anwen-bench-") as name:
        folder = Path(name)
        console.print(beside(summary, office, folder))
        console.print(f"样例月份，除写给领导的以外每个文种一份：{every_kind(summary, office, folder):.1f} 秒")
        done = subprocess.run([sys.executable, "-m", "benchmarks.drafts", "annex", str(folder / "表.docx")], check=True,
                              capture_output=True, text=True)  # fmt: skip
        console.print(f"{ROWS} 行的附表（约 300 页）：{done.stdout.strip()}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["annex"]:
        began = time.process_time()
        annex(Path(sys.argv[2]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{time.process_time() - began:.1f} 秒，内存 {peak} MB")
    else:
        main()
