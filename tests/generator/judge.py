"""Compares what was read with the truth: cell by cell at its place, fact by fact, and what was read without being there."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from corpus.amount import State
from corpus.document import Cell, Document, Reading, Row, Source, Table
from corpus.figure import Figure
from corpus.vocabulary import canonical
from tests.generator.truth import TrueCell, TrueFact, Truth

ENUMERATION = re.compile(r"^(?:其中[：:])?(?:[（(]?[一二三四五六七八九十\d]+[)）、.．]\s*)*(?:其中[：:])?")
NUMBER = re.compile(r"(?<![\d.])\d[\d,，]*(?:\.\d+)?")


SYNONYMS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "一般公共预算 一般公共预算拨款 一般公共预算财政拨款 一般公共预算资金 一般公共预算拨款收入",
        "政府性基金 政府性基金预算 政府性基金预算拨款 政府性基金预算财政拨款 政府性基金预算资金",
        "国有资本经营预算 国有资本经营预算拨款 国有资本经营预算财政拨款 国有资本经营预算资金",
        "财政专户(教育收费) 财政专户管理资金 财政专户",
        "财政拨款结转 财政拨款结转结余",
        "单位上年结余(不包括国库集中支付额度结余) 单位上年结余",
        "因公出国(境)费 因公出国(境)费用 因公出国(境)经费 因公出国",
        "公务用车运行费 公务用车运行维护费 运行费 运行维护费",
        "公务用车购置费 购置费",
        "公务用车购置及运行费 公务用车购置及运行维护费",
        "财政拨款(补助)小计 财政拨款小计 小计",
        "总计 合计 收入总计",
        "上年结转结余 上年结转",
    )
)
"""Column labels of one meaning: to swap them misspells a column, it does not mistake it."""


@dataclass(slots=True)
class Verdict:
    """The outcome of a comparison; every list holds one readable line a case.

    ``wrong`` cells stand in a wrong table, side, column or under a wrong code, or have a wrong value or unit; ``mislabelled`` ones only
    carry a row label that is cut or grown; ``misspelled`` ones a column label that is not the printed one but means the same.
    """

    right: int = 0
    solved: int = 0
    ambiguous: int = 0
    facts_right: int = 0
    wrong: list[str] = field(default_factory=list)
    mislabelled: list[str] = field(default_factory=list)
    misspelled: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    wrong_facts: list[str] = field(default_factory=list)
    missing_facts: list[str] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many cells the truth has."""
        return self.right + self.ambiguous + len(self.wrong) + len(self.mislabelled) + len(self.misspelled) + len(self.missing)


