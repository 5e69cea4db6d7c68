"""The whole table behind a citation: the right table, row and columns, and a head that says what stands under what."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.page.desk import Desk
from assistant.page.session import Session
from assistant.page.texts import texts
from assistant.page.whole import Place, find, parsed, whole_html
from corpus.amount import parse_number
from corpus.document import Cell, Column, Reading, Row, Side, Table
from tests.page import made
from tests.page.conftest import PHONE, Watched
from tests.page.standin import EVIL

Visit = Callable[..., Watched]
ZH = texts("zh")
ASKED = (
    "三公经费 2024年多少", "吉木萨尔县 2024年行政运行多少", "吉木萨尔县 2024年基本工资多少",
    "吉木萨尔县 2024年公务用车运行费多少", "昌吉市 2020年一般公共预算拨款多少",
    "云山县档案局 2023年公务接待费多少",
)  # fmt: skip


def _cell(value: str, column: int | None, candidates: tuple[int, ...] = ()) -> Cell:
    reading = Reading.PRINTED if column is not None else Reading.AMBIGUOUS
    return Cell(Decimal(value.replace(",", "")), value, column, reading, 0, 0, candidates)


def _table(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> Table:
    return Table("表1", "收支表", None, "万元", columns, rows, 0, 9)


@pytest.mark.parametrize("question", ASKED)
def test_each_cited_table_opens_at_the_numbers_of_the_answer(
    library_desk: Desk, library_client: TestClient, question: str
) -> None:
    session = Session()
    library_desk.begin(session, question)
    library_desk.answer(session)
    answer = session.turns[-1].answer
    assert answer
    assert answer.figures
    printed = [c for c in answer.citations if c.table]
    assert printed, answer.text
    first = answer.figures[0]
    for citation in printed:
        panel = library_desk.source(session, 1, citation.id)
        (address,) = re.findall(r'data-whole="([^"]+)"', panel)
        page = library_client.get(f"/{address.replace('&amp;', '&')}&lang=zh").text
        assert (citation.table or "").split(" ")[-1] in page
        boxed = [parse_number(number) for number in re.findall(r'mz-whole-cell"><b>([^<]+)</b>', page)]
        assert set(boxed) <= {f.value for f in answer.figures}
        if citation.id == first.citations[0]:
            assert first.value in boxed, "the figure asked for is boxed in its own table"
            assert 'aria-current="true"' in page


def test_every_printed_number_of_a_document_is_in_its_tables(
    sample_store: object, library_client: TestClient, library_desk: Desk
) -> None:
    ledger = library_desk.ledger()
    for record in ledger.documents():
        for number, table in enumerate(ledger.tables(record.id)):
            page = library_client.get(f"/mz/table/{record.id}/{number}?lang=zh").text
            shown = re.findall(r'class="number[^"]*">(?:<b>)?([^<]+)<', page)
            cells = [c.printed for row in table.rows for c in row.cells]
            assert sorted(" ".join(shown).split()) == sorted(" ".join(cells).split()), (record.name, table.title)


def test_an_unknown_document_or_table_is_not_found(library_client: TestClient, library_desk: Desk) -> None:
    known = library_desk.ledger().documents()[0].id
    for path in (f"{known}/999", f"{known}/-1", f"{'0' * 64}/0", "x/0"):
        assert library_client.get(f"/mz/table/{path}").status_code == 404


@given(rows=st.text(max_size=20), cells=st.text(max_size=20))
def test_forged_marks_mark_nothing_or_numbers(rows: str, cells: str) -> None:
    place = parsed(0, rows, cells)
    assert all(isinstance(n, int) for n in place.rows)
    table = _table((Column(("合计",)),), (Row("甲", ("甲",), None, None, (_cell("1.00", 0),), 0, 0),))
    assert "1.00" in whole_html(table, place, ZH)


def test_labels_stand_over_what_they_share() -> None:
    columns = tuple(Column(path) for path in (("合计",), ("基本支出", "人员经费"), ("基本支出", "公用经费"), ("项目支出",)))
    row = Row("行政运行", ("行政运行",), "2011301", None, (_cell("3.00", 0), _cell("2.00", 1)), 0, 0)
    html = whole_html(_table(columns, (row,)), Place(0, (0,), ((0, 1),)), ZH)
    head = html[html.index("<thead>") : html.index("</thead>")]
    assert re.findall(r'<th scope="colgroup"[^>]*>([^<]+)', head) == ["基本支出"]
    assert 'colspan="2"' in head
    assert re.findall(r'<th scope="col"[^>]* rowspan="2">([^<]+)', head)[-2:] == ["合计", "项目支出"]
    assert re.findall(r'class="mz-whole-column"[^>]*>([^<]+)', head) == ["基本支出", "人员经费"]
    assert 'mz-whole-cell"><b>2.00</b>' in html
    assert html.count("<tr") == 3


def test_two_columns_of_the_same_name_stay_two() -> None:
    columns = (Column(("决算数",)), Column(("决算数",)))
    html = whole_html(_table(columns, ()), Place(0), ZH)
    assert html.count(">决算数<") == 2
    assert "colspan" not in html


def test_the_sides_of_a_table_are_two_tables_and_open_numbers_have_a_place() -> None:
    columns = (Column(("预算数",), Side.REVENUE), Column(("预算数",), Side.EXPENDITURE))
    rows = (
        Row("本年收入", ("本年收入",), None, Side.REVENUE, (_cell("8.00", 0),), 0, 0),
        Row("本年支出", ("本年支出",), None, Side.EXPENDITURE, (_cell("7.00", 1), _cell("1.00", None, (0, 1))), 0, 0, total=True),
    )
    html = whole_html(_table(columns, rows), Place(0), ZH)
    assert re.findall("<caption>([^<]+)", html) == ["收入", "支出"]
    revenue, expenditure = html.split("<caption>")[1:]
    assert "8.00" in revenue
    assert "7.00" not in revenue
    assert ZH.say("whole_open") in expenditure
    assert ZH.say("whole_open") not in revenue


def test_labels_of_documents_are_escaped() -> None:
    row = Row(EVIL, (EVIL,), EVIL, None, (_cell("1.00", 0),), 0, 0)
    table = Table(EVIL, EVIL, None, EVIL, (Column((EVIL, EVIL)),), (row,), 0, 0, notes=(EVIL,))
    html = whole_html(table, Place(0, (0,), ((0, 0),)), ZH)
    assert "<script" not in html
    assert "<img" not in html


def test_prose_has_no_table(library_desk: Desk) -> None:
    assistant = library_desk.assistant()
    answer = assistant.ask("吉木萨尔县商务和工业信息化局的主要职能是什么")
    assert answer.citations
    assert all(find(assistant.ledger, c, (), ()) is None for c in answer.citations if c.table is None)


def test_the_row_of_a_pdf_is_found_on_its_page(library_desk: Desk) -> None:
    answer = library_desk.assistant().ask("云山县档案局 2023年公务接待费多少")
    cited = next(c for c in answer.citations if c.table)
    assert cited.document == made.NAME
    assert cited.page
    figure = answer.figures[0]
    place = find(library_desk.ledger(), cited, {figure.value}, {(figure.item, figure.column)})
    assert place
    table = library_desk.ledger().tables(cited.document_id)[place.table]
    assert [table.rows[r].cells[0].printed for r in place.rows] == ["4.35"]
    assert [(r, table.columns[c].label) for r, c in place.cells] == [(place.rows[0], "公务接待费")]


NOTHING_SHOWN = "document.querySelector('.mz-paper img').naturalWidth === 0"
SHOWN = "document.querySelector('.mz-paper img').naturalWidth > 0"


@pytest.mark.browser
def test_the_panel_shows_one_place_at_a_time(visit: Visit, library_url: str) -> None:
    watched = visit(library_url)
    page = watched.page
    watched.ask("云山县档案局 2023年公务接待费多少")
    page.wait_for_function(SHOWN)
    page.locator(".mz-whole-button").click()
    page.wait_for_selector("td.mz-whole-cell")
    assert page.locator("td.mz-whole-cell").all_inner_texts() == ["1.35"]
    assert page.locator("thead .mz-whole-column").inner_text() == "公务接待费"
    assert not page.locator(".mz-sheet").is_visible()
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/mz/page/**", hold)
    page.get_by_text("[2]", exact=True).first.click()
    page.wait_for_selector(".mz-source-bar .mz-id:text-is('[2]')")
    page.wait_for_selector(".mz-sheet", state="visible")
    assert page.locator(".mz-whole").count() == 0, "another place begins with what is printed"
    assert page.evaluate(NOTHING_SHOWN), "a page is never shown under another page's number and marks"
    for route in held:
        route.continue_()
    page.unroute("**/mz/page/**")
    page.wait_for_function(SHOWN)
    held.clear()
    page.route("**/mz/page/**", hold)
    page.get_by_role("button", name="上一页").click()
    assert page.evaluate(NOTHING_SHOWN)
    for route in held:
        route.continue_()
    page.unroute("**/mz/page/**")
    page.wait_for_function(SHOWN)
    assert page.locator(".mz-page-number").inner_text() == "2 / 3"


@pytest.mark.browser
def test_the_whole_table_scrolls_on_a_phone_under_its_head(visit: Visit, library_url: str) -> None:
    watched = visit(library_url, PHONE, has_touch=True, is_mobile=True)
    page = watched.page
    watched.ask("吉木萨尔县 2024年行政运行多少")
    page.locator(".mz-figure .mz-mark").first.tap()
    page.locator(".mz-whole-button").tap()
    page.wait_for_selector(".mz-whole-row")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.wait_for_function(
        """() => { const box = document.querySelector('.mz-whole').getBoundingClientRect();
        const row = document.querySelector('.mz-whole-row .mz-whole-label').getBoundingClientRect();
        const head = document.querySelector('.mz-whole thead').getBoundingClientRect();
        return row.top >= head.bottom - 1 && row.bottom <= box.bottom && head.top >= box.top - 1 && row.left >= box.left - 1; }"""
    )
