"""A document's running text as paragraphs and sentences, each knowing the lines it stands on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.cues import Cue
from assistant.nearest import Sentences
from assistant.text import fold, squeeze
from assistant.wording import counted
from corpus.document import Line, Section, Source
from index.ledger import Ledger
from index.memory import Memory

_OPENING = Cue(
    r"^\s*(?:第[一二三四五六七八九十]+部分|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、．.]|\d{1,2}[、．.](?!\d)|[(（]\d{1,2}[)）]|[①-⑳])"
)
_CLOSING = Cue(r"[。；;：:]\s*$")
_PAGE_NUMBER = Cue(r"^\s*[-—–]?\s*\d{1,4}\s*[-—–]?\s*$")
_TABLE_ROW = Cue(r"(?:\d[\d,.]*\s+){2,}|^\s*\d{3}(?:\s\d\d)*\s|^\s*※")
KEPT = 64
"""Documents whose paragraphs stay in memory once they were read, some 0.5 MB each."""

_PERSONAL = Cue(r"1\d{10}|\d{3,4}-\d{7,8}|联系人|联系电话")
"""What a paragraph with personal data holds."""

LONGEST = 40
"""Lines of a paragraph; what runs on longer is no prose."""


@dataclass(frozen=True)
class Paragraph:
    """Lines that read on as one text. ``lines`` are the printed ones, ``section`` the headings over them.

    Its text in each form is made once, at the first question that reads it.
    """

    lines: tuple[Line, ...]
    section: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The lines joined as they read: no break inside a word."""
        return join(line.text for line in self.lines)

    @cached_property
    def squeezed(self) -> str:
        """The text in the form in which questions are compared with it (``assistant.text.squeeze``)."""
        return squeeze("".join(fold(line.text) for line in self.lines))

    def source(self, document_id: str) -> Source:
        """Where the paragraph stands (its first page, in paged documents)."""
        return source_of(self.lines, document_id, self.section)

    def sources(self, document_id: str) -> list[Source]:
        """Where all of the paragraph stands: one place for each page that it runs over."""
        pages = dict.fromkeys(line.page for line in self.lines)
        return [source_of([line for line in self.lines if line.page == page], document_id, self.section) for page in pages]

    def sentences(self) -> list[Paragraph]:
        """The paragraph cut after each full stop or semicolon, each piece with the lines it touches."""
        return list(self._sentences)

    @cached_property
    def _sentences(self) -> tuple[Paragraph, ...]:
        pieces: list[list[Line]] = [[]]
        for line in self.lines:
            for piece in re.split(r"(?<=[。；;])", line.text):
                if not piece.strip():
                    continue
                pieces[-1].append(Line(line.number, piece, line.page))
                if re.search(r"[。；;]\s*$", piece):
                    pieces.append([])
        return tuple(Paragraph(tuple(piece), self.section) for piece in pieces if piece)


class Texts:
    """The running texts of one generation's documents, cut at the first question that reads them."""

    def __init__(self) -> None:
        self._kept: Memory[str, tuple[Paragraph, ...]] = Memory(KEPT)
        self._impersonal: Memory[str, tuple[Paragraph, ...]] = Memory(KEPT)
        self._counts: Memory[str, Counter[str]] = Memory(KEPT)
        self._by_meaning: Memory[tuple[str, str], Sentences] = Memory(KEPT)

    def of(self, ledger: Ledger, document_id: str) -> tuple[Paragraph, ...]:
        """All paragraphs of a document in order."""
        return self._kept.get(document_id, lambda: tuple(paragraphs(ledger.lines(document_id), ledger.sections(document_id))))

    def impersonal(self, ledger: Ledger, document_id: str) -> tuple[Paragraph, ...]:
        """Those of a document that hold no personal data."""
        return self._impersonal.get(
            document_id, lambda: tuple(p for p in self.of(ledger, document_id) if not _PERSONAL.search(p.text))
        )

    def counts(self, ledger: Ledger, document_id: str) -> Counter[str]:
        """In how many of a document's paragraphs each pair of characters stands."""
        return self._counts.get(document_id, lambda: counted([p.squeezed for p in self.of(ledger, document_id)]))

    def by_meaning(self, document_id: str, part: str, sentences: Sequence[Paragraph]) -> Sentences:
        """The sentences of a part of a document laid out by meaning, made at the first question that compares them."""
        return self._by_meaning.get((document_id, part), lambda: Sentences([s.text for s in sentences]))


