"""Quotes that really stand at their places: a page number in the middle of a sentence is part of what is printed there."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Answer, Citation
from index.ledger import Ledger


def true_quotes(answer: Answer, ledger: Ledger) -> Answer:
    """The answer with every quote that was rejoined over a break given as its lines are printed.

    Only quotes over several lines can differ; one that stands on a single line is taken from that line as it is.
    """
    repaired = tuple(_as_printed(citation, ledger) for citation in answer.citations)
    return answer if repaired == answer.citations else replace(answer, citations=repaired)


def _as_printed(citation: Citation, ledger: Ledger) -> Citation:
    first, last = citation.line_start, citation.line_end
    if citation.page is not None or first is None or last is None or first == last:
        return citation
    lines = [line.text.strip() for line in ledger.lines(citation.document_id, first=first, last=last) if line.text.strip()]
    if stands(citation.quote, "".join(lines)):
        return citation
    return replace(citation, quote="\n".join(lines))


def stands(quote: str, printed: str) -> bool:
    """Whether the quote occurs in the printed text, white space aside."""
    return _squash(quote) in _squash(printed)


def _squash(text: str) -> str:
    return re.sub(r"\s+", "", text)
