"""/v1/: the same objects as on the command line, over HTTP."""

from fastapi import APIRouter

from service.api import documents, drafts, jobs, office, records

router = APIRouter(prefix="/v1")
for part in (documents, records, jobs, drafts, office):
    router.include_router(part.router)
