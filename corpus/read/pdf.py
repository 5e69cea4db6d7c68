"""PDF files with a text layer: lines in reading order and tables read by geometry."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.document import Line, Table
from corpus.errors import DamagedFile

if TYPE_CHECKING:
    from corpus.pdf.document import PageFacts
    from corpus.pdf.raw import RawTable

MAX_PAGES = 3000
"""More pages than any disclosure has."""
_FEW, _CAPTION = 8, 150
"""Characters below which a page counts as empty, or as the caption of a picture."""
_SMALL, _LARGE = 0.02, 0.35
"""Shares of the page: a picture larger than a seal, one that may hold a table."""
_OUTLINES = 300
"""Drawn paths of a page without text above which they are taken for letters."""


@dataclass(frozen=True, slots=True)
class PdfPages:
    """A PDF as read.

    lines     all printed lines in reading order, each with its page and its number within the page; a row of a table is one line
    tables    the tables, with indices into ``lines``
    raw       the same tables as printed, before anything is interpreted
    pages     facts about each page
    scanned   numbers of pages that print something but have no usable text layer: they need OCR
    in_table  indices of the lines that belong to tables (headers included, captions not)
    """

    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    raw: tuple[RawTable, ...]
    pages: tuple[PageFacts, ...]
    scanned: tuple[int, ...]
    in_table: frozenset[int]


def read_pdf(data: bytes, name: str) -> PdfPages:
    """Read the bytes of a PDF called ``name``. Raises DamagedFile: encrypted, truncated, no PDF at all, or too many pages."""
    from pypdfium2 import PdfDocument, PdfiumError

    from corpus.pdf.convert import convert
    from corpus.pdf.document import read_pages

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise DamagedFile(name, _reason(str(error)), "请用能打开的原文件再试") from error
    try:
        if len(document) > MAX_PAGES:
            raise DamagedFile(name, f"有 {len(document)} 页，超过上限 {MAX_PAGES} 页", "请拆分后再试")
        reading = read_pages(document)
    except PdfiumError as error:
        raise DamagedFile(name, "页面内容损坏，读不完整", "请重新下载后再试") from error
    finally:
        document.close()
    identity = hashlib.sha256(data).hexdigest()
    tables = tuple(convert(raw, reading.lines, reading.pages, identity) for raw in reading.tables)
    inside = frozenset(line for raw in reading.tables for line in raw.inside)
    return PdfPages(
        reading.lines, tables, reading.tables, reading.pages, tuple(p.number for p in reading.pages if _scanned(p)), inside
    )


def _scanned(page: PageFacts) -> bool:
    """Whether a page shows something that its text layer does not tell: a picture of text, text drawn as shapes, a font without names."""
    readable = page.characters - page.unreadable
    drawn = page.pictured > _SMALL or page.shapes > _OUTLINES
    covered = page.pictured > _LARGE and readable < _CAPTION
    return (readable < _FEW and drawn) or covered or page.unreadable * 5 > page.characters


def _reason(message: str) -> str:
    if "assword" in message or "ecurity" in message:
        return "文件加了密码，打不开"
    return "不是完整的 PDF 文件"
