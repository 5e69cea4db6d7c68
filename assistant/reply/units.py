"""Subordinate units that a department's document lists by name: their own rows, never the department's total instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant import operations
from assistant.answer import Answer, Status
from assistant.compose import owner, scope_words
from assistant.cues import Cue
from assistant.evidence import WHOLE
from assistant.facts import Fact, fact_of
from assistant.issuer import is_organ, unbracketed
from assistant.labels import unit_name
from assistant.mention import Mention
from assistant.reply import ends
from assistant.reply.economy import column, comes_to
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.whole import combined, printed
from assistant.restricting import FUNDS, KINDS
from assistant.targets import Target
from corpus.amount import State
from corpus.figure import Figure, Measure

_TOTALS = (WHOLE, "收入总计", "支出总计", "本年收入合计", "本年支出合计")


def reply(scene: Scene) -> Answer | None:
    """What the documents print in the unit's rows; not disclosed where its rows do not tell the item."""
    unit = scene.question.unit
    if unit is None:
        return _of_own_level(scene)
    if "share" in scene.question.asks and len(scene.question.mentions) == 1 and (answer := _apart(scene, unit)):
        return answer
    if _AGAINST & scene.question.asks or scene.question.which:
        return _apart(scene, unit)
    if (answer := _beside_another(scene, unit)) is not None:
        return answer
    named = scene.mention.name if scene.mention else ""
    listing = [t for t in scene.found if not t.prior and scene.evidence.figures(t.document.id, items=(unit,))][:TABLE_LIMIT]
    for target in listing:
        found = _rows(scene, target, unit)
        if found and scene.question.asks & {"list", "rank"} and _say_parts(scene, target, unit, found):
            continue
        if found:
            fact = fact_of(found[:1])
            scope = f"（{scope_words(fact.figure)}）" if any(fact.scope) else f"（{fact.figure.column or '合计'}）"
            scene.draft.say(f"{scene.draft.fact(fact)} — {unit_name(unit)}{scope}，印在{owner(target.document)}。")
            scene.draft.say(_others(scene, found[1:4]))
    if scene.draft.figures:
        return scene.answered()
    for target in listing:
        scene.draft.say(f"{owner(target.document)}没有披露“{unit_name(unit)}{'的' if named else ''}{named}”。")
    return scene.draft.answer(Status.NOT_DISCLOSED) if listing else None


def _say_parts(scene: Scene, target: Target, unit: str, rows: list[Figure]) -> bool:
    """What a unit's amount is made of, by size where a ranking is asked for: the rows right below its own; False where none come to it."""
    whole, parts = next(((row, found) for row in rows if (found := _below_row(scene, target, row))), (None, []))
    if whole is None or whole.amount.value != rows[0].amount.value:
        return False
    ranked, ascending = "rank" in scene.question.asks, scene.question.wanted.ascending
    if ranked:
        parts = sorted(parts, key=lambda f: f.amount.value or Decimal(0), reverse=not ascending)
    name = scene.mention.name if scene.mention else whole.kind or "合计"
    order = f"按{'从小到大' if ascending else '从大到小'}" if ranked else f"共 {scene.draft.fact(fact_of([whole]))}，包括"
    scene.draft.say(f"{owner(target.document)}，{unit_name(unit)}“{name}”{order}：")
    for part in parts:
        scene.draft.say(f"- {part.row_label} {scene.draft.figure(part, None, (part.source,))}")
    return True


def _below_row(scene: Scene, target: Target, row: Figure) -> list[Figure]:
    """The rows one level below a row, in its column, where they come to it."""
    every = [f for f in scene.evidence.whole(target.document.id) if _amount(f, target) and f.amount.value]
    below = [f for f in every if f.row_path[:-1] == row.row_path and column(f) == column(row)]
    return below if below and row.amount.value is not None and comes_to(below, row.amount.value) else []


