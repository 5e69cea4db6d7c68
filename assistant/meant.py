"""Which of the items that a question names are meant: without those that it denies, takes back, or names only to say where to look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant import operations
from assistant.cues import Cue
from assistant.mention import Mention, general
from assistant.text import GAP, key
from corpus import vocabulary

TOTALS = {"收支总预算", "收入总计", "支出总计", "本年收入合计", "本年支出合计"}
"""Items that are all the money of a side, or of both."""


def ordered(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """In the order of the question, each item once; a word that is hardly a name gives way to one that is.

    An item named beside its own code (工资福利支出（301类）) is one item.
    """
    kept: list[Mention] = []
    coded = [m for m in mentions if m.codes]
    for mention in sorted(mentions, key=lambda m: m.start):
        twice = not mention.codes and any(set(mention.items[:1]) <= set(c.items) for c in coded)
        if not twice and not any(mention.items == other.items and mention.codes == other.codes for other in kept):
            kept.append(mention)
    strong = [m for m in kept if not m.weak or m.codes] or kept
    return tuple(m for m in strong if not _gives_way(m, strong))


def _gives_way(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a word of speech is said once more inside the name of another item: 委托 beside 公共事务委托支出."""
    if mention.codes or mention.together or any(key(item) == mention.said for item in mention.items):
        return False
    return any(mention.said in m.said and len(m.said) > 2 for m in mentions if m is not mention and m.said != mention.said)


