"""A time limit over a call that cannot be interrupted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Late(Exception):
    """The call did not return in time."""


def within(seconds: float, job: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """The result of ``job``, or the exception that ended it; Late where it is not back in time.

    A late job goes on in a daemon thread, which ends with its own network time limit and holds up neither answers nor exit.
    """
    outcome: list[tuple[T | None, Exception | None]] = []

    def run() -> None:
        try:
            outcome.append((job(), None))
        except Exception as error:  # noqa: BLE001 - a model's libraries raise anything; none of it may reach the one who asked
            outcome.append((None, error))

    thread = threading.Thread(target=run, name="mingzhang-model", daemon=True)
    thread.start()
    thread.join(seconds)
    return outcome[0] if outcome else (None, Late())
