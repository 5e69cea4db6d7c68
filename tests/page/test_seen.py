"""What the tabs keep from whom: documents that somebody may not see are in no list, no file and behind no address; nor are personal numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant, Conversation
from assistant.page import browse
from assistant.page.browse import Query
from assistant.page.desk import Desk
from index.build import build
from index.ledger import Ledger
from tests.page import made
from tests.page.conftest import application

PHONE = "13812345678"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document that everybody may see, with somebody's telephone number, and one that nobody may."""
    folder = tmp_path_factory.mktemp("seen")
    (folder / "open.pdf").write_bytes(made.pdf(made.OTHER, 2024, note=f"联系人：王某 联系电话：{PHONE}"))
    (folder / "closed.pdf").write_bytes(made.pdf(made.ISSUER, 2024))
    build([folder / "open.pdf", folder / "closed.pdf"], folder / "store")
    return folder / "store"


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    desk = Desk(
        lambda: Assistant.open(store),
        Conversation,
        visible=lambda user, documents: frozenset(d.id for d in documents if d.issuer != made.ISSUER),
    )
    with TestClient(application(desk), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize(
    "path", ["view/data", "view/checked", "view/documents", "export/figures.csv", "export/figures.md", "export/findings.csv"]
)
def test_no_list_and_no_file_names_what_is_not_to_be_seen(client: TestClient, path: str) -> None:
    answer = client.get(f"/mz/{path}")
    assert answer.status_code == 200
    assert made.ISSUER not in answer.content.decode()
    assert "closed.pdf" not in answer.content.decode()
    filtered = client.get(f"/mz/{path}", params={"issuer": made.ISSUER}).content.decode()
    assert "closed.pdf" not in filtered


def test_no_address_leads_to_what_is_not_to_be_seen(client: TestClient, store: Path) -> None:
    ledger = Ledger.open(store)
    closed, seen = (browse.rows(ledger, Query(issuer=issuer)).figures[0][0] for issuer in (made.ISSUER, made.OTHER))
    assert "索引已更新" in client.get(f"/mz/place/figure/{ledger.number}/{closed}").text
    assert "mz-sheet" in client.get(f"/mz/place/figure/{ledger.number}/{seen}").text
    asked = {"generation": ledger.number, "keys": str(closed)}
    assert "索引已更新" in client.get("/mz/compare", params=asked).text
    assert client.get("/mz/export/picked.csv", params=asked).status_code == 404
    compared = client.get("/mz/compare", params={**asked, "keys": str(seen), "vary": "issuers"}).text
    assert made.OTHER in compared
    assert made.ISSUER not in compared


def test_personal_numbers_are_hidden_where_a_place_is_opened(client: TestClient, store: Path) -> None:
    ledger = Ledger.open(store)
    figures = browse.rows(ledger, Query(issuer=made.OTHER)).figures
    key = next(key for key, figure in figures if figure.source.page == 3)
    told = re.sub(r"<[^>]+>", "", client.get(f"/mz/place/figure/{ledger.number}/{key}").text)
    assert PHONE in "".join(line.text for line in ledger.lines(figures[0][1].document_id))
    assert PHONE not in told
    assert "138＊＊＊＊5678" in told
