"""Documents, figures and findings over HTTP: filters, pages, originals, exports."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from index.ledger import Ledger

V1 = "/api/v1"


@pytest.fixture(scope="module")
def ledger(shelf: Path) -> Iterator[Ledger]:
    with Ledger.open(shelf) as ledger:
        yield ledger


def every(client: TestClient, path: str, name: str, limit: int, **filters: Any) -> list[dict[str, Any]]:
    """All pages put together."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        parameters = {**filters, "limit": limit} | ({"cursor": cursor} if cursor else {})
        page = client.get(f"{V1}/{path}", params=parameters).json()
        assert len(page[name]) <= limit
        found += page[name]
        cursor = page["next"]
        if cursor is None:
            assert len(found) == page["total"]
            return found


def test_every_figure_is_on_exactly_one_page_in_order(client: TestClient, ledger: Ledger) -> None:
    told = every(client, "figures", "figures", 400)
    kept = ledger.figures()
    assert [(f["item"], f["value"], f["quote"]) for f in told] == [
        (f.item, None if f.amount.value is None else format(f.amount.value, "f"), f.source.quote) for f in kept
    ]


@pytest.mark.parametrize(
    "filters",
    [
        {"year": 2020, "item": "公务 接待"},
        {"code": "30217"},
        {"measure": "growth"},
        {"reading": "ambiguous"},
        {"table": "三公", "stage": "预算"},
        {"item": "50%_"},
    ],
)
def test_filters_keep_what_fits_and_nothing_else(client: TestClient, ledger: Ledger, filters: dict[str, Any]) -> None:
    def fits(f: Any) -> bool:
        named = [f.item, f.row_label, f.column or ""]
        titled = [f.source.table_title or "", f.source.table_number or ""]
        return (
            filters.get("year") in (None, f.fiscal_year)
            and filters.get("code") in (None, f.code)
            and filters.get("measure") in (None, f.measure.value)
            and filters.get("reading") in (None, f.reading.value)
            and filters.get("stage") in (None, f.stage)
            and all(any(word in name for name in named) for word in filters.get("item", "").split())
            and all(any(word in title for title in titled) for word in filters.get("table", "").split())
        )

    told = every(client, "figures", "figures", 100, **filters)
    assert [f["quote"] for f in told] == [f.source.quote for f in ledger.figures() if fits(f)]


def test_documents_and_their_originals(client: TestClient, ledger: Ledger) -> None:
    told = every(client, "documents", "documents", 1)
    assert [d["id"] for d in told] == [d.id for d in ledger.documents()]
    assert "path" not in told[0]
    assert client.get(f"{V1}/documents/{told[0]['id']}").json() == told[0]
    original = client.get(f"{V1}/documents/{told[0]['id']}/original")
    assert hashlib.sha256(original.content).hexdigest() == told[0]["id"]
    assert original.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("path", [f"documents/{'0' * 64}", f"documents/{'0' * 64}/original", f"uploads/{'0' * 32}"])
def test_what_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    told = client.get(f"{V1}/{path}")
    assert (told.status_code, told.json()["type"]) == (404, "urn:mingzhang:problem:not-found")


@pytest.mark.parametrize("path", ["documents/..%2f..%2fetc%2fpasswd", "documents/%2e%2e/original", "uploads/..%2f..%2fCURRENT"])
def test_a_path_is_never_a_path_of_the_server(client: TestClient, path: str) -> None:
    assert client.get(f"{V1}/{path}").status_code in (404, 422)


def test_findings_with_their_places(client: TestClient, ledger: Ledger) -> None:
    told = every(client, "findings", "findings", 7)
    assert [f["message"] for f in told] == [f.message for f in ledger.findings()]
    errors = every(client, "findings", "findings", 50, kind="error", year=2020)
    assert [f["message"] for f in errors] == [f["message"] for f in told if (f["kind"], f["fiscal_year"]) == ("error", 2020)]
    assert all(place["quote"] for f in told for place in f["places"])


def test_a_cursor_of_another_index_is_stale_and_a_made_up_one_invalid(client: TestClient, ledger: Ledger) -> None:
    gone = client.get(f"{V1}/figures", params={"cursor": f"{ledger.number + 1}.5"})
    assert (gone.status_code, gone.json()["type"]) == (410, "urn:mingzhang:problem:stale")
    assert client.get(f"{V1}/figures", params={"cursor": "1.5'; DROP"}).status_code == 422


@pytest.mark.parametrize("what", ["figures", "findings"])
def test_exports_have_every_row_in_each_form(client: TestClient, what: str) -> None:
    listed = every(client, what, what, 500)
    files = {form: client.get(f"{V1}/export/{what}.{form}") for form in ("xlsx", "csv", "md", "json")}
    assert files["json"].json() == listed
    rows = list(csv.reader(io.StringIO(files["csv"].content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(files["xlsx"].content)).active
    assert sheet is not None
    assert len(rows) == sheet.max_row == len(listed) + 1
    assert len(files["md"].text.splitlines()) == len(listed) + 2
    assert client.get(f"{V1}/export/{what}.exe").status_code == 422


def test_an_export_is_filtered_as_the_list_is(client: TestClient) -> None:
    parameters = {"item": "三公", "year": 2024}
    told = client.get(f"{V1}/export/figures.json", params=parameters).json()
    assert told == every(client, "figures", "figures", 500, **parameters)
    assert 0 < len(told) < 500
