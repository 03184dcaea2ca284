"""What a clerk sees on a terminal: tables on standard output, progress on standard error."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from records import (
    Accident,
    Count,
    Deadline,
    Extraction,
    Figure,
    Hazard,
    MonthSummary,
    Period,
    ReportingUnit,
    Statement,
)

if TYPE_CHECKING:
    from generate import Concern, Draft
    from generate.evidence import Entry
    from generate.proof import Proof
    from ledger.filing import Submission
    from ledger.receive import Added

out = Console(highlight=False)
_APPROX = {"exact": "", "about": "约", "over": "超", "under": "近", "at_least": "至少", "at_most": "至多"}
_STATUS = {"found": "已发现", "rectifying": "整改中", "rectified": "已整改"}
_RECURRENCE = {
    "daily": "每日", "weekly": "每周", "monthly": "每月", "quarterly": "每季度", "half-yearly": "每半年",
    "yearly": "每年",
}  # fmt: skip
_LONGEST = 60  # characters of a quotation on a terminal; files and JSON hold it whole


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """A bar on standard error, on a terminal only; call what it gives with each file's name."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=total)

        def advance(name: str) -> None:
            bar.update(task, advance=1, description=f"{what} {escape(name)}")

        yield advance


def number(value: Decimal | None) -> str:
    """A number as it is read: no needless zeros, no thousands marks."""
    return "＊" if value is None else format(value.normalize(), "f")


def table(title: str, heads: Iterable[str], rows: Iterable[Sequence[str]]) -> None:
    """A table, or nothing where there are no rows. Nothing in the cells is taken for markup."""
    rows = list(rows)
    if not rows:
        return
    made = Table(title=title, title_justify="left", show_lines=False, expand=False)
    for head in heads:
        made.add_column(head, overflow="fold", justify="right" if head in ("数值", "页", "合计") else "left")
    for row in rows:
        made.add_row(*(escape(cell) for cell in row))
    out.print(made)


def extraction(found: Extraction, why: bool = False) -> None:
    """A document and all its records; why adds what decided each."""
    info = found.document
    told = (info.kind, info.issuer, info.date.isoformat() if info.date else None, info.title)
    out.print(f"\n[bold]{escape(info.name)}[/bold]  " + escape("　".join(one for one in told if one)))
    for warning in found.warnings:
        out.print(f"[yellow]注意：{escape(warning)}[/yellow]")
    records_table("数据", Count, found.counts, why=why)
    records_table("时限", Deadline, found.deadlines, why=why)
    records_table("隐患", Hazard, found.hazards, why=why)
    records_table("事故", Accident, found.accidents, why=why)
    if not (found.counts or found.deadlines or found.hazards or found.accidents):
        out.print("没有找到数据、时限、隐患或事故")


def records_table(
    title: str, kind: type, found: Sequence[Any], before: Sequence[Sequence[str]] = (), why: bool = False
) -> None:
    """Records of one kind; before holds cells that stand in front of each row, under the heads 单位 and 文件."""
    heads, cells = _ROWS[kind]
    front = ("单位", "文件") if before else ()
    behind = ("把握", "依据") if why else ()
    rows = [
        (*(before[at] if before else ()), *cells(one), *(reasons(one) if why else ())) for at, one in enumerate(found)
    ]
    table(f"{title}（{len(found)}）", (*front, *heads, *behind), rows)


def reasons(one: Statement) -> tuple[str, str]:
    """How sure a record is; the rule that found it and the words that decided."""
    return f"{one.confidence:.0%}", "：".join(filter(None, (one.rule, "、".join(one.why))))


def _count(one: Count) -> tuple[str, ...]:
    upper = f"～{number(one.upper)}" if one.upper is not None else ""
    value = f"{_APPROX[one.approx]}{number(one.value)}{upper}"
    return (
        value,
        one.unit,
        one.item,
        one.action or "",
        one.subject or "",
        period(one.period),
        _page(one),
        short(one.quote),
    )


