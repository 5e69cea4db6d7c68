"""Web pages: paragraphs and tables as a browser shows them, without scripts, styles and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import DamagedFile
from corpus.grid.cells import Printed
from corpus.grid.flow import Item

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "select", "button", "svg", "iframe", "object"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "label", "mark", "nobr", "o:p", "q", "s", "small",
     "span", "strong", "sub", "sup", "tt", "u", "var"}
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r\n\f]+")
_INDENT = re.compile(r"(?:text-indent|padding-left|margin-left)\s*:\s*([\d.]+)\s*(px|pt|em)", re.IGNORECASE)
_POINTS = {"px": 0.75, "pt": 1.0, "em": 9.0}
_WIDEST, _TALLEST, _DEEPEST = 1_000, 65_534, 200
"""What HTML itself allows of colspan and rowspan, and of elements within elements."""
_NO_SPACE = "\u00a0"


def read_web(data: bytes, name: str) -> list[Item]:
    """The paragraphs and tables of a web page in reading order. Raises DamagedFile where nothing of it can be read."""
    from lxml import html
    from lxml.etree import LxmlError

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(decoded(data), parser=parser)
    except (LxmlError, ValueError, AssertionError) as error:
        raise DamagedFile(name, "网页内容损坏，读不完整", "请重新保存网页后再试") from error
    page = _Page()
    _walk(root, page, 0)
    page.flush()
    return page.items


def decoded(data: bytes) -> str:
    """The text of a web page: its mark, then UTF-8, then what it declares, then GB18030 decide; unknown bytes are replaced."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _CHARSET.search(data[:4096])
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "gb18030", "gb18030"):
        try:
            return _without_declaration(data.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return _without_declaration(data.decode("gb18030", "replace"))


def _without_declaration(text: str) -> str:
    """The text without an XML declaration, whose encoding no longer holds."""
    return re.sub(r"^\s*<\?xml[^>]*>", "", text)


@dataclass(slots=True)
class _Page:
    """Items found so far, and the line that inline elements are filling."""

    items: list[Item] = field(default_factory=list)
    line: list[str] = field(default_factory=list)

    def put(self, text: str | None) -> None:
        if text:
            self.line.append(_BLANK.sub(" ", text))

    def flush(self) -> None:
        text = "".join(self.line).replace(_NO_SPACE, " ").strip(" ")
        if text.strip():
            self.items.append(text)
        self.line.clear()


def _unseen(element: _Element) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in _UNSEEN
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _walk(element: _Element, page: _Page, depth: int) -> None:
    """Add what an element shows; what lies deeper than any page nests is taken as its plain text."""
    if _unseen(element):
        return
    if element.tag == "br":
        page.flush()
    elif element.tag == "table" and not _framing(element):
        page.flush()
        page.items.append(_cells(element))
    elif depth > _DEEPEST:
        page.put("".join(map(str, element.itertext())))
    else:
        block = element.tag not in _INLINE
        if block:
            page.flush()
        page.put(element.text)
        for child in element:
            _walk(child, page, depth + 1)
            page.put(child.tail)
        if block:
            page.flush()


def _framing(table: _Element) -> bool:
    """Whether a table only arranges the page: it holds tables, or has one column."""
    inner = next((t for t in table.iter("table") if t is not table), None)
    return inner is not None or max((len(list(_row_cells(row))) for row in table.iter("tr")), default=0) < 2


def _row_cells(row: _Element) -> Iterator[_Element]:
    return (cell for cell in row if cell.tag in ("td", "th") and not _unseen(cell))


def _cells(table: _Element) -> list[Printed]:
    """The cells of a table, laid out as HTML prescribes: each takes the next free place of its row."""
    found: list[Printed] = []
    caption = next(table.iter("caption"), None)
    rows = [row for row in table.iter("tr") if not _unseen(row)]
    taken: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in _row_cells(row):
            while taken.get(column, 0) > number:
                column += 1
            width, height = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", _TALLEST)
            height = min(height or len(rows), len(rows) - number)
            found.append(Printed(number + 1, column, _text(cell), height, max(width, 1), _indent(cell)))
            for reached in range(column, column + max(width, 1)):
                taken[reached] = number + height
            column += max(width, 1)
    if caption is not None and (title := _text(caption)):
        found.append(Printed(0, 0, title, 1, max(taken, default=0) + 1))
    return found


def _span(cell: _Element, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return min(int(text), most) if text.isdecimal() else 1


def _text(cell: _Element) -> str:
    page = _Page()
    page.put(cell.text)
    for child in cell:
        _walk(child, page, 0)
        page.put(child.tail)
    first = "".join(map(str, cell.itertext()))[:80]
    lead = re.match(rf"[ \t\r\n{_NO_SPACE}\u3000]*", first)
    white = (
        "".join(" " if sign == _NO_SPACE else "\u3000" for sign in lead.group() if sign in (_NO_SPACE, "\u3000")) if lead else ""
    )
    page.flush()
    return white + "\n".join(item.strip() for item in page.items if isinstance(item, str))


def _indent(cell: _Element) -> float:
    """White before the text that the cell's style asks for, in points."""
    found = _INDENT.search(cell.get("style") or "")
    return float(found[1]) * _POINTS[found[2].lower()] if found and re.fullmatch(r"\d+(?:\.\d+)?", found[1]) else 0.0
