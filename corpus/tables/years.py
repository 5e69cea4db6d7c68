"""Which year a column is about, held against the years that the header prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.amount import fold
from corpus.document import Column
from corpus.tables.forms import Fit

_PRINTED = re.compile(r"(20\d\d)\s*年?(?:度)?\s*(?=[预决执年初调完支收实追]|$|\s)")
_PRIOR = re.compile(r"上\s*年|去年")
_OTHER_SCOPE = re.compile(r"结转|结余")


def dated(fit: Fit, header: Sequence[str], fiscal_year: int) -> Fit | None:
    """The fit with its prior-year columns confirmed by the header; None where the header speaks against them or does not name their year.

    A column is of the prior year where the header says 上年 or prints that year; two years on one line tell which columns come first.
    """
    lines = [fold(line) for line in header]
    years = [[int(y) for y in _PRINTED.findall(line)] for line in lines]
    printed = {year for line in years for year in line}
    prior = [c for c in fit.columns if c.year_offset]
    if printed - {fiscal_year, fiscal_year - 1}:
        return None if prior or len(printed) > 1 else _all_of(fit, printed.pop() - fiscal_year)
    if fiscal_year - 1 not in printed:
        named = any(_PRIOR.search(_OTHER_SCOPE.sub("", line)) for line in lines)
        return fit if not prior or named else None
    if fiscal_year in printed:
        return _both(fit, years, fiscal_year) if prior else None
    if prior:
        return fit if any(re.search(r"本年|当年", line) for line in lines) else None
    return _all_of(fit, -1)


def _all_of(fit: Fit, offset: int) -> Fit | None:
    """All columns of another year, where the header prints only that one and the table has a column or two."""
    if any(c.measure != "level" for c in fit.columns):
        return None
    return replace(fit, columns=tuple(replace(c, year_offset=offset) for c in fit.columns))


def _both(fit: Fit, years: Sequence[Sequence[int]], fiscal_year: int) -> Fit | None:
    together = next((line for line in years if {fiscal_year, fiscal_year - 1} <= set(line)), None)
    levels = [c for c in fit.columns if c.measure == "level"]
    first = levels[0].year_offset if levels else 0
    prior = [c for c in levels if c.year_offset]
    if not prior or len(prior) == len(levels):
        return None
    if together is None:  # the year that is broken down into columns is the one that the document is about
        return fit if len(prior) == 1 and len(prior[0].path) == 1 and len(levels) > 2 else None
    if (together[0] - fiscal_year) == first:
        return fit
    return replace(fit, columns=tuple(_swapped(c) for c in fit.columns))


def _swapped(column: Column) -> Column:
    return column if column.measure != "level" else replace(column, year_offset=-1 - column.year_offset)