def join(texts: object) -> str:
    """Printed lines joined; a space stays only between Latin words or numbers."""
    joined = " ".join(str(t).strip() for t in texts)  # type: ignore[attr-defined]
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", joined)


def source_of(lines: Sequence[Line], document_id: str, section: tuple[str, ...]) -> Source:
    """The place of some lines; over a page break only the first page's part is quoted."""
    page = lines[0].page
    same = [line for line in lines if line.page == page]
    quote = "\n".join(line.text.strip() for line in same)
    if page is not None:
        return Source(document_id, quote, page=page, section=section)
    return Source(document_id, quote, line_start=same[0].number, line_end=same[-1].number, section=section)


def paragraphs(lines: Sequence[Line], sections: Sequence[Section]) -> list[Paragraph]:
    """All paragraphs of a document in order; rows of tables, headings and page numbers are no part of them."""
    found: list[Paragraph] = []
    current: list[Line] = []
    paths = _paths(len(lines), sections)
    headings, running = _headings(lines, sections), _running(lines)

    def close() -> None:
        if current:
            found.append(Paragraph(tuple(current), path))
            current.clear()

    path: tuple[str, ...] = ()
    for index, line in enumerate(lines):
        text = line.text
        if not text.strip() or _PAGE_NUMBER.match(text) or index in running:
            continue
        if index in headings or _TABLE_ROW.search(text):
            close()
            continue
        if paths[index] != path or _OPENING.match(text) or len(current) >= LONGEST:
            close()
            path = paths[index]
        current.append(line)
        if _CLOSING.search(text) and text.rstrip()[-1] == "。" and not _runs_on(current):
            close()
    close()
    return found


def _runs_on(lines: Sequence[Line]) -> bool:
    """An enumerated duty may hold several sentences: a full stop at the end of a full line does not close it."""
    return (
        bool(_OPENING.match(lines[0].text))
        and len(lines[-1].text.strip()) >= max(len(line.text.strip()) for line in lines) - 1 > 12
    )


def _paths(count: int, sections: Sequence[Section]) -> list[tuple[str, ...]]:
    paths: list[tuple[str, ...]] = [()] * count
    for section in sorted(sections, key=lambda s: s.level):
        for index in range(max(section.first, 0), min(section.last + 1, count)):
            paths[index] = section.path
    return paths


_PAGES = 3
"""Pages on which the same line must stand first or last to be a running title and no text."""


def _running(lines: Sequence[Line]) -> set[int]:
    """Running titles: lines that stand first or last on several pages, in the same words."""
    edges: dict[str, list[int]] = {}
    filled = [i for i, line in enumerate(lines) if line.text.strip() and not _PAGE_NUMBER.match(line.text)]
    for before, at, after in zip([None, *filled], filled, [*filled[1:], None], strict=False):
        if lines[at].page is None:
            continue
        if any(other is None or lines[other].page != lines[at].page for other in (before, after)):
            edges.setdefault(squash(lines[at].text), []).append(at)
    return {i for text, found in edges.items() if len({lines[i].page for i in found}) >= _PAGES and len(text) >= 6 for i in found}


def _headings(lines: Sequence[Line], sections: Sequence[Section]) -> set[int]:
    """Lines that hold nothing but a heading (a heading may go on in the next line; a line may go on after its heading)."""
    found: set[int] = set()
    for section in sections:
        title = squash(section.title)
        for index in range(section.first, min(section.first + 4, len(lines))):
            text = squash(lines[index].text)
            if text and not title.startswith(text):
                break
            if text:
                found.add(index)
                title = title[len(text) :]
            if not title:
                break
    return {i for i in found if not re.search(r"[。；]", lines[i].text)} - _openings(sections) - _alone(sections, found)


def _openings(sections: Sequence[Section]) -> set[int]:
    """Deep headings are the first words of an enumerated text, not titles: （十九）负责民爆行业管理."""
    return {s.first for s in sections if s.level >= 3 and s.last > s.first and len(s.title) > 14 and not s.title.endswith("情况")}


def _alone(sections: Sequence[Section], headings: set[int]) -> set[int]:
    """Deep headings with nothing under them are entries of a list: （三）加大执法力度."""
    bare = [s for s in sections if s.level >= 3 and all(i in headings for i in range(s.first, s.last + 1))]
    return {i for s in bare for i in range(s.first, s.last + 1)}


def squash(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)
