"""The numbers that Word counts and prints before paragraphs (一、 （一） 1.) but does not keep in their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is counted: ``shape`` is its number format, ``text`` the print with %1 … for the levels."""

    shape: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted. Ask for the marks in document order."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """The lists of an opened python-docx document; none where it has no numbering part."""
        numbering = cls()
        part = next(
            (
                rel.target_part
                for rel in document.part.rels.values()
                if not rel.is_external and rel.reltype.endswith("/numbering")
            ),
            None,
        )
        if part is None:
            return numbering
        numbering._define(part.element)
        for style in document.styles.element.iter(f"{_W}style"):
            found = _reference(style.find(f"{_W}pPr/{_W}numPr"))
            if found and (name := style.get(f"{_W}styleId")):
                numbering.styles[name] = found
        return numbering

    def _define(self, root: _Element) -> None:
        for abstract in root.iter(f"{_W}abstractNum"):
            name = abstract.get(f"{_W}abstractNumId") or ""
            for level in abstract.iter(f"{_W}lvl"):
                depth = int(level.get(f"{_W}ilvl") or 0)
                shape, text, start = (_value(level.find(f"{_W}{part}")) for part in ("numFmt", "lvlText", "start"))
                self.levels[name, depth] = _Level(shape or "decimal", text, int(start or 1))
        for item in root.iter(f"{_W}num"):
            self.lists[item.get(f"{_W}numId") or ""] = _value(item.find(f"{_W}abstractNumId"))

    def mark(self, paragraph: _Element) -> str:
        """What Word prints before a paragraph; "" for none and for bullets."""
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        found = _reference(paragraph.find(f"{_W}pPr/{_W}numPr")) or self.styles.get(style)
        if not found or found[0] not in self.lists:
            return ""
        name, depth = self.lists[found[0]], found[1]
        level = self.levels.get((name, depth))
        if level is None:
            return ""
        self.counts[name, depth] = self.counts.get((name, depth), level.start - 1) + 1
        for deeper in [key for key in self.counts if key[0] == name and key[1] > depth]:
            del self.counts[deeper]
        if level.shape in ("bullet", "none"):
            return ""
        return re.sub(r"%(\d)", lambda match: self._counted(name, int(match[1]) - 1), level.text)

    def _counted(self, name: str, depth: int) -> str:
        level = self.levels.get((name, depth))
        if level is None:
            return ""
        return printed(self.counts.get((name, depth), level.start), level.shape)


def _reference(element: _Element | None) -> tuple[str, int] | None:
    """The list and the level that a numPr names."""
    if element is None:
        return None
    name, level = (_value(element.find(f"{_W}{part}")) for part in ("numId", "ilvl"))
    return (name, int(level or 0)) if name else None


def _value(element: _Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val") or ""


def printed(number: int, shape: str) -> str:
    """A number in one of Word's formats; those not known here come in digits.

    >>> printed(23, "chineseCounting"), printed(3, "decimalEnclosedCircle"), printed(4, "decimal"), printed(2, "upperLetter")
    ('二十三', '③', '4', 'B')
    """
    if shape in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
    ):
        return "".join(_chinese(number))
    if shape == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x245F + number)
    if shape in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((64 if shape == "upperLetter" else 96) + number)
    return str(number)


def _chinese(number: int) -> Iterator[str]:
    if number >= 100:
        yield str(number)
        return
    tens, ones = divmod(number, 10)
    if tens:
        yield ("" if tens == 1 else _DIGITS[tens]) + "十"
    if ones or not tens:
        yield _DIGITS[ones]
