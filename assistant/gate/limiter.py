"""How often one user may ask. Counted in this process; with several workers each counts for itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.gate.settings import Limits

_COUNTED = ("/api/", "/v1/", "/mcp", "/mz/export/", "/mz/place/", "/mz/page/", "/mz/original/", "/mz/view/")
"""What is counted even where it only reads; style sheets and scripts are not."""
SWEPT = 30.0
"""Seconds between two sweeps of counters whose time is over."""
SIGN_INS = "30/minute"
"""Attempts to sign in from one address."""


class Limiter:
    """The counters of one server."""

    def __init__(self, limits: Limits) -> None:
        from limits import parse
        from limits.strategies import SlidingWindowCounterRateLimiter

        self._counter = SlidingWindowCounterRateLimiter(_storage())
        self._rates = {"ask": parse(limits.rate), "upload": parse(limits.upload_rate), "sign-in": parse(SIGN_INS)}

    def wait(self, kind: str, who: str) -> int:
        """Count a request of a kind; 0 where it may go on, else in how many seconds to try again."""
        rate = self._rates[kind]
        if self._counter.hit(rate, kind, who):
            return 0
        return max(1, round(self._counter.get_window_stats(rate, kind, who).reset_time - time.time()))


def _storage() -> Any:
    """The library's counters in memory. It starts a thread to sweep them at almost every count; here only once in a while."""
    from limits.storage import MemoryStorage

    class Storage(MemoryStorage):
        _sweeping: Sweeping

        @property
        def timer(self) -> Any:
            return self._sweeping

        @timer.setter
        def timer(self, sweeper: Any) -> None:
            self._sweeping = Sweeping(sweeper)

    return Storage()


class Sweeping:
    """A sweep, which counts as under way until it is time for the next one."""

    def __init__(self, sweeper: Any) -> None:
        self._sweeper, self._until = sweeper, time.monotonic() + SWEPT

    def start(self) -> None:
        """Begin."""
        self._sweeper.start()

    def is_alive(self) -> bool:
        """Whether no other need be started."""
        return time.monotonic() < self._until


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
