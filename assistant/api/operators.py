"""What operators look at: whether the process lives, whether it can answer, and how it has been doing."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from assistant.api import metrics
from assistant.api.problems import Problem, problem_of, response
from assistant.api.service import Service
from corpus.errors import MingzhangError

_log = logging.getLogger(__name__)


def operator_routes(service: Service) -> APIRouter:
    """``/healthz``, ``/readyz`` and ``/metrics``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def lives() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    def ready(request: Request) -> JSONResponse:
        try:
            _documents(service)
        except MingzhangError as error:
            # The whole reason names folders of the server; it is for the log, the kind of trouble for whoever asks.
            _log.warning("%s", error)
            return response(Problem(problem_of(error).kind), request.url.path)
        return JSONResponse({"status": "ready"})

    @router.get("/metrics")
    def measured() -> Response:
        try:
            service.metrics.documents.set(_documents(service))
        except MingzhangError:
            service.metrics.documents.set(0)
        return Response(service.metrics.text(), media_type=metrics.MEDIA)

    return router


def _documents(service: Service) -> int:
    """How many documents are on record, in the newest generation. Raises MingzhangError."""
    assistant = service.assistant()
    assistant.refresh()
    return len(assistant.documents())