def without_listed(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """Without a word for several things right before those that it stands for: 国有资产（房屋、车辆、家具、其他）."""
    naming = [m for m, listed in pairwise(mentions) if _lists(m, listed, plain)]
    return tuple(m for m in mentions if m not in naming)


def _lists(mention: Mention, listed: Mention, plain: str) -> bool:
    several = len(mention.items) > 1 and not (mention.codes or mention.together) and set(mention.items) != set(listed.items)
    near = _LISTS.fullmatch(plain, mention.start + len(mention.said), listed.start)
    return several and near is not None and bool(set(mention.items) & set(listed.items))


_LISTS = Cue(r"(?:占用|占有|使用|情况|包括|包含|含|里面?|[当之其]?中|内|,|的|:)*")


def beside_general(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """Without a word as general as 采购 that only tells of what kind another item is: 采购清单上的复印纸, 公务用车采购.

    A part beside its whole (采购预算里的货物), or said to stand in it (人员经费里的奖金), is no such word.
    """
    if len(mentions) != 2 or {"sum", "share", "difference", "compare", "ratio", "check", "per"} & operations.wanted(plain).asks:
        return mentions
    if re.search(r"[和与跟及、,+]", between(mentions, plain)[:-1]):
        return mentions
    parents = {item.parent for m in mentions if (item := vocabulary.item(m.name))}
    inside = _INSIDE.match(between(mentions, plain)) and general(mentions[1].said)
    if inside or any(m.name in parents for m in mentions):
        return mentions
    kept = tuple(m for m in mentions if not (general(m.said) and not m.codes))
    return kept if len(kept) == 1 else mentions


def _no_purchase(mention: Mention, mentions: Sequence[Mention], plain: str) -> bool:
    """Whether a word for a kind of purchase stands in a sentence about something else: 给老人提供什么服务, but not 那服务呢."""
    kinds = mention.said in _PURCHASED and mention.items[0].startswith("政府采购")
    others = any(m is not mention and m.items[0].startswith("政府采购") for m in mentions)
    asked = others or re.search("[采购买招标]", plain) or len(plain) <= len(mention.said) + _SHORT
    return kinds and not asked


_PURCHASED = ("服务", "货物", "工程")
_SHORT = 5
"""Characters beside an item in a turn that goes on from the one before."""

_INSIDE = Cue(r"[类款]?(?:科目|项目)?(?:预算|支出|经费|资金)?(?:里|[当之其]?中|内|项?下|底下)")


_BESIDE = Cue(
    r"(?:包括|包含|含|分为|分成|比如|例如)(?P<examples>[^,]+?)等(?:等|这|那)?(?:哪|几|多少|[两三四五六七八九十\d]+[个项块类部])"
    r"|(?<!不)(?<!不包)(?:含|包括|包含)(?P<scope>[^,]{2,16}?)(?:安排|在内)的?"
)
"""Items that a question only gives as examples of the parts it asks for (包括A、B等哪五块), or as what an amount takes in (含A安排的)."""


_SUCH = Cue(r"(?:[这那](?:些|类|几[项款样种笔])|等等?)的?$")


def _of_such(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """Without examples of the whole whose parts are asked for: 水费、电费这些商品和服务支出有哪几项."""
    whole = next((m for m in mentions[1:] if _SUCH.search(plain[: m.start])), None)
    listed = whole is not None and re.search("哪[几些]", plain[whole.start + len(whole.said) :])
    return tuple(m for m in mentions if whole is None or not listed or m.start >= whole.start)


def not_beside(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """Without the items that are only examples of what is asked for, or only said to be included; 结转的X is the row X.

    A word for the whole budget right behind an item tells the size of that: 政府采购盘子. One that comes after another says the same
    again: 总预算哪家盘子大.
    """
    mentions = _of_such(tuple(m for m in mentions if not _no_purchase(m, mentions, plain)), plain)
    ends = {m.start + len(m.said) for m in mentions}
    again = [m for m in mentions if m.items[0] in TOTALS and not re.search("[收支]", m.said)][1:]
    mentions = tuple(m for m in mentions if m not in again and not (m.items[0] == "收支总预算" and m.start in ends))
    spans = [m.span("examples" if m["examples"] else "scope") for m in _BESIDE.finditer(plain)]
    kept = tuple(m for m in mentions if not any(a <= m.start and m.start + len(m.said) <= b for a, b in spans))
    carried = len(kept) == 2 and "结转" in kept[0].items[0] and vocabulary.item(kept[1].name) is None and not kept[1].codes
    return (
        kept[1:]
        if carried and re.fullmatch("下来?的|过来的|的", plain[kept[0].start + len(kept[0].said) : kept[1].start])
        else kept
    )


def affirmed(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """Without the items that the question says it does not mean: 不是三公经费,是机关运行经费; 会议费,不对,是培训费."""
    corrected = max((m.end() for m in operations.pattern("scope", "corrected").finditer(plain)), default=0)
    kept = [m for m in mentions if m.start >= corrected] or mentions
    meant = [m for m in kept if not _denied(m, plain)] or kept
    return tuple(meant)


def _denied(mention: Mention, plain: str) -> bool:
    """Whether an item is named as not meant, or as not found in: 别给我按功能分类的X, X里没有."""
    before, after = plain[: mention.start], plain[mention.start + len(mention.said) :]
    return operations.says("scope", "negated", before) or operations.says("scope", "not_there", after)


def only(mentions: tuple[Mention, ...], plain: str) -> tuple[tuple[Mention, ...], bool]:
    """The items that alone are asked for (单看本年收入), and whether the question so restricts itself."""
    kept = tuple(m for m in mentions if operations.says("scope", "only", plain[: m.start]))
    return (kept, True) if kept and len(kept) < len(mentions) else (mentions, False)


def on_basis(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """X口径 says which amount stands for the whole budget that is named beside it: 预算盘子，支出总计口径."""
    basis = [m for m in mentions if re.match("口径", plain[m.start + len(m.said) :])]
    others = [m for m in mentions if m not in basis]
    return tuple(basis) if len(basis) == 1 and others and all(m.items[0] in TOTALS for m in (*others, *basis)) else mentions


def is_basis(mention: Mention, plain: str) -> bool:
    """Whether an item is named as the money or kind by which others are taken: 按X算, X口径下, 只看X，…."""
    before, after = plain[: mention.start], plain[mention.start + len(mention.said) :]
    by = operations.says("scope", "by_basis", before) and operations.says("scope", "on_basis", after)
    asks = operations.wanted(plain).asks
    within = operations.says("scope", "within_basis", after) and bool(_RELATED & asks) and "share" not in asks
    return by or within or operations.says("scope", "basis", after)


def both_kinds(mentions: Sequence[Mention], plain: str) -> tuple[Mention, ...]:
    """Basic and project spending where both are named in one breath, so that neither is a basis by itself: 基本支出和项目支出里的."""
    kinds = tuple(m for m in mentions if m.items[0] in ("基本支出", "项目支出") and not m.codes)
    joined = len(kinds) == 2 and re.fullmatch(
        r"里?[的]?(?:和|与|跟|及|、|加上?|\+|,|还有|以及|连同)+", between(kinds, plain)[:-1]
    )
    return kinds if joined else ()


_RELATED = frozenset({"sum", "difference", "ratio", "compare"})
_REMAINS = Cue(r"(?:剩|余)(?:下来?|余)?的?(?:那些?|就是|是)?,?|其余的?(?:是|就是)?")
_LEFT_OVER = Cue("结转|结余")
_OF_THE_YEAR = frozenset({"本年收入合计", "财政拨款收入", "一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款"})
"""Revenue of the year itself, beside which a budget lists what the year before left."""


def without_already(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """The one item that is asked for where words of exclusion only describe it; nothing where one is to be left out of another.

    What remains is named itself (基本支出刨掉人员经费，剩下的公用经费), or the whole never held the part (本年收入，不含上年结转).
    """
    for rest in _REMAINS.finditer(plain):
        named = [m for m in mentions if rest.end() <= m.start <= rest.end() + 2]
        if len(mentions) > 1 and named:
            return (named[0],)
    if len(mentions) == 1 and _LEFT_OVER.search(plain):
        return mentions if mentions[0].items[0] in _OF_THE_YEAR and not _LEFT_OVER.search(mentions[0].said) else ()
    if len(mentions) != 2:
        return ()
    whole, part = sorted(mentions, key=lambda m: "结转" in m.items[0])
    own = whole.items[0] in _OF_THE_YEAR and "结转" in part.items[0] and "结转" not in whole.items[0]
    return (whole,) if own else ()


_GRANTED = Cue(r"既然[^,]*,")
"""What a question takes for granted before it asks: 既然编制增加了,那在职人员…"""


def concluded(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """Without the items that a question only takes for granted, where it then asks for another."""
    granted = _GRANTED.search(plain)
    kept = tuple(m for m in mentions if granted is None or not granted.start() <= m.start < granted.end())
    return kept or mentions


def beside(mentions: Iterable[Mention], plain: str) -> str:
    """The question without the words that name its items: 节约 in 能源节约利用 asks nothing."""
    for mention in mentions:
        plain = plain.replace(mention.said, "")
    return plain


def of_last_clause(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """The items of the clause that asks for a reason, without those that an earlier clause only compares it with.

    同样是医保,事业单位医疗为什么反而涨了 asks for the last item; an earlier clause that asks something itself keeps its items.
    """
    clause = plain.rfind(",") + 1
    last = tuple(m for m in mentions if m.start >= clause)
    before = plain[:clause]
    asked = operations.wanted(beside(mentions, before)).asks - {"level", "check", "target"}
    if not clause or not last or asked or not operations.says("ask", "reason", plain[clause:]) or re.search("多少|几", before):
        return mentions
    return last


def of_target_table(mentions: tuple[Mention, ...], plain: str, held: Iterable[str]) -> tuple[Mention, ...]:
    """The money of a table of targets without the words that only name the table: 部门整体绩效目标的资金,上级安排多少.

    Of a document with a table for each project it is that of the project named; ``held`` are the items with figures.
    """
    if not any(m.items[0].startswith(TARGET_FUNDS) for m in mentions):
        return mentions
    set_against = {"check", "share", "difference", "ratio", "compare"} & operations.wanted(plain).asks
    naming = _NAMES_TABLE if set_against else _NAMES_TABLE | _SAME_MONEY
    kept = [m for m in mentions if m.items[0] not in naming and not _OF_TABLE.match(plain, m.start + len(m.said))]
    funds = [h for h in held if TARGET_FUNDS in h and not h.startswith(TARGET_FUNDS) and key(h.split(TARGET_FUNDS)[0]) in plain]
    own = {m.items[0]: [h for h in funds if h.endswith(m.items[0])] for m in kept}
    return tuple(replace(m, items=tuple(own[m.items[0]])) if len(own[m.items[0]]) == 1 else m for m in kept)


TARGET_FUNDS = "绩效目标资金"
"""What the names of the items of such money begin with."""
_OF_TABLE = Cue(r"(?:项目)?(?:支出)?的?绩效(?:目标)?(?:申报)?表")
_NAMES_TABLE = frozenset({"整体绩效目标数", "绩效项目数", "项目支出"})
_SAME_MONEY = frozenset({"整体绩效目标金额", "绩效项目金额", "收支总预算"})
"""What the table's money adds up to: only named beside its sources, unless they are set against it."""


_POINTED = Cue(r"[这那该]一?[个项笔]?$")


def without_pointed(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """Without words for the budget of a project that was named before: 那个项目预算再报一遍 is not about all projects."""
    pointed = [m for m in mentions if m.items[0] == "项目支出" and "支出" not in m.said and _POINTED.search(plain[: m.start])]
    return tuple(m for m in mentions if m not in pointed)


PROJECTS_COUNTED = {
    "绩效项目数": "绩效项目金额", "当年财政拨款项目数": "当年财政拨款项目金额", "当年非财政拨款项目数": "当年非财政拨款项目金额",
    "整体绩效目标数": "整体绩效目标金额",
}  # fmt: skip
"""Items that count projects with targets, and those of their money."""
_OF_THEM = Cue(r"(?:涉及|合计|一共|总共|共计|总计)(?:[的了到有]|多少|几)*$")


def without_their_money(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """Without words for all money that is said to be that of the projects counted: 几个项目设了绩效目标,合计涉及多少财政资金."""
    if len(mentions) < 2 or mentions[0].items[0] not in PROJECTS_COUNTED:
        return mentions
    money = [m for m in mentions if m.items[0] in (*TOTALS, "财政拨款收入") and _OF_THEM.search(plain[: m.start])]
    return tuple(m for m in mentions if m not in money)


_TABLE = Cue(
    r"(?:预算|决算|收支|支出|收入|拨款|基本|项目|财政|部门|政府|经济|功能|科目|分类|总体|情况|明细|汇总|总)*表(?![述示现明决扬彰态表])"
)
_EXPLAINS = Cue(r"的?(?:情况|总体)?(?:说明|依据|原则|口径)")
"""What makes 编制 the making of a budget and no number of posts: 编制说明."""


def outside_tables(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """Without words that only name the table or the class to look in: 部门支出总表里 行政运行, 302科目下的公务接待费."""
    mentions = tuple(m for m in mentions if not (m.said == "编制" and _EXPLAINS.match(plain, m.start + len(m.said))))
    kept = tuple(m for m in mentions if m.codes or not _TABLE.match(plain, m.start + len(m.said)))
    own = [vocabulary.item(m.items[0]) for m in kept if not m.codes and m.items]
    inside = [item.code for item in own if item is not None and item.code]
    kept = tuple(m for m in kept if not (_UNDER.match(plain, m.start + len(m.said)) and _classes(m, inside)))
    return kept or mentions


_AND_UNITS = Cue(rf"{GAP}(?:连同|[和与及跟、含])(?:其|它|它们|他们)?(?:的|所有|全部|各)*$")
_THEIRS = Cue(
    r"(?:在内|加起来|加一起|合起来|一起)?的?(?:一共|总共|合计|共计|共|全部|都)?(?:有|是|用|花)?(?:多少|几)?[辆台个名人位]?$"
)


def without_units(mentions: tuple[Mention, ...], rest: str) -> tuple[Mention, ...]:
    """Without the units that a question only names beside their department, of which it asks an amount: 某局和下属单位共有几辆车."""
    pairs = zip(mentions, mentions[1:], strict=False)
    beside = [
        m
        for m, n in pairs
        if m.items[0].endswith("单位数")
        and _AND_UNITS.search(rest[: m.start].rstrip())
        and _THEIRS.match(rest[m.start + len(m.said) : n.start])
    ]
    return tuple(m for m in mentions if m not in beside)


_TABLE_OF = Cue(
    r"(一般公共预算|政府性基金预算|国有资本经营预算|财政拨款)(?:财政拨款)?(?:收入|收支|支出|基本支出|当年)*(?:预算|决算)?(?:总体)?(?:情况|明细|功能分类|总)?表"
)


def table_fund(plain: str) -> str | None:
    """The money that a table is of which a question names to check a number by: 财政拨款支出表. None where it names none."""
    found = _TABLE_OF.search(plain)
    return found[1] if found else None


_UNDER = Cue(r"(?:科目|类|款)*(?:下面?|里头?|里面|当中|中|内)")


def _classes(mention: Mention, codes: Sequence[str]) -> bool:
    """Whether a code that is named is the class of another item that is."""
    return any(code.startswith(own) and code != own for own in mention.codes for code in codes)


_NESTED = Cue(r"(?:[类款]|科目)*(?:,|的|(?:之|其|当)?[中内]的?|里[面头边]?的?|项?下面?的?|底下的?)?,?")
"""Between a container and the one in it that is named next: 基本支出的商品和服务支出, 基本支出里人员经费; also 公用经费(商品和服务支出)."""
_MEMBERS = Cue(
    r"(?:[类款]|科目)*(?:各项|明细|清单|构成)?(?:这|那|该)?(?:一?[个类项块款])?(?:,?(?:之|其|当)?[中内]|里[面头边]?|项?下面?|底下|的?前|的?最|,?排|,?哪[几两三些一]?[项款笔]|[,的](?:花钱|用钱|开支|金额|数额|钱)?(?:花|用)?得?(?:前|最|排|第|头))"
)
"""Right behind a container whose members are ranked: 里最大的三项, 的前三款, 哪几项最多."""


def innermost(mentions: tuple[Mention, ...], plain: str) -> tuple[Mention, ...]:
    """The last of several containers named one in the other, where what is in it is ranked; else all items, none of them a container."""
    ends = [m.start + len(m.said) for m in mentions]
    nested = all(_NESTED.fullmatch(plain, end, m.start) for end, m in zip(ends, mentions[1:], strict=False))
    ranked = operations.says("ask", "rank", beside(mentions, plain))
    inside = len(mentions) > 1 and mentions[-1].items[0] not in TOTALS
    return mentions[-1:] if inside and nested and ranked and _MEMBERS.match(plain, ends[-1]) else mentions


def without_container(mentions: Sequence[Mention], plain: str) -> list[Mention]:
    """The items that are ranked, without the one that they are said to stand in: 基本支出中,A和B哪个大."""
    if len(mentions) < 3:
        return list(mentions)
    gap = plain[mentions[0].start + len(mentions[0].said) : mentions[1].start]
    return list(mentions[1:] if _NESTED.fullmatch(gap) and re.search("[里中内下]", gap) else mentions)


def part_asked(mentions: tuple[Mention, ...], plain: str) -> bool:
    """Whether a whole is named only to say of what the part is: 政府采购,留给小微企业的那部分."""
    one, two = mentions
    part = vocabulary.item(two.items[0])
    after = plain[one.start + len(one.said) :]
    own = re.search(r"多少|几|呢|吗|各|分别|[和与跟及、]", after[: two.start - one.start - len(one.said)])
    kind = re.match(r".{0,4}?(?:[这那]一?|一)(?:部分|类|块|项|款)", plain[two.start + len(two.said) :]) or "部分" in after
    return part is not None and part.parent == one.items[0] and bool(kind) and not own


def between(mentions: tuple[Mention, ...], plain: str) -> str:
    """The text from the end of the first item to the first character of the second."""
    return plain[mentions[0].start + len(mentions[0].said) : mentions[1].start + 1]
