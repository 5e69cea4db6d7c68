"""The panel of picked figures: a chart, and a row for each with its place, the difference, the ratio and the growth by formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.calculate import Result, convert, plain
from assistant.page.chart import Point, drawn
from assistant.page.data import amount, place_button
from assistant.page.markup import EMPTY, Html, escape, join, tag

if TYPE_CHECKING:
    from assistant.page.compare import Compared, Comparison
    from assistant.page.texts import Texts
    from corpus.figure import Figure

FORMS = ("xlsx", "csv", "md")


def picked_html(comparison: Comparison, generation: int, note: str, texts: Texts) -> Html:
    """The whole panel; ``note`` stands under its title, ``generation`` is that of the ledger the keys belong to."""
    title = tag("h2", escape(texts.say("compare_title")), tabindex=-1)
    close = tag("button", escape("×"), type="button", class_="mz-close", data_close=True, aria_label=texts.say("compare_close"))
    exports = (tag("button", escape(texts.say(f"export_{form}")), type="button", data_picked=form) for form in FORMS)
    head = tag(
        "div", tag("p", escape(comparison.title), class_="mz-owner"), tag("p", escape(note), class_="mz-file") if note else EMPTY,
        tag("span", *exports, class_="mz-exports"), class_="mz-source-head",
    )  # fmt: skip
    why = tag("p", escape(texts.say(comparison.why_not)), class_="mz-note") if comparison.why_not and not note else EMPTY
    rows = tag("ol", *(_row(row, comparison, generation, texts) for row in comparison.rows), class_="mz-compared")
    body = tag(
        "div",
        chart(comparison, texts),
        why,
        rows,
        class_="mz-lines",
        tabindex=0,
        role="group",
        aria_label=texts.say("compare_title"),
    )
    return tag(
        "div", tag("div", title, close, class_="mz-source-bar"), head, body, class_="mz-source mz-picked", lang=texts.locale,
        tabindex=-1, data_keys=" ".join(str(row.key) for row in comparison.rows),
    )  # fmt: skip


def chart(comparison: Comparison, texts: Texts) -> Html:
    """Bars, and a line over years; nothing where the numbers cannot stand on one scale."""
    figures = [row.figure for row in comparison.rows]
    if comparison.why_not or any((f.amount.value or 0) < 0 for f in figures):
        return EMPTY
    unit = figures[0].amount.unit
    names = name_rows(comparison, texts)
    points = [
        Point(
            name, f.issuer, f.value_year or f.fiscal_year, f.stage, convert(f.amount.value, f.amount.unit, unit),
            plain(f.amount.value) if f.amount.unit == unit else f"{plain(f.amount.value)} {f.amount.unit}",
        )
        for f, name in zip(figures, names, strict=True) if f.amount.value is not None
    ]  # fmt: skip
    return drawn(points, f"{comparison.title}（{unit}）", texts)


def name_rows(comparison: Comparison, texts: Texts) -> list[str]:
    """What tells the rows apart: of department, year, item and scope, those that differ; all of them where nothing does."""
    parts = [_parts(row.figure, texts) for row in comparison.rows]
    differ = [i for i in range(len(parts[0])) if len({p[i] for p in parts}) > 1] if parts else []
    return [" · ".join(p[i] for i in differ or (0, 1) if p[i]) for p in parts]


def _parts(figure: Figure, texts: Texts) -> tuple[str, ...]:
    year = texts.say("year_stage", year=figure.fiscal_year, stage=figure.stage)
    about = figure.value_year
    if about is not None and about != figure.fiscal_year:
        year = f"{year}（{about}）"
    return figure.issuer, year, figure.item, scope(figure)


def scope(figure: Figure) -> str:
    """Column, fund and kind of spending, each once."""
    return " / ".join(dict.fromkeys(part for part in (figure.column or "", figure.fund or "", figure.kind or "") if part))


def _row(row: Compared, comparison: Comparison, generation: int, texts: Texts) -> Html:
    figure = row.figure
    number = tag("b", escape(f"{amount(figure, texts)} {figure.amount.unit}"))
    owner = tag("span", escape(" · ".join(dict.fromkeys(part for part in _parts(figure, texts) if part))), class_="mz-part")
    first = not comparison.why_not and row is comparison.rows[0]
    base = tag("span", escape(texts.say("compare_base")), class_="mz-kind") if first else EMPTY
    computed = [_computed(name, result, texts) for name, result in results(row)]
    place = place_button(f"figure/{generation}/{row.key}", figure.source, texts)
    return tag("li", number, base, owner, *computed, place)


def results(row: Compared) -> list[tuple[str, Result]]:
    """What was computed for a row, by the name of its words, in the order in which it is shown."""
    named = (("converted", row.converted), ("difference", row.difference), ("ratio", row.ratio), ("growth", row.growth))
    return [(name, result) for name, result in named if result is not None]


def said(name: str, result: Result, texts: Texts) -> str:
    """A computed value with its unit: a difference as more or less, never with a bare sign."""
    value, unit = result.value, texts.say("times") if name == "ratio" else result.unit
    if name not in ("difference", "growth"):
        return f"{plain(value)} {unit}"
    if value == 0:
        return texts.say("compare_same")
    word = texts.say("compare_more_by" if value > 0 else "compare_less_by")
    return f"{word} {plain(abs(value))}{'' if unit == '%' else ' '}{unit}"


def _computed(name: str, result: Result, texts: Texts) -> Html:
    label = tag("span", escape(texts.say(f"compare_{name}")), class_="mz-heading")
    return tag("p", label, join([EMPTY, escape(f" {said(name, result, texts)} ")]), tag("code", escape(f"= {result.formula}")))
