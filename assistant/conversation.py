"""What a conversation remembers: the last few questions as understood, and nothing of anyone else's."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant import referring
from assistant.answer import Answer, Status
from assistant.cues import Cue
from assistant.mention import Mention, beside_item
from assistant.numerals import number_of
from assistant.operations import pattern, says, unexplained, with_last_year
from assistant.portions import named_part
from assistant.question import Question, reworded
from assistant.text import GAP
from corpus import vocabulary
from corpus.amount import MONEY_SCALE

TURNS = 12
"""Turns that are kept; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was finally understood (with what was carried over) and how it ended.

    ``document_ids`` are the documents that answered, ``told`` the departments and years whose figures it gave, in their order.
    """

    question: Question
    status: Status
    document_ids: tuple[str, ...] = ()
    told: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class Conversation:
    """One person's conversation. Give the same object to every ``Assistant.ask`` of it; objects share nothing."""

    _turns: deque[Turn] = field(default_factory=lambda: deque(maxlen=TURNS))

    def record(self, question: Question, answer: Answer) -> None:
        """Remember a turn; one that was not about disclosures is not remembered, so that the thread goes on."""
        if answer.status is Status.OUT_OF_SCOPE or question.bare:
            return
        documents = tuple(dict.fromkeys(c.document_id for c in answer.citations))
        told = tuple(dict.fromkeys((f.issuer, f.fiscal_year) for f in answer.figures)) if answer.status is Status.ANSWERED else ()
        if _year_gave_way(question, answer):
            question = replace(question, years=())
        self._turns.append(Turn(question, answer.status, documents, told))

    def fork(self) -> Conversation:
        """A conversation that goes on from here by itself."""
        return Conversation(self._turns.copy())

    @property
    def last(self) -> Turn | None:
        """The turn before."""
        return self._turns[-1] if self._turns else None

    @property
    def before(self) -> Question | None:
        """The question before."""
        return self._turns[-1].question if self._turns else None

    def __iter__(self) -> Iterator[Turn]:
        """Turns from the newest to the oldest."""
        return reversed(self._turns)

    def __len__(self) -> int:
        return len(self._turns)

    def complete(self, question: Question) -> Question:
        """The question with what it leaves out taken from the turns before: department, year, item, and what is asked."""
        last = self.last
        if last is None:
            return question
        before = last.question
        if (again := referring.restated(question, before)) is not None:
            return replace(again, carried=before.carried) if last.status is Status.CLARIFY else again
        if _SETS & question.asks and len(question.mentions) > 1:
            question = referring.in_full(question, self._answered(question.issuers or self.last_issuers))
        question = referring.planned(referring.comparing(_with_base(question, before)), before)
        question = self._rest_of_whole(_with_topic(_with_item(question, before), before))
        question = self._with_heads(_with_operation(question, before))
        several = bool(_SETS & question.asks) or ("rank" in question.asks and _how_many(question) is not None)
        pointing = referring.refers(question.plain)
        moved = "change" in question.asks and with_last_year(question.plain)
        if "item" in question.carried and (pointing or several) and not (question.issuers or moved):
            question = self._two_items(question)
        if "part" in question.carried and "sum" in question.asks:
            question = self._as_many(question)
        if _between(question) and len(question.mentions) == 1:
            question = self._all_told(question)
        elif _against(question):
            pair = (*before.issuers, *question.issuers)
            pair = pair[::-1] if _SUBJECT.search(question.plain) else pair
            question = _carry(question, "against", issuers=tuple(dict.fromkeys(pair)))
            question = _carry(question, "year", years=tuple(dict.fromkeys((*before.years, *question.years))))
        if not (question.issuers or question.every or question.which or question.unknown) and before.issuers:
            same = bool(question.mentions) and [m.items for m in question.mentions] == [m.items for m in before.mentions]
            question = _carry(question, "issuer", issuers=before.issuers)
            question = _carry(question, "subject") if same else question
        return _with_year(question, before)

    def _told_of(self, issuers: tuple[str, ...], most: int = 1) -> Iterator[Mention]:
        """The items of the turns before that asked for amounts of the same departments, the newest first, each once.

        A turn may have asked for no more than ``most`` of them.
        """
        kept: list[Mention] = []
        for turn in (t.question for t in self if t.question.mentions):
            named = turn.mentions[::-1]
            if turn.issuers != issuers or len(named) > most or any(m.items == k.items for m in named for k in kept):
                return
            kept += named
            yield from named

    def _answered(self, issuers: tuple[str, ...]) -> list[Mention]:
        """The items of these departments whose amounts the turns before told, each once."""
        told = [t for t in self if t.status is Status.ANSWERED and t.question.issuers == issuers]
        return list({m.items: m for t in told for m in t.question.mentions}.values())

    def _two_items(self, question: Question) -> Question:
        """“差几个” after two turns about one item each of the same department: those two items, or as many as are pointed at."""
        number = _how_many(question)
        items = list(self._told_of(self.last_issuers))[:number]
        if len(items) < 2:
            items = list(reversed(question.mentions))
        if len(items) < (number or 2):
            items = list(self._told_of(self.last_issuers, most=number or TURNS))[:number]
        if len(items) < (number or 1):
            return replace(question, mentions=question.mentions[:1])
        items = items if referring.backwards(question.plain) else items[::-1]
        return _carry(question, "items", mentions=tuple(items), which=False) if len(items) > 1 else question

    def _as_many(self, question: Question) -> Question:
        """As many items as are named, those told last: “再加上C,三项共计多少” after A and B, “这三样加起来占D多少” after A, B and C."""
        own = question.mentions[1:]
        lacking = (_how_many(question) or 0) - (0 if "share" in question.asks else len(own))
        told = list(self._told_of(self.last_issuers, most=lacking))[: max(lacking, 0)]
        return _carry(question, "parts", mentions=(*reversed(told), *own)) if len(told) == lacking > 1 else question

    def _rest_of_whole(self, question: Question) -> Question:
        """“剩下的是什么” after turns about parts of a whole: its other parts; no item where what was told is part of none."""
        if "item" not in question.carried or not says("follow", "remaining", question.plain):
            return question
        rest = referring.remaining([m.name for m in self._told_of(self.last_issuers)])
        asks = frozenset(question.asks & {"sum", "share"} or {"level"})
        return _carry(question, "items", mentions=rest, wanted=replace(question.wanted, asks=asks))

    def _with_heads(self, question: Question) -> Question:
        """“平均一个人摊多少” after turns about an amount and about a number of people: that amount, and those people."""
        if "per" not in question.asks or "item" not in question.carried or len(question.mentions) != 1:
            return question
        one, *others = [*list(self._told_of(self.last_issuers))[:2], *question.mentions]
        if not others or _counts(one) == _counts(others[0]):
            return question
        amount, heads = (others[0], one) if _counts(one) else (one, others[0])
        return _carry(question, "part", mentions=(amount, heads))

    @property
    def last_issuers(self) -> tuple[str, ...]:
        """Departments of the last turn that named an item."""
        return next((t.question.issuers for t in self if t.question.mentions), ())

    def _all_told(self, question: Question) -> Question:
        """“两家差多少”, “谁高”, “一共多少” after turns about one item: all departments and years told of it, oldest first."""
        told: list[tuple[str, int]] = []
        for turn in self:
            if not turn.question.mentions or turn.question.mentions[0].items != question.mentions[0].items:
                break
            told += [pair for pair in reversed(turn.question.pairs or turn.told) if pair not in told]
        pairs = tuple(reversed(told))
        if len(pairs) < 2 or (not _sets(question) and not _two_years(pairs)):
            return question
        if referring.refers(question.plain):
            question = _carry(question, "order")
            pairs = pairs[-2:][::-1] if referring.backwards(question.plain) else pairs[-(_how_many(question) or len(pairs)) :]
        question = _carry(question, "issuer", issuers=tuple(dict.fromkeys(i for i, _ in pairs)))
        return _carry(question, "year", years=tuple(dict.fromkeys(y for _, y in pairs)), pairs=pairs)


