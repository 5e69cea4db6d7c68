"""Which subjects rose or fell against the year before: all of them, or those that did most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant import calculate, operations
from assistant.answer import Answer
from assistant.calculate import Result, Term, plain
from assistant.compose import owner
from assistant.cues import Cue
from assistant.evidence import SPENDING
from assistant.facts import MONEY_UNITS
from assistant.meant import TOTALS, beside
from assistant.mention import Mention
from assistant.question import Question
from assistant.reply import ends
from assistant.reply.parts import parts_of
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.restricting import FUNDS
from assistant.targets import Target
from corpus.amount import MONEY_SCALE
from corpus.document import Source
from corpus.figure import Figure, Measure

_LISTED = 12
"""Items that are listed where all that rose (or fell) are asked for."""

_LEVELS = {"类级|类科目|大类|哪些类|哪个类": 3, "款级|款科目": 5, "项级|项科目": 7}
"""Words for a level of subjects, and the digits of its codes."""


@dataclass(frozen=True, slots=True)
class Move:
    """How one item changed: printed by ``figure``, or computed from two years' columns (``result``)."""

    figure: Figure
    direction: str
    size: Decimal
    result: Result | None = None
    places: tuple[Source, ...] = ()


def reply(scene: Scene) -> Answer | None:
    """The subjects that changed the way the question says, the largest change first; None where no change is told."""
    measure = Measure.GROWTH if "growth" in scene.question.asks else Measure.CHANGE
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        moves = _moves(scene, target, measure)
        if moves:
            _say(scene, target, moves, measure)
            said = True
    return scene.answered() if said else None


_BY_CHANGE = Cue(
    r"(?:增加?|减少?|涨|降低?|下降|升高?|跌|变化|变动|幅度?|砍掉?|压减?|缩减?|(?<!最)多了|(?<!最)少了)[^,占]{0,6}?(?:最|更|排(?:名|行|在)?第|居首|头名|前[一二两三四五])"
    r"|最[^,]{0,3}?(?:增|减|涨|降|跌|变化)"
)
"""Words that rank by the change and not by the amount: 降幅最大, 增加的钱最多."""


_MORE = Cue(
    r"(?:哪一?个|哪一?项|谁)(?:的)?(?:比)?(?:上年|去年)?(?:增幅|降幅|涨幅|跌幅|减幅|变化|变动)(?:更|要)?(?:大|小|高|低)"
    r"|(?:哪一?个|哪一?项|谁)[^,]{0,4}(?:增加?|涨|减少?|降|跌|砍|压)得?了?(?:更|要)?(?:多(?!少)|猛|快|狠|厉害)"
)
"""Words that set the changes of two items against each other: 哪个降幅更大, 谁涨得多."""


def ranked(scene: Scene) -> bool:
    """Whether items are to be ranked by how they changed."""
    question = scene.question
    if "rank" in question.asks:
        return bool(_BY_CHANGE.search(question.rest))
    return len(question.mentions) > 1 and bool(_MORE.search(beside(question.mentions, question.plain)))


def of_all_money(question: Question) -> bool:
    """Whether the one item named is all the money, or all of a fund, so that its subjects are what is ranked."""
    wholes = {*TOTALS, *FUNDS, *SPENDING, "财政拨款支出"}
    return len(question.mentions) == 1 and question.mentions[0].name in wholes


def among(scene: Scene, mentions: Sequence[Mention]) -> Answer | None:
    """The items named, or the parts of the one named, ranked by their change; that it is not told where one of them has none."""
    measure = Measure.GROWTH if "growth" in scene.question.asks else Measure.CHANGE
    said = False
    for target in [t for t in scene.found if not t.prior][:TABLE_LIMIT]:
        own = list(mentions) or _parts(scene, target)
        if not own:
            continue
        told = [(m, _move_of(scene, target, m, measure)) for m in own]
        moves = [move for _, move in told if move is not None]
        lacking = [m.name for m, move in told if move is None]
        if len(moves) < 2 or (mentions and lacking):
            continue
        _say(scene, target, sorted(moves, key=lambda m: -m.size), measure)
        scene.draft.say(_others(scene, moves, measure))
        said = True
    if said:
        return scene.answered()
    return ends.undisclosed(scene, f"{'、'.join(m.name for m in mentions)}各自的增减") if mentions else None


