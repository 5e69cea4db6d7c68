"""One turn of the talk as HTML: the question, then the answer with its figure, text, findings, evidence and chips."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.page.chart import chart_html
from assistant.page.markdown import inline, render
from assistant.page.markup import EMPTY, Html, escape, join, tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.answer import Answer, AnswerFigure, Citation
    from assistant.page.narrow import Narrowed
    from assistant.page.session import Turn
    from assistant.page.texts import Texts

_MARKS = r"(?:\[\d+\])*"
_LEAD = re.compile(
    r"\*\*(?P<number>[-−]?\d[\d,]*(?:\.\d+)?)(?P<unit>[^*]*)\*\*"
    rf"(?P<before>{_MARKS})(?:（(?P<note>[^（）]*)）)?(?P<after>{_MARKS})\s*(?P<rest>.*)"
)
"""An answer that opens with its figure: **8.30 万元**[1][2], perhaps with a note such as （推算） or （未安排）."""
_CELL = re.compile(r"\s*(?<!\\)\|\s*")
_DERIVED = "（推算）"
"""What an answer says of a number that is printed nowhere; on the page it stands beside the number itself."""
_JOINT = re.compile(r"^(?:[—–:：-]+\s*|[，,；;。]\s*)")


@dataclass(frozen=True, slots=True)
class _Marks:
    """Makes the buttons that open the citations of one turn."""

    turn: int
    citations: dict[int, Citation]
    texts: Texts

    def __call__(self, number: int) -> Html | None:
        """The button [number], or None where the answer has no such citation."""
        citation = self.citations.get(number)
        return self.button(citation, escape(f"[{number}]"), "mz-mark") if citation else None

    def button(self, citation: Citation, content: Html, look: str) -> Html:
        """A button that opens ``citation`` in the source panel."""
        label = self.texts.say("cite_label", id=citation.id, place=place(citation, self.texts))
        return tag(
            "button", content, type="button", class_=look, title=label, aria_label=label if look == "mz-mark" else None,
            data_cite=citation.id, data_turn=self.turn,
        )  # fmt: skip


def place(citation: Citation, texts: Texts) -> str:
    """Where a citation stands, in words: table or section, then page or lines."""
    return " · ".join(part for part in (_named(citation), position(citation, texts)) if part)


def _named(citation: Citation) -> str:
    """The table a citation stands in, or the innermost heading over it, or its first words."""
    return citation.table or (citation.section or "").rpartition(" / ")[2] or citation.quote[:40]


def position(citation: Citation, texts: Texts) -> str:
    """The page or the lines of a citation in words; empty where neither is known."""
    if citation.page is not None:
        return texts.say("place_page", page=citation.page)
    if citation.line_start is None:
        return ""
    if citation.line_end in (None, citation.line_start):
        return texts.say("place_line", first=citation.line_start)
    return texts.say("place_lines", first=citation.line_start, last=citation.line_end)


_THUMB = "M3 9h3v8H3zM6 9l4-7c1.4 0 2.2 1 2 2.400l-.6 3.100H16c1 0 1.600.9 1.400 1.800l-1.300 6.200c-.2.9-.9 1.500-1.800 1.500H6"
"""An outline of a thumb; emoji are in no font that every machine has."""
NOTHING: Mapping[int, str] = MappingProxyType({})


def turns_html(turns: Sequence[Turn], texts: Texts, rated: Mapping[int, str] = NOTHING) -> Html:
    """The whole talk, oldest turn first; ``rated`` is what was thought of turns."""
    return join(turn_html(turn, texts, rated.get(turn.number), last=turn is turns[-1]) for turn in turns)


def turn_html(turn: Turn, texts: Texts, rated: str | None = None, *, last: bool = True) -> Html:
    """One question and what became of it; the ``last`` can be asked again, an earlier one would be read after what came later."""
    question = tag("div", tag("p", escape(turn.question)), class_="mz-question")
    return tag("article", question, _outcome(turn, texts, rated, last), class_="mz-turn", data_number=turn.number)


def _outcome(turn: Turn, texts: Texts, rated: str | None, last: bool) -> Html:
    if turn.answer:
        return answer_html(turn.answer, turn.number, texts, rated, turn.narrowed, last=last)
    if turn.trouble:
        again = tag("p", _again(turn.number, texts)) if last else EMPTY
        return tag("div", tag("p", escape(turn.trouble)), again, class_="mz-answer mz-trouble", role="alert")
    stop = tag("button", escape(texts.say("stop")), type="button", class_="mz-stop", data_stop=True)
    waited = tag("span", class_="mz-waited", data_waited=texts.say("waited"), aria_hidden="true")
    told = tag("p", tag("span", class_="mz-dots"), escape(texts.say("thinking")), waited, stop)
    return tag("div", told, class_="mz-answer mz-pending")


def answer_html(
    answer: Answer, turn: int, texts: Texts, rated: str | None = None, narrowed: Narrowed | None = None, *, last: bool = True
) -> Html:
    """An answer: badge, figure, text, findings, what filters left out, evidence, next questions."""
    marks = _Marks(turn, {c.id: c for c in answer.citations}, texts)
    return tag(
        "div",
        _badge(answer.status, texts),
        tag("div", _text(answer, marks, texts), class_="mz-text"),
        chart_html(answer, marks, texts),
        _findings(answer, marks, texts),
        _filtered(narrowed, answer, texts),
        _evidence(answer.citations, marks, texts),
        _chips(answer.suggestions, texts.say("choices" if answer.status is Status.CLARIFY else "suggestions")),
        _foot(answer, turn, texts, rated, last),
        class_="mz-answer",
        data_status=answer.status.value,
    )


def _badge(status: Status, texts: Texts) -> Html:
    if status is Status.ANSWERED:
        return EMPTY
    return tag("p", escape(texts.say(f"status_{status.value}")), class_="mz-badge")


def _text(answer: Answer, marks: _Marks, texts: Texts) -> Html:
    """The text; where it opens with the figure asked for, that number is set large.

    Its owner and year stand beneath it, unless the sentence that follows names them.
    """
    first, _, more = answer.text.strip().partition("\n")
    lead = _LEAD.fullmatch(first.strip())
    figure = lead and answer.status is Status.ANSWERED and _stated(lead["number"], answer.figures)
    if not lead or not figure:
        return render(answer.text, marks)
    rest = _JOINT.sub("", lead["rest"].replace(_DERIVED, "", 1) if figure.derived else lead["rest"])
    told = figure.issuer in rest and str(figure.fiscal_year) in rest
    beneath = EMPTY if told else tag("p", escape(caption(figure, texts)), class_="mz-caption")
    return join([_lead(lead, figure, marks, texts), beneath, render(f"{rest}\n{more}" if rest else more, marks)])


def _stated(number: str, figures: Sequence[AnswerFigure]) -> AnswerFigure | None:
    """The figure whose digits are exactly those of ``number``."""
    bare = number.replace(",", "").replace("−", "-")
    return next((f for f in figures if format(f.value, "f") == bare), None)


def _lead(lead: re.Match[str], figure: AnswerFigure, marks: _Marks, texts: Texts) -> Html:
    number = tag("span", escape(lead["number"]), class_="mz-number")
    unit = tag("span", escape(f" {lead['unit'].strip()}"), class_="mz-unit")
    note = lead["note"] or (texts.say("derived") if figure.derived else "")
    told = tag("span", escape(note), class_="mz-derived") if note else EMPTY
    return tag("p", tag("strong", number, unit), told, inline(lead["before"] + lead["after"], marks), class_="mz-figure")


def caption(figure: AnswerFigure, texts: Texts) -> str:
    """Whose figure it is, of which year and document kind, and for what."""
    item = figure.item if not figure.column or figure.column == figure.item else f"{figure.item}（{figure.column}）"
    return " · ".join((figure.issuer, texts.say("year_stage", year=figure.fiscal_year, stage=figure.stage), item))


def _findings(answer: Answer, marks: _Marks, texts: Texts) -> Html:
    """Warnings that the text does not already carry."""
    shown = [f for f in answer.findings if f.message not in answer.text]
    if not shown:
        return EMPTY
    notes = (tag("li", inline(f.message, marks), *(marks(c) or EMPTY for c in f.citations)) for f in shown)
    return tag("div", tag("p", escape(texts.say("finding")), class_="mz-heading"), tag("ul", *notes), class_="mz-findings")


def _filtered(narrowed: Narrowed | None, answer: Answer, texts: Texts) -> Html:
    """That filters kept documents away, and the way to ask without them."""
    if narrowed is None or narrowed.kept == narrowed.total:
        return EMPTY
    told = escape(texts.say("narrowed", said=narrowed.said, kept=narrowed.kept, total=narrowed.total))
    wide = tag(
        "button", escape(texts.say("narrowed_ask")), type="button", class_="mz-wide-ask", data_ask=answer.question, data_wide=True
    )
    return tag("p", told, wide, class_="mz-filtered")


def _evidence(citations: Sequence[Citation], marks: _Marks, texts: Texts) -> Html:
    """The cited places, under the document they stand in."""
    if not citations:
        return EMPTY
    documents = list(dict.fromkeys((c.document_id, c.issuer, c.fiscal_year, c.document) for c in citations))
    groups = [_document([c for c in citations if c.document_id == key[0]], marks, texts) for key in documents]
    return tag("div", tag("p", escape(texts.say("evidence")), class_="mz-heading"), *groups, class_="mz-evidence")


def _document(citations: Sequence[Citation], marks: _Marks, texts: Texts) -> Html:
    owner = citations[0]
    title = tag("p", escape(f"{owner.issuer} · {owner.fiscal_year}"), tag("span", escape(owner.document)), class_="mz-document")
    rows = (tag("li", marks.button(c, _row(c, texts), "mz-place")) for c in citations)
    return join([title, tag("ol", *rows)])


def _row(citation: Citation, texts: Texts) -> Html:
    number = tag("span", escape(f"[{citation.id}]"), class_="mz-id")
    named = tag("span", escape(_named(citation)), class_="mz-named")
    return join([number, named, tag("span", escape(position(citation, texts)), class_="mz-where")])


def _chips(questions: Sequence[str], heading: str) -> Html:
    if not questions:
        return EMPTY
    return tag("div", tag("span", escape(heading), class_="mz-heading"), *map(chip, questions), class_="mz-chips")


def chip(question: str) -> Html:
    """A button that asks ``question``."""
    return tag("button", escape(question), type="button", class_="mz-chip", data_ask=question)


def _again(turn: int, texts: Texts) -> Html:
    return tag("button", escape(texts.say("again")), type="button", class_="mz-again", data_again=turn)


def _foot(answer: Answer, turn: int, texts: Texts, rated: str | None, last: bool) -> Html:
    copy = tag(
        "button", escape(texts.say("copy")), type="button", class_="mz-copy", data_copy=copied(answer, texts), data_done=texts.say("copied"),
    )  # fmt: skip
    seconds = f"{answer.seconds:.2f}"
    spent = tag("span", escape(texts.say("seconds", seconds=seconds))) if seconds != "0.00" else EMPTY
    thumbs = (_thumb(rating, turn, texts, rated) for rating in ("up", "down"))
    foot = tag("div", spent, *thumbs, _again(turn, texts) if last else EMPTY, copy, _saving(turn, texts), class_="mz-foot")
    return join([foot, _why(turn, texts)])


_RULE = re.compile(r"\|[\s:|-]+\|")
_ESCAPED = re.compile(r"\\([\\`*_\[\]|<>#])")


def copied(answer: Answer, texts: Texts) -> str:
    """An answer as it is pasted into a letter: without Markdown, cells parted by tabs, its places below it."""
    lines = [line.strip() for line in answer.text.splitlines()]
    rows = (
        _CELL.sub("\t", line.strip("|")).strip() if line.startswith("|") else line for line in lines if not _RULE.fullmatch(line)
    )
    text = _ESCAPED.sub(r"\1", "\n".join(rows).replace("**", ""))
    places = (f"[{c.id}] {c.issuer} {c.fiscal_year}，{c.document}，{place(c, texts)}" for c in answer.citations)
    return "\n".join((text, "", *places)).strip()


def _saving(turn: int, texts: Texts) -> Html:
    """Saves one answer as a file, in the form that is chosen."""
    forms = (
        tag("button", escape(texts.say(f"save_{form}")), type="button", data_save=form, data_turn=turn)
        for form in ("xlsx", "csv", "md")
    )
    return tag(
        "details", tag("summary", escape(texts.say("save_answer"))), tag("span", *forms, class_="mz-saves"), class_="mz-saving"
    )


def _thumb(rating: str, turn: int, texts: Texts, rated: str | None) -> Html:
    label = texts.say(f"rate_{rating}")
    pressed = "true" if rated == rating else "false"
    drawn = tag("svg", tag("path", d=_THUMB), viewBox="0 0 20 20", aria_hidden="true", focusable="false")
    return tag(
        "button", drawn, type="button", class_="mz-thumb", data_rate=rating, data_turn=turn, title=label, aria_label=label,
        aria_pressed=pressed,
    )  # fmt: skip


def _why(turn: int, texts: Texts) -> Html:
    """Asks for a reason after a thumb down; shown when one is given."""
    label = texts.say("why")
    field = tag("input", name="reason", maxlength=500, placeholder=label, aria_label=label, autocomplete="off")
    send = tag("button", escape(texts.say("why_send")), type="submit")
    return tag("form", field, send, class_="mz-why", data_why=turn, data_thanks=texts.say("thanks"), hidden=True)
