"""Totals of a run: shares with bootstrap intervals, latencies, gains and losses against an earlier run."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.run import Result

_RESAMPLES = 1000
_SEED = 20_240_101
"""Fixed, so that the same results give the same interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of cases, with its 95 % interval. ``hits`` of ``total``; an empty share is 0 with interval 0–0."""

    hits: int
    total: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself, 0 to 1."""
        return self.hits / self.total if self.total else 0.0

    def to_json(self) -> dict[str, object]:
        """For results.json."""
        return {
            "hits": self.hits,
            "total": self.total,
            "share": round(self.value, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }


@dataclass(frozen=True, slots=True)
class Totals:
    """The measures of a run. ``latency`` maps "p50", "p95" and "max" to seconds."""

    right: Share
    wrong: Share
    status: Share
    figures: Share
    text: Share
    cites: Share
    quotes: Share
    categories: Mapping[str, Share]
    latency: Mapping[str, float]

    def to_json(self) -> dict[str, object]:
        """For results.json."""
        shares = {
            name: getattr(self, name).to_json() for name in ("right", "wrong", "status", "figures", "text", "cites", "quotes")
        }
        categories = {name: share.to_json() for name, share in self.categories.items()}
        return {**shares, "categories": categories, "latency_seconds": {name: round(s, 6) for name, s in self.latency.items()}}


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of cases that are right now and were not (gains), and the other way round (losses)."""

    gains: tuple[str, ...]
    losses: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """For results.json."""
        return {"gains": list(self.gains), "losses": list(self.losses)}


def share(outcomes: Sequence[bool]) -> Share:
    """The share of True, with a percentile bootstrap interval.

    >>> share([True] * 4).value, share([]).value
    (1.0, 0.0)
    """
    total, hits = len(outcomes), sum(outcomes)
    if not total:
        return Share(0, 0, 0.0, 0.0)
    chance = random.Random(_SEED)
    means = sorted(sum(chance.choices(outcomes, k=total)) / total for _ in range(_RESAMPLES))
    return Share(hits, total, means[int(_RESAMPLES * 0.025)], means[int(_RESAMPLES * 0.975) - 1])


def totals(results: Sequence[Result]) -> Totals:
    """The measures of a run's results."""
    categories = {
        c: share([r.grade.right for r in results if r.case.category == c]) for c in sorted({r.case.category for r in results})
    }
    true, false = sum(r.grade.quotes_true for r in results), sum(r.grade.quotes_false for r in results)
    return Totals(
        right=share([r.grade.right for r in results]),
        wrong=share([r.grade.wrong for r in results]),
        status=share([r.grade.status for r in results]),
        figures=share([r.grade.figures for r in results]),
        text=share([r.grade.text for r in results]),
        cites=share([r.grade.cites for r in results]),
        quotes=share([True] * true + [False] * false),
        categories=categories,
        latency=_latency([r.seconds for r in results if r.answer is not None]),
    )


def compare(results: Sequence[Result], baseline: Mapping[str, bool]) -> Changes:
    """What changed against a baseline that maps case ids to whether they were right; cases it lacks are left out."""
    known = [r for r in results if r.case.id in baseline]
    return Changes(
        gains=tuple(r.case.id for r in known if r.grade.right and not baseline[r.case.id]),
        losses=tuple(r.case.id for r in known if not r.grade.right and baseline[r.case.id]),
    )


def _latency(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds) or [0.0]
    return {"p50": ordered[len(ordered) // 2], "p95": ordered[int(len(ordered) * 0.95)], "max": ordered[-1]}
