"""One item across departments or years: who has more and by how much, or all of them in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Answer
from assistant.calculate import NotComparable, Result, Term, counted
from assistant.compose import Draft, owner
from assistant.cues import Cue
from assistant.facts import MONEY_UNITS, Fact
from assistant.mention import Mention
from assistant.reply.scene import Scene
from assistant.reply.whole import Amount, combined, of_kind_named
from assistant.targets import Target
from corpus.amount import MONEY_SCALE
from corpus.document import Source


@dataclass(frozen=True, slots=True)
class Row:
    """What an item amounts to in one disclosure: a printed fact, or the sum of what the document lists under it."""

    target: Target
    amount: Amount

    @property
    def fact(self) -> Fact:
        """The fact it is printed by; the first of a sum."""
        return self.amount.facts[0]

    @property
    def result(self) -> Result | None:
        """The sum with its formula, None where the amount is printed."""
        return self.amount.result

    @property
    def term(self) -> Term:
        """The amount, to compute with."""
        return self.amount.term

    @property
    def size(self) -> Decimal:
        """The amount in one unit for all, to compare by."""
        return self.term.value * MONEY_SCALE.get(self.term.unit, Decimal(1))

    def said(self, draft: Draft, name: str) -> str:
        """The amount as it is stated in an answer."""
        return replace(self.amount, name=name).said(draft)

    @property
    def places(self) -> list[Source]:
        """Where it is printed; all terms of a sum."""
        return list(self.amount.places)


SHOWN = 10
"""Rows of a ranking that are shown where the question does not say how many."""


def reply(scene: Scene) -> Answer | None:
    """Two disclosures are set against each other; more are ranked."""
    mention = scene.mention
    if mention is None:
        return None
    rows = rows_of(scene, mention)
    if len(rows) < 2:
        return None
    rows.sort(key=lambda row: -row.size)
    if scene.question.wanted.ascending:
        rows.reverse()
    if "ratio" in scene.question.asks and len(rows) == 2:
        return _times(scene, rows)
    placed = scene.question.wanted.nth or 1
    return _pair(scene, rows) if len(rows) == 2 and placed == 1 else _ranking(scene, rows)


def rows_of(scene: Scene, mention: Mention) -> list[Row]:
    """What an item amounts to in each disclosure that states it; nothing where the units cannot be set side by side."""
    targets = [t for t in scene.found if not t.prior]
    scene.evidence.load([t.document.id for t in targets], [i for i in mention.items if not mention.codes], mention.codes)
    rows = [row for t in targets if (row := _row(scene, t, mention))]
    units = {"money" if row.term.unit in MONEY_UNITS else counted(row.term.unit) for row in rows}
    return rows if len(units) == 1 else []


def _row(scene: Scene, target: Target, mention: Mention) -> Row | None:
    amount = of_kind_named(scene, target, mention)
    return Row(target, amount) if amount is not None else None


def _title(scene: Scene, rows: Sequence[Row]) -> str:
    """The item's name as a disclosure prints it, else as it is summed under."""
    return next((row.fact.figure.item for row in rows if row.result is None), rows[0].amount.name)


_FEWER = Cue(r"(?<!最)少(?:一?些|一?点)?(?:,|$)")
"""“哪家少” sets two against each other, the larger first; 低, 省 and 最少 ask for the lesser one."""


def _pair(scene: Scene, rows: list[Row]) -> Answer | None:
    draft = scene.draft
    more, less = sorted(rows, key=lambda row: row.size, reverse=True)
    item = _title(scene, (more, less))
    try:
        result = apart(more, less)
    except NotComparable:
        return None
    places = [*more.places, *less.places]
    wants_difference = "difference" in scene.question.asks
    stated = draft.result(result, more.fact.figure, "difference", places, item=item) if wants_difference else None
    lesser_first = scene.question.wanted.ascending and not _FEWER.search(scene.question.plain)
    if lesser_first:
        two, one = less.said(draft, item), more.said(draft, item)
    else:
        one, two = more.said(draft, item), less.said(draft, item)
    if result.value == 0:
        draft.say(f"两者相同：{owner(more.target.document)} {one}，{owner(less.target.document)} {two}（{item}）。")
    else:
        first, second = ((less, two), (more, one)) if lesser_first else ((more, one), (less, two))
        draft.say(
            f"{first[0].target.document.issuer}{'较少' if first[0] is less else '较多'}：“{item}” {first[1]}（{first[0].target.year} 年），"
            f"{second[0].target.document.issuer} {second[1]}（{second[0].target.year} 年）。"
        )
        if stated is None:
            stated = draft.result(result, more.fact.figure, "difference", places, item=item)
        draft.say(f"相差 {stated}。")
    for row in rows:
        if row.result is not None:
            draft.say(f"{owner(row.target.document)}没有印“{item}”的小计，由所列各项相加。")
    draft.say(_caution(rows))
    return scene.answered()


