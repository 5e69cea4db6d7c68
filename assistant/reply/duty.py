"""Duties in the document's own words: the one that names the topic, or all of them in short."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer
from assistant.compose import owner
from assistant.paragraphs import Paragraph
from assistant.reply import ends, words
from assistant.reply.passages import clean, disclosures, most_about, part, quote, read, shortened, told_before, topic
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target


def duty(scene: Scene) -> Answer | None:
    """The duty that names the topic; all duties in short where no topic is named."""
    about = [w for w in topic(scene).split() if len(w) >= 2] or told_before(scene)
    said, read_any = False, False
    for target in disclosures(scene)[:TABLE_LIMIT]:
        duties = part("duty", read(scene, target.document))
        read_any = read_any or bool(duties)
        if not duties:
            continue
        if not about:
            _overview(scene, target, duties)
            said = True
            continue
        best = most_about(duties, about)
        for paragraph in best[:2]:
            quote(scene, target, shortened(paragraph, about))
            said = True
    if said:
        return scene.answered()
    if not read_any or not about:
        return None
    return words.asked_for(scene) or ends.undisclosed(scene, f"{'、'.join(about)}方面的职能")


def _overview(scene: Scene, target: Target, duties: Sequence[Paragraph]) -> None:
    """The first words of each duty."""
    listed = [p for p in duties if re.match(r"\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]", p.text)] or list(duties)
    scene.draft.say(f"{owner(target.document)}列出的主要职能：")
    for paragraph in listed[:30]:
        first = paragraph.sentences()[0]
        scene.draft.say(f"- {clean(first.text)}{scene.draft.mark(first.sources(target.document.id))}")
