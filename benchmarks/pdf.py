"""Real PDFs from bytes to checked figures, a page, against pdfplumber's words and tables and against PDFium's bare text.

Runs where the disclosure pack stands beside the checkout and pdfplumber is installed; yields nothing elsewhere.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from benchmarks.ratio import Ratio, best_of
from corpus.checks import check
from corpus.figures import figures
from corpus.read import read_bytes

FILES = 2
LIMIT = 1 / 3


def measure() -> Iterator[Ratio]:
    """Two ratios a file: ours against pdfplumber (at most a third) and against the text layer alone (the floor, without a limit)."""
    if importlib.util.find_spec("pdfplumber") is None:
        return
    for path in sorted(_pack().glob("*.pdf"), key=lambda p: p.stat().st_size)[:FILES]:
        data = path.read_bytes()
        ours, plumber, bare = best_of(2, _ours(data, path.name), _plumber(data), _bare(data))
        yield Ratio(f"read and check {path.stem} / pdfplumber words and tables", ours, plumber, LIMIT)
        yield Ratio(f"read and check {path.stem} / bare text", ours, bare)


def _pack() -> Path:
    named = os.environ.get("MINGZHANG_PDF_PACK")
    beside = Path(__file__).parents[2].glob("*/disclosures/pdf")
    return Path(named) if named else next(iter(beside), Path("no-pack"))


def _ours(data: bytes, name: str) -> Callable[[], object]:
    def job() -> object:
        document = read_bytes(data, name)
        return check(document, figures(document))

    return job


def _plumber(data: bytes) -> Callable[[], object]:
    def job() -> object:
        import pdfplumber

        with pdfplumber.open(BytesIO(data)) as document:
            return [(page.extract_words(), page.extract_tables()) for page in document.pages]

    return job


def _bare(data: bytes) -> Callable[[], object]:
    def job() -> object:
        from pypdfium2 import PdfDocument

        document = PdfDocument(data)
        texts = [page.get_textpage().get_text_range() for page in document]
        document.close()
        return texts

    return job
