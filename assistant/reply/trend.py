"""One item of one department over the years: which year had most, or all of them in order, lined up by scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answer import Answer
from assistant.calculate import NotComparable
from assistant.compose import owner
from assistant.facts import Fact
from assistant.issuer import analyse
from assistant.mention import Mention
from assistant.reply import ends
from assistant.reply.compare import SHOWN, Row, apart, rows_of
from assistant.reply.scene import Scene
from assistant.reply.whole import printed
from assistant.text import key

Scope = tuple[str | None, str | None, str | None]
"""Fund, kind, and class of the subject's code: what an amount must share with another year's to be set against it."""

_CLASSES = {"2": "按功能分类", "3": "按经济分类", "5": "按政府经济分类"}


def reply(scene: Scene) -> Answer | None:
    """The years on record, oldest first, with what changed from first to last, and what keeps two years from being compared."""
    mention = scene.mention
    rows = [] if mention is None else _one_kind(scene, rows_of(scene, mention))
    if mention is None or not rows:
        return None
    by_issuer: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.target.year):
        by_issuer.setdefault(row.target.document.issuer, []).append(row)
    if len(by_issuer) > 1 and len(rows) > SHOWN:
        return ends.clarify(scene, f"请说明要看哪个部门的“{mention.name}”：", _choices(scene, by_issuer, mention))
    count = scene.question.recent or 0
    shown = {issuer: _aligned(scene, own[-count:] if count else own, mention) for issuer, own in by_issuer.items()}
    item = next((row.fact.figure.item for row in rows if row.result is None), mention.name)
    scene.draft.say(f"| 部门 | 年度 | {item} |")
    scene.draft.say("|---|---|---|")
    for issuer, own in shown.items():
        for row in own:
            said = row.said(scene.draft, item)
            scene.draft.say(f"| {issuer} | {row.target.year} {row.target.document.stage} | {said} |")
    for issuer, own in shown.items():
        _told(scene, issuer, own, count)
    _renamed(scene, shown)
    return scene.answered()


def by_year(scene: Scene) -> Answer | None:
    """“哪一年最多”: the year of one department with the largest (or smallest) amount, and all of them."""
    mention = scene.mention
    rows = [] if mention is None else _one_kind(scene, rows_of(scene, mention))
    if mention is None or len({row.target.year for row in rows}) < 2:
        return None
    by_issuer = {row.target.document.issuer: rows for row in rows}
    if len(by_issuer) > 1:
        return ends.clarify(scene, f"请说明要看哪个部门的“{mention.name}”：", _choices(scene, by_issuer, mention))
    rows = _aligned(scene, sorted(rows, key=lambda row: row.target.year), mention)
    draft, item = scene.draft, next((row.fact.figure.item for row in rows if row.result is None), mention.name)
    first = sorted(rows, key=lambda row: row.size, reverse=not scene.question.wanted.ascending)[0]
    word = "最少" if scene.question.wanted.ascending else "最多"
    draft.say(f"{first.target.year} 年{word}：{owner(first.target.document)}“{item}” {first.said(draft, item)}。")
    draft.say(f"| 年度 | {item} |")
    draft.say("|---|---|")
    for row in rows:
        draft.say(f"| {row.target.year} {row.target.document.stage} | {row.said(draft, item)} |")
    _scope_changes(scene, rows)
    return scene.answered()


def _choices(scene: Scene, issuers: dict[str, list[Row]], mention: Mention) -> list[str]:
    words = scene.question.plain.strip(",").replace(",", "，")
    return [f"{issuer}{words}" if mention.said in words else f"{issuer}近三年{mention.name}" for issuer in list(issuers)[:5]]


def _one_kind(scene: Scene, rows: Sequence[Row]) -> list[Row]:
    """A final account beside the budget of its year is another number of the same thing: one kind, unless one was asked for."""
    planned = {(r.target.document.issuer, r.target.year) for r in rows if r.target.document.stage == "预算"}
    if scene.question.wanted.stage is not None:
        return list(rows)
    return [r for r in rows if r.target.document.stage == "预算" or (r.target.document.issuer, r.target.year) not in planned]


def _scope(fact: Fact) -> Scope:
    return (*fact.scope, fact.figure.code[0] if fact.figure.code else None)


def _aligned(scene: Scene, rows: list[Row], mention: Mention) -> list[Row]:
    """The rows in a scope that every year prints, where there is one; else each as it leads."""
    if len(rows) < 2 or len({_scope(row.fact) for row in rows}) == 1 or any(row.result for row in rows):
        return rows
    question = scene.question
    found = [scene.evidence.level(row.target.document, mention, question.fund, question.kind) for row in rows]
    facts = [{_scope(f): f for f in (level.lead, *level.scopes, *level.twins)} if level else {} for level in found]
    common = [scope for scope in facts[-1] if all(scope in held for held in facts)]
    if not common:
        return rows
    return [replace(row, amount=printed(held[common[0]])) for row, held in zip(rows, facts, strict=True)]


def _told(scene: Scene, issuer: str, rows: list[Row], count: int) -> None:
    """What changed from the first year to the last, where the two are of one scope; what is missing."""
    if len(rows) == 1 and count > 1:
        scene.draft.say(f"{issuer}只收录了 {rows[0].target.year} 年。")
    if len(rows) < 2:
        return
    if not _scope_changes(scene, rows):
        _span(scene, issuer, rows)
    years = [row.target.year for row in rows]
    missing = [str(year) for year in range(years[0], years[-1]) if year not in years]
    scene.draft.say(f"其间缺 {'、'.join(missing)} 年：没有收录，或没有披露这一项。" if missing else "")


def _span(scene: Scene, issuer: str, rows: list[Row]) -> None:
    old, new = rows[0], rows[-1]
    try:
        result = apart(new, old)
    except NotComparable:
        return
    word = "持平" if result.value == 0 else "增加" if new.size > old.size else "减少"
    stated = scene.draft.result(result, new.fact.figure, "difference", [*new.places, *old.places])
    scene.draft.say(f"{issuer} {new.target.year} 年比 {old.target.year} 年{word} {stated}。")


def _scope_changes(scene: Scene, rows: Sequence[Row]) -> bool:
    """Say where two neighbouring years print the item in another scope or under another name; whether any scope differs."""
    changed = False
    for old, new in pairwise(rows):
        one, two = _scope(old.fact), _scope(new.fact)
        if one != two:
            changed = True
            scene.draft.say(
                f"口径不同：{old.target.year} 年印的是{_words(one)}，{new.target.year} 年印的是{_words(two)}，两年的数不能直接相比。"
            )
        names = [row.fact.figure.row_label for row in (old, new)]
        if old.result is None and new.result is None and one == two and key(names[0]) != key(names[1]) and all(names):
            scene.draft.say(f"名称不同：{old.target.year} 年印作“{names[0]}”，{new.target.year} 年印作“{names[1]}”。")
    return changed


def _words(scope: Scope) -> str:
    fund, kind, subject = scope
    parts = [fund or "全部资金", *([kind] if kind else []), *([_CLASSES[subject]] if subject in _CLASSES else [])]
    return "、".join(parts)


def _renamed(scene: Scene, shown: dict[str, list[Row]]) -> None:
    """Departments of one place that follow each other in time may be one that was renamed; that is said, and nothing is computed."""
    for one, two in pairwise(sorted(shown, key=lambda issuer: shown[issuer][0].target.year)):
        follows = shown[one][-1].target.year < shown[two][0].target.year
        if follows and analyse(one).places == analyse(two).places:
            scene.draft.say(f"{one}与{two}名称不同，可能经过机构调整；两者的数没有合并比较。")
