"""Reading a question by what it asks, with only the department, year and table of what it says beside.

“上周去看了装修现场。项目支出比上年增加多少” asks of 项目支出; 装修 names no item of it.
"""

from __future__ import annotations

from dataclasses import replace

from assistant import operations
from assistant.clauses import beside
from assistant.issuers import IssuerBook
from assistant.labels import LabelBook
from assistant.question import Question, understand


def focused(text: str, issuers: IssuerBook, labels: LabelBook) -> Question:
    """The question as read; where what is left beside its asides names no item, they are read with it."""
    said, asked = beside(text)
    core = understand(asked, issuers, labels)
    if not said:
        return core
    around = understand(said, issuers, labels)
    if said.endswith(("：", ":")) and operations.says("indicator", "table", around.plain):
        return understand(text, issuers, labels)
    if not core.mentions or (around.unknown and not core.issuers):
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
