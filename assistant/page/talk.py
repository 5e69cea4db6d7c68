"""A talk, or one answer of it, as a file to keep: Markdown to read, a workbook or CSV to go on with; every number with its printed place."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from assistant.page.answers import place
from assistant.page.export import KINDS, headings, table_file
from assistant.page.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.answer import Citation
    from assistant.page.export import Value
    from assistant.page.session import Session, Turn
    from assistant.page.texts import Texts

FORMS = ("md", "xlsx", "csv")
COLUMNS = ("number", "question", "status", "answer", "issuer", "year", "stage", "item", "value", "unit", "formula", "evidence")
"""Columns of an exported talk; their names in either language are the words ``column_…``."""


def talk_file(session: Session, form: str, texts: Texts, turn: int = 0) -> Html:
    """A link that holds the whole file, for the browser to save: the talk, or the one ``turn`` of it.

    ``form`` is one of ``FORMS``; another is taken for the first.
    """
    form = form if form in FORMS else FORMS[0]
    turns = [t for t in session.turns if turn in (0, t.number)]
    if form == "md":
        content = markdown(turns, texts).encode("utf-8", "replace")
    else:
        content = table_file(form, headings(COLUMNS, texts), list(rows(turns, texts)), texts.say("tab_talk"))
    session.saved += 1
    name = f"mingzhang-{turn}.{form}" if turn else f"mingzhang.{form}"
    address = f"data:{KINDS[form].replace(' ', '')};base64,{b64encode(content).decode()}"
    return tag("a", href=address, download=name, data_saved=session.saved, hidden=True)


def markdown(turns: Sequence[Turn], texts: Texts) -> str:
    """The talk as Markdown: each question a heading, each answer with the places it cites."""
    parts = [f"# {texts.say('title')}"]
    for turn in turns:
        parts.append("## " + _inert(" ".join(turn.question.split())))
        parts.append(_inert(turn.answer.text if turn.answer else turn.trouble or ""))
        if turn.answer and turn.answer.citations:
            parts.append("\n".join(f"- {_inert(_cited(c, texts))}" for c in turn.answer.citations))
    return "\n\n".join(part for part in parts if part) + "\n"


def _inert(text: str) -> str:
    """Text whose Markdown is kept and whose markup shows as text."""
    return text.replace("<", "&lt;")


def _cited(citation: Citation, texts: Texts) -> str:
    quote = " ".join(citation.quote.split())
    return f"[{citation.id}] {citation.issuer} {citation.fiscal_year}，{citation.document}，{place(citation, texts)}：“{quote}”"


def rows(turns: Sequence[Turn], texts: Texts) -> Iterator[Sequence[Value]]:
    """Rows under ``COLUMNS``: one for each figure, or one for an answer without."""
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
