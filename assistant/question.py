"""A question as understood: departments, years, items and what is asked of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant import operations
from assistant.asked import counted, part_alone, valued, with_inner
from assistant.cues import Cue
from assistant.issuers import IssuerBook, Named
from assistant.labels import LabelBook, unit_name
from assistant.meant import (
    TOTALS,
    affirmed,
    beside,
    beside_general,
    between,
    concluded,
    not_beside,
    of_last_clause,
    of_target_table,
    on_basis,
    only,
    ordered,
    outside_tables,
    table_fund,
    without_already,
    without_listed,
    without_pointed,
    without_their_money,
    without_units,
)
from assistant.mention import Mention
from assistant.numerals import joined_code, table_number, without_table
from assistant.operations import Wanted
from assistant.portions import of_people, unknown_part
from assistant.restricting import FUNDS, KINDS, basis_of, restrictions, with_whole
from assistant.spelling import Slip, without_slips
from assistant.text import GAP, fold, is_english, squeeze
from assistant.unnamed import whole_budget
from assistant.years import settle, take_named, take_relative, takes_back

COMPARED = "\ue001"
"""Stands for the words of a comparison with the year before, which ask for a change."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was understood.

    text        as typed; ``plain`` squeezed; ``rest`` what was not recognised as department, year or item (gaps in between)
    issuers     full names of loaded departments; ``alike`` those that one word names together; ``unknown`` one that is named but not loaded; ``every``/``which`` see ``Named``
    years       named outright; ``relative`` counted from the disclosure's year; ``recent`` length of a trend
    mentions    items in their order
    fund, kind  restriction of the first item
    numbers     amounts that the question itself states ("51.62还是51.63"), as printed
    carried     names of the parts that were taken from the conversation
    unit        a subordinate unit with rows of its own
    table       the number of the table to look in
    pairs       departments with their years, where exactly those are meant; "" stands for a department that is not named
    without     departments that are expressly left aside
    excluding   whether a part is to be left out of a whole (不含结转的收入)
    of          people whose part of an amount is asked for (退休人员的生活补助)
    part        words of a part of the item that no item explains (油钱 of the cost of vehicles)
    spelt       names that were typed with a wrong character, and how they were read
    near        rows that hold some of its telling words: to be offered, never to be answered with
    about       words of the turns before that described the indicator asked for
    """

    text: str
    plain: str = ""
    rest: str = ""
    english: bool = False
    issuers: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    unknown: str | None = None
    every: bool = False
    which: bool = False
    years: tuple[int, ...] = ()
    relative: int | None = None
    recent: int | None = None
    mentions: tuple[Mention, ...] = ()
    fund: str | None = None
    kind: str | None = None
    numbers: tuple[str, ...] = ()
    wanted: Wanted = field(default_factory=lambda: Wanted(frozenset()))
    carried: tuple[str, ...] = ()
    unit: str | None = None
    table: int | None = None
    pairs: tuple[tuple[str, int], ...] = ()
    about: str = ""
    of: str = ""
    part: str = ""
    without: tuple[str, ...] = ()
    excluding: bool = False
    spelt: tuple[Slip, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def rest_with_items(self) -> str:
        """The question without departments and years, its items left in: for likeness and for searching text."""
        if len(self.plain) != len(self.rest):
            return self.rest
        spans = [(m.start, m.start + len(m.said)) for m in self.mentions]
        inside = {i for a, b in spans for i in range(a, b)}
        return "".join(p if i in inside else r for i, (p, r) in enumerate(zip(self.plain, self.rest, strict=True)))

    @property
    def amounts(self) -> list[Decimal]:
        """The numbers that it states, as they stand and without those in per cent."""
        return [Decimal(n.replace(",", "")) for n in self.numbers if not n.endswith("%")]

    @property
    def asks(self) -> frozenset[str]:
        """Names of what is asked (see ``operations.toml``)."""
        return self.wanted.asks

    @property
    def plan(self) -> bool:
        """Whether a final account is asked for what was planned."""
        planned = (
            any(m.said.endswith("预算") and not m.items[0].endswith("预算") for m in self.mentions) and "决算" not in self.plain
        )
        named = planned or re.search(r"年初预算|全年预算|调整预算|预算数|预算是", self.plain) or self.wanted.stage == "预算"
        return bool(named) and not re.search("完成|执行", self.plain)

    @property
    def bare(self) -> bool:
        """Whether nothing was recognised in it at all."""
        return not (self.issuers or self.unknown or self.years or self.mentions or self.asks or self.relative or self.recent)


_LEVEL_OF_SUBJECT = Cue(r"[(](?:类|款|项)[)](?=[\u4e00-\u9fff]{0,4}(?:支出|事务|补助|经费))")
"""The level that documents print inside the name of a subject: 自然资源海洋气象等（类）支出."""

_ALL_KINDS = Cue(
    r"(?<=预算|拨款)(支出)?[(](?:[^()]{0,4}基本(?:支出)?[^()]{1,3}项目(?:支出)?|[^()]{0,4}项目(?:支出)?[^()]{1,3}基本(?:支出)?)[^()]{0,6}[)](?![^,]{0,3}(?:各|分别))"
)
"""A bracket behind the money of a fund that only says that it is all of it: 一般公共预算支出(基本加项目都算)里."""

_NUMBER = Cue(r"(?<![\d.])(\d+(?:,\d{3})*(?:\.\d+)?)(%|万元?|亿元?|元)?")


def understand(text: str, issuers: IssuerBook, labels: LabelBook) -> Question:
    """Read one question by itself, without the conversation.

    Where words are left that nothing explains, they are looked at as misspelt names of items; and one that alone is still not
    understood as a slip of a short name.
    """
    question = _understand(text, issuers, labels)
    if not question.unknown and not _left(question.rest):
        return question
    plain, spelt = labels.spell(question.plain)
    if spelt:
        question = replace(_understand(text, issuers, labels, plain), spelt=(*question.spelt, *spelt))
    slip = _short_slip(question, labels)
    if slip is None:
        return question
    again = understand(text.replace(slip.typed, slip.meant), issuers, labels)
    return replace(again, text=text, spelt=(*again.spelt, slip))


def _left(words: str) -> list[str]:
    """The words that no operation and no filler explains."""
    return operations.unexplained(words.replace(GAP, ",").replace(COMPARED, ",")).replace(",", " ").split()


def _short_slip(question: Question, labels: LabelBook) -> Slip | None:
    """The slip in a question for an amount of which one short word is left: it names no item, or the word stands for a part of one."""
    if (question.mentions and not question.part) or question.english or not {"level", "count", "share", "change"} & question.asks:
        return None
    if question.unknown or not (question.issuers or question.years or question.every):
        return None
    left = _left(question.part or question.rest)
    return labels.short_slip(left[0]) if len(left) == 1 else None


def _understand(text: str, issuers: IssuerBook, labels: LabelBook, corrected: str | None = None) -> Question:
    """The question as typed, or as its squeezed text was ``corrected``."""
    english = is_english(text)
    folded = joined_code(_ALL_KINDS.sub(r"\1", _LEVEL_OF_SUBJECT.sub("", fold(text))))
    if english:
        from assistant.english import to_chinese

        folded = to_chinese(folded, issuers)
    coded, spaced = labels.take_codes(folded)
    plain, spelt = (corrected, ()) if corrected else issuers.spell(without_slips(squeeze(spaced)))
    years, rest = take_named(plain)
    years = () if operations.says("doubt", "year", plain) and not takes_back(plain) else years
    table, rest = table_number(rest), without_table(rest, GAP)
    unit, rest = _unit(rest, issuers, labels)
    named = _departments(rest, issuers, labels)
    whole, rest = labels.take_wholes(named.text, plain)
    found, rest = labels.find(rest)
    found = [*whole, *found]
    relative, recent, rest = take_relative(operations.prior_base(rest, COMPARED))
    years, relative = settle(years, relative, plain)
    mentions = _named([*coded, *found], plain, rest, labels)
    mentions, basis = basis_of(on_basis(mentions, plain), plain)
    mentions, alone = only(mentions, plain)
    excluding = operations.says("scope", "excluded", beside(mentions, plain)) and bool(mentions) and not alone
    if excluding and (described := without_already(mentions, plain)):
        mentions, excluding = described, False
    if excluding:
        mentions, fund, kind = with_whole(mentions, plain), None, None
    else:
        mentions, fund, kind = restrictions(part_alone(mentions, plain, rest), plain, rest, labels)
    if basis is not None:
        fund, kind = (fund or FUNDS.get(basis), kind or (basis if basis in KINDS else None))
    if fund is None and operations.says("ask", "check", plain) and len(mentions) == 1 and mentions[0].items[0] not in TOTALS:
        fund = table_fund(plain)
    mentions = valued(counted(mentions, plain, labels), plain, labels)
    pairs = _pairs(plain, issuers)
    without = _negated(plain, issuers)
    named = replace(named, issuers=tuple(i for i in named.issuers if i not in without))
    mentions, of = of_people(mentions, plain, labels)
    mentions, part = (mentions, "") if of or excluding else unknown_part(mentions, plain, labels)
    return Question(
        text=text, plain=plain, rest=rest, english=english, issuers=named.issuers, alike=named.alike, unknown=named.unknown, every=named.every,
        which=named.which, years=years, relative=relative, recent=recent, mentions=mentions, fund=fund, kind=kind,
        numbers=_numbers(rest, mentions), unit=unit, table=table, pairs=pairs, of=of, part=part, without=without,
        excluding=excluding, spelt=spelt,
        wanted=_summed(
            _wanted(plain, _NOT_THAT.sub("", _for_operations(plain, rest, found)), which=named.which), mentions, named.issuers, plain
        ),
    )  # fmt: skip


def _named(found: Sequence[Mention], plain: str, rest: str, labels: LabelBook) -> tuple[Mention, ...]:
    """The items that are asked about: without tables, examples and what is denied; the whole budget where none is named."""
    held = of_target_table(without_their_money(without_pointed(ordered(found), plain), plain), plain, labels.held)
    mentions = not_beside(beside_general(outside_tables(without_units(without_listed(held, plain), rest), plain), plain), plain)
    mentions = of_last_clause(mentions, plain) or whole_budget(rest, plain)
    return concluded(affirmed(with_inner(mentions, rest, plain, labels), plain), plain)


def reworded(question: Question, mentions: Sequence[Mention]) -> Question:
    """The question with other items, whose words then ask for nothing themselves."""
    ordered = tuple(sorted(mentions, key=lambda m: m.start))
    inside = {i for m in ordered for i in range(m.start, m.start + len(m.said))}
    rest = "".join(GAP if i in inside else c for i, c in enumerate(question.rest))
    wanted = _wanted(question.plain, _NOT_THAT.sub("", _for_operations(question.plain, rest, ordered)), which=question.which)
    return replace(question, mentions=ordered, rest=rest, wanted=wanted, fund=None, kind=None, of="")


def _departments(rest: str, issuers: IssuerBook, labels: LabelBook) -> Named:
    """The departments named; one that is not loaded is none where the name of a row begins with it."""
    named = issuers.find(rest)
    span = labels.row_over(rest, named.unknown) if named.unknown and named.unknown in rest else None
    if span is None:
        return named
    start, end = span
    named = issuers.find(rest[:start] + GAP * (end - start) + rest[end:])
    return replace(named, text=named.text[:start] + rest[start:end] + named.text[end:])


def _unit(rest: str, issuers: IssuerBook, labels: LabelBook) -> tuple[str | None, str]:
    """The subordinate unit named, and the text with a gap in its place; a department's own level beside it is none."""
    left = rest
    for _ in range(2):
        unit, kept = labels.take_unit(left)
        if unit is not None and not issuers.holds(unit_name(unit)):
            return unit, "".join(r if a == b else GAP for r, a, b in zip(rest, left, kept, strict=True))
        left = kept
    return None, rest