def _year_gave_way(question: Question, answer: Answer) -> bool:
    """Whether a year that was carried over gave way to the only one of a department named anew, which the next turn then goes on from.

    The year behind it does not: its document tells the year before by its changes.
    """
    cited = {c.fiscal_year for c in answer.citations}
    asked = {year + later for year in question.years for later in (0, 1)}
    return "year" in question.carried and "issuer" not in question.carried and bool(cited) and not cited & asked


def _how_many(question: Question) -> int | None:
    """How many items before are meant: as many as are named (三项一共, 这仨), two to compare, all to add up or to rank."""
    said = re.search(r"(?:([两二三四五六七八])(?:项|个|样|者|笔|家)|[俩仨])", question.plain)
    if said and (referring.refers(question.plain) or {"sum", "rank"} & question.asks):
        return {"俩": 2, "仨": 3}.get(said[0]) or number_of(said[1])
    return None if {"sum", "rank"} & question.asks else 2


def _carry(question: Question, what: str, **parts: object) -> Question:
    return replace(question, carried=(*question.carried, what), **parts)  # type: ignore[arg-type]


def _with_item(question: Question, before: Question) -> Question:
    """The question about the item before, alone or beside the one that it names."""
    if not before.mentions or "item" in question.carried:
        return question
    if referring.names_no_item(question, before):
        question = replace(question, mentions=())
    if not question.mentions and not _is_new(question):
        if "rank" in question.asks and (whole := referring.whole_of(before)) is not None:
            return _carry(question, "item", mentions=(whole,))
        if (spoken := beside_item(before.mentions[0].name, question.plain)) is not None:
            return reworded(question, (spoken,))
        part = (
            referring.unknown_part(question.plain) or referring.strange_topic(question.rest) or _part_of(before, question.plain)
        )
        part = "" if question.unit else part
        return _with_part(_carry(question, "item", mentions=before.mentions, fund=before.fund, kind=before.kind), part)
    if referring.own_part(question, before):
        return _with_part(_carry(question, "item"), referring.part_words(question))
    if (scope := referring.scope_of(question, before)) is not None:
        return _carry(question, "item", mentions=before.mentions, fund=scope[0], kind=scope[1])
    if (fund := referring.within_fund(question, before)) is not None and not _RELATES & question.asks:
        return replace(question, fund=fund)
    if (whole := referring.same_whole(question, before)) is not None:
        return _carry(question, "whole", mentions=(question.mentions[0], whole))
    if referring.whole_before(question, before):
        return _carry(question, "whole", mentions=(question.mentions[0], before.mentions[0]))
    if "per" in question.asks and question.mentions and all(_counts(m) for m in question.mentions):
        return _carry(question, "part", mentions=(before.mentions[0], *question.mentions))
    one = len(question.mentions) == 1 or (question.mentions and "sum" in question.asks)
    if one and referring.related(question.plain) and _RELATES & question.asks:
        parts = before.mentions if _summed_up(question, before) else before.mentions[:1]
        summed = len(parts) > 1
        return _carry(question, "parts" if summed else "part", mentions=(*parts, *question.mentions))
    return question


