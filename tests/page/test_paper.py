"""A citation into a PDF opens the printed page with its number boxed."""

from __future__ import annotations

import struct
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.page.paper import WIDTHS, page_size
from assistant.page.printed import printed
from corpus.errors import DamagedFile
from tests.page import made
from tests.page.conftest import PHONE, Watched

Visit = Callable[..., Watched]
QUESTION = f"{made.ISSUER} 2023年公务接待费多少"


@pytest.fixture(scope="module")
def assistant(library: Path) -> Assistant:
    return Assistant.open(library)


def test_the_number_is_boxed_in_the_table_and_in_the_sentence(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    assert [c.page for c in answer.citations] == [2, 3]
    table, sentence = (printed(assistant.ledger, c, {f.value for f in answer.figures}) for c in answer.citations)
    (cell,), (row,) = table.cells, table.rows
    assert made.XS[4] < cell.left < cell.right < made.XS[5]
    assert row.left < made.XS[1]
    assert row.right == cell.right
    (number,), (words,) = sentence.cells, sentence.rows
    assert 80 < words.top < number.top + 2 < 95
    assert words.left <= number.left < number.right < words.right


@pytest.mark.usefixtures("chinese_font")
def test_the_sentence_is_marked_from_the_words_before_its_number(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    sentence = printed(assistant.ledger, answer.citations[1], {f.value for f in answer.figures})
    assert sentence.rows[0].left < sentence.cells[0].left


def test_a_number_that_the_row_prints_twice_is_boxed_only_where_it_is_meant(assistant: Assistant) -> None:
    citation = assistant.ask(QUESTION).citations[0]
    assert printed(assistant.ledger, citation, {Decimal("0.00")}).cells == ()
    (cell,) = printed(assistant.ledger, citation, {Decimal("0.00")}, {("公务用车购置费", "公务用车购置费")}).cells
    assert made.XS[2] < cell.left < cell.right < made.XS[3]


def test_no_value_boxes_nothing_but_marks_the_row(assistant: Assistant) -> None:
    citation = assistant.ask(QUESTION).citations[0]
    place = printed(assistant.ledger, citation, {Decimal("77")})
    assert place.cells == ()
    assert len(place.rows) == 1


def test_pictures_come_in_the_widths_offered_and_by_id_only(library_client: TestClient, assistant: Assistant) -> None:
    document = next(d for d in assistant.documents() if d.paged)
    for asked, width in ((1, WIDTHS[0]), (WIDTHS[0] + 1, WIDTHS[1])):
        picture = library_client.get(f"/mz/page/{document.id}/2?width={asked}")
        assert picture.headers["content-type"] == "image/png"
        assert struct.unpack(">I", picture.content[16:20]) == (width,)
        assert len(picture.content) < 200_000
    for path in (
        f"page/{document.id}/0", f"page/{document.id}/4", f"page/{document.id}/x", f"page/{'0' * 64}/1", "page/..%2F..%2FCURRENT/1",
        "original/..%2FCURRENT", f"original/{document.id[:20]}",
    ):  # fmt: skip
        assert library_client.get(f"/mz/{path}").status_code in (404, 422)


def test_a_text_has_no_pictures(library_client: TestClient, assistant: Assistant) -> None:
    document = next(d for d in assistant.documents() if not d.paged)
    assert library_client.get(f"/mz/page/{document.id}/1").status_code == 404
    with pytest.raises(DamagedFile):
        page_size(assistant.ledger.store.original(document.id), 1)


def test_the_original_is_downloaded_as_it_was_and_never_shown(library_client: TestClient, assistant: Assistant) -> None:
    document = next(d for d in assistant.documents() if d.paged)
    answer = library_client.get(f"/mz/original/{document.id}")
    assert answer.content == assistant.ledger.store.original(document.id).read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


VISIBLE = """() => {
  const cell = document.querySelector('.mz-cell-mark').getBoundingClientRect(), desk = document.querySelector('.mz-desk').getBoundingClientRect();
  return cell.width > 4 && cell.top >= desk.top && cell.bottom <= desk.bottom && cell.left >= desk.left && cell.right <= desk.right + 1;
}"""


def _loaded(page: Any) -> None:
    page.wait_for_function(
        "() => { const i = document.querySelector('.mz-paper img'); return i && i.complete && i.naturalWidth > 0; }"
    )


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "size"), [("light", None), ("dark", PHONE)], ids=["desk", "phone"])
def test_a_mark_opens_the_printed_page(visit: Visit, library_url: str, scheme: str, size: dict[str, int] | None) -> None:
    watched = visit(library_url, **({"viewport": size} if size else {}), color_scheme=scheme)
    watched.ask(QUESTION)
    page = watched.page
    page.locator(".mz-figure .mz-mark").first.click()
    _loaded(page)
    page.wait_for_function(VISIBLE)
    assert page.locator(".mz-cell-mark").bounding_box()["height"] >= 12, "the number can be read without zooming"
    page.locator("[data-sheet='larger']").click()
    page.wait_for_selector(".mz-paper img[src$='width=1800']")
    page.wait_for_function(VISIBLE)
    page.locator("[data-sheet='on']").click()
    page.wait_for_selector(".mz-paper img[src*='/3?']")
    assert page.locator(".mz-page-number").inner_text() == "3 / 3"
    assert page.locator("[data-sheet='on']").is_disabled()
    assert not page.locator(".mz-marks").is_visible()
    page.locator("[data-sheet='home']").click()
    page.wait_for_selector(".mz-paper img[src*='/2?']")
    assert page.locator(".mz-cell-mark").is_visible()
    page.locator(".mz-folded summary").click()
    assert "1.35" in page.locator(".mz-line.mz-quoted").first.inner_text()
    with page.expect_download() as download:
        page.locator(".mz-original").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
