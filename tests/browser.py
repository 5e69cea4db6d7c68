"""The Chromium that tests, pictures and measures of pages are made with."""

from __future__ import annotations

import shutil

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic",
)  # fmt: skip
"""Headless on a machine without a screen; the browser itself asks no other host."""
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str | None:
    """Where it is installed, if it is."""
    return next(filter(None, map(shutil.which, _NAMES)), None)
