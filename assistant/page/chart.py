"""Numbers side by side: a small table with a bar in each row, and a line over the years above it.

The table, bars included, is made here and is all that a screen reader, a printer or a page without scripts needs. The line is drawn
in the browser by Chart.js (``library/``) from what the element ``mz-chart`` carries; the numbers it shows are the printed ones.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.page.markup import EMPTY, Html, escape, join, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from assistant.answer import Answer, AnswerFigure
    from assistant.page.texts import Texts

_MOST = 20
"""Rows of a chart; a longer comparison stays a table."""
_LONGEST = 15
"""Years that a line may span."""


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a chart: whose it is, its value in the unit of all, and how it is shown (``said``), with its mark."""

    name: str
    issuer: str
    year: int
    stage: str
    value: Decimal
    said: str
    mark: Html = EMPTY


def compared(answer: Answer) -> tuple[AnswerFigure, ...]:
    """The printed figures of an answer that may stand side by side, in its order.

    They are of the same item, measure and unit, each of another department, year or kind of document, two at least, none
    negative. Empty where the answer compares nothing, or more than one thing. Departments name the same column differently;
    a column of another year (``chart.toml``) stands beside its like only.
    """
    printed = [f for f in answer.figures if not f.derived and f.unit]
    if not printed:
        return ()
    first = printed[0]
    if any((f.item, f.measure, f.unit) != (first.item, first.measure, first.unit) for f in printed):
        return ()
    columns = {f.column for f in printed}
    if len(columns) > 1 and any(word in (column or "") for column in columns for word in _other_years()):
        return ()
    # A ranking states its first twice; two different numbers of one owner are no comparison.
    alike = list({(f.issuer, f.fiscal_year, f.stage, f.value): f for f in printed}.values())
    owners = {(f.issuer, f.fiscal_year, f.stage) for f in alike}
    if not 2 <= len(owners) == len(alike) <= _MOST or min(f.value for f in alike) < 0:
        return ()
    return tuple(alike)


@cache
def _other_years() -> tuple[str, ...]:
    data = tomllib.loads(files(__package__).joinpath("chart.toml").read_text(encoding="utf-8"))
    return tuple(data["other_years"])


def chart_html(answer: Answer, mark: Callable[[int], Html | None], texts: Texts) -> Html:
    """The chart of a comparison; nothing where there is none. ``mark`` makes the button of a citation."""
    figures = compared(answer)
    if not figures:
        return EMPTY
    points = [
        Point(
            name, f.issuer, f.fiscal_year, f.stage, f.value, format(f.value, "f"), join(mark(c) or EMPTY for c in f.citations[:1])
        )
        for f, name in zip(figures, _names(figures, texts), strict=True)
    ]
    return drawn(points, f"{figures[0].item}（{figures[0].unit}）", texts)


def drawn(points: Sequence[Point], title: str, texts: Texts) -> Html:
    """A line over the years where there is one, and a row with a bar for each number."""
    most = max(p.value for p in points)
    rows = (_row(p, most) for p in points)
    table = tag("table", tag("caption", escape(title)), tag("tbody", *rows), class_="mz-chart")
    return join([line_html(points, title, texts), table])


def line_html(points: Sequence[Point], title: str, texts: Texts) -> Html:
    """A line over the years for each department and kind of document; nothing where none has two years.

    Years without a number stay open, so that nobody reads two distant years as neighbours.
    """
    years = sorted({p.year for p in points})
    if len(years) < 2 or years[-1] - years[0] >= _LONGEST:
        return EMPTY
    span = range(years[0], years[-1] + 1)
    owners = dict.fromkeys((p.issuer, p.stage) for p in points)
    lines = [_line([p for p in points if (p.issuer, p.stage) == owner], owner, span) for owner in owners]
    if len({(p.issuer, p.stage, p.year) for p in points}) < len(points) or max(_count(line) for line in lines) < 2:
        return EMPTY
    told = {"labels": [str(year) for year in span], "lines": lines}
    label = texts.say("chart_label", title=title, first=years[0], last=years[-1])
    return tag("mz-chart", role="img", aria_label=label, data_chart=json.dumps(told, ensure_ascii=False))


def _line(points: Sequence[Point], owner: tuple[str, str], span: range) -> dict[str, object]:
    """One line as the browser draws it: heights as numbers, and beside them the digits that are shown."""
    at = {p.year: p for p in points}
    return {
        "name": f"{owner[0]} {owner[1]}",
        "heights": [float(at[year].value) if year in at else None for year in span],
        "said": [at[year].said if year in at else None for year in span],
    }


def _count(line: dict[str, object]) -> int:
    said = line["said"]
    return sum(word is not None for word in said) if isinstance(said, list) else 0


def _names(figures: Sequence[AnswerFigure], texts: Texts) -> list[str]:
    """What tells the figures apart: department, year with kind of document, or both."""
    issuers, years = {f.issuer for f in figures}, {(f.fiscal_year, f.stage) for f in figures}
    when = [texts.say("year_stage", year=f.fiscal_year, stage=f.stage) for f in figures]
    if len(issuers) == 1:
        return when
    return [f.issuer if len(years) == 1 else f"{f.issuer} {year}" for f, year in zip(figures, when, strict=True)]


def _row(point: Point, most: Decimal) -> Html:
    share = 100 * point.value / most if most > 0 else 0
    bar = tag("rect", width=format(max(share, 0), ".2f"), height=10, rx=1)
    svg = tag("svg", bar, viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true", focusable="false")
    number = tag("td", escape(point.said), point.mark, class_="number")
    return tag("tr", tag("th", escape(point.name), scope="row"), tag("td", svg, class_="mz-bar-cell"), number)
