"""Figures of a comparison side by side: a small table with a bar in each row, drawn here as SVG."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.page.markup import EMPTY, Html, escape, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.answer import Answer, AnswerFigure
    from assistant.page.texts import Texts

_MOST = 20
"""Rows of a chart; a longer comparison stays a table."""


def compared(answer: Answer) -> tuple[AnswerFigure, ...]:
    """The printed figures of an answer that may stand side by side, in its order.

    They are of the same item, measure and unit, each of another department, year or kind of document, two at least, none
    negative. Empty where the answer compares nothing, or more than one thing.
    """
    printed = [f for f in answer.figures if not f.derived and f.unit]
    if not printed:
        return ()
    first = printed[0]
    if any((f.item, f.measure, f.unit, f.column) != (first.item, first.measure, first.unit, first.column) for f in printed):
        return ()
    # A ranking states its first twice; two different numbers of one owner are no comparison.
    alike = list({(f.issuer, f.fiscal_year, f.stage, f.value): f for f in printed}.values())
    owners = {(f.issuer, f.fiscal_year, f.stage) for f in alike}
    if not 2 <= len(owners) == len(alike) <= _MOST or min(f.value for f in alike) < 0:
        return ()
    return tuple(alike)


def chart_html(answer: Answer, mark: Callable[[int], Html | None], texts: Texts) -> Html:
    """The chart of a comparison; nothing where there is none. ``mark`` makes the button of a citation."""
    figures = compared(answer)
    if not figures:
        return EMPTY
    most = max(f.value for f in figures)
    rows = (_row(f, name, most, mark) for f, name in zip(figures, _names(figures, texts), strict=True))
    title = tag("caption", escape(f"{figures[0].item}（{figures[0].unit}）"))
    return tag("table", title, tag("tbody", *rows), class_="mz-chart")


def _names(figures: Sequence[AnswerFigure], texts: Texts) -> list[str]:
    """What tells the figures apart: department, year with kind of document, or both."""
    issuers, years = {f.issuer for f in figures}, {(f.fiscal_year, f.stage) for f in figures}
    when = [texts.say("year_stage", year=f.fiscal_year, stage=f.stage) for f in figures]
    if len(issuers) == 1:
        return when
    return [f.issuer if len(years) == 1 else f"{f.issuer} {year}" for f, year in zip(figures, when, strict=True)]


def _row(figure: AnswerFigure, name: str, most: Decimal, mark: Callable[[int], Html | None]) -> Html:
    share = 100 * figure.value / most if most else Decimal(0)
    bar = tag("rect", width=format(share, ".2f"), height=10, rx=1)
    drawn = tag("svg", bar, viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true", focusable="false")
    marks = (mark(c) or EMPTY for c in figure.citations[:1])
    number = tag("td", escape(format(figure.value, "f")), *marks, class_="number")
    return tag("tr", tag("th", escape(name), scope="row"), tag("td", drawn, class_="mz-bar-cell"), number)
