"""What the office has: months, units, a month's summary; and search over all of it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query

from generate import Concern, concerned, drafted_kinds
from generate.settings import load_settings
from ledger.search import Hit, search
from records import MonthSummary, ReportingUnit
from service.api.shapes import ERRORS, AtDesk, Json, Month, Name, Words, answers
from service.settings import load_office, own_templates

router = APIRouter(tags=["台账"], responses=ERRORS)


@dataclass(frozen=True, slots=True)
class Hits:
    """The documents found."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A paper that can be drafted. to: «unit» or «place» where it is written to one; sheet: whether a workbook."""

    name: str
    to: str | None
    sheet: bool


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


@router.get("/kinds", **answers(tuple[Kind, ...]))
def kinds() -> Any:
    """能起草的文种。"""
    folder = own_templates()
    settings = {name: load_settings(name, folder) for name in drafted_kinds(folder)}
    return Json([Kind(name, one.to, one.sheet) for name, one in settings.items()])


@router.get("/months/{month}/concerned", **answers(tuple[Concern, ...]))
def who_is_concerned(desk: AtDesk, month: Month, kind: Name) -> Any:
    """一种函件本月该写给谁，及理由。"""
    return Json(concerned(kind, desk.store.summary(month), load_office(), own_templates()))


@router.get("/months/{month}", **answers(MonthSummary))
def month(desk: AtDesk, month: Month) -> Any:
    """一个月的汇总。"""
    return Json(desk.store.summary(month))
