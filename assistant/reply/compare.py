"""One item across departments or years: who has more and by how much, or all of them in order."""

from __future__ import annotations

from decimal import Decimal

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import NotComparable, Term
from assistant.compose import owner
from assistant.evidence import MONEY_UNITS, Fact
from assistant.labels import Mention
from assistant.reply import ends
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus.amount import MONEY_SCALE

Row = tuple[Target, Fact]
SHOWN = 10
"""Rows of a ranking that are shown where the question does not say how many."""


def reply(scene: Scene) -> Answer | None:
    """Two disclosures are set against each other; more are ranked."""
    mention = scene.mention
    if mention is None:
        return None
    rows = _rows(scene, mention)
    if len(rows) < 2:
        return None
    rows.sort(key=lambda row: -_size(row[1]))
    if scene.question.wanted.ascending:
        rows.reverse()
    return _pair(scene, rows) if len(rows) == 2 else _ranking(scene, rows)


def _rows(scene: Scene, mention: Mention) -> list[Row]:
    scene.evidence.load(
        [t.document.id for t in scene.found if not t.prior], [i for i in mention.items if not mention.codes], mention.codes
    )
    found = [
        (t, level.lead)
        for t in scene.found
        if not t.prior and (level := scene.evidence.level(t.document, mention, scene.question.fund, scene.question.kind))
    ]
    units = {"money" if f.unit in MONEY_UNITS else f.unit for _, f in found}
    return found if len(units) == 1 else []


def _size(fact: Fact) -> Decimal:
    """The amount in one unit for all, to compare by."""
    return fact.value * MONEY_SCALE.get(fact.unit, Decimal(1))


def _pair(scene: Scene, rows: list[Row]) -> Answer | None:
    draft = scene.draft
    (big, more), (small, less) = sorted(rows, key=lambda row: _size(row[1]), reverse=True)
    item = more.figure.item
    try:
        result = calculate.difference(Term(more.value, more.unit), Term(less.value, less.unit))
    except NotComparable:
        return None
    wants_difference = "difference" in scene.question.asks
    stated = draft.result(result, more.figure, "difference", [more.places[0], less.places[0]]) if wants_difference else None
    one, two = draft.fact(more), draft.fact(less)
    if result.value == 0:
        draft.say(f"两者相同：{owner(big.document)} {one}，{owner(small.document)} {two}（{item}）。")
    else:
        draft.say(
            f"{big.document.issuer}较多：“{item}” {one}（{big.year} 年），{small.document.issuer} {two}（{small.year} 年）。"
        )
        if stated is None:
            stated = draft.result(result, more.figure, "difference", [more.places[0], less.places[0]])
        draft.say(f"相差 {stated}。")
    draft.say(_caution(rows))
    return scene.answered()


def _ranking(scene: Scene, rows: list[Row]) -> Answer:
    draft, item = scene.draft, rows[0][1].figure.item
    top = scene.question.wanted.top or (SHOWN if len(rows) > SHOWN else len(rows))
    draft.say(
        f"{rows[0][0].document.issuer}“{item}”{'最少' if scene.question.wanted.ascending else '最多'}：{draft.fact(rows[0][1])}。"
    )
    draft.say(f"| 部门 | 年度 | {item} |")
    draft.say("|---|---|---|")
    for target, fact in rows[:top]:
        draft.say(f"| {target.document.issuer} | {target.year} {target.document.stage} | {draft.fact(fact)} |")
    draft.say(_caution(rows[:top]))
    return scene.answered()


def _caution(rows: list[Row]) -> str:
    years = sorted({t.year for t, _ in rows}, reverse=True)
    return f"年度不同（{'、'.join(map(str, years))}），仅供参考。" if len(years) > 1 else ""


def per_year(scene: Scene) -> Answer | None:
    """One item of one department over the years on record, oldest first, with what changed from first to last."""
    mention = scene.mention
    if mention is None:
        return None
    rows = sorted(_rows(scene, mention), key=lambda row: row[0].year)
    count = scene.question.recent or 0
    by_issuer: dict[str, list[Row]] = {}
    for row in rows:
        by_issuer.setdefault(row[0].document.issuer, []).append(row)
    if not rows or len(by_issuer) > 1 and len(rows) > SHOWN:
        return ends.clarify(scene, f"请说明要看哪个部门的“{mention.name}”：") if rows else None
    draft = scene.draft
    draft.say(f"| 部门 | 年度 | {rows[0][1].figure.item} |")
    draft.say("|---|---|---|")
    for issuer, own in by_issuer.items():
        for target, fact in own[-count:] if count else own:
            draft.say(f"| {issuer} | {target.year} {target.document.stage} | {draft.fact(fact)} |")
    for issuer, own in by_issuer.items():
        kept = own[-count:] if count else own
        if len(kept) > 1:
            _span(scene, issuer, kept)
        elif count > 1:
            draft.say(f"{issuer}只收录了 {kept[0][0].year} 年。")
    return scene.answered()


def _span(scene: Scene, issuer: str, rows: list[Row]) -> None:
    (first, old), (last, new) = rows[0], rows[-1]
    try:
        result = calculate.difference(Term(new.value, new.unit), Term(old.value, old.unit))
    except NotComparable:
        return
    word = "持平" if result.value == 0 else "增加" if _size(new) > _size(old) else "减少"
    stated = scene.draft.result(result, new.figure, "difference", [new.places[0], old.places[0]])
    scene.draft.say(f"{issuer} {last.year} 年比 {first.year} 年{word} {stated}。")
