"""Which replies a question may get, in the order in which they are tried: from the most particular to the plainest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant import meant, operations
from assistant.answer import Answer, Status
from assistant.meant import TARGET_FUNDS
from assistant.operations import says
from assistant.question import Question, with_guess
from assistant.reply import (
    arithmetic,
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
    ranking,
    reasons,
    recheck,
    share,
    stated,
    successive,
    tables,
    targets_of,
    trend,
    units,
    words,
)
from assistant.reply.passages import disclosures
from assistant.reply.scene import TABLE_LIMIT, Scene
from assistant.targets import find_targets
from corpus import vocabulary

Reply = Callable[[Scene], Answer | None]


def replies(scene: Scene) -> list[Reply]:
    """Replies in the order in which they are tried; each gives None where it does not fit."""
    question, asks = scene.question, scene.question.asks
    if _points_nowhere(scene):
        return [_of_what]
    in_words: list[Reply] = [*([units.each] if units.wants_each(scene) else []), attribute.reply, glossary.belonging]
    in_words += _meaning(scene) if glossary.means(scene) else []
    in_words.append(_parts_explained)
    in_words += [words.asked_for] if words.first(scene) else []
    in_words += [organisation.office] if organisation.asks_for_office(scene) else []
    if question.excluding:
        return [*in_words, arithmetic.excluding]
    found = [*in_words, quantities.of_project, *_particular(scene), *_computed(scene)]
    if "purpose" in asks and not question.mentions:
        found.append(ranking.parts)
    if "purpose" in asks:
        found += [_nothing_there, purpose.purpose]
    if ({"target", "weight"} & asks and not _of_target_funds(question)) or _only_targets(scene):
        found.append(targets_of.reply)
    if "reason" in asks and question.mentions:
        found.append(premise.total_moved)
    if {"reason", "change", "growth"} & asks and question.mentions:
        found += [level.reply] if _level_first(question) and not any(t.prior for t in scene.found) else [change.reply]
    if "reason" in asks and not question.mentions:
        found.append(reasons.reasons)
    if "count" in asks:
        found.append(targets_of.reply)
    if "target" in asks and not question.mentions and ({"list", "define"} & asks or "什么" in question.plain):
        found.append(targets_of.overview)
    if "list" in asks and not question.mentions and _moved(question):
        found.append(moved.reply)
    if "list" in asks and not _named_all(question) and not (len(question.years) > 1 and question.mentions):
        found += [organisation.counted, ranking.group, *_organisation(question), ranking.parts]
    if ranking.names_group(scene) and not scene.question.mentions[0].together:
        found.append(ranking.group)
    if question.mentions:
        found += [level.reply] if _named_all(question) else [organisation.counted, *_organisation(question), level.reply]
    if not question.mentions:
        found.append(ranking.group)
    found += [_guessed, quantities.counted, prose.anything, words.anyhow]
    return found


def _points_nowhere(scene: Scene) -> bool:
    """Whether the question asks something of “it” that no turn has named: 它主要用在哪些方面."""
    question = scene.question
    if question.mentions or question.carried or question.about or not {"purpose", "define", "reason"} & question.asks:
        return False
    rest = _IT.sub("", question.rest_with_items, count=1)
    return rest != question.rest_with_items and not operations.unexplained(rest).strip(" ,\ue000\ue001")


_IT = re.compile(
    r"它们?|这(?:个|笔|项|块|些)(?:钱|费用|支出|资金|经费|项目)?|那(?:个|笔|项|块|些)(?:钱|费用|支出|资金|经费|项目)?"
)


def _of_what(scene: Scene) -> Answer:
    return ends.clarify(scene, "请说明要问的是哪个项目或哪笔钱，例如：")


def _meaning(scene: Scene) -> list[Reply]:
    """What an item means; of an amount that is named beside it (那笔12万是什么钱), what that money is for."""
    if scene.question.numbers:
        return [purpose.purpose, glossary.define]
    if glossary.belongs(scene):
        return [glossary.define]
    return [glossary.define, purpose.purpose, glossary.undefined]


_PARTS = re.compile(r"由(?:哪|什么|啥)|哪(?:几|两|三|些)?个?(?:部分|块)|拼成|(?:包括|包含|含)(?:了)?(?:些|着)?(?:什么|哪|啥)")


def _parts_explained(scene: Scene) -> Answer | None:
    """What an item is made of: its parts, and what the glossary says of it; or what the glossary says alone."""
    if not (scene.mention and _PARTS.search(scene.question.plain)) or not glossary.in_words(scene):
        return None
    parts = ranking.group(scene) or ranking.parts(scene)
    if parts is not None and parts.status is not Status.ANSWERED:
        scene.renew()
    return scene.answered() if glossary.explain(scene) else None


def _of_target_funds(question: Question) -> bool:
    """Whether the money of a table of targets is asked for, which is no target."""
    return any(mention.items[0].startswith(TARGET_FUNDS) for mention in question.mentions)


def _only_targets(scene: Scene) -> bool:
    """Whether the item is known as a performance target and as nothing else."""
    mention, documents = scene.mention, [t.document for t in scene.found if not t.prior][:TABLE_LIMIT]
    if mention is None or mention.codes or not mention.sure or not any(scene.evidence.targets(d, mention) for d in documents):
        return False
    return not any(scene.evidence.level(d, mention) or scene.evidence.changes(d, mention) for d in documents)


def _organisation(question: Question) -> list[Reply]:
    """Offices and units that are listed in words without being counted."""
    return [prose.anything] if question.mentions and question.mentions[0].items[0].endswith(("机构数", "单位数")) else []


def _particular(scene: Scene) -> list[Reply]:
    """Replies to questions that are not for an amount by itself: units, the record, checks, words, planned beside spent."""
    question, asks = scene.question, scene.question.asks
    replies: list[Reply] = [premise.reply]
    if organisation.asks_for_units(scene):
        replies.append(organisation.no_units)
    if projects.wanted(scene):
        replies.append(projects.reply)
    if question.unit or units.of_own_level(scene):
        replies.append(units.reply)
    related = len(question.mentions) > 1 and {"sum", "ratio", "per", "compare"} & asks
    listed = "list" in asks and bool(question.mentions) and bool(question.mentions[0].codes)
    if (
        question.table is not None
        and not related
        and not listed
        and not {"check", "define", "share", "rank", "difference", "change"} & asks
    ):
        replies.append(tables.reply)
    if says("scope", "origin", question.plain):
        replies += [purpose.origin, _no_origin]
    if columns.wanted(question):
        replies.append(columns.reply)
    if _asks_for_record(question):
        replies.append(ends.record)
    if codes.wanted(scene) and not moved.ranked(scene):
        replies.append(codes.reply)
    if "findings" in asks and not question.mentions:
        replies.append(discrepancy.overview)
    if "check" in asks and question.mentions and operations.with_last_year(question.plain):
        replies.append(change.reply)
    if "difference" in asks and len(question.numbers) == 2:
        replies.append(stated.apart)
    if successive.wanted(scene):
        replies.append(successive.reply)
    if recheck.wanted(question):
        replies.append(recheck.reply)
    if ("check" in asks and "share" not in asks and not _apart(question)) or _two_numbers(question):
        replies.append(discrepancy.reply)
    if "duty" in asks:
        replies.append(duty.duty)
    if "define" in asks and question.numbers and question.mentions and "reason" not in asks:
        replies.append(purpose.purpose)
    if "define" in asks and _asks_meaning(question):
        replies.append(glossary.define)
    if "planned" in question.carried:
        replies += [execution.reply, _no_plan]
    if fulfilment.wanted(scene):
        replies.append(fulfilment.reply)
    if execution.wanted(question):
        replies.append(execution.reply)
    if question.recent is not None and question.mentions:
        replies.append(trend.reply)
    return replies


def _computed(scene: Scene) -> list[Reply]:
    """Replies that rank, compare or compute."""
    question, asks = scene.question, scene.question.asks
    several = len([t for t in scene.found if not t.prior]) > 1
    replies: list[Reply] = []
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
    if _compares(scene, several):
        replies.append(compare.reply if "per" not in asks else per.reply)
    if _with_year_before(scene, several):
        replies.append(change.reply)
    if per.wanted(scene):
        replies.append(per.reply)
    if {"share", "sum"} <= asks and len(question.mentions) > 2:
        replies.append(share.joint)
    if {"sum", "weight"} <= asks:
        replies.append(targets_of.reply)
    if ({"ratio", "sum", "difference"} & asks and not _whole_beside_part(question)) or (
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


def _whole_beside_part(question: Question) -> bool:
    """Whether a whole and one of its parts are each asked for (采购一共多少,给小企业留了多少): they do not add up."""
    known = [item for m in question.mentions if (item := vocabulary.item(m.name))]
    apart = len(re.findall("多少|几", question.plain)) > 1 and not {"ratio", "difference"} & question.asks
    return apart and len(known) == 2 and known[1].parent == known[0].name


def _rankings(scene: Scene, several: bool) -> list[Reply]:
    question, asks = scene.question, scene.question.asks
    among = ranking.among(scene)
    if "weight" in asks and not (among and not re.search("[权分]|指标", question.plain)):
        return [targets_of.weights]
    if moved.ranked(scene) and not ranks_departments(scene) and question.mentions and not (several and question.which):
        by_subject = [moved.reply] if moved.of_all_money(question) else []
        return [*by_subject, lambda s: moved.among(s, among), moved.untold]
    if among and (not ranks_departments(scene) or not (_INSIDE.search(question.plain) or question.which)):
        return [ranking.named, *([compare.reply] if several else []), ranking.parts]
    if several and question.mentions and (question.which or question.every or ranks_departments(scene)):
        return [compare.reply]
    if _moved(question) and (not question.mentions or "item" in question.carried):
        return [moved.reply, moved.untold if moved.ranked(scene) else ranking.parts]
    return [ranking.parts]


def _moved(question: Question) -> bool:
    """Whether it is asked what changed, and not how one item did."""
    return bool({"change", "growth"} & question.asks) or operations.direction(question.plain) is not None


_INSIDE = re.compile(r"哪(?:一|几)?(?:项|类|个科目|些科目|款|块|笔)|科目|明细|各项|[里中内](?:最|前|的前|排|哪)")


def ranks_departments(scene: Scene) -> bool:
    """Whether a ranking is one of departments and not of what an item is made of: 三公经费排名 over many of them."""
    plain = scene.question.plain
    beside = meant.beside(scene.question.mentions, plain)
    if "部门" in beside or "单位" in beside or re.search(r"哪(?:一?个|家|些|几个)[\u4e00-\u9fff]{0,8}?[局厅院委办]", plain):
        return True
    many = len(scene.found) > TABLE_LIMIT or bool(re.search(r"排名|名次|第.名|前.{1,2}名", plain))
    return not scene.question.issuers and many and not _INSIDE.search(plain)


def _with_year_before(scene: Scene, several: bool) -> bool:
    """Whether a year is set against the one before it, of which only the later one's document is on record."""
    question = scene.question
    own = {t.document.id for t in scene.found if not t.prior}
    both = any(t.prior and t.document.id in own for t in scene.found)
    both = both or (not own and bool(scene.found) and change.against_year(question.plain))
    return both and not several and len(question.mentions) == 1 and bool({"difference", "compare"} & question.asks)


