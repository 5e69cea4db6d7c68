"""Building an answer: text with [n] marks, and the figures, citations and findings behind it, numbered as they are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant.answer import Answer, AnswerFigure, AnswerFinding, Citation, Status
from assistant.calculate import Result, convert, decimals, plain, rounded
from assistant.cues import Cue
from assistant.facts import Change, Fact, pick
from assistant.formula import evaluate
from corpus.amount import MONEY_SCALE
from corpus.document import Source
from corpus.figure import Figure, Finding
from index.ledger import DocumentRecord

_MARKS_SHOWN = 12
"""Marks set behind one number; a sum over many documents cites all of them in its figure."""

_QUOTE = 600
"""Characters of a quote; a longer place is cited by its beginning, which still stands there."""


@dataclass(slots=True)
class Draft:
    """An answer being written. Marks are given out in the order of their first use; one place has one number."""

    question: str
    documents: Mapping[str, DocumentRecord]
    lines: list[str] = field(default_factory=list)
    figures: list[AnswerFigure] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    findings: list[AnswerFinding] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    unit: str | None = None
    digits: int | None = None

    def say(self, line: str) -> None:
        """Add a line."""
        if line:
            self.lines.append(line)

    def cite(self, places: Iterable[Source]) -> tuple[int, ...]:
        """Numbers of the places, new ones added."""
        return tuple(dict.fromkeys(self._number(place) for place in places))

    def mark(self, places: Iterable[Source]) -> str:
        """The marks of the places: "[1][2]"."""
        return "".join(f"[{n}]" for n in self.cite(places))

    def _number(self, place: Source) -> int:
        spot = (place.document_id, place.page, place.line_start, place.line_end)
        for index, known in enumerate(self.citations):
            if (known.document_id, known.page, known.line_start, known.line_end) != spot:
                continue
            if place.quote[:_QUOTE] in known.quote:
                return known.id
            if known.quote in place.quote[:_QUOTE]:
                self.citations[index] = replace(known, quote=place.quote[:_QUOTE])
                return known.id
        record = self.documents[place.document_id]
        number = len(self.citations) + 1
        table = " ".join(part for part in (place.table_number, place.table_title) if part) or None
        self.citations.append(
            Citation(
                id=number, document_id=place.document_id, document=record.name, issuer=record.issuer, fiscal_year=record.fiscal_year,
                quote=place.quote[:_QUOTE], page=place.page, line_start=place.line_start, line_end=place.line_end,
                section=" / ".join(place.section) or None, table=table,
            )
        )  # fmt: skip
        return number

    def fact(self, fact: Fact, *, places: Sequence[Source] | None = None, bold: bool = True) -> str:
        """State a fact: "**8.30 万元**[1][2]", with its figure recorded (converted where the question wants another unit)."""
        shown = pick(fact.places) if places is None else places
        return self.figure(fact.figure, fact.value, shown, bold=bold)

    def figure(self, figure: Figure, value: Decimal | None, places: Sequence[Source], *, bold: bool = True) -> str:
        """State a printed figure with its marks."""
        numbers = self.cite(places)
        printed = value if value is not None else figure.amount.value
        amount = abs(printed) if printed is not None else Decimal(0)
        unit, formula = figure.amount.unit, None
        text = f"{plain(amount)}{gap(unit)}{unit}"
        if self.unit and unit in MONEY_SCALE and self.unit != unit:
            converted = self._to_digits(convert(amount, unit, self.unit), exact=True)
            formula = conversion(amount, unit, self.unit)
            text, amount, unit = f"{plain(converted)} {self.unit}（{plain(amount)} {unit}）", converted, self.unit
        elif (short := self._to_digits(amount)) != amount and not any(f.derived for f in self.figures):
            formula, text, amount = (
                plain(amount),
                f"{plain(short)}{gap(unit)}{unit}（印为 {plain(amount)}{gap(unit)}{unit}）",
                short,
            )
        self._record(figure, amount, unit, numbers, formula, figure.measure.value)
        marks = "".join(f"[{n}]" for n in sorted(numbers))
        return f"**{text}**{marks}" if bold else f"{text}{marks}"

    def _to_digits(self, value: Decimal, *, exact: bool = False) -> Decimal:
        """The value with no more decimals than are wanted; with just as many where it is an exact one, not a printed one."""
        return value if self.digits is None or (decimals(value) <= self.digits and not exact) else rounded(value, self.digits)

    def result(
        self,
        result: Result,
        like: Figure,
        measure: str,
        places: Iterable[Source],
        item: str | None = None,
        year: int | None = None,
    ) -> str:
        """State a computed value with its formula: "**5.54 万元** = 2.30 + 3.24[1][2]"."""
        numbers = self.cite(places)
        value, unit, formula = abs(result.value), result.unit, result.formula
        if self.unit and unit in MONEY_SCALE and self.unit != unit:
            formula = f"({formula}) {conversion_factor(unit, self.unit)}"
            value, unit = convert(value, unit, self.unit), self.unit
        if self.digits is not None:
            value = self._to_digits(abs(evaluate(formula)[0]), exact=True)
        self.figures.append(
            AnswerFigure(
                value,
                unit,
                like.issuer,
                year or like.fiscal_year,
                str(like.stage),
                item or like.item,
                measure,
                numbers,
                None,
                formula,
            )
        )
        marks = "".join(f"[{n}]" for n in numbers[:_MARKS_SHOWN])
        return f"**{plain(value)}{gap(unit)}{unit}** = {_short_formula(formula)}{marks}"

    def tally(self, count: int, places: Sequence[Source], item: str, unit: str = "个") -> str:
        """State how many things were counted one by one at the places: "**5 个**[1][2]（逐项数得）"."""
        record, numbers = self.documents[places[0].document_id], self.cite(places)
        formula = " + ".join("1" for _ in range(count))
        figure = AnswerFigure(
            Decimal(count), unit, record.issuer, record.fiscal_year, str(record.stage), item, "count", numbers, None, formula
        )
        self.figures.append(figure)
        return f"**{count} {unit}**{''.join(f'[{n}]' for n in numbers[:_MARKS_SHOWN])}（逐项数得）"

    def _record(
        self, figure: Figure, value: Decimal, unit: str, numbers: tuple[int, ...], formula: str | None, measure: str
    ) -> None:
        self.figures.append(
            AnswerFigure(
                value,
                unit,
                figure.issuer,
                figure.fiscal_year,
                str(figure.stage),
                figure.item,
                measure,
                numbers,
                scope_name(figure),
                formula,
            )
        )

    def change(self, change: Change, *, bold: bool = False) -> str:
        """“比上年预算增加 6.42 万元（1.89%）[3]”, or that nothing changed."""
        lead = change.figure
        base = lead.base or "上年"
        parts = []
        for figure in (change.amount, change.rate):
            if figure is not None:
                parts.append(self.figure(figure, None, (figure.source,), bold=bold))
        if change.direction is None:
            return f"与{base}持平（{lead.direction or '增加'} {'，'.join(parts)}）"
        if change.amount and change.rate:
            return f"比{base}{change.direction} {parts[0]}，{_rate_word(change.direction)} {parts[1]}"
        return f"比{base}{change.direction if change.amount else _rate_word(change.direction)} {parts[0]}"

    def reason(self, change: Change, place: Source | None) -> str:
        """The printed reason with its place; nothing where its place is not found."""
        return f"{change.reason}{self.mark((place,))}" if change.reason and place is not None else ""

    def finding(self, finding: Finding) -> None:
        """Warn of a place where the document disagrees with itself."""
        numbers = self.cite(finding.places[:3])
        if not any(f.message == finding.message for f in self.findings):
            self.findings.append(AnswerFinding(finding.kind, finding.message, numbers))
            self.say(f"⚠ {finding.message}" + "".join(f"[{n}]" for n in numbers))

    def answer(self, status: Status) -> Answer:
        """The finished answer."""
        text = "\n".join(self.lines)
        return Answer(
            question=self.question, status=status, text=text, figures=tuple(self.figures), citations=tuple(self.citations),
            findings=tuple(self.findings), suggestions=tuple(dict.fromkeys(self.suggestions))[:3], trace=tuple(self.trace),
        )  # fmt: skip


def _short_formula(formula: str) -> str:
    """A long sum by its first and last terms; the figure keeps the whole formula."""
    terms = formula.split(" + ")
    return formula if len(terms) <= 14 else " + ".join([*terms[:3], "…", terms[-1]])


def _rate_word(direction: str) -> str:
    return "下降" if direction == "减少" else "增长"


def gap(unit: str) -> str:
    """A space between a number and a unit in characters; none before a per cent sign."""
    return "" if unit.startswith("%") else " "


def conversion(value: Decimal, unit: str, to: str) -> str:
    """The formula of a conversion: "8.30 × 10000"."""
    return f"{plain(value)} {conversion_factor(unit, to)}"


def conversion_factor(unit: str, to: str) -> str:
    """“× 10000” or “÷ 10000”."""
    ratio = MONEY_SCALE[unit] / MONEY_SCALE[to]
    return f"× {plain(ratio.normalize())}" if ratio >= 1 else f"÷ {plain((1 / ratio).normalize())}"


def owner(document: DocumentRecord, year: int | None = None, *, strong_year: bool = False) -> str:
    """Whose figure it is: "吉木萨尔县商务和工业信息化局 2024 年部门预算"."""
    number = year or document.fiscal_year
    shown = f"**{number}**" if strong_year else str(number)
    return f"{document.issuer} {shown} 年部门{document.stage}"


def scope_name(figure: Figure) -> str | None:
    """The scope of a figure in words, None for the whole."""
    parts = [p for p in (figure.fund, figure.kind) if p]
    return " · ".join(parts) or figure.column


def scope_words(figure: Figure) -> str:
    """The scope of a figure as it is said in a sentence."""
    if figure.stage == "决算" and (figure.column or "").endswith(("预算", "预算数")):
        return f"{figure.fund or ''}{figure.column or ''}"
    if figure.fund == "上年结转":
        return "上年结转"
    if figure.fund and figure.kind:
        return f"{figure.fund}{figure.kind}"
    if figure.fund:
        return figure.fund
    if figure.kind:
        return figure.kind
    if figure.code:
        return "按经济分类" if figure.code.startswith("3") else "按功能分类"
    return "全部资金"


def place_words(citation: Citation) -> str:
    """A citation's place in words: "表10 …（第 829 行）"."""
    where = citation.table or (citation.section or "").split(" / ")[-1]
    if citation.page:
        return f"{where}（第 {citation.page} 页）"
    lines = f"{citation.line_start}" if citation.line_start == citation.line_end else f"{citation.line_start}–{citation.line_end}"
    return f"{where}（第 {lines} 行）"


_MARKS = Cue(r"(?:\[\d+\])+")


def bare(text: str) -> str:
    """Text without marks and emphasis."""
    return _MARKS.sub("", text).replace("**", "")
