"""The pages' addresses."""

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

import check as checker
import generate
from extract.readers.guard import PDF
from ledger.filing import KINDS
from ledger.listing import Order, Wanted, list_documents, list_records
from ledger.queries import read_layout
from ledger.review import State, reviewed
from ledger.search import search
from records import NotFound
from service import accounts, audit, checks, doors, drafting, uploads
from service.api.drafts import DOCX
from service.api.shapes import MONTH, AtDesk, Id, Json, Offset, RecordKind, Who, Words, attachment
from service.desk import Desk
from service.gate import COOKIE
from service.internal import internal_mark
from service.pages import onward, places, sample, shown
from service.pages.render import page
from service.pictures import DRAWN

router = APIRouter(include_in_schema=False)
Month = Annotated[str, Query(pattern=f"^$|{MONTH}")]
_PER_PAGE = 50
_SOME = 20  # records of each kind that a search shows at once
_KINDS = {"counts": "数据", "deadlines": "时限", "hazards": "隐患", "accidents": "事故"}


@router.get("/health")
def health(desk: AtDesk) -> dict[str, str]:
    """Whether the service is up and reaches its database; for whoever watches over it."""
    with desk.store.reading() as connection:
        uploads.sums(connection)
    return {"status": "ok"}


# --- the door ----------------------------------------------------------------------------------------------------


@router.get("/login")
def login(request: Request) -> Response:
    """The form to sign in."""
    return page(request, "login", message=None)


