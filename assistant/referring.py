"""What a turn refers to in the turns before it: the same answer once more, 前者 and 后者, the rest of a whole, the same in another scope."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.cues import Cue
from assistant.meant import TOTALS
from assistant.mention import Mention
from assistant.operations import pattern, says, unexplained
from assistant.question import Question
from assistant.restricting import FUNDS, KINDS
from assistant.text import GAP, key
from corpus import vocabulary

_POINTING = r"(?:那么?)?(?:它|其|这一?(?:个|项|笔|部分|块)?(?:钱|数|费用|经费)?|那一?(?:个|项|笔|部分|块)(?:钱|数|费用|经费)?|该项?|此项?)?"
_TOGETHER = r"(?:一共|总共|合计|加起来|相加|合起来|加在一起|一起|它们|这?[两二三四]者?[项个样笔]?|又|就)*"
_RELATED = Cue(
    rf"^{_POINTING}{_TOGETHER}(?:占|是|比|和|跟|与|为|相当于|等于|抵得?上?|顶得?上?|(?:如果|要是|再|还|又|把)*(?:加|算上|连|带上|添上))"
)
_ADDED = Cue(
    r"^(?:那么?|如果|要是|再|还|又|也)*(?:(?:把|将|连)[^,]{1,20}?|[^,]{2,16}?(?:也|都|再)(?:一起|一并|一块)?)"
    r"(?:算|加|计|并|带|添)(?:进去?|进来|上去?|到一[起块]|在内|在一[起块]|入)"
)
_INSIDE = Cue(r"^(?:那|这)?(?:里面|其中|里头|当中|其内)")
_WITHIN_IT = Cue(
    r"(?:在|于)(?:这|那|它|其)?(?:里面|里头|里边|里|当中|其中|之中|中|内)的?(?:[^,]{0,4}?(?:占|比例|比重|份额)|是?(?:几成|百分))"
    r"|占(?:到)?(?:它|其|这|那|该项?|前者|上面|前面|刚才)"
)
_PARTS = tuple(
    Cue(r"^(?:那|这)?(?:里面|其中|里头|当中)的?" + rest)
    for rest in (
        r"(?:包括|包含|含|有没有|有)(?!多少|什么|哪|几)([\u4e00-\u9fff]{2,10}?)(?:的钱|费用)?(?:吗|么|不|没有?|$|,)",
        r"([\u4e00-\u9fff]{2,10}?)(?:是|有|占|花了?|用了?|大概)*(?:多少|几)",
    )
)
_TOPIC = Cue(r"^,*(?:那么?)?([\u4e00-\u9fff]{1,8})[呢嘛],[^,]*(?:几|多少)")
_SCOPE = Cue(r"^(?:[那这]一?)?(?:口径|里面?|中|部分|方面|块)+的?(?:呢|是|有|多少|$|,)|^的呢")


def restated(question: Question, before: Question) -> Question | None:
    """The question before once more, where a turn only wants its answer in another unit, with more or fewer decimals, or doubts it."""
    if not before.mentions or _names_something(question):
        return None
    wanted = question.wanted
    doubted, again = says("follow", "doubt", question.plain), says("follow", "recall", question.plain)
    shaped = wanted.unit is not None or wanted.digits is not None
    if not (doubted or again or (shaped and not _beyond_form(question))):
        return None
    kept = replace(
        before.wanted,
        unit=wanted.unit or before.wanted.unit,
        digits=before.wanted.digits if wanted.digits is None else wanted.digits,
    )
    carried = (*before.carried, "item", *(["doubt"] if doubted else []))
    return replace(before, text=question.text, english=question.english, wanted=kept, carried=carried)


def _names_something(question: Question) -> bool:
    strong = any(not m.weak for m in question.mentions)
    return strong or bool(
        question.issuers
        or question.unknown
        or question.unit
        or question.every
        or question.years
        or question.relative
        or question.recent
    )


def _beyond_form(question: Question) -> bool:
    """Whether a turn about units asks or names anything more than the form of an answer."""
    asks = question.asks - {"level", "count", "list"}
    return bool(asks) or len(_strange(question.rest)) > 1


def _strange(text: str) -> str:
    """The characters of a text that no word of an operation or of polite filling explains."""
    return unexplained(text.replace(GAP, " ")).replace(" ", "").replace(",", "")


def strange_words(question: Question) -> tuple[str, ...]:
    """The words of a turn that carried its item, where they may leave the subject: 今晚 and 球赛. Empty where budgets are spoken of."""
    if "item" not in question.carried or _names_something(replace(question, mentions=())) or refers(question.plain):
        return ()
    if re.search("预算|决算|经费|支出|收入|拨款|资金|费|采购|编制|科目|财政|钱|元|项目|文件|这|它|其", question.plain):
        return ()
    words = tuple(run.strip(",") for run in unexplained(question.rest.replace(GAP, " ")).split())
    least = 2 if says("follow", "thanks", question.plain) else 4
    return words if sum(map(len, words)) >= least else ()


def refers(plain: str) -> bool:
    """Whether a turn points at several amounts told before: 前者, 后者, 两者, 这仨."""
    return any(says("follow", name, plain) for name in ("former", "latter", "these"))


def backwards(plain: str) -> bool:
    """Whether the later of two amounts told before is set against the earlier one (后者是前者的几倍)."""
    former, latter = (pattern("follow", name).search(plain) for name in ("former", "latter"))
    return bool(
        (former and latter and latter.start() < former.start())
        or re.search(r"第二.{0,6}第一", plain)
        or re.search(r"^(?:那么?)?(?:它|这个?|后面?的?)(?:占|是|比).{0,3}(?:前(?:面|一|头)|上(?:面|一)|先前|刚才)", plain)
    )


def comparing(question: Question) -> Question:
    """The turn that points at amounts told before, as it asks of them: their relation in per cent is no growth and no single share."""
    if not refers(question.plain):
        return question
    asks, percent = question.asks, question.wanted.percent or "share" in question.asks
    if percent and not question.mentions and not asks & {"change", "difference"}:
        asks = asks - {"growth", "share", "level"} | {"ratio"}
    return replace(question, wanted=replace(question.wanted, asks=asks, percent=percent), which=False, every=False)


_PLANNED = Cue(
    r"^(?:那么?)?(?:跟|和|与|比|较|同)(?:起)?(?:年初|全年|调整)?预算(?:数|安排)?(?:相?比|对比|差|多|少|呢|怎么样|如何|,|$)"
)


def planned(question: Question, before: Question) -> Question:
    """“跟年初预算比呢” after what was spent of an item: that item, planned beside spent, and not the whole budget."""
    if not before.mentions or not _PLANNED.match(question.plain) or question.issuers or question.years:
        return question
    wanted = replace(question.wanted, asks=frozenset({"level", "difference"}))
    return replace(
        question,
        mentions=before.mentions[:1],
        plain=f"{question.plain},决算",
        wanted=wanted,
        carried=(*question.carried, "item", "planned"),
    )


def names_no_item(question: Question, before: Question) -> bool:
    """Whether the one item of a turn is only a word for how much or how many, said of the item before.

    2025年打算花多少 goes on from an item of 2024, 相差几个人 from an item that counts people; 一共花多少 asks of all the money.
    """
    if len(question.mentions) != 1 or before.mentions[0].items[0] in TOTALS:
        return False
    one, known = question.mentions[0], vocabulary.item(before.mentions[0].name)
    if one.items[0] in TOTALS:
        yearly = bool(_BUDGET_OF_YEAR.match(question.plain)) or _base(one, question.plain)
        return yearly or one.said not in question.plain and not says("follow", "whole", question.plain)
    return one.weak and bool(_SETS & question.asks) and known is not None and known.unit == "人"


def _base(mention: Mention, plain: str) -> bool:
    """Whether a word for the whole budget only says what an item is compared with: 比上年预算, 较上一年的年初预算."""
    before = plain[: mention.start]
    ends = [m.end() for m in pattern("prior_base", "words").finditer(before)]
    return bool(ends) and bool(_BASE_GAP.fullmatch(before[ends[-1] :]))


_BASE_GAP = Cue(r"的?(?:年初|全年|批复)?的?")

_BUDGET_OF_YEAR = Cue(
    r"^(?:那么?)?(?:(?:20)?\d\d年度?|今年|明年|去年|当年|上一?年度?|上个年度|前一年|年初|调整)的?预算(?:数|安排|里)?(?:又|是|有|要|安排|打算|列|给)*了?(?:多少|几何|好多|呢)[^,]{0,2},?$"
)
"""A turn that names a year and asks for the budget, of the item before: 2025年预算多少, 年初预算呢."""

_SETS = {"difference", "compare", "ratio", "sum"}


def related(plain: str) -> bool:
    """Whether a turn sets the item before against the one that it names, or adds it: 它占…, 比…, 加上…, 再把…算进去."""
    return bool(_RELATED.match(plain) or _ADDED.match(plain))


def in_full(question: Question, told: Sequence[Mention]) -> Question:
    """“奖金比工资多多少” after 基本工资: an item that is named in short is the only one told before whose name holds the word."""
    mentions = tuple(_in_full(m, told) for m in question.mentions)
    return replace(question, mentions=mentions) if len({m.items for m in mentions}) == len(mentions) else question


def _in_full(mention: Mention, told: Sequence[Mention]) -> Mention:
    own = mention.codes or mention.items[0] in TOTALS or any(key(item) == mention.said for item in mention.items)
    if own or any(mention.items == t.items for t in told):
        return mention
    longer = [t for t in told if mention.said in t.said]
    return replace(longer[0], said=mention.said, start=mention.start) if len(longer) == 1 else mention


def inside(plain: str) -> bool:
    """Whether a turn looks into the item before: 其中…, 里面…."""
    return bool(_INSIDE.match(plain))


def whole_before(question: Question, before: Question) -> bool:
    """Whether a share of the item before is asked for: 在里面占多少, 占它几成, or a share of no whole for one of its own subjects."""
    if "share" not in question.asks or len(question.mentions) != 1 or len(before.mentions) != 1:
        return False
    if question.mentions[0].items == before.mentions[0].items:
        return False
    named = question.fund or re.search(
        r"占了?(?:到)?(?:总|全部|整个|部门|本年|当年|年度|全年|单位)*(?:支出|收入|预算|盘子|开支|经费总)|占了?(?:到)?(?:总|全部|整个|部门)",
        question.plain,
    )
    pointed = inside(question.plain) or bool(_WITHIN_IT.search(question.plain))
    return pointed or (not named and _below(question.mentions[0], before.mentions[0]))


def same_whole(question: Question, before: Question) -> Mention | None:
    """What the turn before set an item against, as a part of it or beside it, where this turn only names another item: 那电费呢."""
    if (
        not {"share", "difference", "ratio"} & before.asks
        or len(before.mentions) != 2
        or len(question.mentions) != 1
        or question.asks - {"level"}
    ):
        return None
    one, whole = before.mentions
    last = "whole" in before.carried or re.search("占|比|是", before.plain[one.start : whole.start])
    short = question.plain.rstrip(",").endswith(("呢", "呐")) and not says("scope", "how_much", question.plain)
    return whole if last and short and question.mentions[0].items not in (one.items, whole.items) else None


def _below(part: Mention, whole: Mention) -> bool:
    """Whether an item is a subject under another one, by its code or as one of its standard parts."""
    one, two = vocabulary.item(whole.name), vocabulary.item(part.name)
    above, codes = (whole.codes or (one.codes if one else ())), (part.codes or (two.codes if two else ()))
    standard = bool(one and part.name in one.parts) or bool(two and two.parent == whole.name)
    return standard or any(c != a and c.startswith(a) for a in above for c in codes)


def scope_of(question: Question, before: Question) -> tuple[str | None, str | None] | None:
    """Fund and kind of “那财政拨款口径的呢”, which wants the item before in that scope; None where the turn asks something else."""
    if len(question.mentions) != 1 or len(before.mentions) != 1:
        return None
    part, whole = question.mentions[0], before.mentions[0]
    name, after = part.items[0], question.plain[part.start + len(part.said) :]
    fund = FUNDS.get(name, "财政拨款" if name.startswith("财政拨款") else None)
    kind = name if name in KINDS else None
    if not (fund or kind) or whole.items[0] in FUNDS or whole.items[0] in KINDS or name in whole.items:
        return None
    told = "口径" in after or (_SCOPE.match(after) and _is_subject(whole))
    looked = inside(question.plain) and _is_subject(whole)
    return (fund, kind) if told or looked else None


def within_fund(question: Question, before: Question) -> str | None:
    """The fund of “其中基本支出呢” after the spending of one fund; None where the turn does not look into such spending."""
    if len(question.mentions) != 1 or len(before.mentions) != 1 or not inside(question.plain):
        return None
    spent = {f"{fund}支出": fund for fund in FUNDS.values()} | FUNDS
    return spent.get(before.mentions[0].items[0]) if question.mentions[0].items[0] in KINDS and not question.fund else None


def _is_subject(mention: Mention) -> bool:
    """Whether an item is a subject of expenditure, whose money is told by fund and by kind."""
    item = vocabulary.item(mention.name)
    return bool(mention.codes or (item and item.codes))


def whole_of(before: Question) -> Mention | None:
    """The whole that the turn before asked a share of: “第二大的是哪一类” then ranks what makes it up."""
    if "share" not in before.asks:
        return None
    named = next((item for item, fund in FUNDS.items() if fund == before.fund), None)
    return Mention(named, (named,)) if named else before.mentions[1] if len(before.mentions) == 2 else None


def own_part(question: Question, before: Question) -> bool:
    """Whether “其中…” names the item before by another word: a part that has no item of its own (油钱 of the cost of vehicles)."""
    one = question.mentions[0].items if len(question.mentions) == 1 else None
    return (
        inside(question.plain)
        and len(before.mentions) == 1
        and one == before.mentions[0].items
        and not question.mentions[0].codes
    )


def part_words(question: Question) -> str:
    """The words of “其中新能源车几辆” that say which part is asked for."""
    match = _PARTS[1].match(question.plain)
    return match[1] if match else question.mentions[0].said


def unknown_part(plain: str) -> str | None:
    """The part that a turn asks for in words that name no item: 打印费 in 其中打印费多少. None where it asks for no such part."""
    match = next((m for p in _PARTS if (m := p.match(plain))), None)
    return match[1] if match and _strange(match[1]) else None


def strange_topic(rest: str) -> str | None:
    """What a turn names before it asks how many (打印机呢,几台), where its words, without what was recognised, name no item."""
    match = _TOPIC.match(rest)
    return match[1] if match and _strange(match[1]) else None


def remaining(told: Sequence[str]) -> tuple[Mention, ...]:
    """What is left of the whole whose parts were told one by one: of the one told first, else of the smallest that holds them all."""
    seen = {leaf for name in told if not _holds(name, told) for leaf in _leaves(name)}
    own = [item for name in told if _holds(name, told) and (item := vocabulary.item(name))]
    wholes = own or sorted((i for i in vocabulary.items() if seen < set(_leaves(i.name))), key=lambda i: len(_leaves(i.name)))
    return tuple(Mention(name, (name,)) for name in _unseen(wholes[0].name, seen)) if wholes else ()


def _holds(name: str, told: Sequence[str]) -> bool:
    """Whether the other items told are parts of this one."""
    others = [n for n in told if n != name]
    leaves = set(_leaves(name))
    return bool(others) and all(set(_leaves(n)) < leaves for n in others)


def _unseen(name: str, seen: set[str]) -> list[str]:
    """The largest parts of an item of which nothing was told."""
    item = vocabulary.item(name)
    if item is None or not item.parts:
        return [] if name in seen else [name]
    return [n for part in item.parts for n in ([part] if not seen & set(_leaves(part)) else _unseen(part, seen))]


def _leaves(name: str) -> tuple[str, ...]:
    """The parts of an item that have no parts themselves; the item where it has none."""
    item = vocabulary.item(name)
    if item is None or not item.parts:
        return (name,)
    return tuple(dict.fromkeys(leaf for part in item.parts for leaf in _leaves(part)))
