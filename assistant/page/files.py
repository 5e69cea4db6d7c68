"""The files of the tabs: figures as filtered, picked figures with what is computed of them, findings; as workbook, CSV or Markdown."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from assistant.gate.gate import noted
from assistant.page import browse, export, tablefile
from assistant.page.checked import Shown
from assistant.page.filters import Picks, asked_for, compare_picks, hidden_figure, hidden_finding, hiding, ledger_of, picks, shown
from assistant.page.texts import texts
from corpus.errors import MingzhangError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.page.desk import Desk
    from assistant.page.export import Value

_ROWS = 50_000
"""Rows of an export, which is made while the browser waits; filters lead to the rest."""


def file_routes(desk: Desk) -> APIRouter:
    """Downloads under /export; a form other than xlsx, csv and md is 404."""
    router = APIRouter(prefix="/export")

    @router.get("/figures.{form}")
    def figures(request: Request, form: str, query: Annotated[browse.Query, Depends(asked_for)], lang: str = "") -> Response:
        ledger = ledger_of(desk, request)
        hide = hiding(request)
        found = (hidden_figure(figure, hide) for figure in browse.every(ledger, query))
        rows = export.figure_rows(found, lambda document: ledger.record(document).name)
        return _file(request, "figures", form, export.FIGURES, rows, lang)

    @router.get("/picked.{form}")
    def picked(request: Request, form: str, picks: Annotated[Picks, Depends(picks)], lang: str = "") -> Response:
        ledger = ledger_of(desk, request)
        try:
            comparison, _ = compare_picks(ledger, picks)
        except LookupError as error:
            raise HTTPException(404, texts(lang[:2]).say("place_gone")) from error
        hide = hiding(request)
        comparison = replace(comparison, rows=tuple(replace(r, figure=hidden_figure(r.figure, hide)) for r in comparison.rows))
        rows = export.picked_rows(comparison, lambda document: ledger.record(document).name)
        return _file(request, "picked", form, export.PICKED, rows, lang)

    @router.get("/findings.{form}")
    def findings(request: Request, form: str, shown: Annotated[Shown, Depends(shown)], lang: str = "") -> Response:
        ledger = ledger_of(desk, request)
        wanted = {record.id for record in ledger.documents() if shown.fits(record)}
        hide = hiding(request)
        kept = (f for _, f in browse.findings(ledger) if f.document_id in wanted and shown.kind in ("", f.kind))
        found = [hidden_finding(f, hide) for f in kept]
        return _file(request, "findings", form, export.FINDINGS, export.finding_rows(found, ledger.record, texts(lang[:2])), lang)

    @router.get("/table/{document_id}/{number}.{form}")
    def table(request: Request, document_id: str, number: int, form: str, lang: str = "") -> Response:
        ledger, words = ledger_of(desk, request), texts(lang[:2])
        try:
            tables, record = ledger.tables(document_id), ledger.record(document_id)
        except MingzhangError as error:
            raise HTTPException(404, str(error)) from error
        if form not in export.KINDS or not 0 <= number < len(tables):
            raise HTTPException(404)
        noted(request, "export", what="table", form=form)
        wanted = tables[number]
        rows = tablefile.rows(wanted, ledger.span(document_id, wanted.first, wanted.last), record, hiding(request))
        content = export.table_file(form, tablefile.columns(wanted, words), rows, tablefile.title(wanted, words))
        return _download(content, "table", form)

    return router


def _file(request: Request, what: str, form: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], lang: str) -> Response:
    if form not in export.KINDS:
        raise HTTPException(404)
    noted(request, "export", what=what, form=form)
    words = texts(lang[:2])
    content = export.table_file(form, export.headings(columns, words), islice(rows, _ROWS), words.say(f"export_title_{what}"))
    return _download(content, what, form)


def _download(content: bytes, name: str, form: str) -> Response:
    named = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=export.KINDS[form], headers=named)
