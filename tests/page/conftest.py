"""A headless Chromium, and pages that are watched: a console error or a request to another host fails the test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import app
from assistant import Assistant, Conversation
from assistant.gate.gate import Gate
from assistant.page.desk import Desk
from assistant.page.intake import Intake
from tests.page import made
from tests.page.standin import StandIn
from tests.serving import made as made_apart
from tests.serving import served

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@dataclass
class Watched:
    """A page and what it did: every address it asked for, and everything that went wrong in it."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question, press Enter, wait for its answer."""
        before = self.page.locator(".mz-turn").count()
        self.page.locator("#mz-box textarea").fill(question)
        self.page.keyboard.press("Enter")
        self.answered(before + 1)

    def answered(self, turns: int) -> None:
        """Wait until the talk has so many turns and none is open."""
        self.page.wait_for_function(
            "n => document.querySelectorAll('.mz-turn').length === n && !document.querySelector('.mz-pending')", arg=turns
        )


def application(desk: Desk, intake: Intake | None = None, gate: Gate = app.OPEN) -> FastAPI:
    """The web application for a desk."""
    return made_apart(lambda: app.web_app(app.page(desk), desk, intake, gate))


@contextmanager
def serving(desk: Desk, intake: Intake | None = None, gate: Gate = app.OPEN) -> Iterator[str]:
    """Serve a desk on a free port of this machine; gives the address. Raises RuntimeError where the server does not start."""
    with served(application(desk, intake, gate)) as url:
        yield url


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Watched]]:
    """Open an address in a browser of its own; afterwards nothing must have gone wrong in it."""
    opened: list[tuple[str, Watched]] = []

    def open_(url: str, viewport: dict[str, int] = DESKTOP, **context: Any) -> Watched:
        page = chromium.new_context(viewport=viewport, **context).new_page()
        page.set_default_timeout(15_000)
        watched = Watched(page)
        page.on("request", lambda request: watched.requests.append(request.url))
        page.on("console", lambda message: watched.errors.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        opened.append((url, watched))
        page.goto(url)
        page.wait_for_selector(".mz-welcome, .mz-turn")
        return watched

    yield open_
    for url, watched in opened:
        watched.page.context.close()
        home = url.split("?")[0].rstrip("/")
        assert watched.errors == []
        assert [r for r in watched.requests if not r.startswith((f"{home}/", "data:", "blob:"))] == []
        assert len(watched.requests) > 5


@pytest.fixture(scope="module")
def standin() -> StandIn:
    return StandIn()


@pytest.fixture(scope="module")
def standin_url(standin: StandIn, chromium: Any) -> Iterator[str]:
    with serving(Desk(lambda: standin, standin.talk)) as url:
        yield url


@pytest.fixture(scope="session")
def library(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the samples and of one small PDF, for the tests of this folder; those that change it put it right again."""
    from index.build import build

    folder = tmp_path_factory.mktemp("library")
    store = Path(shutil.copytree(sample_store, folder / "store"))
    (folder / made.NAME).write_bytes(made.pdf())
    build([folder / made.NAME], store)
    return store


@pytest.fixture(scope="session")
def library_desk(library: Path) -> Desk:
    """The desk of ``library``."""
    return Desk(lambda: Assistant.open(library), Conversation)


@pytest.fixture(scope="session")
def library_client(library_desk: Desk) -> Iterator[TestClient]:
    """The application over ``library`` without a browser."""
    with TestClient(application(library_desk), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="session")
def library_url(library_desk: Desk, chromium: Any) -> Iterator[str]:
    """The page over ``library``, served once for all tests of this folder."""
    with serving(library_desk) as url:
        yield url
