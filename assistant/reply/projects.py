"""Projects with performance targets: how many, for how much money, by what pays for them, and which ones where they are listed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assistant.answer import Answer
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import MONEY_UNITS, Fact
from assistant.meant import PROJECTS_COUNTED, TARGET_FUNDS
from assistant.mention import Mention
from assistant.operations import says
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus.figure import Figure, Measure

_WHICH = Cue(
    r"哪(?:些|几|[两三四五六七八九十])|叫(?:什么|啥)|名(?:字|称|单|录)|清单|目录|一览|逐[个项]|列(?:出|一下)|都(?:是|有)(?:什么|啥)|明细"
)
_SHOWN = 20
_OTHER = frozenset({"share", "change", "growth", "reason", "difference", "ratio", "compare", "check", "rank", "per"})


def wanted(scene: Scene) -> bool:
    """Whether projects with targets are to be counted with their money, or named; not where the question itself states a number."""
    mentions, plain = scene.question.mentions, scene.question.plain
    counts = [m for m in mentions if m.items[0] in PROJECTS_COUNTED]
    own = all(m.items[0] in PROJECTS_COUNTED or m.items[0] in PROJECTS_COUNTED.values() for m in mentions)
    if not counts or not own or _OTHER & scene.question.asks or scene.question.numbers:
        return False
    return (
        bool(_WHICH.search(plain))
        or (
            says("scope", "money", plain)
            and ("涉及" in plain or "sum" in scene.question.asks or "item" in scene.question.carried)
        )
        or len(counts) > 1
    )


def reply(scene: Scene) -> Answer | None:
    """For each disclosure the number of projects, their money, and their names where they are asked for and add up to it."""
    told = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        for mention in [m for m in scene.question.mentions if m.items[0] in PROJECTS_COUNTED]:
            told = _tell(scene, target, mention.items[0]) or told
    return scene.answered() if told else None


def _tell(scene: Scene, target: Target, item: str) -> bool:
    count, money = (_level(scene, target, name) for name in (item, PROJECTS_COUNTED[item]))
    which = bool(_WHICH.search(scene.question.plain))
    if count is None:
        return item == "绩效项目数" and _from_table(scene, target)
    stated = [f"{scene.draft.fact(fact, places=fact.places[:1])}" for fact in _in_order(scene, count, money)]
    scene.draft.say(f"{'，涉及 '.join(stated)} — {owner(target.document)}，“{count.figure.item}”。")
    for figure in _listed(scene, target, count, money) if which else ():
        scene.draft.say(f"- {figure.row_label} {scene.draft.figure(figure, None, (figure.source,))}")
    return True


def _in_order(scene: Scene, count: Fact, money: Fact | None) -> list[Fact]:
    """The count and the money; the money alone where no count is asked for."""
    if money is None:
        return [count]
    counted = (
        "count" in scene.question.asks or says("scope", "counting", scene.question.plain) or _WHICH.search(scene.question.plain)
    )
    return [count, money] if counted else [money]


def _from_table(scene: Scene, target: Target) -> bool:
    """The projects of the tables of targets, counted one by one, where no sentence counts them."""
    rows = list({f.row_label: f for f in _rows(scene.evidence.whole(target.document.id))}.values())
    if not rows:
        return False
    counted = scene.draft.tally(len(rows), [f.source for f in rows], "绩效项目数")
    scene.draft.say(f"{counted} — {owner(target.document)}绩效目标表所列项目：")
    for figure in rows[:_SHOWN]:
        scene.draft.say(f"- {figure.row_label} {scene.draft.figure(figure, None, (figure.source,))}")
    return True


def _rows(every: Iterable[Figure]) -> list[Figure]:
    """The amounts of projects that tables of targets print, a row each."""
    return [
        f
        for f in every
        if "绩效" in (f.source.table_title or "")
        and _is_money(f)
        and f.row_label
        and f.code is None
        and not f.item.startswith(TARGET_FUNDS)
    ]


def _is_money(figure: Figure) -> bool:
    return figure.measure is Measure.LEVEL and figure.amount.unit in MONEY_UNITS and figure.amount.value is not None


def _level(scene: Scene, target: Target, name: str) -> Fact | None:
    level = scene.evidence.level(target.document, Mention(name, (name,)))
    return level.lead if level else None


def _listed(scene: Scene, target: Target, count: Fact, money: Fact | None) -> list[Figure]:
    """The projects that follow the amount in the prose, or that a table of targets lists: as many as are counted and as much in all."""
    every = scene.evidence.whole(target.document.id)
    if _adds_up(table := _rows(every), count, money):
        return table
    prose = [f for f in every if _is_money(f) and f.form is None and f.source.table_title is None]
    at = next((i for i, f in enumerate(prose) if money and f.item == money.figure.item and f.source == money.figure.source), None)
    number = int(count.value or 0)
    following = prose[at + 1 : at + 1 + number] if at is not None else []
    return following if _adds_up(following, count, money) else []


def _adds_up(rows: list[Figure], count: Fact, money: Fact | None) -> bool:
    if len(rows) != count.value or not rows:
        return False
    units = {f.amount.unit for f in rows} | ({money.unit} if money else set())
    total = sum((f.amount.value or Decimal(0) for f in rows), Decimal(0))
    return len(units) == 1 and (money is None or abs(total - (money.value or Decimal(0))) <= Decimal("0.01") * len(rows))
