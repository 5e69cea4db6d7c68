"""Passages: a document cut along its outline into pieces that can be found, read alone, and pointed at.

A section is never mixed with the next one, so numbered items and glossary entries are passages of their own; a table is cut
between rows and keeps its title and column labels as context. Every non-blank line is in at least one passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus.document import Document, Source, Stage, Table

TARGET = 300
"""A passage of this many characters is long enough: the next paragraph or row starts a new one."""

LIMIT = 500
"""No passage is longer, except by the rest of one printed line."""

_SENTENCE = re.compile(r"[^。；！？]*(?:[。；！？]+|$)")
_ENUMERATOR = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+[部章节条]|[(（]?[一二三四五六七八九十]{1,3}[)）、．.]|[(（]?\d{1,2}(?:[)）、．]|\.(?!\d))"
    r"|表\s*[一二三四五六七八九十\d]{1,3}\s*[：:]?\s*$)"
)
_ENDS = tuple("。；：！？;:")
_GOES_ON = tuple("，、,（(《“")
_BARE = 40
"""A heading that stands alone has no more characters than this, and no full stop or comma."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage. ``heading`` is what stands over it and is not in ``text``: headings, or a table's title and column labels.

    ``source`` is the place where it begins; a passage that runs over a page break has the rest of its places in ``also``.
    Their quotes together are the passage as printed; ``text`` is the same with broken lines rejoined, paragraphs and rows on
    lines of their own. ``id`` is the same whenever the same file is cut again.
    """

    id: str
    document_id: str
    text: str
    heading: tuple[str, ...]
    source: Source
    issuer: str
    fiscal_year: int
    stage: Stage
    also: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with a score that orders the hits of one search (higher is better) and means nothing else."""

    chunk: Chunk
    score: float


@dataclass(frozen=True, slots=True)
class _Unit:
    """A printed line, or a run of sentences of a very long one. ``opens`` marks where a paragraph or a table row begins."""

    line: int
    text: str
    opens: bool


@dataclass(frozen=True, slots=True)
class _Segment:
    """Lines of one section (``path``) or of one table, with the headings that stand alone before it."""

    first: int
    last: int
    path: tuple[str, ...]
    table: Table | None


def chunks(document: Document) -> list[Chunk]:
    """The passages of a document in reading order; none for a document without text."""
    width, headings = _full_width(document), _after_headings(document)
    made: list[Chunk] = []
    for segment in _segments(document):
        for nth, piece in enumerate(_pack(_units(document, segment, width, headings))):
            made.append(_chunk(document, segment, piece, nth, len(made)))
    return made


def _segments(document: Document) -> Iterator[_Segment]:
    """Stretches that belong together; a heading that stands alone goes with what follows it."""
    tables = sorted(document.tables, key=lambda t: t.first)
    edges = {0, len(document.lines)}
    edges |= {edge for s in document.sections for edge in (s.first, s.last + 1)}
    edges |= {edge for t in tables for edge in (t.first, t.last + 1)}
    carried: int | None = None
    for first, after in pairwise(sorted(edge for edge in edges if edge <= len(document.lines))):
        table = next((t for t in reversed(tables) if t.first <= first <= t.last), None)
        start = first if carried is None else carried
        if table is None and after < len(document.lines) and _is_bare(document, first, after - 1):
            carried = start
            continue
        carried = None
        yield _Segment(start, after - 1, document.section_at(first), table)


def _is_bare(document: Document, first: int, last: int) -> bool:
    printed = "".join(line.text.strip() for line in document.lines[first : last + 1])
    return len(printed) <= _BARE and not re.search(r"[。；，]", printed)


