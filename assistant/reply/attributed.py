"""Which part of an item carries its change: 三公经费下降的钱是不是全出在车上."""

from __future__ import annotations

from decimal import Decimal

from assistant.compose import owner
from assistant.facts import Change
from assistant.mention import Mention
from assistant.reply.prior import parts_names
from assistant.reply.scene import Scene
from assistant.targets import Target
from corpus import vocabulary


def say(scene: Scene, target: Target) -> bool:
    """The change of the whole, then that of each part, and which of them is all of it; False where no part's change is printed."""
    wholes = _wholes(scene)
    for mention in (*(m for m in wholes if _named(scene, m)), *scene.question.mentions, *wholes):
        whole = _change(scene, target, mention)
        if whole is None or not whole.direction:
            continue
        parts = _parts(scene, target, whole)
        if parts:
            _state(scene, target, whole, parts)
            return True
    return False


def _named(scene: Scene, whole: Mention) -> bool:
    """Whether the question says the whole, of which only the part was kept as what is asked for."""
    item = vocabulary.item(whole.name)
    return item is not None and any(name in scene.question.plain for name in (item.name, *item.aliases))


def _wholes(scene: Scene) -> list[Mention]:
    """The wholes of the items named, and the totals that a question means which names a source of money or a kind of spending."""
    known = [item for m in scene.question.mentions if (item := vocabulary.item(m.name))]
    parents = [item.parent for item in known if item.parent]
    parents += [up.parent for name in parents if (up := vocabulary.item(name)) and up.parent]
    side = {"收入": "收入总计", "支出": "支出总计"}
    totals = [side[item.side] for item in known if item.side in side and side[item.side][:2] in scene.question.plain]
    return [Mention(name, (name,)) for name in dict.fromkeys([*parents, *totals])]


def _change(scene: Scene, target: Target, mention: Mention) -> Change | None:
    return next((c for c in scene.evidence.changes(target.document, mention) if c.amount is not None), None)


def _parts(scene: Scene, target: Target, whole: Change) -> list[Change]:
    """The printed changes of the parts, and of the items named beside the whole; of a part printed with its own parts, only those."""
    names = list(parts_names(whole.figure.item))
    names += [m.name for m in scene.question.mentions if m.name not in names and m.name != whole.figure.item]
    found = {n: c for n in names if (c := _change(scene, target, Mention(n, (n,)))) and c.figure.item != whole.figure.item}
    return [c for n, c in found.items() if not set(parts_names(n)) & set(found)]


def _state(scene: Scene, target: Target, whole: Change, parts: list[Change]) -> None:
    draft = scene.draft
    draft.say(f"{owner(target.document)}“{whole.figure.item}”{draft.change(whole, bold=True)}。")
    listed = "；".join(f"“{p.figure.item}”{draft.change(p)}" for p in parts)
    draft.say(f"其中：{listed}。")
    carriers = [p for p in parts if p.direction]
    alone = carriers[0] if len(carriers) == 1 and _amount(carriers[0]) == _amount(whole) != 0 else None
    if alone is not None and alone.direction == whole.direction:
        draft.say(f"{whole.direction}的数全部来自“{alone.figure.item}”，是它一项造成的。")
        place = scene.evidence.place_of(alone.reason or "", alone.figure.source)
        draft.say(f"原因：{told}。" if (told := draft.reason(alone, place)) else "")
    elif len(carriers) == 1:
        draft.say(f"不是全部来自“{carriers[0].figure.item}”。")
    elif carriers:
        first = max(carriers, key=_amount)
        draft.say(f"不是一项造成的；变动最大的是“{first.figure.item}”。")


def _amount(change: Change) -> Decimal:
    """How much a change is, 0 where only its rate is printed."""
    return (change.amount and change.amount.amount.value) or Decimal(0)
