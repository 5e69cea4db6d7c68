"""Tables as printed: caption, columns with their header chains, and rows whose cells know their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Box
from corpus.pdf.caption import Caption, caption_above, caption_inside
from corpus.pdf.fill import CellText
from corpus.pdf.header import RawColumn, Role, columns, header_end, is_numbering, with_roles
from corpus.pdf.layout import Block
from corpus.pdf.lexicon import pattern, squeeze


@dataclass(frozen=True, slots=True)
class RawCell:
    """A printed cell of a value (or text) column. ``line`` indexes the document's lines, ``start`` is its offset there.

    ``column`` indexes ``RawTable.columns``; ``unclear`` says why the number or its column is in doubt.
    """

    column: int
    text: str
    box: Box
    page: int
    line: int
    start: int
    unclear: str | None = None


@dataclass(frozen=True, slots=True)
class RawRow:
    """A printed row of one panel. ``labels`` are the texts of the label columns from left to right ("" where blank).

    ``inherited`` marks labels whose cell began in a row above. ``code`` holds the printed code parts (类, 款, 项), blanks left out,
    ``code_slots`` the code column of each part. ``indent`` is the white before the label, in points. Lines index the document's lines.
    """

    panel: int
    labels: tuple[str, ...]
    inherited: tuple[bool, ...]
    code: tuple[str, ...]
    code_slots: tuple[int, ...]
    cells: tuple[RawCell, ...]
    page: int
    first: int
    last: int
    indent: float = 0.0

    @property
    def label(self) -> str:
        """The row's own label: the rightmost one that is printed in this row, else the rightmost inherited one."""
        own = [text for text, old in zip(self.labels, self.inherited, strict=True) if text and not old]
        every = [text for text in self.labels if text]
        return (own or every or [""])[-1]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table over one or more pages. Rows stand panel by panel; ``first``/``last`` index the document's lines, ``pages`` its pages."""

    caption: Caption
    columns: tuple[RawColumn, ...]
    rows: tuple[RawRow, ...]
    first: int
    last: int
    pages: tuple[int, ...]


@dataclass(slots=True)
class Part:
    """The share of a table on one page: atom rows ``start`` to ``body`` are header, the rest body. ``base`` is the page's first line."""

    block: Block
    base: int
    caption: Caption
    start: int
    body: int
    width: float
    first: int
    opens: bool = True
    header: tuple[str, ...] = ()
    found: list[RawColumn] = field(default_factory=list)


def part(block: Block, base: int, width: float) -> Part:
    """A block as the (possibly first) part of a table."""
    above, used = caption_above(block.above)
    inner, start = caption_inside(block.filled)
    body = header_end(block.filled, start)
    header = tuple(t.text for c, t in zip(block.filled.grid.cells, block.filled.texts, strict=True) if start <= c.top < body and t.text)
    first = base + block.above_first + len(block.above) - used
    found = columns(block.filled, start, body)
    return Part(block, base, inner.over(above), start, body, width, first, bool(used or inner != Caption()), header, found)


def continues(previous: Part, first: Part, new: Part) -> bool:
    """Whether ``new``, the first block of the next page, goes on with the table whose last part is ``previous``, its first ``first``."""
    if not _aligned(previous, new):
        return False
    if new.caption.title and squeeze(new.caption.title) != squeeze(first.caption.title):
        return False
    if new.caption.number and new.caption.number != first.caption.number or new.caption.issuer and new.caption.issuer != first.caption.issuer:
        return False
    if new.header and tuple(map(squeeze, new.header)) == tuple(map(squeeze, first.header)):
        return not (new.caption.title and _opens_with_total(first) and _opens_with_total(new))
    return not new.caption.title and not new.caption.unit and (not new.header or new.body == new.start + len(_header_rows(new)) and _only_labels(new))


def _header_rows(new: Part) -> set[int]:
    return {c.top for c in new.block.filled.grid.cells if new.start <= c.top < new.body}


def _only_labels(new: Part) -> bool:
    """Whether the supposed header of a part is body rows without numbers: no column header words stand in it."""
    return not any(pattern("header", "label").search(squeeze(t)) and len(squeeze(t)) <= 6 for t in new.header)


def _aligned(previous: Part, new: Part) -> bool:
    if len(previous.found) != len(new.found):
        return False
    shift = (previous.width - new.width) / 2
    pairs = zip(previous.found, new.found, strict=True)
    return all(abs(a.left - b.left - shift) < 12 and abs(a.right - b.right - shift) < 12 for a, b in pairs)


def _opens_with_total(p: Part) -> bool:
    texts = [t.text for c, t in zip(p.block.filled.grid.cells, p.block.filled.texts, strict=True) if c.top == p.body and t.text]
    return any(pattern("row", "total").match(squeeze(t)) for t in texts[:2])


