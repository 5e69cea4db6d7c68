"""Runs the real reader over a text: document, figures and how long it took."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from corpus.document import Document
from corpus.figure import Figure
from corpus.figures import figures
from corpus.read import read_bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a text, and in how many seconds of processor time."""

    document: Document
    figures: list[Figure]
    seconds: float


class TooSlow(Exception):
    """The reader did not come back in time."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TooSlow in the block after that many seconds of processor time (main thread only)."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow(f"not back after {seconds:.2f} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    except TooSlow as error:
        raise TooSlow(str(error)) from None  # without the frames the signal cut through: their line numbers may be unknown
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def read_text(text: str, name: str = "公开.txt") -> Reading:
    """Reads a text as the bytes of a file; raises ReadError as the reader does."""
    start = time.process_time()
    document = read_bytes(text.encode("utf-8"), name)
    found = figures(document)
    return Reading(document, found, time.process_time() - start)
