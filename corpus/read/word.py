"""Word files (.docx): paragraphs with the numbers that Word counts for them, and tables with their merged cells."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from corpus.errors import DamagedFile
from corpus.grid.cells import Printed
from corpus.grid.flow import Item
from corpus.read.container import UNSOUND, check_markup
from corpus.read.numbering import Numbering

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TWIPS = 20.0
_SIGN = 9.0
_DEEPEST = 8


def read_word(data: bytes, name: str) -> list[Item]:
    """The paragraphs and tables of a .docx in reading order. Raises DamagedFile."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    check_markup(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        numbering = Numbering.of(document)
        return list(_items(document.element.body, numbering, 0))
    except (OpcError, LxmlError, *UNSOUND) as error:
        raise DamagedFile(name, "Word 内容损坏，读不完整", "请用 Word 打开另存后再试") from error


def _items(parent: _Element, numbering: Numbering, depth: int) -> Iterator[Item]:
    """Paragraphs and tables below an element, content controls and the like opened."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield _paragraph(child, numbering)
            yield from _boxes(child, numbering, depth)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, numbering, depth)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
            yield from _items(child, numbering, depth)


def _paragraph(paragraph: _Element, numbering: Numbering) -> str:
    return numbering.mark(paragraph) + "".join(_runs(paragraph))


def _runs(element: _Element) -> Iterator[str]:
    """The visible text of a paragraph; text boxes, deleted and hidden text are left out."""
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag == f"{_W}tab":
            yield " "
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\n" if child.get(f"{_W}type") != "page" else ""
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == f"{_W}r" and _hidden(child):
            continue
        elif tag not in (
            f"{_W}pPr",
            f"{_W}rPr",
            f"{_W}del",
            f"{_W}moveFrom",
            f"{_W}drawing",
            f"{_W}pict",
            _FALLBACK,
        ) and isinstance(tag, str):
            yield from _runs(child) if not tag.endswith(("}txbxContent", "}AlternateContent")) else ()


def _hidden(run: _Element) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false")


def _boxes(paragraph: _Element, numbering: Numbering, depth: int) -> Iterator[Item]:
    """What stands in text boxes anchored in a paragraph; the copies for older programs are left out."""
    if depth > _DEEPEST:
        return
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield from _items(box, numbering, depth + 1)


def _table(table: _Element, numbering: Numbering, depth: int) -> Iterator[Item]:
    """A table as cells; one that only frames others, or text, as what it frames."""
    rows = [list(_children(row, "tc")) for row in _children(table, "tr")]
    framing = max((len(row) for row in rows), default=0) == 1 or any(
        next(cell.iter(f"{_W}tbl"), None) is not None for row in rows for cell in row
    )
    if framing and depth < _DEEPEST:
        for cell in (cell for row in rows for cell in row):
            yield from _items(cell, numbering, depth + 1)
        return
    yield _cells(table, numbering)


def _children(element: _Element, name: str) -> Iterator[_Element]:
    """Rows of a table or cells of a row, those in content controls included."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, name)


def _cells(table: _Element, numbering: Numbering) -> list[Printed]:
    """The cells of a table; cells that continue one above lengthen it."""
    found: dict[tuple[int, int], Printed] = {}
    open_at: dict[int, tuple[int, int]] = {}
    for row, element in enumerate(_children(table, "tr")):
        column = _number(element.find(f"{_W}trPr/{_W}gridBefore"))
        for cell in _children(element, "tc"):
            width = max(_number(cell.find(f"{_W}tcPr/{_W}gridSpan")), 1)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and column in open_at:
                above = found[open_at[column]]
                found[open_at[column]] = Printed(above.row, column, above.text, row - above.row + 1, above.columns, above.indent)
            else:
                found[row, column] = _cell(cell, row, column, width, numbering)
                open_at.pop(column, None)
                if merge is not None:
                    open_at[column] = (row, column)
            column += width
    return list(found.values())


def _cell(cell: _Element, row: int, column: int, width: int, numbering: Numbering) -> Printed:
    paragraphs = [p for p in cell.iter(f"{_W}p") if not any(a.tag == _FALLBACK for a in p.iterancestors())]
    text = "\n".join(line for p in paragraphs if (line := _paragraph(p, numbering)).strip())
    return Printed(row, column, text, 1, width, _indent(paragraphs))


def _indent(paragraphs: Iterable[Any]) -> float:
    """The white before the first paragraph, in points."""
    for paragraph in paragraphs:
        found = paragraph.find(f"{_W}pPr/{_W}ind")
        if found is None:
            return 0.0
        signs = sum(_integer(found.get(f"{_W}{key}")) for key in ("leftChars", "startChars", "firstLineChars"))
        twips = sum(_integer(found.get(f"{_W}{key}")) for key in ("left", "start", "firstLine"))
        return signs / 100 * _SIGN if signs else twips / _TWIPS
    return 0.0


def _number(element: _Element | None) -> int:
    return 0 if element is None else _integer(element.get(f"{_W}val"))


def _integer(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else 0
