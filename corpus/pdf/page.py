"""One page of a PDF: its glyphs and its straight path segments, turned so that the text stands upright."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from corpus.document import Box

_RADICALS = str.maketrans(
    "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳⼀⼆⼈⼊⼋⼗⼟⼠⼤⼥⼦⼩⼯⼰⼲⼴⼼⼿⽀⽂⽅⽇⽉⽊⽌⽐⽔⽕⽗⽚⽣⽤⽥⽩⽬⽯⽴⽼⽽⾃⾄⾏⾐⾔⾛⾜⾝⾞⾥⾦⾨⾮⾯⾳⾷⾼",
    "民西见角贝车长门青页风飞食马骨鬼鱼鸟黄齐齿龙龟一二人入八十土士大女子小工己干广心手支文方日月木止比水火父片生用田白目石立老而自至行衣言走足身车里金门非面音食高",
)
"""Radicals that some producers write in place of the characters they look like."""

_SLANT = 0.09
_WHITE = 250
_THIN, _USUAL = 2.5, 600.0
_FORM_DEPTH = 5
_BLANK = frozenset(
    [*range(33), *range(0x7F, 0xA1), 0xAD, *range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x3000, 0xFEFF, 0xFFFE, 0xFFFF]
)
"""Code points that print nothing."""


class Glyph(NamedTuple):
    """One printed character with its box in points, origin top left of the upright page.

    The width is the advance, the height is taken from the baseline and the size: fonts do not agree on what they call their height.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of the glyph's middle."""
        return (self.top + self.bottom) / 2


class Segment(NamedTuple):
    """A straight horizontal or vertical stroke, ``left <= right`` and ``top <= bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether the stroke runs from left to right."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as a reader would hold it.

    ``unreadable`` counts glyphs whose characters the font does not tell, ``shapes`` drawn paths; ``pictured`` is the share of the page
    that its largest picture covers. ``turns`` are the quarter turns anticlockwise from upright to what viewers show (0 but for text set
    sideways).
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    segments: tuple[Segment, ...]
    unreadable: int = 0
    shapes: int = 0
    pictured: float = 0.0
    turns: int = 0


def view(page: PdfPage, number: int) -> PageView:
    """Read page ``number`` (1-based) of an open document."""
    left, bottom, right, top = page.get_cropbox()
    found, unreadable = _characters(page)
    quarter = _dominant_quarter(found, page.get_rotation())
    turn = _Turn(left, bottom, right, top, quarter)
    glyphs = tuple(_upright(found, turn))
    segments, shapes, pictures = _strokes(page, _THIN * max(1.0, min(right - left, top - bottom) / _USUAL))
    pictured = max(((r - lft) * (t - b) for lft, b, r, t in pictures), default=0.0) / max((right - left) * (top - bottom), 1.0)
    upright = tuple(Segment(*turn.box(*s)) for s in segments)
    turns = (quarter - page.get_rotation() // 90) % 4
    return PageView(number, turn.width, turn.height, glyphs, upright, unreadable, shapes, min(pictured, 1.0), turns)


class _Turn:
    """Maps boxes of the stored page (origin bottom left) to the upright page (origin top left)."""

    def __init__(self, left: float, bottom: float, right: float, top: float, quarter: int) -> None:
        self.left, self.bottom, self.right, self.top, self.quarter = left, bottom, right, top, quarter
        across, along = right - left, top - bottom
        self.width, self.height = (across, along) if quarter % 2 == 0 else (along, across)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """left, top, right, bottom on the upright page."""
        if self.quarter == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.quarter == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.quarter == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


class _Found(NamedTuple):
    """A character as stored: its box, the origin on its baseline, its size in points, the quarter turns of its text."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    quarter: int


_ASCENT, _DESCENT = 0.86, 0.16


def _characters(page: PdfPage) -> tuple[list[_Found], int]:
    """All characters as stored, slanted ones (watermarks) left out, and how many of them the font does not name."""
    textpage = page.get_textpage()
    handle, found, unreadable = textpage.raw, [], 0
    rect, matrix, x, y = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    at_rect, at_matrix, at_x, at_y = (ctypes.byref(place) for place in (rect, matrix, x, y))
    try:
        for index in range(textpage.count_chars()):
            code = pdfium.FPDFText_GetUnicode(handle, index)
            if code in _BLANK or pdfium.FPDFText_IsGenerated(handle, index) == 1:
                continue
            unreadable += code == 0xFFFD or 0xE000 <= code <= 0xF8FF or pdfium.FPDFText_HasUnicodeMapError(handle, index) == 1
            pdfium.FPDFText_GetMatrix(handle, index, at_matrix)
            quarter = _quarter(matrix.a, matrix.b)
            if quarter is None or not pdfium.FPDFText_GetLooseCharBox(handle, index, at_rect):
                continue
            pdfium.FPDFText_GetCharOrigin(handle, index, at_x, at_y)
            size = pdfium.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
            found.append(_Found(chr(code), (rect.left, rect.bottom, rect.right, rect.top), (x.value, y.value), size, quarter))
    finally:
        textpage.close()
    return found, unreadable


