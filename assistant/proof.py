"""Re-check an answer against the files alone: hashes, quotes at their places, formulas. No index is consulted.

An answer is a portable proof. Someone who holds the answer's JSON and the disclosures can check it years later, on another
machine: each cited file has the hash the answer names, each quote stands at its lines or page (white space aside), each
printed value occurs in a quote, and each derived value follows from numbers that occur in the quotes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

from assistant.cues import Cue
from assistant.formula import FormulaError, evaluate
from assistant.verify import counted_in_words
from corpus.amount import MONEY_SCALE, NUMBER, fold
from corpus.errors import FileMissing, ReadError
from corpus.read import read_bytes
from corpus.read.text import decode

_MARK = Cue(r"\[(\d{1,4})\]")
_SCALES = frozenset(a / b for a in MONEY_SCALE.values() for b in MONEY_SCALE.values())
_CONSTANTS = _SCALES | {Decimal(100), Decimal(12)}
"""Numbers a formula may use without their being printed: ratios of money units, per cent, months of a year."""


@dataclass(frozen=True)
class Original:
    """A file to check against: its name as given, and its bytes."""

    name: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes, in hex; it is the document's id."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def _lines(self) -> list[str]:
        try:
            return decode(self.data, self.name).split("\n")
        except ReadError:
            return []

    @cached_property
    def _pages(self) -> Mapping[int, str]:
        pages: dict[int, str] = {}
        for line in read_bytes(self.data, self.name).lines:
            if line.page is not None:
                pages[line.page] = pages.get(line.page, "") + line.text + "\n"
        return pages

    def text_at(self, page: object, line_start: object, line_end: object) -> str:
        """The text of a page, or of lines (1-based, inclusive); empty where the file has no such place."""
        if isinstance(page, int):
            return self._pages.get(page, "")
        if not isinstance(line_start, int) or not isinstance(line_end, int) or line_start < 1:
            return ""
        return "\n".join(self._lines[line_start - 1 : line_end])

    def holds(self, citation: Mapping[str, object]) -> bool:
        """Whether a citation's quote stands at its place, white space aside.

        A quote that is cut by … or | holds when every piece of it stands there.
        """
        quote = str(citation.get("quote") or "")
        there = _squeeze(self.text_at(citation.get("page"), citation.get("line_start"), citation.get("line_end")))
        pieces = [_squeeze(piece) for piece in re.split(r"[\s|…]+", fold(quote)) if piece.strip()]
        return bool(pieces) and (_squeeze(quote) in there or all(piece in there for piece in pieces))


def load_answer(path: Path) -> Mapping[str, object]:
    """The answer in a JSON file: what ``ask --json`` printed, or one line of ``ask --batch``.

    Raises FileMissing or ReadError.
    """
    if not path.is_file():
        raise FileMissing(path)
    try:
        answer = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReadError(path, "不是一个 JSON 回答", "请用 mingzhang ask --json 的输出") from error
    if isinstance(answer, dict) and isinstance(answer.get("answer"), dict):
        answer = answer["answer"]
    if (
        not isinstance(answer, dict)
        or not isinstance(answer.get("citations"), list)
        or not isinstance(answer.get("figures"), list)
    ):
        raise ReadError(path, "缺少 figures 或 citations", "请用 mingzhang ask --json 的输出")
    return answer


def prove(answer: Mapping[str, object], paths: Iterable[Path]) -> list[str]:
    """What does not hold of an answer, one line each; an empty list means that all of it holds.

    ``paths`` are the disclosures, or folders of them. Raises FileMissing for a path that does not exist.
    """
    originals = [Original(p.name, p.read_bytes()) for p in files_in(paths)]
    citations = _records(answer, "citations")
    problems = [problem for c in citations for problem in _check_citation(c, originals)]
    problems += _check_marks(str(answer.get("text", "")), citations)
    quotes = {str(c.get("id")): str(c.get("quote") or "") for c in citations}
    return problems + _check_figures(_records(answer, "figures"), quotes)


def _records(holder: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    return [r for r in _list(holder, key) if isinstance(r, dict)]


def _list(holder: Mapping[str, object], key: str) -> Sequence[object]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named but for hidden ones and READMEs, as ``build`` takes them. Raises FileMissing."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~$", "README")))
        elif path.exists():
            yield path
        else:
            raise FileMissing(path)


def _check_citation(citation: Mapping[str, object], originals: Sequence[Original]) -> Iterator[str]:
    name, sha256 = str(citation.get("document")), str(citation.get("sha256"))
    mark = f"引用 [{citation.get('id')}]"
    found = next((o for o in originals if o.sha256 == sha256), None)
    if found is None:
        found = next((o for o in originals if o.name == Path(name).name), None)
        if found is None:
            yield f"{mark}：所给文件中没有 {name}（sha256 {sha256[:12]}…）"
            return
        yield f"{mark}：{found.name} 的内容已变，sha256 应为 {sha256[:12]}…，现为 {found.sha256[:12]}…"
    if not found.holds(citation):
        yield f"{mark}：{found.name} 的{_place(citation)}没有所引文字“{str(citation.get('quote'))[:40]}”"


def _place(citation: Mapping[str, object]) -> str:
    if citation.get("page") is not None:
        return f"第 {citation['page']} 页"
    return f"第 {citation.get('line_start')}–{citation.get('line_end')} 行"


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", fold(text))


def _check_marks(text: str, citations: Sequence[Mapping[str, object]]) -> list[str]:
    known = {str(c.get("id")) for c in citations}
    marks = sorted({m for m in _MARK.findall(text) if m not in known}, key=int)
    return [f"正文的标记 [{mark}] 没有对应的引用" for mark in marks]


def _check_figures(figures: Sequence[Mapping[str, object]], quotes: Mapping[str, str]) -> list[str]:
    """A formula may build on another derived figure of the answer, once that one is proven; so prove until nothing more follows."""
    proven: set[Decimal] = set()
    while True:
        problems = [_check_figure(f, [quotes.get(str(i), "") for i in _list(f, "citations")], proven) for f in figures]
        derived = {_value(f) for f, found in zip(figures, problems, strict=True) if f.get("formula") and not found}
        if derived <= proven:
            return [problem for found in problems for problem in found]
        proven |= derived


def _value(figure: Mapping[str, object]) -> Decimal:
    """The value without its sign; raises InvalidOperation for what is no number."""
    value = Decimal(str(figure.get("value")))
    if not value.is_finite():
        raise InvalidOperation
    return abs(value)


def _check_figure(figure: Mapping[str, object], quotes: Sequence[str], proven: set[Decimal]) -> list[str]:
    name = f"“{figure.get('item')}” {figure.get('value')} {figure.get('unit')}"
    try:
        value = _value(figure)
    except InvalidOperation:
        return [f"{name}：不是一个数"]
    if not quotes:
        return [f"{name}：没有引用"]
    printed = {abs(Decimal(n.replace(",", ""))) for quote in quotes for n in NUMBER.findall(fold(quote))}
    printed |= {number for quote in quotes for number in counted_in_words(quote)}
    formula = figure.get("formula")
    if formula:
        return [
            f"{name}：{problem}" for problem in _check_formula(str(formula), value, str(figure.get("unit")), printed | proven)
        ]
    return [] if _is_printed(value, printed) else [f"{name}：所引文字中没有这个数"]


def _is_printed(value: Decimal, printed: set[Decimal]) -> bool:
    """Zero may be declared in words (空表、未安排); a money value may be printed in another unit."""
    return value == 0 or any(value == number * scale for number in printed for scale in _SCALES)


def _check_formula(formula: str, value: Decimal, unit: str, printed: set[Decimal]) -> Iterator[str]:
    try:
        result, terms = evaluate(formula)
    except FormulaError as error:
        yield f"算式“{formula}”{error}"
        return
    half = Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2
    results = {abs(result), abs(result) * 100} if unit in ("%", "个百分点") else {abs(result)}
    if all(abs(r - value) > half for r in results):
        yield f"算式“{formula}”得 {result:.6g}，与所答不符"
    for term in terms:
        if term not in _CONSTANTS and term != len(terms) - 1 and not _is_printed(term, printed):
            yield f"算式“{formula}”中的 {term:f} 不在所引文字中"
