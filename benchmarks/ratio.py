"""Speed as a ratio: two things timed in turns within one run, so that the machine's speed cancels out."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """``ours`` against ``base``, both in seconds (the best of the rounds); ``limit`` is the largest ratio that is good enough."""

    name: str
    ours: float
    base: float
    limit: float | None = None

    @property
    def value(self) -> float:
        """How many times as long as the base ours takes."""
        return self.ours / self.base

    @property
    def kept(self) -> bool:
        """Whether the limit, where there is one, is kept."""
        return self.limit is None or self.value <= self.limit

    def __str__(self) -> str:
        limit = f" (limit {self.limit:g}{'' if self.kept else ', EXCEEDED'})" if self.limit is not None else ""
        return f"{self.name}: {self.value:.2f}x{limit}  {self.ours * 1000:.1f} ms against {self.base * 1000:.1f} ms"


def best_of(rounds: int, *jobs: Callable[[], object]) -> list[float]:
    """The shortest time of each job, in seconds; the jobs take turns, after one round that does not count."""
    best = [float("inf")] * len(jobs)
    for number in range(rounds + 1):
        for which, job in enumerate(jobs):
            started = time.perf_counter()
            job()
            if number:
                best[which] = min(best[which], time.perf_counter() - started)
    return best


def process(command: Sequence[str]) -> Callable[[], object]:
    """A job that runs a command to its end. Raises CalledProcessError where it fails."""
    return lambda: subprocess.run(command, check=True, capture_output=True)
