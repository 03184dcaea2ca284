"""«anwen demo»: the sample month from files to papers, in a store of its own that is gone afterwards."""

import datetime as dt
import tempfile
from pathlib import Path

import check
import extract
import generate
from corpora import Month, load_month
from ledger.store import Store
from records import CheckReport, Extraction, MonthSummary
from service import show
from service.report import show as show_findings
from service.settings import make_office

_SHOWN = ("总体方案", "工作汇报", "通报")


def run(out: Path) -> None:
    """Ingests the sample month, prints what was found, checks it, and writes the three papers into out."""
    month = load_month()
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="anwen-demo-") as folder,
        Store.open(f"sqlite:///{folder}/demo.db") as store,
    ):
        store.set_roster(month.units, month.due.day)
        reports = _ingest(store, month)
        summary = store.summary(month.month)
        _print_submissions(store, month, reports)
        _print_month(summary)
        _print_findings(reports)
        _draft(summary, month, out)


def _ingest(store: Store, month: Month) -> list[tuple[Extraction, CheckReport]]:
    reports = []
    with show.progress("读取", len(month.files)) as advance:
        for file in month.files:
            advance(file.path.name)
            found = extract.extract(extract.read(file.path))
            store.add(found, file.path.read_bytes(), unit=file.unit, month=month.month, received=file.received)
            reports.append((found, check.check(found)))
    return reports


def _print_submissions(store: Store, month: Month, reports: list[tuple[Extraction, CheckReport]]) -> None:
    sent = store.submissions(month.month)
    rows = [
        (
            one.unit,
            one.name,
            found.document.kind,
            _on_time(one.received, month.due),
            *_sums(found),
            str(len(report.findings)),
        )
        for one, (found, report) in zip(sent, reports, strict=True)
    ]
    rows += [(unit, "", "", "未报", *[""] * 5) for unit in month.missing]
    heads = ("单位", "文件", "文种", "报送", "数据", "时限", "隐患", "事故", "核查发现")
    show.table(f"{month.region} {month.month} 报送情况（{month.due} 截止）", heads, rows)


def _on_time(received: dt.date | None, due: dt.date) -> str:
    return f"迟报 {received}" if received and received > due else "按时"


def _sums(found: Extraction) -> tuple[str, ...]:
    return tuple(str(len(one)) for one in (found.counts, found.deadlines, found.hazards, found.accidents))


def _print_month(summary: MonthSummary) -> None:
    show.summary(summary)
    grave = [one for one in summary.hazards if one.record.level == "重大"]
    show.filed("hazards", grave)
    due = sorted((one for one in summary.deadlines if one.record.due), key=lambda one: (one.record.due, one.id))
    show.filed("deadlines", due[:12])


def _print_findings(reports: list[tuple[Extraction, CheckReport]]) -> None:
    for _, report in reports:
        if any(finding.severity != "info" for finding in report.findings):
            show_findings(report)


def _draft(summary: MonthSummary, month: Month, out: Path) -> None:
    office = make_office(month.office)
    for kind in _SHOWN:
        paper = generate.draft(kind, summary, office, allow_gaps=True)
        target = out / f"{month.month}{kind}.docx"
        generate.write_docx(paper, target)
        show.drafted(paper, target)
