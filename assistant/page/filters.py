"""What a request for a tab or a file names: filters as the form sends them, picked rows, and the ledger to look in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import HTTPException

from assistant.page import browse
from assistant.page.alike import ISSUERS, YEARS, alike
from assistant.page.checked import Shown
from assistant.page.compare import MOST, Comparison, compare
from assistant.page.documents import SORTS, Listing
from corpus.errors import MingzhangError

if TYPE_CHECKING:
    from assistant.page.desk import Desk
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


def ledger_of(desk: Desk) -> Ledger:
    """The newest generation of the desk's store. Raises HTTPException 503 where it cannot be opened."""
    try:
        return desk.ledger()
    except MingzhangError as error:
        raise HTTPException(503, str(error)) from error
