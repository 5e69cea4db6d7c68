"""Small charts as SVG: drawn in the page's own colours, so that they follow its light and dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from eval.bootstrap import Share

_ROW, _LABEL, _BAR, _END = 26, 150, 480, 110
"""Height of a row; widths of the labels, of a full bar, and of the numbers after it, in units of the drawing."""

_BUCKETS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def accuracy(rows: Mapping[str, Share], others: Mapping[str, Mapping[str, Share]]) -> str:
    """A bar for each share with its interval as a line; other systems' shares as marks on the same row."""
    drawn = []
    for number, (name, share) in enumerate(rows.items()):
        top = number * _ROW
        middle = top + _ROW / 2
        drawn.append(
            f'<text class="lab" x="{_LABEL - 8}" y="{middle + 4}">{escape(name)}</text>'
            f'<rect class="ground" x="{_LABEL}" y="{top + 5}" width="{_BAR}" height="{_ROW - 10}" rx="3"/>'
            f'<rect class="fill" x="{_LABEL}" y="{top + 5}" width="{share.value * _BAR:.1f}" height="{_ROW - 10}" rx="3"/>'
            f'<line class="range" x1="{_x(share.low)}" x2="{_x(share.high)}" y1="{middle}" y2="{middle}"/>'
        )
        for order, of in enumerate(others.values(), 1):
            if name in of:
                drawn.append(_mark(order, _x(of[name].value), middle))
        drawn.append(f'<text class="num" x="{_LABEL + _BAR + 8}" y="{middle + 4}">{share.hits:g}/{share.total:g}</text>')
    return _svg(len(rows) * _ROW, "".join(drawn), "各类别完全正确的比例") + _legend(list(others))


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
    drawn = []
    for number, (label, count) in enumerate(shown):
        top = number * _ROW
        drawn.append(
            f'<text class="lab" x="{_LABEL - 8}" y="{top + _ROW / 2 + 4}">{escape(label)}</text>'
            f'<rect class="fill" x="{_LABEL}" y="{top + 5}" width="{count / most * _BAR:.1f}" height="{_ROW - 10}" rx="3"/>'
            f'<text class="num" x="{_LABEL + count / most * _BAR + 8:.1f}" y="{top + _ROW / 2 + 4}">{count}</text>'
        )
    return _svg(len(shown) * _ROW, "".join(drawn), "用时分布")


def _x(share: float) -> str:
    return f"{_LABEL + share * _BAR:.1f}"


def _mark(order: int, x: str, y: float) -> str:
    """Shapes differ as well as colours, for those who cannot tell colours apart."""
    left, size = float(x), 5
    shapes = (
        f'<circle class="mark m{order}" cx="{left}" cy="{y}" r="{size}"/>',
        f'<path class="mark m{order}" d="M{left} {y - size}l{size} {size * 2}h{-2 * size}z"/>',
        f'<rect class="mark m{order}" x="{left - size + 1}" y="{y - size + 1}" width="{2 * size - 2}" height="{2 * size - 2}"/>',
    )
    return shapes[(order - 1) % len(shapes)]


def _legend(names: Sequence[str]) -> str:
    if not names:
        return ""
    entries = "".join(
        f'<span><svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">{_mark(n, "7", 7)}</svg> {escape(name)}</span>'
        for n, name in enumerate(names, 1)
    )
    return f'<p class="legend">{entries}</p>'


def _svg(height: float, content: str, title: str) -> str:
    return f'<svg class="chart" viewBox="0 0 {_LABEL + _BAR + _END} {height:g}" role="img" aria-label="{escape(title)}">{content}</svg>'