_AGAINST = frozenset({"difference", "compare", "ratio"})
_OWN_LEVEL = Cue(r"(?:局|厅|委|办|院|部|中心)?(?:机关)?(?:本级|机关本部|局机关|局本部|本部)")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two that are set against each other: its name, where the question names it, and its amount in a disclosure."""

    name: str
    start: int
    fact: Fact


def _apart(scene: Scene, unit: str) -> Answer | None:
    """One item of two units, or of a unit and the department's own level or total, set against each other."""
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        sides = _sides(scene, target, unit)
        if len(sides) == 2 and sides[0].fact.unit == sides[1].fact.unit:
            _say_apart(scene, target, sides)
    if scene.draft.figures:
        return scene.answered()
    if "share" in scene.question.asks:
        return None
    return ends.undisclosed(scene, f"{unit_name(unit)}{scene.mention.name if scene.mention else ''}的比较")


def of_own_level(scene: Scene) -> bool:
    """Whether the department's own level is asked for, without its units: 局本级呢."""
    return scene.mention is not None and bool(_OWN_LEVEL.search(scene.question.rest))


def _of_own_level(scene: Scene) -> Answer | None:
    """What a document that lists units prints of the department's own level; None where it lists none."""
    units = tuple(dict.fromkeys(scene.labels.units.values())) if of_own_level(scene) else ()
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        rows = [r for u in units if unit_name(u) != target.document.issuer for r in _rows(scene, target, u)[:1]]
        figure = _own_level(scene, target, rows[0]) if rows else None
        if figure is not None:
            fact = fact_of([figure])
            scene.draft.say(f"{scene.draft.fact(fact)} — {target.document.issuer}（本级），印在{owner(target.document)}。")
    return scene.answered() if scene.draft.figures else None


def _sides(scene: Scene, target: Target, unit: str) -> list[Side]:
    """Both sides in the order of the question; fewer where one of them is not printed."""
    plain_text = scene.question.plain
    named = _named_units(scene, plain_text, target) or {unit: 0}
    rows = [(u, at, found[0]) for u, at in named.items() if (found := _rows(scene, target, u))]
    sides = [Side(unit_name(u), at, fact_of([row])) for u, at, row in rows]
    own = _OWN_LEVEL.search(plain_text)
    if len(sides) != 1 or len(named) != 1:
        return sorted(sides, key=lambda side: side.start)
    if own is not None:
        figure = _own_level(scene, target, rows[0][2])
        sides += [Side(f"{target.document.issuer}（本级）", own.start(), fact_of([figure]))] if figure is not None else []
    elif scene.mention is not None:
        level = scene.evidence.level(target.document, scene.mention, scene.question.fund, scene.question.kind)
        sides += [Side(f"{target.document.issuer}（全部）", -1, level.lead)] if level is not None else []
    return sorted(sides, key=lambda side: side.start)


def _named_units(scene: Scene, text: str, target: Target) -> dict[str, int]:
    """Units with rows of their own in a disclosure that the question names, with where it does."""
    found: dict[str, int] = {}
    for _ in range(3):
        unit, kept = scene.labels.take_unit(text)
        if unit is None:
            break
        at = next((i for i, (a, b) in enumerate(zip(text, kept, strict=True)) if a != b), 0)
        if scene.evidence.figures(target.document.id, items=(unit,)) and not _is_own(unit, target):
            found.setdefault(unit, at)
        text = kept
    return found


def _own_level(scene: Scene, target: Target, row: Figure) -> Figure | None:
    """What the department's own level has in the table and column of a unit's row: its row is marked 本级, or bears the department's name.

    Where two rows bear that name, the larger one is the total of the table.
    """
    column = (row.source.table_title, row.column_path or row.column, row.source.page)
    beside = [
        f
        for f in scene.evidence.whole(target.document.id)
        if _amount(f, target) and (f.source.table_title, f.column_path or f.column, f.source.page) == column
    ]
    marked = [f for f in beside if re.search(r"本级|机关[)）]?$|本部", f.row_label or "") and _is_own(f.row_label or "", target)]
    named = [f for f in beside if unit_name(f.row_label or "") == target.document.issuer]
    values = {f.amount.value for f in named}
    if marked or not named:
        return next(iter(marked), None)
    if len(values) == 2:
        return min(named, key=lambda f: f.amount.value or Decimal(0))
    level = scene.evidence.level(target.document, scene.mention) if scene.mention else None
    whole = level is None or (level.lead.value in values and level.lead.value != 0)
    return None if whole or len(values) != 1 else named[0]


