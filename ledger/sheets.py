"""Writes records into an Excel workbook, one sheet a kind, one row a record, with its quote, file and page."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ledger.filing import KINDS, AnyFiled, AnyRecord, Kind, check_kind, records_of
from records import Count, Extraction, Failure, Filed, Period

Value: TypeAlias = str | int | float | Decimal | date | None
Entry: TypeAlias = AnyFiled | tuple[str, AnyRecord]

_TITLES: Mapping[Kind, str] = {"counts": "数据", "deadlines": "时限任务", "hazards": "隐患", "accidents": "事故"}
_MOST_CHARACTERS = 32767  # of a cell, by the file format
_MOST_ROWS = 1048575  # of a sheet, under its head
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not to be written in XML
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_APPROX = {"exact": "", "about": "约", "over": "多于", "under": "近", "at_least": "不少于", "at_most": "不超过"}
_DIRECTIONS = {"up": "上升", "down": "下降", "flat": "持平"}
_STATUS = {"found": "已发现", "rectifying": "整改中", "rectified": "已整改"}
_RECURRENCE = {
    "daily": "每日", "weekly": "每周", "monthly": "每月",
    "quarterly": "每季度", "half-yearly": "每半年", "yearly": "每年",
}  # fmt: skip


class UnwritableFile(Failure):
    """A workbook that cannot be written where it is wanted."""

    exit = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and what stands in it for a record."""

    head: str
    width: int
    value: Callable[[Any], Value]


def write_xlsx(path: Path, kind: str, records: Sequence[Entry]) -> None:
    """One sheet with records of one kind, filed ones or pairs of a document's name and its record.

    All of the one sort. Raises BadRequest: no such kind; UnwritableFile.
    """
    write_workbook(path, {check_kind(kind): records})


def write_extractions(path: Path, extractions: Sequence[Extraction]) -> None:
    """One workbook with a sheet for each kind of record, document after document. Raises UnwritableFile."""
    names = [extraction.document.name for extraction in extractions]
    # two files of one name in different folders: their parts must not be looked up in each other
    titles = [name if names.count(name) == 1 else f"{name}（{at}）" for at, name in enumerate(names, start=1)]
    sheets: dict[Kind, list[Entry]] = {
        kind: [
            (title, record)
            for title, extraction in zip(titles, extractions, strict=True)
            for record in records_of(extraction, kind)
        ]
        for kind in KINDS
    }
    write_workbook(path, sheets)


def write_workbook(path: Path, sheets: Mapping[Kind, Sequence[Entry]]) -> None:
    """One sheet for each kind, in the order given. An older file of the name is replaced only when all is written."""
    workbook = Workbook(write_only=True)
    try:
        for kind, records in sheets.items():
            _write_sheet(workbook, kind, records)
        _save(workbook, path)
    finally:
        for sheet in workbook.worksheets:
            if not sheet.closed:  # after a failure; a sheet left open complains when it is collected
                sheet.close()


def _write_sheet(workbook: Workbook, kind: Kind, records: Sequence[Entry]) -> None:
    if len(records) > _MOST_ROWS:
        raise UnwritableFile(
            f"{_TITLES[kind]}有 {len(records)} 条，超过一张表能容纳的 {_MOST_ROWS} 条，请按月份或单位分开导出"
        )
    filed = bool(records) and isinstance(records[0], Filed)
    columns = [*(_FILED if filed else ()), *_COLUMNS[kind], *_LAST]
    sheet = workbook.create_sheet(_TITLES[kind])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(records) + 1}"
    for at, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.append([_head(sheet, column.head) for column in columns])
    for row in _rows(records):
        sheet.append([_cell(sheet, column.value(row)) for column in columns])


@dataclass(frozen=True, slots=True)
class _Row:
    """A record to be written. whole: the quote of the count that it is a part of."""

    record: Any
    document: str
    unit: str = ""
    month: str = ""
    whole: str | None = None


