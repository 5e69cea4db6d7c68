"""Tables as printed: caption, columns with their header chains, and rows whose cells know their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Box
from corpus.pdf.caption import Caption, caption_above, caption_inside
from corpus.pdf.fill import CellText
from corpus.pdf.header import RawColumn, Role, columns, header_end, is_numbering, with_roles
from corpus.pdf.layout import Block
from corpus.pdf.lexicon import pattern, squeeze

_ALIKE = 0.9
"""Share of the characters that a repeated header has in common with the first."""
_SLACK = 12.0
"""Points by which a border may move from page to page."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """A printed cell of a value (or text) column. ``line`` indexes the document's lines, ``start`` is its offset there.

    ``column`` indexes ``RawTable.columns``; ``unclear`` says why the number or its column is in doubt,
    ``candidates`` are the columns it may belong to.
    """

    column: int
    text: str
    box: Box
    page: int
    line: int
    start: int
    unclear: str | None = None
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RawLabel:
    """A text in a label column. ``inherited`` means that its cell began in a row above; ``indent`` is the white before it in points."""

    text: str
    column: int
    inherited: bool = False
    indent: float = 0.0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class RawRow:
    """A printed row of one panel. ``labels`` are the texts of its label columns from left to right, blank ones left out.

    ``own`` is the index in ``labels`` of the one that names the row, None where there is none. ``code`` holds the printed code parts
    (类, 款, 项) with their columns, blanks left out. ``line`` indexes the document's lines.
    """

    panel: int
    labels: tuple[RawLabel, ...]
    own: int | None
    code: tuple[tuple[str, int], ...]
    cells: tuple[RawCell, ...]
    page: int
    line: int

    @property
    def label(self) -> str:
        """The text that names the row; "" where it has none."""
        return "" if self.own is None else self.labels[self.own].text


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table over one or more pages. Rows stand panel by panel; ``first``/``last`` index the document's lines, ``pages`` its pages.

    ``inside`` are the lines that rows and headers of the table make. ``ruled`` is False where columns come from alignment alone;
    ``notes`` are the lines of notes printed under it.
    """

    caption: Caption
    columns: tuple[RawColumn, ...]
    rows: tuple[RawRow, ...]
    first: int
    last: int
    pages: tuple[int, ...]
    inside: tuple[int, ...] = ()
    ruled: bool = True
    notes: tuple[int, ...] = ()


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
    absorbed: frozenset[int] = frozenset()


def part(block: Block, base: int, width: float) -> Part:
    """A block as the (possibly first) part of a table."""
    above, used = caption_above(block.above)
    inner, start = caption_inside(block.filled)
    known = block.filled.grid.header
    body = header_end(block.filled, start) if known is None else known
    header = tuple(
        t.text for c, t in zip(block.filled.grid.cells, block.filled.texts, strict=True) if start <= c.top < body and t.text
    )
    first = base + block.above_first + len(block.above) - used
    found, absorbed = columns(block.filled, start, body)
    return Part(
        block, base, inner.over(above), start, body, width, first, bool(used or inner != Caption()), header, found, absorbed
    )


def continues(previous: Part, first: Part, new: Part) -> bool:
    """Whether ``new``, the first block of the next page, goes on with the table whose last part is ``previous``, its first ``first``."""
    if not _aligned(previous, new):
        return False
    if new.caption.title and squeeze(new.caption.title) != squeeze(first.caption.title):
        return False
    if (
        new.caption.number
        and new.caption.number != first.caption.number
        or new.caption.issuer
        and new.caption.issuer != first.caption.issuer
    ):
        return False
    if _repeats(first, new):
        return not (new.caption.title and _opens_with_total(first) and _opens_with_total(new))
    return not new.caption.title and not new.caption.unit and not _heads_columns(new)


def _heads_columns(new: Part) -> bool:
    """Whether the first rows of a part are a header, and not body rows that print no number."""
    words = [squeeze(text) for text in new.header]
    return any(pattern("header", "heading").search(word) for word in words)


