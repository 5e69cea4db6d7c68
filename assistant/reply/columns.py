"""A column asked of a row: 行政运行这个科目对应的政府采购金额, where the table of the row has such a column."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.compose import owner
from assistant.cues import Cue
from assistant.facts import fact_of
from assistant.mention import Mention
from assistant.question import Question
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.restricting import FUNDS, KINDS
from assistant.targets import Target
from assistant.text import key
from corpus.amount import State
from corpus.figure import Figure, Measure

_LINK = Cue(
    r"^(?:这个?|那个?|该|此)?(?:科目|项目|款|项|类|行)?[,的]?(?:所?对应|所?涉及|下面?|里面?|中|其中|那一?行|一行)?的?(?:那一?[列栏])?的?$"
)
_ENDS = Cue(r"(?:的?(?:金额|预算|决算|数额|支出|合计|小计|总额|数))+$")


def wanted(question: Question) -> bool:
    """Whether two items are named one of the other, as a column is of a row."""
    if len(question.mentions) != 2 or {"sum", "difference", "share", "compare", "ratio", "check"} & question.asks:
        return False
    row, column = question.mentions
    between = question.plain[row.start + len(row.said) : column.start]
    return bool(between) and bool(_LINK.match(between)) and column.items[0] not in {*FUNDS, *KINDS}


def reply(scene: Scene) -> Answer | None:
    """What the row's table prints in the column; None where no row of the item has such a column."""
    row, column = scene.question.mentions
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        found = _cells(scene, target, row, _ENDS.sub("", key(column.said)))
        if found:
            fact = fact_of(found[:1])
            name = " ".join(found[0].column_path) or column.said
            scene.draft.say(f"{scene.draft.fact(fact)} — {owner(target.document)}，“{found[0].item}”的“{name}”。")
    return scene.answered() if scene.draft.figures else None


def _cells(scene: Scene, target: Target, row: Mention, name: str) -> list[Figure]:
    """Amounts of the row in columns of that name, that of the whole column first."""
    return (
        [
            f
            for f in scene.evidence.about(target.document, row)
            if f.measure is Measure.LEVEL
            and f.amount.state is State.STATED
            and f.value_year in (None, target.year)
            and any(name in key(label) for label in f.column_path)
        ]
        if len(name) >= 2
        else []
    )
