"""Where words stand on a page of a PDF: for citations of sentences, which have no box of their own."""

from __future__ import annotations

from ctypes import byref, c_int
from typing import TYPE_CHECKING, Any

from assistant.page.paper import GATE
from corpus.amount import NUMBER, parse_number
from corpus.document import Box

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal
    from pathlib import Path

_FINE = 20
"""Steps a point is divided into when PDFium maps places to whole numbers."""
Boxes = tuple[Box, ...]


def words_on(file: Path, number: int, quote: str, values: Collection[Decimal]) -> tuple[Boxes, Boxes]:
    """Boxes of the quote's lines on a page, and of those of ``values`` that the quote prints exactly once.

    Both are empty where the page cannot be read or does not print the quote in one piece.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    with GATE:
        try:
            with PdfDocument(file) as document:
                page = document[number - 1]
                text = page.get_textpage()
                span = _find(text.get_text_range(), quote)
                if span is None:
                    return (), ()
                start, words = span
                numbers = [(start + at, length) for at, length in _once(words, values)]
                return _rectangles(page, text, start, len(words)), tuple(
                    box for at, length in numbers for box in _rectangles(page, text, at, length)
                )
        except (PdfiumError, OSError):
            return (), ()


def _find(printed: str, quote: str) -> tuple[int, str] | None:
    """The characters that make up the quote, white space aside: where they begin, and themselves."""
    places = [i for i, c in enumerate(printed) if not c.isspace()]
    squeezed, wanted = "".join(printed[i] for i in places), "".join(quote.split())
    at = squeezed.find(wanted)
    if not wanted or at < 0 or squeezed.find(wanted, at + 1) >= 0:
        return None
    first, last = places[at], places[at + len(wanted) - 1]
    return first, printed[first : last + 1]


def _once(words: str, values: Collection[Decimal]) -> list[tuple[int, int]]:
    found = [(parse_number(m[0]), m.start(), len(m[0])) for m in NUMBER.finditer(words)]
    read = [value for value, _, _ in found]
    return [(at, length) for value, at, length in found if value in values and read.count(value) == 1]


def _rectangles(page: Any, text: Any, start: int, length: int) -> Boxes:
    return tuple(_shown(page, *text.get_rect(i)) for i in range(text.count_rects(start, length)))


def _shown(page: Any, left: float, bottom: float, right: float, top: float) -> Box:
    """A rectangle of the stored page as viewers show it, turned and cropped as the file says."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    corners = []
    for x, y in ((left, top), (right, bottom)):
        across, down = c_int(), c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, round(width * _FINE), round(height * _FINE), 0, x, y, byref(across), byref(down))
        corners.append((across.value / _FINE, down.value / _FINE))
    (x1, y1), (x2, y2) = corners
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
