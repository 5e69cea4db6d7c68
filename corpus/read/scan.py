"""Scanned pages and pictures: text recognition makes lines, the strokes of the picture make rulings, and the PDF reader does the rest.

Needs the extra ``mingzhang[ocr]``; its models come inside the package and nothing is downloaded.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from corpus.document import Line, Table
from corpus.errors import DamagedFile
from corpus.pdf.convert import convert
from corpus.pdf.document import PageFacts, facts_of, joined_tables, with_notes
from corpus.pdf.layout import PageLayout, lay_out
from corpus.pdf.page import Glyph, PageView, Segment, view
from corpus.pdf.raw import Part, part
from corpus.read.proof import proved

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_PIXELS = 80_000_000
MAX_FRAMES = 300
"""Larger pictures, and more of them in one file, than scanners make."""
_DPI = 200.0
_POINTS = 72.0
_WORST = 0.5
_EM = 1.3
"""Height of a recognised line in parts of the size of its print."""
_ACROSS, _UPRIGHT = 0.5, 0.28
"""Lengths in inches from which a stroke is a ruling and no part of a character."""
_LINE = 3.0
"""Pixels on each side of a ruling that belong to it."""
_SKEWED = 0.05, 5.0
"""Degrees between which a picture is turned straight."""


@dataclass(frozen=True, slots=True)
class Scans:
    """What was read, as ``corpus.read.pdf.PdfPages`` has it, and the mean confidence on each page that was recognised."""

    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    in_table: frozenset[int]
    confidence: dict[int, float]


def available() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def read_scanned_pdf(data: bytes, scanned: Sequence[int], document_id: str) -> Scans:
    """Read a PDF whose pages with the numbers ``scanned`` are pictures."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    confidence: dict[int, float] = {}

    def views() -> Iterator[PageView]:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            if number in scanned:
                scale = min(_DPI / _POINTS, math.sqrt(MAX_PIXELS / max(page.get_width() * page.get_height(), 1.0)))
                picture = page.render(scale=scale, rev_byteorder=True).to_numpy()
                seen, confidence[number] = recognise(picture[:, :, :3], number, _POINTS * scale)
                yield seen
            else:
                yield view(page, number)
            page.close()

    try:
        return _read(views(), document_id, confidence)
    finally:
        document.close()


def read_picture(data: bytes, name: str, document_id: str) -> Scans:
    """Read a picture file, every frame a page. Raises DamagedFile."""
    import numpy as np
    from PIL import Image, ImageOps, UnidentifiedImageError

    confidence: dict[int, float] = {}

    def views() -> Iterator[PageView]:
        with Image.open(io.BytesIO(data)) as file:
            frames = getattr(file, "n_frames", 1)
            if frames > MAX_FRAMES or file.width * file.height > MAX_PIXELS:
                raise DamagedFile(name, f"图像太大（{file.width}×{file.height} 像素，{frames} 页）", "请缩小或拆分后再试")
            for number in range(1, frames + 1):
                file.seek(number - 1)
                picture = np.asarray(ImageOps.exif_transpose(file).convert("RGB"))
                seen, confidence[number] = recognise(picture, number, max(picture.shape) / 11.7)
                yield seen

    try:
        return _read(views(), document_id, confidence)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedFile(name, "图像内容损坏，读不完整", "请重新下载后再试") from error


def _read(views: Iterator[PageView], document_id: str, confidence: dict[int, float]) -> Scans:
    """Lines and tables of the pages, as the PDF reader makes them; numbers of recognised pages are in doubt unless sums prove them."""
    lines: list[Line] = []
    facts: list[PageFacts] = []
    parts: list[Part] = []
    ends: list[tuple[str, ...]] = []
    for layout in map(lay_out, views):
        facts.append(facts_of(layout.view))
        parts.extend(part(block, len(lines), layout.view.width) for block in layout.blocks)
        lines.extend(Line(number, text, layout.view.number) for number, text in enumerate(layout.lines, start=1))
        ends.append(_free(layout))
    raws = list(with_notes(list(joined_tables(parts, ends)), lines))
    doubtful = frozenset(index for index, line in enumerate(lines) if line.page in confidence)
    tables = tuple(proved(convert(raw, lines, facts, document_id), doubtful) for raw in raws)
    return Scans(tuple(lines), tables, frozenset(line for raw in raws for line in raw.inside), confidence)


def _free(layout: PageLayout) -> tuple[str, ...]:
    return tuple(text for text, free in zip(layout.lines, layout.free, strict=True) if free)


