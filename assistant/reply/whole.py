"""Wholes that many documents do not print: the printed total where there is one, else the sum of what makes it up."""

from __future__ import annotations

from dataclasses import dataclass

from assistant import calculate
from assistant.calculate import Term, plain
from assistant.facts import Fact
from assistant.labels import Mention, wholes
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus.document import Source


@dataclass(frozen=True, slots=True)
class Amount:
    """What a whole comes to: its name, its term, the term as written in a formula, and the facts behind it."""

    name: str
    term: Term
    written: str
    facts: tuple[Fact, ...]

    @property
    def places(self) -> tuple[Source, ...]:
        """One place a fact."""
        return tuple(dict.fromkeys(f.places[0] for f in self.facts))


def amount_of(scene: Scene, target: Target, mention: Mention) -> Amount | None:
    """What an item comes to in a disclosure: printed, or for a whole that is not printed the sum of the parts that are."""
    whole = next((w for w in wholes() if mention.items and w.name == mention.items[0]), None)
    name = whole.printed if whole else ""
    own = mention if whole is None else Mention(name, (name,)) if name else None
    level = scene.evidence.level(target.document, own) if own is not None else None
    if level is not None:
        return Amount(level.lead.figure.item, Term(level.lead.value, level.lead.unit), plain(level.lead.value), (level.lead,))
    found = [scene.evidence.level(target.document, Mention(p, (p,))) for p in whole.parts] if whole else []
    facts = tuple(lv.lead for lv in found if lv is not None)
    if whole is None or len(facts) < 2 or len({f.unit for f in facts}) != 1:
        return None
    total = calculate.total([Term(f.value, f.unit) for f in facts])
    return Amount(whole.name, Term(total.value, total.unit), f"({total.formula})", facts)


def around(part: Fact) -> Mention | None:
    """The whole that an item is a part of, where the words of the field know one."""
    whole = next((w for w in wholes() if part.figure.item in w.parts), None)
    return Mention(whole.name, (whole.name, *whole.parts), together=True) if whole else None
