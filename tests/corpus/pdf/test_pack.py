"""The real PDFs: every checked figure of their tables is read exactly, from where it is printed, and none is contradicted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from corpus.document import Reading
from corpus.pdf.lexicon import squeeze
from corpus.read.pdf import PdfPages, read_pdf

Key = tuple[int | None, str, str | None, str, tuple[str, ...], str | None, Decimal, str | None]


@cache
def _read(path: Path) -> PdfPages:
    return read_pdf(path.read_bytes(), path.name)


def _printed(pages: PdfPages) -> Iterator[Key]:
    """Every figure of the tables with page, title, code, label, column, side, value and unit."""
    for table in pages.tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.column is not None and cell.reading is Reading.PRINTED:
                    column = table.columns[cell.column]
                    path = tuple(map(squeeze, column.path))
                    side = row.side.value if row.side else None
                    page = pages.lines[cell.line].page
                    yield (
                        page,
                        squeeze(table.title),
                        row.code,
                        squeeze(row.label),
                        path,
                        side,
                        cell.value,
                        column.unit or table.unit,
                    )


def _true(path: Path) -> Iterator[Key]:
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["source"] == "table":
            labels = tuple(map(squeeze, record["column_path"]))
            yield (
                record["page"], squeeze(record["table"]), record["row_code"], squeeze(record["row_label"]), labels, record["side"],
                Decimal(record["value"]), record["unit"],
            )  # fmt: skip


def test_every_checked_figure_is_read_and_none_contradicted(pack: Path, pack_truth: Path) -> None:
    """All files, all layouts: no checked figure is missing, and no other value stands at the place of one."""
    missing: list[Key] = []
    contradicted: list[Key] = []
    checked = 0
    for path in sorted(pack.glob("*.pdf")):
        true = Counter(_true(pack_truth / f"{path.stem}.jsonl"))
        read = Counter(_printed(_read(path)))
        checked += sum(true.values())
        missing.extend((true - read).elements())
        places = {key[:6] for key in true}
        contradicted.extend(key for key in read if key[:6] in places and key not in true)
    assert checked > 2000
    assert missing == []
    assert contradicted == []


def test_every_cell_points_at_its_number(pack: Path) -> None:
    """The line and the offset of each cell hold what the cell prints, on the page where its box lies."""
    for path in sorted(pack.glob("*.pdf")):
        pages = _read(path)
        sizes = {page.number: page for page in pages.pages}
        for cell in (cell for table in pages.tables for row in table.rows for cell in row.cells):
            line = pages.lines[cell.line]
            assert line.text[cell.start :].startswith(cell.printed)
            assert cell.box is not None and line.page is not None
            page = sizes[line.page]
            assert -2 <= cell.box.left < cell.box.right <= page.width + 2
            assert -2 <= cell.box.top < cell.box.bottom <= page.height + 2


def test_the_words_of_the_pages_are_those_another_engine_reads(pack: Path) -> None:
    """No character is lost or invented: each page prints the same characters as pdfium's own text, in whatever order."""
    from pypdfium2 import PdfDocument

    for path in sorted(pack.glob("*.pdf"))[:4]:
        document = PdfDocument(path)
        for number in range(1, len(document) + 1):
            ours = Counter(squeeze("".join(line.text for line in _read(path).lines if line.page == number)))
            theirs = Counter(squeeze(document[number - 1].get_textpage().get_text_range()))
            apart = (theirs - ours) + (ours - theirs)
            assert sum(count for sign, count in apart.items() if sign.isalnum()) <= 0.02 * sum(theirs.values()), (
                path.name,
                number,
            )
        document.close()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_the_same(pack: Path, turn: int) -> None:
    """A page stored turned prints the same lines."""
    import io

    from pypdfium2 import PdfDocument

    path = min(pack.glob("*.pdf"), key=lambda p: p.stat().st_size)
    document = PdfDocument(path)
    for page in document:
        page.set_rotation(turn)
    out = io.BytesIO()
    document.save(out)
    document.close()
    assert read_pdf(out.getvalue(), path.name).lines == _read(path).lines