def _negated(plain: str, issuers: IssuerBook) -> tuple[str, ...]:
    """Departments that the question leaves aside: (不要昌吉的)."""
    found = re.search(r"(?<!是)(?:不是|不要|不看|不算|别给我?|除了|除开)([^,]{2,20})", plain)
    return issuers.find(found[1]).issuers if found else ()


_COMPARED = Cue(r"(是|比起|相比|对比|比|和|与|跟|同|较|vs\.?)")


def _pairs(plain: str, issuers: IssuerBook) -> tuple[tuple[str, int], ...]:
    """Two departments with a year each: 2024年总预算是昌吉市2020年的几倍. Empty where years and departments are not so paired.

    A side that names no department is of the one before it; a side before any is of a department not named, if it names an item.
    """
    dated = [(years, rest) for piece in _COMPARED.split(plain)[::2] for years, rest in [take_named(piece)] if years]
    if [len(years) for years, _ in dated] != [1, 1]:
        return ()
    sides: list[tuple[str, int, str]] = []
    for (year,), rest in dated:
        names = issuers.find(rest).issuers
        if len(names) > 1:
            return ()
        before = sides[-1][0] if sides else ""
        sides.append((names[0] if names else before, year, rest.replace(GAP, "")))
    if not sides[1][0] or (not sides[0][0] and len(sides[0][2]) < 2):
        return ()
    pairs = tuple((name, year) for name, year, _ in sides)
    return pairs if pairs[0][0] != pairs[1][0] else ()


