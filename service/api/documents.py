"""Documents: list, upload, text, original, pages as pictures, findings."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from pydantic import BaseModel

from ledger import receive
from ledger.filing import Submission
from ledger.listing import Listed, Order, Wanted, list_documents
from ledger.queries import read_layout
from ledger.review import Reviewed, reviewed
from records import Block, CheckReport, DocumentInfo, Extraction, NotFound, Section
from service import audit, checks, jobs, pictures
from service.api.shapes import (
    ERRORS,
    AtDesk,
    Id,
    Json,
    Limit,
    Month,
    Name,
    Offset,
    Offsets,
    Who,
    Words,
    answers,
    attachment,
    files,
    name_of,
    placed,
)
from service.internal import internal_mark
from service.uploads import Incoming, Upload

router = APIRouter(prefix="/documents", tags=["文件"], responses=ERRORS)


@dataclass(frozen=True, slots=True)
class Documents:
    """A page of a list, and how many there are in all."""

    documents: tuple[Listed, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of files that were sent: a job each."""

    jobs: tuple[Upload, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A document. internal: the mark of internal matter that it bears, None where there is none."""

    submission: Submission
    document: DocumentInfo
    sections: tuple[Section, ...]
    warnings: tuple[str, ...]
    internal: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """A document's text, and its pieces (paragraphs, cells …) with page and box as far as they are known."""

    text: str
    pieces: tuple[Block, ...]


class Filing(BaseModel):
    """Under what a document is to be filed."""

    unit: Name
    month: Month


@router.get("", **answers(Documents))
def list_all(
    desk: AtDesk,
    month: Month | None = None,
    unit: Words | None = None,
    q: Annotated[Words, Query(description="文件名或标题中的字")] = "",
    order: Order = "newest",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """文件列表。"""
    wanted = Wanted(month=month, unit=unit, words=q.split()[:8])
    with desk.store.reading() as connection:
        return Json(Documents(*list_documents(connection, wanted, order, limit, offset)))


@router.post("", **answers(Taken, 202))
def upload(
    desk: AtDesk,
    who: Who,
    file: Annotated[list[UploadFile], File(description="一个或多个文件")],
    unit: Annotated[Name | None, Form()] = None,
    month: Annotated[Month | None, Form()] = None,
) -> Any:
    """上传。同一文件（内容相同）只存一次；每个文件是一个任务，见 /v1/jobs。"""
    incoming = [Incoming(name_of(one.filename), one.file.read(), unit, month) for one in file]
    return Json(Taken(tuple(jobs.take_in(desk, one, who) for one in incoming)), 202)


@router.get("/{number}", **answers(Whole))
def read(desk: AtDesk, number: Id) -> Any:
    """文件的基本情况。"""
    found = desk.store.document(number)
    with desk.store.reading() as connection:
        sections, _ = read_layout(connection, number)
    return Json(Whole(found.submission, found.info, sections, found.warnings, internal_mark(found.text)))


@router.patch("/{number}", **answers(Submission))
def refile(desk: AtDesk, who: Who, number: Id, filing: Filing) -> Any:
    """改报送单位或月份。"""
    with desk.store.writing() as connection:
        moved = receive.refile(connection, number, filing.unit, filing.month).submission
        audit.append(connection, who, "document.refiled", document=number, unit=moved.unit, month=moved.month)
    return Json(moved)


@router.delete("/{number}", **answers(Submission))
def withdraw(desk: AtDesk, who: Who, number: Id) -> Any:
    """撤回误传的文件及其记录。"""
    with desk.store.writing() as connection:
        gone = receive.withdraw(connection, number)
        audit.append(connection, who, "document.withdrawn", document=number, sha256=gone.sha256)
    desk.store.scrub()
    return Json(gone)


@router.get("/{number}/extraction", **answers(Extraction))
def extraction(desk: AtDesk, number: Id) -> Any:
    """与 anwen extract --json 相同的对象，含人工更正，不含已驳回的记录。"""
    return Json(desk.store.extraction(number))


@router.get("/{number}/text", **answers(Text))
def text(desk: AtDesk, number: Id, offsets: Offsets = "codepoints") -> Any:
    """全文和各段的位置。"""
    found = desk.store.document(number)
    with desk.store.reading() as connection:
        _, blocks = read_layout(connection, number)
    return Json(Text(found.text, placed(blocks, found.text, offsets)))


@router.get("/{number}/records", **answers(tuple[Reviewed, ...]))
def records(desk: AtDesk, number: Id, offsets: Offsets = "codepoints") -> Any:
    """文件中的全部记录，含已驳回的；机器原值在 machine 中。"""
    found = desk.store.document(number)
    with desk.store.reading() as connection:
        return Json(placed(reviewed(connection, number), found.text, offsets))


@router.get("/{number}/findings", **answers(CheckReport))
def findings(desk: AtDesk, number: Id, offsets: Offsets = "codepoints") -> Any:
    """核查结果，按现有记录。"""
    return Json(placed(checks.report_on(desk.store, number), desk.store.document(number).text, offsets))


@router.get("/{number}/original", **files("application/octet-stream"))
def original(desk: AtDesk, who: Who, number: Id) -> Response:
    """原文件。"""
    name = desk.store.document(number).submission.name
    data = desk.store.original(number)
    with desk.store.writing() as connection:
        audit.append(connection, who, "document.downloaded", document=number)
    return attachment(name, data, "application/octet-stream")


@router.get("/{number}/pages", **answers(tuple[pictures.Page, ...]))
def pages(desk: AtDesk, number: Id) -> Any:
    """PDF 或图片各页的大小，单位为磅；其他格式没有页。"""
    media_type = desk.store.document(number).info.media_type
    if media_type not in pictures.DRAWN:
        return Json(())
    return Json(desk.apart.call(pictures.sizes, desk.store.original(number), media_type))


@router.get("/{number}/pages/{page}.png", **files("image/png"))
def picture(desk: AtDesk, number: Id, page: Id) -> Response:
    """PDF 或图片的一页，150 点每英寸。"""
    media_type = desk.store.document(number).info.media_type
    found = media_type in pictures.DRAWN
    drawn = desk.apart.call(pictures.drawn, desk.store.original(number), media_type, page) if found else None
    if drawn is None:
        raise NotFound("该文件没有这一页的图像")
    return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, max-age=600"})
