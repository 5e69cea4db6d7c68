"""Which replies a question may get, in the order in which they are tried: from the most particular to the plainest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant import meant
from assistant.answer import Answer, Status
from assistant.cues import Cue
from assistant.operations import says
from assistant.question import Question, with_guess
from assistant.reply import (
    arithmetic,
    as_of,
    attribute,
    change,
    codes,
    columns,
    compare,
    discrepancy,
    duty,
    ends,
    execution,
    fulfilment,
    glossary,
    level,
    moved,
    net,
    organisation,
    per,
    premise,
    projects,
    prose,
    purpose,
    quantities,
    quoted_number,
    ranking,
    reasons,
    recheck,
    scoped,
    share,
    signs,
    stated,
    successive,
    tables,
    targets_of,
    trend,
    units,
    words,
)
from assistant.reply.parts import asks_for_purchases
from assistant.reply.passages import disclosures
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import find_targets

Reply = Callable[[Scene], Answer | None]


def replies(scene: Scene) -> list[Reply]:
    """Replies in the order in which they are tried; each gives None where it does not fit."""
    question, asks = scene.question, scene.question.asks
    if signs.points_nowhere(scene):
        return [_of_what]
    in_words: list[Reply] = [organisation.units_listed] if organisation.asks_for_list(scene) else []
    in_words += [quantities.carried] if quantities.of_carried(scene) else []
    in_words += [organisation.counted] if organisation.asks_for_vehicles(scene) else []
    in_words += [organisation.enumerated, *([units.each] if units.wants_each(scene) else []), attribute.reply, glossary.belonging]
    in_words += [_named_by_code] if codes.asks_name(scene) else []
    in_words += _meaning(scene) if glossary.means(scene) else []
    in_words.append(_parts_explained)
    in_words += [words.asked_for, prose.before_amounts] if words.first(scene) else []
    in_words += [duty.told, prose.refused] if words.or_nothing(scene) else []
    in_words += [as_of.stated, prose.refused] if as_of.asked(scene) else []
    in_words += [organisation.office] if organisation.asks_for_office(scene) else []
    if question.excluding:
        return [*in_words, organisation.but, arithmetic.excluding]
    found = [*in_words, quantities.of_project, *_particular(scene), *_computed(scene)]
    if "purpose" in asks and (not question.mentions or signs.by_class(question) or signs.spent_on_projects(question)):
        found.append(ranking.parts)
    if "purpose" in asks:
        found += [level.nothing_planned, purpose.purpose]
    if ({"target", "weight"} & asks and not signs.of_target_funds(question)) or signs.only_targets(scene):
        found.append(targets_of.reply)
    if "reason" in asks and question.mentions:
        found += [premise.unplanned, premise.total_moved]
    if {"reason", "change", "growth"} & asks and question.mentions:
        found += [level.reply] if signs.level_first(question) and not any(t.prior for t in scene.found) else [change.reply]
    if "reason" in asks and not question.mentions:
        found.append(reasons.reasons)
    if "count" in asks and not (scene.mention and scene.mention.items[0] in meant.PROJECTS_COUNTED):
        found.append(targets_of.reply)
    if signs.asks_for_all_targets(question):
        found.append(targets_of.overview)
    if "list" in asks and not question.mentions and signs.moves(question):
        found.append(moved.reply)
    if "list" in asks and question.mentions and signs.asks_projects(question):
        found.append(purpose.purpose)
    if "list" in asks and not signs.named_all(question) and not (len(question.years) > 1 and question.mentions):
        found += [organisation.counted, ranking.group, *_organisation(question), ranking.parts]
    if ranking.names_group(scene) and not scene.question.mentions[0].together:
        found.append(ranking.group)
    if question.mentions:
        found += [level.reply] if signs.named_all(question) else [organisation.counted, *_organisation(question), level.reply]
    if not question.mentions:
        found.append(ranking.group)
    found += [_guessed, quantities.counted, prose.anything, words.anyhow]
    return found


def _of_what(scene: Scene) -> Answer:
    return ends.clarify(scene, "请说明要问的是哪个项目或哪笔钱，例如：")


def _meaning(scene: Scene) -> list[Reply]:
    """What an item means; of an amount that is named beside it (那笔12万是什么钱), what that money is for."""
    if scene.question.numbers:
        return [purpose.purpose, glossary.define]
    if glossary.belongs(scene) or (glossary.told_apart(scene) and not signs.named_all(scene.question)):
        return [glossary.define]
    if glossary.told_apart(scene):
        return [glossary.define, glossary.undefined]
    return [glossary.define, purpose.purpose, glossary.undefined]


_PARTS = Cue(r"由(?:哪|什么|啥)|哪(?:几|两|三|些)?个?(?:部分|块)|拼成|(?:包括|包含|含)(?:了)?(?:些|着)?(?:什么|哪|啥)")


def _parts_explained(scene: Scene) -> Answer | None:
    """What an item is made of: its parts, and what the glossary says of it; or what the glossary says alone."""
    if not (scene.mention and _PARTS.search(scene.question.plain)) or not glossary.in_words(scene):
        return None
    parts = ranking.group(scene) or ranking.parts(scene)
    if parts is not None and parts.status is not Status.ANSWERED:
        scene.renew()
    return scene.answered() if glossary.explain(scene) else None


def _named_by_code(scene: Scene) -> Answer | None:
    """What the subject of a code is called, with its amount, and what the glossary says of it."""
    answer = level.reply(scene)
    if answer is None or answer.status is not Status.ANSWERED:
        return None
    glossary.explain(scene)
    return scene.answered()


def _organisation(question: Question) -> list[Reply]:
    """Offices and units that are listed in words without being counted."""
    return [prose.anything] if question.mentions and question.mentions[0].items[0].endswith(("机构数", "单位数")) else []


def _particular(scene: Scene) -> list[Reply]:
    """Replies to questions that are not for an amount by itself: units, the record, checks, words, planned beside spent."""
    return [reply for holds, found in _PARTICULAR if holds(scene) for reply in found]


def _computed(scene: Scene) -> list[Reply]:
    """Replies that rank, compare or compute."""
    question, asks = scene.question, scene.question.asks
    several = len([t for t in scene.found if not t.prior]) > 1
    replies: list[Reply] = [change.reply] if change.each_moved(question) else []
    replies.append(scoped.under_both)
    if "rank" in asks or moved.ranked(scene):
        replies += _rankings(scene, several)
    if (
        several
        and question.every
        and len(question.mentions) == 1
        and question.mentions[0].said.endswith(("合计", "总计", "总额"))
        and not {"compare", "ratio", "difference"} & asks
    ):
        replies.append(arithmetic.across)
    if net.wanted(question):
        replies.append(net.reply)
    if signs.compares(scene, several):
        replies.append(compare.reply if "per" not in asks else per.reply)
    if signs.with_year_before(scene, several):
        replies.append(change.reply)
    if per.wanted(scene):
        replies.append(per.reply)
    if {"share", "sum"} <= asks and len(question.mentions) > 2:
        replies.append(share.joint)
    if {"sum", "weight"} <= asks:
        replies.append(targets_of.reply)
    if ({"ratio", "sum", "difference"} & asks and not (signs.whole_beside_part(question) or signs.part_of_whole(question))) or (
        "compare" in asks and len(question.mentions) == 2
    ):
        replies.append(arithmetic.reply)
    if "share" in asks and not ("weight" in asks and not question.mentions):
        replies += [share.of_parts, _with_reason if "reason" in asks else share.reply]
    return replies


def _with_reason(scene: Scene) -> Answer | None:
    """“只完成88%,为什么没花完”: the percentage that is named, and why."""
    answer = share.reply(scene)
    if answer is None or answer.status is not Status.ANSWERED:
        return answer
    for target in disclosures(scene)[:TABLE_LIMIT]:
        if scene.mention and any(c.document_id == target.document.id for c in answer.citations):
            reasons.told(scene, target, "原因")
    return scene.answered()


def _rankings(scene: Scene, several: bool) -> list[Reply]:
    question, asks = scene.question, scene.question.asks
    among = ranking.among(scene)
    if "weight" in asks and not (among and not re.search("[权分]|指标", question.plain)):
        return [targets_of.weights]
    if moved.ranked(scene) and not signs.ranks_departments(scene) and question.mentions and not (several and question.which):
        by_subject = [moved.reply] if moved.of_all_money(question) else []
        return [*by_subject, lambda s: moved.among(s, among), moved.untold]
    if among and (not signs.ranks_departments(scene) or not (signs.among_subjects(question) or question.which)):
        return [ranking.named, *([compare.reply] if several else []), ranking.parts]
    if several and question.mentions and (question.which or question.every or signs.ranks_departments(scene)):
        return [compare.reply]
    if signs.moves(question) and (not question.mentions or "item" in question.carried):
        return [moved.reply, moved.untold if moved.ranked(scene) else ranking.parts]
    return [ranking.parts]


def _no_origin(scene: Scene) -> Answer | None:
    """By which document money was given is not answered with how much it is."""
    return ends.undisclosed(scene, f"{scene.mention.name}的文号") if scene.mention else None


def _plan_untold(scene: Scene) -> Answer | None:
    """The same where their difference is asked for and there is an account."""
    return _no_plan(scene) if "difference" in scene.question.asks and execution.accounts(scene) else None


def _no_plan(scene: Scene) -> Answer:
    """What was spent is not told where it is to be set against a plan that is not printed."""
    return ends.undisclosed(scene, f"{scene.mention.name if scene.mention else ''}的年初预算数")


def _guessed(scene: Scene) -> Answer | None:
    """Once more with an item guessed from the words, where none was named."""
    if scene.question.mentions or scene.question.near or says("scope", "vague", scene.question.plain):
        return None
    question = with_guess(scene.question, scene.labels)
    if not question.mentions:
        return None
    again = replace(scene, question=question, targets=find_targets(question, scene.documents))
    for reply in (r for r in replies(again) if r not in (_guessed, prose.anything)):
        again.renew()
        answer = reply(again)
        if answer is not None and answer.status is Status.ANSWERED:
            scene.question = replace(question)
            return answer
    return None


_PARTICULAR: tuple[tuple[Callable[[Scene], bool], tuple[Reply, ...]], ...] = (
    (lambda scene: True, (premise.reply,)),
    (lambda scene: quoted_number.wanted(scene.question), (quoted_number.reply,)),
    (organisation.asks_for_units, (organisation.no_units,)),
    (signs.counts_indicators, (targets_of.number,)),
    (projects.wanted, (projects.reply,)),
    (lambda scene: bool(scene.question.unit) or units.of_own_level(scene), (units.reply,)),
    (tables.asks_for_empty, (tables.empty,)),
    (asks_for_purchases, (ranking.parts,)),
    (signs.of_table, (tables.reply,)),
    (lambda scene: says("scope", "origin", scene.question.plain), (purpose.origin, _no_origin)),
    (lambda scene: columns.wanted(scene.question), (columns.reply,)),
    (lambda scene: signs.asks_for_record(scene.question), (ends.record,)),
    (lambda scene: codes.wanted(scene) and not moved.ranked(scene), (codes.reply,)),
    (lambda scene: "findings" in scene.question.asks and not scene.question.mentions, (discrepancy.overview,)),
    (lambda scene: recheck.wanted(scene.question), (recheck.reply,)),
    (signs.checks_last_year, (change.reply,)),
    (lambda scene: "difference" in scene.question.asks and len(scene.question.numbers) == 2, (stated.apart,)),
    (successive.wanted, (successive.reply,)),
    (signs.checks, (discrepancy.reply,)),
    (lambda scene: "duty" in scene.question.asks and signs.of_money(scene.question), (purpose.purpose,)),
    (lambda scene: "duty" in scene.question.asks and quantities.up_to(scene.question.plain), (quantities.counted,)),
    (lambda scene: "duty" in scene.question.asks, (duty.duty,)),
    (signs.means_amount, (purpose.purpose,)),
    (lambda scene: "define" in scene.question.asks and signs.asks_meaning(scene.question), (glossary.define,)),
    (lambda scene: "planned" in scene.question.carried, (execution.reply, _no_plan)),
    (fulfilment.wanted, (fulfilment.reply,)),
    (lambda scene: execution.wanted(scene.question), (execution.reply, _plan_untold)),
    (lambda scene: scene.question.recent is not None and bool(scene.question.mentions), (trend.reply,)),
)
"""Replies to particular questions, each with the sign that it may fit, in the order in which they are tried."""
