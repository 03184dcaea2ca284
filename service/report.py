"""Findings as a clerk reads them: on a terminal, as a page to send on, as a workbook to return to the units."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from check import RULES, SHIPPED, Rule, Rulebook
from records import CheckReport, Finding

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from service.checking import Checked

out = Console(highlight=False)
SEVERITIES = {"error": ("错误", "red"), "warning": ("疑似", "yellow"), "info": ("提示", "cyan")}
_TEMPLATES = Path(__file__).parent / "pages" / "templates"
_LONGEST = 60  # characters of a quotation on a terminal; files and JSON hold it whole
_HINTS = 5
_NAMED = 6  # rules on form that the folded line names
_MOST_CHARACTERS = 32767  # of a cell, by the file format
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not to be written in XML
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {"单位": 24, "文件": 30, "发现": 60, "原文": 40, "建议写作": 30, "规则": 24}


# --- terminal ----------------------------------------------------------------------------------------------------


def show(report: CheckReport, rulebook: Rulebook = SHIPPED, *, every: bool = False) -> None:
    """One document's findings, the gravest first. Unless every one is wanted, form is one line and hints are few."""
    out.print(f"\n[bold]{escape(report.document.name)}[/bold]  {escape(report.document.kind)}", soft_wrap=True)
    if not report.findings:
        out.print("  没有发现问题")
    folded = [] if every else [one for one in report.findings if _is_folded(one)]
    told = [one for one in report.findings if one not in folded]
    for severity in SEVERITIES:
        mine = [one for one in told if one.severity == severity]
        shown = mine if every or severity != "info" else mine[:_HINTS]
        for one in shown:
            out.print("  " + _line(one), soft_wrap=True)
        if len(mine) > len(shown):
            out.print(f"  另有 {len(mine) - len(shown)} 条提示，加 --all 列出")
    if folded:
        out.print("  " + _folded_line(folded, rulebook), soft_wrap=True)


def _is_folded(finding: Finding) -> bool:
    return finding.rule.startswith("format.") and finding.severity != "error"


def _line(finding: Finding) -> str:
    word, colour = SEVERITIES[finding.severity]
    place = f"（第{finding.page}页）" if finding.page else ""
    quote = f"　原文：{_short(finding.quote)}" if finding.quote else ""
    instead = f"　可改为：{_short(finding.fix)}" if finding.fix else ""
    return f"[{colour}]{word}[/{colour}] {escape(finding.message.removeprefix(word) + place + quote + instead)}"


def _folded_line(findings: Sequence[Finding], rulebook: Rulebook) -> str:
    """«版式 7 项：正文行距、页码字号……»: what departs in form and not against a must."""
    known = {rule.id: rule for rule in rulebook.rules}
    rules = [known[key] for key in dict.fromkeys(one.rule for one in findings) if key in known]
    names = "、".join(rule.name for rule in rules[:_NAMED]) + ("等" if len(rules) > _NAMED else "")
    mended = sum(rule.mends for rule in rules)
    ways = ["--all 逐条列出"] + ([f"--fix 可代改其中 {mended} 项"] if mended else [])
    return f"[cyan]版式[/cyan] {len(rules)} 项：{escape(names)}（{'，'.join(ways)}）"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def show_summary(done: Sequence["Checked"]) -> None:
    """A table of the files, where there are several: who sent what, and how many findings of each gravity."""
    if len(done) < 2:
        return
    made = Table(title=f"共 {len(done)} 份材料", title_justify="left")
    for head in ("单位", "文件", "文种", *(word for word, _ in SEVERITIES.values())):
        made.add_column(head, overflow="fold")
    for one in done:
        if one.report:
            grave = (str(count or "") for count in _counts(one.report).values())
            made.add_row(*map(escape, (one.unit, one.outcome.name, one.report.document.kind, *grave)))
        else:
            made.add_row("", escape(one.outcome.name), "读不了", "", "", "")
    out.print(made)


# --- rules -------------------------------------------------------------------------------------------------------


def rules_of(rulebook: Rulebook, word: str | None = None) -> list[dict[str, Any]]:
    """All rules with what the office has made of them; only those that mention the word, where one is given."""
    known = (*RULES, *(one.rule for one in rulebook.words))
    in_force = {rule.id: rule for rule in rulebook.rules}
    rows = [_rule(in_force.get(rule.id, rule), rule.id in rulebook.off) for rule in known]
    return [row for row in rows if not word or word in " ".join(map(str, row.values()))]


