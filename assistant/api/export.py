"""``/export``: figures, findings and conversations as files for a spreadsheet, a reader or another program."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from assistant.api import search
from assistant.api.access import Reader
from assistant.api.conversations import Conversation
from assistant.api.library import figure_entry, finding_entry
from assistant.api.search import Wanted
from assistant.api.service import Serving, answer_json
from assistant.page import export as files
from assistant.page import talk
from assistant.page.session import Turn
from assistant.page.texts import texts
from assistant.present import place_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.page.export import Value

router = APIRouter(prefix="/export", tags=["导出"])
ROWS = 50_000
"""Rows of one file, which is made while somebody waits; filters lead to the rest."""
Form = Annotated[Literal["xlsx", "csv", "md", "json"], Path(description="文件格式")]
FINDING_COLUMNS = ("部门", "年度", "文件", "类别", "规则", "说明", "原文所印", "应为", "出处", "文件SHA256")
_KINDS = {"xlsx": files.XLSX, "csv": files.CSV, "md": "text/markdown; charset=utf-8", "json": "application/json"}
_FILE: dict[str, Any] = {
    "content": {
        kind.partition(";")[0]: {
            "schema": {"type": "array", "items": {}} if form == "json" else {"type": "string", "format": "binary"}
        }
        for form, kind in _KINDS.items()
    }
}
_RESPONSES: dict[int | str, dict[str, Any]] = {200: _FILE}


@router.get("/figures.{form}", summary="导出读到的数", response_class=Response, responses=_RESPONSES)
def figures(form: Form, wanted: Annotated[Wanted, Depends()], service: Serving, caller: Reader) -> Response:
    """The figures that ``GET /figures`` lists, each with its printed place."""
    caller.note("export", what="figures", form=form)
    ledger = service.ledger(caller)
    found = [caller.figure(figure) for _, figure in search.figures(ledger, wanted, 0, ROWS)]
    if form == "json":
        return _json("figures", [figure_entry(f, ledger.record(f.document_id), caller) for f in found])
    columns = files.headings(files.FIGURES, texts(None))
    return _table("figures", form, columns, files.figure_rows(found, lambda i: ledger.record(i).name), "数据")


@router.get("/findings.{form}", summary="导出自相矛盾之处", response_class=Response, responses=_RESPONSES)
def findings(form: Form, service: Serving, caller: Reader) -> Response:
    """All findings of the documents that the user may see."""
    caller.note("export", what="findings", form=form)
    ledger = service.ledger(caller)
    records = {d.id: d for d in ledger.documents()}
    found = [finding_entry(f, records[f.document_id], caller) for f in islice(ledger.findings(), ROWS)]
    if form == "json":
        return _json("findings", found)
    return _table("findings", form, FINDING_COLUMNS, map(_finding_row, found), "核验")


@router.get("/conversations/{conversation_id}.{form}", summary="导出一段对话", response_class=Response, responses=_RESPONSES)
def conversation(conversation_id: Conversation, form: Form, service: Serving, caller: Reader) -> Response:
    """A conversation with the place of every number."""
    caller.note("export", what="conversation", form=form)
    service.talk(caller, conversation_id)
    kept = service.talks.turns(caller.name, conversation_id)
    if form == "json":
        told = [{"question": t.question, "answer": answer_json(t.answer, conversation_id) if t.answer else None} for t in kept]
        return _json("conversation", told)
    words, turns = texts(None), [Turn(number, turn.question, turn.answer) for number, turn in enumerate(kept, 1)]
    if form == "md":
        return _file("conversation", form, talk.markdown(turns, words).encode("utf-8", "replace"))
    return _table("conversation", form, files.headings(talk.COLUMNS, words), talk.rows(turns, words), words.say("tab_talk"))


def _finding_row(f: Mapping[str, Any]) -> Sequence[Value]:
    places = "；".join(f"{place_text(p['page'], p['line_start'], p['line_end'])}“{p['quote']}”" for p in f["places"])
    named = (f["issuer"], f["fiscal_year"], f["document"], f["kind"], f["rule"], f["message"])
    return (*named, "；".join(f["printed"]), f["computed"], places, f["sha256"])


def _table(name: str, form: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], sheet: str) -> Response:
    make = {"xlsx": lambda: files.to_xlsx(columns, rows, sheet), "csv": lambda: files.to_csv(columns, rows)}
    return _file(name, form, make.get(form, lambda: files.to_markdown(columns, rows))())


def _json(name: str, content: object) -> Response:
    return _file(name, "json", json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))


def _file(name: str, form: str, content: bytes) -> Response:
    return Response(content, media_type=_KINDS[form], headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'})
