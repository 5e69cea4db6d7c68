"""Strokes to rulings to grids: any partition that is drawn comes back, whatever way its lines are cut."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.pdf.grid import Grid, GridCell, grid
from corpus.pdf.page import Segment
from corpus.pdf.rulings import frames, merged

Cells = list[tuple[int, int, int, int]]


def partition(rng: random.Random, rows: int, columns: int) -> Cells:
    """A random division of a rows x columns field into rectangles (top, left, bottom, right)."""
    free = {(r, c) for r in range(rows) for c in range(columns)}
    cells: Cells = []
    while free:
        top, left = min(free)
        right = left + 1
        while right < columns and (top, right) in free and rng.random() < 0.3:
            right += 1
        bottom = top + 1
        while bottom < rows and all((bottom, c) in free for c in range(left, right)) and rng.random() < 0.3:
            bottom += 1
        free -= {(r, c) for r in range(top, bottom) for c in range(left, right)}
        cells.append((top, left, bottom, right))
    return cells


def strokes(rng: random.Random, cells: Cells, xs: list[float], ys: list[float], jitter: float) -> list[Segment]:
    """The sides of cells, some cut in two pieces, each a little off its place."""
    found: list[Segment] = []

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        off = rng.uniform(-jitter, jitter)
        x0, x1, y0, y1 = (x0, x1, y0 + off, y1 + off) if y0 == y1 else (x0 + off, x1 + off, y0, y1)
        if rng.random() < 0.3:
            middle = ((x0 + x1) / 2, (y0 + y1) / 2)
            found.append(Segment(x0, y0, *middle))
            found.append(Segment(*middle, x1, y1))
        else:
            found.append(Segment(x0, y0, x1, y1))

    for top, left, bottom, right in cells:
        line(xs[left], ys[top], xs[right], ys[top])
        line(xs[left], ys[bottom], xs[right], ys[bottom])
        line(xs[left], ys[top], xs[left], ys[bottom])
        line(xs[right], ys[top], xs[right], ys[bottom])
    rng.shuffle(found)
    return found


def boxes(found: Grid) -> set[tuple[int, int, int, int]]:
    """The cells as rounded rectangles."""
    return {
        tuple(round(v / 10) for v in (b.left, b.top, b.right, b.bottom)) for b in map(found.cell_box, range(len(found.cells)))
    }  # type: ignore[misc]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 7), st.integers(2, 6), st.integers(0, 10**6))
def test_a_drawn_partition_comes_back(rows: int, columns: int, seed: int) -> None:
    """Merged cells of any shape, lines in pieces and a little off."""
    rng = random.Random(seed)
    cells = partition(rng, rows, columns)
    xs, ys = [100.0 + 60 * i for i in range(columns + 1)], [50.0 + 20 * i for i in range(rows + 1)]
    if len(cells) == 1:
        return
    found = [made for frame in frames(strokes(rng, cells, xs, ys, 0.4)) if (made := grid(frame))]
    assert len(found) == 1
    drawn = {
        (round(xs[left] / 10), round(ys[top] / 10), round(xs[right] / 10), round(ys[bottom] / 10))
        for top, left, bottom, right in cells
    }
    assert boxes(found[0]) == drawn


def test_pieces_on_one_line_become_one_ruling() -> None:
    """Dashes closer than three points; further apart they stay two."""
    assert [(r.start, r.end) for r in merged([(10, 0, 5), (10.4, 6, 20), (10, 40, 50)])] == [(0, 20), (40, 50)]


def test_two_tables_on_a_page_are_two_frames() -> None:
    """Frames that do not touch are different tables; a lone line under a heading is none."""
    rng = random.Random(1)
    one = strokes(rng, [(0, 0, 1, 1), (0, 1, 1, 2)], [0, 50, 100], [100, 120], 0)
    two = strokes(rng, [(0, 0, 1, 1), (0, 1, 1, 2)], [0, 50, 100], [200, 220], 0)
    found = [grid(frame) for frame in frames([*one, *two, Segment(0, 20, 400, 20)])]
    assert [made.ys for made in found if made] == [(100, 120), (200, 220)]
    assert sum(made is None for made in found) == 1


def test_a_box_around_text_is_no_table() -> None:
    """One cell makes no grid."""
    assert [grid(f) for f in frames(strokes(random.Random(1), [(0, 0, 1, 1)], [0, 100], [0, 100], 0))] == [None]


def test_a_shape_that_is_no_rectangle_is_cut_into_rectangles() -> None:
    """A missing piece of line joins cells to an L: its rows stay apart."""
    lines = [Segment(0, y, 100, y) for y in (0, 40)] + [Segment(x, 0, x, 40) for x in (0, 100)]
    lines += [Segment(0, 20, 50, 20), Segment(50, 20, 50, 40)]
    found = [made for frame in frames(lines) if (made := grid(frame))]
    assert set(found[0].cells) == {GridCell(0, 0, 1, 2), GridCell(1, 0, 2, 1), GridCell(1, 1, 2, 2)}
