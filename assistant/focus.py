"""Reading a question by what it asks, with only the department, year and table of what it says beside.

“上周去看了装修现场。项目支出比上年增加多少” asks of 项目支出; 装修 names no item of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import operations
from assistant.clauses import beside
from assistant.cues import Cue
from assistant.issuers import IssuerBook
from assistant.labels import LabelBook
from assistant.question import Question, understand
from assistant.text import GAP


def focused(text: str, issuers: IssuerBook, labels: LabelBook) -> Question:
    """The question as read; where what is left beside its asides names no item, they are read with it."""
    said, asked = beside(text)
    core = understand(asked, issuers, labels)
    if not said:
        return core
    around = understand(said, issuers, labels)
    if said.endswith(("：", ":")) and operations.says("indicator", "table", around.plain):
        return understand(text, issuers, labels)
    if (not core.mentions and (around.mentions or not _tells(said, core))) or (around.unknown and not core.issuers):
        return understand(text, issuers, labels)
    named = core.issuers or core.unknown or core.every or core.which
    dated = core.years or core.relative is not None or core.recent
    return replace(
        core,
        text=text,
        issuers=core.issuers if named else around.issuers,
        years=core.years if dated else around.years,
        relative=core.relative if dated else around.relative,
        table=core.table or around.table,
    )


_TELLING = 4
"""Characters of its own that a question must have beside a department to be read without what is said beside it."""

_INTRODUCED = Cue(r"(?:作为|身为|(?:我|本人|俺|咱们?|我们)是|[我俺咱]们?家)[^，,。；;：:]*[，,。；;：:]?\s*")
"""One clause in which somebody says who they are."""


def _tells(said: str, core: Question) -> bool:
    """Whether a question that names no item says itself what it is about, so that who asks adds nothing to it."""
    words = operations.unexplained(core.rest.replace(GAP, " ")).replace(" ", "").replace(",", "")
    points = re.match("[这那它此该]", core.plain)
    named = core.issuers or core.years
    return bool(named and not points and _INTRODUCED.fullmatch(said)) and len(words) >= _TELLING
