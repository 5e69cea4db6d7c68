"""Pages read by text recognition: how a document says so, and what that means for its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Document, Reading
from corpus.figure import Figure

_REMARK = "第 {page} 页是扫描图像，由文字识别读出（平均置信度 {confidence:.2f}），没有算式印证的数不算数"
_SAYS = re.compile(r"第 (\d+) 页是扫描图像，由文字识别读出")


def remark(page: int, confidence: float) -> str:
    """What a document notes of a page (1-based) that was recognised; ``confidence`` from 0 to 1."""
    return _REMARK.format(page=page, confidence=confidence)


def recognised_pages(document: Document) -> frozenset[int]:
    """The pages that were recognised."""
    return frozenset(int(match[1]) for text in document.remarks if (match := _SAYS.match(text)))


def doubted(document: Document, found: Sequence[Figure]) -> list[Figure]:
    """The figures, those of recognised pages ambiguous unless sums proved them: a blank may be a number that was not seen."""
    pages = recognised_pages(document)
    if not pages:
        return list(found)
    return [
        replace(f, reading=Reading.AMBIGUOUS) if f.source.page in pages and f.reading is Reading.PRINTED else f for f in found
    ]
