"""What the interface takes and gives, as pydantic models: they check requests and write the OpenAPI description with its examples."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LONGEST = 2000
"""Characters of a question."""
Text = Annotated[str, StringConstraints(max_length=LONGEST)]
QuestionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
DocumentId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Year = Annotated[int, Field(ge=1949, le=2199)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]

_CITATION: dict[str, Any] = {
    "id": 1, "document": "某局2024年部门预算公开.txt", "sha256": "a3" * 32, "issuer": "某县某局", "fiscal_year": 2024, "page": None,
    "line_start": 829, "line_end": 829, "section": None, "table": "表10 财政拨款“三公”经费支出表", "quote": "8.30 0.00 6.00 0.00 6.00 2.30",
}  # fmt: skip
_FIGURE: dict[str, Any] = {
    "value": "8.30", "unit": "万元", "issuer": "某县某局", "fiscal_year": 2024, "stage": "预算", "item": "三公经费", "column": "合计",
    "measure": "level", "derived": False, "formula": None, "citations": [1],
}  # fmt: skip
ANSWER_EXAMPLE: dict[str, Any] = {
    "question": "三公经费 2024年多少", "status": "answered", "text": "**8.30 万元**[1] — 某县某局 2024 年部门预算，三公经费。",
    "figures": [_FIGURE], "citations": [_CITATION], "findings": [], "suggestions": ["某县某局2024年三公经费比上年增减多少，为什么"],
    "seconds": 0.012, "conversation": "5f2b7a0c9d3e4b61a8c7d6e5f4031220",
}  # fmt: skip


class Taken(BaseModel):
    """A body that is taken in: names that are not known are refused, so that a misspelt filter never goes unnoticed."""

    model_config = ConfigDict(extra="forbid")


class Given(BaseModel):
    """A body that is given out; more fields may come with later versions."""

    model_config = ConfigDict(extra="allow")


class Filters(Taken):
    """What an answer may be taken from; an empty list restricts nothing."""

    issuers: list[Name] = Field(default=[], max_length=200, description="部门全称", examples=[["某县某局"]])
    years: list[Year] = Field(default=[], max_length=50, description="年度", examples=[[2024]])
    stages: list[Literal["预算", "决算"]] = Field(default=[], max_length=2, description="文种", examples=[["预算"]])


class Asked(Taken):
    """A question, alone or as the next turn of a conversation."""

    question: QuestionText = Field(description="问题，按平时说话的写法", examples=["三公经费 2024年多少"])
    conversation: Id | None = Field(default=None, description="对话编号；不给就是单独一问，不留记录")
    within: Filters = Field(default_factory=Filters, description="只在这些部门、年度、文种里找")


class Citation(Given):
    """A printed place; ``id`` is the n of the [n] marks of the text, ``sha256`` the document's id."""

    id: int
    document: str
    sha256: str
    issuer: str
    fiscal_year: int
    page: int | None
    line_start: int | None
    line_end: int | None
    section: str | None
    table: str | None
    quote: str


class AnswerFigure(Given):
    """A number of an answer, as printed or derived by ``formula`` from cited terms; ``value`` keeps its digits as text."""

    value: str
    unit: str
    issuer: str
    fiscal_year: int
    stage: str
    item: str
    column: str | None
    measure: str
    derived: bool
    formula: str | None
    citations: list[int]


class AnswerFinding(Given):
    """Something a document contradicts itself in."""

    kind: str
    message: str
    citations: list[int]


class Answer(Given):
    """One answer, as ``mingzhang ask --json`` gives it, with the conversation it belongs to."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [ANSWER_EXAMPLE]})
    question: str
    status: Literal["answered", "not_disclosed", "clarify", "out_of_scope"]
    text: str
    figures: list[AnswerFigure]
    citations: list[Citation]
    findings: list[AnswerFinding]
    suggestions: list[str]
    seconds: float
    conversation: str | None = None


class Fault(Given):
    """One fault of a request: the part it is in, a JSON pointer into it, and what is wrong."""

    where: str
    pointer: str
    what: str


class ProblemBody(Given):
    """An error, as RFC 9457 wants it; ``next`` says what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    next: str
    errors: list[Fault] = []


class Page(Given):
    """A page of a list: ``total`` entries in all, ``next`` the cursor of the following page, none on the last one."""

    total: int
    next: str | None = None


class DocumentEntry(Given):
    """A document on record; ``id`` is the SHA-256 of its file."""

    id: str
    name: str
    issuer: str
    fiscal_year: int
    stage: str
    published: str | None
    paged: bool
    size: int
    tables: int
    figures: int
    ambiguous: int
    findings: int


class DocumentPage(Page):
    """Documents by department, newest first."""

    documents: list[DocumentEntry]


class FigureEntry(Given):
    """A figure as printed, with its place; ``sha256`` is the document's id."""

    sha256: str
    document: str
    issuer: str
    fiscal_year: int
    stage: str
    item: str
    table_number: str | None
    table_title: str | None
    section: str | None
    row_code: str | None
    row_label: str
    row_path: list[str]
    column: str | None
    column_path: list[str]
    side: str | None
    fund: str | None
    kind: str | None
    measure: str
    direction: str | None
    value: str | None
    unit: str
    value_year: int | None
    state: str
    reading: str
    page: int | None
    line_start: int | None
    line_end: int | None
    quote: str


class FigurePage(Page):
    """Figures in the order of the documents."""

    figures: list[FigureEntry]


class Place(Given):
    """A printed place."""

    page: int | None
    line_start: int | None
    line_end: int | None
    quote: str


class FindingEntry(Given):
    """A place where a document disagrees with itself."""

    sha256: str
    document: str
    issuer: str
    fiscal_year: int
    rule: str
    kind: str
    message: str
    printed: list[str]
    computed: str | None
    places: list[Place]


class FindingPage(Page):
    """Findings in the order of the documents."""

    findings: list[FindingEntry]


class ConversationEntry(Given):
    """A conversation; ``updated`` is ISO 8601 in UTC, ``title`` its first question, empty before that."""

    id: str
    title: str
    updated: str


class ConversationPage(Page):
    """The user's conversations, the last continued first."""

    conversations: list[ConversationEntry]


class ConversationTurn(Given):
    """A turn as it was answered; no answer where an earlier version kept it in a way that is not known any more."""

    number: int
    question: str
    answer: Answer | None


class ConversationBody(ConversationEntry):
    """A conversation with what was said."""

    history: list[ConversationTurn]


class JobBody(Given):
    """A change of the index as it goes on: ``state`` is reading, writing, done or failed; ``errors`` one line for each file."""

    id: str
    state: Literal["reading", "writing", "done", "failed"]
    done: int
    total: int
    name: str
    taken: list[str]
    unchanged: list[str]
    removed: list[str]
    errors: list[str]


class Judged(Taken):
    """What somebody thinks of an answer."""

    conversation: Id
    turn: Annotated[int, Field(ge=1, le=10_000)]
    rating: Literal["up", "down"]
    reason: Annotated[str, StringConstraints(max_length=1000)] = ""