def _quarter(right: float, up: float) -> int | None:
    """Quarter turns clockwise that make text upright which runs in the direction (right, up); None where it is slanted."""
    if abs(up) <= _SLANT * abs(right):
        return 0 if right > 0 else 2
    if abs(right) <= _SLANT * abs(up):
        return 1 if up > 0 else 3
    return None


def _dominant_quarter(found: list[_Found], rotation: int) -> int:
    if not found:
        return (rotation // 90) % 4
    return Counter(item.quarter for item in found).most_common(1)[0][0]


def _upright(found: list[_Found], turn: _Turn) -> list[Glyph]:
    """The glyphs that stand upright after the turn and lie on the page, radicals folded."""
    glyphs = []
    for text, box, (x, y), size, quarter in found:
        if quarter != turn.quarter:
            continue
        left, _, right, _ = turn.box(*box)
        baseline = turn.box(x, y, x, y)[1]
        if -2 <= left <= turn.width + 2 and -2 <= baseline <= turn.height + 2:
            glyphs.append(Glyph(text.translate(_RADICALS), left, baseline - _ASCENT * size, right, baseline + _DESCENT * size))
    return glyphs


_Stroke = tuple[float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _strokes(page: PdfPage, thickest: float) -> tuple[list[_Stroke], int, list[_Stroke]]:
    """Horizontal and vertical strokes in stored coordinates (left, bottom, right, top), the number of paths, and the places of pictures.

    ``thickest`` is the width up to which a filled rectangle is a line.
    """
    strokes: list[_Stroke] = []
    pictures: list[_Stroke] = []
    shapes = 0
    todo = [(pdfium.FPDFPage_GetObject(page.raw, i), _IDENTITY, 0) for i in range(pdfium.FPDFPage_CountObjects(page.raw))]
    while todo:
        item, outer, depth = todo.pop()
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            shapes += 1
            _path(item, outer, thickest, strokes)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            place = _place(item, outer)
            thin = min(place[2] - place[0], place[3] - place[1]) <= thickest
            (strokes if thin else pictures).append(place)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            inner = _times(_matrix(item), outer)
            count = pdfium.FPDFFormObj_CountObjects(item)
            todo.extend((pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in range(count))
    return strokes, shapes, pictures


def _place(item: object, outer: _Matrix) -> _Stroke:
    """The box of a picture: its matrix maps the unit square."""
    a, b, c, d, e, f = _times(_matrix(item), outer)
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return min(xs), min(ys), max(xs), max(ys)


def _matrix(item: object) -> _Matrix:
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(m))
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _path(item: object, outer: _Matrix, thickest: float, strokes: list[_Stroke]) -> None:
    """Append the visible straight strokes of one path: stroked lines, and filled rectangles thin enough to be lines."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    stroked = bool(stroke.value) and not _white(pdfium.FPDFPageObj_GetStrokeColor, item)
    filled = bool(fill.value) and not _white(pdfium.FPDFPageObj_GetFillColor, item)
    if not stroked and not filled:
        return
    for points in _subpaths(item, _times(_matrix(item), outer)):
        if stroked:
            _add_sides(points, strokes)
        elif len(points) >= 4:
            _add_if_thin(points, thickest, strokes)


def _white(getter: object, item: object) -> bool:
    r, g, b, alpha = (ctypes.c_uint() for _ in range(4))
    if not getter(item, r, g, b, alpha):  # type: ignore[operator]
        return False
    return alpha.value == 0 or min(r.value, g.value, b.value) >= _WHITE


def _subpaths(item: object, matrix: _Matrix) -> list[list[tuple[float, float]]]:
    """The corner points of each subpath of straight lines, closed ones with their first point repeated; curves end a subpath."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    paths: list[list[tuple[float, float]]] = []
    for index in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind != pdfium.FPDF_SEGMENT_LINETO or not paths:
            paths.append([point])
        else:
            paths[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and paths[-1][0] != point:
            paths[-1].append(paths[-1][0])
    return paths


def _add_sides(points: list[tuple[float, float]], strokes: list[_Stroke]) -> None:
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        if (abs(x0 - x1) < 1.0) != (abs(y0 - y1) < 1.0):
            strokes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _add_if_thin(points: list[tuple[float, float]], thickest: float, strokes: list[_Stroke]) -> None:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    if min(right - left, top - bottom) <= thickest < max(right - left, top - bottom):
        strokes.append((left, bottom, right, top))


def displayed(box: Box, turns: int, width: float, height: float) -> Box:
    """A box of an upright page of that size on the page as viewers show it, ``turns`` quarter turns anticlockwise from upright."""
    for _ in range(turns):
        box, width, height = Box(box.top, width - box.right, box.bottom, width - box.left), height, width
    return box