def _rule(rule: Rule, off: bool) -> dict[str, Any]:
    return {
        "id": rule.id, "name": rule.name, "severity": rule.severity, "message": rule.message, "source": rule.source,
        "strength": rule.strength, "mends": rule.mends, "off": off,
        "finds": [one.text for one in rule.finds], "leaves": [one.text for one in rule.leaves],
    }  # fmt: skip


def show_rules(rows: Sequence[dict[str, Any]]) -> None:
    """The rules, each with an example that it finds and one that it leaves."""
    made = Table(title=f"核查规则（{len(rows)}）", title_justify="left", show_lines=True)
    for head in ("编号", "名称", "程度", "依据", "会指出", "不会指出"):
        made.add_column(head, overflow="fold")
    for row in rows:
        state = "停用" if row["off"] else SEVERITIES[row["severity"]][0]
        examples = (_example(row["finds"]), _example(row["leaves"]))
        made.add_row(*map(escape, (row["id"], row["name"], state, row["source"], *examples)))
    out.print(made)


def _example(texts: Sequence[str]) -> str:
    return _short(texts[0].replace("⟦", "【").replace("⟧", "】")) if texts else "—"


# --- page --------------------------------------------------------------------------------------------------------


def to_html(done: Sequence["Checked"]) -> str:
    """One page without scripts, nothing from outside: a table of the files, then the findings of each."""
    from jinja2 import Environment, FileSystemLoader

    page = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True).get_template("check_report.html")
    files: list[dict[str, Any]] = [
        {"name": one.report.document.name, "kind": one.report.document.kind, "unit": one.unit,
         "counts": _counts(one.report), "findings": _ranked(one.report)}
        for one in done if one.report
    ]  # fmt: skip
    failed = [(one.outcome.name, str(one.outcome.result)) for one in done if not one.report]
    words = {key: word for key, (word, _) in SEVERITIES.items()}
    return page.render(files=files, failed=failed, words=words)


def _counts(report: CheckReport) -> dict[str, int]:
    counted = Counter(one.severity for one in report.findings)
    return {severity: counted[severity] for severity in ("error", "warning", "info")}


def _ranked(report: CheckReport) -> list[Finding]:
    """The findings, the gravest first."""
    order = list(SEVERITIES)
    return sorted(report.findings, key=lambda finding: order.index(finding.severity))


# --- workbook ----------------------------------------------------------------------------------------------------


def write_xlsx(done: Sequence["Checked"], target: Path) -> None:
    """A workbook: units and files by kind of finding, then every finding. Nothing in it is a formula."""
    from openpyxl import Workbook

    workbook = Workbook()
    first = workbook.worksheets[0]
    first.title = "汇总"
    _fill(first, list(_summary(done)))
    _fill(workbook.create_sheet("明细"), list(_details(done)))
    target.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(target)


def _summary(done: Sequence["Checked"]) -> Iterator[list[str | int]]:
    """A row a file: how many findings of each gravity, and of each kind that occurs."""
    names = {rule.id: rule.name for rule in RULES}
    found = Counter(one.rule for each in done if each.report for one in each.report.findings)
    columns = [rule for rule, _ in found.most_common()]
    yield [
        "单位",
        "文件",
        "文种",
        *(word for word, _ in SEVERITIES.values()),
        *(names.get(key, key) for key in columns),
    ]
    for one in done:
        if one.report is None:
            yield ["", one.outcome.name, f"读不了：{one.outcome.result}"]
            continue
        mine = Counter(finding.rule for finding in one.report.findings)
        grave = _counts(one.report).values()
        yield [one.unit, one.outcome.name, one.report.document.kind, *grave, *(mine[key] or "" for key in columns)]


def _details(done: Sequence["Checked"]) -> Iterator[list[str | int]]:
    yield ["单位", "文件", "程度", "发现", "原文", "页", "建议写作", "规则"]
    for each in done:
        for one in _ranked(each.report) if each.report else ():
            word = SEVERITIES[one.severity][0]
            yield [each.unit, each.outcome.name, word, one.message, one.quote or "（针对全文）", one.page or "",
                   one.fix or "", one.rule]  # fmt: skip


def _fill(sheet: "Worksheet", rows: Sequence[Sequence[str | int]]) -> None:
    """Writes the rows; the first is the head, which stays in view."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            if isinstance(value, int):
                cell.value = value
            elif value:
                cell.value = _FORBIDDEN.sub("", value)[:_MOST_CHARACTERS]
                cell.data_type = "s"  # text, whatever it begins with
                cell.quotePrefix = value.startswith(_FORMULA)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if at == 1:
                cell.font = Font(bold=True)
    for column, head in enumerate(rows[0], 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(str(head), 10)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
