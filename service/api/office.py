"""What the office has: months, units, a month's summary; and search over all of it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query

from ledger.search import Hit, search
from records import MonthSummary, ReportingUnit
from service.api.shapes import ERRORS, AtDesk, Json, Month, Words, answers

router = APIRouter(tags=["台账"], responses=ERRORS)


@dataclass(frozen=True, slots=True)
class Hits:
    """The documents found."""

    hits: tuple[Hit, ...]


@router.get("/search", **answers(Hits))
def find(desk: AtDesk, q: Annotated[Words, Query(description="字词，空格隔开，须全部出现；繁简皆可")]) -> Any:
    """在全部文件中检索。"""
    with desk.store.reading() as connection:
        return Json(Hits(search(connection, q)))


@router.get("/months", **answers(tuple[str, ...]))
def months(desk: AtDesk) -> Any:
    """有文件的月份。"""
    return Json(desk.store.months())


@router.get("/units", **answers(tuple[ReportingUnit, ...]))
def units(desk: AtDesk) -> Any:
    """报送单位。"""
    return Json(desk.store.units())


@router.get("/months/{month}", **answers(MonthSummary))
def month(desk: AtDesk, month: Month) -> Any:
    """一个月的汇总。"""
    return Json(desk.store.summary(month))
