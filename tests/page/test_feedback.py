"""Stopping, asking again, thumbs with a reason, and the talk as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.page import talk
from assistant.page.export import headings
from assistant.page.session import Session
from assistant.page.talk import markdown
from assistant.page.texts import texts
from eval.feedback import read
from tests.page import made
from tests.page.conftest import Watched
from tests.page.standin import StandIn, three_public

Visit = Callable[..., Watched]
QUESTION = f"{made.ISSUER} 2023年公务接待费多少"


def test_an_answer_that_comes_after_the_stop_is_dropped() -> None:
    session = Session()
    turn = session.begin("慢")
    session.finish(None, "已停止。")
    session.finish(three_public("慢"), turn=turn.number)
    assert [(t.answer, t.trouble) for t in session.turns] == [(None, "已停止。")]
    later = session.begin("再问")
    session.finish(three_public("慢"), turn=turn.number)
    assert session.turns[-1].open
    session.finish(three_public("再问"), turn=later.number)
    assert not session.turns[-1].open


def test_the_talk_as_markdown_names_every_place() -> None:
    session = Session()
    session.begin("三公经费\n多少")
    answer = three_public("三公经费")
    session.finish(answer)
    text = markdown(session.turns, texts("zh"))
    assert "## 三公经费 多少" in text
    assert answer.text in text
    assert all(f"[{c.id}] 某县商务局 2024" in text for c in answer.citations)


@pytest.mark.browser
def test_a_question_is_stopped_and_asked_again(visit: Visit, standin_url: str, standin: StandIn) -> None:
    page = visit(standin_url).page
    standin.slow.clear()
    page.locator("#mz-box textarea").fill("慢")
    page.keyboard.press("Enter")
    page.locator("[data-stop]").click()
    page.wait_for_selector(".mz-trouble:has-text('已停止')")
    standin.slow.set()
    page.wait_for_timeout(300)
    assert page.locator(".mz-figure").count() == 0
    page.locator(".mz-again").click()
    page.wait_for_selector(".mz-figure")
    assert page.locator(".mz-question").all_inner_texts() == ["慢"], "the answer takes the place of the one that was stopped"


@pytest.mark.browser
def test_thumbs_are_kept_with_their_reason(visit: Visit, library_url: str, library: Path) -> None:
    watched = visit(library_url)
    watched.ask(QUESTION)
    watched.ask("那三公经费呢")
    page = watched.page
    page.locator("[data-rate=up]").first.click()
    page.locator("[data-rate=down]").last.click()
    page.locator(".mz-why:visible input").fill('口径不对 "\n<b>')
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-rate=down][aria-pressed=true]")
    page.wait_for_function("document.querySelector('.mz-said').textContent.includes('谢谢')")
    for _ in range(150):
        kept = read(library / "feedback.jsonl") if (library / "feedback.jsonl").exists() else []
        if len(kept) == 2:
            break
        page.wait_for_timeout(100)
    one, two = kept
    assert (one.rating, one.turns, one.reason) == ("up", (QUESTION,), "")
    assert (two.rating, two.turns, two.reason) == ("down", (QUESTION, "那三公经费呢"), '口径不对 " <b>')
    assert two.answer["question"] == "那三公经费呢"
    watched.ask(QUESTION)
    assert page.locator("[data-rate=down][aria-pressed=true]").count() == 1


@pytest.mark.browser
def test_the_talk_is_saved_in_every_form_and_one_answer_alone(visit: Visit, library_url: str) -> None:
    watched = visit(library_url)
    watched.ask("你们有哪些文件")
    watched.ask(QUESTION)
    files = {}
    for form in talk.FORMS:
        for place in (".mz-keep", ".mz-turn >> nth=1 >> .mz-saving"):
            if "saving" in place:
                watched.page.locator(f"{place} >> summary").click()
                assert watched.page.locator(f"{place} >> .mz-saves").bounding_box()["height"] < 60
            with watched.page.expect_download() as download:
                watched.page.locator(f"{place} >> [data-save={form}]").click()
            files[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    assert "1.35 万元" in files["mingzhang.md"].decode()
    assert files["mingzhang-2.md"].decode().count("\n## ") == 1
    assert load_workbook(io.BytesIO(files["mingzhang.xlsx"])).active.max_row > 2
    (listed,) = csv.DictReader(io.StringIO(files["mingzhang-2.csv"].decode("utf-8-sig"), newline=""))
    assert (listed["数值"], listed["单位"]) == ("1.35", "万元")
    head, row = load_workbook(io.BytesIO(files["mingzhang-2.xlsx"])).active.iter_rows(values_only=True)
    assert list(head) == headings(talk.COLUMNS, texts("zh"))
    assert (row[1], row[4], row[8], row[9]) == (QUESTION, made.ISSUER, 1.35, "万元")
    assert "第 2 页" in row[11]
