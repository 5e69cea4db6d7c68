"""The signs by which the order of replies is decided: what a question asks for, judged by its words, its items and what is on record."""

from __future__ import annotations

import re

from assistant import meant, operations
from assistant.cues import Cue
from assistant.meant import TARGET_FUNDS
from assistant.operations import says
from assistant.question import Question
from assistant.reply import change, execution
from assistant.reply.indicators import unclear
from assistant.reply.scene import TABLE_LIMIT, Scene
from corpus import vocabulary


def points_nowhere(scene: Scene) -> bool:
    """Whether the question asks something of “it” that no turn has named: 它主要用在哪些方面."""
    question = scene.question
    if question.mentions or question.carried or question.about or not {"purpose", "define", "reason"} & question.asks:
        return False
    rest = _IT.sub("", question.rest_with_items, count=1)
    return rest != question.rest_with_items and not operations.unexplained(rest).strip(" ,\ue000\ue001")


_IT = Cue(r"它们?|这(?:个|笔|项|块|些)(?:钱|费用|支出|资金|经费|项目)?|那(?:个|笔|项|块|些)(?:钱|费用|支出|资金|经费|项目)?")


def of_target_funds(question: Question) -> bool:
    """Whether the money of a table of targets is asked for, which is no target."""
    return any(mention.items[0].startswith(TARGET_FUNDS) for mention in question.mentions)


def only_targets(scene: Scene) -> bool:
    """Whether the item is known as a performance target and as nothing else."""
    mention, documents = scene.mention, [t.document for t in scene.found if not t.prior][:TABLE_LIMIT]
    if mention is None or mention.codes or not mention.sure or not any(scene.evidence.targets(d, mention) for d in documents):
        return False
    return not any(scene.evidence.level(d, mention) or scene.evidence.changes(d, mention) for d in documents)


def whole_beside_part(question: Question) -> bool:
    """Whether a whole and one of its parts are each asked for (采购一共多少,给小企业留了多少; 优的几个,总共几个): they do not add up."""
    known = [item for m in question.mentions if (item := vocabulary.item(m.name))]
    apart = len(re.findall("多少|几", question.plain)) > 1 and not {"ratio", "difference"} & question.asks
    return apart and len(known) == 2 and (known[1].parent == known[0].name or known[0].parent == known[1].name)


def part_of_whole(question: Question) -> bool:
    """Whether one item's share of another is asked for, though a word for a sum stands in the name of the whole: 占支出总计多少."""
    apart = {"ratio", "difference"} & question.asks
    return "share" in question.asks and not apart and len(question.mentions) == 2 and "占" in question.plain


def moves(question: Question) -> bool:
    """Whether it is asked what changed, and not how one item did."""
    return bool({"change", "growth"} & question.asks) or operations.direction(question.plain) is not None


_INSIDE = Cue(r"哪(?:一|几)?(?:项|类|个科目|些科目|款|块|笔)|科目|明细|各项|[里中内](?:最|前|的前|排|哪)")


def among_subjects(question: Question) -> bool:
    """Whether something is looked for among subjects, not among departments: 哪一项, 明细里最大的."""
    return bool(_INSIDE.search(question.plain))


def ranks_departments(scene: Scene) -> bool:
    """Whether a ranking is one of departments and not of what an item is made of: 三公经费排名 over many of them."""
    plain = scene.question.plain
    beside = meant.beside(scene.question.mentions, plain)
    if "部门" in beside or "单位" in beside or re.search(r"哪(?:一?个|家|些|几个)[\u4e00-\u9fff]{0,8}?[局厅院委办]", plain):
        return True
    many = len(scene.found) > TABLE_LIMIT or bool(re.search(r"排名|名次|第.名|前.{1,2}名", plain))
    return not scene.question.issuers and many and not among_subjects(scene.question)


def with_year_before(scene: Scene, several: bool) -> bool:
    """Whether a year is set against the one before it, of which only the later one's document is on record."""
    question = scene.question
    own = {t.document.id for t in scene.found if not t.prior}
    both = any(t.prior and t.document.id in own for t in scene.found)
    both = both or (not own and bool(scene.found) and change.against_year(question.plain))
    return both and not several and len(question.mentions) == 1 and bool({"difference", "compare"} & question.asks)


def compares(scene: Scene, several: bool) -> bool:
    """Whether one item is held against itself in several departments or years."""
    question, asks = scene.question, scene.question.asks
    if (
        not several
        or len(question.mentions) != 1
        or (operations.with_last_year(question.plain) and not question.which and "compare" not in asks)
    ):
        return False
    named = len(question.issuers) > 1 or question.every or question.which or len(question.years) > 1
    return named and (question.which or bool({"compare", "difference", "ratio"} & asks)) and "sum" not in asks - {"compare"}


