"""Lists in pages: so many at a time, and a cursor that says where the next page begins."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Query

from assistant.api.problems import Problem

MOST = 500
"""Entries of one page."""
Limit = Annotated[int, Query(ge=1, le=MOST, description="一页最多几条")]
Cursor = Annotated[str | None, Query(max_length=40, description="上一页给出的 next；不给就从头开始", examples=["3.250"])]
_CURSOR = re.compile(r"([0-9]{1,9})\.([0-9]{1,15})")


def start(cursor: str | None, generation: int) -> int:
    """What the page begins after; 0 without a cursor. Raises Problem: ``invalid``, or ``stale`` after the index has changed."""
    if not cursor:
        return 0
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        fault = {"where": "query", "pointer": "/cursor", "what": "不是上一页给出的 next"}
        raise Problem("invalid", errors=[fault])
    if int(found[1]) != generation:
        raise Problem("stale", "翻页期间索引换了新的一版")
    return int(found[2])


def after(generation: int, place: int) -> str:
    """The cursor of a page that begins after ``place``."""
    return f"{generation}.{place}"
