"""What a question asks of an item beside its amount: its account, its supplier, its make. Told where a sentence states it, never by the amount."""

from __future__ import annotations

from typing import Any

from assistant.answer import Answer
from assistant.cues import Cue
from assistant.reply import ends
from assistant.reply.passages import asked_with, disclosures, quote
from assistant.reply.purpose import telling
from assistant.reply.scene import TABLE_LIMIT, Scene

_AMOUNT = Cue(r"多少|几(?:何|个|家|辆|台|批|万|百|千|元|项|次)|金额|数额|占比|比重")


def wanted(scene: Scene) -> list[dict[str, Any]]:
    """The attributes asked for, as ``prose.toml`` lists them; none where an amount is asked for too."""
    plain = scene.question.plain
    if not scene.mention or _AMOUNT.search(plain):
        return []
    return asked_with("attribute", plain)


def reply(scene: Scene) -> Answer | None:
    """The sentences that state what is asked of the item; an honest end where none does."""
    asked = wanted(scene)
    if not asked:
        return None
    said = False
    for target in disclosures(scene)[:TABLE_LIMIT]:
        sentences = [s for a in asked if (s := telling(scene, target, a["states"]))]
        for sentence in dict.fromkeys(sentences):
            quote(scene, target, sentence)
            said = True
    if said:
        return scene.answered()
    names = "、".join(a["name"] for a in asked)
    return ends.undisclosed(scene, f"{scene.mention.said if scene.mention else ''}的{names}")
