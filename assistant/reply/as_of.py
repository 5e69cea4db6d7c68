"""The day as of which something is owned: 截至2024年8月31日有几辆车 asks the disclosure that tells of that day, whatever year it is for."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Answer
from assistant.cues import Cue
from assistant.operations import says
from assistant.paragraphs import squash
from assistant.reply import ends
from assistant.reply.passages import disclosures, quote, read
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from index.ledger import DocumentRecord

_DAY = Cue(r"(20\d\d)年(?:度)?(?:(?P<end>年?[末底])|(?P<month>1[0-2]|[1-9])月)")
_STATED = Cue(rf"截[至止]到?(?:{_DAY.pattern})")


def settle(scene: Scene) -> Answer | None:
    """Keep to the disclosures that state what is owned as of the day that the question names.

    An answer where they state it as of other days only: what is owned on one day is not told by another.
    """
    asked = _DAY.search(scene.question.plain)
    if asked is None or not scene.question.mentions or not _OWNED.search(scene.question.mentions[0].name):
        return None
    issuers = scene.question.issuers
    pool = [d for d in scene.documents if not issuers or d.issuer in issuers]
    days = {d.id: _days(scene, d) for d in pool if d.fiscal_year - int(asked[1]) in (0, 1)}
    told = [d for d in pool if _day(asked) in days.get(d.id, set())]
    if told:
        found = tuple(Target(d, d.fiscal_year) for d in told)
        scene.targets = replace(scene.targets, found=found, absent=None)
        return None
    return _other_days(scene, asked[0]) if days and all(days.values()) else None


def undated(scene: Scene, text: str) -> str:
    """The text without the day as of which something owned is asked for: its month asks for no monthly amount."""
    owned = any(_OWNED.search(m.name) for m in scene.question.mentions)
    return _DAY.sub("", text) if owned else text


def asked(scene: Scene) -> bool:
    """Whether it is asked as of which day what is owned is counted."""
    owned = _OWNED.search(scene.mention.name if scene.mention else scene.question.plain)
    return bool(owned) and says("scope", "as_of", scene.question.plain)


def stated(scene: Scene) -> Answer | None:
    """The sentence of each disclosure that says as of which day it counts what is owned."""
    said = False
    for target in disclosures(scene)[:TABLE_LIMIT]:
        sentences = (s for p in read(scene, target.document) for s in p.sentences() if _STATED.search(squash(s.text)))
        sentence = next((s for s in sentences if _OWNED.search(s.text)), None)
        if sentence is not None:
            quote(scene, target, sentence)
            said = True
    return scene.answered() if said else None


def _other_days(scene: Scene, day: str) -> Answer:
    """That the disclosures state nothing as of the day."""
    return ends.undisclosed(scene, f"{day}的{scene.question.mentions[0].name}")


_OWNED = Cue("资产|价值|车辆|房屋|设备")
"""Items that are owned, and stated as of a day."""


def _day(match: re.Match[str]) -> tuple[int, int]:
    return int(match[1]), int(match["month"] or 12)


def _days(scene: Scene, document: DocumentRecord) -> set[tuple[int, int]]:
    """The days, by year and month, as of which a document states something."""
    text = re.sub(r"\s+", "", "".join(line.text for line in scene.evidence.ledger.lines(document.id)))
    return {_day(match) for match in _STATED.finditer(text)}
