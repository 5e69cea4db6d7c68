"""The source panel: the cited lines among their neighbours, the quoted words marked, the number itself boxed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.page.answers import position
from assistant.page.markup import EMPTY, Html, escape, join, tag
from corpus.amount import NUMBER, parse_number

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assistant.answer import Citation
    from assistant.page.texts import Texts
    from corpus.document import Line

Span = tuple[int, int]
"""Characters of one line, end excluded."""


def source_html(
    citation: Citation, lines: Sequence[Line], values: Collection[Decimal], texts: Texts, sheet: Html = EMPTY, link: Html = EMPTY
) -> Html:
    """The panel for one citation.

    ``lines`` are the cited lines with as many neighbours as wanted, in reading order; ``values`` the numbers that the answer
    takes from this place: each that is printed exactly once in the quoted words is boxed. With the picture of the page
    (``sheet``) the lines are folded away below it. ``link`` leads to the original.
    """
    quoted = quoted_spans(citation, lines)
    boxed = _boxed(lines, quoted, values)
    rows = [_line(line, _cited(citation, line), quoted.get(i), boxed.get(i, [])) for i, line in enumerate(lines)]
    words = tag("ol", *rows, class_="mz-lines", tabindex=0)
    if sheet:
        words = join([sheet, tag("details", tag("summary", escape(texts.say("page_words"))), words, class_="mz-folded")])
    return _frame(texts, _heading(citation, texts, link), words, quoted_at=citation.id or None)


def note_html(message: str, texts: Texts, below: Html = EMPTY) -> Html:
    """The panel when it has no place to show but a sentence, and perhaps a list below it."""
    return _frame(texts, EMPTY, join([tag("p", escape(message), class_="mz-note"), below]), quoted_at=None)


def quoted_spans(citation: Citation, lines: Sequence[Line]) -> dict[int, Span]:
    """Which characters of which of ``lines`` (by index) make up the quote; white space and line breaks do not matter.

    Empty where the quote does not stand in the cited lines: then the lines are still marked, but no words in them.
    """
    cited = [(i, line) for i, line in enumerate(lines) if _cited(citation, line)]
    printed = [(i, k, c) for i, line in cited for k, c in enumerate(line.text) if not c.isspace()]
    wanted = "".join(citation.quote.split())
    start = "".join(c for _, _, c in printed).find(wanted)
    if not wanted or start < 0:
        return {}
    spans: dict[int, Span] = {}
    for i, k, _ in printed[start : start + len(wanted)]:
        spans[i] = (spans[i][0] if i in spans else k, k + 1)
    return spans


def _cited(citation: Citation, line: Line) -> bool:
    if citation.page is not None:
        return line.page == citation.page
    if citation.line_start is None:
        return False
    return citation.line_start <= line.number <= (citation.line_end or citation.line_start)


def _boxed(lines: Sequence[Line], quoted: dict[int, Span], values: Collection[Decimal]) -> dict[int, list[Span]]:
    """Where the answer's numbers are printed, by line; a number that the quote prints twice is left out."""
    places: dict[Decimal, list[tuple[int, Span]]] = {}
    for i, (start, end) in quoted.items():
        for found in NUMBER.finditer(lines[i].text[:end], start):
            value = parse_number(found[0])
            if value is not None and value in values:
                places.setdefault(value, []).append((i, found.span()))
    boxed: dict[int, list[Span]] = {}
    for i, span in sorted(where[0] for where in places.values() if len(where) == 1):
        boxed.setdefault(i, []).append(span)
    return boxed


def _line(line: Line, cited: bool, quoted: Span | None, boxed: Sequence[Span]) -> Html:
    if not line.text.strip():
        return tag("li", class_="mz-gap mz-cited" if cited else "mz-gap", aria_hidden="true")
    number = tag("span", escape(str(line.number)), class_="mz-line-number", aria_hidden="true")
    look = "mz-line" + (" mz-cited" if cited else "") + (" mz-quoted" if quoted else "")
    return tag("li", number, tag("span", _words(line.text, quoted, boxed), class_="mz-words"), class_=look, data_line=line.number)


def _words(text: str, quoted: Span | None, boxed: Sequence[Span]) -> Html:
    if quoted is None:
        return escape(text)
    parts: list[Html] = []
    at, end = quoted
    for start, stop in boxed:
        parts += [escape(text[at:start]), tag("b", escape(text[start:stop]), class_="mz-box")]
        at = stop
    return join([escape(text[: quoted[0]]), tag("mark", *parts, escape(text[at:end])), escape(text[end:])])


def _heading(citation: Citation, texts: Texts, link: Html) -> Html:
    owner = f"{citation.issuer} · {citation.fiscal_year}"
    rows = [tag("p", escape(owner), class_="mz-owner")]
    rows += [tag("p", escape(part), class_="mz-part") for part in (citation.section, citation.table) if part]
    where = tag("p", escape(citation.document), tag("span", escape(position(citation, texts))), link, class_="mz-file")
    return tag("div", *rows, where, class_="mz-source-head")


def _frame(texts: Texts, heading: Html, body: Html, quoted_at: int | None) -> Html:
    mark = EMPTY if quoted_at is None else tag("span", escape(f"[{quoted_at}]"), class_="mz-id")
    close = tag(
        "button",
        escape("×"),
        type="button",
        class_="mz-close",
        data_close=True,
        title=texts.say("source_close"),
        aria_label=texts.say("source_close"),
    )
    bar = tag("div", tag("h2", escape(texts.say("source")), mark), close, class_="mz-source-bar")
    return tag(
        "section", bar, heading, body, class_="mz-source", aria_label=texts.say("source_label"), tabindex=-1, lang=texts.locale
    )
