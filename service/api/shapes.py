"""What goes in and out of /v1/: shapes of answers in the OpenAPI, as the contract has them, and values asked for."""

import datetime as dt
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Depends, FastAPI, Path, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from pydantic import AfterValidator, StringConstraints, TypeAdapter

from extract.readers.names import shown
from service import doors, utf16
from service.accounts import Session
from service.desk import Desk
from service.gate import SESSION
from service.numbers import Numbers

_T = TypeVar("_T")
_REFS = "#/components/schemas/{model}"
_definitions: dict[str, Any] = {
    "Error": {
        "type": "object",
        "properties": {
            "error": {
                "type": "object",
                "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
                "required": ["code", "message"],
            }
        },
        "required": ["error"],
    }
}
_ERROR = {"content": {"application/json": {"schema": {"$ref": _REFS.format(model="Error")}}}}
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, **_ERROR}
    for status, words in (
        (400, "请求有误"), (401, "未登录"), (403, "已拒绝"), (404, "没有"), (409, "缺少必需的数据"),
        (413, "过大"), (421, "域名不对"), (422, "内容不对"), (503, "数据库不可用"),
    )
}  # fmt: skip


def answers(of: Any, status: int = 200) -> dict[str, Any]:
    """Arguments of a route that answers with objects of that type: its schema, numbers as numbers."""
    made = TypeAdapter(of).json_schema(mode="serialization", schema_generator=Numbers, ref_template=_REFS)
    defined = made.pop("$defs", {})
    for shape in (made, *defined.values()):
        doors.without_inside(shape)
    _definitions.update(defined)
    content = {"application/json": {"schema": made}}
    return {
        "status_code": status,
        "response_class": Json,
        "responses": {status: {"description": "好", "content": content}},
    }


def files(media_type: str) -> dict[str, Any]:
    """Arguments of a route that answers with a file."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"response_class": Response, "responses": {200: {"description": "文件", "content": content}}}


class Json(Response):
    """JSON as the contract has it: numbers as numbers, days as ISO text, unescaped."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes."""
        return doors.to_json(content, indent=None).encode(errors="surrogatepass")


def make_openapi(app: FastAPI) -> None:
    """Gives the application an OpenAPI that holds the shapes of all answers."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, routes=app.routes)
            components = made.setdefault("components", {})
            components["schemas"] = {**components.get("schemas", {}), **_definitions}
            components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            made["security"] = [{"token": []}]
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def attachment(name: str, data: bytes, media_type: str) -> Response:
    """A file to be saved under that name, never shown by the browser itself."""
    from urllib.parse import quote

    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition})


def placed(value: _T, text: str, offsets: str) -> _T:
    """The value with its offsets counted as asked for."""
    return utf16.moved(value, utf16.to_units(text)) if offsets == "utf16" else value


# --- what requests hold ------------------------------------------------------------------------------------------


def name_of(told: str | None) -> str:
    """A file's name as it is kept: no folders, nothing that cannot be shown."""
    return shown((told or "").encode(errors="replace").decode()).rpartition("/")[2][-200:]


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _session(request: Request) -> Session:
    session: Session = request.scope[SESSION]
    return session


def _who(request: Request) -> str:
    return _session(request).who


def _printable(text: str) -> str:
    if "\0" in text:
        raise ValueError("NUL")
    return text


AtDesk = Annotated[Desk, Depends(_desk)]
Signed = Annotated[Session, Depends(_session)]
Who = Annotated[str, Depends(_who)]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Words = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_printable)]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), AfterValidator(_printable)
]
MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
Month = Annotated[str, StringConstraints(pattern=MONTH)]
Offsets = Annotated[Literal["codepoints", "utf16"], Query(description="起止位置的单位：码点，或浏览器用的 16 位单元")]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
RecordKind = Literal["counts", "deadlines", "hazards", "accidents"]
Day = dt.date