_OF_THE_SECOND = r"倍|[顶抵](?:得上|上|得)?(?:多少|几)|相当于"
"""Words that ask how many of the second make the first, in the order in which they are named."""


def _times(scene: Scene, rows: list[Row]) -> Answer | None:
    """How many times the second the first is: in the order of the question where it says 是…的几倍, the larger one first otherwise."""
    draft = scene.draft
    one, other = sorted(rows, key=lambda row: -row.size)
    order = _order(scene)
    bigger = scene.question.which or "compare" in scene.question.asks or "差" in scene.question.plain
    if "order" in scene.question.carried:
        one, other = sorted(rows, key=lambda row: scene.question.pairs[0] != (row.target.document.issuer, row.target.year))
    elif not bigger and re.search(_OF_THE_SECOND, scene.question.plain) and len(order) == 2:
        one, other = sorted(rows, key=lambda row: order[0] not in (row.target.document.issuer, str(row.target.year)))
    try:
        result = combined("percent" if scene.question.wanted.percent else "ratio", (one.amount, other.amount))
    except NotComparable:
        return None
    item = _title(scene, (one, other))
    stated = draft.result(result, one.fact.figure, "ratio", [*one.places, *other.places], item=item)
    draft.say(
        f"{stated} — “{item}”{owner(one.target.document)} {one.said(draft, item)}，{owner(other.target.document)} {other.said(draft, item)}。"
    )
    draft.say(_caution(rows))
    return scene.answered()


def _order(scene: Scene) -> tuple[str, ...]:
    """The sides of a comparison as the question names them: departments, or the year of one that is not named."""
    question = scene.question
    if "issuer" in question.carried:
        return ()
    return tuple(issuer or str(year) for issuer, year in question.pairs) or question.issuers


def apart(one: Row, other: Row) -> Result:
    """The difference, sums written out so that every term of the formula is a printed one. Raises NotComparable."""
    return combined("difference", (one.amount, other.amount))


def _ranking(scene: Scene, rows: list[Row]) -> Answer:
    draft, item = scene.draft, _title(scene, rows)
    top = scene.question.wanted.top or (SHOWN if len(rows) > SHOWN else len(rows))
    word = "最少" if scene.question.wanted.ascending else "最多"
    nth = scene.question.wanted.nth or 1
    first = rows[min(nth, len(rows)) - 1]
    place = word if nth == 1 or nth > len(rows) else f"{word}的第 {nth} 位"
    gap = _range(scene, rows, item) if "difference" in scene.question.asks else ""
    draft.say(f"{first.target.document.issuer}“{item}”{place}：{first.said(draft, item)}。")
    draft.say(gap)
    draft.say(f"| 部门 | 年度 | {item} |")
    draft.say("|---|---|---|")
    for row in rows[:top]:
        draft.say(f"| {row.target.document.issuer} | {row.target.year} {row.target.document.stage} | {row.said(draft, item)} |")
    if top < len(rows):
        draft.say(f"共 {len(rows)} 份文件，这里列出前 {top} 个部门。")
    draft.say(left_out(scene, [row.target for row in rows]))
    draft.say(_caution(rows[:top]))
    return scene.answered()


def _range(scene: Scene, rows: Sequence[Row], item: str) -> str:
    """What lies between the most and the least of several, where a difference is asked for."""
    least, *_, most = sorted(rows, key=lambda row: row.size)
    try:
        result = apart(most, least)
    except NotComparable:
        return ""
    stated = scene.draft.result(result, most.fact.figure, "difference", [*most.places, *least.places], item=item)
    return f"最多与最少（{least.target.document.issuer}）相差 {stated}。"


def left_out(scene: Scene, counted: Sequence[Target]) -> str:
    """Which of the disclosures asked about do not state the item: a ranking or a total is without them."""
    names = list(dict.fromkeys(t.document.issuer for t in scene.found if not t.prior and t not in counted))
    if not names:
        return ""
    listed = "、".join(names[:3]) + (f"等 {len(names)} 个部门" if len(names) > 3 else "")
    return f"{listed}没有披露这一项，未计入。"


def _caution(rows: list[Row]) -> str:
    years = sorted({row.target.year for row in rows}, reverse=True)
    return f"年度不同（{'、'.join(map(str, years))}），仅供参考。" if len(years) > 1 else ""