def _summed_up(question: Question, before: Question) -> bool:
    """Whether a turn goes on from all items of the turn before: it adds to them, or asks what share their sum is."""
    if "share" in question.asks:
        return "sum" in before.asks
    return "sum" in question.asks and not {"share", "ratio", "per"} & before.asks


_THAT_ONE = Cue(r"^(?:那|这)?(?:里面|其中|里头|当中)?的?([\u4e00-\u9fff]{2,10}?)的?呢$")


def _part_of(before: Question, plain: str) -> str:
    """The words of a short turn (执法执勤的呢) that tell a standard part of an item before; "" where they tell none."""
    said = _THAT_ONE.match(plain.rstrip(","))
    return said[1] if said and any(named_part(m, said[1]) for m in before.mentions) else ""


def _with_part(question: Question, words: str) -> Question:
    """The question for the part of its item that some words mean: an item of its own, or one that no document tells."""
    named = next((part for m in question.mentions if words and (part := named_part(m, words))), None)
    return replace(question, mentions=(named,)) if named else replace(question, part=words)


def _with_base(question: Question, before: Question) -> Question:
    """“那原来多少人” after a change: the amount of the year before."""
    named = question.years or question.relative is not None or any(not m.weak for m in question.mentions)
    if named or not before.mentions or not says("follow", "before", question.plain):
        return question
    wanted = replace(question.wanted, asks=frozenset({"level"}))
    return replace(question, mentions=(), relative=-1, wanted=wanted)