def _rows(entries: Sequence[Entry]) -> Iterator[_Row]:
    """The entries as rows, with part_of looked up among the counts of the same document."""
    documents: dict[tuple[str, ...], list[AnyRecord]] = {}
    for entry in entries:
        documents.setdefault(_document(entry), []).append(_record(entry))
    for entry in entries:
        record, whole = _record(entry), None
        if isinstance(record, Count) and record.part_of is not None:
            others = documents[_document(entry)]
            whole = others[record.part_of].quote if record.part_of < len(others) else None
        if isinstance(entry, Filed):
            yield _Row(record, entry.document, entry.unit, entry.month, whole)
        else:
            yield _Row(record, entry[0], whole=whole)


def _record(entry: Entry) -> AnyRecord:
    return entry.record if isinstance(entry, Filed) else entry[1]


def _document(entry: Entry) -> tuple[str, ...]:
    return (entry.unit, entry.document, entry.sha256) if isinstance(entry, Filed) else (entry[0],)


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    """A cell with the value, None for an empty one; text is never a formula, whatever it begins with."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _FORBIDDEN.sub("\ufffd", value)[:_MOST_CHARACTERS])
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(_FORMULA)
    return cell


def _save(workbook: Workbook, path: Path) -> None:
    """Writes beside the place and moves there, so that a failure leaves what was there."""
    beside = path.with_name(f"{path.name}.part")
    try:
        workbook.save(beside)
        beside.replace(path)
    except OSError as error:
        raise UnwritableFile(f"{path}：无法写入，请检查文件夹和权限，若文件已在其他程序中打开请先关闭") from error
    finally:
        beside.unlink(missing_ok=True)


def _of(name: str, words: Mapping[str, str] | None = None) -> Callable[[_Row], Value]:
    """The record's field of that name, put into words where words are given."""

    def value(row: _Row) -> Value:
        found: Value = getattr(row.record, name)
        return words.get(str(found), str(found)) if words is not None and found is not None else found

    return value


def _period(end: str) -> Callable[[_Row], Value]:
    def value(row: _Row) -> Value:
        period: Period | None = row.record.period
        day: date | None = getattr(period, end) if period else None
        return day

    return value


def _change(row: _Row) -> Value:
    change = row.record.change
    return f"{change.basis}{_DIRECTIONS[change.direction]}" if change else None


_FILED = (Column("报送单位", 18, lambda row: row.unit), Column("月份", 10, lambda row: row.month))
_LAST = (
    Column("原文", 40, _of("quote")),
    Column("文件", 28, lambda row: row.document),
    Column("页", 6, _of("page")),
    Column("起", 8, _of("start")),
    Column("止", 8, _of("end")),
    Column("置信度", 8, _of("confidence")),
)
_COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    "counts": (
        Column("事项", 22, _of("item")),
        Column("动作", 12, _of("action")),
        Column("约数", 8, _of("approx", _APPROX)),
        Column("数值", 12, lambda row: "（被遮盖）" if row.record.masked else row.record.value),
        Column("上限", 10, _of("upper")),
        Column("单位", 8, _of("unit")),
        Column("比较", 12, _change),
        Column("时段起", 12, _period("start")),
        Column("时段止", 12, _period("end")),
        Column("主体", 18, _of("subject")),
        Column("其中（所属总数）", 24, lambda row: row.whole),
    ),
    "deadlines": (
        Column("任务", 44, _of("task")),
        Column("开始日期", 12, _of("start_date")),
        Column("完成时限", 12, _of("due")),
        Column("周期", 8, _of("recurrence", _RECURRENCE)),
        Column("责任单位", 24, _of("responsible")),
    ),
    "hazards": (
        Column("隐患描述", 44, _of("description")),
        Column("级别", 8, _of("level")),
        Column("行业领域", 12, _of("industry")),
        Column("所在单位或部位", 24, _of("place")),
        Column("状态", 10, _of("status", _STATUS)),
        Column("整改措施", 30, _of("measures")),
        Column("整改责任", 20, _of("responsible")),
        Column("整改时限", 12, _of("due")),
        Column("资金（元）", 12, _of("funds")),
    ),
    "accidents": (
        Column("日期", 12, _of("date")),
        Column("地点", 28, _of("place")),
        Column("类型", 14, _of("type")),
        Column("死亡", 8, _of("deaths")),
        Column("受伤", 8, _of("injured")),
        Column("失踪", 8, _of("missing")),
    ),
}
