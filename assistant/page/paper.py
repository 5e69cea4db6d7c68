"""Pages of PDF originals as pictures, made when first looked at and kept small."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

from corpus.errors import DamagedFile

if TYPE_CHECKING:
    from pathlib import Path

WIDTHS = (900, 1800)
"""Pixels across of the pictures offered: one for reading, one for looking closely."""
KEPT = 48
"""Pictures kept in memory, some 150 kB each; the one not looked at for longest goes first."""
_TALLEST = 6000


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page as viewers show it: points across and down, and how many pages the file has."""

    width: float
    height: float
    pages: int


GATE = Lock()
"""PDFium may be used by one thread at a time only."""


def page_size(file: Path, number: int) -> PageSize | None:
    """The size of page ``number`` (1-based), or None where there is no such page. Raises DamagedFile."""
    from pypdfium2 import PdfDocument, PdfiumError

    with GATE:
        try:
            with PdfDocument(file) as document:
                pages = len(document)
                if not 1 <= number <= pages:
                    return None
                width, height = document.get_page_size(number - 1)
        except (PdfiumError, OSError) as error:
            raise DamagedFile(file.name[:12], "原文件打不开", "请重新收录这份文件") from error
    return PageSize(width, height, pages)


class Papers:
    """Pictures of pages, by file and number. May be used from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._lock = Lock()

    def picture(self, file: Path, number: int, width: int) -> bytes | None:
        """Page ``number`` as a PNG of one of ``WIDTHS``, the nearest not below ``width``; None where there is no such page.

        Raises DamagedFile.
        """
        key = (str(file), number, next((w for w in WIDTHS if w >= width), WIDTHS[-1]))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = _draw(file, number, key[2])
        if made is not None:
            with self._lock:
                self._kept[key] = made
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return made


def _draw(file: Path, number: int, width: int) -> bytes | None:
    from pypdfium2 import PdfDocument, PdfiumError

    size = page_size(file, number)
    if size is None:
        return None
    scale = min(width / max(size.width, 1), _TALLEST / max(size.height, 1))
    with GATE:
        try:
            with PdfDocument(file) as document:
                image = document[number - 1].render(scale=scale).to_pil()
        except PdfiumError as error:
            raise DamagedFile(file.name[:12], f"第 {number} 页画不出来", "请下载原文件查看") from error
    out = BytesIO()
    image.convert("P", palette=1, colors=64).save(out, "PNG", compress_level=6)
    return out.getvalue()
