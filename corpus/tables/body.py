"""A table region split into header text, body lines and notes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.amount import fold
from corpus.document import Line
from corpus.tables.lexer import Kind, Token, is_amount_like, tokens, with_unit_codes
from corpus.tables.repeats import is_owner, without_repeats
from corpus.tables.titles import Region, is_note, is_page_number, squeeze

_UNIT = re.compile(r"(?:金额)?单位[:：]\s*(?:人民币)?\s*(百万元|万元|千元|亿元|元|万(?=\s*$))")
_ENUMERATED = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|[1-9][、.．]\s*[\u4e00-\u9fff])")
_TOTAL = re.compile(r"^(?:总计|合计|小计|收入总计|支出总计|收入合计|支出合计|本年收入合计|本年支出合计)[:：]?$")
_CODED_HEAD = re.compile(r"^[1-3]\d\d$")


@dataclass(frozen=True, slots=True)
class Body:
    """A region taken apart.

    header   the lines of the header, without the owner-and-unit line
    width    how many columns the table counts itself (a row 1 2 3 …), None where it does not
    unit     万元, 元 …, None where not printed
    lines    (line index, tokens) of each body line in order
    notes    line indices of notes
    """

    header: tuple[str, ...]
    width: int | None
    unit: str | None
    lines: tuple[tuple[int, tuple[Token, ...]], ...]
    notes: tuple[int, ...]
    opens_at: int


def is_total(label: str) -> bool:
    """Whether a row label is a grand total of its table or side.

    >>> is_total("收 入 总 计"), is_total("行政运行")
    (True, False)
    """
    return bool(_TOTAL.match(squeeze(label)))


def counting_row(row: Sequence[Token]) -> int | None:
    """N where the row is a count of columns 1 2 … n (a leading 栏次 allowed), else None."""
    values = [t.value if t.kind is Kind.NUMBER else int(t.text) for t in row if t.kind in (Kind.NUMBER, Kind.CODE)]
    words = [squeeze(t.text) for t in row if t.kind is Kind.TEXT]
    if (
        len(values) >= 2
        and values == list(range(1, len(values) + 1))
        and all(w in ("栏次", "行次", "栏", "次", "—") for w in words)
    ):
        return len(values)
    return None


def unit_of(text: str) -> str | None:
    """The unit an owner-and-unit line prints, else None."""
    found = _UNIT.search(fold(text))
    if not found:
        return None
    return "万元" if found.group(1) == "万" else found.group(1)


@cache
def _known_heads() -> frozenset[str]:
    from corpus.vocabulary import subjects

    return frozenset(s.code for s in subjects() if len(s.code) == 3)


def _starts_body(rows: Sequence[tuple[int, tuple[Token, ...]]], at: int) -> bool:
    row = rows[at][1]
    first = row[0]
    if any(is_amount_like(t) for t in row):
        return True
    if first.kind is Kind.CODE and len(first.text) >= 3:
        return first.text[:3] in _known_heads()
    label = squeeze("".join(t.text for t in row if t.kind is Kind.TEXT))
    if _ENUMERATED.match(fold(label)):
        return True
    if is_total(label) and len(row) <= 2:
        return _total_opens_body(rows, at)
    return _coded_pair(row)


def _coded_pair(row: Sequence[Token]) -> bool:
    """A label and, right of it, a functional class (two-sided tables whose first row prints no number)."""
    return any(a.kind is Kind.CODE and b.kind is Kind.TEXT and a.text[:3] in _known_heads() for a, b in itertools.pairwise(row))


def _total_opens_body(rows: Sequence[tuple[int, tuple[Token, ...]]], at: int) -> bool:
    if at + 1 >= len(rows):
        return True
    following = rows[at + 1][1]
    return following[0].kind in (Kind.NUMBER, Kind.CODE) and counting_row(following) is None


def split(lines: Sequence[Line], region: Region, ignored: frozenset[str], pages: frozenset[int] = frozenset()) -> Body:
    """Take a region apart; ``ignored`` are the squeezed texts of running page headers, ``pages`` the indices of page numbers."""
    notes: list[int] = []
    rows: list[tuple[int, tuple[Token, ...]]] = []
    unit = unit_of(lines[region.body - 1].text)
    for index in range(region.body, region.last + 1):
        text = lines[index].text
        tight = squeeze(text)
        if not tight or tight in ignored or index in pages or (is_page_number(text) and not tight.isdigit()):
            continue
        if (notes and _is_running_text(tight)) or is_note(text):
            notes.append(index)
            continue
        found = tokens(text, index)
        if found:
            rows.append((index, found))
    unit = unit or next((u for i, _ in rows[:12] if (u := unit_of(lines[i].text))), None) or _broken_unit(lines, rows)
    return _divide(lines, rows, notes, unit, region)


def _is_running_text(tight: str) -> bool:
    return bool(re.search(r"[。,，]$|。", tight)) and not re.search(r"\d\.\d", tight)


def _broken_unit(lines: Sequence[Line], rows: Sequence[tuple[int, tuple[Token, ...]]]) -> str | None:
    head = "".join(squeeze(lines[i].text) for i, _ in rows[:12])
    found = re.search(r"单位[:：](万)?.{0,40}?元", head)
    return None if not found else ("万元" if found.group(1) else "元")


def _divide(
    lines: Sequence[Line], rows: list[tuple[int, tuple[Token, ...]]], notes: list[int], unit: str | None, region: Region
) -> Body:
    width = None
    start = len(rows)
    for at, (index, row) in enumerate(rows):
        counted = counting_row(row)
        if counted is not None:
            width, start = counted, at + 1
            break
        if not is_owner(lines[index].text) and _starts_body(rows, at):
            start = at
            break
    start = _before_fragments(rows, start)
    head = [(i, row) for i, row in rows[:start] if counting_row(row) is None]
    header = tuple(lines[i].text for i, _ in head if not is_owner(lines[i].text))
    counts = [counting_row(row) is not None for _, row in rows[start:]]
    body = with_unit_codes(without_repeats(lines, rows[start:], header, region.title, counts), "".join(map(squeeze, header)))
    opens = body[0][0] if body else region.last
    return Body(header, width, unit, tuple(body), tuple(notes), opens)


def _before_fragments(rows: Sequence[tuple[int, tuple[Token, ...]]], start: int) -> int:
    """Where the body starts when the first row's label begins on a line above its code."""
    from corpus.tables.rows import known_names

    if start >= len(rows) or rows[start][1][0].kind is not Kind.CODE:
        return start
    code = "".join(t.text for t in rows[start][1] if t.kind is Kind.CODE)
    label = ""
    for at in range(start - 1, max(start - 3, -1), -1):
        if any(t.kind is not Kind.TEXT for t in rows[at][1]):
            break
        label = squeeze("".join(t.text for t in rows[at][1])) + label
        if any(name.startswith(label) for name in known_names(code)):
            return at
    return start
