"""``/documents``, ``/figures``, ``/findings``: what is on record, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import FileResponse

from assistant.api import paging, search
from assistant.api.access import Caller, Reader
from assistant.api.models import DocumentEntry, DocumentId, DocumentPage, FigurePage, FindingPage, Name, Year
from assistant.api.paging import Cursor, Limit
from assistant.api.problems import Problem
from assistant.api.search import Wanted
from assistant.api.service import Serving
from assistant.present import figure_json, finding_json, place_json

if TYPE_CHECKING:
    from corpus.figure import Figure, Finding
    from index.ledger import DocumentRecord

router = APIRouter(tags=["资料"])
Stage = Literal["预算", "决算"]
Kind = Literal["error", "rounding", "omission", "oddity"]
Document = Annotated[DocumentId, Path(description="文件编号（SHA-256）", examples=["a3" * 32])]


@router.get("/documents", summary="已收录的文件", response_model=DocumentPage)
def documents(
    service: Serving, caller: Reader, issuer: Annotated[Name | None, Query()] = None, year: Annotated[Year | None, Query()] = None,
    stage: Annotated[Stage | None, Query()] = None, limit: Limit = 50, cursor: Cursor = None,
) -> dict[str, Any]:  # fmt: skip
    """The documents that the user may see."""
    ledger = service.ledger(caller)
    begin = paging.start(cursor, ledger.number)
    every = [
        d
        for d in ledger.documents()
        if issuer in (None, d.issuer) and year in (None, d.fiscal_year) and stage in (None, str(d.stage))
    ]
    end = begin + limit
    follows = paging.after(ledger.number, end) if end < len(every) else None
    return {"total": len(every), "next": follows, "documents": [document_json(d) for d in every[begin:end]]}


@router.get("/documents/{document_id}", summary="一份文件", response_model=DocumentEntry)
def document(document_id: Document, service: Serving, caller: Reader) -> dict[str, Any]:
    """One document."""
    return document_json(service.ledger(caller).record(document_id))


@router.get(
    "/documents/{document_id}/original",
    summary="原件",
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
def original(document_id: Document, service: Serving, caller: Reader) -> FileResponse:
    """The file as it was taken in."""
    ledger = service.ledger(caller)
    record, file = ledger.record(document_id), ledger.store.original(document_id)
    if not file.is_file():
        raise Problem("not-found", f"{record.name}: 原件不在索引里")
    caller.note("export", document=record.id, form="original")
    return FileResponse(file, media_type="application/octet-stream", filename=record.name)


@router.get("/figures", summary="读到的数", response_model=FigurePage)
def figures(
    wanted: Annotated[Wanted, Depends()], service: Serving, caller: Reader, limit: Limit = 50, cursor: Cursor = None
) -> dict[str, Any]:
    """Figures with their printed places."""
    ledger = service.ledger(caller)
    begin = paging.start(cursor, ledger.number)
    found = list(search.figures(ledger, wanted, begin, limit + 1))
    follows = paging.after(ledger.number, found[limit - 1][0]) if len(found) > limit else None
    shown = [figure_entry(f, ledger.record(f.document_id), caller) for _, f in found[:limit]]
    return {"total": search.count(ledger, wanted), "next": follows, "figures": shown}


@router.get("/findings", summary="自相矛盾之处", response_model=FindingPage)
def findings(
    service: Serving, caller: Reader, document: Annotated[DocumentId | None, Query()] = None, issuer: Annotated[Name | None, Query()] = None,
    year: Annotated[Year | None, Query()] = None, kind: Annotated[Kind | None, Query()] = None, limit: Limit = 50, cursor: Cursor = None,
) -> dict[str, Any]:  # fmt: skip
    """What the documents contradict themselves in."""
    ledger = service.ledger(caller)
    begin = paging.start(cursor, ledger.number)
    records = {
        d.id: d
        for d in ledger.documents()
        if document in (None, d.id) and issuer in (None, d.issuer) and year in (None, d.fiscal_year)
    }
    every = [f for f in ledger.findings(list(records)) if kind in (None, f.kind)] if records else []
    end = begin + limit
    follows = paging.after(ledger.number, end) if end < len(every) else None
    shown = [finding_entry(f, records[f.document_id], caller) for f in every[begin:end]]
    return {"total": len(every), "next": follows, "findings": shown}


def document_json(record: DocumentRecord) -> dict[str, Any]:
    """A document as it is given out; where it lay on the server is nobody's business."""
    names = ("id", "name", "issuer", "fiscal_year", "published", "paged", "size", "tables", "figures", "ambiguous", "findings")
    return {name: getattr(record, name) for name in names} | {"stage": str(record.stage)}


def figure_entry(figure: Figure, record: DocumentRecord, caller: Caller) -> dict[str, Any]:
    """A figure as ``mingzhang figures --json`` gives it, with what it restricts and the document's id."""
    told = figure_json(figure, record)
    return told | {
        "sha256": record.id, "item": figure.item, "fund": figure.fund, "kind": figure.kind, "direction": figure.direction,
        "value_year": figure.value_year, "quote": caller.text(figure.source.quote),
    }  # fmt: skip


def finding_entry(finding: Finding, record: DocumentRecord, caller: Caller) -> dict[str, Any]:
    """A finding as ``mingzhang check --json`` gives it, with its document."""
    places = [{**place_json(place), "quote": caller.text(place.quote)} for place in finding.places]
    named = {"sha256": record.id, "issuer": record.issuer, "fiscal_year": record.fiscal_year}
    return finding_json(finding, record) | named | {"message": caller.text(finding.message), "places": places}
