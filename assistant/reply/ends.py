"""Honest ends: nothing on record, a question back, or a friendly word that this is not the place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer, Status
from assistant.mention import Mention
from assistant.reply.scene import Scene
from assistant.targets import Target
from assistant.text import key
from corpus.document import Reading, Source

_FORMS_BY_CODE = {"3": ("basic_economic",), "2": ("expenditure", "general_budget")}


def absent(scene: Scene) -> Answer:
    """The department, year or kind of document is not on record; says what is."""
    draft = scene.renew()
    if scene.filters:
        draft.say(f"{scene.targets.absent or '筛选范围内没有所问的文件'}。筛选（{scene.filters}）内有：{scene.on_record()}。")
        draft.say("要问其他文件，请先更改或取消筛选。")
    else:
        draft.say(f"{scene.targets.absent or '未收录所问的文件'}。已收录：{scene.on_record()}。")
    draft.suggestions += suggestions(scene)
    return draft.answer(Status.NOT_DISCLOSED)


def undisclosed(scene: Scene, what: str | None = None) -> Answer:
    """The documents are on record, but say nothing of the item; the table that does not list it is the evidence."""
    draft = scene.renew()
    name = what or (_told(scene.mention) if scene.mention else "所问内容")
    for target in scene.found[:3]:
        evidence = _complete_table(scene, target) if what is None else ""
        draft.say(
            f"{target.document.issuer} {target.document.fiscal_year} 年部门{target.document.stage}没有披露“{name}”{_year_note(target)}。{evidence}"
        )
    if not scene.found:
        draft.say(f"已收录的文件没有披露“{name}”。已收录：{scene.on_record()}。")
    if scene.filters:
        draft.say(f"当前筛选：{scene.filters}；筛选以外的文件没有查。")
    draft.suggestions += suggestions(scene)
    return draft.answer(Status.NOT_DISCLOSED)


def _told(mention: Mention) -> str:
    """The item's name; for a row of which nothing is cited the words of the question, whose numbers need no place."""
    return mention.said if mention.row else mention.name


def _year_note(target: Target) -> str:
    return f"（{target.year} 年的数，文件没有印，也没有可供推算的增减额）" if target.prior else ""


def _complete_table(scene: Scene, target: Target) -> str:
    """What the document has on the item: a cell that could not be read for certain, or a table of its kind that does not list it."""
    from corpus import vocabulary

    mention = scene.mention
    if mention is None or target.prior:
        return ""
    ledger = scene.evidence.ledger
    unread = [
        f for f in ledger.figures(document_ids=(target.document.id,), items=mention.items) if f.reading is Reading.AMBIGUOUS
    ]
    if unread:
        return f"文件印有这一项，但无法确定数额属于哪一栏，请查阅原文{scene.draft.mark((unread[0].source,))}。"
    seen = _seen(scene, target, (mention.said, *mention.items))
    if seen is not None:
        return f"文件提到过它，但没有读出可以确定的数额，请查阅原文{scene.draft.mark((seen,))}。"
    item = vocabulary.item(mention.items[0]) if mention.items else None
    code = mention.codes[0] if mention.codes else next(iter(item.codes), None) if item else None
    for form in _FORMS_BY_CODE.get(code[0] if code else "", ()):
        totals = [
            f for f in ledger.figures(document_ids=(target.document.id,), forms=(form,)) if f.code is None and f.amount.value
        ]
        if totals:
            place = totals[-1].source if totals[0].kind else totals[0].source
            title = " ".join(p for p in (place.table_number, place.table_title) if p)
            return f"{title}没有列这一项{scene.draft.mark((place,))}。"
    return ""


def _seen(scene: Scene, target: Target, names: Sequence[str]) -> Source | None:
    """A line beside the glossary in which the document names the item, broken labels included."""
    lines = [line for line in scene.evidence.ledger.lines(target.document.id) if line.text.strip()]
    wanted = [re.escape(key(n)) for n in names if len(key(n)) >= 3]
    named = re.compile(rf"(?:^|\d)(?:{'|'.join(wanted)})\d")
    for line in lines if wanted else ():
        if named.search(key(line.text)):
            number = (None, None) if line.page is not None else (line.number, line.number)
            return Source(target.document.id, line.text.strip(), line.page, *number)
    return None


def only_mentioned(scene: Scene, words: str) -> Answer | None:
    """That the documents speak of something and print no amount for it alone; None where none of them names it."""
    places = [place for target in scene.found[:3] if (place := _line_with(scene, target, words))]
    if not places:
        return None
    undisclosed(scene, words)
    scene.draft.say(f"文件在文字里提到它{scene.draft.mark(places)}，没有单独列出金额。")
    return scene.draft.answer(Status.NOT_DISCLOSED)


def _line_with(scene: Scene, target: Target, words: str) -> Source | None:
    """The first line of a document that holds some words."""
    wanted = key(words)
    line = next((n for n in scene.evidence.ledger.lines(target.document.id) if wanted in key(n.text)), None)
    if line is None or not wanted:
        return None
    number = (None, None) if line.page is not None else (line.number, line.number)
    return Source(target.document.id, line.text.strip(), line.page, *number)


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


def record(scene: Scene) -> Answer | None:
    """What is on record, each document with the line that opens it."""
    for document in scene.documents[:20]:
        lines = [line for line in scene.evidence.ledger.lines(document.id)[:40] if line.text.strip()]
        if lines:
            numbers = (None, None) if lines[0].page is not None else (lines[0].number, lines[0].number)
            place = Source(document.id, lines[0].text.strip(), lines[0].page, *numbers)
            scene.draft.say(f"- {document.issuer} {document.fiscal_year} 年部门{document.stage}{scene.draft.mark((place,))}")
    return scene.draft.answer(Status.ANSWERED) if scene.draft.lines else None


def personal(scene: Scene) -> Answer:
    """Personal information is not shown, even where a document prints it."""
    draft = scene.renew()
    contact = re.search(r"电话|手机|联系|微信|邮箱|号码|contact|phone", scene.question.plain)
    where = "文件可能在绩效目标表等处公布了联系人和电话；" if contact else "预算、决算公开不按个人列示工资等信息；"
    draft.say(f"{where}按设置不显示个人信息，请查阅原文或致电单位总机。")
    draft.suggestions += suggestions(scene)
    return draft.answer(Status.NOT_DISCLOSED)


def suggestions(scene: Scene) -> list[str]:
    """Questions that can be answered from what is on record."""
    from assistant.examples import examples

    return list(examples(scene.documents, scene.question.issuers))
