"""A whole PDF, page by page: lines in reading order, and the raw tables joined over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.document import Line
from corpus.pdf.layout import PageLayout, lay_out
from corpus.pdf.lexicon import pattern, squeeze
from corpus.pdf.page import PageView, view
from corpus.pdf.raw import Part, RawTable, assemble, continues, part

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_NOTE_LINES = 12


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page is made of: ``width`` x ``height`` points upright, numbers of characters, of unreadable ones and of drawn shapes.

    ``pictured`` is the share of the page under its largest picture, ``turns`` are the quarter turns anticlockwise from upright to what viewers show.
    """

    number: int
    width: float
    height: float
    characters: int
    unreadable: int
    shapes: int
    pictured: float
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a PDF in reading order (page and number within the page), its raw tables, and facts about its pages."""

    lines: tuple[Line, ...]
    tables: tuple[RawTable, ...]
    pages: tuple[PageFacts, ...]


def layouts(document: PdfDocument) -> Iterator[PageLayout]:
    """The layouts of the pages in order; each page is closed before the next is opened."""
    for index in range(len(document)):
        page = document[index]
        try:
            yield lay_out(view(page, index + 1))
        finally:
            page.close()


def read_pages(document: PdfDocument) -> Reading:
    """Read all pages of an open document."""
    lines: list[Line] = []
    facts: list[PageFacts] = []
    parts: list[Part] = []
    page_ends: list[tuple[str, ...]] = []
    for layout in layouts(document):
        seen = layout.view
        facts.append(facts_of(seen))
        parts.extend(part(block, len(lines), seen.width) for block in layout.blocks)
        lines.extend(Line(number, text, seen.number) for number, text in enumerate(layout.lines, start=1))
        page_ends.append(tuple(text for text, free in zip(layout.lines, layout.free, strict=True) if free))
    return Reading(tuple(lines), tuple(with_notes(list(joined_tables(parts, page_ends)), lines)), tuple(facts))


def facts_of(seen: PageView) -> PageFacts:
    """What is kept of a page once its text is laid out."""
    return PageFacts(
        seen.number, seen.width, seen.height, len(seen.glyphs), seen.unreadable, seen.shapes, seen.pictured, seen.turns
    )


def with_notes(tables: list[RawTable], lines: list[Line]) -> Iterator[RawTable]:
    """The tables with the notes (注：…) that stand right under them on the page."""
    taken = {
        index
        for table in tables
        for index in (*table.inside, *range(table.first, table.inside[0] if table.inside else table.first))
    }
    for table in tables:
        notes: list[int] = []
        for index in range(table.last + 1, min(table.last + 1 + _NOTE_LINES, len(lines))):
            if index in taken or lines[index].page != lines[table.last].page:
                break
            opens = bool(pattern("meaning", "note").match(squeeze(lines[index].text)))
            if not opens and (
                not notes or lines[notes[-1]].text.rstrip().endswith("。") or not _counts(lines[index].text, frozenset())
            ):
                break
            notes.append(index)
        yield replace(table, notes=tuple(notes))


def joined_tables(parts: list[Part], free: list[tuple[str, ...]]) -> Iterator[RawTable]:
    """Parts joined into tables: a part goes on with the one before when nothing but heads and feet of pages stands between."""
    heads = _running(free)
    group: list[Part] = []
    for index, current in enumerate(parts):
        if group and _neighbours(parts[index - 1], current, heads) and continues(group[-1], group[0], current):
            group.append(current)
            continue
        if group:
            yield assemble(group)
        group = [current]
    if group:
        yield assemble(group)


def _running(free: list[tuple[str, ...]]) -> frozenset[str]:
    """Texts (without digits) that stand first or last on three or more pages."""
    ends = Counter(_bare(text) for page in free for text in {*page[:1], *page[-1:]})
    return frozenset(text for text, count in ends.items() if count >= 3)


def _bare(text: str) -> str:
    return re.sub(r"\d+", "", squeeze(text))


def _neighbours(before: Part, after: Part, heads: frozenset[str]) -> bool:
    """Whether two parts follow each other with only page heads, page numbers and captions between."""
    lead = [line for line in after.block.above if _counts(line.text, heads)]
    if after.block.filled.page == before.block.filled.page:
        return not lead
    follows = after.block.filled.page == before.block.filled.page + 1 and after.block.above_first == 0
    return follows and (after.opens or not lead)


def _counts(text: str, heads: frozenset[str]) -> bool:
    return _bare(text) not in heads and not re.fullmatch(r"[-—–－\s]*(?:第)?\d{1,4}(?:页)?[-—–－\s]*", text)
