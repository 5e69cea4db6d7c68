"""A question set: JSON Lines, one conversation with its expected answer a line.

id        unique name
category  lookup, alias, growth, followup … (free, reports group by it)
turns     the user's messages; the answer to the last one is graded
expect    status   acceptable statuses
          figures  [{value, unit, derived}], the first is the one asked for; ``issuer`` and ``fiscal_year`` may be added,
                   else they are those of the documents under ``cites``
          text     strings the answer must contain; an inner list means any one of its members
          forbid   strings it must not contain
          cites    [{document, lines: [[a, b]]} or {document, pages: [n]}]: for each, one citation must overlap
note      why this is the right answer
review    only in candidates (see eval.feedback): while it stands there, the case does not count and a set with it is refused
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from assistant.answer import Status
from corpus.errors import CaseError, FileMissing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A number the answer must give; ``derived`` where it is computed and printed nowhere.

    ``issuer`` and ``fiscal_year`` are None where the cited documents say whose number it is.
    """

    value: Decimal
    unit: str
    derived: bool = False
    issuer: str | None = None
    fiscal_year: int | None = None


@dataclass(frozen=True, slots=True)
class ExpectedPlace:
    """A document (file name without its ending) and the lines or pages of which one must be cited; neither means anywhere."""

    document: str
    lines: tuple[tuple[int, int], ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Expect:
    """What a right answer looks like. Each member of ``text`` is a tuple of alternatives."""

    status: tuple[Status, ...]
    figures: tuple[ExpectedFigure, ...] = ()
    text: tuple[tuple[str, ...], ...] = ()
    forbid: tuple[str, ...] = ()
    cites: tuple[ExpectedPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One graded conversation. ``group`` is the name of the set it came from: wild, negative and so on."""

    id: str
    category: str
    turns: tuple[str, ...]
    expect: Expect
    note: str = ""
    group: str = ""

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that the case expects to be cited, each once."""
        return tuple(dict.fromkeys(place.document for place in self.expect.cites))

    @property
    def answerable(self) -> bool:
        """Whether the case may be answered at all."""
        return Status.ANSWERED in self.expect.status


def load(paths: Iterable[Path]) -> list[Case]:
    """The cases of question sets, in order. Raises FileMissing, or CaseError naming file, line and key."""
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for path in paths:
        if not path.is_file():
            raise FileMissing(path)
        for where, line in lines(path):
            case = parse(line, where, path.stem)
            if case.id in seen:
                raise CaseError(f"{where}：id “{case.id}”与{seen[case.id]}重复；请改用别的 id")
            seen[case.id] = where
            cases.append(case)
    if not cases:
        raise CaseError("题集是空的：没有一行题目")
    return cases


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a JSON Lines file that are not blank, each with where it stands, in words. Raises CaseError for other bytes."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseError(f"{path} 第 {error.start} 字节：不是 UTF-8 文本；请另存为 UTF-8 后再试") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"{path} 第 {number} 行", line


def parse(line: str, where: str, group: str = "") -> Case:
    """One case from its JSON; ``where`` names the line in errors. Raises CaseError."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CaseError(f"{where}：不是 JSON；每行应是一道题") from error
    fields = _Fields(record, where, "题目")
    if "review" in fields.record:
        raise CaseError(f"{where}：键 review 还在，这道候选题未经复核；请填好 expect 并删去 review")
    fields.only("id", "category", "turns", "expect", "note")
    expect = _Fields(fields.get("expect"), where, "expect")
    expect.only("status", "figures", "text", "forbid", "cites")
    turns = fields.strings("turns")
    if not turns:
        raise CaseError(f"{where}：turns 至少要有一个问题")
    note = fields.string("note") if fields.record.get("note") else ""
    return Case(fields.string("id"), fields.string("category"), turns, _expect(expect, where), note, group)


def _expect(fields: _Fields, where: str) -> Expect:
    status = fields.strings("status")
    known = {s.value: s for s in Status}
    unknown = [s for s in status if s not in known]
    if unknown or not status:
        raise CaseError(f"{where}：expect.status “{'、'.join(unknown)}”不认识；可用 {'、'.join(known)}")
    if fields.record.get("figures") and Status.ANSWERED.value not in status:
        raise CaseError(f"{where}：expect.status 里没有 answered，expect.figures 就应为空")
    return Expect(
        status=tuple(known[s] for s in status),
        figures=fields.each("figures", lambda f: _figure(_Fields(f, where, "expect.figures"))),
        text=fields.each("text", lambda t: _alternatives(t, where)),
        forbid=fields.strings("forbid"),
        cites=fields.each("cites", lambda c: _place(_Fields(c, where, "expect.cites"))),
    )


def _figure(fields: _Fields) -> ExpectedFigure:
    fields.only("value", "unit", "derived", "issuer", "fiscal_year")
    try:
        value = Decimal(fields.string("value").replace(",", "").rstrip("%"))
    except InvalidOperation as error:
        raise CaseError(f'{fields.where}：expect.figures.value 应是一个数，如 "8.30"') from error
    derived = fields.record.get("derived", False)
    if not value.is_finite() or not isinstance(derived, bool):
        raise CaseError(f"{fields.where}：expect.figures.derived 只能是 true 或 false，value 应是一个有限的数")
    year = fields.record.get("fiscal_year")
    return ExpectedFigure(
        value,
        fields.string("unit"),
        derived,
        fields.string("issuer") if "issuer" in fields.record else None,
        None if year is None else _whole(year, fields.where, "expect.figures.fiscal_year"),
    )


def _alternatives(item: object, where: str) -> tuple[str, ...]:
    options = item if isinstance(item, list) else [item]
    if not options or not all(isinstance(o, str) for o in options):
        raise CaseError(f"{where}：expect.text 的每一项应是文字或一组文字")
    return tuple(options)


def _place(fields: _Fields) -> ExpectedPlace:
    fields.only("document", "lines", "pages")
    lines = fields.each("lines", lambda pair: _span(pair, fields.where))
    pages = fields.each("pages", lambda page: _whole(page, fields.where, "expect.cites.pages"))
    return ExpectedPlace(fields.string("document"), lines, pages)


def _span(pair: object, where: str) -> tuple[int, int]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise CaseError(f"{where}：expect.cites.lines 的每一项应是 [起, 止]")
    first, last = (_whole(n, where, "expect.cites.lines") for n in pair)
    if not 1 <= first <= last:
        raise CaseError(f"{where}：expect.cites.lines 的 [{first}, {last}] 不对；行号从 1 起，起不大于止")
    return first, last


def _whole(number: object, where: str, key: str) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise CaseError(f"{where}：{key} 应是整数")
    return number


class _Fields:
    """The members of one JSON object, checked as they are taken."""

    def __init__(self, record: object, where: str, name: str) -> None:
        if not isinstance(record, dict):
            raise CaseError(f"{where}：{name} 应是一个对象")
        self.record: Mapping[str, object] = record
        self.where, self._name = where, name

    def only(self, *known: str) -> None:
        """Refuse misspelt keys."""
        for key in self.record:
            if key not in known:
                raise CaseError(f"{self.where}：{self._name} 中的键 “{key}” 不认识；可用 {'、'.join(known)}")

    def get(self, key: str) -> object:
        if key not in self.record:
            raise CaseError(f"{self.where}：缺少 {key}")
        return self.record[key]

    def string(self, key: str) -> str:
        value = self.get(key)
        if not isinstance(value, str) or not value:
            raise CaseError(f"{self.where}：{key} 应是文字")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.record.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise CaseError(f"{self.where}：{key} 应是一组文字")
        return tuple(value)

    def each(self, key: str, make: Callable[[object], T]) -> tuple[T, ...]:
        value = self.record.get(key, [])
        if not isinstance(value, list):
            raise CaseError(f"{self.where}：{key} 应是一个列表")
        return tuple(make(v) for v in value)
