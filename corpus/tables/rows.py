"""Body lines to rows: labels that a line break tore apart are rejoined with their code and their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from corpus.amount import fold
from corpus.document import Side
from corpus.tables.body import is_total
from corpus.tables.lexer import Kind, Token, is_amount_like, is_unit_code
from corpus.tables.mend import Lines, Piece, rejoin_digits
from corpus.vocabulary import economic, functional


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row before its columns are known: ``numbers`` in printed order."""

    code: str | None
    label: str
    side: Side | None
    numbers: tuple[Token, ...]
    first: int
    last: int

    @property
    def streams(self) -> tuple[int, ...]:
        """How many of the numbers share a line, line by line."""
        return tuple(len(list(group)) for _, group in groupby(self.numbers, key=lambda t: t.line))


@dataclass(slots=True)
class _Open:
    """A row under construction: label fragments in reading order around the numbers."""

    codes: tuple[str, ...] = ()
    before: list[Token] = field(default_factory=list)
    own: list[Token] = field(default_factory=list)
    after: list[Token] = field(default_factory=list)
    numbers: tuple[Token, ...] = ()
    lines: list[int] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Whether its numbers are still to come: a code, of a class or of a unit, or a total has none yet."""
        return not self.numbers and (bool(self.codes) or self.names_unit or is_total(self.label()))

    @property
    def names_unit(self) -> bool:
        """Whether it opens with the code of a department or unit."""
        return any(map(is_unit_code, self.own))

    def label(self) -> str:
        parts = sorted([*self.before, *self.own, *self.after], key=lambda t: (not is_unit_code(t), t.line, t.start))
        return "".join(squeeze_label(t.text) for t in parts)

    def span(self) -> tuple[int, int]:
        places = [*self.lines, *(t.line for t in (*self.before, *self.own, *self.after, *self.numbers))]
        return min(places), max(places)


_REMARK = re.compile(r"^\((?![一二三四五六七八九十\d]+\))[^()]+\)$")
"""A remark in brackets ("（小计）"), no enumeration."""
_SUBTOTAL = re.compile(r"(?:合\s*计|小\s*计)$")
_CLOSING_REMARK = re.compile(r"\([^()]+\)$")
_LEAD = re.compile(r"^(?:\d+|其中:)")
_HEAD_WORDS = frozenset({"类款项", "类款", "栏次"})
"""Words of a header that share a line with the first row."""


def squeeze_label(text: str) -> str:
    """A label without white space, its signs as printed."""
    return re.sub(r"\s+", "", text)


def _panels(line: int, row: Sequence[Token]) -> list[Piece]:
    """A line cut into panels: a code after a label or number starts the next one, as does a subtotal after an amount."""
    groups: list[list[Token]] = [[]]
    for token in row:
        opens = token.kind is Kind.CODE and any(t.kind is not Kind.CODE for t in groups[-1])
        if opens or (token.kind is Kind.TEXT and _SUBTOTAL.search(token.text) and any(map(is_amount_like, groups[-1]))):
            groups.append([])
        groups[-1].append(token)
    return [_panel(group, line) for group in groups if group]


def _panel(group: Sequence[Token], line: int) -> Piece:
    """Codes, label words and trailing numbers of one panel; whole numbers inside the label stay label."""
    codes = tuple(t.text for t in group if t.kind is Kind.CODE)
    rest = [t for t in group if t.kind is not Kind.CODE]
    cut = len(rest)
    while cut and rest[cut - 1].kind in (Kind.NUMBER, Kind.NIL):
        cut -= 1
    words = tuple(t for t in rest[:cut] if squeeze_label(t.text) not in _HEAD_WORDS)
    return Piece(codes, words, tuple(t for t in rest[cut:] if t.kind is Kind.NUMBER), line)


def full_code(parts: Sequence[str], previous: str | None, label: str = "") -> str | None:
    """The full code of printed parts; a lone two-digit part continues the code above it ("05" under 208 05), at the level its label names.

    >>> full_code(["208", "05"], None), full_code(["05"], "20805")
    ('20805', '2080505')
    >>> full_code(["08"], "2080505", "抚恤")
    '20808'
    """
    if not parts:
        return None
    joined = "".join(parts)
    if len(parts[0]) != 2:
        return joined
    continued = [previous[:length] + joined for length in (5, 3) if previous and len(previous) >= length]
    known = [code for code in continued if functional(code) or economic(code)]
    named = [code for code in known if label and loose(label) in map(loose, known_names(code))]
    if named or known:
        return (named or known)[0]
    return (previous[:5] if previous and len(previous) >= 5 else previous or "") + joined


def known_names(code: str | None) -> tuple[str, ...]:
    """Names, current and old, of a code; empty where the vocabulary does not know it."""
    subject = (functional(code) or economic(code)) if code else None
    return (subject.name, *subject.old_names) if subject else ()


def loose(text: str) -> str:
    """A label without white space, brackets and signs, to compare spellings."""
    return re.sub(r"[\s()（）“”、,，:：]", "", fold(text))


def _score(label: str, names: Sequence[str]) -> float:
    """How well a rejoined label reads: a known name of its code counts most, empty or torn labels count against."""
    bare = loose(label)
    if not bare:
        return -5.0
    best = 0.0
    for name in map(loose, names):
        if bare == name:
            return 10.0
        if name.startswith(bare) or name.endswith(bare):
            best = max(best, 4.0 * len(bare) / len(name))
        elif bare in name:
            best = max(best, 2.0 * len(bare) / len(name))
    balanced = fold(label).count("(") == fold(label).count(")")
    return best + (0.5 if balanced else -2.0)


def _share_out(rows: list[_Open], gaps: list[list[Token]], codes: list[str | None]) -> None:
    """Give each label fragment between two rows to the one above or the one below, whichever reads better."""
    for position, fragments in enumerate(gaps):
        above = rows[position - 1] if position else None
        below = rows[position] if position < len(rows) else None
        cut = _best_cut(above, below, fragments, codes, position)
        if above is not None:
            above.after.extend(fragments[:cut])
        if below is not None:
            below.before[:0] = fragments[cut:]


def _best_cut(above: _Open | None, below: _Open | None, fragments: list[Token], codes: list[str | None], position: int) -> int:
    if above is None or is_total(above.label()):
        return 0 if below is not None else len(fragments)
    if below is None:
        return len(fragments)
    own_above, own_below = above.label(), below.label()
    upper, lower = known_names(codes[position - 1]), known_names(codes[position])
    texts = [squeeze_label(t.text) for t in fragments]

    def value(cut: int) -> float:
        return _score(own_above + "".join(texts[:cut]), upper) + _score("".join(texts[cut:]) + own_below, lower)

    return max(range(len(texts) + 1), key=lambda cut: (value(cut), cut))


def coded_rows(lines: Lines) -> list[RawRow]:
    """Rows of a table whose rows carry codes; label-only lines are fragments of the rows around them."""
    lines = rejoin_digits(lines)
    rows: list[_Open] = []
    gaps: list[list[Token]] = [[]]
    for piece in _beside_codes([piece for line, row in lines for piece in _panels(line, row)]):
        _place(piece, rows, gaps)
    codes: list[str | None] = []
    for built in rows:
        previous = next((c for c in reversed(codes) if c), None)
        codes.append(full_code(built.codes, previous, built.label()))
    _share_out(rows, gaps, codes)
    return [_finish(built, code) for built, code in zip(rows, codes, strict=True)]


def _beside_codes(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with a label and numbers put together with the code and the further numbers that stand a line lower or higher.

    Cells of one row that are set at different heights come out as two lines. That the label is the name of the code proves they are one;
    their numbers stay two streams, which the row's sums must tie together.
    """
    found: list[Piece] = []
    previous: str | None = None
    at = 0
    while at < len(pieces):
        one, two = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else None
        if two is not None and bool(one.codes) != bool(two.codes) and _one_row(one, two, previous):
            one = Piece(one.codes or two.codes, (*one.words, *two.words), (*one.numbers, *two.numbers), min(one.line, two.line))
            at += 1
        found.append(one)
        previous = full_code(one.codes, previous) or previous
        at += 1
    return found


