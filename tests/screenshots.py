"""``python -m tests.screenshots``: make the pictures of docs/screenshots anew, from the samples and a few small printed disclosures."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from assistant import Assistant, Conversation
from assistant.page.desk import Desk
from assistant.page.intake import Intake
from index.build import build
from tests.browser import ARGUMENTS, chromium_path
from tests.page import made
from tests.page.conftest import DESKTOP, PHONE, serving

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "screenshots"
YEARS = ((2021, "2.00", "4.00"), (2022, "1.50", "4.00"), (2024, "1.35", "3.00"))


def _ask(page: Any, question: str) -> None:
    page.locator("#mz-box textarea").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.mz-turn') && !document.querySelector('.mz-pending')")


def chat(page: Any) -> None:
    """A figure with its printed row."""
    _ask(page, "吉木萨尔县商务和工业信息化局 三公经费 2024年多少")
    if page.viewport_size == PHONE:
        page.locator(".mz-figure .mz-mark").first.click()
    page.wait_for_selector(".mz-source .mz-cited")


def printed(page: Any) -> None:
    """A line over the years, and the printed page with its number boxed."""
    _ask(page, f"{made.ISSUER}历年公务接待费")
    page.locator(".mz-text .mz-mark").first.click()
    page.wait_for_selector(".mz-source .mz-cell-mark")


def data(page: Any) -> None:
    """Figures picked and compared."""
    page.locator("[data-view=data]").click()
    page.locator("input[name=item]").fill("公务接待费")
    page.wait_for_selector(f".mz-figures tr:has-text('{made.ISSUER}')")
    page.locator("tr", has_text=made.ISSUER).first.locator("[data-pick]").check()
    page.locator("[data-picks=years]").click()
    page.wait_for_selector("mz-chart canvas")


def checked(page: Any) -> None:
    """What the documents contradict themselves in, with one place open."""
    page.locator("[data-view=checked]").click()
    page.locator(".mz-checked .mz-go").first.click()
    page.wait_for_selector(".mz-view-side .mz-cited")


def documents(page: Any) -> None:
    """What is loaded, after a folder with a file that could not be read."""
    page.locator("[data-view=documents]").click()
    page.wait_for_selector(".mz-files")
    broken = {"name": "损坏.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 broken"}
    page.locator(".mz-pick").first.set_input_files([broken])
    page.wait_for_selector(".mz-job .mz-bad")


@dataclass(frozen=True)
class Picture:
    """A file of the folder: what is done on the page, and how the page is looked at."""

    name: str
    do: Callable[[Any], None]
    viewport: dict[str, int]
    scheme: str = "light"


PICTURES = (
    Picture("chat", chat, DESKTOP), Picture("chat-dark", chat, DESKTOP, "dark"), Picture("phone", chat, PHONE),
    Picture("phone-dark", chat, PHONE, "dark"), Picture("printed", printed, DESKTOP), Picture("data", data, DESKTOP),
    Picture("checked", checked, DESKTOP), Picture("documents", documents, DESKTOP), Picture("data-phone", data, PHONE),
)  # fmt: skip


def main() -> None:
    """Make them all; without Chromium nothing is touched."""
    path = chromium_path()
    if path is None:
        print("docs/screenshots: left as they are, there is no Chromium on this machine")
        return
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder:
        store = _library(Path(folder))
        desk = Desk(lambda: Assistant.open(store), Conversation)
        with sync_playwright() as playwright, serving(desk, Intake(store)) as url:
            browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
            for picture in PICTURES:
                _take(browser, url, picture)
            browser.close()


def _library(folder: Path) -> Path:
    for year, visits, cars in YEARS:
        (folder / f"{made.ISSUER}{year}年部门预算.pdf").write_bytes(made.pdf(year=year, visits=visits, cars=cars))
    build([*sorted((ROOT / "corpus" / "documents").glob("*.txt")), *sorted(folder.glob("*.pdf"))], folder / "store")
    return folder / "store"


def _take(browser: Any, url: str, picture: Picture) -> None:
    context = browser.new_context(viewport=picture.viewport, color_scheme=picture.scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(".mz-welcome")
    picture.do(page)
    page.wait_for_timeout(500)  # pictures of pages come after the panel that holds them
    with Image.open(io.BytesIO(page.screenshot())) as image:
        image.convert("RGB").quantize(256).save(FOLDER / f"{picture.name}.png", optimize=True)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
