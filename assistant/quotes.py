"""Quotes that really stand at their places: as the lines are printed, and page by page where a sentence runs over a break."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Answer, AnswerFigure, Citation
from index.ledger import Ledger

SHORTEST = 4
"""Characters before a page break that are worth a citation of their own."""


def true_quotes(answer: Answer, ledger: Ledger) -> Answer:
    """The answer with every quote that does not stand at its place as it is given as what is printed there.

    A quote rejoined over lines with something between them (a page number) becomes the printed lines. One that runs over a page
    break is cut there; its rest becomes a further citation on the next page, of the same figures.
    """
    citations: list[Citation] = []
    rests: dict[int, Citation] = {}
    following = max((c.id for c in answer.citations), default=0)
    for citation in answer.citations:
        kept, rest = _on_its_page(citation, ledger) if citation.page is not None else (_as_printed(citation, ledger), None)
        citations.append(kept)
        if rest is not None:
            following += 1
            rests[citation.id] = replace(rest, id=following)
    if not rests and tuple(citations) == answer.citations:
        return answer
    figures = tuple(_also(figure, rests) for figure in answer.figures)
    return replace(answer, citations=(*citations, *rests.values()), figures=figures)


def _also(figure: AnswerFigure, rests: dict[int, Citation]) -> AnswerFigure:
    further = tuple(rests[n].id for n in figure.citations if n in rests)
    return replace(figure, citations=(*figure.citations, *further)) if further else figure


def _as_printed(citation: Citation, ledger: Ledger) -> Citation:
    """A text's quote; only one over several lines can differ from them."""
    first, last = citation.line_start, citation.line_end
    if first is None or last is None or first == last:
        return citation
    lines = [line.text.strip() for line in ledger.lines(citation.document_id, first=first, last=last) if line.text.strip()]
    if _squash(citation.quote) in _squash("".join(lines)):
        return citation
    return replace(citation, quote="\n".join(lines))


def _on_its_page(citation: Citation, ledger: Ledger) -> tuple[Citation, Citation | None]:
    """A page's quote, and the citation of its rest where it goes on on the next page."""
    page = citation.page or 1
    printed = _page(citation, ledger, page)
    words = re.split(r"[\s|…]+", citation.quote)
    if _squash(citation.quote) in printed or all(_squash(word) in printed for word in words):
        return citation, None
    cut = next((k for k in range(len(citation.quote), 0, -1) if _squash(citation.quote[:k]) in printed), 0)
    head, tail = citation.quote[:cut].strip(), citation.quote[cut:].strip()
    if not tail or _squash(tail) not in _page(citation, ledger, page + 1):
        return citation, None
    if len(head) < SHORTEST:
        return replace(citation, quote=tail, page=page + 1), None
    return replace(citation, quote=head), replace(citation, quote=tail, page=page + 1)


def _page(citation: Citation, ledger: Ledger, page: int) -> str:
    return _squash("".join(line.text for line in ledger.lines(citation.document_id, page=page)))


def _squash(text: str) -> str:
    return "".join(text.split())