def _compares(scene: Scene, several: bool) -> bool:
    question, asks = scene.question, scene.question.asks
    if (
        not several
        or len(question.mentions) != 1
        or (operations.with_last_year(question.plain) and not question.which and "compare" not in asks)
    ):
        return False
    named = len(question.issuers) > 1 or question.every or question.which or len(question.years) > 1
    return named and (question.which or bool({"compare", "difference", "ratio"} & asks)) and "sum" not in asks - {"compare"}


def _level_first(question: Question) -> bool:
    """“X是多少,和上年比呢”: the amount is asked for first, and its change is told with it."""
    first = operations.wanted(question.plain.split(",")[0]).asks
    return (
        "level" in first
        and not {"change", "growth", "reason"} & first
        and "reason" not in question.asks - first
        and "growth" not in question.asks
    )


def _asks_for_record(question: Question) -> bool:
    return not question.mentions and bool(
        re.search(
            r"收录|(?:有|哪些|多少|几份|几个)(?:哪些|多少|几份|几个)?(?:文件|文档|资料|部门的|单位的)|能查(?:哪|什么|谁)|数据库|库里",
            question.plain,
        )
    )


def _apart(question: Question) -> bool:
    """Whether two items are to be set apart, and not held against each other: 核对一下，公用经费跟机关运行经费差了多少."""
    return (
        len(question.mentions) == 2
        and "difference" in question.asks
        and not re.search("一致|一样|矛盾|相等|对得上|对不上", question.plain)
    )


