"""What the browser fetches besides the talk: pictures of printed pages and original files. Names are documents' ids, never paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.responses import FileResponse

from assistant.page.paper import Papers
from corpus.errors import MingzhangError

if TYPE_CHECKING:
    from assistant.page.desk import Desk

_KEEP = {"Cache-Control": "private, max-age=86400, immutable"}
"""A document's id is the hash of its bytes, so a page of it never changes."""


def original_routes(desk: Desk) -> APIRouter:
    """Pictures of pages and downloads of originals, of the documents that ``desk`` holds; everything else is 404."""
    router, papers = APIRouter(prefix="/mz"), Papers()

    @router.get("/page/{document_id}/{number}")
    def page(document_id: str, number: int, width: Annotated[int, Query(ge=1, le=4000)] = 900) -> Response:
        try:
            ledger = desk.ledger()
            ledger.record(document_id)
            picture = papers.picture(ledger.store.original(document_id), number, width)
        except MingzhangError as error:
            raise HTTPException(404, str(error)) from error
        if picture is None:
            raise HTTPException(404)
        return Response(picture, media_type="image/png", headers=_KEEP)

    @router.get("/original/{document_id}")
    def original(document_id: str) -> FileResponse:
        try:
            ledger = desk.ledger()
            record = ledger.record(document_id)
        except MingzhangError as error:
            raise HTTPException(404, str(error)) from error
        file = ledger.store.original(document_id)
        if not file.is_file():
            raise HTTPException(404)
        return FileResponse(file, media_type="application/octet-stream", filename=record.name)

    return router