def level_first(question: Question) -> bool:
    """“X是多少,和上年比呢”: the amount is asked for first, and its change is told with it."""
    clause = question.plain.split(",")[0]
    first = operations.wanted(clause).asks
    return (
        "level" in first
        and any(mention.start < len(clause) for mention in question.mentions)
        and not {"change", "growth", "reason"} & first
        and "reason" not in question.asks - first
        and "growth" not in question.asks
    )


def asks_for_record(question: Question) -> bool:
    """Whether it is asked which documents there are."""
    return not question.mentions and bool(
        re.search(
            r"收录|(?:有|哪些|多少|几份|几个)(?:哪些|多少|几份|几个)?(?:文件|文档|资料|部门的|单位的)|能查(?:哪|什么|谁)|数据库|库里",
            question.plain,
        )
    )


def apart(question: Question) -> bool:
    """Whether two amounts are to be set apart, and not held against each other: 核对一下，公用经费跟机关运行经费差了多少."""
    two = len(question.mentions) == 2 or len(question.issuers) > 1 or execution.wanted(question)
    return two and "difference" in question.asks and not re.search("一致|一样|矛盾|相等|对得上|对不上", question.plain)


def two_numbers(question: Question) -> bool:
    """Whether it is asked which of two amounts is the right one."""
    return len(question.numbers) >= 2 and "还是" in question.plain


def asks_meaning(question: Question) -> bool:
    """什么是X and X是什么, but not 原因是什么 or 前三项是什么."""
    strong = re.search(
        r"(?<!为)什么是|啥是|[么啥何]叫|意思|指|定义|名词|解释|含义|概念|何谓|何为|怎么(?:讲|说|理解)", question.plain
    )
    if "reason" in question.asks and not re.search(r"(?<!为)什么是|啥是|意思|指|名词|定义|含义", question.plain):
        return False
    others = {"rank", "reason", "list", "duty", "purpose", "code", "level", "count", "share", "change"} & question.asks
    return bool(strong) or not others


def by_class(question: Question) -> bool:
    """Whether an amount is to be told apart by class: 用在哪几大类, 每类多少."""
    return "list" in question.asks and bool(re.search("[几些各每]一?个?大?类", question.plain))


def spent_on_projects(question: Question) -> bool:
    """Whether it is asked what all money for projects is for, which the projects tell."""
    return len(question.mentions) == 1 and question.mentions[0].name == "项目支出"


def asks_projects(question: Question) -> bool:
    """Whether it is asked which projects the money of a subject is for: 一般公共服务支出包括哪几个专项项目."""
    return "项目" not in question.mentions[0].name and bool(re.search("哪[几些][^,]{0,8}项目", question.plain))


def named_all(question: Question) -> bool:
    """在职、退休各多少: each item is named, so that each is answered by itself."""
    return len(question.mentions) > 1


def of_table(scene: Scene) -> bool:
    """Whether a table named by its number is looked into for an amount, and not for how amounts of it relate."""
    question, asks = scene.question, scene.question.asks
    related = len(question.mentions) > 1 and {"sum", "ratio", "per", "compare"} & asks
    listed = "list" in asks and bool(question.mentions) and bool(question.mentions[0].codes)
    others = {"check", "define", "share", "rank", "difference", "change", "weight"} & asks
    return question.table is not None and not related and not listed and not others


def asks_for_all_targets(question: Question) -> bool:
    """Whether the targets are asked for as a whole, and not one that the words describe."""
    listed = {"list", "define"} & question.asks or "什么" in question.plain
    return "target" in question.asks and not question.mentions and bool(listed) and not unclear(question)


def counts_indicators(scene: Scene) -> bool:
    """Whether it is asked how many performance indicators there are, and not how many reach some number or which of them is the highest."""
    question = scene.question
    return says("indicator", "counting", question.plain) and not question.numbers and "rank" not in question.asks


def checks(scene: Scene) -> bool:
    """Whether prints are to be held against each other."""
    question, asks = scene.question, scene.question.asks
    return ("check" in asks and "share" not in asks and not apart(question)) or two_numbers(question)


def checks_last_year(scene: Scene) -> bool:
    """Whether an amount is to be held against that of the year before."""
    question = scene.question
    moved = operations.with_last_year(question.plain) or operations.says("scope", "step", question.plain)
    return "check" in question.asks and bool(question.mentions) and moved


def of_money(question: Question) -> bool:
    """Whether it is asked what an amount that the question names, or an item, is for."""
    named = any(m.row or m.said.endswith(_MONEY) for m in question.mentions[:1])
    return "purpose" in question.asks and bool(question.numbers or named)


_MONEY = ("费", "费用", "经费", "支出", "资金", "项目", "补助", "补贴")
"""Ends of the name of something that is paid for."""


def means_amount(scene: Scene) -> bool:
    """Whether an amount named in the question is asked about: what it is, not why."""
    question, asks = scene.question, scene.question.asks
    return "define" in asks and bool(question.numbers) and bool(question.mentions) and "reason" not in asks