def _two_numbers(question: Question) -> bool:
    return len(question.numbers) >= 2 and "还是" in question.plain


def _asks_meaning(question: Question) -> bool:
    """什么是X and X是什么, but not 原因是什么 or 前三项是什么."""
    strong = re.search(
        r"(?<!为)什么是|啥是|[么啥何]叫|意思|指|定义|名词|解释|含义|概念|何谓|何为|怎么(?:讲|说|理解)", question.plain
    )
    if "reason" in question.asks and not re.search(r"(?<!为)什么是|啥是|意思|指|名词|定义|含义", question.plain):
        return False
    others = {"rank", "reason", "list", "duty", "purpose", "code", "level", "count", "share", "change"} & question.asks
    return bool(strong) or not others


def _named_all(question: Question) -> bool:
    """在职、退休各多少: each item is named, so that each is answered by itself."""
    return len(question.mentions) > 1


def _no_origin(scene: Scene) -> Answer | None:
    """By which document money was given is not answered with how much it is."""
    return ends.undisclosed(scene, f"{scene.mention.name}的文号") if scene.mention else None


def _no_plan(scene: Scene) -> Answer:
    """What was spent is not told where it is to be set against a plan that is not printed."""
    return ends.undisclosed(scene, f"{scene.mention.name if scene.mention else ''}的年初预算数")


def _nothing_there(scene: Scene) -> Answer | None:
    """What is the money for, where there is none: that is the answer."""
    found = [lv for t in scene.found if not t.prior and scene.mention and (lv := scene.evidence.level(t.document, scene.mention))]
    return level.reply(scene) if found and all(lv.lead.value == 0 for lv in found) else None


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
