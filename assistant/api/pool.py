"""Where questions are answered: threads beside the event loop, so many and no more, with a queue that has an end."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from assistant.api.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
THREADS = 16
"""Questions worked on at the same time where a language model may be waited for, as many as the page allows itself."""
COMPUTING = 4
"""Questions worked on at the same time where all are only computed: more would take turns at it, and each would come later."""
WAITING = 256
"""Questions that may wait for a thread; the next one is sent away at once, with the time to come back."""
PATIENCE = "2"
"""Seconds after which somebody sent away may try again."""


class Pool:
    """Runs work that takes time, in the order in which it came."""

    def __init__(self, threads: int | None = None, waiting: int = WAITING) -> None:
        threads = threads or (THREADS if os.environ.get("MINGZHANG_MODEL") else COMPUTING)
        self._threads, self._most, self._inside = ThreadPoolExecutor(threads, "ask"), threads + waiting, 0

    async def run(self, work: Callable[[], T]) -> T:
        """The result of ``work``, which runs in a thread. Raises Problem ``crowded`` where too many wait, and what ``work`` raises."""
        if self._inside >= self._most:
            raise Problem("crowded", f"已有 {self._inside} 个问题在处理", headers={"Retry-After": PATIENCE})
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._inside -= 1
