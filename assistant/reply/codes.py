"""Under which subjects of the classifications an item stands: 住房公积金的科目编码."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Answer
from assistant.compose import owner
from assistant.reply.scene import TABLE_LIMIT, Scene
from corpus.figure import Figure, Measure

_KINDS = {"2": "按功能分类", "3": "部门预算支出经济分类", "5": "政府预算支出经济分类"}


def wanted(scene: Scene) -> bool:
    """Whether the code of an item named by its name is asked for."""
    asked = re.search(r"编码|代码|科目号|什么科目|哪个科目|啥科目", scene.question.plain)
    return bool(asked and scene.mention and not scene.mention.codes)


def asks_name(scene: Scene) -> bool:
    """Whether it is asked what the subject of a code is called: 2080505是什么科目."""
    asked = re.search(r"(?:什么|哪个|啥)科目|科目(?:名称?|叫|是什么)|叫(?:什么|啥)", scene.question.plain)
    return bool(asked and len(scene.question.mentions) == 1 and scene.question.mentions[0].codes)


def reply(scene: Scene) -> Answer | None:
    """The codes that the documents print for the item, each with its row."""
    if scene.mention is None:
        return None
    told: list[str] = []
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        rows: dict[str, Figure] = {}
        for figure in scene.evidence.about(target.document, scene.mention):
            if figure.code and figure.form and figure.measure is Measure.LEVEL:
                rows.setdefault(figure.code, figure)
        for code, figure in rows.items():
            amount = scene.draft.figure(figure, None, (figure.source,), bold=False)
            scene.draft.say(f"- {owner(target.document)}“{figure.item}”：**{code}**（{_KINDS.get(code[0], '科目')}），{amount}")
        told += list(rows)
    if not told:
        return None
    scene.question = replace(scene.question, mentions=(replace(scene.mention, codes=tuple(dict.fromkeys(told))),))
    return scene.answered()
