"""``/uploads`` and the removal of documents: changes of the index, one at a time, each a job that can be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, File, Path, Response, UploadFile

from assistant.api.access import Editor, Reader
from assistant.api.library import Document
from assistant.api.models import Id, JobBody
from assistant.api.problems import Problem
from assistant.api.service import Serving
from assistant.page.intake import TooLarge

if TYPE_CHECKING:
    from assistant.api.service import Service
    from assistant.page.intake import Intake
    from assistant.page.job import Job

router = APIRouter(tags=["收录"])
PIECE = 1 << 20
MOST = 200
"""Files of one request."""
_JOB = "/api/v1/uploads"


@router.post("/uploads", status_code=202, summary="上传文件并收录", response_model=JobBody)
def upload(
    files: Annotated[list[UploadFile], File(description="一份或多份公开文件", min_length=1, max_length=MOST)],
    service: Serving, caller: Editor, response: Response,
) -> dict[str, Any]:  # fmt: skip
    """Take files in and start reading them; how it goes is told under the job's address."""
    intake = _intake(service)
    keys = [_kept(service, intake, file) for file in files]
    caller.note("upload", files="、".join(keys))
    return _started(intake.build(keys), response)


@router.get("/uploads/{job_id}", summary="收录的进度", response_model=JobBody)
def job(job_id: Annotated[Id, Path(description="任务编号")], service: Serving, caller: Reader) -> dict[str, Any]:
    """How a change of the index goes on, whichever server process runs it."""
    found = service.intake.find(job_id) if service.intake is not None else None
    if found is None:
        raise Problem("not-found", f"没有编号为 {job_id} 的任务")
    return job_json(found)


@router.delete("/documents/{document_id}", status_code=202, summary="移除一份文件", response_model=JobBody)
def remove(document_id: Document, service: Serving, caller: Editor, response: Response) -> dict[str, Any]:
    """Start taking a document out of the index."""
    intake = _intake(service)
    known = service.ledger(caller).record(document_id).id
    caller.note("remove", document=known)
    return _started(intake.remove(known), response)


def job_json(job: Job) -> dict[str, Any]:
    """A job as it is given out."""
    errors = [*(f"{name}：{reason}" for name, reason in job.failed), *([job.trouble] if job.trouble else [])]
    return {
        "id": job.id, "state": job.state, "done": job.done, "total": job.total, "name": job.name, "taken": list(job.taken),
        "unchanged": list(job.unchanged), "removed": list(job.removed), "errors": errors,
    }  # fmt: skip


def _intake(service: Service) -> Intake:
    if service.intake is None:
        raise Problem("no-uploads", "这个服务只供查询")
    return service.intake


def _started(job: Job, response: Response) -> dict[str, Any]:
    response.headers["Location"] = f"{_JOB}/{job.id}"
    return job_json(job)


def _kept(service: Service, intake: Intake, file: UploadFile) -> str:
    """The key under which an upload waits to be read. Raises TooLarge."""
    incoming = intake.receive(file.filename or "")
    try:
        while piece := file.file.read(PIECE):
            incoming.write(piece)
        service.metrics.uploads.labels("taken").inc()
        return incoming.keep()
    except TooLarge:
        service.metrics.uploads.labels("too-large").inc()
        raise
    finally:
        incoming.drop()
