"""axe-core finds nothing serious: the talk empty, answered and with its source open, each tab, dialogs, dark and light, desk and phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from assistant import Assistant, Conversation
from assistant.page.desk import Desk
from assistant.page.intake import Intake
from tests.page import made
from tests.page.conftest import DESKTOP, PHONE, Watched, serving

pytestmark = pytest.mark.browser
Visit = Callable[..., Watched]
EVERY_RULE: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS_ONLY = {**EVERY_RULE, "runOnly": ["color-contrast"]}
"""What a dark page can do wrong that a light one does not."""


@pytest.fixture(scope="module")
def url(library: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Any) -> Iterator[str]:
    """The page over a copy of the library, with everything that changes it."""
    store = Path(shutil.copytree(library, tmp_path_factory.mktemp("access") / "store"))
    with serving(Desk(lambda: Assistant.open(store), Conversation), Intake(store)) as url:
        yield url


class _Look:
    """Collects what axe-core calls serious or critical, state by state."""

    def __init__(self, page: Any, rules: dict[str, Any]) -> None:
        self.page, self.rules, self.grave = page, rules, []  # type: ignore[var-annotated]

    def at(self, state: str) -> None:
        """Look at the page as it is now."""
        for found in Axe().run(self.page, options=self.rules).response["violations"]:
            if found["impact"] in ("serious", "critical"):
                self.grave.append(f"{state}: {found['id']} {[node['html'][:200] for node in found['nodes']]}")


@pytest.mark.parametrize(
    ("viewport", "scheme", "rules"),
    [(DESKTOP, "light", EVERY_RULE), (DESKTOP, "dark", COLOURS_ONLY), (PHONE, "light", EVERY_RULE)],
    ids=["desk", "dark", "phone"],
)
def test_nothing_keeps_anybody_out(visit: Visit, url: str, viewport: dict[str, int], scheme: str, rules: dict[str, Any]) -> None:
    watched = visit(url, viewport, color_scheme=scheme, reduced_motion="reduce")
    page, look = watched.page, _Look(watched.page, rules)
    page.locator(".mz-documents summary").click()
    look.at("empty talk with the list of documents")
    page.keyboard.press("Escape")
    watched.ask("各部门三公经费比较")
    watched.ask(f"{made.ISSUER} 2023年公务接待费多少")
    page.locator(".mz-figure .mz-mark").last.click()
    page.wait_for_selector(".mz-source .mz-cell-mark")
    page.locator(".mz-saving summary").last.click()
    look.at("answers with a source")
    page.locator("[data-view=data]").click()
    page.locator("input[name=item]").fill("三公经费")
    page.locator("select[name=measure]").select_option("level")
    page.wait_for_function("document.querySelectorAll('.mz-figures tbody tr').length < 40")
    for row in (0, 1):
        page.locator("[data-pick]").nth(row).check()
    page.locator("[data-picks=compare]").click()
    page.wait_for_selector(".mz-compared li")
    look.at("figures compared")
    page.locator("[data-view=checked]").click()
    page.locator(".mz-checked .mz-go").first.click()
    page.wait_for_selector(".mz-view-side .mz-source")
    look.at("findings with a place")
    page.locator("[data-view=documents]").click()
    page.wait_for_selector(".mz-files")
    look.at("documents")
    page.locator("[data-change^=remove]").first.click()
    page.wait_for_selector("dialog[open]")
    look.at("asked whether to remove")
    assert look.grave == []


def test_the_tabs_are_used_from_the_keyboard_alone(visit: Visit, url: str) -> None:
    page = visit(url).page
    active = "document.activeElement.%s"

    def tab_to(what: str) -> None:
        """Press Tab until the element is reached that matches."""
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(active % f"matches('{what}')"):
                return
        pytest.fail(f"Tab never reaches {what}")

    page.locator("[data-view=data]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".mz-figures")
    tab_to("[data-sort=item]")
    page.keyboard.press("Enter")
    page.wait_for_selector("th[aria-sort=ascending]")
    assert page.evaluate(active % "dataset.sort") == "item"
    tab_to("[data-pick]")
    page.keyboard.press("Space")
    page.wait_for_selector(".mz-tray:not([hidden])")
    tab_to(".mz-go")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mz-view-side .mz-source")
    assert page.evaluate(active % "matches('.mz-source')")
    page.keyboard.press("Escape")
    assert page.evaluate(active % "matches('.mz-go[aria-current]')")
    page.locator("[data-view=documents]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".mz-files")
    tab_to(".mz-pick")
    tab_to("[data-change^=remove]")
    page.keyboard.press("Enter")
    assert page.evaluate(active % "matches('[data-answer=\"\"]')")
    page.keyboard.press("Escape")
    assert page.evaluate(active % "matches('[data-change^=remove]')")
    assert page.locator("tr[data-document]").count() == 3


def test_every_control_has_a_name_in_both_languages(visit: Visit, url: str) -> None:
    page = visit(f"{url}/?lang=en").page
    for view, ready in (("data", ".mz-figures"), ("checked", ".mz-checked"), ("documents", ".mz-files")):
        page.locator(f"[data-view={view}]").click()
        page.wait_for_selector(ready)
        names = page.locator(".mz-view").evaluate(
            "view => [...view.querySelectorAll('button:not(.mz-go), th, label > span, .mz-count, .mz-button')].map(e => e.innerText)"
        )
        chinese = [name for name in names if any("一" <= c <= "鿿" for c in name)]
        assert chinese == []
