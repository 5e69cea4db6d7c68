"""Offices and units: how many there are, with the sentence that lists them."""

from __future__ import annotations

import re

from assistant.answer import Answer
from assistant.reply import passages
from assistant.reply.scene import Scene


def counted(scene: Scene) -> Answer | None:
    """“下设几个处室，分别叫什么”: the count, and the sentence that lists them."""
    mention = scene.mention
    if mention is None or not (mention.items[0].endswith(("机构数", "单位数")) or _names(scene) or _kinds_of_vehicles(scene)):
        return None
    said = False
    for target in [t for t in scene.found if not t.prior][:5]:
        found = scene.evidence.level(target.document, mention)
        sentence = passages.sentence_at(scene, target, found.lead.places[0]) if found else None
        if found is None:
            continue
        scene.draft.say(f"{target.document.issuer}：{scene.draft.fact(found.lead)}。")
        if sentence is not None:
            scene.draft.say(f"{sentence.text}{scene.draft.mark(sentence.sources(target.document.id))}")
            passages.list_after(scene, target, sentence)
        said = True
    return scene.answered() if said else None


def _names(scene: Scene) -> bool:
    """“绩效项目有哪几个”: what is counted is to be named."""
    asked = re.search(r"哪(?:些|几|[两三四五六七八九十])|叫(?:什么|啥)|名(?:字|称|单)|逐[个项]", scene.question.plain)
    return bool(asked) and scene.mention is not None and scene.mention.items[0].endswith("项目数")


def _kinds_of_vehicles(scene: Scene) -> bool:
    """“都是啥车” after a question for vehicles: the sentence tells them by their use."""
    asked = re.search(r"(?:什么|啥)(?:样的?|用途的?)?车|车.{0,4}用途|用途", scene.question.plain)
    return bool(asked) and scene.mention is not None and scene.mention.items[0] == "车辆数"
