"""The web service as an application: pages for people, /v1/ for programs, behind one gate."""

import logging
from collections.abc import Iterable
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.responses import Response

from extract.readers.worker import place_of
from records import Failure
from service import api, pages
from service.api.shapes import make_openapi
from service.desk import Desk
from service.gate import MOST_BYTES, Gate, refusal

log = logging.getLogger("anwen.service")

# A file that comes in stays in memory until it is known that it may be kept: nothing of it is to reach a folder of
# temporary files. The gate limits how large it can be.
MultiPartParser.spool_max_size = MOST_BYTES

_CODES = {400: "bad_request", 401: "not_signed_in", 403: "forbidden", 404: "not_found", 405: "wrong_method",
          409: "missing_fact", 413: "too_large", 422: "unreadable", 503: "unavailable"}  # fmt: skip
_MESSAGES = {
    400: "请求有误，请检查后重试", 404: "没有这个页面或接口", 405: "该地址不支持这种操作", 413: "上传的内容过大",
}  # fmt: skip
_FAULT = "程序内部错误，请稍后重试；仍不行请告知系统管理员"


def make_app(desk: Desk, names: Iterable[str] = ()) -> FastAPI:
    """The application on a desk. names: see Gate."""
    app = FastAPI(title="安文", version="1", docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json")
    app.state.desk = desk
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), "static")
    app.add_exception_handler(Failure, _failed)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_middleware(Gate, desk=desk, names=names, fault=_fault)
    make_openapi(app)
    return app


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, Failure)
    return _told(request, _CODES.get(error.http, "failed"), str(error), error.http)


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = "、".join(dict.fromkeys(".".join(map(str, one["loc"][1:])) or "内容" for one in error.errors()))
    return _told(request, "malformed", f"请求中这些内容缺少或不对：{wrong}", 422)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, message = _CODES.get(error.status_code, "failed"), _MESSAGES.get(error.status_code, "请求未能完成")
    answer = _told(request, code, message, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def _fault(request: Request, error: Exception) -> Response:
    log.error("%s %s: %s", request.method, request.url.path, place_of(error))
    return _told(request, "fault", _FAULT, 500)


def _told(request: Request, code: str, message: str, status: int) -> Response:
    """The error as the asker can read it: JSON for programs, a page for people."""
    if request.url.path.startswith("/v1/"):
        return refusal(code, message, status)
    return pages.error_page(request, message, status)
