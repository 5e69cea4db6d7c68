"""Printing onto lines the way text comes out of a PDF: blanks vanish, labels break, headers scatter, pages turn."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.generator.budget import cents
from tests.generator.forms import Col, Form, FormRow, Key
from tests.generator.truth import Identity, TrueCell, Truth


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks.

    zeros     what a cell without money prints: "" (dropped), "0.00" or "-"
    codes     split "201 03 01", joined "2010301", bracket "[2010301]…", own (a row prints only its own part: "01")
    labels    where a long label breaks: none, before, around, sandwich (half, code and numbers, half) or after
    width     characters after which a label breaks
    header    clean, chopped (every label in pieces on lines of its own) or scattered (pieces row by row)
    pages     rows a page, prose takes a few lines more; 0 = never a new page inside a table or text
    footer    page number pattern, "" for none
    repeat    a table's header comes again on a new page
    gaps      an empty line between any two lines
    stripped  amounts lose their trailing zero ("606.4") now and then
    """

    zeros: str = ""
    thousands: bool = False
    codes: str = "split"
    labels: str = "none"
    width: int = 12
    header: str = "clean"
    pages: int = 0
    footer: str = ""
    repeat: bool = True
    gaps: bool = True
    stripped: bool = False
    spaced: str = "always"
    prose_width: int = 34


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on a line; ``mark`` is what it prints, if anything."""

    text: str
    mark: object = None
    glued: bool = False


@dataclass(slots=True)
class Paper:
    """Lines being printed, and where each mark landed: (mark, 1-based line, offset)."""

    style: Style
    lines: list[str] = field(default_factory=list)
    placed: list[tuple[object, int, int]] = field(default_factory=list)
    page: int = 1
    fresh: bool = True
    used: int = 0

    def put(self, *pieces: Piece | str) -> None:
        """Prints one line; pieces are set apart by a space unless glued."""
        text = " " if self.fresh else ""
        start = True
        for piece in pieces:
            piece = Piece(piece) if isinstance(piece, str) else piece
            text += "" if start or piece.glued else " "
            if piece.mark is not None:
                self.placed.append((piece.mark, len(self.lines) + 1, len(text)))
            text += piece.text
            start = False
        self.lines.append(text)
        if self.style.gaps:
            self.lines.append("")
        self.fresh = False
        self.used += 1

    def turn(self) -> None:
        """Ends the page: its number where the style has one, and the next line starts a page."""
        if self.style.footer:
            self.put(self.style.footer.format(self.page))
        self.page += 1
        if self.style.gaps and self.lines and not self.lines[-1]:
            self.lines.pop()
        self.fresh = True
        self.used = 0


def money(value: Decimal, style: Style, unit: str, rng: random.Random) -> str:
    """An amount of 万元 as a cell prints it."""
    shown = cents(value * (10_000 if unit == "元" else 1))
    if not shown:
        return style.zeros
    text = f"{shown:,}" if style.thousands else str(shown)
    if style.stripped and text.endswith("0") and not text.endswith("00") and rng.random() < 0.5:
        return text[:-1]
    return text


def chop(text: str, width: int) -> list[str]:
    """A label in pieces of ``width`` characters."""
    return [text[i : i + width] for i in range(0, len(text), width)]


def print_form(form: Form, paper: Paper, truth: Truth, rng: random.Random) -> None:
    """Prints one table and records its cells and the sums that bind them."""
    for line in filter(None, (form.number, form.title)):
        paper.put(line)
    _caption(form, paper, truth, rng)
    paper.used = 0
    if form.empty:
        for line in chop(form.empty, 46):
            paper.put(line)
        truth.empty.append(form.title)
        return
    refs: dict[tuple[int, int, int], int] = {}
    if form.right:
        _two_sided(form, paper, truth, rng, refs)
    else:
        _one_sided(form, paper, truth, rng, refs)
    if form.note:
        paper.put(form.note)
    _identities(form, truth, refs)


def _caption(form: Form, paper: Paper, truth: Truth, rng: random.Random) -> None:
    paper.put(f"{form.owner}：{truth.issuer}", f"单位：{form.unit}")
    _header(form, paper, rng)


def _header(form: Form, paper: Paper, rng: random.Random) -> None:
    """The header lines: whole, chopped or scattered."""
    style = paper.style
    if form.right:
        paper.put(*form.sides)
        right = _levels(form.right_columns)
        last = [*form.stub[0], *(c.label for c in form.columns), *form.right_stub, *right[-1]]
        if style.header == "clean" or len(form.right_columns) == 1:
            for level in right[:-1]:
                paper.put(*level)
            paper.put(*last)
        else:
            _scatter([[label] for label in last], paper, rng)
        return
    if style.header == "clean":
        _clean_header(form, paper)
    elif style.header == "chopped":
        for labels in form.stub[:-1]:
            paper.put(*labels)
        for path in dict.fromkeys(c.path[:depth] for c in form.columns for depth in range(1, len(c.path) + 1)):
            for piece in chop(path[-1], 5):
                paper.put(piece)
        if form.stub:
            paper.put(*form.stub[-1])
    else:
        stub = [[label] for labels in form.stub for label in labels if labels[0] != "类"]
        _scatter(
            [*stub, *([c.label] for c in form.columns)],
            paper,
            rng,
            [c.path[:depth] for c in form.columns for depth in range(1, len(c.path))],
        )
        for labels in form.stub:
            if labels[0] == "类":
                paper.put(*labels)
    if form.numbered:
        count = len(form.stub[-1]) + 1 if len(form.stub) > 1 else 1
        if "项目名称" in form.stub[0]:
            count += 1 if len(form.stub) > 1 else 0
        paper.put(*["※"] * count, *(str(i + 1) for i in range(len(form.columns))))


def _levels(columns: Sequence[Col]) -> list[list[str]]:
    """Header labels level by level, the deepest last; a shallow column's label stands on the last level."""
    depth = max(len(c.path) for c in columns)
    levels: list[list[str]] = []
    for level in range(depth - 1):
        above = dict.fromkeys(c.path[: level + 1] for c in columns if len(c.path) > level + 1)
        levels.append([path[-1] for path in above])
    levels.append([c.label for c in columns])
    return levels


