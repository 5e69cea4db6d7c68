"""Tables named by their number: what a table adds up to, what it is called, and an item looked for in it."""

from __future__ import annotations

import re

from assistant.answer import Answer
from assistant.compose import owner, scope_words
from assistant.cues import Cue
from assistant.facts import Fact, fact_of
from assistant.numerals import table_named, table_number
from assistant.reply import ends
from assistant.reply.parts import listed_sum
from assistant.reply.passages import disclosures
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from assistant.text import key
from corpus.amount import State
from corpus.document import Reading, Source, Table
from corpus.figure import Figure

_TOTAL = Cue(r"^(?:[一二三四五六七八九十]、)?(?:本年)?(?:收入|支出|收支)?(?:预算|决算)?(?:总计|合计|小计|总额)$")


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


_EMPTY_ASKED = Cue(
    r"(?:哪[几些]?|有没有|有无)[张个份]?[^,]{0,8}?(?:空(?:白|的|着)?(?:表|$|,|呢|吗)|没有?(?:数[据字]?|内容|填)|无数据|未填)"
    r"|(?:空(?:白|着)?|没有?数[据字]?|无数据)(?:的)?表格?(?:都|一共|共)?(?:有|是|包括)?(?:哪|什么)"
)


def asks_for_empty(scene: Scene) -> bool:
    """Whether it is asked which tables are empty. How many there are no document says: a table that it leaves out may be one."""
    return "表" in scene.question.plain and bool(_EMPTY_ASKED.search(scene.question.plain)) and scene.question.table is None


def empty(scene: Scene) -> Answer | None:
    """The tables that print no amount but zero, with what the document says of each; None where there is none."""
    for target in disclosures(scene)[:TABLE_LIMIT]:
        found = [(t, place) for t in _without_amounts(scene, target) if (place := _place(scene, target, t)) is not None]
        scene.draft.say(f"{owner(target.document)}没有数的表：" if found else "")
        for table, place in found:
            note = f"：{place.quote.strip()}" if table.empty_note is not None else "（只有 0 或空格）"
            scene.draft.say(f"- {_name(table)}{note}{scene.draft.mark((place,))}")
    return scene.answered() if scene.draft.lines else None


def _without_amounts(scene: Scene, target: Target) -> list[Table]:
    """Tables that are declared empty, or of which nothing but zeros and blanks was read; one of which nothing was read may hold anything."""
    read = scene.evidence.whole(target.document.id)
    told = {(f.source.table_number, f.source.table_title) for f in read}
    filled = {(f.source.table_number, f.source.table_title) for f in read if f.amount.value}
    tables = [t for t in scene.evidence.ledger.tables(target.document.id) if t.title and (t.number, t.title) not in filled]
    return [t for t in tables if t.empty_note is not None or (t.form is not None and (t.number, t.title) in told)]


def _place(scene: Scene, target: Target, table: Table) -> Source | None:
    """Where a table is declared empty, a row of it stands, or its title."""
    rows = [f.source for f in scene.evidence.whole(target.document.id) if f.source.table_title == table.title]
    return table.empty_note or next(iter([*rows, *reversed(scene.evidence.saying(target.document, table.title))]), None)


def _tell(scene: Scene, target: Target, table: Table) -> bool:
    if scene.mention is not None:
        return _item(scene, target, table)
    totals = _totals(scene, target, table)
    if totals:
        _say_totals(scene, target, table, totals)
    elif (place := _place(scene, target, table)) is not None and table in _without_amounts(scene, target):
        note = f"是空表：{place.quote.strip()}" if table.empty_note is not None else "没有数。"
        scene.draft.say(f"{owner(target.document)}{_name(table)}{note}{scene.draft.mark((place,))}")
    return bool(scene.draft.lines)


def _item(scene: Scene, target: Target, table: Table) -> bool:
    """The item in that table; where the table does not list it, that is said with where it is printed."""
    question, draft = scene.question, scene.draft
    mention = next((m for m in question.mentions if m.said not in key(table.title)), question.mentions[0])
    inside = scene.evidence.level(target.document, mention, question.fund, question.kind, table=question.table)
    if inside is not None:
        shown = [p for p in inside.lead.places if table_number(p.table_number) == question.table]
        draft.say(
            f"{draft.fact(inside.lead, places=shown[:1])} — {owner(target.document)}{_name(table)}，“{inside.lead.figure.item}”。"
        )
        parts = [f"{scope_words(f.figure)} {draft.fact(f, bold=False, places=f.places[:1])}" for f in inside.scopes[:4]]
        draft.say(f"其中：{'，'.join(parts)}。" if parts else "")
        return True
    column = [f for f in _totals(scene, target, table) if f.figure.kind == mention.items[0]]
    if column:
        _say_totals(scene, target, table, column)
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
