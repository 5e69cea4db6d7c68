"""How figures, findings and answers leave the program: as the JSON that is promised, and as text for a terminal."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Protocol

from assistant.answer import Answer, Citation
from corpus.document import Source
from corpus.figure import Figure, Finding


class Named(Protocol):
    """What figures and findings are shown under: a document, or the record of one."""

    @property
    def name(self) -> str:
        """The name of its file."""


def dump(record: Mapping[str, object]) -> str:
    """One JSON object on one line, Chinese unescaped; half surrogates (undecodable arguments) become question marks.

    >>> dump({"单位": "万元"})
    '{"单位": "万元"}'
    """
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def printable(text: str) -> str:
    r"""Text without control characters, so that a document or a file name cannot steer the terminal.

    >>> printable("a\x1b[31mb\nc")
    'a[31mb\nc'
    """
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})


def one_line(text: str) -> str:
    """A message on a single line, safe for a terminal."""
    return " ".join(printable(text).split())


def place_json(source: Source) -> dict[str, object]:
    """Where something stands: page (paged files) or lines (text files), with the quote standing there."""
    return {"page": source.page, "line_start": source.line_start, "line_end": source.line_end, "quote": source.quote}


def figure_json(figure: Figure, document: Named) -> dict[str, object]:
    """A figure as ``mingzhang figures --json`` prints it; ``value`` is None where the document prints no number."""
    value = figure.amount.value
    return {
        "document": document.name, "issuer": figure.issuer, "fiscal_year": figure.fiscal_year, "stage": str(figure.stage),
        "table_number": figure.source.table_number, "table_title": figure.source.table_title,
        "section": " / ".join(figure.source.section) or None,
        "row_code": figure.code, "row_label": figure.row_label, "row_path": list(figure.row_path),
        "column": figure.column, "column_path": list(figure.column_path), "side": figure.side.value if figure.side else None,
        "measure": figure.measure.value, "value": None if value is None else format(value, "f"), "unit": figure.amount.unit,
        "state": figure.amount.state.value, "reading": figure.reading.value, **place_json(figure.source),
    }  # fmt: skip


def finding_json(finding: Finding, document: Named) -> dict[str, object]:
    """A finding as ``mingzhang check --json`` prints it."""
    return {
        "document": document.name, "rule": finding.rule, "kind": finding.kind, "message": finding.message,
        "printed": list(finding.printed), "computed": finding.computed, "places": [place_json(p) for p in finding.places],
    }  # fmt: skip


def place_text(page: int | None, line_start: int | None, line_end: int | None) -> str:
    """A place in words.

    >>> place_text(None, 829, 829), place_text(None, 1091, 1110), place_text(7, None, None), place_text(None, None, None)
    ('第 829 行', '第 1091–1110 行', '第 7 页', '')
    """
    if page is not None:
        return f"第 {page} 页"
    if line_start is None:
        return ""
    return f"第 {line_start} 行" if line_end in (None, line_start) else f"第 {line_start}–{line_end} 行"


def figure_text(figure: Figure) -> str:
    """A figure as one line of tab-separated text: place, table, row, column, value, reading."""
    source, amount = figure.source, figure.amount
    table = " ".join(part for part in (source.table_number, source.table_title) if part) or " / ".join(source.section) or "正文"
    value = amount.state.value if amount.value is None else f"{amount.value:f} {amount.unit}"
    row = " ".join(part for part in (figure.code, figure.row_label) if part)
    where = place_text(source.page, source.line_start, source.line_end)
    column = figure.column or figure.measure.value
    return printable("\t".join((where, table, row, column, value, figure.reading.value)))


def finding_text(finding: Finding) -> str:
    """A finding as one line: kind, message and the places."""
    places = "、".join(place_text(p.page, p.line_start, p.line_end) for p in finding.places)
    return one_line(f"[{finding.kind}] {finding.message}" + (f"（{places}）" if places else ""))


def citation_text(citation: Citation) -> str:
    """A citation as one line: mark, document, table or section, place."""
    what = citation.table or citation.section or ""
    where = place_text(citation.page, citation.line_start, citation.line_end)
    return one_line(" ".join(part for part in (f"[{citation.id}]", citation.document, what, where) if part))


def answer_text(answer: Answer) -> str:
    """An answer for a terminal: its text, the places it cites, what disagrees, what to ask next."""
    parts = [printable(answer.text)]
    parts += ["\n".join(citation_text(c) for c in answer.citations)]
    parts += ["\n".join(f"⚠ {one_line(f.message)}" for f in answer.findings if f.message not in answer.text)]
    parts += ["接着问：" + " · ".join(one_line(s) for s in answer.suggestions) if answer.suggestions else ""]
    return "\n\n".join(part for part in parts if part)
