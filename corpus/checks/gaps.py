"""What is not there: numbers left out, forms left blank, tables declared empty that are not."""

from __future__ import annotations

import re

from corpus.amount import State
from corpus.checks.context import Context, Outcome, finding, places, printed, shown, where
from corpus.checks.knowledge import knowledge
from corpus.document import Reading
from corpus.figure import Finding, Measure
from corpus.tables.forms import form_of


def missing(context: Context, rule: str) -> Outcome:
    """Sentences that print a unit without its number."""
    found = []
    for figure in context.figures:
        if figure.amount.state is State.MISSING:
            message = f"{where(figure.source)}漏印数字：“{figure.source.quote}”，“{figure.item}”只有单位“{figure.amount.unit}”"
            found.append(finding(context, rule, "omission", message, (), None, (figure.source,)))
    return Outcome(tuple(found), len(context.told))


def blank_form(context: Context, rule: str) -> Outcome:
    """A form of performance targets printed for no project at all."""
    counts = [f for f in context.told if f.measure is Measure.COUNT and re.search(r"绩效.*(?:项目|目标)数", f.item)]
    if not counts or any(f.amount.value for f in counts):
        return Outcome((), len(counts))
    form = next(
        (i for i, line in enumerate(context.document.lines) if re.search(r"绩效目标表$", "".join(line.text.split()))), None
    )
    if form is None:
        return Outcome((), len(counts))
    source = context.document.source(form, form, context.document.lines[form].text.strip(), context.document.section_at(form))
    message = f"“{counts[0].item}”印 {printed(counts[0])} {counts[0].amount.unit}（{where(counts[0].source)}），却附了一张没有填写的绩效目标表（{where(source)}）"
    return Outcome(
        (finding(context, rule, "omission", message, (printed(counts[0]),), None, (counts[0].source, source)),), len(counts)
    )


def declared(context: Context, rule: str) -> Outcome:
    """A table that says it is empty holds no amounts, and names its own fund when it says so."""
    found: list[Finding] = []
    examined = 0
    for table in context.document.tables:
        note = table.empty_note
        if note is None or not re.search(r"无|没有|未|空", note.quote):
            continue
        examined += 1
        cells = [c for r in table.rows for c in r.cells if c.value and c.reading is not Reading.AMBIGUOUS]
        if cells:
            line = context.document.lines[cells[0].line].text.strip()
            source = context.document.source(cells[0].line, cells[0].line, line, table=table)
            message = f"{where(note)}说“{note.quote}”，表中却印 {cells[0].printed}"
            found.append(finding(context, rule, "error", message, (cells[0].printed,), None, (note, source)))
        form = form_of(table.form)
        for own, other in knowledge()["pairs"]["fund_words"]:
            if form and form.fund and own in form.fund and other in note.quote and own not in note.quote:
                message = f"{table.number or ''}{table.title}的说明写的是“{other}”：“{note.quote}”（{where(note)}）"
                found.append(finding(context, rule, "oddity", message, (other,), own, (note,)))
    return Outcome(tuple(found), examined)


def unfilled(context: Context, rule: str) -> Outcome:
    """The 三公 table prints nothing at all although the prose states an amount."""
    tables = [t for t in context.document.tables if t.form == "three_public"]
    told = [f for f in context.told if f.item == "三公经费" and f.measure is Measure.LEVEL and f.amount.value]
    if not tables or not told:
        return Outcome((), 0)
    found = []
    for table in tables:
        if not any(row.cells for row in table.rows) and table.empty_note is None:
            source = context.document.source(
                table.first, table.first, context.document.lines[table.first].text.strip(), table=table
            )
            message = f"{table.number or ''}{table.title}没有印数字，正文却写{shown(told[0])}（{where(told[0].source)}）"
            found.append(finding(context, rule, "omission", message, (printed(told[0]),), None, (source, *places(told[:1]))))
    return Outcome(tuple(found), len(tables))


def nil(context: Context, rule: str) -> Outcome:
    """A fund said to be unused is not used in its table."""
    found: list[Finding] = []
    examined = 0
    for figure in context.told:
        if figure.amount.state is not State.DECLARED_NIL or figure.measure is not Measure.LEVEL:
            continue
        funds = [fund for fund, items in knowledge()["nil"].items() if figure.item in items]
        for fund in funds:
            examined += 1
            filled = [
                c for c in context.cells
                if c.amount.value and c.row_label and c.measure is Measure.LEVEL and (form := form_of(c.form)) is not None and form.fund == fund
                and c.value_year == context.document.fiscal_year and form.id in ("government_fund", "state_capital")
            ]  # fmt: skip
            if filled:
                message = f"{where(figure.source)}说没有“{figure.item}”，{where(filled[0].source)}却印{shown(filled[0])}"
                found.append(finding(context, rule, "error", message, (printed(filled[0]),), None, places((figure, filled[0]))))
    return Outcome(tuple(found), examined)