def _one_row(one: Piece, two: Piece, previous: str | None) -> bool:
    """Whether two neighbouring pieces, numbers in both, one with a code and one without, spell the name of that code together."""
    coded, other = (one, two) if one.codes else (two, one)
    if not (coded.numbers and other.numbers and other.words) or one.line == two.line:
        return False
    names = {loose(name) for name in known_names(full_code(coded.codes, previous))}
    return loose(one.label + two.label) in names


def _place(piece: Piece, rows: list[_Open], gaps: list[list[Token]]) -> None:
    current = rows[-1] if rows else None
    total = current is not None and not current.codes and is_total(current.label())
    waiting = current is not None and current.waits
    if total and current is not None and current.numbers and piece.numbers and not piece.words and not piece.codes:
        current.numbers += piece.numbers
        return
    if (
        piece.codes
        or (piece.numbers and not (waiting and not (total and piece.words)))
        or is_total(piece.label)
        or piece.names_unit
    ):
        rows.append(_Open(piece.codes, own=list(piece.words), numbers=piece.numbers, lines=[piece.line]))
        gaps.append([])
    elif piece.numbers and current is not None:
        current.own.extend([*gaps[-1], *piece.words])
        gaps[-1] = []
        current.numbers = piece.numbers
        current.lines.append(piece.line)
    else:
        gaps[-1].extend(piece.words)


