"""Body lines to rows: labels that a line break tore apart are rejoined with their code and their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from corpus.amount import fold
from corpus.document import Side
from corpus.tables.body import is_total
from corpus.tables.lexer import Kind, Token
from corpus.tables.titles import squeeze
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

    def label(self) -> str:
        parts = sorted([*self.before, *self.own, *self.after], key=lambda t: (t.line, t.start))
        return "".join(squeeze_label(t.text) for t in parts)

    def span(self) -> tuple[int, int]:
        places = [*self.lines, *(t.line for t in (*self.before, *self.own, *self.after, *self.numbers))]
        return min(places), max(places)


def squeeze_label(text: str) -> str:
    """A label without white space, its signs as printed."""
    return re.sub(r"\s+", "", text)


@dataclass(frozen=True, slots=True)
class _Piece:
    codes: tuple[str, ...]
    words: tuple[Token, ...]
    numbers: tuple[Token, ...]
    line: int


def _pieces(line: int, row: Sequence[Token]) -> list[_Piece]:
    """A line cut into panels: a code after a label or number starts the next one."""
    groups: list[list[Token]] = [[]]
    for token in row:
        if token.kind is Kind.CODE and any(t.kind is not Kind.CODE for t in groups[-1]):
            groups.append([])
        groups[-1].append(token)
    return [_piece(group, line) for group in groups if group]


def _piece(group: Sequence[Token], line: int) -> _Piece:
    """Codes, label words and trailing numbers of one panel; whole numbers inside the label stay label."""
    codes = tuple(t.text for t in group if t.kind is Kind.CODE)
    rest = [t for t in group if t.kind is not Kind.CODE]
    cut = len(rest)
    while cut and rest[cut - 1].kind in (Kind.NUMBER, Kind.NIL):
        cut -= 1
    return _Piece(codes, tuple(rest[:cut]), tuple(t for t in rest[cut:] if t.kind is Kind.NUMBER), line)


def full_code(parts: Sequence[str], previous: str | None) -> str | None:
    """The full code of printed parts; a lone two-digit part continues the code above it ("05" under 208 05).

    >>> full_code(["208", "05"], None), full_code(["05"], "20805")
    ('20805', '2080505')
    """
    if not parts:
        return None
    joined = "".join(parts)
    if len(parts[0]) != 2:
        return joined
    for length in (5, 3):
        if previous and len(previous) >= length:
            candidate = previous[:length] + joined
            if functional(candidate) or economic(candidate):
                return candidate
    return (previous[:5] if previous and len(previous) >= 5 else previous or "") + joined


def known_names(code: str | None) -> tuple[str, ...]:
    """Names, current and old, of a code; empty where the vocabulary does not know it."""
    subject = (functional(code) or economic(code)) if code else None
    return (subject.name, *subject.old_names) if subject else ()


def _loose(text: str) -> str:
    return re.sub(r"[\s()（）“”、,，:：]", "", fold(text))


def _score(label: str, names: Sequence[str]) -> float:
    """How well a rejoined label reads: a known name of its code counts most, empty or torn labels count against."""
    loose = _loose(label)
    if not loose:
        return -5.0
    best = 0.0
    for name in map(_loose, names):
        if loose == name:
            return 10.0
        if name.startswith(loose) or name.endswith(loose):
            best = max(best, 4.0 * len(loose) / len(name))
        elif loose in name:
            best = max(best, 2.0 * len(loose) / len(name))
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


def coded_rows(lines: Sequence[tuple[int, Sequence[Token]]]) -> list[RawRow]:
    """Rows of a table whose rows carry codes; label-only lines are fragments of the rows around them."""
    rows: list[_Open] = []
    gaps: list[list[Token]] = [[]]
    for line, row in lines:
        for piece in _pieces(line, row):
            _place(piece, rows, gaps)
    codes: list[str | None] = []
    for built in rows:
        previous = next((c for c in reversed(codes) if c), None)
        codes.append(full_code(built.codes, previous))
    _share_out(rows, gaps, codes)
    return [_finish(built, code) for built, code in zip(rows, codes, strict=True)]


def _place(piece: _Piece, rows: list[_Open], gaps: list[list[Token]]) -> None:
    current = rows[-1] if rows else None
    waiting = current is not None and bool(current.codes) and not current.numbers
    label = "".join(squeeze(t.text) for t in piece.words)
    if piece.codes or (piece.numbers and not waiting) or is_total(label):
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


def plain_rows(lines: Sequence[tuple[int, Sequence[Token]]], known: frozenset[str]) -> list[RawRow]:
    """Rows of a table without codes; a label-only line is a row of its own unless it is torn or its numbers follow alone."""
    rows: list[_Open] = []
    for line, row in lines:
        piece = _piece([t if t.kind is not Kind.CODE else Token(Kind.TEXT, t.text, t.line, t.start) for t in row], line)
        last = rows[-1] if rows else None
        if not piece.words and last is not None and not last.numbers and last.own:
            last.numbers = piece.numbers
            last.lines.append(line)
            _take_back(rows, known)
        elif last is not None and not last.numbers and piece.words and _torn(last.label()):
            last.own.extend(piece.words)
            last.numbers = piece.numbers
            last.lines.append(line)
        elif last is not None and piece.words and not piece.numbers and _torn(last.label()):
            last.after.extend(piece.words)
        else:
            rows.append(_Open(own=list(piece.words), numbers=piece.numbers, lines=[line]))
    return [_finish(built, None) for built in rows]


def _torn(label: str) -> bool:
    folded = fold(label)
    return (
        folded.count("(") > folded.count(")")
        or folded.count("〔") > folded.count("〕")
        or folded.endswith(("、", "和", "的", "及"))
    )


def _take_back(rows: list[_Open], known: frozenset[str]) -> None:
    """Numbers on a line of their own may close a label of several lines: join the label lines above that are no items themselves."""
    last = rows[-1]
    while len(rows) > 1 and not rows[-2].numbers and _loose(rows[-2].label()) not in known and _loose(last.label()) not in known:
        above = rows.pop(-2)
        last.before[:0] = above.own + above.after
        last.lines[:0] = above.lines


def paired_rows(lines: Sequence[tuple[int, Sequence[Token]]], sides: SideReader) -> list[tuple[RawRow, ...]]:
    """Lines of a two-sided table: for each line the rows of its sides (one or two), numbers already given to a side where that is clear.

    Where two labels share their numbers on a line below, the numbers go left then right, one side each; an odd count stays with the side
    that has no number of its own and is told apart by the solver.
    """
    found: list[list[RawRow]] = []
    for line, row in lines:
        segments = sides.segments(row)
        if not any(words or codes for _, codes, words, _ in segments) and found:
            _numbers_below(found[-1], segments[0][3], line)
            continue
        rows = [_row(side, codes, words, numbers, line) for side, codes, words, numbers in segments]
        if found and len(rows) == 1 and not rows[0].code and _completes(found[-1], rows[0]):
            _append_label(found[-1], rows[0])
            continue
        found.append(rows)
    return [tuple(rows) for rows in found]


def _row(side: Side, codes: tuple[str, ...], words: tuple[Token, ...], numbers: tuple[Token, ...], line: int) -> RawRow:
    return RawRow("".join(codes) or None, "".join(squeeze_label(t.text) for t in words), side, numbers, line, line)


def _completes(above: Sequence[RawRow], row: RawRow) -> bool:
    """Whether a line with one label goes on with a label that the line above left torn."""
    return any(_torn(r.label) for r in above) and not _ENUMERATED.match(fold(row.label)) and not is_total(row.label)


def _append_label(rows: list[RawRow], row: RawRow) -> None:
    torn = next(position for position, other in enumerate(rows) if _torn(other.label))
    other = rows[torn]
    rows[torn] = replace(other, label=other.label + row.label, numbers=other.numbers or row.numbers, last=row.last)


def _numbers_below(rows: list[RawRow], numbers: tuple[Token, ...], line: int) -> None:
    empty = [position for position, row in enumerate(rows) if not row.numbers]
    if len(empty) == 1:
        rows[empty[0]] = replace(rows[empty[0]], numbers=numbers, last=line)
    elif len(empty) == 2 and len(numbers) >= 2:
        rows[empty[0]] = replace(rows[empty[0]], numbers=numbers[:1], last=line)
        rows[empty[1]] = replace(rows[empty[1]], numbers=numbers[1:], last=line)


Segment = tuple[Side, tuple[str, ...], tuple[Token, ...], tuple[Token, ...]]
_REVENUE = re.compile(
    r"收入|拨款|财力|转移支付|财政专户|单位资金|结余弥补|弥补收支|核拨|使用.*结余|事业基金|(?:上年|年初).*(?:结转|结余)|专项收入|预算资金|一般公共预算|政府性基金|国有资本经营"
)
_EXPENDITURE = re.compile(r"支出|年终|年末|结转下年|结余分配|预备费|下年")
_ENUMERATED = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])")


class SideReader:
    """Tells the revenue half of a line from its expenditure half: by code, by enumeration, by what the words mean."""

    def segments(self, row: Sequence[Token]) -> list[Segment]:
        """The halves present on a line, left one first: (side, codes, label words, numbers)."""
        groups: list[list[Token]] = []
        for token in row:
            fresh = not groups
            if groups and token.kind is Kind.CODE and any(t.kind is not Kind.CODE for t in groups[-1]):
                fresh = True
            elif groups and token.kind is Kind.TEXT:
                fresh = self._turns(groups[-1], token)
            if fresh:
                groups.append([])
            groups[-1].append(token)
        return [self._segment(group, position, len(groups)) for position, group in enumerate(groups)]

    def _turns(self, group: Sequence[Token], token: Token) -> bool:
        """Whether a word opens the other half: after numbers, with an enumeration of its own, or by its meaning."""
        words = [t for t in group if t.kind is Kind.TEXT]
        if any(t.kind is Kind.NUMBER for t in group):
            return True
        if not words:
            return False
        if _ENUMERATED.match(fold(token.text)):
            return True
        left, right = _meaning("".join(t.text for t in words)), _meaning(token.text)
        return (left is Side.REVENUE and right is Side.EXPENDITURE) or (is_total(words[-1].text) and is_total(token.text))

    def _segment(self, group: Sequence[Token], position: int, count: int) -> Segment:
        codes = tuple(t.text for t in group if t.kind is Kind.CODE)
        words = tuple(t for t in group if t.kind is Kind.TEXT)
        numbers = tuple(t for t in group if t.kind is Kind.NUMBER)
        return self._side(codes, words, position, count), codes, words, numbers

    def _side(self, codes: Sequence[str], words: Sequence[Token], position: int, count: int) -> Side:
        if count >= 2:
            return Side.REVENUE if position == 0 else Side.EXPENDITURE
        if codes:
            return Side.EXPENDITURE
        meaning = _meaning("".join(t.text for t in words))
        if meaning is not None:
            return meaning
        return Side.EXPENDITURE


def _meaning(label: str) -> Side | None:
    tight = squeeze(label)
    if _EXPENDITURE.search(tight) and not re.search(r"收入|财政拨款支出.*结转", tight):
        return Side.EXPENDITURE
    if _REVENUE.search(tight):
        return Side.REVENUE
    return None
