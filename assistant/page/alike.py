"""The same printed thing elsewhere: one figure's like in other years of its department, or in other departments of its year.

Strict on purpose. A number stands beside another only where item, measure, form, fund, kind of spending, label and column are the
same; a document that prints two different numbers there is left out and counted, because nothing says which one is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.page.browse import like
from corpus.amount import MONEY_SCALE, State, fold
from corpus.document import Reading

if TYPE_CHECKING:
    from corpus.figure import Figure
    from index.ledger import Ledger

    Keyed = tuple[int, Figure]

YEARS, ISSUERS = "years", "issuers"
"""What may differ: the year of the document, or the department."""
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?度?")
_NUMBERING = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）、.．]\s*|[“”\"\s]")


@dataclass(frozen=True, slots=True)
class Alike:
    """Figures in order of year, or the one looked for and then other departments; and how many documents were left out as open."""

    figures: tuple[Keyed, ...]
    left_out: int


def alike(ledger: Ledger, key: int, figure: Figure, vary: str) -> Alike:
    """The like of ``figure`` (with its ``key``) where ``vary`` alone differs."""
    groups: dict[tuple[str, int], list[Keyed]] = {(figure.issuer, figure.fiscal_year): [(key, figure)]}
    for other_key, other in like(ledger, figure):
        owner = (other.issuer, other.fiscal_year)
        if owner != (figure.issuer, figure.fiscal_year) and _beside(figure, other, vary):
            groups.setdefault(owner, []).append((other_key, other))
    single = [group[0] for group in groups.values() if len({_worth(f) for _, f in group}) == 1]
    if vary == YEARS:
        single.sort(key=lambda keyed: keyed[1].fiscal_year)
    else:
        single[1:] = sorted(single[1:], key=lambda keyed: keyed[1].issuer)
    return Alike(tuple(single), len(groups) - len(single))


def _beside(one: Figure, other: Figure, vary: str) -> bool:
    """Whether two figures of the same item and form are the same thing of another year, or of another department."""
    owner = one.issuer == other.issuer if vary == YEARS else one.fiscal_year == other.fiscal_year
    return owner and _decided(other) and _codes(one, other) and _meaning(one) == _meaning(other)


def _decided(figure: Figure) -> bool:
    return figure.reading is not Reading.AMBIGUOUS and figure.amount.state in (State.STATED, State.DECLARED_NIL)


def _codes(one: Figure, other: Figure) -> bool:
    return one.code is None or other.code is None or one.code == other.code


def _meaning(figure: Figure) -> tuple[object, ...]:
    """What is left of a figure's names when years and numbering go: the column, the rows above it, whose year the number is of."""
    years_back = 0 if figure.value_year is None else figure.fiscal_year - figure.value_year
    path = tuple(filter(None, map(_bare, figure.row_path)))
    money = figure.amount.unit in MONEY_SCALE
    columns = tuple(map(_bare, figure.column_path or (figure.column or "",)))
    return columns, path, years_back, figure.side, figure.direction, money or figure.amount.unit


def _bare(label: str) -> str:
    """A label without its year and numbering.

    >>> _bare("2024年“三公”经费预算数"), _bare("（三）公务接待费支出")
    ('三公经费预算数', '公务接待费支出')
    """
    return _NUMBERING.sub("", _YEAR.sub("", fold(label)))


def _worth(figure: Figure) -> object:
    value = figure.amount.value
    return value * MONEY_SCALE[figure.amount.unit] if value is not None and figure.amount.unit in MONEY_SCALE else value
