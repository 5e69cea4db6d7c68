"""Picked figures beside each other: what is computed and what is not, its like elsewhere, the line over the years, the files."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant import Assistant, Conversation
from assistant.formula import evaluate
from assistant.page import browse
from assistant.page.alike import ISSUERS, YEARS, alike
from assistant.page.browse import Query
from assistant.page.compare import compare
from assistant.page.desk import Desk
from assistant.page.export import PICKED, headings
from assistant.page.texts import texts
from corpus.amount import Amount, State
from corpus.document import Reading, Source
from corpus.figure import Figure, Measure
from index.build import build
from index.ledger import Ledger
from tests.page import made
from tests.page.conftest import PHONE, Watched, application, serving

Visit = Callable[..., Watched]
PAPERS = (
    (made.ISSUER, 2021, "2.00", "4.00"), (made.ISSUER, 2022, "1.50", "4.00"), (made.ISSUER, 2024, "1.35", "3.00"),
    (made.OTHER, 2024, "0.45", "6.00"),
)  # fmt: skip


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one department in three years and of another in one."""
    folder = tmp_path_factory.mktemp("years")
    for number, (issuer, year, visits, cars) in enumerate(PAPERS):
        (folder / f"{number}.pdf").write_bytes(made.pdf(issuer, year, visits, cars))
    build(sorted(folder.glob("*.pdf")), folder / "store")
    return folder / "store"


@pytest.fixture(scope="module")
def ledger(years: Path) -> Ledger:
    return Ledger.open(years)


@pytest.fixture(scope="module")
def desk(years: Path) -> Desk:
    return Desk(lambda: Assistant.open(years), Conversation)


@pytest.fixture(scope="module")
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(application(desk), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def years_url(desk: Desk, chromium: Any) -> Iterator[str]:
    with serving(desk) as url:
        yield url


def _figure(value: str | None, year: int = 2024, **other: Any) -> Figure:
    unit, state = other.pop("unit", "万元"), State.STATED if value is not None else State.BLANK
    amount = Amount(None if value is None else Decimal(value), unit, state)
    source = Source("ab" * 32, page=1, quote="公务接待费")
    told: dict[str, Any] = {"issuer": "甲局", "stage": "预算", "item": "公务接待费", "measure": Measure.LEVEL, **other}
    return Figure("ab" * 32, fiscal_year=year, row_label=told["item"], amount=amount, source=source, **told)


def _compared(*figures: Figure) -> tuple[Any, str]:
    comparison = compare(list(enumerate(figures)))
    return comparison.rows, comparison.why_not


def test_years_of_one_item_come_in_order_with_their_growth() -> None:
    (first, second), _ = _compared(_figure("8.30"), _figure("10.40", 2023))
    assert [first.figure.fiscal_year, second.figure.fiscal_year] == [2023, 2024]
    assert (first.difference, first.ratio, first.growth) == (None, None, None)
    assert (second.difference.value, second.difference.formula) == (Decimal("-2.10"), "8.30 − 10.40")
    assert (second.ratio.value, second.ratio.formula) == (Decimal("0.80"), "8.30 ÷ 10.40")
    assert (second.growth.value, second.growth.formula) == (Decimal("-20.19"), "(8.30 − 10.40) ÷ 10.40 × 100%")


def test_departments_stay_in_the_order_in_which_they_were_picked_and_have_no_growth() -> None:
    (_, second), _ = _compared(_figure("8.30"), _figure("4.15", 2023, issuer="乙局"))
    assert second.figure.issuer == "乙局"
    assert second.growth is None
    assert second.ratio.value == Decimal("0.50")


def test_a_budget_and_an_account_have_no_growth() -> None:
    (_, second), _ = _compared(_figure("8.30", 2023), _figure("4.15", stage="决算"))
    assert second.growth is None


def test_another_unit_is_converted_and_said() -> None:
    (_, second), _ = _compared(_figure("2.30"), _figure("15000", unit="元", issuer="乙局"))
    assert (second.converted.value, second.converted.formula) == (Decimal("1.5"), "15000 元")
    assert second.difference.formula == "1.5 − 2.30"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (_figure(None), "compare_blank"),
        (_figure("3", reading=Reading.AMBIGUOUS), "compare_undecided"),
        (_figure("3", measure=Measure.SHARE, unit="%"), "compare_measures"),
        (_figure("3", unit="辆"), "compare_units"),
    ],
)
def test_what_cannot_be_computed_is_not_and_why_is_said(other: Figure, why: str) -> None:
    rows, why_not = _compared(_figure("8.30"), other)
    assert why_not == why
    assert all(row.difference is None for row in rows)
    assert texts("zh").say(why)
    assert texts("en").say(why)