def _aligned(previous: Part, new: Part) -> bool:
    """Whether a part has the columns of the one before; borders that merged cells hide on the new page may be missing there."""
    shift = (previous.width - new.width) / 2
    before, after = _borders(previous), [x + shift for x in _borders(new)]
    outer = abs(before[0] - after[0]) < _SLACK and abs(before[-1] - after[-1]) < _SLACK
    known = all(any(abs(x - y) < _SLACK for y in before) for x in after)
    return outer and known and 1 < len(after) <= len(before)


def _borders(p: Part) -> list[float]:
    return [column.left for column in p.found] + [p.found[-1].right]


def _opens_with_total(p: Part) -> bool:
    texts = [t.text for c, t in zip(p.block.filled.grid.cells, p.block.filled.texts, strict=True) if c.top == p.body and t.text]
    return any(pattern("row", "total").match(squeeze(t)) for t in texts[:2])


def assemble(parts: Sequence[Part]) -> RawTable:
    """One table from its parts, page after page."""
    first = parts[0]
    for p in parts[1:]:
        if len(p.found) < len(first.found):
            shift = (first.width - p.width) / 2
            p.found = [replace(c, left=c.left - shift, right=c.right - shift) for c in first.found]
    bodies = [(p, p.body if p is first or _repeats(first, p) else p.start) for p in parts]
    contents = _contents(bodies)
    typed = with_roles(first.found, contents)
    rows: list[RawRow] = []
    for panel in sorted({column.panel for column in typed}):
        rows.extend(_mended([list(_rows(p, body, typed, panel)) for p, body in bodies], typed))
    inside = sorted(p.base + line for p in parts for line in p.block.row_line.values())
    last = max([first.first, *inside])
    ruled = all(p.block.filled.grid.ruled for p in parts)
    return RawTable(
        first.caption,
        tuple(typed),
        tuple(rows),
        first.first,
        last,
        tuple(p.block.filled.page for p in parts),
        tuple(inside),
        ruled,
    )


def _mended(pages: Sequence[list[RawRow]], typed: Sequence[RawColumn]) -> list[RawRow]:
    """The rows of a panel page after page; a label cut by the end of a page is put together again.

    Only where rows carry codes can the rest of a label be told from a row of its own: it has neither code nor number.
    """
    rows: list[RawRow] = []
    coded = any(column.role is Role.CODE for column in typed)
    for page in pages:
        for index, row in enumerate(page):
            rest = coded and not index and rows and row.label and not row.code and not row.cells
            if rest and rows[-1].code and rows[-1].own is not None and not pattern("row", "total").match(squeeze(row.label)):
                rows[-1] = _lengthened(rows[-1], row.label)
            else:
                rows.append(row)
    return rows


def _lengthened(row: RawRow, rest: str) -> RawRow:
    own = row.own or 0
    label = replace(row.labels[own], text=row.labels[own].text + rest)
    return replace(row, labels=(*row.labels[:own], label, *row.labels[own + 1 :]))


def _repeats(first: Part, p: Part) -> bool:
    """Whether a part prints the header of the first one again; cells may be cut a little differently."""
    old, new = (Counter(squeeze("".join(part.header))) for part in (first, p))
    return bool(new) and (old & new).total() >= _ALIKE * max(old.total(), new.total())


def _contents(bodies: Iterable[tuple[Part, int]]) -> list[list[str]]:
    contents: list[list[str]] = []
    for p, body in bodies:
        contents = contents or [[] for _ in p.found]
        p.absorbed = p.absorbed if body == p.body else frozenset()
        for index, (cell, text) in enumerate(zip(p.block.filled.grid.cells, p.block.filled.texts, strict=True)):
            if cell.top >= body and text.text and index not in p.absorbed:
                covered = _covered(p, cell.left, cell.right)
                if len(covered) == 1:
                    contents[covered[0]].append(text.text)
    return contents


def _covered(p: Part, left: int, right: int) -> list[int]:
    """The columns whose middle lies between two atom borders; for a cell narrower than its column the one it stands in."""
    xs = p.block.filled.grid.xs
    inside = [i for i, c in enumerate(p.found) if xs[left] <= (c.left + c.right) / 2 <= xs[right]]
    middle = (xs[left] + xs[right]) / 2
    return inside or [i for i, c in enumerate(p.found) if c.left <= middle <= c.right][:1]