def _wanted(plain: str, rest: str, *, which: bool) -> Wanted:
    """What is asked for; 每个编制 divides by an item, so that it is looked for with the items in their places."""
    found = operations.wanted(rest, which=which)
    return replace(found, asks=found.asks | {"per"}) if operations.says("ask", "per", plain) else found


def _summed(wanted: Wanted, mentions: Sequence[Mention], issuers: Sequence[str], plain: str) -> Wanted:
    """合计 read as the end of an item's name asks for a sum of several departments or items: 甲乙两局的预算合计, A和B合计."""
    ended = [m for m in mentions if m.said.endswith(("一共", "合计", "总共", "共计")) and m.said not in m.items]
    joined = (
        bool(mentions[1:]) and ended == [mentions[-1]] and re.search("[和与跟及、加+].?$", between(tuple(mentions[-2:]), plain))
    )
    apart = re.search("各|分别|比|差|谁|哪", plain)
    return replace(wanted, asks=wanted.asks | {"sum"}) if ended and (len(issuers) > 1 or joined) and not apart else wanted


_NOT_THAT = Cue(r",?而?(?:不是|不要|不算|别给我?)(?:预算|决算)数?")


_ASKS = Cue("哪|什么|啥")
"""Words that ask, where an item was known by the words around them: 维护哪些系统."""


def _for_operations(plain: str, rest: str, found: Iterable[Mention]) -> str:
    """The text for reading the operation: gaps where items stood, but words of comparison and question words (几个人) as typed."""
    if len(plain) != len(rest):
        return rest
    asking = {i for m in found if m.weak or _ASKS.search(m.said) for i in range(m.start, m.start + len(m.said))}
    return "".join(p if r == "\ue001" or i in asking else r for i, (p, r) in enumerate(zip(plain, rest, strict=True)))


def _numbers(rest: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Amounts that a question states; the code right before the name of its item (302商品和服务支出) is none."""
    starts = {m.start for m in mentions}
    found = _NUMBER.finditer(rest.replace(GAP, " "))
    stated = (m for m in found if not (m.end() in starts and re.fullmatch(r"[23]\d{2}(?:\d\d)*", m[0])))
    return tuple(m[1] + ("%" if m[2] == "%" else "") for m in stated)


def with_guess(question: Question, labels: LabelBook) -> Question:
    """The question with an item guessed from the words left over, where none was named exactly."""
    if question.mentions:
        return question
    guess = labels.resemble(question.rest)
    return replace(question, mentions=(guess,)) if guess else question
