"""Tables named by their number: what a table adds up to, what it is called, and an item looked for in it."""

from __future__ import annotations

import re

from assistant.answer import Answer
from assistant.compose import owner, scope_words
from assistant.facts import Fact, fact_of
from assistant.numerals import table_named, table_number
from assistant.reply import ends
from assistant.reply.parts import listed_sum
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus.amount import State
from corpus.document import Reading, Table
from corpus.figure import Figure

_TOTAL = re.compile(r"^(?:[一二三四五六七八九十]、)?(?:本年)?(?:收入|支出|收支)?(?:预算|决算)?(?:总计|合计|小计|总额)$")


def reply(scene: Scene) -> Answer | None:
    """The total of the table, or the item asked for as that table prints it; None where no table is named."""
    number = scene.question.table
    if number is None:
        return None
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        table = next((t for t in scene.evidence.ledger.tables(target.document.id) if table_number(t.number) == number), None)
        if table is not None:
            said = _tell(scene, target, table) or said
    if said:
        return scene.answered()
    if scene.mention and any(listed_sum(scene, t, scene.mention) for t in scene.found):
        return None
    return ends.undisclosed(scene, None if scene.mention else f"{table_named(scene.question.plain)}的合计")


def _tell(scene: Scene, target: Target, table: Table) -> bool:
    if scene.mention is not None:
        return _item(scene, target, table)
    totals = _totals(scene, target, table)
    if totals:
        _say_totals(scene, target, table, totals)
    elif table.empty_note is not None:
        mark = scene.draft.mark((table.empty_note,))
        scene.draft.say(f"{owner(target.document)}{_name(table)}是空表：{table.empty_note.quote.strip()}{mark}")
    return bool(totals) or table.empty_note is not None


def _item(scene: Scene, target: Target, table: Table) -> bool:
    """The item in that table; where the table does not list it, that is said with where it is printed."""
    mention, question, draft = scene.question.mentions[0], scene.question, scene.draft
    inside = scene.evidence.level(target.document, mention, question.fund, question.kind, table=question.table)
    if inside is not None:
        shown = [p for p in inside.lead.places if table_number(p.table_number) == question.table]
        draft.say(
            f"{draft.fact(inside.lead, places=shown[:1])} — {owner(target.document)}{_name(table)}，“{inside.lead.figure.item}”。"
        )
        parts = [f"{scope_words(f.figure)} {draft.fact(f, bold=False, places=f.places[:1])}" for f in inside.scopes[:4]]
        draft.say(f"其中：{'，'.join(parts)}。" if parts else "")
        return True
    elsewhere = scene.evidence.level(target.document, mention, question.fund, question.kind)
    if elsewhere is None:
        return False
    draft.say(f"{owner(target.document)}{_name(table)}没有列“{mention.name}”；印在别处的是 {draft.fact(elsewhere.lead)}。")
    return True


def _say_totals(scene: Scene, target: Target, table: Table, totals: list[Fact]) -> None:
    draft = scene.draft
    lead, others = totals[0], totals[1:6]
    empty = "（表中该栏为空）" if lead.nil else ""
    draft.say(
        f"{draft.fact(lead, places=lead.places[:1])}{empty} — {owner(target.document)}{_name(table)}，“{lead.figure.row_label}”。"
    )
    told = [f"{_column(f.figure)} {draft.fact(f, bold=False, places=f.places[:1])}" for f in others]
    draft.say(f"各栏：{'，'.join(told)}。" if told else "")


def _column(figure: Figure) -> str:
    return "·".join(figure.column_path) or figure.row_label if not figure.side else f"{figure.row_label}（{figure.column}）"


def _totals(scene: Scene, target: Target, table: Table) -> list[Fact]:
    """Figures of the total rows, those of the table's first row and column first; one for each column."""
    figures = [f for f in scene.evidence.ledger.figures(document_ids=(target.document.id,)) if _of_total(f, table)]
    figures.sort(key=lambda f: f.amount.state is State.BLANK)
    kept: dict[object, Figure] = {}
    for figure in figures:
        kept.setdefault((figure.row_label, figure.column_path, figure.side), figure)
    return [fact_of([f]) for f in kept.values()]


def _of_total(figure: Figure, table: Table) -> bool:
    inside = figure.source.table_number == table.number and figure.source.table_title == table.title
    return inside and figure.reading is not Reading.AMBIGUOUS and bool(_TOTAL.match(re.sub(r"\s", "", figure.row_label)))


def _name(table: Table) -> str:
    return f"{table.number or ''}《{table.title}》"
