"""The rows of a grid: where the header ends, the chain of labels over each column, what each column holds, side-by-side panels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.amount import parse_number
from corpus.document import Side
from corpus.pdf.fill import Filled
from corpus.pdf.lexicon import pattern, squeeze

_SNAP = 6.0
_SUPPORT = 0.25
_DEEPEST = 6


class Role(StrEnum):
    """What a column holds."""

    CODE = "code"
    LABEL = "label"
    INDEX = "index"
    VALUE = "value"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A printed column: its reach on the page, its header labels from the outermost to its own, its role and panel.

    ``panel`` counts side-by-side panels from 0; ``side`` is set where panels are 收入 and 支出.
    """

    left: float
    right: float
    path: tuple[str, ...]
    role: Role = Role.VALUE
    panel: int = 0
    side: Side | None = None

    @property
    def leaf(self) -> str:
        """The column's own label, squeezed; "" where the header is empty."""
        return squeeze(self.path[-1]) if self.path else ""


def is_amount(text: str) -> bool:
    """Whether a cell prints a number (a percentage included)."""
    return parse_number(text.rstrip("%％")) is not None if text else False


def header_end(filled: Filled, start: int) -> int:
    """The first atom row of the body, when the header begins at row ``start``."""
    reach, opened = start, False
    for row in range(start, len(filled.grid.ys) - 1):
        cells = [(cell, text) for cell, text in zip(filled.grid.cells, filled.texts, strict=True) if cell.top == row]
        texts = [text.text for _, text in cells]
        if is_numbering(texts):
            return row + 1
        if _is_body(texts):
            return row
        if opened and row >= reach and not (texts and all(texts) and row - start < _DEEPEST):
            return row
        opened = opened or any(texts)
        reach = max([reach, *(cell.bottom for cell, text in cells if text.text)])
    return len(filled.grid.ys) - 1


