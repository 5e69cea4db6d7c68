"""How often one user may ask. Counted in this process; with several workers each counts for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.gate.settings import Limits

_COUNTED = ("/api/", "/v1/", "/mcp", "/mz/export/", "/mz/place/", "/mz/page/", "/mz/original/", "/mz/view/")
"""What is counted even where it only reads; style sheets and scripts are not."""
SIGN_INS = "30/minute"
"""Attempts to sign in from one address."""


class Limiter:
    """The counters of one server."""

    def __init__(self, limits: Limits) -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import SlidingWindowCounterRateLimiter

        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._rates = {"ask": parse(limits.rate), "upload": parse(limits.upload_rate), "sign-in": parse(SIGN_INS)}

    def wait(self, kind: str, who: str) -> int:
        """Count a request of a kind; 0 where it may go on, else in how many seconds to try again."""
        rate = self._rates[kind]
        if self._counter.hit(rate, kind, who):
            return 0
        import time

        return max(1, round(self._counter.get_window_stats(rate, kind, who).reset_time - time.time()))


def counted(method: str, path: str) -> str | None:
    """As what a request counts: ask, upload or sign-in; None where it does not."""
    if path in ("/mz/login", "/mz/enter") and (method == "POST" or path == "/mz/enter"):
        return "sign-in"
    if method == "POST" and is_upload(path):
        return "upload"
    return "ask" if method not in ("GET", "HEAD", "OPTIONS") or path.startswith(_COUNTED) else None


def is_upload(path: str) -> bool:
    """Whether a file is sent to an address."""
    return path in ("/mz/upload", "/api/v1/uploads", "/api/v1/documents")
