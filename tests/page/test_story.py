"""The main story in a real browser over the real index: ask, read the figure, open the printed row."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Conversation
from assistant.page.desk import Desk
from tests.page.conftest import DESKTOP, PHONE, Watched, serving
from tests.page.test_looks import IN_VIEW

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
QUESTION = "三公经费 2024年多少"
Visit = Callable[..., Watched]


@pytest.fixture(scope="module")
def url(sample_store: Path, chromium: Any) -> Iterator[str]:
    with serving(Desk(lambda: Assistant.open(sample_store), Conversation)) as url:
        yield url


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_the_figure_is_answered_and_its_mark_opens_the_printed_row(
    visit: Visit, url: str, samples: list[Path], viewport: dict[str, int], scheme: str
) -> None:
    watched = visit(url, viewport, color_scheme=scheme)
    watched.ask(QUESTION)
    page = watched.page
    assert page.locator(".mz-figure strong").inner_text() == "8.30 万元"
    assert "吉木萨尔县商务和工业信息化局 2024" in page.locator(".mz-text").inner_text()
    page.get_by_text("[1]", exact=True).first.click()
    page.wait_for_selector(".mz-quoted")
    quoted = page.locator(".mz-line.mz-quoted")
    number = int(quoted.first.get_attribute("data-line"))
    page.wait_for_function(IN_VIEW, arg=f"[data-line='{number}']")
    printed = next(s for s in samples if "jimsar" in s.name).read_text(encoding="utf-8").splitlines()[number - 1]
    assert quoted.first.locator(".mz-words").inner_text() == printed.strip("\n")
    assert "8.30" in printed
    head = page.locator(".mz-source-head").inner_text()
    for words in ("吉木萨尔县商务和工业信息化局", "2024", "三公", f"第 {number} 行", "jimsar-2024.txt"):
        assert words in head


QUESTIONS = (QUESTION, "那昌吉市呢", "公务接待费多少", "2022年三公经费", "写首诗", "2024年行政运行多少", "长" * 10_000)


def test_the_page_shows_every_number_of_its_answers_and_no_other(visit: Visit, url: str, sample_store: Path) -> None:
    watched, assistant, conversation = visit(url), Assistant.open(sample_store), Conversation()
    for question in QUESTIONS:
        watched.ask(question)
        answer = assistant.ask(question, conversation)
        turn = watched.page.locator(".mz-turn").last
        assert turn.locator(".mz-answer").get_attribute("data-status") == answer.status.value
        assert _digits(turn.locator(".mz-text").inner_text()) == _digits(answer.text)
        if turn.locator(".mz-number").count():
            assert turn.locator(".mz-number").inner_text() in {format(f.value, "f") for f in answer.figures}
        assert turn.locator(".mz-chip").all_inner_texts() == list(answer.suggestions)
        assert turn.locator(".mz-evidence .mz-place").count() == len(answer.citations)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


def test_every_citation_of_an_answer_opens_where_it_says(visit: Visit, url: str) -> None:
    watched = visit(url)
    watched.ask(QUESTION)
    page = watched.page
    places = page.locator(".mz-evidence .mz-place")
    assert places.count() >= 2
    for place in places.all():
        place.click()
        page.wait_for_selector(f".mz-source-bar .mz-id:text-is('[{place.get_attribute('data-cite')}]')")
        assert page.locator(".mz-file span").inner_text() == place.locator(".mz-where").inner_text()
        assert page.locator(".mz-source mark").count() > 0


def test_the_loaded_documents_and_their_questions_are_offered(visit: Visit, url: str) -> None:
    watched = visit(url)
    page = watched.page
    page.locator(".mz-documents summary").click()
    listed = page.locator(".mz-menu li").all_inner_texts()
    assert sorted(line.splitlines()[-1] for line in listed) == ["changji-2020.txt", "jimsar-2024.txt"]
    page.keyboard.press("Escape")
    assert not page.locator(".mz-menu").is_visible()
    page.locator(".mz-welcome .mz-chip").first.click()
    watched.answered(1)
    assert page.locator(".mz-answer").get_attribute("data-status") == "answered"


def test_the_server_is_up_in_seconds_and_finds_an_index_built_later(chromium: Any, samples: list[Path], tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, store = f"http://127.0.0.1:{port}", tmp_path / "later"
    command = [sys.executable, "-X", "importtime", "app.py", "--store", str(store), "--port", str(port)]
    with (tmp_path / "log").open("w") as log, subprocess.Popen(command, cwd=ROOT, stderr=log) as server:
        try:
            _wait_for(url)
            page = chromium.new_page()
            page.goto(url)
            page.wait_for_selector(".mz-notice")
            assert page.locator(".mz-welcome h2").inner_text() == "还没有索引"
            assert f"mingzhang build 文件夹 --store {store}" in page.locator("pre").inner_text()
            build = [sys.executable, "-m", "assistant", "build", str(samples[0]), "--store", str(store)]
            built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
            assert built.returncode == 0, built.stderr
            page.reload()
            page.wait_for_selector(".mz-welcome .mz-chip")
        finally:
            server.terminate()
            server.wait(15)  # the open page must not keep the server
    page.close()
    told = (tmp_path / "log").read_text(encoding="utf-8")
    assert f"明账已就绪：{url}" in told
    assert "Traceback" not in told
    imported = {line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")}
    assert "gradio" in imported
    assert sorted(imported & {"torch", "chromadb", "sentence_transformers", "langchain"}) == []


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not come up within 30 seconds")
