"""The page against a bare ``gr.ChatInterface`` in headless Chromium: when something is first seen, and when a question can be typed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.corpora import SAMPLES
from benchmarks.ratio import Ratio
from tests.browser import ARGUMENTS, chromium_path

ROUNDS = 5
LIMIT = 2.0
NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Answers for every other host at once, so that fonts which the bare chat asks of the network do not slow it down."""
_SEEN = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_WATCH = """(() => {
  const look = () => {
    const box = document.querySelector('textarea');
    if (box && !box.disabled && box.getBoundingClientRect().height > 0) window.usableAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
"""Notes, frame by frame, when the question box can first be typed into."""


def measure() -> Iterator[Ratio]:
    """First contentful paint and usable composer; nothing but a message where there is no Chromium."""
    path = chromium_path()
    if path is None:
        print("page: skipped, there is no Chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
        return
    with tempfile.TemporaryDirectory() as folder, _served(lambda: _ours(Path(folder))) as ours, _served(_bare) as bare:
        (seen, usable), (base_seen, base_usable) = _best(path, ours, bare)
    yield Ratio("first contentful paint of the page / bare gr.ChatInterface", seen, base_seen, LIMIT)
    yield Ratio("question box ready / bare gr.ChatInterface", usable, base_usable, LIMIT)


def _ours(folder: Path) -> Any:
    import app
    from assistant import Assistant, Conversation
    from assistant.page.desk import Desk
    from index.build import build

    build([str(path) for path in SAMPLES], folder / "store")
    assistant = Assistant.open(folder / "store")
    assistant.examples()
    desk = Desk(lambda: assistant, Conversation)
    return app.web_app(app.page(desk), desk)


def _bare() -> Any:
    """What three lines of Gradio give: a chat that repeats the question, without Gradio's calls home."""
    import gradio as gr
    from fastapi import FastAPI

    chat = gr.ChatInterface(lambda question, _: question, analytics_enabled=False)
    return gr.mount_gradio_app(FastAPI(), chat, path="/", ssr_mode=False)


@contextmanager
def _served(make: Callable[[], Any]) -> Iterator[str]:
    """The address of an application on a free port; it is made within an event loop, as Gradio wants it."""
    from tests.serving import made, served

    with served(made(make), log_level="critical") as url:
        yield url


def _best(path: str, *addresses: str) -> list[tuple[float, float]]:
    """For each address the best first paint and the best ready question box of all rounds, in seconds; they take turns."""
    from playwright.sync_api import sync_playwright

    best = [(float("inf"), float("inf"))] * len(addresses)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, NO_OTHER_HOST])
        for number in range(ROUNDS + 1):
            for which, address in enumerate(addresses):
                times = _visit(browser, address)
                if number:  # the first round warms the servers and does not count
                    best[which] = (min(best[which][0], times[0]), min(best[which][1], times[1]))
        browser.close()
    return best


def _visit(browser: Any, address: str) -> tuple[float, float]:
    """Load a page with an empty cache; gives its first paint and when its question box was ready, in seconds."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("window.usableAt")
    seen, usable = page.evaluate(_SEEN), page.evaluate("window.usableAt")
    context.close()
    return seen / 1000, usable / 1000
