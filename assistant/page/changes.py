"""The 文档 tab's addresses. Changes are taken only from editors, and only from our own page.

A page of another site could make the browser post to this machine, or give its own name this machine's address: the header that
only our script sets, and the name the browser asked for, keep both out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import APIRouter, Body, Depends, Header, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.gate import LOCAL, Role, user_of
from assistant.gate.gate import gate_of, noted
from assistant.page.documents import Listing, documents_html, job_html
from assistant.page.filters import listed
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
    def documents(request: Request, listing: Annotated[Listing, Depends(listed)], lang: str = "") -> HTMLResponse:
        try:
            records = desk.ledger(user_of(request)).documents()
        except StoreEmpty:
            records = ()
        except MingzhangError as error:
            raise HTTPException(503, str(error)) from error
        may = intake is not None and user_of(request).role >= Role.EDITOR
        return HTMLResponse(documents_html(records, intake.job if intake and may else None, texts(lang[:2]), listing))

    if intake is not None:
        router.include_router(_changing(desk, intake))
    return router


def ours(request: Request, x_mingzhang: Annotated[str, Header()] = "") -> None:
    """Refuse what does not come from our own page, or from somebody who may not change the index."""
    user = user_of(request)
    if x_mingzhang != "1" or user.role < Role.EDITOR or (user == LOCAL and request.url.hostname not in _LOCAL):
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
            key = incoming.keep()
            noted(request, "upload", file=key)
            return JSONResponse({"key": key})
        except MingzhangError as error:
            raise HTTPException(413, str(error)) from error
        finally:
            incoming.drop()

    @router.post("/build")
    def build(request: Request, keys: Annotated[list[str], Body(max_length=5000)]) -> None:
        most = gate_of(request).settings.limits.upload_files
        if len(keys) > most:
            raise HTTPException(413, f"一次最多 {most} 个文件；请分几次上传")
        _try(lambda: intake.build(keys))
        noted(request, "build", files=" ".join(keys))

    @router.post("/reread/{document_id}")
    def reread(request: Request, document_id: str) -> None:
        path = _try(lambda: desk.ledger(user_of(request)).record(document_id).path)
        _try(lambda: intake.reread(path))
        noted(request, "reread", document=document_id)

    @router.post("/remove/{document_id}")
    def remove(request: Request, document_id: str) -> None:
        known = _try(lambda: desk.ledger(user_of(request)).record(document_id))
        _try(lambda: intake.remove(known.id))
        noted(request, "remove", document=known.id, name=known.name)

    return router


def _try(do: Callable[[], T]) -> T:
    try:
        return do()
    except MingzhangError as error:
        raise HTTPException(409 if isinstance(error, StoreBusy) else 404, str(error)) from error
