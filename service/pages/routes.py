"""The pages' addresses."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

import generate
from ledger.listing import Order, Wanted, list_documents, list_records
from ledger.queries import read_layout
from ledger.review import State, reviewed
from ledger.search import search
from service import accounts, checks, drafting, uploads
from service.api.shapes import MONTH, AtDesk, Id, Offset, RecordKind, Words
from service.gate import COOKIE
from service.internal import internal_mark
from service.pages.render import page
from service.pictures import DRAWN

router = APIRouter(include_in_schema=False)
Month = Annotated[str, Query(pattern=f"^$|{MONTH}")]
_PER_PAGE = 50


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
    return page(request, "upload", jobs=jobs, units=desk.store.units())


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
    """Search over all documents."""
    with desk.store.reading() as connection:
        hits = search(connection, q)
    return page(request, "search", q=q, hits=hits)


# --- one document ------------------------------------------------------------------------------------------------


@router.get("/documents/{number}")
def review(request: Request, desk: AtDesk, number: Id) -> Response:
    """A document with its records beside it. static/review.js marks the records in the text."""
    document = desk.store.document(number)
    with desk.store.reading() as connection:
        found = reviewed(connection, number)
        sections, _ = read_layout(connection, number)
    return page(
        request, "review", document=document, records=found, sections=sections,
        internal=internal_mark(document.text), drawn=document.info.media_type in DRAWN,
    )  # fmt: skip


@router.get("/documents/{number}/check")
def check(request: Request, desk: AtDesk, number: Id) -> Response:
    """A document with the findings on it."""
    document = desk.store.document(number)
    report = checks.report_on(desk.store, number)
    return page(request, "check", document=document, findings=report.findings, internal=internal_mark(document.text))


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
    preview = drafting.preview(order, drafting.draft(desk.store, order))
    return page(request, "draft", preview=preview, sources={one.id: one for one in preview.sources})
