"""Opens a page in headless Chromium and prints, as JSON, what it asked for, what went wrong, and how wide it is on a phone.

Run as a program, so that it shares no browser driver with other tests.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def look(chromium: str, page_file: Path) -> dict[str, object]:
    """Light on a desktop, dark on a phone."""
    requests: list[str] = []
    errors: list[str] = []
    seen: dict[str, object] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for scheme, width in (("light", 1280), ("dark", 390)):
            page = browser.new_page(
                viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
            )
            page.on("request", lambda request: requests.append(request.url))
            page.on("console", lambda message: errors.append(message.text))
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(page_file.as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            seen[scheme] = page.evaluate(
                "[document.documentElement.scrollWidth, getComputedStyle(document.body).backgroundColor, document.querySelectorAll('.chart').length]"
            )
        browser.close()
    return {"requests": requests, "errors": errors, **seen}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(look(sys.argv[1], Path(sys.argv[2]))))