def _is_body(texts: Sequence[str]) -> bool:
    numbers = [text for text in texts if is_amount(text)]
    return bool(numbers) and not all(pattern("header", "year").match(text) for text in numbers)


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns (栏次 1 2 3, ** 1 2, 1=2+3)."""
    filled = [squeeze(text) for text in texts if text]
    if len(filled) < 2:
        return False
    shaped = sum(bool(pattern("header", "numbering").match(text)) for text in filled)
    if pattern("header", "numbering_mark").match(filled[0]):
        return shaped >= 0.7 * len(filled)
    if shaped < len(filled):
        return False
    numbers = [int(m.group()) for text in filled if (m := re.match(r"\d+", text.strip("()")))]
    return bool(numbers) and numbers[0] <= 2 and all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False))


def columns(filled: Filled, start: int, end: int) -> tuple[list[RawColumn], frozenset[int]]:
    """The columns of a grid with its header in atom rows ``start`` to ``end`` (exclusive), and the header cells inside the first body row.

    Roles are still open. Header cells stand in the first body row where it is the last row of labels for some columns (类 款 项, or 小计 under
    本年支出) and already the row 合计 for others.
    """
    xs = filled.grid.xs
    borders = _column_borders(filled, end)
    found, absorbed = [], set()
    for left, right in zip(borders, borders[1:], strict=False):
        middle = (xs[left] + xs[right]) / 2
        owners = _chain(filled, start, end, middle)
        low = _owner_at(filled, end, middle)
        if low is not None and owners and _subdivides(filled, owners[-1], low):
            owners.append(low)
            absorbed.add(low)
        found.append(RawColumn(xs[left], xs[right], tuple(filled.texts[owner].text for owner in owners)))
    return found, frozenset(absorbed)


def _subdivides(filled: Filled, above: int, low: int) -> bool:
    """Whether a cell under the header is still a label: it has only a share of the cell above it and prints no number."""
    over, cell, text = filled.grid.cells[above], filled.grid.cells[low], filled.texts[low].text
    if (
        not text
        or is_amount(text)
        or cell.right - cell.left >= over.right - over.left
        or not over.left <= cell.left < cell.right <= over.right
    ):
        return False
    heading = squeeze(filled.texts[above].text)
    names = pattern("header", "code").search(heading) or pattern("header", "label").search(heading)
    return bool(pattern("header", "code_part").match(squeeze(text))) or not names


def _column_borders(filled: Filled, end: int) -> list[int]:
    """Atom borders that separate columns: those that a fair part of the body rows (else of the last header row) has."""
    grid = filled.grid
    rows = range(end, len(grid.ys) - 1) if end < len(grid.ys) - 1 else range(max(end - 1, 0), end)
    count = [0] * len(grid.xs)
    for row in rows:
        for border in range(1, len(grid.xs) - 1):
            count[border] += grid.owner[row][border - 1] != grid.owner[row][border]
    inner = [i for i in range(1, len(grid.xs) - 1) if count[i] >= max(1.0, _SUPPORT * len(rows))]
    kept: list[int] = []
    for border in inner:
        if kept and grid.xs[border] - grid.xs[kept[-1]] < _SNAP:
            kept[-1] = max(kept[-1], border, key=lambda i: count[i])
        else:
            kept.append(border)
    return [0, *kept, len(grid.xs) - 1]


def _owner_at(filled: Filled, row: int, x: float) -> int | None:
    """The cell at a place of an atom row."""
    grid = filled.grid
    if row >= len(grid.ys) - 1:
        return None
    return grid.owner[row][max(i for i, border in enumerate(grid.xs[:-1]) if border <= x)]


def _chain(filled: Filled, start: int, end: int, x: float) -> list[int]:
    """The header cells over a place, outermost first."""
    chain: list[int] = []
    for row in range(start, end):
        owner = _owner_at(filled, row, x)
        if (
            owner is not None
            and owner not in chain
            and filled.texts[owner].text
            and not _in_numbering(filled, filled.grid.cells[owner].top)
        ):
            chain.append(owner)
    return chain


def _in_numbering(filled: Filled, row: int) -> bool:
    return is_numbering([t.text for c, t in zip(filled.grid.cells, filled.texts, strict=True) if c.top == row])


def with_roles(found: Sequence[RawColumn], contents: Sequence[Sequence[str]]) -> list[RawColumn]:
    """The columns with roles, panels and sides; ``contents[i]`` are the body texts of column i, empty ones left out."""
    roles: list[Role] = []
    for column, texts in zip(found, contents, strict=True):
        role = _role(column, texts)
        lone = role is Role.TEXT and Role.LABEL not in roles
        roles.append(Role.LABEL if lone else role)
    typed = [replace(column, role=role) for column, role in zip(found, roles, strict=True)]
    return _with_sides(_with_panels(typed))


def _role(column: RawColumn, texts: Sequence[str]) -> Role:
    leaf, chain = column.leaf, [squeeze(label) for label in column.path]
    numbers = sum(map(is_amount, texts))
    coded = sum(bool(pattern("row", "code").match(squeeze(text))) for text in texts)
    if pattern("header", "index").search(leaf):
        return Role.INDEX
    if any(pattern("header", "code").search(label) for label in chain) and coded * 2 >= len(texts) - 1:
        return Role.CODE
    if numbers > len(texts) - numbers:
        years = sum(bool(pattern("header", "year").match(text)) for text in texts)
        return Role.LABEL if years == len(texts) and pattern("header", "label").search(leaf) else Role.VALUE
    if texts or pattern("header", "label").search(leaf) or any(pattern("header", "code").search(label) for label in chain):
        return Role.TEXT if pattern("header", "attribute").search(leaf) else Role.LABEL
    return Role.VALUE


def _with_panels(found: list[RawColumn]) -> list[RawColumn]:
    """Number the panels; text between or behind the values of one panel is only text."""
    result: list[RawColumn] = []
    panel, seen_value = 0, False
    for index, column in enumerate(found):
        if column.role in (Role.LABEL, Role.CODE, Role.INDEX) and seen_value:
            if _opens_panel(found, index, result):
                panel, seen_value = panel + 1, False
            elif column.role is not Role.INDEX:
                column = replace(column, role=Role.TEXT)
        seen_value = seen_value or column.role is Role.VALUE
        result.append(replace(column, panel=panel))
    return result


def _opens_panel(found: Sequence[RawColumn], index: int, before: Sequence[RawColumn]) -> bool:
    """Whether a label column behind values begins a panel: values follow, and it repeats a label or turns to the other side."""
    rest = found[index:]
    if not any(column.role is Role.VALUE for column in rest):
        return False
    labels = [c for c in before if c.role in (Role.LABEL, Role.CODE, Role.INDEX)]
    if not labels:
        return False
    group = _leading(rest)
    if {c.leaf for c in group if c.leaf} & {c.leaf for c in labels if c.leaf}:
        return True
    return _side_of(group) not in (None, _side_of(labels)) and _side_of(labels) is not None


def _leading(found: Sequence[RawColumn]) -> list[RawColumn]:
    group = []
    for column in found:
        if column.role is Role.VALUE:
            break
        group.append(column)
    return group


def _with_sides(found: list[RawColumn]) -> list[RawColumn]:
    """Mark the sides where one panel is 收入 and another 支出."""
    panels = {column.panel for column in found}
    sides = {panel: _side_of([c for c in found if c.panel == panel]) for panel in panels}
    if len(panels) < 2 or set(sides.values()) != {Side.REVENUE, Side.EXPENDITURE}:
        return found
    return [replace(column, side=sides[column.panel]) for column in found]


def _side_of(group: Iterable[RawColumn]) -> Side | None:
    """The side a panel's outermost header (or its label's header) names."""
    for column in group:
        if column.role not in (Role.LABEL, Role.CODE):
            continue
        for label in map(squeeze, column.path):
            revenue, expenditure = "收入" in label, "支出" in label
            if revenue != expenditure:
                return Side.REVENUE if revenue else Side.EXPENDITURE
    return None
