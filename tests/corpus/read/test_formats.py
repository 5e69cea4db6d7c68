"""One disclosure in every format: its figures come back equal, each with a quote that stands at its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.document import Document
from corpus.figures import figures
from corpus.read import read_bytes
from tests.corpus.read.made import Sheaf, as_pdf, as_sheets, as_web, as_word, read_back, sheaf

RENDER: dict[str, Callable[[Sheaf], bytes]] = {"docx": as_word, "xlsx": as_sheets, "html": as_web, "pdf": as_pdf}


@pytest.mark.parametrize("ending", RENDER)
@pytest.mark.parametrize(("seed", "family"), [(1, "eleven"), (2, "nine"), (3, "open")])
def test_every_number_comes_back_at_its_place(ending: str, seed: int, family: str) -> None:
    made = sheaf(seed, family, tables=6)
    document = read_bytes(RENDER[ending](made), f"公开.{ending}")
    assert read_back(document) == made.truth
    assert (document.paged, document.name) == (ending in ("pdf", "xlsx"), f"公开.{ending}")
    standing(document)


def standing(document: Document) -> None:
    """Every figure's quote stands at its place, and its number in the quote or the lines of the place."""
    squeezed = {(line.page, line.number): "".join(line.text.split()) for line in document.lines}
    found = figures(document)
    assert found
    for figure in found:
        source = figure.source
        if document.paged:
            text = "".join(text for (page, _), text in squeezed.items() if page == source.page)
        else:
            assert source.line_start and source.line_end
            text = "".join(squeezed[None, number] for number in range(source.line_start, source.line_end + 1))
        assert text
        quote = "".join(source.quote.split())
        assert quote in text or all("".join(part.split()) in text for part in source.quote.split()), (source, text)


def test_prose_is_read_too() -> None:
    for ending, render in RENDER.items():
        document = read_bytes(render(sheaf(4, tables=1)), f"a.{ending}")
        told = [f for f in figures(document) if f.item == "三公经费" and f.source.table_title is None]
        assert [str(f.amount.value) for f in told] == ["8.30"], ending
        assert told[0].source.section[0].startswith("第三部分")
