"""Draws tables into small PDFs, the way disclosures print them: ruled cells, merged headers, several pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
LEADING = 1.3


@dataclass(frozen=True)
class Spot:
    """A header cell: text over ``columns`` columns and ``rows`` rows, at its place in the header."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass
class Sheet:
    """A PDF under construction. ``size`` is the page in points, ``rules`` which lines are drawn: all, rows, columns or none."""

    size: tuple[float, float] = (842, 595)
    rules: str = "all"
    font: float = 9
    out: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.canvas = Canvas(self.out, pagesize=self.size)

    def text(self, x: float, y: float, words: str, align: str = "left", size: float | None = None) -> None:
        """Print words with their middle at height y (from the top)."""
        size = size or self.font
        self.canvas.setFont(FONT, size)
        draw = {"left": self.canvas.drawString, "right": self.canvas.drawRightString, "centre": self.canvas.drawCentredString}[
            align
        ]
        draw(x, self.size[1] - y - 0.35 * size, words)

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        """The outline of a cell, as far as the sheet's rules are drawn."""
        high, low = self.size[1] - top, self.size[1] - bottom
        if self.rules in ("all", "rows"):
            self.canvas.line(left, high, right, high)
            self.canvas.line(left, low, right, low)
        if self.rules in ("all", "columns"):
            self.canvas.line(left, high, left, low)
            self.canvas.line(right, high, right, low)

    def cell(self, left: float, top: float, right: float, bottom: float, words: str, align: str = "left") -> None:
        """A ruled cell; words break over lines at ``|``."""
        self.box(left, top, right, bottom)
        pieces = words.split("|") if words else []
        step = self.font * LEADING
        at = (top + bottom) / 2 - step * (len(pieces) - 1) / 2
        for piece in pieces:
            indent = len(piece) - len(piece.lstrip("　"))
            x = {"left": left + 3 + indent * self.font, "right": right - 3, "centre": (left + right) / 2}[align]
            self.text(x, at, piece.strip("　"), align)
            at += step

    def header(self, xs: Sequence[float], top: float, spots: Sequence[Spot], height: float = 18) -> float:
        """Draw a header; the height where it ends."""
        for spot in spots:
            y = top + spot.row * height
            self.cell(xs[spot.column], y, xs[spot.column + spot.columns], y + spot.rows * height, spot.text, "centre")
        return top + height * max(spot.row + spot.rows for spot in spots)

    def rows(self, xs: Sequence[float], top: float, rows: Sequence[Sequence[str]], aligns: str, height: float = 18) -> float:
        """Draw body rows; ``aligns`` holds one of l, r, c a column. The height where they end."""
        names = {"l": "left", "r": "right", "c": "centre"}
        for row in rows:
            lines = max(words.count("|") for words in row) + 1
            bottom = top + max(height, lines * self.font * LEADING + 4)
            for column, words in enumerate(row):
                self.cell(xs[column], top, xs[column + 1], bottom, words, names[aligns[column]])
            top = bottom
        return top

    def page(self) -> None:
        """End the page."""
        self.canvas.showPage()

    def data(self) -> bytes:
        """The finished file."""
        self.canvas.save()
        return self.out.getvalue()