def test_changes_are_not_subtracted_again_and_shares_in_points_only() -> None:
    assert _compared(*(_figure(v, measure=Measure.CHANGE, direction="减少") for v in ("1", "2")))[1] == "compare_changes"
    (_, second), _ = _compared(*(_figure(v, y, measure=Measure.SHARE, unit="%") for v, y in (("10.5", 2023), ("12.0", 2024))))
    assert (second.difference.value, second.difference.unit, second.ratio, second.growth) == (
        Decimal("1.5"),
        "个百分点",
        None,
        None,
    )


amounts = st.decimals(-(10**9), 10**9, places=2)


@given(st.lists(st.tuples(amounts, st.sampled_from(["元", "万元", "亿元"]), st.integers(2015, 2026)), min_size=2, max_size=6))
def test_every_formula_gives_the_value_beside_it(told: list[tuple[Decimal, str, int]]) -> None:
    rows, _ = _compared(*(_figure(str(value), year, unit=unit) for value, unit, year in told))
    for row in rows[1:]:
        for result in (row.difference, row.ratio, row.growth):
            if result is not None:
                computed, _ = evaluate(result.formula)
                assert abs(computed - result.value) <= (Decimal(0) if result is row.difference else Decimal("0.005"))


def _keyed(ledger: Ledger, issuer: str, year: int) -> tuple[int, Figure]:
    found = browse.rows(ledger, Query(issuer=issuer, year=year, item="公务接待费", measure="level")).figures
    return next((key, figure) for key, figure in found if figure.form)


def test_the_like_of_a_figure_is_found_in_other_years_and_departments(ledger: Ledger) -> None:
    keyed = _keyed(ledger, made.ISSUER, 2024)
    found = alike(ledger, *keyed, YEARS)
    assert [(f.fiscal_year, str(f.amount.value)) for _, f in found.figures] == [(2021, "2.00"), (2022, "1.50"), (2024, "1.35")]
    found = alike(ledger, *keyed, ISSUERS)
    assert [(f.issuer, str(f.amount.value)) for _, f in found.figures] == [(made.ISSUER, "1.35"), (made.OTHER, "0.45")]
    found = alike(ledger, *_keyed(ledger, made.OTHER, 2024), ISSUERS)
    assert [f.issuer for _, f in found.figures] == [made.OTHER, made.ISSUER]
    assert found.left_out == 0


@pytest.mark.parametrize(
    "change",
    [
        {"item": "会议费"}, {"fund": "政府性基金预算"}, {"kind": "项目支出"}, {"row_path": ("下属单位",)}, {"column": "上年数", "column_path": ("上年数",)},
        {"measure": Measure.COUNT}, {"form": "another"}, {"stage": "决算"}, {"value_year": 2020},
    ],
)  # fmt: skip
def test_what_is_another_thing_has_no_like(ledger: Ledger, change: dict[str, Any]) -> None:
    key, figure = _keyed(ledger, made.ISSUER, 2024)
    assert len(alike(ledger, key, replace(figure, **change), YEARS).figures) == 1


def _picked(client: TestClient, path: str, *keyed: tuple[int, Figure], **more: str) -> Any:
    keys = " ".join(str(key) for key, _ in keyed)
    return client.get(f"/mz/{path}", params={"keys": keys, **more})


def test_the_panel_shows_the_line_with_its_gap_and_the_numbers_beside_it(client: TestClient, ledger: Ledger) -> None:
    answer = _picked(client, "compare", _keyed(ledger, made.ISSUER, 2024), generation=str(ledger.number), vary=YEARS)
    told = json.loads(unescape(re.findall(r'data-chart="([^"]+)"', answer.text)[0]))
    assert told["labels"] == ["2021", "2022", "2023", "2024"]
    assert [line["said"] for line in told["lines"]] == [["2.00", "1.50", None, "1.35"]]
    assert re.findall(r'<td class="number">([\d.]+)', answer.text) == ["2.00", "1.50", "1.35"]
    assert "(1.35 − 2.00) ÷ 2.00 × 100%" in answer.text


