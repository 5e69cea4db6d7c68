"""Charts as plain elements: bars in per cent of their row, so that they fit any width and follow the page's colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from eval.bootstrap import Share

_BUCKETS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def accuracy(rows: Mapping[str, Share], others: Mapping[str, Mapping[str, Share]]) -> str:
    """A bar for each share with its interval as a line; other systems' shares as marks, each system on a height of its own."""
    drawn = []
    for name, share in rows.items():
        marks = "".join(
            _mark(order, f"left:{_at(of[name].value)};top:{order / (len(others) + 1):.0%}")
            for order, of in enumerate(others.values(), 1)
            if name in of
        )
        drawn.append(
            f'<div class="lab">{escape(name)}</div><div class="ground"><div class="fill" style="width:{_at(share.value)}"></div>'
            f'<div class="range" style="left:{_at(share.low)};width:{_at(share.high - share.low)}"></div>{marks}</div>'
            f'<div class="num">{share.hits:g}/{share.total:g}</div>'
        )
    return _chart("各类别完全正确的比例", drawn) + _legend(list(others))


def latency(seconds: Sequence[float]) -> str:
    """How many answers took how long."""
    counts, below = [], 0
    for limit in _BUCKETS_MS:
        upto = sum(s * 1000 <= limit for s in seconds)
        counts.append((f"≤ {limit} ms", upto - below))
        below = upto
    counts.append((f"> {_BUCKETS_MS[-1]} ms", len(seconds) - below))
    first = next((n for n, (_, count) in enumerate(counts) if count), 0)
    last = max((n for n, (_, count) in enumerate(counts) if count), default=0)
    shown = counts[first : last + 1]
    most = max(count for _, count in shown) or 1
    return _chart(
        "用时分布",
        [
            f'<div class="lab">{escape(label)}</div><div class="bare"><div class="fill" style="width:{_at(count / most)}"></div></div>'
            f'<div class="num">{count}</div>'
            for label, count in shown
        ],
    )


def _chart(title: str, rows: Sequence[str]) -> str:
    return f'<div class="chart" role="img" aria-label="{escape(title)}">{"".join(rows)}</div>'


def _at(share: float) -> str:
    return f"{share * 100:.2f}%"


def _mark(order: int, place: str = "") -> str:
    """Shapes differ as well as colours, for those who cannot tell colours apart."""
    shapes = ('<circle cx="7" cy="7" r="5"/>', '<path d="M7 2l5 10h-10z"/>', '<rect x="3" y="3" width="8" height="8"/>')
    style = f' style="{place}"' if place else ""
    return f'<svg class="mark m{order}"{style} viewBox="0 0 14 14" aria-hidden="true">{shapes[(order - 1) % len(shapes)]}</svg>'


def _legend(names: Sequence[str]) -> str:
    entries = "".join(f"<span>{_mark(n)} {escape(name)}</span>" for n, name in enumerate(names, 1))
    return f'<p class="legend">{entries}</p>' if names else ""
