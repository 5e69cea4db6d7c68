"""What the browser fetches besides the talk: pictures of printed pages, tables and original files. Names are documents' ids, never paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

from assistant.gate import user_of
from assistant.gate.gate import gate_of
from assistant.gate.personal import masked_table
from assistant.page import tablefile, whole
from assistant.page.paper import Papers
from assistant.page.texts import texts
from corpus.errors import MingzhangError

if TYPE_CHECKING:
    from assistant.page.desk import Desk

_KEEP = {"Cache-Control": "private, max-age=86400, immutable"}
"""A document's id is the hash of its bytes, so a page of it never changes."""


def original_routes(desk: Desk) -> APIRouter:
    """Pictures of pages, tables as read and downloads of originals, of the documents that ``desk`` shows to the one who asks; everything else is 404."""
    router, papers = APIRouter(prefix="/mz"), Papers()

    @router.get("/page/{document_id}/{number}")
    def page(request: Request, document_id: str, number: int, width: Annotated[int, Query(ge=1, le=4000)] = 900) -> Response:
        try:
            ledger = desk.ledger(user_of(request))
            ledger.record(document_id)
            picture = papers.picture(ledger.store.original(document_id), number, width)
        except MingzhangError as error:
            raise HTTPException(404, str(error)) from error
        if picture is None:
            raise HTTPException(404)
        return Response(picture, media_type="image/png", headers=_KEEP)

    @router.get("/table/{document_id}/{number}")
    def table(request: Request, document_id: str, number: int, rows: str = "", cells: str = "", lang: str = "") -> HTMLResponse:
        try:
            tables = desk.ledger(user_of(request)).tables(document_id)
        except MingzhangError as error:
            raise HTTPException(404, str(error)) from error
        if not 0 <= number < len(tables):
            raise HTTPException(404)
        shown = tables[number] if gate_of(request).settings.personal else masked_table(tables[number])
        words = texts(lang[:2])
        links = tablefile.links(document_id, number, words)
        return HTMLResponse(whole.whole_html(shown, whole.parsed(number, rows, cells), words, links))

    @router.get("/original/{document_id}")
    def original(request: Request, document_id: str) -> FileResponse:
        try:
            ledger = desk.ledger(user_of(request))
            record = ledger.record(document_id)
        except MingzhangError as error:
            raise HTTPException(404, str(error)) from error
        file = ledger.store.original(document_id)
        if not file.is_file():
            raise HTTPException(404)
        return FileResponse(file, media_type="application/octet-stream", filename=record.name)

    return router
