"""Records: list, confirm, reject, correct, add, take back; and as a workbook."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response
from sqlalchemy import Connection

from ledger import review
from ledger.listing import ListedRecord, Wanted, list_records
from ledger.review import Reviewed, State
from ledger.sheets import write_xlsx
from service import audit, utf16
from service.api.fields import new_record, read_changes
from service.api.shapes import (
    ERRORS,
    AtDesk,
    Id,
    Json,
    Limit,
    Month,
    Offset,
    Offsets,
    RecordKind,
    Who,
    Words,
    answers,
    attachment,
    files,
    placed,
)

router = APIRouter(tags=["记录"], responses=ERRORS)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TITLES = {"counts": "数据", "deadlines": "时限", "hazards": "隐患", "accidents": "事故"}
Fields = Annotated[dict[str, Any], Body(description="字段名与新值，字段见各类记录")]


@dataclass(frozen=True, slots=True)
class Records:
    """A page of a list, and how many there are in all."""

    records: tuple[ListedRecord, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Undone:
    """The record after something was taken back; null where it had been added by hand, and is gone."""

    record: Reviewed | None


@router.get("/records", **answers(Records))
def list_all(
    desk: AtDesk,
    kind: RecordKind = "counts",
    month: Month | None = None,
    unit: Words | None = None,
    document: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    state: State | None = None,
    q: Annotated[Words, Query(description="原文或字段中的字")] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """记录列表。"""
    wanted = Wanted(month, unit, document, state, q.split()[:8])
    with desk.store.reading() as connection:
        return Json(Records(*list_records(connection, kind, wanted, limit, offset)))


@router.get("/records.xlsx", **files(XLSX))
def workbook(
    desk: AtDesk, who: Who, kind: RecordKind = "counts", month: Month | None = None, unit: Words | None = None
) -> Response:
    """记录的 Excel 表。"""
    found = desk.store.records(kind, month, unit or None)
    with tempfile.TemporaryDirectory(prefix="anwen-") as folder:
        target = Path(folder) / "records.xlsx"
        write_xlsx(target, kind, found)
        data = target.read_bytes()
    with desk.store.writing() as connection:
        audit.append(connection, who, "records.exported", kind=kind, month=month, number=len(found))
    return attachment(f"{month or ''}{_TITLES[kind]}.xlsx", data, XLSX)


@router.get("/records/{number}", **answers(Reviewed))
def read(desk: AtDesk, number: Id, offsets: Offsets = "codepoints") -> Any:
    """一条记录，机器原值在 machine 中。"""
    with desk.store.reading() as connection:
        found = review.reviewed_one(connection, number)
    return Json(placed(found, desk.store.document(found.document_id).text, offsets))


@router.patch("/records/{number}", **answers(Reviewed))
def correct(desk: AtDesk, who: Who, number: Id, fields: Fields) -> Any:
    """更正字段；更正后视为已确认。"""

    def act(connection: Connection) -> Reviewed:
        changes = read_changes(review.reviewed_one(connection, number).kind, fields)
        return review.correct(connection, number, changes, who)

    return _done(desk, who, "record.corrected", act, fields=sorted(fields))


@router.post("/records/{number}/confirm", **answers(Reviewed))
def confirm(desk: AtDesk, who: Who, number: Id) -> Any:
    """确认无误。"""
    return _done(desk, who, "record.confirmed", lambda connection: review.confirm(connection, number, who))


@router.post("/records/{number}/reject", **answers(Reviewed))
def reject(desk: AtDesk, who: Who, number: Id) -> Any:
    """驳回：不再计入任何汇总。"""
    return _done(desk, who, "record.rejected", lambda connection: review.reject(connection, number, who))


@router.post("/records/{number}/undo", **answers(Undone))
def undo(desk: AtDesk, who: Who, number: Id) -> Any:
    """撤销对这条记录的最后一次操作。"""
    with desk.store.writing() as connection:
        found = review.undo(connection, number, who)
        audit.append(connection, who, "record.undone", record=number)
    return Json(Undone(found))


@router.post("/documents/{number}/records", **answers(Reviewed, 201))
def add(
    desk: AtDesk, who: Who, number: Id, kind: RecordKind, start: Annotated[int, Query(ge=0, le=10**9)],
    end: Annotated[int, Query(ge=1, le=10**9)], fields: Fields, offsets: Offsets = "codepoints",
) -> Any:  # fmt: skip
    """从原文所选文字添加一条记录。"""
    if offsets == "utf16":
        back = utf16.from_units(desk.store.document(number).text)
        start, end = back(start), back(end)
    record = new_record(kind, fields, start, end)
    return _done(desk, who, "record.added", lambda one: review.add(one, number, record, kind, who), status=201)


def _done(
    desk: AtDesk, who: str, act: str, do: Callable[[Connection], Reviewed], status: int = 200, **more: Any
) -> Any:
    with desk.store.writing() as connection:
        found = do(connection)
        audit.append(connection, who, act, record=found.id, document=found.document_id, **more)
    return Json(found, status)
