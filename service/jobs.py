"""What becomes of a file: read, extracted, checked, filed. Done again from its beginning when a process dies in it."""

import logging
from dataclasses import dataclass, replace

from pydantic import TypeAdapter
from sqlalchemy import Connection

from extract.readers import MarkedSecret, guard, read_all
from extract.readers.sandbox import Pool
from extract.readers.worker import place_of
from ledger import queries
from ledger.database import StoreFailure
from ledger.receive import check_filing, keep, refile
from records import BadRequest, CheckReport, Document, Extraction, Failure, UnreadableFile
from service import audit, checks, uploads
from service.apart import Apart, Fault, extraction_of, report_on
from service.desk import Desk
from service.guess import guess
from service.internal import internal_mark
from service.uploads import Incoming, Upload

FAULT = "程序内部错误，文件未存入；请另存为其他格式后重试，并告知系统管理员"
RESULT = TypeAdapter(Extraction)
log = logging.getLogger("anwen.jobs")


@dataclass(frozen=True, slots=True)
class Shop:
    """What a worker has for its jobs: the desk, and processes to read files and to extract in."""

    desk: Desk
    readers: Pool
    apart: Apart


def take_in(desk: Desk, file: Incoming, by: str) -> Upload:
    """Takes a file in, and puts it into the queue where it is to be worked on. Raises UnreadableFile: empty, too large.

    Raises BadRequest: malformed month.
    """
    if not file.data:
        raise UnreadableFile("文件是空的，请检查后重新上传")
    guard.refuse_size(len(file.data), guard.LIMITS)
    if file.month:
        check_filing(file.unit or "-", file.month)
    desk.client()  # the queue's tables are there before the transaction begins
    with desk.store.writing() as connection:
        upload, fresh = uploads.receive(connection, file, by)
        if fresh:
            desk.enqueue(connection, upload.id)
            audit.append(connection, by, "upload", upload=upload.id, sha256=upload.sha256, size=upload.size)
    return upload


def work(shop: Shop, upload_id: str) -> None:
    """Works on a file to its end; nothing to do where that is reached already. Raises StoreFailure."""
    with shop.desk.store.reading() as connection:
        upload, data = uploads.read(connection, upload_id), uploads.data_of(connection, upload_id)
    if data is None or not upload.working:
        return
    try:
        _work(shop, upload, data)
    except StoreFailure:
        raise
    except MarkedSecret as failure:
        _refuse_secret(shop.desk, upload, failure)
    except Failure as failure:
        _fail(shop.desk, upload_id, str(failure))
    except Exception as error:  # one file never stops the others; what it was about is not for the log
        log.error("upload %s: %s", upload_id, str(error) if isinstance(error, Fault) else place_of(error))
        _fail(shop.desk, upload_id, FAULT)


def _work(shop: Shop, upload: Upload, data: bytes) -> None:
    if upload.parent is None and guard.media_type_of(data, guard.LIMITS) in (guard.ZIP, guard.MAIL):
        _unpack(shop.desk, upload, data)
        return
    _step(shop.desk, upload.id, "reading")
    document = _read(shop, upload, data)
    _step(shop.desk, upload.id, "extracting")
    found = shop.apart.call(extraction_of, document)
    _step(shop.desk, upload.id, "checking")
    report = shop.apart.call(report_on, found, data)
    with shop.desk.store.writing() as connection:
        _settle(connection, upload, data, found, report)


def _read(shop: Shop, upload: Upload, data: bytes) -> Document:
    def told(begun: int, pages: int | None) -> None:
        _step(shop.desk, upload.id, "recognising", max(begun, 1), pages)

    return shop.readers.read(data, upload.name, told)


def _settle(connection: Connection, upload: Upload, data: bytes, found: Extraction, report: CheckReport) -> None:
    """Files what was found, or lets it wait for a human to say under which unit and month."""
    upload = uploads.read(connection, upload.id)  # a human may have said meanwhile
    told = guess(found, queries.read_units(connection), queries.read_roster(connection))
    unit, month = upload.unit or told.unit, upload.month or told.month
    mark = internal_mark(found.text) if upload.guessed else None
    if unit and month and not mark and (told.sure or not upload.guessed):
        file_away(connection, replace(upload, unit=unit, month=month), data, found, report)
    else:
        result = RESULT.dump_python(found, mode="json")
        note = f"文件标有“{mark}”，请确认可以存入" if mark else None
        uploads.change(connection, upload.id, stage="waiting", unit=unit, month=month, message=note, result=result)


