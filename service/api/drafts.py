"""Drafts: asked for, looked at, filled in, taken along as Word or PDF."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

import generate
from generate import Draft
from service import audit, drafting
from service.api.shapes import ERRORS, AtDesk, Id, Json, Month, Name, Who, Words, answers, attachment, files
from service.desk import Desk
from service.drafting import Order, Preview

router = APIRouter(prefix="/drafts", tags=["起草"], responses=ERRORS)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Wish(BaseModel):
    """What is to be drafted. units: of these only, all when empty; addressee: for papers that are written to one."""

    kind: Name
    month: Month
    units: Annotated[list[Name], Field(max_length=500)] = []
    addressee: Name | None = None


class Filled(BaseModel):
    """Words for gaps, by what the gap wants."""

    filled: Annotated[dict[Words, Words], Field(max_length=500)]


@router.get("", **answers(tuple[Order, ...]))
def list_all(desk: AtDesk) -> Any:
    """最近的文稿。"""
    with desk.store.reading() as connection:
        return Json(drafting.listed(connection))


@router.post("", **answers(Preview, 201))
def order(desk: AtDesk, who: Who, wish: Wish) -> Any:
    """起草一份文稿。"""
    wanted = drafting.wanted(wish.kind, wish.month, wish.units, who, wish.addressee)
    paper = drafting.draft(desk.store, wanted)  # first: what cannot be drafted is not noted
    with desk.store.writing() as connection:
        placed = drafting.place(connection, wanted)
        audit.append(connection, who, "draft", draft=placed.id, kind=placed.kind, month=placed.month)
    return Json(drafting.preview(placed, paper), 201)


@router.get("/{number}", **answers(Preview))
def preview(desk: AtDesk, number: Id) -> Any:
    """文稿的预览：按现有记录重新生成，每个数据附来源。"""
    return Json(preview_of(desk, number))


@router.put("/{number}/filled", **answers(Preview))
def fill(desk: AtDesk, who: Who, number: Id, given: Filled) -> Any:
    """填写待填处。"""
    with desk.store.writing() as connection:
        drafting.fill(connection, number, given.filled)
        audit.append(connection, who, "draft.filled", draft=number, number=len(given.filled))
    return Json(preview_of(desk, number))


@router.get("/{number}/docx", **files(DOCX))
def docx(desk: AtDesk, who: Who, number: Id, charts: bool = False) -> Response:
    """文稿的 Word 文件；charts：在数据表下插图。"""
    order, paper = _charted(desk, number, charts)
    return _taken(
        desk, who, number, attachment(f"{order.month}{order.kind}.docx", drafting.to_file(paper, "docx"), DOCX)
    )


@router.get("/{number}/xlsx", **files(XLSX))
def xlsx(desk: AtDesk, who: Who, number: Id) -> Response:
    """文稿中的表，存为 Excel。"""
    order, paper = _made(desk, number)
    return _taken(
        desk, who, number, attachment(f"{order.month}{order.kind}.xlsx", drafting.to_file(paper, "xlsx"), XLSX)
    )


@router.get("/{number}/pdf", **files(PDF))
def pdf(desk: AtDesk, who: Who, number: Id, charts: bool = False) -> Response:
    """文稿的 PDF；需装有 LibreOffice。charts：在数据表下插图。"""
    order, paper = _charted(desk, number, charts)
    return _taken(desk, who, number, attachment(f"{order.month}{order.kind}.pdf", drafting.to_pdf(paper), PDF))


def preview_of(desk: Desk, order_id: int) -> Preview:
    """The paper as it is now. Raises NotFound, Failure."""
    return drafting.preview(*_made(desk, order_id))


def _made(desk: Desk, order_id: int) -> tuple[Order, Draft]:
    with desk.store.reading() as connection:
        order = drafting.read(connection, order_id)
    return order, drafting.draft(desk.store, order)


def _charted(desk: Desk, order_id: int, charts: bool) -> tuple[Order, Draft]:
    """The paper, with charts if they are wanted. Raises Failure where there are none."""
    order, paper = _made(desk, order_id)
    return order, generate.with_charts(paper) if charts else paper


def _taken(desk: Desk, who: str, order_id: int, answer: Response) -> Response:
    with desk.store.writing() as connection:
        audit.append(connection, who, "draft.downloaded", draft=order_id, media_type=answer.media_type)
    return answer