@router.post("/login")
def sign_in(
    request: Request,
    desk: AtDesk,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Signs in, or says why not."""
    try:
        return _entered(request, accounts.admit(desk.store, name.strip(), password))
    except accounts.NotAdmitted as refused:
        return page(request, "login", refused.http, message=str(refused))


@router.get("/enter")
def enter(request: Request, desk: AtDesk, token: str = "") -> Response:
    """Signs in whoever follows the link that the service printed; it works once."""
    with desk.store.writing() as connection:
        session = accounts.use_entry(connection, token)
    if session is None:
        return page(request, "login", 401, message="这个链接已用过或已过期；请重新运行 anwen serve 取得新链接")
    return _entered(request, session)


@router.post("/logout")
def logout(request: Request, desk: AtDesk) -> Response:
    """Signs out."""
    with desk.store.writing() as connection:
        accounts.close_session(connection, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _entered(request: Request, token: str) -> Response:
    answer = RedirectResponse("/", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, max_age=30 * 86400, httponly=True, samesite="strict", secure=secure)
    return answer


# --- upload, lists -----------------------------------------------------------------------------------------------


@router.get("/")
def upload(request: Request, desk: AtDesk) -> Response:
    """Upload, and what has become of the files."""
    with desk.store.reading() as connection:
        jobs = uploads.listed(connection)
    empty = not jobs and not desk.store.months()
    return page(request, "upload", jobs=jobs, units=desk.store.units(), empty=empty)


@router.post("/sample")
def load_sample(desk: AtDesk, who: Who) -> Response:
    """Takes in the sample month."""
    sample.load(desk, who)
    return RedirectResponse("/", 303)


@router.get("/documents")
def documents(
    request: Request,
    desk: AtDesk,
    month: Month = "",
    unit: Words = "",
    q: Words = "",
    order: Order = "newest",
    offset: Offset = 0,
) -> Response:
    """The documents that are kept."""
    wanted = Wanted(month=month or None, unit=unit or None, words=q.split()[:8])
    with desk.store.reading() as connection:
        found, total = list_documents(connection, wanted, order, _PER_PAGE, offset)
    asked = {"month": month, "unit": unit, "q": q, "order": order}
    return page(
        request, "documents", found=found, total=total, offset=offset, per_page=_PER_PAGE, asked=asked,
        months=desk.store.months(), units=desk.store.units(),
    )  # fmt: skip


@router.get("/records")
def records(
    request: Request,
    desk: AtDesk,
    kind: RecordKind = "counts",
    month: Month = "",
    unit: Words = "",
    state: Annotated[State | None, Query()] = None,
    q: Words = "",
    offset: Offset = 0,
) -> Response:
    """The records of one kind."""
    wanted = Wanted(month=month or None, unit=unit or None, state=state, words=q.split()[:8])
    with desk.store.reading() as connection:
        found, total = list_records(connection, kind, wanted, _PER_PAGE, offset)
    asked = {"kind": kind, "month": month, "unit": unit, "state": state or "", "q": q}
    return page(
        request, "records", found=found, total=total, offset=offset, per_page=_PER_PAGE, asked=asked,
        months=desk.store.months(), units=desk.store.units(),
    )  # fmt: skip


@router.get("/search")
def find(request: Request, desk: AtDesk, q: Words = "") -> Response:
    """Search over all documents, and over the records of those that are found."""
    with desk.store.reading() as connection:
        hits = search(connection, q)
        wanted = Wanted(words=q.split()[:8], among=[hit.submission.id for hit in hits])
        listed = ((kind, *list_records(connection, kind, wanted, _SOME)) for kind in KINDS if hits)
        found = [(kind, _KINDS[kind], some, total) for kind, some, total in listed if total]
    return page(request, "search", q=q, hits=hits, found=found)


# --- one document ------------------------------------------------------------------------------------------------


@router.get("/review")
def next_review(desk: AtDesk) -> Response:
    """The first document that is still to be reviewed; the list where there is none."""
    with desk.store.reading() as connection:
        number = onward.next_unchecked(connection)
    return RedirectResponse(f"/documents/{number}" if number else "/documents", 303)


@router.get("/records/{number}")
def record(desk: AtDesk, number: Id) -> Response:
    """A record at its place in its document."""
    with desk.store.reading() as connection:
        document = onward.document_of(connection, number)
    return RedirectResponse(f"/documents/{document}#r{number}", 303)


@router.get("/documents/{number}")
def review(request: Request, desk: AtDesk, number: Id) -> Response:
    """A document, whose records static/review.js marks in the text and lists beside it."""
    document = desk.store.document(number)
    with desk.store.reading() as connection:
        following = onward.next_unchecked(connection, number)
    return page(
        request, "review", document=document, next=following,
        internal=internal_mark(document.text), drawn=document.info.media_type in DRAWN,
    )  # fmt: skip


@router.get("/documents/{number}/places")
def show_places(desk: AtDesk, number: Id) -> Response:
    """Where on the pages of a PDF its records stand, for static/sheets.js."""
    document = desk.store.document(number)
    if document.info.media_type != PDF:
        return Json(())
    with desk.store.reading() as connection:
        found = [(one.id, one.record.start, one.record.end) for one in reviewed(connection, number)]
        _, blocks = read_layout(connection, number)
    wanted = places.sought(document.text, blocks, found)
    return Json(desk.apart.call(places.find, desk.store.original(number), wanted))


@router.get("/documents/{number}/check")
def check(request: Request, desk: AtDesk, number: Id) -> Response:
    """A document with the findings on it."""
    document = desk.store.document(number)
    report = checks.report_on(desk.store, number)
    return page(
        request, "check", document=document, findings=report.findings, internal=internal_mark(document.text),
        is_word=document.info.media_type == checker.DOCX,
    )  # fmt: skip


@router.get("/documents/{number}/check/annotated.docx")
def annotated(desk: AtDesk, who: Who, number: Id) -> Response:
    """The findings as comments in the Word file; of other formats a Word list of them."""
    report, found = checks.report_on(desk.store, number), desk.store.extraction(number)
    data = desk.apart.call(checker.annotate, found, report, desk.store.original(number))
    return _taken(desk, who, number, "批注", data)


@router.get("/documents/{number}/check/mended.docx")
def mended(desk: AtDesk, who: Who, number: Id) -> Response:
    """The Word file with what is safe to mend as tracked changes."""
    found = desk.store.extraction(number)
    if found.document.media_type != checker.DOCX:
        raise NotFound("只有 Word（.docx）文件可以代改")
    done = desk.apart.call(checker.fix, found, desk.store.original(number))
    return _taken(desk, who, number, "修订", done.data)


def _taken(desk: Desk, who: str, number: int, word: str, data: bytes) -> Response:
    """A Word file about a document, under a name that says what was done to it."""
    stem = PurePath(desk.store.document(number).submission.name).stem
    with desk.store.writing() as connection:
        audit.append(connection, who, "document.downloaded", document=number)
    return attachment(f"{stem}（{word}）.docx", data, DOCX)


# --- drafts ------------------------------------------------------------------------------------------------------


@router.get("/drafts")
def drafts(request: Request, desk: AtDesk) -> Response:
    """Asking for a paper, and those that were asked for."""
    with desk.store.reading() as connection:
        orders = drafting.listed(connection)
    months = desk.store.months()
    return page(request, "drafts", kinds=generate.KINDS, months=months, units=desk.store.units(), orders=orders)


@router.get("/drafts/{number}")
def draft(request: Request, desk: AtDesk, number: Id) -> Response:
    """A paper as it will print, with its gaps to be filled in."""
    with desk.store.reading() as connection:
        order = drafting.read(connection, number)
    paper = drafting.draft(desk.store, order)
    preview = drafting.preview(order, paper)
    return page(
        request, "draft", preview=preview, blocks=list(shown.blocks(preview.lines)),
        sources=doors.plain(preview.sources), has_pdf=shown.has_pdf(), has_charts=generate.bears_charts(paper),
    )  # fmt: skip
