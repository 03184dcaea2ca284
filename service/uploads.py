"""Files that came in, and how far each has got. State lies in the database only, so that any process can go on."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from ledger.receive import submission_of
from records import BadRequest, NotFound
from service.tables import uploads

Stage = Literal[
    "queued", "reading", "recognising", "extracting", "checking", "done", "waiting", "unpacked", "duplicate", "failed"
]
WORKING: tuple[Stage, ...] = ("queued", "reading", "recognising", "extracting", "checking")
_WORDS: Mapping[str, str] = {
    "queued": "排队", "reading": "读取", "recognising": "识别", "extracting": "抽取", "checking": "核查",
    "done": "完成", "waiting": "待确认单位和月份", "unpacked": "已展开", "duplicate": "重复", "failed": "失败",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in.

    parent       the archive that it lay in, None for a file that came by itself
    page, pages  how far a scan has been recognised, from 1; pages is None where that is not known
    message      why it failed, what it is the same as, or what to see to
    unit, month  what it is filed under, or is to be, once that has been confirmed; None where nothing tells
    guessed      nobody has said or confirmed unit and month yet
    """

    id: str
    parent: str | None
    name: str
    sha256: str
    size: int
    by: str
    at: dt.datetime
    stage: Stage
    page: int | None
    pages: int | None
    message: str | None
    unit: str | None
    month: str | None
    guessed: bool
    document_id: int | None

    @property
    def status(self) -> str:
        """The stage in words, as a clerk reads it: «识别第3/12页», «失败：文件已加密……»."""
        if self.stage == "recognising":
            return f"识别第{self.page}{f'/{self.pages}' if self.pages else ''}页"
        if self.stage in ("failed", "duplicate") and self.message:
            return f"失败：{self.message}" if self.stage == "failed" else self.message
        return _WORDS[self.stage]

    @property
    def working(self) -> bool:
        """Whether something will still happen to it by itself."""
        return self.stage in WORKING


_SHOWN = [column for column in uploads.c if column.name not in ("result", "data")]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it comes in. unit and month: as the sender says, None where the file itself is to tell."""

    name: str
    data: bytes
    unit: str | None = None
    month: str | None = None
    parent: str | None = None


def receive(connection: Connection, file: Incoming, by: str) -> tuple[Upload, bool]:
    """Takes a file in; whether it is to be worked on.

    The same bytes are taken in once: of a file that is on its way the first upload is given back, and one that is
    kept already becomes a duplicate at once.
    """
    digest = hashlib.sha256(file.data).hexdigest()
    on_its_way = select(*_SHOWN).where(uploads.c.sha256 == digest, uploads.c.stage.in_((*WORKING, "waiting")))
    if row := connection.execute(on_its_way.order_by(uploads.c.at)).first():
        return Upload(**row._mapping), False
    kept = submission_of(connection, digest)
    upload_id = secrets.token_hex(16)
    row_values: dict[str, Any] = {
        "id": upload_id, "parent": file.parent, "name": file.name, "sha256": digest, "size": len(file.data), "by": by,
        "at": dt.datetime.now(dt.UTC), "stage": "queued", "unit": file.unit, "month": file.month,
        "guessed": not (file.unit and file.month), "data": file.data,
    }  # fmt: skip
    if kept:
        row_values |= same_as(kept.name, kept.id) | {"data": None, "unit": kept.unit, "month": kept.month}
    connection.execute(insert(uploads).values(row_values))
    return read(connection, upload_id), not kept


def same_as(name: str, document_id: int) -> dict[str, Any]:
    """The columns of a file that is the same as one that is kept."""
    message = f"与“{name}”重复，未再存入"
    return {"stage": "duplicate", "message": message, "document_id": document_id, "guessed": False}


def read(connection: Connection, upload_id: str) -> Upload:
    """The upload of that id. Raises NotFound when there is none."""
    row = connection.execute(select(*_SHOWN).where(uploads.c.id == upload_id)).first()
    if row is None:
        raise NotFound("没有这个上传任务，可能已从列表移除")
    return Upload(**row._mapping)


def listed(connection: Connection, most: int = 200, before: dt.datetime | None = None) -> tuple[Upload, ...]:
    """The latest uploads, the newest first."""
    query = select(*_SHOWN).order_by(uploads.c.at.desc(), uploads.c.id).limit(most)
    rows = connection.execute(query.where(uploads.c.at < before) if before else query)
    return tuple(Upload(**row._mapping) for row in rows)


def named(connection: Connection, ids: Sequence[str]) -> tuple[Upload, ...]:
    """The uploads of these ids, as far as there are any, in the order in which they came in."""
    query = select(*_SHOWN).where(uploads.c.id.in_(ids)).order_by(uploads.c.at, uploads.c.id)
    return tuple(Upload(**row._mapping) for row in connection.execute(query))


def sums(connection: Connection) -> dict[str, int]:
    """How many uploads there are at each stage."""
    rows = connection.execute(select(uploads.c.stage, func.count().label("number")).group_by(uploads.c.stage))
    return {row.stage: row.number for row in rows}


def data_of(connection: Connection, upload_id: str) -> bytes | None:
    """The file's bytes; None where it is done with."""
    found: bytes | None = connection.scalar(select(uploads.c.data).where(uploads.c.id == upload_id))
    return found


def result_of(connection: Connection, upload_id: str) -> Any:
    """What was extracted from a file that waits, as JSON."""
    return connection.scalar(select(uploads.c.result).where(uploads.c.id == upload_id))


def change(connection: Connection, upload_id: str, **values: Any) -> None:
    """Writes down how far a file has got. An end takes its bytes along."""
    if (stage := values.get("stage")) and stage not in WORKING and stage != "waiting":
        values |= {"data": None, "result": None, "page": None, "pages": None}
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(values))


def fail(connection: Connection, upload_id: str, message: str) -> None:
    """The file could not be taken, and why."""
    change(connection, upload_id, stage="failed", message=message)


def refuse_secret(connection: Connection, upload_id: str, message: str) -> None:
    """The file bears a mark of secrecy: nothing of it stays, not its name either."""
    digest = connection.scalar(select(uploads.c.sha256).where(uploads.c.id == upload_id)) or ""
    change(connection, upload_id, stage="failed", message=message, name=f"带密级标志的文件（{digest[:8]}）")


def forget(connection: Connection, upload_id: str) -> None:
    """Takes the upload off the list; what was filed of it stays. Raises NotFound; BadRequest: still at work."""
    if read(connection, upload_id).working:
        raise BadRequest("该文件还在处理，请稍后再移除")
    connection.execute(delete(uploads).where(uploads.c.id == upload_id))