def untold(scene: Scene) -> Answer | None:
    """That no changes are told to rank by; amounts are none."""
    own = any(not t.prior for t in scene.found)
    return ends.undisclosed(scene, f"{f'{scene.mention.name}各项' if scene.mention else '各科目'}比上年的增减") if own else None


def _parts(scene: Scene, target: Target) -> list[Mention]:
    """What the item named is made of, in a disclosure."""
    facts = parts_of(scene, target, scene.mention) if scene.mention else []
    return [Mention(f.figure.item, (f.figure.item,), (f.figure.code,) if f.figure.code else ()) for f in facts if f.value]


def _move_of(scene: Scene, target: Target, mention: Mention, measure: Measure) -> Move | None:
    """How one item changed: as printed, its rate computed from the printed change where no rate is printed, or from two columns."""
    changes = scene.evidence.changes(target.document, mention)
    change = next((c for c in changes if c.figure.item == mention.items[0]), changes[0] if changes else None)
    figure = (change.rate if measure is Measure.GROWTH else change.amount) if change else None
    if figure is not None:
        return Move(
            figure, figure.direction or (change.direction if change else "") or "", _size(figure.amount.value, figure.amount.unit)
        )
    if change is not None and change.amount is not None and measure is Measure.GROWTH:
        return _rate(scene, target, change.amount)
    year = target.document.fiscal_year
    now, then = (scene.evidence.level(target.document, mention, year=y) for y in (year, year - 1))
    if now is None or then is None or then.lead.figure.value_year != year - 1 or now.lead.unit != then.lead.unit:
        return None
    return _between(now.lead.figure, then.lead.figure, measure)


def _rate(scene: Scene, target: Target, change: Figure) -> Move | None:
    """The rate of a printed change whose amount stands beside it."""
    fact, value = scene.evidence.beside(target.document, change), change.amount.value
    if fact is None or value is None or not change.direction:
        return None
    before = calculate.prior(Term(fact.value, fact.unit), Term(value, change.amount.unit), change.direction)
    if before.value <= 0:
        return None
    rate = calculate.percent(Term(value, change.amount.unit), Term(before.value, before.unit))
    result = Result(rate.value, "%", f"{plain(value)} ÷ ({before.formula}) × 100%")
    return Move(change, change.direction, _size(result.value, "%"), result, (change.source, fact.places[0]))


def _others(scene: Scene, moves: Sequence[Move], measure: Measure) -> str:
    """The changes of the other items, so that the order can be seen."""
    told = [_told(scene, move, measure) for move in moves if move.figure.item not in "".join(scene.draft.lines)]
    return f"{'其余' if len(told) < len(moves) else '各项'}：{'；'.join(told)}。" if told else ""


def _moves(scene: Scene, target: Target, measure: Measure) -> list[Move]:
    """What changed at all, each item once: as printed, else for the subjects of a table with a column of the year before."""
    plain = scene.question.plain
    told = [f for f in scene.evidence.measured(target.document.id, measure) if f.amount.value and f.direction]
    told = [f for f in told if f.amount.unit in ("%", *MONEY_UNITS)]
    fund = FUNDS.get(scene.mention.name) if scene.mention else None
    told = [f for f in told if f.fund in (fund, None)] if fund else told
    moves = [Move(f, f.direction or "", _size(f.amount.value, f.amount.unit)) for f in told]
    if re.search("科目|[类款项]级|大类", plain):
        moves = [m for m in moves if m.figure.code] or _from_columns(scene, target, measure)
        moves = _of_level(moves, plain)
    moves.sort(key=lambda m: -m.size)
    kept: dict[tuple[str, str | None], Move] = {}
    for move in moves:
        kept.setdefault((move.figure.item, move.figure.code), move)
    return list(kept.values())


def _size(value: Decimal | None, unit: str) -> Decimal:
    return abs(value or Decimal(0)) * MONEY_SCALE.get(unit, Decimal(1))


