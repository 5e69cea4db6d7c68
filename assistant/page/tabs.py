"""What the tabs beside the talk fetch: 数据, 核验, the printed places they link to, and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.responses import HTMLResponse

from assistant.answer import Citation
from assistant.page import browse, export, sources, web
from assistant.page.checked import checked_html
from assistant.page.data import data_html
from assistant.page.texts import texts
from corpus.errors import MingzhangError

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from assistant.page.desk import Desk, Name
    from corpus.document import Source
    from index.ledger import Ledger

_ASSETS = {"views.js": "text/javascript", "intake.js": "text/javascript", "views.css": "text/css"}
_LONGEST = 200
"""Characters of a filter."""
_ROWS = 50_000
"""Rows of an export, which is made while the browser waits; filters lead to the rest."""


def _query(
    issuer: str = "",
    year: str = "",
    stage: str = "",
    table: str = "",
    item: str = "",
    sort: str = "",
    desc: str = "",
    page: str = "1",
) -> browse.Query:
    """The filters as the form sends them; what is no number restricts nothing."""
    return browse.Query(
        issuer[:_LONGEST], _number(year), stage[:_LONGEST], table[:_LONGEST], item[:_LONGEST], sort if sort in browse.SORTS else "",
        desc == "1", max(1, _number(page) or 1),
    )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def tab_routes(desk: Desk) -> APIRouter:
    """The tabs as pieces of HTML, in the language of ``lang``."""
    router = APIRouter(prefix="/mz")

    @router.get("/asset/{name}")
    def asset(name: str) -> Response:
        if name not in _ASSETS:
            raise HTTPException(404)
        return Response(web.asset(name), media_type=_ASSETS[name], headers={"Cache-Control": "no-cache"})

    @router.get("/view/data")
    def data(query: Annotated[browse.Query, Depends(_query)], lang: str = "") -> HTMLResponse:
        ledger = _ledger(desk)
        found = browse.rows(ledger, query)
        html = data_html(query, found, ledger.number, ledger.documents(), browse.tables(ledger, query), texts(lang[:2]))
        return HTMLResponse(html)

    @router.get("/view/checked")
    def checked(kind: str = "", issuer: str = "", lang: str = "") -> HTMLResponse:
        ledger = _ledger(desk)
        html = checked_html(browse.findings(ledger), ledger.documents(), ledger.number, kind, issuer, texts(lang[:2]))
        return HTMLResponse(html)

    @router.get("/export/figures.{form}")
    def figures(form: str, query: Annotated[browse.Query, Depends(_query)]) -> Response:
        ledger = _ledger(desk)
        rows = export.figure_rows(browse.every(ledger, query), lambda document: ledger.record(document).name)
        rows = [row for _, row in zip(range(_ROWS), rows, strict=False)]
        if form == "csv":
            return _file(export.to_csv(export.COLUMNS, rows), export.CSV, "figures.csv")
        if form == "xlsx":
            return _file(export.to_xlsx(export.COLUMNS, rows, "数据"), export.XLSX, "figures.xlsx")
        raise HTTPException(404)

    @router.get("/place/figure/{generation}/{key}")
    def figure(generation: int, key: int, lang: str = "") -> HTMLResponse:
        ledger = _ledger(desk)
        found = browse.figure(ledger, key) if generation == ledger.number else None
        value = {found.amount.value} if found and found.amount.value is not None else set()
        named = {(found.item, found.column)} if found else set()
        return _place(desk, ledger, found.source if found else None, value, lang, named)

    @router.get("/place/finding/{generation}/{key}/{number}")
    def finding(generation: int, key: int, number: int, lang: str = "") -> HTMLResponse:
        ledger = _ledger(desk)
        found = [f for _, f in browse.findings(ledger, key)] if generation == ledger.number else []
        places = found[0].places[number : number + 1] if found and number >= 0 else ()
        return _place(desk, ledger, places[0] if places else None, set(), lang)

    return router


def _ledger(desk: Desk) -> Ledger:
    try:
        return desk.ledger()
    except MingzhangError as error:
        raise HTTPException(503, str(error)) from error


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _place(
    desk: Desk, ledger: Ledger, source: Source | None, values: set[Decimal], lang: str, named: Collection[Name] = ()
) -> HTMLResponse:
    words = texts(lang[:2])
    if source is None:
        return HTMLResponse(sources.note_html(words.say("place_gone"), words))
    record = ledger.record(source.document_id)
    citation = Citation(
        id=0, document_id=record.id, document=record.name, issuer=record.issuer, fiscal_year=record.fiscal_year, quote=source.quote[:600],
        page=source.page, line_start=source.line_start, line_end=source.line_end, section=" / ".join(source.section) or None,
        table=" ".join(part for part in (source.table_number, source.table_title) if part) or None,
    )  # fmt: skip
    try:
        return HTMLResponse(desk.place(citation, desk.lines(citation), values, words, named))
    except MingzhangError as error:
        return HTMLResponse(sources.note_html(words.say("source_unreadable", reason=error), words))
