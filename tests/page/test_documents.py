"""The 文档 tab: a folder with a broken file goes in, its reason is shown, documents come out again."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant, Conversation
from assistant.page import web
from assistant.page.desk import Desk
from assistant.page.documents import Listing, documents_html, job_html
from assistant.page.intake import Intake, safe_name
from assistant.page.job import Job
from assistant.page.texts import texts
from corpus.document import Stage
from index.ledger import DocumentRecord, Ledger
from tests.page import made
from tests.page.conftest import Watched, application, serving

Visit = Callable[..., Watched]
OURS = {"X-Mingzhang": "1"}


@pytest.fixture(scope="module")
def mine(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the samples that these tests change."""
    return Path(shutil.copytree(sample_store, tmp_path_factory.mktemp("mine") / "store"))


@pytest.fixture(scope="module")
def client(mine: Path) -> Iterator[TestClient]:
    desk = Desk(lambda: Assistant.open(mine), Conversation)
    with TestClient(application(desk, Intake(mine)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def mine_url(mine: Path, chromium: Any) -> Iterator[str]:
    with serving(Desk(lambda: Assistant.open(mine), Conversation), Intake(mine)) as url:
        yield url


def _after(client: TestClient) -> str:
    for _ in range(600):
        told = client.get("/mz/job", headers=OURS).text
        if 'data-state="done"' in told or 'data-state="failed"' in told:
            return told
        time.sleep(0.1)
    pytest.fail("the change did not end within a minute")


def test_only_our_own_page_on_this_machine_may_change_anything(client: TestClient, mine: Path) -> None:
    before = Ledger.open(mine).number
    document = Ledger.open(mine).documents()[0].id
    for path in ("upload?name=a.txt", "build", f"remove/{document}", f"reread/{document}"):
        assert client.post(f"/mz/{path}", json=[]).status_code == 403
        assert client.post(f"/mz/{path}", json=[], headers={**OURS, "Host": "evil.example"}).status_code == 403
    assert Ledger.open(mine).number == before
    assert not (mine / "uploads").exists()


def test_a_page_that_others_can_reach_changes_nothing(library_client: TestClient) -> None:
    assert library_client.post("/mz/upload?name=a.txt", content=b"x", headers=OURS).status_code in (404, 405)
    html = library_client.get("/mz/view/documents").text
    assert "data-change" not in html
    assert "mingzhang build" in html


def test_which_addresses_are_this_machine_alone() -> None:
    for host, local in (("127.0.0.1", True), ("0.0.0.0", False)):
        with web.bind(host, 0) as listener:
            assert web.is_local(listener) is local


@pytest.mark.parametrize(
    "name", ["../../CURRENT", "..\\..\\CURRENT", "/etc/passwd", "...", "", "\x00.txt", "长" * 400 + ".pdf", "<b>.txt"]
)
def test_uploads_stay_in_their_folder(tmp_path: Path, name: str) -> None:
    intake = Intake(tmp_path / "store")
    upload = intake.receive(name)
    upload.write(b"x")
    key = upload.keep()
    (kept,) = [p for p in (tmp_path / "store").rglob("*") if p.is_file() and p.name != "mingzhang.json"]
    assert kept == tmp_path / "store" / "uploads" / key
    assert safe_name(kept.name) == kept.name


def test_keys_that_name_no_upload_read_nothing(client: TestClient) -> None:
    assert client.post("/mz/build", json=["../../../etc/passwd", "0" * 16 + "/x", "/etc/passwd"], headers=OURS).status_code == 200
    assert "没有需要处理的变化" in _after(client)


def test_a_document_is_read_again_and_one_that_is_unknown_is_not(client: TestClient, mine: Path) -> None:
    assert client.post(f"/mz/reread/{Ledger.open(mine).documents()[0].id}", headers=OURS).status_code == 200
    assert "没有变化" in _after(client)
    assert client.post(f"/mz/remove/{'0' * 64}", headers=OURS).status_code == 404


@pytest.mark.browser
def test_a_folder_with_a_broken_file_goes_in_and_a_document_out(visit: Visit, mine_url: str, mine: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "archive.pdf").write_bytes(made.pdf())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "evil<img src=x onerror=1>.txt").write_text("今天天气好", encoding="utf-8")
    page = visit(mine_url).page
    page.locator("[data-view=documents]").click()
    page.locator(".mz-pick").nth(1).set_input_files(folder)
    page.wait_for_selector("[data-state=done]", timeout=60_000)
    assert page.locator(".mz-job .mz-good").all_inner_texts() == ["已收录：archive.pdf"]
    refused = sorted(page.locator(".mz-job .mz-bad").all_inner_texts())
    assert len(refused) == 2
    assert refused[0].startswith("broken.pdf：不是完整的 PDF 文件")
    assert "不像部门预算或决算公开" in refused[1]
    row = page.locator("tr[data-document]", has_text=made.ISSUER)
    assert row.locator("td.number").first.inner_text() == "7"
    with page.expect_download() as download:
        row.locator("a").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    page.locator("[data-view=talk]").click()
    page.locator("#mz-box textarea").fill(f"{made.ISSUER} 2023年公务接待费多少")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mz-number:has-text('1.35')")
    page = visit(mine_url).page
    page.locator("[data-view=documents]").click()
    page.wait_for_selector(".mz-job .mz-bad")
    row = page.locator("tr[data-document]", has_text=made.ISSUER)
    assert sorted(page.locator(".mz-job .mz-bad").all_inner_texts()) == refused
    row.get_by_text("移除").click()
    assert page.locator("dialog p").inner_text() == "要从索引里移除“archive.pdf”吗？"
    page.locator("[data-answer='']").click()
    assert page.locator("tr[data-document]").count() == 3
    row.get_by_text("移除").press("Enter")
    page.locator("[data-answer=yes]").click()
    page.wait_for_selector(".mz-job .mz-good:has-text('已移除')", timeout=60_000)
    page.wait_for_function("document.querySelectorAll('tr[data-document]').length === 2")
    assert not any((mine / "uploads").glob("*/archive.pdf"))


DROP = """files => {
  const carried = new DataTransfer();
  for (const [name, text] of files) carried.items.add(new File([text], name));
  document.querySelector('.mz-drop').dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.mark.browser
def test_the_first_files_are_dropped_onto_an_empty_page_and_more_while_they_are_read(
    visit: Visit, tmp_path: Path, samples: list[Path], chromium: Any
) -> None:
    store = tmp_path / "store"
    with serving(Desk(lambda: Assistant.open(store), Conversation), Intake(store)) as url:
        page = visit(url).page
        assert "还没有索引" in page.locator(".mz-notice").inner_text()
        page.locator("[data-view=data]").click()
        page.wait_for_selector(".mz-note:has-text('还没有')")
        page.locator("[data-view=documents]").click()
        page.wait_for_selector(".mz-drop")
        page.evaluate(DROP, [[samples[0].name, samples[0].read_text("utf-8")], [".hidden", "x"]])
        page.evaluate(DROP, [["坏.txt", "今天天气好"]])
        page.wait_for_selector(".mz-stages [aria-current]")
        page.wait_for_selector(".mz-job .mz-bad:has-text('坏.txt')", timeout=60_000)
        page.wait_for_selector("tr[data-document]")
        assert page.locator("tr[data-document]").count() == 1
        page.locator("[data-view=talk]").click()
        page.wait_for_selector(".mz-welcome .mz-chip")


@pytest.mark.browser
def test_questions_are_answered_while_a_file_is_read(visit: Visit, mine_url: str, mine: Path, tmp_path: Path) -> None:
    asking, loading = visit(mine_url), visit(mine_url).page
    loading.locator("[data-view=documents]").click()
    (tmp_path / "archive.pdf").write_bytes(made.pdf(year=2022))
    loading.locator(".mz-pick").first.set_input_files(tmp_path / "archive.pdf")
    loading.wait_for_selector("[data-state=reading]")
    asking.ask("吉木萨尔县商务和工业信息化局 三公经费 2024年多少")
    assert asking.page.locator(".mz-number").first.inner_text() == "8.30"
    loading.wait_for_selector(".mz-job .mz-good", timeout=60_000)
    row = loading.locator("tr[data-document]", has_text=made.ISSUER)
    row.locator("[data-open=data]").click()
    loading.wait_for_selector(".mz-results .mz-count:has-text('共 7 个数')")
    assert loading.locator("select[name=issuer]").input_value() == made.ISSUER
    assert loading.locator("[data-view=data]").get_attribute("aria-current") == "page"


def _record(number: int) -> DocumentRecord:
    return DocumentRecord(
        id=f"{number:064x}", name=f"{number}.pdf", path="", issuer=f"{'甲乙丙'[number % 3]}局", fiscal_year=2020 + number % 4, stage=Stage.BUDGET,
        published=None, paged=True, size=number * 1000, lines=1, tables=1, figures=number % 7, ambiguous=0, findings=0, passages=1,
    )  # fmt: skip


def test_two_hundred_documents_are_searched_sorted_and_shown_in_pages() -> None:
    records, words = [_record(n) for n in range(200)], texts("zh")
    shown = [re.findall(r'data-document="(\w+)"', documents_html(records, None, words, Listing(page=p))) for p in range(1, 5)]
    assert sorted(document for ids in shown for document in ids) == sorted(r.id for r in records)
    assert {len(ids) for ids in shown} == {50}
    assert shown[3] == re.findall(r'data-document="(\w+)"', documents_html(records, None, words, Listing(page=99)))
    assert all(r.issuer == "乙局" and r.fiscal_year == 2021 for r in Listing("乙局", 2021).of(records))
    assert [r.name for r in Listing("15.PDF 甲局").of(records)] == ["15.pdf"]
    assert [r.size for r in Listing(sort="size", descending=True).of(records)] == sorted((r.size for r in records), reverse=True)
    assert "没有符合条件的文件" in documents_html(records, None, words, Listing("丁局"))


def test_how_a_change_goes_on_is_told_by_stage_and_shown_as_text() -> None:
    for language in ("zh", "en"):
        reading = job_html(Job("reading", 1, 3, "<b>.pdf"), texts(language))
        assert "&lt;b&gt;.pdf" in reading
        assert 'value="33"' in reading
        assert reading.count("<li") == 3
        assert reading.index("mz-past") < reading.index("aria-current")
        assert "value=" not in job_html(Job("writing", 3, 3), texts(language))
        ended = job_html(Job("done", 2, 2, taken=("a",), failed=(("<i>", "坏"),)), texts(language))
        assert ended.index("&lt;i&gt;") < ended.index(">Taken in" if language == "en" else "已收录：a")
