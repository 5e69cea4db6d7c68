"""A fixed assistant for tests of the page's looks: its answers are written here, its sources are lines made here."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from threading import Event

from assistant.answer import Answer, AnswerFigure, AnswerFinding, Citation, Status
from assistant.within import Within
from corpus.document import Line, Stage
from corpus.errors import StoreEmpty
from index.ledger import Ledger

EVIL = '<script>window.hit=1</script><img src=x onerror="window.hit=1">${window.hit=1}{{value}}'
"""Markup, a JavaScript template and a Handlebars expression, each of which would show itself by setting window.hit."""
DOCUMENT_ID = "ab" * 32
LINES = tuple(
    Line(
        n,
        {
            40: "合计 8.30 8.30",
            41: "",
            43: "公务接待费 2.30 2.30",
            60: "八、“三公”经费预算数为",
            61: "8.30 万元，其中：",
            62: EVIL,
        }.get(n, f"第 {n} 行的文字"),
    )
    for n in range(1, 121)
)


@dataclass(frozen=True)
class Listed:
    """A document of the list."""

    name: str = f"{EVIL}.txt"
    issuer: str = "某县商务局"
    fiscal_year: int = 2024
    stage: Stage = Stage.BUDGET


@dataclass
class Talk:
    """What was asked in one conversation."""

    asked: list[str] = field(default_factory=list)


def citation(number: int, first: int, last: int, quote: str, **more: str) -> Citation:
    """A citation of the one document here."""
    return Citation(number, DOCUMENT_ID, Listed.name, Listed.issuer, 2024, quote, line_start=first, line_end=last, **more)


TABLE = citation(1, 40, 40, "合计 8.30 8.30", table="表10 “三公”经费支出情况表", section="第二部分")
PROSE = citation(2, 60, 61, "“三公”经费预算数为8.30 万元", section="第三部分 八")
HOSTILE = citation(3, 62, 62, EVIL, section=EVIL)
FIGURE = AnswerFigure(Decimal("8.30"), "万元", Listed.issuer, 2024, "预算", "三公经费", "level", (1, 2))


class StandIn:
    """Answers by a few words of the question and notes what each conversation asked; "慢" waits for ``slow``, "坏" fails."""

    def __init__(self) -> None:
        self.talks: list[Talk] = []
        self.slow = Event()

    def ask(self, question: str, conversation: object = None, *, within: Within | None = None) -> Answer:
        """The fixed answer that fits a word of the question."""
        assert isinstance(conversation, Talk)
        conversation.asked.append(question)
        if "坏" in question:
            raise RuntimeError("坏")
        if "慢" in question:
            self.slow.wait(10)
        if "没有" in question:
            return Answer(question, Status.NOT_DISCLOSED, f"未收录。{EVIL}", citations=(HOSTILE,))
        if "哪个" in question:
            return Answer(question, Status.CLARIFY, "请问是哪个部门？", suggestions=("甲局", "乙局"))
        if "第几" in question:
            return Answer(question, Status.ANSWERED, f"这是第 {len(conversation.asked)} 问")
        return three_public(question)

    def recall(self, question: str, answer: Answer, conversation: object, within: Within | None = None) -> None:
        """Noted as if it had been asked."""
        assert isinstance(conversation, Talk)
        conversation.asked.append(question)

    def documents(self, within: Within | None = None) -> tuple[Listed, ...]:
        """One document, named by an attacker."""
        return (Listed(),)

    def examples(self, within: Within | None = None) -> tuple[str, ...]:
        """Two example questions."""
        return ("三公经费 2024年多少", "哪个部门？")

    def source(self, citation: Citation, context: int = 8, within: Within | None = None) -> tuple[Line, ...]:
        """All lines there are."""
        return LINES

    @property
    def ledger(self) -> Ledger:
        """There is none."""
        raise StoreEmpty("var", "没有索引")

    def ledger_within(self, within: Within | None = None) -> Ledger:
        """There is none."""
        return self.ledger

    def refresh(self) -> None:
        """There is never anything newer."""

    def talk(self) -> Talk:
        """A new conversation, remembered for the test to look at."""
        self.talks.append(Talk())
        return self.talks[-1]


def three_public(question: str) -> Answer:
    """The model answer: a figure, its parts, a finding, chips."""
    return Answer(
        question,
        Status.ANSWERED,
        "**8.30 万元**[1][2] — 某县商务局 2024 年部门预算，“三公”经费合计。\n公务接待费 2.30 万元[1]。\n✓ 表10 与说明第八部分一致",
        figures=(FIGURE,),
        citations=(TABLE, PROSE, HOSTILE),
        findings=(AnswerFinding("omission", f"漏印了数额{EVIL}", (2,)),),
        suggestions=("没有披露的", EVIL),
        seconds=0.02,
    )