def _is_own(row: str, target: Target) -> bool:
    stem = re.sub(r"[（(]?(?:局|厅|委)?(?:本级|机关|本部)[)）]?$", "", unit_name(row))
    return bool(stem) and target.document.issuer.startswith(stem)


def _say_apart(scene: Scene, target: Target, sides: list[Side]) -> None:
    """The relation first where it is asked for; the larger amount first where only which one is larger is asked."""
    draft, asks = scene.draft, scene.question.asks
    kind = "percent" if "share" in asks else "ratio" if "ratio" in asks else "difference"
    if kind == "percent":
        sides = sorted(sides, key=lambda side: side.start < 0)
    more = sorted(sides, key=lambda side: side.fact.value, reverse=not scene.question.wanted.ascending)
    listed = more if kind == "difference" else sides
    facts = [side.fact for side in (more if kind == "difference" else sides)]
    item = scene.mention.name if scene.mention else (facts[0].figure.column or "合计")
    amounts = [] if asks & {"difference", "ratio", "share"} else [draft.fact(side.fact) for side in listed]
    result = combined(kind, [printed(f) for f in facts])
    measure = "share" if kind == "percent" else kind
    stated = draft.result(result, facts[0].figure, measure, [f.places[0] for f in facts], item=item)
    amounts = amounts or [draft.fact(side.fact, bold=False) for side in listed]
    size = "较低" if scene.question.wanted.ascending else "较高"
    word = "两者相等" if facts[0].value == facts[1].value else f"{more[0].name}{size}"
    if kind == "difference":
        draft.say(f"{word}：{owner(target.document)}“{item}”相差 {stated}。")
    else:
        draft.say(f"{owner(target.document)}“{item}”：{sides[0].name}是{sides[1].name}的 {stated}。")
    for side, amount in zip(listed, amounts, strict=True):
        draft.say(f"- {side.name} {amount}")


def _beside_another(scene: Scene, unit: str) -> Answer | None:
    """A unit named beside another one or the department's own level: what each of them has, added up where a sum is asked for."""
    plain, draft = scene.question.plain, scene.draft
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        sides = _sides(scene, target, unit)
        if len(sides) < 2 or sides[0].start < 0 or len({side.fact.unit for side in sides}) > 1:
            continue
        if operations.says("ask", "sum", plain):
            facts = [side.fact for side in sides]
            result = combined("sum", [printed(f) for f in facts])
            shown = draft.result(result, facts[0].figure, "sum", [f.places[0] for f in facts], item="合计")
            draft.say(f"{shown} — {owner(target.document)}，{'、'.join(side.name for side in sides)}合计。")
        for side in sides:
            draft.say(f"- {side.name} {draft.fact(side.fact)}")
    return scene.answered() if draft.figures else None


_EACH = Cue(
    r"(?:哪[几些]?|几|各|每|多少|[下所]属|直属|二级|下面|底下)[个家]?(?:预算|[下所]属|直属|二级)*[个家]?单位[^,]*,?[^,]*(?:各|分别|每)"
    r"|各(?:预算|[下所]属|直属|二级)*单位|每[一个家]*(?:预算|[下所]属|直属|二级)*单位"
)
_FORMS = {"收入": "revenue", "支出": "expenditure"}


def wants_each(scene: Scene) -> bool:
    """Whether the revenue, the expenditure, or that of one kind or fund, of each unit in a department's document is asked for."""
    plain, named = scene.question.plain, [m.items[0] for m in scene.question.mentions if m.items[0] != "下属单位数"]
    whole = set(named) <= set(_TOTALS) and any(word in plain for word in _FORMS)
    return (whole or _asked(scene) is not None) and bool(_EACH.search(plain))


def _asked(scene: Scene) -> str | None:
    """The one kind of spending or fund that is asked for, named by itself or as what restricts 下属单位."""
    question = scene.question
    fund = next((name for name, fund in FUNDS.items() if question.fund == fund), None)
    named = {question.kind, fund, *(m.items[0] for m in question.mentions)} - {None, "下属单位数"}
    return next(iter(named)) if len(named) == 1 and named <= {*KINDS, *FUNDS} else None


