"""What stands over a table or in its first rows: number, title, unit, and the department it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.pdf.fill import Filled
from corpus.pdf.layout import FreeLine
from corpus.pdf.lexicon import pattern, squeeze
from corpus.pdf.words import tighten

_REACH = 8
_LONGEST = 60
_NO_TITLE = re.compile(r"[。；;]|[,，].*[,，]")


@dataclass(frozen=True, slots=True)
class Caption:
    """A table's number (公开01表, 表一), title, unit and issuer as printed; None or "" where nothing is."""

    number: str | None = None
    title: str = ""
    unit: str | None = None
    issuer: str | None = None

    def over(self, other: Caption) -> Caption:
        """This caption, completed by another."""
        return Caption(
            self.number or other.number, self.title or other.title, self.unit or other.unit, self.issuer or other.issuer
        )


def caption_above(lines: Sequence[FreeLine]) -> tuple[Caption, int]:
    """The caption in the lines above a table (top to bottom), and how many of the last lines belong to it."""
    caption, used = Caption(), 0
    lowest: FreeLine | None = None
    plain: tuple[str, int] | None = None
    for distance, line in enumerate(reversed(lines[-_REACH:]), start=1):
        found = read_caption(line.text)
        if lowest and not found.number and _same_print(line, lowest):
            caption, used, lowest = replace(caption, title=tighten(line.text) + caption.title), distance, line
        elif found == Caption() or (found.title and caption.title):
            if caption.title or _NO_TITLE.search(squeeze(line.text)):
                break
            if plain is None and pattern("caption", "plain_title").search(squeeze(line.text)):
                plain = tighten(line.text), distance
        else:
            caption, used = caption.over(found), distance
            lowest = line if found.title else lowest
    if not caption.title and plain and caption != Caption():
        return replace(caption, title=plain[0]), max(used, plain[1])
    return caption, used


def _same_print(above: FreeLine, below: FreeLine) -> bool:
    """Whether a line is the upper part of a title printed over two lines: as large, close, and centred with it."""
    size = below.box.bottom - below.box.top
    if abs(above.box.bottom - above.box.top - size) > 0.05 * size or below.box.top - above.box.bottom > 0.9 * size:
        return False
    shift = abs(above.box.left + above.box.right - below.box.left - below.box.right) / 2
    wider = above.box.right - above.box.left > 0.5 * (below.box.right - below.box.left)
    return shift < size and wider and not _NO_TITLE.search(squeeze(above.text)) and len(above.text) <= _LONGEST


def read_caption(text: str) -> Caption:
    """What one line says of the caption; several things may share the line."""
    tight = squeeze(text)
    number, title = _number_and_title(text)
    unit = pattern("caption", "unit").search(tight) or (pattern("caption", "unit_in_title").search(tight) if title else None)
    return Caption(number, title, unit["unit"] if unit else None, _issuer(text))


def _issuer(text: str) -> str | None:
    for part in re.split(r"\s+(?=\S{0,8}单位\s*[:：])", text.strip()):
        match = pattern("caption", "issuer").match(squeeze(part))
        if match and match["issuer"] and not pattern("caption", "unit").search(squeeze(part)):
            return match["issuer"]
    return None


def _number_and_title(text: str) -> tuple[str | None, str]:
    tight = squeeze(text)
    if pattern("caption", "number").match(tight):
        return tight.rstrip(":：.、"), ""
    number, title = None, tighten(text.strip())
    if match := pattern("caption", "number_prefix").match(tight):
        number = match["number"]
        title = _behind(title, number)
    title = pattern("caption", "continued").sub("", title)
    tight = squeeze(title)
    if len(tight) > _LONGEST or len(tight) < 3 or not pattern("caption", "title").search(tight) or _NO_TITLE.search(tight):
        return None, ""
    if re.search(r"单位[:：]|\.{3,}|…|·{3,}", tight):
        return None, ""
    if number is None and (match := pattern("caption", "number_suffix").search(tight)):
        number = match["number"]
    return number, pattern("caption", "enumeration").sub("", title) or title


def _behind(text: str, number: str) -> str:
    """The text after a number that may be spaced or printed full width."""
    rest, left = text, number
    while left and rest:
        if squeeze(rest[0]) and left.startswith(squeeze(rest[0])):
            left = left[len(squeeze(rest[0])) :]
        rest = rest[1:]
    return rest.lstrip(":：.、 ")


def caption_inside(filled: Filled) -> tuple[Caption, int]:
    """The caption printed in the first rows of a grid, and how many atom rows it takes."""
    caption, used = Caption(), 0
    for row in range(min(len(filled.grid.ys) - 1, 4)):
        texts = _row_texts(filled, row)
        if not texts or not _all_caption(texts, filled, row):
            if texts:
                break
            continue
        for text in texts:
            caption = caption.over(read_caption(text))
        used = row + 1
    return (caption, used) if caption != Caption() else (Caption(), 0)


def _row_texts(filled: Filled, row: int) -> list[str]:
    cells = zip(filled.grid.cells, filled.texts, strict=True)
    return [text.text for cell, text in cells if cell.top == row and text.text]


def _all_caption(texts: Iterable[str], filled: Filled, row: int) -> bool:
    """Whether a row holds nothing but captions: a title over the whole width, or unit, issuer and number."""
    width = len(filled.grid.xs) - 1
    widest = max(cell.right - cell.left for cell in filled.grid.cells if cell.top <= row < cell.bottom)
    found = [read_caption(text) for text in texts]
    if any(caption == Caption() for caption in found):
        return False
    return not any(caption.title for caption in found) or widest >= width * 0.8