def file_away(
    connection: Connection, upload: Upload, data: bytes, found: Extraction, report: CheckReport | None
) -> None:
    """Keeps a file under the upload's unit and month, with its findings, and ends the upload."""
    assert upload.unit
    assert upload.month
    day = upload.at.astimezone().date()
    added = keep(connection, found, data, unit=upload.unit, month=upload.month, received=day)
    kept = added.submission
    if added.duplicate:
        uploads.change(connection, upload.id, **uploads.same_as(kept.name, kept.id))
        return
    if report:
        checks.write(connection, kept.id, 0, report)
    note = f"取代“{'、'.join(one.name for one in added.superseded)}”" if added.superseded else None
    uploads.change(
        connection, upload.id, stage="done", unit=kept.unit, month=kept.month, message=note,
        document_id=kept.id, guessed=upload.guessed,
    )  # fmt: skip
    audit.append(connection, upload.by, "document.filed", document=kept.id, unit=kept.unit, month=kept.month)


def confirm(desk: Desk, upload_id: str, unit: str, month: str, by: str) -> Upload:
    """Files a waiting upload under this unit and month, or confirms or changes those of one that is filed.

    Raises NotFound; BadRequest: malformed, or the file was not taken in.
    """
    check_filing(unit, month)
    with desk.store.writing() as connection:
        upload = replace(uploads.read(connection, upload_id), unit=unit, month=month, guessed=False, by=by)
        if upload.stage == "waiting":
            found = RESULT.validate_python(uploads.result_of(connection, upload_id))
            file_away(connection, upload, data_in(connection, upload_id), found, None)
        elif upload.stage == "done" and upload.document_id:
            moved = refile(connection, upload.document_id, unit, month).submission
            uploads.change(connection, upload_id, unit=moved.unit, month=moved.month, guessed=False)
            audit.append(connection, by, "document.refiled", document=moved.id, unit=moved.unit, month=moved.month)
        elif upload.working:
            uploads.change(connection, upload_id, unit=unit, month=month, guessed=False)
        else:
            raise BadRequest("该文件未存入，不能确认；请重新上传")
        return uploads.read(connection, upload_id)


def data_in(connection: Connection, upload_id: str) -> bytes:
    """The bytes of a file that waits."""
    data = uploads.data_of(connection, upload_id)
    assert data is not None
    return data


def _unpack(desk: Desk, upload: Upload, data: bytes) -> None:
    """Takes in what an archive or a mail holds, each as an upload of its own."""
    _step(desk, upload.id, "reading")
    taken = 0
    for one in read_all(data, upload.name, reader=_unread):
        if isinstance(one.result, UnreadableFile):
            _record_unreadable(desk, upload, one.name, one.result)
        else:
            take_in(desk, Incoming(one.name, one.data, upload.unit, upload.month, upload.id), upload.by)
            taken += 1
    with desk.store.writing() as connection:
        uploads.change(connection, upload.id, stage="unpacked", message=f"展开出 {taken} 个文件")


def _unread(data: bytes, name: str) -> Document:
    """In place of a reader: members are read later, each in a job of its own."""
    return Document(name, "", "", "", ())


def _record_unreadable(desk: Desk, archive: Upload, name: str, failure: UnreadableFile) -> None:
    with desk.store.writing() as connection:
        lost, _ = uploads.receive(connection, Incoming(name, name.encode(), parent=archive.id), archive.by)
        uploads.fail(connection, lost.id, str(failure))


def _refuse_secret(desk: Desk, upload: Upload, failure: MarkedSecret) -> None:
    with desk.store.writing() as connection:
        uploads.refuse_secret(connection, upload.id, str(failure))
        audit.append(connection, upload.by, "upload.refused", upload=upload.id, sha256=upload.sha256, rule="密级标志")
    desk.store.scrub()


def _fail(desk: Desk, upload_id: str, message: str) -> None:
    with desk.store.writing() as connection:
        uploads.fail(connection, upload_id, message)


def _step(desk: Desk, upload_id: str, stage: uploads.Stage, page: int | None = None, pages: int | None = None) -> None:
    with desk.store.writing() as connection:
        uploads.change(connection, upload_id, stage=stage, page=page, pages=pages)
