"""Talks that are kept: opened again with all they showed, renamed, deleted and brought back, and nobody else's ever."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Conversation
from assistant.gate.gate import Gate
from assistant.gate.settings import GateSettings, Proxy
from assistant.gate.user import User
from assistant.gate.ways import SECRET_HEADER
from assistant.page.desk import Desk
from assistant.page.past import past_html
from assistant.page.session import Session
from assistant.page.texts import texts
from assistant.talks import TalkRecord, Talks
from assistant.within import Within
from tests.page.conftest import PHONE, Watched, serving
from tests.page.standin import EVIL

Visit = Callable[..., Watched]
QUESTION = "三公经费 2024年多少"
SECRET = "s" * 40


@pytest.fixture
def desk(sample_store: Path, tmp_path: Path) -> Desk:
    return Desk(lambda: Assistant.open(sample_store), Conversation, Talks(tmp_path))


def _ask(desk: Desk, session: Session, *questions: str) -> None:
    for question in questions:
        desk.begin(session, question)
        desk.answer(session)
        desk.memory.keep(session)


def test_a_talk_opens_as_it_was_and_goes_on_as_if_it_had_never_been_closed(desk: Desk) -> None:
    session, questions = Session(), (QUESTION, "那公务接待费呢", "昌吉市呢")
    session.within = Within(stages=("预算",))
    _ask(desk, session, *questions)
    opened = desk.memory.reopen(Session(), session.talk)
    assert opened
    opened.within = session.within
    assert desk.log(opened) == desk.log(session)
    assert desk.source(opened, 2, 1) == desk.source(session, 2, 1)
    for follow in ("2020年呢", "比上年增减多少"):
        _ask(desk, session, follow)
        _ask(desk, opened, follow)
        one, two = session.turns[-1].answer, opened.turns[-1].answer
        assert one and two
        assert (one.text, one.figures) == (two.text, two.figures)


def test_a_question_asked_again_is_read_as_it_was_the_first_time_and_kept_once(desk: Desk) -> None:
    session = Session()
    _ask(desk, session, QUESTION, "那公务接待费呢")
    before = session.turns[-1].answer
    taken = session.take_back()
    assert taken
    _ask(desk, session, taken.question)
    after = session.turns[-1].answer
    assert before and after
    assert before.text == after.text
    opened = desk.memory.reopen(Session(), session.talk)
    assert opened
    assert [turn.question for turn in opened.turns] == [QUESTION, "那公务接待费呢"]


def test_nothing_is_kept_or_offered_where_that_is_switched_off(sample_store: Path, tmp_path: Path) -> None:
    for talks in (None, Talks(tmp_path, 0)):
        desk = Desk(lambda: Assistant.open(sample_store), Conversation, talks)
        session = Session()
        _ask(desk, session, QUESTION)
        assert desk.memory.past(session) == ""
        assert 'data-do="past"' not in desk.bar(session)
        assert 'data-talk=""' in desk.log(session)
    assert list(tmp_path.iterdir()) == []


def test_one_user_sees_changes_and_opens_nothing_of_another(desk: Desk) -> None:
    mine, theirs = Session(user=User("甲")), Session(user=User("乙"))
    _ask(desk, mine, QUESTION)
    assert QUESTION in desk.memory.past(mine)
    assert QUESTION not in desk.memory.past(theirs)
    assert desk.memory.reopen(theirs, mine.talk) is None
    for action in ("rename", "delete", "delete_all"):
        assert desk.memory.alter(theirs, action, mine.talk, "新", "") is None
    told = desk.memory.alter(mine, "delete", mine.talk, "", "")
    assert told
    desk.memory.alter(theirs, "restore", "", "", told[1])
    assert QUESTION not in desk.memory.past(mine)
    desk.memory.alter(mine, "restore", "", "", told[1])
    assert QUESTION in desk.memory.past(mine)


def test_a_file_that_cannot_be_read_is_said_in_the_drawer(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "talks.sqlite").write_bytes(b"x" * 4096)
    assert "对话记录读写失败" in desk.memory.past(Session())


def test_titles_are_escaped_in_the_drawer() -> None:
    html = past_html([TalkRecord("a" * 32, EVIL, 0.0)], "", 30, texts("zh"), (EVIL, EVIL))
    assert "<script" not in html
    assert "<img" not in html


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def kept_url(sample_store: Path, chromium: Any, folder: Path) -> Iterator[str]:
    """The page with talks kept, behind a proxy that names who asks."""
    desk = Desk(lambda: Assistant.open(sample_store), Conversation, Talks(folder))
    settings = GateSettings(frozenset({"header"}), Proxy(SECRET, (ip_network("127.0.0.0/8"),)), session_secret=SECRET)
    with serving(desk, None, Gate.open(folder, settings)) as url:
        yield url


def _as(name: str) -> dict[str, Any]:
    return {"extra_http_headers": {"x-forwarded-user": name, SECRET_HEADER: SECRET}}


def _kept(watched: Watched, folder: Path) -> str:
    """The address of the talk on the page, once all of its turns are written."""
    turns = watched.page.locator(".mz-turn").count()
    watched.page.wait_for_function("new URL(location.href).searchParams.get('talk')?.length === 32")
    talk = re.search("talk=([0-9a-f]{32})", watched.page.url)
    assert talk
    for _ in range(200):
        with closing(sqlite3.connect(folder / "talks.sqlite")) as file:
            if file.execute("select count(*) from turns where talk = ?", (talk[1],)).fetchone()[0] == turns:
                return str(watched.page.url)
        watched.page.wait_for_timeout(50)
    raise AssertionError("the talk was not written within ten seconds")


@pytest.mark.browser
def test_the_story_of_a_kept_talk(visit: Visit, kept_url: str, folder: Path) -> None:
    before = visit(kept_url, PHONE, **_as("li"))
    before.ask(QUESTION)
    before.ask("那公务接待费呢")
    watched = visit(_kept(before, folder), PHONE, **_as("li"))
    page = watched.page
    page.wait_for_selector(".mz-turn >> nth=1")
    assert page.locator(".mz-question").all_inner_texts() == [QUESTION, "那公务接待费呢"]
    page.get_by_text("[1]", exact=True).first.click()
    page.wait_for_selector(".mz-quoted")
    page.keyboard.press("Escape")
    page.locator("[data-do=new]").click()
    page.wait_for_selector(".mz-welcome")
    assert "talk=" not in page.url
    watched.ask("行政运行 2024年多少")
    _kept(watched, folder)

    page.locator("[data-do=past]").click()
    titles = page.locator(".mz-past-title")
    titles.nth(1).wait_for()
    assert titles.all_inner_texts() == ["行政运行 2024年多少", QUESTION]
    assert page.evaluate("document.activeElement.closest('.mz-past') !== null")
    page.locator("[data-past=rename]").nth(1).click()
    page.locator(".mz-past-field").fill(EVIL[:60])
    page.keyboard.press("Enter")
    page.wait_for_function("title => document.querySelectorAll('.mz-past-title')[1]?.textContent === title", arg=EVIL[:60])
    titles.nth(1).click()
    page.wait_for_selector(".mz-turn >> nth=1")
    assert page.locator(".mz-question").first.inner_text() == QUESTION
    page.wait_for_selector("body:not(.mz-past-open)")

    page.locator("[data-do=past]").click()
    page.locator("[data-past=delete]").first.click()
    page.get_by_role("button", name="撤销").click()
    page.wait_for_function("document.querySelectorAll('.mz-past-title').length === 2 && !document.querySelector('[data-undo]')")
    page.locator("[data-past=delete_all]").click()
    page.wait_for_selector(".mz-past-none")
    page.wait_for_selector(".mz-welcome", state="attached")
    page.get_by_role("button", name="撤销").click()
    titles.nth(1).wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.do") == "past"
    assert page.evaluate("window.hit") is None


@pytest.mark.browser
def test_another_user_never_meets_the_talk(visit: Visit, kept_url: str, folder: Path) -> None:
    one = visit(kept_url, **_as("zhang"))
    one.ask(QUESTION)
    address = _kept(one, folder)
    two = visit(address, **_as("wang"))
    assert two.page.locator(".mz-turn").count() == 0
    two.page.locator("[data-do=past]").click()
    two.page.wait_for_selector(".mz-past-none")
    again = visit(address, **_as("zhang"))
    assert again.page.locator(".mz-question").all_inner_texts() == [QUESTION]
