"""Seconds that the checker needs for a Word paper of so many paragraphs, reading and start-up left out.

python -m benchmarks.check
Processor time, the best of several runs. «text» is every rule on words, figures and dates; «form» the rules on layout
beside it, the file's own XML opened and resolved each time; «--annotate» and «--fix» with the writing of the file.
"""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Pt
from rich.console import Console
from rich.table import Table

import check
from benchmarks.timing import seconds
from extract import extract, read
from records import Extraction

AIMS = {16: 0.3, 500: 1.0}
LINES = (
    "一、工作任务",
    "（一）全面排查。各单位要对照判定标准，逐条建立隐患清单，明确责任人、整改措施和完成时限。",
    "截至5月底，共检查企业{0}家，排查隐患{1}处，已整改{2}处，整改率{3}%，其中重大隐患3处。",
    "一是压实责任，二是强化督查，三是严格问责，请于6月30日前将情况报县安委会办公室（联系人：李明）。",
)
console = Console(width=100, highlight=False)


def paper(paragraphs: int) -> bytes:
    """A notice of so many paragraphs, laid out by direct marks, not quite as the standard wants it."""
    word = docx.Document()
    add(word, "石桥县安全生产委员会办公室关于开展重大事故隐患排查整治的通知", "宋体", 22)
    add(word, "各乡镇人民政府，县安委会各成员单位：", "仿宋", 16)
    for at in range(paragraphs - 4):
        found = 100 + at
        text = LINES[at % len(LINES)].format(at + 20, found, found * 9 // 10, round(found * 9 // 10 * 100 / found, 1))
        add(word, text, "仿宋" if at % 7 else "宋体", 16)
    add(word, "石桥县安全生产委员会办公室", "仿宋", 16)
    add(word, "2023年6月5日", "仿宋", 16)
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def add(word: docx.document.Document, text: str, face: str, size_pt: float) -> None:
    run = word.add_paragraph().add_run(text)
    run.font.name, run.font.size = "Times New Roman", Pt(size_pt)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def taken(data: bytes) -> Extraction:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "通知.docx"
        path.write_bytes(data)
        return extract(read(path))


def main() -> None:
    table = Table(title="Seconds a paper", title_justify="left")
    for head in ("paragraphs", "findings", "text", "text + form", "aim", "--annotate", "--fix"):
        table.add_column(head, justify="right")
    for paragraphs, aim in AIMS.items():
        data = paper(paragraphs)
        found = taken(data)
        report = check.check(found, source=data)
        works: tuple[Callable[[], object], ...] = (
            lambda found=found: check.check(found),  # type: ignore[misc]
            lambda found=found, data=data: check.check(found, source=data),  # type: ignore[misc]
            lambda found=found, data=data, report=report: check.annotate(found, report, data),  # type: ignore[misc]
            lambda found=found, data=data: check.fix(found, data),  # type: ignore[misc]
        )
        text, form, annotate, fix = (f"{seconds(work):.3f}" for work in works)
        table.add_row(str(paragraphs), str(len(report.findings)), text, form, f"{aim}", annotate, fix)
    console.print(table)


if __name__ == "__main__":
    main()
