"""The 文档 tab's addresses. Changes are taken only from this machine, and only from our own page.

A page of another site could make the browser post to this machine, or give its own name this machine's address: the header that
only our script sets, and the name the browser asked for, keep both out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import APIRouter, Body, Depends, Header, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.page.documents import documents_html, job_html
from assistant.page.texts import texts
from corpus.errors import MingzhangError, StoreBusy, StoreEmpty

if TYPE_CHECKING:
    from assistant.page.desk import Desk
    from assistant.page.intake import Intake

T = TypeVar("T")
_LOCAL = ("127.0.0.1", "localhost", "::1")


def change_routes(desk: Desk, intake: Intake | None) -> APIRouter:
    """The tab for all; uploads, removal and re-reading where there is an ``intake``."""
    router = APIRouter(prefix="/mz")

    @router.get("/view/documents")
    def documents(lang: str = "") -> HTMLResponse:
        try:
            records = desk.ledger().documents()
        except StoreEmpty:
            records = ()
        except MingzhangError as error:
            raise HTTPException(503, str(error)) from error
        return HTMLResponse(documents_html(records, intake.job if intake else None, texts(lang[:2])))

    if intake is not None:
        router.include_router(_changing(desk, intake))
    return router


def ours(request: Request, x_mingzhang: Annotated[str, Header()] = "") -> None:
    """Refuse what does not come from our own page on this machine."""
    if x_mingzhang != "1" or request.url.hostname not in _LOCAL:
        raise HTTPException(403)


def _changing(desk: Desk, intake: Intake) -> APIRouter:
    router = APIRouter(dependencies=[Depends(ours)])

    @router.get("/job")
    def job(lang: str = "") -> HTMLResponse:
        return HTMLResponse(job_html(intake.job, texts(lang[:2])))

    @router.post("/upload")
    async def upload(request: Request, name: str) -> JSONResponse:
        try:
            incoming = intake.receive(name)
        except MingzhangError as error:
            raise HTTPException(409, str(error)) from error
        try:
            async for piece in request.stream():
                incoming.write(piece)
            return JSONResponse({"key": incoming.keep()})
        except MingzhangError as error:
            raise HTTPException(413, str(error)) from error
        finally:
            incoming.drop()

    @router.post("/build")
    def build(keys: Annotated[list[str], Body(max_length=5000)]) -> None:
        _try(lambda: intake.build(keys))

    @router.post("/reread/{document_id}")
    def reread(document_id: str) -> None:
        path = _try(lambda: desk.ledger().record(document_id).path)
        _try(lambda: intake.reread(path))

    @router.post("/remove/{document_id}")
    def remove(document_id: str) -> None:
        known = _try(lambda: desk.ledger().record(document_id).id)
        _try(lambda: intake.remove(known))

    return router


def _try(do: Callable[[], T]) -> T:
    try:
        return do()
    except MingzhangError as error:
        raise HTTPException(409 if isinstance(error, StoreBusy) else 404, str(error)) from error