def _deadline(one: Deadline) -> tuple[str, ...]:
    due = _RECURRENCE[one.recurrence] if one.recurrence else str(one.due or "未定")
    start = f"{one.start_date}起 " if one.start_date and one.start_date != one.due else ""
    return start + due, short(one.task), one.responsible or "", _page(one), short(one.quote)


def _hazard(one: Hazard) -> tuple[str, ...]:
    status = _STATUS[one.status] if one.status else ""
    return (
        one.level or "",
        one.industry or "",
        short(one.description),
        one.place or "",
        status,
        str(one.due or ""),
        _page(one),
    )


def _accident(one: Accident) -> tuple[str, ...]:
    numbers = [("死亡", one.deaths), ("受伤", one.injured), ("失联", one.missing)]
    casualties = "，".join(f"{word}{value}人" for word, value in numbers if value is not None)
    return one.date or "", one.place or "", one.type or "", casualties, _page(one), short(one.quote)


_ROWS: dict[type, tuple[tuple[str, ...], Callable[[Any], tuple[str, ...]]]] = {
    Count: (("数值", "计量", "事项", "动作", "主体", "时段", "页", "原文"), _count),
    Deadline: (("期限", "任务", "责任单位", "页", "原文"), _deadline),
    Hazard: (("级别", "行业", "隐患", "地点", "状态", "整改期限", "页"), _hazard),
    Accident: (("日期", "地点", "类型", "伤亡", "页", "原文"), _accident),
}
_KINDS = {
    "counts": ("数据", Count),
    "deadlines": ("时限", Deadline),
    "hazards": ("隐患", Hazard),
    "accidents": ("事故", Accident),
}


def _page(one: Any) -> str:
    return str(one.page or "")


def period(one: Period | None) -> str:
    """A period in few characters: «2023-01-01～2023-05-31», an unknown end left open."""
    if one is None or one == Period(None, None):
        return ""
    return f"{one.start or ''}～{one.end or ''}"


def short(text: str) -> str:
    """A quotation on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def filed(kind: str, found: Sequence[Any]) -> None:
    """Records out of the store, with the unit and file that they came from."""
    title, of = _KINDS[kind]
    records_table(title, of, [one.record for one in found], [(one.unit, one.document) for one in found])
    if not found:
        out.print(f"台账中没有符合条件的{title}")


def added(name: str, found: Extraction, done: "Added") -> None:
    """One line on what became of a file that was handed in."""
    kept = done.submission
    if done.duplicate:
        out.print(
            escape(f"{name}：与已存入的“{kept.name}”（{kept.unit}，{kept.month}）相同，未重复存入"), soft_wrap=True
        )
        return
    sums = (
        f"数据 {len(found.counts)}、时限 {len(found.deadlines)}、隐患 {len(found.hazards)}、事故 {len(found.accidents)}"
    )
    old = f"，取代“{'、'.join(one.name for one in done.superseded)}”" if done.superseded else ""
    new = "（新单位，不在名单中）" if done.new_unit else ""
    out.print(escape(f"{name}：{kept.unit}{new} {kept.month}，{sums}{old}"), soft_wrap=True)


def files(kept: Sequence["Submission"]) -> None:
    """The files in the store, with the numbers by which they are withdrawn."""
    rows = [(str(f.id), f.month, f.unit, f.name, f.kind, str(f.received or ""), _fate(f)) for f in kept]
    table(f"文件（{len(kept)}）", ("编号", "月份", "单位", "文件", "文种", "收到", "状态"), rows)
    if not kept:
        out.print("台账中没有符合条件的文件")


def _fate(one: "Submission") -> str:
    return f"已被 {one.superseded_by} 号取代" if one.superseded_by else "有效"


def withdrawn(gone: "Submission") -> None:
    """One line on a file that was taken out."""
    out.print(escape(f"已撤回 {gone.unit} {gone.month} 的“{gone.name}”及其全部记录"), soft_wrap=True)


def days(first: dt.date | None, last: dt.date | None, rhythms: Sequence[str | None]) -> None:
    """The days that a time expression means, or the rhythm that it names."""
    rhythm = next((_RECURRENCE[one] for one in rhythms if one), None)
    out.print(rhythm if rhythm and not (first or last) else f"{first or '……'} 至 {last or '……'}")


def units(known: Sequence[ReportingUnit]) -> None:
    """The units that report."""
    table(f"报送单位（{len(known)}）", ("单位", "别名"), [(unit.name, "、".join(unit.aliases)) for unit in known])
    if not known:
        out.print("还没有报送单位：用 anwen units --set 名单.toml 设置")


def summary(month: MonthSummary) -> None:
    """A month's table: totals, from how many units, and whose figures are left out and why."""
    table(
        f"{month.month} 指标汇总（截至 {month.cut_off or '未注明'}）",
        ("指标", "合计", "计量", "单位数", "未计入"),
        [
            (one.name, _total(one.total), one.total.unit if one.total else "", str(len(one.by_unit)), _left_out(one))
            for one in month.indicators.values()
        ],
    )

    if month.unlisted:
        out.print(escape(f"不在报送名单中、未计入的单位：{'、'.join(month.unlisted)}"))


