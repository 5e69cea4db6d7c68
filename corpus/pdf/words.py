"""Glyphs to lines of text: order, spaces and doubled print are decided by geometry, not by the order in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.pdf.page import Glyph

NUMERIC = frozenset("0123456789.,，-−－%％()")
"""Characters that numbers are printed with."""

_SPACE = 0.55
_SPACE_ASCII = 0.22
_WIDE = 1.1
_MARK = "\u2003"
_SPREAD = re.compile(r"(?<![\d.,])\d(?: [\d.,])+(?![\d.,])")


def middle_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs grouped into printed lines from top to bottom, each line sorted from left to right."""
    rows: list[list[Glyph]] = []
    at = reach = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        middle = (glyph.top + glyph.bottom) / 2
        size = glyph.bottom - glyph.top
        if rows and middle - at <= 0.38 * min(size, reach):
            rows[-1].append(glyph)
            at += (middle - at) / len(rows[-1])
            reach = max(reach, size)
        else:
            rows.append([glyph])
            at, reach = middle, size
    for row in rows:
        row.sort(key=lambda g: g.left)
    return [_without_doubles(row) for row in rows]


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    """The row without characters printed twice on the same spot (a way to make bold)."""
    kept: list[Glyph] = []
    for glyph in row:
        near = 0.35 * (glyph.right - glyph.left)
        if not any(k.text == glyph.text and glyph.left - k.left <= near for k in kept[-3:]):
            kept.append(glyph)
    return kept


def gap(left: Glyph, right: Glyph) -> float:
    """The white between two neighbours on a line, in parts of the smaller one's height."""
    return (right.left - left.right) / max(min(left.bottom - left.top, right.bottom - right.top), 1.0)


def join(row: Sequence[Glyph]) -> str:
    """The text of a printed line; white that separates words is one space, digits spread by justification are rejoined."""
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in row:
        if last is not None:
            white = gap(last, glyph)
            narrow = last.text.isascii() and glyph.text.isascii()
            if white > (_SPACE_ASCII if narrow else _SPACE):
                parts.append(_MARK if white > _WIDE else " ")
        parts.append(glyph.text)
        last = glyph
    text = _SPREAD.sub(lambda m: m.group().replace(" ", ""), "".join(parts))
    return text.replace(_MARK, " ")


def join_rows(rows: Sequence[Sequence[Glyph]]) -> str:
    """The text of a cell printed over several lines: no white space except between words of Latin letters."""
    text = ""
    for row in rows:
        piece = join(row)
        text += (
            " " if text[-1:].isascii() and text[-1:].isalpha() and piece[:1].isascii() and piece[:1].isalpha() else ""
        ) + piece
    return tighten(text)


def tighten(text: str) -> str:
    """Text without the white space that only spreads characters; one space stays between Latin words."""
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", text)
