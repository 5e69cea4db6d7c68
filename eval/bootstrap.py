"""Shares and means with the interval that other questions of the same kind would have given.

Cases are drawn again with replacement, a thousand times, and the measure is taken of each draw: the middle 95 % of the results
are the interval (percentile bootstrap). A case is drawn with all that it counts, so that ten citations of one answer are not
taken for ten independent witnesses. Where all cases agree, drawing again cannot tell anything; the exact binomial bound
(Clopper and Pearson 1934) says how far the truth may still lie: no wrong number in 160 cases is not "0 %", but "at most 2.3 %".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 1000
LEVEL = 0.95
_SEED = 20_240_101
"""Fixed, so that the same results give the same interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``total``, with its 95 % interval. ``hits`` may be a sum of scores; an empty share is 0 with interval 0–1."""

    hits: float
    total: float
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself, 0 to 1."""
        return self.hits / self.total if self.total else 0.0

    def to_json(self) -> dict[str, object]:
        """For results.json."""
        return {
            "hits": round(self.hits, 4),
            "total": self.total,
            "share": round(self.value, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }


@dataclass(frozen=True, slots=True)
class Quantile:
    """A percentile of latencies in seconds, with its 95 % interval."""

    value: float
    low: float
    high: float

    def to_json(self) -> dict[str, object]:
        """For results.json."""
        return {"seconds": round(self.value, 6), "low": round(self.low, 6), "high": round(self.high, 6)}


def share(outcomes: Sequence[bool]) -> Share:
    """The share of True.

    >>> share([True] * 4).value, share([]).value
    (1.0, 0.0)
    """
    return ratio([(float(o), 1.0) for o in outcomes])


def ratio(pairs: Sequence[tuple[float, float]]) -> Share:
    """The sum of the first members over the sum of the second, a pair a case; pairs of nothing (x, 0) count nothing."""
    import numpy as np

    counted = [pair for pair in pairs if pair[1]]
    if not counted:
        return Share(0.0, 0.0, 0.0, 1.0)
    hits, totals = np.array(counted, float).T
    if np.array_equal(hits, totals) or not hits.any():
        return _unanimous(bool(hits.any()), float(hits.sum()), float(totals.sum()), len(counted))
    draws = _draws(len(counted))
    values = (draws @ hits) / (draws @ totals)
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    value = float(hits.sum() / totals.sum())
    return Share(float(hits.sum()), float(totals.sum()), min(float(low), value), max(float(high), value))


def quantile(values: Sequence[float], at: float) -> Quantile:
    """A percentile (``at`` from 0 to 1) of values that are not empty, interpolated."""
    import numpy as np

    chance = np.random.default_rng(_SEED)
    drawn = np.quantile(chance.choice(np.array(values), (RESAMPLES, len(values))), at, axis=1)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Quantile(float(np.quantile(values, at)), float(low), float(high))


def _unanimous(all_hit: bool, hits: float, total: float, cases: int) -> Share:
    bound = 1 - float(((1 - LEVEL) / 2) ** (1 / cases))
    return Share(hits, total, 1 - bound, 1.0) if all_hit else Share(hits, total, 0.0, bound)


@cache
def _draws(cases: int) -> NDArray[np.float64]:
    """How often each case is in each draw: one row a draw. Kept, since every measure of a run draws from as many cases."""
    import numpy as np

    return np.random.default_rng(_SEED).multinomial(cases, [1 / cases] * cases, size=RESAMPLES).astype(float)