def each(scene: Scene) -> Answer | None:
    """The units that a table lists with their money; None where the rows do not make up its total."""
    asked = _asked(scene)
    if asked is not None:
        return _each_of(scene, Mention(asked, (asked,)))
    told = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        word = next(word for word in _FORMS if word in scene.question.plain)
        rows = _adding_up(scene, target, _FORMS[word]) or _below(scene, target, _FORMS[word])
        if rows:
            below = "下属" if re.search(_BELOW, scene.question.plain) else ""
            scene.draft.say(f"{owner(target.document)}各{below}单位的{word}：")
            told = True
        for figure in rows:
            scene.draft.say(f"- {unit_name(figure.row_label)} {scene.draft.figure(figure, None, (figure.source,))}")
    return scene.answered() if told else None


_BELOW = "[下所]属|直属|二级"


def _below(scene: Scene, target: Target, form: str) -> list[Figure]:
    """The first amount in the row of each unit below a department, where those below are asked for."""
    if not re.search(_BELOW, scene.question.plain):
        return []
    found = [scene.evidence.figures(target.document.id, items=(u,)) for u in _below_it(scene, target)]
    whole = [[f for f in own if f.form == form and _amount(f, target) and f.fund is None and f.kind is None] for own in found]
    return [rows[0] for rows in whole if rows]


def _below_it(scene: Scene, target: Target) -> list[str]:
    return [u for u in dict.fromkeys(scene.labels.units.values()) if unit_name(u) != target.document.issuer]


def _each_of(scene: Scene, mention: Mention) -> Answer | None:
    """What each unit below a department has of one kind of spending or one fund."""
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        rows = [(u, found[0]) for u in _below_it(scene, target) if (found := _rows(scene, target, u, mention))]
        scene.draft.say(f"{owner(target.document)}各下属单位的{mention.name}：" if rows else "")
        for unit, row in rows:
            scene.draft.say(f"- {unit_name(unit)} {scene.draft.figure(row, None, (row.source,))}")
    return scene.answered() if scene.draft.figures else None


def _adding_up(scene: Scene, target: Target, form: str) -> list[Figure]:
    """The first amount in the row of each unit, where these come to the total of their table."""
    every = [f for f in scene.evidence.whole(target.document.id) if f.form == form and _amount(f, target)]
    every = [f for f in every if f.fund is None and f.kind is None and not f.code]
    totals = {f.amount.value for f in every if f.row_label.endswith("计")}
    own = [f for f in every if is_organ(unbracketed(unit_name(f.row_label))) and f.amount.value not in totals]
    rows = list({(f.row_label, f.amount.value): f for f in reversed(own)}.values())[::-1]
    return rows if len(rows) > 1 and sum((f.amount.value or Decimal(0) for f in rows), Decimal(0)) in totals else []


def _others(scene: Scene, figures: list[Figure]) -> str:
    """Further amounts of the unit, where the question names no item."""
    if scene.mention is not None:
        return ""
    parts = [f"{scope_words(f)} {scene.draft.fact(fact_of([f]), bold=False)}" for f in figures]
    return f"其中：{'，'.join(parts)}。" if parts else ""


def _rows(scene: Scene, target: Target, unit: str, mention: Mention | None = None) -> list[Figure]:
    """Amounts in a unit's rows of an item, by default of the first that the question names."""
    own = [f for f in scene.evidence.figures(target.document.id, items=(unit,)) if _amount(f, target)]
    mention = mention or scene.mention
    if mention is None or mention.items[0] in _TOTALS:
        whole = [f for f in own if f.fund is None and f.kind is None]
        return whole + [f for f in own if f.fund is None and f.kind is not None and mention is None and f.amount.value]
    name = mention.items[0]
    if name in KINDS:
        return [f for f in own if f.kind == name and f.fund is None]
    if name in FUNDS or any(f.fund == name for f in own):
        return [f for f in own if f.fund == FUNDS.get(name, name) and f.kind is None]
    about = scene.evidence.about(target.document, mention)
    return [f for f in about if _amount(f, target) and unit in (f.row_label, *f.row_path)]


def _amount(figure: Figure, target: Target) -> bool:
    stated = figure.measure in (Measure.LEVEL, Measure.COUNT) and figure.amount.state is State.STATED
    return stated and figure.value_year in (None, target.year)
