"""The few Markdown forms an answer is written in, as HTML: paragraphs, **bold**, tables, lists, quotes and [n] marks.

A full Markdown engine would also read figures ("3. 8" as a list, "2*3*4" as emphasis, "$1" as a formula). Here whatever is not
one of these forms is shown as it is written, so no digit of an answer can be changed on its way to the screen.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.page.markup import Html, escape, join, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Mark = Callable[[int], Html | None]
    """Gives the markup of the mark [n], or None where the answer has no such citation."""

_INLINE = re.compile(r"\\(?P<plain>[\\`*_\[\]|<>#])|\*\*(?P<bold>(?:[^*]|\*(?!\*))+)\*\*|\[(?P<mark>\d{1,4})\]")
_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?")
_CELL_END = re.compile(r"(?<!\\)\|")
_NUMERIC = re.compile(r"[-−]?[\d,，.]+\s*(?:%|％|\w{0,4})")
_BULLET = re.compile(r"[-*•]\s+")
_TONES = {"✓": "agrees", "⚠": "warns"}


def inline(text: str, mark: Mark) -> Html:
    """One line of text with its bold parts and its marks."""
    parts: list[Html] = []
    end = 0
    for found in _INLINE.finditer(text):
        parts += [escape(text[end : found.start()]), _inline_form(found, mark)]
        end = found.end()
    return join([*parts, escape(text[end:])])


def _inline_form(found: re.Match[str], mark: Mark) -> Html:
    if found["plain"]:
        return escape(found["plain"])
    if found["bold"]:
        return tag("strong", inline(found["bold"], mark))
    return mark(int(found["mark"])) or escape(found[0])


def render(text: str, mark: Mark) -> Html:
    """A whole text, block by block."""
    lines = text.replace("\r\n", "\n").split("\n")
    return join(_block(kind, list(run), mark) for kind, run in groupby(lines, _kind))


def _kind(line: str) -> str:
    stripped = line.strip()
    if not stripped:
        return "gap"
    if stripped.startswith("|"):
        return "table"
    if stripped.startswith(">"):
        return "quote"
    return "list" if _BULLET.match(stripped) else "text"


def _block(kind: str, lines: Sequence[str], mark: Mark) -> Html:
    if kind == "gap":
        return Html("")
    if kind == "table":
        return _table(lines, mark)
    if kind == "quote":
        return tag("blockquote", render("\n".join(line.strip().removeprefix(">").strip() for line in lines), mark))
    if kind == "list":
        return tag("ul", *(tag("li", inline(_BULLET.sub("", line.strip(), count=1), mark)) for line in lines))
    return join(tag("p", inline(line.strip(), mark), class_=_TONES.get(line.strip()[0])) for line in lines)


def _table(lines: Sequence[str], mark: Mark) -> Html:
    rows = [_cells(line) for line in lines]
    headed = len(lines) > 1 and _RULE.fullmatch(lines[1].strip()) is not None
    head = tag("thead", tag("tr", *(tag("th", inline(cell, mark), scope="col") for cell in rows[0]))) if headed else Html("")
    body = tag("tbody", *(tag("tr", *(_table_cell(cell, mark) for cell in row)) for row in rows[2 if headed else 0 :]))
    return tag("div", tag("table", head, body), class_="mz-table", tabindex=0)


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    cells = _CELL_END.split(inner)
    return [cell.strip() for cell in (cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells)]


def _table_cell(cell: str, mark: Mark) -> Html:
    bare = re.sub(r"\*\*|\[\d+\]", "", cell).strip()
    return tag("td", inline(cell, mark), class_="number" if _NUMERIC.fullmatch(bare) else None)
