"""axe-core finds nothing serious: the talk empty, answered and with its source open, each tab, dark and light, desk and phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.page import made
from tests.page.conftest import DESKTOP, PHONE, Watched

pytestmark = pytest.mark.browser
Visit = Callable[..., Watched]
EVERY_RULE: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS_ONLY = {**EVERY_RULE, "runOnly": ["color-contrast"]}
"""What a dark page can do wrong that a light one does not."""
READY = {"data": ".mz-figures", "checked": ".mz-checked", "documents": ".mz-files"}


def _grave(page: Any, state: str, rules: dict[str, Any]) -> list[str]:
    """What axe-core calls serious or critical in this state of the page, with the elements."""
    found = Axe().run(page, options=rules).response["violations"]
    return [
        f"{state}: {v['id']} {[n['html'][:200] for n in v['nodes']]}" for v in found if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(
    ("viewport", "scheme", "rules"),
    [(DESKTOP, "light", EVERY_RULE), (DESKTOP, "dark", COLOURS_ONLY), (PHONE, "light", EVERY_RULE)],
    ids=["desk", "dark", "phone"],
)
def test_nothing_keeps_anybody_out(
    visit: Visit, library_url: str, viewport: dict[str, int], scheme: str, rules: dict[str, Any]
) -> None:
    watched = visit(library_url, viewport, color_scheme=scheme, reduced_motion="reduce")
    page = watched.page
    page.locator(".mz-documents summary").click()
    grave = _grave(page, "empty talk with the list of documents", rules)
    page.keyboard.press("Escape")
    watched.ask("各部门三公经费比较")
    watched.ask(f"{made.ISSUER} 2023年公务接待费多少")
    page.locator(".mz-figure .mz-mark").last.click()
    page.wait_for_selector(".mz-source .mz-cell-mark")
    grave += _grave(page, "answers with a source", rules)
    for view, ready in READY.items():
        page.locator(f"[data-view={view}]").click()
        page.wait_for_selector(ready)
        if view == "checked":
            page.locator(".mz-go").first.click()
            page.wait_for_selector(".mz-view-side .mz-source")
        grave += _grave(page, view, rules)
    assert grave == []