_SETS = frozenset({"difference", "compare", "ratio", "sum"})
"""What sets amounts against each other or puts them together."""


def _between(question: Question) -> bool:
    """Whether a question wants what was told before set against each other: it names no department, year or other item of its own."""
    asked = _sets(question) or (bool(_MOVES & question.asks) and not with_last_year(question.plain))
    return asked and "item" in question.carried and not (question.issuers or question.years)


def _sets(question: Question) -> bool:
    """Whether a question sets amounts against each other, whatever they are of."""
    return bool(_SETS & question.asks) or question.which or referring.refers(question.plain)


def _two_years(pairs: Sequence[tuple[str, int]]) -> bool:
    """Whether what was told is of two years of one department: 涨了百分之几 is then from the one to the other."""
    return len(pairs) == 2 and pairs[0][0] == pairs[1][0]


_MOVES = frozenset({"growth", "change"})
"""What tells how an amount of one year moved against another."""

_RELATES = {"share", "ratio", "sum", "difference", "compare"}


def _counts(mention: Mention) -> bool:
    """Whether an item counts people or things, so that amounts can be divided by it."""
    known = vocabulary.item(mention.name)
    return known is not None and known.unit not in MONEY_SCALE


def _with_topic(question: Question, before: Question) -> Question:
    """“权重呢” after a question for an indicator: the words that described the indicator."""
    if "duty" in question.asks and "duty" in before.asks:
        return _carry(question, "topic", about=before.rest_with_items or before.about)
    described = "weight" in question.asks or ("target" in question.asks and _INDICATORS & before.asks)
    rest = pattern("indicator", "kind").sub(" ", question.rest.replace(GAP, " "))
    own = unexplained(pattern("indicator", "asking").sub(" ", rest)).replace(" ", "").strip(",")
    if described and len(own) < 2 and ("item" in question.carried or not question.mentions):
        return _carry(question, "topic", about=before.about + before.rest_with_items)
    return question


_INDICATORS = frozenset({"target", "weight"})


def _is_new(question: Question) -> bool:
    """Whether a question without an item stands by itself: a text question, or one about all subjects."""
    return bool({"duty", "findings"} & question.asks) or (
        "rank" in question.asks and ("科目" in question.plain or "指标" in question.plain)
    )


def _with_operation(question: Question, before: Question) -> Question:
    """“那公务接待费呢” asks of another item what was asked before."""
    short = question.plain.rstrip(",").endswith(("呢", "呐", "怎么样", "如何")) or question.plain.startswith(
        ("那", "换成", "再看")
    )
    same = "weight" in before.asks and question.asks == {"target"}
    if (not question.asks or same) and before.asks and (short or not question.mentions):
        own = question.wanted
        wanted = replace(before.wanted, unit=own.unit or before.wanted.unit, stage=own.stage or before.wanted.stage)
        return _carry(question, "operation", wanted=wanted)
    return question


_IT = r"(?:它|他|她|前(?:者|一?家|面)|上面|刚才|那家)"
_SUBJECT = Cue(rf"[是比为]{_IT}")
"""Words before which the department named stands as the first of the two: 乙局的是它的几倍."""


def _against(question: Question) -> bool:
    """“跟吉木萨尔县的比差多少”, “吉木萨尔县的比它多几个”: the department named is set against the one before."""
    return (
        len(question.issuers) == 1
        and "item" in question.carried
        and bool({"difference", "compare", "ratio", "change"} & question.asks)
        and bool(
            re.search(rf"^.{{0,2}}?(?:跟|和|与|同|比|对比)|[跟和与同]{_IT}", question.plain) or _SUBJECT.search(question.plain)
        )
    )


def _with_year(question: Question, before: Question) -> Question:
    if not question.years and question.relative is None and question.recent is None and before.years:
        return _carry(question, "year", years=before.years)
    if question.relative is not None and question.relative < 0 and before.years:
        return replace(question, years=(before.years[0] + question.relative,), relative=None)
    return question