def _full_width(document: Document) -> int:
    """The length of a line that runs to the right margin; shorter lines end their paragraph."""
    lengths = sorted(len(line.text.strip()) for line in document.lines if line.text.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _after_headings(document: Document) -> dict[int, bool]:
    """For the lines right after the first of a heading: whether they open a paragraph, or only continue the heading."""
    opening: dict[int, bool] = {}
    for section in document.sections:
        title, printed = "".join(section.title.split()), ""
        for index in range(section.first, section.last + 1):
            text = "".join(document.lines[index].text.split())
            if not text:
                continue
            if printed and title.startswith(printed):
                opening[index] = printed == title
            printed += text
            if len(printed) > len(title):
                break
    return opening


def _units(document: Document, segment: _Segment, width: int, headings: dict[int, bool]) -> list[_Unit]:
    table = segment.table
    rows = {table.first, *(row.first for row in table.rows)} if table else frozenset[int]()
    units: list[_Unit] = []
    before = ""
    for index in range(segment.first, segment.last + 1):
        printed = document.lines[index].text.strip()
        if not printed:
            continue
        if table is not None and index >= table.first:
            opens = index in rows or not table.rows
        else:
            opens = headings.get(index, _opens_paragraph(before, printed, width))
        for nth, part in enumerate(_parts(printed)):
            units.append(_Unit(index, part, opens or nth > 0))
        before = printed
    return units


def _opens_paragraph(before: str, printed: str, width: int) -> bool:
    if not before or before.endswith(_ENDS) or _ENUMERATOR.match(printed):
        return True
    return len(before) < 0.8 * width and not before.endswith(_GOES_ON)


def _parts(printed: str) -> list[str]:
    """A printed line whole or, where it is longer than a passage may be, cut after sentences (else after LIMIT characters)."""
    if len(printed) <= LIMIT:
        return [printed]
    parts = [""]
    for sentence in _SENTENCE.findall(printed):
        for piece in (sentence[i : i + LIMIT] for i in range(0, len(sentence), LIMIT)):
            if parts[-1] and len(parts[-1]) + len(piece) > TARGET:
                parts.append("")
            parts[-1] += piece
    return parts


def _pack(units: list[_Unit]) -> Iterator[list[_Unit]]:
    """Units in passages: a new one at the first opening after TARGET, or wherever LIMIT would be passed."""
    piece: list[_Unit] = []
    size = 0
    for unit in units:
        full = size + len(unit.text) > LIMIT
        if piece and (full or (unit.opens and size >= TARGET)):
            yield piece
            piece = [] if unit.opens else _sentence_begun(piece)
            size = sum(len(u.text) for u in piece)
        piece.append(unit)
        size += len(unit.text)
    if piece:
        yield piece


def _sentence_begun(piece: list[_Unit]) -> list[_Unit]:
    """The last lines of a passage that hold the start of the sentence it breaks off in; they are printed in both."""
    for back in (1, 2, 3):
        if len(piece) > back and re.search("[。；]", piece[-back].text):
            return piece[-back:]
    return []


def _chunk(document: Document, segment: _Segment, piece: list[_Unit], nth: int, ordinal: int) -> Chunk:
    places = [_place(document, segment, list(units)) for _, units in groupby(piece, key=lambda u: document.lines[u.line].page)]
    return Chunk(
        id=f"{document.id}-{ordinal:05d}",
        document_id=document.id,
        text=_text(piece, segment.table is not None),
        heading=_heading(segment, nth),
        source=places[0],
        issuer=document.issuer,
        fiscal_year=document.fiscal_year,
        stage=document.stage,
        also=tuple(places[1:]),
    )


def _place(document: Document, segment: _Segment, units: list[_Unit]) -> Source:
    quote = "\n".join(unit.text for unit in units)
    return document.source(units[0].line, units[-1].line, quote, segment.path, segment.table)


def _heading(segment: _Segment, nth: int) -> tuple[str, ...]:
    """What stands over a passage. The first one of a section or table prints its own heading, so only the outer ones are given."""
    table = segment.table
    if table is None:
        return segment.path if nth else segment.path[:-1]
    title = " ".join(part for part in (table.number, table.title) if part)
    columns = " ".join(dict.fromkeys(column.label for column in table.columns if column.label))
    return (*segment.path, title, *((columns,) if nth and columns else ()))


def _text(piece: list[_Unit], table: bool) -> str:
    """Paragraphs (rows) on lines of their own, the printed lines of each rejoined."""
    text = ""
    for unit in piece:
        if text:
            text += "\n" if unit.opens else "" if not table and _joins(text, unit.text) else " "
        text += unit.text
    return text


def _joins(before: str, after: str) -> bool:
    """Chinese needs no space where a line was broken; two Latin words or numbers do."""
    return not (before[-1].isascii() and after[0].isascii() and before[-1].isalnum() and after[0].isalnum())
