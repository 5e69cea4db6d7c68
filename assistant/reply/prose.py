"""What else a document says about a topic: under a heading of that name, by its known wording, or by its telling words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from assistant.answer import Answer, Status
from assistant.compose import owner
from assistant.cues import Cue
from assistant.paragraphs import Paragraph
from assistant.reply import ends, words
from assistant.reply.passages import disclosures, knowledge, list_after, most_about, quote, read, shortened, topic
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.text import GAP, fold, key, squeeze

_TITLE_LEAST, _UNDER = 5, 4
"""Characters that make a heading a name, and paragraphs that are shown from under it."""
_NUMERIC = {"level", "count", "change", "growth", "share", "sum", "difference", "ratio", "per", "rank"}
"""Questions that want a number: a sentence without one next to the topic is no answer to them."""


def anything(scene: Scene) -> Answer | None:
    """A sentence that states the topic: by its known wording, else by sharing its telling words."""
    if not scene.question.mentions and (answer := _under_heading(scene)):
        return answer
    if answer := _known(scene, knowledge()["topic"]):
        return answer
    about = [w for w in topic(scene).split() if len(w) >= 2]
    if not about or not disclosures(scene) or len(disclosures(scene)) > TABLE_LIMIT:
        return None
    said = False
    for target in disclosures(scene):
        texts = [p for p in read(scene, target.document) if not re.search("公开表|名词", "".join(p.section))]
        found = [p for p in most_about(texts, about) if all(w in p.squeezed for w in about)]
        found = [s for p in found for s in p.sentences() if _gives_number(s, about)] if _NUMERIC & scene.question.asks else found
        if found:
            quote(scene, target, shortened(found[0], about))
            said = True
    return scene.answered() if said else None


def before_amounts(scene: Scene) -> Answer | None:
    """What is stated by its known wording, of topics that no amount answers: the date that a document is signed with."""
    return _known(scene, [entry for entry in knowledge()["topic"] if entry.get("first")]) if words.first(scene) else None


def _known(scene: Scene, topics: Sequence[dict[str, Any]]) -> Answer | None:
    """The sentence that states one of the topics that the question asks for."""
    plain, whole = scene.question.rest_with_items, scene.question.plain
    for issuer in scene.question.issuers:
        whole = whole.replace(key(issuer), GAP)
    for entry in topics:
        asked = re.search(entry["asks"], plain) or re.search(entry["asks"], whole)
        if not asked or _of_something(scene, entry["asks"]):
            continue
        if answer := _stating(scene, entry["states"], entry.get("within", "")):
            return answer
    return None


def _of_something(scene: Scene, asks: str) -> bool:
    """Whether the question is for the office of some task and not for the offices: 哪个处室负责绿化 wants no list of them."""
    if not words.first(scene) or not disclosures(scene):
        return False
    wording = words.wording_of(scene, words.targets_of(scene), re.sub(asks, " ", scene.question.rest_with_items))
    return wording.telling >= words.MUCH and any(kind["name"] in ("office", "duty") for kind in words.kinds(scene))


def _under_heading(scene: Scene) -> Answer | None:
    """What stands under a heading that the question names in full (主要工作目标), from its beginning."""
    said = False
    for target in disclosures(scene)[:TABLE_LIMIT]:
        texts = read(scene, target.document)
        titles = {p.section[-1]: _title(p.section[-1]) for p in texts if p.section}
        named = [s for s, core in titles.items() if len(core) >= _TITLE_LEAST and core in scene.question.rest_with_items]
        if not named:
            continue
        heading = max(named, key=lambda s: len(titles[s]))
        under = [p for p in texts if heading in p.section and len(p.text) >= _TITLE_LEAST][:_UNDER]
        for number, paragraph in enumerate(under):
            quote(scene, target, paragraph, owner(target.document) if number == 0 else "接下来")
            said = True
    return scene.answered() if said else None


@lru_cache(maxsize=4096)
def _title(heading: str) -> str:
    """A heading without its number, its year and the words every heading ends in."""
    bare = re.sub(
        r"^(?:第[一二三四五六七八九十]+部分|[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?)", "", squeeze(fold(heading))
    )
    bare = re.sub(r"^(?:20\d\d年度?)?(?:本?部门|本?单位)?", "", bare)
    return re.sub(r"(?:的?(?:总体)?(?:情况)?说明|情况)$", "", bare)


def _gives_number(sentence: Paragraph, about: Sequence[str]) -> bool:
    text = sentence.squeezed
    return all(w in text for w in about) and bool(re.search(rf"{re.escape(about[-1])}[^,]{{0,8}}\d", text))


_LISTS = Cue("逐|名单|名称|名字|列|哪些|哪[几两三四五六七八九十]|叫什么|叫啥|全部")
_ORGAN = Cue(r"(?:局|中心|大?队|学?院|所|站|馆|会|办公室|处|科|室)(?=[、，。；（(\d]|$)")


def _names_in(sentence: Paragraph) -> int:
    """How many offices or units a sentence lists."""
    return len(_ORGAN.findall(sentence.text))


def _stating(scene: Scene, states: str, within: str) -> Answer | None:
    pattern = re.compile(states)
    said = False
    for target in disclosures(scene)[:TABLE_LIMIT]:
        sentences = [
            words.to_its_end(p, s)
            for p in read(scene, target.document)
            if re.search(within, "".join(p.section))
            for s in p.sentences()
            if pattern.search(s.text) and len(s.text) < 400 and words.is_prose(s.text)
        ]
        if sentences:
            sentence = max(sentences, key=_names_in) if _LISTS.search(scene.question.plain) else sentences[0]
            quote(scene, target, sentence)
            list_after(scene, target, sentence)
            said = True
    return scene.answered() if said else None


def refused(scene: Scene) -> Answer:
    """Nothing in words was found."""
    draft = scene.renew()
    draft.say("在已收录的文件里没有找到相关的说法。")
    draft.suggestions += ends.suggestions(scene)
    return draft.answer(Status.NOT_DISCLOSED)
