"""The changes of several items against the year before, added up with their signs: 两项合在一块比上年是多了还是少了."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Answer
from assistant.calculate import Result, plain
from assistant.compose import owner
from assistant.facts import Change
from assistant.mention import Mention
from assistant.question import Question
from assistant.reply import ends
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.reply.whole import terms_of
from assistant.targets import Target
from corpus.document import Source
from corpus.figure import Figure


@dataclass(frozen=True, slots=True)
class Term:
    """How one item changed: with its sign, as written in the formula, and the figures it is told by (one printed, or two years')."""

    item: str
    value: Decimal
    written: str
    figures: tuple[Figure, ...]

    @property
    def places(self) -> list[Source]:
        """Where it is printed."""
        return [f.source for f in self.figures]


def wanted(question: Question) -> bool:
    """Whether the changes of several items are wanted in one."""
    mentions = question.mentions
    if "share" in question.asks or not {"change", "growth"} & question.asks:
        return False
    if len(mentions) == 1:
        departments = question.every or len(question.issuers) > 1
        added = bool(re.search("合计|一共|总共|加起来|合起来|净", question.plain)) and bool(
            re.search("上一?年|去年", question.plain)
        )
        return mentions[0].together or (departments and added)
    return len(mentions) > 1 and bool("sum" in question.asks or re.search("净(?:变动|增|减)", question.plain))


def reply(scene: Scene) -> Answer | None:
    """The sum for each disclosure that tells the change of every item; that there is none where no disclosure does."""
    mentions = terms_of(scene)
    if len(mentions) == 1 and not mentions[0].together:
        return _across(scene, mentions[0])
    if len(mentions) == 1:
        mentions = [Mention(i, (i,)) for i in mentions[0].items]
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        told = [_term(scene, target, m) for m in mentions]
        terms = list({(t.item, t.figures[0].code): t for t in told if t is not None}.values())
        if None not in told and len(terms) > 1 and len({t.figures[0].amount.unit for t in terms}) == 1:
            _say(scene, target, terms)
            said = True
    return scene.answered() if said else ends.undisclosed(scene, f"{'、'.join(m.name for m in mentions)}合计的增减")


def _across(scene: Scene, mention: Mention) -> Answer | None:
    """The changes of one item of several departments; None where one of them does not tell it."""
    targets = [t for t in scene.found if not t.prior]
    told = [_term(scene, t, mention) for t in targets]
    terms = [t for t in told if t is not None]
    if None in told or len(terms) < 2 or len({t.figures[0].amount.unit for t in terms}) != 1:
        return ends.undisclosed(scene, f"{mention.name}合计的增减")
    places = [p for t in terms for p in t.places]
    result = _total(terms)
    stated = scene.draft.result(result, terms[0].figures[0], "change", places, item=terms[0].item)
    scene.draft.say(f"“{terms[0].item}”{len(terms)} 份文件合在一起，比上年{_word(result.value)} {stated}（各部门的增减相加）。")
    for target, term in zip(targets, terms, strict=True):
        scene.draft.say(f"- {owner(target.document)}：{_told(scene, term)}")
    return scene.answered()


def _total(terms: Sequence[Term]) -> Result:
    value = sum((t.value for t in terms), Decimal(0))
    return Result(value, terms[0].figures[0].amount.unit, " + ".join(t.written for t in terms))


def _word(value: Decimal) -> str:
    return "增加" if value > 0 else "减少" if value < 0 else "持平"


def _told(scene: Scene, term: Term) -> str:
    """The change of one item as printed, or its amounts of two years."""
    if len(term.figures) == 1:
        return scene.draft.change(Change(term.figures[0], None))
    now, then = (scene.draft.figure(f, None, (f.source,), bold=False) for f in term.figures)
    return f"上年 {then}，今年 {now}"


def _term(scene: Scene, target: Target, mention: Mention) -> Term | None:
    """The change of one item: as printed, else between the two years that a table prints."""
    changes = [c.amount for c in scene.evidence.changes(target.document, mention) if c.amount is not None]
    printed = next((f for f in changes if f.item == mention.items[0]), changes[0] if changes else None)
    if printed is not None:
        value = (-1 if printed.direction == "减少" else 1) * (printed.amount.value or Decimal(0))
        return Term(printed.item, value, plain(value) if value >= 0 else f"({plain(value)})", (printed,))
    year = target.document.fiscal_year
    now, then = (scene.evidence.level(target.document, mention, year=y) for y in (year, year - 1))
    if now is None or then is None or then.lead.figure.value_year != year - 1 or now.lead.unit != then.lead.unit:
        return None
    written = f"({plain(now.lead.value)} − {plain(then.lead.value)})"
    return Term(now.lead.figure.item, now.lead.value - then.lead.value, written, (now.lead.figure, then.lead.figure))


def _say(scene: Scene, target: Target, terms: Sequence[Term]) -> None:
    draft, first, result = scene.draft, terms[0].figures[0], _total(terms)
    places = [p for t in terms for p in t.places]
    stated = draft.result(result, first, "change", places, item="、".join(t.item for t in terms))
    listed = "、".join(f"“{t.item}”" for t in terms)
    draft.say(
        f"{owner(target.document)}{listed}合在一起，比{first.base or '上年'}{_word(result.value)} {stated}（各项的增减相加）。"
    )
    for term in terms:
        draft.say(f"- {term.item} {_told(scene, term)}")
