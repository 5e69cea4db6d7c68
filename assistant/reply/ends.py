"""Honest ends: nothing on record, a question back, or a friendly word that this is not the place."""

from __future__ import annotations

from assistant.answer import Answer, Status
from assistant.reply.scene import Scene
from assistant.targets import Target

_FORMS_BY_CODE = {"3": ("basic_economic",), "2": ("expenditure", "general_budget")}


def absent(scene: Scene) -> Answer:
    """The department, year or kind of document is not on record; says what is."""
    draft = scene.renew()
    draft.say(f"{scene.targets.absent or '未收录所问的文件'}。已收录：{scene.on_record()}。")
    draft.suggestions += suggestions(scene)
    return draft.answer(Status.NOT_DISCLOSED)


def undisclosed(scene: Scene, what: str | None = None) -> Answer:
    """The documents are on record, but say nothing of the item; the table that does not list it is the evidence."""
    draft = scene.renew()
    name = what or (scene.mention.name if scene.mention else "所问内容")
    for target in scene.found[:3]:
        evidence = _complete_table(scene, target)
        draft.say(f"{target.document.issuer} {target.document.fiscal_year} 年部门{target.document.stage}没有披露“{name}”{_year_note(target)}。{evidence}")
    if not scene.found:
        draft.say(f"已收录的文件没有披露“{name}”。已收录：{scene.on_record()}。")
    draft.suggestions += suggestions(scene)
    return draft.answer(Status.NOT_DISCLOSED)


def _year_note(target: Target) -> str:
    return f"（{target.year} 年的数，文件没有印，也没有可供推算的增减额）" if target.prior else ""


def _complete_table(scene: Scene, target: Target) -> str:
    """The statement that a table of the item's kind does not list it, with its citation."""
    from corpus import vocabulary

    mention = scene.mention
    item = vocabulary.item(mention.items[0]) if mention and mention.items else None
    code = mention.codes[0] if mention and mention.codes else next(iter(item.codes), None) if item else None
    if code is None or target.prior:
        return ""
    for form in _FORMS_BY_CODE.get(code[0], ()):
        totals = [f for f in scene.evidence.ledger.figures(document_ids=(target.document.id,), forms=(form,)) if f.code is None and f.amount.value]
        if totals:
            place = totals[-1].source if totals[0].kind else totals[0].source
            title = " ".join(p for p in (place.table_number, place.table_title) if p)
            return f"{title}没有列这一项{scene.draft.mark((place,))}。"
    return ""


def clarify(scene: Scene, lead: str, choices: list[str] | None = None) -> Answer:
    """A question back, with choices to pick from."""
    draft = scene.renew()
    listed = choices if choices is not None else suggestions(scene)
    draft.say(lead)
    for choice in listed[:5]:
        draft.say(f"- {choice}")
    draft.suggestions += listed
    return draft.answer(Status.CLARIFY)


def outside(scene: Scene) -> Answer:
    """Not about disclosures."""
    draft = scene.renew()
    examples = suggestions(scene)
    tail = "，例如：" + " · ".join(f"“{e}”" for e in examples[:2]) if examples else ""
    draft.say(f"我只回答已收录的预算、决算公开里的内容{tail}。")
    draft.suggestions += examples
    return draft.answer(Status.OUT_OF_SCOPE)


def personal(scene: Scene) -> Answer:
    """Personal information is not shown, even where a document prints it."""
    draft = scene.renew()
    draft.say("文件可能在绩效目标表等处公布了联系人和电话；按设置不显示个人信息，请查阅原文或致电单位总机。")
    draft.suggestions += suggestions(scene)
    return draft.answer(Status.NOT_DISCLOSED)


def suggestions(scene: Scene) -> list[str]:
    """Questions that can be answered from what is on record."""
    from assistant.examples import examples

    return list(examples(scene.documents, scene.question.issuers))


