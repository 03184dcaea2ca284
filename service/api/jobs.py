"""Jobs: what becomes of the files that came in, by asking or by being told."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from service import audit, doors, jobs, uploads
from service.api.shapes import ERRORS, AtDesk, Json, Limit, Month, Name, Who, answers
from service.desk import Desk
from service.uploads import Upload

router = APIRouter(prefix="/jobs", tags=["任务"], responses=ERRORS)
JobId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
_EVERY_S = 0.7
_LONGEST_S = 300.0  # then the browser asks again by itself


@dataclass(frozen=True, slots=True)
class Job:
    """A file's job. status: the stage in words; working: whether something will still happen by itself."""

    upload: Upload
    status: str
    working: bool


@dataclass(frozen=True, slots=True)
class Jobs:
    """The latest jobs, and how many there are at each stage."""

    jobs: tuple[Job, ...]
    sums: dict[str, int]


class Filing(BaseModel):
    """What a human says of a file."""

    unit: Name
    month: Month


def job_of(upload: Upload) -> Job:
    """The job of an upload."""
    return Job(upload, upload.status, upload.working)


@router.get("", **answers(Jobs))
def list_all(desk: AtDesk, limit: Limit = 200) -> Any:
    """最近的上传任务，新的在前。"""
    with desk.store.reading() as connection:
        found, sums = uploads.listed(connection, limit), uploads.sums(connection)
    return Json(Jobs(tuple(map(job_of, found)), sums))


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"description": "事件流", "content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def events(desk: AtDesk, limit: Limit = 200) -> StreamingResponse:
    """服务器推送：任务有变化时发一个 jobs 事件，内容同任务列表；全部结束后发 idle 事件并关闭。"""
    return StreamingResponse(_told(desk, limit), media_type="text/event-stream")


@router.get("/{job}", **answers(Job))
def read(desk: AtDesk, job: JobId) -> Any:
    """一个上传任务。"""
    with desk.store.reading() as connection:
        return Json(job_of(uploads.read(connection, job)))


@router.post("/{job}/confirm", **answers(Job))
def confirm(desk: AtDesk, who: Who, job: JobId, filing: Filing) -> Any:
    """确认或更改报送单位和月份；待确认的文件随即存入。"""
    return Json(job_of(jobs.confirm(desk, job, filing.unit, filing.month, who)))


@router.delete("/{job}", **answers(Job))
def forget(desk: AtDesk, who: Who, job: JobId) -> Any:
    """从列表移除；已存入的文件不受影响。"""
    with desk.store.writing() as connection:
        gone = uploads.read(connection, job)
        uploads.forget(connection, job)
        audit.append(connection, who, "upload.forgotten", upload=job)
    return Json(job_of(gone))


async def _told(desk: Desk, limit: int) -> AsyncIterator[str]:
    last: Any = None
    for _ in range(int(_LONGEST_S / _EVERY_S)):
        found = await run_in_threadpool(_look, desk, limit)
        if found != last:
            last = found
            yield f"event: jobs\ndata: {doors.to_json(Jobs(tuple(found[0]), found[1]), indent=None)}\n\n"
        if not any(job.working for job in found[0]):
            yield "event: idle\ndata: {}\n\n"
            return
        await asyncio.sleep(_EVERY_S)


def _look(desk: Desk, limit: int) -> tuple[Sequence[Job], dict[str, int]]:
    with desk.store.reading() as connection:
        return [job_of(one) for one in uploads.listed(connection, limit)], uploads.sums(connection)
