"""A talk as a file to keep: Markdown to read, a workbook to go on with; every number with its printed place."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from assistant.page.answers import place
from assistant.page.export import XLSX, to_xlsx
from assistant.page.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.answer import Citation
    from assistant.page.export import Value
    from assistant.page.session import Session, Turn
    from assistant.page.texts import Texts

FORMS = ("md", "xlsx")
COLUMNS = ("序号", "问题", "结果", "回答", "部门", "年度", "文种", "项目", "数值", "单位", "算法", "依据")


def talk_file(session: Session, form: str, texts: Texts) -> Html:
    """A link that holds the whole file, for the browser to save; ``form`` is one of ``FORMS``, another is taken for the first."""
    if form == "xlsx":
        content, kind, name = to_xlsx(COLUMNS, list(rows(session.turns, texts)), texts.say("tab_talk")), XLSX, "mingzhang.xlsx"
    else:
        content, kind, name = (
            markdown(session.turns, texts).encode("utf-8", "replace"),
            "text/markdown;charset=utf-8",
            "mingzhang.md",
        )
    session.saved += 1
    return tag(
        "a", href=f"data:{kind};base64,{b64encode(content).decode()}", download=name, data_saved=session.saved, hidden=True
    )


def markdown(turns: Sequence[Turn], texts: Texts) -> str:
    """The talk as Markdown: each question a heading, each answer with the places it cites."""
    parts = [f"# {texts.say('title')}"]
    for turn in turns:
        parts.append("## " + " ".join(turn.question.split()))
        parts.append(turn.answer.text if turn.answer else turn.trouble or "")
        if turn.answer and turn.answer.citations:
            parts.append("\n".join(f"- {_cited(c, texts)}" for c in turn.answer.citations))
    return "\n\n".join(part for part in parts if part) + "\n"


def _cited(citation: Citation, texts: Texts) -> str:
    quote = " ".join(citation.quote.split())
    return f"[{citation.id}] {citation.issuer} {citation.fiscal_year}，{citation.document}，{place(citation, texts)}：“{quote}”"


def rows(turns: Sequence[Turn], texts: Texts) -> Iterator[Sequence[Value]]:
    """A row for each figure, or one for an answer without."""
    for number, turn in enumerate(turns, 1):
        answer = turn.answer
        if answer is None:
            yield (number, turn.question, "", turn.trouble, *[None] * 8)
            continue
        cited = {c.id: _cited(c, texts) for c in answer.citations}
        first = (number, turn.question, answer.status.value, answer.text)
        for f in answer.figures:
            places = "\n".join(cited[c] for c in f.citations if c in cited)
            yield (*first, f.issuer, f.fiscal_year, f.stage, f.item, f.value, f.unit, f.formula, places)
        if not answer.figures:
            yield (*first, *[None] * 7, "\n".join(cited.values()))
