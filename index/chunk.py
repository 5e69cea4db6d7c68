"""Passages: a document cut along its outline into pieces that can be found, read alone, and pointed at."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Source, Stage


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage. ``heading`` is the path of headings over it (and the title of its table), not part of ``text``.

    ``source`` is the place where it begins; a passage that runs over a page break has the rest of its places in ``also``.
    Their quotes, joined by line breaks, are the passage as printed. ``id`` is the same whenever the same file is cut again.
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
