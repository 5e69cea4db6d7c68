"""The few Markdown forms an answer is written in, as HTML: paragraphs, **bold**, tables, lists, quotes and [n] marks.

A full Markdown engine would also read figures ("3. 8" as a list, "2*3*4" as emphasis, "$1" as a formula). Here whatever is not
one of these forms is shown as it is written, so no digit of an answer can be changed on its way to the screen.
"""

from __future__ import annotations

import re
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from assistant.page.markup import Html, escape, join, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Mark = Callable[[int], Html | None]
    """Gives the markup of the mark [n], or None where the answer has no such citation."""

_INLINE = re.compile(r"\\(?P<plain>[\\`*_\[\]|<>#])|\*\*(?P<bold>(?:[^*]|\*(?!\*))+)\*\*|\[(?P<mark>\d{1,4})\]")
_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?")
_CELL_END = re.compile(r"(?<!\\)\|")
_NUMERIC = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?\s*(?:%|[百千万亿]?元|[人辆个项套台名])?(?:（[^（）]*）)?|[-—–]*")
_MONEY = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)? ?[百千万亿]?元")
"""An amount with its unit, which no line break should part."""
_BULLET = re.compile(r"[-*•]\s+")
_TONES = {"✓": "agrees", "⚠": "warns"}


def inline(text: str, mark: Mark) -> Html:
    """One line of text with its bold parts and its marks."""
    parts: list[Html] = []
    end = 0
    for found in _INLINE.finditer(text):
        parts += [_plain(text[end : found.start()]), _inline_form(found, mark)]
        end = found.end()
    return join([*parts, _plain(text[end:])])


def _plain(text: str) -> Html:
    parts: list[Html] = []
    end = 0
    for found in _MONEY.finditer(text):
        parts += [escape(text[end : found.start()]), tag("span", escape(found[0]), class_="mz-together")]
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
    body = rows[2:] if headed else rows
    looks = _looks(body)
    head = tag("thead", _row("th", rows[0], looks, mark)) if headed else Html("")
    table = tag("table", head, tag("tbody", *(_row("td", row, looks, mark) for row in body)))
    return tag("div", table, class_="mz-table", tabindex=0)


def _cells(line: str) -> list[str]:
    cells = _CELL_END.split(line.strip().removeprefix("|"))
    return [cell.strip() for cell in (cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells)]


def _looks(body: Sequence[Sequence[str]]) -> list[str | None]:
    """The class of each column: numbers stand at the right, below one another."""
    return ["number" if all(map(_numeric, column)) and any(column) else None for column in zip_longest(*body, fillvalue="")]


def _numeric(cell: str) -> bool:
    return _NUMERIC.fullmatch(re.sub(r"\*\*|\[\d+\]", "", cell).strip()) is not None


def _row(name: str, cells: Sequence[str], looks: Sequence[str | None], mark: Mark) -> Html:
    scope = "col" if name == "th" else None
    return tag(
        "tr", *(tag(name, inline(cell, mark), class_=look, scope=scope) for cell, look in zip_longest(cells, looks[: len(cells)]))
    )