def _clean_header(form: Form, paper: Paper) -> None:
    levels = _levels(form.columns)
    stub = [labels for labels in form.stub if labels[0] not in ("类",)]
    tail = [labels for labels in form.stub if labels[0] == "类"]
    height = max(len(levels), len(stub))
    levels = [[] for _ in range(height - len(levels))] + levels
    stub = [()] * (height - len(stub)) + stub
    for left, right in zip(stub, levels, strict=True):
        if left or right:
            paper.put(*left, *right)
    for labels in tail:
        paper.put(*labels)


def _scatter(labels: Sequence[Sequence[str]], paper: Paper, rng: random.Random, above: Iterable[tuple[str, ...]] = ()) -> None:
    """Narrow header cells, centred, printed row by row: each line holds a piece of many labels."""
    width = rng.choice([3, 4, 5])
    stacks = [chop(label, width) for group in labels for label in group]
    height = max(len(s) for s in stacks)
    for path in dict.fromkeys(above):
        paper.put(path[-1])
    for level in range(height):
        pieces = [s[level - (height - len(s)) // 2] for s in stacks if 0 <= level - (height - len(s)) // 2 < len(s)]
        if pieces:
            paper.put(*pieces)


def _turn_if_full(form: Form, paper: Paper, truth: Truth, rng: random.Random) -> None:
    if paper.style.pages and paper.used >= paper.style.pages:
        paper.turn()
        if paper.style.repeat:
            _caption(form, paper, truth, rng)
        paper.used = 0


def _cells(
    form: Form, row: FormRow, at: tuple[int, int], columns: Sequence[Col], style: Style, rng: random.Random
) -> list[Piece]:
    """The printed numbers of a row; marks are (side, row, column, printed text)."""
    pieces = []
    for place, value in enumerate(row.values):
        text = money(value, style, form.unit, rng)
        if text:
            pieces.append(Piece(text, (*at, place, text)))
    return pieces


def _two_sided(form: Form, paper: Paper, truth: Truth, rng: random.Random, refs: dict[tuple[int, int, int], int]) -> None:
    """Both halves row by row; the two totals share the last line whatever the lengths."""
    style = paper.style
    left, right = list(enumerate(form.rows)), list(enumerate(form.right))
    rows: list[tuple[tuple[int, FormRow] | None, tuple[int, FormRow] | None]] = []
    tails = [(left.pop(), right.pop())]
    while left and right and "本年收入合计" in form.rows[left[-1][0] - 1].label and len(tails) < 3:
        tails.append((left.pop(), right.pop()))
    if len(tails) == 2 and left and "本年收入合计" in left[-1][1].label:
        tails.append((left.pop(), right.pop()))
    for i in range(max(len(left), len(right))):
        rows.append((left[i] if i < len(left) else None, right[i] if i < len(right) else None))
    for one, two in [*rows, *reversed(tails)]:
        _turn_if_full(form, paper, truth, rng)
        pieces: list[Piece] = []
        if one:
            pieces += [Piece(one[1].label), *_cells(form, one[1], (0, one[0]), form.columns, style, rng)]
        if two:
            code = [Piece(two[1].code)] if two[1].code else []
            glue = bool(code) and style.codes == "split" and rng.random() < 0.05
            pieces += [*code, Piece(two[1].label, glued=glue), *_cells(form, two[1], (1, two[0]), form.right_columns, style, rng)]
        paper.put(*pieces)
        _record(form, paper, truth, refs)


def _one_sided(form: Form, paper: Paper, truth: Truth, rng: random.Random, refs: dict[tuple[int, int, int], int]) -> None:
    for place, row in enumerate(form.rows):
        _turn_if_full(form, paper, truth, rng)
        cells = _cells(form, row, (0, place), form.columns, paper.style, rng)
        if form.bare:
            if cells:
                paper.put(*cells)
        else:
            _print_row(row, cells, paper)
        _record(form, paper, truth, refs)


def _code_pieces(row: FormRow, style: Style) -> list[Piece]:
    """The code of a row as the style prints it."""
    code = row.code
    if not code or code.startswith("113"):
        return [Piece(code)] if code else []
    if style.codes in ("joined", "bracket"):
        return [Piece(f"[{code}]" if style.codes == "bracket" else code)]
    parts = [code[:3], *(code[i : i + 2] for i in range(3, len(code), 2))]
    return [Piece(p) for p in (parts[-1:] if style.codes == "own" else parts)]


def _print_row(row: FormRow, cells: list[Piece], paper: Paper) -> None:
    """One row on one line, or its label broken around the numbers."""
    style = paper.style
    code, label = _code_pieces(row, style), [Piece(row.label, glued=style.codes == "bracket" and bool(row.code))]
    if row.tail:
        label.append(Piece(row.tail))
    if style.labels == "none" or len(row.label) <= style.width or not cells or row.tail:
        paper.put(*code, *label, *cells)
        return
    first, *rest = chop(row.label, style.width)
    if style.codes == "bracket":
        paper.put(*code, Piece(first, glued=True), *cells)
        for piece in rest:
            paper.put(piece)
    elif style.labels == "before":
        if code:
            paper.put(*code)
        for piece in (first, *rest):
            paper.put(piece)
        paper.put(*cells)
    elif style.labels == "around":
        if code:
            paper.put(*code)
        paper.put(first)
        paper.put(*cells)
        for piece in rest:
            paper.put(piece)
    elif style.labels == "sandwich":
        paper.put(first)
        paper.put(*code, *cells)
        for piece in rest:
            paper.put(piece)
    else:
        paper.put(*code, first, *cells)
        for piece in rest:
            paper.put(piece)


def _record(form: Form, paper: Paper, truth: Truth, refs: dict[tuple[int, int, int], int]) -> None:
    """Turns the marks printed since the last call into cells."""
    for mark, line, start in paper.placed:
        side, row_place, column_place, text = mark  # type: ignore[misc]
        columns, rows = (form.right_columns, form.right) if side else (form.columns, form.rows)
        row, column = rows[row_place], columns[column_place]
        names = (column.label, *column.also)
        cell_key: Key | None = row.keys[column_place]
        nil = text in ("-", "—")
        cell = TrueCell(
            form.number, form.title, row.code, row.label, names, column.path[:-1],
            ("支出" if side else "收入") if form.right else None,
            Decimal(0) if nil else Decimal(text.replace(",", "")), text, form.unit, line, start, cell_key,
        )  # fmt: skip
        refs[side, row_place, column_place] = len(truth.cells)
        truth.cells.append(cell)
    paper.placed.clear()


def _identities(form: Form, truth: Truth, refs: dict[tuple[int, int, int], int]) -> None:
    """The sums of a table whose total is printed: across columns and down rows; unprinted parts are zeros."""
    for side, columns, rows in ((0, form.columns, form.rows), (1, form.right_columns, form.right)):
        for r, row in enumerate(rows):
            for c, column in enumerate(columns):
                total = refs.get((side, r, c))
                if total is None:
                    continue
                for places in ([(side, r, p) for p in column.parts], [(side, p, c) for p in row.parts]):
                    if places:
                        parts = tuple(refs[p] for p in places if p in refs)
                        truth.identities.append(Identity(total, parts))
