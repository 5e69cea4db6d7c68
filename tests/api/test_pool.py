"""Questions wait beside the event loop: a slow one holds up nobody, and a queue without end is refused."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from assistant.api.pool import Pool
from assistant.api.problems import Problem


def test_a_slow_question_holds_up_neither_the_loop_nor_the_others() -> None:
    pool, slow = Pool(threads=2, waiting=10), threading.Event()

    async def run() -> tuple[list[int], float]:
        waiting = asyncio.create_task(pool.run(lambda: slow.wait(30)))
        await asyncio.sleep(0)
        started = time.monotonic()
        quick = [await pool.run(lambda n=n: n) for n in range(20)]  # type: ignore[misc]
        took = time.monotonic() - started
        slow.set()
        assert await waiting
        return quick, took

    quick, took = asyncio.run(run())
    assert quick == list(range(20))
    assert took < 15


def test_one_too_many_is_sent_away_with_the_time_to_come_back() -> None:
    pool, slow = Pool(threads=1, waiting=1), threading.Event()

    async def run() -> None:
        inside = [asyncio.create_task(pool.run(lambda: slow.wait(30))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Problem) as crowded:
            await pool.run(lambda: True)
        assert (crowded.value.kind, crowded.value.status, crowded.value.headers["Retry-After"]) == ("crowded", 503, "2")
        slow.set()
        assert await asyncio.gather(*inside) == [True, True]
        assert await pool.run(lambda: True)

    asyncio.run(run())


def test_what_fails_frees_its_place() -> None:
    pool = Pool(threads=1, waiting=0)

    async def run() -> None:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await pool.run(lambda: 1 // 0)

    asyncio.run(run())
