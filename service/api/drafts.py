"""Drafts: asked for, looked at, filled in, taken along as Word or PDF."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from generate import Draft
from service import audit, drafting
from service.api.shapes import ERRORS, AtDesk, Id, Json, Month, Name, Who, Words, answers, attachment, files
from service.desk import Desk
from service.drafting import Order, Preview

router = APIRouter(prefix="/drafts", tags=["起草"], responses=ERRORS)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


class Wish(BaseModel):
    """What is to be drafted. units: of these only; all when empty."""

    kind: Name
    month: Month
    units: Annotated[list[Name], Field(max_length=500)] = []


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
    with desk.store.writing() as connection:
        order_id = drafting.place(connection, wish.kind, wish.month, wish.units, who)
        audit.append(connection, who, "draft", draft=order_id, kind=wish.kind, month=wish.month)
    return Json(preview_of(desk, order_id), 201)


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
def docx(desk: AtDesk, who: Who, number: Id) -> Response:
    """文稿的 Word 文件。"""
    order, paper = _made(desk, number)
    return _taken(desk, who, number, attachment(f"{order.month}{order.kind}.docx", drafting.to_docx(paper), DOCX))


@router.get("/{number}/pdf", **files(PDF))
def pdf(desk: AtDesk, who: Who, number: Id) -> Response:
    """文稿的 PDF；需装有 LibreOffice。"""
    order, paper = _made(desk, number)
    return _taken(desk, who, number, attachment(f"{order.month}{order.kind}.pdf", drafting.to_pdf(paper), PDF))


def preview_of(desk: Desk, order_id: int) -> Preview:
    """The paper as it is now. Raises NotFound, Failure."""
    return drafting.preview(*_made(desk, order_id))


def _made(desk: Desk, order_id: int) -> tuple[Order, Draft]:
    with desk.store.reading() as connection:
        order = drafting.read(connection, order_id)
    return order, drafting.draft(desk.store, order)


def _taken(desk: Desk, who: str, order_id: int, answer: Response) -> Response:
    with desk.store.writing() as connection:
        audit.append(connection, who, "draft.downloaded", draft=order_id, media_type=answer.media_type)
    return answer
