"""What a request for a tab or a file names: filters as the form sends them, picked rows, and the ledger to look in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastapi import HTTPException, Request

from assistant.gate import user_of
from assistant.gate.gate import gate_of
from assistant.gate.personal import masked
from assistant.page import browse
from assistant.page.alike import ISSUERS, YEARS, alike
from assistant.page.checked import Shown
from assistant.page.compare import MOST, Comparison, compare
from assistant.page.documents import SORTS, Listing
from corpus.errors import MingzhangError, StoreEmpty

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.page.desk import Desk
    from corpus.document import Source
    from corpus.figure import Figure, Finding
    from index.ledger import Ledger

_LONGEST = 200
"""Characters of a filter."""


@dataclass(frozen=True, slots=True)
class Picks:
    """Keys of figures in one generation of the ledger; ``vary`` asks for the like of the first ("years", "issuers" or nothing)."""

    generation: int
    keys: tuple[int, ...]
    vary: str = ""


def asked_for(
    issuer: str = "",
    year: str = "",
    stage: str = "",
    table: str = "",
    item: str = "",
    sort: str = "",
    desc: str = "",
    page: str = "1",
    measure: str = "",
    undecided: str = "",
) -> browse.Query:
    """The filters of the 数据 tab; what is no number restricts nothing."""
    return browse.Query(
        issuer[:_LONGEST], number(year), stage[:_LONGEST], table[:_LONGEST], item[:_LONGEST], sort if sort in browse.SORTS else "",
        desc == "1", max(1, number(page) or 1), measure[:_LONGEST], undecided == "1",
    )  # fmt: skip


def shown(kind: str = "", issuer: str = "", year: str = "", page: str = "1") -> Shown:
    """The filters of the 核验 tab."""
    return Shown(kind[:_LONGEST], issuer[:_LONGEST], number(year), number(page) or 1)


def listed(words: str = "", year: str = "", stage: str = "", sort: str = "", desc: str = "", page: str = "1") -> Listing:
    """The filters of the 文档 tab."""
    return Listing(
        words[:_LONGEST], number(year), stage[:_LONGEST], sort if sort in SORTS else "", desc == "1", number(page) or 1
    )


def number(text: str) -> int | None:
    """A small whole number as a browser sends it; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def picks(generation: int, keys: str = "", vary: str = "") -> Picks:
    """Picked rows: keys with spaces between them, ``MOST`` at the most."""
    known = [key for key in map(number, keys.split()) if key is not None]
    return Picks(generation, tuple(dict.fromkeys(known))[:MOST], vary if vary in (YEARS, ISSUERS) else "")


def compare_picks(ledger: Ledger, wanted: Picks) -> tuple[Comparison, int]:
    """The comparison, and how many documents it leaves out as open. Raises LookupError where the keys are of another generation."""
    found = browse.figures(ledger, wanted.keys) if wanted.generation == ledger.number else []
    if not found:
        raise LookupError
    if not wanted.vary:
        return compare(found), 0
    like = alike(ledger, *found[0], wanted.vary)
    return compare(like.figures[:MOST]), like.left_out


def ledger_of(desk: Desk, request: Request) -> Ledger:
    """The newest generation of the desk's store, as far as the one who asks may see it. Raises HTTPException 503, 404 where empty."""
    try:
        return desk.ledger(user_of(request))
    except StoreEmpty as error:
        raise HTTPException(404, str(error)) from error
    except MingzhangError as error:
        raise HTTPException(503, str(error)) from error


def hidden_figure(figure: Figure, hide: Callable[[str], str]) -> Figure:
    """A figure whose printed words went through ``hide``."""
    return replace(figure, source=_hidden(figure.source, hide))


def hidden_finding(finding: Finding, hide: Callable[[str], str]) -> Finding:
    """A finding whose words went through ``hide``."""
    places = tuple(_hidden(place, hide) for place in finding.places)
    return replace(finding, message=hide(finding.message), printed=tuple(map(hide, finding.printed)), places=places)


def _hidden(source: Source, hide: Callable[[str], str]) -> Source:
    return replace(source, quote=hide(source.quote))


def hiding(request: Request) -> Callable[[str], str]:
    """What texts of documents go through before they leave: personal numbers are hidden, unless this gate shows them."""
    return str if gate_of(request).settings.personal else masked