def _partial(p: Part, left: int, right: int) -> bool:
    """Whether a cell misses the middle of every column."""
    xs = p.block.filled.grid.xs
    return not any(xs[left] <= (c.left + c.right) / 2 <= xs[right] for c in p.found)


def _rows(p: Part, body: int, typed: Sequence[RawColumn], panel: int) -> Iterable[RawRow]:
    """The rows of one panel on one page: an atom row makes a row where a cell of the panel begins and something is printed."""
    grid, texts = p.block.filled.grid, p.block.filled.texts
    mine = {i for i, column in enumerate(typed) if column.panel == panel}
    for row in range(body, len(grid.ys) - 1):
        begun = [
            i
            for i, cell in enumerate(grid.cells)
            if cell.top == row and i not in p.absorbed and mine & set(_covered(p, cell.left, cell.right))
        ]
        printed = [texts[i].text for i in begun if texts[i].text]
        if printed and not is_numbering(printed):
            yield _row(p, row, begun, typed, panel)


def _row(p: Part, row: int, begun: Sequence[int], typed: Sequence[RawColumn], panel: int) -> RawRow:
    line = p.base + p.block.row_line.get(row, 0)
    labels, codes = _labels(p, row, typed, panel)
    cells = tuple(cell for index in begun if (cell := _cell(p, index, typed, line)))
    return RawRow(panel, labels, _own(labels, typed), codes, cells, p.block.filled.page, line)


def _labels(
    p: Part, row: int, typed: Sequence[RawColumn], panel: int
) -> tuple[tuple[RawLabel, ...], tuple[tuple[str, int], ...]]:
    """The labels and the code parts of an atom row in a panel."""
    grid, labels, codes, seen = p.block.filled.grid, [], [], set(p.absorbed)
    for index, column in enumerate(typed):
        if column.panel != panel or column.role not in (Role.LABEL, Role.CODE):
            continue
        owner = _owner(p, row, index)
        text, old = p.block.filled.texts[owner], grid.cells[owner].top < row
        if owner in seen or not text.text:
            continue
        seen.add(owner)
        if column.role is Role.CODE and pattern("row", "code").match(squeeze(text.text)):
            codes.append((squeeze(text.text), index))
        else:
            labels.append(RawLabel(text.text, index, old, text.indent, text.box))
    return tuple(labels), tuple(codes)


def _own(labels: Sequence[RawLabel], typed: Sequence[RawColumn]) -> int | None:
    """Which label names the row: the rightmost begun in it, one that only says whose row it is (预算单位) where there is no other."""

    def rank(index: int) -> tuple[bool, bool, int]:
        label = labels[index]
        owner = bool(pattern("header", "owner").search(typed[label.column].leaf))
        return (not label.inherited, not owner, index)

    return max(range(len(labels)), key=rank, default=None)


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
    unclear = text.unclear or ("数字的格子跨两栏" if len(mine) > 1 else None) or _several_rows(p, index, typed)
    if not unclear and _partial(p, grid.cells[index].left, grid.cells[index].right):
        unclear = "格子与栏目对不齐"
    near = (
        tuple(c for c, other in enumerate(typed) if other.role is Role.VALUE and _overlaps(text, other))
        if text.unclear
        else tuple(mine)
    )
    box = text.box or grid.cell_box(index)
    return RawCell(mine[0], text.text, box, p.block.filled.page, line, p.block.starts[index], unclear, near if unclear else ())


def _several_rows(p: Part, index: int, typed: Sequence[RawColumn]) -> str | None:
    """A doubt where a number's cell stands beside several labels of its panel."""
    cell = p.block.filled.grid.cells[index]
    if cell.bottom - cell.top < 2:
        return None
    panel = typed[_covered(p, cell.left, cell.right)[0]].panel
    beside = [i for i, c in enumerate(typed) if c.panel == panel and c.role in (Role.LABEL, Role.CODE)]
    for row in range(cell.top + 1, cell.bottom):
        owners = {_owner(p, row, column) for column in beside}
        if any(p.block.filled.grid.cells[o].top == row and p.block.filled.texts[o].text for o in owners):
            return "数字的格子对着几行"
    return None


def _overlaps(text: CellText, column: RawColumn) -> bool:
    return text.box is not None and text.box.left < column.right and column.left < text.box.right