def _of_level(moves: Sequence[Move], plain: str) -> list[Move]:
    """Subjects of the level that is named, else of the deepest that the document tells changes of."""
    digits = next((n for words, n in _LEVELS.items() if re.search(words, plain)), None)
    lengths = {len(m.figure.code or "") for m in moves}
    wanted = digits if digits in lengths else max(lengths, default=0)
    return [m for m in moves if len(m.figure.code or "") == wanted]


def _from_columns(scene: Scene, target: Target, measure: Measure) -> list[Move]:
    """Changes computed from rows that print this year and the year before."""
    rows: dict[tuple[object, ...], dict[int, list[Figure]]] = {}
    for f in scene.evidence.whole(target.document.id):
        if f.code and f.measure is Measure.LEVEL and f.amount.value is not None and f.value_year and f.kind is None:
            rows.setdefault((f.code, f.form, f.fund, f.amount.unit), {}).setdefault(f.value_year, []).append(f)
    moves = []
    for years in rows.values():
        now, then = years.get(target.year, []), years.get(target.year - 1, [])
        if len(now) == len(then) == 1 and (move := _between(now[0], then[0], measure)):
            moves.append(move)
    return moves


def _between(now: Figure, then: Figure, measure: Measure) -> Move | None:
    one, two = (Term(f.amount.value or Decimal(0), f.amount.unit) for f in (now, then))
    result = calculate.difference(one, two)
    if not result.value:
        return None
    if measure is Measure.GROWTH:
        if not two.value:
            return None
        rate = calculate.percent(Term(result.value, one.unit), two)
        result = Result(rate.value, "%", f"({result.formula}) ÷ {plain(two.value)} × 100%")
    word = "增加" if one.value > two.value else "减少"
    return Move(now, word, _size(result.value, result.unit), result, (now.source, then.source))


def _say(scene: Scene, target: Target, moves: list[Move], measure: Measure) -> None:
    draft, wanted = scene.draft, scene.question.wanted
    direction = operations.direction(scene.question.plain)
    if direction is None and re.search("[增涨升](?!减)", scene.question.plain):
        direction = "增加"
    chosen = [m for m in moves if direction in (None, m.direction)]
    if wanted.ascending:
        chosen.reverse()
    all_of_them = "list" in scene.question.asks and "rank" not in scene.question.asks
    if not chosen:
        marks = draft.mark(_places(moves[:5]))
        draft.say(f"{owner(target.document)}说明了增减的各项中，没有比上年{direction}的{marks}。")
        return
    top, nth = wanted.top or (_LISTED if all_of_them else 1), wanted.nth or 1
    noun = {"增加": "增幅", "减少": "降幅"}.get(direction or "", "增减")
    word = (
        f"比上年{direction or '有增减'}"
        if all_of_them
        else f"{noun}第 {nth} 位"
        if nth > 1
        else f"{noun}最{'小' if wanted.ascending else '大'}"
    )
    draft.say(f"{owner(target.document)}中{word}的{'有' if all_of_them else '是' if top == 1 else '几项'}：")
    for move in chosen[nth - 1 : nth - 1 + top]:
        draft.say(f"- {_told(scene, move, measure)}")
    if all_of_them and len(chosen) > top:
        draft.say("……（其余略）")


def _places(moves: Iterable[Move]) -> list[Source]:
    return [place for m in moves for place in (m.places or (m.figure.source,))]


def _told(scene: Scene, move: Move, measure: Measure) -> str:
    """One line: the item, its change, and the printed reason."""
    figure, draft = move.figure, scene.draft
    verb = ("下降" if move.direction == "减少" else "增长") if measure is Measure.GROWTH else move.direction
    if move.result is not None:
        kind = "growth" if measure is Measure.GROWTH else "change"
        return f"{figure.item} 比上年{verb} {draft.result(move.result, figure, kind, move.places)}（按表中两年的数推算）"
    place = scene.evidence.place_of(figure.reason, figure.source) if figure.reason else None
    reason = f"，原因：{figure.reason}{draft.mark((place,))}" if place else ""
    return f"{figure.item} 比{figure.base or '上年'}{verb} {draft.figure(figure, None, (figure.source,))}{reason}"
