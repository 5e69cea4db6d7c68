"""The 数据 and 核验 tabs: filters, order, pages, export, and the printed place behind each number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from assistant.page import browse, export
from assistant.page.browse import PAGE, SORTS, Query
from assistant.page.checked import KINDS
from assistant.page.data import data_html
from assistant.page.texts import texts
from corpus.document import Reading
from index.build import build
from index.ledger import Ledger
from tests.generator.disclosure import generate, random_profile
from tests.page import made
from tests.page.conftest import PHONE, Watched

Visit = Callable[..., Watched]


@pytest.fixture(scope="module")
def ledger(library: Path) -> Ledger:
    return Ledger.open(library)


def test_every_figure_is_on_exactly_one_page(ledger: Ledger) -> None:
    total = len(ledger.figures())
    pages = browse.rows(ledger, Query()).pages
    seen = [key for page in range(1, pages + 1) for key, _ in browse.rows(ledger, Query(page=page)).figures]
    assert len(seen) == len(set(seen)) == total
    assert pages == -(-total // PAGE)
    assert browse.rows(ledger, Query(page=10**6)).figures == browse.rows(ledger, Query(page=pages)).figures


@pytest.mark.parametrize(
    "query",
    [
        Query(issuer=made.ISSUER),
        Query(year=2024),
        Query(stage="决算"),
        Query(item="公务 接待"),
        Query(item="30217"),
        Query(measure="growth"),
        Query(item="50%_"),
    ],
)
def test_filters_keep_what_fits_and_nothing_else(ledger: Ledger, query: Query) -> None:
    def fits(figure: object) -> bool:
        named = [str(getattr(figure, name) or "") for name in ("item", "row_label", "column", "code")]
        return (
            query.issuer in ("", figure.issuer)  # type: ignore[attr-defined]
            and query.year in (None, figure.fiscal_year)  # type: ignore[attr-defined]
            and query.stage in ("", figure.stage)  # type: ignore[attr-defined]
            and query.measure in ("", figure.measure)  # type: ignore[attr-defined]
            and all(any(word in name for name in named) for word in query.item.split())
        )

    assert list(browse.every(ledger, query)) == [f for f in ledger.figures() if fits(f)]


def test_amounts_are_sorted_by_what_they_are_worth(ledger: Ledger) -> None:
    found = [f.amount.value for f in browse.every(ledger, Query(sort="value", descending=True)) if f.amount.unit == "万元"]
    values = [value for value in found if value is not None]
    assert values == sorted(values, reverse=True)


def test_the_export_has_every_digit_and_place(ledger: Ledger, library_client: TestClient) -> None:
    parameters = {"issuer": made.ISSUER, "item": "公务接待费"}
    answer = library_client.get("/mz/export/figures.xlsx", params=parameters)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head] == export.headings(export.FIGURES, texts("zh"))
    at = export.FIGURES.index
    assert [(row[at("value")].value, row[at("value")].number_format, row[at("page")].value) for row in rows] == [
        (1.35, "#,##0.00", 2),
        (1.35, "#,##0.00", 3),
    ]
    assert {row[at("file")].value for row in rows} == {made.NAME}
    listed = list(csv.DictReader(io.StringIO(library_client.get("/mz/export/figures.csv").content.decode("utf-8-sig"))))
    assert [Decimal(row["数值"]) if row["数值"] else None for row in listed] == [f.amount.value for f in ledger.figures()]
    assert library_client.get("/mz/export/figures.exe").status_code == 404


FORMULAS = ("=1+1", "@cmd", "+1", "-1+cmd|' /C calc'!A0", "\t=1", "\r=1", "  =1", "＝1")


@pytest.mark.parametrize("evil", FORMULAS)
def test_text_never_becomes_a_formula(evil: str) -> None:
    row = (evil, Decimal("-3.20"), None, 2024)
    (read,) = list(csv.reader(io.StringIO(export.to_csv("abcd", [row]).decode("utf-8-sig"), newline="")))[1:]
    assert read == [f"'{evil}", "-3.20", "", "2024"]
    cells = load_workbook(io.BytesIO(export.to_xlsx("abcd", [row], "x"))).active[2]
    assert cells[0].data_type == "s"
    assert [(cell.value, cell.data_type) for cell in cells[1:]] == [(-3.2, "n"), (None, "n"), (2024, "n")]


def test_text_never_becomes_markup_in_markdown() -> None:
    row = ("<img src=x>", "a|b\nc", "[x](javascript:1)", "*b* `c`", Decimal("-0.10"), None)
    last = export.to_markdown("abcdef", [row], "# <b>").decode().splitlines()
    assert last[0] == "# \\# &lt;b\\>"
    assert last[-1] == r"| &lt;img src=x\> | a\|b<br>c | \[x\](javascript:1) | \*b\* \`c\` | -0.10 |  |"


def test_numbers_too_long_for_a_spreadsheet_keep_their_digits() -> None:
    cell = load_workbook(io.BytesIO(export.to_xlsx("a", [(Decimal("12345678901234.5678"),)], "x"))).active["A2"]
    assert (cell.value, cell.data_type) == ("12345678901234.5678", "s")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_findings_are_a_file_with_all_their_places(ledger: Ledger, library_client: TestClient, language: str) -> None:
    answer = library_client.get("/mz/export/findings.xlsx", params={"lang": language})
    head, *rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert list(head) == export.headings(export.FINDINGS, texts(language))
    found = ledger.findings()
    at = export.FINDINGS.index
    assert [row[at("message")] for row in rows] == [f.message for f in found]
    assert [len(row[at("places")].splitlines()) for row in rows] == [len(f.places) for f in found]
    assert {row[at("finding")] for row in rows} <= {texts(language).say(f"kind_{kind}") for kind in KINDS}
    errors = library_client.get("/mz/export/findings.csv", params={"kind": "error"}).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(errors, newline="")))) == 1 + sum(f.kind == "error" for f in found)
    assert library_client.get("/mz/export/findings.md").text.count("\n| ") == 1 + len(found)


def test_every_table_is_a_file_row_by_row_with_its_place(ledger: Ledger, library_client: TestClient) -> None:
    for document in ledger.documents():
        for number, table in enumerate(ledger.tables(document.id)[:6]):
            content = library_client.get(f"/mz/export/table/{document.id}/{number}.xlsx").content
            head, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
            assert len(head) == len(table.columns) + 10
            assert [row[2] or "" for row in rows] == [row.label for row in table.rows]
            for row, shown in zip(table.rows, rows, strict=True):
                for cell in row.cells:
                    if cell.column is not None and cell.unit is None:
                        assert Decimal(str(shown[3 + cell.column])) == cell.value
                lines = "".join(line.text for line in ledger.span(document.id, row.first, row.last))
                assert "".join((shown[-3] or "").split()) == "".join(lines.split())
    for path in (f"{document.id}/9999.xlsx", f"{document.id}/0.exe", f"{'0' * 64}/0.csv", f"{document.id}/-1.csv"):
        assert library_client.get(f"/mz/export/table/{path}").status_code == 404


def test_a_sheet_may_be_called_anything() -> None:
    for title in ("收支[总]表/一:二*三?", "长" * 99, "'", "", "a\\b"):
        assert load_workbook(io.BytesIO(export.to_xlsx("a", [("x",)], title))).active["A2"].value == "x"


@pytest.mark.parametrize("sort", SORTS)
def test_any_column_can_be_sorted_by(ledger: Ledger, sort: str) -> None:
    up, down = (list(browse.every(ledger, Query(sort=sort, descending=d))) for d in (False, True))
    assert len(up) == len(down) == len(ledger.figures())
    named = {"item": lambda f: f.item, "issuer": lambda f: f.issuer, "year": lambda f: f.fiscal_year}
    if sort in named:
        assert [named[sort](f) for f in up] == sorted(map(named[sort], up)) == [named[sort](f) for f in reversed(down)]


def test_what_the_print_leaves_open_can_be_looked_at_alone(tmp_path: Path) -> None:
    for seed in (9010, 9015, 9023):
        (tmp_path / f"{seed}.txt").write_text(generate(random_profile(seed)).text, encoding="utf-8")
    build(sorted(tmp_path.glob("*.txt")), tmp_path / "store")
    ledger = Ledger.open(tmp_path / "store")
    found = list(browse.every(ledger, Query(undecided=True)))
    assert found
    assert found == [f for f in ledger.figures() if f.reading is Reading.AMBIGUOUS]
    rows = browse.rows(ledger, Query(undecided=True))
    assert "栏目未定" in data_html(Query(undecided=True), rows, ledger.number, ledger.documents(), (), texts("zh"))


def test_hostile_filters_come_back_as_text(library_client: TestClient) -> None:
    evil = '"><script>window.hit=1</script>'
    for view in ("data", "checked"):
        html = library_client.get(f"/mz/view/{view}", params={"item": evil, "issuer": evil, "kind": evil, "lang": evil}).text
        assert "<script" not in html
    assert "<img src=x" not in library_client.get("/mz/view/checked").text


def test_a_place_of_another_generation_is_not_guessed(ledger: Ledger, library_client: TestClient) -> None:
    assert "1.35" in library_client.get(f"/mz/place/figure/{ledger.number}/{_key(ledger)}").text
    for path in (f"figure/{ledger.number + 1}/1", f"figure/{ledger.number}/999999", f"finding/{ledger.number}/1/99"):
        answer = library_client.get(f"/mz/place/{path}").text
        assert "索引已更新" in answer
        assert "mz-line" not in answer


def _key(ledger: Ledger) -> int:
    return browse.rows(ledger, Query(issuer=made.ISSUER, item="公务接待费")).figures[0][0]


def test_every_place_of_every_finding_opens(ledger: Ledger, library_client: TestClient) -> None:
    html = library_client.get("/mz/view/checked").text
    places = re.findall(r'data-place="([^"]+)"', html)
    assert len(places) == sum(len(f.places) for f in ledger.findings())
    for place in places[::4]:
        assert "mz-cited" in library_client.get(f"/mz/place/{place}").text


@pytest.mark.browser
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_figures_are_filtered_sorted_and_opened(visit: Visit, library_url: str, phone: bool) -> None:
    page = visit(library_url, **({"viewport": PHONE} if phone else {})).page
    page.locator("[data-view=data]").click()
    page.wait_for_selector(".mz-figures")
    page.locator(".mz-paging button").last.click()
    page.wait_for_selector(f".mz-paging span:has-text('第 {PAGE + 1}–')")
    page.locator("select[name=issuer]").select_option(made.ISSUER)
    page.wait_for_function("document.querySelectorAll('.mz-figures tbody tr').length === 7")
    page.locator("[data-sort=value]").click()
    page.wait_for_selector("th[aria-sort=ascending]")
    page.locator("[data-sort=value]").click()
    page.wait_for_selector("th[aria-sort=descending]")
    assert page.locator(".mz-figures td.number").first.inner_text().startswith("4.35")
    page.locator("input[name=item]").press_sequentially("公务接待费")
    page.wait_for_function("document.querySelectorAll('.mz-figures tbody tr').length === 2")
    assert page.locator("input[name=item]").evaluate("e => e === document.activeElement")
    page.locator(".mz-go").first.click()
    page.wait_for_selector(".mz-view-side .mz-cell-mark")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.keyboard.press("Escape")
    assert not page.locator(".mz-view-side").is_visible()
    with page.expect_download() as download:
        page.locator("[data-export=xlsx]").click()
    assert load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active.max_row == 3


@pytest.mark.browser
def test_findings_stand_under_their_document_in_both_languages(visit: Visit, library_url: str, ledger: Ledger) -> None:
    page = visit(library_url).page
    page.locator("[data-view=checked]").click()
    page.wait_for_selector(".mz-checked")
    assert page.locator(".mz-checked li").count() == len(ledger.findings())
    page.locator("select[name=kind]").select_option("error")
    page.wait_for_function("!document.querySelector('.mz-checked li .mz-kind:not(.mz-kind-error)')")
    with page.expect_download() as download:
        page.locator("[data-export=csv]").click()
    read = csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"), newline=""))
    assert len(list(read)) == 1 + sum(f.kind == "error" for f in ledger.findings())
    page.locator(".mz-go").first.click()
    page.wait_for_selector(".mz-view-side .mz-cited")
    page.get_by_text("English").click()
    page.wait_for_selector(".mz-filters span:has-text('Department')")
    page.locator("[data-view=talk]").click()
    assert page.locator("#mz-box textarea").is_visible()