def assemble(parts: Sequence[Part]) -> RawTable:
    """One table from its parts, page after page."""
    first = parts[0]
    bodies = [(p, p.start if p is not first and not _repeats(first, p) else p.body) for p in parts]
    contents = _contents(bodies)
    typed = with_roles(first.found, contents)
    rows: list[RawRow] = []
    for panel in sorted({column.panel for column in typed}):
        rows.extend(row for p, body in bodies for row in _rows(p, body, typed, panel))
    last = max([p.base + max(p.block.row_line.values(), default=0) for p in parts])
    return RawTable(first.caption, tuple(typed), tuple(rows), first.first, last, tuple(p.block.filled.page for p in parts))


def _repeats(first: Part, p: Part) -> bool:
    return bool(p.header) and tuple(map(squeeze, p.header)) == tuple(map(squeeze, first.header))


def _contents(bodies: Iterable[tuple[Part, int]]) -> list[list[str]]:
    contents: list[list[str]] = []
    for p, body in bodies:
        contents = contents or [[] for _ in p.found]
        for cell, text in zip(p.block.filled.grid.cells, p.block.filled.texts, strict=True):
            if cell.top >= body and text.text:
                covered = _covered(p, cell.left, cell.right)
                if len(covered) == 1:
                    contents[covered[0]].append(text.text)
    return contents


def _covered(p: Part, left: int, right: int) -> list[int]:
    """The columns whose middle lies between two atom borders."""
    xs = p.block.filled.grid.xs
    return [i for i, c in enumerate(p.found) if xs[left] <= (c.left + c.right) / 2 <= xs[right]]


def _rows(p: Part, body: int, typed: Sequence[RawColumn], panel: int) -> Iterable[RawRow]:
    """The rows of one panel on one page: an atom row makes a row where a cell of the panel begins and something is printed."""
    grid = p.block.filled.grid
    mine = [i for i, column in enumerate(typed) if column.panel == panel]
    for row in range(body, len(grid.ys) - 1):
        begun = sorted({index for index, cell in enumerate(grid.cells) if cell.top == row and set(_covered(p, cell.left, cell.right)) & set(mine)})
        if any(p.block.filled.texts[index].text for index in begun) and not is_numbering([p.block.filled.texts[i].text for i in begun]):
            yield _row(p, row, begun, typed, panel)


def _row(p: Part, row: int, begun: Sequence[int], typed: Sequence[RawColumn], panel: int) -> RawRow:
    line = p.base + p.block.row_line.get(row, 0)
    labels, inherited, codes, slots, indent = _labels(p, row, typed, panel)
    cells = tuple(cell for index in begun if (cell := _cell(p, index, typed, line)))
    return RawRow(panel, labels, inherited, codes, slots, cells, p.block.filled.page, line, line, indent)


def _labels(
    p: Part, row: int, typed: Sequence[RawColumn], panel: int
) -> tuple[tuple[str, ...], tuple[bool, ...], tuple[str, ...], tuple[int, ...], float]:
    """(labels, inherited, code parts, code columns, indent) of an atom row in a panel."""
    grid = p.block.filled.grid
    labels: list[str] = []
    inherited: list[bool] = []
    codes: list[tuple[str, int]] = []
    indent, seen = 0.0, set()
    for index, column in enumerate(typed):
        if column.panel != panel or column.role not in (Role.LABEL, Role.CODE):
            continue
        owner = _owner(p, row, index)
        text, old = p.block.filled.texts[owner], grid.cells[owner].top < row
        if owner in seen or pattern("header", "code_part").match(text.text):
            text = CellText("")
        seen.add(owner)
        if column.role is Role.CODE and pattern("row", "code").match(squeeze(text.text)):
            codes.append((squeeze(text.text), index))
        elif column.role is Role.LABEL or text.text:
            labels.append(text.text)
            inherited.append(old)
            indent = text.indent if text.text else indent
    return tuple(labels), tuple(inherited), tuple(c for c, _ in codes), tuple(s for _, s in codes), indent


def _owner(p: Part, row: int, column: int) -> int:
    grid = p.block.filled.grid
    middle = (p.found[column].left + p.found[column].right) / 2
    at = max(i for i, border in enumerate(grid.xs[:-1]) if border <= middle)
    return grid.owner[row][at]


def _cell(p: Part, index: int, typed: Sequence[RawColumn], line: int) -> RawCell | None:
    """The value or text cell at a grid cell; None for blank ones and for labels and codes."""
    grid, text = p.block.filled.grid, p.block.filled.texts[index]
    covered = _covered(p, grid.cells[index].left, grid.cells[index].right)
    mine = [c for c in covered if typed[c].role in (Role.VALUE, Role.TEXT)]
    if not mine or len(mine) < len(covered) or not (text.text or text.unclear):
        return None
    unclear = text.unclear or ("数字的格子跨两栏" if len(mine) > 1 else None)
    return RawCell(mine[0], text.text, text.box or grid.cell_box(index), p.block.filled.page, line, p.block.starts[index], unclear)


def with_title(table: RawTable, caption: Caption) -> RawTable:
    """The table under another caption."""
    return replace(table, caption=caption)
