"""What an item comes to in a disclosure, printed or put together: the one door for replies that compute with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant import calculate
from assistant.calculate import NotComparable, Result, Term, plain
from assistant.compose import Draft
from assistant.cues import Cue
from assistant.facts import Fact, is_plan
from assistant.mention import Mention, wholes
from assistant.reply.parts import listed_sum
from assistant.reply.scene import Scene
from assistant.restricting import FUNDS, KINDS
from assistant.targets import Target, stages_by_year
from corpus import vocabulary
from corpus.document import Source
from corpus.figure import Figure


@dataclass(frozen=True, slots=True)
class Amount:
    """What an item comes to: its name, its term, the term as written in a formula, and the facts behind it."""

    name: str
    term: Term
    written: str
    facts: tuple[Fact, ...]

    @property
    def summed(self) -> bool:
        """Whether it is printed nowhere and is the sum of what the document lists."""
        return len(self.facts) > 1

    @property
    def figure(self) -> Figure:
        """A figure behind it, for its department, year and kind."""
        return self.facts[0].figure

    @property
    def places(self) -> tuple[Source, ...]:
        """One place a fact."""
        return tuple(dict.fromkeys(f.places[0] for f in self.facts))

    @property
    def result(self) -> Result | None:
        """The sum with its formula, None where the amount is printed."""
        return Result(self.term.value, self.term.unit, self.written.strip("()")) if self.summed else None

    def said(self, draft: Draft, *, bold: bool = True) -> str:
        """The amount as it is stated in an answer."""
        if self.result is None:
            return draft.fact(self.facts[0], bold=bold)
        stated = draft.result(self.result, self.figure, "sum", self.places, item=self.name)
        return stated if bold else stated.replace("**", "")


def amount_of(scene: Scene, target: Target, mention: Mention, fund: str | None = None, kind: str | None = None) -> Amount | None:
    """What an item comes to in a disclosure: printed, or the sum of what is printed of it; None where it is not told.

    A whole that is not printed and a word for several items (离退休人员) come to the sum of their parts; a 类 to that of its 款.
    """
    whole = next((w for w in wholes() if mention.items and w.name == mention.items[0]), None)
    if whole is None and mention.together:
        return _together(scene, target, mention)
    name = whole.printed if whole else ""
    own = mention if whole is None else Mention(name, (name,)) if name else None
    level = scene.evidence.level(target.document, own, fund, kind) if own is not None else None
    if level is not None:
        return printed(level.lead)
    if whole is not None:
        facts = _facts(scene, target, whole.parts)
        return added(whole.name, facts) if len(facts) > 1 else None
    found = None if fund or kind else listed_sum(scene, target, mention)
    return added(mention.name, tuple(Fact(f, (f.source,), (f,)) for f in found[1].figures)) if found else None


def of_kind_named(scene: Scene, target: Target, mention: Mention) -> Amount | None:
    """What an item comes to; in an account of a year that the question calls 预算 only what it says was planned."""
    question = scene.question
    if target.document.stage != "决算" or stages_by_year(question.plain).get(target.year) != "预算":
        return amount_of(scene, target, mention, question.fund, question.kind)
    found = scene.evidence.level(target.document, mention, question.fund, question.kind, plan=True)
    return printed(found.lead) if found is not None and is_plan(found.lead.figure) else None


def printed(fact: Fact) -> Amount:
    """The amount that one fact prints."""
    return Amount(fact.figure.item, Term(fact.value, fact.unit), plain(fact.value), (fact,))


def _facts(scene: Scene, target: Target, items: Sequence[str]) -> tuple[Fact, ...]:
    levels = [scene.evidence.level(target.document, Mention(i, (i,))) for i in items]
    return tuple(lv.lead for lv in levels if lv is not None)


def _together(scene: Scene, target: Target, mention: Mention) -> Amount | None:
    name = vocabulary.canonical(mention.said)
    own = () if name in mention.items else _facts(scene, target, (name,))
    facts = own or _facts(scene, target, mention.items)
    return added(mention.said, facts) if len(facts) > 1 else printed(facts[0]) if facts else None


def added(name: str, facts: tuple[Fact, ...]) -> Amount | None:
    """The sum of facts in one unit, None where they differ in it."""
    if len({f.unit for f in facts}) != 1:
        return None
    total = calculate.total([Term(f.value, f.unit) for f in facts])
    return Amount(name, Term(total.value, total.unit), f"({total.formula})", facts)


_SIGNS = {"sum": " + ", "ratio": " ÷ ", "percent": " ÷ ", "difference": " − "}
_OF_TWO = {"ratio": calculate.times, "percent": calculate.percent, "difference": calculate.difference}


def combined(kind: str, amounts: Sequence[Amount]) -> Result:
    """The sum, difference, ratio or percentage of amounts, sums written out so that every term of the formula is a printed one.

    Raises NotComparable.
    """
    terms = [a.term for a in amounts]
    if kind == "sum":
        result = calculate.total(terms)
    else:
        result = _OF_TWO[kind](terms[0], terms[1])
    if not any(a.summed for a in amounts):
        return result
    if len({t.unit for t in terms}) != 1:
        raise NotComparable("、".join(t.unit for t in terms))
    ordered = sorted(amounts, key=lambda a: -a.term.value) if kind == "difference" else amounts
    formula = _SIGNS[kind].join(a.written.strip("()") if kind == "sum" else a.written for a in ordered)
    return Result(result.value, result.unit, f"{formula} × 100%" if kind == "percent" else formula)


WHOLES = ("收支总预算", "收入总计", "支出总计", "本年收入合计", "本年支出合计")
"""Items that are all the money of a side."""


STAFFED = Cue(r"[空缺](?:着|了)?(?:几|多少)?个?编|[满够超]了?编|编制?(?:满|用完)了?")
"""Questions whether all posts are filled."""


def terms_of(scene: Scene) -> list[Mention]:
    """The items to compute with; a whole that only says where the others belong ("政府采购里服务比货物") is left out."""
    mentions = list(scene.question.mentions)
    if len(mentions) < 2 and STAFFED.search(scene.question.plain):
        return [Mention("编制数", ("编制数",)), Mention("在职人数", ("在职人数",))]
    inner = [m for m in mentions if not any(holds(m, other) for other in mentions)]
    return inner if len(mentions) > 2 and len(inner) >= 2 else mentions


def holds(whole: Mention, part: Mention) -> bool:
    """Whether an item is the whole of another one that is named, as the words of the field or their codes say."""
    if any(w.name == whole.name and part.name in w.parts for w in wholes()):
        return True
    one, two = vocabulary.item(whole.items[0]), vocabulary.item(part.items[0])
    if one is None or two is None or one == two:
        return False
    if two.parent == one.name or part.name in one.parts or (one.name in WHOLES and part.name in (*KINDS, *FUNDS)):
        return True
    above = one.code or ""
    return bool(above and two.code and two.code != above and two.code.startswith(above))


def around(part: Fact) -> Mention | None:
    """The whole that an item is a part of, where the words of the field know one."""
    whole = next((w for w in wholes() if part.figure.item in w.parts), None)
    return Mention(whole.name, (whole.name, *whole.parts), together=True) if whole else None