def recognise(picture: NDArray[Any], number: int, dpi: float) -> tuple[PageView, float]:
    """Page ``number`` as recognised in a picture (height x width x 3, RGB), and the mean confidence from 0 to 1."""
    scale = _POINTS / dpi
    straight, across, upright = _straightened(picture, dpi)
    lines = list(_lines(straight, upright))
    glyphs = tuple(glyph for text, box, _ in lines for glyph in _glyphs(text, [value * scale for value in box]))
    segments = tuple(Segment(*(value * scale for value in stroke)) for stroke in [*across, *upright])
    height, width = straight.shape[0] * scale, straight.shape[1] * scale
    mean = sum(score for *_, score in lines) / len(lines) if lines else 0.0
    return PageView(number, width, height, glyphs, segments), mean


_Box = tuple[float, float, float, float]


def _straightened(picture: NDArray[Any], dpi: float) -> tuple[NDArray[Any], list[_Box], list[_Box]]:
    """The picture turned straight by its long rulings, and its horizontal and vertical rulings as boxes in pixels."""
    import cv2

    across, upright, angle = _rulings(picture, dpi)
    if not _SKEWED[0] < abs(angle) < _SKEWED[1]:
        return picture, across, upright
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    straight = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    across, upright, _ = _rulings(straight, dpi)
    return straight, across, upright


def _rulings(picture: NDArray[Any], dpi: float) -> tuple[list[_Box], list[_Box], float]:
    """Horizontal rulings, vertical rulings, and the mean slope of the long horizontal ones in degrees."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    found: list[list[_Box]] = []
    slopes: list[float] = []
    for kernel in ((max(int(_ACROSS * dpi), 9), 1), (1, max(int(_UPRIGHT * dpi), 9))):
        strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        strokes = cv2.dilate(strokes, np.ones((3, 3), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes)
        boxes = []
        for index in range(1, count):
            left, top, width, height = (int(value) for value in stats[index, :4])
            thin = min(width, height) <= max(0.08 * dpi, 0.03 * max(width, height))
            if thin and (width >= height) == (kernel[0] > 1):
                boxes.append((float(left), float(top), float(left + width), float(top + height)))
                if kernel[0] > 1 and width > picture.shape[1] / 4:
                    ys, xs = np.nonzero(labels[top : top + height, left : left + width] == index)
                    slopes.append(math.degrees(math.atan(float(np.polyfit(xs, ys, 1)[0]))))
        found.append(boxes)
    return found[0], found[1], sorted(slopes)[len(slopes) // 2] if slopes else 0.0


@cache
def _engine() -> Callable[..., Any]:
    from rapidocr import RapidOCR

    engine: Callable[..., Any] = RapidOCR(params={"Global.log_level": "critical"})
    return engine


def _lines(picture: NDArray[Any], upright: Sequence[_Box]) -> Iterator[tuple[str, _Box, float]]:
    """Recognised lines with their boxes in pixels and confidences; one that crosses a ruling is recognised again in its parts."""
    import numpy as np

    bgr = np.ascontiguousarray(picture[:, :, ::-1])
    found = _engine()(bgr, use_det=True, use_cls=False, use_rec=True)
    if found.boxes is None:
        return
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        box = (float(corners[:, 0].min()), float(corners[:, 1].min()), float(corners[:, 0].max()), float(corners[:, 1].max()))
        cuts = _cuts(box, upright)
        if not cuts:
            yield text, box, float(score)
            continue
        for left, right in zip([box[0], *cuts], [*cuts, box[2]], strict=True):
            if right - left > 0.3 * (box[3] - box[1]):
                yield from _again(bgr, (left + _LINE, box[1], right - _LINE, box[3]))


def _cuts(box: _Box, upright: Sequence[_Box]) -> list[float]:
    """Where vertical rulings cross a line of text."""
    middle, margin = (box[1] + box[3]) / 2, 0.25 * (box[3] - box[1])
    places = sorted((r[0] + r[2]) / 2 for r in upright if r[1] <= middle <= r[3])
    return [x for x in places if box[0] + margin < x < box[2] - margin]


def _again(picture: NDArray[Any], box: _Box) -> Iterator[tuple[str, _Box, float]]:
    """The text of a part of the picture."""
    left, top, right, bottom = (max(round(value), 0) for value in box)
    found = _engine()(picture[top:bottom, left:right], use_det=False, use_cls=False, use_rec=True)
    if found.txts and found.txts[0].strip() and found.scores[0] >= _WORST:
        inset = min(0.2 * (box[3] - box[1]), (box[2] - box[0]) / 4)
        yield found.txts[0], (box[0] + inset, box[1], box[2] - inset, box[3]), float(found.scores[0])


def _glyphs(text: str, box: Sequence[float]) -> Iterator[Glyph]:
    """The characters of a line, spread over its box: ASCII ones half as wide as others."""
    left, top, right, bottom = box
    widths = [0.55 if sign.isascii() else 1.0 for sign in text]
    unit = (right - left) / max(sum(widths), 0.1)
    size = (bottom - top) / _EM
    middle = (top + bottom) / 2
    for sign, width in zip(text, widths, strict=True):
        if sign.strip():
            yield Glyph(sign, left, middle - size / 2, left + width * unit, middle + size / 2)
        left += width * unit
