"""What the tabs beside the talk fetch: 数据 with its comparisons, 核验, and the printed places they link to. Their files: files.py."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from assistant.answer import Citation
from assistant.gate import user_of
from assistant.gate.gate import gate_of
from assistant.gate.personal import masked, masked_lines
from assistant.page import browse, sources, web
from assistant.page.checked import Shown, checked_html
from assistant.page.data import data_html
from assistant.page.files import file_routes
from assistant.page.filters import Picks, asked_for, compare_picks, hidden_figure, hidden_finding, hiding, ledger_of, picks, shown
from assistant.page.markup import escape, tag
from assistant.page.picked import picked_html
from assistant.page.texts import texts
from corpus.errors import MingzhangError, StoreEmpty

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from assistant.page.desk import Desk, Name
    from corpus.document import Source
    from index.ledger import Ledger

_ASSETS = {
    "views.js": "text/javascript", "intake.js": "text/javascript", "charts.js": "text/javascript", "views.css": "text/css",
    "chart.umd.min.js": "text/javascript",
}  # fmt: skip
_LIBRARY = ("chart.umd.min.js",)
"""Other people's scripts, kept as they came in ``library/``; they change with a release only."""


def tab_routes(desk: Desk) -> APIRouter:
    """The tabs as pieces of HTML, in the language of ``lang``."""
    router = APIRouter(prefix="/mz")
    router.include_router(file_routes(desk))

    @router.get("/asset/{name}")
    def asset(name: str) -> Response:
        if name not in _ASSETS:
            raise HTTPException(404)
        library = name in _LIBRARY
        keep = "private, max-age=86400" if library else "no-cache"
        content = web.asset(f"library/{name}" if library else name)
        return Response(content, media_type=_ASSETS[name], headers={"Cache-Control": keep})

    @router.get("/view/data")
    def data(request: Request, query: Annotated[browse.Query, Depends(asked_for)], lang: str = "") -> HTMLResponse:
        ledger = _ledger_or_none(desk, request)
        if ledger is None:
            return _nothing_yet(lang)
        found, hide = browse.rows(ledger, query), hiding(request)
        found = replace(found, figures=tuple((key, hidden_figure(figure, hide)) for key, figure in found.figures))
        html = data_html(query, found, ledger.number, ledger.documents(), browse.tables(ledger, query), texts(lang[:2]))
        return HTMLResponse(html)

    @router.get("/view/checked")
    def checked(request: Request, shown: Annotated[Shown, Depends(shown)], lang: str = "") -> HTMLResponse:
        ledger = _ledger_or_none(desk, request)
        if ledger is None:
            return _nothing_yet(lang)
        found = [(key, hidden_finding(finding, hiding(request))) for key, finding in browse.findings(ledger)]
        return HTMLResponse(checked_html(found, ledger.documents(), ledger.number, shown, texts(lang[:2])))

    _compare_route(router, desk)
    _place_routes(router, desk)
    return router


def _compare_route(router: APIRouter, desk: Desk) -> None:
    @router.get("/compare")
    def compared(request: Request, picks: Annotated[Picks, Depends(picks)], lang: str = "") -> HTMLResponse:
        ledger, words = ledger_of(desk, request), texts(lang[:2])
        try:
            comparison, left_out = compare_picks(ledger, picks)
        except LookupError:
            return HTMLResponse(sources.note_html(words.say("place_gone"), words))
        note = words.say("compare_left_out", count=left_out) if left_out else ""
        if len(comparison.rows) == 1 and picks.vary:
            note = words.say(f"compare_no_{picks.vary}")
        return HTMLResponse(picked_html(comparison, ledger.number, note, words))


def _place_routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/place/figure/{generation}/{key}")
    def figure(request: Request, generation: int, key: int, lang: str = "") -> HTMLResponse:
        ledger = ledger_of(desk, request)
        found = dict(browse.figures(ledger, [key])).get(key) if generation == ledger.number else None
        value = {found.amount.value} if found and found.amount.value is not None else set()
        named = {(found.item, found.column)} if found else set()
        return _place(desk, request, ledger, found.source if found else None, value, lang, named)

    @router.get("/place/finding/{generation}/{key}/{number}")
    def finding(request: Request, generation: int, key: int, number: int, lang: str = "") -> HTMLResponse:
        ledger = ledger_of(desk, request)
        found = [f for _, f in browse.findings(ledger, key)] if generation == ledger.number else []
        places = found[0].places[number : number + 1] if found and number >= 0 else ()
        return _place(desk, request, ledger, places[0] if places else None, set(), lang)


def _ledger_or_none(desk: Desk, request: Request) -> Ledger | None:
    """The ledger; None where nothing has been indexed yet."""
    try:
        return desk.ledger(user_of(request))
    except StoreEmpty:
        return None
    except MingzhangError as error:
        raise HTTPException(503, str(error)) from error


def _nothing_yet(lang: str) -> HTMLResponse:
    words = texts(lang[:2])
    return HTMLResponse(tag("p", escape(words.say("nothing_yet")), class_="mz-note", lang=words.locale))


def _place(
    desk: Desk,
    request: Request,
    ledger: Ledger,
    source: Source | None,
    values: set[Decimal],
    lang: str,
    named: Collection[Name] = (),
) -> HTMLResponse:
    words = texts(lang[:2])
    if source is None:
        return HTMLResponse(sources.note_html(words.say("place_gone"), words))
    record, user = ledger.record(source.document_id), user_of(request)
    citation = Citation(
        id=0, document_id=record.id, document=record.name, issuer=record.issuer, fiscal_year=record.fiscal_year, quote=source.quote[:600],
        page=source.page, line_start=source.line_start, line_end=source.line_end, section=" / ".join(source.section) or None,
        table=" ".join(part for part in (source.table_number, source.table_title) if part) or None,
    )  # fmt: skip
    try:
        lines = list(desk.lines(citation, user))
        if not gate_of(request).settings.personal:
            told = masked_lines([line.text for line in lines])
            lines = [replace(line, text=text) for line, text in zip(lines, told, strict=True)]
            citation = replace(citation, quote=masked(citation.quote))
        return HTMLResponse(desk.place(citation, lines, values, words, named))
    except MingzhangError as error:
        return HTMLResponse(sources.note_html(words.say("source_unreadable", reason=error), words))