def _finish(built: _Open, code: str | None, side: Side | None = None) -> RawRow:
    first, last = built.span()
    return RawRow(code, built.label(), side, built.numbers, first, last)


def plain_rows(lines: Lines, known: frozenset[str]) -> list[RawRow]:
    """Rows of a table without codes; a label-only line is a row of its own unless it is torn or its numbers follow alone."""
    rows: list[_Open] = []
    by_unit = any(is_unit_code(row[0]) for _, row in lines if row)
    for line, row in rejoin_digits(lines):
        piece = _panel([t if t.kind is not Kind.CODE else Token(Kind.TEXT, t.text, t.line, t.start) for t in row], line)
        last = rows[-1] if rows else None
        if last is None:
            rows.append(_Open(own=list(piece.words), numbers=piece.numbers, lines=[line]))
        elif not piece.words and not last.numbers and last.own:
            last.numbers = piece.numbers
            last.lines.append(line)
            _take_back(rows, known)
        elif piece.words and not (piece.numbers and last.numbers) and _goes_on(last, piece, known, by_unit):
            (last.after if last.numbers else last.own).extend(piece.words)
            last.numbers = last.numbers or piece.numbers
            last.lines.append(line)
        else:
            rows.append(_Open(own=list(piece.words), numbers=piece.numbers, lines=[line]))
    return [_finish(built, None) for built in rows]


def _goes_on(last: _Open, piece: Piece, known: frozenset[str], by_unit: bool) -> bool:
    """Whether the words of a line go on with the label of the row above.

    They do where that label is torn, where they are a remark in brackets, where both together are a known name, and, in a table
    whose rows open with codes of units, where they open with none.
    """
    above = last.label()
    if torn(above):
        return True
    if not above or is_total(above):
        return False
    if by_unit and not last.numbers and len(piece.words) == 1:
        return piece.names_unit and not last.names_unit
    if piece.numbers or is_total(piece.label):
        return False
    if _REMARK.match(fold(piece.label)):
        return True
    if by_unit and last.names_unit:
        return not piece.names_unit
    first, rest = _LEAD.sub("", fold(above)), _CLOSING_REMARK.sub("", fold(piece.label))
    return loose(rest) not in known and loose(first + rest) in known


def torn(label: str) -> bool:
    """Whether a label cannot end where it does: an open bracket, a 和 or 的 at the end."""
    folded = fold(label)
    return (
        folded.count("(") > folded.count(")")
        or folded.count("〔") > folded.count("〕")
        or folded.endswith(("、", "和", "的", "及"))
    )


def _take_back(rows: list[_Open], known: frozenset[str]) -> None:
    """Numbers on a line of their own may close a label of several lines: join the label lines above that are no items themselves."""
    last = rows[-1]
    while len(rows) > 1 and not rows[-2].numbers and loose(rows[-2].label()) not in known and loose(last.label()) not in known:
        above = rows.pop(-2)
        last.before[:0] = above.own + above.after
        last.lines[:0] = above.lines
