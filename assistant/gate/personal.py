"""Personal numbers in texts of documents: telephone numbers of people and numbers of identity cards.

One function masks them wherever text leaves the server. It changes no length, so that what is marked in a line stays in its place.
Amounts, budget codes and years are never touched; where a number may be money, it is left as it is printed.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import Answer
    from corpus.document import Row, Table

_BEGIN = r"(?<![0-9A-Za-z.,，．*])"
_END = r"(?![0-9A-Za-z*]|[.,，．][0-9])"
_MOBILE = re.compile(rf"{_BEGIN}(?:(?:\+|00)?86[- ]?)?(1[3-9][0-9])([- ]?)([0-9]{{4}})\2([0-9]{{4}}){_END}")
_LANDLINE = re.compile(rf"{_BEGIN}(0[0-9]{{2,3}}[-—－ ]?)?([2-8][0-9]{{6,7}}){_END}")
_CARD = re.compile(
    rf"{_BEGIN}([1-9][0-9]{{2}})([0-9]{{3}}(?:18|19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))([0-9]{{3}}[0-9Xx])(?![0-9A-Za-z])"
)
_OLD_CARD = re.compile(rf"{_BEGIN}([1-9][0-9]{{2}})([0-9]{{9}})([0-9]{{3}}){_END}")
_ANY = re.compile(r"[0-9]{4}[- ]?[0-9]{3}")
_NAME_BEFORE = re.compile(r"(?:^|[\s：:、，,（(])([一-鿿][一-鿿某×*]{1,2})[\s：:（(]*$")
_NAME_AFTER = re.compile(r"[\s）)]*([一-鿿][一-鿿某×*]{1,2})(?![一-鿿])")
MARK = "＊"
"""Stands for a hidden digit; the full-width one, because the plain one is markup in Markdown."""
_NEAR = 40
"""Characters between a word and the number it speaks of."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
"""GB 11643: the last character of an identity card's number follows from the others."""


@cache
def _words() -> dict[str, tuple[str, ...]]:
    text = files("assistant.gate").joinpath("personal.toml").read_text(encoding="utf-8")
    return {name: tuple(word.lower() for word in words) for name, words in tomllib.loads(text).items()}


@cache
def _surnames() -> frozenset[str]:
    return frozenset(_words()["surnames"])


def masked(text: str) -> str:
    """The text with the middle of each personal number hidden; lines above one count as words before it.

    >>> masked("联系人：王某 联系电话：13812345678"), masked("合计 13812345678.00 元"), masked("2080505 机关养老保险 51.62")
    ('联系人：王某 联系电话：138＊＊＊＊5678', '合计 13812345678.00 元', '2080505 机关养老保险 51.62')
    """
    if _ANY.search(text) is None:
        return text
    for pattern, mask in ((_CARD, _card), (_OLD_CARD, _old_card), (_MOBILE, _mobile), (_LANDLINE, _landline)):
        text = pattern.sub(mask, text)
    return text


def masked_lines(lines: Sequence[str]) -> list[str]:
    """Neighbouring lines, each with its personal numbers masked."""
    return masked("\n".join(line.replace("\n", " ") for line in lines)).split("\n") if lines else []


def masked_table(table: Table) -> Table:
    """A table with its rows and notes masked; the label of a row, and the cells before, count as words before a cell."""
    return replace(table, rows=tuple(_masked_row(row) for row in table.rows), notes=tuple(masked(note) for note in table.notes))


def _masked_row(row: Row) -> Row:
    printed = [row.label, *(cell.printed for cell in row.cells)]
    told, place, parts = masked(" ".join(printed)), 0, []
    for text in printed:
        parts.append(told[place : place + len(text)])
        place += len(text) + 1
    cells = tuple(replace(cell, printed=text) for cell, text in zip(row.cells, parts[1:], strict=True))
    return row if parts == printed else replace(row, label=parts[0], cells=cells)


def masked_answer(answer: Answer) -> Answer:
    """The answer with text, quotes and findings masked; its figures are numbers of the ledger and stay."""
    return replace(
        answer, text=masked(answer.text), citations=tuple(replace(c, quote=masked(c.quote)) for c in answer.citations),
        findings=tuple(replace(f, message=masked(f.message)) for f in answer.findings),
    )  # fmt: skip


def _hide(found: re.Match[str], first: int, last: int) -> str:
    """What was found, with its digits but the ``first`` and ``last`` hidden."""
    text = found.group()
    places = [i for i, c in enumerate(text) if c.isalnum()]
    hidden = set(places[first : len(places) - last])
    return "".join(MARK if i in hidden else c for i, c in enumerate(text))


def _card(found: re.Match[str]) -> str:
    """An identity card of 18 characters: known by its check character, or by the word before it."""
    digits = found.group().upper()
    right = _CHECKS[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11] == digits[17]
    return _hide(found, 3, 4) if right or _before(found, "identity") else found.group()


def _old_card(found: re.Match[str]) -> str:
    """An identity card of 15 digits, which have no check digit: only after a word that says so."""
    return _hide(found, 3, 3) if _before(found, "identity") else found.group()


def _mobile(found: re.Match[str]) -> str:
    """Eleven digits are a mobile number after a contact word, beside a name, or where they are grouped as one; else an amount."""
    if _unit(found):
        return found.group()
    if not (found.group(2) == "-" or found.group().startswith(("+", "0")) or _before(found, "contact") or _named(found)):
        return found.group()
    digits = sum(c.isdigit() for c in found.group())
    return _hide(found, digits - 8, 4)


def _landline(found: re.Match[str]) -> str:
    """A landline: after a contact word, in a line that names a person."""
    if _unit(found) or not _before(found, "contact") or not _holds(_near(found), "person"):
        return found.group()
    area = sum(c.isdigit() for c in found.group(1) or "")
    return _hide(found, area, 2)


def _before(found: re.Match[str], kind: str) -> bool:
    """Whether a word of a kind stands near before what was found, and no word of money between."""
    near = _near(found)
    place = max((near.rfind(word) + len(word) for word in _words()[kind] if word in near), default=-1)
    return place >= 0 and not _holds(near[place:], "money")


def _named(found: re.Match[str]) -> bool:
    """Whether what stands beside the number looks like a person's name, in a line that does not speak of money."""
    line, start = _line_of(found)
    before, after = line[:start], line[start + len(found.group()) :]
    names = [m.group(1) for m in (_NAME_BEFORE.search(before), _NAME_AFTER.match(after)) if m]
    known = [name for name in names if name[0] in _surnames() and not name.startswith(_words()["not_names"])]
    return bool(known) and not _holds(before + after, "money")


def _line_of(found: re.Match[str]) -> tuple[str, int]:
    """The line in which something was found, and where in it."""
    begin = found.string.rfind("\n", 0, found.start()) + 1
    end = found.string.find("\n", found.end())
    return found.string[begin : end if end >= 0 else None], found.start() - begin


def _holds(text: str, kind: str) -> bool:
    text = text.lower()
    return any(word in text for word in _words()[kind])


def _near(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - _NEAR) : found.start()].lower()


def _unit(found: re.Match[str]) -> bool:
    after = found.string[found.end() :].lstrip()
    return after.startswith(_words()["units"])
