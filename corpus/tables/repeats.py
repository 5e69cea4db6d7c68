"""Lines of a header that a new page prints again: no rows of the table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.amount import fold
from corpus.document import Line
from corpus.tables.lexer import Token, is_amount_like
from corpus.tables.titles import squeeze

Lines = Sequence[tuple[int, tuple[Token, ...]]]

_OWNER_LINE = re.compile(r"(?:部门|单位)(?:名称)?(?:\([^)]*\))?[:：]")
_MOST = 0.8
"""Share of a header's characters that a run of lines must print to be the header again, however its cells are broken."""


def is_owner(text: str) -> bool:
    """Whether a line names the owner of the table or its unit ("编制部门：… 单位：万元")."""
    return bool(_OWNER_LINE.search(fold(text)))


def without_repeats(
    lines: Sequence[Line], rows: Lines, header: Sequence[str], title: str, counts: Sequence[bool]
) -> list[tuple[int, tuple[Token, ...]]]:
    """Body ``rows`` without title and owner lines, rows that count the columns (``counts``) and the ``header`` lines that come again.

    The header is known by its lines, two or more together, or, where a page breaks its cells in another way, by its characters.
    """
    texts = [squeeze(lines[index].text) for index, _ in rows]
    apart = zip(rows, texts, counts, strict=True)
    sure = [is_owner(lines[index].text) or text == squeeze(title) or counted for (index, _), text, counted in apart]
    gone = set(_same_lines(rows, texts, sure, frozenset(map(squeeze, header))))
    gone.update(at for at, is_sure in enumerate(sure) if is_sure)
    gone.update(_same_characters(rows, texts, sure, Counter("".join(map(squeeze, header)))))
    return [row for at, row in enumerate(rows) if at not in gone]


def _same_lines(rows: Lines, texts: Sequence[str], sure: Sequence[bool], header: frozenset[str]) -> list[int]:
    """Runs of two or more header lines; one of them must be more than a word, which a broken label may be too."""
    found: list[int] = []
    run: list[int] = []
    for at in range(len(rows) + 1):
        if at < len(rows) and (texts[at] in header or sure[at]):
            run.append(at)
            continue
        if len(run) > 1 and any(sure[place] or len(rows[place][1]) > 1 for place in run):
            found += run
        run = []
    return found


def _same_characters(rows: Lines, texts: Sequence[str], sure: Sequence[bool], header: Counter[str]) -> list[int]:
    whole = header.total()
    found: list[int] = []
    at = 0
    while at < len(rows) and whole:
        end, covered = _run(rows, texts, sure, header, at)
        if covered >= _MOST * whole and covered >= _run(rows, texts, sure, header, at + 1)[1]:
            found += range(at, end)
            at = end
        else:
            at += 1
    return found


def _run(rows: Lines, texts: Sequence[str], sure: Sequence[bool], header: Counter[str], at: int) -> tuple[int, int]:
    """Where the lines from ``at`` on stop printing characters of the header, and how many of them they print."""
    left = Counter(header)
    covered = 0
    while at < len(rows) and covered < header.total():
        if not sure[at]:
            mine = Counter(texts[at])
            if not mine <= left or any(is_amount_like(token) for token in rows[at][1]):
                break
            left -= mine
            covered += mine.total()
        at += 1
    return at, covered