def test_a_comparison_of_another_generation_is_not_guessed(client: TestClient, ledger: Ledger) -> None:
    keyed = _keyed(ledger, made.ISSUER, 2024)
    assert "索引已更新" in _picked(client, "compare", keyed, generation=str(ledger.number + 1)).text
    assert _picked(client, "export/picked.csv", keyed, generation=str(ledger.number + 1)).status_code == 404
    assert "索引已更新" in client.get("/mz/compare", params={"generation": ledger.number, "keys": "x 99999999 -1"}).text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_comparison_is_a_file_too(client: TestClient, ledger: Ledger, language: str) -> None:
    keyed = (_keyed(ledger, made.ISSUER, 2021), _keyed(ledger, made.ISSUER, 2024))
    answer = _picked(client, "export/picked.xlsx", *keyed, generation=str(ledger.number), lang=language)
    head, first, second = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert list(head) == headings(PICKED, texts(language))
    cell = dict(zip(PICKED, second, strict=True))
    assert (cell["value"], cell["difference"], cell["growth"], cell["page"]) == (1.35, -0.65, -32.5, 2)
    assert "1.35 − 2.00 = -0.65" in cell["formulas"]
    assert dict(zip(PICKED, first, strict=True))["difference"] is None
    markdown = _picked(client, "export/picked.md", *keyed, generation=str(ledger.number), lang=language).text
    assert markdown.count("\n| ") == 3
    assert "1.35 − 2.00 = -0.65" in markdown


@pytest.mark.browser
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_rows_are_picked_compared_drawn_and_saved(visit: Visit, years_url: str, phone: bool) -> None:
    page = visit(years_url, **({"viewport": PHONE} if phone else {})).page
    page.locator("[data-view=data]").click()
    page.locator("input[name=item]").fill("公务接待费")
    page.wait_for_function("document.querySelectorAll('.mz-figures tbody tr').length === 8")
    before = page.locator(".mz-figures tbody").element_handle()
    page.locator("select[name=measure]").select_option("level")
    page.wait_for_function("old => !old.isConnected", arg=before)
    table = page.locator("tr", has=page.locator(".mz-go", has_text="情况表"))
    table.locator("[data-pick]").first.focus()
    page.keyboard.press("Space")
    page.locator("[data-picks=years]").click()
    page.wait_for_selector("mz-chart canvas")
    assert page.evaluate("document.querySelector('mz-chart').chart.data.datasets[0].said") == ["2.00", "1.50", None, "1.35"]
    drawn = "document.querySelector('mz-chart canvas').toDataURL()"
    light = page.evaluate(drawn)
    page.evaluate("window.mingzhang.switchTheme()")
    page.wait_for_function(f"light => {drawn} !== light", arg=light)
    page.locator(".mz-compared .mz-go").last.click()
    page.wait_for_selector(".mz-view-side .mz-cell-mark")
    page.locator(".mz-back").click()
    page.wait_for_selector(".mz-compared")
    assert page.evaluate("document.activeElement.className") == "mz-go"
    page.keyboard.press("Escape")
    table.locator("[data-pick]").last.check()
    assert page.locator(".mz-picks").inner_text() == "已选 2 个"
    page.locator("[data-picks=compare]").click()
    page.wait_for_selector(".mz-compared li >> nth=1")
    with page.expect_download() as download:
        page.locator("[data-picked=xlsx]").click()
    assert load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active.max_row == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.keyboard.press("Escape")
    page.locator("[data-picks=clear]").click()
    assert not page.locator(".mz-tray").is_visible()
    assert page.locator("[data-pick]:checked").count() == 0


@pytest.mark.browser
def test_an_answer_over_years_has_its_line(visit: Visit, years_url: str) -> None:
    watched = visit(years_url)
    watched.ask(f"{made.ISSUER}历年公务接待费")
    watched.page.wait_for_selector("mz-chart canvas")
    assert watched.page.evaluate("document.querySelector('mz-chart').chart.data.datasets[0].said") == [
        "2.00",
        "1.50",
        None,
        "1.35",
    ]
    assert watched.page.locator(".mz-chart td.number").count() == 3
