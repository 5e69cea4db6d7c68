"""How much an item is: for one disclosure in a few lines, for up to five in a table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant import calculate
from assistant.answer import Answer
from assistant.calculate import Result, Term, plain
from assistant.compose import owner, scope_words
from assistant.facts import Fact, Level, is_plan
from assistant.mention import Mention, wholes
from assistant.operations import says
from assistant.reply import around, ends
from assistant.reply.parts import listed_sum
from assistant.reply.prior import prior_lines, warn
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import Target
from corpus import vocabulary
from corpus.amount import MONEY_SCALE, State

Found = list[tuple[Target, Level]]


def reply(scene: Scene) -> Answer | None:
    """Answer for each disclosure that states the item."""
    mentions = _with_value(scene)
    if not mentions:
        return None
    targets = [t for t in scene.found if not t.prior]
    prior = [t for t in scene.found if t.prior]
    if mentions[0].together and len(mentions) == 1 and (targets or any(w.name == mentions[0].name for w in wholes())):
        from assistant.reply import arithmetic

        return arithmetic.together(scene, mentions[0]) or ends.undisclosed(scene)
    if len(targets) > TABLE_LIMIT:
        targets = _stating(scene, mentions, targets)
    _prefetch(scene, mentions, targets)
    found = {m.name: levels(scene, m, targets) for m in mentions}
    stated = [t for t in targets if any(t is target for rows in found.values() for target, _ in rows)]
    derived = prior_lines(scene, mentions, prior) if prior else []
    summed = _summed(scene, mentions, [t for t in targets if t not in stated])
    if not stated and not derived:
        return (
            (scene.answered() if _say_all(scene, summed, mentions[0].name) else None)
            or _left_out(scene, targets, mentions[0])
            or ends.undisclosed(scene)
        )
    if len(stated) + len(derived) > TABLE_LIMIT:
        return ends.clarify(scene, f"有多份文件披露了“{mentions[0].name}”，请说明部门或年度：", _choices(stated, mentions[0]))
    stated = _without_copies(_of_asked_kind(scene, stated, found) if derived else stated, found)
    for line in derived:
        scene.draft.say(line)
    warn(scene, mentions, prior)
    if len(stated) == 1:
        _single(scene, stated[0], [(m, _of(stated[0], found[m.name])) for m in mentions])
        _lacking(scene, mentions, [t for t in targets if t is not stated[0] and t not in [s for s, _ in summed]])
    elif stated:
        for mention in mentions:
            _table(scene, mention, [row for row in found[mention.name] if row[0] in stated], but=[t for t, _ in summed])
    _say_all(scene, summed, mentions[0].name)
    if scene.targets.absent:
        scene.draft.say(f"{scene.targets.absent}。")
    return scene.answered()


def nothing_planned(scene: Scene) -> Answer | None:
    """What is the money for, who gets it, where there is none: that is the answer."""
    found = [lv for t in scene.found if not t.prior and scene.mention and (lv := scene.evidence.level(t.document, scene.mention))]
    if not found or any(lv.lead.value for lv in found) or reply(scene) is None:
        return None
    scene.draft.say("没有这笔钱，也就没有用在哪里可说。")
    return scene.answered()


def _lacking(scene: Scene, mentions: Sequence[Mention], targets: Sequence[Target]) -> None:
    """The other disclosures asked about that say nothing of the item; copies of the one that does are not told.

    Of a row with a name of its own nobody expects it in another disclosure.
    """
    if mentions[0].row:
        return
    spots = {(t.document.issuer, t.document.fiscal_year) for t in scene.found if t not in targets}
    for target in targets[: TABLE_LIMIT - 1]:
        if len(mentions) == 1 and (target.document.issuer, target.document.fiscal_year) not in spots:
            scene.draft.say(f"{owner(target.document)}没有披露“{mentions[0].name}”。")


def _summed(scene: Scene, mentions: Sequence[Mention], targets: Sequence[Target]) -> list[tuple[Target, tuple[Result, Fact]]]:
    """Disclosures that list the 款 of a 类 without its total, with the sum of what they list."""
    if len(mentions) != 1 or scene.question.fund or scene.question.kind or len(targets) > TABLE_LIMIT:
        return []
    return [(t, found) for t in targets if (found := listed_sum(scene, t, mentions[0]))]


def _say_all(scene: Scene, summed: Sequence[tuple[Target, tuple[Result, Fact]]], name: str) -> bool:
    """State the sums of an item, said to be computed."""
    for target, (result, fact) in summed:
        stated = scene.draft.result(result, fact.figure, "sum", fact.places, item=name)
        scene.draft.say(f"{stated}（推算）— {owner(target.document)}，“{name}”：文件没有印小计，由所列各项相加。")
    return bool(summed)


def _stating(scene: Scene, mentions: Sequence[Mention], targets: Sequence[Target]) -> list[Target]:
    """The first disclosures that state one of the items, one more than a table shows: enough to know that there are many."""
    kept: list[Target] = []
    for target in targets:
        if any(scene.evidence.level(target.document, m, scene.question.fund, scene.question.kind) for m in mentions):
            kept.append(target)
        if len(kept) > TABLE_LIMIT:
            break
    return kept


def _prefetch(scene: Scene, mentions: Sequence[Mention], targets: Sequence[Target]) -> None:
    """The items and their parts in one query."""
    items = [i for m in mentions if not m.codes for i in m.items]
    known = [vocabulary.item(i) for i in items]
    scene.evidence.load(
        [t.document.id for t in targets], items + [p for k in known if k for p in k.parts], [c for m in mentions for c in m.codes]
    )


def _left_out(scene: Scene, targets: Sequence[Target], mention: Mention) -> Answer | None:
    """The document leaves the number out, but states all parts: their sum, said to be computed."""
    said = False
    for target in targets[:TABLE_LIMIT]:
        missing = [f for f in scene.evidence.about(target.document, mention) if f.amount.state is State.MISSING]
        item = vocabulary.item(missing[0].item) if missing else None
        parts = [scene.evidence.level(target.document, Mention(p, (p,))) for p in item.parts] if item else []
        facts = [lv.lead for lv in parts if lv is not None]
        if not missing or len(facts) < 2 or len(facts) < len(parts):
            continue
        result = calculate.total([Term(f.value, f.unit) for f in facts])
        stated = scene.draft.result(result, missing[0], "sum", [f.places[0] for f in facts])
        scene.draft.say(
            f"{stated}（推算）— {owner(target.document)}，“{missing[0].item}”：文件漏印了数额{scene.draft.mark((missing[0].source,))}。"
        )
        scene.draft.say(
            "各部分："
            + "，".join(f"{f.figure.item} {scene.draft.fact(f, bold=False, places=f.places[:1])}" for f in facts)
            + "。"
        )
        said = True
    return scene.answered() if said else None


def _without_copies(targets: Sequence[Target], found: dict[str, Found]) -> list[Target]:
    """One of several files of the same department, year and kind where they say the same of every item."""
    kept: dict[tuple[object, ...], Target] = {}
    for target in targets:
        d = target.document
        values = tuple((n, lv.lead.value, lv.lead.unit) for n, rows in found.items() for t, lv in rows if t is target)
        kept.setdefault((d.issuer, d.fiscal_year, d.stage, values), target)
    return list(kept.values())


def _of_asked_kind(scene: Scene, targets: Sequence[Target], found: dict[str, Found]) -> list[Target]:
    """Without the final accounts that print what was spent only, where the plan is asked for and was told."""
    if scene.question.wanted.stage != "预算":
        return list(targets)
    plans = [t for rows in found.values() for t, lv in rows if t.document.stage == "预算" or is_plan(lv.lead.figure)]
    return [t for t in targets if any(t is p for p in plans)]


def _of(target: Target, rows: Found) -> Level | None:
    return next((level for t, level in rows if t is target), None)


def levels(scene: Scene, mention: Mention, targets: Sequence[Target]) -> Found:
    """What the item amounts to in each disclosure that states it."""
    question = scene.question
    found: Found = []
    for target in targets:
        level = scene.evidence.level(target.document, mention, question.fund, question.kind, plan=question.plan)
        if level is not None:
            found.append((target, level))
    return found


def _with_value(scene: Scene) -> list[Mention]:
    """The items asked for; "几辆车，价值多少" asks for the value too, "合计多少，其中项目支出多少" for the part too."""
    mentions = list(scene.question.mentions)
    counts = all((item := vocabulary.item(m.items[0])) is None or item.unit not in MONEY_SCALE for m in mentions)
    if (len(mentions) == 1 or (mentions and counts)) and any(
        word in scene.question.rest for word in ("价值", "值多少", "涉及", "牵涉", "多少钱", "金额", "资金")
    ):
        stem = mentions[0].items[0].removesuffix("数")
        for suffix in ("价值", "金额"):
            if stem + suffix in scene.labels.held and stem + suffix != mentions[0].items[0]:
                worth = Mention(stem + suffix, (stem + suffix,))
                both = says("scope", "counting", scene.question.plain) or "count" in scene.question.asks
                return [mentions[0], worth, *mentions[1:]] if both or len(mentions) > 1 else [worth, *mentions]
    return mentions


def _single(scene: Scene, target: Target, rows: Sequence[tuple[Mention, Level | None]]) -> None:
    """The answer for one disclosure."""
    draft = scene.draft
    shown: list[tuple[Mention, Level]] = []
    for mention, level in rows:
        if level is not None and level.lead.figure.item not in [lv.lead.figure.item for _, lv in shown]:
            shown.append((mention, level))
    for number, (mention, level) in enumerate(shown):
        stated = around.stated(scene, level)
        name = level.lead.figure.item
        if number == 0:
            draft.say(
                f"{_confirmed(scene, level)}{stated} — {around.whose(target)}{around.named(mention, name)}{around.scoped(level)}。"
            )
        else:
            draft.say(f"{name} {stated}{around.scoped(level)}。")
    for mention in (m for m, level in rows if level is None):
        summed = None if scene.question.kind or scene.question.fund else listed_sum(scene, target, mention)
        if not _say_all(scene, [(target, summed)] if summed else [], mention.name):
            draft.say(f"文件没有披露“{mention.name}”。")
    _details(scene, target, shown)


def _confirmed(scene: Scene, level: Level) -> str:
    """“是不是10万”: whether the amount that the question claims is the printed one."""
    claimed = scene.question.amounts
    of_more = says("doubt", "wholly", scene.question.plain) or says("doubt", "attributed", scene.question.plain)
    if len(claimed) != 1 or of_more or not says("scope", "yes_no", scene.question.plain):
        return ""
    scales = [Decimal(1), Decimal(10_000), Decimal(1) / 10_000, Decimal(100_000_000)]
    return "对：" if any(claimed[0] * scale == level.lead.value for scale in scales) else "不是："


def _details(scene: Scene, target: Target, shown: Sequence[tuple[Mention, Level]]) -> None:
    draft = scene.draft
    mention, level = shown[0]
    around.restriction(scene, target, mention, level)
    for part in (around.namesakes(scene, target, level), around.twins(scene, level), around.scopes(scene, level)):
        draft.say(part)
    if len(shown) == 1 and not scene.question.kind:
        draft.say(around.parts(scene, target, level))
        draft.say("" if is_plan(level.lead.figure) else around.changed(scene, target, mention))
        draft.say(around.nothing_to_run(scene, target, level))
        draft.say(around.corroborated(level))
    for _, each in shown:
        if each.missing:
            places = [f.source for f in each.missing[:1]]
            draft.say(f"⚠ 说明中“{each.missing[0].item}”漏印了数额{draft.mark(places)}。")
    around.findings(scene, target, [lv for _, lv in shown])


def _table(scene: Scene, mention: Mention, rows: Found, but: Sequence[Target] = ()) -> None:
    """One row a disclosure, newest first; what is missing is said of those that are not told ``but`` otherwise."""
    draft = scene.draft
    name = rows[0][1].lead.figure.item if rows else mention.name
    if not rows:
        draft.say(f"所查文件都没有披露“{name}”。")
        return
    draft.say(f"| 部门 | 年度 | {name} |")
    draft.say("|---|---|---|")
    spots = [(t.document.issuer, t.year, t.document.stage) for t, _ in rows]
    for target, level in rows:
        copy = (
            f"（{target.document.name}）" if spots.count((target.document.issuer, target.year, target.document.stage)) > 1 else ""
        )
        note = "（未安排）" if level.lead.nil or level.lead.declared else ""
        other = "".join(f"；{scope_words(t.figure)} {draft.fact(t, bold=False)}" for t in level.twins[:1])
        draft.say(
            f"| {target.document.issuer}{copy} | {target.year} {target.document.stage} | {draft.fact(level.lead)}{note}{other} |"
        )
    held = {id(t) for t, _ in rows}
    for target in scene.found:
        if (
            id(target) not in held
            and target not in but
            and not target.prior
            and (target.document.issuer, target.year, target.document.stage) not in spots
        ):
            draft.say(f"{owner(target.document)}没有披露“{name}”。")


def _choices(targets: Sequence[Target], mention: Mention) -> list[str]:
    return [f"{t.document.issuer} {t.year} 年{mention.name}多少" for t in targets[:5]]


def amount(fact: Fact) -> str:
    """A fact's amount in words, without marks."""
    return f"{plain(fact.value)} {fact.unit}"
