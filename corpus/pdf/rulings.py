"""Path segments to rulings: collinear pieces merged, pieces that touch collected into one frame per table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.pdf.page import Segment

NEAR = 3.0
"""Points within which two strokes count as the same line or as touching."""
_SHORT = 2.0
_DRAWING = 4_000_000
"""More crossings to look at than the tables of any page need: the page is a drawing."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A line of a frame: ``at`` is its place across, ``start``/``end`` its reach along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Rulings that touch each other: horizontal ones (``at`` is y) and vertical ones (``at`` is x)."""

    rows: tuple[Ruling, ...]
    columns: tuple[Ruling, ...]


def merged(strokes: Iterable[tuple[float, float, float]]) -> list[Ruling]:
    """Strokes (at, start, end) of one direction as rulings; pieces on one line that overlap or nearly touch become one."""
    rulings: list[Ruling] = []
    group: list[tuple[float, float, float]] = []
    for stroke in sorted(strokes):
        if group and stroke[0] - group[-1][0] > NEAR / 2:
            rulings.extend(_merge_line(group))
            group = []
        group.append(stroke)
    return rulings + _merge_line(group)


def _merge_line(group: list[tuple[float, float, float]]) -> list[Ruling]:
    result: list[Ruling] = []
    pieces: list[tuple[float, float, float]] = []
    for piece in sorted(group, key=lambda s: s[1]):
        if pieces and piece[1] > max(p[2] for p in pieces[-8:]) + NEAR:
            result.append(_one(pieces))
            pieces = []
        pieces.append(piece)
    return [*result, _one(pieces)] if pieces else result


def _one(pieces: Sequence[tuple[float, float, float]]) -> Ruling:
    weights = [max(end - start, 0.1) for _, start, end in pieces]
    at = sum(p[0] * w for p, w in zip(pieces, weights, strict=True)) / sum(weights)
    return Ruling(at, min(p[1] for p in pieces), max(p[2] for p in pieces))


def frames(segments: Sequence[Segment]) -> list[Frame]:
    """The frames of a page from top to bottom; lone lines (under headings, page headers) come as frames without columns."""
    rows = merged(((s.top + s.bottom) / 2, s.left, s.right) for s in segments if s.horizontal)
    columns = merged(((s.left + s.right) / 2, s.top, s.bottom) for s in segments if not s.horizontal)
    rows = [r for r in rows if r.end - r.start > _SHORT]
    columns = [c for c in columns if c.end - c.start > _SHORT]
    if len(rows) * len(columns) > _DRAWING:
        return []
    parent = list(range(len(rows) + len(columns)))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if _touch(row, column):
                _union(parent, i, len(rows) + j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, row in enumerate(rows):
        groups.setdefault(_find(parent, i), ([], []))[0].append(row)
    for j, column in enumerate(columns):
        groups.setdefault(_find(parent, len(rows) + j), ([], []))[1].append(column)
    found = [Frame(tuple(r), tuple(c)) for r, c in groups.values()]
    return sorted(found, key=lambda f: min([r.at for r in f.rows] + [c.start for c in f.columns]))


def _touch(row: Ruling, column: Ruling) -> bool:
    return row.start - NEAR <= column.at <= row.end + NEAR and column.start - NEAR <= row.at <= column.end + NEAR


def _find(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _union(parent: list[int], i: int, j: int) -> None:
    parent[_find(parent, i)] = _find(parent, j)