def _total(figure: Figure | None) -> str:
    return _APPROX[figure.approx] + number(figure.value) if figure else "—"


def _left_out(indicator: Any) -> str:
    notes = [f"{one.unit}：{one.note}" for one in indicator.omitted]
    return "；".join(notes[:2]) + (f"；等{len(notes)}家" if len(notes) > 2 else "") or (indicator.note or "")


def drafted(paper: "Draft", target: Path, concern: "Concern | None" = None) -> None:
    """Where a draft went, why somebody gets it where that is known, and what is still to be filled in."""
    if concern:
        out.print(escape(f"{concern.name}（{'；'.join(concern.reasons)}）"), soft_wrap=True)
    out.print(escape(f"已起草《{paper.title}》：{target}"), soft_wrap=True)
    if paper.gaps:
        out.print(escape(f"  待填 {len(paper.gaps)} 处：{'、'.join(paper.gaps)}"), soft_wrap=True)
    for line in paper.left_out:
        out.print(escape(f"  未列入：{line}"), soft_wrap=True)


_STATE = {"changed": "已改动", "lost": "已删去"}


def evidence(name: str, proof: "Proof") -> None:
    """What became of a draft's figures since, then where each comes from."""
    figures = [trace for trace in proof.traces if trace.entry.value is not None]
    out.print(f"\n[bold]{escape(name)}[/bold]  数字 {len(figures)} 处，引用 {len(proof.traces) - len(figures)} 处")
    changed = [
        (_STATE[trace.state], trace.entry.text, trace.now or "") for trace in proof.traces if trace.state != "kept"
    ]
    changed += [("新增，没有出处", "", f"{one.text}　{short(one.paragraph)}") for one in proof.added]
    table(f"起草之后的变动（{len(changed)}）", ("变动", "起草时", "现在"), changed)
    rows = [(trace.entry.text, _sources(trace.entry), trace.entry.formula or "") for trace in proof.traces]
    table("出处", ("文稿所写", "出处", "计算"), rows)
    if proof.intact:
        out.print("与起草时一致")


def _sources(entry: "Entry", most: int = 3) -> str:
    """The first few records that a figure stands on."""
    told = [
        f"{' '.join(filter(None, (one.unit, one.month, one.document)))}{_on_page(one.page)}“{short(one.quote)}”"
        for one in entry.sources[:most]
    ]
    more = len(entry.sources) - len(told)
    return "\n".join(told) + (f"\n等 {len(entry.sources)} 条" if more else "")


def _on_page(page: int | None) -> str:
    return f" 第{page}页" if page else ""


def quantities(found: Sequence[Mapping[str, Any]]) -> None:
    """The quantities of a text."""
    rows = [(one["text"], _APPROX[one["approx"]] + number(one["value"]) + _upper(one), one["unit"]) for one in found]
    table("数量", ("原文", "数值", "计量"), rows)
    if not rows:
        out.print("没有找到数量")


def _upper(one: Mapping[str, Any]) -> str:
    return f"～{number(one['upper'])}" if one["upper"] is not None else ""
