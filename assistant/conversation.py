"""What a conversation remembers: the last few questions as understood, and nothing of anyone else's."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.answer import Answer, Status
from assistant.labels import Mention
from assistant.numerals import number_of
from assistant.question import FUNDS, KINDS, Question
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
        self._turns.append(Turn(question, answer.status, documents, told))

    @property
    def last(self) -> Turn | None:
        """The turn before."""
        return self._turns[-1] if self._turns else None

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
        question = _with_topic(_with_item(question, before), before)
        question = _with_operation(question, before)
        several = bool(_SETS & question.asks) or ("rank" in question.asks and _how_many(question) is not None)
        if "item" in question.carried and several and not question.issuers:
            question = self._two_items(question)
        if _between(question) and len(question.mentions) == 1:
            question = self._all_told(question)
        elif _against(question):
            question = _carry(question, "against", issuers=tuple(dict.fromkeys((*before.issuers, *question.issuers))))
            question = _carry(question, "year", years=tuple(dict.fromkeys((*before.years, *question.years))))
        if not (question.issuers or question.every or question.which or question.unknown) and before.issuers:
            question = _carry(question, "issuer", issuers=before.issuers)
        return _with_year(question, before)

    def _two_items(self, question: Question) -> Question:
        """“差几个” after two turns about one item each of the same department: those two items."""
        items: list[Mention] = []
        for turn in (t.question for t in self if t.question.mentions):
            if (
                turn.issuers != self.last_issuers
                or len(turn.mentions) != 1
                or any(m.items == turn.mentions[0].items for m in items)
            ):
                break
            items.append(turn.mentions[0])
        items = items[: _how_many(question)]
        return _carry(question, "items", mentions=tuple(reversed(items)), which=False) if len(items) > 1 else question

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
            told += [pair for pair in reversed(turn.told) if pair not in told]
        pairs = tuple(reversed(told))
        if len(pairs) < 2:
            return question
        question = _carry(question, "issuer", issuers=tuple(dict.fromkeys(i for i, _ in pairs)))
        return _carry(question, "year", years=tuple(dict.fromkeys(y for _, y in pairs)), pairs=pairs)


def _how_many(question: Question) -> int | None:
    """How many items before are meant: two to compare; as many as are named to add up (三项一共), else all."""
    said = re.search(r"([两二三四五六七八])(?:项|个|样|者|笔)|([仨俩])", question.plain)
    if said is not None and {"sum", "rank"} & question.asks:
        return number_of(said[1]) if said[1] else 3 if said[2] == "仨" else 2
    return 2 if _SETS - {"sum"} & question.asks else None


def _carry(question: Question, what: str, **parts: object) -> Question:
    return replace(question, carried=(*question.carried, what), **parts)  # type: ignore[arg-type]


def _with_item(question: Question, before: Question) -> Question:
    if not question.mentions and before.mentions and not _is_new(question):
        return _carry(question, "item", mentions=before.mentions, fund=before.fund, kind=before.kind)
    inside = re.match(r"(?:那|这)?(?:里面|其中|里头|当中|其内)", question.plain)
    if inside and len(question.mentions) == 1 and before.mentions and "share" in question.asks:
        return _carry(question, "whole", mentions=(question.mentions[0], before.mentions[0]))
    if (
        inside
        and len(question.mentions) == 1
        and len(before.mentions) == 1
        and _restricts(question.mentions[0], before.mentions[0])
    ):
        name = question.mentions[0].items[0]
        fund, kind = FUNDS.get(name), name if name in KINDS else None
        return _carry(question, "item", mentions=before.mentions, fund=fund, kind=kind)
    if "per" in question.asks and before.mentions and question.mentions and all(_counts(m) for m in question.mentions):
        return _carry(question, "part", mentions=(before.mentions[0], *question.mentions))
    if (
        question.plain.startswith(("占", "是", "比", "和", "跟", "与", "加上"))
        and len(question.mentions) == 1
        and before.mentions
        and _RELATES & question.asks
    ):
        return _carry(question, "part", mentions=(before.mentions[0], *question.mentions))
    return question


_SETS = frozenset({"difference", "compare", "ratio", "sum"})
"""What sets amounts against each other or puts them together."""


def _between(question: Question) -> bool:
    """Whether a question wants what was told before set against each other: it names no department, year or other item of its own."""
    asked = bool(_SETS & question.asks) or question.which
    return asked and "item" in question.carried and not (question.issuers or question.years)


_RELATES = {"share", "ratio", "sum", "difference"}


def _restricts(part: Mention, whole: Mention) -> bool:
    """Whether “其中一般公共预算” after a subject means the subject's money from that fund, and not the fund itself."""
    name = part.items[0]
    item = vocabulary.item(whole.name)
    subject = bool(whole.codes or (item and item.codes))
    return subject and (name in FUNDS or name in KINDS)


def _counts(mention: Mention) -> bool:
    """Whether an item counts people or things, so that amounts can be divided by it."""
    known = vocabulary.item(mention.name)
    return known is not None and known.unit not in MONEY_SCALE


def _with_topic(question: Question, before: Question) -> Question:
    """“权重呢” after a question for an indicator: the words that described the indicator."""
    described = "weight" in question.asks or ("target" in question.asks and _INDICATORS & before.asks)
    if described and ("item" in question.carried or not question.mentions):
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
    if not question.asks and before.asks and (short or not question.mentions):
        wanted = replace(before.wanted, unit=question.wanted.unit or before.wanted.unit)
        return _carry(question, "operation", wanted=wanted)
    return question


def _against(question: Question) -> bool:
    """“跟吉木萨尔县的比差多少”: the department named is set against the one before."""
    return (
        len(question.issuers) == 1
        and "item" in question.carried
        and bool({"difference", "compare"} & question.asks)
        and bool(re.match(r".{0,2}?(?:跟|和|与|同|比|对比)", question.plain))
    )


def _with_year(question: Question, before: Question) -> Question:
    if not question.years and question.relative is None and question.recent is None and before.years:
        return _carry(question, "year", years=before.years)
    if question.relative is not None and question.relative < 0 and before.years:
        return replace(question, years=(before.years[0] + question.relative,), relative=None)
    return question