def plain(text: str) -> str:
    """A label without spaces, in half-width characters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def bare(text: str) -> str:
    """A label without its enumeration and brackets round a remark."""
    return ENUMERATION.sub("", plain(text))


def judge_cells(document: Document, truth: Truth, raw: Sequence[str], skip: frozenset[int] = frozenset()) -> Verdict:
    """Every true cell against the cell read at its place; ``skip`` holds indexes of cells that are not judged."""
    verdict = Verdict()
    found = {
        place(document, cell, raw): (table, row, cell) for table in document.tables for row in table.rows for cell in row.cells
    }
    twins = _twins(truth.cells)
    for index, cell in enumerate(truth.cells):
        read = found.pop((cell.line, cell.start), None)
        if index in skip:
            continue
        if read is None:
            verdict.missing.append(
                f"line {cell.line}: {cell.printed} of {cell.title} / {cell.code} {cell.label} / {cell.columns[0]}"
            )
            continue
        _judge(cell, *read, verdict, named_apart=(cell.title, cell.columns[0]) in twins)
    for (line, start), (table, row, cell) in found.items():
        verdict.invented.append(f"line {line}:{start}: {cell.printed} read as {table.title} / {row.label}")
    return verdict


def place(document: Document, cell: Cell, raw: Sequence[str]) -> tuple[int, int]:
    """Where a cell stands in the raw text: 1-based line, offset."""
    line = document.lines[cell.line]
    lead = raw[line.number - 1].find(line.text)
    return line.number, cell.start + max(lead, 0)


def _twins(cells: Iterable[TrueCell]) -> set[tuple[str, str]]:
    """(title, column) pairs that stand under several headers: their header must be right too."""
    seen = Counter({(c.title, c.columns[0], c.parents[:1]): 1 for c in cells if c.side is None})
    count = Counter((title, column) for title, column, _ in seen)
    return {pair for pair, number in count.items() if number > 1}


def _judge(cell: TrueCell, table: Table, row: Row, read: Cell, verdict: Verdict, *, named_apart: bool) -> None:
    where = f"line {cell.line}: {cell.printed} of {cell.title} / {cell.code} {cell.label} / {cell.columns[0]}"
    faults = []
    if plain(table.title) != plain(cell.title):
        faults.append(f"title {table.title!r}")
    if read.value != cell.value:
        faults.append(f"value {read.value}")
    if cell.side and (row.side is None or row.side.value != cell.side):
        faults.append(f"side {row.side}")
    if row.code != (cell.code or None) and not (cell.code.startswith("113") and row.code is None):
        faults.append(f"code {row.code}")
    unit = (table.columns[read.column].unit if read.column is not None else None) or table.unit
    if unit != cell.unit:
        faults.append(f"unit {unit}")
    if read.reading is Reading.AMBIGUOUS:
        options = [table.columns[c] for c in read.candidates]
        if options and not any(_same_column(o.path, cell, named_apart) for o in options):
            faults.append(f"candidates {[o.path for o in options]}")
    elif read.column is None or not _same_column(table.columns[read.column].path, cell, named_apart):
        path = None if read.column is None else table.columns[read.column].path
        faults.append(f"column {path} ({read.reading.value})")
    if faults:
        verdict.wrong.append(f"{where}: read {', '.join(faults)}")
    elif cell.label and not same_label(row.label, cell):
        verdict.mislabelled.append(f"{where}: read label {row.label!r}")
    elif read.column is not None and plain(table.columns[read.column].label) not in {plain(name) for name in cell.columns}:
        verdict.misspelled.append(f"{where}: read column {table.columns[read.column].path}")
    elif read.reading is Reading.AMBIGUOUS:
        verdict.ambiguous += 1
    else:
        verdict.right += 1
        verdict.solved += read.reading is Reading.SOLVED


def same_label(read: str, cell: TrueCell) -> bool:
    """Whether a row label is the true one, give or take enumeration and the text of a second label column."""
    one, two = bare(read), bare(cell.label)
    return one in (two, two + "专项资金", "专项资金", f"{two}/专项资金") or plain(read) in (
        plain(cell.label),
        plain(cell.code + cell.label),
    )


def _same_column(path: Sequence[str], cell: TrueCell, named_apart: bool) -> bool:
    label = plain(path[-1]) if path else ""
    names = {plain(name) for name in cell.columns}
    if label not in names and not any(label in group and names & group for group in SYNONYMS):
        return False
    return not named_apart or not cell.parents or plain(cell.parents[0]) in plain("".join(path[:-1]))


def judge_facts(figures: Sequence[Figure], truth: Truth, prose: tuple[int, int]) -> Verdict:
    """Every true fact against the figures whose places cover its line, and every figure of the prose lines against the facts."""
    verdict = Verdict()
    for fact in truth.facts:
        near = [f for f in figures if f.amount.value == fact.value and any(covers(s, fact.line) for s in (f.source, *f.also))]
        if any(_same_fact(f, fact) for f in near):
            verdict.facts_right += 1
        else:
            seen = [f"{f.item}/{f.measure.value}/{f.amount.unit}/{f.direction}" for f in near]
            verdict.missing_facts.append(
                f"line {fact.line}: {fact.items[0]} {fact.measure} {fact.printed}{fact.unit} {fact.direction or ''}: read {seen}"
            )
    for figure in figures:
        if figure.source.table_title or figure.amount.value is None or figure.amount.state is not State.STATED:
            continue
        first, last = figure.source.line_start or 0, figure.source.line_end or 0
        if first < prose[0] or last > prose[1]:
            continue
        if not any(first <= t.line <= last and t.value == figure.amount.value and _same_fact(figure, t) for t in truth.facts):
            verdict.wrong_facts.append(
                f"lines {first}-{last}: {figure.item} {figure.measure.value} {figure.amount.value}{figure.amount.unit} {figure.direction or ''}"
            )
    return verdict


def _same_fact(figure: Figure, fact: TrueFact) -> bool:
    names = {plain(n) for item in fact.items for n in (item, canonical(item))}
    level = {"level", "count"}
    same_measure = figure.measure.value == fact.measure or {figure.measure.value, fact.measure} <= level
    same_way = fact.direction is None or fact.value == 0 or figure.direction == fact.direction
    return plain(figure.item) in names and same_measure and figure.amount.unit == fact.unit and same_way


def covers(source: Source, line: int) -> bool:
    """Whether a source spans the line."""
    return source.line_start is not None and source.line_start <= line <= (source.line_end or source.line_start)


def not_standing(figures: Iterable[Figure], raw: Sequence[str]) -> list[str]:
    """Figures whose number, or whose quote, does not stand at one of their places."""
    found = []
    for figure in figures:
        for source in (figure.source, *figure.also):
            if source.line_start is None or source.line_end is None or not 1 <= source.line_start <= source.line_end <= len(raw):
                found.append(f"{figure.item}: no place {source.line_start}-{source.line_end}")
                continue
            lines = raw[source.line_start - 1 : source.line_end]
            told = source is not figure.source and not figure.amount.value  # a printed 0 may be borne out by 未安排
            if figure.amount.state is State.STATED and not told and figure.amount.value not in numbers(lines):
                found.append(
                    f"lines {source.line_start}-{source.line_end}: {figure.item} {figure.amount.value} does not stand there"
                )
            if not quoted(source.quote, lines):
                found.append(f"lines {source.line_start}-{source.line_end}: quote {source.quote[:60]!r} does not stand there")
    return found


def numbers(lines: Iterable[str]) -> set[Decimal]:
    """The numbers printed on some lines: with and without a minus, across line ends, and Chinese numerals up to ten."""
    found = set()
    texts = [unicodedata.normalize("NFKC", line).replace("−", "-") for line in lines]
    for text in (*texts, *(a.rstrip() + b.lstrip() for a, b in pairwise(t for t in texts if t.strip()))):
        for match in NUMBER.finditer(text):
            value = Decimal(match.group().replace(",", "").replace("，", "").rstrip("."))
            found |= {value, -value}
    found |= {Decimal(place) for place, sign in enumerate("零一二三四五六七八九十") if any(sign in text for text in texts)}
    return found


def quoted(quote: str, lines: Sequence[str]) -> bool:
    """Whether a quote stands on the lines, white space and skipped lines aside."""
    wanted = plain(quote)
    whole = plain("".join(lines))
    if wanted in whole:
        return True
    rest = wanted
    for line in lines:
        text = plain(line)
        if text and rest.startswith(text):
            rest = rest[len(text) :]
        elif text and text.startswith(rest):
            rest = ""
        elif text and (tail := next((i for i in range(len(text)) if rest.startswith(text[i:])), None)) is not None:
            rest = rest[len(text) - tail :]
    return not rest
