"""Example questions, made from what is on record."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.issuer import analyse, unbracketed
from index.ledger import DocumentRecord

_FORMS = (
    "{short} {year} 年三公经费多少",
    "{short} {year} 年收支总预算是多少",
    "{short} {year} 年机关运行经费比上年增减多少",
    "{short}的主要职能是什么",
)

_LONGEST = 24


def examples(documents: Sequence[DocumentRecord], issuers: Sequence[str] = ()) -> tuple[str, ...]:
    """Up to six questions that name departments and years on record, those of ``issuers`` first.

    A department is named by its place and organ in full, so that the question stands by itself.
    """
    chosen = [d for d in documents if d.issuer in issuers] + [d for d in documents if d.issuer not in issuers]
    newest: dict[str, DocumentRecord] = {}
    for d in chosen:
        if d.issuer not in newest or d.fiscal_year > newest[d.issuer].fiscal_year:
            newest[d.issuer] = d
    found: list[str] = []
    for form in _FORMS:
        for d in list(newest.values())[:2]:
            found.append(form.format(short=_short(d.issuer), year=d.fiscal_year))
    return tuple(found[:6])


def _short(name: str) -> str:
    shown = unbracketed(name)
    return shown if len(shown) <= _LONGEST else analyse(name).short
